"""List of receivables by age."""

from decimal import Decimal
from pathlib import Path

from app.domain.account import Ageing
from app.domain.papers import Printed
from app.domain.papers_receivables import Receivables
from app.i18n import N_, Say
from app.reports.blocks import letterhead, running_head, title
from app.reports.columns import Column
from app.reports.fonts import Fonts
from app.reports.look import SMALL, Align, Weight, paper_size
from app.reports.sheet import Running, Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["render"]


def render(
    value: Receivables, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the list to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    name, day = say.text(N_("Receivables")), say.date(value.as_of)
    sheet = Sheet(paper_size(paper), _running(value, name, day, say, printed), say, fonts)
    letterhead(sheet, value.company)
    title(sheet, name, say.text(N_("on {day}"), day=day))
    sheet.paragraph(say.text(N_("Amounts in {currency}, with tax."), currency=say.currency), SMALL)
    if value.selection:
        sheet.paragraph(say.text(N_("Only: {filter}"), filter=value.selection), SMALL)
    sheet.y += 6
    columns = [
        Column(say.text(N_("Code")), Align.LEFT),
        Column(say.text(N_("Customer")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("credits not used"))),
        Column(say.text(N_("not due"))),
        *(
            Column(say.text(N_("{first}–{last} days"), first=first, last=last))
            for first, last in ((1, 30), (31, 60), (61, 90))
        ),
        Column(say.text(N_("over {days} days"), days=90)),
        Column(say.text(N_("Balance")), weight=Weight.BOLD, strong_title=True),
    ]
    rows = [
        Row([line.code, line.name, *_money(line.ageing, say)], (*line.ageing.columns, line.ageing.balance))
        for line in value.lines
    ]

    def carry(sums: tuple[Decimal, ...], forward: bool) -> Row:
        words = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return Row([Cell(words), "", *(say.money(amount) for amount in sums)], kind=Kind.CARRY)

    total = Row([Cell(say.text(N_("All"))), "", *_money(value.total, say)], kind=Kind.TOTAL)
    nothing = say.text(N_("Nobody owes anything, and nobody has credit."))
    draw(sheet, Table(columns, [Group(rows)], total=total, carry=carry, empty=nothing, size=7.8))
    return sheet.save(path)


def _money(ageing: Ageing, say: Say) -> list[str]:
    return [say.money(amount) for amount in (*ageing.columns, ageing.balance)]


def _running(value: Receivables, name: str, day: str, say: Say, printed: Printed) -> Running:
    def head(sheet: Sheet) -> None:
        running_head(sheet, value.company.name, f"{name}  ·  {day}")

    return Running(
        title=f"{name} {day}",
        author=value.company.legal_name,
        foot=(
            value.company.legal_name,
            say.text(N_("Printed {moment} by {name}"), moment=say.moment(printed.at), name=printed.by),
        ),
        page_of=lambda page, total: say.text(N_("Page {page} of {total}"), page=page, total=total),
        head=head,
    )
