"""Cases go to who can solve them, and evenly, whoever gives them out at the same time."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from app.domain.complaint_assigning import Rule
from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.models import Complaint
from app.queries.complaint_assigning import Assigning, page
from app.services import complaint_assigning, complaints
from app.services.complaints_case import held
from app.services.complaints_opening import NewComplaint
from app.store.session import Actor
from tests.support.complaints import complaint, status, timeline
from tests.support.crowd import at_once, troubles


@pytest.fixture
def team(store, make):
    """Wei and Mei speak Chinese, Ana repairs; Chinese customers first, then what is broken."""
    ids = {code: make.staff(code, login=code, access="front_desk", name=code.title()) for code in ("wei", "mei", "ana")}
    keep(
        store, Assigning(True, (Rule("Chinese", language="zh"), Rule("Repairs", cause="Broken"))),
        {ids["wei"]: ["Chinese"], ids["mei"]: ["chinese"], ids["ana"]: ["Repairs"]},
    )  # fmt: skip
    return SimpleNamespace(**ids)


def keep(store, assigning, skills):
    complaint_assigning.save(store, assigning, skills, known=page(store).kept)


def owner(store, case):
    with store.read() as tx:
        return tx.scalar(select(Complaint.owner_id).where(Complaint.id == case))


def opened(store, case):
    """As opening does it."""
    with store.write() as tx:
        return complaint_assigning.assign_new(tx, held(tx, case))


def test_a_chinese_customer_is_given_to_who_speaks_chinese_and_has_less_to_do(store, make, team):
    customer = make.customer(language="zh")
    complaint(store, customer, owner_id=team.wei)
    case = complaint(store, customer, status="new")
    assert opened(store, case).staff_id == team.mei
    assert (owner(store, case), status(store, case)) == (team.mei, "assigned")


def test_by_cause_and_product_group_and_the_reason_where_nobody_can(store, make, team):
    broken = complaint(store, make.customer(), status="new", cause="broken")
    assert opened(store, broken).staff_id == team.ana
    late = complaint(store, make.customer(), status="new", cause="Late")
    assert opened(store, late).staff_id is None
    found = complaint_assigning.suggest(store, late)
    assert (found.staff_id, found.why, status(store, late)) == (None, "No rule says who solves this.", "new")
    assert timeline(store, late) == [("note", "No rule says who solves this.")]


def test_nobody_who_is_away_or_left(store, make, team):
    assigning = page(store).assigning
    keep(store, Assigning(True, assigning.rules, {team.mei: store.today()}), {})
    customer = make.customer(language="zh")
    for _ in range(3):
        assert opened(store, complaint(store, customer, status="new")).staff_id == team.wei
    away = {team.mei: store.today() - timedelta(days=1), team.wei: store.today() + timedelta(days=3)}
    keep(store, Assigning(True, assigning.rules, away), {})
    assert opened(store, complaint(store, customer, status="new")).staff_id == team.mei


def test_only_where_the_setting_says_so(store, make, team):
    keep(store, Assigning(False, page(store).assigning.rules), {})
    case = complaint(store, make.customer(language="zh"), status="new")
    assert opened(store, case) is None
    assert owner(store, case) is None
    assert complaint_assigning.suggest(store, case).name == "Mei"
    given = complaint_assigning.assign_by_rule(store, case, version=1)
    assert (given.suggestion.name, owner(store, case)) == ("Mei", team.mei)
    with pytest.raises(Conflict):
        complaint_assigning.assign_by_rule(store, case, version=1)


def test_what_nobody_has_is_given_out_evenly_and_the_rest_says_why(store, make, team):
    customer = make.customer(language="zh")
    cases = [complaint(store, customer, status="new") for _ in range(5)]
    left = complaint(store, make.customer(), status="new", number="C-LEFT")
    taken = complaint(store, customer, owner_id=team.ana)
    request = new_uid()
    done = complaint_assigning.give_out(store, request=request)
    assert (done.given, [(one.number, one.why) for one in done.left]) == (
        5, [("C-LEFT", "No rule says who solves this.")]
    )  # fmt: skip
    assert sorted(owner(store, case) for case in cases).count(team.mei) == 3
    assert (owner(store, taken), owner(store, left)) == (team.ana, None)
    assert complaint_assigning.give_out(store, request=request).given == 0


def test_cases_opened_at_two_desks_at_once_are_given_evenly(store, make, team):
    customer = make.customer(language="zh")

    def told():
        return complaints.open_case(store, NewComplaint(customer, "杯子碎了"), request=new_uid())

    answers = at_once([told] * 6)
    assert troubles(answers) == []
    owners = [owner(store, answer.id) for answer in answers]
    assert (owners.count(team.wei), owners.count(team.mei)) == (3, 3)


def test_settings_are_those_of_managers_and_two_of_them_do_not_overwrite_each_other(store, team):
    known = page(store).kept
    keep(store, page(store).assigning, {team.ana: ["Repairs", "Letters"]})
    complaint_assigning.save(store, Assigning(True, ()), {}, known=known)
    with pytest.raises(Conflict, match="meanwhile"):
        complaint_assigning.save(store, Assigning(False, ()), {}, known=known)
    with pytest.raises(Mistake, match="Name the skill"):
        complaint_assigning.save(store, Assigning(True, (Rule(""),)), {}, known="")
    [ana] = [one for one in page(store).people if one.id == team.ana]
    assert ana.skills == ("Letters", "Repairs")
    store.actor = Actor("ana", team.ana, "front_desk")
    with pytest.raises(NotAllowed):
        complaint_assigning.save(store, Assigning(), {}, known="")
    with pytest.raises(NotAllowed):
        page(store)
