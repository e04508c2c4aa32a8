"""Pages of long lists by key: the same cost on every page, however far down and however many rows there are."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.sql.expression import ScalarSelect

from app.domain import rights
from app.domain.filters import Condition, Field, Filters, parse
from app.domain.refusal import N_, Mistake
from app.models import Customer
from app.queries.lists import Page, Place
from app.store import search
from app.store.prepared import Question, among, id_list, one_of, together
from app.store.session import AnyRow, Read, Store

RARE = 500
"""Up to so many names that hold a word are asked for by id; of more, a walk along the list finds a page sooner."""
MOST = 1000
"""Rows of one page at most."""
ALL = 10_000_000
"""More than any list has."""

RowT = TypeVar("RowT")
Holds = Callable[[Read, Condition], ColumnElement[bool]]
Join = Callable[[Select[Any]], Select[Any]]
Found = Callable[[Any], ColumnElement[bool]]
"""Makes the condition that a column is one of the few customers whose names hold the words."""
Total = Callable[[Read, Any], ScalarSelect[Any]]
"""Makes the sum of one column over ids, given as a table with a column ``id``."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of a list: by ``column``, then by id, both ascending or both descending. Values are never empty."""

    column: Any
    join: Join | None = None
    """What the column needs beside the list's own table."""
    right: str = ""
    """Who lacks it cannot sort by what he may not see."""
    made: Callable[[Read], tuple[Any, Join | None]] | None = None
    """Column and join of a sort that depends on the day; ``column`` then only lends its type."""
    whole: bool = False
    """Every page costs as much as all of them: a walk takes all ids at once."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[RowT]):
    """What a list is made of.

    ``base`` says which rows belong to the list at all, ``holds`` what each word of the filter bar means, ``worded``
    what free words mean (with the customers that have them in their names, if these are few; without ``named`` nobody
    looks for these), ``rows`` makes values of ids in their order, in one round trip. ``totals`` add columns up by their
    key; ``secret`` ones are added up for who has the right only. Where ``base`` and the joins of its sorts hold no
    values, a list keeps the statements of its plain pages in ``prepared``: they are asked for most.
    """

    identity: Any
    fields: Sequence[Field]
    holds: Mapping[str, Holds]
    sorts: Mapping[str, Sort]
    default: str
    base: Callable[[], Sequence[ColumnElement[bool]]]
    worded: Callable[[Read, Sequence[str], Found | None], ColumnElement[bool]]
    rows: Callable[[Read, Any], Sequence[RowT]]
    totals: Mapping[str, Total] = field(default_factory=dict)
    secret: Mapping[str, str] = field(default_factory=dict)
    named: bool = True
    prepared: dict[Any, Question] | None = field(default=None, compare=False, repr=False)


def filters_of(store: Store, listed: Listed[Any], text: str) -> Filters:
    """The filter bar's text for this list; raises ``Mistake`` that proposes what was meant."""
    return parse(text, listed.fields, store.today())


def page(
    store: Store,
    listed: Listed[RowT],
    *,
    filters: Filters | None = None,
    sort: str = "",
    after: Place | None = None,
    limit: int = 100,
) -> Page[RowT]:
    """The rows after ``after`` (the ``next`` of the page before), in a total order; at most three questions.

    ``sort`` names columns, separated by commas, each with a minus for descending; equal rows follow by id. Raises
    ``Mistake`` for an unknown one, ``NotAllowed`` for one that the person may not see.
    """
    return _page(store, listed, filters or Filters(), sort, after=after, count=max(1, min(limit, MOST)))


def ids(
    store: Store, listed: Listed[Any], *, filters: Filters, sort: str = "", after: Place | None = None
) -> Page[int]:
    """The next ids without their rows: as many as a page has at most, or all where a page costs as much as all."""
    bare: Listed[int] = replace(listed, rows=_ids)
    count = ALL if _is_whole(listed, sort or listed.default) else MOST
    return _page(store, bare, filters, sort, after=after, count=count)


def _ids(_tx: Read, found: Sequence[int]) -> Sequence[int]:
    return found


def _is_whole(listed: Listed[Any], sort: str) -> bool:
    names = [part.strip().removeprefix("-") for part in sort.split(",")]
    return any(listed.sorts[name].whole for name in names if name in listed.sorts)


