"""A field for a password or PIN: pasting is allowed, it can be shown, and a locked capital key is said."""

import ctypes
import sys
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Text

CAPS = N_("The capital letters are locked (Caps Lock).")


class SecretField(QWidget):
    """A label above, the field, a button that shows what was typed, and a line below for hints."""

    entered = Signal()
    """Enter was pressed."""
    edited = Signal()

    def __init__(self, context: Context, label: str) -> None:
        super().__init__()
        self._context, self._label_words = context, label
        self._hint, self._tone = "", ""
        self._caps = False
        self.label, self.field, self.about = Text("", "caption"), QLineEdit(), Text("", "caption")
        self.about.setWordWrap(True)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setMaxLength(200)
        self.field.installEventFilter(self)
        self.field.returnPressed.connect(self.entered)
        self.field.textEdited.connect(self._typed)
        self.label.setBuddy(self.field)
        self.setFocusProxy(self.field)
        self._show = QToolButton()
        self._show.setCheckable(True)
        self._show.toggled.connect(self._reveal)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self._show)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.label)
        column.addLayout(row)
        column.addWidget(self.about)
        self.translate()

    def text(self) -> str:
        """What was typed, as it is: a password may begin with a blank."""
        return self.field.text()

    def clear(self) -> None:
        """Nothing typed, nothing shown."""
        self.field.clear()
        self._show.setChecked(False)

    def tell(self, words: str, tone: str = "") -> None:
        """The line below, already translated; tone bad, warn, ok or none."""
        self._hint, self._tone = words, tone
        self._write()

    @property
    def message(self) -> str:
        """What the line below says."""
        return self.about.text()

    def translate(self) -> None:
        """Words anew."""
        say = self._context.say
        self.label.setText(say.text(self._label_words))
        self.field.setAccessibleName(self.label.text())
        words = say.text(N_("Hide it") if self._show.isChecked() else N_("Show it"))
        self._show.setText(words)
        self._show.setAccessibleName(words)
        self._write()

    def _write(self) -> None:
        caps = self._context.say.text(CAPS) if self._caps else ""
        self.about.setText(caps or self._hint)
        self.about.set_tone("warn" if caps else self._tone)
        self.about.setVisible(bool(caps or self._hint))
        self.field.setAccessibleDescription(caps or self._hint)

    def _reveal(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.translate()
        self.field.setFocus()

    def _typed(self) -> None:
        self._hint = ""
        self._write()
        self.edited.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Watch for the locked capital key."""
        if event.type() == QEvent.Type.FocusIn:
            self._set_caps(_locked_on_windows())
        elif event.type() == QEvent.Type.FocusOut:
            self._set_caps(False)
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_CapsLock:
            self._set_caps(not self._caps)
            return
        letter = event.text()
        # a letter tells, a digit or a dead key does not
        if len(letter) == 1 and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._set_caps(letter.isupper() != shift)

    def _set_caps(self, locked: bool) -> None:
        if locked != self._caps:
            self._caps = locked
            self._write()


def _locked_on_windows(platform: str = sys.platform) -> bool:
    """What the system says before the first letter is typed; elsewhere the first letter tells."""
    if platform != "win32":
        return False
    library: Any = ctypes.WinDLL("user32")  # type: ignore[attr-defined,unused-ignore]
    return bool(library.GetKeyState(0x14) & 1)
