"""Tiers: by the rule, frozen, given by hand, with merged records and the reference figures."""

from datetime import date
from decimal import Decimal

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, NeedsConsent
from app.queries import tiers as query
from app.queries.tiers import report
from app.services import company, customers, returns, tiers

D = Decimal


@pytest.fixture
def worked(make, clock):
    """The worked example: nine contributions of 2025, three of them again in 2026."""
    clock.day = date(2026, 3, 16)
    gain, loss = make.product(price="1", cost="0"), make.product(price="0", cost="1500")
    amounts = ("42000", "18000", "9000", "9000", "6000", "4000", "2000")
    found = [make.customer(f"Customer {at}", code=f"C{at}") for at in range(1, 10)]
    for customer, amount in zip(found, amounts, strict=False):
        make.order(customer, (gain, amount, "1"), on=date(2025, 5, 5))
    make.order(found[7], (make.product(price="0", cost="0"), "1", "0"), on=date(2025, 5, 5))
    make.order(found[8], (loss, "1", "0"), on=date(2025, 5, 5))
    make.order(found[6], (gain, "500", "1"), on=date(2026, 2, 1))
    make.order(found[0], (gain, "10", "1"), on=date(2026, 2, 1))
    return found


def example(store):
    company.change(store, version=1, tier_a=D(70), tier_b=D(90))


def test_the_worked_example(store, worked):
    example(store)
    rows = report(store, 2026)
    assert [row.code for row in rows] == [f"C{at}" for at in range(1, 10)]
    assert "".join(row.tier for row in rows) == "AAAABCCNN"
    assert [row.share_before_percent for row in rows[:7]] == [
        D(share) for share in ("0", "46.67", "66.67", "66.67", "86.67", "93.33", "97.78")
    ]
    assert rows[8].base_contribution == D("-1500.00")
    assert [(row.code, row.on_course_for) for row in rows if row.on_course_for] == [("C1", "C"), ("C7", "A")]


def test_frozen_tiers_do_not_move(store, worked, make):
    example(store)
    with pytest.raises(NeedsConsent, match="2025-05"):
        tiers.freeze(store, 2026, request=new_uid())
    request = new_uid()
    frozen = tiers.freeze(store, 2026, request=request, consent=True)
    assert (frozen.year, frozen.customers) == (2026, 9)
    assert tiers.freeze(store, 2026, request=request).customers == 9
    before = report(store, 2026)
    company.change(store, version=2, tier_a=D(1), tier_b=D(2))
    make.order(worked[4], (make.product(price="9", cost="0"), "9000", "9"), on=date(2025, 8, 1))
    customers.change(store, worked[3], {"name": "Renamed"}, version=1)
    after = report(store, 2026)
    figures = [(row.code, row.base_contribution, row.share_before_percent, row.tier) for row in before]
    assert [(row.code, row.base_contribution, row.share_before_percent, row.tier) for row in after] == figures
    assert [row.name for row in after][3] == "Renamed"
    with pytest.raises(Conflict, match="frozen already"):
        tiers.freeze(store, 2026, request=new_uid(), consent=True)


def of_2026(store, on=date(2026, 3, 16)):
    from app.queries import company as settings

    with store.read() as tx:
        return query.of_year(tx, 2026, on, settings.of(tx))


def test_a_tier_by_hand_holds_until_its_end(store, worked):
    tiers.override(store, worked[6], "B", reason="pilot", until=date(2026, 6, 30), request=new_uid())
    tiers.override(store, worked[6], "A", reason="founder", until=date(2026, 4, 30), request=new_uid())
    assert of_2026(store)[worked[6]] == "A"
    assert of_2026(store, date(2026, 5, 1))[worked[6]] == "B"
    assert of_2026(store, date(2026, 7, 1))[worked[6]] == "C"
    [row] = [row for row in report(store, 2026) if row.code == "C7"]
    assert (row.tier, row.override) == ("C", "A")


def test_merged_records_count_together_and_keep_a_frozen_tier(store, worked, make):
    tiers.freeze(store, 2026, request=new_uid(), consent=True)
    fresh = make.customer("Fresh", code="F1")
    customers.merge(store, fresh, worked[0], request=new_uid())
    assert of_2026(store)[fresh] == "A"
    customers.merge(store, worked[6], worked[8], request=new_uid())
    assert of_2026(store)[worked[6]] == "C"
    rows = {row.code: row for row in report(store, 2027)}
    assert rows["F1"].base_contribution == D("10.00")
    assert "C1" not in rows


def test_who_only_called_off_has_no_tier(store, make, clock):
    product = make.product(price="10", cost="1")
    kept, gone = make.customer(code="K"), make.customer(code="G")
    make.order(kept, (product, "1"), on=date(2025, 5, 5))
    order = make.order(gone, (product, "1"), on=date(2025, 5, 5))
    returns.cancel(store, order.order_id, request=new_uid(), reason="no", on=date(2025, 5, 6))
    assert [row.code for row in report(store, 2026)] == ["K"]


def test_all_losing_customers_are_n(store, make):
    loss = make.product(price="0", cost="5")
    for number in range(3):
        make.order(make.customer(), (loss, str(number + 1), "0"), on=date(2025, 5, 5))
    assert [row.tier for row in report(store, 2026)] == ["N", "N", "N"]


def test_an_empty_company_has_no_tiers(store):
    assert report(store, 2026) == []
    assert tiers.freeze(store, 2026, request=new_uid()).customers == 0
    assert report(store, 2026) == []


def test_statements_do_not_grow_with_customers(store, make, statements):
    product = make.product()

    def count(more):
        for _ in range(more):
            make.order(make.customer(), (product, "1"), on=date(2025, 5, 5))
        statements.clear()
        rows = report(store, 2026)
        return len(statements), len(rows)

    few, many = count(20), count(180)
    assert (few[1], many[1]) == (20, 200)
    assert few[0] == many[0] <= 8
