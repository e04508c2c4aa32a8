"""The quality of solving complaints: counts per span of days, by cause, product or owner, and the cases behind them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Executable,
    Integer,
    Select,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.sql.elements import ColumnElement

from app.domain import rights
from app.domain.complaint_quality import ALL, Cause, Filter, Group, Measure, Quality, Span, Tally, pareto
from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.models import Complaint, ContributionEntry, Customer, Product, Staff
from app.models.types import Amount
from app.store.session import Read, Store

HEAD_DAYS = 30
MOST_CASES = 1000
"""Cases behind a figure that are listed at most."""
_told = Complaint
_KEYS: Mapping[Group, Any] = {
    Group.CAUSE: _told.cause, Group.PRODUCT: _told.product_id, Group.OWNER: _told.owner_id,
    Group.CHANNEL: _told.channel, Group.SEVERITY: _told.severity,
}  # fmt: skip
Keyed = dict[tuple[int, str], Tally]
"""(number of the span, key of the group) -> what was counted."""


@dataclass(frozen=True, slots=True)
class Head:
    """The last 30 days and the 30 before, for the head of the queue; ``open_cases`` now."""

    now: Tally
    before: Tally
    open_cases: int


@dataclass(frozen=True, slots=True)
class Case:
    """One case behind a figure."""

    id: int
    number: str
    customer: str
    subject: str
    owner: str
    cause: str
    opened_at: datetime
    closed_at: datetime | None
    late: bool
    satisfaction: int | None


def head(store: Store) -> Head:
    """The figures above the queue. Raises ``NotAllowed`` for who does not work with complaints."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        ends = tx.today
        spans = [
            (ends - timedelta(days=HEAD_DAYS * (back + 1) - 1), ends - timedelta(days=HEAD_DAYS * back))
            for back in (0, 1)
        ]
        found = tallies(tx, spans)
        waiting = tx.scalar(select(func.count()).where(_told.status != "closed", _told.void.is_(False)))
        return Head(found.get((0, ""), Tally()), found.get((1, ""), Tally()), int(waiting or 0))


