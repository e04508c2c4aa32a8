"""The monthly profit report says what its figures are."""

import itertools
import re
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.month import Month
from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_figures import Compared, Limits
from app.domain.papers_profit import Recognition
from app.i18n import Say
from app.reports import profit_month
from app.reports.compare import Words
from app.reports.profit_words import reason, result, sentences
from tests.reports import paper
from tests.support import sample_papers as sample

SAY = Say("en", zone="Europe/Madrid")


def render(fonts, tmp_path, value, say=SAY, size="A4"):
    path = tmp_path / "report.pdf"
    pages = profit_month.render(value, path, say, size, printed=sample.PRINTED, fonts=fonts)
    found = paper.texts(path)
    assert len(found) == pages
    return found


def test_the_first_page_is_complete_on_its_own(fonts, tmp_path):
    first = render(fonts, tmp_path, sample.profit_month())[0]
    for text in (
        "Mirador Home & Hospitality S.L.",
        "For: Elena Prats, managing director",
        "Monthly profit report",
        "October 2026",
        "Contribution was 20,492 €",
        "Key figures",
        "Commission accrued 4,720 4,540 +180 +4.0%",
        "Average discount 5.1% 4.5% +0.6 pt 4.9% +0.2 pt 4.8% +0.1 pt",
        "Balneario de Cofrentes is on course for tier A in 2027.",
        "Notes",
    ):
        assert text in first


def test_foot_and_head_on_each_page(fonts, tmp_path):
    value = sample.profit_month()
    found = render(fonts, tmp_path, value)
    for number, text in enumerate(found, 1):
        assert f"Page {number} of {len(found)}" in text
        assert "Closed period, final" in text
        assert "Printed 4 Nov 2026 09:12 by Elena Prats" in text
        assert "Report PR-2026-10 rev. 3" in text
        assert f"Data check {value.check_code}" in text
        assert number == 1 or text.startswith("Mirador Home & Hospitality Monthly profit report · October 2026")


@pytest.mark.parametrize("count", [0, 1, 25, 26, 400])
def test_customers_are_all_there_and_sums_run_through(fonts, tmp_path, count):
    value = sample.profit_month(sample.customers(count), Limits())
    found = render(fonts, tmp_path, value)
    pages = [text for text in found if "Customers by contribution" in text]
    everything = " ".join(pages)
    assert sorted(re.findall(r"Cafetería (\d{5})", everything)[:count]) == [f"{n:05d}" for n in range(count)]
    for here, following in itertools.pairwise(pages):
        carried = re.search(r"Carried forward ([^A-Z]+%)", here)[1]
        assert f"Brought forward {carried}" in following
        assert "# Customer Tier Revenue" in following
    whole = value.figures.contribution.now
    assert f"All {len(value.customers)} customers" in pages[-1]
    assert re.search(rf"All \d+ customers \S+ {SAY.whole_money(whole)} ", pages[-1])


def test_a_list_that_goes_on_says_of_what_it_is(fonts, tmp_path):
    value = sample.profit_month()
    on_course = next(row for row in value.customers if row.on_course)
    many = tuple(replace(on_course, name=f"{on_course.name} {at}") for at in range(80))
    found = render(fonts, tmp_path, replace(value, customers=(*value.customers, *many)))
    pages = [text for text in found if "a year ago" in text]
    assert len(pages) > 1
    assert all("On course for another tier in 2027" in text for text in pages)
    assert "On course for another tier in 2027 continued" in pages[1]


def test_ten_thousand_customers(fonts, tmp_path):
    rows = tuple(sample.small_customer(number) for number in range(10_000))
    found = render(fonts, tmp_path, sample.profit_month(rows, Limits()))
    assert f"Page {len(found)} of {len(found)}" in found[-1]
    assert "All 10,000 customers" in " ".join(found)


def test_small_customers_share_a_line(fonts, tmp_path):
    value = sample.profit_month()
    small = [
        row
        for row in value.customers
        if row.tier == "C" and all(abs(row.contribution - base) < 60 for base in (0, row.previous, row.year_before))
    ]
    text = " ".join(render(fonts, tmp_path, value))
    assert f"{len(small)} others, each below 60 €" in text
    assert "Camping Playa Norte" in text


def test_a_month_in_which_nothing_happened(chinese, tmp_path):
    for language in ("en", "es", "zh"):
        found = render(chinese, tmp_path, sample.empty_month(), Say(language))
        assert len(found) >= 2
    found = render(chinese, tmp_path, sample.empty_month())
    everything = " ".join(found)
    assert "No customer had a movement in this month." in everything
    assert "No exceptions in this month." in everything
    assert "difference 0.00" in everything
    assert all("PROVISIONAL, month not closed" in text for text in found)


def test_a_difference_is_shouted(fonts, tmp_path):
    value = sample.profit_month()
    wrong = replace(value, entries=replace(value.entries, contribution=value.entries.contribution + Decimal("0.01")))
    text = " ".join(render(fonts, tmp_path, wrong))
    assert "DIFFERENCE 0.01" in text
    assert "DIFFERENCE" not in " ".join(render(fonts, tmp_path, value))


def test_unknown_figures_print_a_dash(fonts, tmp_path):
    value = sample.profit_month()
    figures = replace(value.figures, orders=Compared(None), commission=Compared(Decimal(0)))
    first = render(fonts, tmp_path, replace(value, figures=figures))[0]
    assert "Orders – – – – – – – – –" in first
    assert "Commission accrued 0 – – –" in first


