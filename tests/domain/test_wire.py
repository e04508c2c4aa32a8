"""What travels between two programs: every declared value comes back equal, anything else is refused."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Literal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import wire
from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.order import DraftLine, OrderDraft, Share


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    amount: Decimal
    when: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outer:
    inner: Inner | Colour | None
    many: Sequence[Inner] = ()
    by_id: Mapping[int, tuple[str, str]] | None = None
    free: Any = None


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
UID = UUID(int=7)
VALUES = (
    (Decimal | None, Decimal("1.50")), (Decimal | None, None), (date, date(2026, 2, 28)), (datetime, NOON),
    (Month, Month(2026, 2)), (UUID, UID), (bytes, b"\x00\xff"), (bool, True), (int, -3), (str, "a\u0000é"),
    (Colour, Colour.RED), (Literal["a", "b"], "b"), (str | int, "7"), (str | int, 7),
    (frozenset[int], frozenset({1, 2})), (tuple[int, str], (1, "x")), (tuple[int, ...], (1, 2)), (list[int], [1]),
    (Outer, Outer(Inner(Decimal(2), NOON), (Inner(Decimal(1)),), {4: ("A", "")})),
    (Outer, Outer(Colour.RED, free={"a": (Decimal("2.5"), date(2026, 1, 1), NOON, Month(2026, 1), UID, None, b"x")})),
    (ChangeSet, ChangeSet({"order": frozenset({1})}, frozenset({"staff"}))),
    (OrderDraft, OrderDraft(1, NOON.date(), (DraftLine(2, Decimal(1), Decimal("9.5")),), (Share(1, Decimal(100)),))),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "value"), VALUES, ids=[str(at) for at in range(len(VALUES))])
def test_a_value_comes_back_as_it_was(kind, value):
    back = wire.loads(kind, wire.dumps(kind, value))
    assert back == value
    assert type(back) is type(value)


WRONG = (
    (int, "true"), (int, '"1"'), (int, "1.5"), (bool, "1"), (str, "1"), (str, "null"), (Decimal, "1"),
    (Decimal, '"NaN"'), (Decimal, '"Infinity"'), (Decimal, '"' + "1" * 61 + '"'), (date, '"2026-02-30"'),
    (datetime, '"2026-02-01T10:00:00"'), (Month, '"2026-13"'), (UUID, '"x"'), (bytes, '"é"'), (Colour, '"blue"'),
    (Literal["a"], '"b"'), (str | int, "[2,1]"), (str | int, "[-1,1]"), (str | int, "[true,1]"), (str | int, "7"),
    (frozenset[int], '"12"'), (frozenset[int], "{}"), (tuple[int, str], "[1]"), (Mapping[int, str], '{"1":"a"}'),
    (Inner, '{"amount":"1"}'), (Inner, '{"amount":"1","when":null,"more":1}'), (Inner, "[]"), (Inner, "null"),
    (Any, '{"os.system":"x"}'), (Any, "[1]"), (Any, "1.5"), (Any, '{"list":' * 60 + "1" + "}" * 60),
    (Sequence[int], "NaN"), (int, "[" * 100_000), (int, "{"), (Mapping[str, int], '[[["a"],1]]'),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), WRONG, ids=[str(at) for at in range(len(WRONG))])
def test_anything_else_is_refused(kind, text):
    with pytest.raises(ValueError, match=r"\w") as refused:
        wire.loads(kind, text)
    assert len(str(refused.value)) < 100, "what a stranger sent is not said again"


def test_what_is_not_declared_cannot_be_sent():
    for kind in (float, type, complex):
        with pytest.raises(TypeError):
            wire.form(kind)
    with pytest.raises(ValueError, match="object cannot be sent"):
        wire.dumps(Any, object())
    with pytest.raises(ValueError, match="not Inner"):
        wire.dumps(Inner, Outer(None))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_no_form_of_json_does_anything_but_a_refusal(value):
    text = json.dumps(value)
    for kind in (OrderDraft, Outer, Mapping[int, Decimal], ChangeSet, str | int | None):
        try:
            wire.loads(kind, text)
        except ValueError:
            continue
