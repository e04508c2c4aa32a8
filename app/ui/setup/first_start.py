"""The first start: a few pages, each finished with Enter, back always works, a stop in the middle resumes."""

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget

from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.first_start_company import CompanyPage, YouPage
from app.ui.setup.first_start_pages import DataPage, LanguagePage, PhonePage, StartPage, WantPage
from app.ui.setup.first_start_where import JoinPage, WherePage
from app.ui.setup.frame import SetupWindow
from app.ui.setup.start_doors import StartAnswers, StartDoors

SIZE, CARD, PAGE = QSize(960, 700), 660, 400
PATHS = {
    "demo": ("language", "want"),
    "own": ("language", "want", "where", "company", "you", "data", "phone"),
    "join": ("language", "want", "join", "phone"),
}
STEPS = {
    "demo": N_("Making the demo company"), "own": N_("Making your company"), "join": N_("Opening the company"),
}  # fmt: skip
PAGE_OF_FIELD = {"folder": "where", "host": "where", "login": "you", "password": "you"}
"""Where a refusal that comes at the end can be corrected; others belong to the company."""


class FirstStartWindow(SetupWindow):
    """``finished`` carries what the program opens next; closing the window keeps the answers for the next time."""

    finished = Signal(object)

    def __init__(self, context: Context, doors: StartDoors) -> None:
        super().__init__(context, SIZE, card_width=CARD)
        self._doors = doors
        self.answers = doors.kept
        self._working = False
        self.pages: dict[str, StartPage] = {
            page.key: page
            for page in (
                LanguagePage(context), WantPage(context), WherePage(context, doors), JoinPage(context, doors),
                CompanyPage(context, doors), YouPage(context), DataPage(context),
                PhonePage(context, doors.call_command),
            )
        }  # fmt: skip
        self.stack = QStackedWidget()
        self._step, self._question = Text("", "caption"), Text("", "title")
        self.back_button, self.next_button = QPushButton(), QPushButton()
        self.next_button.setProperty("kind", "primary")
        self._build()
        self.translate()
        self.open_page(resumed(self.answers))
        self.paint_theme()

    def _build(self) -> None:
        for page in self.pages.values():
            page.ready.connect(self._write)
            page.passed.connect(self.next)
            page.column.addStretch(1)
            self.stack.addWidget(page)
        row = QHBoxLayout()
        row.addWidget(self.back_button)
        row.addStretch(1)
        row.addWidget(self.next_button)
        body = self.card.body
        body.setSpacing(12)
        self.stack.setMinimumHeight(PAGE)
        for widget in (self._step, self._question, self.stack, self.notice):
            body.addWidget(widget)
        body.addLayout(row)
        # Enter on it means it, although Enter goes on everywhere else
        self.back_button.setAutoDefault(True)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)

    @property
    def page(self) -> StartPage:
        """The page that is shown."""
        shown = self.stack.currentWidget()
        assert isinstance(shown, StartPage)
        return shown

    @property
    def _path(self) -> tuple[str, ...]:
        return PATHS[self.page.take(self.answers).want]

    def open_page(self, key: str) -> None:
        """Show a page with what was answered before."""
        page = self.pages[key]
        page.show_answers(self.answers)
        self.stack.setCurrentWidget(page)
        self.notice.tell("")
        self._keep(replace(self.answers, page=key))
        self._write()
        page.begin()

    def next(self) -> None:
        """Leave the page forwards; after the last one everything is made."""
        if self._working or not self.page.check():
            return
        self.answers = self.page.take(self.answers)
        path = self._path
        at = path.index(self.page.key)
        if at + 1 < len(path):
            self.open_page(path[at + 1])
        else:
            self._finish()

    def back(self) -> None:
        """The page before, with its answers; what was typed here stays."""
        path = self._path
        at = path.index(self.page.key)
        if at and not self._working:
            self.answers = self.page.take(self.answers)
            self.open_page(path[at - 1])

    def _keep(self, answers: StartAnswers) -> None:
        self.answers = answers
        self.context.runner.aside(self, partial(self._doors.keep, answers), self._kept, self._not_kept)

    def _kept(self, _answer: object) -> None:
        """Nothing is said of it."""

    def _not_kept(self, _error: BaseException) -> None:
        # resuming is a convenience; the page itself tells of a folder that cannot be written
        return

    def _finish(self) -> None:
        self._work(True)
        words = (
            N_("Making the demo company: two years of business in about ten seconds…")
            if self.answers.want == "demo"
            else N_("Opening the company…") if self.answers.want == "join" else N_("Making your company…")
        )  # fmt: skip
        self.notice.tell(self.context.say.text(words), "info")
        work = partial(self._doors.finish, self.answers, self._server_password(), self._own_password())
        self.context.runner.aside(self, work, self._done, self._failed, watch=self._watch())

    def _watch(self) -> Watch:
        """At a server the company is there, for everybody, with its one commit; a file is taken away until the end."""
        answers = self.answers
        return Watch(STEPS[answers.want], one_write=answers.want == "own" and answers.place == "server")

    def _server_password(self) -> str:
        page = self.pages["join" if self.answers.want == "join" else "where"]
        assert isinstance(page, (JoinPage, WherePage))
        return page.server.password.text()

    def _own_password(self) -> str:
        page = self.pages["you"]
        assert isinstance(page, YouPage)
        return page.password.text() if self.answers.place == "pc" else ""

    def _done(self, opening: object) -> None:
        self._work(False)
        self.finished.emit(opening)

    def _failed(self, error: BaseException) -> None:
        self._work(False)
        self.notice.tell("")
        if not isinstance(error, Refusal):
            self.context.reporter.show(error)
            return
        wanted = PAGE_OF_FIELD.get(error.field or "", "company" if error.field else "")
        if wanted in self._path:
            self.open_page(wanted)
        self.notice.tell(self.context.say.refusal(error))

    def _work(self, working: bool) -> None:
        self._working = working
        self.stack.setEnabled(not working)
        self.back_button.setEnabled(not working)
        self.next_button.setEnabled(not working)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on from anywhere, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.next()
        elif event.key() == Qt.Key.Key_Escape:
            self.back()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        for page in self.pages.values():
            page.translate()
        self.setWindowTitle(self.context.say.text(N_("Mostrador: first start")))
        if self.stack.count():
            self._write()

    def _write(self) -> None:
        """The heading and the buttons of this page."""
        say, page, path = self.context.say, self.page, self._path
        at = path.index(page.key) if page.key in path else 0
        self._step.setText(say.text(N_("Step {at} of {count}"), at=at + 1, count=len(path)))
        self._question.setText(say.text(page.question))
        self.back_button.setText(say.text(N_("Back")))
        self.back_button.setVisible(at > 0)
        self.next_button.setText(say.text(page.main_words() or N_("Next")))
        for button in (self.back_button, self.next_button):
            button.setAccessibleName(button.text())

    def paint_theme(self) -> None:
        """Colours anew."""
        super().paint_theme()
        for page in self.pages.values():
            page.paint_theme()


def resumed(answers: StartAnswers) -> str:
    """The page to go on with; where a server's password is needed again, the page that asks for it."""
    path = PATHS[answers.want]
    if answers.page not in path:
        return "language"
    asks = "join" if answers.want == "join" else "where" if answers.place == "server" else ""
    after = asks in path and path.index(answers.page) > path.index(asks)
    return asks if after else answers.page
