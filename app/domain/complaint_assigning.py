"""Who solves what: the skill a case needs by rule, and the person with it who has the least to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.refusal import N_, Mistake

LONGEST_SKILL = 60
MOST_RULES = 200

NO_RULE = N_("No rule says who solves this.")
NOBODY = N_("Nobody has the skill ‘{skill}’.")
ALL_AWAY = N_("Everybody with the skill ‘{skill}’ is away or left.")


@dataclass(frozen=True, slots=True)
class Rule:
    """What is not empty must fit; then the case needs the skill. A rule without conditions fits every case."""

    skill: str
    cause: str = ""
    category_id: int | None = None
    channel: str = ""
    language: str = ""

    def check(self) -> None:
        """Raises ``Mistake`` without a skill, or for one that is too long."""
        if not self.skill.strip():
            raise Mistake(N_("Name the skill that a case needs by this rule."), field="skill")
        if len(self.skill.strip()) > LONGEST_SKILL:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field="skill", limit=LONGEST_SKILL)


@dataclass(frozen=True, slots=True)
class Case:
    """What rules ask about a case; ``categories`` are its product's group and all that lies around it."""

    cause: str = ""
    categories: tuple[int, ...] = ()
    channel: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who could take a case. ``last_at``: when the last one was given; ``away_until``: the last day away."""

    id: int
    code: str
    skills: frozenset[str]
    active: bool = True
    away_until: date | None = None
    open_cases: int = 0
    last_at: datetime | None = None

    def is_there(self, day: date) -> bool:
        """Whether this person works on a day."""
        return self.active and (self.away_until is None or self.away_until < day)


@dataclass(frozen=True, slots=True)
class Choice:
    """Who takes a case, or the words that say why nobody does; ``skill`` is what it needs."""

    staff_id: int | None
    skill: str = ""
    why: str = ""
    """An English template with the field ``skill``."""


def same(one: str, other: str) -> bool:
    """Whether two skills, causes or languages are the same word."""
    return one.strip().casefold() == other.strip().casefold()


def skill_for(rules: Sequence[Rule], case: Case) -> str:
    """The skill of the first rule that fits; empty where none does."""
    return next((rule.skill.strip() for rule in rules if _fits(rule, case)), "")


def _fits(rule: Rule, case: Case) -> bool:
    words = ((rule.cause, case.cause), (rule.channel, case.channel), (rule.language, case.language))
    if any(wanted and not same(wanted, found) for wanted, found in words):
        return False
    return rule.category_id is None or rule.category_id in case.categories


def choose(people: Sequence[Person], skill: str, day: date) -> Choice:
    """The person who is there, has the skill and has the fewest open cases.

    Ties go to who waited longest for a new case (who never had one first), then by code.
    """
    if not skill:
        return Choice(None, "", NO_RULE)
    able = [one for one in people if any(same(skill, own) for own in one.skills)]
    there = [one for one in able if one.is_there(day)]
    if not there:
        return Choice(None, skill, ALL_AWAY if able else NOBODY)
    first = min(there, key=lambda one: (one.open_cases, one.last_at is not None, _moment(one), one.code))
    return Choice(first.id, skill)


def _moment(person: Person) -> float:
    return person.last_at.timestamp() if person.last_at is not None else 0.0


def tidied(skills: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """Skills per person without blanks and doubles, each spelled once. Raises ``Mistake`` for one too long."""
    found: dict[int, tuple[str, ...]] = {}
    for staff_id, words in skills.items():
        kept: dict[str, str] = {}
        for word in words:
            clean = " ".join(word.split())
            if len(clean) > LONGEST_SKILL:
                raise Mistake(N_("At most {limit} characters fit; shorten it."), field="skills", limit=LONGEST_SKILL)
            if clean:
                kept.setdefault(clean.casefold(), clean)
        found[staff_id] = tuple(kept.values())
    return found
