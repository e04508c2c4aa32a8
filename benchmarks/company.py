"""A synthetic company as rows in the database's own units: skewed customers and products, 36 months, always the same.

Money is in whole cents, prices and costs in 1/10,000, quantities in 1/1,000, percentages in 1/100, as the tables hold
them. Sums, ledgers and balances are not made here: the database adds them up from these rows (``loading``).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate
from random import Random

from app.domain.phone import suffix_key
from app.domain.text import search_key

SIZES = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
MOST_LINES = 5_000_000
LINES_PER_CUSTOMER = 10
STAFF = 50
FIRST, LAST = date(2023, 4, 1), date(2026, 3, 31)
TODAY = date(2026, 4, 15)
TAX = 21
CHUNK = 20_000
# one account with a third of all orders would measure nothing that exists
LARGEST_SHARE = 0.005

# fmt: off
_GIVEN = (
    "Ali", "Sara", "Reza", "Maryam", "Hans", "Julia", "Omar", "Lena", "Marta", "Jan", "Piotr", "Ewa", "Luca", "Giulia",
    "Ahmed", "Fatima", "John", "Emma", "Noah", "Mia", "Liam", "Zoe", "Ivan", "Olga", "Yuki", "Hana", "Raj", "Priya",
    "Carlos", "Lucía", "Pedro", "Inés", "Erik", "Sofía", "Nils", "Ida", "Ken", "Amy", "Íñigo", "Begoña",
)
_SYLLABLES = (
    "ba", "be", "bo", "da", "de", "do", "ka", "ke", "ko", "la", "le", "lo", "ma", "me", "mo", "na", "ne", "no", "ra",
    "re", "ro", "sa", "se", "so", "ta", "te", "to", "va", "ve", "vo", "za", "ze", "zo", "han", "sen", "berg", "ski",
    "man", "dorf",
)
_CITIES = (
    "Madrid", "Barcelona", "Valencia", "Sevilla", "Zaragoza", "Málaga", "Murcia", "Palma", "Bilbao", "Alicante",
    "Córdoba", "Valladolid", "Vigo", "Gijón",
)
# fmt: on
_FORMS = ("SL", "SA", "Ltd", "Trading", "Shop", "Market", "Farmacia", "Panadería", "Stores", "", "", "", "", "")
_CHINESE = ("王", "李", "张", "刘", "陈", "杨", "赵", "黄")
_CHINESE_GIVEN = ("伟", "芳", "秀英", "敏", "静", "丽", "强", "磊", "军", "洋", "慧敏", "国华", "晓明", "建国")
_REGIONS = ("North", "South", "East", "West")

Rows = list[tuple[object, ...]]
Chunk = tuple[str, tuple[str, ...], Rows]


@dataclass(frozen=True, slots=True)
class Product:
    """A product's price and cost in cents, per piece."""

    id: int
    price: int
    cost: int


