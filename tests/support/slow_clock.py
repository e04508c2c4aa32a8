"""Business time the slow way: minute by minute, by looking at the wall clock. Shares nothing with the fast one."""

from datetime import UTC, datetime, timedelta

MINUTE = timedelta(minutes=1)


class SlowClock:
    """A list of minutes, each open or not: a minute is open while the furthest the wall clock went that day is."""

    def __init__(self, week, closed, days, zone, first: datetime, last: datetime) -> None:
        self.first = first
        self.open = bytearray()
        furthest, today = -1, None
        # a day earlier, so that the first minute knows how far its day has come
        moment = first - timedelta(days=1)
        while moment < last:
            local = moment.astimezone(zone)
            if local.date() != today:
                today, furthest = local.date(), -1
            furthest = max(furthest, local.hour * 60 + local.minute)
            if moment >= first:
                hours = days.get(today, () if today in closed else week[today.weekday()])
                self.open.append(any(begin <= furthest < end for begin, end in hours))
            moment += MINUTE

    def _at(self, moment: datetime) -> int:
        return (moment.astimezone(UTC) - self.first) // MINUTE

    def _works(self, pauses) -> bytearray:
        counted = bytearray(self.open)
        for since, until in pauses:
            begin = min(max(self._at(since), 0), len(counted))
            end = len(counted) if until is None else max(min(self._at(until), len(counted)), begin)
            counted[begin:end] = bytes(end - begin)
        return counted

    def elapsed(self, start: datetime, end: datetime, pauses=()) -> timedelta:
        return MINUTE * self._works(pauses)[self._at(start) : self._at(end)].count(1)

    def due(self, start: datetime, minutes: int, pauses=()) -> datetime | None:
        """The end of the minute with which so many have passed; none beyond the horizon."""
        counted = self._works([(since, until) for since, until in pauses if until is not None])
        at = self._at(start)
        for _ in range(minutes):
            at = counted.find(1, at) + 1
            if at == 0:
                return None
        return self.first + MINUTE * at
