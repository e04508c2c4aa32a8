"""The trail: who did what to which record, searched like any list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.refusal import N_
from app.i18n import Say
from app.queries import audit
from app.queries.audit import TrailRow
from app.ui.kit.columns import Cell, Column, Kind, Moment
from app.ui.kit.list_panel import ListPanel, View
from app.ui.settings.trail_words import ACTIONS, RECORDS, month_of, told

NAMES = {
    "who": N_("Who"),
    "action": N_("Deed"),
    "kind": N_("Record"),
    "record": N_("No."),
    "on": N_("Day"),
}
OPENS = {"customer": "customer", "order": "order", "product": "product", "import": "settings"}
"""Screens in which a record of the trail can be seen."""


@dataclass(frozen=True)
class Worded(Column[TrailRow]):
    """A column whose words the trail keeps in English and shows in the reader's language."""

    words: Mapping[str, str] = field(default_factory=dict)

    def cell(self, row: TrailRow, say: Say, moment: Moment) -> Cell:
        """The word, translated where it is known."""
        made = Column.cell(self, row, say, moment)
        known = str(self.value(row))
        text = say.text(self.words[known]) if known in self.words else known
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=text)
        return replace(made, text=text, tip=text, sentence=sentence)


@dataclass(frozen=True)
class Numbered(Column[TrailRow]):
    """The number of a record; a month is a month, whose commission it was too."""

    def cell(self, row: TrailRow, say: Say, moment: Moment) -> Cell:
        """The number, or the month it stands for."""
        made = Column.cell(self, row, say, moment)
        month = month_of(row)
        if month is None:
            return made
        text = say.month_year_short(month)
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=say.month(month))
        return replace(made, text=text, tip=say.month(month), sentence=sentence)


@dataclass(frozen=True)
class Told(Column[TrailRow]):
    """What the trail keeps of a deed, as figures where it keeps figures."""

    def cell(self, row: TrailRow, say: Say, moment: Moment) -> Cell:
        """The words of the trail, or what its figures say."""
        made = Column.cell(self, row, say, moment)
        text = told(row, say)
        sentence = say.text(N_("{title}: {value}"), title=self.heading(say), value=text)
        return made if text == made.text else replace(made, text=text, tip=text, sentence=sentence)


COLUMNS: tuple[Column[TrailRow], ...] = (
    Column("at", N_("When"), lambda row: row.at, Kind.DATE, sort="new"),
    Column("who", N_("Who"), lambda row: row.who, sample="lucia.ferrer"),
    Worded("action", N_("Deed"), lambda row: row.action, sample="taken back from invoice", words=ACTIONS),
    Worded("kind", N_("Record"), lambda row: row.kind, sample="tiers of the year", words=RECORDS),
    Numbered("record", N_("No."), lambda row: str(row.record or ""), Kind.CODE, sample="Sept 2026"),
    Told("detail", N_("What stood there, or what changed"), lambda row: row.detail, stretch=True),
)


class TrailPage(ListPanel):
    """Nobody can change it; Enter opens the record, where there is a screen for it."""

    kinds = frozenset({"company", "import", "backup", "telephone", "customer", "order", "product"})
    listed = audit.LIST
    heading = N_("Trail")
    meaning = "history"
    nothing_yet = N_("Nothing was done yet.")
    nothing_matches = N_("No line of the trail matches ‘{filter}’.")
    nothing_in_view = N_("No line of the trail belongs here now.")
    names = NAMES
    list_name = "trail"

    def make_views(self) -> Sequence[View]:
        """Everything, and what managers are asked about most."""
        return [
            View("all", N_("All")),
            View("today", N_("Today"), "on:today"),
            View("settings", N_("Settings"), "kind:company"),
            View("users", N_("Users"), "kind:staff"),
            View("imports", N_("Imports"), "kind:import"),
        ]

    def make_columns(self) -> Sequence[Column[TrailRow]]:
        """The same for everybody who may look."""
        return COLUMNS

    def enter(self, record_id: int) -> None:
        """The record of a line."""
        row = self.model.row_of(record_id)
        record = self.model.record_at(row) if row is not None else None
        if record is None or record.row is None:
            return
        screen = OPENS.get(record.row.kind)
        if screen == "settings":
            self.context.go("settings", "imports")
        elif screen is not None and record.row.record:
            self.context.go(screen, record.row.record)
