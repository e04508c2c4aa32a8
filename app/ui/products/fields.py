"""The fields of a product, and the words of its tables."""

from collections.abc import Sequence
from decimal import Decimal

from app.domain.money import PERCENT_PLACES, PRICE_PLACES
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.product_form import Change, Point
from app.services.products_save import check_rate
from app.ui.caller.tables import Cell, Heading
from app.ui.kit.columns import decimals, written_price
from app.ui.kit.form import FormField

FIELDS = (
    FormField("name", N_("Name"), required=True, most=300, wide=True),
    FormField("code", N_("Code"), most=60, hint=N_("Empty: the next number")),
    FormField("category", N_("Category"), most=400, hint=N_("Textiles > Towels; new ones are made")),
    FormField("unit", N_("Unit"), most=20, hint=N_("pc, m, box")),
    FormField("tax_rate", N_("Tax rate %"), "number", required=True, places=PERCENT_PLACES, least=0,
              check=check_rate),
    FormField("barcode", N_("Barcode"), most=40),
    FormField("supplier_code", N_("Supplier code"), most=60),
    FormField("mark", N_("Mark"), "choice",
              choices=(("", N_("No mark")), ("promote", N_("Promote")), ("restrict", N_("Restrict")))),
    FormField("active", N_("Sold now"), "check"),
    FormField("availability", N_("Availability"), most=200, wide=True, hint=N_("Back on 3 May; 40 pc in the store")),
)  # fmt: skip
FIRST = (
    FormField(
        "price", N_("List price without tax"), "money", places=PRICE_PLACES, least=0, section=N_("From the start")
    ),
    FormField("cost", N_("Cost of one unit"), "money", places=PRICE_PLACES, least=0),
)
"""Asked once, of a product that is not there yet."""
NEW_VALUES = {"mark": "", "active": True}

PRICES = (
    Heading(N_("From")),
    Heading(N_("List price"), right=True, stretch=True),
    Heading(N_("Level")),
)
PRICES_MARGIN = (*PRICES, Heading(N_("Margin"), right=True))
COSTS = (Heading(N_("From")), Heading(N_("Cost"), right=True, stretch=True))
CHANGES = (Heading(N_("When")), Heading(N_("Who")), Heading(N_("What")), Heading(N_("Detail"), stretch=True))

ACTIONS = {
    "added": N_("Added"),
    "changed": N_("Changed"),
    "availability": N_("Availability"),
    "price set": N_("List price"),
    "price dropped": N_("Price taken away"),
    "cost set": N_("Cost"),
    "cost dropped": N_("Cost taken away"),
    "cost corrected": N_("Cost corrected"),
}


def points(
    found: Sequence[Point], say: Say, now: Point | None, *, level: bool, margin: bool = False
) -> list[tuple[object, Sequence[Cell]]]:
    """Prices or costs, newest first; the one that holds now stands out. A column has the same decimals in each row."""
    price = max((decimals(point.value) for point in found), default=0)
    share = max((decimals(point.margin) for point in found if point.margin is not None), default=0)
    rows: list[tuple[object, Sequence[Cell]]] = []
    for point in found:
        strong = point is now
        start = say.date(point.valid_from) if point.valid_from else say.text(N_("since ever"))
        cells = [Cell(start, strong=strong), Cell(written_price(point.value, say, price), strong=strong)]
        if level:
            cells.append(Cell(point.level or "–", strong=strong))
        if margin:
            cells.append(Cell(say.percent(point.margin, share), strong=strong))
        rows.append((point, cells))
    return rows


def changes(found: Sequence[Change], say: Say) -> list[tuple[object, Sequence[Cell]]]:
    """Who did what when, newest first."""
    return [
        (
            change,
            (
                Cell(say.moment(change.at)), Cell(change.by or "–"),
                Cell(say.text(ACTIONS.get(change.action, change.action))), Cell(change.detail),
            ),
        )
        for change in found
    ]  # fmt: skip


def percent(value: Decimal | None, say: Say) -> str:
    """A percentage with the decimals it has."""
    return say.percent(value, 0 if value is None else decimals(value))
