"""Somebody brings the customers of another program along: every step by what is seen and pressed."""

import csv

import pytest
from PySide6.QtCore import Qt

from app.queries import lookup
from app.services import imports
from app.ui.importing.file_step import MOST_WIDE
from app.ui.importing.panel import ImportPanel
from tests.ui.kit.conftest import database

__all__ = ["database"]

FILE = """Cód.;Razón social;Tfno. móvil;Correo;F. Nac.;Saldo
K1;Ana Gil;655 014 722;ana@x.es;03/04/1981;1.260,00
K2;Peña y Muñoz;655 014 723;no-address;05/06/1980;0
K3;Chen 陈慧敏;655 014 724;;31/02/1980;12
K4;;655 014 725;;;
K5;=cmd|' /C calc'!A0;655 014 726;;01/01/1850;
"""


@pytest.fixture
def panel(context, qtbot):
    made = ImportPanel(context)
    qtbot.addWidget(made)
    made.resize(1180, 720)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def file(tmp_path):
    def _file(text=FILE, name="clientes.csv", encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode(encoding))
        return str(path)

    return _file


def state_of(panel, column):
    [row] = [row for row in panel.steps[1].rows if row.column == column]
    return row.state.text()


def test_a_file_of_another_program_comes_in_with_the_keyboard(panel, file, qtbot, store, context, tmp_path):
    panel.wizard.choose(file())
    first = panel.steps[0]
    assert first.file.text() == "clientes.csv: 5 rows"
    assert (first.encoding.chosen, first.delimiter.chosen) == ("utf-8", ";")
    assert first.model.data(first.model.index(2, 1)) == "Chen 陈慧敏"
    qtbot.keyClick(panel, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert panel.at == 1
    # 31/02 has its 31 in the first place: the day comes first
    assert panel.wizard.plan.days == "dmy"
    assert state_of(panel, "Razón social") == "✓ 4 of 4"
    assert state_of(panel, "F. Nac.") == "✗ 2 of 4; not, for example: 31/02/1980"
    assert state_of(panel, "Saldo") == ""
    qtbot.keyClick(panel, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert panel.steps[2].coded.text().startswith("its code")
    qtbot.keyClick(panel, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    check = panel.steps[3]
    assert check.summary.text() == ("Ready: 2 (new 2, changed 0, as they are 0) · Warnings: 1 · Cannot be read: 3")
    assert lookup.find(store, "K1").ids == ()
    assert [check.table.rows.index(0, at).data() for at in (0, 1, 2)] == ["3", "Correo", "no-address"]
    check.only.setChecked(True)
    assert [check.table.rows.index(at, 0).data() for at in range(3)] == ["4", "5", "6"]
    # F2 into the cell of row 4, another day, Enter
    check.table.setCurrentIndex(check.table.rows.index(0, 0))
    qtbot.keyClick(check.table, Qt.Key.Key_F2)
    assert check.field.hasFocus()
    assert check.field.text() == "31/02/1980"
    check.field.setText("28/02/1980")
    qtbot.keyClick(check.field, Qt.Key.Key_Return)
    check.skip.click()
    panel.wizard.check()
    assert check.summary.text().startswith("Ready: 3 (new 3")
    qtbot.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    last = panel.steps[4]
    assert [figure.text() for figure in last.figures] == ["3", "0", "0", "1"]
    assert last.open.hasFocus(), "the button that was pressed is gone; what comes next has the keyboard"
    assert len(lookup.find(store, "陈慧敏").ids) == 1
    target = tmp_path / "rejected.csv"
    last.write_rejected(str(target))
    [header, row] = csv.reader(target.read_text(encoding="utf-8-sig").splitlines(), delimiter=";")
    assert header[-1] == "reason"
    assert "1900" in row[-1]
    assert row[1] == "'=cmd|' /C calc'!A0"
    # corrected, it comes in; nothing else has to be said again
    corrected = target.read_text(encoding="utf-8-sig").replace("01/01/1850", "01/01/1950")
    panel.wizard.choose(file(corrected, "again.csv"))
    panel.wizard.check()
    assert panel.wizard.checked.ready == 1
    assert panel.wizard.checked.created == 1


def test_what_the_file_holds_is_read_whole_and_long_texts_leave_room(panel, file):
    panel.wizard.choose(file(f"Name;Note\nPeña y Muñoz, hermanos;{'very long ' * 30}\n"))
    preview = panel.steps[0].preview
    words = preview.model().index(0, 0).data()
    assert preview.columnWidth(0) >= preview.fontMetrics().horizontalAdvance(words) + 14
    assert preview.columnWidth(1) == MOST_WIDE


def test_undo_on_the_result_page(panel, file, store, said):
    panel.wizard.choose(file("Name;Phone\nAna;655014722\n"))
    panel.wizard.check()
    panel.take()
    assert len(lookup.find(store, "Ana").ids) == 1
    panel.steps[4].undo.click()
    assert lookup.find(store, "Ana").ids == ()
    assert said[-1][0] == "The import is undone. Removed: 1, restored: 0, kept because they were used: 0."
    assert panel.at == 0


def test_a_day_that_can_be_read_twice_is_asked_and_remembered(panel, file):
    panel.wizard.choose(file("Name;Birthday;Colour\nAna;03/04/1981;red\n"))
    panel.go_to(1)
    step = panel.steps[1]
    assert state_of(panel, "Birthday") == "? 03/04/1981 could be two days: say which order is meant"
    assert not panel.next_button.isEnabled()
    assert step.days.box.hasFocus()
    panel.wizard.replan(days="mdy")
    panel.wizard.map_column("Colour", "tags")
    assert panel.next_button.isEnabled()
    panel.wizard.check()
    panel.take()
    panel.wizard.choose(file("Name;Birthday;Colour\nBob;03/05/1981;blue\n", "more.csv"))
    assert panel.wizard.plan.days == "mdy"
    assert panel.wizard.field_of("Colour") == "tags"


def test_files_that_cannot_be_read_say_why_and_can_be_tried_again(panel, file, tmp_path):
    for name, data, words in (
        ("empty.csv", b"", "is empty"),
        ("long.csv", b"x" * 3000, "No separator found"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("photo.csv", b"\x89PNG....", "PNG"),
    ):
        panel.wizard.choose(file(data, name))
        assert words in panel.trouble.text(), name
        assert panel._strip.isVisible()
        assert not panel.next_button.isEnabled()
    (tmp_path / "photo.csv").write_text("Name\nAna\n", encoding="utf-8")
    panel.again.click()
    assert not panel._strip.isVisible()
    assert panel.wizard.table.rows


def test_a_name_of_300_kilobytes_is_cut_when_somebody_says_so(panel, file, store):
    panel.wizard.choose(file("Code;Name\nK1;" + "x" * 130_000 + "\n"))
    panel.go_to(3)
    check = panel.steps[3]
    assert check.cut.text() == "Cut at 200 characters"
    check.cut.click()
    panel.wizard.check()
    panel.take()
    assert panel.wizard.taken.imported.created == 1


def test_windows_and_chinese_letters_and_another_separator(panel, file):
    panel.wizard.choose(file("Nombre;Población\nPeña;Logroño\n", encoding="cp1252"))
    assert panel.wizard.table.rows[0][1] == ["Peña", "Logroño"]
    panel.wizard.choose(file("姓名\t城市\n陈慧敏\t广州\n李小龙\t佛山\n", encoding="gb18030"))
    assert panel.wizard.table.header == ("姓名", "城市")
    assert panel.wizard.plan.columns == {"name": "姓名", "city": "城市"}
    panel.wizard.read_again(delimiter=",")
    assert len(panel.wizard.table.header) == 1


def test_stopping_leaves_nothing(panel, file, store, said, monkeypatch):
    panel.wizard.choose(file("Name\n" + "\n".join(f"Bob {n}" for n in range(50)) + "\n"))
    panel.wizard.check()
    before = imports.run

    def stopped(*arguments, watch, **options):
        watch.stop()
        return before(*arguments, watch=watch, **options)

    monkeypatch.setattr(imports, "run", stopped)
    panel.take()
    assert said[-1] == ("Stopped. Nothing was changed.", "done")
    assert lookup.find(store, "Bob 1").ids == ()
    monkeypatch.setattr(imports, "run", before)
    panel.take()
    assert panel.wizard.taken.imported.created == 50


def test_known_records_by_phone(panel, file, make, store):
    ana = make.customer("Ana Gil", phone="655 014 722")
    panel.wizard.choose(file("Nombre;Teléfono;Ciudad\nAna;655014722;Valencia\n"))
    panel.go_to(2)
    keys = panel.steps[2].keys
    assert [name for name, box in keys.items() if not box.isHidden()] == ["phone", "name"]
    panel.wizard.check()
    assert (panel.wizard.checked.created, panel.wizard.checked.updated) == (0, 1)
    keys["phone"].click()
    panel.wizard.check()
    assert panel.wizard.checked.created == 1
    assert ana


def test_what_is_missing_is_named(panel, file):
    panel.wizard.choose_kind("orders")
    panel.wizard.choose(file("Pedido;Fecha\n1;2026-01-01\n"))
    panel.go_to(1)
    assert panel.steps[1].lost.text() == (
        "Still to be said: which column holds Customer’s code, Product’s code, Quantity?"
    )
    assert not panel.next_button.isEnabled()


def test_the_desk_goes_on_while_a_file_comes_in_and_stop_works_within_a_second(context, store, file, qtbot, said):
    from time import monotonic

    from app.ui.tasks import TaskRunner

    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    panel = ImportPanel(context)
    qtbot.addWidget(panel)
    panel.show()
    asked = []
    try:
        panel.wizard.choose(file("Name;Phone\n" + "\n".join(f"Bob {n};655{n:06d}" for n in range(1200)) + "\n"))
        qtbot.waitUntil(lambda: panel.wizard.table is not None and not panel.waiting.busy, timeout=8000)
        panel.wizard.check()
        qtbot.waitUntil(lambda: panel.wizard.checked is not None, timeout=8000)
        panel.take()
        qtbot.waitUntil(lambda: panel.waiting._watch.done > 50, timeout=8000)
        context.runner.read(panel, lambda one: lookup.find(one, "Bob 1").ids, lambda ids: asked.extend([ids]))
        panel.waiting.stop.click()
        stopped = monotonic()
        qtbot.waitUntil(lambda: not panel.waiting.busy, timeout=3000)
        assert monotonic() - stopped < 1
        assert said[-1] == ("Stopped. Nothing was changed.", "done")
        qtbot.waitUntil(lambda: bool(asked), timeout=3000)
        assert asked == [()]
        panel.take()
        qtbot.waitUntil(lambda: panel.wizard.taken is not None, timeout=15000)
        assert panel.wizard.taken.imported.created == 1200
    finally:
        context.personal.flush()
        context.runner.close()
