"""The sign-in screen: who are you, your password, Enter. Languages can be changed before anybody is known."""

from collections import deque
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QPushButton

from app.domain.refusal import N_, Refusal
from app.domain.signed_in import SignedIn
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.frame import SetupWindow
from app.ui.setup.secret import SecretField

SIZE, CARD = QSize(760, 620), 400
MOST_LISTED = 12
"""With more people a login is typed."""
ROW, MOST_ROWS = 34, 6

Attempt = Callable[[str, str], SignedIn]
"""Login and password; blocks while the password is compared. Raises ``Refusal`` with a sentence."""


class SignInWindow(SetupWindow):
    """``signed_in`` carries who it is; closing the window says nothing.

    ``people`` are (login, name) of those who may sign in; without any, or with many, the login is typed. ``login`` is
    who was here last. ``meanwhile`` is done beside the window as soon as it is seen, one after the other.
    """

    signed_in = Signal(object)

    def __init__(
        self,
        context: Context,
        company: str,
        attempt: Attempt,
        *,
        people: Sequence[tuple[str, str]] = (),
        login: str = "",
        meanwhile: Sequence[Callable[[], object]] = (),
    ) -> None:
        super().__init__(context, SIZE, card_width=CARD)
        self._meanwhile = deque(meanwhile)
        self._seen = False
        self._company, self._attempt = company, attempt
        self._waiting = False
        self.people = QListWidget() if 0 < len(people) <= MOST_LISTED else None
        self.login = QLineEdit(login)
        self._title, self._who = Text("", "title"), Text("", "caption")
        self.password = SecretField(context, N_("Password"))
        self.button = QPushButton()
        self.button.setProperty("kind", "primary")
        self._build(people, login)
        self.translate()
        self.paint_theme()

    def _build(self, people: Sequence[tuple[str, str]], login: str) -> None:
        body = self.card.body
        body.setSpacing(10)
        self._title.setWordWrap(True)
        body.addWidget(self._title)
        body.addWidget(self._who)
        if self.people is not None:
            for own, name in people:
                item = QListWidgetItem(name, self.people)
                item.setData(Qt.ItemDataRole.UserRole, own)
                item.setSizeHint(QSize(0, ROW))
            logins = [own for own, _ in people]
            self.people.setCurrentRow(logins.index(login) if login in logins else 0)
            self.people.setProperty("kind", "people")
            self.people.setFixedHeight(min(len(people), MOST_ROWS) * ROW + 6)
            self.people.itemActivated.connect(self._to_password)
            self.people.itemClicked.connect(self._to_password)
            self.password.field.installEventFilter(self)
            self._who.setBuddy(self.people)
            body.addWidget(self.people)
        else:
            self.login.setMaxLength(63)
            self.login.returnPressed.connect(self._to_password)
            self._who.setBuddy(self.login)
            body.addWidget(self.login)
        body.addWidget(self.password)
        body.addWidget(self.notice)
        body.addWidget(self.button)
        self.password.entered.connect(self.enter)
        self.button.clicked.connect(self.enter)
        (self.login if self.people is None and not login else self.password).setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What is needed later begins as soon as the window is seen."""
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, self, self._go_on)

    def _go_on(self, answer: object = None) -> None:
        """The next of what is done meanwhile; what fails is told where it is needed."""
        if isinstance(answer, SignedIn):
            if not self._waiting:
                # nobody need be asked after all
                self._in(answer)
        elif self._meanwhile:
            self.context.runner.aside(self, self._meanwhile.popleft(), self._go_on, self._go_on)

    def chosen(self) -> str:
        """The login of who wants to sign in."""
        if self.people is None:
            return self.login.text().strip()
        item = self.people.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def enter(self) -> None:
        """Try it; the window stays alive meanwhile."""
        if self._waiting:
            return
        if not self.chosen():
            self.login.setFocus()
            return
        self._wait(True)
        work = partial(self._attempt, self.chosen(), self.password.text())
        watch = Watch(N_("Signing in"), only_looks=True)
        self.context.runner.aside(self, work, self._in, self._refused, watch=watch)

    def _in(self, who: object) -> None:
        self._wait(False)
        self.password.clear()
        self.signed_in.emit(who)

    def _refused(self, error: BaseException) -> None:
        self._wait(False)
        if isinstance(error, Refusal):
            self.notice.tell(self.context.say.refusal(error))
        else:
            self.context.reporter.show(error)
        self.password.setFocus()
        self.password.field.selectAll()

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        if waiting:
            self.notice.tell("")
        self.button.setEnabled(not waiting)
        self._write_button()

    def _to_password(self) -> None:
        self.password.setFocus()
        self.password.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Up and down choose a person while the cursor is in the password."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self.people is not None:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self.people.setCurrentRow(max(0, min(self.people.count() - 1, self.people.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.setWindowTitle(say.text(N_("Sign in — {company}"), company=self._company))
        self._title.setText(self._company)
        self._who.setText(say.text(N_("Who are you?") if self.people is not None else N_("Login")))
        for field in (self.people, self.login):
            if field is not None:
                field.setAccessibleName(self._who.text())
        self.password.translate()
        self._write_button()

    def _write_button(self) -> None:
        words = self.context.say.text(N_("Signing in…") if self._waiting else N_("Sign in"))
        self.button.setText(words)
        self.button.setAccessibleName(words)
