"""Numbers and days as people type them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusal import Mistake
from app.domain.typed import read_day, read_number
from app.i18n import Say

TODAY = date(2026, 3, 16)  # a Monday


@pytest.mark.parametrize("mark", [".", ","])
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.234,5", "1234.5"), ("1,234.50", "1234.50"), ("1.234.567", "1234567"), ("1,234,567.8", "1234567.8"),
        ("12,5", "12.5"), ("12.5", "12.5"), (",5", "0.5"), (".75", "0.75"), ("48", "48"), ("-3", "-3"), ("−3", "-3"),
        ("+3", "3"), ("1 234,50", "1234.5"), ("9,80 €", "9.8"), ("€ 9.80", "9.8"), ("１２．５", "12.5"),
        ("1'234.50", "1234.5"), ("0", "0"), ("5 %", "5"), ("12.", "12"), ("EUR 7", "7"),
    ],
)  # fmt: skip
def test_numbers_that_have_one_meaning(text, value, mark):
    found = read_number(text, mark=mark)
    assert (found.value, found.doubtful) == (Decimal(value), False)


@pytest.mark.parametrize(
    ("text", "mark", "usual", "value"),
    [
        ("1.234", ".", 2, "1234"), ("1.234", ",", 2, "1234"), ("1,234", ".", 2, "1234"), ("1,234", ",", 2, "1234"),
        ("1.234", ".", 3, "1.234"), ("1.234", ",", 3, "1234"), ("1,234", ",", 3, "1.234"), ("1,234", ".", 3, "1234"),
    ],
)  # fmt: skip
def test_a_number_with_two_meanings_says_so(text, mark, usual, value):
    found = read_number(text, mark=mark, usual=usual, places=4)
    assert (found.value, found.doubtful) == (Decimal(value), True)


def test_what_cannot_be_groups_is_not_doubtful():
    assert not read_number("0.123", places=3).doubtful
    assert not read_number("1234.567", places=3).doubtful
    assert read_number("1.2345", places=4).value == Decimal("1.2345")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=48*9,8", "470.4"), ("= 2*(3+4)-1", "13"), ("=10/4", "2.5"), ("=10/3", "3.33"), ("=-2*-3", "6"),
        ("=1.234,5+0,5", "1235"), ("=0,125", "0.13"), ("=2×3", "6"), ("＝２＊３", "6"),
    ],
)  # fmt: skip
def test_sums(text, value):
    assert read_number(text).value == Decimal(value)


def test_a_doubtful_part_makes_the_sum_doubtful():
    assert read_number("=1.234*2").doubtful


@pytest.mark.parametrize(
    "text",
    [
        "", "abc", "1e9", "--3", "1..2", "1,23,4", "1.23.456", "1,234.5.6", "=", "=1+", "=(1", "=1)", "=2**3", "NaN",
        "Infinity", "=1 2 a", "12 m", "=" + "(" * 25 + "1" + ")" * 25, "0x10", "1_000", "٣x",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Mistake, match="is not a number"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("=5/0", "divides by zero"), ("=0/0", "divides by zero"), ("1.2345", "too many decimals"),
        ("1000000000000", "too large"), ("=999999999999*2", "too large"), ("9" * 61, "too long"),
    ],
)  # fmt: skip
def test_numbers_that_do_not_fit_are_refused(text, words):
    with pytest.raises(Mistake, match=words):
        read_number(text)


@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False),
    st.sampled_from([("en", "ES", "."), ("es", "ES", ","), ("es", "MX", "."), ("zh", "CN", ".")]),
)
def test_what_the_program_writes_it_reads(value, speech):
    language, country, mark = speech
    written = Say(language, country=country).number(value, 2)
    assert read_number(written, mark=mark).value == value


@given(st.text(max_size=70))
def test_any_text_is_a_number_or_a_mistake(text):
    try:
        found = read_number(text)
    except Mistake:
        return
    assert found.value.is_finite()
    assert found.value == round(found.value, 2)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("=", "2026-03-16"), ("today", "2026-03-16"), ("hoy", "2026-03-16"), ("今天", "2026-03-16"),
        ("mañana", "2026-03-17"), ("+3", "2026-03-19"), ("-2", "2026-03-14"), ("+2w", "2026-03-30"),
        ("+1m", "2026-04-16"), ("+2周", "2026-03-30"), ("mon", "2026-03-23"), ("lun", "2026-03-23"),
        ("周一", "2026-03-23"), ("Tue", "2026-03-17"), ("mié", "2026-03-18"), ("sábado", "2026-03-21"),
        ("星期日", "2026-03-22"), ("16", "2026-03-16"), ("5", "2026-04-05"), ("31", "2026-03-31"),
        ("5/12", "2026-12-05"), ("5.1", "2027-01-05"), ("5/12/2027", "2027-12-05"), ("5-12-27", "2027-12-05"),
        ("2026-12-05", "2026-12-05"), ("12月5日", "2026-12-05"), ("2027年1月5日", "2027-01-05"), ("5日", "2026-04-05"),
        ("5 dic", "2026-12-05"), ("5 de diciembre de 2026", "2026-12-05"), ("Dec 5", "2026-12-05"),
        ("29/2", "2028-02-29"), ("d", "2026-03-17"), ("w", "2026-03-23"), ("s", "2026-03-23"), ("m", "2026-04-16"),
    ],
)  # fmt: skip
def test_days(text, day):
    assert read_day(text, TODAY) == date.fromisoformat(day)


def test_where_the_month_stands_first():
    assert read_day("12/5", TODAY, order="mdy") == date(2026, 12, 5)
    assert read_day("5", TODAY, order="mdy") == date(2026, 4, 5)


def test_a_month_on_from_the_last_day_ends_with_the_month():
    assert read_day("+1m", date(2026, 1, 31)) == date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("31/2", "has 28 days"), ("31/4", "has 30 days"), ("5/13", "no month from 1 to 12"), ("32", "is not a day"),
        ("soon", "is not a day"), ("", "is not a day"), ("5/12/1850", "outside the years"), ("0", "is not a day"),
        ("x" * 50, "is not a day"), ("5 foo", "is not a day"), ("+9999m", "outside the years"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(text, words):
    with pytest.raises(Mistake, match=words):
        read_day(text, TODAY)


@given(st.text(max_size=50))
def test_any_text_is_a_day_or_a_mistake(text):
    try:
        found = read_day(text, TODAY)
    except Mistake:
        return
    assert isinstance(found, date)
