"""Papers for customers: what must stand on them, and that their sums agree."""

import itertools
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.domain.money import ZERO
from app.domain.papers import Terms
from app.domain.papers_account import EntryKind, OpenItem, bucket_of
from app.domain.papers_trade import InvoiceKind, OrderKind
from app.i18n import Say
from app.reports import delivery, invoice, order, receipt, statement
from tests.reports import paper
from tests.support import sample_papers as sample

SAY = Say("en", zone="Europe/Madrid")


def render(module, fonts, tmp_path, value, say=SAY, size="A4"):
    path = tmp_path / "letter.pdf"
    module.render(value, path, say, size, printed=sample.PRINTED, fonts=fonts)
    return paper.texts(path)


def test_an_invoice_shows_what_the_law_wants(fonts, tmp_path):
    value = sample.invoice()
    (text,) = render(invoice, fonts, tmp_path, value)
    for part in (
        "Invoice F-2026-0931",
        "Hotel Bahía Azul S.A.",
        "CIF A-46000001",
        "CIF B-98077142",
        "Date 20 Oct 2026",
        "Date of supply 18 Oct 2026",
        "Due 19 Nov 2026",
        "Order SO-1844",
        "10% 191.50 19.15",
        "21% 247.50 51.98",
        "Total 510.13 €",
        "Please pay 510.13 € by 19 Nov 2026.",
        "2% off when paid by 30 Oct 2026.",
        "IBAN ES00",
        "Page 1 of 1",
    ):
        assert part in text
    assert value.totals.gross == Decimal("510.13")


@pytest.mark.parametrize("count", [0, 1, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 400])
def test_sums_run_through_and_totals_follow_lines(fonts, tmp_path, count):
    value = sample.invoice(count)
    found = render(invoice, fonts, tmp_path, value)
    for here, following in itertools.pairwise(found):
        carried = re.search(r"Carried forward (\S+)", here)[1]
        assert f"Brought forward {carried}" in following
    lines = sum((line.amount for line in value.lines), ZERO)
    assert f"Sum of lines {SAY.money(lines)}" in found[-1]
    assert f"Total {SAY.money(value.totals.gross)} €" in found[-1]
    assert count == 0 or f"BT-{count:04d}" in found[-1]


def test_a_credit_note_names_what_it_corrects(fonts, tmp_path):
    (text,) = render(invoice, fonts, tmp_path, sample.invoice(2, InvoiceKind.CREDIT_NOTE))
    assert "Credit note A-2026-0044" in text
    assert "Credit for invoice F-2026-0911 of 2 Oct 2026." in text
    assert "two towels with a flaw" in text
    assert "Please pay" not in text


def test_what_is_paid_is_not_asked_for(fonts, tmp_path):
    value = sample.invoice()
    (text,) = render(invoice, fonts, tmp_path, replace(value, paid=Decimal("100.00")))
    assert "Already paid −100.00" in text
    assert "Please pay 410.13 €" in text
    (text,) = render(invoice, fonts, tmp_path, replace(value, paid=value.totals.gross))
    assert "Paid in full." in text


def test_a_draft_says_so_on_each_page(fonts, tmp_path):
    found = render(invoice, fonts, tmp_path, replace(sample.invoice(60), draft=True))
    assert len(found) > 1
    assert all("DRAFT, not valid" in text for text in found)


def test_no_tax_gives_its_reason_and_gross_prices_say_so(fonts, tmp_path):
    lines = (replace(sample.item(), tax_rate=None),)
    value = replace(sample.invoice(), lines=lines, totals=sample.totals(lines))
    (text,) = render(invoice, fonts, tmp_path, value)
    assert "intra-Community supply" in text
    lines = tuple(sample.item(number) for number in range(4))
    value = replace(sample.invoice(), lines=lines, totals=sample.totals(lines, prices_include_tax=True))
    (text,) = render(invoice, fonts, tmp_path, value)
    assert "Amounts in EUR, with tax." in text
    assert value.totals.gross == sum((line.amount for line in lines), ZERO)


def test_decimals_are_shown_only_where_they_are(fonts, tmp_path):
    line = replace(sample.item(), quantity=Decimal("1.250"), unit_price=Decimal("0.0375"), discount=Decimal("2.50"))
    value = replace(sample.invoice(), lines=(line, sample.item(2)))
    (text,) = render(invoice, fonts, tmp_path, value)
    assert "1.250" not in text
    assert "1.25 pc" in text
    assert "3.00 pc" in text
    assert "0.0375" in text
    assert "2.5%" in text


