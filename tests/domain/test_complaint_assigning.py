"""Who solves what: the first rule that fits names the skill, the person with the least to do takes it."""

from datetime import UTC, date, datetime

import pytest

from app.domain.complaint_assigning import (
    ALL_AWAY,
    NO_RULE,
    NOBODY,
    Case,
    Person,
    Rule,
    choose,
    skill_for,
    tidied,
)
from app.domain.refusal import Mistake

DAY = date(2026, 3, 16)
RULES = (
    Rule("Chinese", language="zh"),
    Rule("Electronics", cause="Broken", category_id=4),
    Rule("Letters", channel="letter"),
    Rule("Everything"),
)


@pytest.mark.parametrize(
    ("case", "skill"),
    [
        (Case("Broken", (4, 1), "phone", "zh"), "Chinese"),
        (Case("broken ", (9, 4), "phone", "es"), "Electronics"),
        (Case("Broken", (5,), "letter", "es"), "Letters"),
        (Case("Late", (), "phone", ""), "Everything"),
    ],
)
def test_the_first_rule_that_fits(case, skill):
    assert skill_for(RULES, case) == skill


def test_without_a_rule_nobody_is_named():
    assert skill_for(RULES[:1], Case(language="es")) == ""
    assert choose([Person(1, "A", frozenset({"Chinese"}))], "", DAY).why == NO_RULE


def moment(day: int) -> datetime:
    return datetime(2026, 3, day, 9, tzinfo=UTC)


def test_fewest_open_cases_then_who_waited_longest_then_the_code():
    skills = frozenset({"chinese"})
    busy = Person(1, "A", skills, open_cases=3)
    lately = Person(2, "B", skills, open_cases=1, last_at=moment(15))
    earlier = Person(3, "C", skills, open_cases=1, last_at=moment(2))
    never, also_never = Person(5, "E", skills, open_cases=1), Person(4, "D", skills, open_cases=1)
    assert choose([busy, lately], "Chinese", DAY).staff_id == 2
    assert choose([busy, lately, earlier], "Chinese", DAY).staff_id == 3
    assert choose([busy, lately, earlier, never, also_never], "Chinese", DAY).staff_id == 4


def test_nobody_who_left_or_is_away():
    skills = frozenset({"Chinese"})
    left, away = Person(1, "A", skills, active=False), Person(2, "B", skills, away_until=DAY)
    back, other = Person(3, "C", skills, away_until=date(2026, 3, 15)), Person(4, "D", frozenset({"Letters"}))
    assert choose([left, away, back, other], "Chinese", DAY).staff_id == 3
    found = choose([left, away, other], "Chinese", DAY)
    assert (found.staff_id, found.why) == (None, ALL_AWAY)
    assert choose([other], "Chinese", DAY).why == NOBODY


def test_skills_and_rules_as_they_are_kept():
    assert tidied({1: [" Chinese ", "chinese", "", "Two  words"]}) == {1: ("Chinese", "Two words")}
    with pytest.raises(Mistake, match="At most 60"):
        tidied({1: ["x" * 61]})
    with pytest.raises(Mistake, match="Name the skill"):
        Rule(" ").check()
