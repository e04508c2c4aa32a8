"""One customer's account on one screen: what is open, what is left over, who paid what, and every movement."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import rights
from app.domain.account import Ageing, Chosen, Entry, OpenItem, Settlement, settle
from app.domain.money import ZERO, checked
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import AccountEntry, Allocation, BookMonth, Customer, Interaction, Payment, Staff
from app.queries import accounts, company
from app.store.session import AnyRow, Read, Store

MOST_MOVEMENTS = 5000
"""Newest movements that are shown; what lies before them is brought forward in one line."""
NOTES = 300
NOTE_MARK = ": "
"""Between the number of a debit and what somebody noted about it."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry: debit or credit (both positive), the balance after it, and the record behind it."""

    id: int
    on: date
    kind: str
    """invoice, order, payment, refund, credit_note or reversal."""
    number: str
    debit: Decimal
    credit: Decimal
    balance: Decimal
    due_on: date | None
    order_id: int | None
    invoice_id: int | None
    payment_id: int | None
    method: str
    by: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A debit that is not paid in full. ``free`` is what nobody has put a credit against by choice."""

    item: OpenItem
    kind: str
    free: Decimal
    invoice_id: int | None
    order_id: int | None
    note: str = ""
    noted_on: date | None = None

    @property
    def id(self) -> int:
        """The entry's id."""
        return self.item.entry.id


@dataclass(frozen=True, slots=True)
class CreditLine:
    """A payment or credit of which something settles nothing (``left``) or was chosen by nobody (``free``)."""

    id: int
    number: str
    kind: str
    on: date
    amount: Decimal
    free: Decimal
    left: Decimal
    payment_id: int | None


@dataclass(frozen=True, slots=True)
class PutLine:
    """A credit that somebody put against a debit: it can be taken back."""

    credit_id: int
    debit_id: int
    credit: str
    debit: str
    amount: Decimal
    on: date


@dataclass(frozen=True, slots=True)
class Account:
    """A customer's account as of a day. Amounts in the company's currency; the balance is positive when owed."""

    customer_id: int
    code: str
    name: str
    blocked_reason: str
    credit_limit: Decimal | None
    as_of: date
    today: date
    ageing: Ageing
    items: tuple[OpenLine, ...]
    credits: tuple[CreditLine, ...]
    puts: tuple[PutLine, ...]
    movements: tuple[Movement, ...]
    brought_forward: Decimal
    earlier: int
    """Movements before those that are listed."""

    @property
    def left_to_spend(self) -> Decimal | None:
        """What of the credit limit is left; below zero: beyond it; ``None`` without a limit."""
        return None if self.credit_limit is None else self.credit_limit - self.ageing.balance


@dataclass(frozen=True, slots=True)
class Use:
    """What of a payment settles one debit: ``left`` stays open after it."""

    debit_id: int
    number: str
    due: date
    amount: Decimal
    left: Decimal
    chosen: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking a payment would do. ``booked_on`` differs from the day where its month is closed."""

    amount: Decimal
    uses: tuple[Use, ...]
    unallocated: Decimal
    balance: Decimal
    booked_on: date
    on: date


def account(store: Store, customer_id: int, as_of: date | None = None) -> Account:
    """A customer's account as of a day (default today), merged records included; seven statements.

    Raises ``NotFound``.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        customer, day = _customer(tx, customer_id), as_of or tx.today
        ids = accounts.members(tx, customer.id)
        rows = _rows(tx, ids, day)
        choices = accounts.chosen(tx, ids, day)
        settled = settle([_entry(row) for row in rows], day, choices)
        movements, brought, earlier = _movements(rows)
        return Account(
            customer.id, customer.code, customer.name, customer.blocked_reason, customer.credit_limit, day, tx.today,
            settled.ageing,
            _items(rows, settled, choices, _notes(tx, ids)),
            _credits(rows, settled, choices),
            _puts(tx, rows, ids) if day >= tx.today else (),
            movements, brought, earlier,
        )  # fmt: skip


