"""Small sums in the palette: ``=48*9,8``, exactly, with numbers as people write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, InvalidOperation, Overflow

from app.domain.refusal import N_, Mistake
from app.i18n import Say
from app.ui.palette_rows import Row

LONGEST = 120
DEEPEST = 20
PLACES = 6
"""Decimals of a result at most."""
_EXACT = Context(prec=40, Emax=60, Emin=-60, traps=[InvalidOperation, Overflow])
_TOKEN = re.compile(r"\s*(?:([0-9][0-9.,]*|[.,][0-9]+)|([-+*/()%]))")
_SIGNS = str.maketrans("０１２３４５６７８９×·÷:−–（），％＋＊／。", "0123456789**//--(),%+*/.")


@dataclass(frozen=True, slots=True)
class Sum:
    """A result, and the sum as it was read."""

    value: Decimal
    read_as: str


def compute(text: str, say: Say) -> Sum:
    """The value of a sum with + - * / % and brackets. Raises ``Mistake`` with what is wrong.

    A number that can be read in two ways (1.234) is read as this reader writes numbers; ``read_as`` shows how.
    """
    if len(text) > LONGEST:
        raise Mistake(N_("A sum has at most {limit} characters."), limit=LONGEST)
    reader = _Reader(list(_tokens(text.translate(_SIGNS), say)))
    try:
        value = reader.whole()
    except (InvalidOperation, Overflow):
        raise Mistake(N_("The result is too large.")) from None
    return Sum(value, reader.written(say))


def shown(value: Decimal, say: Say) -> str:
    """A result with the decimals it has, six at most."""
    rounded = round(value, PLACES).normalize() if value.as_tuple().exponent else value
    return say.number(rounded, min(PLACES, max(0, -int(rounded.as_tuple().exponent))))


def _tokens(text: str, say: Say) -> Iterator[Decimal | str]:
    at = 0
    text = text.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            raise Mistake(N_("‘{text}’ is no part of a sum. Use numbers, + - * / % and brackets."), text=text[at])
        at = found.end()
        yield _number(found[1], say) if found[1] else found[2]


def _number(text: str, say: Say) -> Decimal:
    """Both signs: the last one is the decimal mark. One sign, more than once: groups. Once: as the reader writes."""
    mark = _mark(text, say)
    group = "," if mark == "." else "."
    whole, _, decimals = text.partition(mark)
    parts = whole.split(group)
    regular = len(parts) == 1 or (1 <= len(parts[0]) <= 3 and all(len(part) == 3 for part in parts[1:]))
    if mark in decimals or group in decimals or not regular:
        raise Mistake(N_("‘{text}’ is not a number."), text=text)
    return Decimal("".join(parts) or "0") + (Decimal(f"0.{decimals}") if decimals else Decimal(0))


def _mark(text: str, say: Say) -> str:
    """The sign that stands before the decimals."""
    own = say.decimal_mark
    points, commas = text.count("."), text.count(",")
    if points and commas:
        return "." if text.rfind(".") > text.rfind(",") else ","
    if points + commas != 1:
        return "," if points else "."
    sign = "." if points else ","
    ambiguous = re.fullmatch(r"[1-9][0-9]{0,2}[.,][0-9]{3}", text) is not None
    return own if ambiguous else sign


class _Reader:
    """Reads sums of products; what follows a % is a hundredth."""

    def __init__(self, tokens: list[Decimal | str]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def written(self, say: Say) -> str:
        signs = {"*": " × ", "/": " ÷ ", "+": " + ", "-": " − "}
        parts = [shown(one, say) if isinstance(one, Decimal) else signs.get(one, one) for one in self._tokens]
        return "".join(parts).strip()

    def whole(self) -> Decimal:
        value = self._sum()
        if self._at < len(self._tokens):
            raise self._unfinished()
        return value

    def _next(self) -> Decimal | str | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _taken(self, *signs: str) -> str:
        found = self._next()
        if isinstance(found, str) and found in signs:
            self._at += 1
            return found
        return ""

    def _sum(self) -> Decimal:
        value = self._product()
        while sign := self._taken("+", "-"):
            other = self._product()
            value = _EXACT.add(value, other) if sign == "+" else _EXACT.subtract(value, other)
        return value

    def _product(self) -> Decimal:
        value = self._factor()
        while sign := self._taken("*", "/"):
            other = self._factor()
            if sign == "/" and not other:
                raise Mistake(N_("Nothing can be divided by zero."))
            value = _EXACT.multiply(value, other) if sign == "*" else _EXACT.divide(value, other)
        return value

    def _factor(self) -> Decimal:
        self._depth += 1
        if self._depth > DEEPEST:
            raise Mistake(N_("The sum has too many brackets."))
        if sign := self._taken("-", "+"):
            value = self._factor()
            value = -value if sign == "-" else value
        elif self._taken("("):
            value = self._sum()
            if not self._taken(")"):
                raise Mistake(N_("A bracket is not closed."))
        else:
            value = self._number()
        while self._taken("%"):
            value = _EXACT.divide(value, Decimal(100))
        self._depth -= 1
        return value

    def _number(self) -> Decimal:
        found = self._next()
        if not isinstance(found, Decimal):
            raise self._unfinished()
        self._at += 1
        return found

    def _unfinished(self) -> Mistake:
        return Mistake(N_("The sum is not complete. Write it as 48*9.8"))


def rows(text: str, say: Say) -> list[Row]:
    """A sum's result as a row whose Enter copies it, or a sentence on what is wrong with it."""
    if not text:
        return [Row("sentence", say.text(N_("Write a sum, such as =48*9.8")), icon="info")]
    try:
        found = compute(text, say)
    except Mistake as mistake:
        return [Row("sentence", say.refusal(mistake), icon="info")]
    result = shown(found.value, say)
    about = say.text(N_("{sum} · Enter copies it"), sum=found.read_as)
    return [Row("copy", result, about, "copy", result.replace("\u2212", "-"))]
