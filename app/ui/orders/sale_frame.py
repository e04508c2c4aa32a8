"""The widgets of a confirmed order's screen and where they stand; what they do is the panel's."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries.sale import Sale
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.ask import AskStrip
from app.ui.kit.labels import Card, Text
from app.ui.kit.states import StatePage
from app.ui.orders import sale_deeds as deeds
from app.ui.orders.board_cards import TITLES as STAGE_TITLES
from app.ui.orders.columns import STATUSES
from app.ui.orders.frame import LEAST, SIDE, KeyedButton
from app.ui.orders.sale_cards import PapersCard, SaleHead, SumsCard, TrailCard
from app.ui.orders.sale_deeds import ASKED, BUTTONS, DEEDS, LEAVES, VERBS, WHOLE
from app.ui.orders.sale_lines import SaleLines, SaleLinesView
from app.ui.orders.sharing import SharesStrip
from app.ui.orders.strip import Strip


class SaleFrame(QWidget):
    """Head, deeds, what is asked, lines, cards."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = SaleLines(context)
        self.view = SaleLinesView(context, self.lines)
        self.asks = {
            deed: AskStrip(context, fields, VERBS[deed], LEAVES.get(deed, N_("Not now")))
            for deed, fields in ASKED.items()
        }
        self.main = KeyedButton("check", "Ctrl+Return")
        self.print, self.copy = KeyedButton("print", "Ctrl+P"), KeyedButton("copy", "F7")
        self.complaint = KeyedButton("complaints", "Ctrl+0")
        self.buttons = {deed: KeyedButton(BUTTONS[deed][1], BUTTONS[deed][2]) for deed in DEEDS}
        self.head, self.sums = SaleHead(context), SumsCard(context)
        self.papers, self.trail = PapersCard(context), TrailCard(context)
        self.strip, self.state = Strip(context), StatePage(context)
        self.shares = SharesStrip(context, reasoned=True)
        self._title, self._number = Text("", "title"), Text("", "quiet")
        self._status, self._stage = Text("", "chip", "neutral"), Text("", "chip", "info")
        self.setMinimumWidth(LEAST)
        self._build()

    def _build(self) -> None:
        self.main.setProperty("kind", "primary")
        top, row = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        for chip in (self._status, self._stage):
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for widget in (self._title, self._number, self._status, self._stage):
            top.addWidget(widget)
        top.addStretch(1)
        for deed in (self.complaint, self.copy, self.print, self.main):
            top.addWidget(deed)
        row.setSpacing(6)
        for button in self.buttons.values():
            button.setProperty("kind", "flat")
            row.addWidget(button)
        row.addStretch(1)
        work, across = QWidget(), QHBoxLayout()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.shares)
        column.addWidget(self.head)
        column.addLayout(row)
        for ask in self.asks.values():
            column.addWidget(ask)
        across.setSpacing(12)
        across.addWidget(self._table(), 1)
        across.addWidget(self._side())
        column.addLayout(across, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(work)
        self.pages.addWidget(self.state)
        # nothing to do and nothing to say before there is an order
        for hidden in (self.complaint, self.copy, self.print, self.main, self._status, self._stage):
            hidden.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(top)
        outer.addWidget(self.strip)
        outer.addWidget(self.pages, 1)

    def _table(self) -> Card:
        card = Card()
        outer = card.layout()
        assert outer is not None
        outer.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self.view, 1)
        return card

    def _side(self) -> QScrollArea:
        inner, side = QWidget(), QScrollArea()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.sums)
        column.addWidget(self.papers, 2)
        column.addWidget(self.trail, 1)
        side.setWidget(inner)
        side.setWidgetResizable(True)
        side.setFixedWidth(SIDE)
        side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return side

    def show_work(self) -> None:
        """The order, not a state."""
        self.pages.setCurrentIndex(0)

    def show_state(self) -> None:
        """What stands where the order would be."""
        self.pages.setCurrentWidget(self.state)

    def show_sale(self, sale: Sale) -> None:
        """An order as it stands, and the deeds that are possible."""
        say = self.context.say
        for widget in (self.complaint, self.copy, self.print, self._status):
            widget.show()
        self._number.setText(sale.number or sale.quote_number)
        status = STATUSES[sale.status]
        self._status.setText(say.text(status.title))
        self._status.set_tone(status.tone)
        self._stage.setVisible(bool(sale.stage) and sale.status in ("confirmed", "in_progress"))
        self._stage.setText(say.text(STAGE_TITLES[sale.stage]) if sale.stage else "")
        if not self.lines.deed:
            self.lines.show(sale)
        self.view.fit()
        self.head.show_sale(sale)
        for card in (self.sums, self.papers, self.trail):
            card.show_sale(sale)
        possible, step = deeds.allowed(sale), deeds.next_deed(sale)
        for deed, button in self.buttons.items():
            button.setVisible(deed in possible)
        self.main.setVisible(bool(step))
        if step:
            title, self.main.meaning = WHOLE[step]
            self.main.show_words(say.text(title))
            self.main.setIcon(icon(self.main.meaning, self.context.tokens.on_accent))

    def translate(self) -> None:
        """The words that are always the same."""
        say = self.context.say
        self.print.show_words(say.text(N_("Print")))
        self.copy.show_words(say.text(N_("Copy as new")))
        self.complaint.show_words(say.text(N_("Complaint…")))
        for deed, button in self.buttons.items():
            button.show_words(say.text(BUTTONS[deed][0]))
        for ask in self.asks.values():
            ask.translate()
        for card in (self.sums, self.papers, self.trail, self.shares):
            card.translate()
        self.view.setAccessibleName(say.text(N_("Lines of the order")))
        self._title.setText(say.text(N_("Order")))

    def paint_theme(self) -> None:
        """Icons and cells anew."""
        tokens = self.context.tokens
        self.main.setIcon(icon(self.main.meaning, tokens.on_accent))
        for button in (self.complaint, self.print, self.copy, *self.buttons.values()):
            button.setIcon(icon(button.meaning, tokens.text2))
        for card in (self.sums, self.papers, self.trail):
            card.paint_theme()
        for ask in self.asks.values():
            ask.paint_theme()
        self.state.paint_theme()
        self.view.viewport().update()
