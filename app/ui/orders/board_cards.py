"""One column of the status board: its cards as a model, how a card is painted, and what its keys mean."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.domain.stages import BEFORE_LEAVING
from app.queries.board import BoardCard
from app.ui.caller.words import brief
from app.ui.context import Context
from app.ui.kit.labels import Text

MIME = "application/x-mostrador-order"
CARD = int(Qt.ItemDataRole.UserRole) + 1
GAP, PAD, RADIUS = 6, 8, 6
TITLES = {
    "draft": N_("Draft"), "quoted": N_("Quoted"), "confirmed": N_("Confirmed"), "preparing": N_("In preparation"),
    "out": N_("Out"), "delivered": N_("Delivered"), "invoiced": N_("Invoiced"), "paid": N_("Paid"),
}  # fmt: skip
Index = QModelIndex | QPersistentModelIndex


class CardsModel(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, context: Context, column: str) -> None:
        super().__init__()
        self.context, self.column = context, column
        self.cards: list[BoardCard] = []

    def show(self, cards: Sequence[BoardCard]) -> None:
        """Other cards."""
        if self.cards == list(cards):
            return
        self.beginResetModel()
        self.cards = list(cards)
        self.endResetModel()

    def row_of(self, order_id: int) -> int | None:
        """Where an order stands, if it does."""
        return next((row for row, card in enumerate(self.cards) if card.id == order_id), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Cards."""
        return 0 if parent.isValid() else len(self.cards)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Cards can be chosen and dragged."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsDragEnabled

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        """One card."""
        if not index.isValid() or index.row() >= len(self.cards):
            return None
        card = self.cards[index.row()]
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            # type-ahead: a name finds its card
            return card.customer
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return ", ".join(part for part in self.parts(card) if part)
        return None

    def parts(self, card: BoardCard) -> tuple[str, ...]:
        """Number, customer, amount, promised day, how late, and whether it waits for a manager."""
        say = self.context.say
        promised = say.text(N_("promised {day}"), day=say.date(card.promised_on)) if card.promised_on else ""
        return (
            card.number or say.text(N_("Draft")), card.customer, say.money_with_currency(card.gross), promised,
            self.late(card), self.waits(card),
        )  # fmt: skip

    def late(self, card: BoardCard) -> str:
        """How late, in words."""
        return self.context.say.text(N_("late {days} d"), days=card.late) if card.late else ""

    def waits(self, card: BoardCard) -> str:
        """A question to a manager, in words."""
        words = {"asked": N_("to approve"), "refused": N_("not approved")}
        return self.context.say.text(words[card.approval]) if card.approval in words else ""

    def mimeTypes(self) -> list[str]:  # noqa: N802 - Qt's name
        """An order of this board."""
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:  # noqa: N802 - Qt's name
        """Which order is dragged."""
        data = QMimeData()
        data.setData(MIME, QByteArray(str(self.cards[indexes[0].row()].id).encode()))
        return data


