"""Statement of account."""

import itertools
from decimal import Decimal
from pathlib import Path

from app.domain.money import ZERO
from app.domain.papers import Printed
from app.domain.papers_account import BUCKETS, EntryKind, Statement
from app.domain.payment import METHODS
from app.i18n import N_, Say
from app.reports.blocks import continued, heading
from app.reports.columns import Column
from app.reports.fonts import Fonts
from app.reports.letter import Letter, bank, customer_facts, open_letter, paragraphs
from app.reports.look import SMALL, STRONG, Align, Tone, Weight
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["render"]

_KINDS = {
    EntryKind.INVOICE: N_("Invoice"),
    EntryKind.CREDIT_NOTE: N_("Credit note"),
    EntryKind.PAYMENT: N_("Payment"),
    EntryKind.REFUND: N_("Refund"),
    EntryKind.ADJUSTMENT: N_("Adjustment"),
}


def render(
    value: Statement, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the statement to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    limit = "" if value.credit_limit is None else say.money_with_currency(value.credit_limit)
    facts = [
        (say.text(N_("From")), say.date(value.first)),
        (say.text(N_("To")), say.date(value.last)),
        *customer_facts(say, value.customer),
        (say.text(N_("Credit limit")), limit),
    ]
    name = say.text(N_("Statement of account"))
    sheet = open_letter(Letter(name, value.number, value.company, value.customer, facts), say, paper, printed, fonts)
    amount = say.money_with_currency(abs(value.closing))
    text = N_("Your account is in credit by {amount}.") if value.closing < 0 else N_("Balance to pay: {amount}.")
    paragraphs(sheet, [say.text(text, amount=amount)], style=STRONG.sized(10.4))
    sheet.paragraph(say.text(N_("Amounts in {currency}, with tax."), currency=say.currency), SMALL)
    _Entries(sheet, value, say).draw()
    _ageing(sheet, value, say)
    _open_items(sheet, value, say)
    paragraphs(sheet, value.notes)
    bank(sheet, say, value.company)
    return sheet.save(path)


class _Entries:
    """All movements; what is carried from page to page is debit, credit and with them the balance."""

    def __init__(self, sheet: Sheet, value: Statement, say: Say) -> None:
        self.sheet, self.value, self.say = sheet, value, say

    def draw(self) -> None:
        value, say = self.value, self.say
        columns = [
            Column(say.text(N_("Date")), Align.LEFT),
            Column(say.text(N_("What")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
            Column(say.text(N_("Due")), Align.LEFT, tone=Tone.TEXT),
            Column(say.text(N_("Debit"))),
            Column(say.text(N_("Credit"))),
            Column(say.text(N_("Balance")), weight=Weight.BOLD),
        ]
        opening = say.text(N_("Balance before {day}"), day=say.date(value.first))
        rows = [Row(["", opening, "", "", "", say.money(value.opening)])]
        for entry, balance in zip(value.entries, value.balances, strict=True):
            kind = say.text(_KINDS[entry.kind])
            note = say.text(METHODS[entry.note]) if entry.note in METHODS else entry.note
            cells: list[str | Cell] = [
                say.date(entry.day),
                Cell(say.text(N_("{kind} {document}"), kind=kind, document=entry.document), note),
                say.date(entry.due) if entry.due else "",
                say.money(entry.debit) if entry.debit else "",
                say.money(entry.credit) if entry.credit else "",
                say.money(balance),
            ]
            rows.append(Row(cells, (entry.debit, entry.credit)))
        debit = sum((entry.debit for entry in value.entries), ZERO)
        credit = sum((entry.credit for entry in value.entries), ZERO)
        last = self._sum(say.text(N_("Balance on {day}"), day=say.date(value.last)), (debit, credit), Kind.TOTAL)
        draw(self.sheet, Table(columns, [Group(rows)], total=last, carry=self._carry))

    def _sum(self, name: str, sums: tuple[Decimal, ...], kind: Kind) -> Row:
        debit, credit = sums
        balance = self.value.opening + debit - credit
        money = self.say.money
        return Row([Cell(name), "", "", money(debit), money(credit), money(balance)], kind=kind)

    def _carry(self, sums: tuple[Decimal, ...], forward: bool) -> Row:
        say = self.say
        name = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return self._sum(name, sums, Kind.CARRY)


def _ageing(sheet: Sheet, value: Statement, say: Say) -> None:
    """What is open by days overdue; together with credits not yet used it is the balance."""
    heading(sheet, say.text(N_("Open by days overdue")), say.text(N_("on {day}"), day=say.date(value.last)))
    bounds = [0, *BUCKETS[1:]]
    titles = [say.text(N_("not due"))]
    titles += [
        say.text(N_("{first}–{last} days"), first=low + 1, last=high) for low, high in itertools.pairwise(bounds)
    ]
    titles += [
        say.text(N_("over {days} days"), days=bounds[-1]),
        say.text(N_("credits not used")),
        say.text(N_("Balance")),
    ]
    amounts = [*value.ageing, -value.unallocated]
    cells = [say.money(amount) for amount in [*amounts, sum(amounts, ZERO)]]
    columns = [Column(title) for title in titles[:-1]] + [Column(titles[-1], weight=Weight.BOLD, strong_title=True)]
    draw(sheet, Table(columns, [Group([Row(cells)])]))


def _open_items(sheet: Sheet, value: Statement, say: Say) -> None:
    if not value.open_items:
        return
    title = say.text(N_("Open documents"))
    heading(sheet, title)
    columns = [
        Column(say.text(N_("Document")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Date")), Align.LEFT),
        Column(say.text(N_("Due")), Align.LEFT),
        Column(say.text(N_("Days overdue"))),
        Column(say.text(N_("Amount"))),
        Column(say.text(N_("Open")), weight=Weight.BOLD),
    ]
    rows = []
    for item in value.open_items:
        days = item.days_overdue(value.last)
        rows.append(
            Row(
                [
                    item.document,
                    say.date(item.day),
                    say.date(item.due) if item.due else "–",
                    say.number(Decimal(days), 0) if days > 0 else "",
                    say.money(item.amount),
                    say.money(item.open),
                ],
                (item.open,),
            )
        )
    total = sum((item.open for item in value.open_items), ZERO)

    def carry(sums: tuple[Decimal, ...], forward: bool) -> Row:
        name = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return Row([Cell(name), "", "", "", "", say.money(sums[0])], kind=Kind.CARRY)

    last = Row([Cell(say.text(N_("All"))), "", "", "", "", say.money(total)], kind=Kind.SUM)
    draw(sheet, Table(columns, [Group(rows, total=last)], carry=carry, on_new_page=continued(sheet, say, title)))
