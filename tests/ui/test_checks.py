"""Promises that hold on every screen, each named by its number: 2 nothing typed is lost, 4 commands have keys,
12 the caller card fits, 14 figures are whole, 18 what takes long can be stopped, 36 wrong input is told at its field.
"""

import threading
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QScrollBar, QWidget

from app.domain.ids import new_uid
from app.domain.order import Share
from app.domain.watch import Stopped
from app.i18n import LANGUAGES, Say
from app.services import invoices
from app.ui import desk, screens
from app.ui.caller.tables import RowsView
from app.ui.kit.columns import WHOLE
from app.ui.kit.form import Form
from app.ui.kit.list_panel import ListPanel
from app.ui.kit.progress import Waiting
from app.ui.months.confirm import Confirm
from app.ui.orders.sharing import SharesStrip
from app.ui.palette import Palette
from app.ui.palette_rows import key_text
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")


@pytest.fixture
def records(store, make):
    """Somebody with figures of every length."""
    product = make.product("Chair of oak", code="OAK-1", price="9876543.21", cost="1")
    ana = make.customer("Ana Soler", phone="963550142", city="Valencia")
    orders = [make.order(ana, (product, 1, Decimal(price))) for price in ("9876543.21", "12.00", "1234.50")]
    invoices.invoice(store, orders[0].order_id, request=new_uid())
    return {"ana": ana, "product": product}


