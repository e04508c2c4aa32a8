"""The quality of solving complaints as a table of comparisons, for its own report and the monthly profit report."""

from collections.abc import Sequence

from app.domain.month import Month
from app.domain.papers_complaints import ComplaintFigures
from app.domain.papers_figures import UNKNOWN, Compared
from app.i18n import N_
from app.reports.compare import Unit, Words
from app.reports.comparison_table import comparison_columns
from app.reports.sheet import Sheet
from app.reports.table import Group, Row, Table, draw

__all__ = ["draw_figures"]


def draw_figures(sheet: Sheet, found: ComplaintFigures, month: Month, words: Words) -> None:
    """One row a figure, in nine comparisons; what is known of no period is left out."""
    say = words.say
    rows: Sequence[tuple[str, Compared, Unit]] = (
        (N_("Complaints received"), found.opened, Unit.COUNT),
        (N_("Complaints closed"), found.closed, Unit.COUNT),
        (N_("First answer in time"), found.answered_in_time, Unit.PERCENT),
        (N_("Solved in time"), found.solved_in_time, Unit.PERCENT),
        (N_("Solved at first contact"), found.first_contact, Unit.PERCENT),
        (N_("Repeated within 90 days"), found.repeated, Unit.PERCENT),
        (N_("Satisfaction, 1 to 5"), found.satisfaction, Unit.AVERAGE),
        (N_("Quality of the answer, 1 to 5"), found.quality, Unit.AVERAGE),
        (N_("Cost of solving"), found.cost, Unit.MONEY),
    )
    made = [Row([say.text(name), *words.columns(one, unit)]) for name, one, unit in rows if one != UNKNOWN]
    draw(sheet, Table(comparison_columns(month, words), [Group(made)], wrap=True))
