"""Pages one and two: key figures, 13 months, the ladder, the bridge, levels and salespeople."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.money import ZERO, percent_of
from app.domain.papers_figures import Bridge, Compared, ShareRow, Step, StepKind, share_of
from app.domain.papers_profit import ProfitMonth
from app.i18n import N_, Say
from app.reports.blocks import heading
from app.reports.chart import LABEL, Box, Link, bridge, month_bars
from app.reports.columns import Column
from app.reports.compare import DASH, Unit, Words
from app.reports.comparison_table import comparison_columns
from app.reports.look import SMALL, Align, Tone, Weight
from app.reports.profit_charts import bridge_links, month_chart
from app.reports.profit_words import LEVELS, STEPS
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["draw_bridge", "draw_key_figures", "draw_ladder", "draw_levels", "draw_months", "draw_salespeople"]


def draw_key_figures(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Eight figures in nine comparisons."""
    say = words.say
    figures = report.figures
    heading(sheet, say.text(N_("Key figures")), _amounts(say))
    rows: Sequence[tuple[str, Compared, Unit]] = (
        (N_("Contribution"), figures.contribution, Unit.MONEY),
        (N_("Revenue"), figures.revenue, Unit.MONEY),
        (N_("Contribution margin"), figures.margin, Unit.PERCENT),
        (N_("Orders"), figures.orders, Unit.COUNT),
        (N_("Active customers"), figures.active_customers, Unit.COUNT),
        (N_("Average discount"), figures.average_discount, Unit.PERCENT),
        (N_("Returns and complaints"), figures.returns_and_complaints, Unit.MONEY),
        (N_("Commission accrued"), figures.commission, Unit.MONEY),
    )
    made = [
        _compared(say.text(name), figure, words, unit, Kind.PLAIN if index else Kind.STRONG)
        for index, (name, figure, unit) in enumerate(rows)
    ]
    draw(sheet, Table(comparison_columns(report.month, words), [Group(made)], wrap=True))


def _amounts(say: Say) -> str:
    return say.text(N_("amounts in {currency}, without tax"), currency=say.currency_name)


def _compared(name: str, figure: Compared, words: Words, unit: Unit = Unit.MONEY, kind: Kind = Kind.PLAIN) -> Row:
    texts: list[str | Cell] = [name, *words.columns(figure, unit)]
    if kind is Kind.STRONG:
        # what is compared with stays quiet even in a strong row
        for index in (2, 5):
            texts[index] = Cell(str(texts[index]), weight=Weight.REGULAR, tone=Tone.TEXT)
    return Row(texts, kind=kind)


