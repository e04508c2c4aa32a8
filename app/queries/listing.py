"""Pages of long lists by key: the same cost on every page, however far down and however many rows there are."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func, literal, null, or_, select, tuple_

from app.domain.filters import Condition, Field, Filters, parse
from app.domain.refusal import N_, Mistake
from app.store.session import AnyRow, Read, Store

WALK = 5000
"""So many rows are looked at one by one for words: of frequent ones that is a page; else the index is asked."""
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

    ``base`` says which rows belong to the list at all, ``holds`` what each word of the filter bar means. Free words
    have two conditions: ``passing`` looks at a row that passes by, ``meant`` finds all rows through an index. ``rows``
    makes values of ids in their order, in one statement.
    """

    identity: Any
    fields: Sequence[Field]
    holds: Mapping[str, Holds]
    sorts: Mapping[str, Sort]
    default: str
    base: Callable[[], Sequence[ColumnElement[bool]]]
    passing: Callable[[Read, Sequence[str]], ColumnElement[bool]]
    meant: Callable[[Read, Sequence[str]], ColumnElement[bool]]
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
    asked = _Asked(listed, filters or Filters(), *_sort(listed, sort or listed.default), after)
    count = max(1, min(limit, MOST))
    with store.read() as tx:
        found = _found(tx, asked, count + 1)
        shown = found[:count]
        rows = listed.rows(tx, [row[1] for row in shown]) if shown else ()
    return Page(rows, (shown[-1][0], int(shown[-1][1])) if len(found) > count else None)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page is asked for."""

    listed: Listed[Any]
    filters: Filters
    sort: Sort
    backwards: bool
    after: tuple[Any, int] | None


def _found(tx: Read, asked: _Asked, count: int) -> Sequence[AnyRow]:
    """(sort value, id) of the rows that come next."""
    words = asked.filters.words
    if not words:
        return tx.all(_plain(tx, asked).limit(count))
    # frequent words fill a page soon, unless they stand together far down; then, and for rare ones, the index knows
    near = _plain(tx, asked, filtered=False).limit(WALK).subquery()
    within = asked.listed.identity.in_(select(near.c.id))
    walked = tx.all(_plain(tx, asked).where(within, asked.listed.passing(tx, words)).limit(count))
    if len(walked) == count:
        return walked
    return tx.all(_plain(tx, asked, free=tx.sqlite).where(asked.listed.meant(tx, words)).limit(count))


def _plain(tx: Read, asked: _Asked, *, filtered: bool = True, free: bool = False) -> Select[Any]:
    """The list after the page before, in its order; ``free``: not along the index of that order."""
    identity, column = asked.listed.identity, asked.sort.column
    query = select(column.label("key"), identity.label("id")).where(*asked.listed.base())
    if filtered:
        query = query.where(*[asked.listed.holds[one.key](tx, one) for one in asked.filters.conditions])
    if asked.sort.join is not None:
        query = asked.sort.join(query)
    if asked.after is not None:
        place = tuple_(literal(asked.after[0], column.type), literal(asked.after[1]))
        here = tuple_(column, identity)
        query = query.where(here < place if asked.backwards else here > place)
    # coalesce with nothing changes no value, but keeps SQLite from walking along the index for them
    ends = [func.coalesce(column, null(), type_=column.type) if free else column, identity]
    return query.order_by(*[end.desc() if asked.backwards else end for end in ends])


def count(store: Store, listed: Listed[Any], filters: Filters | None = None) -> int:
    """How many rows there are; apart from the pages, because it reads all of them."""
    asked = filters or Filters()
    with store.read() as tx:
        query = select(listed.identity).where(
            *listed.base(), *[listed.holds[one.key](tx, one) for one in asked.conditions]
        )
        if asked.words:
            query = query.where(listed.meant(tx, asked.words))
        return int(tx.scalar(select(func.count()).select_from(query.subquery())))


def _sort(listed: Listed[Any], sort: str) -> tuple[Sort, bool]:
    name = sort.removeprefix("-")
    if name not in listed.sorts:
        raise Mistake(
            N_("This list cannot be sorted by ‘{name}’; use {choices}."), name=name, choices=", ".join(listed.sorts)
        )
    return listed.sorts[name], sort.startswith("-")


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
