"""The account in somebody's hands: choose, pay, lose the connection, put and take back, note, print; by keyboard."""

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlalchemy import update

from app.domain.month import Month
from app.domain.refusal import N_, Unavailable
from app.models import BookMonth
from app.queries import account_screen
from app.ui.account import asks, panel
from app.ui.account.panel import AccountPanel
from tests.services.test_payments import owe, pay
from tests.support.ledger import account, balance

D = Decimal
CTRL = Qt.KeyboardModifier.ControlModifier
TODAY = date(2026, 3, 16)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """Drafts of this test."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path / "home"))


@pytest.fixture
def shown(monkeypatch):
    """The papers that were opened."""
    seen = []
    for place in (panel, asks):
        monkeypatch.setattr(place, "open_preview", lambda _context, request: seen.append(request))
    return seen


@pytest.fixture
def hotel(store, make, clock):
    """Owes 100 since long and 80 since yesterday."""
    customer = make.customer("Hotel Bahía", code="H1", credit_limit=D(150))
    clock.day = date(2026, 1, 10)
    owe(store, make, customer, "100", due_on=date(2026, 2, 1))
    clock.day = date(2026, 3, 10)
    owe(store, make, customer, "80", due_on=date(2026, 3, 15))
    clock.day = TODAY
    return customer


def opened(context, qtbot, customer) -> AccountPanel:
    made = AccountPanel(context)
    qtbot.addWidget(made)
    made.translate()
    made.paint_theme()
    made.resize(1224, 630)
    made.open_record(customer)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


@pytest.fixture
def screen(context, qtbot, hotel):
    return opened(context, qtbot, hotel)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def type_in(text) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def column(table, at) -> list[str]:
    rows = table.rows
    return [rows.index(row, at).data() for row in range(rows.rowCount())]


def pay_typed(screen, amount) -> None:
    screen.payment.start()
    press(Qt.Key.Key_A, CTRL)
    type_in(amount)
    press(Qt.Key.Key_Return, CTRL)


def test_the_account_says_what_is_owed_and_how_late(screen):
    assert [fact.value.text() for fact in screen.head.facts] == [
        "180.00\u00a0€",
        "180.00\u00a0€",
        "150.00\u00a0€",
        "−30.00\u00a0€",
    ]
    assert [screen.head.ages.rows.index(0, at).data() for at in range(7)] == [
        "0.00", "0.00", "80.00", "100.00", "0.00", "0.00", "180.00",
    ]  # fmt: skip
    assert column(screen.items, 4) == ["43 days", "1 day"]
    assert column(screen.moves, 5) == ["180.00", "100.00"]


def test_invoices_are_chosen_and_paid_by_keyboard(screen, store, hotel, context, shown):
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert column(screen.items, 0) == ["", "✓"]
    assert screen.payment.form.boxes["amount"].value == D(80)
    screen.payment.plan()
    assert column(screen.payment.table, 1) == ["80.00"]
    offered = []
    context.undo.offered.connect(offered.append)
    press(Qt.Key.Key_Return, CTRL)
    assert offered == ["Payment RC-2026-00001 of 80.00\u00a0€ is booked."]
    assert [line.item.entry.number for line in screen.account.items] == ["F-2026-00001"]
    assert column(screen.puts, 2) == ["80.00"]
    # the receipt is one key away, and so is taking it all back
    press(Qt.Key.Key_Space)
    assert [request.title for request in shown] == ["Receipt"]
    context.undo.undo()
    assert account(store, hotel)[-1] == ("reversal", D("80.00"))
    assert balance(store, hotel) == D("180.00")


def test_what_is_not_chosen_goes_to_the_oldest_and_the_rest_stays(screen, store, hotel):
    screen.payment.start()
    type_in("200")
    screen.payment.plan()
    assert column(screen.payment.table, 1) == ["100.00", "80.00"]
    assert screen.payment.rest.text() == "20.00\u00a0€ stays as credit. Balance after it: −20.00\u00a0€"
    press(Qt.Key.Key_Return, CTRL)
    assert screen.head.ages.rows.index(0, 0).data() == "−20.00"
    assert column(screen.items, 1) == []


def test_a_part_of_an_invoice_is_chosen(screen, store, hotel, context, qtbot):
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_F2)
    press(Qt.Key.Key_A, CTRL)
    type_in("100,01")
    press(Qt.Key.Key_Return)
    assert "Only 100.00 of this invoice is open" in screen.asks.part.form.boxes["part"].message
    press(Qt.Key.Key_A, CTRL)
    type_in("30")
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert column(screen.items, 0) == ["✓ 30.00", "✓"]
    assert screen.payment.form.boxes["amount"].value == D(110)
    screen.hide()
    again = opened(context, qtbot, hotel)
    assert column(again.items, 0) == ["✓ 30.00", "✓"]
    press(Qt.Key.Key_Return, CTRL)
    assert column(again.items, 6) == ["70.00"]


def test_mistakes_are_said_at_their_field_and_nothing_is_booked(screen, store, hotel, make):
    pay_typed(screen, "0")
    assert "cannot be a payment" in screen.payment.form.boxes["amount"].message
    day = screen.payment.form.boxes["on"]
    day.take_raw("+3")
    pay_typed(screen, "5")
    assert "still to come" in day.message
    assert balance(store, hotel) == D("180.00")


def test_a_closed_month_is_told_before_it_is_booked(screen, store, hotel):
    with store.write() as tx:
        tx.execute(update(BookMonth).where(BookMonth.month == Month(2026, 1)).values(state="closed"))
    screen.payment.form.boxes["on"].take_raw("2026-01-20")
    screen.payment.start()
    type_in("10")
    screen.payment.plan()
    assert (
        screen.payment.about.text() == "January 2026 is closed: the payment keeps its day and is booked on 1 Feb 2026."
    )


class Cut:
    """A runner whose next answer is lost on the way: the database has done it."""

    def __init__(self, runner) -> None:
        self._runner, self.cut = runner, True

    def __getattr__(self, name):
        return getattr(self._runner, name)

    def write(self, owner, work, done=None, failed=None):
        if not self.cut or "take" not in repr(work):
            self._runner.write(owner, work, done, failed)
            return
        self.cut = False

        def lost(store):
            work(store)
            raise Unavailable(N_("The server does not answer."))

        self._runner.write(owner, lost, done, failed)


def test_a_lost_answer_books_once_also_after_a_restart(screen, store, hotel, context, qtbot, said):
    context.runner = Cut(context.runner)
    pay_typed(screen, "60")
    assert said[-1] == ("The server does not answer.", "refusal")
    screen.hide()
    again = opened(context, qtbot, hotel)
    assert again.payment.form.boxes["amount"].value == D(60)
    press(Qt.Key.Key_Return, CTRL)
    assert account(store, hotel)[-1] == ("payment", D("-60.00"))
    assert balance(store, hotel) == D("120.00")
    # what comes now is another payment
    pay_typed(again, "60")
    assert balance(store, hotel) == D("60.00")


def test_what_was_typed_comes_back_with_its_customer(screen, context, make, hotel):
    screen.payment.start()
    type_in("12.5")
    screen.open_record(make.customer("Other"))
    assert screen.payment.form.boxes["amount"].raw() == ""
    screen.open_record(hotel)
    assert screen.payment.form.boxes["amount"].value == D("12.5")


def test_a_credit_is_put_against_an_invoice_later_and_taken_back(context, qtbot, store, hotel):
    pay(store, hotel, "50")
    screen = opened(context, qtbot, hotel)
    assert column(screen.items, 6) == ["50.00", "80.00"]
    source = screen.payment.form.boxes["source"]
    source.edit.setCurrentIndex(1)
    source.edit.activated.emit(1)
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Space)
    assert screen.payment.form.boxes["amount"].value == D(50)
    press(Qt.Key.Key_Return, CTRL)
    assert column(screen.items, 6) == ["100.00", "30.00"]
    press(Qt.Key.Key_4, CTRL)
    press(Qt.Key.Key_Delete)
    assert column(screen.items, 6) == ["50.00", "80.00"]
    context.undo.undo()
    assert column(screen.items, 6) == ["100.00", "30.00"]


def test_a_note_about_an_invoice_stands_beside_it(screen, store, hotel, said):
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_Insert)
    type_in("Promised for Friday")
    press(Qt.Key.Key_Tab)
    type_in("+4")
    press(Qt.Key.Key_Return, CTRL)
    assert column(screen.items, 7)[0] == "16 Mar 2026: Promised for Friday"
    assert said[-1][0] == "The note is kept."


def test_a_payment_is_cancelled_with_a_reason(context, qtbot, store, hotel):
    pay(store, hotel, "50")
    screen = opened(context, qtbot, hotel)
    press(Qt.Key.Key_3, CTRL)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert screen.asks.reason.form.boxes["reason"].message == "This field is required."
    type_in("typed twice")
    press(Qt.Key.Key_Escape)
    assert screen.asks.isHidden()
    press(Qt.Key.Key_3, CTRL)
    press(Qt.Key.Key_Delete)
    press(Qt.Key.Key_Return)
    assert balance(store, hotel) == D("180.00")
    assert column(screen.moves, 1)[:2] == ["Cancellation", "Payment"]


def test_an_earlier_day_is_looked_at_but_takes_no_payment(screen, store):
    day = screen.head.form.boxes["as_of"]
    day.editor.setFocus()
    press(Qt.Key.Key_A, CTRL)
    type_in("2026-02-10")
    press(Qt.Key.Key_Tab)
    assert screen.account.as_of == date(2026, 2, 10)
    assert column(screen.items, 4) == ["9 days"]
    assert not screen.payment.deed.isEnabled()
    press(Qt.Key.Key_1, CTRL)
    press(Qt.Key.Key_Space)
    assert not screen.payment.chosen


def test_documents_and_statements_open(screen, shown, context):
    press(Qt.Key.Key_3, CTRL)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_P, CTRL)
    press(Qt.Key.Key_Return)
    assert [request.title for request in shown] == ["Invoice", "Statement of account"]


def test_a_long_account_shows_what_came_before_in_one_line(screen, monkeypatch, store):
    monkeypatch.setattr(account_screen, "MOST_MOVEMENTS", 1)
    screen.ask()
    assert column(screen.moves, 2) == ["F-2026-00002", "1 earlier movement"]
    assert column(screen.moves, 5) == ["180.00", "100.00"]


def test_nobody_and_unknown_people_say_so(context, qtbot):
    screen = opened(context, qtbot, 9999)
    assert screen.state.words == "There is no such customer."
