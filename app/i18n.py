"""Texts, numbers and dates in the reader's language: one catalogue for screens, papers, commands and refusals.

Texts are marked with ``N_`` where they are declared and translated by a ``Say`` where they are shown. Numbers follow
the region, not the language alone: Mexico writes 1,234.50 and Spain 1.234,50. Grouping is always ours, because a locale
that writes ``1234,50`` beside ``12.345,50`` cannot stand in one column.
"""

import functools
import gettext
import io
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from app.domain.money import rounded
from app.domain.month import Month
from app.domain.refusal import N_, Refusal
from app.i18n_dates import STYLES

__all__ = ["LANGUAGES", "N_", "Say", "say_for"]

LANGUAGES = ("en", "es", "zh")
MINUS = "−"
NO_BREAK_SPACE = "\u00a0"
_BLANK_BEHIND_WIDE = re.compile("(?<=[。？！]) ")
"""Chinese full stops bring their own white."""
_WIDE = "\u3000-\u303f\u4e00-\u9fff\uff00-\uffef"
_BLANK_BEFORE_FIELD = re.compile(rf"(?<=[{_WIDE}]) (?=\{{(\w+)\}})")
_BLANK_BEHIND_FIELD = re.compile(rf"(?<=\{{)(\w+)\}} (?=[{_WIDE}])")
_BEGINS_WIDE, _ENDS_WIDE = re.compile(f"[{_WIDE}]"), re.compile(f"[{_WIDE}]\\Z")

_CATALOGUES = Path(__file__).parent / "locale"
# Where a language is spoken with other separators than in the country it is named after.
_ENGLISH_NUMBERS = {
    "MX",
    "US",
    "GB",
    "IE",
    "CN",
    "HK",
    "TW",
    "SG",
    "AU",
    "CA",
    "NZ",
    "PA",
    "GT",
    "DO",
    "PR",
    "HN",
    "NI",
    "SV",
    "PE",
}


@functools.cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = _CATALOGUES / language / "LC_MESSAGES"
    compiled = folder / "mostrador.mo"
    source = folder / "mostrador.po"
    if compiled.exists() and (not source.exists() or compiled.stat().st_mtime >= source.stat().st_mtime):
        return gettext.GNUTranslations(io.BytesIO(compiled.read_bytes()))
    if not source.exists():
        return gettext.NullTranslations()
    # an installed program has compiled ones
    from babel.messages.mofile import write_mo  # noqa: PLC0415
    from babel.messages.pofile import read_po  # noqa: PLC0415

    buffer = io.BytesIO()
    write_mo(buffer, read_po(io.BytesIO(source.read_bytes()), locale=language))
    buffer.seek(0)
    return gettext.GNUTranslations(buffer)


class MonthName(str):
    """A month's name as it begins a title; a sentence takes it small where its language has it so."""

    __slots__ = ()

    @property
    def small(self) -> str:
        """With a small first letter, also behind a figure or in a list of its own."""
        return self[:1].lower() + self[1:]


