"""A letter that says nothing: how the letterhead looks before it is on a real paper."""

from pathlib import Path

from app.domain.papers import Addressee, Letterhead, Printed
from app.i18n import N_, Say
from app.reports.fonts import Fonts
from app.reports.letter import Letter, bank, open_letter, paragraphs


def render(
    value: Letterhead, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write the sample to ``path``; the number of pages is always 1."""
    to = Addressee(say.text(N_("A customer")), (say.text(N_("Street and number")), say.text(N_("Postcode and town"))))
    sheet = open_letter(Letter(say.text(N_("Sample letter")), "", value, to, ()), say, paper, printed, fonts)
    paragraphs(sheet, [say.text(N_("This is how confirmations, delivery notes, invoices and statements begin."))])
    bank(sheet, say, value)
    return sheet.save(path)
