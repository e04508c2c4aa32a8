"""The status board: every order that is open, and those that were finished lately, each in its column."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select

from app.domain.account import Chosen, Entry, settle
from app.domain.money import ZERO
from app.domain.stages import STAGES, stage_of
from app.models import AccountEntry, Balance, Customer, OrderShare, SalesOrder
from app.models.declared import aliased
from app.queries.accounts import choices
from app.store.session import AnyRow, Read, Store

RECENT_DAYS = 30
"""Orders that are delivered, invoiced or paid stay on the board so long after their day; quotes so long after their
end."""
MOST = 4000
_OPEN = ("draft", "confirmed", "in_progress")
_DONE = ("delivered", "invoiced", "closed")
_LATE_IN = frozenset({"confirmed", "preparing", "out"})


@dataclass(frozen=True, slots=True)
class BoardCard:
    """An order on the board. ``late`` are days past the promised day, 0 for one in time or without a promise."""

    id: int
    number: str
    customer: str
    column: str
    gross: Decimal
    on: date
    promised_on: date | None
    late: int
    version: int
    approval: str
    customer_id: int


@dataclass(frozen=True, slots=True)
class Board:
    """Cards per column, late ones first, then by promised day; ``more`` says that not all fitted."""

    columns: Mapping[str, Sequence[BoardCard]]
    more: bool


def board(store: Store, *, staff_id: int | None = None) -> Board:
    """All columns, of everybody or of the orders that one person sells; at most five statements."""
    with store.read() as tx:
        rows = tx.all(_orders(tx.today, staff_id))
        shown = rows[:MOST]
        unpaid = _unpaid(tx, [row for row in shown if row.status == "invoiced"])
        today = tx.today
    cards: dict[str, list[BoardCard]] = {stage: [] for stage in STAGES}
    for row in shown:
        card = _card(row, today, paid=row.id not in unpaid)
        cards[card.column].append(card)
    for stage, found in cards.items():
        found.sort(key=_order_of(stage))
    return Board(cards, len(rows) > MOST)


def _order_of(stage: str) -> Any:  # noqa: ANN401 - a key to sort by
    if stage in ("delivered", "invoiced", "paid"):
        return lambda card: (-card.on.toordinal(), -card.id)
    return lambda card: (-card.late, card.promised_on or date.max, card.on, card.id)


def _orders(today: date, staff_id: int | None) -> Any:  # noqa: ANN401 - a query
    order, source, kept = SalesOrder, aliased(Customer), aliased(Customer)
    since = today - timedelta(days=RECENT_DAYS)
    query = (
        select(
            order.id, func.coalesce(order.number, order.quote_number, "").label("number"), kept.name.label("customer"),
            order.status, order.stage, order.gross, order.on, order.promised_on, order.version, order.approval,
            kept.id.label("customer_id"),
        )
        .join(source, source.id == order.customer_id)
        .join(kept, kept.id == func.coalesce(source.merged_into_id, source.id))
        .where(
            order.void.is_(False),
            or_(
                order.status.in_(_OPEN),
                and_(order.status == "quoted", or_(order.valid_until.is_(None), order.valid_until >= since)),
                and_(order.status.in_(_DONE), order.on >= since),
            ),
        )
        .order_by(order.id.desc())
        .limit(MOST + 1)
    )  # fmt: skip
    if staff_id is None:
        return query
    return query.where(order.id.in_(select(OrderShare.order_id).where(OrderShare.staff_id == staff_id)))


def _card(row: AnyRow, today: date, *, paid: bool) -> BoardCard:
    column = stage_of(row.status, row.stage, paid=paid)
    late = 0
    if row.promised_on is not None and column in _LATE_IN:
        late = max(0, (today - row.promised_on).days)
    return BoardCard(
        row.id, row.number, row.customer, column, row.gross, row.on, row.promised_on, late, row.version, row.approval,
        row.customer_id,
    )  # fmt: skip


def _unpaid(tx: Read, rows: Sequence[AnyRow]) -> Collection[int]:
    """Which of these orders have an open bill. Customers who owe nothing have none, and cost nothing."""
    if not rows:
        return ()
    root = func.coalesce(Customer.merged_into_id, Customer.id)
    owing = [
        row[0]
        for row in tx.all(
            select(root)
            .join(Balance, Balance.customer_id == Customer.id)
            .where(root.in_({row.customer_id for row in rows}))
            .group_by(root)
            .having(func.sum(Balance.amount) > ZERO)
        )
    ]
    if not owing:
        return ()
    members = {row[0]: row[1] for row in tx.all(select(Customer.id, root).where(root.in_(owing)))}
    entry, wanted = AccountEntry, {row.id for row in rows}
    accounts: defaultdict[int, list[Entry]] = defaultdict(list)
    orders: dict[int, int] = {}
    for found in tx.all(
        select(entry.customer_id, entry.id, entry.on, entry.number, entry.amount, entry.due_on, entry.order_id).where(
            entry.customer_id.in_(members)
        )
    ):
        accounts[members[found[0]]].append(Entry(*found[1:6]))
        if found.order_id in wanted and found.amount > 0:
            orders[found.id] = found.order_id
    given, put = choices(tx.today, list(members)), defaultdict(list)
    for choice in tx.all(
        select(entry.customer_id, given.c.credit_id, given.c.debit_id, given.c.amount, given.c.on).join(
            entry, entry.id == given.c.credit_id
        )
    ):
        put[members[choice[0]]].append(Chosen(*choice[1:]))
    return {
        orders[item.entry.id]
        for customer, entries in accounts.items()
        for item in settle(entries, tx.today, put[customer]).items
        if item.entry.id in orders
    }
