"""Deadlines on the desk: what runs out is recorded and told to who has the case; a wrong clock is said."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.ids import new_uid
from app.services import complaints
from app.services.complaints import NewComplaint
from app.store.session import Actor
from app.ui.clock_bar import ClockBar
from app.ui.deadlines import SEEN, Deadlines
from tests.support.clock import StandingClock


class Moving(StandingClock):
    moment = datetime(2026, 3, 16, 8, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Moving:
    return Moving()


def test_the_owner_hears_once_that_time_runs_out(context, store, make, clock, said):
    nuria, diego = make.staff("N", "Nuria", login="nuria"), make.staff("D", "Diego", login="diego")
    store.actor = Actor("nuria", nuria, "front_desk")
    draft = NewComplaint(make.customer(), "Broken glasses", severity="critical", owner_id=nuria)
    case = complaints.open_case(store, draft, request=new_uid())
    desk = Deadlines(context, context)
    desk.look()
    assert said == []
    clock.moment += timedelta(hours=5, minutes=30)
    # another desk records it; this one tells it all the same
    store.actor = Actor("diego", diego, "front_desk")
    complaints.sweep(store)
    store.actor = Actor("nuria", nuria, "front_desk")
    desk.look()
    assert said == [
        (f"{case.number}: the time ran out. Broken glasses", "info"),
        (f"{case.number}: 50 % of the time is used. Broken glasses", "info"),
    ]
    desk.look()
    assert len(said) == 2
    assert context.personal.get(SEEN) > 0
    store.actor = Actor("diego", diego, "front_desk")
    complaints.escalate(store, case.id, diego, "needs a van")
    store.actor = Actor("nuria", nuria, "front_desk")
    desk.look()
    assert said[-1] == (f"{case.number} was escalated to Diego: needs a van", "info")


def test_a_wrong_clock_is_said_while_it_is_wrong(context, store, monkeypatch):
    bar = ClockBar(context)
    for minutes, shown in ((0, False), (1.9, False), (7, True), (-3, True)):
        monkeypatch.setattr(store, "measure_clock", lambda minutes=minutes: timedelta(minutes=minutes))
        bar.look()
        assert bar.isHidden() is not shown
        if minutes == 7:
            assert bar.label.text() == "This PC’s clock is 7 min late; times come from the server."
    assert bar.label.text() == "This PC’s clock is 3 min fast; times come from the server."
