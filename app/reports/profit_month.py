"""The monthly profit report on paper."""

from pathlib import Path

from app.domain.papers import Printed
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.i18n import N_, Say
from app.reports.blocks import bullet, heading, letterhead, running_head, title
from app.reports.compare import Words
from app.reports.complaint_figures import draw_figures
from app.reports.fonts import Fonts
from app.reports.look import BODY, FOOT, QUIET, STRONG, Style, Tone, Weight, paper_size
from app.reports.profit_checks import draw_adjustments, draw_checks, draw_exceptions, draw_method, draw_signatures
from app.reports.profit_customers import draw_changes, draw_customers, draw_on_course
from app.reports.profit_figures import (
    draw_bridge,
    draw_key_figures,
    draw_ladder,
    draw_levels,
    draw_months,
    draw_salespeople,
)
from app.reports.profit_words import STATES, reason, result, sentences
from app.reports.sheet import Running, Sheet

__all__ = ["render"]

_RULE = 18.0
_MOST_RULES = 6


def render(
    value: ProfitMonth, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the report to ``path`` and return its number of pages.

    ``say`` decides language and number style, ``paper`` is ``A4`` or ``Letter``. The same value, language, size and
    print line give the same bytes. Raises ``Unavailable`` when a font for the language is missing, ``OSError`` when the
    file cannot be written; whatever was at ``path`` is then still there.
    """
    words = Words(say)
    sheet = Sheet(paper_size(paper), _running(value, say, printed), say, fonts)
    _summary(sheet, value, words)
    sheet.new_page()
    draw_ladder(sheet, value, words)
    draw_bridge(sheet, value, words)
    draw_levels(sheet, value, words)
    draw_salespeople(sheet, value, words)
    sheet.new_page()
    draw_customers(sheet, value, words)
    draw_changes(sheet, value, words)
    draw_on_course(sheet, value, words)
    # the questions begin a page of their own, unless most of this one is still white
    if sheet.room < sheet.size.height * 0.6:
        sheet.new_page()
    draw_exceptions(sheet, value, words)
    _complaints(sheet, value, words)
    draw_adjustments(sheet, value, words)
    draw_checks(sheet, value, words)
    draw_method(sheet, value, words)
    draw_signatures(sheet, value, words)
    return sheet.save(path)


def _running(value: ProfitMonth, say: Say, printed: Printed) -> Running:
    name, month = say.text(N_("Monthly profit report")), say.month(value.month)
    about = say.text(N_("{document}  ·  {month}"), document=name, month=month)
    state = say.text(STATES[value.state])

    def head(sheet: Sheet) -> None:
        provisional = value.state is PeriodState.PROVISIONAL
        right = say.text(N_("{about}  ·  {state}"), about=about, state=state) if provisional else about
        running_head(sheet, value.company.name, right)

    return Running(
        title=f"{name} {month}",
        author=value.company.legal_name,
        foot=(
            state,
            say.text(N_("Printed {moment} by {name}"), moment=say.moment(printed.at), name=printed.by),
            _number(value, say),
            say.text(N_("Data check {code}"), code=value.check_code) if value.check_code else "",
            say.text(N_("Confidential")),
        ),
        page_of=lambda page, total: say.text(N_("Page {page} of {total}"), page=page, total=total),
        head=head,
    )


def _number(value: ProfitMonth, say: Say) -> str:
    if not value.number:
        return ""
    return say.text(N_("Report {number} rev. {revision}"), number=value.number, revision=value.revision)


def _summary(sheet: Sheet, value: ProfitMonth, words: Words) -> None:
    """Page one, complete on its own."""
    say = words.say
    right = []
    if value.addressee:
        right.append(say.text(N_("For: {name}"), name=value.addressee))
    if value.copies:
        right.append(say.text(N_("Copies: {names}"), names=say.listed(value.copies)))
    letterhead(sheet, value.company, right)
    title(sheet, say.text(N_("Monthly profit report")), say.month(value.month))
    if value.state is PeriodState.PROVISIONAL:
        sheet.paragraph(say.text(STATES[value.state]), Style(9.6, Weight.BOLD))
    sheet.paragraph(result(value, words), STRONG.sized(9.4))
    why = reason(value, words)
    if why:
        sheet.paragraph(why, QUIET.sized(9.0))
    draw_key_figures(sheet, value, words)
    draw_months(sheet, value, words)
    _what_to_know(sheet, value, words)
    _notes(sheet, say)


def _complaints(sheet: Sheet, value: ProfitMonth, words: Words) -> None:
    """How well complaints were solved; nothing where there were none."""
    if value.complaints is not None and value.complaints.anything:
        heading(sheet, words.say.text(N_("Quality of solving complaints")), keep=140)
        draw_figures(sheet, value.complaints, value.month, words)


def _what_to_know(sheet: Sheet, value: ProfitMonth, words: Words) -> None:
    if not value.facts and not value.remarks:
        return
    heading(sheet, words.say.text(N_("What to know this month")), before=10)
    for fact in value.facts:
        bullet(sheet, *sentences(value, fact, words))
    for remark in value.remarks:
        bullet(sheet, remark)


def _notes(sheet: Sheet, say: Say) -> None:
    """Ruled lines for writing by hand, as far as the page goes."""
    rules = min(int((sheet.room - 26) / _RULE), _MOST_RULES)
    if rules < 1:
        return
    sheet.y += 14
    sheet.write(sheet.left, sheet.y, say.text(N_("Notes")), BODY.sized(FOOT.size + 1.2).toned(Tone.TEXT))
    sheet.y += 4
    for _ in range(rules):
        sheet.y += _RULE
        sheet.line(sheet.left, sheet.y, sheet.right, sheet.y, tone=Tone.STRONG)
