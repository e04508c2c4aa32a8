"""Pages of the first start about the place: a folder of this PC, or a server that is tested step by step."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_, Mistake, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text
from app.ui.setup.first_start_pages import Choices, StartPage
from app.ui.setup.frame import Notice
from app.ui.setup.secret import SecretField
from app.ui.setup.start_doors import PORT, ServerAnswers, ServerStep, StartAnswers, StartDoors

__all__ = ["JoinPage", "WherePage"]


def _port(port: str) -> None:
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise Mistake(N_("A port is a number up to 65535; PostgreSQL usually has 5432."))


SERVER = (
    FormField("host", N_("Server"), required=True, hint=N_("its name or address, such as SRV-CRM01")),
    FormField("port", N_("Port"), required=True, most=5, check=_port),
    FormField("database", N_("Database"), required=True, most=63),
    FormField("user", N_("Your login there"), required=True, most=63),
    FormField("certificate", N_("Certificate file (ca.crt)"), most=400, wide=True,
              hint=N_("from the server; without it nobody can be sure that it is the right one")),
)  # fmt: skip
SIGNS = {True: ("✓", "ok"), False: ("✗", "bad")}


class ServerTest(QWidget):
    """The fields of a server, its password, and the test in named steps."""

    def __init__(self, page: StartPage, doors: StartDoors, *, joins: bool) -> None:
        super().__init__()
        self.context, self._page, self._doors, self._joins = page.context, page, doors, joins
        self.passed = self._running = False
        self._steps: Sequence[ServerStep] = ()
        self._tested: tuple[ServerAnswers, str] | None = None
        self.form = Form(self.context, SERVER, columns=2)
        self.password = SecretField(self.context, N_("Password at the server"))
        self.button, self.upgrade = QPushButton(), QPushButton()
        self.notice = Notice(self.context)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(3)
        self._shown: list[Text] = []
        row = QHBoxLayout()
        row.addWidget(self.button)
        row.addWidget(self.upgrade)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.form)
        column.addWidget(self.password)
        column.addLayout(row)
        column.addLayout(self._lines)
        column.addWidget(self.notice)
        self.upgrade.hide()
        self.upgrade.setAutoDefault(True)
        self.button.clicked.connect(self.test)
        self.upgrade.clicked.connect(self._upgrade)
        self.form.edited.connect(self._changed)
        self.password.edited.connect(self._changed)

    def fill(self, server: ServerAnswers) -> None:
        """What was answered before; the password was not kept."""
        self.form.fill({"host": server.host, "port": str(server.port), "database": server.database,
                        "user": server.user, "certificate": server.certificate})  # fmt: skip

    def answers(self) -> ServerAnswers:
        """The server as typed."""
        values = self.form.values()
        port = str(values["port"])
        return ServerAnswers(
            str(values["host"]), int(port) if port.isdigit() else PORT, str(values["database"]),
            str(values["user"]), str(values["certificate"]),
        )  # fmt: skip

    def check(self) -> bool:
        """Whether this very server was tested well; else the test begins."""
        if not self.form.check():
            return False
        if self.passed and self._tested == (self.answers(), self.password.text()):
            return True
        self.test()
        return False

    def test(self) -> None:
        """Ask the server, aside."""
        if self._running or not self.form.check():
            return
        self._running = True
        self.passed = False
        self._tested = (self.answers(), self.password.text())
        self._show([])
        self.notice.tell(self.context.say.text(N_("Testing the server…")), "info")
        work = partial(self._doors.test_server, *self._tested, self._joins)
        watch = Watch(N_("Looking at the server"), only_looks=True)
        self.context.runner.aside(self, work, self._looked, self._failed, watch=watch)

    def _looked(self, steps: Sequence[ServerStep]) -> None:
        self._running = False
        self.passed = bool(steps) and all(step.passes for step in steps)
        self.notice.tell("")
        self._show(steps)
        self._page.ready.emit()

    def _failed(self, error: BaseException) -> None:
        self._running = False
        if isinstance(error, Refusal):
            self.notice.tell(self.context.say.refusal(error))
        else:
            self.context.reporter.show(error)

    def _changed(self) -> None:
        if self.passed:
            self.passed = False
            self._page.ready.emit()

    def _upgrade(self) -> None:
        if self._tested is not None and not self._running:
            self._running = True
            self.upgrade.hide()
            self.notice.tell(self.context.say.text(N_("Making a backup, then upgrading…")), "info")
            work, watch = partial(self._doors.upgrade, *self._tested), Watch(N_("Saving a copy and upgrading"))
            self.context.runner.aside(self, work, self._upgraded, self._failed, watch=watch)

    def _upgraded(self, backup: str) -> None:
        self._running = False
        self.test()
        self.notice.tell(self.context.say.text(N_("Upgraded. The backup from before: {path}"), path=backup), "ok")

    def _show(self, steps: Sequence[ServerStep]) -> None:
        for line in self._shown:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._steps, self._shown = steps, []
        say = self.context.say
        for step in steps:
            sign, tone = SIGNS[step.good]
            words = [f"{sign} {say.text(step.words, **step.values)}"]
            if step.fix:
                words.append(say.text(step.fix, **step.values))
            line = Text("  ".join(words), "", tone if step.good or not step.passes else "warn")
            line.setWordWrap(True)
            self._shown.append(line)
            self._lines.addWidget(line)
        self.upgrade.setVisible(any(step.offer == "upgrade" for step in steps))

    @property
    def words(self) -> list[str]:
        """What the test said, line by line."""
        return [line.text() for line in self._shown]

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.form.translate()
        self.password.translate()
        self.button.setText(say.text(N_("Test the server")))
        self.upgrade.setText(say.text(N_("Make a backup and upgrade")))
        for button in (self.button, self.upgrade):
            button.setAccessibleName(button.text())
        self._show(self._steps)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.notice.paint_theme()


class JoinPage(StartPage):
    """The server of a company that exists."""

    key, question = "join", N_("Which server is it?")

    def __init__(self, context: Context, doors: StartDoors) -> None:
        super().__init__(context)
        self.server = ServerTest(self, doors, joins=True)
        self.column.addWidget(self.server)

    def show_answers(self, answers: StartAnswers) -> None:
        self.server.fill(answers.server)

    def take(self, answers: StartAnswers) -> StartAnswers:
        return replace(answers, server=self.server.answers())

    def check(self) -> bool:
        return self.server.check()

    def begin(self) -> None:
        self.server.form.focus_first()

    def main_words(self) -> str:
        return "" if self.server.passed else N_("Test the server")

    def translate(self) -> None:
        self.server.translate()

    def paint_theme(self) -> None:
        self.server.paint_theme()


class WherePage(StartPage):
    """Where a new company's data lie: on this PC or on a server."""

    key, question = "where", N_("Where shall the data be?")

    def __init__(self, context: Context, doors: StartDoors) -> None:
        super().__init__(context)
        self._doors = doors
        self._good = self._looking = ""
        self.choices = Choices(
            context,
            (
                ("pc", N_("On this PC, one place"), N_("One file, nothing to set up. For one desk.")),
                ("server", N_("On a server, for several PCs"), N_("PostgreSQL on a computer of this office.")),
            ),
        )
        self.folder = Form(context, (FormField("folder", N_("Folder"), required=True, most=400),))
        self.server = ServerTest(self, doors, joins=False)
        for widget in (self.choices, self.folder, self.server):
            self.column.addWidget(widget)
        self.choices.chosen.connect(self._chosen)

    def _look(self, folder: str) -> None:
        """Ask about the folder, aside: a place where a database gets damaged is refused."""
        if not self._looking:
            self._looking = folder
            work = partial(self._doors.folder_holds, folder)
            watch = Watch(N_("Looking at the folder"), only_looks=True)
            self.context.runner.aside(self, work, self._looked, self._refused, watch=watch)

    def _looked(self, name: str) -> None:
        if name:
            words = N_("The company ‘{name}’ is in this folder already. Choose another one.")
            self._refused(Mistake(words, field="folder", name=name))
            return
        self._good, self._looking = self._looking, ""
        self.passed.emit()

    def _refused(self, error: BaseException) -> None:
        self._looking = ""
        if isinstance(error, Refusal):
            self.folder.boxes["folder"].refuse(error)
            self.folder.focus_first()
        else:
            self.context.reporter.show(error)

    def _chosen(self) -> None:
        on_pc = self.choices.value == "pc"
        self.folder.setVisible(on_pc)
        self.server.setVisible(not on_pc)
        self.ready.emit()

    def show_answers(self, answers: StartAnswers) -> None:
        self.choices.choose(answers.place)
        self.folder.fill({"folder": answers.folder or self._doors.usual_folder})
        self.server.fill(answers.server)
        self._chosen()

    def take(self, answers: StartAnswers) -> StartAnswers:
        folder = str(self.folder.values()["folder"])
        return replace(answers, place=self.choices.value, folder=folder, server=self.server.answers())

    def check(self) -> bool:
        if self.choices.value == "server":
            return self.server.check()
        folder = str(self.folder.values()["folder"])
        if not self.folder.check():
            return False
        if folder == self._good:
            return True
        self._look(folder)
        return False

    def begin(self) -> None:
        self.choices.focus()

    def main_words(self) -> str:
        return N_("Test the server") if self.choices.value == "server" and not self.server.passed else ""

    def translate(self) -> None:
        for part in (self.choices, self.folder, self.server):
            part.translate()

    def paint_theme(self) -> None:
        self.folder.paint_theme()
        self.server.paint_theme()
