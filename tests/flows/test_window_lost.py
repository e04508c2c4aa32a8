"""The cable is pulled out while somebody works in the window: words, nothing lost, the same key goes on after it."""

import inspect
from datetime import date
from functools import partial
from threading import Event
from time import monotonic

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import func, select

from app.commands.doors import doors_of
from app.domain.ids import new_uid
from app.domain.month import Month
from app.i18n import Say
from app.models import BookMonth, Customer, Interaction, Payment, SalesOrder
from app.services import invoices
from app.store import session
from app.store.bulk import insert_many
from app.store.session import Actor, Store
from app.ui import desk, reconnecting, screens
from app.ui.context import Context
from app.ui.months.confirm import Confirm
from app.ui.palette import Palette
from app.ui.preview import Preview
from app.ui.tasks import TaskRunner
from tests.support import postgres
from tests.support.cable import cable
from tests.support.clock import StandingClock
from tests.support.make import Maker
from tests.support.widgets import destroy_all
from tests.ui.orders.hands import Hands

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")
KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier
FEBRUARY = Month(2026, 2)
MANY = 500
LOST = ("does not answer", "cannot be reached")


class Place:
    """A window on a server, the cable between them, and the same company without a cable."""

    def __init__(self, plug, store, near, context, window) -> None:
        self.plug, self.store, self.near, self.context, self.window = plug, store, near, context, window
        self.said: list[str] = []
        self.marta = 1
        context.reporter.said.connect(lambda words, _kind: self.said.append(words))

    def open(self, name, record=None):
        self.context.go(name, record)
        found = self.window.panel(name)
        self.settle()
        return found

    def to_front(self) -> None:
        """The window is in front, as it is again on a desk when a dialog closes."""
        self.window.activateWindow()
        assert QTest.qWaitForWindowActive(self.window)

    def settle(self) -> None:
        """Whatever is under way arrives."""
        arrived = Event()
        self.context.runner.read(self.window, lambda _store: arrived.set(), lambda _answer: None)
        wait(arrived.is_set)
        QTest.qWait(1)

    def words(self) -> str:
        """Every sentence in the windows that are open, and every one that was said."""
        seen = [
            label.text()
            for top in QApplication.topLevelWidgets() if top.isVisible()
            for label in top.findChildren(QLabel) if label.isVisible()
        ]  # fmt: skip
        return "\n".join([*seen, *self.said])

    def count(self, model, *conditions) -> int:
        with self.near.read() as tx:
            return tx.scalar(select(func.count()).select_from(model).where(*conditions))


def wait(until, seconds=20.0) -> None:
    end = monotonic() + seconds
    while not until():
        assert monotonic() < end, inspect.getsource(until)
        QTest.qWait(10)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None, QApplication.activeWindow()
    QTest.keyClick(widget, key, modifiers)


def type_in(text) -> None:
    QTest.keyClicks(QApplication.focusWidget(), text)


def preview():
    """The window with pages that is open; none where there is none."""
    return next((one for one in QApplication.topLevelWidgets() if isinstance(one, Preview) and one.isVisible()), None)


