"""Before a month is worked out anew or closed: what would change, and what stands in the way."""

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import N_, NeedsConsent, Refusal
from app.i18n import Say
from app.queries.months import Point
from app.services import commission_months, commissions
from app.services.commission_months import Closed
from app.services.commissions import Change
from app.ui.context import Context
from app.ui.kit.columns import Column, Kind
from app.ui.kit.labels import Text
from app.ui.kit.table import RecordTable
from app.ui.kit.table_given import GivenModel
from app.ui.kit.table_totals import TotalsRow
from app.ui.months.checklist import Checklist


class Deciding(QDialog):
    """Not modal: the figures behind it can be looked at meanwhile. Ctrl+Enter carries out, Esc leaves all as it is."""

    def __init__(self, context: Context, parent: QWidget, month: Month) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context, self.month = context, month
        self.request: UUID = new_uid()
        self.words = Text()
        self.words.setWordWrap(True)
        self.main, self.leave = QPushButton(), QPushButton()
        self.main.setProperty("kind", "primary")
        self.main.clicked.connect(self.carry_out)
        self.leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.main)
        self.layout_ = QVBoxLayout(self)
        self.layout_.setContentsMargins(18, 14, 18, 14)
        self.layout_.setSpacing(10)
        self.layout_.addWidget(self.words)
        self._row = row
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.carry_out)
        # a stray Enter must not change a month
        self.leave.setDefault(True)
        self.main.setEnabled(False)

    def fill(self, inside: QWidget) -> None:
        """What is decided about, then the buttons."""
        self.layout_.addWidget(inside, 1)
        self.layout_.addLayout(self._row)

    def name_buttons(self, deed: str, leave: str) -> None:
        """The two verbs."""
        for button, words in ((self.main, deed), (self.leave, leave)):
            button.setText(words)
            button.setAccessibleName(words)
        self.main.setToolTip(f"{deed} (Ctrl+Enter)")
        self.setWindowTitle(deed)

    @abstractmethod
    def carry_out(self) -> None:
        """The deed."""

    def failed(self, error: BaseException) -> None:
        """A refusal stands in the dialog; everything stays as it was."""
        self.main.setEnabled(True)
        if isinstance(error, Refusal):
            self.words.setText(self.context.say.refusal(error))
            self.words.set_tone("bad")
        else:
            self.context.reporter.show(error, near=self)


def change_columns(say: Say) -> Sequence[Column["ChangeRow"]]:
    """Before, after and the difference per salesperson."""
    return [
        Column("person", N_("Salesperson"), lambda row: row.change.name, stretch=True),
        Column("before", N_("Now {currency}"), lambda row: row.change.before, Kind.MONEY),
        Column("after", N_("Then {currency}"), lambda row: row.change.after, Kind.MONEY),
        Column("difference", N_("Difference"), lambda row: row.difference, Kind.MONEY, strong=True, adds_up=True,
               tone=lambda row: "negative" if row.difference < 0 else ""),
        Column("entries", N_("Entries"), lambda row: row.change.entries, Kind.NUMBER),
    ]  # fmt: skip


class ChangeRow:
    """One salesperson's change as the table shows it."""

    def __init__(self, change: Change) -> None:
        self.change = change

    @property
    def id(self) -> int:
        """The salesperson."""
        return self.change.staff_id

    @property
    def difference(self) -> Decimal:
        """What the person gets more."""
        return self.change.after - self.change.before


class Recalculating(Deciding):
    """Shows what would change per salesperson; nothing is written before it is agreed."""

    def __init__(self, context: Context, parent: QWidget, month: Month) -> None:
        super().__init__(context, parent, month)
        self.model: GivenModel[ChangeRow] = GivenModel(context, self)
        self.table = RecordTable(context, self.model, self)
        self.totals = TotalsRow(self.table)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addWidget(self.totals)
        self.fill(inside)
        say = context.say
        self.table.set_columns(change_columns(say))
        self.table.paint_theme()
        self.name_buttons(
            say.text(N_("Recalculate {month}"), month=say.month(month)), say.text(N_("Leave it as it is"))
        )
        self.table.setAccessibleName(self.windowTitle())
        self.words.setText(say.text(N_("Working out what would change…")))
        self.resize(640, 360)
        context.runner.read(self, partial(commissions.preview, month=month), self._found, self.failed)

    def _found(self, changes: Sequence[Change]) -> None:
        say = self.context.say
        self.model.give([ChangeRow(one) for one in changes])
        self.totals.show_sums(self.model.sums(("before", "after", "difference", "entries")) if changes else {})
        month = say.month(self.month)
        for part in (self.table, self.totals):
            part.setVisible(bool(changes))
        if changes:
            text = N_(
                "All orders of {month} are worked out anew with what is agreed now. This is what would change; nothing"
                " is written yet. No entry is changed: counter-entries and new ones are booked."
            )
        else:
            text = N_("Nothing would change: {month} says already what is agreed now.")
        self.words.setText(say.text(text, month=month))
        self.main.setEnabled(bool(changes))
        if not changes:
            self.resize(self.width(), self.layout_.minimumHeightForWidth(self.width()))

    def carry_out(self) -> None:
        """Write it."""
        if self.main.isEnabled():
            self.main.setEnabled(False)
            work = partial(commissions.recalculate, month=self.month, request=self.request)
            self.context.runner.write(self, work, self._done, self.failed)

    def _done(self, _changes: object) -> None:
        words = N_("{month} is worked out anew.")
        self.context.reporter.tell(self.context.say.text(words, month=self.context.say.month(self.month)))
        self.accept()


class Closing(Deciding):
    """The checklist: what blocks, what a person passes; ``wanted`` asks for the records of a point."""

    wanted = Signal(str)

    def __init__(self, context: Context, parent: QWidget, month: Month) -> None:
        super().__init__(context, parent, month)
        say = context.say
        self.checks = Checklist(context)
        self.checks.changed.connect(self._judge)
        self.checks.wanted.connect(self.wanted)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.addWidget(self.checks)
        column.addStretch(1)
        scroll.setWidget(inside)
        self.fill(scroll)
        name = say.month(month)
        self.name_buttons(say.text(N_("Close {month}"), month=name), say.text(N_("Leave it open")))
        text = N_(
            "Closing the commission of {month} freezes every statement. Nothing enters it any more: what comes later is"
            " booked in the next open month. It is not opened again."
        )
        self.words.setText(say.text(text, month=name))
        self.resize(620, 380)
        self.ask()

    def ask(self) -> None:
        """The checklist as it is now."""
        work = partial(commission_months.checklist, month=self.month)
        self.context.runner.read(self, work, self._found, self.failed)

    def _found(self, points: Sequence[Point]) -> None:
        self.checks.show_points(points)
        self._judge()

    def _judge(self) -> None:
        self.main.setEnabled(self.checks.ready)

    def carry_out(self) -> None:
        """Close it, with the points that were passed."""
        if self.main.isEnabled():
            self.main.setEnabled(False)
            work = partial(
                commission_months.close, month=self.month, request=self.request, accept=self.checks.accepted()
            )
            self.context.runner.write(self, work, self._closed, self._refused)

    def _closed(self, closed: Closed) -> None:
        say = self.context.say
        words = N_("The commission of {month} is closed: {count} statements, check code {code}.")
        values = {"month": say.month(closed.month), "count": len(closed.statements), "code": closed.check_code}
        self.context.reporter.tell(say.text(words, **values))
        self.accept()

    def _refused(self, error: BaseException) -> None:
        self.failed(error)
        if isinstance(error, NeedsConsent):
            # something came in meanwhile: the list as it is now
            self.ask()
