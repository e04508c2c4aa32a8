"""Values on their way between two programs of the same version: JSON by declared types, and nothing but these.

Unlike stored documents (``app.domain.frozen``) nothing is left out and nothing is kept: both ends know the same types.
What comes in is data of a stranger until it has been read here; a shape that was not declared is refused.
"""

import base64
import functools
import json
import types
import typing
from collections.abc import Callable, Collection, Mapping, Sequence, Set
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from app.domain.month import Month
from app.domain.refusal import Refusal

DEEPEST = 40
"""Levels of a free value."""
LONGEST_NUMBER = 60


@dataclass(frozen=True, slots=True)
class Form:
    """How values of one declared type are written as JSON and read from it; both raise ``ValueError``."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]
    fits: Callable[[object], bool]
    """Whether a value may be of this type: unions choose by it."""


def dumps(kind: Any, value: object) -> str:  # noqa: ANN401 - a declared type
    """A value as text. Raises ``TypeError`` for a type that cannot be sent, ``ValueError`` for a value not of it."""
    return _encode(form(kind).write(value))


def loads(kind: Any, text: str) -> Any:  # noqa: ANN401 - of the declared type
    """What ``dumps`` wrote. Raises ``ValueError`` for anything that is not exactly of the declared type."""
    try:
        return read(kind, json.loads(text))
    except RecursionError as error:
        raise ValueError("too deep") from error


def read(kind: Any, data: object) -> Any:  # noqa: ANN401 - of the declared type
    """A value of JSON that was read already. Raises as ``loads``."""
    try:
        return form(kind).read(data)
    except (TypeError, KeyError, IndexError, ArithmeticError, RecursionError, AttributeError, Refusal) as error:
        raise ValueError(f"not a value of the declared type: {type(error).__name__}") from error


_encode = json.JSONEncoder(separators=(",", ":"), ensure_ascii=True, allow_nan=False).encode


@functools.cache
def form(kind: Any) -> Form:  # noqa: ANN401 - a declared type
    """The form of a declared type. Raises ``TypeError`` for one that cannot be sent."""
    if kind in _PLAIN:
        return _PLAIN[kind]
    if kind is Any or kind is object:
        return _FREE
    if isinstance(kind, type) and issubclass(kind, Enum):
        return Form(lambda value: _plain(value.value), kind, lambda value: isinstance(value, kind))
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    found = _MAKERS.get(typing.get_origin(kind))
    if found is None:
        raise TypeError(f"{kind} cannot be sent")
    return found(typing.get_args(kind))


def _checked(kind: type, but: tuple[type, ...] = ()) -> Form:
    """JSON's own values."""

    def same(value: object) -> object:
        if not isinstance(value, kind) or isinstance(value, but):
            raise ValueError(f"not {kind.__name__}")
        return value

    return Form(same, same, lambda value: isinstance(value, kind) and not isinstance(value, but))


def _texted(kind: type, write: Callable[[Any], str], read: Callable[[str], Any], but: tuple[type, ...] = ()) -> Form:
    """Values that travel as text."""
    inside = _checked(kind, but)
    return Form(lambda value: write(inside.write(value)), lambda data: read(_text(data)), inside.fits)


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise ValueError("not text")
    return data


def _decimal(text: str) -> Decimal:
    found = Decimal(text) if len(text) <= LONGEST_NUMBER else None
    if found is None or not found.is_finite():
        raise ValueError("not a number")
    return found


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return found


_PLAIN: Mapping[Any, Form] = {
    str: _checked(str),
    bool: _checked(bool),
    int: _checked(int, (bool,)),
    types.NoneType: _checked(types.NoneType),
    None: _checked(types.NoneType),
    Decimal: _texted(Decimal, str, _decimal),
    datetime: _texted(datetime, datetime.isoformat, _moment),
    date: _texted(date, date.isoformat, date.fromisoformat, (datetime,)),
    Month: _texted(Month, str, Month.parse),
    UUID: _texted(UUID, str, UUID),
    bytes: _texted(bytes, lambda value: base64.b64encode(value).decode("ascii"),
                   lambda text: base64.b64decode(text, validate=True)),
}  # fmt: skip


def _record(kind: type) -> Form:
    """A dataclass: exactly its fields."""

    @functools.cache
    def inside() -> Mapping[str, Form]:
        hints = typing.get_type_hints(kind)
        return {one.name: form(hints[one.name]) for one in fields(kind) if one.init}

    def write(value: object) -> object:
        if type(value) is not kind:
            raise ValueError(f"not {kind.__name__}")
        return {name: one.write(getattr(value, name)) for name, one in inside().items()}

    def read(data: Any) -> object:  # noqa: ANN401 - anything that JSON has
        if not isinstance(data, dict) or data.keys() != inside().keys():
            raise ValueError(f"not {kind.__name__}")
        return kind(**{name: one.read(data[name]) for name, one in inside().items()})

    return Form(write, read, lambda value: type(value) is kind)