def quality(store: Store, month: Month, only: Filter = ALL) -> Quality:
    """A month with what it is compared with, its causes, products and owners.

    Owners are told apart, and costs shown, only to who sees profit. Raises ``NotAllowed``.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        return quality_of(tx, month, only)


def quality_of(tx: Read, month: Month, only: Filter = ALL) -> Quality:
    """The same inside a transaction, for reports."""
    here = (month.first, month.last)
    people = rights.may(tx.actor.access, "see_profit")
    return replace(
        figures_of(tx, month, only),
        causes=grouped(tx, here, Group.CAUSE, only),
        products=grouped(tx, here, Group.PRODUCT, only),
        owners=grouped(tx, here, Group.OWNER, only) if people else (),
        products_of=_products_of(tx, here, only),
    )


def figures_of(tx: Read, month: Month, only: Filter = ALL) -> Quality:
    """The counts alone, without causes, products and owners: two statements."""
    months = list(month.plus(-24).until(month))
    found = tallies(tx, [(one.first, one.last) for one in months], only)
    per = [found.get((at, ""), Tally()) for at in range(len(months))]
    year = sum(per[25 - month.number : 25], Tally())
    year_before = sum(per[13 - month.number : 13], Tally())
    return Quality((per[24], per[23], per[12], year, year_before), tuple(per[12:]), tuple(per[:13]))


def grouped(tx: Read, span: Span, group: Group, only: Filter = ALL) -> tuple[Cause, ...]:
    """One span by cause, product, owner, channel or severity, most cases first."""
    found = {key: tally for (_, key), tally in tallies(tx, [span], only, _KEYS[group]).items()}
    names = _names(tx, group, found)
    return pareto((key, names.get(key, key), tally) for key, tally in found.items())


def _products_of(tx: Read, span: Span, only: Filter) -> dict[str, tuple[Cause, ...]]:
    since, until = _moments(tx, span)
    rows = tx.all(
        select(_told.cause, _told.product_id, func.count())
        .where(_told.opened_at >= since, _told.opened_at < until, _told.product_id.is_not(None), *_which(only))
        .group_by(_told.cause, _told.product_id)
    )
    names = _names(tx, Group.PRODUCT, {str(row[1]) for row in rows})
    found: defaultdict[str, list[tuple[str, str, Tally]]] = defaultdict(list)
    for cause, product, count in rows:
        found[cause].append((str(product), names.get(str(product), ""), Tally(opened=count)))
    return {cause: pareto(products) for cause, products in found.items()}


def tallies(tx: Read, spans: Sequence[Span], only: Filter = ALL, key: Any = None) -> Keyed:  # noqa: ANN401
    """What was counted in spans of days that do not meet, in one statement however many there are, and one for costs.

    ``key`` is the column by which cases are told apart. Costs are counted only for who sees profit.
    """
    if not spans:
        return {}
    sums: defaultdict[tuple[int, str], defaultdict[str, Any]] = defaultdict(lambda: defaultdict(int))
    moments = [_moments(tx, span) for span in spans]
    sources = (_opened(moments), _answered(moments), _solved(moments), _closed(moments), _rated(spans, moments))
    _add(tx, sums, _asked(sources, only, key))
    if rights.may(tx.actor.access, "see_profit"):
        _add(tx, sums, _costs(spans, only, key))
    return {at: Tally(**found) for at, found in sums.items()}


def _add(tx: Read, sums: Any, query: Executable) -> None:  # noqa: ANN401 - sums of sums
    for row in tx.execute(query).mappings():
        found = sums[row["bucket"], "" if row["key"] is None else str(row["key"])]
        for name, value in row.items():
            if name not in ("bucket", "key"):
                found[name] += value or 0


def _asked(sources: "Sequence[_Source]", only: Filter, key: Any) -> CompoundSelect[Any]:  # noqa: ANN401
    """All counts in one statement: each source fills its own columns and leaves the others at nothing."""
    names = [name for _, columns in sources for name in columns]
    parts = []
    for bucket, columns in sources:
        at, by = bucket.label("bucket"), (literal("") if key is None else key).label("key")
        counts = [columns.get(name, literal_column("0")).label(name) for name in names]
        asked = select(at, by, *counts).where(bucket.is_not(None), *_which(only))
        parts.append(asked.group_by(at, *([] if key is None else [key])))
    return union_all(*parts)


def _within(moment: Any, moments: Sequence[tuple[datetime, datetime]]) -> ColumnElement[Any]:  # noqa: ANN401
    """The number of the span in which a moment lies, or nothing."""
    return case(*[(and_(moment >= since, moment < until), at) for at, (since, until) in enumerate(moments)])


def _yes(condition: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a condition
    return func.sum(cast(case((condition, 1), else_=0), Integer))


_Source = tuple[ColumnElement[Any], dict[str, ColumnElement[Any]]]


def _opened(moments: Sequence[tuple[datetime, datetime]]) -> _Source:
    return _within(_told.opened_at, moments), {
        "opened": func.count(), "repeated": _yes(_told.repeat_of_id.is_not(None))
    }  # fmt: skip


def _answered(moments: Sequence[tuple[datetime, datetime]]) -> _Source:
    at = case(
        (_told.answer_due_at.is_(None), None), else_=func.coalesce(_told.answer_breached_at, _told.first_response_at)
    )
    return _within(at, moments), {
        "answers": func.count(), "answers_in_time": _yes(_told.answer_breached_at.is_(None))
    }  # fmt: skip


def _solved(moments: Sequence[tuple[datetime, datetime]]) -> _Source:
    at = case((_told.due_at.is_(None), None), else_=func.coalesce(_told.breached_at, _told.closed_at))
    return _within(at, moments), {"solutions": func.count(), "solutions_in_time": _yes(_told.breached_at.is_(None))}


def _closed(moments: Sequence[tuple[datetime, datetime]]) -> _Source:
    ended = case((_told.status == "closed", _told.closed_at), else_=None)
    return _within(ended, moments), {
        "closed": func.count(), "contacts_known": _yes(_told.first_contact.is_not(None)),
        "first_contacts": _yes(_told.first_contact.is_(True)), "judged": _yes(_told.quality.is_not(None)),
        "judgements": func.sum(func.coalesce(_told.quality, 0)),
    }  # fmt: skip


def _rated(spans: Sequence[Span], moments: Sequence[tuple[datetime, datetime]]) -> _Source:
    """On the day the customer said it; of cases from elsewhere only when they were closed is known."""
    ended = func.coalesce(_told.closed_at, _told.opened_at)
    bucket = case(
        (_told.satisfaction.is_(None), None),
        *[
            (
                or_(
                    and_(_told.satisfaction_on >= first, _told.satisfaction_on <= last),
                    and_(_told.satisfaction_on.is_(None), ended >= since, ended < until),
                ),
                at,
            )
            for at, ((first, last), (since, until)) in enumerate(zip(spans, moments, strict=True))
        ],
    )
    return bucket, {"rated": func.count(), "ratings": func.sum(_told.satisfaction)}


def _costs(spans: Sequence[Span], only: Filter, key: Any) -> Select[Any]:  # noqa: ANN401
    entry = ContributionEntry
    bucket = case(*[(entry.on.between(*span), at) for at, span in enumerate(spans)])
    at, by = bucket.label("bucket"), (literal("") if key is None else key).label("key")
    return (
        select(at, by, _lost().label("cost"))
        .join(_told, _told.id == entry.complaint_id)
        .where(entry.complaint_id.is_not(None), bucket.is_not(None), *_which(only))
        .group_by(at, *([] if key is None else [key]))
    )


def _which(only: Filter) -> list[ColumnElement[bool]]:
    named: dict[ColumnElement[Any], Any] = {
        _told.cause: only.cause, _told.product_id: only.product_id, _told.owner_id: only.owner_id,
        _told.channel: only.channel, _told.severity: only.severity,
    }  # fmt: skip
    wanted: list[Any] = [column == value for column, value in named.items() if value is not None]
    if only.no_product:
        wanted.append(_told.product_id.is_(None))
    if only.no_owner:
        wanted.append(_told.owner_id.is_(None))
    return [_told.void.is_(False), *wanted]


def _moments(tx: Read, span: Span) -> tuple[datetime, datetime]:
    """From the beginning of the first day to that of the day after the last, in the company's time zone."""
    zone = tx.store.zone
    first, after = span[0], span[1] + timedelta(days=1)
    return tuple(datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after))  # type: ignore[return-value]


