"""Cells of the profit tables as values: what is written, what is drawn beside it, what a screen reader says."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any, Generic, TypeVar

from app.domain.money import ZERO, percent_of
from app.domain.refusal import N_
from app.i18n import Say

R = TypeVar("R")
DASH = "–"


class Look(StrEnum):
    """How a cell is painted."""

    TEXT = "text"
    TWO_LINES = "two_lines"
    FIGURE = "figure"
    STRONG = "strong"
    TIER = "tier"
    VARIANCE = "variance"
    SHARE = "share"
    TREND = "trend"
    HEAT = "heat"
    LEVEL = "level"
    CHIP = "chip"


LEFT = frozenset({Look.TEXT, Look.TWO_LINES, Look.LEVEL, Look.CHIP})
CENTRED = frozenset({Look.TIER, Look.TREND})


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: ``part`` is -1 to 1 of the common scale, ``line`` the months of a small line, ``tone`` a colour."""

    text: str = ""
    second: str = ""
    tone: str = ""
    tip: str = ""
    sentence: str = ""
    part: float = 0.0
    line: tuple[float | None, ...] = ()
    amount: Decimal | None = None
    """What the status bar adds up."""


@dataclass(frozen=True, slots=True)
class Setting:
    """With what cells are made: the voice, the total of the table, the largest change, shares instead of amounts."""

    say: Say
    total: Any = None
    widest: Decimal = Decimal(1)
    percent: bool = False
    whole: bool = False
    """Amounts are rounded to whole units; the exact ones stand in their tooltips."""


@dataclass(frozen=True, slots=True)
class FigureColumn(Generic[R]):
    """One column. ``title`` is translated already; ``why`` defines the figure for F1; ``value`` goes into a file."""

    key: str
    title: str
    look: Look
    make: Callable[[R, Setting], Shown]
    value: Callable[[R], Any]
    why: str = ""
    sample: str = ""
    stretch: bool = False

    def cell(self, row: R, setting: Setting) -> Shown:
        """The cell of a row, with the sentence that names its column."""
        made = self.make(row, setting)
        note = made.tip or made.second
        say = setting.say
        value = say.text(N_("unknown")) if made.text == DASH else made.text
        if note and note != made.text:
            return replace(made, sentence=say.text(N_("{title}: {value} ({note})"), title=self.title, value=value,
                                                   note=note))  # fmt: skip
        return replace(made, sentence=made.sentence or say.text(N_("{title}: {value}"), title=self.title, value=value))


def amount(value: Decimal | None, setting: Setting, whole: Decimal | None = None, *, sign: bool = False) -> Shown:
    """An amount, or its part of ``whole`` where shares are shown."""
    say = setting.say
    if value is None:
        return Shown(DASH, tone="text3")
    if setting.percent and whole is not None:
        share = percent_of(value, whole)
        return Shown(say.percent(share, sign=sign), tip=say.money(value, sign=sign), amount=value)
    tone = "" if value else "text3"
    if setting.whole:
        return Shown(say.whole_money(value, sign=sign), tone=tone, tip=say.money(value, sign=sign), amount=value)
    return Shown(say.money(value, sign=sign), tone=tone, amount=value)


def percent(value: Decimal | None, say: Say, *, sign: bool = False) -> Shown:
    """A percentage; an undefined one is a dash."""
    if value is None:
        return Shown(DASH, tone="text3")
    tone = "" if not sign or not value else "positive" if value > 0 else "negative"
    return Shown(say.percent(value, sign=sign), tone=tone)


def variance(now: Decimal, base: Decimal, setting: Setting, wholes: tuple[Decimal, Decimal]) -> Shown:
    """A change with its sign and a bar on the scale that all changes of the table share.

    Where shares are shown: the change of the share of ``wholes`` (now, base) in points.
    """
    change = now - base
    part = float(change / setting.widest) if setting.widest else 0.0
    tone = "text3" if not change else "positive" if change > 0 else "negative"
    say = setting.say
    if setting.percent:
        first, second = percent_of(now, wholes[0]), percent_of(base, wholes[1])
        if first is None or second is None:
            return Shown(DASH, tone="text3")
        points = first - second
        words = say.text(N_("{number} pt"), number=say.number(points, 1, sign=True))
        tone = "text3" if not points else "positive" if points > 0 else "negative"
        return Shown(words, tone=tone, part=float(points / 10), amount=change)
    exact = say.money(change, sign=True) if change else say.money(ZERO)
    if setting.whole:
        words = say.whole_money(change, sign=True) if change else say.whole_money(ZERO)
        return Shown(words, tone=tone, tip=exact, part=part, amount=change)
    return Shown(exact, tone=tone, part=part, amount=change)
