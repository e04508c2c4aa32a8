"""Months."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.month import Month
from app.domain.refusal import Mistake

months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))


def test_a_month_in_all_its_forms():
    month = Month.parse(" 2026-02 ")
    assert month == Month(2026, 2) == Month.of(date(2026, 2, 28)) == Month.from_code(202602)
    assert (str(month), month.code) == ("2026-02", 202602)
    assert (month.first, month.last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert Month(2024, 2).last == date(2024, 2, 29)


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-1", "26-01", "2026-001", "2026/01", "2026-13", "2026-00", "0000-01", "２０２６-01", "2026-1²"],
)
def test_what_is_no_month_is_refused_in_words(text):
    with pytest.raises(Mistake, match=r"is not a month"):
        Month.parse(text)


@pytest.mark.parametrize(("year", "number"), [(2026, 0), (2026, 13), (0, 1), (10000, 1)])
def test_months_run_from_1_to_12(year, number):
    with pytest.raises(Mistake, match="months run from 01 to 12"):
        Month(year, number)


def test_from_december_to_january():
    assert Month(2025, 12).plus(1) == Month(2026, 1)
    assert Month(2026, 1).plus(-1) == Month(2025, 12)
    assert Month(2026, 3).plus(-15) == Month(2024, 12)
    assert [str(month) for month in Month(2025, 11).until(Month(2026, 2))] == [
        "2025-11", "2025-12", "2026-01", "2026-02",
    ]  # fmt: skip
    assert list(Month(2026, 2).until(Month(2026, 1))) == []


def test_the_last_months_of_the_calendar():
    assert [month.number for month in Month(9999, 11).until(Month(9999, 12))] == [11, 12]


@given(months, months)
def test_codes_sort_as_time_does(one, other):
    assert (one < other) == (one.code < other.code) == (one.first < other.first)


@given(months, st.integers(-600, 600))
def test_there_and_back(month, count):
    assert month.plus(count).plus(-count) == month
    assert Month.parse(str(month)) == Month.from_code(month.code) == month


@given(months)
def test_months_follow_each_other_without_gap(month):
    assert month.last + timedelta(days=1) == month.plus(1).first
    assert Month.of(month.last) == Month.of(month.first) == month
