"""What stands in the cells of an order's lines, how it is painted, and why it is marked."""

from datetime import date
from decimal import Decimal
from enum import IntEnum

from PySide6.QtCore import Qt

from app.domain.money import PRICE_PLACES, rounded
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.products import Offer
from app.ui.caller.words import brief
from app.ui.context import Context
from app.ui.orders.line import Line

SECOND = int(Qt.ItemDataRole.UserRole) + 1
"""The smaller text below."""
TONE = SECOND + 1
"""warn or bad where something is to be looked at; quiet for what matters little; strong for what matters most."""
LEVEL = SECOND + 2
"""The level's letter, for its bars."""
UNKNOWN = "–"


class Column(IntEnum):
    """The columns, in their order."""

    NUMBER = 0
    PRODUCT = 1
    LEVEL = 2
    QUANTITY = 3
    UNIT = 4
    LIST = 5
    TOLD = 6
    PRICE = 7
    DISCOUNT = 8
    TAX = 9
    TOTAL = 10


TITLES = {
    Column.NUMBER: N_("#"),
    Column.PRODUCT: N_("Product"),
    Column.LEVEL: N_("Level"),
    Column.QUANTITY: N_("Qty"),
    Column.UNIT: N_("Unit"),
    Column.LIST: N_("List"),
    Column.TOLD: N_("Last told"),
    Column.PRICE: N_("Price"),
    Column.DISCOUNT: N_("Disc. %"),
    Column.TAX: N_("Tax"),
    Column.TOTAL: N_("Total"),
}
FIELD_OF = {
    Column.PRODUCT: "product", Column.QUANTITY: "quantity", Column.PRICE: "price", Column.DISCOUNT: "discount",
}  # fmt: skip
COLUMN_OF = {name: column for column, name in FIELD_OF.items()}
STRONG = frozenset({Column.PRODUCT, Column.QUANTITY, Column.PRICE, Column.TOTAL})
LEFT = frozenset({Column.PRODUCT, Column.UNIT, Column.LEVEL})
MONEY = frozenset({Column.LIST, Column.TOLD, Column.PRICE, Column.TOTAL})


def price_text(say: Say, price: Decimal) -> str:
    """A unit price with the currency's decimals, or four where it has more."""
    places = say.places if price == rounded(price, say.places) else PRICE_PLACES
    return say.number(price, places)


def quantity_text(say: Say, quantity: Decimal) -> str:
    """A quantity without needless zeros."""
    plain = quantity.normalize()
    return say.number(quantity, max(0, -int(plain.as_tuple().exponent)))


def commission_text(context: Context, line: Line) -> str:
    """What a line is expected to bring: the own part, or percent and amount for who manages commission."""
    earned, say = line.commission, context.say
    if earned is None:
        return ""
    if earned.rate is None or not context.may("all_commission"):
        return f"≈ {say.money(earned.amount)}"
    places = max(0, -int(earned.rate.normalize().as_tuple().exponent))
    return f"{say.percent(earned.rate, places)} · {say.money(earned.amount)}"


