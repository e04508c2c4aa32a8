"""The columns of the products' list."""

from collections.abc import Sequence
from dataclasses import replace

from app.domain.money import PRICE_PLACES
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.product_list import ProductRow
from app.ui.kit.columns import Cell, Column, Kind, Moment, Status

NAMES = {
    "name": N_("Name"),
    "code": N_("Code"),
    "category": N_("Category"),
    "price": N_("List price"),
    "level": N_("Level"),
    "mark": N_("Mark"),
    "supplier": N_("Supplier code"),
    "barcode": N_("Barcode"),
    "available": N_("Availability"),
    "active": N_("Active"),
}

MARKS = {
    "promote": Status(N_("Promote"), "ok", "promote"),
    "restrict": Status(N_("Restrict"), "warn", "restrict"),
    "ended": Status(N_("Not sold any more"), "neutral", "avoid", struck=True),
}


class MarkColumn(Column[ProductRow]):
    """Words in a tone where there is a mark; most products have none and show nothing."""

    def cell(self, row: ProductRow, say: Say, moment: Moment) -> Cell:
        """The mark in words."""
        key = self.value(row)
        if not key:
            return Cell(sentence=say.text(N_("{title}: none"), title=self.heading(say)))
        status = MARKS[key]
        made = Cell(say.text(status.title), tone=status.tone, struck=status.struck)
        return replace(made, tip=made.text, sentence=f"{self.heading(say)}: {made.text}")


def _mark(row: ProductRow) -> str:
    return row.mark if row.active else "ended"


def _no_cost(row: ProductRow, say: Say, _moment: Moment) -> str:
    return say.text(N_("No cost is known: sales of it count without cost.")) if row.cost is None else ""


_PLAIN: tuple[Column[ProductRow], ...] = (
    Column("code", N_("Code"), lambda row: row.code, Kind.CODE, sort="code", sample="TX-0610"),
    Column("product", N_("Product"), lambda row: (row.name, row.availability), Kind.TWO_LINES, sort="name",
           stretch=True),
    Column("category", N_("Category"), lambda row: row.category, sort="category", sample="Guest amenities"),
    Column("unit", N_("Unit"), lambda row: row.unit, sample="pc"),
    Column("price", N_("List price {currency}"), lambda row: row.price, Kind.PRICE, sort="price"),
    Column("tax", N_("Tax rate"), lambda row: row.tax_rate, Kind.PERCENT, usual=False),
    Column("level", N_("Level"), lambda row: row.level, Kind.LEVEL),
    Column("sold_level", N_("Level, 12 months"), lambda row: row.sold_level, Kind.LEVEL),
    MarkColumn("mark", N_("Mark"), _mark, statuses=MARKS),
    Column("supplier_code", N_("Supplier code"), lambda row: row.supplier_code, sample="AB-1200", usual=False),
    Column("barcode", N_("Barcode"), lambda row: row.barcode, sample="8400000000000", usual=False),
)  # fmt: skip
_SECRET: tuple[Column[ProductRow], ...] = (
    Column("cost", N_("Cost {currency}"), lambda row: row.cost, Kind.PRICE, places=PRICE_PLACES, tip=_no_cost),
    Column("margin", N_("Margin"), lambda row: row.margin, Kind.PERCENT, places=1),
)


def columns(sees_profit: bool) -> Sequence[Column[ProductRow]]:
    """What this person sees; cost and margin only with the right to them."""
    return (*_PLAIN[:6], *_SECRET, *_PLAIN[6:]) if sees_profit else _PLAIN
