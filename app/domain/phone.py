"""Phone numbers: as typed, in E.164 when they can be parsed, and as digits for everything else (rules.md 9)."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.domain.phone_plans import grouped, quick

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LONGEST_EXTENSION = 4
"""Digits of a number of the house."""
LEAST_SUFFIX = 6
LONGEST_NUMBER = 17
"""Digits that may be typed for one number: fifteen of E.164 and 00. More is a text that happens to have digits."""
LONGEST_DIGITS = 40
"""Digits that are kept of what is no number."""

_LONGEST_TEXT = 250
_LONGEST_DIRECT_DIAL = 12
_SCHEME = re.compile(r"(?:tel|callto|sips?|phone)\s*:\s*", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:tel[eé]fono|telephone|telf?|tfno|tlfn?o?|phone|m[oó]vil|mobile|mob|cell|fax|电话|電話|手机|手機|传真|傳真)[.:]*\s*(?=[+(\d])",
    re.IGNORECASE,
)
_EXTENSION = re.compile(
    r"(?:[;,\s]*(?:ext(?:ensi[oó]n|n)?\.?|x|#|分机|分機|转|轉)\s*[=:.]?\s*([0-9]{1,7})\s*)$", re.IGNORECASE
)
_CHINESE_EXTENSION = re.compile(r"(?:分机|分機|转|轉)\s*[:.]?\s*(?=\d)")
_NUMBER = re.compile(r"[\d\s+().\-/\u2010-\u2015\u2212·]+")
_VANITY = re.compile(r"\+?[\d\s().\-]*\d[\s.\-]*[a-z]{3,}", re.IGNORECASE)
_PLAIN = re.compile(r"\+[0-9]{7,15}|[0-9]{7,15}")
_NO_DIGITS = re.compile(r"[^0-9]+")
_LETTERS = re.compile(r"[^\W\d_]+")
_LONG_RUN = re.compile(r"\d{7,}")
_BETWEEN_NUMBERS = re.compile(r"\s*(?:[/;,|\n]|\s[oyu]\s|\sor\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhoneKeys:
    """A number as it is stored and looked up.

    ``digits`` are those of ``e164``, or all that were typed where there is none (40 at most); ``national`` is without
    the country's code and the 0 dialled before it. ``possible`` says that the numbering plan has numbers of this
    length; what is not possible is kept and found all the same.
    """

    typed: str
    e164: str | None
    digits: str
    extension: str | None = None
    national: str = ""
    possible: bool = False


class LookupKind(StrEnum):
    """What a text that is looked up can be."""

    NUMBER = "number"
    EXTENSION = "extension"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Lookup:
    """How a text is looked up: first ``e164``, then ``digits``, then numbers that end in the suffix.

    ``reversed_suffix`` is empty below 6 digits, else the beginning of the ``suffix_key`` of what is wanted.
    """

    kind: LookupKind
    text: str
    e164: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    reversed_suffix: str = ""
    extension: str | None = None


def unified(text: str) -> str:
    """Full-width digits and signs as plain ones, invisible marks and ``tel:`` and friends taken off."""
    if text.isascii():
        plain = text.strip()
    else:
        # pasted numbers come wrapped in direction marks
        folded = unicodedata.normalize("NFKC", text)
        plain = "".join(sign for sign in folded if unicodedata.category(sign) != "Cf").strip()
    scheme = _SCHEME.match(plain)
    if scheme is None:
        return _LABEL.sub("", plain, count=1) if _LABEL.match(plain) else plain
    plain = plain[scheme.end() :]
    return plain.partition("@")[0] if scheme[0][:3].lower() == "sip" else plain


def parse(text: str, country: str) -> PhoneKeys:
    """The keys of a number typed in ``country`` (ISO 3166 alpha-2, empty: unknown); never raises.

    E.164 is given for every number that the numbering plan's grammar reads, even one that is not in use, so that two
    spellings of it stay one number; digits are kept where nothing can be parsed, and for numbers of the house (four
    digits or fewer).
    """
    country = country.upper()
    known = quick(text, country)
    if known is not None:
        e164, national = known
        return PhoneKeys(text, e164, e164[1:], None, national, possible=True)
    if len(text) > _LONGEST_TEXT:
        return PhoneKeys(text, None, _decimals(text)[:LONGEST_DIGITS])
    return _parse(text, country)


@functools.lru_cache(maxsize=16384)
def _parse(text: str, country: str) -> PhoneKeys:
    plain = _CHINESE_EXTENSION.sub(" ext. ", unified(text))
    number = _read(plain, country)
    if number is None:
        return _unread(text, plain)
    import phonenumbers  # noqa: PLC0415

    possible = phonenumbers.is_possible_number(number)
    if not possible and is_extension(plain):
        return _unread(text, plain)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    national = phonenumbers.national_significant_number(number)
    return PhoneKeys(text, e164, e164[1:], _direct_dial(number.extension), national, possible)


def _unread(text: str, plain: str) -> PhoneKeys:
    extension = _EXTENSION.search(plain)
    digits = _decimals(plain[: extension.start()] if extension else plain)[:LONGEST_DIGITS]
    return PhoneKeys(text, None, digits, _direct_dial(extension[1]) if extension else None, digits.lstrip("0"))


def _direct_dial(digits: str | None) -> str | None:
    return digits if digits and len(digits) <= _LONGEST_DIRECT_DIAL else None


def _read(plain: str, country: str) -> "PhoneNumber | None":
    """The first reading of a text that is a possible number, else the plain one, if there is any."""
    # costs a tenth of a second that a start should not pay
    from phonenumbers import NumberParseException, is_possible_number  # noqa: PLC0415
    from phonenumbers import parse as parse_fully  # noqa: PLC0415

    first = None
    for at, reading in enumerate(_readings(plain)):
        try:
            number = parse_fully(reading, country or None)
        except NumberParseException:
            continue
        if is_possible_number(number):
            return number
        if at == 0:
            first = number
    return first


def _readings(plain: str) -> Iterator[str]:
    """A text as it is, and what people mean by it where it is no possible number as it is."""
    yield plain
    bare = plain
    if "(0)" in plain:
        # a hint for callers at home; abroad it is dialled in Italy alone, where it is read with it
        bare = plain.replace("(0)", " ")
        yield bare
    if bare.lstrip("( ").startswith("00"):
        # dialled so in most of the world, typed so in all of it
        yield "+" + bare.lstrip("( 0")
    if _LETTERS.search(bare):
        # “963 550 142 (home)” is no vanity number
        without = _LETTERS.sub(" ", bare)
        yield without
    parts = _BETWEEN_NUMBERS.split(bare)
    if len(parts) > 1:
        yield parts[0]


def _decimals(text: str) -> str:
    if text.isascii():
        return _NO_DIGITS.sub("", text)
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def looks_like_number(text: str) -> bool:
    """Whether a look-up text is a number: digits, signs and an extension, no letters of a name."""
    bare = _EXTENSION.sub("", unified(text))
    return _NUMBER.fullmatch(bare) is not None and 0 < len(_decimals(bare)) <= LONGEST_NUMBER


def is_extension(text: str) -> bool:
    """Whether a number is one of the house: four digits or fewer, without a +."""
    plain = unified(text)
    return looks_like_number(plain) and "+" not in plain and len(_decimals(plain)) <= LONGEST_EXTENSION


def look_up(text: str, countries: Sequence[str]) -> Lookup:
    """How to find ``text`` among all numbers, read as in each of ``countries`` (the company's first).

    Letters are a name, unless they spell a number (1-800-FLOWERS); four digits or fewer are a number of the house;
    everything else with digits is a number.
    """
    # as telephones say it: nothing in it can be anything but a number
    plain = _PLAIN.fullmatch(text) is not None
    if not plain and is_extension(text):
        digits = _decimals(unified(text))
        return Lookup(LookupKind.EXTENSION, text, digits=(digits,), extension=digits)
    spelled = not plain and not looks_like_number(text)
    if spelled and not _VANITY.fullmatch(_EXTENSION.sub("", unified(text))):
        return Lookup(LookupKind.NAME, text)
    keys = [parse(text, country) for country in countries] or [parse(text, "")]
    if spelled:
        keys = [key for key in keys if is_valid(key.e164)]
        if not keys:
            return Lookup(LookupKind.NAME, text)
    # possible readings first: 0034… is read as something in every country
    keys.sort(key=lambda key: not key.possible)
    shortest = min((key.national for key in keys if key.national), key=len, default="")
    return Lookup(
        LookupKind.NUMBER,
        text,
        _unique(key.e164 for key in keys),
        _unique([*(key.digits for key in keys), *(key.national for key in keys)]),
        suffix_key(shortest) if len(shortest) >= LEAST_SUFFIX else "",
        next((key.extension for key in keys if key.extension), None),
    )


def _unique(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def is_valid(e164: str | None) -> bool:
    """Whether the numbering plan has given out numbers like this one: a hint while typing, never a condition."""
    import phonenumbers  # noqa: PLC0415

    try:
        return e164 is not None and phonenumbers.is_valid_number(phonenumbers.parse(e164, None))
    except phonenumbers.NumberParseException:
        return False


def suffix_key(digits: str) -> str:
    """Digits reversed: the index in which a number's last digits are a prefix."""
    return digits[::-1]


@functools.lru_cache(maxsize=16384)
def international(e164: str) -> str:
    """An E.164 number grouped as people read it; what cannot be read stays as it is."""
    found = grouped(e164)
    if found is not None:
        return found
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    shown = str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
    if phonenumbers.is_valid_number(number):
        return shown
    # the numbering plan groups only what it has given out; a long row of digits is read by threes
    return _LONG_RUN.sub(_in_threes, shown)


def _in_threes(found: re.Match[str]) -> str:
    digits = found[0]
    head = len(digits) % 3 or 3
    head += 3 if head == 1 else 0
    return " ".join([digits[:head], *[digits[at : at + 3] for at in range(head, len(digits), 3)]])
