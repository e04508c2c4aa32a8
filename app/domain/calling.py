"""Which numbers are of the house, and what the desk does about calls: the company's rules for its telephones."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.phone import unified
from app.domain.refusal import N_, Mistake

POP, OPEN, LINE = "pop", "open", "line"
"""Announce at the edge of the window; open the card at once; only a line of words."""
MOST_DIGITS = 6
MOST_RANGES = 50


@dataclass(frozen=True, slots=True)
class CallRules:
    """``internal_digits``: numbers of so many digits or fewer are of the house; ``internal`` others, as 200 or 200-299.

    ``one``, ``several`` and ``none`` say what happens when a number belongs to one customer, several, nobody.
    """

    internal_digits: int = 4
    internal: tuple[str, ...] = ()
    one: str = POP
    several: str = POP
    none: str = POP

    def is_internal(self, number: str) -> bool:
        """Whether somebody of the house calls."""
        plain = unified(number).strip()
        digits = "".join(sign for sign in plain if sign.isdecimal())
        if not digits or digits != plain.replace(" ", "").replace("-", ""):
            return False
        if len(digits) <= self.internal_digits:
            return True
        return any(_within(digits, part) for part in self.internal)

    def as_values(self) -> dict[str, Any]:
        """Plain values, for keeping."""
        return {
            "internal_digits": self.internal_digits, "internal": list(self.internal), "one": self.one,
            "several": self.several, "none": self.none,
        }  # fmt: skip


def _within(digits: str, part: str) -> bool:
    first, _, last = part.partition("-")
    return len(digits) == len(first) and first <= digits <= (last or first)


CHOICES: Mapping[str, tuple[str, ...]] = {"one": (POP, OPEN), "several": (POP, OPEN), "none": (POP, LINE)}


def checked(rules: CallRules) -> CallRules:
    """The same rules; raises ``Mistake`` naming the field that cannot be."""
    if not 0 <= rules.internal_digits <= MOST_DIGITS:
        raise Mistake(N_("Numbers of the house have 0 to {most} digits."), field="internal_digits", most=MOST_DIGITS)
    if len(rules.internal) > MOST_RANGES:
        raise Mistake(N_("At most {most} numbers or ranges fit."), field="internal", most=MOST_RANGES)
    for part in rules.internal:
        first, dash, last = part.partition("-")
        if not first.isdecimal() or (dash and (not last.isdecimal() or len(first) != len(last) or first > last)):
            raise Mistake(
                N_("‘{text}’ is no number of the house; write 200 or 200-299."), field="internal", text=part[:30]
            )  # fmt: skip
    for name, words in CHOICES.items():
        if getattr(rules, name) not in words:
            raise Mistake(N_("Choose one of: {choices}."), field=name, choices=", ".join(words))
    return rules


def rules_of(values: Mapping[str, Any]) -> CallRules:
    """Rules as they were kept; what is damaged is as usual."""
    usual = CallRules()
    try:
        return checked(
            CallRules(
                int(values.get("internal_digits", usual.internal_digits)),
                tuple(str(part) for part in values.get("internal", ())),
                *(str(values.get(name, POP)) for name in ("one", "several", "none")),
            )
        )
    except (Mistake, TypeError, ValueError):
        return usual


@dataclass(frozen=True, slots=True)
class RangBefore:
    """The same number called ``minutes`` ago; ``by`` answered (empty: nobody did)."""

    minutes: int
    by: str = ""


@dataclass(frozen=True, slots=True)
class MissedCall:
    """A call that nobody answered; ``customer_id`` and ``name`` where it is known whose number that is."""

    id: int
    number: str
    at: Any
    customer_id: int | None = None
    name: str = ""
    times: int = field(default=1)
    """How often this number called in vain."""
