"""The columns of each table of the profit screen: how a figure is written, what goes into a file, what it means."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.domain.comparison import change_percent
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_figures import MonthPoint
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.profit_panel import TierReason
from app.queries.profit_panel_matrix import Matrix, MatrixRow
from app.queries.profit_panel_row import ProfitRow
from app.ui.customers import tier_words
from app.ui.profit.cells import DASH, FigureColumn, Look, Setting, Shown, amount, percent, variance

NAMES: Mapping[str, str] = {
    "customers": N_("Customer"),
    "products": N_("Product"),
    "salespeople": N_("Salesperson"),
    "levels": N_("Level"),
    "orders": N_("Order"),
}
NOBODY: Mapping[str, str] = {
    "customers": N_("Customers without movement in these months"),
    "products": N_("Freight and complaints"),
    "salespeople": N_("House orders"),
    "levels": N_("Freight and complaints"),
    "orders": N_("Without an order"),
}
MARKS: Mapping[str, tuple[str, str]] = {
    "promote": (N_("promote"), "ok"),
    "restrict": (N_("restrict"), "warn"),
}
WHY: Mapping[str, str] = {
    "revenue": N_("Net revenue without tax: what was sold, less what was returned or credited."),
    "contribution": N_("Contribution is net revenue less the cost of the goods, freight paid and complaint costs."),
    "margin": N_("Margin is the contribution in percent of net revenue. It is empty without revenue."),
    "previous": N_("The contribution less that of the month before. The bars of both changes share one scale."),
    "year": N_("The contribution less that of the same month a year before."),
    "to_date": N_("The contribution from January to this month."),
    "on_year": N_(
        "Year to date against the same months a year before. It stays empty below 100 or when the sign changes."
    ),
    "cumulative": N_("The share of the whole contribution that this row and all rows above make together."),
    "trend": N_("The contribution of the last 13 months, each line on its own scale."),
    "tier": N_("The tier for this year, frozen from last year’s contribution; the arrow shows where this year leads."),
    "level": N_("The level by the margin of the last 12 months."),
    "cost": N_("The cost of the goods as it was known when the order was confirmed."),
}
_INSIDE: Mapping[str, str] = {"previous": "change", "year": "change_year"}


def row_columns(
    view: str, month: Month, say: Say, reasons: Mapping[str, TierReason]
) -> Sequence[FigureColumn[ProfitRow]]:
    """The columns of a view."""
    names = _Names(view, say, reasons)
    columns = [
        FigureColumn("rank", "#", Look.FIGURE, _rank, lambda row: row.rank, sample="888"),
        FigureColumn(
            "name", say.text(NAMES[view]), Look.TWO_LINES, names.cell, names.value, sample="", stretch=True
        ),
    ]  # fmt: skip
    if view == "customers":
        why = say.text(WHY["tier"])
        columns.append(FigureColumn("tier", say.text(N_("Tier")), Look.TIER, names.tier, _tier_value, why, "B ↗ A"))
    if view == "products":
        why = say.text(WHY["level"])
        columns.append(FigureColumn("level", say.text(N_("Level")), Look.LEVEL, _level, lambda row: row.level, why))
        columns.append(FigureColumn("mark", say.text(N_("Mark")), Look.CHIP, names.mark, lambda row: row.mark))
    columns += _figures(say)
    if view != "orders":
        columns += _compared(month, say)
    columns.append(
        FigureColumn(
            "cumulative", say.text(N_("Cumulative")), Look.SHARE, _cumulative, lambda row: row.cumulative,
            say.text(WHY["cumulative"]), "100.0 %",
        )
    )  # fmt: skip
    if view != "orders":
        title, why = say.text(N_("13 months")), say.text(WHY["trend"])
        columns.append(FigureColumn("trend", title, Look.TREND, _nothing, lambda _row: None, why))
    return columns


def _figures(say: Say) -> list[FigureColumn[ProfitRow]]:
    sign = say.currency_symbol
    return [
        FigureColumn(
            "revenue", say.text(N_("Revenue {currency}"), currency=sign), Look.FIGURE,
            lambda row, setting: amount(row.revenue, setting, setting.total.revenue), lambda row: row.revenue,
            say.text(WHY["revenue"]),
        ),
        FigureColumn(
            "contribution", say.text(N_("Contribution {currency}"), currency=sign), Look.STRONG,
            lambda row, setting: amount(row.contribution, setting, setting.total.contribution),
            lambda row: row.contribution, say.text(WHY["contribution"]),
        ),
        FigureColumn(
            "margin", say.text(N_("Margin")), Look.FIGURE, lambda row, setting: percent(row.margin, setting.say),
            lambda row: row.margin, say.text(WHY["margin"]),
        ),
    ]  # fmt: skip


def _compared(month: Month, say: Say) -> list[FigureColumn[ProfitRow]]:
    before, year = say.month_name(month.plus(-1)), say.month_year_short(month.plus(-12))
    return [
        FigureColumn(
            "previous", say.text(N_("vs {month}"), month=before), Look.VARIANCE,
            lambda row, setting: variance(
                row.contribution, row.previous, setting, (setting.total.contribution, setting.total.previous)
            ),
            lambda row: row.change, say.text(WHY["previous"]),
        ),
        FigureColumn(
            "year", say.text(N_("vs {month}"), month=year), Look.VARIANCE,
            lambda row, setting: variance(
                row.contribution, row.year_before, setting, (setting.total.contribution, setting.total.year_before)
            ),
            lambda row: row.change_year, say.text(WHY["year"]),
        ),
        FigureColumn(
            "to_date", say.text(N_("Year to date")), Look.FIGURE,
            lambda row, setting: amount(row.to_date, setting, setting.total.to_date), lambda row: row.to_date,
            say.text(WHY["to_date"]),
        ),
        FigureColumn(
            "on_year", say.text(N_("vs {month}"), month=str(month.year - 1)), Look.FIGURE,
            lambda row, setting: percent(change_percent(row.to_date, row.to_date_before), setting.say, sign=True),
            lambda row: change_percent(row.to_date, row.to_date_before), say.text(WHY["on_year"]),
        ),
    ]  # fmt: skip


class _Names:
    """Names, tiers and marks of one view in one language."""

    def __init__(self, view: str, say: Say, reasons: Mapping[str, TierReason]) -> None:
        self._view, self._say, self._reasons = view, say, reasons

    def value(self, row: ProfitRow) -> str:
        """The name as it is sorted and written to files."""
        return row.name or self._say.text(NOBODY[self._view])

    def cell(self, row: ProfitRow, _setting: Setting) -> Shown:
        """The name and what stands below it."""
        return Shown(self.value(row), row.second)

    def tier(self, row: ProfitRow, setting: Setting) -> Shown:
        """The tier and where this year leads; the tooltip says why, and who gave it by hand."""
        if not row.tier and not row.on_course:
            return Shown(DASH, tone="text3")
        text = f"{row.tier or DASH} ↗ {row.on_course}" if row.on_course else row.tier
        say, parts, hand = setting.say, [], []
        reason = self._reasons.get(row.key)
        if reason is not None and reason.given is not None:
            hand = [tier_words.by_hand(reason.given, say), tier_words.giver(reason.given, say)]
        if reason is not None and reason.rank:
            words = N_("Place {rank} by last year’s contribution of {amount}; {share} of the profit stand before it.")
            parts.append(say.text(words, rank=reason.rank, amount=say.money_with_currency(reason.contribution),
                                  share=say.percent(reason.share_before)))  # fmt: skip
        if row.on_course:
            parts.append(say.text(N_("On course for tier {tier} next year."), tier=row.on_course))
        lines = (*hand, say.sentences(parts))
        return Shown(text, tip="\n".join(line for line in lines if line))

    def mark(self, row: ProfitRow, setting: Setting) -> Shown:
        """Promote or restrict, in words."""
        if row.mark not in MARKS:
            return Shown("")
        words, tone = MARKS[row.mark]
        return Shown(setting.say.text(words), tone=tone)


def _tier_value(row: ProfitRow) -> str:
    return f"{row.tier} → {row.on_course}" if row.on_course else row.tier


def _rank(row: ProfitRow, _setting: Setting) -> Shown:
    return Shown(str(row.rank) if row.rank else "", tone="text2")


def _level(row: ProfitRow, _setting: Setting) -> Shown:
    return Shown(row.level or DASH)


def _cumulative(row: ProfitRow, setting: Setting) -> Shown:
    made = percent(row.cumulative, setting.say)
    share = float(row.cumulative or 0) / 100
    return Shown(made.text, tone=made.tone, part=share)


def _nothing(_row: Any, _setting: Setting) -> Shown:  # noqa: ANN401 - a row of any table
    return Shown("")


def total_cells(
    columns: Sequence[FigureColumn[Any]], total: ProfitRow, name: str
) -> Callable[[Setting], Sequence[Shown]]:
    """The cells of the last row: names give way to ``name``, the whole is 100 %."""
    quiet = {"rank", "tier", "level", "mark", "trend"}

    def make(setting: Setting) -> Sequence[Shown]:
        found = []
        for column in columns:
            if column.key == "name":
                found.append(Shown(name, sentence=name))
            elif column.key == "cumulative":
                found.append(Shown(setting.say.percent(total.share, 0) if total.share else DASH, part=1.0))
            else:
                found.append(Shown() if column.key in quiet else column.cell(total, setting))
        return found

    return make


def history_columns(say: Say) -> Sequence[FigureColumn[MonthPoint]]:
    """Months of one row with the year before."""

    def change(point: MonthPoint) -> Decimal | None:
        known = point.contribution is not None and point.year_before is not None
        return (point.contribution or ZERO) - (point.year_before or ZERO) if known else None

    def shown_change(point: MonthPoint, setting: Setting) -> Shown:
        if change(point) is None:
            return Shown(DASH, tone="text3")
        base = point.year_before or ZERO
        return variance(point.contribution or ZERO, base, setting, (ZERO, ZERO))

    sign = say.currency_symbol
    return [
        FigureColumn(
            "month", say.text(N_("Month")), Look.TWO_LINES,
            lambda point, setting: Shown(setting.say.month(point.month)),
            lambda point: str(point.month), stretch=True,
        ),
        FigureColumn(
            "contribution", say.text(N_("Contribution {currency}"), currency=sign), Look.STRONG,
            lambda point, setting: amount(point.contribution, setting), lambda point: point.contribution,
            say.text(WHY["contribution"]),
        ),
        FigureColumn(
            "before", say.text(N_("Year before")), Look.FIGURE,
            lambda point, setting: amount(point.year_before, setting), lambda point: point.year_before,
        ),
        FigureColumn("change", say.text(N_("Change")), Look.VARIANCE, shown_change, change, say.text(WHY["year"])),
        FigureColumn(
            "percent", say.text(N_("in percent")), Look.FIGURE,
            lambda point, setting: percent(
                change_percent(point.contribution, point.year_before), setting.say, sign=True
            ),
            lambda point: change_percent(point.contribution, point.year_before), say.text(WHY["on_year"]),
        ),
    ]  # fmt: skip


def matrix_columns(found: Matrix, say: Say) -> Sequence[FigureColumn[MatrixRow]]:
    """A column for each month, the total last."""
    largest = max((value for row in found.rows if row.key for value in row.amounts), default=ZERO) or Decimal(1)
    others = say.plural("{count} other customer", "{count} other customers", found.others)
    columns: list[FigureColumn[MatrixRow]] = [
        FigureColumn(
            "name", say.text(NAMES["customers"]), Look.TWO_LINES,
            lambda row, _setting: Shown(row.name or others), lambda row: row.name or others, stretch=True,
        )
    ]  # fmt: skip
    for at, month in enumerate(found.months):
        title = say.month_short(month) if month.number != 1 and at else say.month_year_short(month)
        columns.append(
            FigureColumn(f"{month}", title, Look.HEAT, _Heat(at, largest), _At(at), say.text(WHY["contribution"]))
        )
    total = say.text(N_("Total"))
    columns.append(
        FigureColumn(
            "total", total, Look.STRONG, lambda row, setting: amount(row.total, setting, setting.total.total),
            lambda row: row.total, say.text(WHY["contribution"]),
        )
    )  # fmt: skip
    return columns


class _At:
    def __init__(self, at: int) -> None:
        self._at = at

    def __call__(self, row: MatrixRow) -> Decimal:
        return row.amounts[self._at]


class _Heat:
    """Whole amounts: many months must find room side by side; the tooltip has the cents."""

    def __init__(self, at: int, largest: Decimal) -> None:
        self._at, self._largest = at, largest

    def __call__(self, row: MatrixRow, setting: Setting) -> Shown:
        value, say = row.amounts[self._at], setting.say
        tone = "text3" if not value else "negative" if value < 0 else ""
        if setting.percent:
            made = amount(value, setting, setting.total.amounts[self._at])
            return Shown(made.text, tone=tone, tip=say.money(value), part=float(value / self._largest), amount=value)
        return Shown(
            say.whole_money(value), tone=tone, tip=say.money(value), part=float(value / self._largest), amount=value
        )
