"""The filter bar: what is understood, and what a person is told otherwise."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.filters import Condition, Field, Filters, Kind, parse
from app.domain.refusal import Mistake

FIELDS = [
    Field("tier", Kind.CHOICE, ("nivel",), ("A", "B", "C", "N", "none")),
    Field("balance", Kind.NUMBER, ("saldo", "余额")),
    Field("last", Kind.DAY),
    Field("city", Kind.TEXT, ("ciudad", "城市")),
    Field("active", Kind.YES_NO),
]
TODAY = date(2026, 3, 31)


def conditions(text):
    """The conditions of a text without words."""
    found = parse(text, FIELDS, TODAY)
    assert found.words == ()
    return [(one.key, one.op, one.value) for one in found.conditions]


def test_the_example_of_the_filter_bar():
    assert conditions("tier:A balance:>500 last:<-60d city:Valencia") == [
        ("tier", "=", "A"), ("balance", ">", Decimal(500)), ("last", "<", date(2026, 1, 30)), ("city", "=", "Valencia"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nivel:a", [("tier", "=", "A")]),
        ("余额:<=-12,50", [("balance", "<=", Decimal("-12.50"))]),
        ("balance:10..20", [("balance", ">=", Decimal(10)), ("balance", "<=", Decimal(20))]),
        ("balance:..20", [("balance", "<=", Decimal(20))]),
        ("balance:=0", [("balance", "=", Decimal(0))]),
        ('ciudad:"San  Juan"', [("city", "=", "San  Juan")]),
        ("CITY:Valencia", [("city", "=", "Valencia")]),
        ("active:sí", [("active", "=", True)]),
        ("active:否", [("active", "=", False)]),
        ("last:today", [("last", "=", TODAY)]),
        ("last:-1m", [("last", "=", date(2026, 2, 28))]),
        ("last:>+2w", [("last", ">", date(2026, 4, 14))]),
        ("last:-2y", [("last", "=", date(2024, 3, 31))]),
        ("last:2026-02", [("last", ">=", date(2026, 2, 1)), ("last", "<=", date(2026, 2, 28))]),
        ("last:<2026-02", [("last", "<", date(2026, 2, 1))]),
        ("last:>2026-02", [("last", ">", date(2026, 2, 28))]),
        ("last:<=2025", [("last", "<=", date(2025, 12, 31))]),
        ("last:2026-01..2026-02-03", [("last", ">=", date(2026, 1, 1)), ("last", "<=", date(2026, 2, 3))]),
    ],
)
def test_values(text, expected):
    assert conditions(text) == expected


def test_words_are_folded_and_may_be_quoted():
    found = parse('Ibáñez tier:A "hotel  AZUL" 12:30', FIELDS, TODAY)
    assert found == Filters((Condition("tier", "=", "A"),), ("ibanez", "hotel", "azul", "12:30"))
    assert not parse("   ", FIELDS, TODAY)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ciy:Valencia", "Unknown filter ‘ciy’. Did you mean ‘city’?"),
        ("balanc:3", "Did you mean ‘balance’?"),
        ("xyzzy:3", "There are: tier, balance, last, city, active."),
        # a word that only shares letters with another language’s was not meant
        ("cadiz:3", "There are: tier, balance, last, city, active."),
        ("tier:Z", "‘Z’ is not known for ‘tier’. There are: A, B, C, N, none."),
        ("tier:non", "Did you mean ‘none’?"),
        ("tier:>A", "is not larger or smaller"),
        ("balance:much", "‘much’ is not a number. Write it as 1250.50."),
        ("balance:1.234,50", "is not a number"),
        ("balance:>1..2", "write it without >"),
        ("balance:20..10", "ends before it begins"),
        ("last:2026-02-30", "is not a day"),
        ("last:-99999y", "is not a day"),
        ("city:", "such as city:Valencia"),
        ("active:maybe", "neither yes nor no"),
    ],
)
def test_mistakes_say_what_is_right(text, message):
    with pytest.raises(Mistake) as caught:
        parse(text, FIELDS, TODAY)
    assert message in str(caught.value)
    assert caught.value.field


@given(st.text(max_size=60))
def test_any_text_is_understood_or_a_mistake(text):
    try:
        found = parse(text, FIELDS, TODAY)
    except Mistake:
        return
    assert all(word == word.strip() and word for word in found.words)
