"""One line of an order while it is typed: what is right goes into the draft, what is wrong stays as it was written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from app.domain.money import HUNDRED, PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, ZERO, line_amount, percent_of
from app.domain.order import DraftLine
from app.domain.refusal import N_, Mistake, Refusal
from app.domain.typed import Reading, read_number
from app.queries.commission_expected import ExpectedLine
from app.queries.ordering import StoredLine
from app.queries.products import Offer

ONE = Decimal(1)
MOST = Decimal(1_000_000)
# what nobody sells in parts, as it is written in the three languages
WHOLE_UNITS = frozenset(
    """each ea pc pcs piece pieces pair pairs set sets box boxes bottle can pack ud uds unidad unidades pieza piezas par
    pares juego juegos caja cajas botella lata paquete 个 件 只 套 盒 箱 瓶 包 张 把 台 双 条""".split()  # noqa: SIM905
)
FIELDS = ("product", "quantity", "price", "discount")


@dataclass(slots=True)
class Line:
    """A line; ``wrong`` keeps what was typed and why it cannot be, per field. Prices per unit without tax."""

    offer: Offer | None = None
    quantity: Decimal = ONE
    price: Decimal | None = None
    discount: Decimal = ZERO
    wrong: dict[str, tuple[str, Refusal]] = field(default_factory=dict)
    level: str | None = None
    below: bool = False
    commission: ExpectedLine | None = None
    """What it is expected to bring, for who may know."""
    net: Decimal | None = None
    """What was booked, for lines of stored orders."""

    @property
    def blank(self) -> bool:
        """Nothing was written here."""
        return self.offer is None and not self.wrong

    @property
    def ready(self) -> bool:
        """Whether it can go into the order."""
        return self.offer is not None and self.price is not None and not self.wrong

    def take(self, offer: Offer, today: date) -> None:
        """Another product, at the price that was promised, else at the list's."""
        self.offer = offer
        self.level, self.below = offer.level, False
        self.wrong.pop("product", None)
        self.wrong.pop("price", None)
        promised = offer.told is not None and offer.told.holds(today)
        self.price = offer.told.price if offer.told is not None and promised else offer.list_price
        if self.price is None:
            self.wrong["price"] = ("", Mistake(N_("This product has no list price; write one.")))

    def take_told(self) -> bool:
        """The price that was told last, whether it still holds or not; false where none was told."""
        if self.offer is None or self.offer.told is None:
            return False
        self.price, self.discount = self.offer.told.price, ZERO
        self.wrong.pop("price", None)
        self.wrong.pop("discount", None)
        return True

    def broken_promise(self, today: date) -> bool:
        """Whether a price that was told and still holds is lower than what the customer would pay now."""
        return bool(
            self.offer and self.offer.told and self.offer.told.holds(today) and self.price is not None
            and line_amount(ONE, self.price, self.discount, PRICE_PLACES) != self.offer.told.price
        )  # fmt: skip

    def promised(self, today: date) -> bool:
        """Whether the price is one that was told and still holds."""
        told = self.offer.told if self.offer else None
        return told is not None and told.holds(today) and self.price == told.price and not self.discount

    def given(self, today: date) -> Decimal:
        """The discount in percent against the list price; none for a promise that is kept, nor without a list price."""
        if self.offer is None or self.price is None or self.promised(today):
            return ZERO
        asked = self.offer.list_price
        if not asked:
            return self.discount
        paid = line_amount(ONE, self.price, self.discount, PRICE_PLACES)
        return max(self.discount, percent_of(asked - paid, asked) or ZERO)

    def amount(self, places: int) -> Decimal | None:
        """Quantity x price less discount; ``None`` while something is missing."""
        if self.net is not None:
            return self.net
        if not self.ready or self.price is None:
            return None
        return line_amount(self.quantity, self.price, self.discount, places)

    def draft_line(self) -> DraftLine:
        """For the order; only where ``ready``."""
        assert self.offer is not None
        assert self.price is not None
        return DraftLine(
            self.offer.id, self.quantity, self.price, self.discount, self.offer.tax_rate, self.offer.list_price,
            self.offer.name, self.offer.unit,
        )  # fmt: skip

    def write(self, name: str, text: str, mark: str, places: int) -> Reading | None:
        """Read what was typed into a field; what cannot be is kept with its reason. ``None`` where it was wrong."""
        try:
            reading = read_field(name, text, self, mark, places)
        except Mistake as mistake:
            self.wrong[name] = (text, mistake)
            return None
        self.wrong.pop(name, None)
        setattr(self, name, reading.value)
        return reading


