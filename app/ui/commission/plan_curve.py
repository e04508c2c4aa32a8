"""The payout curve of a plan and the table of its figures, drawn by the charts' one piece of code."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.commission_plan import Steps, Terms, of_bands
from app.domain.commission_steps import brings, told_rates, totals_of
from app.domain.money import ZERO, rounded
from app.domain.refusal import N_
from app.i18n import Say
from app.reports.chart import Box
from app.reports.payout_chart import Payout, payout_chart
from app.ui.charts.card import Drawing
from app.ui.charts.surface import ScreenSurface

PARTS = 8


def payout_drawing(terms: Terms, say: Say) -> Drawing:
    """One line per rate of the levels: what a month brings whose whole total has that rate, with steps and cap."""
    totals = totals_of(terms.bands)
    shown = [(levels, rate) for levels, rate in told_rates(terms.rates) if rate or terms.bands] or [("", ZERO)]
    lines = [
        Payout(levels if len(shown) > 1 else "", _points(terms, rate, totals, say.places)) for levels, rate in shown
    ]
    marks = [(float(total), _whole(total, say)) for total in totals]

    def figure(value: float) -> str:
        return _whole(rounded(Decimal(value), say.places), say)

    def draw(surface: ScreenSurface, box: Box) -> None:
        cap = None if terms.cap is None else float(terms.cap)
        payout_chart(surface, box, lines, marks, figure=figure, cap=cap)

    rows = _rows(terms, totals, shown, say)
    header = [say.text(N_("Month")), *(_whole(total, say) for total in totals)]
    return Drawing(draw, _sentence(terms, totals, say), tuple(header), rows)


def _named(levels: str) -> str:
    return "–".join((levels[0], levels[-1])) if len(levels) > 1 else levels


def _rows(
    terms: Terms, totals: Sequence[Decimal], shown: Sequence[tuple[str, Decimal]], say: Say
) -> tuple[tuple[str, ...], ...]:
    """What the steps bring alone, then what a month brings whose whole total has a level's rate."""
    found: list[tuple[str, ...]] = []
    if terms.bands and any(rate for _, rate in shown):
        steps = (_whole(of_bands(total, terms.bands, terms.steps, say.places), say) for total in totals)
        found.append((say.text(N_("Steps alone")), *steps))
    for levels, rate in shown:
        name = (
            say.text(N_("All {levels}"), levels=_named(levels)) if levels and len(shown) > 1 else say.text(N_("Brings"))
        )
        found.append((name, *(_whole(brings(terms, rate, total, say.places), say) for total in totals)))
    return tuple(found)


def _whole(value: Decimal, say: Say) -> str:
    return say.number(value, 0 if value == value.to_integral_value() else say.places)


def _points(terms: Terms, rate: Decimal, totals: Sequence[Decimal], places: int) -> tuple[tuple[float, float], ...]:
    """Points from 0 to the last total: the ends of steps, what comes right after them, and some between."""
    cent = Decimal(1).scaleb(-places)
    last = totals[-1]
    ends = [band.upper for band in terms.bands if band.upper is not None and band.upper < last]
    wanted = {ZERO, last, *ends, *(last * part / PARTS for part in range(1, PARTS))}
    if terms.steps is Steps.SLAB:
        wanted |= {end + cent for end in ends}
    if terms.cap is not None:
        wanted |= {last * part / (PARTS * 8) for part in range(1, PARTS * 8)}
    return tuple((float(total), float(brings(terms, rate, total, places))) for total in sorted(wanted))


def _sentence(terms: Terms, totals: Sequence[Decimal], say: Say) -> str:
    rate = max(rate for _, rate in told_rates(terms.rates))
    parts = [
        say.text(N_("a month of {total} brings {amount}"), total=_whole(total, say),
                 amount=say.money(brings(terms, rate, total, say.places)))
        for total in totals
    ]  # fmt: skip
    return say.text(N_("At the best rate: {parts}."), parts="; ".join(parts))
