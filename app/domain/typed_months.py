"""Months as people type them: 10, 10/2026, 2026-10, oct 2026, 2026年10月, +1; never guessed, always inside the years.

A year of five digits is refused instead of being cut.
"""

import re

from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.domain.typed_days import FIRST_YEAR, LAST_YEAR, month_of_word

LONGEST = 60
_ISO = re.compile(r"(\d{4,})[-./ ](\d{1,2})")
_NUMBERS = re.compile(r"(\d{1,2})[-./ ](\d+)")
_CHINESE = re.compile(r"(?:(\d{2,})年)?(\d{1,2})月?")
_NAMED = re.compile(r"([^\W\d_]+)\.?(?:\s+(?:de\s+|del\s+)?(\d+))?")
_STEP = re.compile(r"([+\-−])(\d{1,3})")


def read_month(text: str, now: Month) -> Month:
    """The month that is meant; without a year the newest one that is not after ``now``.

    Raises ``Mistake`` for what is no month, or lies outside the years that can be written.
    """
    bare = " ".join(text.split()).casefold()[:LONGEST]
    if bare == "=":
        return now
    if found := _STEP.fullmatch(bare):
        return now.plus(int(found[2]) * (1 if found[1] == "+" else -1))
    if found := _ISO.fullmatch(bare):
        return _month(text, int(found[1]), int(found[2]))
    if found := _NUMBERS.fullmatch(bare):
        return _month(text, _full(found[2]), int(found[1]))
    if found := _CHINESE.fullmatch(bare):
        return _year_or_newest(text, found[1], int(found[2]), now)
    if (found := _NAMED.fullmatch(bare)) and (number := month_of_word(found[1])):
        return _year_or_newest(text, found[2], number, now)
    raise Mistake(N_("‘{text}’ is not a month. Write it as 2026-10 or 10/2026."), text=" ".join(text.split())[:LONGEST])


def _year_or_newest(text: str, year: str | None, number: int, now: Month) -> Month:
    if year is not None:
        return _month(text, _full(year), number)
    _month(text, now.year, number)
    found = Month(now.year, number)
    return found if found <= now else found.plus(-12)


def _full(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _month(text: str, year: int, number: int) -> Month:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Mistake(
            N_("‘{text}’ lies outside the years {first} to {last}."), text=" ".join(text.split())[:LONGEST],
            first=FIRST_YEAR, last=LAST_YEAR,
        )  # fmt: skip
    if not 1 <= number <= 12:
        raise Mistake(N_("‘{text}’ has no month from 1 to 12. Write it as 2026-10."), text=" ".join(text.split()))
    return Month(year, number)
