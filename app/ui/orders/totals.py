"""What an order comes to, on every edit: goods, discount, freight, net, tax per rate, total, and how good it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.commission_expected import Expected
from app.queries.ordering import Head
from app.queries.products import Margin
from app.ui.commission.plan_words import WHEN
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.labels import Card, Text
from app.ui.orders.money_input import MoneyInput
from app.ui.orders.painting import paint_level

_GRADES = {"A": N_("very good"), "B": N_("good"), "C": N_("low"), "D": N_("very low")}


@dataclass(frozen=True, slots=True)
class Sums:
    """The figures of the card; taxes are tax per rate percent. ``complete`` is false while a line is wrong."""

    lines: int
    goods: Decimal
    line_discount: Decimal
    discount: Decimal
    freight: Decimal
    net: Decimal
    taxes: Mapping[Decimal, Decimal]
    gross: Decimal
    complete: bool = True


class LevelMark(QWidget):
    """The bars and the letter of a level."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.level = ""

    def show_level(self, level: str, words: str) -> None:
        """Another level, and what a screen reader says."""
        self.level = level
        self.setAccessibleName(words)
        self.setVisible(bool(level))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for four bars and a letter."""
        return QSize(50, 24)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Never less: bars without their letter say nothing."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_level(painter, self.context.tokens, QRect(0, 0, self.width(), self.height()), self.level)
        painter.end()


class TitledCard(Card):
    """A card with an icon and a heading."""

    def __init__(self, context: Context, meaning: str, title: str) -> None:
        super().__init__()
        self.context, self._meaning, self._title = context, meaning, title
        self._icon, self._heading = Text(), Text("", "section")
        self.head.addWidget(self._icon)
        self.head.addWidget(self._heading)
        self.head.addStretch(1)

    def translate(self) -> None:
        """The heading anew."""
        self._heading.setText(self.context.say.text(self._title))

    def paint_theme(self) -> None:
        """The icon anew."""
        self._icon.setPixmap(pixmap(self._meaning, self.context.tokens.text2, 18, self.devicePixelRatioF()))


class TotalsCard(TitledCard):
    """The sums. Percent and amount of the margin are shown to managers only."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "totals", N_("Totals"))
        self._sums: Sums | None = None
        self._margin: Margin | None = None
        self.hidden_for_customer = False
        self.discount = MoneyInput(context, N_("Discount on the order"))
        self.freight = MoneyInput(context, N_("Delivery"))
        self._rows = QGridLayout()
        self._rows.setVerticalSpacing(3)
        self._rows.setColumnStretch(0, 1)
        self._names: list[Text] = []
        self._values: list[Text] = []
        self._total_name, self._total = Text("", "section"), Text("", "total")
        self._total.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._margin_name, self._margin_words = Text("", "quiet"), Text("", "chip", "neutral")
        self._level = LevelMark(context)
        self._managers = Text("", "caption")
        self._managers.setWordWrap(True)
        self.expected: Expected | None = None
        self.commission = Text("", "strong")
        self.commission_parts = Text("", "caption")
        for label in (self.commission, self.commission_parts):
            label.setWordWrap(True)
            label.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.discount)
        fields.addWidget(self.freight)
        total, margin = QHBoxLayout(), QHBoxLayout()
        total.addWidget(self._total_name)
        total.addWidget(self._total, 1)
        self._margin_name.setWordWrap(True)
        self._level.setFixedWidth(self._level.sizeHint().width())
        margin.addWidget(self._margin_name, 1)
        margin.addWidget(self._level)
        margin.addWidget(self._margin_words)
        line = QFrame()
        line.setProperty("kind", "line")
        line.setFixedHeight(1)
        self.body.addLayout(self._rows)
        self.body.addWidget(line)
        self.body.addLayout(total)
        self.body.addLayout(margin)
        self.body.addWidget(self._managers)
        self.body.addWidget(self.commission)
        self.body.addWidget(self.commission_parts)
        self.body.addLayout(fields)

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        self.discount.translate()
        self.freight.translate()
        if self._sums is not None:
            self.show_sums(self._sums)
        self.show_margin(self._margin)
        self.show_commission(self.expected)

    def set_editable(self, editable: bool) -> None:
        """Whether discount and freight can be typed."""
        self.discount.setVisible(editable)
        self.freight.setVisible(editable)

    def show_sums(self, sums: Sums) -> None:
        """Other figures."""
        self._sums, say = sums, self.context.say
        rows = [(say.plural("Goods, {count} line", "Goods, {count} lines", sums.lines), say.money(sums.goods), "quiet")]
        if sums.line_discount:
            rows.append((say.text(N_("Line discounts")), say.money(-sums.line_discount), "quiet"))
        if sums.discount:
            rows.append((say.text(N_("Discount on the order")), say.money(-sums.discount), "quiet"))
        rows.append((say.text(N_("Delivery")), say.money(sums.freight), "quiet"))
        rows.append((say.text(N_("Net")), say.money(sums.net), "strong"))
        rows += [
            (say.text(N_("Tax {rate}"), rate=say.percent(rate, 0 if rate == rate.to_integral_value() else 1)),
             say.money(tax), "quiet")
            for rate, tax in sums.taxes.items()
        ]  # fmt: skip
        self._fill(rows)
        self._total_name.setText(say.text(N_("Total")) if sums.complete else say.text(N_("Total so far")))
        self._total.setText(say.money_with_currency(sums.gross))

    def _fill(self, rows: list[tuple[str, str, str]]) -> None:
        while len(self._names) < len(rows):
            name, value = Text(), Text()
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._rows.addWidget(name, len(self._names), 0)
            self._rows.addWidget(value, len(self._names), 1)
            self._names.append(name)
            self._values.append(value)
        for at, (name, value) in enumerate(zip(self._names, self._values, strict=True)):
            shown = at < len(rows)
            name.setVisible(shown)
            value.setVisible(shown)
            if shown:
                name.setText(rows[at][0])
                value.setText(rows[at][1])
                for label in (name, value):
                    if label.property("kind") != rows[at][2]:
                        label.setProperty("kind", rows[at][2])
                        label.style().unpolish(label)
                        label.style().polish(label)

    def show_margin(self, margin: Margin | None) -> None:
        """How good the order is; nothing while the screen is turned to a customer."""
        self._margin, say = margin, self.context.say
        shown = margin is not None and not self.hidden_for_customer and margin.level is not None
        level = margin.level if margin is not None and shown and margin.level else ""
        words = say.text(_GRADES[level]) if level else ""
        self._margin_name.setText(say.text(N_("Margin of this order")))
        self._margin_name.setVisible(shown)
        self._level.show_level(level, say.text(N_("Level {level}, {words}"), level=level, words=words))
        self._margin_words.setVisible(shown)
        self._margin_words.setText(words)
        self._margin_words.set_tone({"A": "ok", "B": "ok", "C": "warn", "D": "bad"}.get(level, "neutral"))
        amount = margin.contribution if margin is not None and shown and self.context.sees_profit else None
        self._managers.setVisible(amount is not None)
        if amount is not None and margin is not None:
            values = {"percent": say.percent(margin.percent), "amount": say.money_with_currency(amount)}
            self._managers.setText(say.text(N_("For managers only: {percent} · {amount}"), **values))

    def show_commission(self, expected: Expected | None) -> None:
        """What the order is expected to bring; nothing while the screen is turned to a customer."""
        self.expected = expected
        shown = expected if not self.hidden_for_customer else None
        words = commission_words(self.context.say, shown) if shown is not None else ("", "")
        for label, text in zip((self.commission, self.commission_parts), words, strict=True):
            label.setText(text)
            label.setVisible(bool(text))


