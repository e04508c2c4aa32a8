"""The team's commission of a month: one row per salesperson, totals, signatures."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from app.domain.money import ZERO
from app.domain.papers import Printed
from app.domain.papers_commission import TeamPaper, TeamRow
from app.domain.papers_profit import BY_HAND
from app.i18n import N_, Say
from app.reports.blocks import SIGNATURES, heading, letterhead, signatures, title
from app.reports.columns import Column
from app.reports.commission_frame import Binder, foot_of, state_words
from app.reports.fonts import Fonts
from app.reports.look import SMALL, Align, Style, Weight
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["draw_team", "render"]

_FIGURES: tuple[tuple[str, Callable[[TeamRow], Decimal]], ...] = (
    (N_("Base"), lambda row: row.base),
    (N_("Opening balance"), lambda row: row.box.opening),
    (N_("Earned"), lambda row: row.box.earned),
    (N_("Taken back"), lambda row: -row.box.clawed_back),
    (N_("Adjustments"), lambda row: row.box.adjustments),
    (N_("Paid"), lambda row: -row.box.paid),
    (N_("Closing balance"), lambda row: row.box.closing),
    (N_("Disputed"), lambda row: row.held),
    (N_("To pay"), lambda row: row.to_pay),
)


def render(
    value: TeamPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the page to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    name = say.text(N_("Commission of the team"))
    binder = Binder(foot_of(value, name, value.month, say), say, paper, printed, fonts)
    draw_team(binder, value, say)
    return binder.sheet.save(path)


def draw_team(binder: Binder, value: TeamPaper, say: Say) -> None:
    """The team's part of a document."""
    name, month, sheet = say.text(N_("Commission of the team")), say.month(value.month), binder.sheet
    state = state_words(value.provisional, say)
    binder.begin(name, month, state if value.provisional else "")
    letterhead(sheet, value.company)
    title(sheet, name, month)
    if value.provisional:
        sheet.paragraph(state, Style(9.6, Weight.BOLD))
    elif value.closed_at is not None:
        closed = say.text(N_("Closed {moment} by {name}."), moment=say.moment(value.closed_at), name=value.closed_by)
        sheet.paragraph(closed, SMALL)
    sheet.paragraph(say.text(N_("Amounts in {currency}."), currency=say.currency_name), SMALL)
    sheet.y += 6
    _draw_people(binder, value, say)
    _draw_beside(binder, value, say)
    signatures(sheet, say, [(say.text(N_("Prepared by")), BY_HAND), (say.text(N_("Approved by")), BY_HAND)])


def _draw_people(binder: Binder, value: TeamPaper, say: Say) -> None:
    columns = [Column(say.text(N_("Salesperson")), Align.LEFT, Weight.SEMIBOLD, share=1.0)]
    columns += [Column(say.text(text)) for text, _ in _FIGURES[:-1]]
    columns.append(Column(say.text(_FIGURES[-1][0]), weight=Weight.BOLD, strong_title=True))
    rows = []
    for one in value.rows:
        amounts = tuple(figure(one) for _, figure in _FIGURES)
        note = one.plan if one.plan else say.text(N_("no plan"))
        rows.append(Row([one.name, *map(say.money, amounts)], amounts, notes=(f"{one.code}  ·  {note}",)))
    totals = tuple(sum((row.adds[at] for row in rows), ZERO) for at in range(len(_FIGURES)))

    def carry(sums: tuple[Decimal, ...], forward: bool) -> Row:
        words = say.text(N_("Carried forward")) if forward else say.text(N_("Brought forward"))
        return Row([Cell(words), *map(say.money, sums)], kind=Kind.CARRY)

    total = Row([Cell(say.text(N_("All"))), *map(say.money, totals)], totals, kind=Kind.TOTAL)
    nothing = say.text(N_("Nobody earned commission in this month."))
    draw(
        binder.sheet,
        Table(columns, [Group(rows)], total=total, carry=carry, empty=nothing, size=8.2, wrap=True, below=SIGNATURES),
    )


def _draw_beside(binder: Binder, value: TeamPaper, say: Say) -> None:
    """What is not part of the balances: steps, cap, what waits; and the codes of the statements."""
    if not value.rows:
        return
    sheet = binder.sheet
    note = say.text(N_("steps and cap are part of what was earned; what waits is not payable yet"))
    heading(sheet, say.text(N_("For information")), note)
    columns = [
        Column(say.text(N_("Salesperson")), Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("From steps"))),
        Column(say.text(N_("Over the cap"))),
        Column(say.text(N_("Waits"))),
        Column(say.text(N_("Data check")), Align.LEFT),
    ]
    rows, sums = [], [ZERO, ZERO, ZERO]
    for one in value.rows:
        amounts = (one.box.bands, one.box.over_cap, one.waiting)
        sums = [total + more for total, more in zip(sums, amounts, strict=True)]
        rows.append(Row([one.name, *map(say.money, amounts), one.check_code or "–"]))
    total = Row([Cell(say.text(N_("All"))), *map(say.money, sums), value.check_code or "–"], kind=Kind.SUM)
    draw(sheet, Table(columns, [Group(rows, total=total)], size=8.2, below=SIGNATURES))
