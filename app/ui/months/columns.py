"""The list of months."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.profit_panel_matrix import MonthRow
from app.ui.profit.cells import DASH, FigureColumn, Look, Setting, Shown, amount, percent
from app.ui.profit.columns import WHY

CLOSED, OPEN = N_("month closed"), N_("month open")


def state(row: MonthRow, say: Say) -> str:
    """In words: open, closed, or closed so many times."""
    return say.text(CLOSED if row.state == "closed" else OPEN)


def month_columns(say: Say) -> Sequence[FigureColumn[MonthRow]]:
    """A month, its state, what it brought."""
    sign = say.currency_symbol
    return [
        FigureColumn(
            "month", say.text(N_("Month")), Look.TWO_LINES,
            lambda row, setting: Shown(setting.say.month(row.month), _when(row, setting.say)),
            lambda row: str(row.month), stretch=True,
        ),
        FigureColumn(
            "state", say.text(N_("State")), Look.CHIP,
            lambda row, setting: Shown(state(row, setting.say), tone="ok" if row.state == "closed" else "neutral"),
            lambda row: state(row, say),
        ),
        FigureColumn(
            "revision", say.text(N_("Revision")), Look.FIGURE,
            lambda row, setting: Shown(setting.say.number(Decimal(row.revision), 0) if row.revision else DASH),
            lambda row: row.revision,
        ),
        FigureColumn(
            "revenue", say.text(N_("Revenue {currency}"), currency=sign), Look.FIGURE,
            lambda row, setting: amount(row.revenue, setting), lambda row: row.revenue, say.text(WHY["revenue"]),
        ),
        FigureColumn(
            "contribution", say.text(N_("Contribution {currency}"), currency=sign), Look.STRONG,
            lambda row, setting: amount(row.contribution, setting), lambda row: row.contribution,
            say.text(WHY["contribution"]),
        ),
        FigureColumn(
            "margin", say.text(N_("Margin")), Look.FIGURE, lambda row, setting: percent(row.margin, setting.say),
            lambda row: row.margin, say.text(WHY["margin"]),
        ),
    ]  # fmt: skip


def _when(row: MonthRow, say: Say) -> str:
    if row.state == "closed" and row.closed_at is not None:
        return say.text(N_("closed {when} by {who}"), when=say.moment(row.closed_at), who=row.closed_by or DASH)
    if row.reopened:
        return say.text(N_("opened again: {reason}"), reason=row.reopened)
    return ""


def total_of(rows: Sequence[MonthRow], setting: Setting) -> Sequence[Shown]:
    """The sum of all months."""
    say = setting.say
    revenue = sum((row.revenue for row in rows), Decimal(0))
    contribution = sum((row.contribution for row in rows), Decimal(0))
    name = say.plural("{count} month", "{count} months", len(rows))
    return [
        Shown(name, sentence=name), Shown(), Shown(), amount(revenue, setting), amount(contribution, setting), Shown(),
    ]  # fmt: skip
