"""Order confirmation and quote."""

from pathlib import Path

from app.domain.papers import Printed
from app.domain.papers_trade import OrderKind, OrderPaper
from app.i18n import N_, Say
from app.reports.fonts import Fonts
from app.reports.items import draw_items, draw_totals
from app.reports.letter import Letter, bank, customer_facts, day, open_letter, paragraphs, place
from app.reports.look import STRONG
from app.reports.terms import terms_sentences

__all__ = ["render"]

_NAMES = {OrderKind.QUOTE: N_("Quote"), OrderKind.CONFIRMATION: N_("Order confirmation")}


def render(
    value: OrderPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the paper to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    facts = [
        (say.text(N_("Date")), say.date(value.day)),
        *customer_facts(say, value.customer),
        (say.text(N_("Your reference")), value.reference),
        (say.text(N_("Your contact")), value.salesperson),
        (say.text(N_("Valid until")), day(say, value.valid_until)),
        (say.text(N_("Delivery promised")), day(say, value.promised)),
        (say.text(N_("Delivery terms")), value.delivery_terms),
        (say.text(N_("Deliver to")), place(say, value.deliver_to)),
    ]
    letter = Letter(say.text(_NAMES[value.kind]), value.number, value.company, value.customer, facts)
    sheet = open_letter(letter, say, paper, printed, fonts)
    draw_items(sheet, say, value.lines, value.totals)
    draw_totals(sheet, say, value.totals, value.lines)
    if value.kind is OrderKind.QUOTE and value.valid_until is not None:
        text = say.text(N_("This quote is valid until {day}."), day=say.date(value.valid_until))
        paragraphs(sheet, [text], style=STRONG)
    paragraphs(sheet, [*terms_sentences(say, value.terms), *value.notes])
    bank(sheet, say, value.company)
    return sheet.save(path)