def draw_months(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """13 months, last year's behind."""
    say = words.say
    made = month_chart(report.months, report.month, say)
    heading(sheet, say.text(N_("Contribution, month by month")), made.note, keep=150)
    month_bars(
        sheet,
        Box(sheet.left, sheet.y, sheet.width, 150),
        made.bars,
        unit=float(made.unit),
        point=say.decimal_mark,
    )
    sheet.y += 150


def draw_ladder(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """From revenue to contribution, with the same comparisons."""
    say = words.say
    heading(
        sheet,
        say.text(N_("From revenue to contribution")),
        say.text(N_("amounts in {currency}, without tax; a minus lowers the contribution"), currency=say.currency_name),
    )
    rows = []
    steps = list(report.ladder)
    for number, step in enumerate(steps):
        rows.append(_compared(say.text(STEPS[step.kind]), step.amounts, words))
        if step.kind is StepKind.COST_OF_GOODS and len(steps) > number + 1:
            gross = _sum(steps[: number + 1])
            rows.append(_compared(say.text(N_("Gross profit")), gross, words, kind=Kind.STRONG))
    rows.append(_compared(say.text(N_("Contribution")), _sum(steps), words, kind=Kind.STRONG))
    commission = report.figures.commission
    if commission.now is not None:
        name = say.text(N_("For information: commission accrued"))
        rows.append(_compared(name, commission, words))
    draw(sheet, Table(comparison_columns(report.month, words), [Group(rows)], wrap=True))


def _sum(steps: Sequence[Step]) -> Compared:
    """The steps of each period together; unknown as soon as one of them is."""

    def total(values: Sequence[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, ZERO) if values and len(known) == len(values) else None

    amounts = [step.amounts for step in steps]
    return Compared(
        total([one.now for one in amounts]),
        total([one.previous for one in amounts]),
        total([one.year_before for one in amounts]),
        total([one.to_date for one in amounts]),
        total([one.to_date_before for one in amounts]),
    )


def draw_bridge(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Why this month differs from the month before; nothing when there is none."""
    if report.bridge is None:
        return
    say = words.say
    this = words.month(report.month, report.month)
    before = words.month(report.previous, report.month)
    heading(
        sheet,
        say.text(N_("Why {month} differs from {before}"), month=this, before=before),
        say.text(N_("{currency}; grey adds, hatched takes away"), currency=say.currency_name),
        keep=170,
    )
    links = _links(sheet, report, words, report.bridge)
    shortened = bridge(sheet, Box(sheet.left, sheet.y, sheet.width, 152), links)
    sheet.y += 154
    if shortened:
        sheet.paragraph(say.text(N_("The first and the last bar are shortened.")), SMALL)


def _links(sheet: Sheet, report: ProfitMonth, words: Words, made: Bridge) -> list[Link]:
    def labels(text: str, bars: int) -> tuple[str, ...]:
        return tuple(sheet.setter.wrap(text, LABEL.sized(7.8), sheet.width / bars - 3, most=3))

    return bridge_links(made, report.month, words, labels)


def draw_levels(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """By product margin level."""
    say = words.say
    bounds = [say.percent(bound, 0) for bound in (*report.limits.levels, ZERO, ZERO, ZERO)[:3]]
    note = say.text(
        N_("margin of the line when sold: A from {a}, B from {b}, C from {c}, D below"),
        a=bounds[0],
        b=bounds[1],
        c=bounds[2],
    )
    # freight and complaints belong to no product, hence to no level; without their row the table would not add up
    others = say.text(N_("Freight and complaints"))
    names = {row.name: say.text(LEVELS[row.name]) if row.name in LEVELS else "" for row in report.levels}
    heading(sheet, say.text(N_("By product margin level")), note)
    _draw_shares(
        sheet,
        report,
        words,
        say.text(N_("Level")),
        [(row, row.name or others, names[row.name]) for row in report.levels],
    )


def draw_salespeople(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """By salesperson."""
    say = words.say
    heading(sheet, say.text(N_("By salesperson")), say.text(N_("shares of an order go to each who sold it")))
    nobody = say.text(N_("House orders"))
    rows = [(row, row.name or nobody, "") for row in report.salespeople]
    _draw_shares(sheet, report, words, say.text(N_("Salesperson")), rows)


def _draw_shares(
    sheet: Sheet, report: ProfitMonth, words: Words, title: str, rows: Sequence[tuple[ShareRow, str, str]]
) -> None:
    say = words.say
    versus = [
        say.text(N_("vs {month}"), month=words.say.month_short(report.previous)),
        say.text(N_("vs {month}"), month=words.say.month_year_short(report.year_before)),
    ]
    columns = [
        Column(title, Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Revenue"))),
        Column(say.text(N_("Contribution")), weight=Weight.BOLD),
        Column(say.text(N_("Margin"))),
        Column(versus[0]),
        Column(versus[1]),
        Column(say.text(N_("Share"))),
    ]
    whole = _all([row for row, _, _ in rows])
    made = [Row(_share_cells(row, whole, words, Cell(name, tail))) for row, name, tail in rows]
    total = Row(_share_cells(whole, whole, words, Cell(say.text(N_("All")))), kind=Kind.SUM)
    empty = say.text(N_("Nothing was sold in this month."))
    draw(sheet, Table(columns, [Group(made, total=total)] if made else [], empty=empty))


def _all(rows: Sequence[ShareRow]) -> ShareRow:
    def total(values: Sequence[Decimal | None]) -> Decimal | None:
        known = [value for value in values if value is not None]
        return sum(known, ZERO) if len(known) == len(values) else None

    return ShareRow(
        "",
        sum((row.revenue for row in rows), ZERO),
        sum((row.contribution for row in rows), ZERO),
        total([row.previous for row in rows]),
        total([row.year_before for row in rows]),
    )


def _share_cells(row: ShareRow, whole: ShareRow, words: Words, name: Cell) -> list[str | Cell]:
    share = share_of(row.contribution, whole.contribution)
    return [
        name,
        words.value(row.revenue),
        words.value(row.contribution),
        words.say.percent(percent_of(row.contribution, row.revenue)),
        words.change(row.contribution, row.previous),
        words.change(row.contribution, row.year_before),
        DASH if share is None else words.say.percent(share),
    ]