def read_field(name: str, text: str, line: Line, mark: str, places: int) -> Reading:
    """Quantity, price or discount as typed; raises ``Mistake`` and says what would be right."""
    if name == "quantity":
        return _quantity(text, line.offer.unit if line.offer else "", mark)
    if name == "price":
        found = read_number(text, mark=mark, usual=places, places=PRICE_PLACES)
        if found.value < 0:
            raise Mistake(N_("A price cannot be below zero; goods that come back are a return."))
        return found
    found = read_number(text or "0", mark=mark, usual=PERCENT_PLACES, places=PERCENT_PLACES)
    if not ZERO <= found.value <= HUNDRED:
        raise Mistake(N_("A discount is at most 100 %; write 0 to 100."))
    return found


def _quantity(text: str, unit: str, mark: str) -> Reading:
    whole = unit.strip().casefold() in WHOLE_UNITS
    found = read_number(text, mark=mark, usual=0 if whole else QUANTITY_PLACES, places=QUANTITY_PLACES)
    if found.value <= 0:
        raise Mistake(N_("Write a quantity above zero; goods that come back are a return."))
    if found.value >= MOST:
        raise Mistake(N_("Nobody orders so many; write less than a million."))
    check_whole(found.value, unit)
    return found


def check_whole(quantity: Decimal, unit: str) -> None:
    """Raises ``Mistake`` for a part of something that is sold whole."""
    if unit.strip().casefold() in WHOLE_UNITS and quantity != quantity.to_integral_value():
        low = int(quantity)
        raise Mistake(N_("This is sold whole, by {unit}: write {low} or {high}."), unit=unit, low=low, high=low + 1)


def to_plain(line: Line) -> dict[str, Any]:
    """As it is kept in a draft file."""
    return {
        "product": line.offer.id if line.offer else None,
        "quantity": str(line.quantity), "price": None if line.price is None else str(line.price),
        "discount": str(line.discount), "wrong": {name: text for name, (text, _) in line.wrong.items()},
    }  # fmt: skip


def from_plain(plain: Mapping[str, Any], offers: Mapping[int, Offer], mark: str, places: int) -> Line:
    """A line of a draft file as it was left; what was wrong is read again, and says again why."""
    line = Line(offers.get(plain["product"]) if plain.get("product") is not None else None)
    line.quantity, line.discount = Decimal(plain["quantity"]), Decimal(plain["discount"])
    line.price = None if plain.get("price") is None else Decimal(plain["price"])
    line.level = line.offer.level if line.offer else None
    if plain.get("product") is not None and line.offer is None:
        line.wrong["product"] = ("", Mistake(N_("This product is not there any more; choose another.")))
    for name, text in dict(plain.get("wrong", {})).items():
        if name == "product":
            line.wrong[name] = (str(text), no_product(str(text)))
        elif name in FIELDS:
            line.write(name, str(text), mark, places)
    return line


def of_stored(stored: StoredLine) -> Line:
    """A line of a stored order, to be looked at."""
    offer = Offer(
        stored.product_id, stored.code, stored.name, stored.unit, stored.tax_rate, "", True, stored.list_price,
        stored.level,
    )  # fmt: skip
    return Line(
        offer, stored.quantity, stored.unit_price, stored.discount_percent, level=stored.level, net=stored.before
    )


def no_product(text: str) -> Refusal:
    """Why a text in the product's cell cannot stay."""
    return Mistake(N_("No product ‘{text}’. Search again, or press F4 for the catalogue."), text=text.strip()[:40])
