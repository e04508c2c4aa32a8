"""Complaints: opened, answered, promised, paused, closed, opened again; clocks, breaches and costs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from uuid import UUID

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.opening_hours import ClosedDays, Hours
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.models import Complaint, ComplaintEvent, ComplaintPromise, ContributionEntry, OrderLine
from app.queries.business_hours import page as business_hours_page
from app.services import business_hours, complaints
from app.services.complaints import Closing, NewComplaint
from app.store.bulk import insert_many
from app.store.session import Actor, Store
from tests.support.clock import StandingClock
from tests.support.crowd import at_once, troubles

# Monday 16 March 2026, 13:00 in Madrid: business time is 09-13 and 14-18
NOON = datetime(2026, 3, 16, 12, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of March 2026 on the wall of the company (winter time until the 29th)."""
    return datetime(2026, 3, day, hour - 1, minute, tzinfo=UTC)


class Moving(StandingClock):
    """A clock that tests put on any moment."""

    moment = at(16, 9)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Moving:
    return Moving()


@pytest.fixture
def nuria(store, make) -> int:
    staff = make.staff("N", "Nuria Campos", login="nuria", access="front_desk")
    store.actor = Actor("nuria", staff, "front_desk")
    return staff


def row(store: Store, complaint_id: int):
    with store.read() as tx:
        return tx.first(select(Complaint.__table__).where(Complaint.id == complaint_id))


def events(store: Store, complaint_id: int) -> list[tuple[str, str]]:
    one = ComplaintEvent
    with store.read() as tx:
        found = tx.all(select(one.kind, one.words).where(one.complaint_id == complaint_id).order_by(one.id))
        return [tuple(entry) for entry in found]


def opened(store: Store, make, subject="Broken glasses", **values) -> int:
    customer = values.pop("customer", None) or make.customer()
    return complaints.open_case(store, NewComplaint(customer, subject, **values), request=new_uid()).id


def test_columnsentence_opens_a_case_once(store, make, nuria):
    customer, request = make.customer(), new_uid()
    draft = NewComplaint(customer, "  Towels are not here,\n wedding on Saturday ", severity="high")
    one = complaints.open_case(store, draft, request=request)
    assert complaints.open_case(store, draft, request=request).number == one.number
    case = row(store, one.id)
    assert (one.number, case.status) == ("CS-2026-0001", "new")
    assert case.subject == "Towels are not here, wedding on Saturday"
    # 2 h to answer, 16 h to solve, from Monday 09:00
    assert (case.answer_due_at, case.due_at) == (at(16, 11), at(17, 18))
    assert (case.next_at, case.next_clock) == (at(16, 11), "answer")
    for wrong, field in (
        (replace(draft, subject=" "), "subject"), (replace(draft, channel="pigeon"), "channel"),
        (replace(draft, severity="huge"), "severity"), (replace(draft, subject="x" * 301), "subject"),
    ):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            complaints.open_case(store, wrong, request=new_uid())
        assert refused.value.field == field


def test_the_first_answer_stops_its_clock_and_the_next_columnruns(store, make, clock, nuria):
    case = opened(store, make)
    clock.moment = at(16, 10)
    complaints.answer(store, case, "We look for the parcel.", request=new_uid(), channel="phone")
    now = row(store, case)
    assert (now.status, now.first_response_at) == ("in_work", at(16, 10))
    # 40 h of five days of 8 h: Friday evening; the 19th is Saint Joseph's Day in Valencia only
    assert (now.next_at, now.next_clock) == (at(20, 18), "solution")
    complaints.promise(store, case, "A call before noon", at(16, 12), request=new_uid())
    assert (row(store, case).next_at, row(store, case).next_clock) == (at(16, 12), "promise")
    with pytest.raises(Mistake, match="in the past"):
        complaints.promise(store, case, "Yesterday", at(15, 12), request=new_uid())


