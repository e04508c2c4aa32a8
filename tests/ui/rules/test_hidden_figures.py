"""Who may not see profit meets no cost, margin or contribution: screens, tips, files, clipboard, palette."""

import re
from decimal import Decimal

import pytest
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QTextEdit, QWidget
from sqlalchemy import insert

from app.commands.doors import doors_of
from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Refusal
from app.i18n import Say
from app.models import ComplaintCost
from app.self_test import papers
from app.services import commissions, payments
from app.store.session import Actor
from app.ui import desk, screens
from app.ui.context import Context
from app.ui.kit.list_panel import ListPanel
from app.ui.kit.table import RecordTable
from app.ui.palette import Palette
from app.ui.preview.papers import load
from app.ui.tasks import InlineRunner
from tests.support.commissions import agree, rates
from tests.support.complaints import complaint
from tests.support.widgets import destroy

COST, PRICE = Decimal("7777.77"), Decimal("9000.00")
SOLVING = Decimal("8765.43")
"""What solving the complaint cost."""
EARNED = tuple(Decimal(amount) for amount in ("502.34", "334.89", "837.23"))
"""13.7 % of what two, three and five pieces bring: somebody else's commission."""
MARKS = (*(pieces * each for each in (COST, PRICE - COST) for pieces in (1, 2, 3, 5)), SOLVING, *EARNED)
"""What one to five pieces cost and bring; and the margin percent, as any screen rounds it."""
PERCENTS = ("13.58", "13,58", "13.6%", "13,6", "13.6 %")
ROLES = [Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole,
         Qt.ItemDataRole.StatusTipRole, Qt.ItemDataRole.WhatsThisRole, Qt.ItemDataRole.AccessibleTextRole,
         Qt.ItemDataRole.AccessibleDescriptionRole, *range(256, 264)]  # fmt: skip


@pytest.fixture
def records(store, make, request):
    """A customer with orders of somebody else, a payment and a complaint; every figure behind them is marked."""
    seller = make.staff("S1", "Diego Ruiz", access="sales", login="diego")
    agree(store, Terms(rates("13.7")), staff=seller)
    sold = {"shares": [(seller, 100)]}
    product = make.product("Marked chair", code="MARK", price=str(PRICE), cost=str(COST))
    customer = make.customer("Ana Marked", phone="600555000", city="Valencia")
    order = make.order(customer, (product, 3, PRICE), **sold)
    make.order(customer, (product, 2, PRICE), **sold)
    payment = payments.take(store, customer, Decimal(100), method="cash", request=new_uid())
    case = complaint(store, customer, cause="Carrier", product_id=product, order_id=order.order_id)
    with store.write() as tx:
        tx.execute(insert(ComplaintCost), {"complaint_id": case, "cost": SOLVING})
    commissions.run(store)
    return {"product": product, "customer": customer, "order": order.order_id, "case": case, "seller": seller,
            "payment": payment.payment_id}  # fmt: skip


def texts_of(widget: QWidget) -> set[str]:
    """Every text a widget shows, says, or would say."""
    found = {widget.toolTip(), widget.statusTip(), widget.whatsThis(), widget.accessibleName(),
             widget.accessibleDescription(), widget.windowTitle()}  # fmt: skip
    for kind, read in (
        (QLineEdit, lambda w: w.text() + "\n" + w.placeholderText()),
        (QPlainTextEdit, lambda w: w.toPlainText()), (QTextEdit, lambda w: w.toPlainText()),
        (QComboBox, lambda w: "\n".join(w.itemText(at) for at in range(w.count()))), (QLabel, lambda w: w.text()),
    ):  # fmt: skip
        if isinstance(widget, kind):
            found.add(read(widget))
    text = getattr(widget, "text", None)
    if callable(text):
        found.add(str(text()))
    return found


def everything(window: QWidget) -> str:
    """Every text of a widget and what is in it: its models and actions."""
    found: set[str] = set()
    for widget in [window, *window.findChildren(QWidget)]:
        found |= texts_of(widget)
    for action in window.findChildren(QAction):
        found |= {action.text(), action.toolTip()}
    for model in window.findChildren(QAbstractItemModel):
        found |= cells(model)
    return "\n".join(sorted(one for one in found if one))


def cells(model: QAbstractItemModel) -> set[str]:
    """What a model says in any role."""
    found = set()
    for row in range(min(model.rowCount(QModelIndex()), 50)):
        for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())):
            index = model.index(row, column)
            found |= {str(value) for role in ROLES if (value := model.data(index, role)) is not None}
    return found


