"""Who has which plan: the own one, the team's, everybody's; plans in and out as a file."""

from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from sqlalchemy import select

from app.domain.commission_plan import Band, Rates, Rule, Steps, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.plan_file import read_plans, written_plans
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.models import Audit
from app.queries import commission_plans as queries
from app.queries import staff
from app.queries.plan_export import plan_file
from app.services import commission_plans, commissions, import_plans, products, users
from app.services.users import UserDraft
from app.store.session import Actor
from tests.support.commissions import EVER, agree, rates, total

DAY = date(2026, 3, 2)
FLAT = Terms(rates(10))


def version_of(store, who, day=DAY):
    with store.read() as tx:
        found = queries.agreements(tx).on(who, day)
    return None if found is None else found.plan_id


def give(store, who, plan, day=EVER, team=""):
    commission_plans.assign(store, who, plan, day, request=new_uid(), team=team)


def test_the_own_plan_goes_before_the_teams_and_that_before_everybodys(store, make):
    ana, bo, cy = make.staff(team="North"), make.staff(team="north"), make.staff()
    everybody, norths, own = (agree(store, FLAT, staff=cy, name=name) for name in ("All", "North", "Own"))
    give(store, None, everybody)
    assert version_of(store, ana) == everybody
    give(store, None, norths, team="NORTH")
    assert [version_of(store, who) for who in (ana, bo)] == [norths, norths]
    give(store, ana, own, date(2026, 3, 1))
    assert [version_of(store, ana, day) for day in (date(2026, 2, 28), DAY)] == [norths, own]
    give(store, ana, None, date(2026, 3, 10))
    give(store, None, None, date(2026, 3, 10), team="North")
    assert [version_of(store, who, date(2026, 3, 10)) for who in (ana, bo)] == [None, None]
    assert version_of(store, cy) == own
    with pytest.raises(NotFound, match="Nobody is in a team"):
        give(store, None, own, team="South")


def test_a_teams_plan_books_for_its_people_alone(store, make):
    ana, cy = make.staff(team="North"), make.staff()
    plan = agree(store, FLAT, staff=ana)
    give(store, ana, None, date(2025, 1, 1))
    with store.write() as tx:
        from sqlalchemy import delete

        from app.models import CommissionAssignment

        tx.execute(delete(CommissionAssignment))
    give(store, None, plan, team="North")
    for who in (ana, cy):
        make.order(make.customer(), (make.product(price="100", cost="50"), 2, "100"), on=DAY, shares=[(who, 100)])
    commissions.run(store)
    assert (total(store, "earned", staff_id=ana), total(store, "earned", staff_id=cy)) == (D(10), 0)


def test_plans_are_put_away_and_taken_up_again(store):
    plan = agree(store, FLAT)
    commission_plans.set_active(store, plan, active=False, version=1)
    with pytest.raises(Conflict):
        commission_plans.set_active(store, plan, active=True, version=1)
    [found] = queries.plans(store)
    assert (found.active, found.version) == (False, 2)
    with pytest.raises(Conflict, match="put away"):
        give(store, None, plan)


def test_a_plan_is_renamed_and_no_two_have_one_name(store):
    plan, other = agree(store, FLAT), agree(store, FLAT, name="Other")
    commission_plans.rename(store, plan, " Field sales ", version=1)
    found = next(one for one in queries.plans(store) if one.id == plan)
    assert (found.name, found.version) == ("Field sales", 2)
    with store.read() as tx:
        assert tx.scalar(select(Audit.detail).where(Audit.action == "renamed")) == "Sales → Field sales"
    for name, version, kind in (("Other", 2, Conflict), ("Again", 1, Conflict), (" ", 2, Mistake)):
        with pytest.raises(kind):
            commission_plans.rename(store, plan, name, version=version)
    with pytest.raises(NotFound):
        commission_plans.rename(store, plan + other, "Nobody", version=1)
    store.actor = Actor("nuria", access="sales")
    with pytest.raises(NotAllowed):
        commission_plans.rename(store, plan, "Mine", version=2)


def test_a_person_comes_into_the_team_as_others_write_it(store, make):
    make.staff(team="North")
    store.actor = Actor("root", access="admin")
    saved = users.add(store, UserDraft("Wei", "wei", "admin", team=" NORTH "), request=new_uid())
    found = staff.user(store, saved.id)
    assert found.team == "North"
    users.change(store, saved.id, UserDraft("Wei", "wei", "admin", team="South"), version=found.version)
    assert staff.user(store, saved.id).team == "South"


FILE = """
[[plan]]
code = "standard"
valid_from = 2026-01-01
trigger = "payment"
cap = 2000.00
rates = { A = 12, B = 8, C = 4, D = 1 }
rules = [ { product = "P-7", rate = 5 }, { category = "Tools", rates = { A = 3, B = 2 } } ]
bands = { mode = "slab", steps = [ { up_to = 10000, rate = 2 }, { rate = 5 } ] }

[[plan]]
code = "standard"
valid_from = 2026-06-01
rates = { A = 10 }

[[plan]]
code = "north"
valid_from = 2026-02-01
base = "revenue"
rate = 2.5
salespeople = ["S1"]
teams = ["North"]
active = false

[[given]]
salesperson = "S2"
valid_from = 2026-04-01
"""


