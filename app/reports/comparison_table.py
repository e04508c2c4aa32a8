"""The head of a table that compares a month: with the month before, with the year before, and the year to date."""

from app.domain.month import Month
from app.i18n import N_
from app.reports.columns import Column
from app.reports.compare import Words
from app.reports.look import Align, Tone, Weight

__all__ = ["comparison_columns"]


def comparison_columns(month: Month, words: Words) -> list[Column]:
    """The name of a row, and the nine columns that ``Words.columns`` fills."""
    say, before, year_before = words.say, month.plus(-1), month.plus(-12)
    change, percent = say.text(N_("change")), "%"
    return [
        Column("", Align.LEFT, share=1.0),
        Column(say.month_year_short(month), weight=Weight.BOLD, strong_title=True),
        Column(say.month_year_short(before), tone=Tone.TEXT),
        Column(change),
        Column(percent),
        Column(say.month_year_short(year_before), tone=Tone.TEXT),
        Column(change),
        Column(percent),
        Column(words.span(Month(month.year, 1), month), strong_title=True),
        Column(say.text(N_("on {year}"), year=year_before.year)),
    ]
