"""The screen of the person on the telephone: who it is, what is open, what was said, and the note of this call."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app import paths
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.incoming import IncomingCall
from app.domain.refusal import N_, NotFound, Unavailable
from app.queries import desk
from app.queries.desk import Desk
from app.services import calls
from app.ui.caller.card import CardPage
from app.ui.caller.case_form import CaseForm
from app.ui.caller.finding import FindPage, copied_number
from app.ui.caller.kept import Drafts, KeptFile
from app.ui.caller.note_log import CallLog
from app.ui.caller.pop import written
from app.ui.caller.talks import NUMBER, Talk, Talks, TalkTabs
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.panel import Panel


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
        self.talks = Talks()
        self.talk: Talk | None = None
        self.dialled = ""
        """The number that was called from this card."""
        self.drafts = Drafts(KeptFile(notes or notes_file("", "")), self._not_kept, self)
        self.finder = FindPage(context, self.drafts, creates)
        self.card = CardPage(context, self.drafts)
        self.call_log, self.case = CallLog(self), CaseForm(context, self.card)
        self.tabs = TalkTabs(context)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.finder)
        self.pages.addWidget(self.card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.tabs)
        outer.addWidget(self.pages, 1)
        self._join()

    def _join(self) -> None:
        self.finder.chosen.connect(self._chosen)
        self.finder.labelled.connect(self._known)
        self.finder.number_wanted.connect(self._open_number)
        self.tabs.chosen.connect(self._open_talk)
        self.card.header.log.clicked.connect(self.log)
        self.card.header.order.clicked.connect(self.new_order)
        self.card.header.complaint.clicked.connect(self.new_complaint)
        self.card.complaint.opened.connect(self._open_case)
        self.card.again.clicked.connect(self.ask)
        self.card.header.called.connect(self._calls_out)
        self.card.orders.table.opened.connect(self._open_order)
        self.card.prices.wanted.connect(self._order_at_price)
        self.card.contacts.entered.connect(self.edit_record)
        self.card.people.entered.connect(self.edit_record)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.log), ("Ctrl+Enter", self.log), ("Ctrl+1", self._to_orders),
            ("Ctrl+2", self._to_prices), ("Ctrl+3", self._to_note), ("Ctrl+4", self._to_complaint),
            ("Ctrl+5", self._to_contacts), ("Ctrl+6", self._to_people), ("Ctrl+Tab", self.swap),
            ("F2", self.edit_record), ("F9", self.card.prices.begin_order),
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
            self._begin(record)
            self._to_find(record.number, open_first=True)
        elif isinstance(record, str):
            self.talk = None
            self._to_find(record, open_first=True)

    def ask_who(self) -> None:
        """Ask for somebody; a number in the clipboard is taken for a beginning. A call that goes on keeps its tab."""
        self.talk = None
        self._to_find(copied_number())

    def open_caller(self, customer_id: int, call: IncomingCall) -> None:
        """The card of a customer who is on the telephone."""
        self._begin(call)
        self._to_find(call.number)
        self.open_customer(customer_id)

    def assign(self, call: IncomingCall) -> None:
        """Ask whose number this is; whoever is chosen has it from then on."""
        self._begin(call)
        self._to_find()
        self.finder.ask_owner(call.number)

    # calls

    def _begin(self, call: IncomingCall) -> None:
        self.talk = self.talks.begin(call, written(call, self.context.say.country))

    @property
    def _key(self) -> str:
        """Whom the screen is about: a customer's id, or the number of the call that is looked up."""
        if self.customer_id is not None:
            return str(self.customer_id)
        return self.talk.key if self.talk is not None else ""

    def _show_talks(self) -> None:
        self.tabs.show_talks(self.talks.all(), self._key)
        self.card.set_spare(spare=not self.tabs.isHidden())

    def _open_talk(self, key: str) -> None:
        """The tab of another call: its note is as it was left."""
        talk = self.talks.of(key)
        if talk is None:
            self._show_talks()
        elif key.startswith(NUMBER):
            self.talk = talk
            self._to_find(talk.call.number, open_first=True)
        else:
            self._turn_to(int(key))

    def _open_number(self, number: str) -> None:
        """A note about somebody unknown that is not logged yet."""
        self.talk = self.talks.of(NUMBER + number)
        self._to_find(number, open_first=True)

    def call_is_over(self, talk: Talk | None) -> None:
        """It is logged: the card stays, the tab goes."""
        if talk is self.talk:
            self.talk, self.dialled = None, ""
            self.card.header.show_call(None, None)
        self._show_talks()

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
        self.case.leave()
        if self.customer_id is not None:
            self._before, self.customer_id = self.customer_id, None
        self.pages.setCurrentWidget(self.finder)
        self._show_talks()
        self.finder.begin(text, open_first=open_first)

    def open_customer(self, customer_id: int) -> None:
        """The card of a customer. The note of the one before stays kept; who was looked for has been found."""
        found = self.pages.currentWidget() is self.finder
        if found and self.talk is not None:
            self.talks.belongs(self.talk, str(customer_id))
        self._turn_to(customer_id, self.finder.number if found else "")

    def _turn_to(self, customer_id: int, number: str = "") -> None:
        """The card of a customer, and the note about a number that is theirs."""
        if self.customer_id is not None and self.customer_id != customer_id:
            self._before = self.customer_id
        # who is opened from elsewhere is on the telephone only if a call was theirs already
        self.talk, self.dialled = self.talks.of(str(customer_id)), ""
        fresh = self.customer_id != customer_id
        self.customer_id = customer_id
        if fresh:
            self.case.leave()
            self.card.show_desk(None)
        self._take_note(str(customer_id), number)
        self._show_call()
        self.pages.setCurrentWidget(self.card)
        self._show_talks()
        self.card.note.field.setFocus()
        self.ask()

    def _take_note(self, key: str, number: str) -> None:
        if number:
            self.card.note.about(f"{NUMBER}{number}", number)
            self.card.note.moved_to(key, number)
        else:
            self.card.note.about(key, self.drafts.of(key).name)

    def _show_call(self) -> None:
        talk = self.talk
        self.card.header.show_call(talk.call if talk is not None else None, talk.since if talk is not None else None)

    def swap(self) -> None:
        """The other call, or the card before this one: both notes stay."""
        if other := self.tabs.next(self._key):
            self._open_talk(other)
        elif self._before is not None and self._before != self.customer_id:
            self._turn_to(self._before)

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
        if self.talk is not None:
            self.talk.name = found.card.name
            self._show_talks()

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
        if self.case.is_open:
            self.case.accept()
        else:
            self.call_log.log()

    def _not_kept(self, refusal: Unavailable) -> None:
        self.context.reporter.show(refusal, near=self)

    def new_order(self) -> None:
        """An order for this customer."""
        if self.customer_id is not None:
            self.context.go("order", ("new", self.customer_id))

    def new_complaint(self) -> None:
        """One sentence on the card itself; orders and prices give way to it."""
        if self.customer_id is not None and self.pages.currentWidget() is self.card:
            self.case.begin(self.customer_id)

    def _order_at_price(self, product: str) -> None:
        if self.customer_id is not None:
            self.context.go("order", ("told", self.customer_id, product))

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
        """Somebody is called from here: the call before is another one."""
        if self.talk is not None and self.talk.ended is not None:
            self.talks.drop(self.talk)
            self.call_is_over(self.talk)
        self.dialled = number

    def take_call(self, call: IncomingCall) -> None:
        """A later report about a call that was opened here."""
        found = self.talks.report(call)
        if found is not None and found is self.talk:
            self._show_call()
        self._show_talks()

    # keys, words, colours

    def _to_orders(self) -> None:
        self.card.orders.table.setFocus()

    def _to_prices(self) -> None:
        self.card.prices.table.setFocus()

    def _to_complaint(self) -> None:
        self.card.complaint.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_contacts(self) -> None:
        self.card.contacts.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _to_people(self) -> None:
        self.card.people.setFocus(Qt.FocusReason.ShortcutFocusReason)

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
        self.case.keep()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The person turns to another program: the same."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange:
            self.drafts.save()

    def translate(self) -> None:
        """Words anew."""
        self.finder.translate()
        self.card.translate()
        self._show_talks()
        self.case.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.finder.paint()
        self.card.paint()
        self.tabs.paint()
        self.case.paint()
