"""The columns of the queue: the clock that follows the minute, who, what, whose, and how far."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.complaints_queue import CaseRow
from app.ui.complaints.clock import Running, clock_words
from app.ui.complaints.words import STEPS, severity_words, short_name
from app.ui.kit.columns import Cell, Column, Kind, Moment

NAMES = {
    "case": N_("Case"),
    "customer": N_("Customer"),
    "owner": N_("Owner"),
    "cause": N_("Cause"),
    "severity": N_("Severity"),
    "status": N_("Status"),
    "channel": N_("Channel"),
    "product": N_("Product"),
    "order": N_("Order"),
    "opened": N_("Received on"),
    "due": N_("Solution due"),
    "closed": N_("Closed on"),
    "late": N_("Late"),
    "paused": N_("Paused"),
    "repeated": N_("Repeated"),
    "unassigned": N_("Nobody's"),
    "open": N_("Open"),
    "mine": N_("Mine"),
    "satisfaction": N_("Satisfaction"),
}
"""What the words of the filter bar are called on its chips; every one of them has a name (tested)."""


def running(row: CaseRow) -> Running:
    """The clock of a row."""
    ended = row.closed_at if row.status == "closed" else None
    return Running(row.next_at, row.next_clock, row.paused, row.pause_reason, ended, row.late, row.counts)


@dataclass(frozen=True, slots=True)
class ClockColumn(Column[CaseRow]):
    """Its cell depends on the minute: made anew when that changes."""

    def cell(self, row: CaseRow, say: Say, moment: Moment) -> Cell:
        """The chip at a moment."""
        words = clock_words(running(row), say, moment.now)
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=words.tip or words.text)
        if words.tip and words.text != "–":
            sentence = f"{sentence} ({words.text})"
        return Cell(words.text, tone=words.tone, icon=words.icon, tip=words.tip, sentence=sentence)


@dataclass(frozen=True, slots=True)
class StepColumn(Column[CaseRow]):
    """Five bars, in words the step that is reached."""

    def cell(self, row: CaseRow, say: Say, moment: Moment) -> Cell:
        """The step."""
        words = say.text(STEPS[row.step - 1])
        tip = say.text(N_("{step} ({at} of {all})"), step=words, at=row.step, all=len(STEPS))
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=tip)
        return Cell(words, tip=tip, sentence=sentence, mark=str(row.step))


@dataclass(frozen=True, slots=True)
class OwnerColumn(Column[CaseRow]):
    """Who cares for it; what nobody has can be taken."""

    def cell(self, row: CaseRow, say: Say, moment: Moment) -> Cell:
        """A name, or the deed."""
        if row.owner_id is not None or row.status == "closed":
            made = Cell(short_name(row.owner) if row.owner else "–", tip=row.owner, tone="" if row.owner else "quiet")
            said = row.owner or say.text(N_("nobody"))
        else:
            made = Cell(say.text(N_("Take it")), tone="accent", tip=say.text(N_("Nobody has it: take it (Ins)")))
            said = made.tip
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=said)
        return Cell(made.text, tone=made.tone, tip=made.tip, sentence=sentence)


def _severity_tone(row: CaseRow) -> str:
    return {"critical": "bad", "high": "warn"}.get(row.severity, "")


def _subject_tip(row: CaseRow, say: Say, _moment: Moment) -> str:
    parts = (row.subject, row.cause, severity_words(row.severity, say), row.order, row.product)
    return "\n".join(part for part in parts if part)


COLUMNS: Sequence[Column[CaseRow]] = (
    ClockColumn("due", N_("Due"), lambda row: row.next_at, Kind.STATUS, sort="next", sample="Wed 10:00"),
    Column("case", N_("Case"), lambda row: row.number, Kind.CODE, sort="case", tone=lambda _row: "accent"),
    Column("customer", N_("Customer"), lambda row: (row.customer, row.place), Kind.TWO_LINES, stretch=True,
           sample="Restaurante La Morera"),
    Column("tier", N_("Tier"), lambda row: row.tier, Kind.TIER),
    Column("what", N_("What"), lambda row: row.subject, stretch=True, tip=_subject_tip,
           sample="Late delivery of towels"),
    OwnerColumn("owner", N_("Owner"), lambda row: row.owner, sample="Nuria C."),
    StepColumn("step", N_("Step"), lambda row: row.step, Kind.STEPS),
    Column("severity", N_("Severity"), lambda row: row.severity or None, tone=_severity_tone, usual=False),
    Column("cause", N_("Cause"), lambda row: row.cause, sample="Carrier delay", usual=False),
    Column("order", N_("Order"), lambda row: row.order, Kind.CODE, usual=False),
    Column("product", N_("Product"), lambda row: row.product, sample="Towel 50×100", usual=False),
    Column("opened", N_("Received on"), lambda row: row.opened_at, Kind.DATE, sort="opened", usual=False),
    Column("closed", N_("Closed on"), lambda row: row.closed_at, Kind.DATE, sort="closed", usual=False),
    Column("satisfaction", N_("Satisfaction"), lambda row: row.satisfaction, Kind.NUMBER, usual=False),
)  # fmt: skip
