"""Every document, in every language and size: nothing outside the margins, nothing on top of anything else."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from importlib import import_module
from pkgutil import iter_modules

import pytest
from PIL import Image

from app import reports
from app.domain.account import Ageing
from app.domain.papers_commission import MonthPaper
from app.domain.papers_receivables import Receivables, ReceivablesLine
from app.domain.papers_trade import InvoiceKind, OrderKind
from app.i18n import Say
from app.reports import (
    commission_month,
    commission_statement,
    commission_team,
    complaint_month,
    complaint_sheet,
    delivery,
    invoice,
    order,
    profit_month,
    receipt,
    receivables,
    statement,
)
from app.reports import sample as letter_sample
from app.reports.look import paper_size
from tests.reports import paper
from tests.reports.speakers import speaker
from tests.support import sample_commission, sample_complaints
from tests.support import sample_papers as sample


def ages(count):
    """Customers who owe millions."""
    parts = [Decimal(at * 1_234_567) + Decimal("0.89") for at in range(1, 8)]
    lines = tuple(ReceivablesLine(f"C-{at:05}", sample.HOTEL.name, Ageing(*parts)) for at in range(count))
    return Receivables(sample.COMPANY, date(2026, 3, 16), lines, "overdue:>30")


def commission_of_all():
    """The team and three statements in one file."""
    return MonthPaper(sample_commission.team(3), tuple(sample_commission.paper(9) for _ in range(3)))


DOCUMENTS = {
    "profit": (profit_month, sample.profit_month),
    "profit, nothing": (profit_month, sample.empty_month),
    "profit, all customers": (profit_month, lambda: sample.profit_month(sample.customers(150))),
    "invoice": (invoice, lambda: sample.invoice(40)),
    "credit note": (invoice, lambda: sample.invoice(3, InvoiceKind.CREDIT_NOTE)),
    "draft": (invoice, lambda: replace(sample.invoice(30), draft=True)),
    "confirmation": (order, sample.order),
    "quote": (order, lambda: sample.order(OrderKind.QUOTE, 33)),
    "delivery": (delivery, lambda: sample.delivery(30)),
    "receipt": (receipt, sample.receipt),
    "statement": (statement, lambda: sample.statement(70)),
    "commission": (commission_statement, lambda: sample_commission.paper(60)),
    "commission, nothing": (commission_statement, lambda: sample_commission.paper(0, state="open")),
    "commission of the team": (commission_team, lambda: sample_commission.team(40)),
    "commission of all": (commission_month, commission_of_all),
    "complaints": (complaint_month, lambda: sample_complaints.month(late=60)),
    "complaint": (complaint_sheet, sample_complaints.sheet),
    "complaint, answered": (complaint_sheet, lambda: sample_complaints.sheet(satisfaction=4)),
    "receivables": (receivables, lambda: ages(70)),
    "receivables, nothing": (receivables, lambda: ages(0)),
    "sample letter": (letter_sample, lambda: sample.COMPANY),
}
MARGIN = 14 * 72 / 25.4
PIXEL = 2
"""Points: half a line's width, rounded to whole points."""
SPEAKERS = {
    **{f"as long as {language}": speaker(language) for language in ("en", "es", "zh")},
    **{language: Say(language, currency="EUR", zone="Europe/Madrid") for language in ("es", "zh")},
}


def test_every_paper_is_looked_at():
    modules = {import_module(f"app.reports.{one.name}") for one in iter_modules(reports.__path__)}
    assert {one for one in modules if hasattr(one, "render")} == {module for module, _ in DOCUMENTS.values()}


