"""Phone numbers: as typed, in E.164 when they can be parsed, and as digits for everything else (rules.md 9)."""

import functools
import re
import unicodedata
from dataclasses import dataclass

LONGEST_EXTENSION = 4
LEAST_SUFFIX = 6

_LETTERS = re.compile(r"[^\W\d_]")
_EXTENSION_WORDS = re.compile(r"(?:ext\.?|extension|x|#|;ext=|分机|转)\s*\d{1,7}\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhoneKeys:
    """A number as it is looked up. ``digits`` are those of ``e164``, or all that were typed where there is none."""

    typed: str
    e164: str | None
    digits: str
    extension: str | None = None


def unified(text: str) -> str:
    """Full-width digits and signs as plain ones, ``tel:`` and friends taken off."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"^(tel|callto|phone)\s*:\s*", "", plain, flags=re.IGNORECASE)


def parse(text: str, country: str) -> PhoneKeys:
    """The keys of a number typed in ``country`` (ISO 3166 alpha-2); never raises.

    E.164 is given for every number that the numbering plan's grammar reads, even one that is not in use, so that two
    spellings of it stay one number; digits are kept where nothing can be parsed.
    """
    return _parse(text, country.upper())


@functools.lru_cache(maxsize=65536)
def _parse(text: str, country: str) -> PhoneKeys:
    import phonenumbers  # noqa: PLC0415 - costs a tenth of a second that a start should not pay

    plain = unified(text)
    digits = "".join(sign for sign in plain if sign.isdecimal())
    try:
        # "(0)" is a hint for callers at home; abroad it is not dialled
        number = phonenumbers.parse(re.sub(r"(?<=\d)\s*\(0\)", " ", plain), country or None)
    except phonenumbers.NumberParseException:
        return PhoneKeys(text, None, digits)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return PhoneKeys(text, e164, e164.removeprefix("+"), number.extension)


def looks_like_number(text: str) -> bool:
    """Whether a look-up text is a number: digits, signs and an extension, no letters of a name."""
    plain = unified(text)
    if not any(sign.isdecimal() for sign in plain):
        return False
    return not _LETTERS.search(_EXTENSION_WORDS.sub("", plain))


def is_extension(text: str) -> bool:
    """Whether a number is one of the house: four digits or fewer."""
    digits = "".join(sign for sign in unified(text) if sign.isdecimal())
    return looks_like_number(text) and 0 < len(digits) <= LONGEST_EXTENSION


def suffix_key(digits: str) -> str:
    """Digits reversed: the index in which a number's last digits are a prefix."""
    return digits[::-1]


def international(e164: str) -> str:
    """An E.164 number grouped as people read it."""
    import phonenumbers  # noqa: PLC0415

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL))