class Cells:
    """Lines in words, for the day and the rules of one order."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.editable = True
        self.today = date.min
        self.hidden_for_customer = False
        """While a customer looks at the screen nothing is said of what was told before."""
        self.limit: Decimal | None = None
        """The usual discount in percent; above it a line turns amber."""

    def text(self, line: Line, column: Column, row: int) -> str:
        """What stands in a cell; what was typed wrongly stays as it was typed."""
        if column is Column.NUMBER:
            return str(row + 1)
        name = FIELD_OF.get(column, "")
        if name in line.wrong:
            return line.wrong[name][0]
        if line.offer is None:
            # a line of a pasted list whose product nobody knows keeps its quantity
            return quantity_text(self.context.say, line.quantity) if line.wrong and column is Column.QUANTITY else ""
        return self._value(line, line.offer, column)

    def _value(self, line: Line, offer: Offer, column: Column) -> str:
        say = self.context.say
        if column is Column.TOTAL:
            amount = line.amount(say.places)
            return UNKNOWN if amount is None else say.money(amount)
        texts = {
            Column.PRODUCT: offer.name,
            Column.LEVEL: line.level or UNKNOWN,
            Column.QUANTITY: quantity_text(say, line.quantity),
            Column.UNIT: offer.unit,
            Column.LIST: UNKNOWN if offer.list_price is None else price_text(say, offer.list_price),
            Column.TOLD: UNKNOWN if offer.told is None else price_text(say, offer.told.price),
            Column.PRICE: "" if line.price is None else price_text(say, line.price),
            Column.DISCOUNT: quantity_text(say, line.discount),
            Column.TAX: say.percent(offer.tax_rate, max(0, -int(offer.tax_rate.normalize().as_tuple().exponent))),
        }
        return texts[column]

    def second(self, line: Line, column: Column) -> str:
        """The smaller text below."""
        if line.offer is None or "product" in line.wrong:
            return ""
        if column is Column.LEVEL:
            return "" if self.hidden_for_customer else commission_text(self.context, line)
        if column is Column.PRODUCT:
            return " · ".join(part for part in (line.offer.code, line.offer.availability) if part)
        told = line.offer.told
        if column is Column.TOLD and told is not None:
            say = self.context.say
            return " · ".join(part for part in (brief(told.on, say), told.by.split(" ")[0]) if part)
        return ""

    def tone(self, line: Line, column: Column) -> str:
        """How a cell is painted: bad, warn, promised, strong, plain or quiet."""
        if FIELD_OF.get(column, "") in line.wrong:
            return "bad"
        if self.editable and column is Column.PRICE and line.price is not None:
            return self._price_tone(line)
        if self.editable and column in (Column.DISCOUNT, Column.TOTAL) and self.above_limit(line):
            return "warn"
        if column is Column.DISCOUNT:
            return "plain" if line.discount else "quiet"
        if column is Column.TOLD:
            told = line.offer.told if line.offer else None
            return "plain" if told is not None and told.holds(self.today) else "quiet"
        return "strong" if column in STRONG else "plain"

    def _price_tone(self, line: Line) -> str:
        if line.broken_promise(self.today) or line.below:
            return "warn"
        return "promised" if line.promised(self.today) else "strong"

    def above_limit(self, line: Line) -> bool:
        """Whether a line gives more than the usual discount."""
        return self.limit is not None and line.ready and line.given(self.today) > self.limit

    def sentence(self, line: Line, column: Column, row: int, *, spoken: bool) -> str:
        """What a screen reader says (``spoken``), or the tooltip."""
        reason = self.reason(line, column)
        if reason:
            return reason
        if column is Column.PRICE and line.offer is not None and line.price is not None and self.editable:
            source = self._price_source(line, line.offer)
            cell = self.text(line, column, row)
            return f"{cell}. {source}" if spoken else source
        if not spoken:
            return line.offer.name if column is Column.PRODUCT and line.offer else ""
        say = self.context.say
        cell = self.text(line, column, row)
        earned = self.second(line, column) if column is Column.LEVEL else ""
        if earned:
            words = N_("Line {line}, level {level}, commission {amount}")
            return say.text(words, line=row + 1, level=cell, amount=earned)
        return say.text(N_("Line {line}, {column}: {cell}"), line=row + 1, column=say.text(TITLES[column]), cell=cell)

    def reason(self, line: Line, column: Column) -> str:
        """Why a cell is marked, in a sentence; empty where it is not."""
        say = self.context.say
        name = FIELD_OF.get(column, "")
        if name in line.wrong:
            return say.refusal(line.wrong[name][1])
        told = line.offer.told if line.offer and not self.hidden_for_customer else None
        if column is Column.PRICE and self.editable and told is not None:
            return self._promise(line)
        if column in (Column.DISCOUNT, Column.TOTAL) and self.editable and self.above_limit(line):
            return say.text(
                N_("{given} below the list; up to {limit} is usual."), given=say.percent(line.given(self.today)),
                limit=say.percent(self.limit),
            )  # fmt: skip
        return ""

    def _price_source(self, line: Line, offer: Offer) -> str:
        """Where a price comes from that keeps no promise: the list, or a hand."""
        say = self.context.say
        if offer.list_price is None:
            return say.text(N_("Written by hand; this product has no list price."))
        if line.price == offer.list_price:
            return say.text(N_("The list price."))
        return say.text(N_("Written by hand; the list says {price}."), price=price_text(say, offer.list_price))

    def _promise(self, line: Line) -> str:
        say, told = self.context.say, line.offer.told if line.offer else None
        if told is None or not told.holds(self.today):
            return ""
        words = {"price": price_text(say, told.price), "by": told.by or UNKNOWN}
        if told.quoted and told.until is not None:
            return say.text(N_("Quoted {price} until {day} by {by}."), **words, day=say.date(told.until))
        if told.quoted:
            return say.text(N_("Quoted {price} by {by}; no end was named."), **words)
        if told.until is None:
            return say.text(N_("Told {price} by {by}; no end was named."), **words)
        return say.text(N_("Told {price} until {day} by {by}."), **words, day=say.date(told.until))


def alignment(column: Column) -> int:
    """Text left, numbers right."""
    side = Qt.AlignmentFlag.AlignLeft if column in LEFT else Qt.AlignmentFlag.AlignRight
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)
