"""A person's copy of all data, and anonymising: what stays is shown first, and the button names the deed."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries import customer_export
from app.queries.customer import CustomerRecord
from app.queries.customer_export import Stays
from app.services import customers_privacy
from app.services.customers_privacy import Copied
from app.ui.context import Context
from app.ui.customers.strips import Strip


class Privacy(QObject):
    """Works for the form that owns it; ``strip`` is where it asks."""

    def __init__(self, context: Context, owner: QWidget, strip: Strip) -> None:
        super().__init__(owner)
        self.context, self._owner, self.strip = context, owner, strip
        self.record: CustomerRecord | None = None
        self._dialog: QFileDialog | None = None

    def begin(self, record: CustomerRecord | None) -> None:
        """Another customer: what was asked about the one before is gone."""
        if record is None or self.record is None or record.id != self.record.id:
            self.strip.tell("")
        self.record = record

    def copy(self) -> None:
        """Ask where the copy shall lie."""
        if self.record is None:
            return
        self._dialog = QFileDialog(self._owner, self.context.say.text(N_("Where shall the copy lie?")))
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setDefaultSuffix("zip")
        self._dialog.selectFile(f"{self.record.code}.zip")
        self._dialog.fileSelected.connect(self.copy_to)
        self._dialog.open()

    def copy_to(self, path: str) -> None:
        """Write the copy there."""
        if self.record is not None:
            work = partial(customers_privacy.copy_to, customer_id=self.record.id, path=Path(path))
            self.context.runner.write(self, work, self._copied)

    def _copied(self, done: Copied) -> None:
        words = self.context.say.text(N_("The copy lies at {path}."), path=str(done.path))
        self.context.reporter.tell(words)

    def ask(self) -> None:
        """Show what anonymising takes and leaves."""
        if self.record is not None:
            work = partial(customer_export.what_stays, customer_id=self.record.id)
            self.context.runner.read(self, work, self._show)

    def _show(self, stays: Stays) -> None:
        say = self.context.say
        goes, left = stays.goes, stays.stays
        gone = say.text(
            N_("For good goes: name, {points} numbers and addresses, {facts} facts, {files} files, all notes."),
            points=goes["contact_points"] + goes["addresses"], facts=goes["facts"], files=goes["files"],
        )  # fmt: skip
        kept = say.text(
            N_("Without a name stay: {orders} orders, {invoices} invoices, {payments} payments, printed months."),
            **left,
        )
        deed = say.text(N_("Anonymise {name}"), name=stays.name)
        self.strip.tell(f"{gone} {kept}", [(deed, self._anonymise), (say.text(N_("Leave it")), self._leave)])

    def _leave(self) -> None:
        self.strip.tell("")

    def _anonymise(self) -> None:
        self.strip.tell("")
        if self.record is not None:
            work = partial(customers_privacy.anonymise, customer_id=self.record.id, request=new_uid())
            self.context.runner.write(self, work, self._anonymised)

    def _anonymised(self, _changes: object) -> None:
        self.context.reporter.tell(self.context.say.text(N_("The record is anonymous now.")))