@pytest.fixture
def window(context, records, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.resize(1280, 720)
    made.open_panel("customers")
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def writable(panel: QWidget) -> QWidget:
    """The first place for words on a screen: a form's, else the screen's own."""
    QApplication.processEvents()
    for around in (*panel.findChildren(Form), panel):
        for kind in (QPlainTextEdit, QLineEdit):
            for field in around.findChildren(kind):
                if field.isVisible() and field.isEnabled() and not field.isReadOnly():
                    return field
    raise AssertionError(f"nothing can be typed in {panel}")


def said_by(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


FORMS = {
    "customer": ("customer", "ana"), "new customer": ("customer", ""), "product": ("product", "product"),
    "new product": ("product", "new"), "caller": ("caller", "ana"),
}  # fmt: skip


@pytest.mark.parametrize("name", FORMS)
def test_2_esc_loses_nothing_that_was_typed(window, context, records, qtbot, name):
    screen, key = FORMS[name]
    record = records.get(key, key)
    context.go(screen, record)
    panel = window.panel(screen)
    field = writable(panel)
    field.setFocus()
    field.clear()
    qtbot.keyClicks(field, "Kept words")
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    window.open_panel("products" if screen != "product" else "customers")
    context.go(screen, record)
    assert said_by(writable(panel)) == "Kept words"


def test_2_esc_loses_no_order(window, context, records, qtbot):
    context.go("order", ("new", records["ana"]))
    editor = window.panel("order")
    editor.frame.head.reference.edit.setFocus()
    qtbot.keyClicks(editor.frame.head.reference.edit, "Ref 7")
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
    window.open_panel("customers")
    context.go("order", "new")
    kept = [draft for draft, _customer in editor.drafts.offered]
    assert [draft.fields["reference"] for draft in kept] == ["Ref 7"]


def test_2_a_reason_is_there_when_the_same_deed_is_asked_about_again(window, context, qtbot):
    def ask(deed):
        question = Confirm(context, window, words="", deed=deed, leave="Leave it")
        question.ask_reason("Why?")
        question.open()
        return question

    question = ask("Open June again")
    qtbot.keyClicks(question.reason, "An invoice was missing")
    qtbot.keyClick(question, Qt.Key.Key_Escape)
    assert ask("Open May again").reason.text() == ""
    again = ask("Open June again")
    assert again.reason.text() == "An invoice was missing"
    again.agree()
    assert ask("Open June again").reason.text() == ""


def test_2_shares_that_were_put_aside_are_there_again_and_given_up_ones_are_not(window, context, store, make, qtbot):
    shares = (Share(make.staff("S1", "Diego Ruiz", access="sales"), Decimal(100)),)
    strip = SharesStrip(context)
    strip.setParent(window)
    for leave, percent in ((strip.put_aside, "60"), (strip.give_up, "100")):
        strip.open(shares)
        strip.rows[0].percent.setText("60")
        leave()
        strip.open(shares)
        assert strip.rows[0].percent.text() == percent


def test_4_every_command_is_in_the_palette_with_its_key(window, context):
    palette = window.findChild(Palette)
    bound = {action.shortcut().toString(QKeySequence.SequenceFormat.PortableText) for action in window.actions()}
    for command in window.commands:
        assert not command.key or command.key in bound, command.name
        palette.open(f"/{context.say.text(command.title)}")
        rows = {palette.rows.row(at).record: palette.rows.row(at) for at in range(palette.rows.rowCount())}
        assert command is window.commands.named("window.search") or rows[command.name].key == key_text(command.key)
        palette.shut()


@pytest.mark.parametrize("language", LANGUAGES)
def test_12_the_caller_card_fits_a_small_window_without_scrolling(window, context, records, language):
    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    context.go("caller", records["ana"])
    panel = window.panel("caller")
    QApplication.processEvents()
    card = panel.card
    assert (window.width(), window.height()) == (1280, 720)
    assert card.findChildren(QScrollArea) == []
    scrolling = [bar for bar in card.findChildren(QScrollBar) if bar.isVisible() and bar.maximum() > bar.minimum()]
    assert scrolling == [], "three orders and four prices are seen at once"
    for block in (card.header, card.band, card.orders, card.prices, card.complaint, card.contacts, card.people,
                  card.note):  # fmt: skip
        place = block.geometry()
        assert card.rect().contains(place), block
        assert place.height() >= block.minimumSizeHint().height(), block
    assert card.note.field.width() > 400
    assert all(table.isVisible() for table in card.findChildren(RowsView))


@pytest.mark.parametrize("language", LANGUAGES)
def test_14_what_a_caller_owes_is_whole_in_a_small_window(window, context, records, language):
    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    context.go("caller", records["ana"])
    say, fact = context.say, window.panel("caller").card.facts.balance
    amount = say.money_with_currency(Decimal("9876543.21"))
    fact.show_fact(amount, say.text("{amount} overdue", amount=amount), "bad")
    for _ in range(3):
        QApplication.processEvents()
    for words in (fact.value, fact.about):
        assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width(), words.text()
    assert window.width() == 1280


@pytest.mark.parametrize("screen", ["customers", "orders", "products", "receivables"])
def test_14_no_figure_is_cut_at_any_width(window, screen):
    panel = window.open_panel(screen)
    assert isinstance(panel, ListPanel)
    table = panel.table
    for at in range(len(panel.model.columns)):
        table.setColumnWidth(at, 1)
    cut = []
    for row in range(panel.model.rowCount()):
        record = panel.model.record_at(row)
        assert record is not None
        for at, column in enumerate(panel.model.columns):
            if column.kind in WHOLE and table.cells.width_of(column, record.cells[at].text) > table.columnWidth(at):
                cut.append((column.key, record.cells[at].text, table.columnWidth(at)))
    assert panel.model.rowCount() > 0
    assert cut == []


def test_18_what_takes_long_says_how_far_it_is_and_stops_within_a_second(window, context, qtbot):
    waiting = Waiting(context, window)
    watch = waiting.begin()
    assert not waiting.isVisible(), "nothing flickers for short work"
    ended = threading.Event()

    def work() -> None:
        try:
            watch.begin("Reading the file", 10_000_000)
            for _ in range(10_000_000):
                watch.count()
        except Stopped:
            ended.set()

    worker = threading.Thread(target=work)
    worker.start()
    qtbot.waitUntil(waiting.isVisible, timeout=3000)
    assert "Reading the file" in waiting.words.text()
    waiting.stop.click()
    worker.join(1)
    assert ended.is_set()
    waiting.end()


BAD = {
    "customer": {
        "birth_date": ("2999-01-01", "1850-05-05", "31/2", "soon"), "payment_days": ("-1", "x", "1e9"),
        "discount": ("120", "-5", "a lot"), "credit_limit": ("-1", "much", "=1/0"),
    },
    "product": {
        "price": ("-1", "abc", "1.2.3,4"), "cost": ("-1", "abc"), "tax_rate": ("120", "-1", "tax"),
        "delivery_days": ("-1", "x", "1,5"),
    },
}  # fmt: skip


@pytest.mark.parametrize("screen", BAD)
def test_36_wrong_input_stays_and_is_told_beside_its_field(window, context, records, screen):
    context.go(screen, records["ana" if screen == "customer" else "product"])
    boxes = {key: box for form in window.panel(screen).findChildren(Form) for key, box in form.boxes.items()}
    quiet = []
    met = 0
    for key, values in BAD[screen].items():
        if key not in boxes:
            continue
        for text in values:
            met += 1
            boxes[key].take_raw(text)
            boxes[key].settle()
            if boxes[key].refusal is None or not boxes[key].message or boxes[key].raw() != text:
                quiet.append((key, text, boxes[key].message, boxes[key].raw()))
    assert met > 5
    assert quiet == []


def test_37_an_empty_list_has_one_thing_to_do(window):
    for entry in screens.ENTRIES:
        panel = window.panel(entry.name) if entry.listed and window.knows(entry.name) else None
        if isinstance(panel, ListPanel):
            assert panel.commands, entry.name


def test_34_the_panel_at_the_side_gives_the_keyboard_back(window, context, qtbot):
    panel = window.open_panel("customers")
    panel.table.setFocus()
    window.side.toggle()
    assert window.side.box.isAncestorOf(QApplication.focusWidget())
    window.side.toggle()
    assert QApplication.focusWidget() is panel.table
