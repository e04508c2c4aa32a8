"""Months as people write them, and what is refused."""

import pytest

from app.domain.month import Month
from app.domain.refusal import Mistake
from app.domain.typed_months import read_month

NOW = Month(2026, 11)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2026-10", Month(2026, 10)), ("10/2026", Month(2026, 10)), ("10.26", Month(2026, 10)),
        ("10", Month(2026, 10)), ("12", Month(2025, 12)), ("oct", Month(2026, 10)),
        ("Octubre de 2024", Month(2024, 10)),
        ("dic", Month(2025, 12)), ("2026年9月", Month(2026, 9)), ("9月", Month(2026, 9)), ("-1", Month(2026, 10)),
        ("+2", Month(2027, 1)), ("=", NOW),
    ],
)  # fmt: skip
def test_it_is_read(text, month):
    assert read_month(text, NOW) == month


@pytest.mark.parametrize(
    "text", ["", "20266-10", "10/20266", "2026-13", "0/2026", "soon", "2026", "1799-01", "x" * 500]
)
def test_it_is_refused_in_words(text):
    with pytest.raises(Mistake):
        read_month(text, NOW)
