"""Delivery note."""

from decimal import Decimal
from pathlib import Path

from app.domain.money import QUANTITY_PLACES
from app.domain.papers import Printed
from app.domain.papers_profit import BY_HAND
from app.domain.papers_trade import DeliveryPaper
from app.i18n import N_, Say
from app.reports.blocks import signatures
from app.reports.columns import Column
from app.reports.fonts import Fonts
from app.reports.items import places_needed
from app.reports.letter import Letter, customer_facts, open_letter, paragraphs, place
from app.reports.look import Align, Tone, Weight
from app.reports.sheet import Sheet
from app.reports.table import Group, Row, Table, draw

__all__ = ["render"]


def render(
    value: DeliveryPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the paper to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    name = say.text(N_("Delivery note"))
    letter = Letter(name, value.number, value.company, value.customer, _facts(value, say))
    sheet = open_letter(letter, say, paper, printed, fonts)
    _lines(sheet, value, say)
    sheet.y += 4
    paragraphs(sheet, value.notes)
    people = [(say.text(N_("Handed over by")), BY_HAND), (say.text(N_("Received in good order")), BY_HAND)]
    signatures(sheet, say, people)
    return sheet.save(path)


def _facts(value: DeliveryPaper, say: Say) -> list[tuple[str, str]]:
    order = value.order_number
    if order and value.order_date:
        order = say.text(N_("{number} of {day}"), number=order, day=say.date(value.order_date))
    weight = value.weight_kg
    packages = "" if value.packages is None else say.number(Decimal(value.packages), 0)
    return [
        (say.text(N_("Date")), say.date(value.day)),
        *customer_facts(say, value.customer)[:1],
        (say.text(N_("Order")), order),
        (say.text(N_("Your reference")), value.reference),
        (say.text(N_("Carrier")), value.carrier),
        (say.text(N_("Tracking")), value.tracking),
        (say.text(N_("Packages")), packages),
        (say.text(N_("Weight in kg")), "" if weight is None else say.number(weight, places_needed([weight], 0, 3))),
        (say.text(N_("Deliver to")), place(say, value.deliver_to)),
    ]


def _lines(sheet: Sheet, value: DeliveryPaper, say: Say) -> None:
    lines = value.lines
    amounts = [amount for line in lines for amount in (line.ordered, line.delivered_before, line.delivered)]
    places = places_needed(amounts, 0, QUANTITY_PLACES)
    columns = [
        Column("#", tone=Tone.TEXT),
        Column(say.text(N_("Code")), Align.LEFT, tone=Tone.TEXT),
        Column(say.text(N_("Description")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Ordered"))),
        Column(say.text(N_("Delivered before"))),
        Column(say.text(N_("This delivery")), weight=Weight.BOLD),
        Column(say.text(N_("Still to come"))),
        Column("", Align.LEFT),
    ]
    rows = [
        Row(
            [
                str(number),
                line.code[:18],
                line.name,
                say.number(line.ordered, places),
                say.number(line.delivered_before, places),
                say.number(line.delivered, places),
                say.number(line.outstanding, places),
                line.unit,
            ],
            notes=(line.note,) if line.note else (),
        )
        for number, line in enumerate(lines, 1)
    ]
    draw(sheet, Table(columns, [Group(rows)], empty=say.text(N_("No lines.")), size=8.6, wrap=True))
