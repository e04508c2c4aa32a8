"""Numbers as people type them: `1.234,5`, `1,234.50`, `=48*9,8`; what could be read in two ways says so."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, DivisionByZero, InvalidOperation, localcontext

from app.domain.money import EXACT, LARGEST, rounded
from app.domain.refusal import N_, Mistake
from app.domain.typed_days import read_day

__all__ = ["Reading", "read_day", "read_number"]

LONGEST = 60
_EXAMPLES = {".": "1,234.50", ",": "1.234,50"}
# what stands around a number and says nothing about its size
_AROUND = re.compile(r"[€$£¥%\s\u00a0\u202f\u2009]+|^(?:EUR|USD|GBP|CNY|MXN)|(?:EUR|USD|GBP|CNY|MXN)$")
_NUMBER = re.compile(r"[0-9][0-9.,'’]*|[.,][0-9]+")
_SIGNS = str.maketrans({"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "，": ",", "。": ".", "：": ":"})
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it was understood; ``doubtful`` when the same signs mean another number elsewhere."""

    value: Decimal
    doubtful: bool = False


def read_number(text: str, *, mark: str = ".", usual: int = 2, places: int = 2) -> Reading:
    """A number or, behind ``=``, a sum of them; at most ``places`` decimals.

    ``mark`` is the decimal mark of the reader's language (``.`` or ``,``), ``usual`` the decimals that are usual in
    this field: where three are unusual, ``1.234`` is a thousand and more in any language. Raises ``Mistake`` for what
    is no number, too large or has too many decimals; the result of a sum is rounded to ``places``.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_SIGNS).strip()
    if len(plain) > LONGEST:
        raise Mistake(N_("This is too long for a number; {most} characters fit."), most=LONGEST)
    if plain.startswith("="):
        found = _Sum(plain[1:], mark, usual).value()
        found = Reading(rounded(_below_limit(found.value, text), places), found.doubtful)
    else:
        found = _signed(plain, text, mark, usual)
        if _below_limit(found.value, text) != rounded(found.value, places):
            raise Mistake(
                N_("‘{text}’ has too many decimals; {places} can be kept here."), text=_shown(text), places=places
            )
    return found


def _below_limit(value: Decimal, text: str) -> Decimal:
    if abs(value) >= LARGEST:
        raise Mistake(N_("‘{text}’ is too large."), text=_shown(text))
    return value


def _signed(plain: str, text: str, mark: str, usual: int) -> Reading:
    bare = _AROUND.sub("", plain)
    negative = bare.startswith("-")
    digits = bare[1:] if bare[:1] in ("-", "+") else bare
    if not _NUMBER.fullmatch(digits):
        raise _no_number(text, mark)
    found = _unsigned(digits, text, mark, usual)
    return Reading(-found.value, found.doubtful) if negative else found


def _unsigned(digits: str, text: str, mark: str, usual: int) -> Reading:
    digits = digits.replace("'", "").replace("’", "")
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        point = "." if digits.rfind(".") > digits.rfind(",") else ","
        return Reading(_grouped(digits, point, text, mark))
    sign = "." if points else ","
    if points + commas > 1:
        # many of one sign can only be groups
        return Reading(_grouped(digits, "," if sign == "." else ".", text, mark))
    if not points + commas:
        return Reading(Decimal(digits))
    whole, _, decimals = digits.partition(sign)
    doubtful = len(decimals) == 3 and 1 <= len(whole) <= 3 and whole.strip("0") != "" and whole[0] != "0"
    if doubtful and (usual < 3 or sign != mark):
        return Reading(Decimal(whole + decimals), doubtful=True)
    return Reading(Decimal(f"{whole or 0}.{decimals or 0}"), doubtful)


def _grouped(digits: str, point: str, text: str, mark: str) -> Decimal:
    """A number with groups of three; raises ``Mistake`` where the groups are none."""
    whole, _, decimals = digits.partition(point)
    groups = whole.split("," if point == "." else ".")
    right = 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
    if not right or not (decimals or "0").isdigit():
        raise _no_number(text, mark)
    return Decimal("".join(groups) + "." + (decimals or "0"))


def _no_number(text: str, mark: str) -> Mistake:
    return Mistake(
        N_("‘{text}’ is not a number. Write it as {example}."), text=_shown(text), example=_EXAMPLES.get(mark, "1234.5")
    )


def _shown(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 30 else line[:29] + "…"


class _Sum:
    """A small calculator: + - * / and brackets, exact until the end."""

    def __init__(self, text: str, mark: str, usual: int) -> None:
        self._text, self._mark, self._usual = text, mark, usual
        self._tokens = self._split(_AROUND.sub("", text))
        self._at = 0
        self._depth = 0
        self._doubtful = False

    def _split(self, plain: str) -> list[str]:
        tokens, at = [], 0
        while at < len(plain):
            number = _NUMBER.match(plain, at)
            if number is None and plain[at] not in "+-*/()":
                raise _no_number("=" + self._text, self._mark)
            tokens.append(number[0] if number else plain[at])
            at += len(tokens[-1])
        return tokens

    def value(self) -> Reading:
        with localcontext(EXACT):
            try:
                found = self._terms()
            except (DivisionByZero, InvalidOperation, ZeroDivisionError):
                raise Mistake(N_("‘{text}’ divides by zero."), text=_shown("=" + self._text)) from None
        if self._at < len(self._tokens):
            raise _no_number("=" + self._text, self._mark)
        return Reading(found, self._doubtful)

    def _next(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _terms(self) -> Decimal:
        found = self._factors()
        while self._next() in ("+", "-"):
            found = found + self._factors() if self._take() == "+" else found - self._factors()
        return found

    def _factors(self) -> Decimal:
        found = self._one()
        while self._next() in ("*", "/"):
            found = found * self._one() if self._take() == "*" else found / self._one()
        return found

    def _one(self) -> Decimal:
        token = self._next()
        if token in ("+", "-") and token:
            self._take()
            self._deeper()
            return -self._one() if token == "-" else self._one()
        if token == "(":
            self._take()
            self._deeper()
            found = self._terms()
            if self._next() != ")":
                raise _no_number("=" + self._text, self._mark)
            self._take()
            return found
        if not token or token in "*/)":
            raise _no_number("=" + self._text, self._mark)
        reading = _unsigned(self._take(), "=" + self._text, self._mark, self._usual)
        self._doubtful = self._doubtful or reading.doubtful
        return reading.value

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _no_number("=" + self._text, self._mark)
