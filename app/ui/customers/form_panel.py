"""The form of a customer: data at the left, what happened at the right; nothing that somebody typed is lost."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, NotFound, Refusal
from app.queries import customer
from app.queries.customer import CustomerRecord, Surroundings
from app.ui.context import Context
from app.ui.customers.alike import AlikeWatch
from app.ui.customers.form_consent import ConsentBlock
from app.ui.customers.form_contacts import ContactRow, ContactsBox
from app.ui.customers.form_declared import TaxCheck, fields_of, form_values
from app.ui.customers.form_facts import FactsBlock
from app.ui.customers.form_head import FormHead
from app.ui.customers.form_privacy import Privacy
from app.ui.customers.form_saving import FormSaving
from app.ui.customers.form_secret import SecretBlock
from app.ui.customers.form_side import FormSide
from app.ui.customers.start import CustomerStart, started
from app.ui.customers.strips import Strip
from app.ui.keys import bind_keys
from app.ui.kit.form import Form
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Card
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again

NEW = "customer:new"
WIDEST, NARROWEST = 860, 430


class CustomerPanel(Panel):
    """Opened with a customer's id, a ``CustomerStart``, a text somebody typed, or nothing: then a new customer."""

    kinds = frozenset(
        {"customer", "interaction", "order", "complaint", "account", "payment", "invoice", "custom_field", "price"}
    )

    def __init__(self, context: Context, *, leave: Callable[[], None] | None = None) -> None:
        super().__init__(context)
        self._leave = leave
        self.customer_id: int | None = None
        self.record: CustomerRecord | None = None
        self.around: Surroundings | None = None
        self.form: Form | None = None
        self.side: FormSide | None = None
        self._start = CustomerStart()
        self._tax = TaxCheck("")
        self.head = FormHead(context)
        self.draft, self.double, self.gone = Strip(context), Strip(context, "warn"), Strip(context, "warn")
        self.saving = FormSaving(self)
        self.privacy = Privacy(context, self, self.gone)
        self.facts, self.secret = FactsBlock(context), SecretBlock(context)
        self.consent: ConsentBlock | None = None
        self.state = StatePage(context)
        self._lay_out()
        self._join()

    def _lay_out(self) -> None:
        self._left = QVBoxLayout()
        self._left.setContentsMargins(0, 0, 8, 0)
        self._left.setSpacing(10)
        holder, self.area = QWidget(), QScrollArea()
        holder.setLayout(self._left)
        self.area.setWidget(holder)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._form_card = Card()
        self._form_card.setMaximumWidth(WIDEST)
        for block in (self._form_card, self.facts, self.secret):
            self._left.addWidget(block)
        self._left.addStretch(1)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.setChildrenCollapsible(False)
        self.area.setMinimumWidth(NARROWEST)
        self.both.addWidget(self.area)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(10)
        for widget in (self.head, self.double, self.draft, self.gone, self.head.strip, self.saving.compare, self.state):
            outer.addWidget(widget)
        outer.addWidget(self.both, 1)
        self.state.hide()

    def _join(self) -> None:
        self.context.wanted.connect(self._wanted)
        self.head.save.clicked.connect(self.saving.save)
        self.head.card.clicked.connect(self._to_card)
        self.head.order.clicked.connect(self._new_order)
        self.head.empty.toggled.connect(self._hide_empty)
        self.head.duplicates.triggered.connect(self._to_duplicates)
        self.head.copy.triggered.connect(self.privacy.copy)
        self.head.anonymise.triggered.connect(self.privacy.ask)
        bind_keys(
            self, ("Ctrl+S", self.saving.save), (("Ctrl+Return", "Ctrl+Enter"), self.main_action),
            ("Ctrl+N", self.open_new),
        )  # fmt: skip

    def title(self) -> str:
        """The screen's name, and whose form it is."""
        say = self.context.say
        if self.record is not None:
            return f"{self.record.name} · {say.text(N_('Customer'))}"
        return say.text(N_("New customer"))

    # what is shown

    def open_record(self, record: object) -> None:
        """A customer's id, or what a new one begins with."""
        record = self.head.strip.wanted(record)
        self._keep()
        self.draft.tell("")
        if isinstance(record, int) and not isinstance(record, bool):
            self.customer_id = record
            self._start = CustomerStart()
        else:
            self.customer_id = None
            self._start = record if isinstance(record, CustomerStart) else started(str(record or ""))
        self.record = None
        self.saving.begin()
        if self.form is None and self.customer_id is not None:
            # nothing is there yet that could be taken for a new one
            self.state.show_state("person", self.context.say.text(N_("Reading the customer…")))
            self._turn(found=False)
        self.ask()

    def _wanted(self, name: str, record: object) -> None:
        """This screen without a record means a new one."""
        if name == "customer" and record is None:
            self.open_new()

    def open_new(self) -> None:
        """A new customer."""
        self.open_record("")

    def ask(self) -> None:
        """The record anew; for a new one only what surrounds it."""
        work = partial(customer.opened, customer_id=self.customer_id)
        self.context.runner.read(self, work, self._show, self._missing)

    def refresh(self, changes: ChangeSet) -> None:
        """Only what concerns this customer is asked again."""
        ids = changes.ids.get("customer")
        if changes.touches("custom_field") or not ids or self.customer_id in ids or "customer" in changes.whole:
            self.ask()

    def _missing(self, error: BaseException) -> None:
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
            return
        say = self.context.say
        deed = Deed(say.text(N_("To the customers")), self._to_list, primary=True)
        if not isinstance(error, NotFound):
            deed = try_again(say, self.ask)
        self.state.show_state("warning", say.refusal(error), [deed], "warn")
        self._turn(found=False)

    def _turn(self, *, found: bool) -> None:
        self.state.setVisible(not found)
        self.both.setVisible(found)
        self.head.setVisible(found)

    def _show(self, answer: tuple[Surroundings, CustomerRecord | None]) -> None:
        around, record = answer
        if (record.id if record is not None else None) != self.customer_id:
            return  # another one was opened meanwhile
        if self.side is None:
            # both large parts at once would be felt; there is no form yet that could be saved or kept
            self._make_side(around)
            self.context.runner.turn(self, answer, self._show)
            return
        self._turn(found=True)
        fresh = self.record is None or record is None or self.record.id != record.id
        if self.form is None or self.around is None or around.fields != self.around.fields:
            fresh = self._build(around) or fresh
        self.record, self.around = record, around
        assert self.form is not None
        if fresh:
            self._fill(record)
        elif record is not None:
            self._refill(record)
        self._show_parts(record)

    def _show_parts(self, record: CustomerRecord | None) -> None:
        self.head.show_record(record)
        self.facts.show_record(record)
        self.secret.show_record(record)
        self.privacy.begin(record)
        self.facts.setVisible(record is not None)
        assert self.consent is not None
        assert self.side is not None
        self.consent.setVisible(record is not None)
        self.consent.show_record(record)
        self.side.setVisible(record is not None)
        self.side.show_record(record)
        self.contacts.name_shared(record.points if record is not None else ())
        if record is not None and record.merged_into_id is not None:
            say = self.context.say
            self.gone.tell(say.text(N_("This record was merged into another one.")),
                           [(say.text(N_("Open that one")), self._to_kept)])  # fmt: skip

    @property
    def contacts(self) -> ContactsBox:
        """The rows of telephones and addresses."""
        assert self.form is not None
        box = self.form.boxes["contacts"]
        assert isinstance(box, ContactsBox)
        return box

    def _build(self, around: Surroundings) -> bool:
        """Make the form for these own fields and this language; what is being typed is taken over by its draft."""
        self._keep()
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
        self._tax.country = around.country
        self.form = Form(self.context, fields_of(around, self.context.say.language, self._tax), 2)
        self.form.set_today(around.today)
        self.keeper = FormKeeper(self.form)
        self.watch = AlikeWatch(self.context, self.form, self.contacts, self.double, self.customer_at_hand)
        self._form_card.body.addWidget(self.form)
        self.form.passed.connect(self.saving.save)
        self.form.translate()
        self.form.paint_theme()
        return True

    def _make_side(self, around: Surroundings) -> None:
        self.side, self.consent = FormSide(self.context, around), ConsentBlock(self.context, around)
        for part in (self.side, self.consent):
            # shown when it is known whether it is a new customer
            part.hide()
            part.translate()
            part.paint_theme()
        self._left.insertWidget(2, self.consent)
        self.both.addWidget(self.side)
        bind_keys(self, ("Ctrl+Tab", self.side.next))
        self.both.setSizes([520, 620])

    def customer_at_hand(self) -> int | None:
        """Whose form it is."""
        return self.customer_id

    def _fill(self, record: CustomerRecord | None) -> None:
        """Another record: its values, then what was typed about it earlier."""
        assert self.form is not None
        self.watch.begin()
        if record is None:
            self.saving.version = 0
            self.form.fill({"kind": "person", "active": True})
        else:
            self.saving.version = record.version
            self._tax.country = str(record.values["main.country"]) or (self.around.country if self.around else "")
            self.form.fill(form_values(record))
        draft = self.keeper.begin(NEW if record is None else f"customer:{record.id}", record.name if record else "")
        self._fill_start()
        self.form.hide_empty(self._hides())
        self._tell_draft(draft.saved_at if draft else "")
        now = self.window().focusWidget()
        if record is None or now in (None, self, self.head.empty) or not self.isAncestorOf(now):
            # the keyboard fell out of what was there before
            self.form.focus_first()

    def _hides(self) -> bool:
        wanted = bool(self.context.personal.get("customer.hide_empty", True))
        self.head.empty.blockSignals(True)
        self.head.empty.setChecked(wanted)
        self.head.empty.blockSignals(False)
        return wanted

    def _fill_start(self) -> None:
        """What whoever opened the form knows, where nothing stands yet."""
        assert self.form is not None
        start, name = self._start, self.form.boxes["name"]
        if start.name and not name.raw():
            name.take_raw(start.name)
            name.cursor_to_end()
        rows = [ContactRow(None, kind, text) for kind, text in (("phone", start.phone), ("email", start.email)) if text]
        known = {row.value for row in self.contacts.value}
        fresh = tuple(row for row in rows if row.value not in known)
        if fresh:
            self.contacts.show_value((*self.contacts.value, *fresh))
        if start:
            self.keeper.keep()
            self.watch.look()

    def _tell_draft(self, saved_at: str) -> None:
        if not saved_at:
            self.draft.tell("")
            return
        say = self.context.say
        words = say.text(N_("What you typed on {moment} is still here, not saved yet."),
                         moment=say.moment(datetime.fromisoformat(saved_at)))  # fmt: skip
        if self.keeper.overtaken:
            words += " " + say.text(N_("Somebody changed the record since; both values are shown when you save."))
        self.draft.tell(words, [(say.text(N_("Throw it away")), self._throw_away)])

    def _throw_away(self) -> None:
        self.keeper.end()
        self.draft.tell("")
        self.forget_start()
        self._fill(self.record)

    def forget_start(self) -> None:
        """What the form was opened with is saved, or thrown away."""
        self.draft.tell("")
        self._start = CustomerStart()

    def _refill(self, record: CustomerRecord) -> None:
        """The same record anew: what is being typed stays, and is compared with what it was begun on."""
        assert self.form is not None
        values = form_values(record)
        for key, box in self.form.boxes.items():
            if not box.is_changed:
                box.fill(values.get(key))
        if not self.form.is_changed:
            self.saving.version = record.version

    def main_action(self) -> None:
        """Ctrl+Enter: what the cursor is in: the note is logged, else the form is saved."""
        if self.head.strip.isAncestorOf(self.window().focusWidget()):
            self.head.strip.accept()
        elif self.side is not None and self.side.timeline.talk.has_focus:
            self.side.timeline.talk.save()
        else:
            self.saving.save()

    # where one can go

    def _to_card(self) -> None:
        self.context.go("caller", self.customer_id)

    def _new_order(self) -> None:
        if self.customer_id is not None:
            self.context.go("order", ("new", self.customer_id))

    def _to_list(self) -> None:
        self.context.go("customers")

    def _to_duplicates(self) -> None:
        self.context.go("duplicates", self.customer_id)

    def _to_kept(self) -> None:
        if self.record is not None and self.record.merged_into_id is not None:
            self.open_record(self.record.merged_into_id)

    def _hide_empty(self, hides: bool) -> None:
        self.context.personal.put("customer.hide_empty", hides)
        if self.form is not None:
            self.form.hide_empty(hides)

    # nothing is lost

    def _keep(self) -> None:
        if self.form is not None:
            self.keeper.leave()
        for part in (self.side, self.facts, self.consent):
            if part is not None:
                part.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc goes back; what is typed stays as a draft."""
        if event.key() == Qt.Key.Key_Escape and self._leave is not None:
            self._keep()
            self._leave()
            return
        super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes."""
        super().hideEvent(event)
        self._keep()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """The person turns to another program."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.form is not None:
            self._keep()

    # words and colours

    def translate(self) -> None:
        """Words anew."""
        for part in (self.head, self.facts, self.secret, self.saving.compare, self.form, self.side, self.consent):
            if part is not None:
                part.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        for part in (self.head, self.facts, self.form, self.side, self.consent):
            if part is not None:
                part.paint_theme()
        for strip in (self.draft, self.double, self.gone):
            strip.paint()
