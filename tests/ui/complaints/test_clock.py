"""The chip of a case: grey, amber, red, late, paused, in words that say the same as the colour."""

from datetime import UTC, datetime, timedelta

import pytest

from app.i18n import Say
from app.ui.complaints.clock import Running, clock_words

NOW = datetime(2026, 3, 16, 9, 40, tzinfo=UTC)
SAY = Say("en", country="ES", zone="Europe/Madrid")
HOURS = ((540, 780), (840, 1080))


def chip(minutes: float, **more):
    return clock_words(Running(NOW + timedelta(minutes=minutes), **more), SAY, NOW)


@pytest.mark.parametrize(
    ("minutes", "text", "tone"),
    [(305, "5:05", "neutral"), (240.5, "4:00", "neutral"), (240, "4:00", "warn"), (125, "2:05", "warn"),
     (80, "1:20", "warn"), (31, "0:31", "warn"), (30, "0:30", "bad"), (0.5, "0:00", "bad")],
)  # fmt: skip
def test_it_turns_amber_within_four_hours_and_red_within_half_an_hour(minutes, text, tone):
    words = chip(minutes)
    assert (words.text, words.tone, words.icon, words.late) == (text, tone, "clock", False)


def test_a_late_one_says_by_how_much_and_warns():
    words = chip(-48.2)
    assert (words.text, words.tone, words.icon, words.late) == ("late 0:48", "bad", "warning", True)
    assert chip(-60 * 51).text == "late 2 d 3 h"


def test_later_days_have_their_names():
    assert chip(60 * 24).text == "Tue 10:40"
    assert chip(60 * 24 * 9).text == "25 Mar 10:40"
    assert clock_words(Running(NOW + timedelta(days=2)), Say("zh", zone="Europe/Madrid"), NOW).text == "周三 10:40"


def test_a_paused_one_says_why_and_a_promise_runs_on_all_the_same():
    words = clock_words(Running(None, "", paused=True, pause_reason="Photo asked for"), SAY, NOW)
    assert (words.text, words.tone) == ("paused", "info")
    assert "Photo asked for" in words.tip
    assert chip(20, next_clock="promise", paused=True, pause_reason="x").text == "0:20"


def test_the_tip_names_the_clock_and_the_hours_that_count():
    tip = chip(205, next_clock="answer", counts=HOURS).tip
    assert tip == "First answer due today 14:05, business time, counts 09–13 and 14–18"
    assert chip(205, next_clock="promise", counts=HOURS).tip == "Promise due today 14:05"
    assert chip(205, next_clock="solution", counts=((570, 780),)).tip.endswith("counts 09:30–13")


def test_what_is_over_says_so():
    ended = Running(None, closed_at=NOW, was_late=True)
    assert clock_words(ended, SAY, NOW).text == "closed late"
    assert clock_words(Running(None, closed_at=NOW), SAY, NOW).text == "closed"
