"""The printed list of receivables: sums run through, columns add up."""

import re
from datetime import date
from decimal import Decimal

import pytest

from app.domain.account import Ageing
from app.domain.papers_receivables import Receivables, ReceivablesLine
from app.i18n import Say
from app.reports import receivables
from tests.reports import paper
from tests.support import sample_papers as sample

D = Decimal


@pytest.mark.parametrize("count", [0, 1, 130])
def test_the_total_is_the_sum_of_all_pages(fonts, tmp_path, count):
    one = Ageing(D("7.50"), D("-2.50"), D("1"), D("2"), D("3"), D("3"), D("1"))
    lines = tuple(ReceivablesLine(f"C-{at}", f"Hotel {at}", one) for at in range(count))
    value = Receivables(sample.invoice().company, date(2026, 3, 16), lines, "overdue:>30")
    path = tmp_path / "list.pdf"
    pages = receivables.render(value, path, Say("en", zone="Europe/Madrid"), printed=sample.PRINTED, fonts=fonts)
    found = paper.texts(path)
    assert len(found) == pages
    assert "Only: overdue:>30" in found[0]
    say = Say("en")
    assert f"All {say.money(-D('2.50') * count)}" in found[-1]
    assert say.money(D("7.50") * count) in found[-1]
    for here in found[:-1]:
        assert re.search(r"Carried forward −", here)
