"""Business time: the worked numbers, days of 23 and 25 hours, and ten thousand calendars against a slow clock."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from app.domain.business_time import WORKING_WEEK, Calendar, check_day
from app.domain.opening_hours import ClosedDays, Hours, OpenDay, calendar_of, usual_hours
from app.domain.public_holidays import holidays_of
from app.domain.refusal import Conflict, Mistake
from tests.support.slow_clock import SlowClock

MADRID = ZoneInfo("Europe/Madrid")
NIGHT = ((0, 1440),)


def on(text: str) -> datetime:
    """A wall-clock moment of 2026 in Madrid."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=MADRID)


WEEK = Calendar(WORKING_WEEK, lambda year: {date(year, 4, 3)}, MADRID)


@pytest.mark.parametrize(
    ("start", "hours", "pauses", "due"),
    [
        ("03-06 17:00", 8, [], "03-09 17:00"),
        ("03-08 20:00", 4, [], "03-09 13:00"),
        ("04-02 17:30", 2, [], "04-06 10:30"),
        ("03-06 09:00", 8, [("03-06 15:00", "03-09 08:00")], "03-09 12:00"),
        ("03-09 15:00", 4, [], "03-10 10:00"),
        ("03-09 15:00", 4, [("03-09 19:00", "03-10 08:00")], "03-10 10:00"),
        # closed on Wednesday 13:00 with 7 h used, opened again on Friday 16:00: the one hour left runs on
        ("03-10 15:00", 8, [("03-11 13:00", "03-13 16:00")], "03-13 17:00"),
    ],
)
def test_worked_numbers(start, hours, pauses, due):
    spans = [(on(since), on(until)) for since, until in pauses]
    assert WEEK.due(on(start), hours * 60, spans) == on(due)
    assert WEEK.elapsed(on(start), on(due), spans) == timedelta(hours=hours)


def test_a_pause_that_lasts_counts_until_the_end():
    lasting = [(on("03-09 11:00"), None)]
    assert WEEK.elapsed(on("03-09 09:00"), on("03-20 18:00"), lasting) == timedelta(hours=2)
    assert WEEK.due(on("03-09 09:00"), 180, lasting) == on("03-09 12:00")


def test_days_of_23_and_25_hours():
    always = Calendar((NIGHT,) * 7, zone=MADRID)
    for day, hours in (("03-29", 23), ("10-25", 25), ("06-01", 24)):
        start = on(f"{day} 00:00").astimezone(UTC)
        end = (on(f"{day} 00:00") + timedelta(days=1)).astimezone(UTC)
        assert always.elapsed(start, end) == timedelta(hours=hours) == end - start
    # 02:30 does not exist on 29 March: hours from then begin when the clock jumps over it
    early = Calendar(((),) * 6 + (((150, 300),),), zone=MADRID)
    assert early.due(on("03-28 12:00"), 60) == datetime(2026, 3, 29, 2, tzinfo=UTC)


def test_a_calendar_needs_an_open_minute_and_days_end_before_midnight():
    with pytest.raises(Mistake, match="ever end"):
        Calendar(((),) * 7)
    with pytest.raises(Mistake, match="next one"):
        check_day([(1320, 120)])
    with pytest.raises(Mistake, match="before"):
        check_day([(540, 780), (720, 1080)])
    assert check_day([(840, 1080), (540, 780), (780, 840)]) == ((540, 1080),)
    never = Calendar((NIGHT,) + ((),) * 6, lambda year: [date(year, 1, 1) + timedelta(days=n) for n in range(366)])
    with pytest.raises(Conflict):
        never.due(on("03-06 17:00"), 1)


def test_a_long_target_jumps_over_years():
    assert WEEK.due(on("03-02 09:00"), 100 * 8 * 60) == on("07-20 18:00")
    far = WEEK.due(on("03-02 09:00"), 20_000 * 60)
    assert WEEK.elapsed(on("03-02 09:00"), far) == timedelta(hours=20_000)


def test_holidays_by_region_and_own_days():
    hours = Hours(
        WORKING_WEEK, "ES-VC", (ClosedDays(date(2026, 8, 3), date(2026, 8, 21), "Summer"),),
        (OpenDay(date(2026, 10, 9), ((600, 840),), "Open all the same"),),
    ).checked()  # fmt: skip
    own = calendar_of(hours, "Europe/Madrid")
    assert holidays_of("ES-VC", 2026, "es")[date(2026, 3, 19)] == "San José"
    assert own.intervals(date(2026, 3, 19)) == ()
    assert calendar_of(hours, "Europe/Madrid", "ES-MD").intervals(date(2026, 3, 19)) != ()
    assert own.intervals(date(2026, 10, 9)) == ((600, 840),)
    assert own.due(on("07-31 17:30"), 60) == on("08-24 09:30")
    assert usual_hours("ES").checked().region == "ES"
    with pytest.raises(Mistake):
        Hours(WORKING_WEEK, "ES-XX").checked()


def _week(rng: Random):
    """Some days with up to three intervals, some without, at least one that is open."""
    week = []
    for _ in range(7):
        cuts = sorted(rng.sample(range(0, 1441, 15), 2 * rng.choice((0, 1, 1, 2, 3))))
        week.append(check_day(list(zip(cuts[::2], cuts[1::2], strict=True))))
    week[rng.randrange(7)] = ((0, 60 * rng.randint(1, 24)),)
    return tuple(week)


def _pauses(rng: Random, first: datetime, minutes: int):
    """Pauses and closed times, some of which overlap, touch, or last."""
    found = []
    for _ in range(rng.randrange(4)):
        since = first + timedelta(minutes=rng.randrange(minutes))
        until = since + timedelta(minutes=rng.choice((0, 1, 30, rng.randrange(1, 3000))))
        found.append((since, None if rng.random() < 0.05 else until))
    return found


def test_ten_thousand_calendars_pauses_and_reopenings_against_the_slow_clock():
    rng, zones = Random(20260308), [ZoneInfo(name) for name in (
        "Europe/Madrid", "America/Santiago", "Asia/Shanghai", "Australia/Lord_Howe", "America/New_York", "UTC",
    )]  # fmt: skip
    checked = reached = 0
    while checked < 10_000:
        zone, week, days = rng.choice(zones), _week(rng), 4
        # many spans meet a change of the clock or of the year
        near = rng.choice(((2026, 3, 26), (2026, 10, 22), (2025, 12, 29), (2026, 4, 2), (2026, 9, 3), (2026, 6, 1)))
        first = datetime(*near, tzinfo=UTC)
        closed = {first.date() + timedelta(days=rng.randrange(days)) for _ in range(rng.randrange(3))}
        special = {first.date() + timedelta(days=rng.randrange(days)): check_day([(rng.randrange(700), 720)])}
        fast = Calendar(week, lambda year, closed=closed: [day for day in closed if day.year == year], zone, special)
        slow = SlowClock(week, closed, special, zone, first, first + timedelta(days=days))
        for _ in range(50):
            start = first + timedelta(minutes=rng.randrange(days * 1440))
            end = start + timedelta(minutes=rng.randrange(1, days * 1440))
            end = min(end, first + timedelta(days=days))
            pauses, minutes = _pauses(rng, first, days * 1440), rng.randint(1, 1200)
            assert fast.elapsed(start, end, pauses) == slow.elapsed(start, end, pauses)
            due = slow.due(start, minutes, pauses)
            if due is not None:
                reached += 1
                assert fast.due(start, minutes, pauses) == due
            checked += 1
    assert reached > 3_000