def test_a_breach_is_recorded_at_its_moment_by_a_sweep_or_by_who_comes_first(store, make, clock, nuria):
    swept, answered = opened(store, make, severity="critical"), opened(store, make, "Late parcel", severity="critical")
    clock.moment = at(16, 16)
    complaints.answer(store, answered, "At last", request=new_uid())
    found = complaints.sweep(store)
    assert (found.late, complaints.sweep(store).late) == (1, 0)
    for case in (swept, answered):
        assert row(store, case).answer_breached_at == at(16, 10)
        assert events(store, case).count(("late", "answer")) == 1
    # 8 h: 18:00; half of it is over at 14:00, nine tenths at 17:12
    assert [kind for kind in events(store, swept) if kind[0] == "warned"] == [("warned", "50")]
    clock.moment = at(16, 17, 30)
    assert [one.percent for one in complaints.sweep(store).warned] == [90, 90]
    clock.moment = at(17, 9)
    assert complaints.sweep(store).late == 2
    assert row(store, swept).breached_at == at(16, 18)


def test_many_desks_sweep_and_work_at_once(store, make, clock, nuria):
    cases = [opened(store, make, f"Case {number}", severity="critical") for number in range(8)]
    promise = complaints.promise(store, cases[0], "A call", at(16, 12), request=new_uid()).id
    clock.moment = at(16, 17, 30)
    jobs = [partial(complaints.sweep, store) for _ in range(3)]
    jobs += [partial(complaints.answer, store, case, "Hello", request=new_uid()) for case in cases[:3]]
    jobs += [partial(complaints.keep, store, promise), partial(complaints.take, store, cases[5])]
    assert troubles(at_once(jobs)) == []
    complaints.sweep(store)
    for case in cases:
        told = [kind for kind in events(store, case) if kind[0] in ("late", "warned", "broken")]
        broken = [("broken", "A call")] if case == cases[0] else []
        assert sorted(told) == [*broken, ("late", "answer"), ("warned", "90")]


def test_ten_thousand_open_cases_get_other_hours_in_a_few_statements(store, make, clock, nuria, statements):
    first = opened(store, make)
    with store.write() as tx:
        one = tx.first(select(Complaint.__table__).where(Complaint.id == first))
        names = [column.name for column in Complaint.__table__.c if column.name not in ("id", "uid", "number")]
        insert_many(tx, Complaint, ("id", "uid", "number", *names), [
            (first + at, new_uid(), f"X-{at}", *[getattr(one, name) for name in names]) for at in range(1, 10_001)
        ])  # fmt: skip
    store.actor, sent = Actor("boss", None, "manager"), len(statements)
    saved = business_hours.save(store, Hours((((480, 1200),),) * 5 + ((),) * 2, "ES"))
    assert saved.recomputed == 10_001
    assert len(statements) - sent < 15
    assert len({row(store, case).due_at for case in (first, first + 9_999)}) == 1


def test_a_pause_needs_a_reason_and_stops_both_clocks(store, make, clock, nuria):
    case = opened(store, make, severity="critical")
    with pytest.raises(Mistake):
        complaints.pause(store, case, "  ")
    clock.moment = at(16, 9, 30)
    complaints.pause(store, case, "Photo of the damage requested")
    waiting = row(store, case)
    assert (waiting.status, waiting.next_at, waiting.due_at) == ("waiting", None, None)
    clock.moment = at(18, 12)
    assert complaints.sweep(store).late == 0
    complaints.resume(store, case)
    now = row(store, case)
    assert (now.status, now.paused_at, now.answer_due_at) == ("in_work", None, at(18, 12, 30))
    assert now.due_at == at(19, 11, 30)
    with pytest.raises(Conflict):
        complaints.resume(store, case)
    # closed while it waits: its target is what it was when it began to wait
    complaints.pause(store, case, "Address")
    clock.moment = at(25, 12)
    complaints.close(store, case, Closing("No answer", Decimal(0)), request=new_uid())
    assert (row(store, case).breached_at, row(store, case).due_at > at(25, 12)) == (None, True)