def commission_words(say: Say, expected: Expected) -> tuple[str, str]:
    """The own part in a sentence, or the whole order's with everybody's parts below."""
    amount = say.money_with_currency(expected.amount)
    when = say.text(WHEN[expected.trigger]) if expected.trigger else ""
    if expected.own:
        words = N_("Your commission ≈ {amount} {when}") if when else N_("Your commission ≈ {amount}")
        return say.text(words, amount=amount, when=when), ""
    words = N_("Commission {amount}")
    if expected.percent is not None:
        words = N_("Commission {amount} · {percent} of the contribution")
    parts = " · ".join(
        say.text(N_("{name} {share}: {amount}"), name=one.name, share=say.percent(one.share, int(one.share % 1 != 0)),
                 amount=say.money(one.amount))
        for one in expected.people
    )  # fmt: skip
    return say.text(words, amount=amount, percent=say.percent(expected.percent)), " · ".join(
        part for part in (parts, when) if part
    )


class PaymentCard(TitledCard):
    """Terms, and what speaks against selling on credit."""

    def __init__(self, context: Context) -> None:
        super().__init__(context, "payment", N_("Payment"))
        self._terms, self._amount, self._warning = Text("", "strong"), Text("", "strong"), Text("", "", "warn")
        self._warning.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._terms, 1)
        row.addWidget(self._amount)
        self.body.addLayout(row)
        self.body.addWidget(self._warning)
        self._head: Head | None = None
        self._gross = ZERO
        self.hidden_for_customer = False

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        self.show_payment(self._head, self._gross)

    def show_payment(self, head: Head | None, gross: Decimal) -> None:
        """The customer's terms for this amount."""
        self._head, self._gross, say = head, gross, self.context.say
        if head is None:
            return
        self._terms.setText(say.plural("{count} day, invoice", "{count} days, invoice", head.payment_days)
                            if head.payment_days else say.text(N_("At once")))  # fmt: skip
        self._amount.setText(say.money_with_currency(gross))
        warnings = []
        if head.overdue > 0:
            warnings.append(say.text(N_("▲ {amount} is overdue."), amount=say.money_with_currency(head.overdue)))
        if head.credit_left is not None and gross > max(ZERO, head.credit_left):
            over = say.money_with_currency(gross - max(ZERO, head.credit_left))
            warnings.append(say.text(N_("▲ {amount} over what is left of the credit limit."), amount=over))
        self._warning.setText("\n".join(warnings))
        self._warning.setVisible(bool(warnings) and not self.hidden_for_customer)


def side_column(*cards: QWidget) -> QVBoxLayout:
    """Cards above each other, room below."""
    column = QVBoxLayout()
    column.setSpacing(12)
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return column
