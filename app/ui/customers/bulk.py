"""What can be done with all selected customers at once: salesperson, tags, days to pay, active or not."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QObject

from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.domain.undoing import Undoable
from app.ui.commands import Command

if TYPE_CHECKING:
    from app.queries.staff import Named
    from app.services.customers_bulk import ManyChanges
    from app.ui.customers.bulk_value import ValuePopup
    from app.ui.customers.list_panel import CustomersPanel
    from app.ui.kit.table_reading import Record


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
        self._panel.context.runner.read(self, _people, self._ask_salesperson)

    def _ask_salesperson(self, people: "Sequence[Named]") -> None:
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
        self, key: str, make: "Callable[[Any], ManyChanges]", choices: Sequence[tuple[object, str]] | None = None
    ) -> None:
        from app.ui.customers.bulk_value import ValuePopup  # noqa: PLC0415 - a list opens sooner without forms

        self._make = make
        if self._popup is not None:
            self._popup.deleteLater()
        self._popup = ValuePopup(self, self._panel, key, choices)
        self._popup.open_over(self._panel)

    def given(self, value: Any) -> None:  # noqa: ANN401 - the value of a field
        """The value was typed or chosen."""
        self._carry_out(self._make, value)

    def _carry_out(self, make: "Callable[[Any], ManyChanges]", value: Any) -> None:  # noqa: ANN401
        self._make, self._value = make, value
        self._panel.table.sums.when_chosen(self._send)

    def _send(self, chosen: "Sequence[Record[Any]]") -> None:
        versions = {record.row.id: record.row.version for record in chosen if record.row is not None}
        work = partial(_change, versions=versions, changes=self._make(self._value), request=new_uid())
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


def _people(store: Any) -> "Sequence[Named]":  # noqa: ANN401 - the store
    # what changes customers is not needed before somebody changes many: the list opens sooner without it
    from app.queries import staff  # noqa: PLC0415

    return staff.names(store)


def _change(
    store: Any,  # noqa: ANN401
    *,
    versions: Mapping[int, int],
    changes: "ManyChanges",
    request: UUID,
) -> Undoable:
    from app.services import customers_bulk  # noqa: PLC0415

    return customers_bulk.change(store, versions, changes, request=request)


def _changes(values: Mapping[str, Any], **tags: Sequence[str]) -> "ManyChanges":
    from app.services.customers_bulk import ManyChanges  # noqa: PLC0415

    return ManyChanges(values, **tags)


def _activity(value: bool) -> "ManyChanges":
    return _changes({"active": value})


def _salesperson_of(value: int | None) -> "ManyChanges":
    return _changes({"salesperson_id": value})


def _days_of(value: Any) -> "ManyChanges":  # noqa: ANN401 - a decimal or none
    return _changes({"payment_days": None if value is None else int(value)})


def _tags_more(value: str) -> "ManyChanges":
    return _changes({}, add_tags=value.split(";"))


def _tags_less(value: str) -> "ManyChanges":
    return _changes({}, drop_tags=value.split(";"))
