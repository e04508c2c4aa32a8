"""An outcome as it is typed: what is done, on which order, what of which line, what it costs besides, and why."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.domain.complaint_outcome import DISCOUNT, LONGEST_REASON, ON_AN_ORDER, REPLACEMENT, Item, Proposal
from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake
from app.queries import complaint_outcomes as asked
from app.queries.complaint_outcomes import CaseOutcomes, LineLeft, OrderLeft
from app.ui.complaints.outcome_lines import OutcomeLines
from app.ui.complaints.outcome_words import KINDS, REASONS
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text

EVERYTHING = ((None, N_("All that was billed")),)
HEAD = (
    FormField("kind", N_("What is done"), "choice", choices=tuple(KINDS.items())),
    FormField("order_id", N_("Order"), "choice", choices=((None, "–"),)),
)
DISCOUNTED = (
    FormField("percent", N_("Discount in percent"), "number", least=0),
    FormField("amount", N_("or an amount, without tax"), "money", least=0),
    FormField("about", N_("Of which line"), "choice", choices=EVERYTHING, wide=True),
)
BACK = (FormField("goods_back", N_("The old goods come back and can be sold again"), "check"),)
TAIL = (
    FormField("reason", N_("Reason"), "lines", required=True, most=LONGEST_REASON),
    FormField("cost", N_("What a gift or the handling costs"), "money", least=0),
)
LINE = "line"


class OutcomeTyping(QWidget):
    """``edited`` after every change of what would be proposed."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: CaseOutcomes | None = None
        self._lines_of: dict[int, Sequence[LineLeft]] = {}
        self._shown: tuple[str, int | None, Sequence[LineLeft]] = ("", None, ())
        self._waiting: dict[int, str] = {}
        self.head, self.discount = Form(context, HEAD), Form(context, DISCOUNTED, 2)
        self.back, self.tail = Form(context, BACK), Form(context, TAIL)
        self._named = {"head": self.head, "discount": self.discount, "back": self.back, "tail": self.tail}
        self.caption, self.lines = Text("", "caption"), OutcomeLines(context)
        self._no_order = Text("", "quiet")
        self._no_order.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for part in (self.head, self._no_order, self.discount, self.caption, self.lines, self.back, self.tail):
            column.addWidget(part)
        for form in self._named.values():
            form.edited.connect(self._edited)
        self.lines.edited.connect(self._line_edited)

    # the case

    def show_case(self, case: CaseOutcomes, texts: Mapping[str, str]) -> None:
        """Another case, with what was typed for it earlier."""
        self.case, self._lines_of, self._shown = case, {}, ("", None, ())
        say = self.context.say
        orders = [
            (one.id, f"{one.number} · {say.date(one.on)} · {say.money_with_currency(one.net)}") for one in case.orders
        ]
        self.head.set_choices("order_id", orders or [(None, "–")])
        first = case.orders[0].id if case.orders else None
        self.head.fill({"kind": "return" if orders else "apology", "order_id": first})
        self.discount.fill({})
        self.back.fill({})
        self.tail.fill({"reason": case.subject})
        self._waiting = {}
        for name, text in texts.items():
            part, _, key = name.partition("/")
            if part == LINE and key.isdecimal():
                self._waiting[int(key)] = text
            elif part in self._named and key in self._named[part].boxes:
                self._named[part].boxes[key].take_raw(text)
        self._fit()

    def refresh(self, case: CaseOutcomes) -> None:
        """The same case after something changed: nothing moves under the hand of who types."""
        if self.case is None or case.orders != self.case.orders:
            self.show_case(case, self.texts())
            return
        self.case, self._lines_of = case, {}
        self._ask_lines()

    def texts(self) -> dict[str, str]:
        """What stands in every field, as it was typed."""
        found = {f"{name}/{key}": box.raw() for name, form in self._named.items() for key, box in form.boxes.items()}
        found |= {f"{LINE}/{line}": text for line, text in self._waiting.items() if text}
        return found | {f"{LINE}/{line}": text for line, text in self.lines.texts().items()}

    @property
    def kind(self) -> str:
        """What is done."""
        return str(self.head.boxes["kind"].value)

    @property
    def order_id(self) -> int | None:
        """The order it is about; none for an apology and a rejection."""
        value = self.head.boxes["order_id"].value
        return int(value) if value is not None and self.kind in ON_AN_ORDER else None

    # what is proposed

    def settle(self) -> bool:
        """Read everything; the cursor goes to what cannot be."""
        for form in self._named.values():
            if not form.isHidden() and not form.check():
                return False
        return self.lines.isHidden() or self.lines.settle()

    def proposal(self) -> Proposal:
        """What is typed. Raises ``Mistake`` naming the field that is missing."""
        tail, discount, kind = self.tail.values(), self.discount.values(), self.kind
        about = discount["about"] if kind == DISCOUNT else None
        items = self.lines.items() if not self.lines.isHidden() else ()
        found = Proposal(
            kind, str(tail["reason"]), self.order_id, (Item(int(about)),) if about is not None else items,
            _given(discount["percent"]) if kind == DISCOUNT else None,
            _given(discount["amount"]) if kind == DISCOUNT else None,
            bool(self.back.values()["goods_back"]) and kind == REPLACEMENT, tail["cost"] or ZERO,
        )  # fmt: skip
        found.check(self.context.say.places)
        return found

    def refuse(self, refusal: Mistake) -> bool:
        """Show what cannot be at its field; false where it names none of them."""
        return any(form.show_refusal(refusal) for form in self._named.values() if not form.isHidden())

    # fields that fit

    def _edited(self) -> None:
        self._fit()
        self.edited.emit()

    def _line_edited(self) -> None:
        self.edited.emit()

    def _fit(self) -> None:
        kind, on_order = self.kind, self.kind in ON_AN_ORDER
        has_order = self.case is not None and bool(self.case.orders)
        self.head.boxes["order_id"].setVisible(on_order and has_order)
        self._no_order.setVisible(on_order and not has_order)
        self.discount.setVisible(kind == DISCOUNT and has_order)
        self.back.setVisible(kind == REPLACEMENT and has_order)
        in_lines = on_order and kind != DISCOUNT and has_order
        self.lines.setVisible(in_lines)
        self.caption.setVisible(in_lines)
        self._name()
        self._ask_lines()

    def _ask_lines(self) -> None:
        order_id = self.order_id
        if order_id is None:
            return
        if order_id in self._lines_of:
            self._show_lines()
            return
        self.context.runner.read(self, partial(asked.order_left, order_id=order_id), self._lines_arrived)

    def _lines_arrived(self, found: OrderLeft) -> None:
        self._lines_of[found.order_id] = found.lines
        if found.order_id == self.order_id:
            self._show_lines()
            self.edited.emit()

    def _show_lines(self) -> None:
        order_id, case = self.order_id, self.case
        if order_id is None or case is None:
            return
        lines = self._lines_of[order_id]
        if self._shown == (self.kind, order_id, lines):
            return
        same, self._shown = self._shown[:2] == (self.kind, order_id), (self.kind, order_id, lines)
        if self.kind == DISCOUNT:
            billed = [(line.left.line_id, line.left.name) for line in lines if line.left.billed_net > 0]
            self.discount.set_choices("about", [*EVERYTHING, *billed])
            return
        typed = self.lines.texts() if same else self._waiting
        self.lines.show_lines(lines, self.kind, case.line_id)
        self.lines.take_texts(typed)
        self._waiting = {}

    # words and looks

    def _name(self) -> None:
        say, kind = self.context.say, self.kind
        box = self.tail.boxes["reason"]
        box.label.setText(say.text(REASONS.get(kind, N_("Reason"))))
        box.editor.setAccessibleName(box.label.text())
        caption = N_("Give back, without tax") if kind == "credit" else N_("How many pieces")
        self.caption.setText(say.text(caption))

    def translate(self) -> None:
        """Words anew."""
        for form in self._named.values():
            form.translate()
        self.lines.translate()
        self._no_order.setText(self.context.say.text(N_("This customer has no order that was confirmed.")))
        if self.case is not None:
            self.head.boxes["order_id"].setVisible(self.kind in ON_AN_ORDER and bool(self.case.orders))
        self._name()

    def paint_theme(self) -> None:
        """Colours anew."""
        for form in self._named.values():
            form.paint_theme()
        self.lines.paint_theme()


def _given(value: Decimal | None) -> Decimal | None:
    return value or None
