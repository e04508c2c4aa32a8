"""The company's own fields of customers: a list and a form; what is added here is on every form at once."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.customer import CUSTOM_KINDS
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.i18n import LANGUAGES
from app.queries import customer
from app.queries.customer import OwnField
from app.services import customers_fields
from app.services.customers_fields import LONGEST_LABEL, FieldDraft
from app.services.customers_know import Done
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.customers.form_tab import bare_card
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.status_bar import OWN_NAMES

FORM_WIDE = 270


def _fields() -> list[FormField]:
    words = [
        FormField(f"label.{language}", OWN_NAMES[language], most=LONGEST_LABEL,
                  section=N_("Its name in other languages") if at == 0 else "")
        for at, language in enumerate(LANGUAGES)
    ]  # fmt: skip
    return [
        FormField("label", N_("Name of the field"), required=True, most=LONGEST_LABEL, wide=True),
        FormField("kind", N_("Kind"), "choice", wide=True, choices=tuple(CUSTOM_KINDS.items())),
        FormField("group", N_("Group"), most=LONGEST_LABEL, wide=True, hint=N_("fields of a group stand together")),
        FormField("choices", N_("Choices, one a line"), "lines", wide=True, most=4000),
        FormField("restricted", N_("Restricted: read by managers with a reason only"), "check", wide=True),
        *words,
    ]


class CustomFieldsPage(Panel):
    """Enter or a click opens a field; Ctrl+S saves; Up and Down buttons change the order on the forms."""

    kinds = frozenset({"custom_field"})
    name = "custom_fields"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fields: Sequence[OwnField] = ()
        self.field: OwnField | None = None
        self._request: UUID = new_uid()
        self.heading, self.about, self.empty = Text("", "title"), Text("", "quiet"), Text("", "quiet")
        self.about.setWordWrap(True)
        self.empty.setContentsMargins(16, 12, 16, 12)
        headings = (
            Heading(N_("Field"), stretch=True), Heading(N_("Group")), Heading(N_("Kind")), Heading(N_("Read by")),
        )  # fmt: skip
        self.table, self.form = RowsView(context, headings, 6), Form(context, _fields(), 2)
        self.keeper = FormKeeper(self.form)
        self.fresh, self.save_button, self.remove, self.up, self.down = (QPushButton() for _ in range(5))
        self.save_button.setProperty("kind", "primary")
        self._lay_out()
        self.table.opened.connect(self.open_field)
        self.table.clicked.connect(self._clicked)
        self.fresh.clicked.connect(self.open_new)
        self.save_button.clicked.connect(self.save)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(self._up)
        self.down.clicked.connect(self._down)
        self.form.passed.connect(self.save)
        self.form.boxes["kind"].edited.connect(self._kind_chosen)
        self.form.fill({"kind": "text"})
        self._kind_chosen()

    def _lay_out(self) -> None:
        known, editor, order, deeds = bare_card(8), Card(), QHBoxLayout(), QHBoxLayout()
        known.body.addWidget(self.empty)
        known.body.addWidget(self.table, 1)
        order.setContentsMargins(10, 6, 10, 0)
        order.setSpacing(8)
        for button in (self.fresh, self.up, self.down):
            order.addWidget(button)
        order.addStretch(1)
        known.body.addLayout(order)
        editor.setMinimumWidth(FORM_WIDE)
        editor.body.addWidget(self.form)
        for button in (self.save_button, self.remove):
            deeds.addWidget(button)
        deeds.addStretch(1)
        editor.body.addLayout(deeds)
        both, outer = QHBoxLayout(), QVBoxLayout(self)
        both.addWidget(known, 3)
        both.addWidget(editor, 2)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.addWidget(self.heading)
        outer.addWidget(self.about)
        outer.addLayout(both, 1)

    def title(self) -> str:
        """The page's name."""
        return self.context.say.text(N_("Own fields of customers"))

    def ask(self) -> None:
        """Read all fields."""
        self.context.runner.read(self, customer.all_own_fields, self._show)

    def _show(self, fields: Sequence[OwnField]) -> None:
        self.fields = fields
        say = self.context.say
        self.table.rows.show_rows(
            [
                (one, (Cell(one.called(say.language), strong=True), Cell(one.group or "–"),
                       Cell(say.text(CUSTOM_KINDS[one.kind])),
                       Cell(say.text(N_("managers")) if one.restricted else say.text(N_("everybody")),
                            "warn" if one.restricted else "")))
                for one in fields
            ]
        )  # fmt: skip
        self.empty.setVisible(not fields)
        self.table.setVisible(bool(fields))
        may = self.context.may("settings")
        for button in (self.fresh, self.save_button):
            button.setEnabled(may)
        self._name_deeds()

    def _clicked(self) -> None:
        self.open_field(self.table.current_record())

    def open_field(self, one: object) -> None:
        """Change a field."""
        if isinstance(one, OwnField):
            self.keeper.leave()
            self.field, self._request = one, new_uid()
            values = {"label": one.label, "kind": one.kind, "group": one.group, "choices": "\n".join(one.choices),
                      "restricted": one.restricted}  # fmt: skip
            self.form.fill(values | {f"label.{language}": text for language, text in one.words.items()})
            self.keeper.begin(f"custom_field:{one.id}", one.label)
            self._kind_chosen()
            self._name_deeds()

    def open_new(self) -> None:
        """A new field."""
        self.keeper.leave()
        self.field, self._request = None, new_uid()
        self.form.fill({"kind": "text"})
        self.keeper.begin("custom_field:new")
        self._kind_chosen()
        self._name_deeds()
        self.form.focus_first()

    def _kind_chosen(self) -> None:
        self.form.boxes["choices"].setVisible(self.form.boxes["kind"].value == "choice")

    def save(self) -> None:
        """Add or change the field."""
        if not self.form.check():
            self._kind_chosen()
            return
        values = self.form.values()
        words = {language: values[f"label.{language}"] for language in LANGUAGES}
        draft = FieldDraft(values["label"], values["kind"], values["group"], values["choices"].splitlines(),
                           values["restricted"], words)  # fmt: skip
        if self.field is None:
            work = partial(customers_fields.add, draft=draft, request=self._request)
        else:
            work = partial(customers_fields.change, field_id=self.field.id, draft=draft)
        self.context.runner.write(self, work, self._saved, self._refused)

    def _saved(self, done: Done) -> None:
        self.keeper.end()
        self.context.reporter.tell(self.context.say.text(N_("The field is saved; every form has it now.")))
        self.ask()
        self.field = next((one for one in self.fields if one.id == done.id), None)
        if self.field is None:
            self.open_new()
        else:
            self.open_field(self.field)

    def _refused(self, error: BaseException) -> None:
        self.form.refuse(error)

    def _remove(self) -> None:
        if self.field is not None:
            self.context.runner.write(self, partial(customers_fields.remove, field_id=self.field.id), self._removed)

    def _removed(self, _done: Done) -> None:
        self.keeper.end()
        self.context.reporter.tell(self.context.say.text(N_("The field is taken away.")))
        self.open_new()
        self.ask()

    def _up(self) -> None:
        self._move(-1)

    def _down(self) -> None:
        self._move(1)

    def _move(self, steps: int) -> None:
        if self.field is not None:
            self.context.runner.write(self, partial(customers_fields.move, field_id=self.field.id, steps=steps))

    def _name_deeds(self) -> None:
        chosen = self.field is not None and self.context.may("settings")
        for button in (self.remove, self.up, self.down):
            button.setEnabled(chosen)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another page comes: what is typed is kept."""
        super().hideEvent(event)
        self.keeper.leave()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(self.title())
        self.about.setText(
            say.text(N_("Fields that your company needs and nobody else: pillow, parking, table number."))
        )
        self.empty.setText(say.text(N_("No own fields yet.")))
        for button, words in (
            (self.fresh, say.text(N_("New field"))), (self.save_button, say.text(N_("Save"))),
            (self.remove, say.text(N_("Take away"))), (self.up, say.text(N_("Move up"))),
            (self.down, say.text(N_("Move down"))),
        ):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
        self.table.setAccessibleName(self.title())
        self.form.translate()
        self._kind_chosen()
        self._show(self.fields)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