class Say:
    """Speaks one language with the number style of one region, in one currency and time zone."""

    def __init__(
        self,
        language: str = "en",
        *,
        country: str = "",
        currency: str = "EUR",
        places: int = 2,
        zone: str = "UTC",
    ) -> None:
        self.language = language if language in LANGUAGES else "en"
        self.country = country.upper()
        self.currency = currency
        self.places = places
        self.zone = ZoneInfo(zone)
        comma = self.language == "es" and self.country not in _ENGLISH_NUMBERS
        self._point, self._group = (",", ".") if comma else (".", ",")
        self._percent = (NO_BREAK_SPACE + "%") if self.language == "es" else "%"
        self._style = STYLES[self.language]
        self._catalogue = _catalogue(self.language)

    @property
    def decimal_mark(self) -> str:
        """The sign before the decimals in this reader's numbers."""
        return self._point

    def text(self, message: str, /, **values: object) -> str:
        """The message in this language, its fields filled."""
        found = self._catalogue.gettext(message) if message else ""
        return self._filled(found, values) if values else found

    def plural(self, one: str, many: str, count: int, /, **values: object) -> str:
        """The form for ``count``; ``{count}`` is written with groups."""
        found = self._catalogue.ngettext(one, many, count)
        return self._filled(found, {"count": self.number(Decimal(count), 0), **values})

    def _filled(self, message: str, values: dict[str, object]) -> str:
        """With its values. Chinese keeps white around figures and Latin words only: none stands between its own."""
        if self.language == "zh":

            def before(blank: re.Match[str]) -> str:
                return "" if _BEGINS_WIDE.match(str(values.get(blank[1], ""))) else " "

            def behind(field: re.Match[str]) -> str:
                return f"{field[1]}}}" + ("" if _ENDS_WIDE.search(str(values.get(field[1], ""))) else " ")

            message = _BLANK_BEHIND_FIELD.sub(behind, _BLANK_BEFORE_FIELD.sub(before, message))
        return message.format(**self._within(message, values))

    def _within(self, message: str, values: dict[str, object]) -> dict[str, object]:
        """Names of months as they stand inside this sentence: Spanish has them small unless they begin it."""
        if self.language != "es":
            return values
        return {
            name: value.small if isinstance(value, MonthName) and not message.startswith(f"{{{name}}}") else value
            for name, value in values.items()
        }

    def refusal(self, refusal: Refusal) -> str:
        """A refusal as this reader's sentence, with its hint."""
        return self.sentences(self.text(part, **refusal.values) for part in (refusal.message, refusal.hint))

    def sentences(self, parts: Iterable[str]) -> str:
        """Whole sentences behind each other, empty ones left out: Chinese ones have no blank between them."""
        text = " ".join(part for part in parts if part)
        return _BLANK_BEHIND_WIDE.sub("", text) if self.language == "zh" else text

    def listed(self, names: Iterable[str]) -> str:
        """Names side by side: a, b, c."""
        return ("、" if self.language == "zh" else ", ").join(names)

    def clauses(self, parts: Iterable[str]) -> str:
        """What has commas of its own side by side: a; b; c."""
        return ("；" if self.language == "zh" else "; ").join(parts)

    def number(self, value: Decimal, places: int, *, sign: bool = False) -> str:
        """Half-up to ``places``, grouped, with a true minus; ``sign`` writes + and ± too."""
        value = rounded(value, places)
        whole, _, decimals = f"{abs(value):,f}".partition(".")
        text = whole.replace(",", self._group) + (self._point + decimals if decimals else "")
        if value < 0:
            return MINUS + text
        if sign:
            return ("+" if value else "±") + text
        return text

    def money(self, amount: Decimal, *, sign: bool = False) -> str:
        """An amount with the currency's decimals, without its name (that stands in the header)."""
        return self.number(amount, self.places, sign=sign)

    def whole_money(self, amount: Decimal, *, sign: bool = False) -> str:
        """An amount rounded to whole units of the currency."""
        return self.number(amount, 0, sign=sign)

    def money_with_currency(self, amount: Decimal, *, whole: bool = False, sign: bool = False) -> str:
        """An amount with its currency, as it stands in a sentence on screen and on paper; never parted in two lines.

        ``whole`` rounds to whole units of the currency, ``sign`` writes + and ± too.
        """
        number, symbol = self.number(amount, 0 if whole else self.places, sign=sign), self.currency_symbol
        if symbol == "€" or (self.language == "es" and self.country in ("", "ES")):
            return number + NO_BREAK_SPACE + symbol
        digits = number.lstrip("+±" + MINUS)
        gap = NO_BREAK_SPACE if symbol.isalpha() else ""
        return number.removesuffix(digits) + symbol + gap + digits

    @property
    def currency_symbol(self) -> str:
        """The sign of the company's currency, or its code."""
        signs = {"EUR": "€", "USD": "$", "GBP": "£", "CNY": "¥", "MXN": "$", "JPY": "¥"}
        return signs.get(self.currency, self.currency)

    @property
    def currency_name(self) -> str:
        """The currency in words, as in “amounts in euros”."""
        from babel.numbers import get_currency_name  # noqa: PLC0415

        return str(get_currency_name(self.currency, locale=self._locale, count=2))

    def percent(self, value: Decimal | None, places: int = 1, *, sign: bool = False) -> str:
        """A percentage; an undefined one is a dash."""
        return "–" if value is None else self.number(value, places, sign=sign) + self._percent

    @property
    def _locale(self) -> str:
        return {"en": "en_GB", "es": "es", "zh": "zh_CN"}[self.language]

    def day_of_year(self, day: date) -> str:
        """4 Nov."""
        return self._style.write(self._style.day_of_year, day)

    def weekday(self, day: date) -> str:
        """Wed."""
        found = self._style.weekdays[day.weekday()]
        return found[:1].upper() + found[1:]

    def date(self, day: date) -> str:
        """4 Nov 2026."""
        return self._style.write(self._style.day, day)

    def month(self, month: Month) -> "MonthName":
        """October 2026."""
        return self._capital(self._style.write(self._style.month, month.first))

    def month_name(self, month: Month) -> "MonthName":
        """October; in Chinese with its figure, as in every date beside it."""
        return self._capital(self._style.months[month.number - 1])

    def month_short(self, month: Month) -> "MonthName":
        """Oct."""
        return self._capital(self._style.short[month.number - 1])

    def month_year_short(self, month: Month) -> "MonthName":
        """Oct 2026."""
        return self._capital(self._style.write(self._style.month_short, month.first))

    def inline(self, month: MonthName) -> str:
        """A month's name beside a figure, as it would stand inside a sentence."""
        return month.small if self.language == "es" else str(month)

    def moment(self, at: datetime) -> str:
        """4 Nov 2026 09:12, in the company's time zone."""
        local = at.astimezone(self.zone)
        return f"{self.date(local.date())} {local:%H:%M}"

    @staticmethod
    def _capital(text: str) -> "MonthName":
        return MonthName(text[:1].upper() + text[1:])


def say_for(language: str) -> Say:
    """A speaker for texts that carry no company figures (arguments, first start)."""
    return Say(language)
