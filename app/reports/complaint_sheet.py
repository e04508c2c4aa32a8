"""The sheet of one complaint: what was said, what was promised, what was done, and two signatures."""

from pathlib import Path

from app.domain.complaint_words import CHANNELS, SEVERITIES, STATES
from app.domain.money import ZERO
from app.domain.papers import Printed
from app.domain.papers_complaints import ComplaintSheet, Given, SheetEvent
from app.domain.papers_profit import BY_HAND
from app.i18n import N_, Say
from app.reports.blocks import continued, heading, signatures
from app.reports.columns import Column
from app.reports.complaint_words import EVENTS, OUTCOMES, named
from app.reports.fonts import Fonts
from app.reports.letter import Letter, customer_facts, open_letter, paragraphs
from app.reports.look import BODY, STRONG, Align, Tone, Weight
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Mark, Row, Table, draw

__all__ = ["render"]


def render(
    value: ComplaintSheet, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the sheet to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    name = say.text(N_("Complaint"))
    letter = Letter(name, value.number, value.company, value.customer, _facts(value, say))
    sheet = open_letter(letter, say, paper, printed, fonts)
    paragraphs(sheet, [value.subject], style=STRONG.sized(10.4))
    _timeline(sheet, value, say)
    _outcome(sheet, value, say)
    _satisfaction(sheet, value, say)
    people = [(say.text(N_("For the company")), BY_HAND), (say.text(N_("The customer")), BY_HAND)]
    signatures(sheet, say, people)
    return sheet.save(path)


def _facts(value: ComplaintSheet, say: Say) -> list[tuple[str, str]]:
    def moment(at: object) -> str:
        return say.moment(at) if at else ""  # type: ignore[arg-type]

    return [
        (say.text(N_("Received")), say.moment(value.opened_at)),
        *customer_facts(say, value.customer)[:1],
        (say.text(N_("Telephone")), value.phone),
        (say.text(N_("State")), say.text(named(STATES, value.status))),
        (say.text(N_("Channel")), say.text(named(CHANNELS, value.channel))),
        (say.text(N_("Cause")), value.cause),
        (say.text(N_("Severity")), say.text(named(SEVERITIES, value.severity))),
        (say.text(N_("Order")), value.order_number),
        (say.text(N_("Document")), value.document),
        (say.text(N_("Product")), value.product),
        (say.text(N_("Looked after by")), value.owner),
        (say.text(N_("First answer")), moment(value.first_response_at)),
        (say.text(N_("To be solved by")), "" if value.closed_at else moment(value.due_at)),
        (say.text(N_("Closed")), moment(value.closed_at)),
    ]


def _timeline(sheet: Sheet, value: ComplaintSheet, say: Say) -> None:
    title = say.text(N_("What was said and done"))
    heading(sheet, title)
    columns = [
        Column(say.text(N_("When")), Align.LEFT, tone=Tone.TEXT),
        Column(say.text(N_("What")), Align.LEFT, Weight.SEMIBOLD),
        Column("", Align.LEFT, share=1.0),
        Column(say.text(N_("By")), Align.LEFT, tone=Tone.TEXT),
    ]
    rows = [Row([say.moment(one.at), _kind(one, say), _words(one, say), one.by]) for one in value.events]
    empty = say.text(N_("Nothing was written down yet."))
    again = continued(sheet, say, title)
    draw(sheet, Table(columns, [Group(rows)] if rows else [], on_new_page=again, size=8.4, wrap=True, empty=empty))


def _kind(event: SheetEvent, say: Say) -> str:
    return say.text(named(EVENTS, event.kind))


def _words(event: SheetEvent, say: Say) -> str:
    parts = [event.words]
    if event.due_at is not None:
        parts.append(say.text(N_("until {moment}"), moment=say.moment(event.due_at)))
    if event.channel:
        parts.append(say.text(named(CHANNELS, event.channel)))
    return "  ·  ".join(part for part in parts if part)


def _outcome(sheet: Sheet, value: ComplaintSheet, say: Say) -> None:
    if not value.given and not value.solution:
        return
    heading(sheet, say.text(N_("Solution")))
    if value.solution:
        sheet.paragraph(value.solution, BODY)
    for one in value.given:
        sheet.paragraph(_given(one, say), STRONG)
        if one.reason:
            sheet.paragraph(one.reason, BODY)


def _given(one: Given, say: Say) -> str:
    kind = say.text(named(OUTCOMES, one.kind))
    parts = [kind if one.state == "executed" else say.text(N_("{what} (agreed, not carried out yet)"), what=kind)]
    if one.net != ZERO:
        amount = say.money_with_currency(one.net)
        parts.append(say.text(N_("{amount} without tax"), amount=amount))
    return "  ·  ".join([*parts, *one.documents])


def _satisfaction(sheet: Sheet, value: ComplaintSheet, say: Say) -> None:
    """What the customer said, or boxes to tick by hand."""
    heading(sheet, say.text(N_("How content are you with the solution?")), say.text(N_("1 = not at all, 5 = very")))
    if value.satisfaction is not None:
        sheet.paragraph(say.text(N_("{value} of 5"), value=value.satisfaction), STRONG)
        return
    boxes = [Cell(str(number), mark=Mark.TICK) for number in range(1, 6)]
    columns = [Column("", Align.LEFT) for _ in boxes] + [Column("", Align.LEFT, share=1.0)]
    draw(sheet, Table(columns, [Group([Row([*boxes, ""])])], head=False, size=10))
