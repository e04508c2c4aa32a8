"""The month's charts as data, made once for paper and screen: bars of 13 months, links of the bridge."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_figures import Bridge, Effect, EffectKind, MonthPoint
from app.i18n import N_, Say
from app.reports.chart import Bar, Link
from app.reports.compare import Words
from app.reports.profit_words import EFFECTS

__all__ = ["MOST_EFFECTS", "MonthChart", "bridge_links", "month_chart", "year_below"]

MOST_EFFECTS = 9


@dataclass(frozen=True, slots=True)
class MonthChart:
    """Bars with the unit that their axis is divided by, and a note that names it."""

    bars: tuple[Bar, ...]
    unit: Decimal
    note: str


def year_below(month: Month, *, first: bool) -> str:
    """What stands under a month's name: the year, where one begins."""
    return str(month.year) if first or month.number == 1 else ""


def month_chart(points: Sequence[MonthPoint], month: Month, say: Say) -> MonthChart:
    """A bar for each month, ``month`` stands out; amounts in units, thousands or millions."""
    values = [abs(value) for point in points for value in (point.contribution, point.year_before) if value]
    unit, note = _unit(max(values, default=ZERO))
    bars = []
    for index, point in enumerate(points):
        value = point.contribution
        bars.append(
            Bar(
                say.month_short(point.month),
                year_below(point.month, first=index == 0),
                None if value is None else float(value),
                None if point.year_before is None else float(point.year_before),
                "" if value is None else say.number(value / unit, 0 if unit == 1 else 1),
                strong=point.month == month,
            )
        )
    return MonthChart(tuple(bars), unit, say.text(note, currency=say.currency_name))


def _unit(largest: Decimal) -> tuple[Decimal, str]:
    if largest >= 10_000_000:
        return Decimal(1_000_000), N_("millions of {currency}; in front = actual, behind = same month a year before")
    if largest >= 10_000:
        return Decimal(1000), N_("thousands of {currency}; in front = actual, behind = same month a year before")
    return Decimal(1), N_("{currency}; in front = actual, behind = same month a year before")


def bridge_links(made: Bridge, month: Month, words: Words, labels: Callable[[str, int], tuple[str, ...]]) -> list[Link]:
    """From the month before to ``month``; ``labels`` breaks a name into lines for one of so many bars."""
    say = words.say
    effects = list(made.effects)
    if len(effects) > MOST_EFFECTS:
        rest = sum((effect.amount for effect in effects[MOST_EFFECTS - 1 :]), ZERO)
        effects = [*effects[: MOST_EFFECTS - 1], Effect(EffectKind.OTHER, rest)]
    bars = len(effects) + 2
    return [
        Link(labels(say.month_name(month.plus(-1)), bars), float(made.start), words.value(made.start), end=True),
        *(
            Link(labels(say.text(EFFECTS[one.kind]), bars), float(one.amount), say.whole_money(one.amount, sign=True))
            for one in effects
        ),
        Link(labels(say.month_name(month), bars), float(made.end), words.value(made.end), end=True),
    ]
