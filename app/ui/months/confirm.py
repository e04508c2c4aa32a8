"""A question before what cannot simply be undone: the button names the deed."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.kit.form_drafts import FormDraft, drafts_of
from app.ui.kit.labels import Text

REASON = "reason"


class Confirm(QDialog):
    """``agreed`` carries the reason, or nothing where none was asked. Ctrl+Enter agrees, Esc leaves all as it is.

    A reason that is typed is there again when the same deed is asked about.
    """

    agreed = Signal(str)

    def __init__(self, context: Context, parent: QWidget, *, words: str, deed: str, leave: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(deed)
        self.context, self._draft = context, f"confirm:{deed}"
        self.words = Text(words)
        self.words.setWordWrap(True)
        self.words.setMinimumWidth(420)
        self.label = Text("", "caption")
        self.reason = QLineEdit()
        self.label.setBuddy(self.reason)
        self.deed, self.leave = QPushButton(deed), QPushButton(leave)
        self.deed.setProperty("kind", "primary")
        self.deed.setToolTip(f"{deed} (Ctrl+Enter)")
        self.deed.clicked.connect(self.agree)
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.deed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(10)
        for widget in (self.words, self.label, self.reason):
            layout.addWidget(widget)
        layout.addLayout(row)
        self.label.hide()
        self.reason.hide()
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.agree)
        # a stray Enter must not close a month
        self.leave.setDefault(True)
        self.leave.setFocus()

    def ask_reason(self, label: str) -> None:
        """A reason is needed."""
        self.label.setText(label)
        self.reason.setAccessibleName(label)
        self.reason.setMaxLength(400)
        self.reason.setText(drafts_of(self.context).of(self._draft).texts.get(REASON, ""))
        self.reason.textEdited.connect(self._keep)
        self.label.show()
        self.reason.show()
        self.reason.setFocus()

    def _keep(self, text: str) -> None:
        texts = {REASON: text} if text.strip() else {}
        draft = FormDraft(self.windowTitle(), texts, {}, datetime.now(UTC).isoformat())
        drafts_of(self.context).put(self._draft, draft)

    def agree(self) -> None:
        """The deed; without a reason that is needed the cursor goes there."""
        if not self.reason.isHidden() and not self.reason.text().strip():
            self.label.set_tone("bad")
            self.reason.setFocus()
            return
        drafts_of(self.context).drop(self._draft)
        self.agreed.emit(self.reason.text().strip())
        self.accept()
