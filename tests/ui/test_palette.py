"""Search and commands: what a person types and what Enter does."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLineEdit

from app.domain.refusal import Mistake
from app.i18n import Say
from app.queries.desk import Hits
from app.ui.commands import Command
from app.ui.desk import Entry, window
from app.ui.kit.panel import Panel
from app.ui.palette import Palette
from app.ui.palette_sums import compute, shown
from tests.ui.kit.conftest import database

__all__ = ["database"]

EN, ES = Say("en", country="ES"), Say("es", country="ES")


@pytest.fixture
def done():
    """Commands that were run."""
    return []


def build(context, qtbot, tmp_path, done, creates=None):
    names = ("blank", "caller", "products", "orders")
    made = window(
        context, "Mirador", "test", [Entry(name, name, "today", "", lambda w: Panel(w.context)) for name in names]
    )
    made.commands.add(
        [Command("print", "Print this", "print", "Ctrl+P", lambda: done.append("print"), words="paper"),
         Command("close", "Close month", "lock", "", lambda: done.append("close"), right="manager"),
         Command("secret", "Delete user", "lock", "", lambda: done.append("secret"), right="root")]
    )  # fmt: skip
    made.palette_ = Palette(made, creates=creates, recent=tmp_path / "recent.json")
    made.finish()
    made.open_panel("blank")
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def desk(context, qtbot, tmp_path, done):
    """A window with the palette and some commands."""
    return build(context, qtbot, tmp_path, done)


def rows(palette):
    return [palette.rows.row(at) for at in range(palette.rows.rowCount())]


def titles(palette, kind=""):
    return [row.title for row in rows(palette) if (row.kind == kind if kind else row.choosable)]


def search(desk, qtbot, text):
    """Type, and let the short pause pass."""
    palette = desk.palette_
    if not palette.isVisible():
        qtbot.keyClick(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    # the keyboard of Qt's tests knows no letters beyond ASCII
    palette.field.setText(text)
    if palette._timer.isActive():
        palette._timer.stop()
        palette._ask()
    return palette


def test_a_customer_is_found_in_any_way_and_enter_opens_the_card(desk, make, context, qtbot):
    chen = make.customer("陈慧敏", phone="963550142")
    ana = make.customer("Ana Ibáñez")
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    for text, found in (("ibanez ana", "Ana Ibáñez"), ("chm", "陈慧敏"), ("chenhuimin", "陈慧敏"),
                        ("550 142", "陈慧敏"), ("@ibañ", "Ana Ibáñez")):  # fmt: skip
        assert titles(search(desk, qtbot, text), "customer") == [found]
    palette = search(desk, qtbot, "chm")
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert wanted == [("caller", chen)]
    assert ana != chen
    assert not palette.isVisible()


def test_orders_and_products(desk, make, context, qtbot):
    towel = make.product("Bath towel", code="T-1")
    order = make.order(make.customer("Ana"), (towel, "1"))
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    assert titles(search(desk, qtbot, f"#{order.number}"), "order") == [order.number]
    assert titles(search(desk, qtbot, "towel"), "product") == ["Bath towel"]
    qtbot.keyClick(desk.palette_.field, Qt.Key.Key_Return)
    assert wanted == [("products", towel)]


def test_enter_before_the_answer_came_still_opens_what_was_typed(desk, make, context, qtbot):
    ana = make.customer("Ana Quirós")
    wanted = []
    context.wanted.connect(lambda name, record: wanted.append((name, record)))
    qtbot.keyClick(desk, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(desk.palette_.field, "quiros")
    assert desk.palette_._timer.isActive()
    qtbot.keyClick(desk.palette_.field, Qt.Key.Key_Return)
    assert wanted == [("caller", ana)]


def test_commands_show_their_keys_and_the_last_used_come_first(desk, done, context, qtbot, tmp_path):
    palette = search(desk, qtbot, "")
    assert "Print this" in titles(palette)
    [row] = [row for row in rows(palette) if row.title == "Print this"]
    assert row.key == "Ctrl+P"
    assert "Delete user" not in titles(palette)
    palette = search(desk, qtbot, "/paper")
    assert titles(palette) == ["Print this"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["print"]
    assert titles(search(desk, qtbot, ""))[0] == "Print this"
    again = Palette.__new__(Palette)
    again._kept = palette._kept
    assert again._read_recent() == ["print"]


def test_arrows_move_over_headings_and_the_cursor_goes_back(desk, make, qtbot):
    make.customer("Printer Ana")
    field = QLineEdit(desk.stack.currentWidget())
    field.show()
    field.setFocus()
    palette = search(desk, qtbot, "print")
    assert titles(palette) == ["Printer Ana", "Print this"]
    assert palette.current().title == "Printer Ana"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.current().title == "Print this"
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.current().title == "Printer Ana"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert QApplication.focusWidget() is field


def test_sums_are_computed_and_copied(desk, qtbot):
    palette = search(desk, qtbot, "=48*9,8")
    assert titles(palette) == ["470.4"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == "470.4"
    assert titles(search(desk, qtbot, "=5/0")) == []
    assert titles(desk.palette_, "sentence") == ["Nothing can be divided by zero."]


def test_nothing_found(desk, qtbot):
    palette = search(desk, qtbot, "qwx")
    assert titles(palette, "sentence") == ["Nothing found for ‘qwx’."]
    assert titles(palette) == []
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_nothing_found_offers_the_form_where_there_is_one(context, qtbot, tmp_path, done):
    asked = []
    desk = build(context, qtbot, tmp_path, done, creates=asked.append)
    palette = search(desk, qtbot, "qwx")
    assert titles(palette) == ["Create customer ‘qwx’"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert asked == ["qwx"]


def test_tab_shows_what_can_be_done_with_a_customer(context, make, qtbot, tmp_path):
    from app.ui import screens

    monkey = pytest.MonkeyPatch()
    monkey.setenv("MOSTRADOR_HOME", str(tmp_path))
    wanted = []
    context.wanted.connect(lambda screen, record: wanted.append((screen, record)))
    ana = make.customer("Ana Soler", phone="963550142")
    desk = window(context, "Mirador", "test", screens.ENTRIES)
    qtbot.addWidget(desk)
    screens.join(desk)
    desk.finish()
    desk.show()
    palette = desk.findChild(Palette)
    palette.open("ana")
    palette._ask()
    assert titles(palette)[0] == "Ana Soler"
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert titles(palette) == [
        "Caller card", "Call", "New order", "Account", "Print statement", "Customer", "Another tier by hand…",
    ]  # fmt: skip
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert palette.isVisible()
    assert titles(palette)[0] == "Ana Soler"
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    for _ in range(2):
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert wanted == [("order", ("new", ana))]
    context.access = "sales"
    palette.open("ana")
    palette._ask()
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    assert "Another tier by hand…" not in titles(palette)
    context.access = "manager"
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
    for _ in range(6):
        qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert wanted[-1] == ("customer", ("tier", ana))
    palette.open("qwx")
    palette._ask()
    assert titles(palette) == ["Create customer ‘qwx’"]
    monkey.undo()


def test_somebody_is_called_and_papers_are_shown_from_the_search(context, make, store, qtbot, tmp_path, monkeypatch):
    from app.ui import preview, screens
    from tests.support.complaints import complaint

    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    called, shown = [], []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: called.append(url.toString()))
    monkeypatch.setattr(preview, "open_preview", lambda _context, request: shown.append(request.title))
    ana = make.customer("Ana Soler", phone="963550142")
    order = make.order(ana, (make.product("Chair"), "1"))
    case = complaint(store, ana, number="C-2026-00417")
    desk = window(context, "Mirador", "test", screens.ENTRIES)
    qtbot.addWidget(desk)
    screens.join(desk)
    desk.finish()
    desk.show()
    palette = desk.findChild(Palette)

    def act(text, title):
        palette.open(text)
        palette._ask()
        qtbot.keyClick(palette.field, Qt.Key.Key_Tab)
        for _ in range(titles(palette).index(title)):
            qtbot.keyClick(palette.field, Qt.Key.Key_Down)
        qtbot.keyClick(palette.field, Qt.Key.Key_Return)

    act("ana", "Call")
    assert called == ["tel:+34963550142"]
    panel = desk.panel("caller")
    assert (panel.customer_id, panel.dialled) == (ana, "+34 963 55 01 42")
    act("ana", "Print statement")
    act(f"#{order.number}", "Print")
    act("C-2026-00417", "Print")
    assert shown == ["Statement of account", "Order confirmation", "Complaint"]
    act("C-2026-00417", "Open")
    assert desk.panel("complaint").view.case_id == case


def test_a_late_answer_is_not_shown(desk, make, qtbot):
    make.customer("Ana")
    palette = search(desk, qtbot, "ana")
    before = rows(palette)
    palette.take(palette._epoch - 1, Hits())
    assert rows(palette) == before
    palette.shut()
    palette.take(palette._epoch, Hits())
    assert not palette.isVisible()


def test_markup_in_names_stays_text(desk, make, qtbot):
    make.customer("<img src=x> Ana")
    assert titles(search(desk, qtbot, "img"), "customer") == ["<img src=x> Ana"]


def test_it_speaks_and_is_painted_anew(desk, context, qtbot):
    from app.ui import theme

    palette = search(desk, qtbot, "")
    context.speak(Say("es", country="ES"))
    context.paint(theme.DARK)
    context.paint(theme.LIGHT)
    assert palette.button.accessibleName() != ""
    assert palette.field.accessibleName() != ""
    desk.resize(1000, 700)
    assert palette.box.geometry().right() <= desk.width()


@pytest.mark.parametrize("above", [0, 52])
def test_what_is_typed_appears_where_the_search_field_is(desk, qtbot, above):
    desk.centralWidget().layout().insertSpacing(0, above)
    QApplication.processEvents()
    palette = search(desk, qtbot, "")
    button, field = palette.button, palette.field
    wanted = button.mapTo(desk, button.rect().center())
    written = field.mapTo(desk, field.rect().center())
    assert abs(written.y() - wanted.y()) <= 2
    box = palette.box.geometry()
    assert box.left() <= wanted.x() - button.width() // 2
    assert box.right() >= wanted.x() + button.width() // 2


def test_the_model_keeps_its_promises(desk, make, qtbot):
    make.customer("Ana")
    tester = QAbstractItemModelTester(desk.palette_.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for text in ("ana", "", "=1+", "qwx"):
        search(desk, qtbot, text)
    assert tester.model() is desk.palette_.rows
    index = desk.palette_.rows.index(0, 0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole)


@pytest.mark.parametrize(
    ("text", "say", "value"),
    [("48*9,8", ES, "470.4"), ("48*9.8", ES, "470.4"), ("1.234,5+0", EN, "1234.5"), ("1,234.5", ES, "1234.5"),
     ("1.234", ES, "1234"), ("1.234", EN, "1.234"), ("1,234", EN, "1234"), ("1,234", ES, "1.234"),
     ("1.234.567", EN, "1234567"), ("0.125*8", ES, "1"), ("2+3*4", EN, "14"), ("(2+3)*4", EN, "20"),
     ("-5--3", EN, "-2"), ("200*21%", EN, "42"), ("10/4", EN, "2.5"), ("６×７", EN, "42"),
     (" 8 ÷ 2 ", EN, "4"), (".5+,5", EN, "1.0"),
     ("0.1+0.2", EN, "0.3"), ("1.234,50", EN, "1234.5")],
)  # fmt: skip
def test_sums(text, say, value):
    assert compute(text, say).value == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "5/0", "5/(3-3)", "2**3**9", "1+", "(1", "1)", "abc", "__import__('os')", "1..2", "1,2,3", "1.23.456",
     "9" * 121, "(" * 50 + "1" + ")" * 50, "9" * 39 + "*" + "9" * 39, "1e9", "2 3", "-" * 60 + "1"],
)  # fmt: skip
def test_what_is_no_sum_is_refused_in_words(text):
    with pytest.raises(Mistake):
        compute(text, EN)


@given(st.decimals("-99999", "99999", places=2), st.decimals("-99999", "99999", places=2), st.sampled_from("+-*"))
def test_sums_are_exact_in_every_language(left, right, sign):
    expected = {"+": left + right, "-": left - right, "*": left * right}[sign]
    for say, mark in ((EN, "."), (ES, ",")):
        text = f"{left}{sign}{right}".replace(".", mark)
        assert compute(text, say).value == expected


@given(st.text(alphabet="0123456789.,+-*/()% ", max_size=30))
def test_no_text_does_harm(text):
    try:
        found = compute(text, EN)
    except Mistake:
        return
    assert shown(found.value, EN)
    assert found.value.is_finite()


def test_how_a_sum_was_read_is_shown():
    assert compute("1.234*2", ES).read_as == "1.234 × 2"
    assert compute("1.234*2", EN).read_as == "1.234 × 2"
    assert shown(Decimal("1234567.5"), ES) == "1.234.567,5"
    assert shown(Decimal(1) / Decimal(3), EN) == "0.333333"
    assert shown(Decimal("400"), EN) == "400"
