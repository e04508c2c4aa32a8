"""What can be done with all selected customers at once: salesperson, tags, days to pay, active or not."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.domain.undoing import Undoable
from app.queries import staff
from app.queries.staff import Named
from app.services import customers_bulk
from app.services.customers_bulk import ManyChanges
from app.ui.commands import Command
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.table_reading import Record

if TYPE_CHECKING:
    from app.ui.customers.list_panel import CustomersPanel

_FIELDS = {
    "salesperson_id": FormField("salesperson_id", N_("Salesperson"), "choice", kept=False),
    "add_tags": FormField("add_tags", N_("Tags to add, separated by semicolons"), most=200, kept=False),
    "drop_tags": FormField("drop_tags", N_("Tags to take off, separated by semicolons"), most=200, kept=False),
    "payment_days": FormField("payment_days", N_("Days to pay"), "number", places=0, least=0, kept=False),
}


class BulkEdit(QObject):
    """Asks for the one value, changes every selected customer in one operation, and offers one undo."""

    def __init__(self, panel: "CustomersPanel") -> None:
        super().__init__(panel)
        self._panel = panel
        self._popup: ValuePopup | None = None
        self._make: Callable[[Any], ManyChanges] = _activity
        self._value: Any = None

    def commands(self) -> Sequence[Command]:
        """For the menu of the button."""
        return (
            Command("many.salesperson", N_("Give them a salesperson…"), "person", "", self._salesperson),
            Command("many.tags", N_("Add tags…"), "price", "", self._add_tags),
            Command("many.untag", N_("Take tags off…"), "price", "", self._drop_tags),
            Command("many.days", N_("Set the days to pay…"), "clock", "", self._days),
            Command("many.active", N_("Make them active"), "check", "", self._activate),
            Command("many.inactive", N_("Make them inactive"), "close", "", self._deactivate),
        )

    def _salesperson(self) -> None:
        self._panel.context.runner.read(self, staff.names, self._ask_salesperson)

    def _ask_salesperson(self, people: Sequence[Named]) -> None:
        nobody = (None, N_("Nobody"))
        self._ask("salesperson_id", _salesperson_of, (nobody, *[(one.id, one.name) for one in people]))

    def _add_tags(self) -> None:
        self._ask("add_tags", _tags_more)

    def _drop_tags(self) -> None:
        self._ask("drop_tags", _tags_less)

    def _days(self) -> None:
        self._ask("payment_days", _days_of)

    def _activate(self) -> None:
        self._carry_out(_activity, True)

    def _deactivate(self) -> None:
        self._carry_out(_activity, False)

    def _ask(
        self, key: str, make: Callable[[Any], ManyChanges], choices: Sequence[tuple[object, str]] | None = None
    ) -> None:
        self._make = make
        if self._popup is not None:
            self._popup.deleteLater()
        self._popup = ValuePopup(self, self._panel, _FIELDS[key], choices)
        self._popup.open_over(self._panel)

    def given(self, value: Any) -> None:  # noqa: ANN401 - the value of a field
        """The value was typed or chosen."""
        self._carry_out(self._make, value)

    def _carry_out(self, make: Callable[[Any], ManyChanges], value: Any) -> None:  # noqa: ANN401
        self._make, self._value = make, value
        self._panel.table.sums.when_chosen(self._send)

    def _send(self, chosen: Sequence[Record[Any]]) -> None:
        versions = {record.row.id: record.row.version for record in chosen if record.row is not None}
        work = partial(customers_bulk.change, versions=versions, changes=self._make(self._value), request=new_uid())
        self._count = len(versions)
        self._panel.context.runner.write(self, work, self._done, self._failed)

    def _done(self, done: Undoable) -> None:
        if self._popup is not None:
            self._popup.keeper.end()
            self._popup.hide()
        context = self._panel.context
        words = context.say.plural("{count} customer changed", "{count} customers changed", self._count)
        context.undo.offer(words, done.back)

    def _failed(self, error: BaseException) -> None:
        popup = self._popup
        if isinstance(error, Refusal) and popup is not None and popup.isVisible() and popup.form.show_refusal(error):
            return
        if popup is not None:
            popup.hide()
        self._panel.context.reporter.show(error, near=self._panel)


def _activity(value: bool) -> ManyChanges:
    return ManyChanges({"active": value})


def _salesperson_of(value: int | None) -> ManyChanges:
    return ManyChanges({"salesperson_id": value})


def _days_of(value: Any) -> ManyChanges:  # noqa: ANN401 - a decimal or none
    return ManyChanges({"payment_days": None if value is None else int(value)})


def _tags_more(value: str) -> ManyChanges:
    return ManyChanges({}, add_tags=value.split(";"))


def _tags_less(value: str) -> ManyChanges:
    return ManyChanges({}, drop_tags=value.split(";"))


class ValuePopup(QFrame):
    """One field and one button over the list; Esc closes it and changes nothing."""

    def __init__(
        self, bulk: BulkEdit, panel: "CustomersPanel", field: FormField, choices: Sequence[tuple[object, str]] | None
    ) -> None:
        super().__init__(panel)
        self.setProperty("kind", "popup")
        self._bulk, self._key, self._panel = bulk, field.key, panel
        self.form = Form(panel.context, (field,))
        if choices is not None:
            self.form.set_choices(field.key, choices)
        self.form.translate()
        self.keeper = FormKeeper(self.form)
        self.keeper.begin(f"many:{field.key}")
        self.keep = QPushButton()
        self.keep.setProperty("kind", "primary")
        count = panel.table.selected_count()
        self.keep.setText(panel.context.say.plural("Change {count} customer", "Change {count} customers", count))
        self.keep.setAccessibleName(self.keep.text())
        self.keep.clicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(16, 14, 16, 14)
        box.addWidget(self.form)
        box.addWidget(self.keep)
        self.setMinimumWidth(320)

    def open_over(self, panel: "CustomersPanel") -> None:
        """In the upper middle of the list."""
        self.adjustSize()
        self.move((panel.width() - self.width()) // 2, panel.table.mapTo(panel, panel.table.rect().topLeft()).y() + 24)
        self.show()
        self.raise_()
        self.form.focus_first()

    def _take(self) -> None:
        if self.form.check():
            self._bulk.given(self.form.values()[self._key])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter changes, Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            self._panel.table.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)
