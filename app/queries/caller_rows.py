"""The one statement behind the caller card: every block of the card is a part of it, in rows of one common shape."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    Date,
    Dialect,
    Integer,
    Select,
    String,
    any_,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from app.domain.stages import UNDELIVERED
from app.models import (
    AccountEntry,
    Address,
    Allocation,
    Balance,
    Complaint,
    Consent,
    ContactPoint,
    Customer,
    CustomerTier,
    Interaction,
    Preference,
    PriceTold,
    Product,
    Relation,
    SalesOrder,
    Staff,
    TierOverride,
    TierYear,
)
from app.models.declared import aliased
from app.models.types import Amount, UnitPrice, UtcTime, currency_places
from app.queries.lookup_keys import Keys, found_by, question
from app.store.prepared import answered, ask, planned_once, send
from app.store.session import Read

_SHAPE: Mapping[str, Any] = {
    "id": Integer(), "t1": String(), "t2": String(), "t3": String(), "t4": String(), "t5": String(),
    "d1": Date(), "d2": Date(), "d3": Date(), "at": UtcTime(), "amount": Amount(), "price": UnitPrice(),
}  # fmt: skip


class Line(NamedTuple):
    """One row of the answer; what a part does not have is empty."""

    part: str
    id: Any
    t1: Any
    t2: Any
    t3: Any
    t4: Any
    t5: Any
    d1: Any
    d2: Any
    d3: Any
    at: Any
    amount: Any
    price: Any


@dataclass(frozen=True, slots=True)
class Rows:
    """What was found, by the part of the card."""

    parts: Mapping[str, list[Line]]

    def of(self, part: str) -> list[Line]:
        """All rows of a part, in its order."""
        return self.parts.get(part, [])

    def first(self, part: str) -> Line | None:
        """Its first row."""
        return next(iter(self.of(part)), None)


def rows_of(tx: Read, customer_id: int, today: date) -> Rows:
    """Everything for the card of one customer."""
    statement = _statement(tx.connection.dialect, merged=not tx.sqlite or _others(tx, customer_id))
    with planned_once(tx):
        found = statement.sent(tx, {"customer": customer_id, "today": today, "year": today.year})
    return _sorted(statement.lines(found))


def rows_of_caller(tx: Read, keys: Keys, today: date) -> tuple[list[tuple[Any, ...]], Rows]:
    """What keys lead to, and everything for the card of the first customer of these: one round trip of a server."""
    statement = _statement(tx.connection.dialect, merged=True, shape=keys.shape)
    with planned_once(tx):
        hits = ask(tx, question(keys.shape), keys.values)
        found = statement.sent(tx, {**keys.values, "today": today, "year": today.year})
    return answered(tx, question(keys.shape), hits), _sorted(statement.lines(found))


def _sorted(lines: Iterable[Line]) -> Rows:
    parts: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        parts[line.part].append(line)
    for part, found in parts.items():
        # which of the parts' rows come first is not promised for the whole
        if len(found) > 1 and part in _ORDER:
            key, backwards, most = _ORDER[part]
            found.sort(key=key, reverse=backwards)
            del found[most:]
    return Rows(parts)


def _others(tx: Read, customer_id: int) -> bool:
    """Whether records were merged into this one. Few have any, and without them SQLite answers in a third of the time;
    on a server the question would cost a round trip.
    """
    query = "SELECT 1 FROM customer WHERE merged_into_id = ? LIMIT 1"
    return send(tx.connection.connection.driver_connection, query, (customer_id,)).fetchone() is not None


def _newest(line: Line) -> Any:  # noqa: ANN401 - something that sorts
    return (line.d1, line.id)


_ORDER: dict[str, tuple[Callable[[Line], Any], bool, int]] = {
    "point": (lambda line: line.id, False, 20),
    "order": (lambda line: (line.d2 or date.max, line.d1, line.id), False, 100),
    "last order": (_newest, True, 1),
    "complaint": (lambda line: (line.at is None, line.at and line.at.timestamp(), line.id), False, 20),
    "contact": (lambda line: (line.at, line.id), True, 4),
    "fact": (_newest, True, 40),
    "avoid": (_newest, True, 40),
    "consent": (_newest, True, 60),
    "price": (_newest, True, 20),
}


class _Prepared:
    """The statement as text with its conversions: making it anew for every call costs more than its answer."""

    def __init__(self, dialect: Dialect, *, merged: bool, shape: tuple[str, ...]) -> None:
        query = _built(_best(shape) if shape else bindparam("customer"), sqlite=dialect.name == "sqlite", merged=merged)
        compiled = query.compile(dialect=dialect)
        self._text = str(compiled)
        self._order: Sequence[str] | None = None
        if compiled.positiontup is not None:
            # the same few values stand in forty places: numbered, the driver takes each of them once
            self._order = list(dict.fromkeys(compiled.positiontup))
            numbers = iter([self._order.index(name) + 1 for name in compiled.positiontup])
            self._text = re.sub(r"\?", lambda _: f"?{next(numbers)}", re.sub(_NOTHING, "NULL", self._text))
        self._fixed = {name: bind.effective_value for name, bind in compiled.binds.items()}
        self._steps = {
            name: step
            for name, bind in compiled.binds.items()
            if (step := bind.type.dialect_impl(dialect).bind_processor(dialect)) is not None
        }
        self._answers = [
            (at, step)
            for at, kind in enumerate(_SHAPE.values(), 1)
            if (step := kind.dialect_impl(dialect).result_processor(dialect, None)) is not None
        ]

    def sent(self, tx: Read, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the driver's cursor
        """Ask; the answer may be fetched later."""
        values = self._fixed | dict(given)
        values |= {name: step(values[name]) for name, step in self._steps.items()}
        asked: Any = values if self._order is None else tuple([values[name] for name in self._order])
        return send(tx.connection.connection.driver_connection, self._text, asked)

    def lines(self, found: Iterable[Any]) -> Iterator[Line]:
        """The answer."""
        for row in found:
            line = list(row)
            for at, step in self._answers:
                if line[at] is not None:
                    line[at] = step(line[at])
            yield Line._make(line)


_STATEMENTS: dict[tuple[Any, ...], _Prepared] = {}


def _statement(dialect: Dialect, *, merged: bool, shape: tuple[str, ...] = ()) -> _Prepared:
    key = (dialect.name, currency_places(dialect), merged, shape)
    if key not in _STATEMENTS:
        _STATEMENTS[key] = _Prepared(dialect, merged=merged, shape=shape)
    return _STATEMENTS[key]


def _best(shape: tuple[str, ...]) -> Any:  # noqa: ANN401 - a subquery
    """The customer that keys of this shape lead to first."""
    hits = found_by(shape).cte("hits")
    return select(hits.c.id).order_by(hits.c.rank, hits.c.id).limit(_fixed(1)).offset(_fixed(0)).scalar_subquery()


def _built(customer: Any, *, sqlite: bool, merged: bool) -> Any:  # noqa: ANN401 - SQLAlchemy's compound select
    """``merged`` is whether the records merged into the customer are asked for too."""
    own = select(Customer.id).where(or_(Customer.id == customer, Customer.merged_into_id == customer))
    others = select(Customer.id).where(Customer.merged_into_id == customer)

    def within(column: Any, ids: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column and a question
        # an array keeps PostgreSQL on the index whatever it believes about the number of merged records
        found: ColumnElement[bool] = column.in_(ids) if sqlite else column == any_(func.array(ids.scalar_subquery()))
        return found

    def mine(column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
        return within(column, own) if merged else each(column)[0]

    def each(column: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
        # of one record the newest rows stand at the end of its index; of several all would be sorted
        itself: ColumnElement[bool] = column == customer
        return [itself, within(column, others)] if merged else [itself]

    parts = [
        _who(customer),
        _more(customer, mine),
        *_people(mine),
        *_money(mine),
        *_orders(mine, each),
        *_talks(mine, each),
    ]
    return union_all(*[select(part.subquery()) for part in parts])


def _part(name: str, **columns: Any) -> Select[Any]:  # noqa: ANN401 - columns
    """A part in the common shape; what it does not have is empty. PostgreSQL wants to know the type of each."""
    shaped = [
        (columns[key] if key in columns else cast(null(), kind)).label(key) for key, kind in _SHAPE.items()
    ]  # fmt: skip
    return select(literal_column(f"'{name}'", String).label("part"), *shaped)


def _one_of(column: Any, values: Sequence[str]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """``IN`` written out: a list of values is expanded only when SQLAlchemy sends the statement itself.

    The column is hidden from its index: SQLite would walk all orders of a state instead of those of one customer.
    """
    return or_(*[func.coalesce(column, _said("")) == _said(value) for value in values])


def _said(value: str) -> ColumnElement[str]:
    """A word of the statement itself: every parameter of the driver costs SQLite time."""
    return literal_column(f"'{value}'", String)


def _fixed(number: int) -> ColumnElement[int]:
    """A number of the statement itself: SQLite plans a statement with a limit as parameter anew each time."""
    return literal_column(str(number), Integer)


_NOTHING = re.compile(r"CAST\(NULL AS \w+\)")
_TODAY = bindparam("today", type_=Date())


def _who(at: Any) -> Select[Any]:  # noqa: ANN401 - an id
    customer = Customer
    return _part(
        "who", id=customer.id, t1=customer.code, t2=customer.name, t3=customer.organisation, t4=customer.contact_name,
        t5=customer.language, d1=customer.birth_date,
    ).where(customer.id == at)  # fmt: skip


def _first(query: Select[Any]) -> Any:  # noqa: ANN401 - a subquery
    return query.limit(_fixed(1)).offset(_fixed(0)).scalar_subquery()


def _more(at: Any, mine: Any) -> Select[Any]:  # noqa: ANN401 - an id, a condition maker
    """City, tier (by hand before frozen), salesperson, blocked reason, balance."""
    given, frozen = TierOverride, CustomerTier
    by_hand = _first(select(given.tier).where(mine(given.customer_id), given.until >= _TODAY).order_by(given.id.desc()))
    year = select(func.max(TierYear.year)).where(TierYear.year <= bindparam("year")).scalar_subquery()
    # the own one before those of the records merged into this one, then the best of them
    of_year = select(frozen.tier).where(frozen.year == year, mine(frozen.customer_id))
    ruled = _first(of_year.order_by(frozen.customer_id != at, frozen.tier))
    main = select(Address.city).where(Address.customer_id == at, Address.kind == _said("main"))
    city = _first(main.order_by(Address.id))
    seller = select(Staff.name).where(Staff.id == Customer.salesperson_id).scalar_subquery()
    balance = cast(
        select(func.sum(Balance.amount)).where(mine(Balance.customer_id)).scalar_subquery(), _SHAPE["amount"]
    )
    return _part(
        "more", t1=city, t2=func.coalesce(by_hand, ruled), t3=seller, t4=Customer.blocked_reason, amount=balance
    ).where(Customer.id == at)  # fmt: skip


def _people(mine: Any) -> list[Select[Any]]:  # noqa: ANN401 - a condition maker
    point, fact, tie, other = ContactPoint, Preference, Relation, aliased(Customer)
    points = _part("point", id=point.position, t1=point.value, t2=point.e164, t3=point.kind).where(
        mine(point.customer_id), point.kind != _said("handle")
    )
    kind = case((fact.avoid.is_(True), _said("avoid")), else_=_said("fact"))
    facts = select(
        kind.label("part"), *_part("fact", id=fact.id, t1=fact.topic, t2=fact.fact, t3=fact.source, d1=fact.noted_on)
        .selected_columns[1:],
    ).where(mine(fact.customer_id))  # fmt: skip
    ties = (
        _part("relation", t1=tie.kind, t2=tie.other_name, t3=other.name)
        .outerjoin(other, other.id == tie.other_id).where(mine(tie.customer_id))
    )  # fmt: skip
    consent = Consent
    words = _part(
        "consent",
        id=consent.id,
        t1=consent.purpose,
        t2=consent.channel,
        d1=consent.on,
        t3=case((consent.given.is_(True), _said("given")), else_=_said("")),
    ).where(mine(consent.customer_id))
    return [
        points.order_by(point.position, point.id).limit(_fixed(20)).offset(_fixed(0)),
        facts.order_by(fact.noted_on.desc(), fact.id.desc()).limit(_fixed(40)).offset(_fixed(0)),
        ties.order_by(tie.id).limit(_fixed(8)).offset(_fixed(0)),
        words.order_by(consent.on.desc(), consent.id.desc()).limit(_fixed(60)).offset(_fixed(0)),
    ]


def _money(mine: Any) -> list[Select[Any]]:  # noqa: ANN401 - a condition maker
    """Debits that are not due yet (with what was chosen for them), and entries of days to come."""
    entry = AccountEntry
    given = (
        select(func.sum(Allocation.amount)).where(Allocation.debit_id == entry.id, Allocation.on <= _TODAY)
        .scalar_subquery()
    )  # fmt: skip
    left = entry.amount - func.coalesce(given, literal_column("0", Amount()))
    debits = _part("not due", amount=left).where(
        mine(entry.customer_id), entry.amount > literal_column("0", Amount()), entry.on <= _TODAY
    )
    future = _part("future", amount=entry.amount).where(mine(entry.customer_id), entry.on > _TODAY)
    # without a day of its own a debit is due on its day
    return [debits.where(entry.due_on >= _TODAY), debits.where(entry.due_on.is_(None), entry.on == _TODAY), future]


def _orders(mine: Any, each: Any) -> list[Select[Any]]:  # noqa: ANN401 - condition makers
    order, told = SalesOrder, PriceTold

    def shaped(name: str) -> Select[Any]:
        return _part(
            name, id=order.id, t1=order.number, t2=order.status, t3=order.delivery_kind, t4=order.delivery_slot,
            d1=order.on, d2=order.promised_on, d3=order.delivered_on, amount=order.gross,
        ).where(order.void.is_(False))  # fmt: skip

    opened = (
        shaped("order").where(mine(order.customer_id), order.delivered_on.is_(None), _one_of(order.status, UNDELIVERED))
        # a bill that was taken in from elsewhere says nothing about goods
        .where(or_(order.imported.is_(False), order.status != _said("invoiced")))
        .order_by(func.coalesce(order.promised_on, literal_column("'9999-12-31'", Date)), order.on, order.id)
    )  # fmt: skip
    last = shaped("last order").where(_one_of(order.status, (*UNDELIVERED, "delivered", "closed")))
    prices = (
        _part("price", id=told.id, t1=Product.code, t2=Product.name, t3=Staff.name, d1=told.on, d2=told.valid_until,
              price=told.price)
        .join(Product, Product.id == told.product_id).outerjoin(Staff, Staff.id == told.staff_id)
    )  # fmt: skip
    newest = last.order_by(order.on.desc(), order.id.desc()).limit(_fixed(1)).offset(_fixed(0))
    told_last = prices.order_by(told.on.desc(), told.id.desc()).limit(_fixed(20)).offset(_fixed(0))
    return [
        opened.limit(_fixed(100)).offset(_fixed(0)),
        *[newest.where(one) for one in each(order.customer_id)],
        *[told_last.where(one) for one in each(told.customer_id)],
    ]


def _talks(mine: Any, each: Any) -> list[Select[Any]]:  # noqa: ANN401 - condition makers
    case_, talk = Complaint, Interaction
    # answer, promise or solution, whichever ends first
    ends = func.coalesce(case_.next_at, case_.due_at)
    complaints = (
        _part("complaint", id=case_.id, t1=case_.number, t2=case_.subject, t3=case_.status, t4=Staff.name,
              at=ends)
        .outerjoin(Staff, Staff.id == case_.owner_id)
        .where(mine(case_.customer_id), case_.status != _said("closed"), case_.void.is_(False))
    )  # fmt: skip
    contacts = (
        _part("contact", id=talk.id, t1=talk.kind, t2=talk.direction, t3=Staff.name, t4=talk.note, t5=talk.outcome,
              at=talk.at)
        .outerjoin(Staff, Staff.id == talk.staff_id)
        .order_by(talk.at.desc(), talk.id.desc()).limit(_fixed(4)).offset(_fixed(0))
    )  # fmt: skip
    steps = (
        _part("next", t1=Staff.name, t2=talk.note, d1=talk.follow_up_on)
        .outerjoin(Staff, Staff.id == func.coalesce(talk.follow_up_staff_id, talk.staff_id))
        .where(mine(talk.customer_id), talk.follow_up_on.is_not(None), talk.done.is_(False))
    )  # fmt: skip
    return [
        complaints.order_by(ends, case_.id).limit(_fixed(20)).offset(_fixed(0)),
        *[contacts.where(one) for one in each(talk.customer_id)],
        steps.order_by(talk.follow_up_on, talk.id).limit(_fixed(1)).offset(_fixed(0)),
    ]
