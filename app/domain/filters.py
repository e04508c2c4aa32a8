"""The filter bar: ``tier:A balance:>500 last:<-60d city:"San Juan" marta`` as typed conditions and words."""

import difflib
import re
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from app.domain.refusal import N_, Mistake
from app.domain.text import folded

_TOKEN = re.compile(r'([^\W\d_][\w-]*):("[^"]*"|\S*)|"([^"]*)"|(\S+)')
_COMPARED = re.compile(r"(>=|<=|>|<|=)?(.*)", re.DOTALL)
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:[.,]\d{1,4})?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})(?:-(\d{1,2}))?|(\d{4})")
_AGO = re.compile(r"([+-]?\d{1,5})([dwmy])", re.IGNORECASE)
_YES = frozenset({"yes", "si", "是", "true", "1"})
_NO = frozenset({"no", "否", "false", "0"})

Value: TypeAlias = str | Decimal | date | bool


class Kind(StrEnum):
    """What stands after the colon."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Field:
    """One word of the filter bar; ``aliases`` are the same word in other languages, ``choices`` what may follow."""

    key: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """``key`` compared by ``op`` (one of = < <= > >=) with a value; days are days, numbers decimals."""

    key: str
    op: str
    value: Value


@dataclass(frozen=True, slots=True)
class Filters:
    """Everything must hold: the conditions, and all words somewhere in the name."""

    conditions: tuple[Condition, ...] = ()
    words: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.conditions or self.words)


def parse(text: str, fields: Sequence[Field], today: date) -> Filters:
    """The filters of a text; words without a colon are looked for in the name.

    Days are written 2026-03-01, 2026-03, 2026, today, or relative: -60d, +2w, -3m, -1y. A range is written 10..20.
    Raises ``Mistake`` naming the word that is wrong and, where there is one, the word that was meant.
    """
    known = {name: field for field in fields for name in (field.key, *map(folded, field.aliases))}
    conditions: list[Condition] = []
    words: list[str] = []
    for name, value, quoted, word in _TOKEN.findall(text):
        if name:
            field = known.get(folded(name)) or _unknown(name, known)
            conditions += _conditions(field, value.strip('"').strip(), today)
        else:
            words += folded(quoted or word).split()
    return Filters(tuple(conditions), tuple(words))


def _unknown(name: str, known: dict[str, Field]) -> Field:
    near = difflib.get_close_matches(folded(name), list(known), n=1)
    if near:
        raise Mistake(N_("Unknown filter ‘{name}’. Did you mean ‘{nearest}’?"), field=name, name=name, nearest=near[0])
    choices = ", ".join(dict.fromkeys(field.key for field in known.values()))
    raise Mistake(N_("Unknown filter ‘{name}’. There are: {choices}."), field=name, name=name, choices=choices)


def _conditions(field: Field, text: str, today: date) -> Iterator[Condition]:
    match = _COMPARED.fullmatch(text)
    assert match is not None  # the pattern takes anything
    op, rest = match[1] or "", match[2].strip()
    if not rest:
        raise Mistake(N_("Write what ‘{name}’ is to be, such as {name}:{example}."), field=field.key, name=field.key,
                      example=_EXAMPLES[field.kind] if not field.choices else field.choices[0])  # fmt: skip
    if field.kind in (Kind.NUMBER, Kind.DAY):
        yield from _ordered(field, op, rest, today)
        return
    if op not in ("", "="):
        raise Mistake(N_("‘{name}’ is not larger or smaller than anything; write {name}:{value}."), field=field.key,
                      name=field.key, value=rest)  # fmt: skip
    yield Condition(field.key, "=", _plain(field, rest))


_EXAMPLES = {Kind.TEXT: "Valencia", Kind.NUMBER: ">500", Kind.DAY: "<-60d", Kind.YES_NO: "yes", Kind.CHOICE: ""}


def _plain(field: Field, text: str) -> Value:
    if field.kind is Kind.TEXT:
        return text
    if field.kind is Kind.YES_NO:
        word = folded(text)
        if word in _YES | _NO:
            return word in _YES
        raise Mistake(N_("‘{value}’ is neither yes nor no."), field=field.key, value=text)
    for choice in field.choices:
        if folded(choice) == folded(text):
            return choice
    near = difflib.get_close_matches(folded(text), field.choices, n=1)
    if near:
        raise Mistake(N_("‘{value}’ is not known for ‘{name}’. Did you mean ‘{nearest}’?"), field=field.key, value=text,
                      name=field.key, nearest=near[0])  # fmt: skip
    raise Mistake(N_("‘{value}’ is not known for ‘{name}’. There are: {choices}."), field=field.key, value=text,
                  name=field.key, choices=", ".join(field.choices))  # fmt: skip


def _ordered(field: Field, op: str, text: str, today: date) -> Iterator[Condition]:
    """A value, a comparison or a range; a month or year is a range of days."""
    first, dots, last = text.partition("..")
    if dots and op:
        raise Mistake(N_("‘{value}’ is a range; write it without {op}."), field=field.key, value=text, op=op)
    if not dots:
        yield from _compared(field.key, op or "=", *_span(field, first, today))
        return
    low = _span(field, first, today)[0] if first else None
    high = _span(field, last, today)[1] if last else None
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        raise Mistake(N_("‘{value}’ ends before it begins."), field=field.key, value=text)
    yield from [Condition(field.key, ">=", low)] if low is not None else []
    yield from [Condition(field.key, "<=", high)] if high is not None else []


def _compared(key: str, op: str, low: Value, high: Value) -> Iterator[Condition]:
    """Before a month is before its first day, after it is after its last."""
    if op == "=" and low != high:
        yield from (Condition(key, ">=", low), Condition(key, "<=", high))
    else:
        yield Condition(key, op, low if op in ("=", "<", ">=") else high)


def _span(field: Field, text: str, today: date) -> tuple[Value, Value]:
    if field.kind is Kind.NUMBER:
        number = _number(field, text)
        return number, number
    return _days(field, text, today)


def _number(field: Field, text: str) -> Decimal:
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise Mistake(N_("‘{value}’ is not a number. Write it as 1250.50."), field=field.key, value=text)
    return Decimal(text.replace(",", "."))


def _days(field: Field, text: str, today: date) -> tuple[date, date]:
    if folded(text) in ("today", "hoy", "今天"):
        return today, today
    ago, iso = _AGO.fullmatch(text), _ISO.fullmatch(text)
    try:
        if ago:
            day = moved(today, int(ago[1]), ago[2].lower())
            return day, day
        if iso and text.isascii():
            return _calendar(iso)
    except (ValueError, OverflowError):
        pass
    raise Mistake(
        N_("‘{value}’ is not a day. Write it as 2026-03-01, 2026-03 or -60d."), field=field.key, value=text
    )  # fmt: skip


def _calendar(iso: re.Match[str]) -> tuple[date, date]:
    if iso[4]:
        return date(int(iso[4]), 1, 1), date(int(iso[4]), 12, 31)
    year, month = int(iso[1]), int(iso[2])
    if iso[3]:
        return (date(year, month, int(iso[3])),) * 2
    first = date(year, month, 1)
    return first, first.replace(day=monthrange(year, month)[1])


def moved(day: date, count: int, unit: str) -> date:
    """``day`` so many d(ays), w(eeks), m(onths) or y(ears) later; a day that a month lacks is its last one.

    Raises ``ValueError`` or ``OverflowError`` outside the calendar.
    """
    if unit in "dw":
        return day + timedelta(days=count * (7 if unit == "w" else 1))
    index = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(index, 12)
    if not 1 <= year <= 9999:
        raise ValueError("outside the calendar")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
