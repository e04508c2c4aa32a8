"""The trail: who did what to which record, searched like any list."""

from collections.abc import Sequence

from app.domain.refusal import N_
from app.queries import audit
from app.queries.audit import TrailRow
from app.ui.kit.columns import Column, Kind
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

COLUMNS: tuple[Column[TrailRow], ...] = (
    Column("at", N_("When"), lambda row: row.at, Kind.DATE, sort="new"),
    Column("who", N_("Who"), lambda row: row.who, sample="lucia.ferrer"),
    Column("action", N_("Deed"), lambda row: row.action, sample="import undone"),
    Column("kind", N_("Record"), lambda row: row.kind, sample="known number"),
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
