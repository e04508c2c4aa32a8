"""The note box of a case: for oneself or as an answer to the customer; a draft that outlives the program."""

from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.complaint_words import CHANNELS
from app.domain.refusal import N_, Refusal
from app.queries.complaint import Case
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.form_fields import LinesBox
from app.ui.orders.frame import KeyedButton

LONGEST = 20_000
NOTE, ANSWER = "note", "answer"
FIELDS = (
    FormField("note", N_("Note or answer"), "lines", wide=True, most=LONGEST,
              hint=N_("What was said, what is done next (Ctrl+S saves it)")),
    FormField("kind", N_("For whom"), "choice",
              choices=((NOTE, N_("Note, internal")), (ANSWER, N_("Answer to the customer")))),
    FormField("channel", N_("Channel"), "choice", choices=tuple(CHANNELS.items())),
)  # fmt: skip


class NoteBox(QWidget):
    """``wanted`` names a deed: save or template; ``pasted`` brings files or a picture from the clipboard."""

    wanted = Signal(str)
    pasted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: Case | None = None
        self.form = Form(context, FIELDS, 2)
        self.keeper = FormKeeper(self.form)
        self.save, self.template = KeyedButton("check", "Ctrl+S"), KeyedButton("template", "F9")
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, button in (("save", self.save), ("template", self.template)):
            button.setProperty("deed", name)
            button.clicked.connect(self._clicked)
            row.addWidget(button)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addWidget(self.form)
        outer.addLayout(row)
        box = self.form.boxes["note"]
        assert isinstance(box, LinesBox)
        self.edit = box.edit
        self.edit.installEventFilter(self)
        kind = self.form.boxes["kind"]
        kind.edited.connect(self._show_kind)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, QPushButton):
            self.wanted.emit(str(sender.property("deed")))

    def show_case(self, case: Case) -> None:
        """Write about this case; what was begun earlier comes back."""
        fresh = self.case is None or self.case.id != case.id
        if fresh and self.case is not None:
            self.keeper.leave()
        self.case = case
        if fresh:
            self.form.fill(self._usual(case))
            self.keeper.begin(f"case-note:{case.id}", case.number)
        self._show_kind()

    @staticmethod
    def _usual(case: Case) -> dict[str, Any]:
        channel = case.channel if case.channel in CHANNELS else "phone"
        return {"kind": NOTE, "channel": channel}

    def _show_kind(self) -> None:
        """A channel belongs to an answer only; it keeps its place."""
        self.form.boxes["channel"].set_editable(self.form.boxes["kind"].value == ANSWER)

    def words(self) -> str:
        """What is written."""
        self.form.boxes["note"].settle()
        return str(self.form.boxes["note"].value).strip()

    @property
    def answers(self) -> bool:
        """Whether it is for the customer."""
        return bool(self.form.boxes["kind"].value == ANSWER)

    @property
    def channel(self) -> str:
        """How the customer gets it."""
        return str(self.form.boxes["channel"].value)

    def insert(self, text: str) -> None:
        """A ready answer, where the cursor is: it is for the customer then."""
        cursor = self.edit.textCursor()
        cursor.insertText(text)
        self.edit.setTextCursor(cursor)
        kind = self.form.boxes["kind"]
        kind.show_value(ANSWER)
        kind.edited.emit()
        self.edit.setFocus()

    def saved(self) -> None:
        """It is in the timeline: an empty box again."""
        self.keeper.end()
        if self.case is not None:
            self.form.fill(self._usual(self.case))
        self._show_kind()

    def refuse(self, error: BaseException) -> bool:
        """Under the field it names, or under the note."""
        if not isinstance(error, Refusal):
            return False
        if error.field not in self.form.boxes:
            error.field = "note"
        return self.form.show_refusal(error)

    def leave(self) -> None:
        """What is typed goes to the disk."""
        if self.case is not None:
            self.keeper.leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A picture or files that are pasted belong to the case."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            data = QGuiApplication.clipboard().mimeData()
            if event.matches(QKeySequence.StandardKey.Paste) and holds_files(data):
                self.pasted.emit(data)
                return True
        return False

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.form.translate()
        self.save.show_words(say.text(N_("Save note")))
        self.template.show_words(say.text(N_("Answer template")))

    def paint_theme(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        self.form.paint_theme()
        self.template.setIcon(icon("template", tokens.text2, 16))


def holds_files(data: QMimeData) -> bool:
    """Whether there are files of this computer or a picture without words."""
    return any(url.isLocalFile() for url in data.urls()) or (data.hasImage() and not data.hasText())
