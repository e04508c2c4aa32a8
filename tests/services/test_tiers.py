"""Freezing the tiers of a year and giving one by hand: who may, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import func, select

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.models import Audit, TierOverride
from app.queries import tiers_given
from app.services import customers, months, tiers
from app.store.session import Actor
from tests.support.crowd import at_once, troubles


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


# --- by hand: who may, one after the other, ended early, taken back -------------------------------------------------

YEAR_END = date(2026, 12, 31)


def give(store, customer_id, tier="A", until=YEAR_END, reason="founder", seen=None):
    return tiers.override(store, customer_id, tier, reason=reason, until=until, request=new_uid(), seen=seen)


def standing(store, customer_id):
    return tiers_given.asked(store, customer_id).standing


@pytest.fixture
def ruled(store, worked):
    """The tiers of 2026 are frozen: both customers sold the same and are A."""
    tiers.freeze(store, 2026, request=new_uid(), consent=True)
    return worked


@pytest.mark.parametrize("access", ["front_desk", "sales", "none"])
def test_no_door_gives_a_tier_to_who_is_no_manager(store, worked, access):
    done = give(store, worked[0])
    store.actor = Actor("sally", access=access)
    for deed in (
        lambda: give(store, worked[1]),
        lambda: tiers.end(store, done.id, until=YEAR_END),
        lambda: tiers.take_back(store, done.id),
        lambda: tiers.go_on(store, {done.id: YEAR_END}),
        lambda: tiers_given.asked(store, worked[0]),
        lambda: tiers_given.given_tiers(store),
    ):
        with pytest.raises(NotAllowed, match="given by a manager"):
            deed()


def test_another_one_replaces_what_was_seen_and_undo_gives_it_back(store, worked):
    give(store, worked[0], "C", reason="pays late")
    seen = standing(store, worked[0])
    done = give(store, worked[0], "B", until=date(2026, 6, 30), seen=seen)
    now = standing(store, worked[0])
    assert (now.given.tier, now.given.until, now.given.since) == ("B", date(2026, 6, 30), date(2026, 3, 16))
    redo = done.back(store)
    assert standing(store, worked[0]) == seen
    redo.back(store)
    assert standing(store, worked[0]).given.tier == "B"


def test_what_was_replaced_does_not_come_back_after_the_end(store, worked, clock):
    give(store, worked[0], "C", reason="pays late")
    give(store, worked[0], "B", until=date(2026, 6, 30), seen=standing(store, worked[0]))
    clock.day = date(2026, 7, 1)
    assert standing(store, worked[0]).given is None


def test_ending_brings_the_rule_back_and_can_be_taken_back(store, ruled):
    done = give(store, ruled[0], "C")
    assert standing(store, ruled[0]).tier == "C"
    ended = tiers.end(store, done.id, until=YEAR_END)
    assert (standing(store, ruled[0]).given, standing(store, ruled[0]).tier) == (None, "A")
    # sent again after a lost answer
    assert tiers.end(store, done.id, until=YEAR_END).changes.touches("tier")
    again = ended.back(store)
    assert standing(store, ruled[0]).given.until == YEAR_END
    again.back(store)
    assert standing(store, ruled[0]).given is None
    with store.read() as tx:
        trail = tx.all(select(Audit.action, Audit.detail).where(Audit.action.like("tier %")).order_by(Audit.id))
    assert [tuple(line) for line in trail] == [
        ("tier given", "C until 2026-12-31: founder"), ("tier ended", "C until 2026-12-31"),
        ("tier goes on", "C until 2026-12-31"), ("tier ended", "C until 2026-12-31"),
    ]  # fmt: skip


def test_nobody_overwrites_what_somebody_else_gave_or_ended_meanwhile(store, worked):
    seen = standing(store, worked[0])
    first = give(store, worked[0], "C", seen=seen)
    with pytest.raises(Conflict, match="meanwhile"):
        give(store, worked[0], "B", seen=seen)
    second = give(store, worked[0], "B", seen=standing(store, worked[0]))
    for deed in (
        lambda: tiers.end(store, first.id, until=YEAR_END),
        lambda: tiers.end(store, second.id, until=date(2026, 6, 30)),
        lambda: first.back(store),
        lambda: tiers.go_on(store, {first.id: YEAR_END}),
    ):
        with pytest.raises(Conflict, match="meanwhile"):
            deed()
    assert standing(store, worked[0]).given.tier == "B"


def test_two_managers_at_once_give_one_tier(store, worked):
    seen = standing(store, worked[0])
    jobs = [lambda tier=tier: give(store, worked[0], tier, seen=seen) for tier in "ABCN"]
    lost = troubles(at_once(jobs))
    assert [type(one) for one in lost] == [Conflict] * 3
    with store.read() as tx:
        assert tx.scalar(select(func.count(TierOverride.id))) == 1


def test_a_tier_that_changes_nothing_is_refused_but_may_hold_beyond_the_year(store, ruled):
    with pytest.raises(Mistake, match="choose another one, or an end after this year") as refused:
        give(store, ruled[0], "A")
    assert refused.value.field == "tier"
    give(store, ruled[0], "A", until=date(2027, 6, 30))
    with pytest.raises(Mistake, match="by hand until 2027-06-30 already"):
        give(store, ruled[0], "A", until=date(2027, 6, 30))
    # another end, or another reason, is a change
    give(store, ruled[0], "A", until=date(2027, 7, 31), seen=standing(store, ruled[0]))
    with pytest.raises(Mistake, match="end the tier given by hand instead"):
        give(store, ruled[0], "A")


def test_a_year_that_is_frozen_meanwhile_leaves_what_was_given(store, worked):
    give(store, worked[0], "C")
    tiers.freeze(store, 2026, request=new_uid(), consent=True)
    assert (standing(store, worked[0]).tier, standing(store, worked[0]).ruled) == ("C", "A")


def test_of_merged_records_the_one_that_goes_on_is_given_the_tier(store, worked):
    customers.merge(store, worked[0], worked[1], request=new_uid())
    give(store, worked[1], "C")
    assert tiers_given.asked(store, worked[1]).customer_id == worked[0]
    assert standing(store, worked[0]).tier == "C"