@pytest.fixture(scope="module")
def place(qapp, postgres_server, postgres_template, tmp_path_factory):
    """One sitting: a company with a list of several pages, an invoice that is due, a month that can be closed."""
    with pytest.MonkeyPatch.context() as patch, cable(postgres_server) as plug:
        patch.setenv("MOSTRADOR_HOME", str(tmp_path_factory.mktemp("home")))
        patch.setattr(session.Store.repeat, "__kwdefaults__", {"seconds": 0.1})
        patch.setattr(reconnecting, "EVERY_MS", 50)
        name = postgres_template.replace("template", "lost")
        url, clock = postgres.make_database(postgres_server, name, postgres_template), StandingClock()
        near = Store.open(url, zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
        fill(near, clock)
        store = Store.open(plug.url(url), zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
        made = Place(plug, store, near, *sat_down(store))
        yield made
        plug.plug()
        made.window.close()
        made.context.runner.close()
        destroy_all()
        store.close()
        near.close()


def fill(store, clock) -> None:
    make = Maker(store)
    clock.day = date(2026, 2, 10)
    marta = make.customer("Marta Soler", phone="963550142")
    towel = make.product("Bath towel", code="TX-1")
    order = make.order(marta, (towel, "10")).order_id
    invoices.invoice(store, order, request=new_uid())
    clock.day = date(2026, 3, 16)
    with store.write() as tx:
        rows = [(100 + at, new_uid(), f"N{at:04}", f"Number {at:04}", f"number {at:04}") for at in range(MANY)]
        insert_many(tx, Customer, ("id", "uid", "code", "name", "search_name"), rows)


def sat_down(store):
    """The desk as the program joins it."""
    desk.application()
    context = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access="manager", user="Tess")
    context.runner = TaskRunner(store, context.broadcast, context.reporter)
    context.doors = doors_of(store, store.engine.url)
    desk.dress(context)
    window = desk.window(context, "Mirador Home", "server", screens.ENTRIES)
    screens.join(window)
    screens.telephone(window)
    window.finish()
    window.open_panel("customers")
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    return context, window


# Twelve scenes. Each comes to the moment before the cable is out, and yields the deed; then what must still stand
# there, the key that is pressed again (none where nothing need be pressed), and what has come of it.


def a_page_of_the_list(place):
    table = place.open("customers").table
    model = table.model()
    wait(lambda: model.rowCount() > MANY)
    yield table.scrollToBottom
    yield lambda: True, None, lambda: model.record_at(model.rowCount() - 1) is not None


def a_filter(place):
    panel = place.open("customers")

    def filtered():
        panel.bar.start()
        type_in("soler")
        press(KEY.Key_Return)

    yield filtered
    yield lambda: panel.bar.text() == "soler", None, lambda: panel.model.rowCount() == 1
    panel.bar.clear()


def the_card_of_a_caller(place):
    QGuiApplication.clipboard().setText("963550142")

    def looked_up():
        press(KEY.Key_F8)
        wait(lambda: place.window.current == "caller")
        press(KEY.Key_Return)

    panel = place.window.panel("caller")
    yield looked_up
    yield (
        lambda: panel.finder.field.text() == "963550142", partial(press, KEY.Key_Return),
        lambda: panel.card.isVisible() and panel.card.header.name.text() == "Marta Soler",
    )  # fmt: skip


def a_note_of_a_call(place):
    panel = place.open("caller", place.marta)
    wait(panel.card.isVisible)
    panel.card.note.field.setFocus()
    type_in("Asked about towels")
    logged = partial(press, KEY.Key_Return, CTRL)
    yield logged
    yield (
        lambda: panel.card.note.field.toPlainText() == "Asked about towels", logged,
        lambda: place.count(Interaction, Interaction.note == "Asked about towels") == 1,
    )  # fmt: skip


def the_form_of_a_customer(place):
    panel = place.open("customer", place.marta)
    wait(lambda: panel.form is not None)
    name = panel.form.boxes["name"]
    wait(lambda: name.raw() == "Marta Soler")
    name.editor.setFocus()
    name.editor.setCursorPosition(0)
    type_in("Ana ")
    saved = partial(press, KEY.Key_S, CTRL)
    yield saved
    yield (
        lambda: name.raw() == "Ana Marta Soler", saved,
        lambda: place.count(Customer, Customer.name == "Ana Marta Soler") == 1,
    )  # fmt: skip


def an_order(place):
    panel = place.open("order", ("new", place.marta))
    hands = Hands(panel)
    wait(lambda: panel.frame.popup.customer_id == place.marta)
    type_in("towel")
    press(KEY.Key_Return)
    wait(lambda: hands.lines and hands.lines[0].offer is not None)
    hands.enter("3")
    assert hands.lines[0].quantity == 3
    yield hands.confirm
    yield lambda: hands.lines[0].quantity == 3, hands.confirm, lambda: place.count(SalesOrder) == 2


def a_payment(place):
    panel = place.open("account", place.marta)
    wait(lambda: panel.account is not None)
    panel.payment.start()
    press(KEY.Key_A, CTRL)
    type_in("40")
    taken = partial(press, KEY.Key_Return, CTRL)
    yield taken
    yield lambda: panel.payment.form.boxes["amount"].value == 40, taken, lambda: place.count(Payment) == 1


def a_note_about_an_invoice(place):
    panel = place.open("account", place.marta)
    wait(lambda: panel.account is not None and panel.items.model().rowCount())
    press(KEY.Key_1, CTRL)
    press(KEY.Key_Insert)
    type_in("Promised for Friday")
    noted = partial(press, KEY.Key_Return, CTRL)
    yield noted
    yield (
        lambda: panel.asks.note.form.boxes["text"].raw() == "Promised for Friday", noted,
        lambda: place.count(Interaction, Interaction.kind == "note") == 1,
    )  # fmt: skip


def the_profit_of_a_month(place):
    panel = place.window.panel("profit")
    yield partial(place.context.go, "profit", FEBRUARY)
    yield (
        lambda: panel.month == FEBRUARY,
        None,
        lambda: panel.frame.table.isVisible() and panel.frame.table.figures.rows,
    )


def the_close_of_a_month(place):
    panel = place.open("months", FEBRUARY)
    wait(lambda: panel.month == FEBRUARY and panel.detail.main.isEnabled())

    def closed():
        place.to_front()
        panel.table.setFocus()
        press(KEY.Key_Return, CTRL)
        [asked] = [one for one in panel.findChildren(Confirm) if one.isVisible()]
        asked.agree()

    yield closed
    yield (
        lambda: place.count(BookMonth, BookMonth.state == "closed") == 0, closed,
        lambda: place.count(BookMonth, BookMonth.state == "closed") == 1,
    )  # fmt: skip
    # the report of what was closed is shown
    wait(preview)
    preview().close()


def a_search(place):
    palette = place.window.findChild(Palette)

    def searched():
        press(KEY.Key_K, CTRL)
        type_in("soler")

    yield searched
    yield (
        lambda: palette.field.text() == "soler", None,
        lambda: any("Soler" in palette.rows.row(at).title for at in range(palette.rows.rowCount())),
    )  # fmt: skip
    palette.shut()


def a_paper(place):
    panel = place.open("months", FEBRUARY)
    wait(lambda: panel.month == FEBRUARY)
    panel.table.setFocus()

    yield partial(press, KEY.Key_P, CTRL)
    yield lambda: preview().made is None, None, lambda: preview().made is not None
    preview().close()


SCENES = (
    a_page_of_the_list, a_filter, the_card_of_a_caller, a_note_of_a_call, the_form_of_a_customer, an_order, a_payment,
    a_note_about_an_invoice, the_profit_of_a_month, the_close_of_a_month, a_search, a_paper,
)  # fmt: skip


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_it_is_said_nothing_is_lost_and_it_goes_on(place, scene):
    place.to_front()
    played = scene(place)
    deed = next(played)
    place.settle()
    place.window.words.hide()
    place.said.clear()
    place.plug.pull()
    deed()
    wait(lambda: any(sign in place.words() for sign in LOST))
    # whatever else was asked in the same moment has its answer too
    place.settle()
    kept, again, come = next(played)
    assert kept()
    place.plug.plug()
    if again is not None:
        again()
    wait(come)
    assert next(played, None) is None
