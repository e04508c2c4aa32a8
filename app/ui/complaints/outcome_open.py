"""The proposal of a complaint that is open: what it says and where it stands; and those that were decided before."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.complaint_outcomes import OutcomeRow
from app.ui.complaints.outcome_words import ICONS, STATES, papers, summary
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Text

MARK = 16


class OutcomeView(QWidget):
    """One outcome: what, why, by whom, its state and its documents; a new order can be opened."""

    order_wanted = Signal(int)

    def __init__(self, context: Context, row: OutcomeRow) -> None:
        super().__init__()
        self.context, self.row = context, row
        self._mark, self._what, self._state = QLabel(), Text("", "strong"), Text("", "caption")
        self._why, self._who = Text(row.reason), Text("", "caption")
        self._order = QPushButton()
        self._order.setProperty("kind", "flat")
        self._order.clicked.connect(self._open_order)
        for label in (self._what, self._why, self._who):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(8)
        head.addWidget(self._mark)
        head.addWidget(self._what, 1)
        head.addWidget(self._state)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._why)
        column.addWidget(self._who)
        column.addWidget(self._order, 0, Qt.AlignmentFlag.AlignLeft)
        self._order.setVisible(row.new_order_id is not None)
        self.translate()
        self.paint_theme()

    def _open_order(self) -> None:
        if self.row.new_order_id is not None:
            self.order_wanted.emit(self.row.new_order_id)

    def translate(self) -> None:
        """Words anew."""
        say, row = self.context.say, self.row
        words, tone = STATES.get(row.state, (row.state, ""))
        self._what.setText(summary(row, say))
        self._state.setText(say.text(words))
        self._state.set_tone(tone)
        self._who.setText(" · ".join(part for part in self._history() if part))
        self._order.setText(say.text(N_("Open order {number}"), number=row.new_order))
        self._order.setAccessibleName(self._order.text())
        self.setAccessibleName(f"{self._what.text()}, {self._state.text()}")

    def _history(self) -> tuple[str, ...]:
        """Who did what when, the decision, and the documents."""
        say, row = self.context.say, self.row
        decided = {
            "refused": N_("refused by {who}: {words}"), "withdrawn": N_("withdrawn by {who}"),
            "approved": N_("approved by {who}"), "executed": N_("approved by {who}"),
        }.get(row.state, "")  # fmt: skip
        moment = row.executed_at or row.decided_at or row.at
        return (
            say.text(N_("proposed by {who}"), who=row.by) if row.by else "",
            say.text(decided, who=row.decided_by, words=row.decision) if decided and row.decided_by else "",
            say.moment(moment), papers(row),
        )  # fmt: skip

    def paint_theme(self) -> None:
        """Colours anew."""
        meaning = ICONS.get(self.row.kind, "quote")
        self._mark.setPixmap(pixmap(meaning, self.context.tokens.text2, MARK, self.devicePixelRatioF()))


class OutcomeList(QWidget):
    """Outcomes, the newest first."""

    order_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.views: list[OutcomeView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_rows(self, rows: Sequence[OutcomeRow]) -> None:
        """Other outcomes; what is shown already stays where it is."""
        if [view.row for view in self.views] == list(rows):
            self.setVisible(bool(rows))
            return
        for view in self.views:
            self._column.removeWidget(view)
            view.hide()
            view.deleteLater()
        self.views = [OutcomeView(self.context, row) for row in rows]
        for view in self.views:
            self._column.addWidget(view)
            view.order_wanted.connect(self.order_wanted)
        self.setVisible(bool(rows))

    def translate(self) -> None:
        """Words anew."""
        for view in self.views:
            view.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        for view in self.views:
            view.paint_theme()
