"""Tables on paper: groups that keep their totals, sums carried from page to page, the head on each page.

Drawn row by row, so that ten thousand rows take ten times as long as one thousand.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum

from app.reports.columns import Column, head_style, lay_out
from app.reports.look import Align, Style, Tone, Weight
from app.reports.sheet import Sheet

__all__ = ["Cell", "Group", "Kind", "Mark", "Row", "Table", "draw"]

_KEEP = 2
"""So many rows stay with the head before them and with the total behind them."""
_TICK = 0.82
_NOTE_SMALLER = 0.9
_HIGHEST_ROW = 7
"""Lines of one row; more go on in a row of their own, so that every row finds room on a page."""


class Kind(Enum):
    """What a row is, and so how it looks."""

    PLAIN = "plain"
    STRONG = "strong"
    """A line of the ladder that matters: grey ground, bold."""
    SUM = "sum"
    TOTAL = "total"
    """The last word: white on black."""
    CARRY = "carry"


class Mark(Enum):
    """A sign beside a text, drawn, because fonts lack it."""

    UP = "up"
    DOWN = "down"
    TICK = "tick"
    """An empty box to tick by hand."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with something special; a plain ``str`` does for most."""

    text: str = ""
    tail: str = ""
    """Smaller and grey behind the text; the first to be shortened."""
    weight: Weight | None = None
    tone: Tone | None = None
    mark: Mark | None = None
    reach: bool = False
    """May go on over the empty cells to its right; the first cell of a sum always does."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``adds`` are its exact values for the sums that are carried."""

    cells: Sequence[str | Cell]
    adds: tuple[Decimal, ...] = ()
    kind: Kind = Kind.PLAIN
    notes: tuple[str, ...] = ()
    """Paragraphs below, smaller, in the first text column of a table that wraps."""
    below: tuple[tuple[str, Style], ...] = ()
    """Lines below, broken to the width of the column; made by the table from its text and notes."""


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading, with their total; the total never stands alone at the head of a page."""

    rows: Sequence[Row]
    title: str = ""
    total: Row | None = None


@dataclass(frozen=True)
class Table:
    """What is printed, and how it goes on from page to page."""

    columns: Sequence[Column]
    groups: Sequence[Group]
    total: Row | None = None
    """Below all groups, on the same page as the end of the last one."""
    carry: Callable[[tuple[Decimal, ...], bool], Row] | None = None
    """Makes the row “carried forward” (true) or “brought forward” (false) from the sums so far."""
    on_new_page: Callable[[], None] | None = None
    """Draws what stands above the head on the following pages: “continued”."""
    empty: str = ""
    """Stands in the place of rows when there are none."""
    size: float = 8.4
    head: bool = True
    wrap: bool = False
    """Wrap the first text column instead of shortening it."""
    below: float = 0.0
    """Points that must be left below the last row: what follows belongs to it."""


def draw(sheet: Sheet, table: Table) -> None:
    """From the cursor down, over as many pages as it takes; the cursor ends below the last row."""
    _Drawing(sheet, table).run()


class _Drawing:
    def __init__(self, sheet: Sheet, table: Table) -> None:
        self.sheet = sheet
        self.table = table
        self.layout = lay_out(table.columns, _texts(table), sheet.setter, sheet.width, table.size)
        self.style = Style(self.layout.size)
        self.pitch = self.layout.size * 1.74
        self.note = Style(max(self.layout.size * _NOTE_SMALLER, 7.0), Weight.REGULAR, Tone.TEXT)
        self.sums: tuple[Decimal, ...] = ()
        self.placed = False
        self.columns = [table.columns[index] for index in self.layout.shown]

    def run(self) -> None:
        chunks = list(self._chunks()) if any(group.rows for group in self.table.groups) else [self._nothing()]
        self._begin(self._height(chunks[0]))
        last = len(chunks) - 1
        for number, chunk in enumerate(chunks):
            reserve = self._carry_height if number < last else self.table.below
            if self.placed and self.sheet.room < self._height(chunk) + reserve:
                self._turn()
            for item in chunk:
                self._place(item)
            self.placed = True

    # --- what belongs together -------------------------------------------------------------------------------------

    def _chunks(self) -> Iterator[list["Row | str"]]:
        """The rows in pieces that may not be torn: a heading with its first rows, a total with the last ones."""
        groups = [group for group in self.table.groups if group.rows or group.total]
        for number, group in enumerate(groups):
            rows: list[Row] = [part for row in group.rows for part in self._fitting(row)]
            totals = [group.total] if group.total else []
            if self.table.total is not None and number == len(groups) - 1:
                totals.append(self.table.total)
            first: list[Row | str] = [group.title] if group.title else []
            keep_first = 1 if first else 0
            keep_last = _KEEP if totals else 0
            if len(rows) <= keep_first + keep_last:
                yield [*first, *rows, *totals]
                continue
            if first:
                yield [*first, *rows[:keep_first]]
            middle = len(rows) - keep_last
            for row in rows[keep_first:middle]:
                yield [row]
            if totals:
                yield [*rows[middle:], *totals]

    def _nothing(self) -> list["Row | str"]:
        texts = [Cell() for _ in self.table.columns]
        names = [index for index, column in enumerate(self.table.columns) if column.share] or [0]
        texts[names[0]] = Cell(self.table.empty, weight=Weight.REGULAR, tone=Tone.TEXT, reach=True)
        row: list[Row | str] = [Row(texts)]
        return [*row, self.table.total] if self.table.total is not None else row

    def _fitting(self, row: Row) -> Iterator[Row]:
        """The row with its text broken to the column, in several rows when it is very long."""
        if not self.table.wrap:
            yield row
            return
        row = self._wrapped(row)
        yield replace(row, below=row.below[: _HIGHEST_ROW - 1])
        for start in range(_HIGHEST_ROW - 1, len(row.below), _HIGHEST_ROW):
            yield Row([""] * len(self.table.columns), below=row.below[start : start + _HIGHEST_ROW])

    def _wrapped(self, row: Row) -> Row:
        index = next(i for i, column in enumerate(self.table.columns) if column.share)
        left, right = self.layout.edges[self.layout.shown.index(index)]
        cell = _cell(row.cells[index])
        setter, room = self.sheet.setter, right - left
        style = self._style(row, cell, self.table.columns[index])
        first, *more = setter.wrap(cell.text, style, room)
        notes = [(line, self.note) for note in row.notes for line in setter.wrap(note, self.note, room)]
        cells = [*row.cells[:index], replace(cell, text=first), *row.cells[index + 1 :]]
        return replace(row, cells=cells, below=(*((line, style) for line in more), *notes))

    # --- from page to page -----------------------------------------------------------------------------------------

    @property
    def _carry_height(self) -> float:
        return self.pitch + 3 if self.table.carry is not None else 0.0

    @property
    def _head_height(self) -> float:
        if not self.table.head:
            return 3.0
        return 3 + self.layout.head_lines * (self.layout.size - 0.6) * 1.3 + 2

    def _begin(self, first: float) -> None:
        if self.sheet.room < self._head_height + first + self._carry_height:
            self.sheet.new_page()
            if self.table.on_new_page:
                self.table.on_new_page()
        self._head()

    def _turn(self) -> None:
        if self.table.carry is not None and self.sums:
            self.sheet.y += 3
            self._row(self.table.carry(self.sums, True))
        self.sheet.new_page()
        if self.table.on_new_page:
            self.table.on_new_page()
        self._head()
        if self.table.carry is not None and self.sums:
            self._row(self.table.carry(self.sums, False))

    def _head(self) -> None:
        if not self.table.head:
            self.sheet.y += self._head_height
            return
        sheet, layout = self.sheet, self.layout
        step = (layout.size - 0.6) * 1.3
        low = sheet.y + self._head_height
        for column, (left, right), lines in zip(self.columns, layout.edges, layout.titles, strict=True):
            style = head_style(column, layout.size)
            for up, line in enumerate(reversed(lines)):
                x = {Align.LEFT: left, Align.RIGHT: right, Align.CENTRE: (left + right) / 2}[column.align]
                text = sheet.elide(line, style, right - left) if column.share else line
                sheet.write(sheet.left + x, low - 4 - up * step, text, style, column.align)
        sheet.line(sheet.left, low, sheet.right, low, tone=Tone.INK, thick=1.0)
        sheet.y = low

    # --- one row ---------------------------------------------------------------------------------------------------

    def _height(self, chunk: Sequence["Row | str"]) -> float:
        return sum(self._row_height(item) for item in chunk)

    def _row_height(self, item: "Row | str") -> float:
        if isinstance(item, str):
            return self.pitch + (5 if self.placed else 0)
        before = {Kind.TOTAL: 4.0, Kind.SUM: 0.6}.get(item.kind, 0.0)
        return self.pitch + _height_of(item.below) + before

    def _place(self, item: "Row | str") -> None:
        if isinstance(item, str):
            self._group_head(item)
            return
        if item.adds:
            before = self.sums or (Decimal(0),) * len(item.adds)
            self.sums = tuple(map(Decimal.__add__, before, item.adds))
        self._row(item)

    def _group_head(self, title: str) -> None:
        sheet = self.sheet
        sheet.y += self._row_height(title)
        style = replace(self.style, weight=Weight.BOLD, tone=Tone.TEXT)
        sheet.fitted(sheet.left + 3.2, sheet.y - self.pitch * 0.32, title, style, room=sheet.width - 6.4)
        sheet.line(sheet.left, sheet.y, sheet.right, sheet.y, tone=Tone.STRONG, thick=0.7)

    def _row(self, row: Row) -> None:
        sheet = self.sheet
        height = self._row_height(row)
        more = _height_of(row.below)
        top = sheet.y + height - self.pitch - more
        if row.kind is not Kind.PLAIN:
            ground = Tone.INK if row.kind is Kind.TOTAL else Tone.SUBTLE
            sheet.box(sheet.left, top, sheet.width, self.pitch + more, fill=ground)
        baseline = top + self.pitch * 0.68
        for index, column, (left, right) in zip(self.layout.shown, self.columns, self.layout.edges, strict=True):
            self._cell(row, _cell(row.cells[index]), column, (left, right), baseline)
        self._below(row, baseline)
        sheet.y += height
        if row.kind is not Kind.TOTAL:
            sheet.line(sheet.left, sheet.y, sheet.right, sheet.y, thick=0.6)

    def _cell(self, row: Row, cell: Cell, column: Column, edges: tuple[float, float], y: float) -> None:
        if not cell.text and cell.mark is None:
            return
        sheet = self.sheet
        left, right = edges
        style = self._style(row, cell, column)
        if cell.reach or (row.kind is not Kind.PLAIN and column is self.columns[0]):
            self._text(cell, style, left, max(right, self._free_until(row, column)), y)
        elif column.share:
            self._text(cell, style, left, right, y)
        elif column.align is Align.CENTRE:
            sheet.write(sheet.left + (left + right) / 2, y, cell.text, style, Align.CENTRE)
        elif column.align is Align.LEFT:
            self._text(cell, style, left, right + 1, y)
        else:
            sheet.squeeze(sheet.left + right, y, cell.text, style, right - left + 2)
            if cell.mark is not None:
                x = sheet.left + right - sheet.text_width(cell.text, style) - 3
                _triangle(sheet, x, y, self.layout.size, up=cell.mark is Mark.UP)

    def _style(self, row: Row, cell: Cell, column: Column) -> Style:
        if row.kind is Kind.PLAIN:
            return Style(self.layout.size, cell.weight or column.weight, cell.tone or column.tone)
        tone = Tone.WHITE if row.kind is Kind.TOTAL else cell.tone or Tone.INK
        return Style(self.layout.size, cell.weight or Weight.BOLD, tone)

    def _free_until(self, row: Row, column: Column) -> float:
        """How far a name may reach: up to the next cell that holds something."""
        place = self.columns.index(column)
        right = self.layout.edges[place][1]
        for index, (_, edge) in list(zip(self.layout.shown, self.layout.edges, strict=True))[place + 1 :]:
            if _cell(row.cells[index]).text:
                break
            right = edge
        return right

    def _text(self, cell: Cell, style: Style, left: float, right: float, y: float) -> None:
        sheet = self.sheet
        if cell.mark is Mark.TICK:
            size = self.layout.size * _TICK
            sheet.box(sheet.left + left, y - size + 0.8, size, size, edge=Tone.INK, thick=0.7)
            left += size + 5
        text = sheet.elide(cell.text, style, right - left)
        sheet.write(sheet.left + left, y, text, style)
        left += sheet.text_width(text, style) + 4
        small = self.note if style.tone is not Tone.WHITE else style
        if cell.tail and right - left > 3 * small.size:
            sheet.fitted(sheet.left + left, y, cell.tail, small, room=right - left)

    def _below(self, row: Row, y: float) -> None:
        if not row.below:
            return
        place = next(i for i, column in enumerate(self.columns) if column.share)
        left = self.sheet.left + self.layout.edges[place][0]
        for line, style in row.below:
            y += style.leading
            self.sheet.write(left, y, line, style)


def _height_of(below: Sequence[tuple[str, Style]]) -> float:
    return sum(style.leading for _, style in below)


def _cell(cell: str | Cell) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _texts(table: Table) -> Iterator[Sequence[str]]:
    """The contents that decide the widths of the columns."""
    for group in table.groups:
        for row in group.rows:
            yield [cell if isinstance(cell, str) else _measured(cell) for cell in row.cells]
    totals = [group.total for group in table.groups] + [table.total]
    for total in totals:
        if total is not None:
            yield _without_name(total)
    if table.carry is not None and table.total is not None and table.total.adds:
        yield _without_name(table.carry(table.total.adds, True))


def _without_name(row: Row) -> Sequence[str]:
    # the name of a sum reaches over the columns beside it, it does not widen its own
    return ["", *(_cell(cell).text for cell in row.cells[1:])]


def _measured(cell: Cell) -> str:
    if cell.reach:
        return ""
    # a sign takes the room of two digits beside its text
    return cell.text + "00" if cell.mark else cell.text


def _triangle(sheet: Sheet, x: float, y: float, size: float, *, up: bool) -> None:
    """A small triangle that ends at ``x``, its foot near the baseline."""
    side = size * 0.5
    low, high = y - size * 0.1, y - size * 0.1 - side
    points = [(x - side, low), (x, low), (x - side / 2, high)]
    if not up:
        points = [(x - side, high), (x, high), (x - side / 2, low)]
    sheet.shape(points, Tone.INK)
