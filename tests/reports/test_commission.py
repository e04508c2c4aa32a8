"""Commission on paper: every line, sums that run through the pages, words that say the same as the figures."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from app.i18n import Say
from app.reports import commission_month, commission_statement, commission_team
from tests.reports import paper
from tests.support import sample_commission as sample
from tests.support.sample_papers import PRINTED

D = Decimal
WORDS = {
    "en": "One thousand seven hundred and thirty-three euros and seventy cents",
    "es": "Mil setecientos treinta y tres euros con setenta céntimos",
    "zh": "欧元壹仟柒佰叁拾叁元柒角",
}


def say(language="en") -> Say:
    """Spain's figures."""
    return Say(language, country="US" if language == "es" else "ES", zone="Europe/Madrid")


def printed(value, tmp_path, fonts, language="en", module=commission_statement) -> list[str]:
    """The text of each page."""
    path = tmp_path / "x.pdf"
    assert module.render(value, path, say(language), printed=PRINTED, fonts=fonts) == len(paper.texts(path))
    return paper.texts(path)


@pytest.mark.parametrize("language", WORDS)
def test_what_is_to_pay_in_figures_and_in_words(chinese, tmp_path, language):
    one = sample.statement(1)
    box = replace(one.box, opening=D(0), earned=D("1762.10"), clawed_back=D("28.40"))
    value = replace(sample.paper(1), statement=replace(one, box=box, held=D(0)))
    [text] = printed(value, tmp_path, chinese, language)
    assert "1,733.70 €" in text
    assert WORDS[language] in text


def test_below_zero_nothing_is_paid_and_it_is_carried_over(fonts, tmp_path):
    one = sample.statement(0)
    value = replace(sample.paper(0), statement=replace(one, box=replace(one.box, opening=D("-28.40"))))
    [text] = printed(value, tmp_path, fonts)
    assert "Zero euros" in text
    assert "−28.40 € is carried over to the next month." in text
    assert "No line of an order became payable" in text


def test_300_lines_with_sums_carried_from_page_to_page(fonts, tmp_path):
    value = sample.paper(300)
    pages = printed(value, tmp_path, fonts)
    for number, text in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in text
        assert "Closed period, final" in text
    # Σ so far at the foot of a page is what the next one begins with, and counts all lines until there
    sold = re.compile(r"SO-2026-(\d{5})")
    forward, brought = (re.compile(rf"{word} forward ([−\d,.]+) ([−\d,.]+)") for word in ("Carried", "Brought"))
    seen = 0
    for here, there in pairwise(pages):
        if found := forward.search(here):
            seen = max(int(order) for order in sold.findall(here))
            sums = [say().money(sum((getattr(one, name) for one in sample.lines(seen)), D(0)))
                    for name in ("base", "amount")]  # fmt: skip
            assert list(found.groups()) == sums == list(brought.search(there).groups())
    assert seen > 250
    text = " ".join(pages)
    for line in value.statement.lines:
        assert line.order in text
    box = value.statement.box
    for amount in (box.opening, box.earned, box.clawed_back, box.paid, box.closing, value.statement.year.earned):
        assert say().money(amount) in pages[0]
    assert "Prize of the autumn fair" in text
    assert "belongs to September 2026" in text
    assert "disputed, waits" in text


def test_by_level_with_steps_and_cap_is_what_was_earned_less_what_came_back(fonts, tmp_path):
    value = sample.paper(60)
    text = " ".join(printed(value, tmp_path, fonts))
    one = value.statement
    assert f"All {say().money(one.base)} {say().money(one.box.earned - one.box.clawed_back)}" in text
    assert "up to 10,000.00 10,000.00 2% 200.00" in text
    assert "Over the cap, not paid −200.00" in text
    assert "Over the cap and not paid: 200.00 € (200.00 € this year)." in text
    slab = replace(one, terms=replace(one.terms, rates=one.terms.rates, bands=one.terms.bands[:1]))
    # steps that do not give the amount that was booked are not shown as if they did
    assert "up to 10,000.00 10,000.00" not in " ".join(printed(replace(value, statement=slab), tmp_path, fonts))


def test_an_open_month_says_so_on_every_page(fonts, tmp_path):
    pages = printed(sample.paper(60, state="open"), tmp_path, fonts)
    assert len(pages) > 2
    assert all("PROVISIONAL" in text for text in pages)
    assert all("Data check" not in text for text in pages)


@pytest.mark.parametrize("people", [0, 3, 90])
def test_the_teams_page(fonts, tmp_path, people):
    value = sample.team(people)
    pages = printed(value, tmp_path, fonts, module=commission_team)
    total = sum((row.to_pay for row in value.rows), D(0))
    assert re.search(rf"All .* {re.escape(say().money(total))}", " ".join(pages))
    assert "Approved by" in pages[-1]
    assert "Data check AB12-0F3C" in pages[0]


def test_everything_in_one_file_each_statement_with_its_own_page_numbers(fonts, tmp_path):
    pages = printed(sample.month(), tmp_path, fonts, module=commission_month)
    own = [re.search(r"Page \d+ of \d+", text)[0] for text in pages]
    assert own[0] == "Page 1 of 1"
    assert own[1:-1] == [f"Page {at} of {len(own) - 2}" for at in range(1, len(own) - 1)]
    assert own[-1] == "Page 1 of 1"
    assert "Nuria Campos (S2)" in pages[-1]
