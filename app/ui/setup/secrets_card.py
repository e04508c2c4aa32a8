"""A person's password and PIN: set, replaced, taken away; never shown."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.password import WORDS, strength
from app.domain.refusal import N_, Mistake
from app.queries.staff import User
from app.services import users
from app.ui.context import Context
from app.ui.kit.labels import Card, Text
from app.ui.setup.secret import SecretField


class SecretsCard(Card):
    """``kept`` says that a password or PIN was set."""

    kept = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._user: User | None = None
        self._title = Text("", "section")
        self.password, self.pin = SecretField(context, N_("New password")), SecretField(context, N_("New PIN"))
        self.set_password, self.set_pin = QPushButton(), QPushButton()
        self.head.addWidget(self._title)
        row = QHBoxLayout()
        row.setSpacing(12)
        for field, button in ((self.password, self.set_password), (self.pin, self.set_pin)):
            column = QVBoxLayout()
            column.addWidget(field)
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            column.addStretch(1)
            row.addLayout(column, 1)
        self.body.addLayout(row)
        self.set_password.clicked.connect(self.keep_password)
        self.set_pin.clicked.connect(self.keep_pin)
        self.password.entered.connect(self.keep_password)
        self.password.edited.connect(self._meter)
        self.pin.entered.connect(self.keep_pin)

    def show_user(self, user: User | None, *, own_passwords: bool) -> None:
        """Whose they are; passwords of a database server are not set here."""
        if user is None or self._user is None or user.id != self._user.id:
            for field in (self.password, self.pin):
                field.clear()
                field.tell("")
        self._user = user
        for widget in (self.password, self.set_password):
            widget.setVisible(own_passwords)
        self.setEnabled(user is not None)

    def keep_password(self) -> None:
        """Give the person the password that was typed; nothing typed takes it away."""
        self._keep(users.set_password, "password", self.password, self._password_kept, self._password_refused)

    def keep_pin(self) -> None:
        """The same for the PIN."""
        self._keep(users.set_pin, "pin", self.pin, self._pin_kept, self._pin_refused)

    def _keep(
        self, deed: Callable[..., Any], name: str, field: SecretField, done: Callable[[Any], None],
        failed: Callable[[BaseException], None],
    ) -> None:  # fmt: skip
        if self._user is not None and self.isEnabled():
            self.setEnabled(False)
            work = partial(deed, staff_id=self._user.id, **{name: field.text()})
            self.context.runner.write(self, work, done, failed)

    def _password_kept(self, _answer: object) -> None:
        words = N_("The password is set.") if self.password.text() else N_("The password is taken away.")
        self._settled(self.password, words)

    def _pin_kept(self, _answer: object) -> None:
        self._settled(self.pin, N_("The PIN is set.") if self.pin.text() else N_("The PIN is taken away."))

    def _settled(self, field: SecretField, words: str) -> None:
        self.setEnabled(True)
        field.clear()
        field.tell(self.context.say.text(words), "ok")
        self.kept.emit()

    def _password_refused(self, error: BaseException) -> None:
        self._refused(self.password, error)

    def _pin_refused(self, error: BaseException) -> None:
        self._refused(self.pin, error)

    def _refused(self, field: SecretField, error: BaseException) -> None:
        self.setEnabled(True)
        if isinstance(error, Mistake):
            field.tell(self.context.say.refusal(error), "bad")
            field.setFocus()
        else:
            self.context.reporter.show(error)

    def _meter(self) -> None:
        """How strong the password is, while it is typed."""
        known: Sequence[str] = (self._user.name, self._user.login) if self._user else ()
        self.password.tell(*meter(self.context, self.password.text(), known))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Signing in and approvals")))
        for button, words in ((self.set_password, N_("Set the password")), (self.set_pin, N_("Set the PIN"))):
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.password.translate()
        self.pin.translate()


def meter(context: Context, password: str, known: Sequence[str]) -> tuple[str, str]:
    """How strong a password is, in words and as a tone; nothing is said of an empty one."""
    found = strength(password, known)
    tone = {"good": "ok", "strong": "ok", "fair": ""}.get(found, "warn")
    return "" if found == "empty" else context.say.text(WORDS[found]), tone
