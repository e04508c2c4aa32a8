"""Parts that several reports share: letterhead, running head, headings, signatures."""

from collections.abc import Callable, Sequence

from app.domain.papers import Letterhead
from app.domain.papers_profit import Signature
from app.i18n import N_, Say
from app.reports.look import HEADING, QUIET, SMALL, STRONG, TITLE, Align, Style, Tone, Weight
from app.reports.sheet import Sheet

__all__ = ["SIGNATURES", "bullet", "continued", "heading", "letterhead", "running_head", "signatures", "title"]

SIGNATURES = 56.0
"""Points that signatures take."""
_LOGO = 33.0
_DOT = "  ·  "
_NAME = Style(13.2, Weight.BOLD)


def letterhead(sheet: Sheet, company: Letterhead, right: Sequence[str] = ()) -> None:
    """Logo, name, address and numbers on the left, a few lines on the right, a strong line below."""
    x = sheet.left + _logo(sheet, company) + 11
    room = sheet.width * (0.62 if right else 1.0) - (x - sheet.left)
    sheet.fitted(x, sheet.y + 12.5, company.legal_name, _NAME, room=room)
    address = ", ".join(company.address)
    numbers = _DOT.join(part for part in (company.tax_id, company.phone, company.email) if part)
    whole = _DOT.join(part for part in (address, numbers) if part)
    lines = [whole] if sheet.text_width(whole, SMALL) <= room else [part for part in (address, numbers) if part]
    for number, line in enumerate(lines):
        sheet.fitted(x, sheet.y + 24.5 + number * SMALL.leading, line, SMALL, room=room)
    for number, line in enumerate(right[:3]):
        y = sheet.y + 12.5 + number * (SMALL.leading + 1)
        sheet.fitted(sheet.right, y, line, SMALL, room=sheet.width * 0.36, align=Align.RIGHT)
    sheet.y += _LOGO + 9
    sheet.line(sheet.left, sheet.y, sheet.right, sheet.y, tone=Tone.INK, thick=1.2)


def _logo(sheet: Sheet, company: Letterhead) -> float:
    """The logo, or the first letter in a box; how wide it is."""
    if company.logo:
        width = sheet.picture(company.logo, sheet.left, sheet.y, _LOGO * 2.4, _LOGO)
        if width:
            return width
    sheet.box(sheet.left, sheet.y, _LOGO, _LOGO, fill=Tone.BRAND)
    letter = next((char for char in company.name if char.isalnum()), "·").upper()
    style = Style(20, Weight.BOLD, Tone.WHITE)
    sheet.write(sheet.left + _LOGO / 2, sheet.y + _LOGO / 2 + 7.2, letter, style, Align.CENTRE)
    return _LOGO


def running_head(sheet: Sheet, left: str, right: str) -> None:
    """One line and a rule at the top of the following pages."""
    style = Style(8.4, Weight.SEMIBOLD, Tone.TEXT)
    sheet.y += style.size
    # whose paper of which month it is stands on the right and is read to its end before the house's name is
    taken = min(sheet.text_width(right, style), sheet.width * 0.8)
    sheet.fitted(sheet.left, sheet.y, left, style, room=sheet.width - taken - 14)
    sheet.fitted(sheet.right, sheet.y, right, style, room=taken + 0.5, align=Align.RIGHT)
    sheet.y += 5.5
    sheet.line(sheet.left, sheet.y, sheet.right, sheet.y, tone=Tone.INK, thick=0.7)
    sheet.y += 8


def title(sheet: Sheet, text: str, right: str) -> None:
    """The name of the document and what it is about."""
    beside = Style(15, Weight.SEMIBOLD)
    room = sheet.width - sheet.text_width(right, beside) - 14
    style = TITLE
    while style.size > 14 and sheet.text_width(text, style) > room:
        style = style.sized(style.size - 1)
    sheet.y += 28
    sheet.fitted(sheet.left, sheet.y, text, style, room=room)
    sheet.write(sheet.right, sheet.y, right, beside, Align.RIGHT)
    sheet.y += 9


def heading(sheet: Sheet, text: str, note: str = "", *, before: float = 14.0, keep: float = 60.0) -> None:
    """A heading with a quiet note behind it; goes to the next page when less than ``keep`` would follow."""
    sheet.need(before + HEADING.leading + keep)
    # no white above the first heading of a page
    sheet.y += (before if sheet.y > sheet.top + 1 else 0) + HEADING.size
    sheet.fitted(sheet.left, sheet.y, text, HEADING, room=sheet.width)
    left = sheet.text_width(text, HEADING) + 7
    if note:
        lines = sheet.setter.wrap(note, SMALL, sheet.width - left) if left < sheet.width * 0.7 else []
        if len(lines) == 1:
            sheet.write(sheet.left + left, sheet.y, note, SMALL)
        else:
            sheet.y += 2
            sheet.paragraph(note, SMALL)
    sheet.y += 4


def continued(sheet: Sheet, say: Say, title: str) -> Callable[[], None]:
    """For ``Table.on_new_page``: what a table that goes on is about, above its head on the following pages."""

    def again() -> None:
        heading(sheet, title, say.text(N_("continued")))

    return again


def signatures(sheet: Sheet, say: Say, people: Sequence[tuple[str, Signature]]) -> None:
    """Lines to sign on, side by side, each with a place for the date."""
    gap = 12.0
    columns = max(len(people), 2)
    width = (sheet.width - gap * (columns - 1)) / columns
    sheet.need(SIGNATURES)
    sheet.y += 30
    date = say.text(N_("Date"))
    for number, (label, who) in enumerate(people):
        x = sheet.left + number * (width + gap)
        sheet.line(x, sheet.y, x + width, sheet.y, tone=Tone.INK, thick=0.7)
        sheet.write(x + width, sheet.y + 11, date, QUIET.sized(8), Align.RIGHT)
        room = width - sheet.text_width(date, QUIET) - 6
        sheet.fitted(x, sheet.y + 11, label, STRONG.sized(8), room=room)
        name = ", ".join(part for part in (who.name, who.role) if part)
        sheet.fitted(x, sheet.y + 22, name, QUIET.sized(8), room=width)
    sheet.y += 24


def bullet(sheet: Sheet, strong: str, quiet: str = "") -> None:
    """A small square, a strong sentence and quiet ones below it."""
    inner = 10.0
    lines = sheet.setter.wrap(strong, STRONG, sheet.width - inner)
    sheet.need(len(lines) * STRONG.leading + (QUIET.leading if quiet else 0))
    sheet.box(sheet.left + 1.5, sheet.y + 5.4, 3, 3, fill=Tone.INK)
    sheet.paragraph(strong, STRONG, x=inner)
    if quiet:
        sheet.paragraph(quiet, QUIET, x=inner)
    sheet.y += 3
