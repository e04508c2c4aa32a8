"""What tables ask the database, off the window's thread: first page, ids further down, rows by id, count.

Pages come by key, so nothing costs more at the end of a list than at its beginning. To stand at any row, a table only
needs the ids up to there, from whichever end is nearer; they are read without their rows, a thousand at a time.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from time import monotonic
from types import ModuleType
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from app.domain.filters import Filters, parse
from app.domain.text import folded
from app.i18n import Say
from app.queries.lists import Declared, Page, Place
from app.ui.kit.columns import Cell, Column, Moment

if TYPE_CHECKING:
    from app.queries.listing import Listed

R = TypeVar("R")
Answer = TypeVar("Answer")

FIRST_ROWS = 100
SLICE_SECONDS = 0.15
"""A walk pauses after so long: other questions wait in the same line."""


def _listing() -> ModuleType:
    # not needed for the first page of a list that is declared: a desk opens sooner without it
    from app.queries import listing  # noqa: PLC0415

    return listing


@dataclass(frozen=True, slots=True)
class Question(Generic[R]):
    """What a table shows: a list, its columns, the view's and the person's filter texts, a sort, a language."""

    listed: "Listed[R] | Declared[R]"
    columns: Sequence[Column[R]]
    say: Say
    view: str = ""
    text: str = ""
    sort: str = ""

    @property
    def whole(self) -> "Listed[R]":
        """The list with its statements."""
        return self.listed.whole if isinstance(self.listed, Declared) else self.listed

    @property
    def sorted_by(self) -> str:
        """The sort that holds, with a minus for descending."""
        return self.sort or self.listed.default

    @property
    def backwards(self) -> str:
        """The same order from its end."""
        return opposite(self.sorted_by)


def opposite(sort: str) -> str:
    """A sort the other way round."""
    return ",".join(part[1:] if part.startswith("-") else f"-{part}" for part in sort.split(","))


def with_second(sort: str, key: str, first: str) -> str:
    """The sort with a column added behind the others (as ``first``), or turned round where it is one of them."""
    parts = sort.split(",")
    for at, part in enumerate(parts):
        if part.removeprefix("-") == key:
            return ",".join([*parts[:at], opposite(part), *parts[at + 1 :]])
    return ",".join([*parts, first])


@dataclass(frozen=True, slots=True)
class Record(Generic[R]):
    """A row as it was read, and its cells."""

    row: R
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """Ids in order, and where they go on (``None``: this is the end)."""

    ids: Sequence[int]
    next: Place | None


@dataclass(frozen=True, slots=True)
class Opened(Generic[R]):
    """The beginning of a list; ``total`` is ``None`` while nobody has counted."""

    filters: Filters
    walked: Walked
    records: dict[int, Record[R]]
    total: int | None


@dataclass(frozen=True, slots=True)
class Sought:
    """The row that typing leads to, and the ids that were read on the way."""

    id: int | None
    walked: Walked | None


@dataclass(frozen=True, slots=True)
class Tagged(Generic[Answer]):
    """An answer or an error with the number of the question it belongs to."""

    epoch: int
    answer: Answer | None
    error: Exception | None = None


def tagged(store: Any, *, epoch: int, work: Callable[[Any], Answer]) -> Tagged[Answer]:  # noqa: ANN401 - the store
    """Carry out a question; errors are answers too, so that a late one can be told from one that matters."""
    try:
        return Tagged(epoch, work(store))
    except Exception as error:  # noqa: BLE001,RUF100 - examined by the model
        return Tagged(epoch, None, error)


def combined(store: Any, question: Question[R]) -> Filters:  # noqa: ANN401
    """The view's filters and those that were typed; raises ``Mistake`` for what was typed wrongly."""
    today = store.today()
    typed = parse(question.text, question.listed.fields, today)
    own = parse(question.view, question.listed.fields, today)
    return Filters(own.conditions + typed.conditions, own.words + typed.words)


