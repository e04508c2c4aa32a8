"""Receipt for a payment."""

from pathlib import Path

from app.domain.money import ZERO
from app.domain.papers import Printed
from app.domain.papers_profit import Signature
from app.domain.papers_trade import ReceiptPaper
from app.domain.payment import method_words
from app.i18n import N_, Say
from app.reports.blocks import signatures
from app.reports.columns import Column
from app.reports.fonts import Fonts
from app.reports.letter import Letter, amounts_stack, customer_facts, open_letter, paragraphs
from app.reports.look import STRONG, Align, Weight
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["render"]


def render(
    value: ReceiptPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the paper to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    facts = [
        (say.text(N_("Date")), say.date(value.day)),
        *customer_facts(say, value.customer),
        (say.text(N_("Payment by")), say.text(method_words(value.method))),
        (say.text(N_("Reference")), value.reference),
    ]
    paid_back = value.amount < 0
    name = say.text(N_("Refund receipt")) if paid_back else say.text(N_("Receipt"))
    sheet = open_letter(Letter(name, value.number, value.company, value.customer, facts), say, paper, printed, fonts)
    amount = say.money_with_currency(abs(value.amount))
    text = N_("Paid back to {name}: {amount}") if paid_back else N_("Received from {name}: {amount}")
    paragraphs(sheet, [say.text(text, amount=amount, name=value.customer.name)], style=STRONG.sized(10.4))
    sheet.y += 8
    if value.allocations:
        _allocations(sheet, value, say)
    _rest(sheet, value, say)
    paragraphs(sheet, value.notes)
    signatures(sheet, say, [(say.text(N_("Received by")), Signature(value.received_by))])
    return sheet.save(path)


def _allocations(sheet: Sheet, value: ReceiptPaper, say: Say) -> None:
    columns = [
        Column(say.text(N_("Document")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Date")), Align.LEFT),
        Column(say.text(N_("Open before"))),
        Column(say.text(N_("This payment")), weight=Weight.BOLD),
        Column(say.text(N_("Still open"))),
    ]
    rows = [
        Row(
            [
                part.document,
                say.date(part.day),
                say.money(part.open_before),
                say.money(part.applied),
                say.money(part.open_after),
            ]
        )
        for part in value.allocations
    ]
    applied = sum((part.applied for part in value.allocations), ZERO)
    total = Row([Cell(say.text(N_("All"))), "", "", say.money(applied), ""], kind=Kind.SUM)
    draw(sheet, Table(columns, [Group(rows, total=total)], size=8.6))


def _rest(sheet: Sheet, value: ReceiptPaper, say: Say) -> None:
    rows: list[tuple[str, str, bool]] = []
    if value.unallocated:
        rows.append((say.text(N_("Not yet put against a document")), say.money(value.unallocated), False))
    if value.balance is not None:
        name = (
            say.text(N_("Your account is in credit by")) if value.balance < 0 else say.text(N_("Still to pay in all"))
        )
        rows.append((name, say.money_with_currency(abs(value.balance)), True))
    if rows:
        sheet.need(len(rows) * 16.0 + 12)
        sheet.y += 10
        amounts_stack(sheet, sheet.left + sheet.width * 0.4, rows)
