"""Tabs that are lists: orders, money, complaints, next steps, history; Enter opens what a row is about."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.account import Settlement
from app.domain.complaint_words import STATES
from app.domain.refusal import N_
from app.queries import accounts, customer_timeline
from app.queries.customer import Surroundings
from app.queries.customer_timeline import CaseLine, Happened, OrderLineOf
from app.ui.caller.tables import Cell, Heading, RowsView, day_cell, moment_cell
from app.ui.caller.words import LATE, ORDER_STATES
from app.ui.complaints.start import ComplaintStart
from app.ui.context import Context
from app.ui.customers.form_tab import Tab, bare_card
from app.ui.customers.form_timeline import finish, line_of
from app.ui.customers.timeline_view import TimelineView
from app.ui.kit.labels import Text


class _TableTab(Tab):
    """One table on a card, with words where it is empty."""

    headings: Sequence[Heading] = ()
    nothing = ""

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self.table, self.empty = RowsView(context, self.headings, 4), Text("", "quiet")
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = bare_card()
        card.body.addWidget(self.empty)
        card.body.addWidget(self.table, 1)
        self.page.addWidget(card, 1)
        self._found: Any = ()
        self.table.opened.connect(self.open)

    def show_found(self, found: Any) -> None:  # noqa: ANN401 - rows of the tab's own kind
        """What was asked for."""
        self._found = found
        rows = self.rows(found)
        self.table.rows.show_rows(rows)
        self.empty.setVisible(not rows)
        self.table.setVisible(bool(rows))

    @abstractmethod
    def rows(self, found: Any) -> list[tuple[object, Sequence[Cell]]]:  # noqa: ANN401
        """Rows as (record, cells)."""

    def open(self, record: object) -> None:
        """What a row is about."""

    def translate(self) -> None:
        self.empty.setText(self.context.say.text(self.nothing))
        self.table.setAccessibleName(self.context.say.text(self.title))
        if self._found:
            self.show_found(self._found)


class OrdersTab(_TableTab):
    """Orders and quotes, newest first."""

    title = N_("Orders")
    nothing = N_("No orders yet.")
    headings = (
        Heading(N_("Order")), Heading(N_("Status")), Heading(N_("Date")), Heading(N_("Promised"), stretch=True),
        Heading(N_("Total"), right=True),
    )  # fmt: skip

    def ask(self) -> None:
        work = partial(customer_timeline.orders, customer_id=self.whose)
        self.context.runner.read(self, work, self.show_found, self.failed)

    def rows(self, found: Sequence[OrderLineOf]) -> list[tuple[object, Sequence[Cell]]]:
        return [(order.id, self._cells(order)) for order in found]

    def _cells(self, order: OrderLineOf) -> Sequence[Cell]:
        say = self.context.say
        words, tone, icon = ORDER_STATES.get(order.status, ORDER_STATES["draft"])
        return (
            Cell(order.number or "–", strong=True), Cell(say.text(words), tone, chip=True, icon=icon),
            day_cell(order.on, say), day_cell(order.promised_on, say), Cell(say.money(order.gross)),
        )  # fmt: skip

    def open(self, record: object) -> None:
        self.context.go("order", record)


class CasesTab(_TableTab):
    """Complaints, newest first."""

    title = N_("Complaints")
    nothing = N_("No complaints. That is good news.")
    headings = (
        Heading(N_("Complaint")), Heading(N_("Status")), Heading(N_("Subject"), stretch=True), Heading(N_("Opened")),
        Heading(N_("Due")),
    )  # fmt: skip

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self.new, row = QPushButton(), QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.new)
        self.page.insertLayout(1, row)
        self.new.clicked.connect(self._begin)

    def _begin(self) -> None:
        if self.customer_id is not None:
            self.context.go("complaint", ComplaintStart(self.customer_id))

    def translate(self) -> None:
        super().translate()
        self.new.setText(self.context.say.text(N_("New complaint")))

    def ask(self) -> None:
        work = partial(customer_timeline.cases, customer_id=self.whose)
        self.context.runner.read(self, work, self.show_found, self.failed)

    def rows(self, found: Sequence[CaseLine]) -> list[tuple[object, Sequence[Cell]]]:
        say = self.context.say
        return [
            (one.id, (Cell(one.number, strong=True), Cell(say.text(STATES.get(one.status, one.status))),
                      Cell(one.subject), moment_cell(one.opened_at, say), moment_cell(one.due_at, say)))
            for one in found
        ]  # fmt: skip

    def open(self, record: object) -> None:
        self.context.go("complaint", record)


class StepsTab(Tab):
    """What was agreed to be done next; Space says that it is done."""

    title = N_("Activities")

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self.list, self.empty, self.done = TimelineView(context), Text("", "quiet"), QPushButton()
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        card, row = bare_card(), QHBoxLayout()
        card.body.addWidget(self.empty)
        card.body.addWidget(self.list, 1)
        row.addWidget(self.done)
        row.addStretch(1)
        self.page.addWidget(card, 1)
        self.page.addLayout(row)
        self._found: Sequence[Happened] = ()
        self.list.spaced.connect(self._finish)
        self.done.clicked.connect(self._finish_current)

    def ask(self) -> None:
        work = partial(customer_timeline.next_steps, customer_id=self.whose)
        self.context.runner.read(self, work, self._show, self.failed)

    def _show(self, found: Sequence[Happened]) -> None:
        self._found = found
        self.list.lines.show([line_of(one, self.context.say) for one in found])
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))
        self.done.setEnabled(bool(found))

    def _finish_current(self) -> None:
        if isinstance(self.list.current(), Happened):
            self._finish(self.list.current())

    def _finish(self, one: object) -> None:
        if isinstance(one, Happened):
            finish(self.context, self, one)

    def translate(self) -> None:
        say = self.context.say
        self.empty.setText(say.text(N_("No next step is agreed. A note with a day makes one.")))
        self.done.setText(say.text(N_("Done, or open again")))
        self.done.setToolTip(say.text(N_("Done, or open again (Space)")))
        self.list.setAccessibleName(say.text(self.title))
        self._show(self._found)


@dataclass(frozen=True, slots=True)
class _Money:
    balance: Decimal
    settlement: Settlement


class MoneyTab(_TableTab):
    """What is owed: the open bills, oldest first, and the way to the account."""

    title = N_("Money")
    nothing = N_("Nothing is open.")
    headings = (
        Heading(N_("Bill")), Heading(N_("Date")), Heading(N_("Due"), stretch=True), Heading(N_("Amount"), right=True),
        Heading(N_("Open"), right=True),
    )  # fmt: skip

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self.sums, self.account = Text("", "strong"), QPushButton()
        row = QHBoxLayout()
        row.addWidget(self.sums, 1)
        row.addWidget(self.account)
        self.page.insertLayout(1, row)
        self.account.clicked.connect(self._to_account)

    def ask(self) -> None:
        self.context.runner.read(self, partial(_money, customer_id=self.whose), self.show_found, self.failed)

    def rows(self, found: _Money) -> list[tuple[object, Sequence[Cell]]]:
        say = self.context.say
        late = found.settlement.ageing.overdue
        words = say.text(N_("Balance: {balance}"), balance=say.money_with_currency(found.balance))
        if late:
            amount = say.money_with_currency(late)
            words = f"{words} · {say.text(N_('overdue: {amount}'), amount=amount)}"
        self.sums.setText(words)
        self.sums.set_tone("bad" if late else "")
        today = found.settlement.as_of
        rows: list[tuple[object, Sequence[Cell]]] = []
        for item in found.settlement.items:
            if not item.open:
                continue
            entry = item.entry
            overdue = entry.due_on is not None and entry.due_on < today
            tone, mark = ("bad", LATE[2]) if overdue else ("", "")
            due = day_cell(entry.due_on, say, tone, chip=overdue, icon=mark)
            rows.append(
                (entry.id, (Cell(entry.number, strong=True), day_cell(entry.on, say), due,
                            Cell(say.money(entry.amount)), Cell(say.money(item.open), strong=True)))
            )  # fmt: skip
        return rows

    def open(self, record: object) -> None:
        self._to_account()

    def _to_account(self) -> None:
        if self.customer_id is not None:
            self.context.go("account", self.customer_id)

    def translate(self) -> None:
        super().translate()
        self.account.setText(self.context.say.text(N_("Open the account")))


def _money(store: Any, *, customer_id: int) -> _Money:  # noqa: ANN401 - the runner's store
    with store.read() as tx:
        return _Money(accounts.balance(tx, customer_id), accounts.settlement(tx, customer_id, tx.today))


class HistoryTab(Tab):
    """Who changed what of the record, and when; what stood there is told to nobody."""

    title = N_("History")

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__(context, around)
        self.list, self.empty = TimelineView(context), Text("", "quiet")
        self.empty.setContentsMargins(16, 12, 16, 12)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        card = bare_card()
        card.body.addWidget(self.empty)
        card.body.addWidget(self.list, 1)
        self.page.addWidget(card, 1)
        self._found: Sequence[Happened] = ()

    def ask(self) -> None:
        work = partial(customer_timeline.timeline, customer_id=self.whose, kinds="changes")
        self.context.runner.read(self, work, self._show, self.failed)

    def _show(self, found: Sequence[Happened]) -> None:
        self._found = found
        self.list.lines.show([line_of(one, self.context.say) for one in found])
        self.empty.setVisible(not found)
        self.list.setVisible(bool(found))

    def translate(self) -> None:
        self.list.setAccessibleName(self.context.say.text(self.title))
        self.empty.setText(self.context.say.text(N_("Nobody changed this record yet.")))
        self._show(self._found)
