"""Every field of every form: what was typed outlives Esc and another screen, and nonsense is told beside it.

Whatever was typed on any screen still stands there after it was left, or is offered as a draft. Nothing takes what
cannot be, and nothing changes it in silence.
"""

import itertools
from collections.abc import Callable, Iterator
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)

from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.services import commission_plans
from app.ui import desk, screens
from app.ui.account.head import Head
from app.ui.commission.plan_panel import PlansPanel
from app.ui.complaints.outcome_card import OutcomeCard
from app.ui.complaints.start import ComplaintStart
from app.ui.complaints.who import Who
from app.ui.customers.form_consent import ConsentBlock
from app.ui.customers.form_facts import FactsBlock
from app.ui.customers.form_secret import SecretBlock
from app.ui.customers.form_side import PEOPLE, FormSide
from app.ui.customers.form_talk import TalkBox
from app.ui.kit.ask import AskStrip
from app.ui.kit.filter_bar import FilterBar
from app.ui.kit.form_box import FieldBox
from app.ui.kit.month import MonthStep
from app.ui.orders.board_panel import BoardPanel
from app.ui.orders.line_keys import CellEdit
from app.ui.orders.money_input import DayInput, MoneyInput
from app.ui.setup.secret import SecretField
from app.ui.setup.users import UsersPanel
from tests.support.commissions import EVER, rates
from tests.support.complaints import complaint
from tests.ui.kit.conftest import database

__all__ = ["database"]
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "raise", "grabbing the keyboard")

SEARCHES = (FilterBar, MonthStep, BoardPanel, Who, SecretField, CellEdit, Head)
"""Fields of these find something, or are the cell of a list: Esc leaves them as they were. A password is not kept."""
TEXTS = (f"kept words {at}" for at in itertools.count())
NUMBERS = (f"{at}" for at in itertools.count(6131, 7))


@pytest.fixture
def records(store, make):
    """A record for every screen that shows one."""
    product = make.product("Chair of oak", code="OAK-1", price="120", cost="70")
    ana = make.customer("Ana Soler", phone="963550142", city="Valencia")
    make.staff("S1", "Diego Ruiz", access="sales", login="diego")
    terms = Terms(rates(12, 8, 4, 1))
    commission_plans.add(store, "Sales team", EVER, terms, request=new_uid())
    order = make.order(ana, (product, 1, 120)).order_id
    case = complaint(store, ana)
    return {
        "customer": ana, "caller": ana, "account": ana, "product": product, "sale": order, "complaint": case,
        "order": ("new", ana),
    }  # fmt: skip


