"""Why two months differ."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.bridge import Facts, Sold, bridge
from app.domain.papers_figures import EffectKind

D = Decimal
P1 = Sold(D(10), D("1000.00"), D("600.00"))
P2 = Sold(D(20), D("1000.00"), D("900.00"))


def effects(base: Facts, now: Facts) -> dict[str, Decimal]:
    found = bridge(base, now)
    assert found.start == base.contribution
    assert found.end == now.contribution
    return {effect.kind.value: effect.amount for effect in found.effects}


def test_a_month_like_the_last_needs_no_reason():
    assert effects(Facts({"p": P1}), Facts({"p": P1})) == {}


def test_twice_as_much_of_everything_is_volume():
    now = Facts({"a": Sold(D(20), D(2000), D(1200)), "b": Sold(D(40), D(2000), D(1800))})
    assert effects(Facts({"a": P1, "b": P2}), now) == {"volume": D("500.00")}


def test_the_same_revenue_from_a_better_product_is_mix():
    now = Facts({"a": Sold(D(15), D(1500), D(900)), "b": Sold(D(10), D(500), D(450))})
    assert effects(Facts({"a": P1, "b": P2}), now) == {"mix": D("150.00")}


def test_a_discount_and_a_dearer_purchase_stand_apart():
    now = Facts({"a": Sold(D(10), D(950), D(620))})
    assert effects(Facts({"a": P1}), now) == {"price": D(-50), "cost": D(-20)}


def test_all_at_once():
    base = Facts({"a": P1, "b": P2}, returns=D("-10.00"), freight=D("-15.00"))
    now = Facts(
        {"a": Sold(D(12), D("1188.00"), D("720.00")), "c": Sold(D(1), D("100.00"), D("40.00"))},
        returns=D("-67.56"),
        freight=D("-20.00"),
        complaints=D("-35.00"),
        adjustments=D("4.00"),
        other=D("1.00"),
    )
    assert effects(base, now) == {
        # old prices: 12 x 100 + 100 new = 1,300 of 2,000; 500 x (1,300 / 2,000 - 1) = -175
        "volume": D("-175.00"),
        # old contribution of what was sold: 12 x 40 + 60 = 540; 540 - 500 + 175
        "mix": D("215.00"),
        "price": D("-12.00"),
        "freight": D("-5.00"),
        "returns": D("-57.56"),
        "complaints": D("-35.00"),
        "adjustments": D("4.00"),
        "other": D("1.00"),
    }


@pytest.mark.parametrize(("base", "now"), [(Facts(), Facts({"a": P1})), (Facts({"a": P1}), Facts())])
def test_from_and_to_nothing_is_volume(base, now):
    assert effects(base, now) == {"volume": now.contribution - base.contribution}


def test_effects_stand_in_printing_order():
    kinds = [effect.kind for effect in bridge(Facts({"a": P1}), Facts({"a": P2}, D(1), D(1), D(1), D(1), D(1))).effects]
    assert kinds == sorted(kinds, key=list(EffectKind).index)


amounts = st.decimals("-9999", "9999", places=2)
sold = st.builds(Sold, st.decimals("-5", "500", places=3), amounts, amounts)
facts = st.builds(
    Facts, st.dictionaries(st.sampled_from("abcde"), sold), amounts, amounts, amounts, amounts, amounts
)  # fmt: skip


@given(facts, facts)
def test_effects_add_up_whatever_was_sold(base, now):
    found = bridge(base, now)
    assert found.start + sum((effect.amount for effect in found.effects), D(0)) == now.contribution
    assert all(effect.amount for effect in found.effects)
    assert all(effect.amount == round(effect.amount, 2) for effect in found.effects)
