"""What comes next, asked once after something was completed: a day and a sentence, or nothing."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, Refusal
from app.queries.today import TodayItem
from app.services import contacts
from app.services.contacts import InteractionDraft, Noted
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Text

USUAL_DAYS = 7
_FIELDS = (
    FormField("on", N_("On"), "day", kept=False),
    FormField("note", N_("What will be done"), most=400, kept=False),
)


class NextStep(QFrame):
    """Over the rows while it asks; ``over`` says that it is done with."""

    over = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("kind", "band")
        self.context = context
        self._item: TodayItem | None = None
        self.title = Text("", "strong")
        self.title.setWordWrap(True)
        self.form = Form(context, _FIELDS)
        self.keeper = FormKeeper(self.form)
        self.keep, self.none = QPushButton(), QPushButton()
        self.keep.setProperty("kind", "primary")
        self.keep.clicked.connect(self._keep)
        self.none.clicked.connect(self._nothing)
        buttons = QHBoxLayout()
        buttons.addWidget(self.keep)
        buttons.addWidget(self.none)
        buttons.addStretch(1)
        box = QVBoxLayout(self)
        box.setContentsMargins(12, 10, 12, 10)
        box.addWidget(self.title)
        box.addWidget(self.form)
        box.addLayout(buttons)
        self.hide()

    def ask(self, item: TodayItem, today: date) -> None:
        """Ask about a customer; the cursor stands in the note."""
        self._item = item
        self.form.set_today(today)
        self.form.fill({"on": today + timedelta(days=USUAL_DAYS), "note": ""})
        self.keeper.begin(f"next:{item.customer_id}", item.title)
        self.translate()
        self.show()
        self.form.boxes["note"].setFocus()

    def _keep(self) -> None:
        if self._item is None or self._item.customer_id is None or not self.form.check():
            return
        values = self.form.values()
        if values["on"] is None:
            self.form.show_refusal(Mistake(N_("Write the day of the next step."), field="on"))
            return
        draft = InteractionDraft(self._item.customer_id, "note", values["note"], follow_up_on=values["on"])
        work = partial(contacts.log, draft=draft, request=new_uid())
        self.context.runner.write(self, work, self._kept, self._failed)

    def _kept(self, _noted: Noted) -> None:
        self.context.reporter.tell(self.context.say.text(N_("The next step is noted.")))
        self.keeper.end()
        self._nothing()

    def _failed(self, error: BaseException) -> None:
        if not (isinstance(error, Refusal) and self.form.show_refusal(error)):
            self.context.reporter.show(error, near=self)

    def _nothing(self) -> None:
        self._item = None
        self.hide()
        self.over.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter or Enter keeps, Esc means: nothing more; what was typed is there when it is asked again."""
        if event.key() == Qt.Key.Key_Escape:
            self._nothing()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        name = self._item.title if self._item is not None else ""
        self.title.setText(say.text(N_("Done. What is the next step with {name}?"), name=name))
        self.keep.setText(say.text(N_("Note it")))
        self.none.setText(say.text(N_("Nothing more")))
        for button in (self.keep, self.none):
            button.setAccessibleName(button.text())
        self.form.translate()