def test_reopened_the_remaining_time_runs_on_and_the_breach_stays(store, make, clock, nuria):
    # Monday 10:00, 8 h; closed Tuesday 09:00 with 7 h used, reopened Friday 16:00: due 17:00
    clock.moment = at(16, 10)
    case = opened(store, make, severity="critical")
    complaints.answer(store, case, "Ready", request=new_uid())
    clock.moment = at(17, 9)
    complaints.close(store, case, Closing("New glasses sent", Decimal(18)), request=new_uid())
    assert (row(store, case).first_contact, row(store, case).next_at) == (True, None)
    clock.moment = at(20, 16)
    complaints.reopen(store, case, "Broken again")
    now = row(store, case)
    assert (now.status, now.due_at, now.reopened, now.first_contact) == ("in_work", at(20, 17), 1, False)
    clock.moment = at(20, 17, 30)
    complaints.close(store, case, Closing("Money back", Decimal(25)), request=new_uid())
    assert row(store, case).breached_at == at(20, 17)
    with store.read() as tx:
        booked = tx.all(
            select(ContributionEntry.kind, ContributionEntry.on, ContributionEntry.cost)
            .where(ContributionEntry.complaint_id == case).order_by(ContributionEntry.id)
        )  # fmt: skip
    assert [tuple(one) for one in booked] == [
        ("complaint", date(2026, 3, 17), Decimal(18)), ("reversal", date(2026, 3, 17), Decimal(-18)),
        ("complaint", date(2026, 3, 20), Decimal(25)),
    ]  # fmt: skip


def test_closing_needs_solution_cost_and_kept_promises(store, make, clock, nuria):
    case = opened(store, make)
    for closing, field in ((Closing(" ", Decimal(0)), "solution"), (Closing("Done", None), "cost"),
                           (Closing("Done", Decimal(-1)), "cost")):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            complaints.close(store, case, closing, request=new_uid())
        assert refused.value.field == field
    promise = complaints.promise(store, case, "A call", at(16, 12), request=new_uid()).id
    with pytest.raises(Conflict, match="A call"):
        complaints.close(store, case, Closing("Done", Decimal(0)), request=new_uid())
    clock.moment = at(16, 13)
    complaints.keep(store, promise)
    with store.read() as tx:
        kept = tx.first(select(ComplaintPromise.kept_at, ComplaintPromise.broken_at))
    assert tuple(kept) == (at(16, 13), at(16, 12))
    request: UUID = new_uid()
    complaints.close(store, case, Closing("Done", Decimal(0)), request=request)
    complaints.close(store, case, Closing("Done", Decimal(0)), request=request)
    with pytest.raises(Conflict, match="already"):
        complaints.close(store, case, Closing("Done", Decimal(0)), request=new_uid())
    assert row(store, case).first_response_at == at(16, 13)
    assert [kind for kind, _ in events(store, case)][-1] == "closed"


def test_two_people_at_once(store, make, nuria):
    case = opened(store, make)
    version = row(store, case).version
    before = {"subject": "Broken glasses", "severity": "normal", "cause": ""}
    complaints.change(store, case, {"severity": "critical"}, version=version, base=before)
    merged = complaints.change(store, case, {"cause": "Transport"}, version=version, base=before)
    assert merged.merged
    assert (row(store, case).severity, row(store, case).cause) == ("critical", "Transport")
    with pytest.raises(Conflict) as refused:
        complaints.change(store, case, {"severity": "low"}, version=version, base=before)
    assert [one.key for one in refused.value.values["differing"]] == ["severity"]
    # the new severity counts from the opening
    assert row(store, case).due_at == at(16, 18)
    other = make.staff("D", "Diego")
    complaints.assign(store, case, other, version=row(store, case).version)
    with pytest.raises(Conflict, match="Diego"):
        complaints.take(store, case)
    with pytest.raises(Conflict):
        complaints.assign(store, case, nuria, version=version)