def revealed(text: str) -> list[str]:
    """The marked figures that stand in a text, however it writes numbers."""
    plain = re.sub(r"[.,'’\s  ](?=\d)", "", text)
    found = [str(mark) for mark in MARKS if str(mark).replace(".", "") in plain
             or str(mark.quantize(Decimal(1))) in re.sub(r"[.,'’  ](?=\d{3})", "", text)]  # fmt: skip
    return found + [one for one in PERCENTS if one in text]


def walk(store, qtbot, access, records, tmp_path) -> dict[str, str]:
    """Everything that somebody of a role, who is signed in, can come upon, by place."""
    context = Context(Say("en", country="ES", currency="EUR", zone="Europe/Madrid"), access=access, user="Somebody")
    context.runner = InlineRunner(store, context.broadcast, context.reporter)
    context.doors = doors_of(store, store.engine.url)
    window = desk.window(context, "Mirador", "company.db", screens.ENTRIES)
    screens.join(window)
    window.finish()
    window.show()
    said: list[str] = []
    context.reporter.said.connect(lambda words, _kind: said.append(words))
    found = {}
    opening = {"caller": records["customer"], "customer": records["customer"], "account": records["customer"],
               "sale": records["order"], "product": records["product"], "profit": Month.of(store.today()),
               "complaint": records["case"], "quality": Month.of(store.today()),
               "commission": (Month.of(store.today()), records["seller"])}  # fmt: skip
    for entry in screens.ENTRIES:
        if not window.knows(entry.name):
            continue
        panel = window.open_panel(entry.name)
        if entry.name in opening:
            panel.open_record(opening[entry.name])
        qtbot.wait(1)
        found[entry.name] = everything(panel)
        for table in panel.findChildren(RecordTable):
            QGuiApplication.clipboard().clear()
            table.selectAll()
            table.sums.copy()
            found[f"{entry.name}: clipboard"] = QGuiApplication.clipboard().text()
        if isinstance(panel, ListPanel):
            path = tmp_path / f"{access}-{entry.name}.csv"
            panel.exports.write(str(path))
            found[f"{entry.name}: export"] = path.read_text(encoding="utf-8-sig") if path.exists() else ""
    for palette in window.findChildren(Palette):
        for asked in ("mark", "ana", "profit", "cost", ">", "="):
            palette.open(asked)
            qtbot.wait(1)
            found[f"palette: {asked}"] = everything(palette)
            palette.shut()
    popups = [top for top in QApplication.topLevelWidgets() if top is not window and top.parent() is None]
    found["window and popups"] = "\n".join(everything(top) for top in (window, *popups))
    found["said"] = "\n".join(said)
    # before whoever asked closes the store: a timer of the window would connect once more
    destroy(window)
    return found | printed(store, records)


def printed(store, records) -> dict[str, str]:
    """What the papers that this role can have know; who may not have one gets a refusal."""
    today = store.today()
    known = {
        "order_id": [records["order"]], "delivery_id": [1], "invoice_id": [1], "payment_id": [records["payment"]],
        "customer_id": [records["customer"]], "product_id": [records["product"]], "staff_id": [records["seller"]],
        "complaint_id": [records["case"]], "first": [Month.of(today).first], "last": [today], "as_of": [today],
        "month": [Month.of(today)],
    }  # fmt: skip
    found = {}
    for name, maker in papers.makers().items():
        for request in papers.requests(maker, known):
            try:
                found[f"paper: {name}"] = repr(load(store, request).value)
            except Refusal:
                continue
    return found


@pytest.mark.parametrize("access", ["front_desk", "sales"])
def test_no_figure_is_revealed(qtbot, store, records, tmp_path, access):
    store.actor = Actor("somebody", None, access)
    found = walk(store, qtbot, access, records, tmp_path)
    assert len(found) > 10
    assert {place: marks for place, text in found.items() if (marks := revealed(text))} == {}
    assert "9,000.00" in "".join(found.values()), "prices are seen by everybody"


def test_a_manager_meets_them(qtbot, store, records, tmp_path):
    """The search itself finds what is there."""
    store.actor = Actor("somebody", None, "manager")
    found = walk(store, qtbot, "manager", records, tmp_path)
    met = {place for place, text in found.items() if revealed(text)}
    assert met >= {"caller", "products", "products: clipboard", "products: export", "profit", "commission",
                   "complaint", "paper: profit_month", "paper: commission_team"}  # fmt: skip
    told = "".join(found.values()).replace(",", "")
    assert all(str(mark) in told for mark in (SOLVING, *EARNED[:1]))


def test_figures_are_recognised_however_they_are_written():
    for text in ("7,777.77 €", "7.777,77", "7777.77", "1 222,23", "margin 13.6%"):
        assert revealed(text), text
    assert revealed("9,000.00 and 100.00") == []
