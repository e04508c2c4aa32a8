"""The end of the first start lasts: it says what is made, and Stop leaves the pages as they were answered."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from app.domain.watch import present
from app.i18n import Say
from app.ui import desk
from app.ui.context import Context
from app.ui.kit import busy
from app.ui.kit.busy import Busy
from app.ui.setup.first_start import FirstStartWindow
from app.ui.setup.start_doors import ServerAnswers, StartAnswers, StartDoors
from app.ui.tasks import TaskRunner

ANSWERS = StartAnswers(
    "own", "server", company={"name": "Casa Marta", "country": "ES"}, person={"name": "Marta", "login": "marta"},
    server=ServerAnswers("localhost"), data="later", page="phone",
)  # fmt: skip


@pytest.fixture
def context(qapp, store):
    """A desk with the real runner."""
    desk.application()
    made = Context(Say("en", country="ES"))
    made.runner = TaskRunner(store, made.broadcast, made.reporter)
    desk.dress(made)
    yield made
    made.runner.close()


def slowly(*_answers):
    """Something that looks whether it was stopped, and never ends by itself."""
    while True:
        present().sleep(0.01)


@pytest.mark.parametrize("place", ["pc", "server"])
def test_a_company_is_stopped_while_it_is_made_wherever_that_is(context, qtbot, monkeypatch, tmp_path, place):
    monkeypatch.setattr(busy, "PATIENCE_MS", 30)
    nothing = {name: lambda *_: None for name in ("keep", "folder_holds", "test_server", "upgrade", "read_picture")}
    doors = StartDoors(
        kept=replace(ANSWERS, place=place), usual_folder=str(tmp_path), call_command="", country="ES",
        zone="Europe/Madrid", finish=slowly, **nothing,
    )  # fmt: skip
    window = FirstStartWindow(context, doors)
    qtbot.addWidget(window)
    window.show()
    window.open_page("phone")
    window.next()
    [shown] = context.findChildren(Busy)
    qtbot.waitUntil(lambda: shown.strip is not None)
    assert shown.strip.words.text() == "Making your company…"
    qtbot.mouseClick(shown.strip.stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Stopped" in window.notice.words)
    assert window.page.key == "phone"
    assert window.next_button.isEnabled()
    assert window.answers.company["name"] == "Casa Marta"
