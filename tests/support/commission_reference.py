"""What commission must be at the end of a history: slowly, with fractions, from the plain tables and from nothing else.

What was agreed on a line with a person is asked of the caller, since it depends on when the line was first booked.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from sqlalchemy import select

from app.domain.account import natural_key
from app.domain.commission_plan import Base, Negative, Steps, Terms, Trigger
from app.models import (
    AccountEntry,
    CommissionEntry,
    GoodsReturn,
    GoodsReturnLine,
    Invoice,
    InvoiceLine,
    OrderLine,
    OrderLineCost,
    OrderShare,
    SalesOrder,
)
from app.queries.accounts import chosen
from app.store.session import Read, Store

D = Decimal
Agreed = Callable[[int, int, date], Terms | None]
"""The terms of (line, person, day of the order)."""


def half_up(value: Fraction) -> Decimal:
    """To the cent, away from zero."""
    whole = abs(value) * 200
    return D((whole.numerator // whole.denominator + 1) // 2 * (1 if value >= 0 else -1)).scaleb(-2)


def shared(amount: Decimal, shares: list[Decimal]) -> list[Decimal]:
    """By largest remainder, one cent after the other."""
    cents, sign = int(abs(amount) * 100), 1 if amount >= 0 else -1
    exact = [Fraction(cents) * Fraction(share) / Fraction(sum(shares)) for share in shares]
    parts = [int(one) for one in exact]
    while sum(parts) < cents:
        rest = [one - part for one, part in zip(exact, parts, strict=True)]
        parts[rest.index(max(rest))] += 1
    return [D(sign * part).scaleb(-2) for part in parts]


def bands(total: Decimal, terms: Terms) -> Decimal:
    """What the steps of a plan bring for a month's total."""
    if total <= 0:
        return D(0)
    found, below = D(0), D(0)
    for band in terms.bands:
        upper = total if band.upper is None else min(total, band.upper)
        if terms.steps is Steps.SLAB and upper == total:
            return half_up(Fraction(total) * Fraction(band.rate) / 100)
        found += half_up(Fraction(max(upper - below, D(0))) * Fraction(band.rate) / 100)
        below = upper
    return found


def check(store: Store, agreed: Agreed) -> int:
    """Kept and released of every line and person against the reference; how many there were."""
    with store.snapshot() as tx:
        booked = _booked(tx)
        wanted: dict[tuple[int, int], tuple[Decimal, Decimal]] = {}
        paid = _paid(tx)
        for order in tx.all(select(SalesOrder.__table__)):
            wanted |= _order(tx, order, agreed, paid[order.id])
    for part in {*booked, *wanted}:
        assert booked.get(part, (0, 0)) == wanted.get(part, (0, 0)), part
    return len(wanted)


def _booked(tx: Read) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    kept: Counter = Counter()
    released: Counter = Counter()
    entry = CommissionEntry
    for row in tx.all(select(entry.line_id, entry.staff_id, entry.kind, entry.amount).where(entry.cause != "month")):
        if row.kind in ("earned", "offset", "clawback"):
            kept[row.line_id, row.staff_id] += row.amount
        if row.kind in ("released", "clawback"):
            released[row.line_id, row.staff_id] += row.amount
    return {part: (kept[part], released[part]) for part in {*kept, *released} if part[0] is not None}


def _paid(tx: Read) -> Counter:
    """What money settled of each order: a credit note meets its own order's bills, choices go first, then by age."""
    found: Counter = Counter()
    accounts = defaultdict(list)
    for row in tx.all(select(AccountEntry.__table__)):
        accounts[row.customer_id].append(row)
    for customer, rows in accounts.items():
        countered = {row.counter_of_id for row in rows}
        kept = sorted((row for row in rows if row.counter_of_id is None and row.id not in countered), key=_id)
        left = {row.id: row.amount for row in kept}
        for credit in kept:
            if credit.amount < 0 and credit.order_id is not None and credit.kind != "payment":
                for debit in kept:
                    if debit.amount > 0 and debit.order_id == credit.order_id and debit.kind != "payment":
                        part = min(left[debit.id], -left[credit.id])
                        left[debit.id] -= part
                        left[credit.id] += part
        owed = dict(left)
        choices = chosen(tx, [customer], max(row.on for row in rows))
        for choice in sorted(choices, key=lambda c: (c.on, c.credit_id, c.debit_id, c.amount)):
            if choice.credit_id in left and choice.debit_id in left:
                part = max(min(choice.amount, -left[choice.credit_id], left[choice.debit_id]), D(0))
                left[choice.credit_id] += part
                left[choice.debit_id] -= part
        free = -sum((amount for amount in left.values() if amount < 0), D(0))
        debits = [row for row in kept if row.amount > 0]
        for debit in sorted(debits, key=lambda r: (r.due_on or r.on, natural_key(r.number), r.id)):
            part = min(free, left[debit.id])
            free -= part
            left[debit.id] -= part
            if debit.order_id is not None:
                found[debit.order_id] += owed[debit.id] - left[debit.id]
    return found


