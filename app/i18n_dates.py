"""Days and months as the three languages write them.

The names and orders are those of the CLDR (tested against Babel for every day of a year); loading Babel's whole locales
would take a tenth of the program's start, and writing a day with them a large part of making a list's row.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DateStyle:
    """How one language writes a day, a month, and both without their year or in short; months count from 0."""

    months: Sequence[str]
    short: Sequence[str]
    day: str
    day_of_year: str
    month: str
    month_short: str
    weekdays: Sequence[str]
    """In short, from Monday."""

    def write(self, pattern: str, day: date) -> str:
        """A day in one of the patterns of this style."""
        at = day.month - 1
        return pattern.format(day=day.day, number=day.month, year=day.year, month=self.months[at], short=self.short[at])


def _western(months: str, short: str, month: str, weekdays: str) -> DateStyle:
    return DateStyle(
        months.split(), short.split(), "{day} {short} {year}", "{day} {short}", month, "{short} {year}",
        weekdays.split(),
    )  # fmt: skip


# in figures also by themselves: a sentence does not mix 十月 with 2025年11月
_CHINESE = [f"{number}月" for number in range(1, 13)]

STYLES: Mapping[str, DateStyle] = {
    "en": _western(
        "January February March April May June July August September October November December",
        "Jan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec",
        "{month} {year}",
        "Mon Tue Wed Thu Fri Sat Sun",
    ),
    "es": _western(
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
        "ene feb mar abr may jun jul ago sept oct nov dic",
        "{month} de {year}",
        "lun mar mié jue vie sáb dom",
    ),
    "zh": DateStyle(
        _CHINESE, _CHINESE, "{year}年{number}月{day}日", "{number}月{day}日",
        "{year}年{number}月", "{year}年{number}月", ["周一", "周二", "周三", "周四", "周五", "周六", "周日"],
    ),
}  # fmt: skip
