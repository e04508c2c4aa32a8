"""What stands where on the profit screen."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.charts.card import ChartCard
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.kit.labels import Card, Text
from app.ui.kit.states import Deed, Pages, StatePage
from app.ui.orders.strip import Strip
from app.ui.profit.figures import Figures
from app.ui.profit.head import ProfitHead
from app.ui.profit.matrix_period import PeriodBar
from app.ui.profit.places import Path
from app.ui.profit.table import FigureTable

CHARTS, LOW_CHARTS = 214, 180
LOW = 700
LEAST_TABLE = 190


class Frame:
    """The widgets of the panel, laid out once."""

    def __init__(self, context: Context, panel: QWidget) -> None:
        self.context = context
        self.head = ProfitHead(context)
        self.strip = Strip(context)
        self.figures = Figures(context)
        self.months, self.bridge = ChartCard(context), ChartCard(context)
        self.table = FigureTable(context)
        self.state = StatePage(context)
        self.heading, self.hint = Text("", "section"), Yielding("caption")
        self.path = Path(context)
        self.check = Text("", "strong")
        self.chips = {name: QPushButton() for name in ("course", "negative")}
        self.period = PeriodBar(context)
        self._charts = QWidget()
        self._pages = Pages()
        self._lay_out(panel)

    def _lay_out(self, panel: QWidget) -> None:
        charts = QHBoxLayout(self._charts)
        charts.setContentsMargins(0, 0, 0, 0)
        charts.setSpacing(10)
        charts.addWidget(self.months, 1)
        charts.addWidget(self.bridge, 1)
        self._charts.setFixedHeight(CHARTS)
        card = Card()
        card.layout().setContentsMargins(0, 8, 0, 0)  # type: ignore[union-attr]
        card.head.setContentsMargins(14, 0, 14, 0)
        card.head.addWidget(self.heading)
        card.head.addWidget(self.path)
        card.head.addWidget(self.hint, 1)
        card.head.addWidget(self.period)
        card.head.addWidget(self.check)
        for chip in self.chips.values():
            chip.setProperty("kind", "chip")
            chip.setCheckable(True)
            chip.hide()
            card.head.addWidget(chip)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.state)
        card.body.addWidget(self._pages, 1)
        card.setMinimumHeight(LEAST_TABLE)
        outer = QVBoxLayout(panel)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addWidget(self.head)
        outer.addWidget(self.strip)
        outer.addWidget(self.figures)
        outer.addWidget(self._charts)
        outer.addWidget(card, 1)
        self.period.hide()
        panel.setFocusProxy(self._pages)

    def show_table(self) -> None:
        """The rows, not a state."""
        self._pages.setCurrentWidget(self.table)

    def show_state(self, meaning: str, words: str, deeds: Sequence[Deed] = (), tone: str = "text3") -> None:
        """A state where the rows would be."""
        self.state.show_state(meaning, words, deeds, tone)
        self._pages.setCurrentWidget(self.state)
        self.settle()

    def wait(self, words: str) -> None:
        """Old figures stay; that new ones are under way is said."""
        self.hint.say(words)
        if not self.table.figures.rows:
            self.show_state("clock", words)
        self.table.setEnabled(False)

    def settle(self) -> None:
        """Nothing is under way."""
        self.table.setEnabled(True)

    def show_charts(self, shown: bool, *, alone: bool = False) -> None:
        """Charts above the rows; deep down the room is for the lines. ``alone``: only the left one."""
        self._charts.setVisible(shown)
        self.bridge.setVisible(not alone)

    def fit(self, width: int, height: int) -> None:
        """A low window keeps room for rows, a narrow one for the month."""
        self.head.fit(width)
        self._charts.setFixedHeight(LOW_CHARTS if height < LOW else CHARTS)

    def switch_tables(self) -> None:
        """Both charts as tables, or as charts again."""
        shown = not self.months.as_table
        self.months.show_table(shown)
        self.bridge.show_table(shown)

    def translate(self) -> None:
        """Words that do not depend on a month."""
        say = self.context.say
        self.head.translate()
        self.months.translate()
        self.bridge.translate()
        self.period.translate()
        self.table.setAccessibleName(say.text(N_("Contribution by row")))

    def paint_theme(self) -> None:
        """Colours that do not follow the palette."""
        self.head.paint_theme()
        self.state.paint_theme()
        self.table.viewport().update()
        self.table.total.update()
