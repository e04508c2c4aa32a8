"""What happened to each order of the demo company: planned whole before anything is written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from app.demo.goods import Good
from app.demo.people import LOSS, STOPPED, Person
from app.domain.money import HUNDRED, ZERO
from app.domain.month import Month
from app.domain.order import DraftLine, OrderDraft, Share

TAX = Decimal(21)
PAYMENT_DAYS = 30
ORDERS_PER_CUSTOMER = 4
# the year of a house that sells to hotels and homes, in hundredths of a usual month
_SEASON = (70, 85, 110, 125, 135, 120, 95, 60, 95, 105, 130, 140)


@dataclass(slots=True)
class Sale:
    """One order's plan. Days that are not reached yet simply do not happen."""

    person: Person
    draft: OrderDraft
    delivered: date | None = None
    part: bool = False
    """Only half of it leaves on ``delivered``."""
    invoiced: date | None = None
    payments: tuple[tuple[date, Decimal], ...] = ()
    """(day, share of what is owed then)."""
    chosen: bool = False
    """The payments name the invoice they are for."""
    returned: date | None = None
    cancelled: date | None = None
    complaint: date | None = None


def sales(
    rng: Random, persons: Sequence[Person], goods: Sequence[Good], first: Month, today: date
) -> list[Sale]:  # fmt: skip
    """All orders from the first month until yesterday, by day."""
    days = [first.first + timedelta(days=at) for at in range((today - first.first).days)]
    weights = [_weight(day, first) for day in days]
    count = int(len(persons) * ORDERS_PER_CUSTOMER * len(days) / 730) if any(weights) else 0
    buyers = rng.choices(persons, [person.weight for person in persons], k=count)
    spread = rng.choices(days, weights, k=count) if count else []
    found = [_sale(rng, person, goods, day, today) for person, day in zip(buyers, spread, strict=True)]
    found += _scenes(rng, persons, goods, first, today)
    return sorted(found, key=lambda sale: (sale.draft.on, sale.person.id))


def _scenes(
    rng: Random, persons: Sequence[Person], goods: Sequence[Good], first: Month, today: date
) -> Iterator[Sale]:  # fmt: skip
    """What must be there whatever the dice say: late orders, and a debt of every age that fits in."""
    for place, days in ((1, 6), (6, 2), (15, 11)):
        draft = _draft(rng, persons[place], goods, max(first.first, today - timedelta(days=days + 9)))
        yield Sale(persons[place], replace(draft, promised_on=max(draft.on, today - timedelta(days=days))))
    for place, stopped in STOPPED.items():
        person = persons[place]
        invoiced = today - timedelta(days=stopped - 12 + payment_days(person))
        if invoiced > first.first:
            draft = _draft(rng, person, goods, invoiced - timedelta(days=1))
            yield Sale(person, replace(draft, promised_on=invoiced), delivered=invoiced, invoiced=invoiced)


def payment_days(person: Person) -> int:
    """Days that a customer has to pay."""
    return PAYMENT_DAYS if person.payment_days is None else person.payment_days


def _weight(day: date, first: Month) -> float:
    """Closed on Sundays; a little more every month."""
    growth = 1 + 0.008 * ((day.year - first.year) * 12 + day.month - first.number)
    return _SEASON[day.month - 1] * growth if day.weekday() < 6 else 0.0


def _sale(rng: Random, person: Person, goods: Sequence[Good], day: date, today: date) -> Sale:
    draft = _draft(rng, person, goods, day)
    sale = Sale(person, draft, chosen=rng.random() < 0.2)
    dice = rng.random()
    if dice < 0.01:
        sale.cancelled = day + timedelta(days=rng.randint(0, 2))
        return sale
    assert draft.promised_on is not None
    if draft.promised_on < today and draft.promised_on >= today - timedelta(days=20) and dice < 0.06:
        return sale  # late: promised, and still here
    sale.delivered = max(day, draft.promised_on + timedelta(days=rng.choice((-3, -2, -1, 0, 0, 0, 0, 1, 4, 9))))
    if sale.delivered >= today - timedelta(days=18) and dice < 0.1:
        sale.part = True
        return sale
    sale.invoiced = sale.delivered + timedelta(days=rng.choice((0, 0, 0, 1, 2)))
    due = sale.invoiced + timedelta(days=payment_days(person))
    sale.payments = tuple(_payments(rng, person, sale.invoiced, due, today))
    if dice > 0.975:
        sale.returned = sale.invoiced + timedelta(days=rng.randint(3, 20))
    if rng.random() < 0.015:
        sale.complaint = sale.delivered + timedelta(days=rng.randint(1, 10))
    return sale


def _payments(rng: Random, person: Person, invoiced: date, due: date, today: date) -> Iterator[tuple[date, Decimal]]:
    if person.payer.startswith("stops"):
        if due >= today - timedelta(days=int(person.payer.split()[1])):
            return
        late = rng.randint(-3, 6)
    else:
        late = {"prompt": rng.randint(-25, 0), "slow": rng.randint(10, 75)}.get(person.payer, rng.randint(-8, 12))
    day = max(invoiced, due + timedelta(days=late))
    if rng.random() < 0.04:
        yield day, Decimal("0.5")
        day += timedelta(days=25)
    yield day, Decimal(1)


def _draft(rng: Random, person: Person, goods: Sequence[Good], day: date) -> OrderDraft:
    loss = person.id == LOSS + 1
    wanted = rng.sample(goods, rng.choice((1, 1, 2, 2, 3, 4)))
    lines = [_line(rng, person, good, day, loss=loss) for good in wanted]
    worth = sum((line.quantity * line.unit_price for line in lines), ZERO)
    freight = rng.choice((ZERO, ZERO, Decimal(15), Decimal(30), Decimal(45))) if worth > 150 else ZERO
    paid = freight + Decimal(rng.randint(-8, 12)) if freight else ZERO
    lead = rng.randint(20, 40) if any(good.bulky for good in wanted) else rng.randint(2, 14)
    return OrderDraft(
        person.id, day, lines, shares=_shares(rng, person),
        discount=Decimal(10) if worth > 800 and rng.random() < 0.15 else ZERO,
        freight=freight, freight_paid=max(ZERO, paid), freight_tax_rate=TAX if freight else ZERO,
        promised_on=day + timedelta(days=lead),
    )  # fmt: skip


def _line(rng: Random, person: Person, good: Good, day: date, *, loss: bool) -> DraftLine:
    price = good.price(day)
    most = 2 if good.bulky else 12
    quantity = Decimal(rng.randint(1, most) * (person.size if not good.bulky else 1 + person.size // 5))
    discount = Decimal(rng.choice((0, 0, 0, 0, 5, 5, 10, 15)))
    if loss:
        discount = Decimal(rng.choice((45, 50, 55)))
    return DraftLine(good.id, quantity, price, discount, TAX, price, good.name, good.unit)


def _shares(rng: Random, person: Person) -> tuple[Share, ...]:
    if person.seller is None:
        return ()
    if rng.random() < 0.08:
        other = person.seller % 6 + 1
        return (Share(person.seller, Decimal(60)), Share(other, Decimal(40)))
    return (Share(person.seller, HUNDRED),)
