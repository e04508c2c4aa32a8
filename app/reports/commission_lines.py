"""Everything a commission statement rests on: levels, lines, returns, steps and cap, adjustments, payments."""

from collections.abc import Callable, Sequence
from decimal import Decimal

from app.domain.commission import ADJUSTMENT, BANDS, CAP, CLAWBACK, PAID, RELEASED
from app.domain.commission_plan import Steps, Terms, of_bands, percent
from app.domain.commission_statement import Statement, StatementLine
from app.domain.money import ZERO
from app.domain.month import Month
from app.i18n import N_, Say
from app.reports.blocks import continued, heading
from app.reports.columns import Column
from app.reports.compare import Words
from app.reports.items import places_needed
from app.reports.look import Align, Tone, Weight
from app.reports.profit_words import LEVELS
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["draw_lines"]

_SIZE = 8.2
_KEEP = 100.0
"""Points below a heading, so that it never stands alone: head, two rows of two lines, a sum."""
_CAUSES = {
    "order": N_("Order"),
    "bill": N_("Invoice"),
    "back": N_("Return"),
    "paid": N_("Payment"),
}


def draw_lines(sheet: Sheet, one: Statement, say: Say) -> None:
    """All tables, each under its heading; those without rows are left out, but for the lines themselves."""
    _draw_levels(sheet, one, say)
    earned = [line for line in one.lines if line.kind == RELEASED]
    _draw_orders(sheet, say.text(N_("Commission earned")), earned, say)
    returned = [line for line in one.lines if line.kind == CLAWBACK]
    if returned:
        _draw_orders(sheet, say.text(N_("Returned: goods or money came back")), returned, say)
    _draw_steps(sheet, one, say)
    _draw_cap(sheet, one, say)
    _draw_adjustments(sheet, [line for line in one.lines if line.kind == ADJUSTMENT], say)
    _draw_payments(sheet, [line for line in one.lines if line.kind == PAID], say)


_Sums = tuple[Decimal, ...]


def _carry(say: Say, cells: Callable[[_Sums], Sequence[str]]) -> Callable[[_Sums, bool], Row]:
    def made(sums: _Sums, forward: bool) -> Row:
        words = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return Row([Cell(words), *cells(sums)], kind=Kind.CARRY)

    return made


def _sum(lines: Sequence[StatementLine]) -> Decimal:
    return sum((line.amount for line in lines), ZERO)


