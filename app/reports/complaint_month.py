"""The monthly complaint report: figures, 13 months, causes, products, owners, and what was late."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from app.domain.complaint_quality import Measure
from app.domain.money import ZERO
from app.domain.papers import Printed
from app.domain.papers_complaints import ComplaintMonth, Slice
from app.domain.papers_profit import BY_HAND
from app.i18n import N_, Say
from app.reports.blocks import continued, heading, letterhead, running_head, signatures, title
from app.reports.chart import Box, month_bars
from app.reports.columns import Column
from app.reports.compare import DASH, Words
from app.reports.complaint_charts import received_bars
from app.reports.complaint_figures import draw_figures
from app.reports.fonts import Fonts
from app.reports.look import Align, Style, Tone, Weight, paper_size
from app.reports.sheet import Running, Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["render"]

_CHART = 120.0


def render(
    value: ComplaintMonth, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the report to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    words = Words(say)
    sheet = Sheet(paper_size(paper), _running(value, say, printed), say, fonts)
    letterhead(sheet, value.company)
    title(sheet, say.text(N_("Complaints")), say.month(value.month))
    if not value.final:
        sheet.paragraph(say.text(N_("PROVISIONAL, the month is not over")), Style(9.6, Weight.BOLD))
    heading(sheet, say.text(N_("Quality")))
    draw_figures(sheet, value.figures, value.month, words)
    _months(sheet, value, say)
    _slices(sheet, value, say.text(N_("Causes")), say.text(N_("Cause")), value.causes, words)
    _slices(sheet, value, say.text(N_("Products")), say.text(N_("Product")), value.products, words)
    if value.owners:
        _slices(sheet, value, say.text(N_("Owners")), say.text(N_("Owner")), value.owners, words)
    _late(sheet, value, say)
    people = [(say.text(N_("Prepared")), BY_HAND), (say.text(N_("Checked")), BY_HAND)]
    signatures(sheet, say, people)
    return sheet.save(path)


def _running(value: ComplaintMonth, say: Say, printed: Printed) -> Running:
    name, month = say.text(N_("Complaints")), say.month(value.month)
    state = "" if value.final else say.text(N_("PROVISIONAL, the month is not over"))

    def head(sheet: Sheet) -> None:
        running_head(sheet, value.company.name, "  ·  ".join(part for part in (name, month, state) if part))

    return Running(
        title=f"{name} {month}",
        author=value.company.legal_name,
        foot=(
            state,
            say.text(N_("Printed {moment} by {name}"), moment=say.moment(printed.at), name=printed.by),
            say.text(N_("Confidential")),
        ),
        page_of=lambda page, total: say.text(N_("Page {page} of {total}"), page=page, total=total),
        head=head,
    )


def _months(sheet: Sheet, value: ComplaintMonth, say: Say) -> None:
    if not any((*value.opened, *value.opened_before)):
        return
    note = say.text(N_("in front = actual, behind = same month a year before"))
    heading(sheet, say.text(N_("Complaints received, month by month")), note, keep=_CHART)
    month_bars(sheet, Box(sheet.left, sheet.y, sheet.width, _CHART), received_bars(value, say), point=say.decimal_mark)
    sheet.y += _CHART


def _slices(
    sheet: Sheet, value: ComplaintMonth, name: str, column: str, rows: Sequence[Slice], words: Words
) -> None:  # fmt: skip
    say = words.say
    heading(sheet, name, say.text(N_("received in the month, most first")))
    columns = [
        Column(column, Align.LEFT, Weight.SEMIBOLD, share=1.0),
        Column(say.text(N_("Complaints")), weight=Weight.BOLD),
        Column(say.text(N_("Share"))),
        Column(say.text(N_("Up to here")), tone=Tone.TEXT),
        Column(say.text(N_("In time"))),
        Column(say.text(N_("Satisfaction"))),
    ]
    if value.with_cost:
        columns.append(Column(say.text(N_("Cost"))))
    unnamed = say.text(N_("not told"))
    made = [Row([Cell(one.name or unnamed), *_figures(one, value, words)]) for one in rows]
    total = None
    if made:
        opened = sum(one.tally.opened for one in rows)
        cost = [words.value(sum((one.tally.cost for one in rows), ZERO))] if value.with_cost else []
        total = Row([say.text(N_("All")), say.number(Decimal(opened), 0), "", "", "", "", *cost], kind=Kind.SUM)
    empty = say.text(N_("No complaints in this month."))
    groups = [Group(made, total=total)] if made else []
    draw(sheet, Table(columns, groups, on_new_page=continued(sheet, say, name), empty=empty))


def _figures(one: Slice, value: ComplaintMonth, words: Words) -> list[str]:
    say = words.say
    satisfied = one.tally.value(Measure.SATISFACTION)
    texts = [
        say.number(Decimal(one.tally.opened), 0), say.percent(one.share), say.percent(one.running),
        say.percent(one.tally.value(Measure.SOLVED_IN_TIME)),
        DASH if satisfied is None else say.number(satisfied, 2),
    ]  # fmt: skip
    return [*texts, words.value(one.tally.cost)] if value.with_cost else texts


def _late(sheet: Sheet, value: ComplaintMonth, say: Say) -> None:
    title = say.text(N_("Late"))
    heading(sheet, title, say.text(N_("the time for the solution ran out in this month")))
    columns = [
        Column(say.text(N_("Case")), Align.LEFT, Weight.SEMIBOLD),
        Column(say.text(N_("Customer")), Align.LEFT, share=0.4),
        Column(say.text(N_("What")), Align.LEFT, share=0.6),
        Column(say.text(N_("Owner")), Align.LEFT),
        Column(say.text(N_("Received")), Align.LEFT),
        Column(say.text(N_("Closed")), Align.LEFT),
    ]
    rows = [
        Row(
            [
                one.number, one.customer, one.subject, one.owner or DASH, say.moment(one.opened_at),
                say.moment(one.closed_at) if one.closed_at else DASH,
            ]
        )
        for one in value.late
    ]  # fmt: skip
    empty, again = say.text(N_("Nothing was late in this month.")), continued(sheet, say, title)
    draw(sheet, Table(columns, [Group(rows)] if rows else [], on_new_page=again, empty=empty))
