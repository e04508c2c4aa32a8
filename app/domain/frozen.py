"""Documents as text that never changes: exact JSON of frozen dataclasses, and the short code that proves it.

The text is the same on every machine: keys are sorted, there is no blank, everything beyond ASCII is escaped, decimals
and dates are strings, moments are in UTC. What equals its field's default is left out, so that a document stored before
a field existed still has the same text and the same check code.
"""

import base64
import functools
import hashlib
import json
import operator
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from itertools import repeat
from typing import Any, TypeVar, cast

from app.domain.month import Month
from app.domain.refusal import Refusal

__all__ = ["digest", "dumps", "is_intact", "loads", "sealed", "sealed_text"]

T = TypeVar("T")
_CODE_LENGTH = 8


def dumps(value: object) -> str:
    """A frozen dataclass as exact JSON.

    Raises ``TypeError`` for floats and anything else that is not a value of a document, ``ValueError`` for a moment
    without time zone and for a decimal that is not a number.
    """
    return _joined(_parts(value))


def _parts(value: object) -> dict[str, str]:
    """The text of each field of a document."""
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(f"{type(value).__name__} is not a document")
    return {name: _json(plain) for name, plain in _plain(value).items()}


# fields are written in the order of their names already (``_defaults_of``)
_json = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


def _joined(parts: Mapping[str, str]) -> str:
    return "{" + ",".join(f"{_json(name)}:{parts[name]}" for name in sorted(parts)) + "}"


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
    return _code(dumps(value))


def _code(text: str) -> str:
    code = hashlib.sha256(text.encode("ascii")).hexdigest()[:_CODE_LENGTH].upper()
    return f"{code[:4]}-{code[4:]}"


def sealed(value: T) -> T:
    """The document with its field ``check_code`` made from all its other fields."""
    return sealed_text(value)[0]


def sealed_text(value: T) -> tuple[T, str]:
    """``sealed`` and its ``dumps``, for large documents at the price of one."""
    document = replace(cast("Any", value), check_code="")
    parts = _parts(document)
    code = _code(_joined(parts))
    return cast("T", replace(document, check_code=code)), _joined({**parts, "check_code": _json(code)})


def is_intact(value: object) -> bool:
    """Whether ``check_code`` still fits the other fields."""
    document = cast("Any", value)
    return bool(document.check_code == digest(replace(document, check_code="")))


def _plain(value: object) -> Any:  # noqa: ANN401 - what JSON writes
    return _writer(type(value))(value)


def _find_writer(kind: type) -> Callable[[Any], Any]:
    """How values of exactly this type are written."""
    if kind in (types.NoneType, bool, str):
        return _itself
    for known, write in _WRITERS.items():
        if issubclass(kind, known):
            return write
    if issubclass(kind, str):
        return _itself
    if issubclass(kind, tuple):
        return _list
    if is_dataclass(kind):
        defaults = _defaults_of(kind)
        return functools.partial(_document, defaults, _values([name for name, _, _ in defaults]))
    raise TypeError(f"{kind.__name__} cannot stand in a document")


# found once per type, because documents have thousands of values
_writer: Callable[[Any], Callable[[Any], Any]] = functools.cache(_find_writer)


def _itself(value: object) -> object:
    return value


def _list(value: tuple[object, ...]) -> list[Any]:
    kinds = set(map(type, value))
    if len(kinds) == 1:
        [kind] = kinds
        if is_dataclass(kind) and kind not in _WRITERS:
            return _documents(kind, value)
    return [_writer(type(item))(item) for item in value]


def _documents(kind: type, items: Sequence[object]) -> list[dict[str, Any]]:
    """Many documents of one type, field by field: most fields of most lines are their default."""
    defaults = _defaults_of(kind)
    found: list[dict[str, Any]] = [{} for _ in items]
    columns = zip(*map(_values([name for name, _, _ in defaults]), items), strict=True)
    for (name, usual, default), column in zip(defaults, columns, strict=True):
        if all(map(operator.is_, column, repeat(usual))):
            continue
        for document, plain in zip(found, _column(column), strict=True):
            if plain != default:
                document[name] = plain
    return found


def _column(values: Sequence[object]) -> Sequence[Any]:
    """One field of many documents."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return values
    if kinds == {Decimal} and all(map(Decimal.is_finite, cast("Sequence[Decimal]", values))):
        return list(map(str, values))
    writers = {kind: _writer(kind) for kind in kinds}
    return [writers[type(value)](value) for value in values]


def _values(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    """All fields of a document at once: asking for one after the other takes twice as long."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda value: [getattr(value, name) for name in names]


def _document(
    defaults: tuple[tuple[str, object, object], ...], values: Callable[[Any], Sequence[Any]], value: object
) -> dict[str, Any]:
    found = {}
    for (name, usual, default), item in zip(defaults, values(value), strict=True):
        if item is usual:
            continue
        kind = type(item)
        plain = item if kind is str else _writer(kind)(item)
        # 0 and 0.00 are equal and print differently: only the very same text may be left out
        if plain != default:
            found[name] = plain
    return found


@functools.cache
def _defaults_of(kind: type) -> tuple[tuple[str, object, object], ...]:
    """(name, default, the default as it would be written) per field, by name as they are written."""
    return tuple(
        (field.name, field.default, MISSING if field.default is MISSING else _plain(field.default))
        for field in sorted(fields(kind), key=lambda one: one.name)
    )


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
    # thousands of lines name the same few months
    Month: functools.lru_cache(4096)(lambda data: Month.parse(_text(data))),
    bytes: lambda data: base64.b64decode(_text(data), validate=True),
}


def _read(kind: object, data: object) -> Any:  # noqa: ANN401 - of the declared type
    return _reader(kind)(data)


@functools.cache
def _reader(kind: Any) -> Callable[[Any], Any]:  # noqa: ANN401 - a declared type
    """How what is declared so is read."""
    if kind in _READERS:
        return _READERS[kind]
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        return _optional_reader(kind)
    if origin is tuple:
        return functools.partial(_read_tuple, typing.get_args(kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    if is_dataclass(kind):
        return functools.partial(_read_document, cast("type", kind), _readers_of(cast("type", kind)))
    raise TypeError(f"{kind} cannot stand in a document")


def _optional_reader(kind: object) -> Callable[[Any], Any]:
    kinds = [one for one in typing.get_args(kind) if one is not types.NoneType]
    if len(kinds) != 1:
        raise TypeError(f"{kind} is ambiguous in a document")
    read = _reader(kinds[0])
    return lambda data: None if data is None else read(data)


def _read_tuple(kinds: tuple[Any, ...], data: object) -> tuple[object, ...]:
    if not isinstance(data, list):
        raise TypeError(f"{data!r} is not a list")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(map(_reader(kinds[0]), data))
    return tuple(_read(kind, item) for kind, item in zip(kinds, data, strict=True))


def _read_document(kind: type, known: Mapping[str, Callable[[Any], Any]], data: object) -> object:
    if not isinstance(data, dict):
        raise TypeError(f"{data!r} is not a {kind.__name__}")
    return kind(**{name: known[name](item) for name, item in data.items() if name in known})


@functools.cache
def _readers_of(kind: type) -> Mapping[str, Callable[[Any], Any]]:
    hints = typing.get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in fields(kind) if field.init}
