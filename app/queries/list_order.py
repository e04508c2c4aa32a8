"""The orders that lists come in, and statements for the rows that follow a place in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Integer, Select, and_, func, literal_column, or_, select, tuple_, union_all

from app.domain import rights
from app.domain.refusal import N_, Mistake
from app.store.session import Read

if TYPE_CHECKING:
    from app.queries.listing import Join, Listed

ALL = 10_000_000
"""More than any list has."""

NEAR, FITTING = 250, 5
"""A server walks along the list when so many of the next rows fit,"""
FAR = 200
"""and so many rows for each that is wanted."""


@dataclass(frozen=True, slots=True)
class End:
    """A column of an order, and whether its largest values come first."""

    column: Any
    backwards: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The columns of an order, the id last and in the direction of the one before, and what they need.

    ``steady`` ones are the same every day.
    """

    ends: Sequence[End]
    joins: "Sequence[Join]"
    steady: bool

    def of(self, listed: "Listed[Any]", here: Sequence[Any], count: int) -> Any:  # noqa: ANN401 - a statement
        """Rows in this order and one more than ``count``, after ``here`` if that is not empty."""
        # nothing follows all ids, so their places are not asked for
        query = self.anywhere(listed, here, keys=count < ALL)
        return self.first(query, [end.column for end in self.ends], count + 1)

    def anywhere(self, listed: "Listed[Any]", here: Sequence[Any], *more: Any, keys: bool = True) -> Select[Any]:  # noqa: ANN401
        """All rows after ``here`` with their places, in no order."""
        named_keys = [end.column.label(f"key_{at}") for at, end in enumerate(self.ends[:-1]) if keys]
        query = select(*named_keys, listed.identity.label("id"), *more)
        for join in self.joins:
            query = join(query)
        return query.where(_beyond(self.ends, here)) if here else query

    def first(self, query: Any, columns: Iterable[Any], most: int) -> Any:  # noqa: ANN401 - a statement
        """The first rows of a statement in this order; ``columns`` are what it calls the ends."""
        ordered = query.order_by(
            *[column.desc() if end.backwards else column for column, end in zip(columns, self.ends, strict=True)]
        )
        return ordered.limit(literal_column(str(most), Integer)).offset(literal_column("0", Integer))


def order_of(tx: Read, listed: "Listed[Any]", sort: str) -> Order:
    """The order by its name; raises ``Mistake`` for an unknown one, ``NotAllowed`` for one he may not see."""
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
        ends.append(End(column, backwards))
        steady = steady and found.made is None
        if join is not None:
            joins.append(join)
    return Order([*ends, End(listed.identity, ends[-1].backwards)], joins, steady)


def _beyond(ends: Sequence[End], here: Sequence[Any]) -> ColumnElement[bool]:
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


def either(listed: "Listed[Any]", order: Order, here: Sequence[Any], count: int, fits: Any, whole: Any) -> Any:  # noqa: ANN401
    """Both ways in one round trip: along the list where rows that fit are near, else, or when these are too few in a
    bounded part of it, through the index, whose rows are all found before the first ones of them are known.

    ``fits`` and ``whole`` are the conditions of the two.
    """
    base = listed.base()

    def part(most: int) -> Any:  # noqa: ANN401 - a subquery
        rows_ = order.anywhere(listed, here, fits.label("fits")).where(*base)
        return order.first(rows_, [end.column for end in order.ends], most).subquery()

    near, far = part(NEAR), part(FAR * count)
    dense = select(func.count()).select_from(near).where(near.c.fits).scalar_subquery() >= literal_column(str(FITTING))
    places = [column for column in far.c if column is not far.c.fits]
    walk = order.first(select(*places).where(far.c.fits, dense), places, count + 1).cte("walk")
    enough = select(func.count()).select_from(walk).scalar_subquery() > literal_column(str(count), Integer)
    rest = order.anywhere(listed, here).where(*base, whole).cte("rest").prefix_with("MATERIALIZED")
    # the condition stands outside: inside, a server starts its helpers before it sees that there is nothing to do
    both = union_all(select(walk).where(enough), select(rest).where(~enough))
    return order.first(both, both.selected_columns, count + 1)
