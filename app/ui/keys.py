"""Keys: how they are written, and how a screen is given its own."""

from collections.abc import Callable
from weakref import WeakMethod

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

SAVE_KEYS = ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S")
"""What saves a form; Return is the large key, Enter the one beside the digits."""


def engraved(key: str | QKeySequence) -> str:
    """A key as it stands on the keyboard: Ctrl, whatever Qt's translation calls it, and Enter."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "Enter")


def bind_keys(widget: QWidget, *keys: tuple[str | tuple[str, ...], Callable[..., object]]) -> None:
    """Each key, or each of several, does its deed while the focus is in ``widget`` or in a part of it."""
    for names, deed in keys:
        for name in (names,) if isinstance(names, str) else names:
            shortcut = QShortcut(QKeySequence(name), widget)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)


def prefer_key(widget: QWidget, key: str, deed: Callable[[], object]) -> None:
    """In ``widget`` and its parts this key of the whole window does ``deed`` instead; a field that knows it goes first.

    Two shortcuts with one key would both do nothing.
    """
    _Preferred(widget, QKeySequence(key), deed)


class _Preferred(QObject):
    """Takes a key before the window's shortcuts do."""

    def __init__(self, widget: QWidget, key: QKeySequence, deed: Callable[[], object]) -> None:
        super().__init__(widget)
        self._key, self._deed = key, WeakMethod(deed)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """First asked whether the key is wanted here, then pressed."""
        if not isinstance(event, QKeyEvent) or QKeySequence(event.keyCombination()) != self._key:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        deed = self._deed() if event.type() == QEvent.Type.KeyPress else None
        if deed is not None:
            deed()
        return deed is not None
