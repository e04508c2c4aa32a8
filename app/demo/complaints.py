"""Complaints of the demo company: settled ones with what they cost and what was said of them, open ones around now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from app.demo import words
from app.demo.books import MAKER, Books
from app.demo.history import Deal, History
from app.domain import frozen
from app.domain.business_time import Calendar, Pause
from app.domain.complaint import REPEAT_DAYS, USUAL, next_clock
from app.domain.complaint_outcome import PROPOSED, Terms
from app.domain.contribution import Part
from app.domain.money import ZERO
from app.models import (
    Complaint,
    ComplaintCost,
    ComplaintEvent,
    ComplaintOutcome,
    ComplaintOutcomeCost,
    ComplaintPause,
    ComplaintPromise,
)

STAFF = range(1, len(words.STAFF) + 1)
DESK = 3
"""Nuria, who answers the telephone."""
TABLES = (Complaint, ComplaintCost, ComplaintPromise, ComplaintPause, ComplaintOutcome, ComplaintOutcomeCost,
          ComplaintEvent)  # fmt: skip
"""What is written here, every table after those it points to."""


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a timeline."""

    at: datetime
    kind: str
    words: str
    staff_id: int | None = None
    channel: str = ""
    internal: bool = False
    promise_id: int | None = None
    outcome_id: int | None = None


@dataclass(slots=True)
class Draft:
    """A case before it is written."""

    order: Deal
    opened: datetime
    status: str
    severity: str
    owner_id: int | None
    values: dict[str, object] = field(default_factory=dict)
    pauses: list[tuple[datetime, datetime | None, str]] = field(default_factory=list)
    promises: list[tuple[str, datetime]] = field(default_factory=list)
    events: list[Told] = field(default_factory=list)


