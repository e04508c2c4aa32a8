"""Days as people type them: `5`, `5/12`, `+3`, `mon`, `lun`, `周一`, `12月5日`."""

import calendar
import re
import unicodedata
from datetime import date, timedelta

from app.domain.refusal import N_, Mistake

LONGEST = 40
FIRST_YEAR, LAST_YEAR = 1900, 2100
_WEEKDAYS = (
    ("mon", "monday", "lun", "lunes", "周一", "星期一", "礼拜一"),
    ("tue", "tues", "tuesday", "mar", "martes", "周二", "星期二", "礼拜二"),
    ("wed", "wednesday", "mie", "miercoles", "周三", "星期三", "礼拜三"),
    ("thu", "thur", "thurs", "thursday", "jue", "jueves", "周四", "星期四", "礼拜四"),
    ("fri", "friday", "vie", "viernes", "周五", "星期五", "礼拜五"),
    ("sat", "saturday", "sab", "sabado", "周六", "星期六", "礼拜六"),
    ("sun", "sunday", "dom", "domingo", "周日", "星期日", "礼拜日", "周天", "星期天", "礼拜天"),
)
_DAY_WORDS = {
    "=": 0, "today": 0, "hoy": 0, "今天": 0, "tomorrow": 1, "manana": 1, "明天": 1, "后天": 2,
    "yesterday": -1, "ayer": -1, "昨天": -1,
}  # fmt: skip
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"), ("sep",),
    ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip
_UNITS = ("d", "w", "s", "m")
_STEP = re.compile(r"([+-])\s?([0-9]{1,4})\s?(d|w|s|m|天|周|月)?")
_NUMBERS = re.compile(r"([0-9]{1,2})(?:[./\-\s]([0-9]{1,2})(?:[./\-\s]([0-9]{4}|[0-9]{2}))?)?")
_ISO = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})")
_CHINESE = re.compile(r"(?:([0-9]{4})年)?(?:([0-9]{1,2})月)?([0-9]{1,2})[日号]")
_NAMED = re.compile(r"([0-9]{1,2})\.?\s?(?:de\s)?([a-z]{3,})\.?(?:\s(?:de\s)?([0-9]{4}))?")
_NAMED_FIRST = re.compile(r"([a-z]{3,})\.?\s([0-9]{1,2})(?:,?\s([0-9]{4}))?")


def read_day(text: str, today: date, *, order: str = "dmy") -> date:
    """The day that ``text`` means on ``today``; without a year (or month) the next one that is not past.

    ``order`` is how the reader's country writes days with figures: dmy or mdy. A weekday is the next one after today;
    ``+3`` counts days, ``+2w`` weeks, ``+1m`` months; ``w`` alone is in a week. Raises ``Mistake`` and says what would
    be right.
    """
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    bare = "".join(sign for sign in unicodedata.normalize("NFD", plain) if not unicodedata.combining(sign))
    if not bare or len(bare) > LONGEST:
        raise _no_day(text)
    if bare in _DAY_WORDS:
        return today + timedelta(days=_DAY_WORDS[bare])
    for number, names in enumerate(_WEEKDAYS):
        if bare.rstrip(".") in names:
            return today + timedelta(days=(number - today.weekday() - 1) % 7 + 1)
    if bare in _UNITS:
        return _stepped(text, today, 1, 1, bare)
    if step := _STEP.fullmatch(bare):
        return _stepped(text, today, -1 if step[1] == "-" else 1, int(step[2]), step[3] or "d")
    return _written(bare, text, today, order)


def _stepped(text: str, today: date, sign: int, count: int, unit: str) -> date:
    if unit in ("m", "月"):
        month = today.year * 12 + today.month - 1 + sign * count
        year, month = divmod(month, 12)
        _check_year(text, year)
        return date(year, month + 1, min(today.day, calendar.monthrange(year, month + 1)[1]))
    days = sign * count * (7 if unit in ("w", "s", "周") else 1)
    return today + timedelta(days=days)


def _written(bare: str, text: str, today: date, order: str) -> date:
    if found := _ISO.fullmatch(bare):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _CHINESE.fullmatch(bare):
        return _next(text, today, found[1], found[2], found[3])
    if found := _NUMBERS.fullmatch(bare):
        first, second = (found[2], found[1]) if order == "mdy" and found[2] else (found[1], found[2])
        return _next(text, today, found[3], second, first)
    if (found := _NAMED.fullmatch(bare)) and (month := month_of_word(found[2])):
        return _next(text, today, found[3], str(month), found[1])
    if (found := _NAMED_FIRST.fullmatch(bare)) and (month := month_of_word(found[1])):
        return _next(text, today, found[3], str(month), found[2])
    raise _no_day(text)


def month_of_word(word: str) -> int:
    """The number of a month by its name in one of our languages, 0 for another word."""
    return next((number for number, names in enumerate(_MONTHS, 1) if word[:3] in names), 0)


def _next(text: str, today: date, year: str | None, month: str | None, day: str) -> date:
    """The day; what is not written is chosen so that it is today or later."""
    if year is not None:
        full = int(year) + (2000 if len(year) == 2 else 0)
        return _day(text, full, int(month or 0), int(day))
    if month is not None:
        found = _day(text, today.year, int(month), int(day), leap=True)
        return found if found >= today else _day(text, today.year + 1, int(month), int(day), leap=True)
    number = int(day)
    if not 1 <= number <= 31:
        raise _no_day(text)
    at = today.replace(day=1)
    # the month's own length decides: the 31st is the next month that has one
    for _ in range(12):
        if number <= calendar.monthrange(at.year, at.month)[1] and at.replace(day=number) >= today:
            return at.replace(day=number)
        at = (at + timedelta(days=31)).replace(day=1)
    raise _no_day(text)


def _day(text: str, year: int, month: int, day: int, *, leap: bool = False) -> date:
    _check_year(text, year)
    if not 1 <= month <= 12:
        raise Mistake(N_("‘{text}’ has no month from 1 to 12. Write it as 31/12 or 2026-12-31."), text=text.strip())
    last = calendar.monthrange(year, month)[1]
    if leap and (month, day) == (2, 29):
        while not calendar.isleap(year):
            year += 1
        return date(year, 2, 29)
    if not 1 <= day <= last:
        raise Mistake(
            N_("‘{text}’ is a day that does not exist; this month has {last} days."), text=text.strip(), last=last
        )
    return date(year, month, day)


def _check_year(text: str, year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Mistake(
            N_("‘{text}’ lies outside the years {first} to {last}."), text=text.strip(), first=FIRST_YEAR,
            last=LAST_YEAR,
        )  # fmt: skip


def _no_day(text: str) -> Mistake:
    return Mistake(N_("‘{text}’ is not a day. Write 5, 5/12, +3 or a weekday."), text=" ".join(text.split())[:LONGEST])