@dataclass(slots=True)
class Company:
    """A company of ``customers`` customers; the same number and seed give the same rows on every machine."""

    customers: int
    seed: int = 1
    first: date = FIRST
    """The first day of an order; the last is the same for all."""
    goods: list[Product] = field(default_factory=list)

    @property
    def lines(self) -> int:
        """How many order lines there are, about."""
        return min(LINES_PER_CUSTOMER * self.customers, MOST_LINES)

    def rows(self) -> Iterator[Chunk]:
        """(table, columns, rows) in an order in which every row finds what it points to."""
        yield self._staff()
        yield from self._products()
        yield from self._people()
        yield from self._trade()

    def _staff(self) -> Chunk:
        rows: Rows = [(number, f"S{number:02d}", f"Seller {number}") for number in range(1, STAFF + 1)]
        return "staff", ("id", "code", "name"), rows

    def _products(self) -> Iterator[Chunk]:
        dice = Random(self.seed)
        count = 500 if self.customers <= 10_000 else 2000 if self.customers <= 100_000 else 5000
        products, prices, costs = Rows(), Rows(), Rows()
        for number in range(1, count + 1):
            cost = int(2.718281828 ** dice.gauss(7.5, 1.0)) + 50
            price = cost * dice.randint(95, 170) // 100
            self.goods.append(Product(number, price, cost))
            name = f"{_surname(dice)} {dice.randint(1, 999)}"
            products.append((number, _uid(1, number), f"P{number:05d}", name, search_key(name), "pc", TAX * 100))
            prices.append((number, number, price * 100))
            costs.append((number, number, cost * 100))
        yield "product", ("id", "uid", "code", "name", "search_name", "unit", "tax_rate"), products
        yield "product_price", ("id", "product_id", "price"), prices
        yield "product_cost", ("id", "product_id", "cost"), costs

    def _people(self) -> Iterator[Chunk]:
        dice = Random(self.seed + 1)
        contact = 0
        for start in range(1, self.customers + 1, CHUNK):
            customers, places, contacts = Rows(), Rows(), Rows()
            for number in range(start, min(start + CHUNK, self.customers + 1)):
                name = _name(dice)
                customers.append(
                    (number, _uid(2, number), f"C-{number:07d}", name, search_key(name), number % STAFF + 1)
                )
                region, city = dice.choice(_REGIONS), dice.choice(_CITIES)
                places.append((number, number, "main", f"Calle {dice.randint(1, 200)}", city, region, "ES"))
                for at in range(2 if dice.random() < 0.4 else 1):
                    contact += 1
                    digits = _digits(contact)
                    contacts.append((contact, number, "mobile", f"+{digits}", at, f"+{digits}", digits,
                                     suffix_key(digits)))  # fmt: skip
            yield "customer", ("id", "uid", "code", "name", "search_name", "salesperson_id"), customers
            yield "address", ("id", "customer_id", "kind", "street", "city", "region", "country"), places
            yield ("contact_point",
                   ("id", "customer_id", "kind", "value", "position", "e164", "digits", "reversed_digits"),
                   contacts)  # fmt: skip

    def _trade(self) -> Iterator[Chunk]:
        dice = Random(self.seed + 2)
        buyers, days = self._buyers(dice), _days(dice, self.lines // 4, self.first)
        weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.goods))))
        at = _Position()
        for start in range(0, len(days), CHUNK):
            some = days[start : start + CHUNK]
            who = dice.choices(range(1, self.customers + 1), cum_weights=buyers, k=len(some))
            yield from self._orders(dice, at, list(zip(some, who, strict=True)), weights)

    def _buyers(self, dice: Random) -> list[float]:
        """Cumulated weights: a fifth of the customers makes four fifths of the orders."""
        weights = [dice.paretovariate(1.16) - 0.7 for _ in range(self.customers)]
        most = LARGEST_SHARE * sum(weights)
        return list(accumulate(min(weight, most) for weight in weights))

    def _orders(
        self, dice: Random, at: "_Position", some: list[tuple[date, int]], weights: list[float]
    ) -> Iterator[Chunk]:
        orders, shares, lines, costs, payments, complaints = Rows(), Rows(), Rows(), Rows(), Rows(), Rows()
        for day, customer in some:
            at.order += 1
            net = 0
            for position, product in enumerate(dice.choices(self.goods, cum_weights=weights, k=dice.randint(1, 7)), 1):
                at.line += 1
                pieces, off = dice.randint(1, 12), dice.choice((0, 0, 0, 5, 10))
                amount, cost = (pieces * product.price * (100 - off) + 50) // 100, pieces * product.cost
                net += amount
                lines.append((at.line, at.order, position, product.id, f"Product {product.id}", "pc", pieces * 1000,
                              product.price * 100, product.price * 100, off * 100, amount, TAX * 100,
                              _level(amount, cost)))  # fmt: skip
                costs.append((at.line, product.cost * 100, cost))
            tax = (net * TAX + 50) // 100
            late = day > date(2026, 2, 15)
            orders.append((at.order, _uid(3, at.order), f"SO-{at.order:08d}", customer, day.isoformat(),
                           "confirmed" if late else "closed", None if late else (day + timedelta(5)).isoformat(),
                           dice.choice(_REGIONS), net, tax, net + tax))  # fmt: skip
            shares.append((at.order, at.order % STAFF + 1, 10_000))
            if not late and dice.random() < 0.92:
                at.payment += 1
                paid = (net + tax) // 2 if dice.random() < 0.05 else net + tax
                payments.append((at.payment, _uid(4, at.payment), f"PAY-{at.payment:08d}", customer,
                                 (day + timedelta(dice.randint(0, 45))).isoformat(), paid))  # fmt: skip
            if dice.random() < 0.012:
                at.complaint += 1
                complaints.append((at.complaint, _uid(5, at.complaint), f"CS-{at.complaint:07d}", customer, at.order,
                                   "Late", "new" if dice.random() < 0.25 else "closed",
                                   f"{day.isoformat()} 10:00:00.000000"))  # fmt: skip
        yield ("sales_order", ("id", "uid", "number", "customer_id", "on", "status", "delivered_on", "region", "net",
                               "tax", "gross"), orders)  # fmt: skip
        yield "order_share", ("order_id", "staff_id", "percent"), shares
        yield ("order_line", ("id", "order_id", "position", "product_id", "description", "unit", "quantity",
                              "list_price", "unit_price", "discount_percent", "net", "tax_rate", "level"),
               lines)  # fmt: skip
        yield "order_line_cost", ("line_id", "unit_cost", "cost"), costs
        yield "payment", ("id", "uid", "reference", "customer_id", "on", "amount"), payments
        yield ("complaint", ("id", "uid", "number", "customer_id", "order_id", "subject", "status", "opened_at"),
               complaints)  # fmt: skip