class Complaints:
    """Writes cases into the books, with clocks as the program works them out."""

    def __init__(self, books: Books, rng: Random, counts: Calendar, now: datetime) -> None:
        self.books, self.rng, self.counts, self.now = books, rng, counts, now
        self._last: dict[tuple[int, int | None], tuple[int, datetime]] = {}

    def settled(self, history: History) -> None:
        """What was closed before today, in the order of its days; some at a cost."""
        planned = [order for order in history.orders if order.sale.complaint and order.sale.complaint < history.today]
        for order in sorted(planned, key=lambda order: (order.sale.complaint, order.id)):
            assert order.sale.complaint is not None
            self._settle(order, order.sale.complaint, history.today)

    def _settle(self, order: Deal, day: date, today: date) -> None:
        rng = self.rng
        opened = datetime.combine(day, time(rng.randint(8, 15), rng.randint(0, 59)), UTC)
        severity = rng.choice(("low", "normal", "normal", "normal", "high", "high", "critical"))
        target, owner = USUAL.of(severity), rng.choice(STAFF)
        first = self.counts.due(opened, max(1, round(target.answer * rng.choice((0.1, 0.2, 0.4, 0.6, 0.9, 1.3)))))
        ended = max(first, self.counts.due(opened, round(target.solve * rng.choice((0.1, 0.3, 0.5, 0.7, 0.9, 1.4)))))
        if ended.astimezone(self.counts.zone).date() >= today:
            first, ended = opened + timedelta(minutes=10), opened + timedelta(hours=2)
        at_once = first == ended or rng.random() < 0.35
        if at_once:
            ended = first
        subject, cause, solution = rng.choice(words.COMPLAINTS)
        draft = Draft(order, opened, "closed", severity, owner, {
            "subject": subject, "cause": cause, "solution": solution, "first_response_at": first, "closed_at": ended,
            "first_contact": at_once,
        })  # fmt: skip
        self._judge(draft, ended, today)
        channel = rng.choice(("phone", "email", "counter"))
        draft.events += [Told(first, "answer", "We are looking into it.", owner, channel)] if not at_once else []
        draft.events.append(Told(ended, "closed", solution, owner))
        complaint_id = self._write(draft, channel)
        cost = Decimal(rng.choice((0, 0, 12, 25, 60)))
        if cost:
            self.books.add(ComplaintCost, complaint_id=complaint_id, cost=cost)
            on = ended.astimezone(self.counts.zone).date()
            self.books.entry("complaint", on, order.sale.person.id, Part(None, ZERO, ZERO, cost),
                             order_id=order.id, complaint_id=complaint_id, reason="Complaint settled")  # fmt: skip

    def _judge(self, draft: Draft, ended: datetime, today: date) -> None:
        """Six of ten customers were asked, half of the answers were looked at."""
        rng = self.rng
        if rng.random() < 0.6:
            asked = min(ended.astimezone(self.counts.zone).date() + timedelta(days=rng.randint(0, 5)), today)
            draft.values |= {"satisfaction": rng.choice((2, 3, 4, 4, 5, 5)), "satisfaction_on": asked,
                             "satisfaction_channel": "phone"}  # fmt: skip
        if rng.random() < 0.5:
            draft.values |= {"quality": rng.choice((2, 3, 4, 4, 5)), "quality_by_id": 1}

    def open(self, orders: Sequence[Deal]) -> None:
        """Ten cases as a desk has them: one late, promises due soon, unanswered ones, one that waits, one reopened."""
        makers = (
            self._late, self._promised, self._waiting, self._proposed, self._reopened, self._escalated, self._quiet,
            self._answered, self._asked, self._new,
        )  # fmt: skip
        drafts = [make(order) for make, order in zip(makers, orders, strict=False)]
        for draft in sorted(drafts, key=lambda draft: draft.opened):
            self._write(draft, self.rng.choice(("phone", "phone", "email", "counter")))

    def _case(self, order: Deal, opened: datetime, at: int, severity: str, owner: int | None = DESK) -> Draft:
        subject, cause, _ = words.COMPLAINTS[at % len(words.COMPLAINTS)]
        status = "new" if owner is None else "assigned"
        return Draft(order, opened, status, severity, owner, {"subject": subject, "cause": cause})

    def _worked(self, order: Deal, opened: datetime, at: int, severity: str, said: str) -> Draft:
        """In work: answered some minutes after it came."""
        draft = self._case(order, opened, at, severity)
        answered = opened + timedelta(minutes=9)
        draft.status = "in_work"
        draft.values["first_response_at"] = answered
        draft.events.append(Told(answered, "answer", said, DESK, "phone"))
        return draft

    def _before(self, left: timedelta, severity: str) -> datetime:
        """When a case was opened whose solution is due ``left`` from now, or the last moment before that."""
        opened, minutes = self.now, USUAL.of(severity).solve
        while self.counts.due(opened, minutes) > self.now + left:
            opened -= timedelta(minutes=30)
        return opened

    def _late(self, order: Deal) -> Draft:
        return self._worked(order, self._before(timedelta(hours=-1), "high"), 0, "high", "New ones are on the way.")

    def _promised(self, order: Deal) -> Draft:
        draft = self._worked(order, self.now - timedelta(hours=20), 2, "normal", "Tracking number sent.")
        draft.promises.append(("A call with a time of delivery", self.now + timedelta(minutes=50)))
        return draft

    def _waiting(self, order: Deal) -> Draft:
        draft = self._worked(order, self.now - timedelta(days=2), 1, "normal", "Please send a photo of the damage.")
        draft.status = "waiting"
        since = self.now - timedelta(days=1)
        draft.pauses.append((since, None, "Photo of the damage requested"))
        draft.events.append(Told(since, "paused", "Photo of the damage requested", DESK))
        draft.values |= {"paused_at": since, "pause_reason": "Photo of the damage requested"}
        return draft

    def _proposed(self, order: Deal) -> Draft:
        draft = self._worked(order, self.now - timedelta(days=1, hours=3), 4, "high", "A manager decides today.")
        draft.status = "proposed"
        outcome_id = self.books.id(ComplaintOutcome)
        reason = "A dinner for two as an apology"
        draft.values["outcome"] = (outcome_id, reason, Decimal(150))
        draft.events.append(Told(self.now - timedelta(hours=2), "outcome", reason, DESK, outcome_id=outcome_id))
        return draft

    def _reopened(self, order: Deal) -> Draft:
        draft = self._worked(order, self.now - timedelta(days=6), 5, "normal", "Repaired on site.")
        closed, again = self.now - timedelta(days=5), self.now - timedelta(hours=22)
        draft.pauses.append((closed, again, ""))
        draft.events += [Told(closed, "closed", "Repaired on site", DESK),
                         Told(again, "reopened", "The leg is loose again", DESK)]  # fmt: skip
        draft.values |= {"reopened": 1, "first_contact": False, "solution": "Repaired on site"}
        return draft

    def _escalated(self, order: Deal) -> Draft:
        draft = self._worked(order, self._before(timedelta(hours=30), "high"), 3, "high", "We ask the maker.")
        at = self.now - timedelta(minutes=40)
        draft.values |= {"escalated_to_id": 1, "escalated_at": at}
        draft.events.append(Told(at, "escalated", words.STAFF[0][1], DESK, internal=True))
        return draft

    def _quiet(self, order: Deal) -> Draft:
        return self._worked(order, self.now - timedelta(days=1), 4, "low", "The invoice is written anew.")

    def _answered(self, order: Deal) -> Draft:
        draft = self._worked(order, self.now - timedelta(hours=5), 1, "normal", "Two new glasses leave today.")
        draft.promises.append(("The parcel's number", self.now + timedelta(hours=3, minutes=20)))
        return draft

    def _asked(self, order: Deal) -> Draft:
        return self._case(order, self.now - timedelta(minutes=95), 3, "high")

    def _new(self, order: Deal) -> Draft:
        return self._case(order, self.now - timedelta(minutes=25), 0, "normal", None)

    def _write(self, draft: Draft, channel: str) -> int:
        """The case with its targets, what ran out, its promises, pauses and timeline."""
        books, order, values = self.books, draft.order, draft.values
        complaint_id, target = books.id(Complaint), USUAL.of(draft.severity)
        product_id = order.lines[0].product_id if order.lines else None
        spans: list[Pause] = [(since, until) for since, until, _ in draft.pauses]
        answer_due = self.counts.due(draft.opened, target.answer)
        due = self.counts.due(draft.opened, target.solve, spans)
        stop = values.get("closed_at") or values.get("paused_at") or self.now
        answered = values.get("first_response_at") or stop
        assert isinstance(stop, datetime)
        assert isinstance(answered, datetime)
        late, answer_late = due if due < stop else None, answer_due if answer_due < answered else None
        draft.events += [Told(at, "late", name, internal=True)
                         for at, name in ((answer_late, "answer"), (late, "solution")) if at is not None]  # fmt: skip
        runs = draft.status not in ("closed", "waiting")
        unanswered = answer_due if "first_response_at" not in values and runs else None
        promised = [at for _, at in draft.promises]
        next_at, clock = next_clock(unanswered, promised, due if runs else None)
        key = (order.sale.person.id, product_id)
        before, since = self._last.get(key, (None, None))
        repeats = since is not None and draft.opened - since < timedelta(days=REPEAT_DAYS)
        self._last[key] = (complaint_id, draft.opened)
        used = self.counts.elapsed(draft.opened, stop, spans) / timedelta(minutes=target.solve)
        books.add(
            Complaint, id=complaint_id, uid=books.uid(), number=books.number("complaint", draft.opened.date()),
            customer_id=order.sale.person.id, order_id=order.id, product_id=product_id, channel=channel,
            severity=draft.severity, status=draft.status, opened_at=draft.opened, owner_id=draft.owner_id,
            answer_minutes=target.answer, solve_minutes=target.solve, answer_due_at=answer_due,
            due_at=None if draft.status == "waiting" and late is None else due,
            next_at=next_at, next_clock=clock, warned=90 if used >= 0.9 else 50 if used >= 0.5 else 0,
            answer_breached_at=answer_late, breached_at=late, repeat_of_id=before if repeats else None,
            created_by=MAKER, **{name: values.get(name, usual) for name, usual in _REST.items()},
        )  # fmt: skip
        self._parts(draft, complaint_id)
        subject = str(values["subject"])
        opening = [Told(draft.opened, "opened", subject, draft.owner_id or DESK, channel)]
        for told in [*opening, *sorted(draft.events, key=lambda told: told.at)]:
            books.add(
                ComplaintEvent, id=books.id(ComplaintEvent), complaint_id=complaint_id, at=told.at, kind=told.kind,
                staff_id=told.staff_id, channel=told.channel, words=told.words, internal=told.internal,
                promise_id=told.promise_id, outcome_id=told.outcome_id, created_by=MAKER,
            )  # fmt: skip
        return complaint_id

    def _parts(self, draft: Draft, complaint_id: int) -> None:
        """Promises, pauses and a proposal; a promise is an entry of the timeline too."""
        books, said = self.books, self.now - timedelta(minutes=75)
        for text, due in draft.promises:
            promise_id = books.id(ComplaintPromise)
            books.add(ComplaintPromise, id=promise_id, uid=books.uid(), complaint_id=complaint_id, staff_id=DESK,
                      words=text, at=said, due_at=due, created_by=MAKER)  # fmt: skip
            draft.events.append(Told(said, "promise", text, DESK, promise_id=promise_id))
        for since, until, reason in draft.pauses:
            books.add(ComplaintPause, id=books.id(ComplaintPause), complaint_id=complaint_id, since=since,
                      until=until, reason=reason, created_by=MAKER)  # fmt: skip
        outcome = draft.values.get("outcome")
        if isinstance(outcome, tuple):
            books.add(ComplaintOutcome, id=outcome[0], uid=books.uid(), complaint_id=complaint_id, kind="apology",
                      state=PROPOSED, reason=outcome[1], terms=frozen.dumps(Terms()), created_by=MAKER)  # fmt: skip
            books.add(ComplaintOutcomeCost, outcome_id=outcome[0], cost=outcome[2])


_REST: dict[str, object] = {
    "subject": "", "cause": "", "solution": "", "first_response_at": None, "closed_at": None, "first_contact": None,
    "satisfaction": None, "satisfaction_on": None, "satisfaction_channel": "", "quality": None, "quality_by_id": None,
    "paused_at": None, "pause_reason": "", "reopened": 0, "escalated_to_id": None, "escalated_at": None,
}  # fmt: skip


def complain(books: Books, rng: Random, history: History, counts: Calendar, now: datetime) -> None:
    """Complaints that were settled, and ten that are open."""
    made = Complaints(books, rng, counts, now)
    made.settled(history)
    before = history.today - timedelta(days=7)
    kept = [order for order in history.orders if order.delivered_on and order.delivered_on <= before]
    made.open([order for order in kept if order.id % 3 == 0][-10:])
