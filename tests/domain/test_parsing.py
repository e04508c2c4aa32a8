"""Text of a cell becomes a value or a sentence; nothing doubtful is guessed."""

import time
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import parsing
from app.domain.refusal import Mistake


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("-0", "0"),
        ("12.1", "12.1"),
        (" 12.10 ", "12.1"),
        ("+7", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("-3.25", "-3.25"),
        ("\u22123.25", "-3.25"),
        ("'-3.25", "-3.25"),
        ("12.3400", "12.34"),
        ("000123", "123"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_canonical_numbers(text, value):
    assert parsing.parse_decimal(text, places=2) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", " ", "abc", "NaN", "nan", "inf", "-Infinity", "1e5", "1E308", "0x10", "1_000", "1,234", "1,5", "1 000",
     "12.5.1", "--1", "1-", "(12.50)", "12 €", "٣", "１２", "1/2", "1.234.567", "+", ".", "1000000000000",
     "9" * 40, "=1+1"],
)  # fmt: skip
def test_what_is_no_canonical_number(text):
    with pytest.raises(Mistake) as caught:
        parsing.parse_decimal(text, places=2)
    assert str(caught.value).endswith((".", "2"))
    assert caught.value.hint


def test_a_comma_is_named_as_doubtful():
    with pytest.raises(Mistake, match="read in two ways"):
        parsing.parse_decimal("1,234", places=2)


@pytest.mark.parametrize(
    ("text", "mark", "value"),
    [
        ("1.234,56", ",", "1234.56"),
        ("1.234", ",", "1234"),
        ("1234,5", ",", "1234.5"),
        (",5", ",", "0.5"),
        ("-1 234 567,89", ",", "-1234567.89"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("1\u202f234,5", ",", "1234.5"),
        ("1'234.50", ".", "1234.5"),
        ("1,234.56", ".", "1234.56"),
        ("1,234", ".", "1234"),
        ("12.5", ".", "12.5"),
    ],
)
def test_numbers_with_the_mark_of_a_map(text, mark, value):
    assert parsing.parse_decimal(text, places=2, mark=mark) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("12.5", ","),
        ("1.23.456", ","),
        ("1.234.56", ","),
        ("1,2,3", ","),
        ("1 234.567,8", ","),
        ("1,23", "."),
        ("1,234,5", "."),
    ],
)
def test_groups_that_do_not_fit_the_mark(text, mark):
    with pytest.raises(Mistake, match="decimal mark"):
        parsing.parse_decimal(text, places=2, mark=mark)


def test_too_many_decimals_are_refused_or_rounded_half_up():
    with pytest.raises(Mistake, match="at most 2 decimals"):
        parsing.parse_decimal("0.125", places=2)
    assert parsing.parse_decimal("0.125", places=2, rounds=True) == Decimal("0.13")
    assert parsing.parse_decimal("-0.125", places=2, rounds=True) == Decimal("-0.13")
    assert parsing.parse_decimal("0.1250", places=3) == Decimal("0.125")


def test_bounds_are_inclusive():
    bounds = {"places": 2, "low": Decimal(0), "high": Decimal(100)}
    assert parsing.parse_decimal("100", **bounds) == 100
    for text, words in (("-0.01", "at least 0"), ("100.01", "at most 100")):
        with pytest.raises(Mistake, match=words):
            parsing.parse_decimal(text, **bounds)


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_every_amount_reads_back(amount):
    assert parsing.parse_decimal(f"{amount:f}", places=2) == amount
    grouped = f"{amount:,.2f}".replace(",", "_").replace(".", ",").replace("_", ".")
    assert parsing.parse_decimal(grouped, places=2, mark=",") == amount


def test_whole_numbers():
    assert parsing.parse_whole("30.0") == 30
    with pytest.raises(Mistake):
        parsing.parse_whole("30.5")


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("2026-01-31", "", date(2026, 1, 31)),
        (" 2026-01-31 ", "", date(2026, 1, 31)),
        ("2026-01-31 00:00:00", "", date(2026, 1, 31)),
        ("2026-01-31T00:00:00Z", "", date(2026, 1, 31)),
        ("2024-02-29", "", date(2024, 2, 29)),
        ("31/01/2026", "dmy", date(2026, 1, 31)),
        ("1.2.2026", "dmy", date(2026, 2, 1)),
        ("1-2-2026", "mdy", date(2026, 1, 2)),
        ("11/8/2018", "mdy", date(2018, 11, 8)),
        ("2026/1/2", "ymd", date(2026, 1, 2)),
        ("2026-01-31", "dmy", date(2026, 1, 31)),  # real dates of a workbook come as ISO whatever the map says
        ("1900-01-01", "", date(1900, 1, 1)),
        ("2100-12-31", "", date(2100, 12, 31)),
    ],
)
def test_dates(text, order, day):
    assert parsing.parse_date(text, order) == day


