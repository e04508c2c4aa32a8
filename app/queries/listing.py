"""Pages of long lists by key: the same cost on every page, however far down and however many rows there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, tuple_

from app.domain.filters import Condition, Field, Filters, parse
from app.domain.refusal import N_, Mistake
from app.models import Customer
from app.store import search
from app.store.session import AnyRow, Read, Store

RARE = 500
"""Up to so many names that hold a word are asked for by id; of more, a walk along the list finds a page sooner."""
MOST = 1000
"""Rows of one page at most."""

RowT = TypeVar("RowT")
Holds = Callable[[Read, Condition], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of a list: by ``column``, then by id, both ascending or both descending. Values are never empty."""

    column: Any
    join: Callable[[Select[Any]], Select[Any]] | None = None
    """What the column needs beside the list's own table."""


@dataclass(frozen=True, slots=True)
class Listed(Generic[RowT]):
    """What a list is made of.

    ``base`` says which rows belong to the list at all, ``holds`` what each word of the filter bar means, ``worded``
    what free words mean (with the ids of customers that have them in their names, if these are few), ``rows`` makes
    values of ids in their order, in one statement.
    """

    identity: Any
    fields: Sequence[Field]
    holds: Mapping[str, Holds]
    sorts: Mapping[str, Sort]
    default: str
    base: Callable[[], Sequence[ColumnElement[bool]]]
    worded: Callable[[Read, Sequence[str], Sequence[int] | None], ColumnElement[bool]]
    rows: Callable[[Read, Any], Sequence[RowT]]


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Some rows, and where the next ones begin (``None``: these are the last)."""

    rows: Sequence[RowT] = ()
    next: tuple[Any, int] | None = None


def filters_of(store: Store, listed: Listed[Any], text: str) -> Filters:
    """The filter bar's text for this list; raises ``Mistake`` that proposes what was meant."""
    return parse(text, listed.fields, store.today())


def page(
    store: Store,
    listed: Listed[RowT],
    *,
    filters: Filters | None = None,
    sort: str = "",
    after: tuple[Any, int] | None = None,
    limit: int = 100,
) -> Page[RowT]:
    """The rows after ``after`` (the ``next`` of the page before), in a total order; at most three statements.

    ``sort`` names a column, with a minus for descending. Raises ``Mistake`` for an unknown one.
    """
    column, backwards = _sort(listed, sort or listed.default)
    count = max(1, min(limit, MOST))
    with store.read() as tx:
        query = _matching(tx, listed, filters or Filters(), select(column.column.label("key"), listed.identity))
        if column.join is not None:
            query = column.join(query)
        if after is not None:
            place = tuple_(literal(after[0], column.column.type), literal(after[1]))
            here = tuple_(column.column, listed.identity)
            query = query.where(here < place if backwards else here > place)
        ends = [column.column, listed.identity]
        query = query.order_by(*[end.desc() if backwards else end for end in ends]).limit(count + 1)
        found = tx.all(query)
        shown = found[:count]
        rows = listed.rows(tx, [row[1] for row in shown]) if shown else ()
    return Page(rows, (shown[-1][0], int(shown[-1][1])) if len(found) > count else None)


def count(store: Store, listed: Listed[Any], filters: Filters | None = None) -> int:
    """How many rows there are; apart from the pages, because it reads all of them."""
    with store.read() as tx:
        query = _matching(tx, listed, filters or Filters(), select(listed.identity))
        return int(tx.scalar(select(func.count()).select_from(query.subquery())))


def _sort(listed: Listed[Any], sort: str) -> tuple[Sort, bool]:
    name = sort.removeprefix("-")
    if name not in listed.sorts:
        raise Mistake(
            N_("This list cannot be sorted by ‘{name}’; use {choices}."), name=name, choices=", ".join(listed.sorts)
        )
    return listed.sorts[name], sort.startswith("-")


def _matching(tx: Read, listed: Listed[Any], filters: Filters, query: Select[Any]) -> Select[Any]:
    where = [*listed.base(), *[listed.holds[one.key](tx, one) for one in filters.conditions]]
    if filters.words:
        found = search.candidates(tx, " ".join(filters.words), RARE + 1)
        where.append(listed.worded(tx, filters.words, found if len(found) <= RARE else None))
    return query.where(and_(*where))


def named(tx: Read, words: Sequence[str], found: Sequence[int] | None) -> ColumnElement[bool]:
    """The condition on customers for words: the few that were found, or a look at each name that passes."""
    if found is None:
        return search.contains(tx, words)
    few: ColumnElement[bool] = Customer.id.in_(found)
    return few


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