@pytest.fixture
def window(context, records, qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    context.access = "admin"
    made = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(made)
    screens.join(made)
    made.finish()
    # high enough for every field of every form
    made.resize(1440, 1800)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


BAD = {
    "number": ("twelve", "1.2.3,4", "--1"),
    "money": ("much", "1.2.3,4", "=1/0"),
    "day": ("31/31/31", "soon", "30/2"),
}
"""What no field of a kind can read."""

Place = tuple[str, object, Callable[[QWidget], None]]


def nothing(_panel: QWidget) -> None:
    """What is to be seen at once."""


def places(window, records) -> Iterator[Place]:
    """Every screen with a record and for a new one, every page of the settings, and what opens within a screen."""
    for entry in screens.ENTRIES:
        yield entry.name, records.get(entry.name), nothing
    for page in window.panel("settings").pages:
        yield "settings", page.key, nothing
    yield from (("customer", "", nothing), ("product", "new", nothing))
    yield "complaint", ComplaintStart(records["customer"]), nothing
    for name, record, kind, show in WITHIN:
        yield name, record or records.get(name), partial(opened, kind=kind, show=show)
    for entry in screens.ENTRIES:
        for at in range(len(window.panel(entry.name).findChildren(AskStrip))):
            yield entry.name, records.get(entry.name), partial(asked, at=at)


def opened(panel: QWidget, *, kind: type[QWidget], show: Callable[[QWidget], None]) -> None:
    """A part of a screen that is opened by a button."""
    part = panel if isinstance(panel, kind) else panel.findChild(kind)
    around = part
    while around is not panel:
        inside, around = around, around.parentWidget()
        if isinstance(around, QStackedWidget):
            around.setCurrentWidget(inside)
    show(part)


def asked(panel: QWidget, *, at: int) -> None:
    """One of the strips in which a screen asks."""
    strip = panel.findChildren(AskStrip)[at]
    around = strip.parentWidget()
    while around is not panel:
        around.show()
        around = around.parentWidget()
    strip.ask("this", "", {})


def allow_first(block: ConsentBlock) -> None:
    """The first switch, unless what was begun with it stands there again."""
    if block.editor.isHidden():
        next(iter(block.switches.values())).click()


WITHIN = (
    ("customer", None, FactsBlock, FactsBlock.open_new),
    ("customer", None, TalkBox, TalkBox.to_price),
    ("customer", None, SecretBlock, lambda block: block.ask.click()),
    ("customer", None, ConsentBlock, allow_first),
    ("customer", None, FormSide, lambda side: side.open(PEOPLE)),
    ("complaint", None, OutcomeCard, lambda card: card.buttons["begin"].click()),
    ("plans", None, PlansPanel, lambda panel: panel.list.new.click()),
    ("users", None, UsersPanel, lambda panel: panel.new()),
)  # fmt: skip


def writable(panel: QWidget) -> list[QWidget]:
    """Every field for words that is to be seen."""
    QApplication.processEvents()
    found = [field for kind in (QLineEdit, QPlainTextEdit) for field in panel.findChildren(kind)]
    return [
        field for field in found
        if field.isVisible() and field.isEnabled() and not field.isReadOnly() and not searched(field)
    ]  # fmt: skip


def searched(field: QWidget) -> bool:
    """Whether something is found by it, or it is a part of one of Qt's own widgets."""
    around = field.parentWidget()
    if isinstance(around, (QAbstractSpinBox, QComboBox)) or field is getattr(around, "search", None):
        return True
    around = field
    while around is not None:
        if isinstance(around, SEARCHES):
            return True
        around = around.parentWidget()
    return False


def box_of(field: QWidget) -> FieldBox | None:
    around = field
    while around is not None and not isinstance(around, FieldBox):
        around = around.parentWidget()
    return around


def said_by(field: QWidget) -> str:
    return field.toPlainText() if isinstance(field, QPlainTextEdit) else field.text()


def typed_into(field: QWidget) -> tuple[str, str]:
    """Something that is like nothing else; what must be found again, and how the field is called in a finding."""
    box = box_of(field)
    kind = box.field.kind if box is not None else "text"
    if isinstance(field.parentWidget(), (MoneyInput, DayInput)):
        kind = "number"
    text = next(NUMBERS) if kind in ("number", "money", "day") else next(TEXTS)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    return text, box.field.key if box is not None else field.accessibleName()


def plain(text: str) -> str:
    """A number without its points."""
    return text.replace(",", "").replace(".", "")


def silent(box: FieldBox) -> Iterator[str]:
    """Bad values that a field takes, drops, changes or refuses without a word."""
    kind = "" if box.field.make is not None else box.field.kind
    for text in (*BAD.get(kind, ()), *(["x" * (box.field.most + 1)] if kind in ("text", "lines") else [])):
        box.take_raw(text)
        if box.refusal is None or not box.message or box.raw() != text:
            yield f"{box.field.key}: {text[:20]} {box.message}"


def test_2_36_nothing_typed_is_lost_and_no_nonsense_is_taken(window, context, records, qtbot, tmp_path):
    lost, met, quiet, read = [], 0, [], 0
    for name, record, show in places(window, records):
        window.activateWindow()
        context.go(name, record)
        panel = window.panel(name)
        show(panel)
        typed = [typed_into(field) for field in writable(panel) if shiboken6.isValid(field)]
        met += len(typed)
        while QApplication.activePopupWidget() is not None:
            QApplication.activePopupWidget().close()
        for _ in range(3):
            qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Escape)
        context.go("products" if name != "products" else "customers", None)
        QApplication.processEvents()
        context.go(name, record)
        QApplication.processEvents()
        show(panel)
        # a strip may be away again while the screen is read; asked for once more it says what stands in it
        waiting = [field for strip in panel.findChildren(AskStrip) for field in strip.findChildren(QLineEdit)]
        waiting += [field for strip in panel.findChildren(AskStrip) for field in strip.findChildren(QPlainTextEdit)]
        there = [plain(said_by(field)) for field in (*writable(panel), *waiting)]
        there += [plain(file.read_text()) for file in (tmp_path / "drafts").glob("*")]
        lost += [(name, record, key, text) for text, key in typed if not any(text in one for one in there)]
        for box in panel.findChildren(FieldBox):
            if box.isVisible() and box.isEnabled() and box.editor.isEnabled():
                read += 1
                quiet += [(name, record, what) for what in silent(box)]
    assert quiet == []
    assert read > 150
    assert met > 150
    assert not lost, "\n".join(map(str, lost))
