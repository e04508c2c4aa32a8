"""Columns are arranged by key: it survives columns that come and go, other computers, and stored nonsense."""

import pytest

from app.ui.kit.arrangement import Arrangement
from app.ui.kit.columns import Column


def columns(*keys, unusual=()):
    return [Column(key, key.title(), lambda row: row, usual=key not in unusual) for key in keys]


def seen(arrangement, *keys, unusual=()):
    return [column.key for column in arrangement.visible(columns(*keys, unusual=unusual))]


def test_what_is_arranged_survives_an_update():
    before = columns("name", "tier", "phone", "open", "balance")
    one = Arrangement().moved("balance", -1, before).with_shown("tier", shown=False).with_width("phone", 180)
    one = one.moved("balance", -1, before)
    assert seen(one, "name", "tier", "phone", "open", "balance") == ["name", "balance", "phone", "open"]
    stored = Arrangement.of(one.stored())
    assert stored == one
    # an update brings a column behind the phone and takes another away
    after = ("name", "tier", "phone", "next", "balance")
    assert seen(stored, *after) == ["name", "balance", "phone", "next"]
    # and an older program, or a person without a right, sees one less; it comes back to its place
    less = stored.with_order(["phone", "name"], columns("name", "phone"))
    assert seen(less, "name", "tier", "phone", "open", "balance")[:2] == ["phone", "name"]
    assert "balance" in seen(less, "name", "tier", "phone", "open", "balance")
    assert stored.widths == {"phone": 180}


def test_unusual_columns_wait_until_they_are_wanted():
    assert seen(Arrangement(), "name", "tags", unusual=("tags",)) == ["name"]
    shown = Arrangement().with_shown("tags", shown=True)
    assert seen(shown, "name", "tags", unusual=("tags",)) == ["name", "tags"]
    assert seen(shown.reset(), "name", "tags", unusual=("tags",)) == ["name"]


def test_a_list_never_loses_its_last_column():
    none = Arrangement().with_shown("name", shown=False)
    assert seen(none, "name") == ["name"]


@pytest.mark.parametrize(
    "nonsense",
    [None, 7, "x", [], {"order": 3, "widths": {"a": -1, "b": "wide", "c": True}, "density": "huge", "sort": 5}],
)
def test_nonsense_is_the_usual_arrangement(nonsense):
    assert Arrangement.of(nonsense) == Arrangement()
