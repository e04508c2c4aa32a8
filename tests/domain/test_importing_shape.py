"""Joining, leaving out and keeping the first, before rows are read."""

import pytest

from app.domain.importing import RowRefusal, UnreadableRow, plan_reader, read_map
from app.domain.importing_map import Join
from app.domain.importing_shape import first_of_each, joined, kept
from app.domain.refusal import Mistake

KEY = (("nr", "order"),)
LINES = (["nr", "product"], [(2, ["1", "P1"]), (3, ["2", "P2"]), (4, ["1 ", "P3"])])
HEADS = (["order", "date", "product"], [(2, ["1", "Mon", "x"]), (3, ["3", "Tue", "y"])])


def join(first, second, **options):
    header, rows = joined(first[0], iter(first[1]), second[0], second[1], Join("heads.csv", KEY, **options))
    return header, list(rows)


def test_columns_are_added_by_key_and_own_ones_count_more():
    header, rows = join(LINES, HEADS, missing="skip")
    assert header == ["nr", "product", "date"]
    assert rows == [(2, ["1", "P1", "Mon"]), (4, ["1 ", "P3", "Mon"])]


def test_a_prefix_keeps_columns_of_the_same_name_apart():
    header, rows = join(LINES, HEADS, missing="empty", prefix="head.")
    assert header == ["nr", "product", "head.date", "head.product"]
    assert rows[1] == (3, ["2", "P2", "", ""])


def test_a_row_without_match_is_refused_when_it_is_read():
    _, rows = join(LINES, HEADS)
    number, cells = rows[1]
    assert isinstance(cells, UnreadableRow)
    mapping = read_map('kind="salespeople"\n[columns]\nnr="code"\nproduct="name"')
    with pytest.raises(RowRefusal, match=r"‘heads\.csv’ has no row for ‘2’") as caught:
        plan_reader("salespeople", ["nr", "product", "date"], mapping).read(number, cells)
    assert (caught.value.row, caught.value.column) == (3, "nr")


def test_several_matches_make_several_rows():
    header, rows = joined(["order", "date"], iter([(2, ["1", "Mon"])]), *LINES, Join("lines.csv", (("order", "nr"),)))
    assert header == ["order", "date", "product"]
    assert rows is not None
    assert list(rows) == [(2, ["1", "Mon", "P1"]), (2, ["1", "Mon", "P3"])]


def test_a_file_that_has_the_columns_already_is_not_joined_again():
    header, rows = join((["nr", "product", "date"], [(2, ["1", "P1", "Sun"])]), HEADS)
    assert header == ["nr", "product", "date"]
    assert rows == [(2, ["1", "P1", "Sun"])]


def test_an_unknown_key_is_named_with_its_neighbour():
    with pytest.raises(Mistake, match="Did you mean ‘order’"):
        joined(["nr"], iter([]), ["order"], [], Join("heads.csv", (("nr", "ordr"),)))


MAP = """
kind = "products"
repeat = "first"
order_by = "Row"
[columns]
Id = "code"
Name = "name"
[skip]
State = ["gone", "lost"]
"""


def test_the_first_by_number_is_kept():
    header = ["Row", "Id", "Name", "State"]
    rows = [
        (2, ["10", "A", "late", ""]),
        (3, ["9", "A", "early", ""]),
        (4, ["1", "B", "b", "gone"]),
        (5, ["7", "C", "c", "x"]),
    ]
    mapping = read_map(MAP)
    left = kept(header, iter(rows), mapping)
    assert [cells[2] for _, cells in first_of_each(header, left, mapping)] == ["early", "c"]
    with pytest.raises(Mistake, match="no column ‘State’"):
        kept(["Row", "Id", "Name"], iter([]), mapping)


def test_rows_that_cannot_be_taken_apart_are_not_lost():
    mapping = read_map(MAP)
    rows = [(2, UnreadableRow(["raw"], "why")), (3, ["1", "A", "a", ""])]
    found = list(
        first_of_each(
            ["Row", "Id", "Name", "State"], kept(["Row", "Id", "Name", "State"], iter(rows), mapping), mapping
        )
    )
    assert [number for number, _ in found] == [2, 3]