def _draw_levels(sheet: Sheet, one: Statement, say: Say) -> None:
    """What each level brought; with steps and cap it is what was earned less what was returned."""
    heading(sheet, say.text(N_("By product level")), say.text(N_("earned less returned")), keep=_KEEP)
    columns = [
        Column(say.text(N_("Level")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Base"))),
        Column(say.text(N_("Commission")), weight=Weight.BOLD),
    ]
    rows = [
        Row([Cell(level.level, say.text(LEVELS[level.level])), say.money(level.base), say.money(level.amount)])
        for level in one.levels
    ]
    for name, kind in ((N_("Steps of the month's total"), BANDS), (N_("Over the cap"), CAP)):
        amount = _sum([line for line in one.lines if line.kind == kind])
        if amount:
            rows.append(Row([say.text(name), "", say.money(amount)]))
    total = Row(
        [Cell(say.text(N_("All"))), say.money(one.base), say.money(one.box.earned - one.box.clawed_back)], kind=Kind.SUM
    )
    empty = say.text(N_("No commission became payable in this month."))
    draw(sheet, Table(columns, [Group(rows, total=total)] if rows else [], empty=empty, size=_SIZE))


def _draw_orders(sheet: Sheet, title: str, lines: Sequence[StatementLine], say: Say) -> None:
    """Lines of orders: what they were, and own part of the base × rate."""
    heading(sheet, title, keep=_KEEP)
    rates = places_needed([line.rate for line in lines if line.rate is not None], 0, 2)
    shares = places_needed([line.share for line in lines if line.share is not None], 0, 2)
    columns = [
        Column(say.text(N_("Date")), Align.LEFT),
        Column(say.text(N_("Order")), Align.LEFT, Weight.SEMIBOLD),
        Column(say.text(N_("Customer and product")), Align.LEFT, share=1.0),
        Column(say.text(N_("Level")), Align.CENTRE),
        Column(say.text(N_("Share"))),
        Column(say.text(N_("Own base"))),
        Column(say.text(N_("Rate"))),
        Column(say.text(N_("Commission")), weight=Weight.BOLD, strong_title=True),
        Column(say.text(N_("Origin")), Align.LEFT, tone=Tone.TEXT),
    ]
    rows = [
        Row(
            [
                say.date(line.on), line.order, line.customer, line.level or "–", say.percent(line.share, shares),
                say.money(line.base), say.percent(line.rate, rates), say.money(line.amount),
                say.text(_CAUSES.get(line.cause, "")),
            ],
            (line.base, line.amount),
            notes=_notes(line, say),
        )
        for line in lines
    ]  # fmt: skip

    def sums(found: _Sums) -> Sequence[str]:
        return ["", "", "", "", say.money(found[0]), "", say.money(found[1]), ""]

    found = (sum((line.base for line in lines), ZERO), _sum(lines))
    total = Row([Cell(say.text(N_("All"))), *sums(found)], found, kind=Kind.SUM)
    empty = say.text(N_("No line of an order became payable in this month."))
    draw(
        sheet,
        Table(
            columns, [Group(rows)] if rows else [], total=total if rows else None, carry=_carry(say, sums),
            on_new_page=continued(sheet, say, title), empty=empty, size=_SIZE, wrap=True,
        ),
    )  # fmt: skip


def _notes(line: StatementLine, say: Say) -> tuple[str, ...]:
    """Below the customer: the product, and what is unusual."""
    notes = [line.product] if line.product else []
    if Month.of(line.on) != line.belongs_to:
        notes.append(say.text(N_("belongs to {month}"), month=Words(say).month(line.belongs_to)))
    if line.disputed:
        notes.append(say.text(N_("disputed, waits")))
    return tuple(notes)


def _draw_steps(sheet: Sheet, one: Statement, say: Say) -> None:
    """What the month's total brought, step by step where the steps are known."""
    steps = [line for line in one.lines if line.kind == BANDS]
    if not steps:
        return
    base, amount = sum((line.base for line in steps), ZERO), _sum(steps)
    terms = one.terms
    known = terms is not None and of_bands(base, terms.bands, terms.steps, say.places) == amount
    rows = _step_rows(base, terms, say) if terms is not None and known else []
    note = N_("the whole total at the rate of its step") if terms and terms.steps is Steps.SLAB else N_(
        "each step's part of the total at its own rate"
    )  # fmt: skip
    heading(sheet, say.text(N_("Steps of the month's total")), say.text(note) if rows else "", keep=_KEEP)
    columns = [
        Column(say.text(N_("Step")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Part of the total"))),
        Column(say.text(N_("Rate"))),
        Column(say.text(N_("Commission")), weight=Weight.BOLD),
    ]
    total = Row([Cell(say.text(N_("All"))), say.money(base), "", say.money(amount)], kind=Kind.SUM)
    draw(sheet, Table(columns, [Group(rows, total=total)], size=_SIZE))


def _step_rows(total: Decimal, terms: Terms, say: Say) -> list[Row]:
    rows, below = [], ZERO
    rates = places_needed([band.rate for band in terms.bands], 0, 2)
    for band in terms.bands:
        inside = band.upper is None or total <= band.upper
        part = (total if inside else ZERO) if terms.steps is Steps.SLAB else min(total, band.upper or total) - below
        upper = band.upper
        if part > 0:
            name = (
                say.text(N_("above {amount}"), amount=say.money(below))
                if upper is None
                else say.text(N_("up to {amount}"), amount=say.money(upper))
            )
            brings = say.money(percent(part, band.rate, say.places))
            rows.append(Row([name, say.money(part), say.percent(band.rate, rates), brings]))
        if inside:
            break
        below = upper or below
    return rows


def _draw_cap(sheet: Sheet, one: Statement, say: Say) -> None:
    """What lay over the cap, and what is given back of it."""
    lines = [line for line in one.lines if line.kind == CAP]
    if not lines:
        return
    cap = one.terms.cap if one.terms is not None else None
    note = "" if cap is None else say.text(N_("at most {amount} a month"), amount=say.money(cap))
    heading(sheet, say.text(N_("Cap")), note)
    parts = (
        (N_("Over the cap, not paid"), _sum([line for line in lines if line.amount < 0])),
        (N_("Returned, but was over the cap and never paid"), _sum([line for line in lines if line.amount > 0])),
    )
    rows = [Row([say.text(name), say.money(amount)]) for name, amount in parts if amount]
    columns = [Column("", Align.LEFT, share=1.0), Column("", weight=Weight.BOLD)]
    draw(sheet, Table(columns, [Group(rows)], size=_SIZE, head=False))


def _draw_adjustments(sheet: Sheet, lines: Sequence[StatementLine], say: Say) -> None:
    if not lines:
        return
    title = say.text(N_("Adjustments"))
    heading(sheet, title, keep=_KEEP)
    columns = [
        Column(say.text(N_("Date")), Align.LEFT),
        Column(say.text(N_("Reason")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Approved by")), Align.LEFT),
        Column(say.text(N_("Amount")), weight=Weight.BOLD),
    ]
    rows = [
        Row(
            [say.date(line.on), line.reason, line.approved_by, say.money(line.amount, sign=True)], (line.amount,),
            notes=_notes(line, say),
        )
        for line in lines
    ]  # fmt: skip
    total = Row([Cell(say.text(N_("All"))), "", "", say.money(_sum(lines), sign=True)], (_sum(lines),), kind=Kind.SUM)
    carry = _carry(say, lambda found: ["", "", say.money(found[0], sign=True)])
    again = continued(sheet, say, title)
    draw(sheet, Table(columns, [Group(rows, total=total)], carry=carry, on_new_page=again, size=_SIZE, wrap=True))


def _draw_payments(sheet: Sheet, lines: Sequence[StatementLine], say: Say) -> None:
    if not lines:
        return
    title = say.text(N_("Paid"))
    heading(sheet, title, keep=_KEEP)
    columns = [
        Column(say.text(N_("Date")), Align.LEFT),
        Column(say.text(N_("For")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Booked by")), Align.LEFT),
        Column(say.text(N_("Amount")), weight=Weight.BOLD),
    ]
    rows = [
        Row([say.date(line.on), say.month(line.belongs_to), line.approved_by, say.money(-line.amount)], (-line.amount,))
        for line in lines
    ]
    total = Row([Cell(say.text(N_("All"))), "", "", say.money(-_sum(lines))], (-_sum(lines),), kind=Kind.SUM)
    carry = _carry(say, lambda found: ["", "", say.money(found[0])])
    again = continued(sheet, say, title)
    draw(sheet, Table(columns, [Group(rows, total=total)], carry=carry, on_new_page=again, size=_SIZE))
