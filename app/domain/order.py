"""Orders as they are typed, their arithmetic, and what may be done with them in each state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.money import (
    HUNDRED,
    LARGEST,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    ZERO,
    checked,
    line_amount,
    rounded,
    split,
    tax_by_rate,
)
from app.domain.refusal import N_, Conflict, Mistake

MOST_SHARES = 20
PICK_UP = "pickup"
DELIVERY_KINDS = ("", PICK_UP, "van", "carrier")
LONGEST_SLOT = 60

# What may follow on what; cancelling is possible until goods have left.
MOVES: Mapping[str, frozenset[str]] = {
    "draft": frozenset({"quoted", "confirmed", "cancelled"}),
    "quoted": frozenset({"confirmed", "cancelled"}),
    "confirmed": frozenset({"in_progress", "delivered", "invoiced", "cancelled"}),
    "in_progress": frozenset({"in_progress", "delivered", "invoiced"}),
    "delivered": frozenset({"invoiced", "closed"}),
    "invoiced": frozenset({"in_progress", "delivered", "closed", "cancelled"}),
    "closed": frozenset(),
    "cancelled": frozenset(),
}
BOOKED_STATES = frozenset({"confirmed", "in_progress", "delivered", "invoiced", "closed"})


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as typed: quantity to 3 decimals, price and list price to 4, discount in percent 0 to 100."""

    product_id: int
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = ZERO
    tax_rate: Decimal = ZERO
    list_price: Decimal | None = None
    description: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """A salesperson's part of an order, in percent."""

    staff_id: int
    percent: Decimal


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """An order as it is typed; amounts in the company's currency, without tax."""

    customer_id: int
    on: date
    lines: Sequence[DraftLine]
    shares: Sequence[Share] = ()
    discount: Decimal = ZERO
    freight: Decimal = ZERO
    freight_paid: Decimal = ZERO
    freight_tax_rate: Decimal = ZERO
    promised_on: date | None = None
    valid_until: date | None = None
    reference: str = ""
    note: str = ""
    delivery_kind: str = ""
    """Empty, pickup, van or carrier."""
    delivery_slot: str = ""
    """When the van comes, or who carries it."""

    def check(self, places: int = 2) -> None:
        """Raises ``Mistake`` naming the field that is wrong; nothing is corrected silently.

        ``places`` are the decimals of the company's currency.
        """
        if not self.lines:
            raise Mistake(N_("The order has no lines. Add at least one product."), field="lines")
        for number, line in enumerate(self.lines, 1):
            _check_line(number, line)
        for name, amount in (
            ("discount", self.discount),
            ("freight", self.freight),
            ("freight_paid", self.freight_paid),
        ):
            checked(amount, places, field=name)
        _check_percent(self.freight_tax_rate, "freight_tax_rate")
        check_shares(self.shares)
        check_delivery(self.delivery_kind, self.delivery_slot)
        if self.promised_on and self.promised_on < self.on:
            raise Mistake(
                N_("The promised day {promised} is before the order's day {on}."), field="promised_on",
                promised=self.promised_on, on=self.on,
            )  # fmt: skip


def check_delivery(kind: str, slot: str) -> None:
    """A way of delivery that there is, and words that fit; raises ``Mistake``."""
    if kind not in DELIVERY_KINDS:
        raise Mistake(N_("Choose pick-up, own van or a carrier."), field="delivery_kind")
    if len(slot) > LONGEST_SLOT:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="delivery_slot", limit=LONGEST_SLOT)


