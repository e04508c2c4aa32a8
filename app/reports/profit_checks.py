"""Page five: what needs an answer, whether the figures agree, how they are made, and who signs."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from app.domain.money import ZERO
from app.domain.papers_exceptions import CostlyComplaint, HighDiscount, NegativeOrder, Overdue, WinBack
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.i18n import N_
from app.reports.blocks import SIGNATURES, continued, heading, signatures
from app.reports.columns import Column
from app.reports.compare import DASH, Words
from app.reports.look import QUIET, Align, Style, Weight
from app.reports.profit_words import RECOGNITION
from app.reports.sheet import Sheet
from app.reports.table import Cell, Group, Kind, Mark, Row, Table, draw

__all__ = ["draw_adjustments", "draw_checks", "draw_exceptions", "draw_method", "draw_signatures"]

_SIZE = 8.2
_AND = "  ·  "
MOST_PRINTED = 12
"""So many rows of each kind are printed; who signs reads no more, and the last row says how many there are beyond."""


def draw_exceptions(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Each row with a box to tick and a responsible name."""
    say, found, limits = words.say, report.exceptions, report.limits
    title = say.text(N_("Exceptions"))
    heading(sheet, title, say.text(N_("everything here needs a yes, a no or a name")))
    month, before = words.month(report.month, report.month), words.month(report.previous, report.month)
    cost = words.money(limits.complaint_cost)
    sections: Sequence[tuple[str, Sequence[Any], Callable[[Any, Words], list[str]]]] = (
        (say.text(N_("Orders with a negative contribution")), found.negative_orders, _negative),
        (say.text(N_("Discounts above the limit of the salesperson")), found.discounts, _discount),
        (
            say.text(N_("Customers to win back: orders in {before}, none in {month}"), before=before, month=month),
            found.win_back,
            _win_back,
        ),
        (say.text(N_("Complaints that cost more than {amount}"), amount=cost), found.complaints, _complaint),
        (
            say.text(N_("Overdue more than {days} days at month end"), days=limits.overdue_days),
            found.overdue,
            _overdue,
        ),
    )
    name_style = Style(_SIZE, Weight.SEMIBOLD)
    groups = [Group([*_printed(sheet, name_style, rows, make, words)], title) for title, rows, make in sections if rows]
    columns = [
        Column("", Align.LEFT, Weight.SEMIBOLD),
        Column("", Align.LEFT, share=1.0),
        Column("", Align.LEFT),
        Column("", weight=Weight.BOLD),
    ]
    empty = say.text(N_("No exceptions in this month."))
    again = continued(sheet, say, title)
    draw(sheet, Table(columns, groups, on_new_page=again, head=False, size=_SIZE, wrap=True, empty=empty))


def _printed(
    sheet: Sheet, style: Style, rows: Sequence[Any], make: Callable[[Any, Words], list[str]], words: Words
) -> Iterable[Row]:
    """The first rows of a list, and how many more there are."""
    for one in rows[:MOST_PRINTED]:
        yield _exception(sheet, style, make(one, words))
    if len(rows) > MOST_PRINTED:
        more = words.say.plural("and {count} more", "and {count} more", len(rows) - MOST_PRINTED)
        yield Row([more, "", "", ""])


def _exception(sheet: Sheet, style: Style, texts: list[str]) -> Row:
    """[document, customer, why, who, amount] as a row; names are shortened, reasons never."""
    document, customer, why, who, amount = texts
    name = "  ".join(part for part in (document, customer) if part)
    return Row(
        [
            Cell(sheet.elide(name, style, sheet.width * 0.31), mark=Mark.TICK),
            why or DASH,
            sheet.elide(who, Style(_SIZE), sheet.width * 0.17) or "................",
            amount,
        ]
    )


def _joined(parts: Iterable[str]) -> str:
    return _AND.join(part for part in parts if part)


def _negative(one: NegativeOrder, words: Words) -> list[str]:
    say = words.say
    why = [
        say.text(N_("{percent} discount"), percent=say.percent(one.discount, 0)) if one.discount else "",
        say.text(N_("returns of {amount}"), amount=words.money(one.returned)) if one.returned else "",
        say.text(N_("delivery {amount}"), amount=words.money(one.freight, sign=True)) if one.freight else "",
        one.note,
    ]
    return [one.document, one.customer, _joined(why), one.responsible, words.money(one.contribution)]