def preview(
    store: Store,
    customer_id: int,
    amount: Decimal,
    *,
    on: date | None = None,
    chosen: Mapping[int, Decimal] | None = None,
) -> Preview:
    """What a payment would settle if it were taken now. Raises what taking it would raise for amounts and choices."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        customer = _customer(tx, customer_id)
        checked(amount, company.of(tx).currency_places, field="amount", signed=True)
        day = on or tx.today
        if day > tx.today:
            raise Mistake(N_("{day} is still to come; write the day on which the money came."), field="on", day=day)
        ids = accounts.members(tx, customer.id)
        rows = _rows(tx, ids, tx.today)
        booked, choices = _booked_on(tx, day), accounts.chosen(tx, ids, tx.today)
        return _previewed(rows, choices, amount, dict(chosen or {}), (day, booked, tx.today))


def _previewed(
    rows: Sequence[AnyRow],
    choices: Sequence[Chosen],
    amount: Decimal,
    wanted: dict[int, Decimal],
    days: tuple[date, date, date],
) -> Preview:
    day, booked, today = days
    given = sum(wanted.values(), ZERO)
    if given > max(amount, ZERO):
        raise Conflict(N_("More is put against invoices than was paid."), field="amount")
    entries = [_entry(row) for row in rows]
    _check_wanted(entries, choices, wanted)
    # a payment of a closed month counts from its first open day; today at the latest for what is shown
    new = Entry(0, min(booked, today), "￿", -amount)
    settled = settle([*entries, new], today, [*choices, *(Chosen(0, at, part, today) for at, part in wanted.items())])
    left = {item.entry.id: item.open for item in settled.items}
    known = {entry.id: entry for entry in entries}
    uses = tuple(
        Use(one.debit_id, known[one.debit_id].number, known[one.debit_id].due, one.amount,
            left.get(one.debit_id, ZERO), one.chosen)
        for one in settled.matches
        if one.credit_id == 0
    )  # fmt: skip
    unallocated = dict(settled.credits).get(0, ZERO)
    return Preview(amount, uses, unallocated, settled.balance, booked, day)


def _check_wanted(entries: Sequence[Entry], choices: Sequence[Chosen], wanted: Mapping[int, Decimal]) -> None:
    taken: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for choice in choices:
        taken[choice.debit_id] += choice.amount
    known = {entry.id: entry for entry in entries if entry.amount > 0}
    for debit_id, part in wanted.items():
        free = known[debit_id].amount - taken[debit_id] if debit_id in known else ZERO
        if part <= 0 or part > free:
            raise Conflict(
                N_("Only {open} of this invoice is open; {amount} cannot be put against it."), open=free, amount=part
            )


def _booked_on(tx: Read, day: date) -> date:
    """The day on which a fact of ``day`` would be booked: itself, or the first day of the first open month after."""
    month = Month.of(day)
    query = select(BookMonth.month).where(BookMonth.month >= month, BookMonth.state == "closed")
    closed = {row[0] for row in tx.all(query)}
    found = month
    while found in closed:
        found = found.plus(1)
    return day if found == month else found.first


def _customer(tx: Read, customer_id: int) -> AnyRow:
    asked = select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id == customer_id)
    row = tx.first(
        select(Customer.id, Customer.code, Customer.name, Customer.blocked_reason, Customer.credit_limit)
        .where(Customer.id == asked.scalar_subquery())
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such customer."))
    return row


def _rows(tx: Read, ids: Sequence[int], as_of: date) -> Sequence[AnyRow]:
    entry = AccountEntry
    return tx.all(
        select(
            entry.id, entry.on, entry.number, entry.amount, entry.due_on, entry.kind, entry.order_id,
            entry.invoice_id, entry.payment_id, Payment.method,
            func.coalesce(Staff.name, entry.created_by).label("by"),
        )
        .outerjoin(Payment, Payment.id == entry.payment_id)
        .outerjoin(Staff, (Staff.login == entry.created_by) & (entry.created_by != ""))
        .where(entry.customer_id.in_(ids), entry.on <= as_of)
        .order_by(entry.on, entry.id)
    )  # fmt: skip


def _entry(row: AnyRow) -> Entry:
    return Entry(row.id, row.on, row.number, row.amount, row.due_on)


def _movements(rows: Sequence[AnyRow]) -> tuple[tuple[Movement, ...], Decimal, int]:
    """(newest movements, oldest of them first; the balance before them; how many those before are)."""
    moved = [row for row in rows if row.amount]
    earlier = max(0, len(moved) - MOST_MOVEMENTS)
    brought = running = sum((row.amount for row in moved[:earlier]), ZERO)
    found = []
    for row in moved[earlier:]:
        running += row.amount
        kind = "refund" if row.kind == "payment" and row.amount > 0 else row.kind
        found.append(
            Movement(row.id, row.on, kind, row.number, max(row.amount, ZERO), max(-row.amount, ZERO), running,
                     row.due_on, row.order_id, row.invoice_id, row.payment_id, row.method or "", row.by)
        )  # fmt: skip
    return tuple(found), brought, earlier


def _items(
    rows: Sequence[AnyRow],
    settled: Settlement,
    choices: Sequence[Chosen],
    notes: Mapping[str, tuple[str, date]],
) -> tuple[OpenLine, ...]:
    taken: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for choice in choices:
        taken[choice.debit_id] += choice.amount
    known = {row.id: row for row in rows}
    found = []
    for item in settled.items:
        row = known[item.entry.id]
        line = OpenLine(item, row.kind, row.amount - taken[row.id], row.invoice_id, row.order_id)
        note = notes.get(row.number)
        found.append(replace(line, note=note[0], noted_on=note[1]) if note else line)
    return tuple(found)


def _credits(rows: Sequence[AnyRow], settled: Settlement, choices: Sequence[Chosen]) -> tuple[CreditLine, ...]:
    given: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
    for choice in choices:
        given[choice.credit_id] += choice.amount
    left = dict(settled.credits)
    return tuple(
        CreditLine(row.id, row.number, row.kind, row.on, -row.amount, -row.amount - given[row.id],
                   left.get(row.id, ZERO), row.payment_id)
        for row in rows
        if row.amount < 0 and -row.amount > given[row.id]
    )  # fmt: skip


def _puts(tx: Read, rows: Sequence[AnyRow], ids: Sequence[int]) -> tuple[PutLine, ...]:
    """What stands by choice, newest first; what cancels itself (a reversal and its entry) is nobody's choice."""
    credit, put = AccountEntry, Allocation
    known = {row.id: row for row in rows}
    found = tx.all(
        select(put.credit_id, put.debit_id, put.amount, put.on)
        .join(credit, credit.id == put.credit_id)
        .where(credit.customer_id.in_(ids))
        .order_by(put.id.desc())
    )
    return tuple(
        PutLine(row.credit_id, row.debit_id, known[row.credit_id].number, known[row.debit_id].number, row.amount,
                row.on)
        for row in found
        if row.credit_id in known and row.debit_id in known
        and "reversal" not in (known[row.credit_id].kind, known[row.debit_id].kind)
    )  # fmt: skip


def _notes(tx: Read, ids: Sequence[int]) -> dict[str, tuple[str, date]]:
    """The newest note about each number: notes that begin with it."""
    talk = Interaction
    rows = tx.all(
        select(talk.note, talk.at)
        .where(talk.customer_id.in_(ids), talk.kind == "note", talk.note.contains(NOTE_MARK))
        .order_by(talk.at.desc(), talk.id.desc())
        .limit(NOTES)
    )
    found: dict[str, tuple[str, date]] = {}
    for row in rows:
        number, _, words = row.note.partition(NOTE_MARK)
        found.setdefault(number, (words, row.at.astimezone(tx.store.zone).date()))
    return found
