"""What stands where on the commission screen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.commission_team import Member, OpenDispute
from app.ui.charts.yielding import Yielding
from app.ui.commission.asks import Asks
from app.ui.commission.head import CommissionHead
from app.ui.commission.line_columns import LINES, LineRow
from app.ui.commission.sheet_cards import SheetCards
from app.ui.commission.team_columns import TEAM, dispute_columns
from app.ui.commission.why import WhyCard
from app.ui.context import Context
from app.ui.kit.columns import Column
from app.ui.kit.given_list import GivenList
from app.ui.kit.labels import Card, Text
from app.ui.kit.states import Pages, StatePage
from app.ui.kit.table import RecordTable
from app.ui.kit.table_given import GivenModel
from app.ui.orders.strip import Strip
from app.ui.profit.places import Path

DISPUTES_HIGH = 150
LOW = 700
TeamColumns = Callable[[], Sequence[Column[Member]]]
LineColumns = Callable[[], Sequence[Column[LineRow]]]


class TeamView(QWidget):
    """Everybody's month, and under it what is disputed."""

    def __init__(self, context: Context, columns: TeamColumns) -> None:
        super().__init__()
        self.context = context
        self.listed: GivenList[Member] = GivenList(context, TEAM, columns, N_("Nobody has commission in this month."))
        self.model: GivenModel[OpenDispute] = GivenModel(context, self)
        self.disputes = RecordTable(context, self.model, self)
        self._heading = Text("", "section")
        self._hint = Yielding("caption")
        self._card = Card()
        self._card.head.addWidget(self._heading)
        self._card.head.addWidget(self._hint, 1)
        self._card.body.addWidget(self.disputes, 1)
        self._card.setFixedHeight(DISPUTES_HIGH)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addWidget(self.listed, 1)
        outer.addWidget(self._card)
        self._card.hide()
        self.setFocusProxy(self.listed)

    def show_disputes(self, found: tuple[OpenDispute, ...]) -> None:
        """What nobody has answered; none hides the card."""
        self.disputes.set_columns(dispute_columns(self.context.say))
        self.model.give(found)
        if found and not self.disputes.currentIndex().isValid():
            self.disputes.setCurrentIndex(self.model.index(0, 0))
            self.disputes.clearSelection()
        self._card.setVisible(bool(found))
        say = self.context.say
        self._heading.setText(
            say.plural("{count} line is disputed", "{count} lines are disputed", len(found)) if found else ""
        )
        self._hint.say(say.text(N_("What is disputed waits, the rest is paid. Enter shows the line; then answer it.")))

    def translate(self) -> None:
        """Every text anew."""
        self.listed.translate()
        self.listed.table.setAccessibleName(self.context.say.text(N_("Commission of everybody")))
        self.disputes.setAccessibleName(self.context.say.text(N_("Disputed lines")))
        self.show_disputes(tuple(self.model.rows))

    def paint_theme(self) -> None:
        """What does not follow the palette."""
        self.listed.paint_theme()
        self.disputes.paint_theme()


class SheetView(QWidget):
    """One person's month: figures, lines, the arithmetic of the line with the cursor, and why."""

    def __init__(self, context: Context, columns: LineColumns) -> None:
        super().__init__()
        self.context = context
        self.cards = SheetCards(context)
        self.listed: GivenList[LineRow] = GivenList(context, LINES, columns, N_("No commission in this month."))
        self.why = WhyCard(context)
        self.formula = Yielding("quiet")
        row = QHBoxLayout()
        row.setSpacing(10)
        beside = QVBoxLayout()
        beside.setSpacing(6)
        beside.addWidget(self.listed, 1)
        beside.addWidget(self.formula)
        row.addLayout(beside, 1)
        row.addWidget(self.why)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addWidget(self.cards)
        outer.addLayout(row, 1)
        self.setFocusProxy(self.listed)

    def translate(self) -> None:
        """Every text anew."""
        self.listed.translate()
        self.listed.table.setAccessibleName(self.context.say.text(N_("Lines of the statement")))
        self.why.translate()

    def paint_theme(self) -> None:
        """What does not follow the palette."""
        self.listed.paint_theme()
        self.why.paint_theme()


class Frame:
    """The widgets of the panel, laid out once. ``alone``: somebody who sees the own statement only."""

    def __init__(self, context: Context, panel: QWidget, columns: tuple[TeamColumns, LineColumns]) -> None:
        self.context = context
        self.head = CommissionHead(context)
        self.path = Path(context)
        self.strip = Strip(context)
        self.asks = Asks(context)
        self.team, self.sheet = TeamView(context, columns[0]), SheetView(context, columns[1])
        self.state = StatePage(context)
        self.pages = Pages()
        for page in (self.team, self.sheet, self.state):
            self.pages.addWidget(page)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8)
        outer.addWidget(self.head)
        outer.addWidget(self.path, 0, Qt.AlignmentFlag.AlignLeft)
        outer.addWidget(self.strip)
        outer.addWidget(self.asks)
        outer.addWidget(self.pages, 1)
        self.path.hide()
        # before anything is read nothing is said of it
        self.pages.setCurrentWidget(self.state)
        panel.setFocusProxy(self.pages)

    def show_page(self, page: QWidget) -> None:
        """One of the three."""
        self.pages.setCurrentWidget(page)

    def fit(self, width: int, height: int) -> None:
        """A narrow window has shorter buttons; in a low one lines have the room while something is asked."""
        self.head.fit(width)
        self.sheet.cards.setVisible(height >= LOW or self.asks.isHidden())

    def translate(self) -> None:
        """Words that do not depend on a month."""
        for part in (self.head, self.asks, self.team, self.sheet):
            part.translate()

    def paint_theme(self) -> None:
        """Colours that do not follow the palette."""
        for part in (self.head, self.asks, self.team, self.sheet, self.state):
            part.paint_theme()