def _union(kinds: tuple[Any, ...]) -> Form:
    """``None`` as itself, anything else with the place of its type among the others."""
    others = [form(one) for one in kinds if one is not types.NoneType]
    optional = len(others) < len(kinds)

    def write(value: object) -> object:
        if value is None and optional:
            return None
        for at, one in enumerate(others):
            if one.fits(value):
                return [at, one.write(value)]
        raise ValueError("of none of the declared types")

    def read(data: Any) -> object:  # noqa: ANN401
        if data is None and optional:
            return None
        at, inside = _list(data, 2)
        if type(at) is not int or not 0 <= at < len(others):
            raise ValueError("of none of the declared types")
        return others[at].read(inside)

    return Form(write, read, lambda value: (value is None and optional) or any(one.fits(value) for one in others))


def _literal(values: tuple[Any, ...]) -> Form:
    def same(value: object) -> object:
        if not any(value == one and type(value) is type(one) for one in values):
            raise ValueError("not one of the values")
        return value

    return Form(same, same, lambda value: value in values)


def _many(make: Callable[[Any], object], whole: Any) -> Callable[[tuple[Any, ...]], Form]:  # noqa: ANN401
    """Values of one type; text is no list of letters here."""

    def made(kinds: tuple[Any, ...]) -> Form:
        one = form(kinds[0])

        def fits(value: object) -> bool:
            return isinstance(value, whole) and not isinstance(value, (str, bytes, Mapping))

        def write(value: Any) -> object:  # noqa: ANN401
            if not fits(value):
                raise ValueError("not a list")
            return [one.write(item) for item in value]

        return Form(write, lambda data: make([one.read(item) for item in _list(data)]), fits)

    return made


def _list(data: object, length: int | None = None) -> list[Any]:
    if not isinstance(data, list) or (length is not None and len(data) != length):
        raise ValueError("not a list")
    return data


def _tuple(kinds: tuple[Any, ...]) -> Form:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return _many(tuple, tuple)(kinds[:1])
    each = [form(one) for one in kinds]

    def write(value: Any) -> object:  # noqa: ANN401
        return [one.write(item) for one, item in zip(each, value, strict=True)]

    def read(data: object) -> object:
        return tuple(one.read(item) for one, item in zip(each, _list(data, len(each)), strict=True))

    return Form(write, read, lambda value: isinstance(value, tuple) and len(value) == len(each))


def _mapping(kinds: tuple[Any, ...]) -> Form:
    key, item = map(form, kinds)

    def write(value: Any) -> object:  # noqa: ANN401
        if not isinstance(value, Mapping):
            raise ValueError("not a mapping")
        return [[key.write(name), item.write(one)] for name, one in value.items()]

    def read(data: object) -> object:
        pairs = [_list(pair, 2) for pair in _list(data)]
        return {key.read(name): item.read(one) for name, one in pairs}

    return Form(write, read, lambda value: isinstance(value, Mapping))


_MAKERS: Mapping[Any, Callable[[tuple[Any, ...]], Form]] = {
    types.UnionType: _union, typing.Union: _union, typing.Literal: _literal, tuple: _tuple,
    list: _many(list, list), Sequence: _many(tuple, Sequence), Collection: _many(tuple, Collection),
    frozenset: _many(frozenset, frozenset), Set: _many(frozenset, AbstractSet), set: _many(set, set),
    dict: _mapping, Mapping: _mapping,
}  # fmt: skip

_TAGS: Mapping[str, type] = {
    "decimal": Decimal, "moment": datetime, "day": date, "month": Month, "uid": UUID, "bytes": bytes,
}  # fmt: skip


def _plain(value: object, depth: int = 0) -> object:
    """A value of no declared type: itself, or a word for what it is."""
    if depth > DEEPEST:
        raise ValueError("too deep")
    if value is None or (isinstance(value, (str, bool, int)) and not isinstance(value, Enum)):
        return value
    for tag, kind in _TAGS.items():
        if _PLAIN[kind].fits(value):
            return {tag: _PLAIN[kind].write(value)}
    if isinstance(value, (tuple, list)):
        return {"list": [_plain(one, depth + 1) for one in value]}
    if isinstance(value, (set, frozenset)):
        return {"set": [_plain(one, depth + 1) for one in value]}
    if isinstance(value, Mapping):
        return {"map": [[_plain(name, depth + 1), _plain(one, depth + 1)] for name, one in value.items()]}
    raise ValueError(f"{type(value).__name__} cannot be sent")


def _free(data: Any, depth: int = 0) -> object:  # noqa: ANN401 - anything that JSON has
    if depth > DEEPEST:
        raise ValueError("too deep")
    if data is None or isinstance(data, (str, bool, int)):
        return data
    if not isinstance(data, dict) or len(data) != 1:
        raise ValueError("not a value")
    [(tag, inside)] = data.items()
    if tag in _TAGS:
        return _PLAIN[_TAGS[tag]].read(inside)
    if tag in ("list", "set"):
        found = [_free(one, depth + 1) for one in _list(inside)]
        return tuple(found) if tag == "list" else frozenset(found)
    if tag == "map":
        pairs = [_list(pair, 2) for pair in _list(inside)]
        return {_free(name, depth + 1): _free(one, depth + 1) for name, one in pairs}
    raise ValueError("not a value")


_FREE = Form(_plain, _free, lambda _value: True)