def _page(
    store: Store, listed: Listed[RowT], filters: Filters, sort: str, *, after: Place | None, count: int
) -> Page[RowT]:
    with store.read() as tx:
        found = _places(tx, listed, filters, sort or listed.default, after=after, count=count)
        shown = found[:count]
        rows = listed.rows(tx, [row[-1] for row in shown]) if shown else ()
    return Page(rows, tuple(shown[-1]) if len(found) > count else None)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What the statement of a plain page depends on beside its values."""

    sort: str
    after: bool
    count: int
    words: int
    indexed: bool
    few: bool
    rare: int


def _places(
    tx: Read, listed: Listed[Any], filters: Filters, sort: str, *, after: Place | None, count: int
) -> Sequence[Any]:
    """The places of a page's rows and of the one that follows."""
    order = _order(tx, listed, sort)
    words = filters.words if listed.named else ()
    either = bool(words) and not tx.sqlite and count < ALL
    ids = search.candidates(tx, " ".join(words), RARE + 1) if words and not either else ()
    if (
        listed.prepared is not None
        and order.steady
        and not filters.conditions
        and (not words or listed.worded is named)
    ):
        values = search.values(tx, words) | {f"place_{at}": value for at, value in enumerate(after or ())}
        values["found"] = id_list(tx, ids)
        shape = _Shape(
            sort, after is not None, count, len(words), "asked" in values, len(ids) <= RARE and not either, RARE
        )
        if shape not in listed.prepared:
            listed.prepared[shape] = Question(functools.partial(_plain, listed, order, shape))
        [found] = together(tx, (listed.prepared[shape], values))
        return found
    here = [literal(value, end.column.type) for end, value in zip(order.ends, after or (), strict=False)]
    query = order.of(listed, here, count).where(*_conditions(tx, listed, filters))
    if either:
        few = search.few(tx, words, RARE + 1)
        return tx.all(_either(few, query, order, functools.partial(listed.worded, tx, words)))
    return tx.all(_worded(tx, listed, filters, query, ids))


def _plain(listed: Listed[Any], order: "_Order", shape: _Shape, sqlite: bool) -> Any:  # noqa: ANN401 - a statement
    """The statement of a page without conditions, for any place and any words."""
    here = [bindparam(f"place_{at}", type_=end.column.type) for at, end in enumerate(order.ends) if shape.after]
    query = order.of(listed, here, shape.count).where(*listed.base())
    if not shape.words:
        return query
    if shape.few:
        return query.where(one_of(Customer.id, "found", sqlite=sqlite))
    holding_all = search.holding(sqlite, shape.words)
    if sqlite or shape.count == ALL:
        return query.where(holding_all)
    few = search.statement(sqlite, shape.words, shape.indexed, shape.rare + 1)
    return _either(few, query, order, lambda found: found(Customer.id) if found else holding_all)


def beginning(tx: Read, listed: Listed[Any], filters: Filters, sort: str, count: int) -> Select[Any]:
    """The statement of a list's first page, where no words are looked for: for who keeps its text."""
    return _order(tx, listed, sort).of(listed, [], count).where(*_conditions(tx, listed, filters))


def count(store: Store, listed: Listed[Any], filters: Filters | None = None) -> int:
    """How many rows there are; apart from the pages, because it reads all of them."""
    with store.read() as tx:
        query = _matching(tx, listed, filters or Filters(), select(listed.identity))
        return int(tx.scalar(select(func.count()).select_from(query.subquery())))


def totals(store: Store, listed: Listed[Any], filters: Filters, keys: Sequence[str]) -> Mapping[str, Any]:
    """Sums of columns over all rows that pass the filters, in one statement; unknown and secret keys are left out."""
    with store.read() as tx:
        access = tx.actor.access
        known = [
            key
            for key in keys
            if key in listed.totals and (key not in listed.secret or rights.may(access, listed.secret[key]))
        ]
        if not known:
            return {}
        query = _matching(tx, listed, filters, select(listed.identity.label("id"))).cte("matching")
        row = tx.first(select(*[listed.totals[key](tx, query).label(f"sum_{key}") for key in known]))
        assert row is not None
        return dict(zip(known, row, strict=True))