def test_ratings(store, make, clock, nuria):
    case = opened(store, make, owner_id=nuria)
    complaints.close(store, case, Closing("Done", Decimal(0)), request=new_uid())
    with pytest.raises(Mistake, match="Satisfaction 7: 1–5 only"):
        complaints.satisfied(store, case, 7, channel="phone")
    complaints.satisfied(store, case, 4, channel="phone")
    assert (row(store, case).satisfaction, row(store, case).satisfaction_on) == (4, date(2026, 3, 16))
    with pytest.raises(NotAllowed):
        complaints.rate(store, case, 5)
    store.actor = Actor("nuria", nuria, "manager")
    with pytest.raises(NotAllowed, match="somebody else"):
        complaints.rate(store, case, 5)
    store.actor = Actor("boss", None, "manager")
    complaints.rate(store, case, 5)
    assert row(store, case).quality == 5


def test_origin_is_consistent_and_a_repeat_is_found(store, make, clock):
    mine, other, glass, plate = make.customer(), make.customer(), make.product(), make.product()
    order = make.order(mine, (glass,), (plate,)).order_id
    with pytest.raises(Mistake, match="another customer"):
        opened(store, make, customer=other, order_id=order)
    with store.read() as tx:
        line = tx.scalar(select(OrderLine.id).where(OrderLine.order_id == order, OrderLine.product_id == plate))
    with pytest.raises(Mistake, match="another product"):
        opened(store, make, customer=mine, line_id=line, product_id=glass)
    first = opened(store, make, "Plate broken", customer=mine, line_id=line)
    assert (row(store, first).order_id, row(store, first).product_id) == (order, plate)
    again = complaints.open_case(store, NewComplaint(mine, "Not again", product_id=plate), request=new_uid())
    assert again.repeat_of == row(store, first).number
    alike = complaints.open_case(store, NewComplaint(mine, "a PLATE was broken"), request=new_uid())
    assert alike.repeat_of == row(store, first).number
    apart = complaints.open_case(store, NewComplaint(mine, "Invoice address", product_id=glass), request=new_uid())
    assert apart.repeat_of == ""
    clock.moment = at(16, 9) + timedelta(days=200)
    assert row(store, opened(store, make, "Plate broken", customer=mine, line_id=line)).repeat_of_id is None


def test_other_hours_move_deadlines_of_open_cases_and_no_breach(store, make, clock, nuria):
    late, running = opened(store, make, severity="critical"), opened(store, make, "Wrong colour")
    paused, done = opened(store, make, "Photo wanted"), opened(store, make, "Already solved")
    complaints.close(store, done, Closing("Done", Decimal(0)), request=new_uid())
    complaints.pause(store, paused, "Photo")
    clock.moment = at(16, 11)
    complaints.sweep(store)
    breached = row(store, late).answer_breached_at
    store.actor = Actor("boss", None, "manager")
    page = business_hours_page(store)
    week = (((480, 1200),),) * 5 + ((),) * 2
    longer = Hours(week, "ES-VC", (ClosedDays(date(2026, 3, 17), date(2026, 3, 17), "Fallas"),))
    saved = business_hours.save(store, longer, known=page.kept)
    assert saved.recomputed == 2
    # 40 h of 12 h a day from Monday 09:00: 11 + 12 (Wed) + 12 (Fri, Thursday is Saint Joseph) + 5 h on Monday
    assert row(store, running).due_at == at(23, 13)
    assert (row(store, late).answer_breached_at, row(store, late).due_at) == (breached, at(16, 17))
    with pytest.raises(Conflict):
        business_hours.save(store, longer, known=page.kept)
    with pytest.raises(Mistake) as refused:
        business_hours.save(store, Hours(((),) * 7))
    assert refused.value.field == "week"
    with pytest.raises(Mistake, match="next one"):
        business_hours.save(store, Hours((((1320, 120),), *week[1:])))
    store.actor = Actor("nuria", nuria, "front_desk")
    with pytest.raises(NotAllowed):
        business_hours.save(store, longer)
