"""A salesperson's commission statement: the box, what is to pay, and every line that explains it."""

from decimal import Decimal
from pathlib import Path

from app.domain.amount_words import amount_in_words
from app.domain.commission_plan import Trigger
from app.domain.commission_statement import Statement, Summary
from app.domain.month import Month
from app.domain.papers import Printed
from app.domain.papers_commission import CommissionPaper
from app.domain.papers_profit import BY_HAND, Signature
from app.i18n import N_, Say
from app.reports.blocks import heading, letterhead, signatures, title
from app.reports.columns import Column
from app.reports.commission_frame import Binder, foot_of, state_words
from app.reports.commission_lines import draw_lines
from app.reports.compare import Words
from app.reports.fonts import Fonts
from app.reports.look import BODY, QUIET, SMALL, STRONG, Align, Style, Tone, Weight
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Row, Table, draw

__all__ = ["draw_statement", "render"]

_TRIGGERS = {
    Trigger.ORDER: N_("when the order is confirmed"),
    Trigger.INVOICE: N_("as the order is invoiced"),
    Trigger.PAYMENT: N_("as the customer pays"),
}
_LABELS = 96.0


def render(
    value: CommissionPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the statement to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    name = say.text(N_("Commission statement"))
    binder = Binder(foot_of(value, name, value.statement.month, say), say, paper, printed, fonts)
    draw_statement(binder, value, say)
    return binder.sheet.save(path)


def draw_statement(binder: Binder, value: CommissionPaper, say: Say) -> None:
    """One salesperson's part of a document."""
    one, sheet = value.statement, binder.sheet
    name, month = say.text(N_("Commission statement")), say.month(one.month)
    state = state_words(value.provisional, say)
    binder.begin(one.name, name, month, state if value.provisional else "")
    letterhead(sheet, value.company)
    title(sheet, name, month)
    if value.provisional:
        sheet.paragraph(state, Style(9.6, Weight.BOLD))
    _draw_facts(sheet, value, say)
    _draw_box(sheet, one, say)
    _draw_to_pay(sheet, one, say)
    draw_lines(sheet, one, say)
    people = [
        (say.text(N_("Salesperson")), Signature(one.name)),
        (say.text(N_("Prepared by")), BY_HAND),
        (say.text(N_("Approved by")), BY_HAND),
    ]
    signatures(sheet, say, people)


def _draw_facts(sheet: Sheet, value: CommissionPaper, say: Say) -> None:
    """Who, when, by which plan, how final."""
    one = value.statement
    period = say.text(N_("{first} to {last}"), first=say.date(one.month.first), last=say.date(one.month.last))
    plans = [
        say.text(N_("{plan}, valid from {day}"), plan=kept.plan, day=say.date(kept.valid_from)) for kept in one.versions
    ]
    closed = ""
    if value.closed_at is not None:
        closed = say.text(N_("{moment} by {name}"), moment=say.moment(value.closed_at), name=value.closed_by)
    facts = [
        (N_("Salesperson"), say.text(N_("{name} ({code})"), name=one.name, code=one.code)),
        (N_("Period"), period),
        (N_("Commission plan"), say.clauses(plans) or one.plan or say.text(N_("no plan"))),
        (N_("Payable"), say.text(_TRIGGERS[one.terms.trigger]) if one.terms else ""),
        (N_("Closed"), closed),
        (N_("Data check"), one.check_code),
    ]
    sheet.y += 4
    for label, text in facts:
        if not text:
            continue
        lines = sheet.setter.wrap(text, STRONG, sheet.width - _LABELS)
        sheet.fitted(sheet.left, sheet.y + BODY.leading, say.text(label), QUIET, room=_LABELS - 6)
        for line in lines:
            sheet.y += BODY.leading
            sheet.write(sheet.left + _LABELS, sheet.y, line, STRONG)
        sheet.y += 1.5
    sheet.y += 2


def _draw_box(sheet: Sheet, one: Statement, say: Say) -> None:
    """opening + earned − returned ± adjustments − paid = closing, of the month and of the year so far."""
    year = one.year or Summary()
    heading(sheet, say.text(N_("Summary")), say.text(N_("amounts in {currency}"), currency=say.currency_name))
    columns = [
        Column("", Align.LEFT, share=1.0),
        Column(say.month_year_short(one.month), weight=Weight.BOLD, strong_title=True),
        Column(Words(say).span(Month(one.month.year, 1), one.month), tone=Tone.TEXT),
    ]
    money = say.money
    rows = [
        (N_("Opening balance"), money(one.box.opening), money(year.opening)),
        (N_("+ Earned"), money(one.box.earned), money(year.earned)),
        (N_("− Returned"), money(one.box.clawed_back), money(year.clawed_back)),
        (N_("± Adjustments"), money(one.box.adjustments, sign=True), money(year.adjustments, sign=True)),
        (N_("− Paid"), money(one.box.paid), money(year.paid)),
    ]
    made = [Row([say.text(name), *figures]) for name, *figures in rows]
    closing: list[str | Cell] = [Cell(say.text(N_("= Closing balance"))), money(one.box.closing), money(year.closing)]
    draw(sheet, Table(columns, [Group(made)], total=Row(closing, kind=Kind.TOTAL), size=9.0))
    _draw_parts(sheet, one, year, say)


def _draw_parts(sheet: Sheet, one: Statement, year: Summary, say: Say) -> None:
    """What the figures of the box hold, and what is not in them yet."""
    texts, amount = [], say.money_with_currency
    if one.box.bands or year.bands:
        words = N_("Earned holds {month} from the steps of the month's total ({year} this year).")
        texts.append(say.text(words, month=amount(one.box.bands), year=amount(year.bands)))
    if one.box.over_cap or year.over_cap:
        words = N_("Over the cap and not paid: {month} ({year} this year).")
        texts.append(say.text(words, month=amount(one.box.over_cap), year=amount(year.over_cap)))
    if one.waiting:
        words = N_("Earned and not payable yet: {amount}.")
        texts.append(say.text(words, amount=amount(one.waiting)))
    if one.held:
        words = N_("Disputed and not paid until it is settled: {amount}.")
        texts.append(say.text(words, amount=amount(one.held)))
    sheet.y += 3
    for text in texts:
        sheet.paragraph(text, SMALL.sized(8.2))


def _draw_to_pay(sheet: Sheet, one: Statement, say: Say) -> None:
    """In figures and in words; below zero it is carried over."""
    amount = one.to_pay
    sheet.need(58)
    sheet.y += 6
    label, style = say.text(N_("To pay")), Style(13, Weight.BOLD)
    words = _in_words(amount, say)
    lines = sheet.setter.wrap(words, STRONG, sheet.width - 16)
    height = 24 + len(lines) * STRONG.leading + 4
    sheet.box(sheet.left, sheet.y, sheet.width, height, fill=Tone.SUBTLE)
    sheet.write(sheet.left + 8, sheet.y + 17, label, style)
    sheet.write(sheet.right - 8, sheet.y + 17, say.money_with_currency(amount), style, Align.RIGHT)
    sheet.y += 22
    for line in lines:
        sheet.y += STRONG.leading
        sheet.write(sheet.left + 8, sheet.y - 3, line, STRONG)
    sheet.y += 6
    if one.box.closing < 0:
        text = say.text(N_("{amount} is carried over to the next month."),
                        amount=say.money_with_currency(one.box.closing))  # fmt: skip
        sheet.paragraph(text, QUIET)


def _in_words(amount: Decimal, say: Say) -> str:
    words = amount_in_words(amount, say.currency, say.language, say.places)
    return words[:1].upper() + words[1:]
