"""A confirmed order: what became of its lines, its documents, and every deed that is possible now."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Refusal
from app.queries import sale as sales
from app.queries.sale import Paper, Sale
from app.ui.complaints.start import ComplaintStart
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, try_again
from app.ui.orders import sale_deeds as deeds
from app.ui.orders.deeds import sentence
from app.ui.orders.sale_deeds import BUTTONS, DEEDS, DONE, IN_PARTS, QUESTIONS, SaleDeeds
from app.ui.orders.sale_earning import SaleEarning
from app.ui.orders.sale_frame import SaleFrame
from app.ui.preview import Request, open_preview, papers


class SalePanel(Panel):
    """Opens an order by its id, or ``("pay", id)`` with the payment asked at once."""

    kinds = frozenset({"order", "invoice", "account"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.sale: Sale | None = None
        self._order_id = 0
        self._after = ""
        self.frame = SaleFrame(context)
        self.deeds = SaleDeeds(context, self)
        self.earning = SaleEarning(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.frame)
        self.setFocusProxy(self.frame.view)
        self._join()
        self.translate()
        self.paint_theme()

    def _join(self) -> None:
        self.frame.main.clicked.connect(self.next_step)
        self.frame.print.clicked.connect(self.print_paper)
        self.frame.copy.clicked.connect(self.copy_as_new)
        self.frame.complaint.clicked.connect(self.new_complaint)
        for button in self.frame.buttons.values():
            button.clicked.connect(self._deed_clicked)
        for ask in self.frame.asks.values():
            ask.done.connect(self._carry_out_asked)
            ask.closed.connect(self._ask_closed)
        self.frame.papers.wanted.connect(self._show_paper)
        self.deeds.done.connect(self._done)
        self.deeds.refused.connect(self._refused)
        self.frame.strip.chosen.connect(self._chosen)
        self.frame.view.finished.connect(self._to_fields)
        keys = {"Ctrl+Return": self.next_step, "Ctrl+Enter": self.next_step, "Ctrl+P": self.print_paper,
                "F7": self.copy_as_new, "Ctrl+0": self.new_complaint, "F5": self.ask}  # fmt: skip
        bind_keys(self, *keys.items(), *((BUTTONS[deed][2], self.frame.buttons[deed].click) for deed in DEEDS))

    # what is shown
    def title(self) -> str:
        """The number."""
        if self.sale is None:
            return self.context.say.text(N_("Order"))
        return self.sale.number or self.sale.quote_number

    def translate(self) -> None:
        """All words anew."""
        self.frame.translate()
        if self.sale is not None:
            self._show(self.sale)
        else:
            self._show_nothing()

    def paint_theme(self) -> None:
        """Icons and cells anew."""
        self.frame.paint_theme()

    def open_record(self, record: object) -> None:
        """An order by its id, or with its payment asked."""
        match record:
            case ("pay", int() as order_id):
                self._after = "pay"
                self._open(order_id)
            case int():
                self._after = ""
                self._open(record)

    def _open(self, order_id: int) -> None:
        if order_id != self._order_id:
            self._leave_deed()
            self.frame.strip.clear()
        self._order_id = order_id
        if self.sale is None:
            self._show_nothing()
        self.ask()

    def ask(self) -> None:
        """Everything again."""
        if self._order_id:
            self.context.runner.read(self, partial(sales.sale, order_id=self._order_id), self._arrived, self._failed)

    def refresh(self, changes: ChangeSet) -> None:
        """Somebody did something with this order; what is being typed stays."""
        if not self.deeds.busy:
            self.ask()

    def _arrived(self, sale: Sale) -> None:
        if sale.status in ("draft", "quoted"):
            self.context.go("order", sale.id)
            return
        fresh = self.sale is None or self.sale.id != sale.id
        self.sale = sale
        self._show(sale)
        self.earning.ask(sale.id)
        self.frame.show_work()
        if fresh:
            self.frame.view.setFocus()
            self.frame.view.selectRow(0)
        if self._after:
            deed, self._after = self._after, ""
            self.begin(deed)

    def _show(self, sale: Sale) -> None:
        self.frame.show_sale(sale)
        if sale.status == "cancelled" and self.frame.strip.isHidden():
            words = self.context.say.text(N_("Cancelled: {reason}"), reason=sale.cancelled_reason)
            self.frame.strip.tell(words, "info", name="cancelled")

    def _show_nothing(self) -> None:
        if self._order_id:
            self.frame.state.show_state("orders", self.context.say.text(N_("Reading the order…")))
            self.frame.show_state()
            return
        words = self.context.say.text(N_("Choose an order in the list or on the board."))
        deed = Deed(self.context.say.text(N_("Orders and quotes")), self._to_list, primary=True)
        self.frame.state.show_state("orders", words, [deed])
        self.frame.show_state()

    def _failed(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, self)
            return
        again = try_again(self.context.say, self.ask)
        self.frame.state.show_state("warning", self.context.say.refusal(error), [again], "warn")
        self.frame.show_state()

    def _to_list(self) -> None:
        self.context.go("orders")

    def customer_at_hand(self) -> int | None:
        """Who ordered."""
        return self.sale.customer_id if self.sale is not None else None

    # deeds
    @property
    def deed(self) -> str:
        """What is being prepared."""
        return next((deed for deed, ask in self.frame.asks.items() if not ask.isHidden()), "")

    def _deed_clicked(self) -> None:
        sender = self.sender()
        for deed, button in self.frame.buttons.items():
            if button is sender:
                self.begin(deed)

    def begin(self, deed: str) -> None:
        """Ask what a deed needs: quantities in the last column, fields above the lines."""
        sale, say = self.sale, self.context.say
        if sale is None or deed not in deeds.allowed(sale):
            return
        self._leave_deed()
        if self.frame.strip.name in ("done", "refused"):
            self.frame.strip.clear()
        self.frame.lines.prepare(deed if deed in IN_PARTS else "")
        self.frame.view.fit()
        values: dict[str, object] = {"on": sale.today}
        if deed == "pay":
            values |= {"amount": deeds.to_pay(sale), "method": self.context.personal.get("payment.method", "transfer")}
        elif deed == "deliver" and sale.delivery_kind == "carrier":
            values["carrier"] = sale.delivery_slot
        ask = self.frame.asks[deed]
        ask.form.set_today(sale.today)
        words = say.text(QUESTIONS[deed], number=sale.number)
        # a field that is only passed by is not asked for what it lacks
        ask.ask(f"{deed}/{sale.id}/{sale.version}", words, values, first=deed not in IN_PARTS)
        if deed in IN_PARTS:
            self.frame.view.begin()

    def _to_fields(self) -> None:
        """Behind the last quantity come the fields."""
        if self.deed:
            self.frame.asks[self.deed].form.focus_first(replace=True)

    def next_step(self) -> None:
        """Carry out what is being prepared, else the natural next step."""
        if self.sale is None or self.deeds.busy:
            return
        if self.deed:
            self.frame.asks[self.deed].accept()
            return
        step = deeds.next_deed(self.sale)
        if step == "pay":
            self.begin("pay")
        elif step:
            self.deeds.carry_out(step, self.sale, None, {})

    def _carry_out_asked(self) -> None:
        deed, sale = self.deed, self.sale
        if not deed or sale is None:
            return
        self.frame.view.commit()
        row = self.frame.lines.first_wrong() if deed in IN_PARTS else None
        if row is not None:
            words = self.context.say.refusal(self.frame.lines.wrong[self.frame.lines.lines[row].id][1])
            self.frame.strip.tell(words, "bad", name="refused")
            self.frame.view.write_in(row)
            return
        asked = self.frame.lines.asked() if deed in IN_PARTS else None
        if asked is not None and not asked:
            self.frame.strip.tell(self.context.say.text(N_("Write at least one quantity.")), "bad", name="refused")
            self.frame.view.begin()
            return
        self.deeds.carry_out(deed, sale, asked, self.frame.asks[deed].form.values())

    def _ask_closed(self) -> None:
        if not self.deed:
            self.frame.lines.prepare("")
            self.frame.view.fit()
            self.frame.view.setFocus()
            if self.sale is not None:
                self.frame.lines.show(self.sale)

    def _leave_deed(self) -> None:
        for ask in self.frame.asks.values():
            if not ask.isHidden():
                ask.leave()

    def _done(self, deed: str, answer: Any) -> None:  # noqa: ANN401 - what each service answers
        self.frame.asks[deed].finish()
        number = getattr(answer, "number", "") or getattr(answer, "reference", "")
        words = self.context.say.text(DONE[deed], number=number)
        credit = getattr(answer, "credit_note", "")
        if credit:
            words = f"{words} {self.context.say.text(N_('Credit note {number} written.'), number=credit)}"
        choices = (
            [("print", self.context.say.text(N_("Show the paper")))] if deed in ("deliver", "invoice", "pay") else []
        )
        self.frame.strip.tell(words, "ok", choices, name="done")
        self.ask()

    def _refused(self, deed: str, error: BaseException) -> None:
        words = sentence(error, self.context)
        if not words:
            self.context.reporter.show(error, self)
            return
        shown = isinstance(error, Refusal) and bool(self.deed) and self.frame.asks[deed].form.show_refusal(error)
        if not shown:
            choices = []
            if isinstance(error, Refusal) and error.field == "payment":
                choices.append(("pay", self.context.say.text(N_("Take the payment"))))
            self.frame.strip.tell(words, "bad", choices, name="refused")
        if self.frame.lines.deed and self.sale is not None:
            # what somebody else took meanwhile is not there any more
            self.context.runner.read(self, partial(sales.sale, order_id=self.sale.id), self._reread, self._failed)
        else:
            self.ask()

    def _reread(self, sale: Sale) -> None:
        self.sale = sale
        self.frame.lines.show(sale)
        self._show(sale)

    def _chosen(self, name: str, _reason: str) -> None:
        self.frame.strip.clear()
        if name == "pay":
            self.begin("pay")
        elif name == "print":
            self._show_paper(self.sale.papers[-1] if self.sale is not None and self.sale.papers else None)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves what is being prepared."""
        if event.key() == Qt.Key.Key_Escape and self.deed:
            self.frame.asks[self.deed].leave()
        else:
            super().keyPressEvent(event)

    # papers
    def print_paper(self) -> None:
        """The document that is chosen."""
        if self.sale is not None:
            self._show_paper(self.frame.papers.paper)

    def _show_paper(self, paper: Paper | None) -> None:
        if self.sale is None:
            return
        makers = {"delivery": papers.delivery_note, "invoice": papers.invoice, "credit_note": papers.invoice,
                  "payment": papers.receipt}  # fmt: skip
        request: Request
        if paper is None:
            request = papers.order_confirmation(self.sale.id)
        elif paper.kind in makers:
            request = makers[paper.kind](paper.id)
        else:
            words = N_("A return is printed as its credit note, where something had been billed.")
            self.frame.strip.tell(self.context.say.text(words), "info", name="paper")
            return
        open_preview(self.context, request)

    def new_complaint(self) -> None:
        """The customer complains about this order."""
        if self.sale is not None:
            self.context.go("complaint", ComplaintStart(self.sale.customer_id, self.sale.id))

    def copy_as_new(self) -> None:
        """Its lines as a new order."""
        if self.sale is not None:
            self.context.go("order", ("copy", self.sale.id))
