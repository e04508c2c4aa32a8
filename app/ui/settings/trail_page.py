"""The trail: who did what to which record, searched like any list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.domain.refusal import N_
from app.i18n import Say
from app.queries import audit
from app.queries.audit import TrailRow
from app.ui.kit.columns import Cell, Column, Kind, Moment
from app.ui.kit.list_panel import ListPanel, View

NAMES = {
    "who": N_("Who"),
    "action": N_("Deed"),
    "kind": N_("Record"),
    "record": N_("No."),
    "on": N_("Day"),
}
OPENS = {"customer": "customer", "order": "order", "product": "product", "import": "settings"}
"""Screens in which a record of the trail can be seen."""

ACTIONS: Mapping[str, str] = {
    "added": N_("added"),
    "changed": N_("changed"),
    "created": N_("created"),
    "confirmed": N_("confirmed"),
    "quoted": N_("quoted"),
    "drafted": N_("drafted"),
    "delivered": N_("delivered"),
    "returned": N_("returned"),
    "invoiced": N_("invoiced"),
    "cancelled": N_("cancelled"),
    "moved": N_("moved on"),
    "closed": N_("closed"),
    "reopened": N_("opened again"),
    "frozen": N_("fixed"),
    "imported": N_("imported"),
    "import undone": N_("import undone"),
    "merged": N_("merged"),
    "unmerged": N_("merge taken back"),
    "paid": N_("payment taken"),
    "payment cancelled": N_("payment taken back"),
    "put against invoices": N_("put against invoices"),
    "taken back from invoice": N_("taken back from invoice"),
    "availability": N_("availability changed"),
    "price approved": N_("price approved"),
    "approval asked": N_("approval asked"),
    "approval refused": N_("approval refused"),
    "fact noted": N_("fact noted"),
    "fact removed": N_("fact removed"),
    "tie added": N_("relation added"),
    "tie removed": N_("relation removed"),
    "tier given": N_("tier given"),
    "restricted read": N_("restricted data read"),
    "restricted added": N_("restricted data added"),
    "restricted changed": N_("restricted data changed"),
    "restricted removed": N_("restricted data removed"),
    "data given out": N_("data given out"),
    "anonymised": N_("anonymised"),
    "file added": N_("file added"),
    "file removed": N_("file removed"),
    "field added": N_("field added"),
    "field changed": N_("field changed"),
    "field removed": N_("field removed"),
    "number added": N_("number added"),
    "noted": N_("noted"),
    "forgotten": N_("forgotten"),
    "signed in": N_("signed in"),
    "PIN used": N_("PIN used"),
    "backup made": N_("backup made"),
    "restore tried": N_("restore tried"),
    "backup planned": N_("backup planned"),
    "cost corrected": N_("cost corrected"),
    "restored": N_("restored"),
}
RECORDS: Mapping[str, str] = {
    "customer": N_("customer"),
    "customers": N_("customers"),
    "order": N_("order"),
    "product": N_("product"),
    "company": N_("company"),
    "staff": N_("user"),
    "month": N_("month"),
    "tier year": N_("tiers of the year"),
    "import": N_("import"),
    "backup": N_("backup"),
    "telephone": N_("telephone"),
    "known number": N_("known number"),
    "custom_field": N_("custom field"),
    "complaint": N_("complaint"),
    "payment": N_("payment"),
    "invoice": N_("invoice"),
    "delivery": N_("delivery"),
}
"""What the trail’s words are called; a word that is not here is shown as it was written."""


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


COLUMNS: tuple[Column[TrailRow], ...] = (
    Column("at", N_("When"), lambda row: row.at, Kind.DATE, sort="new"),
    Column("who", N_("Who"), lambda row: row.who, sample="lucia.ferrer"),
    Worded("action", N_("Deed"), lambda row: row.action, sample="taken back from invoice", words=ACTIONS),
    Worded("kind", N_("Record"), lambda row: row.kind, sample="tiers of the year", words=RECORDS),
    Column("record", N_("No."), lambda row: str(row.record or ""), Kind.CODE, sample="100000"),
    Column("detail", N_("What stood there, or what changed"), lambda row: row.detail, stretch=True),
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