@dataclass(slots=True)
class _Position:
    """The last id of each kind."""

    order: int = 0
    line: int = 0
    payment: int = 0
    complaint: int = 0


def phone_of(customer: int) -> str:
    """A number that one customer has; the first customers have the first numbers."""
    return "+" + _digits(customer)


def _digits(number: int) -> str:
    """Spanish mobile numbers, each once, in no order."""
    return f"346{(number * 7919 + 12_345) % 99_999_989:08d}"


def _surname(dice: Random) -> str:
    return "".join(dice.choice(_SYLLABLES) for _ in range(3)).capitalize()


def _name(dice: Random) -> str:
    if dice.random() < 0.03:
        return dice.choice(_CHINESE) + dice.choice(_CHINESE_GIVEN)
    return f"{dice.choice(_GIVEN)} {_surname(dice)} {dice.choice(_FORMS)}".rstrip()


def _uid(kind: int, number: int) -> str:
    """32 hexadecimal digits: SQLite's column holds them so, PostgreSQL reads them."""
    return f"{kind:04x}{number:028x}"


def _days(dice: Random, count: int, first: date) -> list[date]:
    """Days of orders in time's order: growth, a season, quiet Sundays."""
    span = (LAST - first).days + 1
    weights = [
        (1 + 0.6 * day / span) * (1.35 if day % 365 > 240 else 1.0) * (0.15 if day % 7 == 6 else 1.0)
        for day in range(span)
    ]
    found = dice.choices(range(span), weights=weights, k=count)
    return [first + timedelta(day) for day in sorted(found)]


def _level(revenue: int, cost: int) -> str | None:
    """The level of a line by the usual bounds, in whole numbers."""
    if not revenue:
        return "D" if cost else None
    margin = (revenue - cost) * 100
    return "A" if margin >= revenue * 30 else "B" if margin >= revenue * 20 else "C" if margin >= revenue * 10 else "D"
