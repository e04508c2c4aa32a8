"""A list whose rows are all at hand: filtered, sorted, kept as the person likes it, exported as it is shown."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.domain.filters import Field
from app.domain.filters import Kind as Typed
from app.ui.kit.columns import Column, Kind
from app.ui.kit.given_list import GivenList
from app.ui.kit.table_given import Given
from app.ui.kit.view_tabs import View
from tests.support.widgets import lets_go


@dataclass(frozen=True)
class Fruit:
    id: int
    name: str
    price: D | None
    picked: date


FRUIT = [
    Fruit(1, "Pear", D("2.50"), date(2026, 3, 1)),
    Fruit(2, "apple", D("-1.00"), date(2026, 2, 1)),
    Fruit(3, "Árbol fruit", None, date(2025, 1, 1)),
]
COLUMNS = [
    Column("name", "Name", lambda row: row.name, sort="name", stretch=True),
    Column("price", "Price", lambda row: row.price, Kind.MONEY, sort="price", adds_up=True),
    Column("picked", "Picked", lambda row: row.picked, Kind.DATE, sort="picked", usual=False),
]
GIVEN = Given(
    "fruit",
    (Field("price", Typed.NUMBER), Field("name", Typed.TEXT), Field("picked", Typed.DAY)),
    {"price": lambda row: row.price, "name": lambda row: row.name, "picked": lambda row: row.picked},
    lambda row: row.name,
    (View("all", "All"), View("dear", "Dear", "price:>2"), View("new", "New first", "", "-picked")),
    {},
    frozenset({"price"}),
)


@pytest.fixture
def fruit(context):
    made = make(context)
    made.show()
    return made


def make(context):
    made = GivenList(context, GIVEN, lambda: COLUMNS, "No fruit yet.")
    made.resize(700, 400)
    made.translate()
    made.paint_theme()
    made.give(FRUIT)
    return made


def names(listed):
    return [row.name for row in listed.model.rows]


def test_rows_stand_as_they_were_given_until_somebody_sorts(fruit):
    assert names(fruit) == ["Pear", "apple", "Árbol fruit"]
    fruit.table.sort_by(COLUMNS[0])
    assert names(fruit) == ["apple", "Árbol fruit", "Pear"], "capitals and accents do not matter"
    fruit.table.sort_by(COLUMNS[1])
    assert names(fruit) == ["Pear", "apple", "Árbol fruit"], "unknown values stand last"
    fruit.table.sort_by(COLUMNS[1])
    assert names(fruit) == ["apple", "Pear", "Árbol fruit"], "in both directions"
    assert fruit.totals.words(COLUMNS[1]) == "1.50"


def test_filters_and_views(fruit):
    assert [tab.text() for tab in map(fruit.tabs.button, range(3))] == ["All  3", "Dear  1", "New first  3"]
    fruit.show_view("dear")
    assert names(fruit) == ["Pear"]
    fruit.first_view()
    fruit.bar.set_text("ar price:<3")
    assert names(fruit) == ["Pear"]
    assert fruit.totals.title() == "Total of 1 row"
    fruit.bar.set_text("prise:>1")
    assert "Did you mean ‘price’?" in fruit.bar.line.accessibleDescription()
    assert names(fruit) == ["Pear"], "a filter that is not understood changes nothing"
    fruit.bar.set_text("kiwi")
    assert fruit.state.words == "Nothing here matches ‘kiwi’."
    fruit.bar.clear()
    fruit.show_view("new")
    assert names(fruit) == ["Pear", "apple", "Árbol fruit"]


def test_an_empty_list_says_so(fruit):
    fruit.give([])
    assert fruit.state.words == "No fruit yet."
    assert fruit.current() is None


def test_the_cursor_and_the_selection_stay_with_their_rows(fruit):
    fruit.go_to(2)
    fruit.table.sort_by(COLUMNS[0])
    assert fruit.current().name == "apple"
    assert [row.name for row in fruit.chosen()] == ["apple"]
    fruit.give(FRUIT[1:])
    assert fruit.current().name == "apple"


def test_the_person_finds_it_as_it_was_left(fruit, context):
    fruit.table.sort_by(COLUMNS[1])
    fruit.bar.set_text("price:>0")
    fruit.arranger.show("picked", shown=True)
    again = make(context)
    assert [column.key for column in again.model.columns] == ["name", "price", "picked"]
    assert names(again) == ["Pear"]
    assert again.model.sorted_by == "-price"


def test_what_is_shown_is_exported_in_all_columns(fruit, tmp_path, context, said):
    fruit.exports.title = "Fruit"
    fruit.bar.set_text("price:>0")
    path = tmp_path / "fruit.csv"
    fruit.exports.write(str(path))
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["Name,Price,Picked", "Pear,2.50,2026-03-01"]
    assert said[-1][1] == "done"
    context.access = "none"
    other = tmp_path / "other.csv"
    fruit.exports.write(str(other))
    assert not other.exists(), "only for who may export"


def test_enter_opens_a_row(fruit):
    opened = []
    fruit.opened.connect(opened.append)
    fruit.go_to(3)
    QTest.keyClick(fruit.table, Qt.Key.Key_Return)
    assert opened == [3]


def test_it_lets_go(context):
    assert lets_go(lambda: make(context))