def _names(tx: Read, group: Group, keys: Any) -> dict[str, str]:  # noqa: ANN401 - keys of a dict or a set
    model: Any = {Group.PRODUCT: Product, Group.OWNER: Staff}.get(group)
    ids = [int(key) for key in keys if key] if model is not None else []
    if model is None or not ids:
        return {}
    return {str(row[0]): row[1] for row in tx.all(select(model.id, model.name).where(model.id.in_(ids)))}


def cases(store: Store, measure: Measure, span: Span, only: Filter = ALL, *, late: bool = False) -> list[Case]:
    """The cases behind a figure of a span, newest first, at most ``MOST_CASES``; ``late`` leaves only what was late.

    Raises ``NotAllowed``; for costs also to who does not see profit.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        if measure is Measure.COST:
            rights.require(tx.actor.access, "see_profit")
        if span[1] < span[0]:
            raise Mistake(N_("The period ends on {last}, before it begins."), field="last", last=span[1])
        return behind(tx, measure, span, only, late=late)


def behind(tx: Read, measure: Measure, span: Span, only: Filter = ALL, *, late: bool = False) -> list[Case]:
    """The same inside a transaction, for who has the right."""
    breach = _told.answer_breached_at if measure is Measure.ANSWERED_IN_TIME else _told.breached_at
    query = (
        select(
            _told.id, _told.number, Customer.name, _told.subject, func.coalesce(Staff.name, ""), _told.cause,
            _told.opened_at, _told.closed_at, breach.is_not(None), _told.satisfaction,
        )
        .join(Customer, Customer.id == _told.customer_id)
        .outerjoin(Staff, Staff.id == _told.owner_id)
        .where(_behind(tx, measure, span), *_which(only), *([breach.is_not(None)] if late else []))
        .order_by(_told.opened_at.desc(), _told.id.desc())
        .limit(MOST_CASES)
    )  # fmt: skip
    return [Case(*row) for row in tx.all(query)]


def _behind(tx: Read, measure: Measure, span: Span) -> ColumnElement[bool]:
    """Which cases a figure counts."""
    if measure is Measure.COST:
        entry = ContributionEntry
        return _told.id.in_(
            select(entry.complaint_id).where(entry.complaint_id.is_not(None), entry.on.between(*span))
        )  # fmt: skip
    moments = [_moments(tx, span)]
    sources = {
        Measure.ANSWERED_IN_TIME: _answered, Measure.SOLVED_IN_TIME: _solved, Measure.CLOSED: _closed,
        Measure.FIRST_CONTACT: _closed, Measure.QUALITY: _closed,
    }  # fmt: skip
    more = {
        Measure.FIRST_CONTACT: _told.first_contact.is_not(None), Measure.QUALITY: _told.quality.is_not(None),
        Measure.REPEATED: _told.repeat_of_id.is_not(None),
    }  # fmt: skip
    if measure is Measure.SATISFACTION:
        bucket = _rated([span], moments)[0]
    else:
        bucket = sources.get(measure, _opened)(moments)[0]
    return and_(bucket.is_not(None), more.get(measure, _told.id.is_not(None)))


def _lost() -> ColumnElement[Decimal]:
    """What entries take from the contribution."""
    entry = ContributionEntry
    return type_coerce(func.sum(entry.cost) - func.sum(entry.revenue), Amount())
