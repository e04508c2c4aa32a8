"""A clock that stands where a test puts it."""

from datetime import UTC, date, datetime, time


class StandingClock:
    """Noon (UTC) of a day, until it is moved."""

    def __init__(self, day: date = date(2026, 3, 16)) -> None:
        self.day = day

    def __call__(self) -> datetime:
        return datetime.combine(self.day, time(12), UTC)
