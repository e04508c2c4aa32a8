"""Prices that need somebody else: a manager's PIN at this desk, a question that waits, and the manager's answer."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit

from app.domain.refusal import N_, Refusal
from app.queries import staff
from app.queries.ordering import StoredOrder
from app.queries.staff import Named
from app.services.approvals import Approver
from app.ui.context import Context
from app.ui.kit.ask import AskStrip
from app.ui.kit.form import FormField

if TYPE_CHECKING:
    from app.ui.orders.editor import OrderEditor

FIELDS = (
    FormField("manager", N_("Manager"), "choice", kept=False),
    FormField("pin", N_("PIN"), required=True, most=8, kept=False),
    FormField("reason", N_("Reason"), required=True, most=400, kept=False),
)


class PinStrip(AskStrip):
    """Who, the PIN, and why. What was typed as a PIN never stays."""

    def __init__(self, context: Context, fields: Sequence[FormField] = FIELDS, *, columns: int = 0) -> None:
        super().__init__(context, fields, N_("Approve"), N_("Not now"), columns=columns)
        editor = self.form.boxes["pin"].editor
        if isinstance(editor, QLineEdit):
            editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.closed.connect(self._forget)

    def show_managers(self, people: list[Named]) -> bool:
        """Those who have a PIN and may approve; false where there is nobody."""
        able = [one for one in people if one.has_pin and one.access in ("manager", "admin")]
        self.form.set_choices("manager", [(str(one.id), one.name) for one in able])
        if able:
            self.form.fill({"manager": str(able[0].id)})
        return bool(able)

    def _forget(self) -> None:
        self.form.fill({key: box.value for key, box in self.form.boxes.items() if key != "pin"})


class Approving(QObject):
    """Works on the editor it belongs to."""

    def __init__(self, editor: "OrderEditor") -> None:
        super().__init__(editor)
        self.editor = editor
        self._deed = ""
        self._words = ""
        editor.frame.pin.done.connect(self._approved_here)

    @property
    def _strip(self) -> Any:  # noqa: ANN401 - the editor's strip
        return self.editor.frame.strip

    def _text(self, template: str, **values: object) -> str:
        return self.editor.context.say.text(template, **values)

    def offer_ways(self, words: str, deed: str) -> None:
        """The prices need a manager: save as a quote, a PIN here, or a question that waits."""
        self._deed, self._words = deed, words
        ways = [("pin", self._text(N_("Manager’s PIN…"))), ("ask", self._text(N_("Send for approval…")))]
        as_quote = [("quote", self._text(N_("Save as quote")))] if deed == "place" else []
        self._strip.tell(words, "warn", as_quote + ways, name="consent")

    # a PIN at this desk
    def ask_pin(self) -> None:
        """Who of the managers is here?"""
        self.editor.context.runner.read(self, staff.names, self._managers, self.editor.outcome.failed_to_read)

    def _managers(self, people: list[Named]) -> None:
        pin = self.editor.frame.pin
        if not pin.show_managers(people):
            words = N_("No manager has a PIN yet. Send the order for approval, or save it as a quote.")
            self._strip.tell(self._text(words), "warn", [("ask", self._text(N_("Send for approval…")))], name="consent")
            return
        pin.ask(f"pin/{self._deed}", self._words, {"manager": pin.form.boxes["manager"].value})
        pin.form.boxes["pin"].setFocus()

    def _approved_here(self) -> None:
        values: dict[str, Any] = self.editor.frame.pin.form.values()
        approver = Approver(int(values["manager"]), str(values["pin"]))
        reason = str(values["reason"])
        if self._deed == "confirm":
            self.editor.outcome.next_step(reason, approver)
        else:
            self.editor.outcome.place(reason, approver)

    def refused_here(self, error: BaseException) -> bool:
        """Whether a refusal stands in the open PIN strip."""
        pin = self.editor.frame.pin
        if pin.isHidden():
            return False
        if isinstance(error, Refusal) and pin.form.show_refusal(error):
            pin.form.boxes["pin"].take_raw("")
            pin.form.boxes["pin"].setFocus()
            return True
        return False

    # a question that waits
    def ask_manager(self) -> None:
        """Why? That is what the manager reads."""
        send = [("send", self._text(N_("Send for approval")))]
        words = self._words or self._text(N_("A manager confirms this order."))
        self._strip.tell(words, "warn", send, name="ask", reason=self._text(N_("Why? The manager reads it.")))

    def send(self, reason: str) -> None:
        """Keep it as a draft that waits; a stored quote waits where it is."""
        editor = self.editor
        if editor.order is not None:
            editor.deeds.carry_out("ask_for", editor.order, reason)
        else:
            editor.outcome.send_for_approval(reason)

    # the manager's side
    def show_question(self, order: StoredOrder) -> None:
        """What stands above an order that waits, or that came back."""
        if order.status not in ("draft", "quoted") or not order.approval:
            return
        words = {"by": order.created_by, "note": order.approval_note}
        if order.approval == "refused":
            change = [("change", self._text(N_("Change it")))]
            self._strip.tell(self._text(N_("Not approved: {note}"), **words), "bad", change, name="approval")
        elif self.editor.context.may("see_profit"):
            ways = [("approve", self._text(N_("Approve"))), ("refuse", self._text(N_("Refuse…")))]
            self._strip.tell(self._text(N_("{by} asks for approval: {note}"), **words), "warn", ways, name="approval")
        else:
            self._strip.tell(self._text(N_("This waits for a manager: {note}"), **words), "info", name="approval")

    def ask_refusal(self) -> None:
        """A refusal says why."""
        no = [("no", self._text(N_("Refuse"))), ("", self._text(N_("Not now")))]
        self._strip.tell(self._text(N_("Refuse this order’s prices?")), "warn", no, name="refusing",
                         reason=self._text(N_("Why? Whoever asked will read it.")))  # fmt: skip

    def carry_out(self, deed: str, reason: str = "") -> None:
        """Approve or refuse what is shown."""
        order = self.editor.order
        if order is not None:
            self.editor.deeds.carry_out(deed, order, reason)

    def change(self) -> None:
        """Its lines as a new order; the refused one is called off."""
        order = self.editor.order
        if order is None:
            return
        self.editor.deeds.drop(order, self._text(N_("Changed and typed anew.")))
        self.editor.copy_as_new()
