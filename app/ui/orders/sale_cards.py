"""The cards around the lines of a confirmed order: who and when, what it came to, its papers, and who did what."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
)

from app.domain.money import ZERO
from app.domain.payment import METHODS
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.sale import Paper, Sale, Step
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Card, Text
from app.ui.orders.cells import UNKNOWN
from app.ui.orders.totals import TitledCard

DELIVERIES = {"": N_("Not agreed"), "pickup": N_("Pick-up"), "van": N_("Own van"), "carrier": N_("Carrier")}
"""Ways of delivery, in words."""
PAPERS = {
    "delivery": (N_("Delivery note"), "delivery"), "invoice": (N_("Invoice"), "reports"),
    "credit_note": (N_("Credit note"), "money"), "return": (N_("Return"), "back"),
    "payment": (N_("Payment"), "payment"),
}  # fmt: skip
ACTIONS = {
    "confirmed": N_("Confirmed"), "drafted": N_("Kept as a draft"), "quoted": N_("Quoted"),
    "delivered": N_("Delivered"), "invoiced": N_("Invoiced"), "credited": N_("Credited"),
    "returned": N_("Came back"), "cancelled": N_("Cancelled"), "moved": N_("Moved"),
    "price approved": N_("Price approved"), "approval asked": N_("Approval asked"),
    "approval refused": N_("Not approved"),
}  # fmt: skip


def delivery_words(say: Say, kind: str, slot: str) -> str:
    """How an order is delivered: own van, 9–11 h."""
    return " · ".join(part for part in (say.text(DELIVERIES.get(kind, kind)), slot) if part)


class SaleHead(Card):
    """Customer, days, reference, salesperson, delivery."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.name, self._meta = Text("", "section"), Text("", "quiet")
        self._captions = [Text("", "caption") for _ in range(5)]
        self._values = [Text("", "strong") for _ in range(5)]
        who, row = QVBoxLayout(), QHBoxLayout()
        who.setSpacing(2)
        who.addWidget(self.name)
        who.addWidget(self._meta)
        row.setSpacing(18)
        row.addLayout(who, 2)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedWidth(1)
        row.addWidget(line)
        for caption, value in zip(self._captions, self._values, strict=True):
            fact = QVBoxLayout()
            fact.setSpacing(1)
            fact.addWidget(caption)
            fact.addWidget(value)
            row.addLayout(fact)
        self.split = QToolButton()
        self.split.setProperty("kind", "status")
        self.split.hide()
        row.addWidget(self.split, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_sale(self, sale: Sale) -> None:
        """Another order, or another language."""
        say = self.context.say
        self.split.setText(say.text(N_("Split…")))
        self.split.setAccessibleName(say.text(N_("Split the order between salespeople")))
        self.split.setToolTip(self.split.accessibleName())
        self.name.setText(sale.customer)
        self.name.setToolTip(sale.customer)
        self._meta.setText(sale.code)
        late = (sale.today - sale.promised_on).days if sale.promised_on and not sale.delivered_on else 0
        late = late if any(line.to_deliver for line in sale.lines) else 0
        promised = say.date(sale.promised_on) if sale.promised_on else UNKNOWN
        if late > 0:
            promised = f"{promised} · {say.text(N_('late {days} d'), days=late)}"
        facts = (
            (N_("Ordered on"), say.date(sale.on)), (N_("Promised for"), promised),
            (N_("Delivery"), delivery_words(say, sale.delivery_kind, sale.delivery_slot)),
            (N_("Their reference"), sale.reference or UNKNOWN), (N_("Salesperson"), sale.salesperson or UNKNOWN),
        )  # fmt: skip
        for caption, value, (title, text) in zip(self._captions, self._values, facts, strict=True):
            caption.setText(say.text(title))
            value.setText(text)
        self._values[1].set_tone("bad" if late > 0 else "")


class SumsCard(TitledCard):
    """What the order came to, what is billed of it, what is open."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "totals", N_("Totals"))
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Text, Text]] = []
        self.body.addLayout(self._grid)
        self.commission = Text("", "caption")
        self.commission.setWordWrap(True)
        self.commission.hide()
        self.body.addWidget(self.commission)

    def show_commission(self, words: str) -> None:
        """What it earned whom, for who may know."""
        self.commission.setText(words)
        self.commission.setVisible(bool(words))

    def show_sale(self, sale: Sale) -> None:
        """Other figures."""
        say = self.context.say
        rows = [(say.text(N_("Net")), sale.net, "strong")]
        if sale.discount:
            rows.insert(0, (say.text(N_("Discount on the order")), -sale.discount, "quiet"))
        if sale.freight:
            rows.insert(0, (say.text(N_("Delivery")), sale.freight, "quiet"))
        for rate, tax in sale.taxes:
            rows.append((say.text(N_("Tax {rate}"), rate=say.percent(rate, int(rate % 1 != 0))), tax, "quiet"))
        rows.append((say.text(N_("Total")), sale.gross, "section"))
        if sale.invoiced:
            rows.append((say.text(N_("Invoiced")), sale.invoiced, "quiet"))
        if sale.credited:
            rows.append((say.text(N_("Credited")), -sale.credited, "quiet"))
        paid = sum((paper.amount or ZERO for paper in sale.papers if paper.kind == "payment"), ZERO)
        if paid:
            rows.append((say.text(N_("Paid with this order")), paid, "quiet"))
        if sale.invoiced:
            rows.append((say.text(N_("Open")), sale.open, "strong"))
        for at, (name, value, kind) in enumerate(rows):
            self._row(at, name, say.money_with_currency(value), kind)
        for label, amount in self._rows[len(rows) :]:
            label.hide()
            amount.hide()

    def _row(self, at: int, name: str, value: str, kind: str) -> None:
        if at == len(self._rows):
            label, amount = Text(), Text()
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, at, 0)
            self._grid.addWidget(amount, at, 1)
            self._rows.append((label, amount))
        for widget, text in zip(self._rows[at], (name, value), strict=True):
            widget.setText(text)
            widget.setProperty("kind", kind)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
            widget.show()


class PapersCard(TitledCard):
    """Every document with number, day and person; Enter shows it as it is printed."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context, "reports", N_("Documents"))
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setProperty("kind", "board")
        self.list.setWordWrap(True)
        self.list.setMinimumHeight(100)
        self.list.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.body.addWidget(self.list, 1)
        self.list.itemActivated.connect(self._activated)

    def show_sale(self, sale: Sale) -> None:
        """The documents of now, newest first; the confirmation is always one of them."""
        say, at = self.context.say, self.list.currentRow()
        self.list.clear()
        for paper in reversed(sale.papers):
            self._add(self._words(paper), PAPERS[paper.kind][1], paper)
        confirmed = say.text(N_("Order confirmation {number}"), number=sale.number or sale.quote_number)
        self._add(confirmed, "orders", None)
        self.list.setCurrentRow(max(0, min(at, self.list.count() - 1)))
        self.list.setAccessibleName(say.text(N_("Documents")))

    def _add(self, words: str, meaning: str, paper: Paper | None) -> None:
        item = QListWidgetItem(icon(meaning, self.context.tokens.text2, 16), words)
        item.setData(Qt.ItemDataRole.UserRole, paper)
        item.setToolTip(words)
        self.list.addItem(item)

    def _words(self, paper: Paper) -> str:
        say = self.context.say
        amount = say.money_with_currency(paper.amount) if paper.amount is not None else ""
        note = say.text(METHODS[paper.note]) if paper.kind == "payment" and paper.note in METHODS else paper.note
        head = f"{say.text(PAPERS[paper.kind][0])} {paper.number}"
        more = " · ".join(part for part in (say.date(paper.on), amount, note, paper.by) if part)
        return f"{head}\n{more}"

    @property
    def paper(self) -> Paper | None:
        """The chosen document; none means the confirmation."""
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, Paper) else None

    def _activated(self, item: QListWidgetItem) -> None:
        self.wanted.emit(item.data(Qt.ItemDataRole.UserRole))


class TrailCard(TitledCard):
    """Who did what, and when; newest first."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "history", N_("What happened"))
        self._words = Text("", "quiet")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._words, 1)

    def show_sale(self, sale: Sale) -> None:
        """The steps of now."""
        self._words.setText("\n".join(self._line(step) for step in sale.trail[:12]))

    def _line(self, step: Step) -> str:
        say = self.context.say
        deed = say.text(ACTIONS.get(step.action, step.action))
        return " · ".join(part for part in (say.moment(step.at), step.by, deed, step.detail) if part)
