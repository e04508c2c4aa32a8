"""Keys: how they are written, and how a screen is given its own."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
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