def _discount(one: HighDiscount, words: Words) -> list[str]:
    say = words.say
    given, limit = say.percent(one.given, 0), say.percent(one.limit, 0)
    if not one.approved_by:
        why = say.text(N_("{given} given, limit {limit}, approval missing"), given=given, limit=limit)
    elif one.approved_on is None:
        text = N_("{given} given, limit {limit}, approved by {name}")
        why = say.text(text, given=given, limit=limit, name=one.approved_by)
    else:
        text = N_("{given} given, limit {limit}, approved by {name} on {day}")
        why = say.text(text, given=given, limit=limit, name=one.approved_by, day=say.date(one.approved_on))
    return [one.document, one.customer, why, one.responsible, words.money(one.amount)]


def _win_back(one: WinBack, words: Words) -> list[str]:
    say = words.say
    why = [
        say.text(N_("last order {day}"), day=say.date(one.last_order)) if one.last_order else "",
        say.text(N_("last contact {day}"), day=say.date(one.last_contact)) if one.last_contact else "",
        one.note,
    ]
    return ["", one.customer, _joined(why), one.responsible, words.money(one.change)]


def _complaint(one: CostlyComplaint, words: Words) -> list[str]:
    say = words.say
    solved = (
        say.text(N_("still open"))
        if one.days is None
        else say.plural("{count} day to solve", "{count} days to solve", one.days)
    )
    asked = say.text(N_("satisfaction {mark} of 5"), mark=one.satisfaction) if one.satisfaction is not None else ""
    why = _joined([one.subject, solved, asked])
    return [one.document, one.customer, why, one.responsible, words.money(one.cost)]


def _overdue(one: Overdue, words: Words) -> list[str]:
    why = words.say.plural(
        "invoice {document}, {count} day", "invoice {document}, {count} days", one.days, document=one.document
    )
    return ["", one.customer, why, one.responsible, words.money(one.open)]


