"""What speaks against an order, what is asked before it is sent, and what is said afterwards."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.domain.refusal import N_, NeedsConsent, NotAllowed, Refusal, Unavailable
from app.services.approvals import Approver
from app.ui.orders import entry as typed_orders
from app.ui.orders.deeds import allowed, sentence
from app.ui.orders.drafts import Kept

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

CONSENTS = frozenset({"sales", "manager", "admin"})
"""Who may go beyond the usual discount, with a reason."""
DONE = {
    "place": N_("Order {number} confirmed."),
    "confirm": N_("Order {number} confirmed."),
    "quote": N_("Quote {number} saved."),
    "deliver": N_("Delivery {number} made."),
    "invoice": N_("Invoice {number} written."),
    "cancel": N_("The order was cancelled."),
    "ask": N_("It waits for a manager now."),
    "ask_for": N_("It waits for a manager now."),
    "approve": N_("Order {number} approved and confirmed."),
    "refuse": N_("It goes back to who asked."),
}


class Outcome(QObject):
    """Works on the editor it belongs to."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self._discarded: tuple[Kept, int] | None = None

    @property
    def _strip(self) -> Any:  # noqa: ANN401 - the editor's strip
        return self.editor.frame.strip

    def _text(self, template: str, **values: object) -> str:
        return self.editor.context.say.text(template, **values)

    # new orders
    def place(self, reason: str = "", approver: Approver | None = None) -> None:
        """Confirm what was typed; a discount beyond the usual asks for a reason first."""
        if self._all_right() and (reason or self._usual()):
            self._send("order", reason, approver)

    def send_for_approval(self, reason: str) -> None:
        """Keep what was typed as a draft that waits for a manager."""
        if self._all_right():
            self._send("approval", reason)

    def quote(self) -> None:
        """Save what was typed as a quote; prices need nobody's consent."""
        if self._all_right():
            self._send("quote")

    def _all_right(self) -> bool:
        """Whether everything that was typed can be; else the cursor goes to the first thing that cannot."""
        editor, frame = self.editor, self.editor.frame
        if editor.entry is None or editor.deeds.busy:
            return False
        frame.view.close_field(keep=True)
        fields = (
            frame.totals.discount, frame.totals.freight, frame.head.promised, frame.head.reference,
            frame.delivery.slot_field, *frame.paid.fields(),
        )  # fmt: skip
        for field in fields:
            field.settle()
        wrong = [field for field in fields if field.refusal is not None]
        count = len(wrong) + sum(len(line.wrong) for line in frame.lines.lines)
        if count:
            words = editor.context.say.plural("{count} thing to correct.", "{count} things to correct.", count)
            self._strip.tell(words, "bad", name="wrong")
            first = frame.lines.first_wrong()
            if first is not None:
                frame.view.open(*first)
            else:
                wrong[0].edit.setFocus()
            return False
        if not frame.lines.draft_lines():
            self._strip.tell(self._text(N_("The order has no lines. Add at least one product.")), "bad", name="wrong")
            frame.view.begin()
            return False
        self._strip.clear("wrong")
        return bool(editor.earning.right())

    def _usual(self) -> bool:
        """Whether nobody has to answer for the prices; else that is asked."""
        editor = self.editor
        assert editor.entry is not None
        below = editor.margin.below if editor.margin is not None else ()
        if any(below) and not editor.context.sees_profit:
            words = N_("Line {line}: this price needs a manager. Save the order as a quote.")
            editor.approving.offer_ways(self._text(words, line=below.index(True) + 1), "place")
            return False
        found = typed_orders.beyond(editor.frame.lines.lines, editor.frame.totals.discount.value, editor.entry.head)
        return not found or self._ask_consent(found, "place")

    def _ask_consent(self, found: list[tuple[int, Any]], deed: str) -> bool:
        say, editor = self.editor.context.say, self.editor
        number, percent = found[0]
        limit = say.percent(editor.head.discount_limit if editor.head else None)
        values = {"line": number, "given": say.percent(percent), "limit": limit}
        what = N_("Line {line} is {given} below the list; up to {limit} is usual.") if number else N_(
            "The discount on the order is {given}; up to {limit} is usual."
        )  # fmt: skip
        as_quote = [("quote", say.text(N_("Save as quote")))] if deed == "place" else []
        if editor.context.access not in CONSENTS:
            words = say.text(N_("Somebody of sales or a manager confirms that."))
            editor.approving.offer_ways(f"{say.text(what, **values)} {words}", deed)
        else:
            confirm = [(deed, say.text(N_("Confirm with this reason")))]
            self._strip.tell(say.text(what, **values), "warn", confirm + as_quote, name="consent",
                             reason=say.text(N_("Why? The reason is kept with the order.")))  # fmt: skip
        return False

    def _send(self, kind: str, reason: str = "", approver: Approver | None = None) -> None:
        editor = self.editor
        entry = editor.entry
        assert entry is not None
        lines = editor.frame.lines.draft_lines()
        draft = typed_orders.draft_of(entry.head, lines, editor.typed(), quote=kind == "quote")
        if entry.sent and entry.sent != kind:
            # an order that may be under way is never made a quote of under another name
            words = N_("This was already sent as an order; confirm it once more to see what became of it.")
            if entry.sent == "quote":
                words = N_("This was already sent as a quote; save it once more to see what became of it.")
            elif entry.sent == "approval":
                words = N_("This was already sent for approval; send it once more to see what became of it.")
            self._strip.tell(self._text(words), "warn", name="sent")
            return
        entry.sent = kind
        kept = editor._kept()  # noqa: SLF001 - the editor's own half
        if kept is not None:
            editor.keeping.put(kept)
        self._strip.tell(self._text(N_("Saving…")), "info", name="busy")
        if kind == "quote":
            editor.deeds.quote(draft, entry.request)
        elif kind == "approval":
            editor.deeds.ask(draft, entry.request, reason)
        else:
            editor.deeds.place(draft, entry.request, reason, approver)

    # stored orders
    def next_step(self, reason: str = "", approver: Approver | None = None) -> None:
        """The next deed on a stored order: approve, confirm a quote, deliver, invoice."""
        order = self.editor.order
        deeds = allowed(order, answers=self.editor.context.may("see_profit")) if order is not None else ()
        if order is None or not deeds or deeds[0] == "cancel":
            return
        # whether its prices are a promise that holds, and of whom, is known to the database only
        self.editor.deeds.carry_out(deeds[0], order, reason, approver)

    def invoice(self) -> None:
        """Invoice what is not invoiced yet."""
        if self.editor.order is not None:
            self.editor.deeds.carry_out("invoice", self.editor.order)

    def ask_to_cancel(self) -> None:
        """A cancellation says why."""
        order = self.editor.order
        if order is not None:
            words = self._text(N_("Cancel {number}?"), number=order.number or order.quote_number)
            choices = [("cancel", self._text(N_("Cancel the order"))), ("", self._text(N_("Keep it")))]
            self._strip.tell(words, "warn", choices, name="cancel", reason=self._text(N_("Why is it called off?")))

    # answers
    def chosen(self, name: str, reason: str) -> None:
        """A button of the strip, or Esc."""
        editor, name_of = self.editor, self._strip.name
        if name in ("place", "confirm", "send", "no") and not reason.strip():
            self._strip.reason.setFocus()
            return
        if name == "cancel" and editor.order is not None:
            editor.deeds.carry_out("cancel", editor.order, reason)
            return
        if name_of or not name:
            self._strip.clear()
        deeds: dict[str, Callable[[], None]] = {
            "place": partial(self.place, reason), "confirm": partial(self.next_step, reason), "quote": self.quote,
            "restore": self._restore, "again": editor.ask, "undo_line": editor.put_back,
            "pin": editor.approving.ask_pin, "ask": editor.approving.ask_manager,
            "send": partial(editor.approving.send, reason), "change": editor.approving.change,
            "approve": partial(editor.approving.carry_out, "approve"), "refuse": editor.approving.ask_refusal,
            "pay": self._pay, "no": partial(editor.approving.carry_out, "refuse", reason),
        }  # fmt: skip
        if name in deeds:
            deeds[name]()
        elif editor.entry is not None:
            editor.frame.view.setFocus()

    def done(self, deed: str, answer: Any) -> None:  # noqa: ANN401 - what each service answers
        """It is stored: say so and show it."""
        editor = self.editor
        editor.frame.pin.finish()
        if deed in ("place", "quote", "ask"):
            self._placed(deed, answer)
        else:
            number = getattr(answer, "number", "")
            words = DONE[deed]
            self._strip.tell(self._text(words, number=number), "ok", name="done")
            if editor.order is not None:
                editor.show_stored(editor.order.id)

    def _placed(self, deed: str, placed: Any) -> None:  # noqa: ANN401 - Placed
        editor = self.editor
        editor.pages.count_placed()
        entry = editor.entry
        expected = None
        if entry is not None:
            draft = typed_orders.draft_of(entry.head, editor.frame.lines.draft_lines(), editor.typed())
            expected = typed_orders.sums_of(draft, entry.head.places, complete=True)[0].gross
        paid = editor.frame.paid.values() if entry is not None and deed == "place" else []
        if entry is not None and not paid:
            editor.keeping.drop(entry.key)
        self._strip.tell(self._text(DONE[deed], number=placed.number), "ok", name="done")
        if expected is not None and expected != placed.gross:
            words = N_("{number} had been stored before, with other lines. This is how it stands.")
            self._strip.tell(self._text(words, number=placed.number), "warn", name="done")
        editor.show_stored(placed.order_id)
        if paid and entry is not None:
            editor.paying.take(placed, entry.head.customer_id, entry.request, key=entry.key, paid=paid)

    def refused(self, deed: str, error: BaseException) -> None:
        """It was not stored: why, at its field where it has one; what was typed stays."""
        editor, frame = self.editor, self.editor.frame
        words = sentence(error, editor.context)
        if not words:
            self._strip.clear("busy")
            editor.context.reporter.show(error, editor)
            return
        refused = isinstance(error, Refusal)
        if editor.entry is not None and refused and not isinstance(error, Unavailable):
            # an answer came, and it was no: nothing is under way any more
            editor.entry.sent = ""
        editor.pages.show_status()
        self._strip.clear("busy")
        if editor.approving.refused_here(error):
            return
        if isinstance(error, NeedsConsent | NotAllowed) and error.field == "approval":
            self._ask_approval(deed, words, own=isinstance(error, NeedsConsent))
            return
        fields = {"promised_on": frame.head.promised, "discount": frame.totals.discount}
        field = fields.get(error.field or "") if isinstance(error, Refusal) else None
        if field is not None and editor.entry is not None:
            field.refuse(error)  # type: ignore[arg-type]
            field.edit.setFocus()
        self._strip.tell(words, "bad", name="refused")

    def _ask_approval(self, deed: str, words: str, *, own: bool) -> None:
        """The prices need a reason, or somebody else."""
        self.editor.frame.pin.leave()
        if not own:
            self.editor.approving.offer_ways(words, deed)
            return
        confirm = [(deed, self._text(N_("Confirm with this reason")))]
        if deed == "place":
            confirm.append(("quote", self._text(N_("Save as quote"))))
        self._strip.tell(words, "warn", confirm, name="consent",
                         reason=self._text(N_("Why? The reason is kept with the order.")))  # fmt: skip

    def failed_to_read(self, error: BaseException) -> None:
        """Nothing could be read: what is safe, and again."""
        words = sentence(error, self.editor.context)
        if words:
            self._strip.tell(words, "bad", [("again", self._text(N_("Try again")))], name="refused")
        else:
            self.editor.context.reporter.show(error, self.editor)

    def not_kept(self, error: BaseException) -> None:
        """The draft's file could not be written."""
        reason = error.strerror if isinstance(error, OSError) and error.strerror else type(error).__name__
        words = N_("The draft cannot be kept on this PC: {reason}. Confirm the order or save it as a quote.")
        self._strip.tell(self._text(words, reason=reason), "warn", name="not kept")

    def line_removed(self, row: int) -> None:
        """A line went; it can come back."""
        undo = [("undo_line", self._text(N_("Put it back")))]
        self._strip.tell(self._text(N_("Line {line} removed."), line=row + 1), "info", undo, name="line")

    def discarded(self, draft: Kept, customer_id: int) -> None:
        """A draft was thrown away; it can come back."""
        self._discarded = (draft, customer_id)
        choices = [("restore", self._text(N_("Take it back")))]
        self._strip.tell(self._text(N_("Draft thrown away.")), "info", choices, name="discarded")

    def _pay(self) -> None:
        """The payment that was not taken, on the order's own screen."""
        if self.editor.order is not None:
            self.editor.context.go("sale", ("pay", self.editor.order.id))

    def _restore(self) -> None:
        if self._discarded is not None:
            kept, self._discarded = self._discarded, None
            self.editor.keeping.put(kept[0])
            self.editor.open_record(kept)
