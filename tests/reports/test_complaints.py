"""Complaints on paper: every figure stands there, in three languages, and what is internal does not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from app.domain.complaint_quality import Tally, pareto
from app.domain.month import Month
from app.domain.papers import Addressee
from app.domain.papers_complaints import (
    ComplaintFigures,
    ComplaintMonth,
    ComplaintSheet,
    Given,
    LateCase,
    SheetEvent,
    Slice,
)
from app.domain.papers_figures import Compared
from app.i18n import LANGUAGES, Say
from app.reports import complaint_month, complaint_sheet
from tests.reports import paper
from tests.support import sample_papers as sample

D = Decimal
AT = datetime(2026, 10, 3, 9, 20, tzinfo=UTC)
COMPANY = sample.invoice().company


def slices(*names: tuple[str, int]) -> tuple[Slice, ...]:
    rows = [(name, name, Tally(opened=count, rated=1, ratings=4, cost=D(count))) for name, count in names]
    return tuple(Slice(one.name, one.tally, one.share, one.running) for one in pareto(rows))


def month(*, with_cost: bool = True, late: int = 1) -> ComplaintMonth:
    figures = ComplaintFigures(
        Compared(D(23), D(19), D(21), D(201), D(188)), answered_in_time=Compared(D("94.1"), D("92.0")),
        satisfaction=Compared(D("4.31"), D("4.20")), cost=Compared(D(419)) if with_cost else Compared(None),
    )  # fmt: skip
    cases = tuple(
        LateCase(f"CS-{at}", "Hotel Bahía Azul", "Late delivery", "Nuria Campos", AT, None) for at in range(late)
    )
    return ComplaintMonth(
        Month(2026, 10), COMPANY, figures, False, tuple(range(13)), tuple(range(13)), slices(("Carrier", 20), ("", 3)),
        slices(("Bath towel", 8)), slices(("Nuria Campos", 23)), cases, with_cost,
    )  # fmt: skip


def printed(document, value, tmp_path, fonts, language="en"):
    path = tmp_path / f"{language}.pdf"
    pages = document.render(value, path, Say(language, zone="Europe/Madrid"), printed=sample.PRINTED, fonts=fonts)
    assert len(paper.texts(path)) == pages
    return paper.whole(path)


def test_the_month_says_its_figures(fonts, tmp_path):
    text = printed(complaint_month, month(), tmp_path, fonts)
    for part in ("PROVISIONAL", "94.1%", "+2.1 pt", "4.31", "+0.11", "419", "Carrier 20", "not told 3", "CS-0"):
        assert part in text


def test_without_the_right_no_cost_is_printed(fonts, tmp_path):
    text = printed(complaint_month, month(with_cost=False), tmp_path, fonts)
    assert "Cost" not in text


def test_many_late_cases_go_on_to_further_pages(fonts, tmp_path):
    text = printed(complaint_month, month(late=120), tmp_path, fonts)
    assert "CS-0 " in text
    assert "CS-119" in text


def sheet(**values) -> ComplaintSheet:
    to = Addressee("Hotel Bahía Azul", ("Paseo Marítimo 14",), "C-00012")
    events = (
        SheetEvent(AT, "opened", "Towels not here", "Nuria Campos", "phone"),
        SheetEvent(AT, "promise", "A call before noon", "Nuria Campos", due_at=AT + timedelta(hours=3)),
    )
    given = (Given("credit", "executed", D("18.00"), "Delivery charge", ("R-7", "CN-7")),)
    return ComplaintSheet(
        "CS-2026-0421", COMPANY, to, "Late delivery", AT, "executed", events=events, given=given, **values
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_says_what_was_promised_and_given(fonts, tmp_path, language):
    text = printed(complaint_sheet, sheet(), tmp_path, fonts, language)
    for part in ("CS-2026-0421", "Late delivery", "A call before noon", "R-7", "CN-7", "Paseo Marítimo 14"):
        assert part in text


def test_what_the_customer_said_is_written_instead_of_boxes(fonts, tmp_path):
    assert "4 of 5" in printed(complaint_sheet, sheet(satisfaction=4), tmp_path, fonts)