def opened(store: Any, *, question: Question[R], depth: int = 0, counted: bool = False) -> Opened[R]:  # noqa: ANN401
    """The first page with its rows, and ids down to ``depth``; raises ``Mistake`` for a wrong filter."""
    filters = combined(store, question)
    page = _first_page(store, question, filters)
    ids = [identity(row) for row in page.rows]
    walk = Walked(ids, page.next)
    if page.next is not None and depth > len(ids):
        more = walked(store, question=question, filters=filters, after=page.next, count=depth - len(ids), seconds=60)
        walk = Walked([*ids, *more.ids], more.next)
    total = len(walk.ids) if walk.next is None else count(store, question, filters) if counted else None
    return Opened(filters, walk, records_of(store, question, page.rows), total)


def _first_page(store: Any, question: Question[R], filters: Filters) -> Page[R]:  # noqa: ANN401
    listed = question.listed
    if isinstance(listed, Declared):
        page = listed.first(store, question.view, question.text, question.sorted_by, FIRST_ROWS)
        if page is not None:
            return page
    found: Page[R] = _listing().page(
        store, question.whole, filters=filters, sort=question.sorted_by, limit=FIRST_ROWS
    )  # fmt: skip
    return found


def count(store: Any, question: Question[R], filters: Filters) -> int:  # noqa: ANN401
    """How many rows there are."""
    return int(_listing().count(store, question.whole, filters))


def totalled(store: Any, *, question: Question[Any], keys: Sequence[str]) -> Mapping[str, Any]:  # noqa: ANN401
    """The sums of columns over everything that the question matches."""
    found: Mapping[str, Any] = _listing().totals(store, question.whole, combined(store, question), keys)
    return found


def counted(store: Any, *, listed: "Listed[Any] | Declared[Any]", text: str) -> int:  # noqa: ANN401
    """How many rows a filter text has."""
    whole = listed.whole if isinstance(listed, Declared) else listed
    return int(_listing().count(store, whole, parse(text, listed.fields, store.today())))


def walked(
    store: Any,  # noqa: ANN401
    *,
    question: Question[R],
    filters: Filters,
    after: Place | None,
    count: int,
    sort: str = "",
    seconds: float = SLICE_SECONDS,
) -> Walked:
    """At least ``count`` ids after a place, unless the list or the time ends before."""
    listing, listed = _listing(), question.whole
    end = monotonic() + seconds
    ids: list[int] = []
    while True:
        page = listing.ids(store, listed, filters=filters, sort=sort or question.sorted_by, after=after)
        ids += page.rows
        after = page.next
        if after is None or len(ids) >= count or monotonic() > end:
            return Walked(ids, after)


def rows(store: Any, *, question: Question[R], ids: Sequence[int]) -> dict[int, Record[R]]:  # noqa: ANN401
    """Rows by id, in one statement; one that has vanished is missing."""
    with store.read() as tx:
        found = question.whole.rows(tx, ids)
    return records_of(store, question, found)


def records_of(store: Any, question: Question[R], found: Sequence[R]) -> dict[int, Record[R]]:  # noqa: ANN401
    """Rows with their cells; formatting happens here, not while painting."""
    moment = _moment(store, question.say)
    return {
        identity(row): Record(row, tuple(column.cell(row, question.say, moment) for column in question.columns))
        for row in found
    }


def _moment(store: Any, say: Say) -> Moment:  # noqa: ANN401
    now: datetime = store.now()
    return Moment(now.astimezone(say.zone))


def identity(row: Any) -> int:  # noqa: ANN401 - rows of lists carry their id
    """The id of a row."""
    return int(row.id)


def sought(
    store: Any,  # noqa: ANN401
    *,
    question: Question[R],
    filters: Filters,
    known: Sequence[int],
    after: Place | None,
    text: str,
) -> Sought:
    """The first row at or after ``text`` in a list sorted by folded names, and the ids up to it."""
    listing, place = _listing(), (folded(text), 0)
    page = listing.ids(store, question.whole, filters=filters, sort=question.sorted_by, after=place, limit=1)
    if not page.rows:
        return Sought(None, None)
    target = page.rows[0]
    if target in known:
        return Sought(target, None)
    ids: list[int] = []
    while after is not None and target not in ids[-listing.MOST :]:
        step = walked(store, question=question, filters=filters, after=after, count=listing.MOST)
        ids += step.ids
        after = step.next
    return Sought(target, Walked(ids, after))
