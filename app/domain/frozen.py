"""Documents as text that never changes: exact JSON of frozen dataclasses, and the short code that proves it.

The text is the same on every machine: keys are sorted, there is no blank, everything beyond ASCII is escaped, decimals
and dates are strings, moments are in UTC. What equals its field's default is left out, so that a document stored before
a field existed still has the same text and the same check code.
"""

import base64
import functools
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar, cast

from app.domain.month import Month
from app.domain.refusal import Refusal

__all__ = ["digest", "dumps", "is_intact", "loads", "sealed"]

T = TypeVar("T")
_CODE_LENGTH = 8


def dumps(value: object) -> str:
    """A frozen dataclass as exact JSON.

    Raises ``TypeError`` for floats and anything else that is not a value of a document, ``ValueError`` for a moment
    without time zone and for a decimal that is not a number.
    """
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is not a document")
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def loads(cls: type[T], text: str) -> T:
    """The document that ``dumps`` wrote.

    Fields that ``cls`` no longer knows are ignored; missing ones take their default. Raises ``ValueError`` when a field
    without default is missing or something is not of its declared type.
    """
    try:
        return cast("T", _read(cls, json.loads(text)))
    except (TypeError, KeyError, ArithmeticError, Refusal) as error:
        raise ValueError(f"This is not a stored {cls.__name__}: {error}") from error


def digest(value: object) -> str:
    """The check code of a document, like ``7F3A-91C2``: the first eight digits of SHA-256 over its text.

    It finds a changed figure; it is no protection against somebody who computes a new code as well.
    """
    code = hashlib.sha256(dumps(value).encode("ascii")).hexdigest()[:_CODE_LENGTH].upper()
    return f"{code[:4]}-{code[4:]}"


def sealed(value: T) -> T:
    """The document with its field ``check_code`` made from all its other fields."""
    document = cast("Any", value)
    return cast("T", replace(document, check_code=digest(replace(document, check_code=""))))


def is_intact(value: object) -> bool:
    """Whether ``check_code`` still fits the other fields."""
    document = cast("Any", value)
    return bool(document.check_code == digest(replace(document, check_code="")))


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool) or (isinstance(value, str) and not isinstance(value, Enum)):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return write(value)
    if is_dataclass(value) and not isinstance(value, type):
        found = ((name, _plain(getattr(value, name)), default) for name, default in _defaults_of(type(value)))
        # 0 and 0.00 are equal and print differently: only the very same text may be left out
        return {name: plain for name, plain, default in found if plain != default}
    raise TypeError(f"{type(value).__name__} cannot stand in a document")


@functools.cache
def _defaults_of(kind: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, MISSING if field.default is MISSING else _plain(field.default)) for field in fields(kind))


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise ValueError(f"{value} is not a number a document can carry")
    return str(value)


def _moment(value: datetime) -> str:
    if value.tzinfo is None:
        raise ValueError("A moment in a document needs its time zone")
    return value.astimezone(UTC).isoformat()


# datetime before date, because a datetime is a date; Enum before int and str, because it may be both
_WRITERS: Mapping[type, Callable[[Any], object]] = {
    Enum: lambda value: _plain(value.value),
    int: int,
    Decimal: _decimal,
    datetime: _moment,
    date: date.isoformat,
    Month: str,
    bytes: lambda value: base64.b64encode(value).decode("ascii"),
}


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError(f"{data!r} is not text")
    return data


def _whole(data: object) -> int:
    if not isinstance(data, int) or isinstance(data, bool):
        raise TypeError(f"{data!r} is not a whole number")
    return data


def _yes_or_no(data: object) -> bool:
    if not isinstance(data, bool):
        raise TypeError(f"{data!r} is not yes or no")
    return data


_READERS: Mapping[object, Callable[[object], object]] = {
    str: _text,
    int: _whole,
    bool: _yes_or_no,
    Decimal: lambda data: Decimal(_text(data)),
    datetime: lambda data: datetime.fromisoformat(_text(data)),
    date: lambda data: date.fromisoformat(_text(data)),
    Month: lambda data: Month.parse(_text(data)),
    bytes: lambda data: base64.b64decode(_text(data), validate=True),
}


def _read(kind: object, data: object) -> object:
    if kind in _READERS:
        return _READERS[kind](data)
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _read_optional(kind, data)
    if origin is tuple:
        return _read_tuple(typing.get_args(kind), data)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(data)
    if is_dataclass(kind):
        return _read_document(cast("type", kind), data)
    raise TypeError(f"{kind} cannot stand in a document")


def _read_optional(kind: object, data: object) -> object:
    kinds = [one for one in typing.get_args(kind) if one is not types.NoneType]
    if len(kinds) != 1:
        raise TypeError(f"{kind} is ambiguous in a document")
    return None if data is None else _read(kinds[0], data)


def _read_tuple(kinds: tuple[Any, ...], data: object) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is not a list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_read(kinds[0], item) for item in data)
    return tuple(_read(kind, item) for kind, item in zip(kinds, data, strict=True))


def _read_document(kind: type, data: object) -> object:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    known = _kinds_of(kind)
    return kind(**{name: _read(known[name], item) for name, item in data.items() if name in known})


@functools.cache
def _kinds_of(kind: type) -> Mapping[str, Any]:
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind) if field.init}
