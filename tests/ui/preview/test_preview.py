"""A person looks at a paper, turns its pages, chooses another language and size, saves and prints it."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.services import deliveries, invoices, months, payments
from app.store.session import Actor
from app.ui.preview import open_preview, pages, papers
from app.ui.preview.view import Zoom

MARCH, FEBRUARY = Month(2026, 3), Month(2026, 2)


@pytest.fixture
def order(make):
    return make.order(make.customer("Hotel Bahía"), (make.product("Towel", price="12", cost="7"), "20", "12"))


@pytest.fixture
def shown(context, qtbot):
    """Opens previews and closes them again."""
    opened = []

    def show(request):
        made = open_preview(context, request)
        opened.append(made)
        made.resize(900, 800)
        QTest.qWait(80)
        return made

    yield show
    for made in opened:
        made.close()


def dark(image) -> int:
    """How many of some points of a picture are ink."""
    steps = range(0, image.width(), 3), range(0, image.height(), 3)
    return sum(image.pixelColor(x, y).lightness() < 128 for x in steps[0] for y in steps[1])


def test_the_pages_of_a_report_are_shown_and_turned(shown, order):
    preview = shown(papers.profit_month(MARCH))
    assert preview.made is not None
    count = len(preview.made.sizes)
    assert count >= 3
    assert preview.bar._number.text() == f"Page 1 of {count}"
    assert dark(preview.view._pictures[0].image) > 200
    assert count - 1 not in preview.view._pictures, "only what is seen is drawn"
    QTest.keyClick(preview.view, Qt.Key.Key_PageDown)
    QTest.qWait(80)
    assert preview.bar._number.text() == f"Page 2 of {count}"
    assert preview.view._pictures[1].page == 1
    assert "Page 2 of" in preview.view.accessibleDescription()
    QTest.keyClick(preview.view, Qt.Key.Key_PageUp)
    assert preview.view.page == 0


def test_language_and_paper_are_chosen_there(shown, order):
    preview = shown(papers.order_confirmation(order.order_id))
    wide = preview.made.sizes[0][0]
    for box, index in ((preview.bar._language, 1), (preview.bar._paper, 1)):
        box.setCurrentIndex(index)
        box.activated.emit(index)
    QTest.qWait(80)
    assert (preview.made.language, preview.made.paper) == ("es", "Letter")
    assert preview.made.sizes[0][0] > wide
    assert "Pedido" in preview.view._pictures[0].words or "pedido" in preview.view._pictures[0].words
    preview.view.set_zoom(Zoom.LARGE)
    assert preview.view._pictures[0].scale == pytest.approx(1.5 * 96 / 72 * preview.devicePixelRatioF())


def test_it_is_saved_without_a_box(shown, order, tmp_path, said):
    preview = shown(papers.order_confirmation(order.order_id))
    file = tmp_path / "order.pdf"
    preview.save_to(str(file))
    assert file.read_bytes() == preview.made.data
    assert str(file) in preview.bar.words
    preview.save_to(str(tmp_path / "order.pdf" / "no" / "x.pdf"))
    assert "cannot be written" in preview.bar.words
    assert not said, "the preview says it itself"


def test_without_a_printer_the_pdf_is_offered(shown, order, monkeypatch):
    monkeypatch.setattr(pages, "printers", tuple)
    preview = shown(papers.order_confirmation(order.order_id))
    QTest.keyClick(preview, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "no printer" in preview.bar.words
    assert preview.bar._save.property("kind") == "primary"
    assert preview.bar._print.property("kind") != "primary"


def test_pages_are_painted_at_the_printers_resolution(shown, order, tmp_path):
    preview = shown(papers.profit_month(MARCH))
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    printer.setResolution(150)
    preview._printer = printer
    printer.setFromTo(2, 3)
    preview.send_to_printer()
    assert preview.bar.words == "2 pages sent to the printer."
    printed = pages.Made((tmp_path / "out.pdf").read_bytes(), (), "en", "A4")
    again, page = pages.picture(printed, 0, 1.0).image, pages.picture(preview.made, 1, 1.0).image
    assert abs(dark(again) - dark(page)) < dark(page) * 0.3
    assert again.pixelColor(5, 5) == QColor("white")


def test_every_paper_of_the_trade_is_shown(shown, store, make):
    customer = make.customer("Hotel Bahía")
    order = make.order(customer, (make.product("Towel", price="12", cost="7"), "20", "12"))
    delivery = deliveries.deliver(store, order.order_id, request=new_uid())
    bill = invoices.invoice(store, order.order_id, request=new_uid())
    paid = payments.take(store, customer, Decimal(50), request=new_uid(), reference="R-1")
    for request in (
        papers.delivery_note(delivery.delivery_id),
        papers.invoice(bill.invoice_id),
        papers.receipt(paid.payment_id),
        papers.statement(customer, MARCH.first, MARCH.last),
    ):
        preview = shown(request)
        assert preview.made is not None, preview.state.words
        assert "Hotel Bahía" in preview.view._pictures[0].words
        assert preview.loaded.name in preview.windowTitle()


def test_a_closed_month_is_the_same_document_for_ever(shown, order, store, clock):
    months.close(store, MARCH, request=new_uid(), accept=["drafts", "no_cost", "not_over"])
    first = shown(papers.profit_month(MARCH)).made.data
    assert shown(papers.profit_month(MARCH)).made.data == first


def test_the_front_desk_sees_no_report(shown, order, store):
    store.actor = Actor("front", access="front_desk")
    preview = shown(papers.profit_month(MARCH))
    assert preview.made is None
    assert "managers" in preview.state.words