@pytest.fixture
def goods(store, make):
    make.staff("S1", team="North")
    make.staff("S2")
    made = make.product(code="P-7", category="Tools")
    return made, products


def take(store, text, **options):
    return import_plans.run(store, read_plans(text), request=new_uid(), **options)


def test_a_file_is_taken_in_once_and_written_again(store, goods):
    trial = take(store, FILE, dry_run=True)
    assert (trial.created, trial.refused, queries.plans(store)) == (3, (), [])
    done = take(store, FILE)
    assert (done.rows, done.created, done.updated, done.skipped, done.refused) == (4, 3, 1, 0, ())
    north, standard = queries.plans(store)
    first, second = standard.versions
    assert first.terms.rules == (
        Rule(Rates.flat(D(5)), product_id=goods[0]),
        Rule(Rates(D(3), D(2)), category_id=first.terms.rules[1].category_id),
    )
    assert (first.terms.steps, first.terms.cap, first.terms.trigger) == (Steps.SLAB, 2000, Trigger.PAYMENT)
    assert second.terms == Terms(Rates(D(10)))
    assert not north.active
    kept = {(one.staff_id, one.team, one.valid_from.month, one.plan_id) for one in queries.assignments(store)}
    with store.read() as tx:
        s1, s2 = (commission_plans_staff(tx, code) for code in ("S1", "S2"))
    assert kept == {
        (None, "", 1, standard.id), (s1, "", 2, north.id), (None, "North", 2, north.id), (s2, "", 4, None),
    }  # fmt: skip
    again = take(store, FILE)
    assert (again.created, again.updated, again.skipped) == (0, 0, 4)
    written = written_plans(plan_file(store))
    assert (take(store, written).skipped, written_plans(plan_file(store))) == (4, written)


def commission_plans_staff(tx, code):
    from sqlalchemy import select

    from app.models import Staff

    return tx.scalar(select(Staff.id).where(Staff.code == code))


def test_what_is_unknown_or_in_use_is_refused_and_the_rest_goes_in(store, make, goods):
    take(store, '[[plan]]\ncode = "used"\nvalid_from = 2026-01-01\nrate = 10\nsalespeople = ["S1"]')
    with store.read() as tx:
        who = commission_plans_staff(tx, "S1")
    make.order(make.customer(), (goods[0], 1, "10"), on=DAY, shares=[(who, 100)])
    commissions.run(store)
    done = take(store, """
[[plan]]
code = "used"
valid_from = 2026-01-01
rate = 12
[[plan]]
code = "a"
valid_from = 2026-01-01
rate = 12
salespeople = ["S9"]
[[plan]]
code = "b"
valid_from = 2026-01-01
rate = 12
rules = [ { category = "Chairs", rate = 3 } ]
[[plan]]
code = "c"
valid_from = 2026-01-01
rate = 12
[[plan]]
code = "d"
valid_from = 2026-01-01
rate = 12
[[plan]]
code = "c"
valid_from = 2026-01-01
rate = 7
[[given]]
plan = "nobody"
valid_from = 2026-01-01
""")  # fmt: skip
    said = {(one.code, one.key): str(one) for one in done.refused}
    assert done.created == 1
    assert set(said) == {
        ("used", "valid_from"), ("a", "salespeople"), ("b", "rules"), ("c", "valid_from"), ("d", "salespeople"),
        ("nobody", "plan"),
    }  # fmt: skip
    assert "in use" in said["used", "valid_from"]
    assert "have the plan ‘c’" in said["d", "salespeople"]
    with pytest.raises(import_plans.NothingImported):
        take(store, '[[plan]]\ncode = "x"\nvalid_from = 2026-01-01\nrate = 120', all_or_nothing=True)
    assert {plan.name for plan in queries.plans(store)} == {"used", "c"}


def test_a_version_that_nothing_was_booked_with_is_replaced(store):
    text = '[[plan]]\ncode = "x"\nvalid_from = 2026-01-01\nrate = {rate}\nbands = {{ steps = [ {{ rate = 1 }} ] }}'
    take(store, text.format(rate=5))
    assert take(store, text.format(rate=6), policy="skip").skipped == 1
    assert take(store, text.format(rate=6)).updated == 1
    assert queries.plans(store)[0].versions[0].terms == Terms(rates(6), bands=(Band(D(1)),))


@pytest.mark.parametrize("access", ["front_desk", "sales"])
def test_only_managers_see_and_change_plans(store, access):
    agree(store, FLAT)
    store.actor = Actor("nuria", access=access)
    for deed in (
        lambda: take(store, FILE),
        lambda: plan_file(store),
        lambda: queries.plans(store),
        lambda: queries.assignments(store),
        lambda: commission_plans.set_active(store, 1, active=False, version=1),
        lambda: give(store, None, None),
    ):
        with pytest.raises(NotAllowed):
            deed()
