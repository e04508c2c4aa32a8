"""The screen of the person on the telephone: who it is, what is open, what was said, and the note of this call."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import paths
from app.domain import phone
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.incoming import IncomingCall
from app.domain.refusal import N_, Mistake, NotFound, Unavailable
from app.queries import desk
from app.queries.desk import Desk
from app.services import calls, contacts
from app.services.contacts import InteractionDraft, Noted
from app.ui.caller.card import CardPage
from app.ui.caller.finding import FindPage
from app.ui.caller.kept import Drafts, KeptFile, NoteDraft
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.panel import Panel

if TYPE_CHECKING:
    from app.ui.complaints.new_form import NewComplaintForm

LEAST_CLIPBOARD = 6
"""Digits of a number in the clipboard that somebody may want to look up."""
MOST_CLIPBOARD = 40


def notes_file(company: str, database: str, owner: str = "") -> Path:
    """Where the notes of this user about this company's customers are kept until they are logged."""
    name = sha256("\n".join([company, database, *([owner] if owner else [])]).encode()).hexdigest()[:16]
    return paths.home() / "drafts" / f"calls-{name}.json"


class CallerPanel(Panel):
    """Opened with a customer's id, an ``IncomingCall``, a text to look up, or nothing: then it asks.

    ``creates`` opens a form for a new customer with what was typed; ``leave`` goes back to the screen before.
    """

    kinds = frozenset(
        {"customer", "order", "interaction", "complaint", "payment", "invoice", "delivery", "account", "price"}
    )

    def __init__(
        self,
        context: Context,
        *,
        notes: Path | None = None,
        creates: Callable[[str], None] | None = None,
        leave: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, parent)
        self._leave = leave
        self.customer_id: int | None = None
        self._before: int | None = None
        self._call: IncomingCall | None = None
        self._since: datetime | None = None
        self._ended: datetime | None = None
        self._dialled = ""
        self._logging = ""
        self._sent: tuple[object, UUID] = (None, new_uid())
        self._case_form: NewComplaintForm | None = None
        self.drafts = Drafts(KeptFile(notes or notes_file("", "")), self._not_kept, self)
        self.finder = FindPage(context, self.drafts, creates)
        self.card = CardPage(context, self.drafts)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.finder)
        self.pages.addWidget(self.card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.pages)
        self._join()

    def _join(self) -> None:
        self.finder.chosen.connect(self._chosen)
        self.finder.labelled.connect(self._known)
        self.card.header.log.clicked.connect(self.log)
        self.card.header.order.clicked.connect(self.new_order)
        self.card.header.complaint.clicked.connect(self.new_complaint)
        self.card.complaint.opened.connect(self._open_case)
        self.card.again.clicked.connect(self.ask)
        self.card.header.called.connect(self._calls_out)
        self.card.orders.table.opened.connect(self._open_order)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.log), ("Ctrl+Enter", self.log), ("Ctrl+1", self._to_orders),
            ("Ctrl+2", self._to_prices), ("Ctrl+3", self._to_note), ("Ctrl+Tab", self.swap),
            ("F2", self.edit_record),
        )  # fmt: skip
        bind_keys(self, *keys)

    def title(self) -> str:
        """The screen's name, and whose card it is."""
        name = self.context.say.text(N_("Caller"))
        card = self.card.desk.card if self.card.desk is not None and self.customer_id is not None else None
        return f"{card.name} · {name}" if card is not None else name

    # what is shown

    def open_record(self, record: object) -> None:
        """A customer's id, an incoming call, or a text to look up."""
        if isinstance(record, bool):
            return
        if isinstance(record, int):
            self.open_customer(record)
        elif isinstance(record, IncomingCall):
            self._call, self._since, self._ended = record, datetime.now(UTC), None
            self._to_find(record.number, open_first=True)
        elif isinstance(record, str):
            self._to_find(record, open_first=True)

    def ask_who(self) -> None:
        """Ask for somebody; a number in the clipboard is taken for a beginning."""
        self._call = self._since = None
        self._to_find(_copied_number())

    def open_caller(self, customer_id: int, call: IncomingCall) -> None:
        """The card of a customer who is on the telephone."""
        self._call, self._since, self._ended = call, datetime.now(UTC), None
        self._to_find(call.number)
        self.open_customer(customer_id)

    def assign(self, call: IncomingCall) -> None:
        """Ask whose number this is; whoever is chosen has it from then on."""
        self._call, self._since, self._ended = call, datetime.now(UTC), None
        self._to_find()
        self.finder.ask_owner(call.number)

    def _chosen(self, customer_id: int) -> None:
        number = self.finder.assigning
        if number:
            self.finder.ask_owner("")
            work = partial(calls.assign, customer_id=customer_id, number=number)
            self.context.runner.write(self, work, self._assigned, self._not_assigned)
        self.open_customer(customer_id)

    def _assigned(self, _changes: ChangeSet) -> None:
        self.context.reporter.said.emit(self.context.say.text(N_("The number belongs to this customer now.")), "done")

    def _not_assigned(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self)

    def _known(self, number: str, label: str) -> None:
        """A number that is no customer's."""
        work = partial(calls.not_a_customer, number=number, label=label, request=new_uid())
        self.context.runner.write(self, work, self._remembered, self._not_assigned)

    def _remembered(self, _changes: ChangeSet) -> None:
        self.context.reporter.said.emit(self.context.say.text(N_("The number is remembered.")), "done")
        if self._leave is not None:
            self._leave()

    def _to_find(self, text: str = "", *, open_first: bool = False) -> None:
        self.drafts.save()
        self._leave_case()
        if self.customer_id is not None:
            self._before, self.customer_id = self.customer_id, None
        self.pages.setCurrentWidget(self.finder)
        self.finder.begin(text, open_first=open_first)

    def open_customer(self, customer_id: int) -> None:
        """The card of a customer. The note of the one before stays kept."""
        if self.customer_id is not None and self.customer_id != customer_id:
            self._before = self.customer_id
        number = self.finder.number if self.pages.currentWidget() is self.finder else ""
        if self._call is None or self.pages.currentWidget() is self.card:
            # who is opened from elsewhere is not on the telephone
            self._call = self._since = None
        self._dialled = ""
        fresh = self.customer_id != customer_id
        self.customer_id = customer_id
        if fresh:
            self._leave_case()
            self.card.show_desk(None)
        self._take_note(str(customer_id), number)
        self.card.header.show_call(self._call, self._since)
        self.pages.setCurrentWidget(self.card)
        self.card.note.field.setFocus()
        self.ask()

    def _take_note(self, key: str, number: str) -> None:
        if number:
            self.card.note.about(f"number:{number}", number)
            self.card.note.moved_to(key, number)
        else:
            self.card.note.about(key, self.drafts.of(key).name)

    def swap(self) -> None:
        """The card before this one: both notes stay."""
        if self._before is not None and self._before != self.customer_id:
            self.open_customer(self._before)

    def ask(self) -> None:
        """The card anew; or, while nobody is chosen, the people anew."""
        if self.customer_id is None:
            self.finder.ask()
            return
        work = partial(desk.of_customer, customer_id=self.customer_id, profit=self.context.sees_profit)
        self.context.runner.read(self, work, self._show, self._missing)

    def _show(self, found: Desk) -> None:
        if found.card.id != self.customer_id:
            return  # somebody else was opened meanwhile
        self.card.show_desk(found)
        self.card.note.about(str(found.card.id), found.card.name)

    def _missing(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self)
        if isinstance(error, NotFound):
            self.customer_id = None
            self._to_find()
        else:
            self.card.show_failure()

    def refresh(self, changes: ChangeSet) -> None:
        """Only what is on the card is asked again."""
        customers = changes.ids.get("customer")
        if self.customer_id is None or not customers or self.customer_id in customers or "customer" in changes.whole:
            self.ask()

    # what is done

    def log(self) -> None:
        """Note the call with what was written; a complaint that is being written comes first."""
        if self._case_form is not None and not self._case_form.isHidden():
            self._case_form.accept()
            return
        if self.customer_id is None or self._logging:
            return
        written = self.card.note.draft()
        if not written.text.strip() and not written.outcome:
            words = Mistake(N_("There is nothing to log yet: write what was said, or choose how the call ended."))
            self.context.reporter.show(words, near=self)
            self.card.note.field.setFocus()
            return
        day = date.fromisoformat(written.follow_up) if written.follow_up else None
        number = self._call.number if self._call is not None else self._dialled
        draft = InteractionDraft(
            self.customer_id, "call", written.text.strip(), "out" if self._dialled and self._call is None else "in",
            at=self._since, staff_id=self.context.staff_id, number=number[:60], outcome=written.outcome,
            follow_up_on=day, follow_up_staff_id=self.context.staff_id if day else None, seconds=self._seconds(),
        )  # fmt: skip
        # another card may be open when the answer comes
        self._logging = str(self.customer_id)
        # the same words sent again, after an answer was lost, are noted once
        if self._sent[0] != (said := (self.customer_id, written)):
            self._sent = (said, new_uid())
        work = partial(contacts.log, draft=draft, request=self._sent[1])
        self.context.runner.write(self, work, self._logged, self._not_logged)

    def _seconds(self) -> int | None:
        """How long the call has lasted, or did until the telephone system said it ended; none without a call."""
        if self._call is None or self._since is None:
            return None
        return max(0, int(((self._ended or datetime.now(UTC)) - self._since).total_seconds()))

    def _logged(self, _noted: Noted) -> None:
        """It is in the books; the card stays for the next question."""
        key, self._logging, self._sent = self._logging, "", (None, new_uid())
        number = self._call.number if self._call is not None else self._dialled
        if number:
            # who was spoken with waits for no call any more
            self.context.runner.write(self, partial(calls.settle_number, number=number), None, self._not_assigned)
        self._call = self._since = None
        self.card.header.show_call(None, None)
        if str(self.customer_id) == key:
            self.card.note.forget()
        else:
            self.drafts.put(key, NoteDraft())
            self.drafts.save()
        self.context.reporter.said.emit(self.context.say.text(N_("The call is logged.")), "done")

    def _not_logged(self, error: BaseException) -> None:
        self._logging = ""
        self.context.reporter.show(error, near=self)

    def _not_kept(self, refusal: Unavailable) -> None:
        self.context.reporter.show(refusal, near=self)

    def new_order(self) -> None:
        """An order for this customer."""
        if self.customer_id is not None:
            self.context.go("order", ("new", self.customer_id))

    def new_complaint(self) -> None:
        """One sentence on the card itself; orders and prices give way to it."""
        if self.customer_id is None or self.pages.currentWidget() is not self.card:
            return
        if self._case_form is None:
            # most calls are no complaints
            from app.ui.complaints.new_form import NewComplaintForm  # noqa: PLC0415

            self._case_form = NewComplaintForm(self.context)
            self._case_form.translate()
            self._case_form.paint_theme()
            self._case_form.opened.connect(self._case_left)
            self._case_form.closed.connect(self._case_left)
            self.card.put_form(self._case_form)
        self.card.make_room(form=True)
        self._case_form.begin(self.customer_id)

    def _case_left(self, _opened: object = None) -> None:
        self.card.make_room(form=False)
        self.card.note.field.setFocus()

    def _leave_case(self) -> None:
        """Another card comes: what was typed stays as a draft."""
        if self._case_form is not None and not self._case_form.isHidden():
            self._case_form.leave()

    def _open_case(self, case_id: int) -> None:
        self.context.go("complaint", case_id)

    def edit_record(self) -> None:
        """The form of this customer, to change what is known."""
        if self.customer_id is not None:
            self.context.go("customer", self.customer_id)

    def _open_order(self, order_id: object) -> None:
        if isinstance(order_id, int):
            self.context.go("order", order_id)

    def _calls_out(self, number: str) -> None:
        self._dialled = number

    def take_call(self, call: IncomingCall) -> None:
        """A later report about the call that is on the card."""
        if self._call is not None and call.key == self._call.key:
            self._call = call
            self._ended = datetime.now(UTC) if call.state == "ended" else None
            self.card.header.show_call(call, self._since)

    # keys, words, colours

    def _to_orders(self) -> None:
        self.card.orders.table.setFocus()

    def _to_prices(self) -> None:
        self.card.prices.table.setFocus()

    def _to_note(self) -> None:
        note = self.card.note if self.pages.currentWidget() is self.card else self.finder.note
        note.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back to what the person did before; what is written stays."""
        if event.key() == Qt.Key.Key_Escape and self._leave is not None:
            self.drafts.save()
            self._leave()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes: the note goes to the disk."""
        super().hideEvent(event)
        self.drafts.save()
        if self._case_form is not None:
            self._case_form.keep()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The person turns to another program: the same."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.drafts.save()

    def translate(self) -> None:
        """Words anew."""
        self.finder.translate()
        self.card.translate()
        if self._case_form is not None:
            self._case_form.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.finder.paint()
        self.card.paint()
        if self._case_form is not None:
            self._case_form.paint_theme()


def _copied_number() -> str:
    """A number that somebody copied; empty for every other text."""
    text = QGuiApplication.clipboard().text()[: MOST_CLIPBOARD + 1].strip()
    digits = sum(sign.isdecimal() for sign in text)
    fits = len(text) <= MOST_CLIPBOARD and digits >= LEAST_CLIPBOARD and phone.looks_like_number(text)
    return text if fits else ""
