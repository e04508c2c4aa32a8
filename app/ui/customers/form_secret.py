"""Restricted data behind a door: who has the right says why, then reads; every reading is on the trail."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.customer import typed
from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.queries.customer import CustomerRecord, OwnField
from app.services import customers_secret
from app.services.customers_know import Done
from app.services.customers_secret import LONGEST_BASIS, LONGEST_FACT, LONGEST_REASON, Secret, Secrets
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Card, Text

REASON = (
    FormField("reason", N_("Why do you need to read this?"), required=True, most=LONGEST_REASON, wide=True, kept=False),
)
NEW = (
    FormField("topic", N_("Topic"), most=60, kept=False, hint=N_("health, income, politics …")),
    FormField("legal_basis", N_("Legal basis"), most=LONGEST_BASIS, kept=False, hint=N_("such as consent in writing")),
    FormField("fact", N_("What there is to know"), "lines", most=LONGEST_FACT, wide=True, kept=False),
)
_KINDS = {"number": "number", "money": "money", "date": "day", "choice": "choice", "yes_no": "check"}


class SecretBlock(Card):
    """Nothing of it is in the memory of this screen before it was asked for, and nothing after another customer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.record: CustomerRecord | None = None
        self._secrets: Secrets | None = None
        self._request = new_uid()
        self.heading, self.about = Text("", "section"), Text("", "quiet")
        self.about.setWordWrap(True)
        self.ask, self.read = QPushButton(), QPushButton()
        self.ask.setProperty("kind", "flat")
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self.head.addWidget(self.ask)
        self.reason, self.fresh = Form(context, REASON), Form(context, NEW, 2)
        self.values: Form | None = None
        self.note, self.keep, self.close_up = QPushButton(), QPushButton(), QPushButton()
        self._lines = QVBoxLayout()
        self._shown: list[QWidget] = []
        self.door, self.room = QWidget(), QWidget()
        door, room, deeds = QVBoxLayout(self.door), QVBoxLayout(self.room), QHBoxLayout()
        self._room = room
        for layout in (door, room):
            layout.setContentsMargins(0, 0, 0, 0)
        door.addWidget(self.reason)
        door.addWidget(self.read)
        room.addLayout(self._lines)
        room.addWidget(self.fresh)
        for button in (self.note, self.keep, self.close_up):
            deeds.addWidget(button)
        deeds.addStretch(1)
        room.addLayout(deeds)
        for widget in (self.about, self.door, self.room):
            self.body.addWidget(widget)
        self.ask.clicked.connect(self._ask_why)
        self.read.clicked.connect(self.reveal)
        self.note.clicked.connect(self.add)
        self.keep.clicked.connect(self.save_values)
        self.close_up.clicked.connect(self.hide_all)
        self.hide_all()

    def show_record(self, record: CustomerRecord | None) -> None:
        """Another customer closes the door; the same one leaves it as it is."""
        same = record is not None and self.record is not None and record.id == self.record.id
        self.record = record
        if not same:
            self.hide_all()
        self.setVisible(record is not None and self.context.may("restricted"))
        self._say()

    def hide_all(self) -> None:
        """Forget what was read."""
        self._secrets = None
        self._clear()
        self.reason.fill({})
        self.fresh.fill({})
        self.door.hide()
        self.room.hide()
        self.ask.show()

    def _clear(self) -> None:
        for widget in self._shown:
            self._lines.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._shown = []
        self.values = None

    def _ask_why(self) -> None:
        self.door.show()
        self.reason.focus_first()

    def reveal(self) -> None:
        """Read it, for the reason that was written."""
        if self.record is not None and self.reason.check():
            work = partial(customers_secret.reveal, customer_id=self.record.id, reason=self.reason.values()["reason"])
            self.context.runner.write(self, work, self._revealed, self._refused)

    def _revealed(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self.door.hide()
        self.ask.hide()
        self.room.show()
        self._clear()
        for secret in secrets.facts:
            line = _Line(self.context, secret)
            line.button.clicked.connect(line.forget)
            line.block = self
            self._lines.addWidget(line)
            self._shown.append(line)
        if secrets.fields:
            self.values = Form(self.context, [_field(one, self.context.say.language) for one in secrets.fields], 2)
            self.values.fill({f"{one.id}": typed(one.kind, secrets.values.get(one.id, "")) for one in secrets.fields})
            self.values.translate()
            self._lines.addWidget(self.values)
            self._shown.append(self.values)
        self.keep.setVisible(self.values is not None)

    def add(self) -> None:
        """Keep a restricted fact."""
        if self.record is None or not self.fresh.check():
            return
        values = self.fresh.values()
        work = partial(
            customers_secret.note_secret, customer_id=self.record.id, topic=values["topic"], fact=values["fact"],
            legal_basis=values["legal_basis"], request=self._request,
        )  # fmt: skip
        self.context.runner.write(self, work, self._added, self._refused)

    def _added(self, _done: Done) -> None:
        self._request = new_uid()
        self.fresh.fill({})
        self.reveal()

    def save_values(self) -> None:
        """Write the restricted fields."""
        if self.record is None or self.values is None or not self.values.check():
            return
        changed: dict[int, Any] = {int(key): value for key, value in self.values.changed().items()}
        work = partial(customers_secret.set_secret_values, customer_id=self.record.id, values=changed)
        self.context.runner.write(self, work, self._written, self._refused)

    def _written(self, _changes: object) -> None:
        self.context.reporter.tell(self.context.say.text(N_("The restricted fields are saved.")))
        self.reveal()

    def forget(self, secret: Secret) -> None:
        """Delete a fact for good."""
        self.context.runner.write(self, partial(customers_secret.forget_secret, fact_id=secret.id), self._forgotten)

    def _forgotten(self, _done: Done) -> None:
        self.reveal()

    def _refused(self, error: BaseException) -> None:
        forms = [form for form in (self.reason, self.fresh, self.values) if form is not None]
        if not (isinstance(error, Refusal) and any(form.show_refusal(error) for form in forms)):
            self.context.reporter.show(error, near=self)

    def _say(self) -> None:
        say, count = self.context.say, self.record.restricted if self.record is not None else 0
        known = say.plural("{count} restricted entry", "{count} restricted entries", count)
        nothing = say.text(N_("Nothing restricted is kept."))
        self.about.setText(known if count else nothing)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Restricted data")))
        for button, words in (
            (self.ask, say.text(N_("Read with a reason…"))), (self.read, say.text(N_("Read it"))),
            (self.note, say.text(N_("Keep this fact"))), (self.keep, say.text(N_("Save the restricted fields"))),
            (self.close_up, say.text(N_("Close again"))),
        ):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
        for form in (self.reason, self.fresh, self.values):
            if form is not None:
                form.translate()
        self._say()


class _Line(QWidget):
    """One restricted fact; deleting it cannot be taken back, so the button says so."""

    block: SecretBlock

    def __init__(self, context: Context, secret: Secret) -> None:
        super().__init__()
        self.secret = secret
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        words = Text(f"{secret.topic}: {secret.fact} ({secret.legal_basis})")
        words.setWordWrap(True)
        self.button = QPushButton(context.say.text(N_("Delete for good")))
        self.button.setAccessibleName(context.say.text(N_("Delete ‘{topic}’ for good"), topic=secret.topic))
        row.addWidget(words, 1)
        row.addWidget(self.button)

    def forget(self) -> None:
        """Delete it."""
        self.block.forget(self.secret)


def _field(one: OwnField, language: str) -> FormField:
    choices = (("", "–"), *((choice, choice) for choice in one.choices)) if one.kind == "choice" else ()
    return FormField(f"{one.id}", one.called(language), _KINDS.get(one.kind, "text"), choices=choices, kept=False,
                     most=2000)  # fmt: skip
