"""Who the order is for: name, tier, standing; when it is promised and what the customer calls it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout

from app.domain.refusal import N_
from app.queries.ordering import Head
from app.ui.context import Context
from app.ui.kit.labels import Card, Text
from app.ui.orders.cells import UNKNOWN
from app.ui.orders.money_input import DayInput, TextField

REFERENCE_MOST = 120


class _Fact(QVBoxLayout):
    """A caption and what it is."""

    def __init__(self) -> None:
        super().__init__()
        self.setSpacing(1)
        self.caption, self.value = Text("", "caption"), Text("", "strong")
        self.addWidget(self.caption)
        self.addWidget(self.value)

    def set_visible(self, visible: bool) -> None:
        """Both of them."""
        self.caption.setVisible(visible)
        self.value.setVisible(visible)


class HeadCard(Card):
    """The row above the lines."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._head: Head | None = None
        self._salesperson = ""
        self.hidden_for_customer = False
        self.name, self.tier, self._meta = Text("", "section"), Text("", "chip"), Text("", "quiet")
        self.name.setMinimumWidth(60)
        self.tier.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._meta.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._credit, self._overdue, self._seller = _Fact(), _Fact(), _Fact()
        self._sellers = ""
        self.split = QToolButton()
        self.split.setProperty("kind", "status")
        self.split.hide()
        self.promised = DayInput(context, N_("Deliver on"))
        self.reference = TextField(context, N_("Their reference"), REFERENCE_MOST)
        self._lay_out()

    def _lay_out(self) -> None:
        who, names = QVBoxLayout(), QHBoxLayout()
        who.setSpacing(2)
        names.setSpacing(8)
        names.addWidget(self.name)
        names.addWidget(self.tier)
        names.addStretch(1)
        who.addLayout(names)
        who.addWidget(self._meta)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addLayout(who, 3)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedWidth(1)
        row.addWidget(line)
        for fact in (self._credit, self._overdue, self._seller):
            row.addLayout(fact)
        row.addWidget(self.split, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        for field in (self.promised, self.reference):
            field.setFixedWidth(140)
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for fact, words in (
            (self._credit, say.text(N_("Credit left"))),
            (self._overdue, say.text(N_("Overdue"))),
            (self._seller, say.text(N_("Salesperson"))),
        ):
            fact.caption.setText(words)
        self.split.setText(say.text(N_("Split…")))
        self.split.setAccessibleName(say.text(N_("Split the order between salespeople")))
        self.split.setToolTip(f"{self.split.accessibleName()} (Ctrl+Shift+P)")
        self.promised.translate()
        self.reference.translate()
        self._hint()
        if self._head is not None:
            self.show_head(self._head, self._salesperson)

    def show_head(self, head: Head, salesperson: str = "") -> None:
        """Another customer; ``salesperson`` where the order has another than the customer."""
        self._head, self._salesperson, say = head, salesperson, self.context.say
        self.promised.today = head.today
        self.name.setText(head.name)
        self.name.setToolTip(head.name)
        self.tier.setText(say.text(N_("Tier {tier}"), tier=head.tier))
        self.tier.set_tone(head.tier or "neutral")
        self.tier.setVisible(bool(head.tier))
        terms = say.plural("{count} day", "{count} days", head.payment_days)
        company = head.organisation if head.organisation != head.name else ""
        self._meta.setText(" · ".join(part for part in (company, head.code, head.tax_id, terms) if part))
        self._meta.setToolTip(self._meta.text())
        left = head.credit_left
        self._credit.value.setText(UNKNOWN if left is None else say.money_with_currency(left))
        self._credit.value.set_tone("bad" if left is not None and left < 0 else "")
        self._overdue.value.setText(say.money_with_currency(head.overdue))
        self._overdue.value.set_tone("bad" if head.overdue > 0 else "")
        self._seller.value.setText(self._sellers or salesperson or head.salesperson or UNKNOWN)
        for fact in (self._credit, self._overdue):
            fact.set_visible(not self.hidden_for_customer)

    def show_sellers(self, words: str) -> None:
        """Who sold it, where somebody was named; else the customer's salesperson."""
        self._sellers = words
        if self._head is not None:
            self.show_head(self._head, self._salesperson)

    def set_editable(self, editable: bool) -> None:
        """Whether the day and the reference can be typed, and who sold it can be said."""
        self.split.setVisible(editable and self.context.may("own_commission"))
        for field in (self.promised, self.reference):
            field.edit.setReadOnly(not editable)
        self._hint()

    def _hint(self) -> None:
        """How a day can be written, where one can."""
        written = "" if self.promised.edit.isReadOnly() else self.context.say.text(N_("5, 5/12, +3, mon"))
        self.promised.edit.setPlaceholderText(written)
