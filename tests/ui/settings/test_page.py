"""What a page of the settings asks for reaches who asked, in whatever order the answers come."""

import pytest

from app.domain.refusal import N_, Unavailable
from app.ui.settings.page import PagePanel
from tests.ui.kit.conftest import database, held

__all__ = ["database", "held"]


class TwoQuestions(PagePanel):
    """Asks twice at once."""

    heading = N_("Backup")

    def ask(self) -> None:
        self.first, self.second = [], []
        self.read(lambda _: "first", self.first.append)
        self.read(lambda _: "second", self.second.append)


@pytest.fixture
def page(context, held, qtbot):
    made = TwoQuestions(context)
    qtbot.addWidget(made)
    made.ask()
    return made


def test_an_answer_that_overtakes_another_reaches_its_own_question(page, held):
    held.answer(1)
    assert (page.first, page.second) == ([], ["second"])
    held.answer()
    assert page.first == ["first"]


def test_a_question_that_fails_takes_nobody_elses_place(page, held, qtbot):
    held.fail(1, Unavailable(N_("The database does not answer.")))
    held.answer()
    assert (page.first, page.second) == (["first"], [])