def test_nothing_is_compared_with_a_time_before_the_first_booking(fonts, tmp_path):
    value = sample.profit_month()
    known = " ".join(render(fonts, tmp_path, value))
    assert re.search(r"Total tier A( \S+){3}%( [+−][\d,]+){2} [\d,]+ [+−]", known)
    first_year = replace(value.figures.contribution, year_before=None, to_date_before=None)
    value = replace(value, figures=replace(value.figures, contribution=first_year))
    text = " ".join(render(fonts, tmp_path, value))
    sums = re.findall(r"(?:Total tier .|All \d+ customers) \S+ \S+ \S+ [+−]\S+ (\S+) \S+ (\S+) ", text)
    assert len(sums) > 3
    assert set(sums) == {("–", "–")}
    assert "in 12 months" in text
    assert all(word not in text for word in ("new", "a year ago"))


def test_in_the_first_month_no_customer_rose(fonts, tmp_path):
    value = sample.profit_month()
    assert "Largest changes" in " ".join(render(fonts, tmp_path, value))
    first = Compared(value.figures.contribution.now, to_date=value.figures.contribution.now)
    value = replace(value, figures=replace(value.figures, contribution=first))
    text = " ".join(render(fonts, tmp_path, value))
    assert "Largest changes" not in text
    assert re.search(r"All \d+ customers (\S+ ){2}\S+% – – ", text)


@pytest.mark.parametrize(
    ("recognition", "text"),
    [
        (Recognition.ORDER, "in which its order is confirmed"),
        (Recognition.DELIVERY, "in which it is delivered"),
        (Recognition.INVOICE, "in the month of its invoice"),
    ],
)
def test_the_method_names_what_makes_a_sale_count(fonts, tmp_path, recognition, text):
    found = " ".join(render(fonts, tmp_path, replace(sample.profit_month(), recognition=recognition)))
    assert text in found
    assert "Commission and overheads such as rent and salaries are not deducted." in found


def test_chinese_accents_and_the_euro_can_be_copied(chinese, tmp_path):
    text = " ".join(render(chinese, tmp_path, sample.profit_month(), Say("zh")))
    for name in ("锦绣餐饮 Jinxiu Catering", "Peñíscola", "Hotel Bahía Azul", "王记茶行", "2026年10月"):
        assert paper.flat(name) in text
    assert "€" in text


def test_spanish_numbers_and_small_months(fonts, tmp_path):
    first = render(fonts, tmp_path, sample.profit_month(), Say("es"))[0]
    assert "20.492 €" in first
    assert "+5,2 %" in first
    assert "septiembre" in first
    assert "Septiembre" not in first


def test_marks_are_still_apart_in_grey(fonts, tmp_path):
    path = tmp_path / "x.pdf"
    profit_month.render(sample.profit_month(), path, SAY, printed=sample.PRINTED, fonts=fonts)
    levels = paper.greys(path, 1)
    ink, fill, subtle = 32, 163, 241
    assert all(any(abs(level - tone) <= 3 for level in levels) for tone in (ink, fill, subtle, 255))


# --- sentences --------------------------------------------------------------------------------------------------------


def with_contribution(now, previous, year_before):
    value = sample.empty_month()
    numbers = [None if one is None else Decimal(one) for one in (now, previous, year_before)]
    return replace(value, figures=replace(value.figures, contribution=Compared(*numbers)))


@pytest.mark.parametrize(
    ("figures", "text"),
    [
        (
            (32256, 30346, 28829),
            (
                "Contribution was 32,256 €: 1,910 € (6.3%) more than in September, "
                "and 3,427 € (11.9%) more than in October 2025."
            ),
        ),
        (
            (90, 100, 50),
            "Contribution was 90 €: 10 € (10.0%) less than in September, but 40 € more than in October 2025.",
        ),
        (
            (-10, 100, 200),
            "Contribution was −10 €: 110 € less than in September, and 210 € less than in October 2025.",
        ),
        ((100, None, None), "Contribution was 100 €. There is no earlier month to compare it with."),
        ((100, 40, None), "Contribution was 100 €: 60 € more than in September."),
        ((100, None, 140), "Contribution was 100 €: 40 € (28.6%) less than in October 2025."),
        ((None, 1, 1), "The contribution of this month is not known."),
    ],
)
def test_the_result_in_one_sentence(figures, text):
    assert paper.flat(result(with_contribution(*figures), Words(SAY))) == text


def test_december_is_named_with_its_year_in_january():
    value = replace(with_contribution(200, 100, 100), month=Month(2027, 1))
    assert "December 2026" in result(value, Words(SAY))


def test_the_reason_names_the_largest_effect():
    text = paper.flat(reason(sample.profit_month(), Words(SAY)))
    assert text.startswith("The largest effect was “Volume” with +2,960 €.")
    assert "480 € more than in September" in text
    assert reason(sample.empty_month(), Words(SAY)) == ""


def test_every_kind_of_fact_has_a_sentence():
    for kind in FactKind:
        fact = Fact(kind, ("Somebody", "Else"), (Decimal(12), Decimal(34)), ("B", "A"), "Remark.")
        strong, quiet = sentences(sample.profit_month(), fact, Words(SAY))
        assert strong.endswith((".", ":"))
        assert quiet.endswith("Remark.")
        strong, quiet = sentences(sample.profit_month(), Fact(kind), Words(SAY))
        assert "{" not in strong + quiet


def test_many_losses_are_counted_not_listed():
    fact = Fact(FactKind.LOST_MONEY, tuple("ABCDEFG"), tuple(Decimal(-n) for n in range(1, 8)))
    strong, quiet = sentences(sample.profit_month(), fact, Words(SAY))
    assert strong == "7 customers lost money."
    assert paper.flat(quiet) == "A −1 €; B −2 €; C −3 €; D −4 €; E −5 €; and 2 more."
