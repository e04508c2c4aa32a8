"""Commission as people see it: the month of everybody for managers, the own statement for each salesperson.

A salesperson sees the own statement alone; of a line the own part of its base, never its cost or margin.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, case, func, select

from app.domain import frozen, rights
from app.domain.commission import CAP, CLAWBACK, EARNED, OFFSET, PAYABLE, RELEASED
from app.domain.commission_plan import Rates, Terms
from app.domain.commission_statement import (
    Entry,
    Extra,
    PlanVersion,
    Statement,
    StatementLine,
    Summary,
    extras,
    summary,
)
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.refusal import N_, NotFound
from app.domain.watch import Watch, looking, present
from app.models import (
    CommissionDispute,
    CommissionEntry,
    CommissionMonth,
    CommissionPlan,
    CommissionStatement,
    Customer,
    OrderLine,
    SalesOrder,
    Staff,
)
from app.queries import company
from app.queries.commission_coming import coming
from app.queries.commission_plans import Agreements, Version, agreements
from app.store.session import AnyRow, Read, Store


@dataclass(frozen=True, slots=True)
class MonthState:
    """A month whose commission is open or closed."""

    month: Month
    state: str
    closed_at: datetime | None
    closed_by: str
    check_code: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A salesperson's objection to one entry; settled once somebody answered."""

    id: int
    entry_id: int
    staff_id: int
    words: str
    open: bool
    answer: str


def overview(store: Store, month: Month) -> list[Statement]:
    """Everybody's statement of a month, by name; of an open month as it stands now. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        return statements(tx, month)


def statement(store: Store, month: Month, staff_id: int) -> Statement:
    """One salesperson's statement: as it was frozen, or of an open month as it stands now.

    Raises ``NotAllowed`` for another person's statement without the right to all, ``NotFound`` for no such person.
    """
    with store.snapshot() as tx:
        return statement_in(tx, month, staff_id)


def statement_in(tx: Read, month: Month, staff_id: int) -> Statement:
    """The same inside a transaction."""
    if staff_id != tx.actor.staff_id:
        rights.require(tx.actor.access, "all_commission")
    rights.require(tx.actor.access, "own_commission")
    found = statements(tx, month, [staff_id])
    if found:
        return found[0]
    person = tx.first(select(Staff.code, Staff.name).where(Staff.id == staff_id))
    if person is None:
        raise NotFound(N_("There is no such salesperson."))
    return Statement(month, staff_id, person.code, person.name, state_of(tx, month), Summary())


def own(store: Store, month: Month | None = None) -> Statement:
    """The signed-in person's statement, of this month unless another is named. Raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "own_commission")
        staff_id, now = tx.actor.staff_id, Month.of(tx.today)
    if staff_id is None:
        raise NotFound(N_("This user is not a salesperson and has no commission statement."))
    return statement(store, month or now, staff_id)


def months(store: Store) -> list[MonthState]:
    """All months with commission, newest first. Raises ``NotAllowed`` for who sees no commission."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "own_commission")
        kept = CommissionMonth
        closed = {
            row.month: MonthState(*row)
            for row in tx.all(select(kept.month, kept.state, kept.closed_at, kept.closed_by, kept.check_code))
        }
        known = {row[0] for row in tx.all(select(CommissionEntry.month).distinct())} | set(closed)
        return [closed.get(one, MonthState(one, "open", None, "", "")) for one in sorted(known, reverse=True)]


def disputes(store: Store, *, month: Month | None = None) -> list[Dispute]:
    """What is disputed: everything for managers, the own for salespeople. Raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "own_commission")
        kept = CommissionDispute
        query = select(kept.id, kept.entry_id, kept.staff_id, kept.words, kept.open, kept.answer).order_by(kept.id)
        if not rights.may(tx.actor.access, "all_commission"):
            query = query.where(kept.staff_id == (tx.actor.staff_id or 0))
        if month is not None:
            query = query.join(CommissionEntry, CommissionEntry.id == kept.entry_id).where(
                CommissionEntry.month == month
            )
        return [Dispute(*row) for row in tx.all(query)]


def state_of(tx: Read, month: Month) -> str:
    """open or closed."""
    return tx.scalar(select(CommissionMonth.state).where(CommissionMonth.month == month)) or "open"


def last_closed(tx: Read) -> Month | None:
    """The newest month whose commission is closed: nothing is booked in it or before it."""
    found: Month | None = tx.scalar(select(func.max(CommissionMonth.month)).where(CommissionMonth.state == "closed"))
    return found


def statements(
    tx: Read, month: Month, people: Sequence[int] | None = None, *, watch: Watch | None = None
) -> list[Statement]:
    """The statements of a month, by name: the frozen ones of a closed month, else as the entries say now.

    ``watch`` counts people; its step is the name of who is worked out. Raises ``Stopped`` where it was asked to.
    """
    if state_of(tx, month) == "closed":
        kept = CommissionStatement
        query = select(kept.document, Staff.name).join(Staff, Staff.id == kept.staff_id).where(kept.month == month)
        query = query if people is None else query.where(kept.staff_id.in_(people))
        rows = tx.all(query.order_by(Staff.name, Staff.id))
        return [frozen.loads(Statement, row.document) for row in _each(rows, watch)]
    return live(tx, month, people, watch=watch)


