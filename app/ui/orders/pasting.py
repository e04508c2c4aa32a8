"""Rows from a spreadsheet become lines: code, quantity, price; what is not known stands at the end, marked."""

from collections.abc import Mapping
from datetime import date

from app.queries.products import Offer
from app.ui.orders.line import Line, no_product

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
