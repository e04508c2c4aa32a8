"""Rows from a spreadsheet become lines: code, quantity, price; what is not known stands at the end, marked."""

from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.queries import products
from app.queries.products import Offer
from app.ui.orders.line import Line, no_product

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

MOST = 500


def _rows(text: str) -> list[list[str]]:
    rows = [row.split("\t") for row in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)][:MOST]


def pasted_codes(text: str) -> list[str]:
    """The codes of what was pasted."""
    return [row[0] for row in _rows(text)]


def pasted_lines(text: str, offers: Mapping[str, Offer], today: date, mark: str, places: int) -> list[Line]:
    """Lines in their order; those whose code nobody knows come last, with what was written."""
    known, unknown = [], []
    for row in _rows(text):
        line = Line()
        offer = offers.get(row[0])
        if offer is None:
            line.wrong["product"] = (row[0], no_product(row[0]))
            unknown.append(line)
        else:
            line.take(offer, today)
            known.append(line)
        for name, cell in zip(("quantity", "price"), row[1:3], strict=False):
            if cell:
                line.write(name, cell, mark, places)
    return known + unknown


class Pasting(QObject):
    """Asks for the products of what was pasted, and puts the lines behind those that are there."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self._editor = editor
        self._text = ""
        editor.frame.view.pasted.connect(self._asked)

    def _asked(self, text: str) -> None:
        editor, self._text = self._editor, text
        customer_id = editor.head.customer_id if editor.head else None
        work = partial(products.by_codes, codes=pasted_codes(text), customer_id=customer_id)
        editor.context.runner.read(self, work, self._found, editor.outcome.failed_to_read)

    def _found(self, offers: dict[str, Offer]) -> None:
        say, lines, view = self._editor.context.say, self._editor.frame.lines, self._editor.frame.view
        for line in pasted_lines(self._text, offers, lines.cells.today, say.decimal_mark, say.places):
            lines.insert(len(lines.lines) - (1 if lines.lines and lines.lines[-1].blank else 0), line)
        wrong = lines.first_wrong()
        if wrong is not None:
            view.open(*wrong)
        else:
            view.begin()
