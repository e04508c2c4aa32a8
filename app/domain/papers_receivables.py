"""The printed list of receivables: who owes what, by age."""

from dataclasses import dataclass
from datetime import date

from app.domain.account import Ageing
from app.domain.papers import Letterhead

__all__ = ["Receivables", "ReceivablesLine"]


@dataclass(frozen=True, slots=True)
class ReceivablesLine:
    """One customer; the columns of the ageing add up to the balance."""

    code: str
    name: str
    ageing: Ageing


@dataclass(frozen=True, slots=True)
class Receivables:
    """All customers of one list as of a day, in its order."""

    company: Letterhead
    as_of: date
    lines: tuple[ReceivablesLine, ...]
    selection: str = ""
    """The filter that was typed, if one was."""

    @property
    def total(self) -> Ageing:
        """Σ of every column."""
        return sum((line.ageing for line in self.lines), Ageing())

    @property
    def number(self) -> str:
        """The day, for the file's name."""
        return f"{self.as_of:%Y%m%d}"