def _check_line(number: int, line: DraftLine) -> None:
    if not (line.quantity.is_finite() and ZERO < line.quantity < LARGEST):
        raise Mistake(
            N_("Line {line}: quantity {quantity} cannot be; write a quantity above zero."),
            field="quantity", line=number, quantity=line.quantity,
        )  # fmt: skip
    if not (line.unit_price.is_finite() and ZERO <= line.unit_price < LARGEST):
        raise Mistake(
            N_("Line {line}: a price cannot be {price}; write zero or a positive price."),
            field="unit_price", line=number, price=line.unit_price,
        )  # fmt: skip
    if not (line.discount_percent.is_finite() and ZERO <= line.discount_percent <= HUNDRED):
        raise Mistake(
            N_("Line {line}: a discount is at most 100 %; {discount} was written."),
            field="discount_percent", line=number, discount=line.discount_percent,
        )  # fmt: skip
    _check_percent(line.tax_rate, "tax_rate")
    if line.list_price is not None:
        checked(line.list_price, PRICE_PLACES, field="list_price")
    for name, value, places in (
        ("quantity", line.quantity, QUANTITY_PLACES),
        ("unit_price", line.unit_price, PRICE_PLACES),
        ("discount_percent", line.discount_percent, PERCENT_PLACES),
    ):
        if value != rounded(value, places):
            raise Mistake(
                N_("Line {line}: {value} has too many decimals; {places} can be kept here."),
                field=name, line=number, value=value, places=places,
            )  # fmt: skip


def _check_percent(value: Decimal, field: str) -> None:
    if checked(value, PERCENT_PLACES, field=field) > HUNDRED:
        raise Mistake(N_("{value} % cannot be; a rate is at most 100 %."), field=field, value=value)


def check_shares(shares: Sequence[Share]) -> None:
    """Shares total 100 % and name each person once, or there are none; raises ``Mistake``."""
    if not shares:
        return
    percents = [checked(share.percent, PERCENT_PLACES, field="shares") for share in shares]
    total = sum(percents, ZERO)
    if total != HUNDRED or min(percents) <= 0:
        raise Mistake(
            N_("The salespeople's shares total {total} %; they must total 100 %."), field="shares", total=total
        )
    if len(shares) > MOST_SHARES:
        raise Mistake(N_("At most {most} salespeople can share an order."), field="shares", most=MOST_SHARES)
    if len({share.staff_id for share in shares}) != len(shares):
        raise Mistake(N_("A salesperson is named twice in the shares."), field="shares")


@dataclass(frozen=True, slots=True)
class LineFigures:
    """A line's money: after its own discount, its part of the order's discount, and what remains."""

    before: Decimal
    part: Decimal
    net: Decimal
    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class OrderFigures:
    """An order's money; ``net`` holds lines and freight, taxes are (net, tax) per rate percent."""

    lines: tuple[LineFigures, ...]
    net: Decimal
    taxes: Mapping[Decimal, tuple[Decimal, Decimal]]
    tax: Decimal
    gross: Decimal


def figures(draft: OrderDraft, places: int = 2) -> OrderFigures:
    """The arithmetic of an order: rounded once per line, discount by largest remainder, tax once per rate.

    Raises ``Mistake`` when the discount exceeds the lines or the order exceeds what can be booked.
    """
    befores = [line_amount(line.quantity, line.unit_price, line.discount_percent, places) for line in draft.lines]
    if sum(befores, draft.freight) >= LARGEST:
        raise Mistake(N_("The order is too large; its total must be below {limit}."), field="lines", limit=LARGEST)
    if draft.discount > sum(befores, ZERO):
        raise Mistake(N_("The discount is larger than the order."), field="discount")
    parts = split(draft.discount, befores, places) if draft.discount else [ZERO] * len(befores)
    lines = tuple(
        LineFigures(before, part, before - part, line.tax_rate)
        for before, part, line in zip(befores, parts, draft.lines, strict=True)
    )
    taxed = [(line.tax_rate, line.net) for line in lines]
    if draft.freight:
        taxed.append((draft.freight_tax_rate, draft.freight))
    return summed(lines, taxed, places)


def summed(lines: tuple[LineFigures, ...], taxed: Sequence[tuple[Decimal, Decimal]], places: int = 2) -> OrderFigures:
    """An order's money from its lines and its (rate, net) pairs."""
    taxes = tax_by_rate(taxed, places)
    net = sum((net for _, net in taxed), ZERO)
    tax = sum((tax for _, tax in taxes.values()), ZERO)
    return OrderFigures(lines, net, taxes, tax, net + tax)


def check_move(status: str, to: str) -> None:
    """Raises ``Conflict`` when an order in ``status`` cannot become ``to``."""
    if to not in MOVES[status]:
        raise Conflict(N_("This order is {status}; it cannot become {to} any more."), status=status, to=to)
