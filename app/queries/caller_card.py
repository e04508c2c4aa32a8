"""The caller card as values: who is on the phone, what is open, what was promised, what to mention."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class OpenOrder:
    """An order that has not left completely. ``gross`` in the company's currency, tax included."""

    order: str
    status: str
    on: date
    promised_on: date | None
    gross: Decimal
    late: bool
    pick_up: bool = False
    """The customer comes for it."""
    slot: str = ""
    """The hours that were promised, in the company's own words."""


@dataclass(frozen=True, slots=True)
class OpenComplaint:
    """A complaint that is not closed, with its deadline and who cares for it."""

    number: str
    subject: str
    status: str
    due_at: datetime | None
    owner: str
    breached: bool
    id: int = 0


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The price a customer was told last for a product (per unit, without tax), by whom and until when it holds."""

    product: str
    product_name: str
    price: Decimal
    told_on: date
    valid_until: date | None
    by: str
    expired: bool


@dataclass(frozen=True, slots=True)
class Mention:
    """Something good to mention, with the day it is about (or was noted on) and where it is known from."""

    topic: str
    fact: str
    on: date
    source: str = ""


@dataclass(frozen=True, slots=True)
class Contacted:
    """One contact, newest first on the card."""

    at: datetime
    kind: str
    direction: str
    by: str
    note: str
    outcome: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """What was agreed to be done next."""

    on: date
    by: str
    note: str
    overdue: bool


@dataclass(frozen=True, slots=True)
class CallerCard:
    """Everything the front desk needs while the phone rings. Amounts in the company's currency; positive: owes."""

    id: int
    code: str
    name: str
    organisation: str
    contact_name: str
    city: str
    language: str
    tier: str
    salesperson: str
    blocked_reason: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    balance: Decimal
    overdue: Decimal
    open_orders: tuple[OpenOrder, ...]
    last_order: OpenOrder | None
    open_complaints: tuple[OpenComplaint, ...]
    last_prices: tuple[LastPrice, ...]
    mention: tuple[Mention, ...]
    avoid: tuple[str, ...]
    withdrawn: tuple[tuple[str, str], ...]
    """(purpose, channel) for which consent was withdrawn."""
    last_contacts: tuple[Contacted, ...]
    next_step: NextStep | None
    relations: tuple[tuple[str, str], ...]
    """(kind, name)."""
