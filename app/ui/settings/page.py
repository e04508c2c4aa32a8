"""What a page of the settings is: its name, the words it is found by, who sees it, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.domain.text import folded
from app.i18n import Say
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import Pages, StatePage, try_again
from app.ui.tasks import Done, Work


@dataclass(frozen=True, slots=True)
class SettingsPage:
    """``title`` is an English text to be translated; ``words`` find the page, in all three languages at once."""

    key: str
    title: str
    icon: str
    words: str
    make: Callable[[Context], Panel]
    right: str = ""
    """A right of ``app.domain.rights``; empty for everybody."""

    def found(self, text: str, say: Say) -> bool:
        """Whether every word of a search stands in its title or words."""
        own = folded(f"{say.text(self.title)} {self.title} {self.words}")
        return all(word in own for word in folded(text).split())


@dataclass(frozen=True, eq=False)
class _Asked:
    """A question of a page and who wants its answer; the page keeps it until then, in whatever order answers come."""

    page: "PagePanel"
    done: Done

    def answered(self, answer: Any) -> None:  # noqa: ANN401 - any answer
        self.page.answered(self, answer)

    def failed(self, error: BaseException) -> None:
        self.page.unanswered(self, error)


class PagePanel(Panel):
    """A page with a heading, a sentence, a body that scrolls, and buttons at the right of the heading."""

    heading = ""
    explained = ""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title_label, self.words = Text("", "section"), Text("", "quiet")
        self.words.setWordWrap(True)
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.head.addWidget(self.title_label)
        self.head.addStretch(1)
        self.room = QWidget()
        self.body = QVBoxLayout(self.room)
        self.body.setContentsMargins(0, 0, 8, 0)
        self.body.setSpacing(12)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.room)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        self._pages, self._state = Pages(), StatePage(context)
        self._pages.addWidget(area)
        self._pages.addWidget(self._state)
        self._known = False
        self._questions: set[_Asked] = set()
        outer.addLayout(self.head)
        outer.addWidget(self.words)
        outer.addWidget(self._pages, 1)

    def title(self) -> str:
        """The page's name."""
        return self.context.say.text(self.heading)

    def translate(self) -> None:
        """Heading and sentence anew; a subclass goes on."""
        self.title_label.setText(self.context.say.text(self.heading))
        self.words.setText(self.context.say.text(self.explained) if self.explained else "")
        self.words.setVisible(bool(self.explained))

    def read(self, work: Work, done: Done) -> None:
        """Ask for what the page shows. While nothing of it is known, a failure stands in its place: fields without
        their values would say what is not so.
        """
        asked = _Asked(self, done)
        self._questions.add(asked)
        self.context.runner.read(self, work, asked.answered, asked.failed)

    def answered(self, asked: "_Asked", answer: Any) -> None:  # noqa: ANN401 - any answer
        """What a question was answered with."""
        self._questions.discard(asked)
        self._known = True
        self._pages.setCurrentWidget(self._area)
        asked.done(answer)

    def unanswered(self, asked: "_Asked", error: BaseException) -> None:
        """Why a question has no answer."""
        self._questions.discard(asked)
        if self._known:
            self.refused(error)
            return
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The list could not be read."))
        self._state.show_state("warning", words, [try_again(say, self.ask)], "warn")
        self._pages.setCurrentWidget(self._state)

    def told(self, words: str) -> None:
        """A sentence for a moment, after something went well."""
        self.context.reporter.said.emit(words, "done")

    def refused(self, error: BaseException) -> None:
        """Say why something was not done."""
        self.context.reporter.show(error, near=self)


def named(button: QPushButton, words: str) -> None:
    """Words on a button, for eyes and ears."""
    button.setText(words)
    button.setAccessibleName(words)
