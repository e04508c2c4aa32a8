"""The screen of one customer's account: open items by age, every movement, payments taken, put and taken back."""

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.refusal import N_, NotFound, Refusal
from app.queries import account_screen
from app.queries.account_screen import Account, Movement, OpenLine, PutLine
from app.services import allocations
from app.ui.account import words
from app.ui.account.asks import Asks
from app.ui.account.head import Head
from app.ui.account.payment import PaymentBox
from app.ui.caller.parts import Block
from app.ui.caller.tables import RowsView
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Toggle
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again
from app.ui.preview import open_preview, papers

SIDE = 348
LOW = 760
"""Below this height a strip that asks something needs the room of the figures."""


class AccountPanel(Panel):
    """Opened with a customer's id."""

    kinds = frozenset({"account", "customer", "interaction"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.customer_id: int | None = None
        self.account: Account | None = None
        self._freeing: PutLine | None = None
        self.head = Head(context)
        self.asks = Asks(context)
        self.items_block, self.moves_block = Block("money", "Ctrl+1"), Block("history", "Ctrl+3")
        self.items = RowsView(context, words.ITEMS, 2)
        self.moves = RowsView(context, words.MOVEMENTS, 2)
        self.puts = RowsView(context, words.PUTS, 2)
        self.below = QStackedWidget()
        self.to_moves, self.to_puts = Toggle(), Toggle()
        self.payment = PaymentBox(context)
        self.note_button, self.cancel_button, self.back_button = QPushButton(), QPushButton(), QPushButton()
        self.state = StatePage(context)
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        self.moves.horizontalHeader().setResizeContentsPrecision(60)
        tabs = QButtonGroup(self)
        for tab in (self.to_moves, self.to_puts):
            tabs.addButton(tab)
            self.moves_block.marks.addWidget(tab)
        self.to_moves.setChecked(True)
        for button in (self.note_button, self.cancel_button, self.back_button):
            button.setProperty("kind", "flat")
            block = self.items_block if button is self.note_button else self.moves_block
            block.marks.addWidget(button)
        self.back_button.hide()
        self.items_block.body.addWidget(self.items, 1)
        self.below.addWidget(self.moves)
        self.below.addWidget(self.puts)
        self.moves_block.body.addWidget(self.below, 1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.items_block, 4)
        left.addWidget(self.moves_block, 5)
        self.payment.setFixedWidth(SIDE)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addLayout(left, 1)
        across.addWidget(self.payment)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(18, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self.head)
        column.addWidget(self.asks)
        column.addLayout(across, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.state)
        self.pages.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)

    def _join(self) -> None:
        self.head.day_wanted.connect(self.ask)
        self.head.statement.clicked.connect(self.ask_period)
        self.head.card.clicked.connect(self._open_card)
        self.items.opened.connect(self._open_item)
        self.moves.opened.connect(self._open_movement)
        self.payment.unchosen.connect(self._mark)
        self.payment.receipt_wanted.connect(self._show_receipt)
        self.to_moves.clicked.connect(self.show_moves)
        self.to_puts.clicked.connect(self.show_puts)
        self.note_button.clicked.connect(self.ask_note)
        self.cancel_button.clicked.connect(self.ask_reason)
        self.back_button.clicked.connect(self.take_back)
        self.asks.closed.connect(self._back_to_table)
        self.asks.parted.connect(self._part)
        self.asks.opened.connect(self._make_room)
        for table in (self.items, self.moves, self.puts):
            table.installEventFilter(self)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.accept), ("Ctrl+Enter", self.accept), ("Ctrl+1", self.items.setFocus),
            ("Ctrl+2", self.payment.start), ("Ctrl+3", self.show_moves),
            ("Ctrl+4", self.show_puts), ("Ctrl+P", self.ask_period), ("F5", self.ask),
        )  # fmt: skip
        bind_keys(self, *keys)

    def title(self) -> str:
        """The screen's name, and whose account it is."""
        name = self.context.say.text(N_("Account"))
        return f"{self.account.name} · {name}" if self.account is not None else name

    # asking

    def open_record(self, record: object) -> None:
        """A customer's id."""
        if not isinstance(record, int) or isinstance(record, bool):
            return
        if record != self.customer_id:
            self.customer_id, self.account = record, None
            self.head.forget_day()
            self.asks.finish()
            self.pages.setCurrentWidget(self.state)
            self.state.show_state("money", self.context.say.text(N_("Reading the account…")))
        self.ask()

    def customer_at_hand(self) -> int | None:
        """Whose account it is."""
        return self.customer_id

    def ask(self) -> None:
        """The account anew."""
        if self.customer_id is None:
            words_ = self.context.say.text(N_("Choose a customer to see the account."))
            self.state.show_state("money", words_, [Deed(self.context.say.text(N_("Customers")), self._to_customers)])
            return
        work = partial(account_screen.account, customer_id=self.customer_id, as_of=self.head.day())
        self.context.runner.read(self, work, self._show, self._failed)

    def _show(self, account: Account) -> None:
        asked = self.head.day()
        if asked is not None and account.as_of != asked:
            return  # another day was asked for meanwhile
        fresh = self.account is None
        self.account = account
        self.customer_id = account.customer_id
        self.pages.setCurrentIndex(1)
        self.head.show_account(account)
        self.payment.show_account(account)
        self._fill()
        if fresh:
            self.payment.start()

    def _fill(self) -> None:
        assert self.account is not None
        say, found = self.context.say, self.account
        self._mark()
        words.show_rows(self.moves, words.movements(found.movements, found.brought_forward, found.earlier, say))
        words.show_rows(self.puts, words.puts(found.puts, say))
        self.items_block.count.setText(say.plural("{count} open", "{count} open", len(found.items)))
        for button, text, count in (
            (self.to_moves, N_("Movements"), len(found.movements) + found.earlier),
            (self.to_puts, N_("Chosen allocations"), len(found.puts)),
        ):
            button.setText(f"{say.text(text)}  {say.number(Decimal(count), 0)}")
            button.setAccessibleName(button.text())

    def _mark(self) -> None:
        """The open items, with what is chosen."""
        if self.account is not None:
            words.show_rows(self.items, words.items(self.account.items, self.payment.chosen, self.context.say))

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        text = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The account could not be read."))
        if self.account is not None and not isinstance(error, NotFound):
            # what was read stays; the sentence says that it is not the newest
            self.context.reporter.show(error, near=self)
            return
        self.pages.setCurrentWidget(self.state)
        self.state.show_state("warning", text, [try_again(say, self.ask)], "warn")

    def refresh(self, changes: ChangeSet) -> None:
        """Only what concerns this account is asked again."""
        mine = [changes.ids.get(kind, frozenset()) for kind in ("account", "customer")]
        whole = changes.whole & self.kinds
        if whole or self.customer_id is None or any(self.customer_id in ids for ids in mine):
            self.ask()

    # choosing, opening

    def toggle(self) -> None:
        """Choose the current open item, or leave it out again; the next row is current."""
        line = self.items.current_record()
        if not isinstance(line, OpenLine) or self.account is None or self.account.as_of < self.account.today:
            return
        row = self.items.currentIndex().row()
        self.payment.choose(self.payment.chosen.toggled(line.id))
        self._mark()
        self.items.setCurrentIndex(self.items.rows.index(min(row + 1, self.items.rows.rowCount() - 1), 0))

    def ask_part(self) -> None:
        """Only a part of the current open item is to be paid: how much?"""
        line = self.items.current_record()
        if isinstance(line, OpenLine) and self.payment.deed.isEnabled():
            self.asks.ask_part(line.id, line.item.entry.number, line.free)

    def _part(self, entry_id: int, amount: object) -> None:
        if isinstance(amount, Decimal):
            self.payment.choose(self.payment.chosen.with_part(entry_id, amount))
            self._mark()

    def _open_item(self, record: object) -> None:
        if isinstance(record, OpenLine):
            self._open(record.invoice_id, None, record.order_id)

    def _open_movement(self, record: object) -> None:
        if isinstance(record, Movement):
            self._open(record.invoice_id, record.payment_id if record.kind != "reversal" else None, record.order_id)

    def _open(self, invoice_id: int | None, payment_id: int | None, order_id: int | None) -> None:
        """The document behind a figure."""
        if invoice_id is not None:
            open_preview(self.context, papers.invoice(invoice_id))
        elif payment_id is not None:
            open_preview(self.context, papers.receipt(payment_id))
        elif order_id is not None:
            self.context.go("sale", order_id)
        else:
            words_ = self.context.say.text(N_("There is no document behind this movement."))
            self.context.reporter.tell(words_, "info")

    def _show_receipt(self, payment_id: int) -> None:
        open_preview(self.context, papers.receipt(payment_id))

    def _open_card(self) -> None:
        if self.customer_id is not None:
            self.context.go("caller", self.customer_id)

    def _to_customers(self) -> None:
        self.context.go("customers")

    # deeds

    def accept(self) -> None:
        """The main action: what the open strip asks for, else the payment."""
        if not self.asks.accept():
            self.payment.accept()

    def ask_note(self) -> None:
        """Note what was said about the current open item."""
        line = self.items.current_record()
        if isinstance(line, OpenLine) and self.customer_id is not None:
            self.asks.ask_note(self.customer_id, line.item.entry.number)
        else:
            self._choose_first(self.items, N_("Choose the open item that the note is about."))

    def ask_reason(self) -> None:
        """Cancel the current payment: why?"""
        move = self.moves.current_record()
        if isinstance(move, Movement) and move.payment_id is not None and move.kind != "reversal":
            self.asks.ask_reason(move.payment_id, move.number)
        else:
            self._choose_first(self.moves, N_("Choose the payment that is to be cancelled."))

    def show_moves(self) -> None:
        """Every movement."""
        self._show_below(self.moves)

    def show_puts(self) -> None:
        """What somebody put against an invoice by choice."""
        self._show_below(self.puts)

    def _show_below(self, table: RowsView) -> None:
        self.below.setCurrentWidget(table)
        moves = table is self.moves
        self.to_moves.setChecked(moves)
        self.to_puts.setChecked(not moves)
        self.cancel_button.setVisible(moves)
        self.back_button.setVisible(not moves)
        table.setFocus()

    def take_back(self) -> None:
        """What was put against an invoice by choice is free again."""
        line = self.puts.current_record()
        if not isinstance(line, PutLine):
            self.show_puts()
            self._choose_first(self.puts, N_("Choose the allocation that is to be taken back."))
            return
        if self._freeing is None:
            self._freeing = line
            work = partial(allocations.take_back, credit_id=line.credit_id, debit_id=line.debit_id, request=new_uid())
            self.context.runner.write(self, work, self._freed, self._not_freed)

    def _freed(self, _answer: object) -> None:
        """It is free; it can be put there again."""
        line, self._freeing = self._freeing, None
        if line is None:
            return
        told = self.context.say.text(
            N_("{number} is no longer put against {invoice}."), number=line.credit, invoice=line.debit
        )
        again = partial(
            allocations.put, credit_id=line.credit_id, amounts={line.debit_id: line.amount}, request=new_uid()
        )
        self.context.undo.offer(told, again)

    def _not_freed(self, error: BaseException) -> None:
        self._freeing = None
        self.context.reporter.show(error, near=self)

    def ask_period(self) -> None:
        """A statement: from which day, to which day?"""
        if self.account is not None:
            self.asks.ask_period(self.account.customer_id, self.account.as_of)

    def _choose_first(self, table: RowsView, text: str) -> None:
        table.setFocus()
        self.context.reporter.tell(self.context.say.text(text), "info")

    def _make_room(self) -> None:
        self.head.set_brief(self.height() < LOW)

    def _back_to_table(self) -> None:
        self.head.set_brief(False)
        self.items.setFocus()

    # keys, words, colours

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Space chooses an open item, F2 a part of it, Ins notes about it, Del takes back what the row stands for."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.modifiers():
            return super().eventFilter(watched, event)
        deeds: dict[tuple[object, int], Callable[[], None]] = {
            (self.items, Qt.Key.Key_Space): self.toggle,
            (self.items, Qt.Key.Key_F2): self.ask_part,
            (self.items, Qt.Key.Key_Insert): self.ask_note,
            (self.moves, Qt.Key.Key_Delete): self.ask_reason,
            (self.puts, Qt.Key.Key_Delete): self.take_back,
        }
        deed = deeds.get((watched, event.key()))
        if deed is None:
            return super().eventFilter(watched, event)
        deed()
        return True

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes: what is typed goes to the disk."""
        super().hideEvent(event)
        self.payment.leave()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for widget in (self.head, self.asks, self.payment):
            widget.translate()
        self.items_block.heading.setText(say.text(N_("Open items")))
        self.moves_block.heading.setText("")
        for table, title in (
            (self.items, N_("Open items")), (self.moves, N_("Movements")), (self.puts, N_("Chosen allocations")),
        ):  # fmt: skip
            table.setAccessibleName(say.text(title))
            table.rows.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(table.rows.headings) - 1)
        for button, verb, key in (
            (self.note_button, N_("Note"), "Ins"),
            (self.cancel_button, N_("Cancel payment"), "Del"),
            (self.back_button, N_("Take back"), "Del"),
        ):
            button.setText(say.text(verb))
            button.setAccessibleName(say.text(verb))
            button.setToolTip(key)
        if self.account is not None:
            self._fill()

    def paint_theme(self) -> None:
        """Colours anew."""
        for block in (self.items_block, self.moves_block):
            block.paint(self.context)
        for widget in (self.head, self.asks, self.payment, self.state):
            widget.paint_theme()
