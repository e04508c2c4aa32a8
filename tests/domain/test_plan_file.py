"""Commission plans as TOML: as documented, refused per table, written and read again to the same."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commission_plan import Band, Base, Negative, Rates, Steps, Terms, Trigger
from app.domain.plan_file import Given, NamedRule, PlanFile, PlanTable, numbered, read_plans, written_plans
from app.domain.refusal import Mistake

DOCUMENTED = """
[[plan]]
code = "standard"
valid_from = 2026-01-01
base = "contribution"
trigger = "payment"
negative_lines = "zero"
cap = 2000.00
rates = { A = 12, B = 8, C = 4, D = 1 }
rules = [ { product = "P-7", rate = 5 }, { category = "Tools", rate = 3 } ]
bands = { mode = "marginal", steps = [ { up_to = 10000, rate = 2 }, { up_to = 20000, rate = 3 }, { rate = 5 } ] }
salespeople = ["S1", "S2"]
"""


def test_the_documented_file():
    [plan] = read_plans(DOCUMENTED).plans
    bands = (Band(D(2), D(10000)), Band(D(3), D(20000)), Band(D(5)))
    assert plan.terms == Terms(Rates(D(12), D(8), D(4), D(1)), trigger=Trigger.PAYMENT, bands=bands, cap=D(2000))
    assert plan.rules == (NamedRule(Rates.flat(D(5)), "P-7"), NamedRule(Rates.flat(D(3)), category="Tools"))
    assert (plan.code, plan.valid_from, plan.salespeople) == ("standard", date(2026, 1, 1), ("S1", "S2"))


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("A = 12,", "A = 120,", "did you mean 12 %"),
        ("valid_from =", "valid_form =", "did you mean ‘valid_from’"),
        ("2026-01-01", "2026-01-01T10:00:00", "valid_from = 2026-01-31"),
        ('"payment"', '"payed"', "order, invoice, payment"),
        ("up_to = 20000", "up_to = 10000", "must rise"),
        ("{ rate = 5 } ]", "{ rate = 5, up_to = 30000 } ]", "no upper end"),
        ("up_to = 10000, rate = 2", "up_to = 10000", "needs a rate"),
        ('product = "P-7", rate', "rate", "names a product or a category"),
        ('"S1", "S2"', "7", '["S1", "S2"]'),
        ("2000.00", "2000.001", "too many decimals"),
        ("2000.00", '"2000"', "not a number"),
        ('"standard"', '""', 'Write code = "standard"'),
    ],
)
def test_what_is_wrong_is_said_and_the_other_plans_are_read(wrong, right, sentence):
    assert wrong in DOCUMENTED
    file = read_plans(DOCUMENTED.replace(wrong, right, 1) + '[[plan]]\ncode = "b"\nvalid_from = 2026-01-01\nrate = 5\n')
    assert [plan.code for plan in file.plans] == ["b"]
    [refusal] = file.refused
    assert sentence in str(refusal)
    assert refusal.number == 1


@pytest.mark.parametrize(("text", "sentence"), [("code = ", "not TOML"), ("[plan]\na = 1", "double brackets"),
                                                ("", "Each plan begins"), ("[[plans]]\n", "‘plans’")])  # fmt: skip
def test_what_is_no_file_of_plans(text, sentence):
    with pytest.raises(Mistake) as caught:
        read_plans(text)
    assert sentence in str(caught.value)


percents = st.decimals(0, 100, places=2)
rates = st.builds(Rates, percents, percents, percents, percents)
names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12).map(str.strip).filter(bool)
days = st.dates(date(1990, 1, 1), date(2090, 1, 1))
uppers = st.lists(st.decimals(1, 10**6, places=2), max_size=3, unique=True).map(sorted)


@st.composite
def all_terms(draw):
    above = draw(uppers)
    bands = tuple(Band(draw(percents), one) for one in above)
    return Terms(
        draw(rates), draw(st.sampled_from(Base)), draw(st.sampled_from(Trigger)), draw(st.sampled_from(Negative)), (),
        (*bands, Band(draw(percents))) if bands else (), draw(st.sampled_from(Steps)) if bands else Steps.MARGINAL,
        draw(st.none() | st.decimals(0, 10**6, places=2)),
    )  # fmt: skip


rules = st.builds(NamedRule, rates, product=names) | st.builds(NamedRule, rates, category=names)
people = st.none() | st.lists(names, max_size=3).map(tuple)
tables = st.builds(
    PlanTable, st.just(1), names, days, all_terms(), st.lists(rules, max_size=3).map(tuple), people, people,
    st.none() | st.booleans(),
)  # fmt: skip
gifts = st.builds(Given, st.just(1), days, st.just("") | names, names) | st.builds(
    Given, st.just(1), days, names, team=names
)


@given(st.lists(tables, min_size=1, max_size=3), st.lists(gifts, max_size=1))
def test_written_and_read_again_it_is_the_same(plans, given_):
    file = PlanFile(numbered(plans), tuple(given_))
    assert read_plans(written_plans(file)) == file
