"""Tiers given by hand, for managers: who gave which to whom until when and why; changed or ended from here."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Refusal
from app.domain.undoing import Undoable
from app.queries import tiers_given
from app.queries.tiers_given import GivenRow
from app.services import tiers
from app.ui.context import Context
from app.ui.customers.form_tier import TIER
from app.ui.kit.columns import Column, Kind, Status
from app.ui.kit.labels import Text
from app.ui.kit.states import Pages, StatePage, try_again
from app.ui.kit.table import RecordTable
from app.ui.kit.table_given import GivenModel

STATES = {
    "holds": Status(N_("holds"), "ok", "check"),
    "ended": Status(N_("ended"), "neutral", "clock"),
}
COLUMNS: Sequence[Column[GivenRow]] = (
    Column("customer", N_("Customer"), lambda row: (row.name, row.code), Kind.TWO_LINES, stretch=True),
    Column("tier", N_("By hand"), lambda row: row.given.tier, Kind.TIER),
    Column("rule", N_("By the rule"), lambda row: row.ruled, Kind.TIER),
    Column("state", N_("State"), lambda row: "holds" if row.holds else "ended", Kind.STATUS, statuses=STATES),
    Column("until", N_("Until"), lambda row: row.given.until, Kind.DATE),
    Column(
        "reason",
        N_("Why"),
        lambda row: row.given.reason,
        tip=lambda row, _say, _moment: row.given.reason,
        sample="Family of the founder, whole chain",
    ),
    Column("by", N_("Given by"), lambda row: row.given.by, sample="Lucía Ferrer"),
    Column("since", N_("On"), lambda row: row.given.since, Kind.DATE),
)


class GivenTiers(QDialog):
    """Not modal: it can stay open beside the months; Enter changes the chosen one, Esc closes."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self._name = ""
        self.words = Text("", "quiet")
        self.words.setWordWrap(True)
        self.model: GivenModel[GivenRow] = GivenModel(context, self)
        self.table = RecordTable(context, self.model, self)
        self.state = StatePage(context)
        self.pages = Pages()
        self.change, self.end, self.leave = QPushButton(), QPushButton(), QPushButton()
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.selectionModel().currentRowChanged.connect(self._chosen)
        self.change.clicked.connect(self._open_chosen)
        self.end.clicked.connect(self.end_chosen)
        self.leave.clicked.connect(self.reject)
        context.broadcast.changed.connect(self._changed)
        self._translate()
        self.ask()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        for button in (self.change, self.end):
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.leave)
        self.pages.addWidget(self.table)
        self.pages.addWidget(self.state)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 14, 18, 14)
        layout.setSpacing(10)
        layout.addWidget(self.words)
        layout.addWidget(self.pages, 1)
        layout.addLayout(row)
        self.leave.setAutoDefault(False)
        self.resize(980, 420)

    def ask(self) -> None:
        """The list anew."""
        if not self.model.rows:
            self._tell("clock", self.context.say.text(N_("Reading the tiers…")))
        self.context.runner.read(self, tiers_given.given_tiers, self._show, self._failed)

    def _show(self, rows: Sequence[GivenRow]) -> None:
        if not rows:
            words = N_("No tier was given by hand. A customer’s form gives one: menu More, Another tier by hand…")
            self._tell("first", self.context.say.text(words))
        else:
            self.model.give(rows)
            self.pages.setCurrentWidget(self.table)
            if not self.table.currentIndex().isValid():
                self.table.setCurrentIndex(self.model.index(0, 0))
        self._chosen()

    def _failed(self, error: BaseException) -> None:
        if self.model.rows:
            self.context.reporter.show(error, near=self)
            return
        words = self.context.say.text(N_("The tiers could not be read."))
        if isinstance(error, Refusal):
            words = self.context.say.refusal(error)
        else:
            self.context.reporter.show(error, near=self)
        self._tell("warning", words, "warn", again=True)

    def _tell(self, meaning: str, words: str, tone: str = "text3", *, again: bool = False) -> None:
        self.state.show_state(meaning, words, [try_again(self.context.say, self.ask)] if again else [], tone)
        self.state.paint_theme()
        self.pages.setCurrentWidget(self.state)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("tier"):
            self.ask()

    def row(self) -> GivenRow | None:
        """The chosen one."""
        return self.model.row_at(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None

    def _chosen(self) -> None:
        row = self.row()
        self.change.setEnabled(row is not None)
        self.end.setEnabled(row is not None and row.holds)

    def _open(self, _given_id: int) -> None:
        self._open_chosen()

    def _open_chosen(self) -> None:
        row = self.row()
        if row is not None:
            self.context.go("customer", (TIER, row.customer_id))
            self.accept()

    def end_chosen(self) -> None:
        """The rule's tier from today on, for the chosen customer."""
        row = self.row()
        if row is not None and row.holds:
            self._name = row.name
            work = partial(tiers.end, override_id=row.id, until=row.given.until)
            self.context.runner.write(self, work, self._ended)

    def _ended(self, done: Undoable) -> None:
        words = self.context.say.text(N_("The tier of {name} is the one of the rule again."), name=self._name)
        self.context.undo.offer(words, done.back)

    def _translate(self) -> None:
        say = self.context.say
        self.setWindowTitle(say.text(N_("Tiers given by hand")))
        self.words.setText(
            say.text(N_("They come before the rule until their last day; the newest of a customer counts."))
        )
        self.table.set_columns(COLUMNS)
        self.table.setAccessibleName(self.windowTitle())
        self.table.paint_theme()
        for button, words in (
            (self.change, say.text(N_("Change…"))), (self.end, say.text(N_("End it now"))),
            (self.leave, say.text(N_("Close"))),
        ):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
