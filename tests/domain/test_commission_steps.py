"""Steps as they are written: overlaps and gaps named, and what a month brings."""

from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.commission_plan import Band, Rates, Steps, Terms
from app.domain.commission_steps import Step, bands_of, brings, faults, steps_of, told_rates, totals_of
from app.domain.refusal import Mistake

BANDS = (Band(D(2), D(10000)), Band(D(3), D(20000)), Band(D(5)))


def step(low, high=None, rate=1):
    return Step(D(low), None if high is None else D(high), D(rate))


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        ([step(0, 20), step(10)], "20 belongs to step 1 and step 2."),
        ([step(0), step(10, 30)], "30 belongs to step 1 and step 2."),
        ([step(0, 10), step(5, 8), step(10)], "8 belongs to step 1 and step 2."),
        ([step(0, 10), step(12)], "Nothing holds between 10 and 12."),
        ([step(5)], "Nothing holds between 0 and 5."),
        ([step(0, 10), step(10, 20)], "Nothing holds above 20. Leave the end of the last step empty."),
        ([step(10, 5), step(0)], "Step 1 ends at 5, but begins at 10."),
    ],
)
def test_what_is_wrong_is_named(steps, sentence):
    with pytest.raises(Mistake) as caught:
        bands_of(steps)
    assert str(caught.value) == sentence


@given(st.lists(st.integers(1, 10**6), max_size=5, unique=True), st.randoms())
def test_what_a_plan_keeps_has_no_fault_in_any_order(uppers, random):
    bands = (*(Band(D(1), D(one)) for one in sorted(uppers)), Band(D(2)))
    steps = list(steps_of(bands))
    random.shuffle(steps)
    assert faults(steps) == []
    assert bands_of(steps) == bands


def test_what_a_month_brings():
    flat = Terms(Rates(), bands=BANDS)
    assert totals_of(BANDS) == (10000, 20000, 25000)
    assert [brings(flat, D(0), total) for total in totals_of(BANDS)] == [200, 500, 750]
    slab = Terms(Rates(), bands=BANDS, steps=Steps.SLAB, cap=D(1200))
    assert [brings(slab, D(0), total) for total in totals_of(BANDS)] == [200, 600, 1200]
    assert told_rates(Rates(D(12), D(8), D(8), D(1))) == (("A", 12), ("BC", 8), ("D", 1))
