"""The order screen: a whole order by keyboard, and what becomes of it."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QRect
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_
from app.queries import ordering
from app.queries.ordering import Head, StoredOrder
from app.queries.products import Margin
from app.ui.context import Context
from app.ui.keys import bind_keys, prefer_key
from app.ui.kit.panel import Panel
from app.ui.orders import entry as typed_orders
from app.ui.orders.approving import Approving
from app.ui.orders.deeds import Deeds
from app.ui.orders.drafts import Kept
from app.ui.orders.earning import Earning
from app.ui.orders.entry import Entry, Typed
from app.ui.orders.figuring import Figuring
from app.ui.orders.frame import Frame
from app.ui.orders.keeping import Keeping
from app.ui.orders.line import of_stored
from app.ui.orders.offering import Offering
from app.ui.orders.outcome import Outcome
from app.ui.orders.pages import Pages
from app.ui.orders.paid_rows import Paying
from app.ui.orders.pasting import Pasting
from app.ui.orders.quick_look import Looking
from app.ui.orders.quotes_list import QuotesList
from app.ui.orders.restoring import OpenDrafts
from app.ui.preview import open_preview, papers

TYPED = frozenset({"draft", "quoted"})
EVERY_CELL = "orders.every_cell"
KEYS = {
    "Ctrl+Return": "confirm", "Ctrl+Enter": "confirm", "Alt+Q": "save_quote", "Ctrl+P": "print_paper",
    "F7": "copy_as_new", "Ctrl+S": "keep", "Ctrl+Shift+H": "turn_screen",
}  # fmt: skip


class OrderEditor(Panel):
    """Opens ``("new", customer id)``, a draft of this user, or a stored order by its id."""

    kinds = frozenset({"order", "customer"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.entry: Entry | None = None
        self.order: StoredOrder | None = None
        self.head: Head | None = None
        self.margin: Margin | None = None
        self._following: Kept | StoredOrder | str | None = None
        self.frame = Frame(context)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self.keeping = Keeping(context, self, self._kept)
        self.deeds = Deeds(context, self)
        self.outcome = Outcome(self)
        self.approving = Approving(self)
        self.offering, self.looking = Offering(self), Looking(self)
        self.quotes, self.paying = QuotesList(self), Paying(self)
        self.figuring, self.earning = Figuring(self), Earning(self)
        self.pages, self.drafts, self.pasting = Pages(self), OpenDrafts(self), Pasting(self)
        self._join()
        self._arranged()
        self.translate()
        self.paint_theme()
        self.pages.show()

    def _join(self) -> None:
        frame, view = self.frame, self.frame.view
        frame.lines.edited.connect(self.edited)
        view.typing.connect(self._touched)
        view.remarked.connect(self.figuring.remark)
        view.removed.connect(self.outcome.line_removed)
        view.left.connect(self._leave_lines)
        for field in (
            frame.totals.discount, frame.totals.freight, frame.head.promised, frame.head.reference,
            frame.delivery.slot_field,
        ):  # fmt: skip
            field.edited.connect(self.edited)
            field.edit.textEdited.connect(self._touched)
        frame.delivery.edited.connect(self.edited)
        frame.paid.edited.connect(self.edited)
        view.look_wanted.connect(self.looking.look)
        view.look_ended.connect(frame.look.hide)
        frame.every.toggled.connect(self._every_cell)
        self.context.personal.arrived.connect(self._arranged)
        buttons = frame.buttons
        for name, slot in (
            ("main", self.confirm), ("quote", self.save_quote), ("print", self.print_paper),
            ("copy", self.copy_as_new), ("discard", self.discard), ("cancel", self.outcome.ask_to_cancel),
            ("invoice", self.outcome.invoice),
        ):  # fmt: skip
            buttons[name].clicked.connect(slot)
        frame.choose.clicked.connect(self._choose)
        self.keeping.written.connect(self._written)
        self.keeping.failed.connect(self.outcome.not_kept)
        self.keeping.found.connect(self.drafts.offer)
        self.deeds.done.connect(self.outcome.done)
        self.deeds.refused.connect(self.outcome.refused)
        frame.strip.chosen.connect(self.outcome.chosen)
        bind_keys(self, *((key, getattr(self, name)) for key, name in KEYS.items()))
        prefer_key(self, "Ctrl+Z", self.put_back)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    # what is shown
    def customer_at_hand(self) -> int | None:
        """Who orders."""
        return self.head.customer_id if self.head is not None else None

    def title(self) -> str:
        """New order, or the number."""
        if self.order is not None:
            return self.order.number or self.order.quote_number or self.context.say.text(N_("Order"))
        return self.context.say.text(N_("New order"))

    def translate(self) -> None:
        """All words anew."""
        self.frame.translate()
        self.drafts.translate()
        self.pages.show()
        if self.order is not None:
            self.pages.show_sums(self.order)
        elif self.entry is not None:
            self.figuring.work_out()

    def paint_theme(self) -> None:
        """Icons and painted cells anew."""
        self.frame.paint_theme()

    def ask(self) -> None:
        """A stored order is read again; of a new one the customer's standing."""
        self.keeping.look()
        if self.order is not None:
            self.context.runner.read(self, partial(ordering.stored, order_id=self.order.id), self._stored, self._failed)
        elif self.entry is not None:
            self._ask_head(self.entry.head.customer_id)

    def refresh(self, changes: ChangeSet) -> None:
        """What is being typed is never thrown over by a change elsewhere."""
        if not self.deeds.busy:
            self.ask()

    def open_record(self, record: object) -> None:
        """A new order (of a customer), a draft, or a stored order; what was typed before stays as a draft."""
        self.leave()
        self.frame.strip.clear()
        match record:
            case "new":
                # for whom is asked first; kept drafts are offered beside that
                self.pages.show()
                self.keeping.look()
            case ("new", int() as customer_id):
                self._following = None
                self._ask_head(customer_id)
            case ("told", int() as customer_id, str() as product):
                self._following = product
                self._ask_head(customer_id)
            case (Kept() as draft, int() as customer_id):
                self._following = draft
                self._ask_head(customer_id)
            case ("copy", int() as order_id):
                self.context.runner.read(self, partial(ordering.stored, order_id=order_id), self._copy, self._failed)
            case int():
                self.context.runner.read(self, partial(ordering.stored, order_id=record), self._opened, self._failed)

    def leave(self) -> None:
        """Keep what was typed and show nothing."""
        if self.entry is not None:
            self.frame.view.close_field(keep=True)
            self.keeping.write_now()
        self.entry = self.order = self.head = None
        self.figuring.forget()
        self.offering.forget()

    def _ask_head(self, customer_id: int) -> None:
        self.context.runner.read(self, partial(ordering.head, customer_id=customer_id), self._headed, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.outcome.failed_to_read(error)

    def _headed(self, head: Head) -> None:
        fresh = self.entry is None and self.order is None
        self.head = head
        cells = self.frame.lines.cells
        cells.today, cells.limit = head.today, head.discount_limit
        self.frame.popup.customer_id = head.customer_id
        self.frame.head.show_head(head, self.order.salesperson if self.order else "")
        if fresh:
            self._begin(head)
        elif self.entry is not None:
            self.entry.head = head
            self.figuring.work_out()
        else:
            self.frame.payment.show_payment(head, self.order.gross if self.order else Decimal(0))

    def _begin(self, head: Head) -> None:
        following, self._following = self._following, None
        frame = self.frame
        self.entry = Entry.of_kept(head, following) if isinstance(following, Kept) else Entry(head)
        frame.lines.show([], editable=True)
        frame.head.promised.show_value(None)
        frame.head.reference.show_text("")
        frame.totals.discount.show_value(Decimal(0))
        frame.totals.freight.show_value(Decimal(0))
        frame.delivery.show_value("", "")
        frame.paid.show_values([])
        frame.saved.say("")
        self.pages.show()
        self.pages.show_block()
        if isinstance(following, Kept):
            self.drafts.ask_offers(following)
        elif isinstance(following, StoredOrder):
            self.drafts.ask_copy(following)
        self.figuring.work_out()
        frame.view.begin()
        if isinstance(following, str):
            self.drafts.ask_told(following)

    # drafts and copies
    def copy_as_new(self) -> None:
        """The lines of the order that is shown as a new order; for an order that is typed, those of a quote."""
        if self.order is not None:
            self._copy(self.order)
        elif self.entry is not None:
            self.quotes.ask()

    def _copy(self, order: StoredOrder) -> None:
        self.leave()
        self._following = order
        self._ask_head(order.customer_id)

    def discard(self) -> None:
        """Throw the draft away; it can be taken back."""
        if self.entry is None:
            return
        self.frame.view.close_field(keep=True)
        draft = self._kept()
        head, key = self.entry.head, self.entry.key
        self.keeping.drop(key)
        self.entry = None
        self.figuring.forget()
        self.pages.show()
        if draft is not None:
            self.outcome.discarded(draft, head.customer_id)

    # while it is typed
    def _kept(self) -> Kept | None:
        """The draft as it is now; nothing where nothing was typed."""
        if self.entry is None:
            return None
        lines = typed_orders.plain_lines(self.frame.lines.lines, self.frame.view.unfinished())
        fields = self.drafts.fields()
        return self.entry.kept(lines, fields) if lines or any(fields.values()) else None

    def _touched(self) -> None:
        if self.entry is not None:
            self.keeping.touch()

    def edited(self) -> None:
        """Something about the order is another now."""
        self._touched()
        self.figuring.work_out()
        self.offering.follow()

    def typed(self) -> Typed:
        """The fields around the lines, as they were read."""
        frame = self.frame
        return Typed(frame.head.promised.value, frame.head.reference.text().strip(), frame.totals.discount.value,
                     frame.totals.freight.value, frame.delivery.value, self.earning.shares)  # fmt: skip

    def _leave_lines(self) -> None:
        self.frame.totals.discount.edit.setFocus()

    def put_back(self) -> None:
        """The line that was removed last; where none was, the last deed of this person."""
        if self.entry is None or not self.frame.view.put_back():
            self.context.undo.undo()
        self.frame.strip.clear("line")

    def keep(self) -> None:
        """Write the draft now."""
        self.keeping.write_now()

    def _written(self) -> None:
        say = self.context.say
        at = datetime.now(UTC).astimezone(say.zone)
        self.frame.saved.say(say.text(N_("Draft kept {time}"), time=f"{at:%H:%M:%S}"))

    def _focus_moved(self, old: QWidget | None, _now: QWidget | None) -> None:
        if old is not None and self.entry is not None and self.isAncestorOf(old):
            self.keeping.write()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing typed is lost when the screen is left or the window closes."""
        if self.entry is not None:
            if not event.spontaneous():
                self.frame.view.close_field(keep=True)
            self.keeping.write_now()
        super().hideEvent(event)

    # what becomes of it
    def confirm(self) -> None:
        """The main deed: confirm what was typed, or the next step of what is stored."""
        if self.order is not None:
            self.outcome.next_step()
        else:
            self.outcome.place()

    def save_quote(self) -> None:
        """Keep it as a quote with a number."""
        if self.entry is not None:
            self.outcome.quote()

    def print_paper(self) -> None:
        """The confirmation or quote as a paper."""
        if self.order is not None:
            open_preview(self.context, papers.order_confirmation(self.order.id))
        elif self.entry is not None:
            words = N_("Confirm the order or save it as a quote; then it can be printed.")
            self.frame.strip.tell(self.context.say.text(words), "info", name="print")

    def show_stored(self, order_id: int) -> None:
        """The order as it stands in the database."""
        self.entry = None
        self.figuring.forget()
        self.context.runner.read(self, partial(ordering.stored, order_id=order_id), self._stored, self._failed)

    def _opened(self, order: StoredOrder) -> None:
        """Drafts and quotes stand here; what became of a confirmed order has a screen of its own."""
        if order.status in TYPED:
            self._stored(order)
        else:
            self.context.go("sale", order.id)

    def _stored(self, order: StoredOrder) -> None:
        self.entry, self.order = None, order
        self.offering.forget()
        frame = self.frame
        frame.lines.show([of_stored(line) for line in order.lines], editable=False)
        frame.head.promised.show_value(order.promised_on)
        frame.head.reference.show_text(order.reference)
        frame.delivery.show_value(order.delivery_kind, order.delivery_slot)
        self.approving.show_question(order)
        frame.saved.say("")
        self.figuring.remark(order.cancelled_reason)
        frame.totals.show_margin(None)
        self.earning.ask_stored(order)
        self.pages.show()
        self.pages.show_sums(order)
        self._ask_head(order.customer_id)

    def turn_screen(self) -> None:
        """Hide level, last prices and credit while the customer looks, or show them again."""
        self.pages.turn()

    def _every_cell(self, every: bool) -> None:
        self.frame.view.every_cell = every
        self.context.personal.put(EVERY_CELL, every or None)

    def _arranged(self) -> None:
        """What this person arranged has arrived."""
        self.frame.every.setChecked(bool(self.context.personal.get(EVERY_CELL, False)))

    def _choose(self) -> None:
        self.context.go("customers")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """What floats goes away; narrow windows spare room."""
        super().resizeEvent(event)
        self.frame.fit(self.width())
        self.frame.bubble.say("", QRect(), "")
