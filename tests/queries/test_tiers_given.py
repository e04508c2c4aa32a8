"""A tier given by hand is the same everywhere, from its day to its end, with merged records and for whoever looks."""

from datetime import date

import pytest

from app.domain.filters import parse
from app.domain.ids import new_uid
from app.domain.month import Month
from app.queries import caller, complaint, complaints_queue, customer, customers, listing, profit_panel, tiers_given
from app.queries.customer_export import everything
from app.queries.profit_month import profit_month
from app.queries.tiers import report
from app.services import customers as customer_services
from app.services import customers_privacy, tiers
from app.store.session import Actor
from tests.support.complaints import complaint as told

UNTIL = date(2026, 6, 30)


@pytest.fixture
def shop(store, make, clock):
    """Hotel Sol (A by the rule of 2026) and Hotel Mar (C), with a sale in March each; Mar has an open complaint."""
    clock.day = date(2026, 3, 16)
    product = make.product(price="100", cost="0")
    sol, mar = make.customer("Hotel Sol"), make.customer("Hotel Mar")
    for customer_id, many in ((sol, "100"), (mar, "1")):
        make.order(customer_id, (product, many), on=date(2025, 5, 5))
        make.order(customer_id, (product, "1"), on=date(2026, 3, 10))
    tiers.freeze(store, 2026, request=new_uid(), consent=True)
    return sol, mar


def give(store, customer_id, tier, until=UNTIL):
    return tiers.override(store, customer_id, tier, reason="because", until=until, request=new_uid())


def listed(store, text) -> set[str]:
    asked = parse(text, customers.FIELDS, store.today())
    return {row.name for row in listing.page(store, customers.LIST, filters=asked).rows}


def everywhere(store, customer_id) -> set[str]:
    """The tier as each screen shows it."""
    page = listing.page(store, customers.LIST, filters=parse("", customers.FIELDS, store.today())).rows
    return {
        customer.record(store, customer_id).tier,
        caller.card(store, customer_id).tier,
        next(row.tier for row in page if row.id == customer_id),
    }


def test_the_same_tier_stands_everywhere_until_its_end(store, shop, clock):
    _, mar = shop
    case = told(store, mar)
    give(store, mar, "B")
    assert everywhere(store, mar) == {"B"}
    assert complaint.case(store, case).customer.tier == "B"
    assert {row.tier for row in listing.page(store, complaints_queue.LIST).rows} == {"B"}
    assert (listed(store, "tier:B"), listed(store, "tier:C")) == ({"Hotel Mar"}, set())
    clock.day = UNTIL
    assert everywhere(store, mar) == {"B"}
    clock.day = date(2026, 7, 1)
    assert everywhere(store, mar) == {"C"}
    assert (listed(store, "tier:B"), listed(store, "tier:C")) == (set(), {"Hotel Mar"})
    assert complaint.case(store, case).customer.tier == "C"


def test_what_has_no_tier_by_the_rule_is_found_by_the_one_given(store, shop, make):
    new = make.customer("New")
    assert listed(store, "tier:none") == {"New"}
    give(store, new, "N")
    assert (listed(store, "tier:none"), listed(store, "tier:N")) == (set(), {"New"})


def test_reports_of_days_before_it_was_given_do_not_know_it(store, shop, clock):
    _, mar = shop
    clock.day = date(2026, 4, 2)
    give(store, mar, "B")
    for month, tier in ((Month(2026, 3), "C"), (Month(2026, 4), "B")):
        rows = profit_panel.rows(store, month, "customers").rows
        assert {row.tier for row in rows if row.name == "Hotel Mar"} == {tier}, month
        reason = profit_panel.tier_reasons(store, month)[str(mar)]
        assert (reason.rank, reason.given.reason if reason.given else "") == (2, "because" if tier == "B" else "")
    assert {row.name: row.tier for row in profit_month(store, Month(2026, 3)).customers}["Hotel Mar"] == "C"
    [row] = [row for row in report(store, 2026) if row.name == "Hotel Mar"]
    assert (row.tier, row.override) == ("C", "B")


def test_records_merged_into_a_customer_bring_their_tiers(store, shop, make):
    sol, mar = shop
    fresh = make.customer("Fresh")
    customer_services.merge(store, fresh, sol, request=new_uid())
    assert everywhere(store, fresh) == {"A"}
    assert listed(store, "tier:A") == {"Fresh"}
    give(store, mar, "B")
    customer_services.merge(store, fresh, mar, request=new_uid())
    assert everywhere(store, fresh) == {"B"}
    assert listed(store, "tier:B") == {"Fresh"}
    [row] = tiers_given.given_tiers(store)
    assert (row.customer_id, row.name, row.ruled, row.holds) == (fresh, "Fresh", "A", True)


def test_managers_see_who_gave_what_until_when_and_what_the_rule_gives(store, shop, clock):
    sol, mar = shop
    give(store, mar, "B", until=date(2026, 3, 20))
    clock.day = date(2026, 3, 21)
    give(store, mar, "A")
    give(store, sol, "C")
    found = [(row.name, row.given.tier, row.given.since, row.given.until, row.ruled, row.holds)
             for row in tiers_given.given_tiers(store)]  # fmt: skip
    assert found == [
        ("Hotel Sol", "C", date(2026, 3, 21), UNTIL, "A", True),
        ("Hotel Mar", "A", date(2026, 3, 21), UNTIL, "C", True),
        ("Hotel Mar", "B", date(2026, 3, 16), date(2026, 3, 20), "C", False),
    ]
    given = customer.record(store, mar).standing.given
    assert (given.by, given.reason) == (store.actor.login, "because")


@pytest.mark.parametrize("access", ["front_desk", "sales"])
def test_others_see_the_tier_and_its_end_but_no_reason(store, shop, access):
    _, mar = shop
    give(store, mar, "B")
    store.actor = Actor("sally", access=access)
    given = customer.record(store, mar).standing.given
    assert (given.tier, given.until, given.by, given.reason) == ("B", UNTIL, "", "")


def test_the_form_asks_no_more_with_more_tiers(store, shop, make, statements):
    _, mar = shop
    give(store, mar, "B")
    statements.clear()
    customer.record(store, mar)
    before = len(statements)
    for _ in range(5):
        give(store, make.customer(), "B")
    statements.clear()
    customer.record(store, mar)
    assert len(statements) == before
    statements.clear()
    tiers_given.given_tiers(store)
    assert len(statements) <= 4


def test_an_anonymised_person_keeps_the_tier_without_its_reason(store, make):
    person = make.customer("Marta")
    give(store, person, "A")
    assert everything(store, person)["tiers_given"][0]["reason"] == "because"
    customers_privacy.anonymise(store, person, request=new_uid())
    assert "reason" not in everything(store, person)["tiers_given"][0]
    store.actor = Actor("sally", access="front_desk")
    assert "tiers_given" not in everything(store, person)
