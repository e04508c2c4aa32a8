"""The status board: where every open order stands, and one key that takes it on."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.refusal import N_, NeedsConsent, NotAllowed, Refusal
from app.domain.stages import BEFORE_LEAVING, STAGES, beside
from app.queries import board
from app.queries.board import Board, BoardCard
from app.services import stages
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Text, Toggle
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again
from app.ui.kit.timers import once
from app.ui.orders.board_cards import TITLES, BoardColumn
from app.ui.orders.strip import Strip

NARROWEST = 138
SLOW_MS = 200


class BoardPanel(Panel):
    """Arrows go from card to card, Ctrl+← and Ctrl+→ take a card along, Enter opens it."""

    kinds = frozenset({"order", "invoice", "account", "customer"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.board: Board | None = None
        self._moving: tuple[BoardCard, str] | None = None
        self._follow: int | None = None
        self.columns = {name: BoardColumn(context, name) for name in STAGES}
        self._title, self._more = Text("", "title"), Text("", "caption", "warn")
        self.wanted, self.mine, self.list = QLineEdit(), Toggle("choice"), QPushButton()
        self.strip, self.state = Strip(context), StatePage(context)
        self._menu = QMenu(self)
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(10)
        self.wanted.setFixedWidth(240)
        self.wanted.setClearButtonEnabled(True)
        self._more.hide()
        self.mine.setVisible(self.context.staff_id is not None)
        for widget in (self._title, self._more):
            head.addWidget(widget)
        head.addStretch(1)
        for field in (self.wanted, self.mine, self.list):
            head.addWidget(field)
        inner, lanes = QWidget(), QHBoxLayout()
        lanes.setContentsMargins(0, 0, 0, 0)
        lanes.setSpacing(6)
        for column in self.columns.values():
            lanes.addWidget(self._lane(column), 1)
        inner.setLayout(lanes)
        scroll = QScrollArea()
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.state)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(head)
        outer.addWidget(self.strip)
        outer.addWidget(self._pages, 1)

    @staticmethod
    def _lane(column: BoardColumn) -> BoardColumn:
        box = QVBoxLayout(column)
        box.setContentsMargins(5, 6, 4, 6)
        box.setSpacing(2)
        box.addWidget(column.title)
        box.addWidget(column.about)
        box.addWidget(column.view, 1)
        column.setMinimumWidth(NARROWEST)
        return column

    def _join(self) -> None:
        for column in self.columns.values():
            view = column.view
            view.stepped.connect(self._step)
            view.moved.connect(self._move_by)
            view.opened.connect(self._open)
            view.dropped.connect(self._dropped)
            view.menu_wanted.connect(self._show_menu)
        self._menu.triggered.connect(self._from_menu)
        self.wanted.textChanged.connect(self._filter)
        self.mine.toggled.connect(self.ask)
        self.list.clicked.connect(self._to_list)
        self.strip.chosen.connect(self._chosen)
        self._slow = once(self, SLOW_MS, self._reading)
        bind_keys(self, ("Ctrl+F", self._start_find), ("F5", self.ask))
        self.setFocusProxy(self.columns["confirmed"].view)

    # what is shown
    def title(self) -> str:
        """The board."""
        return self.context.say.text(N_("Board"))

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Board")))
        self.mine.setText(say.text(N_("Mine")))
        self.mine.setAccessibleName(say.text(N_("Only orders that I sell")))
        self.list.setText(say.text(N_("As a list")))
        self.list.setAccessibleName(self.list.text())
        self.wanted.setPlaceholderText(say.text(N_("Customer or number")))
        self.wanted.setAccessibleName(self.wanted.placeholderText())
        self._more.setText(say.text(N_("Only the newest {count} are shown."), count=board.MOST))
        for column in self.columns.values():
            column.translate()

    def paint_theme(self) -> None:
        """Cards anew."""
        self.state.paint_theme()
        for column in self.columns.values():
            column.view.viewport().update()

    def ask(self) -> None:
        """Everything again; what is there stays until the answer."""
        staff = self.context.staff_id if self.mine.isChecked() else None
        if self.board is None:
            self._slow.start()
        self.context.runner.read(self, partial(board.board, staff_id=staff), self._shown, self._failed)

    def refresh(self, changes: ChangeSet) -> None:
        """What was moved here is asked for when its answer is there."""
        if self._moving is None:
            self.ask()

    def _reading(self) -> None:
        self.state.show_state("clock", self.context.say.text(N_("Reading the orders…")))
        self._pages.setCurrentWidget(self.state)

    def _shown(self, found: Board) -> None:
        self._slow.stop()
        self.board = found
        self._more.setVisible(found.more)
        self._filter()
        if not any(found.columns.values()):
            say = self.context.say
            words = N_("Orders stand here from their first line until they are paid.")
            deed = Deed(say.text(N_("Choose a customer")), self._to_customers, primary=True)
            self.state.show_state("orders", say.text(words), [deed])
            self._pages.setCurrentWidget(self.state)
        else:
            self._pages.setCurrentIndex(0)

    def _filter(self, _text: str = "") -> None:
        """What is typed narrows the cards; the sums of the columns follow."""
        if self.board is None:
            return
        words, here = self.wanted.text().casefold().split(), self._current()
        if self._follow is None and here is not None and here.view.card is not None:
            self._follow = here.view.card.id
        for name, column in self.columns.items():
            cards = self.board.columns[name]
            if words:
                cards = [card for card in cards if all(word in _searched(card) for word in words)]
            column.show_cards(cards)
        self._follow_card()

    def _follow_card(self) -> None:
        """The cursor goes with its card, whoever moved it."""
        wanted, self._follow = self._follow, None
        for column in self.columns.values():
            row = column.view.cards.row_of(wanted) if wanted is not None else None
            if row is not None:
                column.view.choose(row)
                column.view.setFocus()

    def _failed(self, error: BaseException) -> None:
        self._slow.stop()
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, self)
            return
        again = try_again(say, self.ask)
        self.state.show_state("warning", say.refusal(error), [again], "warn")
        self._pages.setCurrentWidget(self.state)

    # going about
    def _current(self) -> BoardColumn | None:
        return next((column for column in self.columns.values() if column.view.hasFocus()), None)

    def _step(self, by: int) -> None:
        """The next column that has cards."""
        here = self._current()
        name: str | None = here.name if here is not None else None
        while name is not None:
            name = beside(name, by)
            if name is not None and self.columns[name].view.cards.cards:
                view = self.columns[name].view
                view.choose(max(0, view.currentIndex().row()))
                view.setFocus()
                return

    def _open(self, order_id: int) -> None:
        found = self._card(order_id)
        if found is not None:
            self.context.go("order" if found.column in ("draft", "quoted") else "sale", order_id)

    def _card(self, order_id: int) -> BoardCard | None:
        for cards in self.board.columns.values() if self.board is not None else ():
            for card in cards:
                if card.id == order_id:
                    return card
        return None

    def _to_list(self) -> None:
        self.context.go("orders")

    def _to_customers(self) -> None:
        self.context.go("customers")

    def _start_find(self) -> None:
        self.wanted.setFocus()
        self.wanted.selectAll()

    # moving
    def _move_by(self, by: int) -> None:
        here = self._current()
        card = here.view.card if here is not None else None
        to = beside(card.column, by) if card is not None else None
        if card is not None and to is not None:
            self.move_card(card, to)

    def _dropped(self, order_id: int) -> None:
        card, sender = self._card(order_id), self.sender()
        for name, column in self.columns.items():
            if column.view is sender and card is not None:
                self.move_card(card, name)

    def move_card(self, card: BoardCard, to: str) -> None:
        """Take a card to another column: a deed of the database, not of the screen."""
        if self._moving is not None or card.column == to:
            return
        if to == "paid" and card.column == "invoiced":
            self.context.go("sale", ("pay", card.id))
            return
        self._moving = (card, to)
        work = partial(stages.move, order_id=card.id, to=to, request=new_uid(), version=card.version)
        self.context.runner.write(self, work, self._moved, self._refused)

    def _moved(self, _answer: Any) -> None:  # noqa: ANN401 - what each deed answers
        assert self._moving is not None
        (card, to), self._moving = self._moving, None
        say = self.context.say
        words = say.text(N_("{number}: {column}"), number=card.number, column=say.text(TITLES[to]))
        if {card.column, to} <= set(BEFORE_LEAVING):
            back = partial(stages.move, order_id=card.id, to=card.column, request=new_uid())
            self.context.undo.offer(words, back)
        else:
            self.strip.tell(words, "ok", name="moved")
        if self.strip.name == "refused":
            self.strip.clear()
        self._follow = card.id
        self.ask()

    def _refused(self, error: BaseException) -> None:
        assert self._moving is not None
        (card, to), self._moving = self._moving, None
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, self)
            return
        say = self.context.say
        choices = []
        if error.field == "payment":
            choices.append((f"pay {card.id}", say.text(N_("Take the payment"))))
        elif isinstance(error, NeedsConsent | NotAllowed) or to == "confirmed":
            choices.append((f"order {card.id}", say.text(N_("Open the order"))))
        self.strip.tell(f"{card.number or card.customer}: {say.refusal(error)}", "warn", choices, name="refused")
        self.ask()

    def _chosen(self, name: str, _reason: str) -> None:
        self.strip.clear()
        kind, _, order_id = name.partition(" ")
        if kind == "pay":
            self.context.go("sale", ("pay", int(order_id)))
        elif kind == "order":
            self._open(int(order_id))

    def _show_menu(self, where: QPoint) -> None:
        """Every column it could go to, the order itself, and its customer."""
        here = self._current()
        card = here.view.card if here is not None else None
        if card is None:
            return
        say = self.context.say
        self._menu.clear()
        self._entry(say.text(N_("Open the order")), ("open", card.id, ""))
        self._entry(say.text(N_("Caller card")), ("caller", card.customer_id, ""))
        self._menu.addSeparator()
        for name in STAGES:
            if name != card.column:
                words = say.text(N_("Move to ‘{column}’"), column=say.text(TITLES[name]))
                self._entry(words, ("move", card.id, name))
        self._menu.popup(where)

    def _entry(self, words: str, data: tuple[str, int, str]) -> None:
        action = self._menu.addAction(words.replace("&", "&&"))
        action.setData(data)

    def _from_menu(self, action: QAction) -> None:
        deed, record, to = action.data()
        if deed == "caller":
            self.context.go("caller", record)
        elif deed == "open":
            self._open(record)
        else:
            card = self._card(record)
            if card is not None:
                self.move_card(card, to)


def _searched(card: BoardCard) -> str:
    return f"{card.number} {card.customer}".casefold()
