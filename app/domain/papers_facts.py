"""What to know about a month: typed facts, and the rules that find them in the figures."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

__all__ = ["Fact", "FactKind"]


class FactKind(StrEnum):
    """What a sentence of “What to know” says; see ``Fact`` for what it needs."""

    ON_COURSE_UP = "on_course_up"
    """names = customer; tiers = frozen, on course; amounts = change on the same month a year before."""
    ON_COURSE_DOWN = "on_course_down"
    """Like ``ON_COURSE_UP``."""
    LOST_MONEY = "lost_money"
    """names = customers, worst first; amounts = their contributions (negative), in the same order."""
    LEVEL_SHARE = "level_share"
    """names = level; amounts = percent of revenue, percent of contribution."""
    NEW_CUSTOMERS = "new_customers"
    """names = up to three customers, largest first; amounts = how many in all, their contribution in all."""
    STOPPED = "stopped"
    """names = customers with orders in the month before and none now, largest first; amounts = how many in all,
    their contribution of the month before in all."""
    LARGEST_RISE = "largest_rise"
    """names = customer; amounts = change on the month before."""
    LARGEST_FALL = "largest_fall"
    """Like ``LARGEST_RISE``; negative."""
    CONCENTRATION = "concentration"
    """amounts = how many customers, percent of the contribution they make together."""
    COSTS_ROSE = "costs_rose"
    """amounts = change of returns and complaints on the month before (positive: cost more)."""
    NO_COST = "no_cost"
    """amounts = orders without a cost price; their contribution is too high."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing to know, turned into a sentence when it is printed."""

    kind: FactKind
    names: tuple[str, ...] = ()
    amounts: tuple[Decimal, ...] = ()
    tiers: tuple[str, ...] = ()
    remark: str = ""
    """What the preparer adds to it, in the preparer's words; printed below the sentence."""

    @property
    def key(self) -> str:
        """What it is about, whatever its figures are today: its kind, and the one customer or level it names."""
        return f"{self.kind.value}:{self.names[0]}" if len(self.names) == 1 else self.kind.value
