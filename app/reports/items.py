"""Sold lines, tax per rate and totals, as on every quote, confirmation, invoice and credit note."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.domain.money import PRICE_PLACES, QUANTITY_PLACES, ZERO
from app.domain.papers import ItemLine, Totals
from app.i18n import N_, Say
from app.reports.columns import Column
from app.reports.letter import amounts_stack
from app.reports.look import QUIET, SMALL, Align, Style, Tone, Weight
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["draw_items", "draw_totals", "places_needed", "tax_name"]

_SIZE = 8.6


def places_needed(values: Sequence[Decimal], least: int, most: int) -> int:
    """Decimals that show every value of a column exactly, so that all of them show as many."""
    places = least
    for value in values:
        exponent = -int(value.normalize().as_tuple().exponent)
        places = min(max(places, exponent), most)
    return places


def tax_name(say: Say, rate: Decimal | None) -> str:
    """A rate with as many decimals as it has."""
    return "–" if rate is None else say.percent(rate, places_needed([rate], 0, 2))


def draw_items(sheet: Sheet, say: Say, lines: Sequence[ItemLine], totals: Totals) -> None:
    """All lines, with the sum carried from page to page; columns nobody uses are left out.

    The last lines go on to the next page when the totals would not find room below them.
    """
    note = (
        N_("Amounts in {currency}, with tax.")
        if totals.prices_include_tax
        else N_("Amounts in {currency}, without tax.")
    )
    sheet.y += 3
    sheet.paragraph(say.text(note, currency=say.currency), SMALL)
    columns = _columns(say, lines)
    quantity = places_needed([line.quantity for line in lines], 0, QUANTITY_PLACES)
    price = places_needed([line.unit_price for line in lines], say.places, PRICE_PLACES)
    rows = [
        Row(
            [write(number, line, quantity, price) for _, write in columns],
            (line.amount,),
            notes=(line.note,) if line.note else (),
        )
        for number, line in enumerate(lines, 1)
    ]
    total = sum((line.amount for line in lines), ZERO)

    def summed(name: str, amount: Decimal, kind: Kind) -> Row:
        return Row([Cell(name), *[""] * (len(columns) - 2), say.money(amount)], (), kind)

    def carry(sums: tuple[Decimal, ...], forward: bool) -> Row:
        name = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return summed(name, sums[0], Kind.CARRY)

    last = summed(say.text(N_("Sum of lines")), total, Kind.SUM)
    empty = say.text(N_("No lines."))
    heads = [column for column, _ in columns]
    below = _totals_height(_steps(say, totals, lines), totals) + 40
    draw(sheet, Table(heads, [Group(rows)], last, carry, empty=empty, size=_SIZE, wrap=True, below=below))


def _totals_height(rows: Sequence[tuple[str, str, bool]], totals: Totals) -> float:
    taxes = sum(15 + (24 if line.reason else 0) for line in totals.taxes) + 14
    return max(len(rows) * 16.0, taxes) + 20


Writer = Callable[[int, ItemLine, int, int], str | Cell]


def _columns(say: Say, lines: Sequence[ItemLine]) -> list[tuple[Column, Writer]]:
    """Column and what it shows of (number, line, decimals of the quantity, decimals of the price)."""

    def quantity(_number: int, line: ItemLine, places: int, _price: int) -> str:
        return f"{say.number(line.quantity, places)} {line.unit}".rstrip()

    found: list[tuple[Column, Writer]] = [(Column("#", tone=Tone.TEXT), lambda number, *_: str(number))]
    if any(line.code for line in lines):
        found.append((Column(say.text(N_("Code")), Align.LEFT, tone=Tone.TEXT), lambda _, line, *__: line.code[:18]))
    found += [
        (Column(say.text(N_("Description")), Align.LEFT, Weight.SEMIBOLD, share=1.0), lambda _, line, *__: line.name),
        (Column(say.text(N_("Quantity"))), quantity),
        (Column(say.text(N_("Unit price"))), lambda _, line, __, price: say.number(line.unit_price, price)),
    ]
    if any(line.discount for line in lines):
        title = say.text(N_("Discount"))
        found.append((Column(title), lambda _, line, *__: tax_name(say, line.discount) if line.discount else ""))
    if any(line.tax_rate is not None for line in lines):
        found.append((Column(say.text(N_("Tax rate"))), lambda _, line, *__: tax_name(say, line.tax_rate)))
    amount = Column(say.text(N_("Amount")), weight=Weight.BOLD)
    found.append((amount, lambda _, line, *__: say.money(line.amount)))
    return found


def draw_totals(
    sheet: Sheet, say: Say, totals: Totals, lines: Sequence[ItemLine], more: Sequence[tuple[str, str, bool]] = ()
) -> None:
    """Tax per rate on the left, from the lines to the total on the right, always together on one page.

    ``more`` are rows below the total: (label, amount, strong).
    """
    rows = [*_steps(say, totals, lines), *more]
    sheet.need(_totals_height(rows, totals))
    sheet.y += 10
    top = sheet.y
    middle = sheet.left + sheet.width * 0.5
    _taxes(sheet, say, totals, sheet.width * 0.44)
    low = sheet.y
    sheet.y = top
    amounts_stack(sheet, middle, rows)
    sheet.y = max(sheet.y, low) + 6


def _steps(say: Say, totals: Totals, lines: Sequence[ItemLine]) -> list[tuple[str, str, bool]]:
    rows: list[tuple[str, str, bool]] = []
    if totals.order_discount or totals.freight:
        rows.append((say.text(N_("Sum of lines")), say.money(sum((line.amount for line in lines), ZERO)), False))
    if totals.order_discount:
        percent = totals.order_discount_percent
        name = (
            say.text(N_("Order discount"))
            if percent is None
            else say.text(N_("Order discount {percent}"), percent=tax_name(say, percent))
        )
        rows.append((name, say.money(-totals.order_discount), False))
    if totals.freight:
        rows.append((say.text(N_("Delivery")), say.money(totals.freight), False))
    rows.append((say.text(N_("Net, without tax")), say.money(totals.net), False))
    rows.append((say.text(N_("Tax")), say.money(totals.tax), False))
    rows.append((say.text(N_("Total")), say.money_with_currency(totals.gross), True))
    return rows


def _taxes(sheet: Sheet, say: Say, totals: Totals, width: float) -> None:
    """Rate, net and tax per rate; the reason where there is no tax."""
    head = Style(7.6, Weight.SEMIBOLD, Tone.TEXT)
    small = Style(8.2)
    x1, x2, x3 = sheet.left, sheet.left + width * 0.66, sheet.left + width
    sheet.y += 9
    sheet.fitted(x1, sheet.y, say.text(N_("Tax rate")), head, room=width * 0.3)
    sheet.write(x2, sheet.y, say.text(N_("Net")), head, Align.RIGHT)
    sheet.write(x3, sheet.y, say.text(N_("Tax")), head, Align.RIGHT)
    sheet.y += 4
    sheet.line(x1, sheet.y, x3, sheet.y, tone=Tone.INK, thick=0.7)
    for line in totals.taxes:
        sheet.y += 11
        name = say.text(N_("no tax")) if line.rate is None else tax_name(say, line.rate)
        sheet.write(x1, sheet.y, name, small)
        sheet.write(x2, sheet.y, say.money(line.net), small, Align.RIGHT)
        sheet.write(x3, sheet.y, say.money(line.tax), small, Align.RIGHT)
        sheet.y += 3.5
        if line.reason:
            sheet.paragraph(line.reason, QUIET.sized(7.4), room=width)
            sheet.y += 2
        sheet.line(x1, sheet.y, x3, sheet.y, thick=0.6)
