"""Lists as screens know them before their statements are made, and the pages that they are read in.

Without SQLAlchemy: a screen needs to know which words a list can be filtered by, not how that is asked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.domain.filters import Field

if TYPE_CHECKING:
    from app.queries.listing import Listed

RowT = TypeVar("RowT")
Place = tuple[Any, ...]
"""Where a page ends: the values of its last row under each sort, then its id."""


@dataclass(frozen=True, slots=True)
class Page(Generic[RowT]):
    """Some rows, and where the next ones begin (``None``: these are the last)."""

    rows: Sequence[RowT] = ()
    next: Place | None = None


@dataclass(frozen=True, slots=True)
class Declared(Generic[RowT]):
    """A list whose statements are made by ``module`` (its ``LIST``), which is loaded when the first is asked for.

    ``first`` answers with the list's beginning under a view's text, a typed text and a sort, of at most so many rows,
    as long as the store was asked nothing else; or with nothing, and the list is asked as always.
    """

    module: str
    fields: Sequence[Field]
    default: str
    totals: frozenset[str]
    first: Callable[[Any, str, str, str, int], Page[RowT] | None]

    @property
    def whole(self) -> "Listed[RowT]":
        """The list itself."""
        found: Listed[RowT] = import_module(self.module).LIST
        return found