def _each(rows: Sequence[AnyRow], watch: Watch | None) -> Iterator[AnyRow]:
    """Row by row of people, counted."""
    if watch is not None:
        watch.begin("", len(rows))
    for row in rows:
        present().look()
        if watch is not None:
            watch.step = row.name
        yield row
        if watch is not None:
            watch.count()


def live(tx: Read, month: Month, people: Sequence[int] | None = None, *, watch: Watch | None = None) -> list[Statement]:
    """The statements of a month from its entries, with what bands and cap make of it unless that is booked.

    Its opening counts what those of earlier open months will bring, so that every month begins as the last one ends.
    """
    agreed, over, plans = agreements(tx), _over(tx, month, people), _plan_names(tx)
    places = company.of(tx).currency_places
    before, waiting, held = _before(tx, month, people), _waiting(tx, month, people), _held(tx, month, people)
    for who, more in coming(tx, month, people, agreed, over=over, places=places).items():
        before[who] = before.get(who, _NOTHING).then(month, more)
    lines = _lines(tx, month, people)
    concerned = {who for who, one in before.items() if one.opening} | {who for kept in (waiting, lines) for who in kept}
    staff = tx.all(
        select(Staff.id, Staff.code, Staff.name).where(Staff.id.in_(concerned)).order_by(Staff.name, Staff.id)
    )
    found = []
    for row in _each(staff, watch):
        mine = lines.get(row.id, [])
        moved = _counted(mine)
        added = month_extras(agreed, row.id, month, (mine, moved), over.get(row.id, {}), places)
        version, past = agreed.on(row.id, month.last), before.get(row.id, _NOTHING)
        counted: list[Entry | Extra] = [*moved, *added]
        found.append(
            Statement(
                month, row.id, row.code, row.name, "open", summary(past.opening, counted),
                (*mine, *(_extra_line(one, month) for one in added)),
                plans.get(version.plan_id, "") if version else "",
                waiting.get(row.id, ZERO), held.get(row.id, ZERO),
                versions=_versions(agreed, plans, mine, version),
                terms=version.terms if version else None,
                year=summary(past.january, [*past.year, *counted]),
            )
        )  # fmt: skip
    return found


def _versions(
    agreed: Agreements, plans: Mapping[int, str], lines: Sequence[StatementLine], last: Version | None
) -> tuple[PlanVersion, ...]:
    """The versions that lines were booked with, and the one that holds at the end of the month; oldest first."""
    ids = {one.version_id for one in lines if one.version_id is not None} | ({last.id} if last else set())
    found = [agreed.versions[one] for one in ids if one in agreed.versions]
    found.sort(key=lambda one: (one.valid_from, one.id))
    return tuple(PlanVersion(one.id, plans.get(one.plan_id, ""), one.valid_from) for one in found)


def month_extras(
    agreed: Agreements,
    staff_id: int,
    month: Month,
    found: tuple[Sequence[StatementLine], Sequence[Entry]],
    over: Mapping[int | None, Decimal],
    places: int,
) -> list[Extra]:
    """What bands and cap of the plan that holds at the end of the month make of its lines, which are entries too."""
    lines, moved = found
    if any(one.cause == "month" for one in lines):
        return []  # booked when the month was closed
    version = agreed.on(staff_id, month.last)
    terms = version.terms if version is not None else Terms(Rates())
    return extras(moved, terms, over, places)


def _counted(lines: Sequence[StatementLine]) -> list[Entry]:
    return [Entry(one.kind, one.amount, one.base, one.line_id) for one in lines if one.kind in PAYABLE]


def _extra_line(one: Extra, month: Month) -> StatementLine:
    return StatementLine(0, one.kind, month.last, month, one.amount, one.base, line_id=one.line_id, cause="month")


def _of(query: Select[*tuple[object, ...]], people: Sequence[int] | None) -> Select[*tuple[object, ...]]:
    return query if people is None else query.where(CommissionEntry.staff_id.in_(people))


@dataclass(frozen=True, slots=True)
class _Before:
    """What was booked before a month: the balances at its and at the year's beginning, the year's entries by kind."""

    opening: Decimal = ZERO
    january: Decimal = ZERO
    year: tuple[Entry, ...] = ()

    def then(self, month: Month, more: Sequence[tuple[Month, Extra]]) -> "_Before":
        """With what the open months before ``month`` will get too."""
        year = tuple(Entry(one.kind, one.amount) for when, one in more if when.year == month.year)
        past = sum((one.amount for when, one in more if when.year < month.year), ZERO)
        whole = past + sum((one.amount for one in year), ZERO)
        return _Before(self.opening + whole, self.january + past, self.year + year)