def test_an_order_and_a_quote(fonts, tmp_path):
    (text,) = render(order, fonts, tmp_path, sample.order())
    assert "Order confirmation SO-1844" in text
    assert "Order discount −50.00" in text
    assert "Delivery 30.00" in text
    assert "muelle 2" in text
    assert "Payment within 30 days of the invoice." in text
    (text,) = render(order, fonts, tmp_path, sample.order(OrderKind.QUOTE))
    assert "This quote is valid until 5 Nov 2026." in text


def test_a_long_label_stands_in_one_line_while_short_values_leave_it_room(fonts, tmp_path):
    path = tmp_path / "x.pdf"
    say = Say("es", zone="Europe/Madrid")
    order.render(sample.order(), path, say, printed=sample.PRINTED, fonts=fonts)
    [(_, _, words)] = paper.words(path)
    [label] = [word for word in words if say.text("Your contact") in word.text]
    [value] = [word for word in words if "Nuria Campos" in word.text]
    assert label.right < value.left
    assert abs(label.bottom - value.bottom) < 3


def test_payment_at_once(fonts, tmp_path):
    (text,) = render(order, fonts, tmp_path, replace(sample.order(), terms=Terms(days=0)))
    assert "Payment at once." in text


def test_a_delivery_note_has_quantities_and_no_price(fonts, tmp_path):
    (text,) = render(delivery, fonts, tmp_path, sample.delivery())
    assert "Delivery note DN-0712" in text
    assert "Packages 3" in text
    assert "Weight in kg 41.5" in text
    assert "lot 31" in text
    assert "Received in good order" in text
    assert "€" not in text


def test_a_receipt_adds_up(fonts, tmp_path):
    value = sample.receipt()
    (text,) = render(receipt, fonts, tmp_path, value)
    assert "Received from Hotel Bahía Azul S.A.: 900.00 €" in text
    assert "All 853.33" in text
    assert "Not yet put against a document 46.67" in text
    assert value.unallocated == Decimal("46.67")
    (text,) = render(receipt, fonts, tmp_path, replace(value, amount=Decimal(-10), allocations=()))
    assert "Paid back to Hotel Bahía Azul S.A.: 10.00 €" in text


@pytest.mark.parametrize("count", [0, 1, 25, 26, 400])
def test_a_statement_runs_to_its_closing_balance(fonts, tmp_path, count):
    value = sample.statement(count)
    found = render(statement, fonts, tmp_path, value)
    closing = SAY.money(value.closing)
    assert "Balance before 1 Jul 2026 250.00" in found[0]
    for here, following in itertools.pairwise(found):
        carried = re.search(r"Carried forward ([\d.,]+ [\d.,]+ [\d.,]+)", here)
        assert carried is None or f"Brought forward {carried[1]}" in following
    everything = " ".join(found)
    assert re.search(rf"Balance on 31 Oct 2026 \S+ \S+ {re.escape(closing)}", everything)
    assert f"−50.00 {closing}" in everything


def test_a_payment_on_a_statement_says_how_in_the_reader_s_language(fonts, tmp_path):
    value = sample.statement(3)
    paid = replace(value.entries[0], kind=EntryKind.PAYMENT, note="transfer")
    value = replace(value, entries=(paid, *value.entries[1:]))
    path = tmp_path / "statement.pdf"
    statement.render(value, path, Say("es"), "A4", printed=sample.PRINTED, fonts=fonts)
    text = paper.whole(path)
    assert f"{paid.document} Transferencia" in text


def test_ageing_equals_the_balance():
    value = sample.statement()
    assert sum(value.ageing) - value.unallocated == value.closing
    assert value.balances[-1] == value.closing


@pytest.mark.parametrize(
    ("due", "days", "bucket"),
    [
        (date(2026, 3, 31), 0, 0),
        (date(2026, 3, 30), 1, 1),
        (date(2026, 3, 1), 30, 1),
        (date(2026, 2, 28), 31, 2),
        (date(2025, 12, 31), 90, 3),
        (date(2025, 12, 30), 91, 4),
        (None, 0, 0),
    ],
)
def test_days_overdue_and_buckets(due, days, bucket):
    item = OpenItem("F", date(2025, 1, 1), due, Decimal(1), Decimal(1))
    assert item.days_overdue(date(2026, 3, 31)) == days
    assert bucket_of(days) == bucket
