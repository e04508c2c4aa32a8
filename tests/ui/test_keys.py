"""Keys in the whole window: none is claimed twice, F8 leads to the card from every screen, back and forward."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.domain.incoming import incoming
from app.i18n import LANGUAGES, Say
from app.ui import desk, screens
from app.ui.key_sheet import KeySheet, of_screen, of_window
from app.ui.keys import engraved
from tests.support.complaints import complaint
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")
CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(context, make, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    made.calls = screens.telephone(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    yield made
    made.calls.close()


@pytest.fixture
def records(make, store) -> dict[str, object]:
    """One record for every screen that shows one, all of one customer."""
    ana, chair = make.customer("Ana Gil", phone="963550142"), make.product("Chair", price="10")
    sale = make.order(ana, (chair, 1, 10)).order_id
    return {"customer": ana, "sale": sale, "order": ("new", ana), "account": ana, "complaint": complaint(store, ana),
            "product": chair, "caller": ana}  # fmt: skip


def opened(window, name, records):
    panel = window.open_panel(name)
    if name in records:
        panel.open_record(records[name])
    return panel


def own_keys(panel) -> list[str]:
    return [one.key().toString() for one in panel.findChildren(QShortcut)]


def letters(panel) -> list[str]:
    """The keys of buttons that are seen, from the letter in their words."""
    seen = [one for one in panel.findChildren(QAbstractButton) if one.isVisibleTo(panel)]
    return [one.shortcut().toString() for one in seen if not one.shortcut().isEmpty()]


def test_6_no_key_is_claimed_twice_on_any_screen_in_any_language(window, context, records):
    # two shortcuts with one key do nothing at all
    of_window = [command.key for command in window.commands if command.key] + own_keys(window)
    clashes = {}
    for language in LANGUAGES:
        context.speak(Say(language, country="ES", zone="Europe/Madrid"))
        for name in [entry.name for entry in screens.ENTRIES if window.knows(entry.name)]:
            panel = opened(window, name, records)
            inside = set(own_keys(panel))
            shared = inside & {QKeySequence(command.key).toString() for command in window.commands if command.key}
            letter = letters(panel)
            twice = {key for key in letter if letter.count(key) > 1 or key in inside or key in of_window}
            if shared | twice:
                clashes[name, language] = shared | twice
    assert clashes == {}


@pytest.mark.parametrize("name", ["customer", "sale", "order", "account", "complaint"])
def test_f8_opens_the_card_of_whom_the_screen_is_about_unless_somebody_rings(window, make, records, name, qtbot):
    eva = make.customer("Eva", phone="963550999")
    panel = opened(window, name, records)
    place = QApplication.focusWidget()
    assert panel.isAncestorOf(place)
    qtbot.keyClick(place, Qt.Key.Key_F8)
    assert window.current == "caller"
    assert window.panel("caller").customer_id == records["customer"]
    window.back()
    window.calls.take(incoming("963550999", id="1"))
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert window.panel("caller").customer_id == eva


def test_ctrl_z_in_an_order_puts_its_line_back_and_then_takes_the_last_deed_back(window, context, records, said, qtbot):
    view = opened(window, "order", records).frame.view
    qtbot.keyClicks(QApplication.focusWidget(), "Chair")
    for _ in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    view.close_field(keep=False)
    view.setFocus()
    view.setCurrentIndex(view.lines.index(0, 1))
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [line.offer.name for line in view.lines.lines if line.offer] == []
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert [line.offer.name for line in view.lines.lines if line.offer] == ["Chair"]
    undone = []
    context.undo.offer("Something was done.", lambda _store: undone.append(True))
    qtbot.keyClick(view, Qt.Key.Key_Z, CTRL)
    assert undone == [True]


def test_back_and_forward_and_leaving(window, qtbot):
    for name in ("customers", "orders", "products"):
        window.open_panel(name)

    def press(key, modifiers=ALT):
        qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)
        return window.current

    assert press(Qt.Key.Key_Left) == "orders"
    assert press(Qt.Key.Key_W, CTRL) == "customers"
    assert press(Qt.Key.Key_Right) == "orders"
    assert press(Qt.Key.Key_Right) == "products"
    assert press(Qt.Key.Key_Right) == "products"
    press(Qt.Key.Key_Left)
    window.open_panel("board")
    assert press(Qt.Key.Key_Right) == "board", "who goes elsewhere has no way forward"


def test_ctrl_e_searches_too(window, qtbot):
    window.open_panel("customers")
    qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_E, CTRL)
    assert window.search is not None
    assert QApplication.focusWidget().accessibleName() == "Search and commands"


def test_every_key_of_every_screen_is_named_on_its_sheet(window, context, records):
    nameless = {}
    for name in [entry.name for entry in screens.ENTRIES if window.knows(entry.name)]:
        panel = opened(window, name, records)
        told = "\n".join(key for key, _ in of_screen(name, panel, context.say))
        # Enter is told once for both keys, figures and Esc of a strip are told together
        keys = {engraved(key) for key in own_keys(panel) if key not in ("Ctrl+Enter", "Esc")}
        missing = {key for key in keys if key not in told and not key.removeprefix("Ctrl+").isdigit()}
        if missing:
            nameless[name] = missing
    assert nameless == {}
    shared = dict(of_window(list(window.commands), context.say))
    assert (shared["F8"], shared["Alt+1 … Alt+9"]) == ("Who is calling?", "The main areas")


@pytest.mark.parametrize("modifiers", [CTRL, Qt.KeyboardModifier.NoModifier])
def test_f1_shows_the_keys_and_esc_gives_the_cursor_back(window, records, modifiers, qtbot):
    note = opened(window, "caller", records).card.note.field
    note.setFocus()
    qtbot.keyClick(note, Qt.Key.Key_F1, modifiers)
    sheet = window.findChild(KeySheet)
    assert sheet.isVisible()
    assert "Ctrl+Enter: The one main deed of this screen" in sheet.accessibleDescription()
    assert "F9: Order at the price that was told" in sheet.accessibleDescription()
    assert sheet.height() <= 700
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert sheet.isHidden()
    assert note.hasFocus()


def test_ctrl_tab_goes_to_the_next_view_and_to_the_next_tab(window, records, qtbot):
    customers = opened(window, "customers", records)
    before = customers.view.key
    seen = []
    for _ in customers.tabs.views:
        qtbot.keyClick(customers.table, Qt.Key.Key_Tab, CTRL)
        seen.append(customers.view.key)
    assert seen == [*[view.key for view in customers.tabs.views[1:]], before]
    form = opened(window, "customer", records)
    qtbot.keyClick(form.focusWidget() or form, Qt.Key.Key_Tab, CTRL)
    assert [at for at, button in enumerate(form.side.buttons) if button.isChecked()] == [1]