def _id(row) -> int:
    return row.id


def _order(tx: Read, order, agreed: Agreed, paid: Decimal) -> dict[tuple[int, int], tuple[Decimal, Decimal]]:
    share = OrderShare
    people = tx.all(
        select(share.staff_id, share.percent).where(share.order_id == order.id).order_by(share.position, share.staff_id)
    )
    back, item = GoodsReturn, GoodsReturnLine
    backs = tx.all(
        select(back.kind, item.line_id, item.quantity, item.net)
        .outerjoin(item, item.return_id == back.id).where(back.order_id == order.id)
    )  # fmt: skip
    ended = any(row.kind == "cancellation" for row in backs)
    if order.void or not people or order.status in ("draft", "quoted") or (order.status == "cancelled" and not ended):
        return {}
    bills = _bills(tx, order)
    lines = tx.all(
        select(OrderLine.id, OrderLine.quantity, OrderLine.net, OrderLine.tax_rate, OrderLine.level, OrderLineCost.cost)
        .outerjoin(OrderLineCost, OrderLineCost.line_id == OrderLine.id).where(OrderLine.order_id == order.id)
    )  # fmt: skip
    kept = {}
    for line in lines:
        mine = [row for row in backs if row.line_id == line.id]
        kept[line.id] = (line.quantity - sum((row.quantity for row in mine), D(0)),
                         line.net - sum((row.net for row in mine), D(0)))  # fmt: skip
    gross = _gross(order, lines, kept, bills, ended)
    found = {}
    for line in lines:
        for at, (who, _) in enumerate(people):
            terms = agreed(line.id, who, order.on)
            if terms is not None:
                whole = _kept(line, *kept[line.id], terms)
                amount = shared(whole, [percent for _, percent in people])[at]
                billed = bills[line.id], kept[line.id][1]
                found[line.id, who] = (amount, _released(terms, amount, (paid, gross), billed))
    return found


def _bills(tx: Read, order) -> Counter:
    """Net per line (``None``: freight) and gross (``gross``) of the order's bills."""
    found: Counter = Counter()
    for bill in tx.all(select(Invoice.id, Invoice.kind, Invoice.gross).where(Invoice.order_id == order.id)):
        sign = 1 if bill.kind == "invoice" else -1
        found["gross"] += sign * bill.gross
        query = select(InvoiceLine.line_id, InvoiceLine.net).where(InvoiceLine.invoice_id == bill.id)
        for line_id, net in tx.all(query):
            found[line_id] += sign * net
    return found


def _gross(order, lines, kept, bills, ended: bool) -> Decimal:
    """What the order asks for: its bills, and the gross of what is kept and not billed."""
    open_: Counter = Counter()
    for line in lines:
        if line.net >= 0:
            open_[line.tax_rate] += max(kept[line.id][1] - bills[line.id], D(0))
    if not ended:
        open_[order.freight_tax_rate] += max(order.freight - bills[None], D(0))
    return bills["gross"] + sum(
        (net + half_up(Fraction(net) * Fraction(rate) / 100) for rate, net in open_.items()), D(0)
    )


def _kept(line, quantity: Decimal, net: Decimal, terms: Terms) -> Decimal:
    """The commission of what is kept of a line."""
    cost = line.cost or D(0)
    base = line.net - cost if terms.base is Base.CONTRIBUTION else line.net
    if terms.negative is Negative.ZERO:
        base = max(base, D(0))
    whole = half_up(Fraction(base) * Fraction(terms.rates.of(line.level)) / 100)
    if not base or not whole:
        return whole
    back = line.net - net
    if terms.base is Base.CONTRIBUTION:
        back -= cost - half_up(Fraction(cost) * Fraction(quantity) / Fraction(line.quantity))
    if terms.negative is Negative.ZERO:
        back = min(max(back, D(0)), base)
    return whole - half_up(Fraction(whole) * Fraction(back) / Fraction(base))


def _released(terms: Terms, amount: Decimal, money, billed) -> Decimal:
    part, whole = {Trigger.PAYMENT: money, Trigger.INVOICE: tuple(map(abs, billed))}.get(terms.trigger, (D(1), D(1)))
    if whole <= 0 or part >= whole:
        return amount
    return half_up(Fraction(amount) * max(Fraction(part), Fraction(0)) / Fraction(whole))
