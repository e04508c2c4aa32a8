"""What an order that is being typed (or quoted) will bring in commission, by the arithmetic that is booked.

The front desk is refused: no figure ever reaches it. A salesperson gets the own part alone; who manages commission gets
everybody's.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import rights
from app.domain.commission import CLAWBACK, EARNED, OFFSET, RELEASED, Agreed, Line, Order, movements
from app.domain.commission_plan import lineage
from app.domain.contribution import line_cost
from app.domain.money import HUNDRED, ZERO, percent_of
from app.domain.order import Share
from app.domain.product import LevelBounds, level_of
from app.models import Category, CommissionEntry, Company, Customer, OrderLine, OrderShare, Product, ProductCost, Staff
from app.queries.commission_plans import Agreements, agreements
from app.queries.products import Sold, newest
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store


@dataclass(frozen=True, slots=True)
class ExpectedLine:
    """A line's commission; the rate where everybody who is shown has the same."""

    amount: Decimal
    rate: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's part of the order."""

    staff_id: int
    name: str
    share: Decimal
    amount: Decimal
    trigger: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What an order brings: to the one who asks (``own``), or in all, with everybody's part.

    ``trigger`` (order, invoice, payment) is empty where people have different ones. ``percent`` is of the order's
    contribution, for managers only; undefined where there is none.
    """

    amount: Decimal
    trigger: str
    lines: tuple[ExpectedLine, ...]
    own: bool
    people: tuple[Person, ...] = ()
    percent: Decimal | None = None


@by_the_server()
def expected(
    store: Store, lines: Sequence[Sold], *, customer_id: int | None = None, shares: Sequence[Share] = ()
) -> Expected | None:
    """The commission of lines sold today by these people; without them, by the customer's salesperson.

    ``None`` where nobody who may be shown has a plan or a part. Raises ``NotAllowed`` for who sees no commission.
    """
    with store.read() as tx:
        rights.require(tx.actor.access, "own_commission")
        everybody = rights.may(tx.actor.access, "all_commission")
        people = tuple(shares) or _own(tx, customer_id)
        mine = next((one for one in people if one.staff_id == tx.actor.staff_id), None)
        if not lines or (mine is None and not everybody):
            return None
        known = Known(tx, [line.product_id for line in lines])
        sold = known.sold(lines, people, agreements(tx), tx.today)
        if not any(line.agreed for line in sold):
            return None
        found = _Earned(sold, tx.today, known.places)
        if not everybody:
            return found.of(tx.actor.staff_id or 0)
        names = {row[0]: row[1] for row in tx.all(select(Staff.id, Staff.name).where(
            Staff.id.in_([one.staff_id for one in people])))}  # fmt: skip
        return found.of_all(people, names)


def of_order(store: Store, order_id: int) -> Expected | None:
    """The same for a draft or quote that is stored, with its own lines and shares."""
    with store.read() as tx:
        rights.require(tx.actor.access, "own_commission")
        line = OrderLine
        rows = tx.all(
            select(line.product_id, line.quantity, line.net).where(line.order_id == order_id).order_by(line.position)
        )
        shares = shares_in(tx, order_id)
    return expected(store, [Sold(*row) for row in rows], shares=shares)


def shares_in(tx: Read, order_id: int) -> tuple[Share, ...]:
    """Who sold a stored order."""
    kept = OrderShare
    rows = tx.all(select(kept.staff_id, kept.percent).where(kept.order_id == order_id).order_by(kept.position))
    return tuple(Share(row[0], row[1]) for row in rows)


def shares_of(store: Store, order_id: int) -> tuple[Share, ...]:
    """Who sold a stored order; no figure of commission."""
    with store.read() as tx:
        return shares_in(tx, order_id)


def usual_shares(store: Store, customer_id: int) -> tuple[Share, ...]:
    """Who sells to a customer usually: the salesperson of the customer, all of it; no figure of commission."""
    with store.read() as tx:
        return _own(tx, customer_id)


def _own(tx: Read, customer_id: int | None) -> tuple[Share, ...]:
    """The salesperson of a customer, or of the record it was merged into."""
    asked = select(func.coalesce(Customer.merged_into_id, Customer.id)).where(Customer.id == customer_id)
    who = tx.scalar(select(Customer.salesperson_id).where(Customer.id == asked.scalar_subquery()))
    return (Share(who, HUNDRED),) if who is not None else ()


class Known:
    """What commission asks about some products today: costs, groups, the company's level bounds. Three statements."""

    def __init__(self, tx: Read, product_ids: Sequence[int]) -> None:
        row = tx.first(select(Company.level_a, Company.level_b, Company.level_c, Company.currency_places))
        assert row is not None
        self.bounds, self.places = LevelBounds(*row[:3]), int(row[3])
        query = select(Product.id, Product.category_id, newest(ProductCost, ProductCost.cost, tx.today).label("cost"))
        self._products: Mapping[int, AnyRow] = {
            row.id: row for row in tx.all(query.where(Product.id.in_(set(product_ids))))
        }
        self._parents = {row[0]: row[1] for row in tx.all(select(Category.id, Category.parent_id))}

    def cost(self, line: Sold) -> Decimal | None:
        """What a line costs; none where nobody knows."""
        row = self._products.get(line.product_id)
        return None if row is None or row.cost is None else line_cost(line.quantity, row.cost, self.places)

    def level(self, line: Sold) -> str | None:
        """The level that a line sold so has."""
        cost = self.cost(line)
        return None if cost is None else level_of(line.net, cost, self.bounds)

    def groups(self, product_id: int) -> tuple[int, ...]:
        """A product's group and all it lies in."""
        row = self._products.get(product_id)
        return lineage(row.category_id, self._parents) if row is not None else ()

    def sold(self, lines: Sequence[Sold], people: Sequence[Share], agreed: Agreements, day: date) -> tuple[Line, ...]:
        """The lines as commission sees them, numbered from 0."""
        weights = tuple((one.staff_id, one.percent) for one in people)
        versions = {one.staff_id: agreed.on(one.staff_id, day) for one in people}
        found = []
        for at, line in enumerate(lines):
            level, groups = self.level(line), self.groups(line.product_id)
            parts = tuple(
                Agreed(who, share, version.id, version.terms, version.terms.rate_for(level, line.product_id, groups))
                for who, share in weights
                if (version := versions[who]) is not None
            )
            found.append(Line(at, line.quantity, line.net, self.cost(line) or ZERO, ZERO, weights, parts))
        return tuple(found)


