"""Invoice and credit note."""

from pathlib import Path

from app.domain.papers import Printed
from app.domain.papers_trade import InvoiceKind, InvoicePaper
from app.i18n import N_, Say
from app.reports.fonts import Fonts
from app.reports.items import draw_items, draw_totals
from app.reports.letter import Letter, bank, customer_facts, day, open_letter, paragraphs, place
from app.reports.look import STRONG
from app.reports.sheet import Sheet
from app.reports.terms import terms_sentences

__all__ = ["render"]

_NAMES = {InvoiceKind.INVOICE: N_("Invoice"), InvoiceKind.CREDIT_NOTE: N_("Credit note")}


def render(
    value: InvoicePaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the paper to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    letter = Letter(
        say.text(_NAMES[value.kind]),
        value.number,
        value.company,
        value.customer,
        _facts(value, say),
        say.text(N_("DRAFT, not valid")) if value.draft else "",
    )
    sheet = open_letter(letter, say, paper, printed, fonts)
    if value.kind is InvoiceKind.CREDIT_NOTE:
        _correction(sheet, value, say)
    draw_items(sheet, say, value.lines, value.totals)
    draw_totals(sheet, say, value.totals, value.lines, _paid(value, say))
    if value.kind is InvoiceKind.INVOICE:
        _ask(sheet, value, say)
    else:
        paragraphs(sheet, [say.text(N_("The amount is credited to your account."))], style=STRONG)
    paragraphs(sheet, value.notes)
    return sheet.save(path)


def _facts(value: InvoicePaper, say: Say) -> list[tuple[str, str]]:
    return [
        (say.text(N_("Date")), say.date(value.day)),
        (say.text(N_("Date of supply")), say.date(value.supplied or value.day)),
        (say.text(N_("Due")), day(say, value.terms.due)),
        *customer_facts(say, value.customer),
        (say.text(N_("Order")), value.order_number),
        (say.text(N_("Delivery note")), value.delivery_number),
        (say.text(N_("Your reference")), value.reference),
        (say.text(N_("Your contact")), value.salesperson),
        (say.text(N_("Delivered to")), place(say, value.deliver_to)),
    ]


def _correction(sheet: Sheet, value: InvoicePaper, say: Say) -> None:
    if value.corrects and value.corrects_date:
        text = say.text(
            N_("Credit for invoice {number} of {day}."), number=value.corrects, day=say.date(value.corrects_date)
        )
        paragraphs(sheet, [text], style=STRONG)
    elif value.corrects:
        paragraphs(sheet, [say.text(N_("Credit for invoice {number}."), number=value.corrects)], style=STRONG)
    if value.reason:
        paragraphs(sheet, [say.text(N_("Reason: {reason}"), reason=value.reason)])


def _paid(value: InvoicePaper, say: Say) -> list[tuple[str, str, bool]]:
    if not value.paid:
        return []
    return [
        (say.text(N_("Already paid")), say.money(-value.paid), False),
        (say.text(N_("Still to pay")), say.money_with_currency(value.open), True),
    ]


def _ask(sheet: Sheet, value: InvoicePaper, say: Say) -> None:
    """Until when to pay how much, and how."""
    amount = say.money_with_currency(value.open)
    if value.open <= 0:
        text = say.text(N_("Paid in full. Thank you."))
    elif value.terms.due is None:
        text = say.text(N_("Please pay {amount}."), amount=amount)
    else:
        text = say.text(N_("Please pay {amount} by {day}."), amount=amount, day=say.date(value.terms.due))
    sheet.need(60)
    paragraphs(sheet, [text], style=STRONG.sized(9.6))
    paragraphs(sheet, terms_sentences(say, value.terms))
    bank(sheet, say, value.company)
