"""A list becomes a file: what is filtered, in every column this person may see, and nothing a spreadsheet executes."""

import pytest
from openpyxl import load_workbook

from app.domain.refusal import NotAllowed
from app.domain.watch import Stopped, Watch
from app.store.session import Actor
from app.ui.customers.list_panel import CustomersPanel
from app.ui.kit.export import write_list


@pytest.fixture
def panel(context, qtbot, make):
    towel = make.product("Towel")
    ana = make.customer("=cmd|' /C calc'!A0", phone="963550142", city="Valencia", organisation="Hotel Sol")
    make.customer("Eva", city="Girona")
    make.order(ana, (towel, "1234"))
    made = CustomersPanel(context)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def test_the_filtered_list_becomes_a_workbook_with_real_numbers(panel, tmp_path, said, qtbot):
    panel.bar.line.setText("city:Valencia")
    panel.bar.line.returnPressed.emit()
    path = tmp_path / "customers.xlsx"
    panel.exports.write(str(path))
    assert said[-1][0] == f"1 row written to {path}."
    [header, row] = load_workbook(path).active.iter_rows()
    by_name = {name.value: cell for name, cell in zip(header, row, strict=True)}
    # a text, whatever it begins with
    assert (by_name["Customer"].value, by_name["Customer"].data_type) == ("=cmd|' /C calc'!A0", "s")
    assert by_name["Customer (details)"].value == "Hotel Sol · Valencia"
    assert (by_name["Open orders"].value, by_name["Balance €"].data_type) == (1, "n")
    assert by_name["Tier"].value is None


def test_csv_has_the_mark_that_spreadsheets_need(panel, tmp_path):
    path = tmp_path / "customers.csv"
    panel.exports.write(str(path))
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 3
    assert b"\r\n'=cmd|" in data


def test_who_may_not_export_and_who_stops(panel, tmp_path, store, context):
    watch = Watch()
    watch.stop()
    work = {"question": panel.question(), "path": tmp_path / "x.csv", "write": context.doors.write_table, "sheet": ""}
    with pytest.raises(Stopped):
        write_list(store, watch=watch, **work)
    store.actor = Actor("guest", access="none")
    with pytest.raises(NotAllowed):
        write_list(store, watch=Watch(), **work)
    assert list(tmp_path.glob("x*")) == []


def test_a_name_without_an_ending_says_what_is_right(panel, tmp_path, said):
    panel.exports.write(str(tmp_path / "customers.doc"))
    assert said[-1] == (
        "‘customers.doc’ does not say which kind of file it is. End its name with .xlsx, .csv or .json.", "refusal"
    )  # fmt: skip