@pytest.mark.parametrize("size", ["A4", "Letter"])
@pytest.mark.parametrize("language", SPEAKERS)
@pytest.mark.parametrize("name", DOCUMENTS)
def test_all_text_and_drawings_have_their_place(chinese, tmp_path, name, language, size):
    module, make = DOCUMENTS[name]
    path = tmp_path / "x.pdf"
    module.render(make(), path, SPEAKERS[language], size, printed=sample.PRINTED, fonts=chinese)
    assert min(paper.sizes(path)) >= 7
    sheet = paper_size(size)
    for width, height, left, bottom, right, top in paper.inked(path):
        assert left >= MARGIN - PIXEL
        assert right <= width - MARGIN + PIXEL
        assert bottom >= MARGIN - 8
        assert top <= height - MARGIN + 6
    for number, (width, height, words) in enumerate(paper.words(path), 1):
        assert (round(width), round(height)) == (round(sheet.width), round(sheet.height))
        assert words
        for word in words:
            where = f"page {number}: {word}"
            assert word.left >= MARGIN - 1, where
            assert word.right <= width - MARGIN + 1, where
            assert word.bottom >= MARGIN - 8, where
            assert word.top <= height - MARGIN + 6, where
        assert list(paper.crossing(words)) == [], f"page {number}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_same_print_is_the_same_bytes(chinese, tmp_path, name):
    module, make = DOCUMENTS[name]
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    for path in (one, other):
        module.render(make(), path, speaker("zh"), printed=sample.PRINTED, fonts=chinese)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_another_print_differs_in_its_print_line_only(fonts, tmp_path, name):
    module, make = DOCUMENTS[name]
    one, other = tmp_path / "one.pdf", tmp_path / "other.pdf"
    module.render(make(), one, speaker("en"), printed=sample.PRINTED, fonts=fonts)
    later = replace(sample.PRINTED, by="Żaneta Qwerty", at=sample.PRINTED.at.replace(year=2031))
    module.render(make(), other, speaker("en"), printed=later, fonts=fonts)
    pages, forms = paper.streams(one)
    other_pages, other_forms = paper.streams(other)
    assert pages == other_pages
    assert [key for key in forms if forms[key] != other_forms[key]] == [next(key for key in forms if "foot" in key)]
    texts, others = paper.whole(one), paper.whole(other)
    assert "by Elena Prats" in texts
    assert "by Żaneta Qwerty" in others


@pytest.mark.parametrize("text", sample.HOSTILE)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_hostile_names_stay_text(chinese, tmp_path, text, language):
    company = replace(sample.COMPANY, legal_name=text, address=(text, text), logo=b"no picture", bank=(text,))
    customer = replace(sample.HOTEL, name=text, lines=(text,) * 9)
    lines = (sample.item(1, name=text), replace(sample.item(2), note=text * 3))
    value = replace(
        sample.invoice(), company=company, customer=customer, lines=lines, totals=sample.totals(lines), notes=(text,)
    )
    path = tmp_path / "x.pdf"
    invoice.render(value, path, speaker(language), printed=replace(sample.PRINTED, by=text), fonts=chinese)
    found = paper.whole(path)
    for word in text.split():
        if word.isascii() and word.isprintable() and len(word) < 20:
            assert word in found
    assert sample_amount(value) in found
    assert "\x00" not in found
    for _, _, words in paper.words(path):
        assert all(word.right < 596 for word in words)


def sample_amount(value):
    return f"{value.totals.gross:,.2f}"


def test_hostile_names_in_the_report(chinese, tmp_path):
    rows = tuple(
        replace(sample.small_customer(number), name=text, city=text, responsible=text, on_course="A")
        for number, text in enumerate(sample.HOSTILE)
    )
    value = replace(sample.profit_month(rows), addressee=sample.HOSTILE[3], copies=sample.HOSTILE)
    path = tmp_path / "x.pdf"
    profit_month.render(value, path, speaker("es"), printed=sample.PRINTED, fonts=chinese)
    assert "<img src='C:/x.png'/>" in paper.whole(path)
    for _, _, words in paper.words(path):
        assert all(word.left > 0 and word.right < 596 for word in words)


def test_a_document_that_cannot_be_written_leaves_the_old_one(fonts, tmp_path):
    path = tmp_path / "x.pdf"
    path.write_bytes(b"old")
    with pytest.raises(ValueError, match="A4 or Letter"):
        invoice.render(sample.invoice(), path, speaker("en"), "A5", printed=sample.PRINTED, fonts=fonts)
    assert path.read_bytes() == b"old"
    missing = tmp_path / "no folder" / "x.pdf"
    with pytest.raises(FileNotFoundError):
        invoice.render(sample.invoice(), missing, speaker("en"), printed=sample.PRINTED, fonts=fonts)
    assert [file.name for file in tmp_path.iterdir()] == ["x.pdf"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_logo_is_printed_the_same_every_time(fonts, tmp_path, kind):
    buffer = io.BytesIO()
    Image.new("RGBA" if kind == "PNG" else "RGB", (120, 40), (200, 30, 30)).save(buffer, kind)
    value = replace(sample.invoice(60), company=replace(sample.COMPANY, logo=buffer.getvalue()))
    plain, one, other = (tmp_path / name for name in ("plain.pdf", "one.pdf", "other.pdf"))
    for path, paper_value in ((plain, sample.invoice(60)), (one, value), (other, value)):
        invoice.render(paper_value, path, speaker("en"), printed=sample.PRINTED, fonts=fonts)
    assert one.read_bytes() == other.read_bytes()
    assert b"/Subtype /Image" in one.read_bytes()
    assert b"/Subtype /Image" not in plain.read_bytes()
