"""Complaints on paper: every figure stands there, in three languages, and what is internal does not."""

from dataclasses import replace

import pytest

from app.i18n import LANGUAGES, Say
from app.reports import complaint_month, complaint_sheet
from tests.reports import paper
from tests.support import sample_papers as sample
from tests.support.sample_complaints import month, sheet, slices


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
    assert "Late continued Case Customer" in text


def test_a_list_of_products_that_goes_on_says_of_what_it_is(fonts, tmp_path):
    value = month()
    many = slices(*((f"Product {at}", 1) for at in range(60)))
    text = printed(complaint_month, replace(value, products=many), tmp_path, fonts)
    assert text.count("Products continued Product Complaints Share") == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_says_what_was_promised_and_given(fonts, tmp_path, language):
    text = printed(complaint_sheet, sheet(), tmp_path, fonts, language)
    for part in ("CS-2026-0421", "Late delivery", "A call before noon", "R-7", "CN-7", "Paseo Marítimo 14"):
        assert part in text


def test_what_the_customer_said_is_written_instead_of_boxes(fonts, tmp_path):
    assert "4 of 5" in printed(complaint_sheet, sheet(satisfaction=4), tmp_path, fonts)