@pytest.mark.parametrize(
    ("text", "order", "words"),
    [
        ("31/01/2026", "", "2026-01-31"),
        ("01/02/2026", "", "map file"),
        ("1.2.26", "dmy", "four digits"),
        ("2023-02-29", "", "how many days 2023-02"),
        ("29.02.2023", "dmy", "does not exist"),
        ("31/13/2026", "dmy", "no month"),
        ("13/31/2026", "dmy", "no month"),
        ("2026-13-01", "", "no month"),
        ("0000-01-01", "", "exist"),
        ("1899-12-31", "", "1900"),
        ("2101-01-01", "", "2100"),
        ("9999-12-31", "", "2100"),
        ("20260131", "", "not a date"),
        ("2026-W05-6", "", "not a date"),
        ("2026-1-2", "", "not a date"),
        ("1.2/2026", "dmy", "not a date"),
        ("14-Mar-14", "dmy", "not a date"),
        ("", "dmy", "not a date"),
        ("tomorrow", "", "not a date"),
        ("２０２６-01-31", "", "not a date"),
        ("45000", "", "not a date"),
        ("2026-01-31 25:00", "", "not a date"),
    ],
)
def test_what_is_no_date(text, order, words):
    with pytest.raises(Mistake, match=words):
        parsing.parse_date(text, order)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.sampled_from("/.-"))
def test_every_day_reads_back_in_every_order(day, sign):
    assert parsing.parse_date(day.isoformat()) == day
    assert parsing.parse_date(f"{day.day}{sign}{day.month}{sign}{day.year}", "dmy") == day
    assert parsing.parse_date(f"{day.month:02}{sign}{day.day:02}{sign}{day.year}", "mdy") == day


def test_moments_stay_naive_without_a_zone():
    assert parsing.parse_moment("2026-03-06 17:00") == datetime(2026, 3, 6, 17)  # noqa: DTZ001 - company time
    assert parsing.parse_moment("2026-03-06 7:05") == datetime(2026, 3, 6, 7, 5)  # noqa: DTZ001
    assert parsing.parse_moment("2026-03-06") == datetime(2026, 3, 6)  # noqa: DTZ001
    assert parsing.parse_moment("2026-03-06T17:00:05Z") == datetime(2026, 3, 6, 17, 0, 5, tzinfo=UTC)
    zone = timezone(timedelta(hours=1))
    assert parsing.parse_moment("2026-03-06T17:00:05.5+01:00") == datetime(2026, 3, 6, 17, 0, 5, 500_000, tzinfo=zone)
    assert parsing.parse_moment("06/03/2026 09:30", "dmy") == datetime(2026, 3, 6, 9, 30)  # noqa: DTZ001


@pytest.mark.parametrize("text", ["2026-03-06 24:00", "2026-03-06 9:3", "2026-03-06 noon", "2026-03-06 10:61", "10:30"])
def test_what_is_no_moment(text):
    with pytest.raises(Mistake):
        parsing.parse_moment(text)


def test_yes_and_no_in_three_languages():
    for text in ("yes", "TRUE", "1", "sí", "Sí", "是"):
        assert parsing.parse_yes(text) is True
    for text in ("no", "False", "0", "否"):
        assert parsing.parse_yes(text) is False
    with pytest.raises(Mistake, match="neither yes nor no"):
        parsing.parse_yes("maybe")


def test_countries_are_two_letters():
    assert len(parsing.COUNTRIES) == 250
    assert parsing.parse_country(" es ") == "ES"
    for text, words in (("Spain", "two letters"), ("UK", "GB"), ("XX", "not a country"), ("ESP", "two letters")):
        with pytest.raises(Mistake, match=words):
            parsing.parse_country(text)


@pytest.mark.parametrize("text", ["a@b.es", "ana.lópez@empresa.com.mx", "x+y@sub.example.org"])
def test_plausible_addresses(text):
    assert parsing.looks_like_email(text)


