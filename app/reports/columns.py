"""Columns of a printed table: what they hold, and how wide they become so that no figure is ever cut."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.reports.look import SMALLEST, Align, Style, Tone, Weight
from app.reports.typeset import Typesetter

__all__ = ["Column", "Layout", "lay_out"]

_LEAST_TEXT = 70.0
"""Points a text column keeps before the type of the table becomes smaller."""
_HEAD_SMALLER = 0.6
_SIZE_STEP = 0.2
_WORDS_MEASURED = 2000
_MOST_SPREAD = 13.0
"""Points a figure column gains at most when the texts leave room."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column; a text column takes a share of what the others leave, the others are as wide as their content."""

    title: str = ""
    align: Align = Align.RIGHT
    weight: Weight = Weight.REGULAR
    tone: Tone = Tone.INK
    share: float = 0.0
    """Above 0: a text column; its content is shortened or wrapped, never its figures."""
    strong_title: bool = False
    spare: bool = False
    """May be left out when the sheet is too narrow even for the smallest type."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each column stands; ``shown`` are the indices of the columns that found room."""

    shown: tuple[int, ...]
    edges: tuple[tuple[float, float], ...]
    """(left, right) of each shown column's content, from the left margin."""
    titles: tuple[tuple[str, ...], ...]
    """Lines of each shown column's title."""
    size: float
    """Of the type."""

    @property
    def head_lines(self) -> int:
        """Lines of the highest title."""
        return max((len(lines) for lines in self.titles), default=0)


def lay_out(
    columns: Sequence[Column], rows: Iterable[Sequence[str]], setter: Typesetter, width: float, size: float
) -> Layout:
    """Widths from the longest content of each figure column.

    The type becomes smaller, down to 7 points, before a spare column is dropped, last first. ``rows`` is read once.
    """
    longest = _longest(columns, rows)
    shown = tuple(range(len(columns)))
    while True:
        fitting = _try_sizes([columns[i] for i in shown], [longest[i] for i in shown], setter, width, size)
        spare = [i for i in shown if columns[i].spare]
        if fitting is not None or not spare:
            break
        shown = tuple(i for i in shown if i != spare[-1])
    if fitting is None:
        fitting = _squeezed([columns[i] for i in shown], [longest[i] for i in shown], setter, width)
    widths, titles, size, gap = fitting
    edges: list[tuple[float, float]] = []
    x = 0.0
    for one in widths:
        edges.append((x + gap, x + one - gap))
        x += one
    return Layout(shown, tuple(edges), tuple(titles), size)


def _longest(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> list[list[str]]:
    """Per column the texts that may be its widest.

    Digits are equally wide, so of figures only the longest count; of words any may be.
    """
    found: list[set[str]] = [set() for _ in columns]
    most = [0] * len(columns)
    figures = [index for index, column in enumerate(columns) if column.align is Align.RIGHT]
    words = [index for index, column in enumerate(columns) if column.align is not Align.RIGHT]
    for row in rows:
        for index in figures:
            length = len(row[index])
            if length + 1 >= most[index] and length:
                most[index] = max(most[index], length)
                found[index].add(row[index])
        for index in words:
            if len(found[index]) < _WORDS_MEASURED:
                found[index].add(row[index])
    return [sorted(one) for one in found]


Fitting = tuple[list[float], list[tuple[str, ...]], float, float]


def _try_sizes(
    columns: list[Column], longest: list[list[str]], setter: Typesetter, width: float, size: float
) -> Fitting | None:
    while True:
        for gap, wrap_titles in ((3.2, False), (2.6, True), (1.6, True)):
            needs, titles = _needs(columns, longest, setter, size, wrap=wrap_titles)
            needs = [need + 2 * gap for need in needs]
            left = width - sum(needs)
            if left >= sum(_least(column) for column in columns):
                natural = _natural(columns, longest, setter, size) + 2 * gap
                return _spread(columns, needs, left, max(left - natural, 0.0)), titles, size, gap
        if size <= SMALLEST:
            return None
        size = max(SMALLEST, size - _SIZE_STEP)


def _least(column: Column) -> float:
    return _LEAST_TEXT * min(column.share, 1.0)


def _natural(columns: list[Column], longest: list[list[str]], setter: Typesetter, size: float) -> float:
    """What the texts would like to have."""
    style = Style(size, Weight.SEMIBOLD)
    return sum(
        max((setter.width(text, style) for text in texts), default=0.0) + 12
        for column, texts in zip(columns, longest, strict=True)
        if column.share
    )


def _spread(columns: list[Column], needs: list[float], left: float, spare: float) -> list[float]:
    """The width that is left, to the texts by their shares; what they do not need, first to the figures."""
    shares = sum(column.share for column in columns)
    others = sum(not column.share for column in columns) or 1
    each = left / others if not shares else min(spare / others, _MOST_SPREAD)
    left -= each * others
    return [
        need + (left * column.share / shares if column.share else each)
        for column, need in zip(columns, needs, strict=True)
    ]


def _squeezed(columns: list[Column], longest: list[list[str]], setter: Typesetter, width: float) -> Fitting:
    """Nothing fits: figures are drawn narrower, in proportion."""
    needs, titles = _needs(columns, longest, setter, SMALLEST, wrap=True)
    needs = [need + 2.4 + _least(column) for need, column in zip(needs, columns, strict=True)]
    scale = width / sum(needs)
    return [need * scale for need in needs], titles, SMALLEST, 1.2


def _needs(
    columns: list[Column], longest: list[list[str]], setter: Typesetter, size: float, *, wrap: bool
) -> tuple[list[float], list[tuple[str, ...]]]:
    needs: list[float] = []
    titles: list[tuple[str, ...]] = []
    for column, texts in zip(columns, longest, strict=True):
        style = Style(size, Weight.BOLD)
        content = max((setter.width(text, style) for text in texts), default=0.0)
        head = head_style(column, size)
        lines: tuple[str, ...] = (column.title,)
        if wrap and not column.share:
            widest = max((setter.width(word, head) for word in column.title.split(" ")), default=0.0)
            lines = tuple(setter.wrap(column.title, head, max(widest, content) + 0.01))
        title = max((setter.width(line, head) for line in lines), default=0.0)
        needs.append(0.0 if column.share else max(content, title))
        titles.append(lines)
    return needs, titles


def head_style(column: Column, size: float) -> Style:
    """How a column's title is set in a table of this size."""
    style = Style(max(size - _HEAD_SMALLER, SMALLEST), Weight.SEMIBOLD, Tone.TEXT)
    return replace(style, weight=Weight.BOLD, tone=Tone.INK) if column.strong_title else style
