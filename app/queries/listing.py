"""Pages of long lists by key: the same cost on every page, however far down and however many rows there are."""

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from typing import Any, Generic, TypeVar

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.sql.expression import ScalarSelect

from app.domain import rights
from app.domain.filters import Condition, Field, Filters, parse
from app.models import Customer
from app.queries.list_order import ALL, Order, either, order_of
from app.queries.lists import Page, Place
from app.store import search
from app.store.prepared import Question, among, id_list, one_of, together, within
from app.store.session import AnyRow, Read, Store

RARE = 500
"""Up to so many names that hold a word SQLite asks for by id; of more, a walk along the list may find a page sooner."""
STEPS, STEPS_OF_ROWS = 3000, 1000
"""Of SQLite's machine, for each row that is wanted, along an index or with a look at the rows themselves: then a walk
ends, and the index of letter groups is asked. It is far more than what a frequent word needs; but names that stand
together at the end of a list would take the whole of it."""
MOST = 1000
"""Rows of one page at most."""
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
    store: Store,
    listed: Listed[Any],
    *,
    filters: Filters,
    sort: str = "",
    after: Place | None = None,
    limit: int = 0,
) -> Page[int]:
    """The next ids without their rows: ``limit`` of them, else as many as a page has at most, or all where a page costs
    as much as all.
    """
    bare: Listed[int] = replace(listed, rows=_ids)
    count = limit or (ALL if _is_whole(listed, sort or listed.default) else MOST)
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


class _Way(Enum):
    """How rows that hold words are found."""

    WALK = auto()
    """Along the list, with a look at each name."""
    FEW = auto()
    """By the ids of a few customers."""
    WHOLE = auto()
    """Through the index of letter groups: all of them, then in order."""
    EITHER = auto()
    """A server's: whichever of both is sooner there, in one statement."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A page: its order, where it begins, how many rows; what the statement depends on beside its values."""

    order: Order
    sort: str
    after: bool
    count: int
    words: int
    way: _Way = _Way.WALK

    @property
    def shape(self) -> tuple[Any, ...]:
        """Equal for pages of one statement."""
        return (self.sort, self.after, self.count, self.words, self.way)


def _places(
    tx: Read, listed: Listed[Any], filters: Filters, sort: str, *, after: Place | None, count: int
) -> Sequence[Any]:
    """The places of a page's rows and of the one that follows."""
    words = filters.words if listed.named else ()
    given = search.values(tx, words)
    page = _Asked(order_of(tx, listed, sort), sort, after is not None, count, len(words))
    ids: Sequence[int] = ()
    if "asked" not in given:
        way = _Way.WALK
    elif not tx.sqlite:
        way = _Way.EITHER if page.order.steady and count < ALL else _Way.WHOLE
    elif len(ids := search.candidates(tx, " ".join(words), RARE + 1)) <= RARE:
        way = _Way.FEW
    else:
        way = _Way.WHOLE
        if page.order.steady and count < ALL:
            walk = functools.partial(_answer, tx, listed, filters, page, after=after, ids=())
            found = within(tx, (STEPS_OF_ROWS if filters.conditions else STEPS) * count, walk)
            if found is not None:
                return found
    return _answer(tx, listed, filters, replace(page, way=way), after=after, ids=ids)


def _answer(
    tx: Read, listed: Listed[Any], filters: Filters, page: _Asked, *, after: Place | None, ids: Sequence[int]
) -> Sequence[Any]:
    plain = not filters.conditions and (not page.words or listed.worded is named)
    if listed.prepared is not None and page.order.steady and plain:
        given = search.values(tx, filters.words if page.words else ())
        given |= {f"place_{at}": value for at, value in enumerate(after or ())}
        if page.way is _Way.FEW:
            given["found"] = id_list(tx, ids)
        if page.shape not in listed.prepared:
            listed.prepared[page.shape] = Question(functools.partial(_plain, listed, page))
        [found] = together(tx, (listed.prepared[page.shape], given))
        return found
    ways: Mapping[_Way, Found | None] = {
        _Way.WALK: None, _Way.FEW: functools.partial(among, tx, ids),
        _Way.WHOLE: functools.partial(search.of_index, tx, filters.words),
    }  # fmt: skip

    def holding_by(way: _Way) -> ColumnElement[bool]:
        fits = [true(), *_conditions(tx, listed, filters)]
        return and_(*fits, listed.worded(tx, filters.words, ways[way])) if filters.words else and_(*fits)

    here = [literal(value, end.column.type) for end, value in zip(page.order.ends, after or (), strict=False)]
    if page.way is _Way.EITHER:
        both = holding_by(_Way.WALK), holding_by(_Way.WHOLE)
        return tx.all(either(listed, page.order, here, page.count, *both))
    return tx.all(page.order.of(listed, here, page.count).where(*listed.base(), holding_by(page.way)))


def _plain(listed: Listed[Any], page: _Asked, sqlite: bool) -> Any:  # noqa: ANN401 - a statement
    """The statement of a page without conditions, for any place and any words."""
    here = [bindparam(f"place_{at}", type_=end.column.type) for at, end in enumerate(page.order.ends) if page.after]
    query = page.order.of(listed, here, page.count).where(*listed.base())
    if not page.words:
        return query
    if page.way is _Way.WHOLE:
        return search.through_index(query, sqlite, page.words)
    if page.way is _Way.FEW:
        return query.where(one_of(Customer.id, "found", sqlite=sqlite))
    if page.way is _Way.WALK:
        return query.where(search.holding(sqlite, page.words))
    fits, whole = search.holding(sqlite, page.words), search.in_index(sqlite, page.words)
    return either(listed, page.order, here, page.count, fits, whole)


def beginning(tx: Read, listed: Listed[Any], filters: Filters, sort: str, count: int) -> Select[Any]:
    """The statement of a list's first page, where no words are looked for: for who keeps its text."""
    query: Select[Any] = order_of(tx, listed, sort).of(listed, [], count)
    return query.where(*listed.base(), *_conditions(tx, listed, filters))


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


def _matching(tx: Read, listed: Listed[Any], filters: Filters, query: Select[Any]) -> Select[Any]:
    query = query.where(*listed.base(), *_conditions(tx, listed, filters))
    if not filters.words:
        return query
    indexed = listed.named and "asked" in search.values(tx, filters.words)
    found = functools.partial(search.of_index, tx, filters.words) if indexed else None
    return query.where(listed.worded(tx, filters.words, found))


def _conditions(tx: Read, listed: Listed[Any], filters: Filters) -> list[ColumnElement[bool]]:
    return [listed.holds[one.key](tx, one) for one in filters.conditions]


def named(tx: Read, words: Sequence[str], found: Found | None) -> ColumnElement[bool]:
    """The condition on customers for words: the few that were found, or a look at each name that passes."""
    return search.contains(tx, words) if found is None else found(Customer.id)


def whose(column: Any, tx: Read, words: Sequence[str], found: Found | None) -> ColumnElement[bool]:  # noqa: ANN401
    """The same for a column that says whose a row is."""
    if found is None:
        return exists().where(Customer.id == column, search.contains(tx, words))
    return column.in_(select(Customer.id).where(found(Customer.id)))  # type: ignore[no-any-return]


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
