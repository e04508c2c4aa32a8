"""Complaints: their states and what may follow on what, their clocks and targets, the words that stand for codes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.refusal import N_, Conflict, Mistake
from app.domain.text import folded

NEW, ASSIGNED, IN_WORK, WAITING, PROPOSED, APPROVED, REJECTED, EXECUTED, CLOSED = STATES = (
    "new", "assigned", "in_work", "waiting", "proposed", "approved", "rejected", "executed", "closed",
)  # fmt: skip
MOVES: Mapping[str, frozenset[str]] = {
    NEW: frozenset({ASSIGNED, IN_WORK, WAITING, PROPOSED, CLOSED}),
    ASSIGNED: frozenset({NEW, IN_WORK, WAITING, PROPOSED, CLOSED}),
    IN_WORK: frozenset({WAITING, PROPOSED, CLOSED}),
    WAITING: frozenset({IN_WORK, PROPOSED, CLOSED}),
    PROPOSED: frozenset({APPROVED, REJECTED, IN_WORK}),
    APPROVED: frozenset({EXECUTED, REJECTED, IN_WORK}),
    REJECTED: frozenset({PROPOSED, IN_WORK, CLOSED}),
    EXECUTED: frozenset({PROPOSED, IN_WORK, CLOSED}),
    CLOSED: frozenset({IN_WORK}),
}
"""What a case in a state may become; a closed one is in work again when it is reopened."""
UNDECIDED = frozenset({PROPOSED, APPROVED})
"""A proposal is open: we have to decide or to carry out."""
DECIDED = frozenset({REJECTED, EXECUTED})
SEVERITIES = ("low", "normal", "high", "critical")
NORMAL = "normal"
CHANNELS = ("phone", "email", "message", "counter", "web", "letter", "social")
EVENTS = (
    "opened", "assigned", "answer", "note", "promise", "kept", "broken", "withdrawn", "paused", "resumed", "state",
    "escalated", "warned", "late", "outcome", "approved", "refused", "executed", "closed", "reopened", "quality",
    "satisfied", "changed", "file",
)  # fmt: skip
OUTCOMES = ("return", "credit", "replacement", "discount", "apology", "rejected")
ANSWER, PROMISE, SOLUTION = "answer", "promise", "solution"
WARNINGS = (50, 90)
"""Percent of the solution's time at which the owner is warned."""
REPEAT_DAYS = 90
"""A complaint that is alike within so many days repeats the one before."""
LONGEST_SUBJECT, LONGEST_WORDS, LONGEST_PROMISE, LONGEST_REASON, LONGEST_CAUSE = 300, 20_000, 400, 200, 120
MOST_RATING = 5
TIERS = ("A", "B", "")
"""Customer tiers with targets of their own; the last stands for everybody else."""
MOST_HOURS = 10_000

_SEVERITY_WORDS = {
    "low": ("low", "minor", "baja", "leve", "低", "轻微"),
    "normal": ("normal", "medium", "media", "中", "一般", "普通"),
    "high": ("high", "major", "alta", "grave", "高", "严重"),
    "critical": ("critical", "urgent", "critica", "urgente", "紧急", "危急"),
}
_SEVERITY_OF = {folded(word): code for code, words in _SEVERITY_WORDS.items() for word in words}

_WHY_NOT = {
    CLOSED: N_("This case is closed. Open it again first."),
    PROPOSED: N_("A proposal of this case is open. Carry it out or withdraw it first."),
    APPROVED: N_("An approved proposal of this case is open. Carry it out or withdraw it first."),
}


def check_move(status: str, to: str) -> None:
    """Raises ``Conflict`` in words when a case in ``status`` cannot become ``to``."""
    if to in MOVES[status]:
        return
    if status in _WHY_NOT:
        raise Conflict(_WHY_NOT[status], field="status")
    raise Conflict(N_("This case is not at a step on which that can follow. Look at it again."), field="status")


def severity_of(text: str) -> str:
    """The severity that a word in one of the three languages means; ``normal`` for any other."""
    return _SEVERITY_OF.get(folded(text.strip()), NORMAL)


@dataclass(frozen=True, slots=True)
class Target:
    """Business minutes allowed for the first answer and for the solution."""

    answer: int
    solve: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """The targets of one severity for customers of one tier; an empty tier is everybody else."""

    severity: str
    tier: str
    answer: int
    solve: int


@dataclass(frozen=True, slots=True)
class Targets:
    """All targets; what is missing for a tier is that of everybody else."""

    rows: tuple[TargetRow, ...] = ()

    def of(self, severity: str, tier: str = "") -> Target:
        """The target of a severity (any word of ``severity_of``) for a customer's tier."""
        known = {(row.severity, row.tier): Target(row.answer, row.solve) for row in (*USUAL.rows, *self.rows)}
        code = severity if severity in SEVERITIES else severity_of(severity)
        return known.get((code, tier)) or known[code, ""]

    def check(self) -> None:
        """Raises ``Mistake`` naming the field, such as ``high/A/solve``, for a time that cannot be."""
        for row in self.rows:
            for name, minutes in ((ANSWER, row.answer), ("solve", row.solve)):
                if not 1 <= minutes <= MOST_HOURS * 60:
                    raise Mistake(
                        N_("Write a time from 1 minute to {most} hours."), most=MOST_HOURS,
                        field=f"{row.severity}/{row.tier}/{name}",
                    )  # fmt: skip
            if row.answer > row.solve:
                raise Mistake(
                    N_("The first answer is due no later than the solution."),
                    field=f"{row.severity}/{row.tier}/{ANSWER}",
                )


def _usual() -> Targets:
    """1, 2, 4, 8 h to answer and 8, 16, 40, 80 h to solve; half of it for the best customers."""
    hours = {"critical": (1, 8), "high": (2, 16), NORMAL: (4, 40), "low": (8, 80)}
    return Targets(
        tuple(
            TargetRow(severity, tier, *(hour * 60 // (2 if tier == "A" else 1) for hour in hours[severity]))
            for severity in SEVERITIES
            for tier in TIERS
        )
    )


USUAL = _usual()
"""The targets of a company that set none."""
USUAL_CAUSES = (
    N_("Carrier delay"), N_("Damaged in transport"), N_("Faulty goods"), N_("Wrong goods"), N_("Missing part"),
    N_("Invoice error"), N_("Wrong information"), N_("Service"),
)  # fmt: skip
"""Proposed until the company writes its own."""


def next_clock(
    answer_due: datetime | None, promises: Iterable[datetime], solution_due: datetime | None
) -> tuple[datetime | None, str]:
    """Which of the clocks that run ends first, and its name; of two at once the one named first."""
    clocks = [(answer_due, ANSWER), *((due, PROMISE) for due in promises), (solution_due, SOLUTION)]
    running = [(due, name) for due, name in clocks if due is not None]
    return min(running, key=_when) if running else (None, "")


def _when(clock: tuple[datetime, str]) -> datetime:
    return clock[0]


def check_rating(value: int, field: str) -> int:
    """A rating of 1 to 5. Raises ``Mistake``."""
    if not 1 <= value <= MOST_RATING:
        raise Mistake(N_("Write a number from 1 to 5."), field=field)
    return value


def first_contact(*, reopened: int, answers: int, paused: bool, escalated: bool) -> bool:
    """Whether a case was solved at the first contact: with its first answer, without waiting, help or reopening."""
    return reopened == 0 and answers <= 1 and not paused and not escalated
