"""The frame of commission papers: what stands at the head and foot of each page, and parts that are numbered apart."""

from dataclasses import dataclass

from app.domain.month import Month
from app.domain.papers import Letterhead, Printed
from app.domain.papers_commission import CommissionPaper, TeamPaper
from app.domain.papers_profit import PeriodState
from app.i18n import N_, Say
from app.reports.blocks import running_head
from app.reports.fonts import Fonts
from app.reports.look import paper_size
from app.reports.profit_words import STATES
from app.reports.sheet import Running, Sheet

__all__ = ["Binder", "Foot", "foot_of", "state_words"]


@dataclass(frozen=True, slots=True)
class Foot:
    """What the foot of every page says of the document."""

    company: Letterhead
    name: str
    month: Month
    state: str
    number: str
    check_code: str = ""


def state_words(provisional: bool, say: Say) -> str:
    """PROVISIONAL while the month is open, final afterwards."""
    return say.text(STATES[PeriodState.PROVISIONAL if provisional else PeriodState.CLOSED])


def foot_of(value: CommissionPaper | TeamPaper, name: str, month: Month, say: Say) -> Foot:
    """The foot of a single paper."""
    code = value.statement.check_code if isinstance(value, CommissionPaper) else value.check_code
    return Foot(value.company, name, month, state_words(value.provisional, say), value.number, code)


class Binder:
    """A sheet of one or several parts; each has its own running head and its own page numbers."""

    def __init__(self, foot: Foot, say: Say, paper: str, printed: Printed, fonts: Fonts | None) -> None:
        self.foot, self.say = foot, say
        self._starts: list[int] = []
        self._about = ""
        self._fresh = False
        self.sheet = Sheet(paper_size(paper), self._running(printed), say, fonts)

    def begin(self, *about: str) -> None:
        """The next part, on a page of its own; ``about`` stands at the head of its following pages."""
        self._about = "  ·  ".join(part for part in about if part)
        if self._starts:
            self._fresh = True
            self.sheet.new_page()
            self._fresh = False
        self._starts.append(self.sheet.page)

    def _head(self, sheet: Sheet) -> None:
        if not self._fresh:
            running_head(sheet, self.foot.company.name, self._about)

    def _page_of(self, number: int, total: int) -> str:
        """Counted within the part that the page belongs to."""
        starts = self._starts or [1]
        at = max((index for index, start in enumerate(starts) if start <= number), default=0)
        behind = starts[at + 1] if at + 1 < len(starts) else total + 1
        first = starts[at]
        return self.say.text(N_("Page {page} of {total}"), page=number - first + 1, total=behind - first)

    def _running(self, printed: Printed) -> Running:
        say, foot = self.say, self.foot
        code = say.text(N_("Data check {code}"), code=foot.check_code) if foot.check_code else ""
        return Running(
            title=f"{foot.name} {say.month(foot.month)}",
            author=foot.company.legal_name,
            foot=(
                foot.state,
                say.text(N_("Printed {moment} by {name}"), moment=say.moment(printed.at), name=printed.by),
                foot.number, code, say.text(N_("Confidential")),
            ),
            page_of=self._page_of,
            head=self._head,
        )  # fmt: skip
