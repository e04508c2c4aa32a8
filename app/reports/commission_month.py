"""All commission papers of a month in one file: the team's page, then each statement with its own page numbers."""

from pathlib import Path

from app.domain.papers import Printed
from app.domain.papers_commission import MonthPaper
from app.i18n import N_, Say
from app.reports.commission_frame import Binder, Foot, state_words
from app.reports.commission_statement import draw_statement
from app.reports.commission_team import draw_team
from app.reports.fonts import Fonts

__all__ = ["render"]


def render(
    value: MonthPaper, path: Path, say: Say, paper: str = "A4", *, printed: Printed, fonts: Fonts | None = None
) -> int:
    """Write all of it to ``path`` and return its number of pages; errors as ``profit_month.render``."""
    team = value.team
    name = say.text(N_("Commission statements"))
    foot = Foot(team.company, name, team.month, state_words(team.provisional, say), value.number, team.check_code)
    binder = Binder(foot, say, paper, printed, fonts)
    draw_team(binder, team, say)
    for one in value.statements:
        draw_statement(binder, one, say)
    return binder.sheet.save(path)
