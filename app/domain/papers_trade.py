"""The papers that go with an order: quote, confirmation, delivery note, invoice, credit note and receipt."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.money import ZERO
from app.domain.papers import NO_TERMS, Addressee, ItemLine, Letterhead, Terms, Totals

__all__ = [
    "Allocation",
    "DeliveryLine",
    "DeliveryPaper",
    "InvoiceKind",
    "InvoicePaper",
    "OrderKind",
    "OrderPaper",
    "ReceiptPaper",
]


class OrderKind(StrEnum):
    """What an order's paper says."""

    QUOTE = "quote"
    CONFIRMATION = "confirmation"


class InvoiceKind(StrEnum):
    """A credit note carries positive amounts: its name says that they are given back."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


@dataclass(frozen=True, slots=True)
class OrderPaper:
    """Quote or order confirmation."""

    kind: OrderKind
    company: Letterhead
    customer: Addressee
    number: str
    day: date
    lines: tuple[ItemLine, ...]
    totals: Totals
    deliver_to: Addressee | None = None
    """``None``: to the customer's address above."""
    reference: str = ""
    """The customer's own reference or order number."""
    salesperson: str = ""
    promised: date | None = None
    """The day promised for delivery."""
    valid_until: date | None = None
    """Only a quote: the last day on which it binds."""
    delivery_terms: str = ""
    terms: Terms = NO_TERMS
    notes: tuple[str, ...] = ()
    """Paragraphs after the totals, in the words of the person who wrote them."""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """What of one ordered line goes out now."""

    name: str
    ordered: Decimal
    delivered_before: Decimal
    """In earlier deliveries of the same order."""
    delivered: Decimal
    """With this paper."""
    code: str = ""
    unit: str = ""
    note: str = ""
    """Lot or serial numbers, place in the store."""

    @property
    def outstanding(self) -> Decimal:
        """Still to come after this delivery; never below zero."""
        return max(self.ordered - self.delivered_before - self.delivered, ZERO)


@dataclass(frozen=True, slots=True)
class DeliveryPaper:
    """Delivery note: quantities, never prices."""

    company: Letterhead
    customer: Addressee
    number: str
    day: date
    lines: tuple[DeliveryLine, ...]
    deliver_to: Addressee | None = None
    """``None``: to the customer's address."""
    order_number: str = ""
    order_date: date | None = None
    reference: str = ""
    carrier: str = ""
    tracking: str = ""
    packages: int | None = None
    weight_kg: Decimal | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoicePaper:
    """Invoice or credit note."""

    kind: InvoiceKind
    company: Letterhead
    customer: Addressee
    number: str
    day: date
    lines: tuple[ItemLine, ...]
    totals: Totals
    terms: Terms = NO_TERMS
    """``terms.due`` is printed on every invoice that has one."""
    supplied: date | None = None
    """Day of supply; ``None``: the same day as the invoice."""
    order_number: str = ""
    delivery_number: str = ""
    reference: str = ""
    """The customer's own reference."""
    deliver_to: Addressee | None = None
    corrects: str = ""
    """Only a credit note: the number of the invoice it corrects."""
    corrects_date: date | None = None
    reason: str = ""
    """Only a credit note: why, in the words of the person who made it."""
    paid: Decimal = ZERO
    """Received for this invoice before it was printed."""
    salesperson: str = ""
    notes: tuple[str, ...] = ()
    draft: bool = False
    """A draft has no legal force and says so on each page."""

    @property
    def open(self) -> Decimal:
        """Still to be paid; negative when too much was."""
        return self.totals.gross - self.paid


@dataclass(frozen=True, slots=True)
class Allocation:
    """Part of a payment, put against one document."""

    document: str
    day: date
    open_before: Decimal
    applied: Decimal

    @property
    def open_after(self) -> Decimal:
        """What of the document is still open."""
        return self.open_before - self.applied


@dataclass(frozen=True, slots=True)
class ReceiptPaper:
    """Receipt for a payment."""

    company: Letterhead
    customer: Addressee
    number: str
    day: date
    amount: Decimal
    """Received: positive; paid back: negative."""
    method: str = ""
    """In the company's words: “cash”, “card”, “bank transfer”."""
    reference: str = ""
    """The bank's or the card's reference."""
    received_by: str = ""
    allocations: tuple[Allocation, ...] = ()
    balance: Decimal | None = None
    """The customer's account after this payment, positive = the customer owes; ``None``: not printed."""
    notes: tuple[str, ...] = ()

    @property
    def unallocated(self) -> Decimal:
        """Received and not yet put against a document."""
        return self.amount - sum((part.applied for part in self.allocations), ZERO)
