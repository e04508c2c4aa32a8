"""Nothing typed is ever lost: drafts are written while somebody types, and come back after the worst."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from app.domain.refusal import N_, Unavailable
from app.models import SalesOrder
from app.ui.orders import drafts
from app.ui.orders.drafts import Kept
from app.ui.orders.editor import OrderEditor
from tests.support.reference import ROOT
from tests.ui.orders.hands import Hands

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
Key = Qt.Key


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts of this test."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def marta(make):
    make.product("Bath towel", code="TX-0610", price="10.90", cost="6.54", unit="pc")
    make.product("Lounge chair", code="FU-1120", price="230", cost="138", unit="pc")
    return make.customer("Marta Ibáñez Soler", code="C-00318")


def screen(context, qtbot) -> Hands:
    editor = OrderEditor(context)
    qtbot.addWidget(editor)
    editor.resize(1200, 760)
    with qtbot.waitActive(editor):
        editor.show()
        editor.activateWindow()
    return Hands(editor)


def offered(hands):
    """What the button of drafts names."""
    return [action.text() for action in hands.editor.frame.drafts_menu.actions()]


def test_a_draft_is_written_within_two_seconds_and_removed_when_confirmed(context, qtbot, marta):
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    assert drafts.kept() == []
    hands.enter("towel", "48")
    qtbot.waitUntil(lambda: len(drafts.kept()) == 1, timeout=2500)
    assert hands.editor.frame.saved.text().startswith("Draft kept ")
    hands.confirm()
    assert drafts.kept() == []
    assert list(drafts.folder().iterdir()) == []


def test_leaving_the_field_writes_at_once(context, qtbot, marta):
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.type("towe")
    assert drafts.kept() == []
    hands.editor.frame.head.reference.edit.setFocus()
    [kept] = drafts.kept()
    assert kept.lines[0]["wrong"] == {"product": "towe"}


def test_what_was_typed_comes_back_as_it_was(context, qtbot, marta):
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48", "chair", "2,5")
    hands.press(Key.Key_Escape)
    hands.editor.frame.totals.freight.edit.setFocus()
    hands.enter("12,50")
    hands.editor.frame.head.reference.edit.setFocus()
    hands.type("OC-1")
    hands.editor.hide()
    again = screen(context, qtbot)
    [words] = offered(again)
    assert words.startswith("Marta Ibáñez Soler · 2 lines · ")
    assert again.editor.frame.drafts.text() == "1 draft"
    again.editor.frame.drafts_menu.actions()[0].trigger()
    assert [(line.offer.code, line.quantity) for line in again.lines if line.offer] == [
        ("TX-0610", Decimal(48)), ("FU-1120", Decimal(1)),
    ]  # fmt: skip
    assert again.lines[1].wrong["quantity"][0] == "2,5"
    assert again.editor.frame.totals.freight.value == Decimal("12.50")
    assert again.editor.frame.head.reference.text() == "OC-1"
    assert offered(again) == []


def test_a_draft_thrown_away_can_be_taken_back(context, qtbot, marta):
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48")
    hands.editor.frame.buttons["discard"].click()
    assert (drafts.kept(), hands.strip) == ([], "Draft thrown away.")
    hands.choose(0)
    assert hands.lines[0].quantity == Decimal(48)


def test_an_order_in_between_keeps_what_was_typed(context, qtbot, make, marta):
    other = make.customer("Feria Mediterránea")
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48")
    hands.editor.open_record(("new", other))
    assert [line for line in hands.lines if not line.blank] == []
    hands.editor.ask()
    assert offered(hands)[0].startswith("Marta Ibáñez Soler · 1 line · ")


def test_when_nobody_answers_it_is_said_and_the_same_keys_try_again(context, qtbot, store, marta, monkeypatch):
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48")
    real = context.runner.write

    def lost(owner, work, done=None, failed=None):
        """The order is stored, the answer never comes."""
        real(owner, work)
        failed(Unavailable(N_("The server does not answer.")))

    monkeypatch.setattr(context.runner, "write", lost)
    hands.confirm()
    assert hands.strip.startswith("The server does not answer. What you typed is kept on this PC")
    [kept] = drafts.kept()
    assert kept.sent == "order"
    assert hands.editor.frame.status.text() == "Waiting to send"
    monkeypatch.setattr(context.runner, "write", real)
    # even after a restart: the draft remembers under which request it was sent
    again = screen(context, qtbot)
    assert again.editor.frame.drafts_menu.actions()[0].text().endswith(" · Waiting to send")
    again.editor.frame.drafts_menu.actions()[0].trigger()
    assert again.editor.frame.status.text() == "Waiting to send"
    again.press(Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    assert "already sent as an order" in again.strip
    again.confirm()
    with store.read() as tx:
        assert len(tx.all(select(SalesOrder.id))) == 1
    assert again.strip == "Order SO-2026-00001 confirmed."


def test_a_full_disk_is_said_and_stops_nobody(context, qtbot, store, marta, monkeypatch):
    def full(*_args, **_options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "save", full)
    hands = screen(context, qtbot)
    hands.editor.open_record(("new", marta))
    hands.enter("towel", "48")
    hands.editor.keep()
    assert "cannot be kept on this PC: No space left on device" in hands.strip
    hands.confirm()
    assert hands.strip == "Order SO-2026-00001 confirmed."


def test_files_that_are_no_drafts_are_left_alone(context, qtbot, marta, home):
    folder = drafts.folder()
    folder.mkdir(parents=True)
    nobody = "00000000-0000-0000-0000-000000000002"
    whole = Kept("0a", nobody, nobody, "Of another company", "2026-03-16T10:00:00+00:00")
    drafts.save(whole)
    for name, text in {
        "bad.json": "{", "list.json": "[]", "0b.json": json.dumps({"form": 99}), "0c.json": "\x00",
        "0d.json": json.dumps({"form": 1, "key": "0d", "lines": 3}), "note.txt": "mine",
    }.items():  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    assert drafts.kept() == [whole]
    hands = screen(context, qtbot)
    assert hands.editor.frame.drafts.isHidden()
    assert len(list(folder.iterdir())) == 7


def test_a_key_never_leads_out_of_the_folder(store):
    for key in ("../x", "", "a/b", "x"):
        with pytest.raises(ValueError, match="not a draft"):
            drafts._path(key)


def test_a_killed_process_leaves_its_draft(context, qtbot, store, marta, home):
    """Half an order is typed in another process; it is killed without a chance to tidy up."""
    script = textwrap.dedent(
        """
        import sys
        from PySide6.QtTest import QTest
        from app.i18n import Say
        from app.store.engine import parse_url
        from app.store.session import Store
        from app.ui.context import Context
        from app.ui.desk import application, dress
        from app.ui.orders.editor import OrderEditor
        from app.ui.tasks import TaskRunner
        from tests.ui.orders.hands import Hands

        store = Store.open(parse_url(sys.argv[1]), zone="Europe/Madrid")
        app = application()
        context = Context(Say("en", country="ES"), access="sales")
        context.runner = TaskRunner(store, context.broadcast, context.reporter)
        dress(context)
        editor = OrderEditor(context)
        editor.show()
        editor.activateWindow()
        QTest.qWaitForWindowActive(editor)
        editor.open_record(("new", int(sys.argv[2])))
        hands = Hands(editor)

        def until(true):
            while not true():
                QTest.qWait(5)

        until(lambda: editor.frame.view.field is not None)
        hands.enter("towel")
        until(lambda: editor.frame.lines.lines[0].offer is not None)
        hands.enter("48")
        hands.type("lounge ch")
        print("typed", flush=True)
        while True:
            QTest.qWait(50)
        """
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "MOSTRADOR_HOME": str(home), "PYTHONPATH": str(ROOT)}
    path = store.engine.url.database
    child = subprocess.Popen(
        [sys.executable, "-c", script, path, str(marta)], env=environment, cwd=ROOT, stdout=subprocess.PIPE
    )
    try:
        assert child.stdout.readline().strip() == b"typed"
        end = time.monotonic() + 20
        while time.monotonic() < end and not (drafts.kept() and len(drafts.kept()[0].lines) == 2):
            time.sleep(0.05)
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
        child.stdout.close()
    hands = screen(context, qtbot)
    hands.editor.frame.drafts_menu.actions()[0].trigger()
    assert [(line.offer.code, line.quantity) for line in hands.lines if line.offer] == [("TX-0610", Decimal(48))]
    assert hands.lines[1].wrong["product"][0] == "lounge ch"
    with store.read() as tx:
        assert tx.all(select(SalesOrder.id)) == []
