"""What can be imported: the columns of every kind of file and the typed row each of them becomes.

The column names are a contract with spreadsheets and scripts (docs/import.md): add to them, rename nothing. Empty cells
are ``None``. Money is ``Decimal``; moments without a zone are in the company's time zone and stay naive.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

ORDER_STATUSES = ("draft", "quoted", "confirmed", "in_progress", "delivered", "invoiced", "closed", "cancelled")
CUSTOMER_KINDS = ("person", "organisation")


class SalespersonRow(NamedTuple):
    """One salesperson; ``row`` is the row's number in the file, as in all rows here."""

    row: int
    code: str
    name: str
    email: str | None = None
    role: str | None = None
    team: str | None = None


class CustomerRow(NamedTuple):
    """One customer; phones as typed, ``credit_limit`` in the company's currency, ``tags`` split at ``;``."""

    row: int
    code: str
    name: str
    kind: str | None = None
    given_name: str | None = None
    family_name: str | None = None
    organisation: str | None = None
    contact_name: str | None = None
    phone: str | None = None
    phone2: str | None = None
    mobile: str | None = None
    email: str | None = None
    street: str | None = None
    city: str | None = None
    region: str | None = None
    postcode: str | None = None
    country: str | None = None
    language: str | None = None
    tax_id: str | None = None
    birth_date: datetime.date | None = None
    occupation: str | None = None
    industry: str | None = None
    education: str | None = None
    credit_limit: Decimal | None = None
    payment_days: int | None = None
    salesperson: str | None = None
    tags: tuple[str, ...] | None = None
    note: str | None = None


class ProductRow(NamedTuple):
    """One product, or its price and cost from a day on (``valid_from`` empty: since ever); 4 decimals."""

    row: int
    code: str
    name: str
    category: str | None = None
    unit: str | None = None
    price: Decimal | None = None
    cost: Decimal | None = None
    tax_rate: Decimal | None = None
    valid_from: datetime.date | None = None
    active: bool | None = None


class OrderLineRow(NamedTuple):
    """One line of an order with the order's own fields repeated.

    ``salesperson`` is ((code, percent), …) with a total of 100; quantity has 3 decimals, unit price and unit cost 4,
    percentages 2 (10 means 10 %), ``line_net`` and ``line_cost`` those of the company's currency.
    """

    row: int
    order: str
    date: datetime.date
    customer: str
    salesperson: tuple[tuple[str, Decimal], ...] | None
    status: str | None
    promised_on: datetime.date | None
    delivered_on: datetime.date | None
    reference: str | None
    product: str
    quantity: Decimal
    unit_price: Decimal | None = None
    discount_percent: Decimal | None = None
    unit_cost: Decimal | None = None
    line_net: Decimal | None = None
    line_cost: Decimal | None = None
    tax_rate: Decimal | None = None
    note: str | None = None


class PaymentRow(NamedTuple):
    """One payment of a customer; without ``order`` it is allocated first-in first-out."""

    row: int
    reference: str
    customer: str
    date: datetime.date
    amount: Decimal
    method: str | None = None
    order: str | None = None


class ComplaintRow(NamedTuple):
    """One complaint; ``satisfaction`` is 1 to 5."""

    row: int
    number: str
    customer: str
    opened_at: datetime.datetime
    subject: str
    channel: str | None = None
    cause: str | None = None
    severity: str | None = None
    status: str | None = None
    first_response_at: datetime.datetime | None = None
    closed_at: datetime.datetime | None = None
    solution: str | None = None
    cost: Decimal | None = None
    satisfaction: int | None = None
    owner: str | None = None
    order: str | None = None
    note: str | None = None


ImportRow = SalespersonRow | CustomerRow | ProductRow | OrderLineRow | PaymentRow | ComplaintRow


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind: how its text is read and what it may hold.

    ``type`` is one of text, code, word, tags, amount, price, quantity, percent, whole, date, moment, yes, country,
    email, shares. ``limit`` is the longest text in characters, never more than the database holds; ``low`` and ``high``
    bound numbers; ``words`` are the only words allowed; ``rounds`` says that more decimals than the field has are
    rounded half-up instead of refused.
    """

    name: str
    type: str = "text"
    required: bool = False
    limit: int = 200
    low: Decimal | None = None
    high: Decimal | None = None
    words: tuple[str, ...] = ()
    rounds: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its columns in their order, the first of which is the key, and the row class."""

    name: str
    columns: tuple[Column, ...]
    row: type[ImportRow]

    @property
    def key(self) -> str:
        """The column by which a second import finds the same thing again."""
        return self.columns[0].name

    @property
    def required(self) -> tuple[str, ...]:
        """The columns without which a row means nothing."""
        return tuple(column.name for column in self.columns if column.required)

    def column(self, name: str) -> Column | None:
        """The column of that name, if the kind has it."""
        return next((column for column in self.columns if column.name == name), None)


