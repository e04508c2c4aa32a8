"""Tables: what stays together, what is carried, and how it looks with no row and with ten thousand."""

import itertools
import re
from decimal import Decimal

import pytest

from app.i18n import Say
from app.reports.columns import Column
from app.reports.look import A4, Align
from app.reports.sheet import Running, Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw
from tests.reports import paper

SAY = Say("en")


def sheet(fonts, **more):
    def head(on):
        on.y += 20

    page_of = "Page {} of {}".format
    return Sheet(A4, Running("Test", ("foot",), page_of, head), SAY, fonts, **more)


def row(number):
    amount = Decimal(number) + Decimal("0.25")
    return Row([f"r{number}", SAY.money(amount)], (amount,))


def carry(sums, forward):
    return Row([Cell("Carried forward" if forward else "Brought forward"), SAY.money(sums[0])], kind=Kind.CARRY)


def total(rows, name="All"):
    return Row([Cell(name), SAY.money(sum((one.adds[0] for one in rows), Decimal(0)))], kind=Kind.TOTAL)


def make(fonts, path, groups, whole=None, **more):
    on = sheet(fonts)
    columns = [Column("Name", Align.LEFT, share=1.0), Column("Amount")]
    draw(on, Table(columns, groups, whole, carry, empty="Nothing here.", **more))
    return on.save(path)


@pytest.mark.parametrize("count", [0, 1, 25, 26, 45, 46, 47, 48, 49, 50, 400])
def test_every_row_once_and_sums_carried(fonts, tmp_path, count):
    path = tmp_path / "table.pdf"
    rows = [row(number) for number in range(count)]
    pages = make(fonts, path, [Group(rows)], total(rows))
    found = paper.texts(path)
    assert len(found) == pages
    assert re.findall(r"\br(\d+)\b", " ".join(found)) == [str(number) for number in range(count)]
    assert ("Nothing here." in found[0]) is (count == 0)
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {pages}" in text
        assert text.startswith("Name Amount")
    seen = Decimal(0)
    for here, following in itertools.pairwise(found):
        seen += sum(Decimal(n) + Decimal("0.25") for n in re.findall(r"\br(\d+)\b", here))
        assert re.search(r"Carried forward (\S+)", here)[1] == SAY.money(seen)
        assert re.search(r"Brought forward (\S+)", following)[1] == SAY.money(seen)
    assert "Carried forward" not in found[-1]
    assert f"All {SAY.money(sum((one.adds[0] for one in rows), Decimal(0)))}" in found[-1]


@pytest.mark.parametrize("count", range(40, 54))
def test_a_total_never_stands_alone(fonts, tmp_path, count):
    path = tmp_path / "table.pdf"
    rows = [row(number) for number in range(count)]
    make(fonts, path, [Group(rows, "First", total(rows, "Sum"))], total(rows))
    last = paper.texts(path)[-1]
    assert len(re.findall(r"\br\d+\b", last)) >= 2
    assert "Sum" in last
    assert "All" in last


@pytest.mark.parametrize("count", range(40, 54))
def test_a_heading_never_stands_alone(fonts, tmp_path, count):
    path = tmp_path / "table.pdf"
    first, second = [row(number) for number in range(count)], [row(1000), row(1001), row(1002)]
    make(fonts, path, [Group(first, "First"), Group(second, "Second")])
    page = next(text for text in paper.texts(path) if "Second" in text)
    assert "r1000" in page.split("Second")[1]


def test_what_belongs_below_stays_with_the_last_rows(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    rows = [row(number) for number in range(44)]
    assert make(fonts, path, [Group(rows)], total(rows)) == 1
    assert make(fonts, path, [Group(rows)], total(rows), below=200.0) == 2
    assert "r43" in paper.texts(path)[1]


def test_ten_thousand_rows(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    rows = [row(number) for number in range(10_000)]
    pages = make(fonts, path, [Group(rows)], total(rows))
    found = paper.texts(path)
    assert f"Page {pages} of {pages}" in found[-1]
    assert re.findall(r"\br(\d+)\b", " ".join(found)) == [str(number) for number in range(10_000)]


def test_nothing_stands_below_the_foot(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    rows = [row(number) for number in range(400)]
    make(fonts, path, [Group(rows[start : start + 7], f"G{start}", total(rows)) for start in range(0, 400, 7)])
    for _, _, found in paper.words(path):
        foot = max(word.top for word in found if "foot" in word.text)
        assert all(word.bottom > foot for word in found if "foot" not in word.text and "Page" not in word.text)


def test_long_names_are_shortened_and_figures_never(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    rows = [Row(["N" * 300, "123,456,789,012.34"]), Row(["short", "1.00"])]
    make(fonts, path, [Group(rows)])
    text = paper.whole(path)
    assert "123,456,789,012.34" in text
    assert "N…" in text or "N..." in text
    assert "N" * 300 not in text


def test_wrapped_text_is_never_lost(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    said = [f"word{number}" for number in range(900)]
    make(fonts, path, [Group([Row(["short", "1.00"]), Row([" ".join(said), "2.00"], notes=("noted",))])], wrap=True)
    text = paper.whole(path)
    assert re.findall(r"word\d+", text) == said
    assert "noted" in text


def test_far_too_many_columns_still_show_every_figure(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    figures = [f"{number}23,456,789.00" for number in range(1, 10)]
    on = sheet(fonts)
    columns = [Column("Name", Align.LEFT, share=1.0), *(Column(f"Column {number}") for number in range(9))]
    draw(on, Table(columns, [Group([Row(["somebody", *figures])])]))
    on.save(path)
    text = paper.whole(path)
    assert all(figure in text for figure in figures)
    (width, _, found) = paper.words(path)[0]
    assert max(word.right for word in found) < width - 30


def test_spare_columns_go_before_figures_are_squeezed(fonts, tmp_path):
    path = tmp_path / "table.pdf"
    on = sheet(fonts)
    columns = [Column("Name", Align.LEFT, share=1.0), *(Column("Kept") for _ in range(9)), Column("Spare", spare=True)]
    draw(on, Table(columns, [Group([Row(["somebody", *["1,234,567"] * 9, "1,234,567"])])]))
    on.save(path)
    assert "Spare" not in paper.whole(path) or min(paper.sizes(path)) >= 7
