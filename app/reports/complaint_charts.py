"""The complaints of 13 months as bars, made once for paper and screen."""

from decimal import Decimal

from app.domain.papers_complaints import ComplaintMonth
from app.i18n import Say
from app.reports.chart import Bar
from app.reports.profit_charts import year_below

__all__ = ["received_bars"]


def received_bars(report: ComplaintMonth, say: Say) -> list[Bar]:
    """A bar for each month with the cases received, the year before behind; the month of the report stands out."""
    counts = zip(report.months, report.opened, report.opened_before, strict=True)
    return [
        Bar(
            say.month_short(month), year_below(month, first=at == 0), float(count), float(before),
            say.number(Decimal(count), 0), strong=month == report.month,
        )
        for at, (month, count, before) in enumerate(counts)
    ]  # fmt: skip
