"""Widgets in tests are destroyed by Qt, parents before children, never by Python's collector in an order of its own."""

import gc
import weakref
from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget


def destroy(*widgets: QWidget) -> None:
    """Close widgets and take them apart at once."""
    for widget in widgets:
        if shiboken6.isValid(widget):
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def destroy_all() -> None:
    """Every window that a test left behind."""
    if isinstance(QApplication.instance(), QApplication):
        destroy(*[widget for widget in QApplication.topLevelWidgets() if widget.parent() is None])


def lets_go(make: Callable[[], QWidget], look: Callable[[QWidget], None] = lambda _widget: None) -> bool:
    """Whether nothing holds a widget any more after it was shown, looked at and destroyed."""
    made = make()
    made.show()
    look(made)
    gone = weakref.ref(made)
    destroy(made)
    del made
    gc.collect()
    return gone() is None