class CardPainter(QStyledItemDelegate):
    """A line each: number, customer, amount, promised day, and how late it is."""

    def __init__(self, context: Context, parent: QListView, column: str) -> None:
        super().__init__(parent)
        self.context = context
        self.lines = 5 if column in BEFORE_LEAVING else 4

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 - Qt's name
        """As high as its lines; where orders can be late there is one more."""
        return QSize(60, self.lines * QFontMetrics(QFont(option.font)).height() + 2 * PAD + GAP + 4)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        card, model = index.data(CARD), index.model()
        if not isinstance(card, BoardCard) or not isinstance(model, CardsModel):
            return
        tokens, state = self.context.tokens, QStyle.StateFlag(option.state)
        rect = QRect(option.rect).adjusted(1, 1, -1, -GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.setBrush(tokens.color("selected_row" if selected else "surface"))
        pen = painter.pen()
        pen.setColor(tokens.color("accent" if selected else "line"))
        pen.setWidth(2 if selected and state & QStyle.StateFlag.State_HasFocus else 1)
        painter.setPen(pen)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        self._lines(painter, QFont(option.font), rect.adjusted(PAD, PAD - 2, -PAD, -PAD + 2), card, model)
        painter.restore()

    def _lines(self, painter: QPainter, font: QFont, rect: QRect, card: BoardCard, model: CardsModel) -> None:
        tokens, (number, customer, amount, _, late, waits) = self.context.tokens, model.parts(card)
        small, strong = QFont(font), QFont(font)
        small.setPointSizeF(font.pointSizeF() * 0.9)
        strong.setWeight(QFont.Weight.DemiBold)
        strong.setVariableAxis(QFont.Tag("wght"), 600)
        height = rect.height() // self.lines
        rows = [QRect(rect.left(), rect.top() + at * height, rect.width(), height) for at in range(self.lines)]
        name = QFontMetrics(strong).elidedText(customer, Qt.TextElideMode.ElideRight, rect.width())
        day = brief(card.promised_on, self.context.say) if card.promised_on is not None else ""
        last, tone = (waits, "warn" if card.approval == "asked" else "bad") if waits else (day, "text3")
        written = [
            (small, "text2", number), (strong, "text", name), (font, "text", amount), (small, tone, last),
            (small, "bad", late),
        ]  # fmt: skip
        for row, (face, color, text) in zip(rows, written, strict=False):
            _draw(painter, face, tokens.color(color), row, text)


def _draw(painter: QPainter, font: QFont, color: QColor, rect: QRect, text: str) -> None:
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, int((Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value), text)


class CardsView(QListView):
    """``stepped`` says that the person leaves for the column beside it (-1 or 1), ``moved`` that the card shall go
    there, ``dropped`` gives an order that was dragged here, ``menu_wanted`` where its menu belongs.
    """

    stepped = Signal(int)
    moved = Signal(int)
    dropped = Signal(int)
    opened = Signal(int)
    menu_wanted = Signal(object)

    def __init__(self, context: Context, column: str) -> None:
        super().__init__()
        self.cards = CardsModel(context, column)
        self.setModel(self.cards)
        self.setItemDelegate(CardPainter(context, self, column))
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("kind", "board")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.activated.connect(self._activated)

    @property
    def card(self) -> BoardCard | None:
        """The chosen one."""
        row = self.currentIndex().row()
        return self.cards.cards[row] if 0 <= row < len(self.cards.cards) else None

    def choose(self, row: int) -> None:
        """The cursor on a card."""
        if self.cards.cards:
            self.setCurrentIndex(self.cards.index(max(0, min(row, len(self.cards.cards) - 1)), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Left and right change the column, with Ctrl they take the card along; Enter opens."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        step = next((by for key, by in steps.items() if event.key() == key), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(step)
        elif step:
            self.stepped.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activated(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The cards; where there is none, the whole column shows that the keyboard is here."""
        super().paintEvent(event)
        if self.hasFocus() and not self.cards.cards:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(self.cards.context.tokens.color("accent"), 2))
            painter.drawRoundedRect(self.viewport().rect().adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            painter.end()

    def _activated(self, _index: QModelIndex) -> None:
        if self.card is not None:
            self.opened.emit(self.card.id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """By the mouse or the menu key."""
        if self.card is not None:
            below = self.visualRect(self.currentIndex()).center()
            by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
            self.menu_wanted.emit(event.globalPos() if by_mouse else self.viewport().mapToGlobal(below))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt's name
        """Orders only."""
        if event.mimeData().hasFormat(MIME) and event.source() is not self:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802 - Qt's name
        """Anywhere in the column."""
        if event.source() is not self:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt's name
        """An order was brought here; the database decides whether it stays."""
        text = bytes(event.mimeData().data(MIME).data()).decode("ascii", "ignore")
        event.setDropAction(Qt.DropAction.IgnoreAction)
        if text.isdecimal():
            self.dropped.emit(int(text))


class BoardColumn(QFrame):
    """Title, count and sum above the cards."""

    def __init__(self, context: Context, name: str) -> None:
        super().__init__()
        self.context, self.name = context, name
        self.setProperty("kind", "lane")
        self.title, self.about = Text("", "section"), Text("", "caption")
        self.view = CardsView(context, name)

    def show_cards(self, cards: Sequence[BoardCard]) -> None:
        """Other cards; the cursor stays on its order."""
        at = self.view.card
        before = self.view.currentIndex().row()
        self.view.cards.show(cards)
        row = self.view.cards.row_of(at.id) if at is not None else None
        if row is not None:
            self.view.choose(row)
        elif before >= 0 and self.view.hasFocus():
            self.view.choose(before)
        self.translate()

    def translate(self) -> None:
        """Words anew."""
        say, cards = self.context.say, self.view.cards.cards
        title = say.text(TITLES[self.name])
        total = sum((card.gross for card in cards), ZERO)
        self.title.setText(f"{title}  {len(cards)}")
        self.about.setText(say.money_with_currency(total) if cards else "")
        count = say.plural("{count} order", "{count} orders", len(cards))
        self.view.setAccessibleName(", ".join(part for part in (title, count, self.about.text()) if part))
