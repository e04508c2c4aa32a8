"""The frame of papers that go to customers: address in the window of the envelope, facts, title, foot."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.domain.papers import Addressee, Letterhead, Printed
from app.i18n import N_, Say
from app.reports.blocks import letterhead, running_head
from app.reports.fonts import Fonts
from app.reports.look import BODY, FOOT, MM, QUIET, STRONG, Align, Style, Tone, Weight, paper_size
from app.reports.sheet import Running, Sheet

__all__ = ["Facts", "Letter", "amounts_stack", "bank", "customer_facts", "day", "open_letter", "paragraphs", "place"]

Facts = Sequence[tuple[str, str]]
"""(label, value) pairs; those without value are not printed."""

_WINDOW_TOP = 45 * MM
_WINDOW_HEIGHT = 40 * MM
_WINDOW_WIDTH = 85 * MM
_ADDRESS = Style(9.6)
_TITLE = Style(16, Weight.BOLD)
_MOST_LINES = 7
_LABELS = 34 * MM
"""Labels beside the address have so much room in any case."""


@dataclass(frozen=True)
class Letter:
    """What the frame shows."""

    name: str
    """“Invoice”."""
    number: str
    company: Letterhead
    customer: Addressee
    facts: Facts
    warning: str = ""
    """On each page: “DRAFT, not valid”."""


def open_letter(letter: Letter, say: Say, paper: str, printed: Printed, fonts: Fonts | None = None) -> Sheet:
    """The first page down to below the title, ready for the lines.

    The address stands where the window of a DL envelope is (45 mm from the top, 20 mm from the left).
    """
    size = replace(paper_size(paper), left=20 * MM)
    sheet = Sheet(size, _running(letter, say, printed), say, fonts)
    letterhead(sheet, letter.company)
    _address(sheet, letter)
    low = _facts(sheet, letter.facts)
    sheet.y = max(_WINDOW_TOP + _WINDOW_HEIGHT, low) + 10
    if letter.warning:
        sheet.paragraph(letter.warning, Style(11, Weight.BOLD))
    sheet.y += _TITLE.size + 4
    title = _title(letter, say)
    sheet.fitted(sheet.left, sheet.y, title, _TITLE, room=sheet.width)
    sheet.y += 10
    return sheet


def _title(letter: Letter, say: Say) -> str:
    return say.text(N_("{document} {number}"), document=letter.name, number=letter.number)


def _running(letter: Letter, say: Say, printed: Printed) -> Running:
    title = _title(letter, say)

    def head(sheet: Sheet) -> None:
        right = "  ·  ".join(part for part in (title, letter.warning) if part)
        running_head(sheet, letter.company.name, right)

    company = letter.company
    return Running(
        title=title,
        author=company.legal_name,
        foot=(
            company.legal_name,
            company.tax_id,
            company.register,
            say.text(N_("Printed {moment} by {name}"), moment=say.moment(printed.at), name=printed.by),
        ),
        page_of=lambda page, total: say.text(N_("Page {page} of {total}"), page=page, total=total),
        head=head,
    )


def _address(sheet: Sheet, letter: Letter) -> None:
    company = letter.company
    sender = "  ·  ".join(part for part in (company.name, *company.address) if part)
    y = _WINDOW_TOP + FOOT.size
    sender = sheet.elide(sender, FOOT, _WINDOW_WIDTH)
    sheet.write(sheet.left, y, sender, FOOT)
    sheet.line(sheet.left, y + 2.5, sheet.left + sheet.text_width(sender, FOOT), y + 2.5, tone=Tone.STRONG, thick=0.4)
    y += 6
    lines = [letter.customer.name, *letter.customer.lines][:_MOST_LINES]
    for number, line in enumerate(lines):
        y += _ADDRESS.leading
        style = replace(_ADDRESS, weight=Weight.REGULAR if number else Weight.SEMIBOLD)
        sheet.fitted(sheet.left, y, line, style, room=_WINDOW_WIDTH)


def _facts(sheet: Sheet, facts: Facts) -> float:
    """Right of the window, label before value; the y below them."""
    left = sheet.left + _WINDOW_WIDTH + 8 * MM
    shown = [(label, value) for label, value in facts if value]
    labels = _label_room(sheet, shown, sheet.right - left - 8)
    room = sheet.right - left - labels - 8
    y = _WINDOW_TOP
    for label, value in shown:
        lines = sheet.setter.wrap(value, STRONG, room, most=4)
        names = sheet.setter.wrap(label, QUIET, labels + 0.01)
        for number, line in enumerate(names):
            sheet.write(left, y + (number + 1) * BODY.leading, line, QUIET)
        for number, line in enumerate(lines):
            sheet.write(left + labels + 8, y + (number + 1) * BODY.leading, line, STRONG)
        y += max(len(lines), len(names)) * BODY.leading + 1.5
    return y


def _label_room(sheet: Sheet, shown: Facts, room: float) -> float:
    """What labels need, as far as values that stand in one line leave it; longer ones are broken anyway."""
    values = [width for _, value in shown if (width := sheet.text_width(value, STRONG)) <= room - _LABELS]
    needed = max((sheet.text_width(label, QUIET) for label, _ in shown), default=0.0)
    return min(needed, max(_LABELS, room - max(values, default=0.0)))


def customer_facts(say: Say, customer: Addressee) -> list[tuple[str, str]]:
    """The customer's numbers."""
    return [(say.text(N_("Customer")), customer.code), (say.text(N_("Customer’s tax number")), customer.tax_id)]


def day(say: Say, value: date | None) -> str:
    """A day, or nothing."""
    return say.date(value) if value else ""


def place(say: Say, addressee: Addressee | None) -> str:
    """Where goods go, on one line; empty: to the customer's own address."""
    return ", ".join((addressee.name, *addressee.lines)) if addressee else ""


def amounts_stack(sheet: Sheet, x: float, rows: Sequence[tuple[str, str, bool]]) -> None:
    """Labels and amounts from ``x`` to the right margin; the strong ones stand on grey."""
    right, step = sheet.right, 15.0
    for label, amount, strong in rows:
        style = Style(9.4, Weight.BOLD) if strong else BODY
        if strong:
            sheet.box(x, sheet.y, right - x, step + 1, fill=Tone.SUBTLE)
        figure = sheet.text_width(amount, style)
        sheet.fitted(x + 4, sheet.y + 10.8, label, style, room=right - x - figure - 14)
        sheet.write(right - 4, sheet.y + 10.8, amount, style, Align.RIGHT)
        sheet.y += step + (1 if strong else 0)
        sheet.line(x, sheet.y, right, sheet.y, thick=0.6)


def paragraphs(sheet: Sheet, texts: Sequence[str], *, style: Style = BODY) -> None:
    """Free text, each part on its own, small gaps between."""
    for text in texts:
        if text:
            sheet.y += 4
            sheet.paragraph(text, style)


def bank(sheet: Sheet, say: Say, company: Letterhead) -> None:
    """Where to pay."""
    if company.bank:
        sheet.y += 3
        accounts = "  ·  ".join(company.bank)
        sheet.paragraph(say.text(N_("Bank account: {account}"), account=accounts), BODY)