_ZERO = Decimal(0)


def _code(name: str, *, required: bool = False, limit: int = 40) -> Column:
    return Column(name, "code", required, limit=limit)


def _percent(name: str) -> Column:
    return Column(name, "percent", low=_ZERO, high=Decimal(100))


_SALESPEOPLE = Kind(
    "salespeople",
    (
        _code("code", required=True),
        Column("name", required=True),
        Column("email", "email", limit=254),
        Column("role", limit=80),
        Column("team", limit=80),
    ),
    SalespersonRow,
)

_CUSTOMERS = Kind(
    "customers",
    (
        _code("code", required=True),
        Column("name", required=True),
        Column("kind", "word", words=CUSTOMER_KINDS),
        Column("given_name", limit=100),
        Column("family_name", limit=100),
        Column("organisation"),
        Column("contact_name"),
        Column("phone", limit=60),
        Column("phone2", limit=60),
        Column("mobile", limit=60),
        Column("email", "email", limit=254),
        Column("street", limit=300),
        Column("city", limit=120),
        Column("region", limit=120),
        Column("postcode", "code", limit=20),
        Column("country", "country"),
        Column("language", "code", limit=10),
        Column("tax_id", "code", limit=40),
        Column("birth_date", "date"),
        Column("occupation", limit=120),
        Column("industry", limit=120),
        Column("education", limit=120),
        Column("credit_limit", "amount", low=_ZERO),
        Column("payment_days", "whole", low=_ZERO, high=Decimal(3650)),
        _code("salesperson"),
        Column("tags", "tags", limit=400),
        Column("note", limit=10_000),
    ),
    CustomerRow,
)

_PRODUCTS = Kind(
    "products",
    (
        _code("code", required=True, limit=60),
        Column("name", required=True, limit=300),
        Column("category", limit=120),
        Column("unit", limit=20),
        Column("price", "price", low=_ZERO),
        Column("cost", "price", low=_ZERO),
        _percent("tax_rate"),
        Column("valid_from", "date"),
        Column("active", "yes"),
    ),
    ProductRow,
)

_ORDERS = Kind(
    "orders",
    (
        _code("order", required=True),
        Column("date", "date", required=True),
        _code("customer", required=True),
        Column("salesperson", "shares", limit=1000),
        Column("status", "word", words=ORDER_STATUSES),
        Column("promised_on", "date"),
        Column("delivered_on", "date"),
        Column("reference", limit=120),
        _code("product", required=True, limit=60),
        Column("quantity", "quantity", required=True),
        Column("unit_price", "price"),
        _percent("discount_percent"),
        Column("unit_cost", "price"),
        Column("line_net", "amount", rounds=True),
        Column("line_cost", "amount", rounds=True),
        _percent("tax_rate"),
        Column("note", limit=10_000),
    ),
    OrderLineRow,
)

_PAYMENTS = Kind(
    "payments",
    (
        _code("reference", required=True, limit=60),
        _code("customer", required=True),
        Column("date", "date", required=True),
        Column("amount", "amount", required=True),
        Column("method", limit=40),
        _code("order"),
    ),
    PaymentRow,
)

_COMPLAINTS = Kind(
    "complaints",
    (
        _code("number", required=True),
        _code("customer", required=True),
        Column("opened_at", "moment", required=True),
        Column("subject", required=True, limit=300),
        Column("channel", limit=40),
        Column("cause", limit=120),
        Column("severity", limit=40),
        Column("status", limit=40),
        Column("first_response_at", "moment"),
        Column("closed_at", "moment"),
        Column("solution", limit=10_000),
        Column("cost", "amount", low=_ZERO),
        Column("satisfaction", "whole", low=Decimal(1), high=Decimal(5)),
        _code("owner"),
        _code("order"),
        Column("note", limit=10_000),
    ),
    ComplaintRow,
)

KINDS: Mapping[str, Kind] = {
    kind.name: kind for kind in (_SALESPEOPLE, _CUSTOMERS, _PRODUCTS, _ORDERS, _PAYMENTS, _COMPLAINTS)
}
