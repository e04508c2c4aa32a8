"""The month's charts as drawings: bars of 13 or 24 months, and the bridge between two months."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from app.domain.month import Month
from app.domain.papers_figures import Bridge, MonthPoint
from app.domain.refusal import N_
from app.i18n import Say
from app.reports.chart import LABEL, LABEL_STRONG, Box, bridge, month_bars
from app.reports.compare import DASH, Words
from app.reports.look import Style
from app.reports.profit_charts import bridge_links, month_chart
from app.reports.profit_words import EFFECTS
from app.ui.charts.card import Drawing
from app.ui.charts.surface import ScreenSurface

__all__ = ["bridge_drawing", "months_drawing", "wrapped"]

_CHINESE = re.compile("[\u3400-\u9fff]")
_SYLLABLE = re.compile("(?:[bcfgp][lr]|[dt]r|ch|ll|rr|[^\\W\\d_aeiouáéíóúü])(?=[aeiouáéíóúü][^\\W\\d_])", re.IGNORECASE)
"""Where a syllable of more than one letter begins in Spanish, and mostly in English: a consonant, or two that belong
together, before a vowel.
"""


def months_drawing(points: Sequence[MonthPoint], month: Month, say: Say) -> tuple[Drawing, str]:
    """Bars of the months with the year before behind, and the note that names their unit."""
    made = month_chart(points, month, say)

    def draw(surface: ScreenSurface, box: Box) -> None:
        month_bars(surface, box, made.bars, unit=float(made.unit), point=say.decimal_mark)

    rows = tuple(
        (say.month_year_short(point.month), _amount(say, point.contribution), _amount(say, point.year_before))
        for point in points
    )
    known = [point for point in points if point.contribution is not None]
    header = (say.text(N_("Month")), say.text(N_("Contribution")), say.text(N_("Year before")))
    return Drawing(draw, _months_sentence(known, say), header, rows), made.note


def _months_sentence(known: Sequence[MonthPoint], say: Say) -> str:
    if not known:
        return say.text(N_("Nothing was booked in these months."))
    amounts = [point.contribution or Decimal(0) for point in known]
    best, worst = known[amounts.index(max(amounts))], known[amounts.index(min(amounts))]
    return say.text(
        N_("{count} months up to {last}: {amount} in the last one; most in {best}, least in {worst}."),
        count=len(known),
        last=say.month(known[-1].month),
        amount=_amount(say, known[-1].contribution),
        best=say.month(best.month),
        worst=say.month(worst.month),
    )


def _cut(surface: ScreenSurface, line: str, room: float, style: Style) -> str:
    """A word that is wider than its bar ends early; all of it stands in the table."""
    if surface.text_width(line, style) <= room:
        return line
    while len(line) > 1 and surface.text_width(f"{line}…", style) > room:
        line = line[:-1]
    return f"{line}…"


def bridge_drawing(made: Bridge, month: Month, words: Words) -> Drawing:
    """Why a month differs from the one before."""
    say = words.say
    # what moves the drawing by less than a unit takes no room in it; the sentence and the table have all of it
    moving = replace(made, effects=tuple(one for one in made.effects if abs(one.amount) >= 1))
    ends = (say.month_name(month.plus(-1)), say.month_name(month))

    def draw(surface: ScreenSurface, box: Box) -> None:
        def labels(text: str, bars: int) -> tuple[str, ...]:
            room = box.width / bars - 3
            style = LABEL_STRONG if text in ends else LABEL
            return tuple(_cut(surface, line, room + 2, style) for line in wrapped(surface, text, room, style))

        bridge(surface, box, bridge_links(moving, month, words, labels))

    effects = tuple((say.text(EFFECTS[one.kind]), say.money(one.amount, sign=True)) for one in made.effects)
    rows = (
        (say.month(month.plus(-1)), say.money(made.start)),
        *effects,
        (say.month(month), say.money(made.end)),
    )
    listed = "; ".join(f"{name} {amount}" for name, amount in effects) or DASH
    sentence = say.text(
        N_("From {start} in {before} to {end} in {month}: {effects}."),
        start=say.money(made.start),
        before=say.month(month.plus(-1)),
        end=say.money(made.end),
        month=say.month(month),
        effects=listed,
    )
    return Drawing(draw, sentence, (say.text(N_("Cause")), say.text(N_("Contribution"))), rows)


def _amount(say: Say, value: Decimal | None) -> str:
    return DASH if value is None else say.money(value)


def wrapped(surface: ScreenSurface, text: str, room: float, style: Style = LABEL, most: int = 3) -> tuple[str, ...]:
    """A name in lines that fit: broken at blanks, Chinese anywhere; what is left over stays in the last line."""
    blank = "" if _CHINESE.search(text) else " "
    parts = [part for word in text.split() for part in _broken(surface, word, room, style)] if blank else list(text)
    lines = parts[:1] or [""]
    for _, part in pairwise(parts):
        longer = f"{lines[-1]}{blank}{part}"
        if not lines[-1].endswith("-") and (surface.text_width(longer, style) <= room or len(lines) == most):
            lines[-1] = longer
        else:
            lines.append(part)
    return tuple(lines)


def _broken(surface: ScreenSurface, word: str, room: float, style: Style) -> tuple[str, ...]:
    """A word that is wider than its bar in two parts, at the syllable nearest to its middle."""
    if surface.text_width(word, style) <= room:
        return (word,)
    fits = [
        found.start()
        for found in _SYLLABLE.finditer(word)
        if found.start() > 1 and surface.text_width(f"{word[: found.start()]}-", style) <= room
    ]
    at = min(fits, key=lambda one: abs(2 * one - len(word)), default=0)
    return (f"{word[:at]}-", word[at:]) if at else (word,)