class _Earned:
    """What lines bring to whom, as the booking run will find it."""

    def __init__(self, lines: Sequence[Line], day: date, places: int) -> None:
        self.lines = lines
        self.sums: defaultdict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
        for one in movements(Order(0, day, lines, places=places)):
            if one.kind == EARNED:
                self.sums[one.line_id, one.staff_id] += one.amount

    def of(self, staff_id: int) -> Expected | None:
        """One person's part; none without a plan."""
        found, triggers = [], set()
        for line in self.lines:
            agreed = next((one for one in line.agreed if one.staff_id == staff_id), None)
            triggers |= {agreed.terms.trigger.value} if agreed is not None else set()
            found.append(ExpectedLine(self.sums[line.id, staff_id], agreed.rate if agreed is not None else None))
        if not triggers:
            return None
        return Expected(sum((one.amount for one in found), ZERO), _one(triggers), tuple(found), own=True)

    def of_all(self, people: Sequence[Share], names: Mapping[int, str]) -> Expected:
        """Everybody's parts together."""
        found, triggers = [], dict[int, str]()
        for line in self.lines:
            rates = {one.rate for one in line.agreed}
            amount = sum((self.sums[line.id, one.staff_id] for one in people), ZERO)
            found.append(ExpectedLine(amount, rates.pop() if len(rates) == 1 else None))
            triggers |= {one.staff_id: one.terms.trigger.value for one in line.agreed}
        total = sum((one.amount for one in found), ZERO)
        contribution = sum((line.net - line.cost for line in self.lines), ZERO)
        parts = tuple(
            Person(
                one.staff_id, names.get(one.staff_id, ""), one.percent,
                sum((self.sums[line.id, one.staff_id] for line in self.lines), ZERO), triggers.get(one.staff_id, ""),
            )
            for one in people
        )  # fmt: skip
        share = percent_of(total, contribution) if contribution > 0 else None
        return Expected(total, _one(set(triggers.values())), tuple(found), own=False, people=parts, percent=share)


def _one(words: set[str]) -> str:
    return words.pop() if len(words) == 1 else ""


@dataclass(frozen=True, slots=True)
class Earning:
    """What an order earned somebody so far: kept in all, and of it payable by its plan's trigger."""

    staff_id: int
    name: str
    kept: Decimal
    payable: Decimal


def booked(store: Store, order_id: int) -> tuple[Earning, ...]:
    """What is booked of an order: everybody's for who manages commission, else the own part alone.

    Raises ``NotAllowed`` for who sees no commission.
    """
    entry = CommissionEntry
    with store.read() as tx:
        rights.require(tx.actor.access, "own_commission")
        query = (
            select(entry.staff_id, Staff.name, entry.kind, func.sum(entry.amount).label("amount"))
            .join(Staff, Staff.id == entry.staff_id)
            .where(entry.order_id == order_id, entry.kind.in_((EARNED, OFFSET, CLAWBACK, RELEASED)))
            .group_by(entry.staff_id, Staff.name, entry.kind)
            .order_by(Staff.name, entry.staff_id)
        )
        if not rights.may(tx.actor.access, "all_commission"):
            query = query.where(entry.staff_id == (tx.actor.staff_id or 0))
        rows = tx.all(query)
    names = {row.staff_id: row.name for row in rows}
    sums: defaultdict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        sums[row.staff_id, row.kind] += row.amount
    return tuple(
        Earning(
            who, name, sums[who, EARNED] + sums[who, OFFSET] + sums[who, CLAWBACK],
            sums[who, RELEASED] + sums[who, CLAWBACK],
        )
        for who, name in names.items()
    )  # fmt: skip
