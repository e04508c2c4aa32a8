"""The offer of a complaint: typed with its effect beside it, approved, carried out; inside the form of the case."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.complaint_outcome import PROPOSED, agreed
from app.domain.refusal import N_, Mistake, Refusal
from app.queries import complaint_outcomes as asked
from app.queries import staff
from app.queries.complaint_outcomes import CaseOutcomes
from app.queries.staff import Named
from app.services.approvals import Approver
from app.ui.complaints.outcome_asking import EffectAsking
from app.ui.complaints.outcome_deeds import OutcomeDeeds
from app.ui.complaints.outcome_effect import EffectRows
from app.ui.complaints.outcome_open import OutcomeList
from app.ui.complaints.outcome_typing import OutcomeTyping
from app.ui.context import Context
from app.ui.kit.ask import AskStrip
from app.ui.kit.form import FormField
from app.ui.kit.form_drafts import FormDraft, drafts_of
from app.ui.kit.labels import Text, line
from app.ui.kit.timers import once
from app.ui.orders.approving import FIELDS as PIN_FIELDS
from app.ui.orders.approving import PinStrip
from app.ui.settings.page import named

WAIT = 300
"""Milliseconds without a key before the effect is asked."""
REFUSE = (FormField("words", N_("Why? Who proposed it will read it."), required=True, most=400, wide=True, kept=False),)
WORDS = {
    "begin": N_("Make an offer…"), "settle": N_("Carry out"), "propose": N_("Propose"),
    "ask": N_("Send for approval"), "pin": N_("Manager’s PIN…"), "approve": N_("Approve"),
    "refuse": N_("Refuse…"), "execute": N_("Carry out"), "withdraw": N_("Withdraw"), "leave": N_("Not now"),
}  # fmt: skip


class OutcomeCard(QWidget):
    """``show_case`` shows a complaint's offers; ``done`` says that one of them changed the case."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: CaseOutcomes | None = None
        self._asked: tuple[int, int] | None = None
        self._folded = True
        self.deeds = OutcomeDeeds(context, self)
        self.title, self.list = Text("", "section"), OutcomeList(context)
        self.typing, self.effect = OutcomeTyping(context), EffectRows(context)
        self.asking = EffectAsking(context, self.effect)
        self.pin = PinStrip(context, [field for field in PIN_FIELDS if field.key != "reason"], columns=2)
        self.refusing = AskStrip(context, REFUSE, N_("Refuse"), N_("Not now"), columns=1)
        self.message = Text("", "strong")
        self.buttons = {name: QPushButton() for name in WORDS}
        self._timer = once(self, WAIT, self._ask_effect)
        self._lay_out()
        self._join()
        self.translate()

    def _lay_out(self) -> None:
        self.message.setWordWrap(True)
        column, head, verbs = QVBoxLayout(self), QHBoxLayout(), QGridLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        verbs.setSpacing(6)
        for at, name in enumerate(("begin", "settle", "ask", "approve", "execute")):
            verbs.addWidget(self.buttons[name], 0, at)
        for at, name in enumerate(("pin", "refuse", "propose", "withdraw")):
            verbs.addWidget(self.buttons[name], 0, 5 + at)
        verbs.setColumnStretch(9, 1)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.buttons["leave"])
        column.addLayout(head)
        for part in (self.list, self.typing, self.effect, self.message, self.pin, self.refusing):
            column.addWidget(part)
        column.addLayout(verbs)
        column.addStretch(1)
        column.addWidget(line())
        self.message.hide()
        self.setTabOrder(self.typing, self.buttons["settle"])

    def _join(self) -> None:
        for name, button in self.buttons.items():
            button.clicked.connect(getattr(self, f"_{name}"))
        self.asking.arrived.connect(self._show)
        self.typing.edited.connect(self._typed)
        self.pin.done.connect(self._with_pin)
        self.refusing.done.connect(self._refused_with)
        self.list.order_wanted.connect(self._open_order)
        self.deeds.done.connect(self._carried_out)
        self.deeds.refused.connect(self._not_done)

    # the case

    def show_case(self, case_id: int, version: int) -> None:
        """Another case, or the same after it changed; what was typed for it stays."""
        if self._asked is not None and self._asked[0] != case_id:
            self._keep()
            self.case = None
            self._folded = True
            self._tell("")
            self._show()
        self._asked = (case_id, version)
        self.context.runner.read(self, partial(asked.of_case, complaint_id=case_id), self._arrived, self._failed)

    def _arrived(self, case: CaseOutcomes) -> None:
        if self._asked is None or case.complaint_id != self._asked[0]:
            return
        fresh = self.case is None or self.case.complaint_id != case.complaint_id
        self.case = case
        self.list.show_rows(case.outcomes)
        if fresh:
            draft = drafts_of(self.context).of(_key(case.complaint_id))
            self._folded = not draft
            self.typing.show_case(case, draft.texts)
        else:
            self.typing.refresh(case)
        self._show()
        self.asking.again()
        self._timer.start()

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, Refusal):
            self._tell(self.context.say.refusal(error), "bad")
        else:
            self.context.reporter.show(error, near=self)

    def _keep(self) -> None:
        """What is typed for this case is there again when the case is shown, whatever happens to this computer."""
        case = self.case
        if case is not None and not self._folded and self.is_typing:
            words = self.context.say.text(N_("Offer for {number}"), number=case.number)
            now = datetime.now(UTC).isoformat()
            drafts_of(self.context).put(_key(case.complaint_id), FormDraft(words, self.typing.texts(), {}, now))

    @property
    def is_typing(self) -> bool:
        """Whether a new offer can be typed: none is open, and the case is not closed."""
        return self.case is not None and self.case.open is None and self.case.status != "closed"

    def _show(self) -> None:
        """What fits the state of the case."""
        typing = self.is_typing and not self._folded
        self.typing.setVisible(typing)
        self.effect.setVisible(typing or (self.case is not None and self.case.open is not None))
        shown = self._verbs()
        # what goes, goes first: nothing grows for a moment
        for name, button in sorted(self.buttons.items(), key=lambda item: item[0] in shown):
            button.setVisible(name in shown)
            main = name == next(iter(shown), "") and name not in ("begin", "withdraw")
            if button.property("kind") != ("primary" if main else ""):
                button.setProperty("kind", "primary" if main else "")
                button.style().unpolish(button)
                button.style().polish(button)
        # of a closed case without any there is nothing to say
        self.setVisible(self.case is not None and bool(shown or self.case.outcomes))

    def _verbs(self) -> tuple[str, ...]:
        """What can be done now, the natural next step first."""
        row = self.case.open if self.case is not None else None
        if row is not None:
            return self._verbs_of(row.state)
        if not self.is_typing:
            return ()
        if self._folded:
            return ("begin",)
        found = self.effect.effect
        above = found is not None and found.needs_approval and not self.context.may("see_profit")
        return ("ask", "pin", "leave") if above else ("settle", "propose", "leave")

    def _verbs_of(self, state: str) -> tuple[str, ...]:
        """The same while an offer is open."""
        if state != PROPOSED:
            return ("execute", "withdraw")
        return ("approve", "refuse", "withdraw") if self.context.may("see_profit") else ("pin", "withdraw")

    # the effect

    def _typed(self) -> None:
        if not self._folded:
            self._tell("")
            self._keep()
        self._timer.start()

    def _ask_effect(self) -> None:
        """Ask what would happen; what is not complete yet has no effect."""
        case = self.case
        if case is None or (self.is_typing and self._folded):
            return
        row = case.open
        if row is not None:
            kept = agreed(row.kind, row.reason, row.order_id, row.terms)
            self.asking.ask(case.complaint_id, kept, decided=row.state != PROPOSED)
            return
        try:
            self.asking.ask(case.complaint_id, self.typing.proposal())
        except Mistake:
            self.asking.forget()
            self._show()

    # deeds

    def _begin(self) -> None:
        self._folded = False
        self._show()
        self._timer.start()
        self.typing.head.focus_first()

    def _leave(self) -> None:
        self._keep()
        self._folded = True
        self._show()
        self.buttons["begin"].setFocus()

    def _settle(self) -> None:
        self._send("settle")

    def _propose(self) -> None:
        self._send("propose")

    def _ask(self) -> None:
        self._send("propose")

    def _send(self, deed: str, approver: Approver | None = None) -> None:
        case = self.case
        if case is None or not self.typing.settle():
            return
        try:
            proposal = self.typing.proposal()
        except Mistake as mistake:
            if not self.typing.refuse(mistake):
                self._tell(self.context.say.refusal(mistake), "bad")
            return
        self.deeds.propose(deed, case.complaint_id, proposal, approver)

    def _approve(self) -> None:
        self._decide("approve")

    def _execute(self) -> None:
        self._decide("execute")

    def _withdraw(self) -> None:
        self._decide("withdraw")

    def _refuse(self) -> None:
        row = self.case.open if self.case is not None else None
        if row is not None:
            self.refusing.ask(str(row.id), self.context.say.text(N_("Refuse this offer?")), {})

    def _refused_with(self) -> None:
        self._decide("refuse", words=str(self.refusing.form.values()["words"]))

    def _decide(self, deed: str, words: str = "", approver: Approver | None = None) -> None:
        row = self.case.open if self.case is not None else None
        if row is not None:
            self.deeds.decide(deed, row.id, words, approver)

    def _pin(self) -> None:
        self.context.runner.read(self, staff.names, self._managers, self._failed)

    def _managers(self, people: list[Named]) -> None:
        if not self.pin.show_managers(people):
            self._tell(self.context.say.text(N_("No manager has a PIN yet. Send the offer for approval.")), "warn")
            return
        words = self.context.say.text(N_("A manager approves this offer here."))
        self.pin.ask("pin", words, {"manager": self.pin.form.boxes["manager"].value})
        self.pin.form.boxes["pin"].setFocus()

    def _with_pin(self) -> None:
        values = self.pin.form.values()
        approver = Approver(int(values["manager"]), str(values["pin"]))
        if self.case is not None and self.case.open is not None:
            self._decide("approve", approver=approver)
        else:
            self._send("settle", approver)

    def _carried_out(self, deed: str, words: str) -> None:
        self.pin.finish()
        self.refusing.finish()
        case = self.case
        if case is not None and deed in ("settle", "propose"):
            drafts_of(self.context).drop(_key(case.complaint_id))
            self._folded = True
        self.asking.forget()
        self._tell(words, "ok")
        self.context.reporter.tell(words)
        if case is not None:
            # nothing that is typed belongs to what comes now
            self.case = None
            self.show_case(case.complaint_id, case.version)
        self.done.emit()

    def _not_done(self, _deed: str, error: Any) -> None:  # noqa: ANN401 - whatever came up
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
            return
        if not self.pin.isHidden() and self.pin.form.show_refusal(error):
            self.pin.form.boxes["pin"].take_raw("")
            self.pin.form.boxes["pin"].setFocus()
            return
        if not self.refusing.isHidden() and self.refusing.form.show_refusal(error):
            return
        if isinstance(error, Mistake) and self.typing.isVisible() and self.typing.refuse(error):
            return
        self._tell(self.context.say.refusal(error), "bad")

    def _open_order(self, order_id: int) -> None:
        self.context.go("sale", order_id)

    # keys, words and looks

    def accept(self) -> bool:
        """The main deed, as its button; false where nothing is offered."""
        for strip in (self.pin, self.refusing):
            if not strip.isHidden():
                strip.accept()
                return True
        main = next(iter(self._verbs()), "")
        if not main:
            return False
        self.buttons[main].click()
        return True

    def event(self, event: QEvent) -> bool:
        """Ctrl+Enter inside belongs to the offer and not to the case around it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_main(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The main deed, or folding what is typed."""
        if _is_main(event) and self.accept():
            return
        if event.key() == Qt.Key.Key_Escape and self.is_typing and not self._folded:
            self._leave()
            return
        super().keyPressEvent(event)

    def _tell(self, words: str, tone: str = "") -> None:
        self.message.setText(words)
        self.message.set_tone(tone)
        self.message.setVisible(bool(words))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.title.setText(say.text(N_("Offer")))
        for name, button in self.buttons.items():
            named(button, say.text(WORDS[name]))
        for part in (self.list, self.typing, self.pin, self.refusing):
            part.translate()
        self.asking.forget()
        self._show()
        self._timer.start()

    def paint_theme(self) -> None:
        """Colours anew."""
        for part in (self.list, self.typing, self.pin, self.refusing):
            part.paint_theme()


def _key(complaint_id: int) -> str:
    return f"outcome:{complaint_id}"


def _is_main(event: QKeyEvent) -> bool:
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    return bool(control) and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
