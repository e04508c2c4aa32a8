"""What was said is written down below the timeline: a contact with its next step, or a price that was told."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, Refusal
from app.queries.customer import Surroundings
from app.queries.products import Offer
from app.services import contacts
from app.services.contacts import InteractionDraft, Noted
from app.ui.caller.words import OUTCOMES
from app.ui.context import Context
from app.ui.customers.words import DIRECTIONS, TALK_KINDS
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.form_fields import LineBox
from app.ui.kit.labels import Card
from app.ui.orders.product_popup import ProductPopup


def talk_fields(around: Surroundings) -> list[FormField]:
    """A contact."""
    return [
        FormField("note", N_("Write a note"), "lines", wide=True, most=contacts.LONGEST_NOTE,
                  hint=N_("What was said, what was promised (Ctrl+Enter logs it)")),
        FormField("kind", N_("Kind of contact"), "choice", choices=tuple(TALK_KINDS.items())),
        FormField("direction", N_("Direction"), "choice", choices=tuple(DIRECTIONS.items())),
        FormField("outcome", N_("Outcome"), "choice", choices=(("", "–"), *OUTCOMES.items())),
        FormField("follow_up", N_("Next step on"), "day", hint=N_("5, 5/12, +3, mon")),
        FormField("person", N_("Next step by"), "choice", choices=((None, "–"), *around.staff)),
    ]  # fmt: skip


PRICE_FIELDS = (
    FormField("product", N_("Product"), required=True, hint=N_("Code or words of its name"), wide=True),
    FormField("price", N_("Price of one, without tax"), "money", required=True, least=0, places=4),
    FormField("valid_until", N_("Holds until"), "day", hint=N_("empty: until further notice")),
)


class TalkBox(Card):
    """``noted`` says that something was written down."""

    noted = Signal()

    def __init__(self, context: Context, around: Surroundings) -> None:
        super().__init__()
        self.context, self.around = context, around
        self.customer_id: int | None = None
        self._request = new_uid()
        self._busy = False
        self._offer: Offer | None = None
        self.talk, self.price = Form(context, talk_fields(around), 5), Form(context, PRICE_FIELDS, 2)
        self.keeper = FormKeeper(self.talk)
        self.log, self.tell_price, self.back = QPushButton(), QPushButton(), QPushButton()
        self.log.setProperty("kind", "primary")
        self.pages = QStackedWidget()
        self.pages.addWidget(self.talk)
        self.pages.addWidget(self.price)
        foot = QHBoxLayout()
        foot.addWidget(self.log)
        foot.addWidget(self.tell_price)
        foot.addWidget(self.back)
        foot.addStretch(1)
        self.body.addWidget(self.pages)
        self.body.addLayout(foot)
        self._popup: ProductPopup | None = None
        self._join()

    def _join(self) -> None:
        self.log.clicked.connect(self.save)
        self.tell_price.clicked.connect(self.to_price)
        self.back.clicked.connect(self.to_talk)
        self.talk.passed.connect(self.save)
        product = self.price.boxes["product"]
        assert isinstance(product, LineBox)
        self._product = product
        product.edit.textEdited.connect(self._search)
        product.edit.installEventFilter(self)
        self.talk.fill(self._usual())
        self.to_talk()

    def _usual(self) -> dict[str, Any]:
        return {"kind": "call", "direction": "in", "outcome": "", "person": None}

    def begin(self, customer_id: int | None, today: date) -> None:
        """Write about this customer; what was begun earlier comes back."""
        if customer_id == self.customer_id:
            return
        self.keeper.keep()
        self.customer_id = customer_id
        for form in (self.talk, self.price):
            form.set_today(today)
        self.talk.fill(self._usual())
        self.keeper.begin(f"note:{customer_id}" if customer_id is not None else "")
        self.to_talk()

    @property
    def has_focus(self) -> bool:
        """Whether the cursor is in here."""
        focus = self.window().focusWidget() if self.window() is not None else None
        return focus is not None and self.isAncestorOf(focus)

    def save(self) -> None:
        """Write it down."""
        if self.customer_id is None or self._busy:
            return
        if self.pages.currentWidget() is self.price:
            self._save_price(self.customer_id)
        elif self.talk.check():
            self._save_talk(self.customer_id, self.talk.values())

    def _save_talk(self, customer_id: int, values: dict[str, Any]) -> None:
        if not values["note"].strip() and not values["outcome"] and not values["follow_up"]:
            self.talk.show_refusal(Mistake(N_("There is nothing to log yet: write what was said."), field="note"))
            return
        day = values["follow_up"]
        draft = InteractionDraft(
            customer_id, values["kind"], values["note"].strip(), values["direction"], outcome=values["outcome"],
            staff_id=self.context.staff_id, follow_up_on=day,
            follow_up_staff_id=(values["person"] or self.context.staff_id) if day else None,
        )  # fmt: skip
        self._send(partial(contacts.log, draft=draft, request=self._request), self._logged)

    def _logged(self, _noted: Noted) -> None:
        self.keeper.end()
        self.talk.fill(self._usual())
        self._done(N_("The contact is logged."))
        self.talk.boxes["note"].setFocus()

    def _save_price(self, customer_id: int) -> None:
        if not self.price.check():
            return
        if self._offer is None or self._product.raw() != self._offer.name:
            self.price.show_refusal(Mistake(N_("Choose the product from the list below the field."), field="product"))
            return
        values = self.price.values()
        work = partial(
            contacts.tell_price, customer_id=customer_id, product_id=self._offer.id, price=values["price"],
            valid_until=values["valid_until"], staff_id=self.context.staff_id, request=self._request,
        )  # fmt: skip
        self._send(work, self._told)

    def _told(self, _noted: Noted) -> None:
        self.price.fill({})
        self._offer = None
        self._done(N_("The price is noted."))
        self.to_talk()

    def _send(self, work: Any, done: Any) -> None:  # noqa: ANN401 - an operation and a slot
        self._busy = True
        self.context.runner.write(self, work, done, self._refused)

    def _done(self, words: str) -> None:
        self._busy = False
        self._request = new_uid()
        self.context.reporter.tell(self.context.say.text(words))
        self.noted.emit()

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        form = self.pages.currentWidget()
        if not (isinstance(form, Form) and isinstance(error, Refusal) and form.show_refusal(error)):
            self.context.reporter.show(error, near=self)

    # a price

    def to_price(self) -> None:
        """Note a price that was told."""
        self._turn(self.price)
        self.price.focus_first()

    def to_talk(self) -> None:
        """Back to the contact."""
        self._turn(self.talk)

    def _turn(self, form: QWidget) -> None:
        self.pages.setCurrentWidget(form)
        for page in (self.talk, self.price):
            # the hidden one must not keep the card high
            page.setMaximumHeight(16_777_215 if page is form else 0)
        self.pages.setMaximumHeight(form.sizeHint().height() + 40)
        self.tell_price.setVisible(form is self.talk)
        self.back.setVisible(form is self.price)
        self.translate()

    def _search(self, text: str) -> None:
        self._offer = None
        if self._popup is None:
            self._popup = ProductPopup(self.context, self.window())
            self._popup.translate()
            self._popup.taken.connect(self._taken)
        self._popup.customer_id = self.customer_id
        corner = self._product.edit.mapTo(self.window(), self._product.edit.rect().topLeft())
        self._popup.begin(text, self._product.edit.rect().translated(corner))

    def _taken(self, offer: Offer) -> None:
        self._offer = offer
        self._product.show_value(offer.name)
        if offer.list_price is not None and self.price.boxes["price"].value is None:
            price = offer.told.price if offer.told is not None else offer.list_price
            self.price.suggest("price", self.price.boxes["price"].written(price))
        self.price.boxes["price"].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The arrows choose a product, Enter takes it, Esc closes the list."""
        popup = self._popup
        if popup is not None and popup.isVisible() and event.type() == QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                popup.move_by(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and not event.modifiers():
                popup.take(self._product.raw())
                return True
            if event.key() == Qt.Key.Key_Escape:
                popup.close_up()
                return True
        if popup is not None and event.type() == QEvent.Type.FocusOut:
            popup.close_up()
        return super().eventFilter(watched, event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.talk.translate()
        self.price.translate()
        logs = say.text(N_("Log it")) if self.pages.currentWidget() is self.talk else say.text(N_("Note the price"))
        for button, words in (
            (self.log, logs), (self.tell_price, say.text(N_("Price told…"))),
            (self.back, say.text(N_("Back to the note"))),
        ):  # fmt: skip
            button.setText(words)
            button.setAccessibleName(words)
        self.log.setToolTip(f"{logs} (Ctrl+Enter)")
        if self._popup is not None:
            self._popup.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.talk.paint_theme()
        self.price.paint_theme()

    def leave(self) -> None:
        """What is typed goes to the disk."""
        if self.customer_id is not None:
            self.keeper.leave()
