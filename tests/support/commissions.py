"""What must hold of commission at any moment, and short ways to agree on one."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.domain.commission import line_commission, released_to_date
from app.domain.commission_plan import Rates, Terms, Trigger
from app.domain.ids import new_uid
from app.models import CommissionEntry
from app.queries import commission_facts
from app.queries.commission_plans import agreements
from app.services import commission_marks, commission_plans
from app.services.commissions import _pins
from app.store.session import Read, Store

D = Decimal
ZERO = D(0)
EVER = date(2000, 1, 1)


def rates(*percents) -> Rates:
    """Rates A to D, or the same for all."""
    found = [D(str(percent)) for percent in percents]
    return Rates(*found) if len(found) == 4 else Rates.flat(found[0])


def agree(store: Store, terms: Terms, *, staff: int | None = None, since: date = EVER, name: str = "Sales") -> int:
    """A plan that somebody, or everybody, has; its id."""
    saved = commission_plans.add(store, name, since, terms, request=new_uid())
    commission_plans.assign(store, staff, saved.plan_id, since, request=new_uid())
    return saved.plan_id


def entries(store: Store, *columns: str, **where) -> list[tuple]:
    """Columns of commission entries in the order of booking."""
    query = select(*[getattr(CommissionEntry, name) for name in columns]).order_by(CommissionEntry.id)
    with store.read() as tx:
        return [tuple(row) for row in tx.all(query.filter_by(**where))]


def total(store: Store, *kinds: str, **where) -> Decimal:
    """Σ amount of entries of some kinds."""
    query = select(func.sum(CommissionEntry.amount)).where(CommissionEntry.kind.in_(kinds)).filter_by(**where)
    with store.read() as tx:
        return tx.scalar(query) or ZERO


def check(store: Store) -> None:
    """Σ released = commission of what is kept and paid, for every line and salesperson; splits add up."""
    with store.snapshot() as tx:
        for line, people in _sums(tx).items():
            for who, sums in people.items():
                assert all(value >= 0 for value in (sums["kept"], sums["waiting"])), (line, who, dict(sums))
        _life(tx)


def _sums(tx: Read) -> dict[int, dict[int, dict[str, Decimal]]]:
    entry = CommissionEntry
    found: dict = defaultdict(lambda: defaultdict(lambda: defaultdict(lambda: ZERO)))
    query = select(entry.line_id, entry.staff_id, entry.kind, func.sum(entry.amount)).where(entry.line_id.is_not(None))
    for line_id, staff_id, kind, amount in tx.all(query.group_by(entry.line_id, entry.staff_id, entry.kind)):
        sums = found[line_id][staff_id]
        sums[kind] += amount
        if kind in ("earned", "offset", "clawback"):
            sums["kept"] += amount
        if kind in ("released", "clawback"):
            sums["released in all"] += amount
    for people in found.values():
        for sums in people.values():
            sums["waiting"] = sums["kept"] - sums["released in all"]
    return found


def _life(tx: Read) -> None:
    """Worked out from the facts another way: from what is kept and paid at the end, not step by step."""
    agreed, booked = agreements(tx), _sums(tx)
    heads = commission_marks.everybody(tx)
    facts = commission_facts.Facts(tx, commission_facts.roots(tx, heads), agreed)
    for sold in facts.sold(_pins(tx, facts.ids, set())):
        paid = sum((fact.amount for fact in sold.order.facts if fact.kind == "paid"), ZERO)
        gross = _asked(sold.order)
        for line in sold.order.lines:
            if not line.agreed:
                continue
            people = booked.get(line.id, {})
            one = line.agreed[0]
            whole = line_commission(one.terms, one.rate, line.net, line.cost, sold.order.places)
            if len(line.agreed) == len(line.weights) and len({each.version_id for each in line.agreed}) == 1:
                assert sum((people.get(who, {}).get("earned", ZERO) for who, _ in line.weights), ZERO) == whole
            back = [fact for fact in sold.order.facts if fact.kind == "back"]
            left = line.quantity - sum((fact.quantities.get(line.id, ZERO) for fact in back), ZERO)
            left_net = line.net - sum((fact.nets.get(line.id, ZERO) for fact in back), ZERO)
            for who, _ in line.weights:
                sums = people.get(who, defaultdict(lambda: ZERO))
                if not left and not left_net:
                    assert (sums["kept"], sums["released in all"]) == (0, 0)
                trigger = one.terms.trigger
                if trigger is Trigger.PAYMENT:
                    released = released_to_date(sums["kept"], paid, gross, sold.order.places)
                    assert sums["released in all"] == released, (line, who, dict(sums), paid, gross)
                elif trigger is Trigger.ORDER:
                    assert sums["released in all"] == sums["kept"]


def _asked(order) -> Decimal:
    """What an order asks for at the end: its bills, and the gross of what is not billed."""
    from app.domain.money import tax_by_rate

    bills = [fact for fact in order.facts if fact.kind == "bill"]
    nets = []
    for line in order.lines:
        kept = line.net - sum((fact.nets.get(line.id, ZERO) for fact in order.facts if fact.kind == "back"), ZERO)
        nets.append((line.tax_rate, kept - sum((fact.nets.get(line.id, ZERO) for fact in bills), ZERO)))
    freight = order.freight - sum((fact.nets.get(None, ZERO) for fact in bills), ZERO)
    if freight > 0 and not any(fact.ends for fact in order.facts):
        nets.append((order.freight_tax_rate, freight))
    open_ = tax_by_rate([(rate, net) for rate, net in nets if net], order.places)
    return sum((fact.amount for fact in bills), ZERO) + sum((net + tax for net, tax in open_.values()), ZERO)


def standing(store: Store, months) -> list[tuple]:
    """Everything that stands in some months: it may never change."""
    entry = CommissionEntry
    with store.read() as tx:
        return [
            tuple(row)
            for row in tx.all(
                select(entry.id, entry.staff_id, entry.amount).where(entry.month.in_(sorted(months))).order_by(entry.id)
            )
        ]