def draw_adjustments(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Facts of closed months that count in this one; nothing when there are none."""
    if not report.adjustments:
        return
    say = words.say
    title = say.text(N_("Adjustments belonging to closed months"))
    heading(
        sheet,
        title,
        say.text(N_("counted in {month}, {currency}"), month=words.month(report.month), currency=say.currency_name),
    )
    columns = [
        Column(say.text(N_("Belongs to")), Align.LEFT),
        Column(say.text(N_("Reason")), Align.LEFT, share=1.0),
        Column(say.text(N_("Document")), Align.LEFT),
        Column(say.text(N_("Customer")), Align.LEFT),
        Column(say.text(N_("Contribution")), weight=Weight.BOLD),
    ]
    rows = [
        Row(
            [
                say.month(one.belongs_to),
                one.reason or DASH,
                sheet.elide(one.document, Style(_SIZE), 90),
                sheet.elide(one.customer, Style(_SIZE), sheet.width * 0.24),
                say.money(one.amount, sign=True),
            ]
        )
        for one in report.adjustments
    ]
    total = sum((one.amount for one in report.adjustments), ZERO)
    whole = Row([Cell(say.text(N_("All"))), "", "", "", say.money(total, sign=True)], kind=Kind.SUM)
    again = continued(sheet, say, title)
    draw(sheet, Table(columns, [Group(rows, total=whole)], on_new_page=again, size=_SIZE, wrap=True))


def draw_checks(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Sums that come from different places and must be equal, to the cent."""
    say = words.say
    entries, figures = report.entries, report.figures
    heading(sheet, say.text(N_("Check of the figures")))
    parts = [
        [row.contribution for row in report.customers],
        [row.contribution for row in report.levels],
        [row.contribution for row in report.salespeople],
    ]
    ladder = [step.amounts.now or ZERO for step in report.ladder]
    rows = [
        _equal(words, N_("Revenue: this report = entries"), [figures.revenue.now, entries.revenue]),
        _equal(words, N_("Contribution: this report = entries"), [figures.contribution.now, entries.contribution]),
        _equal(words, N_("Sum of customers = of levels = of salespeople"), [sum(part, ZERO) for part in parts]),
        _equal(words, N_("Ladder = contribution"), [sum(ladder, ZERO), figures.contribution.now]),
    ]
    if report.bridge is not None:
        rows.append(_equal(words, N_("Bridge = contribution"), [report.bridge.end, figures.contribution.now]))
    rows += [_costs(report, words), _period(report, words)]
    columns = [
        Column("", Align.LEFT),
        Column("", Align.LEFT, share=1.0),
        Column("", weight=Weight.BOLD),
    ]
    draw(sheet, Table(columns, [Group(rows)], head=False, size=_SIZE, wrap=True))


def _equal(words: Words, name: str, values: Sequence[Decimal | None]) -> Row:
    say = words.say
    known = [value for value in values if value is not None]
    if len(known) < len(values):
        return Row([say.text(name), DASH, say.text(N_("not known"))])
    difference = max(known) - min(known)
    text = N_("difference {amount}") if not difference else N_("DIFFERENCE {amount}")
    shown = "  =  ".join(words.say.money_with_currency(value) for value in known)
    return Row([say.text(name), shown, say.text(text, amount=say.money(difference))])


def _costs(report: ProfitMonth, words: Words) -> Row:
    say = words.say
    missing, orders = report.entries.orders_without_cost, report.entries.orders
    count = say.text(
        N_("{missing} of {orders}"),
        missing=say.number(Decimal(missing), 0),
        orders=say.number(Decimal(orders), 0),
    )
    verdict = say.text(N_("INCOMPLETE")) if missing else say.text(N_("complete"))
    return Row([say.text(N_("Orders without a cost price")), count, verdict])


def _period(report: ProfitMonth, words: Words) -> Row:
    say = words.say
    name = say.text(N_("Period"))
    if report.state is PeriodState.PROVISIONAL:
        text = say.text(N_("the month is not closed; figures may still change"))
        return Row([name, text, say.text(N_("PROVISIONAL"))])
    following = words.month(report.month.plus(1))
    if report.closed_at is None:
        text = say.text(N_("closed; later changes are booked from {month} on"), month=following)
    else:
        text = say.text(
            N_("closed {moment}; later changes are booked from {month} on"),
            moment=say.moment(report.closed_at),
            month=following,
        )
    if report.revision > 1 and report.reopened_because:
        again = N_("Revision {number}: {reason}")
        text += _AND + say.text(again, number=report.revision, reason=report.reopened_because)
    return Row([name, text, say.text(N_("locked"))])


def draw_method(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """How the figures are made, in words."""
    say = words.say
    limits = report.limits
    bounds = [say.percent(bound, 0) for bound in (*limits.tiers, ZERO, ZERO)[:2]]
    parts = [
        N_(
            "Contribution = revenue without tax − cost of goods + delivery billed − delivery paid − returns "
            "− complaint costs."
        ),
        RECOGNITION[report.recognition],
        N_("The cost of goods is the cost known when the order was confirmed."),
        N_("Returns and complaints count in the month in which they happen."),
        N_("Commission and overheads such as rent and salaries are not deducted."),
        N_("Margin = contribution ÷ revenue."),
        N_("A percentage is left out when its base is below 100 or the sign changes."),
        N_("Amounts are printed in whole units of the currency; all sums are made of exact amounts."),
    ]
    tiers = N_(
        "The tier of a year uses the contribution of the year before and does not change during the year: customers "
        "before the first {a} of it are A, before {b} B, the others C, without profit N."
    )
    text = say.sentences([*map(say.text, parts), say.text(tiers, a=bounds[0], b=bounds[1])])
    style = QUIET.sized(8.2)
    # on one page with the signatures: who signs has read it
    lines = len(sheet.setter.wrap(text, style, sheet.width))
    heading(sheet, say.text(N_("How the figures are made")), keep=lines * style.leading + SIGNATURES)
    sheet.paragraph(text, style)


def draw_signatures(sheet: Sheet, report: ProfitMonth, words: Words) -> None:
    """Prepared, checked, approved."""
    say = words.say
    people = [
        (say.text(N_("Prepared by")), report.prepared),
        (say.text(N_("Checked by")), report.checked),
        (say.text(N_("Approved by")), report.approved),
    ]
    signatures(sheet, say, people)