def summed(column: Any, identity: Any) -> Total:  # noqa: ANN401 - columns
    """The total of a column that stands in the list's own table."""

    def total(_tx: Read, matching: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - a table
        zero = literal_column("0", column.type)
        within = identity.in_(select(matching.c.id))
        return select(func.coalesce(func.sum(column), zero, type_=column.type)).where(within).scalar_subquery()

    return total


@dataclass(frozen=True, slots=True)
class _End:
    column: Any
    backwards: bool


@dataclass(frozen=True, slots=True)
class _Order:
    """The columns of an order, the id last and in the direction of the one before, and what they need.

    ``steady`` ones are the same every day.
    """

    ends: Sequence[_End]
    joins: Sequence[Join]
    steady: bool

    def of(self, listed: Listed[Any], here: Sequence[Any], count: int) -> Select[Any]:
        """Rows in this order and one more than ``count``, after ``here`` if that is not empty."""
        # nothing follows all ids, so their places are not asked for
        keys = [end.column.label(f"key_{at}") for at, end in enumerate(self.ends[:-1]) if count < ALL]
        query = select(*keys, listed.identity.label("id"))
        for join in self.joins:
            query = join(query)
        if here:
            query = query.where(_beyond(self.ends, here))
        ordered = query.order_by(*[end.column.desc() if end.backwards else end.column for end in self.ends])
        return ordered.limit(literal_column(str(count + 1), Integer)).offset(literal_column("0", Integer))


def _order(tx: Read, listed: Listed[Any], sort: str) -> _Order:
    ends, joins, steady = [], [], True
    for part in dict.fromkeys(part.strip() for part in sort.split(",")):
        name, backwards = part.removeprefix("-"), part.startswith("-")
        found = listed.sorts.get(name)
        if found is None:
            choices = ", ".join(listed.sorts)
            text = N_("This list cannot be sorted by ‘{name}’; use {choices}.")
            raise Mistake(text, name=name, choices=choices)
        if found.right:
            rights.require(tx.actor.access, found.right)
        column, join = found.made(tx) if found.made else (found.column, found.join)
        ends.append(_End(column, backwards))
        steady = steady and found.made is None
        if join is not None:
            joins.append(join)
    return _Order([*ends, _End(listed.identity, ends[-1].backwards)], joins, steady)


def _beyond(ends: Sequence[_End], here: Sequence[Any]) -> ColumnElement[bool]:
    """The rows that follow a place; in one direction the databases compare whole rows along an index."""
    if len({end.backwards for end in ends}) == 1:
        row, place = tuple_(*[end.column for end in ends]), tuple_(*here)
        same: ColumnElement[bool] = row < place if ends[0].backwards else row > place
        return same
    steps = []
    for at, end in enumerate(ends):
        equal = [other.column == value for other, value in zip(ends[:at], here[:at], strict=True)]
        steps.append(and_(*equal, end.column < here[at] if end.backwards else end.column > here[at]))
    return or_(*steps)


def _matching(tx: Read, listed: Listed[Any], filters: Filters, query: Select[Any]) -> Select[Any]:
    ids = search.candidates(tx, " ".join(filters.words), RARE + 1) if filters.words and listed.named else ()
    return _worded(tx, listed, filters, query.where(*_conditions(tx, listed, filters)), ids)


def _conditions(tx: Read, listed: Listed[Any], filters: Filters) -> list[ColumnElement[bool]]:
    return [*listed.base(), *[listed.holds[one.key](tx, one) for one in filters.conditions]]


def _worded(tx: Read, listed: Listed[Any], filters: Filters, query: Select[Any], ids: Sequence[int]) -> Select[Any]:
    """With the free words; ``ids`` are some of the customers that have them in their names."""
    if not filters.words:
        return query
    found = functools.partial(among, tx, ids) if len(ids) <= RARE else None
    return query.where(listed.worded(tx, filters.words, found))


def _either(
    names: Select[Any], query: Select[Any], order: _Order, worded: Callable[[Found | None], ColumnElement[bool]]
) -> Any:  # noqa: ANN401 - a compound select
    """The same in one round trip: both questions, of which the server answers one when it knows how many names fit."""
    few = names.cte("few")
    many = select(func.count()).select_from(few).scalar_subquery() > literal_column(str(RARE), Integer)
    # an array keeps the server on the index whatever it believes about their number
    found = any_(func.array(select(few.c.id).scalar_subquery()))
    rare = query.where(~many, worded(lambda column: column == found))
    whole = union_all(*[select(part.subquery()) for part in (rare, query.where(many, worded(None)))])
    columns = zip(whole.selected_columns, order.ends, strict=True)
    return whole.order_by(*[column.desc() if end.backwards else column for column, end in columns])


def named(tx: Read, words: Sequence[str], found: Found | None) -> ColumnElement[bool]:
    """The condition on customers for words: the few that were found, or a look at each name that passes."""
    return search.contains(tx, words) if found is None else found(Customer.id)


def compared(column: Any, one: Condition) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """A column against a condition's value."""
    compare: Mapping[str, Callable[[Any, Any], Any]] = {
        "=": lambda left, right: left == right,
        "<": lambda left, right: left < right,
        "<=": lambda left, right: left <= right,
        ">": lambda left, right: left > right,
        ">=": lambda left, right: left >= right,
    }
    answer: ColumnElement[bool] = compare[one.op](column, one.value)
    return answer


def holding(column: Any, one: Condition) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """A text somewhere in a column; capital letters do not matter."""
    text = str(one.value)
    plain: ColumnElement[bool] = column.icontains(text, autoescape=True)
    if text.isascii():
        return plain
    # SQLite knows the capital letters of ASCII only
    return or_(plain, *[column.contains(form, autoescape=True) for form in (text.title(), text.lower())])


def by_id(rows: Sequence[AnyRow], ids: Sequence[int]) -> list[AnyRow]:
    """Rows in the order of their ids."""
    found = {row.id: row for row in rows}
    return [found[one] for one in ids if one in found]
