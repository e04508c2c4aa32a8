"""One's own password and PIN, for everybody who signs in."""

from functools import partial

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_, Refusal
from app.services import users
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.secret import SecretField
from app.ui.setup.secrets_card import meter

WIDE = 380


class OwnSecrets(QDialog):
    """Stays beside the work; a password of a database server is changed at the server, only the PIN is here then."""

    def __init__(self, context: Context, *, own_password: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.old, self.new = SecretField(context, N_("Present password")), SecretField(context, N_("New password"))
        self.pin = SecretField(context, N_("New PIN"))
        self.set_password, self.set_pin = QPushButton(), QPushButton()
        self._about = Text("", "quiet")
        self._about.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        for widget in (self.old, self.new, self.set_password, self._about, self.pin, self.set_pin):
            column.addWidget(widget)
        for widget in (self.old, self.new, self.set_password):
            widget.setVisible(own_password)
        self.setMinimumWidth(WIDE)
        self.set_password.setProperty("kind", "primary")
        for button in (self.set_password, self.set_pin):
            # Enter in a field means that field
            button.setAutoDefault(False)
        self.set_password.clicked.connect(self.keep_password)
        self.set_pin.clicked.connect(self.keep_pin)
        self.new.entered.connect(self.keep_password)
        self.pin.entered.connect(self.keep_pin)
        self.new.edited.connect(self._meter)
        context.spoke.connect(self.translate)
        self.translate()

    def _meter(self) -> None:
        self.new.tell(*meter(self.context, self.new.text(), (self.context.user,)))

    def keep_password(self) -> None:
        """Change the password, if the present one is right."""
        self.set_password.setEnabled(False)
        work = partial(users.change_own_password, old=self.old.text(), new=self.new.text())
        self.context.runner.write(self, work, self._password_kept, self._password_refused)

    def _password_kept(self, _changes: object) -> None:
        self.set_password.setEnabled(True)
        self.old.clear()
        self.new.clear()
        self.old.tell("")
        self.new.tell(self.context.say.text(N_("The password is set.")), "ok")

    def _password_refused(self, error: BaseException) -> None:
        self.set_password.setEnabled(True)
        self._refused(self.old if getattr(error, "field", "") == "old" else self.new, error)

    def keep_pin(self) -> None:
        """Set the PIN; nothing typed takes it away."""
        if self.context.staff_id is not None:
            work = partial(users.set_pin, staff_id=self.context.staff_id, pin=self.pin.text())
            self.context.runner.write(self, work, self._pin_kept, self._pin_refused)

    def _pin_kept(self, _changes: object) -> None:
        words = N_("The PIN is set.") if self.pin.text() else N_("The PIN is taken away.")
        self.pin.clear()
        self.pin.tell(self.context.say.text(words), "ok")

    def _pin_refused(self, error: BaseException) -> None:
        self._refused(self.pin, error)

    def _refused(self, field: SecretField, error: BaseException) -> None:
        if isinstance(error, Refusal):
            field.tell(self.context.say.refusal(error), "bad")
            field.setFocus()
        else:
            self.context.reporter.show(error)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.setWindowTitle(say.text(N_("My password and PIN")))
        self._about.setText(say.text(N_("With your PIN you approve something at a colleague's desk.")))
        for button, words in ((self.set_password, N_("Set the password")), (self.set_pin, N_("Set the PIN"))):
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        for field in (self.old, self.new, self.pin):
            field.translate()
