"""The screen of an import: the steps at the left, the step at hand, back and next below."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.domain.watch import Stopped
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.importing.check_step import CheckStep
from app.ui.importing.columns_step import ColumnsStep
from app.ui.importing.file_step import FileStep
from app.ui.importing.import_step import ImportStep
from app.ui.importing.known_step import KnownStep
from app.ui.importing.steps import Step
from app.ui.importing.wizard import Wizard
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.kit.progress import Waiting

LIST_WIDE = 190


class ImportPanel(Panel):
    """Opened with the name of a kind (customers, products …), a file's path, or nothing."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.waiting = Waiting(context, self)
        self.wizard = Wizard(context, self.waiting)
        makers: tuple[type[Step], ...] = (FileStep, ColumnsStep, KnownStep, CheckStep, ImportStep)
        self.steps: list[Step] = [make(context, self.wizard) for make in makers]
        self.at = 0
        self._title = Text("", "title")
        self.links = [QPushButton() for _ in self.steps]
        self.trouble, self.again = Text("", "strong", "bad"), QPushButton()
        self._strip = Card(kind="strip")
        self.pages = QStackedWidget()
        self.back_button, self.next_button = QPushButton(), QPushButton()
        self._build()
        self._join()
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(4)
        for link in self.links:
            link.setProperty("kind", "nav")
            link.setCheckable(True)
            link.setMinimumWidth(LIST_WIDE)
            side.addWidget(link)
        side.addStretch(1)
        self._strip.setProperty("tone", "bad")
        self.trouble.setWordWrap(True)
        self._strip.head.addWidget(self.trouble, 1)
        self._strip.head.addWidget(self.again)
        self._strip.hide()
        for step in self.steps:
            self.pages.addWidget(step)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        for button in (self.back_button, self.next_button):
            foot.addWidget(button)
        self.next_button.setProperty("kind", "primary")
        room = Card()
        room.body.addWidget(self._strip)
        room.body.addWidget(self.pages, 1)
        room.body.addLayout(foot)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(side)
        across.addWidget(room, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 14, 16, 14)
        outer.setSpacing(10)
        outer.addWidget(self._title)
        outer.addLayout(across, 1)

    def _join(self) -> None:
        self.wizard.moved.connect(self._show)
        self.wizard.failed.connect(self._failed)
        self.back_button.clicked.connect(self.back)
        self.next_button.clicked.connect(self.next)
        self.again.clicked.connect(self._try_again)
        for at, link in enumerate(self.links):
            link.setProperty("step", at)
            link.clicked.connect(self._link_chosen)
        bind_keys(
            self,
            ("Alt+N", self.next), ("Alt+B", self.back), ("Ctrl+Return", self.take), ("Ctrl+Enter", self.take),
        )  # fmt: skip

    def title(self) -> str:
        """The screen's name."""
        return self.context.say.text(N_("Import"))

    def open_record(self, record: object) -> None:
        """A kind of file, or the path of one."""
        if not isinstance(record, str) or self.waiting.busy:
            return
        if "/" in record or "\\" in record:
            self.go_to(0)
            self.wizard.choose(record)
        elif self.wizard.table is None or self.wizard.taken is not None:
            self.wizard.begin_anew()
            self.go_to(0)
            self.wizard.choose_kind(record)

    # from step to step

    @property
    def step(self) -> Step:
        """The step at hand."""
        return self.steps[self.at]

    def reachable(self, at: int) -> bool:
        """Whether everything before a step is done; after the import there is only its result."""
        if self.wizard.taken is not None:
            return at == len(self.steps) - 1
        return all(step.done for step in self.steps[:at])

    def go_to(self, at: int) -> None:
        """Another step."""
        if not 0 <= at < len(self.steps):
            return
        self.at = at
        self.pages.setCurrentWidget(self.step)
        self._show()
        self.step.enter()

    def next(self) -> None:
        """The next step, once this one is done."""
        if self.at + 1 < len(self.steps) and self.step.done:
            self.go_to(self.at + 1)

    def back(self) -> None:
        """The step before; after the import there is none."""
        if self.at and self.wizard.taken is None and not self.waiting.busy:
            self.go_to(self.at - 1)

    def take(self) -> None:
        """Import, from the check on."""
        if self.wizard.checked is not None and self.reachable(len(self.steps) - 1) and self.wizard.taken is None:
            self.go_to(len(self.steps) - 1)
            self.wizard.take()

    def _link_chosen(self) -> None:
        link = self.sender()
        at = link.property("step") if link is not None else None
        if isinstance(at, int) and self.reachable(at) and not self.waiting.busy:
            self.go_to(at)
        else:
            self._show()

    def _try_again(self) -> None:
        self._strip.hide()
        if self.wizard.table is None and self.wizard.asked is not None:
            self.wizard.read_again()
        else:
            self.wizard.check()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Stopped):
            self.context.reporter.said.emit(self.context.say.refusal(error), "done")
            return
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
            return
        self.trouble.setText(self.context.say.refusal(error))
        self._strip.show()
        self.again.setFocus()

    # what is shown

    def _show(self) -> None:
        if self.waiting.busy:
            self._strip.hide()
        if self.wizard.table is None and self.at and self.wizard.taken is None:
            # another file: from the beginning
            self.at = 0
            self.pages.setCurrentWidget(self.step)
        self.step.show_state()
        say = self.context.say
        for at, (link, step) in enumerate(zip(self.links, self.steps, strict=True)):
            passed = at < self.at and step.done
            words = say.text(step.name)
            link.setText(f"{at + 1}  {words}" + ("  ✓" if passed or self.wizard.taken is not None else ""))
            link.setAccessibleName(f"{at + 1} {words}")
            link.setChecked(at == self.at)
            link.setEnabled(self.reachable(at) or at == self.at)
        last = self.at == len(self.steps) - 1
        self.back_button.setEnabled(self.at > 0 and self.wizard.taken is None and not self.waiting.busy)
        self.next_button.setVisible(not last)
        self.next_button.setEnabled(self.step.done)
        focus = self.window().focusWidget()
        if self.wizard.taken is not None and self.isVisible() and not (focus and self.pages.isAncestorOf(focus)):
            # the button that was pressed is gone: what comes next has the keyboard
            self.step.enter()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc: one step back; what was chosen stays."""
        if event.key() == Qt.Key.Key_Escape and self.at and self.wizard.taken is None:
            self.back()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Import")))
        self.back_button.setText(f" {say.text(N_('Back'))}")
        self.next_button.setText(f" {say.text(N_('Next'))}")
        self.again.setText(say.text(N_("Try again")))
        self.back_button.setToolTip("Alt+B")
        self.next_button.setToolTip("Alt+N")
        for step in self.steps:
            step.show_state()
        self._show()

    def paint_theme(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        self.back_button.setIcon(icon("left", tokens.text2, 16))
        self.next_button.setIcon(icon("right", tokens.on_accent, 16))
