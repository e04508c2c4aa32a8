"""What every printed document carries: the letterhead, whom it is for, its lines and its tax.

These are values only. No sentence and no written number is in them, because the language and the paper size are chosen
when a document is printed, perhaps years later. Amounts are ``Decimal`` in the company's currency with its own number
of decimals, already rounded; percentages are ``Decimal`` (21 means 21 %); unknown is ``None`` and prints a dash, which
is another fact than zero. Moments are aware ``datetime``; days are ``date``. Everything is hashable and comparable,
and ``app.domain.frozen`` keeps it as text for ever. A new field therefore always has a default, and a default never
changes: a stored document leaves out what equals it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from app.domain.money import ZERO

__all__ = ["NO_TERMS", "Addressee", "ItemLine", "Letterhead", "Printed", "TaxLine", "Terms", "Totals"]


@dataclass(frozen=True, slots=True)
class Printed:
    """The one line that differs between two prints of the same document."""

    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The company as it signs its papers."""

    legal_name: str
    address: tuple[str, ...] = ()
    """Street, postal code and town, country: one line each, as they are to be printed."""
    tax_id: str = ""
    """With its own name, as the country writes it: “CIF B-98077142”."""
    phone: str = ""
    email: str = ""
    short_name: str = ""
    """For the head of the following pages; empty: the legal name."""
    logo: bytes | None = None
    """A PNG or JPEG picture; ``None`` or an unreadable one prints the first letter of the name in a box."""
    register: str = ""
    """Entry in the register of companies, for the foot of invoices."""
    bank: tuple[str, ...] = ()
    """Bank, IBAN, BIC: one line each, printed on invoices and statements."""

    @property
    def name(self) -> str:
        """The short name, or the legal one."""
        return self.short_name or self.legal_name


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom a document is for, or where goods go."""

    name: str
    lines: tuple[str, ...] = ()
    """Contact person, street, postal code and town, country."""
    code: str = ""
    """The customer's code in the company's books."""
    tax_id: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One sold line of a quote, confirmation, invoice or credit note."""

    name: str
    quantity: Decimal
    """Up to 3 decimals; positive on a credit note too (the document says that it is given back)."""
    unit_price: Decimal
    """Up to 4 decimals, without tax unless the document's prices include tax."""
    amount: Decimal
    """quantity x unit price x (1 - discount), rounded once; with tax when the document's prices include it."""
    code: str = ""
    note: str = ""
    unit: str = ""
    """“pc”, “kg”; empty prints nothing."""
    discount: Decimal = ZERO
    """Percent, 0 to 100."""
    tax_rate: Decimal | None = None
    """Percent; ``None``: not subject to tax."""


@dataclass(frozen=True, slots=True)
class TaxLine:
    """What one rate comes to on a whole document, rounded once."""

    rate: Decimal | None
    """Percent; ``None``: not subject to tax, and ``reason`` says why."""
    net: Decimal
    tax: Decimal
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """How the lines of a document become what is to be paid.

    ``sum(lines) - order_discount + freight`` is the sum of the nets of ``taxes``, or of nets and taxes when
    ``prices_include_tax``; the maker of the value guarantees it, the paper shows both.
    """

    taxes: tuple[TaxLine, ...]
    order_discount: Decimal = ZERO
    """Positive: taken off."""
    order_discount_percent: Decimal | None = None
    """Shown beside the amount when the discount was given as a percentage."""
    freight: Decimal = ZERO
    """Billed to the customer."""
    prices_include_tax: bool = False

    @property
    def net(self) -> Decimal:
        """Without tax."""
        return sum((line.net for line in self.taxes), ZERO)

    @property
    def tax(self) -> Decimal:
        """All rates."""
        return sum((line.tax for line in self.taxes), ZERO)

    @property
    def gross(self) -> Decimal:
        """With tax: what the customer owes."""
        return self.net + self.tax


@dataclass(frozen=True, slots=True)
class Terms:
    """How and until when is to be paid."""

    due: date | None = None
    days: int | None = None
    """Days after the invoice date; 0 is “at once”."""
    method: str = ""
    """In the company's words: “bank transfer”."""
    early_percent: Decimal | None = None
    early_until: date | None = None
    """Percent off when paid by that day; both or neither."""
    note: str = ""


NO_TERMS = Terms()
