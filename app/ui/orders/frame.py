"""The widgets of the order screen and where they stand; what they do is the editor's."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.refusal import N_
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import engraved
from app.ui.kit.labels import Card, Text
from app.ui.orders.approving import PinStrip
from app.ui.orders.bubble import Bubble
from app.ui.orders.delivery_card import DeliveryCard
from app.ui.orders.head import HeadCard
from app.ui.orders.lines_model import LinesModel
from app.ui.orders.lines_view import LinesView
from app.ui.orders.offering import OfferRow
from app.ui.orders.paid_rows import PaidRows
from app.ui.orders.product_popup import ProductPopup
from app.ui.orders.quick_look import QuickLook
from app.ui.orders.sharing import SharesStrip
from app.ui.orders.strip import Strip
from app.ui.orders.totals import PaymentCard, TotalsCard, side_column

SIDE, SIDE_NARROW, NARROW, ROOMY = 300, 262, 1180, 1300
LEAST = 900
"""Narrower than this the screen is never made, whatever its words ask for."""
# name: title, icon, key
BUTTONS = {
    "discard": (N_("Discard"), "delete", ""),
    "copy": (N_("Copy as new"), "copy", "F7"),
    "cancel": (N_("Cancel order…"), "avoid", ""),
    "invoice": (N_("Invoice"), "reports", ""),
    "quote": (N_("Save as quote"), "quote", "Alt+Q"),
    "print": (N_("Print"), "print", "Ctrl+P"),
    "main": (N_("Confirm order"), "check", "Ctrl+Return"),
}
# the next deed as the main button: title, icon
MAIN = {
    "confirm": (N_("Confirm order"), "check"),
    "approve": (N_("Approve"), "check"),
    "deliver": (N_("Deliver all"), "delivery"),
    "invoice": (N_("Invoice"), "reports"),
}


class KeyedButton(QPushButton):
    """A button that names its key beside its word."""

    def __init__(self, meaning: str, key: str) -> None:
        super().__init__()
        self.meaning, self.key = meaning, key
        self._words, self._short = "", False

    def show_words(self, words: str) -> None:
        """Another word."""
        self._words = words
        shown = "" if self._short or not self.key else engraved(self.key)
        # words do not touch their icon
        gap = "" if self.icon().isNull() else " "
        self.setText(gap + "   ".join(part for part in (words, shown) if part))
        self.setAccessibleName(words)
        self.setToolTip(self.key.replace("Return", "Enter"))

    def setIcon(self, icon: QIcon | QPixmap) -> None:  # noqa: N802 - Qt's name
        """A picture before the words, or none."""
        super().setIcon(icon)
        self.show_words(self._words)

    def set_short(self, short: bool) -> None:
        """Without its key where there is little room; the tooltip has it."""
        if short != self._short:
            self._short = short
            self.show_words(self._words)


class Frame(QWidget):
    """Head, strip, lines, cards."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.lines = LinesModel(context)
        self._hints = self._learning = True
        self.title, self.number = Text("", "title"), Text("", "quiet")
        self.status, self.saved = Text("", "chip", "neutral"), Yielding("caption")
        self.status.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.buttons = {name: KeyedButton(meaning, key) for name, (_, meaning, key) in BUTTONS.items()}
        self.buttons["main"].setProperty("kind", "primary")
        self.strip = Strip(context)
        self.head = HeadCard(context)
        self.totals, self.payment = TotalsCard(context), PaymentCard(context)
        self.delivery, self.pin = DeliveryCard(context), PinStrip(context)
        self.shares = SharesStrip(context)
        self.paid, self.offers, self.every = PaidRows(context), OfferRow(context), QPushButton()
        self.payment.body.addWidget(self.paid)
        self.foot, self.count = Text("", "caption"), Text("", "caption")
        self.remark = Text("", "", "info")
        self.drafts = QPushButton()
        self.drafts_menu = QMenu(self.drafts)
        self.drafts.setMenu(self.drafts_menu)
        self.drafts.hide()
        self.setMinimumWidth(LEAST)
        self._lay_out()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(self._top())
        outer.addWidget(self.strip)
        outer.addWidget(self.pin)
        outer.addWidget(self.shares)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._empty())
        self.pages.addWidget(self._work())
        outer.addWidget(self.pages, 1)
        # over everything else, hence last
        self.popup, self.bubble = ProductPopup(self.context, self), Bubble(self)
        self.look = QuickLook(self.context, self)
        self.view = LinesView(self.context, self.lines, self.popup, self.bubble)
        self.table_place.addWidget(self.view)
        paid = self.paid.rows[0]
        order = [
            self.view, self.totals.discount.edit, self.totals.freight.edit, self.head.promised.edit,
            self.head.reference.edit, self.delivery.kind, self.delivery.slot_field.edit, paid.amount.edit, paid.method,
            self.paid.add, self.head.split, *self.offers.buttons, self.every, *self.buttons.values(),
        ]  # fmt: skip
        for before, after in pairwise(order):
            self.setTabOrder(before, after)

    def _top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for label in (self.title, self.number, self.status, self.drafts):
            row.addWidget(label)
        row.addWidget(self.saved, 1)
        for button in self.buttons.values():
            row.addWidget(button)
        return row

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        self.empty_icon, self.empty_words = Text(), Text("", "section")
        self.choose = QPushButton()
        self.choose.setProperty("kind", "primary")
        column.addStretch(2)
        for widget in (self.empty_icon, self.empty_words, self.choose):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
            column.addSpacing(8)
        column.addStretch(3)
        return page

    def _work(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.head)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._table(), 1)
        across.addWidget(self._side())
        column.addLayout(across, 1)
        return page

    def _table(self) -> Card:
        card = Card()
        self.table_place = QVBoxLayout()
        foot = QHBoxLayout()
        self.every.setCheckable(True)
        self.every.setProperty("kind", "flat")
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.every)
        foot.addWidget(self.count)
        outer = card.layout()
        assert outer is not None
        outer.setContentsMargins(1, 1, 1, 8)
        card.body.addLayout(self.table_place, 1)
        for part in (self.remark,):
            part.setContentsMargins(12, 0, 12, 0)
            part.setWordWrap(True)
            part.hide()
            card.body.addWidget(part)
        card.body.addWidget(self.offers)
        foot.setContentsMargins(12, 2, 12, 0)
        card.body.addLayout(foot)
        return card

    def _side(self) -> QScrollArea:
        inner = QWidget()
        column = side_column(self.totals, self.payment, self.delivery)
        column.setContentsMargins(0, 0, 0, 0)
        inner.setLayout(column)
        self.side = QScrollArea()
        self.side.setWidget(inner)
        self.side.setWidgetResizable(True)
        self.side.setFrameShape(QFrame.Shape.NoFrame)
        self.side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.side.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.side.setFixedWidth(SIDE)
        return self.side

    def fit(self, width: int) -> None:
        """Narrow windows spare room at the side."""
        self.side.setFixedWidth(SIDE_NARROW if width < NARROW else SIDE)
        for name, button in self.buttons.items():
            button.set_short(width < ROOMY and name != "main")

    def show_hints(self, shown: bool, *, learning: bool = True) -> None:
        """What belongs to typing, below the lines; the keys only for who is still learning them."""
        self._hints, self._learning = shown, learning
        words = N_("Ins line · Ctrl+D copy · Del remove · Alt+↑↓ move · F9 last told price · Shift+Enter price")
        self.foot.setText(self.context.say.text(words) if shown and learning else "")
        self.every.setVisible(shown)

    def translate(self) -> None:
        """The words that are always the same."""
        say = self.context.say
        for name, (title, _, _) in BUTTONS.items():
            if name != "main":
                self.buttons[name].show_words(say.text(title))
        for part in (self.head, self.totals, self.payment, self.delivery, self.pin, self.shares, self.paid,
                     self.popup):  # fmt: skip
            part.translate()
        self.lines.repaint()
        self.view.setAccessibleName(say.text(N_("Lines of the order")))
        self.view.fit()
        self.show_hints(self._hints, learning=self._learning)
        self.every.setText(say.text(N_("Every cell")))
        self.every.setAccessibleName(say.text(N_("Enter visits price and discount too")))
        self.every.setToolTip(self.every.accessibleName())
        self.empty_words.setText(say.text(N_("An order begins with a customer.")))
        self.choose.setText(say.text(N_("Choose a customer")))

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        for name, button in self.buttons.items():
            button.setIcon(icon(button.meaning, tokens.on_accent if name == "main" else tokens.text2))
        self.empty_icon.setPixmap(icon("orders", tokens.text3, 40).pixmap(40, 40))
        self.totals.paint_theme()
        self.payment.paint_theme()
        self.delivery.paint_theme()
        self.pin.paint_theme()
        self.view.viewport().update()