@pytest.mark.parametrize("text", ["a", "a@b", "a@b@c.d", "a b@c.de", "@c.de", "a@.de", "a@" + "b" * 300 + ".de"])
def test_implausible_addresses(text):
    assert not parsing.looks_like_email(text)


def test_text_is_kept_but_for_control_characters():
    assert parsing.parse_text("a\x00b\x07\tc\r\nd\re", 99) == "ab\tc\nd\ne"
    assert parsing.parse_text("  𠮷野家 👩‍👩‍👧‍👦 \u202e", 99) == "  𠮷野家 👩‍👩‍👧‍👦 \u202e"
    assert parsing.parse_text(" \u00a0\u3000", 99) is None
    with pytest.raises(Mistake, match="At most 3 characters"):
        parsing.parse_text("four", 3)


def test_codes_have_no_blanks_around_them():
    assert parsing.parse_code("  C 1 \n", 40) == "C 1"
    with pytest.raises(Mistake):
        parsing.parse_code("x" * 41, 40)


@pytest.mark.parametrize(
    "text", ["=1+1", "+34 600", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1", "  =1", "\ufeff=1", "'=1", "''=1"]
)
def test_formulas_get_an_apostrophe_and_lose_it_again(text):
    assert parsing.guard(text) == "'" + text
    assert parsing.unguard(parsing.guard(text)) == text


@pytest.mark.parametrize("text", ["O'Brien", "'quoted'", "'", "a=1", "", "' x=", "1+1"])
def test_harmless_text_is_left_alone(text):
    assert parsing.guard(text) == text == parsing.unguard(text)


@given(st.text(alphabet=st.sampled_from("'=+-@ \t\r\na1＝\ufeff")))
def test_guard_and_unguard_are_mirrors(text):
    assert parsing.unguard(parsing.guard(text)) == text


def test_shares_total_a_hundred():
    assert parsing.parse_shares("S1", 99) == (("S1", Decimal(100)),)
    assert parsing.parse_shares("S1:60; S2:40", 99) == (("S1", Decimal(60)), ("S2", Decimal(40)))
    assert parsing.parse_shares("S1:33.33;S2:33.33;S3:33.34;", 99)[2] == ("S3", Decimal("33.34"))
    assert parsing.parse_shares(" ", 99) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("S1:60;S2:30", "total 90"),
        ("S1:60", "total 60"),
        ("S1;S2", "neither"),
        ("S1:x;S2:40", "neither"),
        (":100", "neither"),
        ("S1:0;S2:100", "neither"),
        ("S1:150;S2:-50", "neither"),
        ("S1:50;S1:50", "twice"),
    ],
)
def test_shares_that_do_not_fit(text, words):
    with pytest.raises(Mistake, match=words):
        parsing.parse_shares(text, 99)


def test_tags_and_words():
    assert parsing.parse_tags("vip; new , vip；批发", 99) == ("vip", "new", "批发")
    assert parsing.parse_tags(" ; ", 99) is None
    assert parsing.parse_word("In progress", ("in_progress", "closed")) == "in_progress"
    with pytest.raises(Mistake, match="in_progress, closed"):
        parsing.parse_word("shipped", ("in_progress", "closed"))


@pytest.mark.parametrize(
    "parse",
    [
        lambda text: parsing.parse_decimal(text, places=2),
        lambda text: parsing.parse_decimal(text, places=4, mark=","),
        lambda text: parsing.parse_date(text, "dmy"),
        parsing.parse_moment,
        parsing.parse_yes,
        parsing.parse_country,
        lambda text: parsing.parse_shares(text, 50),
        lambda text: parsing.parse_code(text, 50),
    ],
)
@given(text=st.text())
def test_any_text_is_a_value_or_a_sentence(parse, text):
    found = None
    try:
        parse(text)
    except Mistake as mistake:
        found = mistake
    if found is not None:
        assert "\n" not in str(found)
        assert "{" in text or "{" not in str(found)


def test_a_long_row_of_digits_does_not_hang():
    start = time.process_time()
    for text in ("1" * 100_000, "1." * 50_000, "1 " * 50_000, "0." + "0" * 100_000 + "1", "1.000" * 20_000):
        for mark in ("", ".", ","):
            with pytest.raises(Mistake):
                parsing.parse_decimal(text, places=2, mark=mark)
    assert time.process_time() - start < 2