_NOTHING = _Before()


def _before(tx: Read, month: Month, people: Sequence[int] | None) -> dict[int, _Before]:
    """Closed months take no more entries, so what is summed here of them stays what their statements say."""
    entry, since = CommissionEntry, CommissionEntry.month >= Month(month.year, 1)
    given = since & (entry.amount > ZERO)
    query = select(
        entry.staff_id, entry.kind, func.sum(entry.amount), func.sum(case((since, entry.amount), else_=ZERO)),
        func.sum(case((given, entry.amount), else_=ZERO)),
    ).where(entry.month < month, entry.kind.in_(PAYABLE))  # fmt: skip
    found: dict[int, _Before] = {}
    for who, kind, whole, year, up in tx.all(_of(query, people).group_by(entry.staff_id, entry.kind)):
        past = found.get(who, _NOTHING)
        # what is given back of the cap counts for what was clawed back, so it stays apart
        parts = (Entry(kind, up), Entry(kind, year - up))
        found[who] = _Before(past.opening + whole, past.january + whole - year, past.year + parts)
    return found


def _waiting(tx: Read, month: Month, people: Sequence[int] | None) -> dict[int, Decimal]:
    """Earned and not payable yet at the end of the month: earned and offset minus released."""
    entry = CommissionEntry
    sums: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    query = select(entry.staff_id, entry.kind, func.sum(entry.amount)).where(
        entry.month <= month, entry.kind.in_((EARNED, OFFSET, RELEASED))
    )
    for who, kind, amount in tx.all(_of(query, people).group_by(entry.staff_id, entry.kind)):
        sums[who] += -amount if kind == RELEASED else amount
    return {who: amount for who, amount in sums.items() if amount}


def _held(tx: Read, month: Month, people: Sequence[int] | None) -> dict[int, Decimal]:
    """What is disputed and would be paid: it waits."""
    entry, dispute = CommissionEntry, CommissionDispute
    disputed = select(dispute.id).where(dispute.entry_id == entry.id, dispute.open).exists()
    query = select(entry.staff_id, func.sum(entry.amount)).where(
        entry.month <= month, entry.amount > ZERO, entry.kind.in_(PAYABLE), disputed
    )
    return {row[0]: row[1] for row in tx.all(_of(query, people).group_by(entry.staff_id))}


def _over(tx: Read, month: Month, people: Sequence[int] | None) -> dict[int, dict[int | None, Decimal]]:
    """What lay over the cap in earlier months and was not given back, per line."""
    entry = CommissionEntry
    found: defaultdict[int, dict[int | None, Decimal]] = defaultdict(dict)
    query = select(entry.staff_id, entry.line_id, func.sum(entry.amount)).where(
        entry.month < month, entry.kind == CAP, entry.line_id.is_not(None)
    )
    for who, line_id, amount in tx.all(_of(query, people).group_by(entry.staff_id, entry.line_id)):
        if amount:
            found[who][line_id] = -amount
    return found


def _plan_names(tx: Read) -> dict[int, str]:
    return {row[0]: row[1] for row in tx.all(select(CommissionPlan.id, CommissionPlan.name))}


def month_lines(tx: Read, month: Month) -> dict[int, list[StatementLine]]:
    """What closing a month booked, per salesperson."""
    return _lines(tx, month, None, CommissionEntry.cause == "month")


def _lines(
    tx: Read, month: Month, people: Sequence[int] | None, *only: ColumnElement[bool]
) -> dict[int, list[StatementLine]]:
    entry, dispute = CommissionEntry, CommissionDispute
    disputed = select(dispute.id).where(dispute.entry_id == entry.id, dispute.open).exists()
    query = (
        select(
            entry.id, entry.kind, entry.on, entry.belongs_to, entry.amount, entry.base, entry.order_id,
            func.coalesce(SalesOrder.number, ""), entry.line_id, func.coalesce(Customer.name, ""),
            func.coalesce(OrderLine.description, ""), entry.level, entry.rate, entry.share, entry.version_id,
            entry.cause, entry.reason, entry.approved_by, disputed, entry.staff_id,
        )
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(Customer, Customer.id == SalesOrder.customer_id)
        .outerjoin(OrderLine, OrderLine.id == entry.line_id)
        .where(entry.month == month, entry.kind.in_(PAYABLE), *only)
        .order_by(entry.fact_on, entry.id)
    )  # fmt: skip
    found: defaultdict[int, list[StatementLine]] = defaultdict(list)
    for row in looking(tx.all(_of(query, people))):
        found[row[-1]].append(StatementLine(*row[:-1]))
    return found


def released(lines: Sequence[StatementLine]) -> list[StatementLine]:
    """The lines of a statement that were earned or clawed back by orders."""
    return [one for one in lines if one.kind in (RELEASED, CLAWBACK)]
