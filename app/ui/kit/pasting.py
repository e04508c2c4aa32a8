"""Rows of a list as text that spreadsheets take: tabs between cells, titles first."""

from collections.abc import Sequence
from typing import Any

from app.i18n import MINUS, Say
from app.ui.kit.columns import Cell, Column, Kind
from app.ui.kit.table_reading import Record

_BEGINS_FORMULA = ("=", "+", "-", "@")


def as_table(columns: Sequence[Column[Any]], records: Sequence[Record[Any]], say: Say) -> str:
    """Titles and rows, one a line; only what the columns show leaves the program."""
    lines = [[column.heading(say) for column in columns], *([*map(pasted, one.cells, columns)] for one in records)]
    return "\n".join("\t".join(line) for line in lines)


def pasted(cell: Cell, column: Column[Any]) -> str:
    """A cell on one line, with an ASCII minus for figures; no name becomes a formula."""
    text = f"{cell.text}, {cell.second}" if cell.second and column.kind == Kind.TWO_LINES else cell.text
    text = " ".join(text.split())
    if column.kind in (Kind.MONEY, Kind.NUMBER):
        return text.replace(MINUS, "-")
    return f"'{text}" if text.startswith(_BEGINS_FORMULA) and column.kind != Kind.PHONE else text
