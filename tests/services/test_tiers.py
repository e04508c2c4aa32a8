"""Freezing the tiers of a year and giving one by hand: who may, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.models import TierOverride
from app.services import months, tiers
from app.store.session import Actor


@pytest.fixture
def worked(make, clock):
    """Two customers with a sale in May 2025."""
    clock.day = date(2026, 3, 16)
    product = make.product(price="10", cost="1")
    found = [make.customer(), make.customer()]
    for customer in found:
        make.order(customer, (product, "1"), on=date(2025, 5, 5))
    return found


def test_a_year_whose_months_are_closed_freezes_without_consent(store, worked, make):
    months.close(store, Month(2025, 5), request=new_uid())
    assert tiers.freeze(store, 2026, request=new_uid()).customers == 2


def test_a_running_base_year_cannot_be_frozen(store, worked):
    with pytest.raises(Conflict, match="when 2026 is over"):
        tiers.freeze(store, 2027, request=new_uid())


def test_freezing_and_giving_tiers_is_for_managers(store, worked):
    store.actor = Actor("sally", access="sales")
    with pytest.raises(NotAllowed):
        tiers.freeze(store, 2026, request=new_uid(), consent=True)
    with pytest.raises(NotAllowed):
        tiers.override(store, worked[0], "A", reason="x", until=date(2026, 12, 31), request=new_uid())


@pytest.mark.parametrize(
    ("values", "error", "words"),
    [
        ({"tier": "D"}, Mistake, "not a tier"),
        ({"reason": "  "}, Mistake, "reason"),
        ({"until": date(2026, 3, 15)}, Mistake, "in the past"),
        ({"customer_id": 999_999}, NotFound, "no such customer"),
    ],
)
def test_a_tier_by_hand_needs_a_tier_a_reason_and_an_end(store, worked, values, error, words):
    asked = {"customer_id": worked[0], "tier": "A", "reason": "founder", "until": date(2026, 12, 31)} | values
    customer_id, tier = asked.pop("customer_id"), asked.pop("tier")
    with pytest.raises(error, match=words):
        tiers.override(store, customer_id, tier, request=new_uid(), **asked)


def test_a_repeated_request_gives_one_tier(store, worked):
    request = new_uid()
    for _ in range(2):
        tiers.override(store, worked[0], "C", reason="founder", until=date(2026, 12, 31), request=request)
    with store.read() as tx:
        assert tx.scalar(select(func.count(TierOverride.id))) == 1
