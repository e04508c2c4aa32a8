"""A new complaint: one sentence; customer, channel and latest order are known already. Ctrl+Enter saves it."""

from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from app.domain.complaint_words import CHANNELS, SEVERITIES
from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.queries import complaint_choices
from app.queries.complaint_choices import Beginning
from app.services import complaints
from app.services.complaints import NewComplaint, Opened
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form import Form, FormField
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Text
from app.ui.orders.frame import KeyedButton

FIELDS = (
    FormField("subject", N_("What happened"), required=True, most=300, wide=True,
              hint=N_("One sentence, such as: 12 of 40 towels have another colour")),
    FormField("order_id", N_("About the order"), "choice", choices=((None, N_("No order")),)),
    FormField("severity", N_("Severity"), "choice", choices=tuple(SEVERITIES.items())),
    FormField("channel", N_("Channel"), "choice", choices=tuple(CHANNELS.items())),
    FormField("solved", N_("Solved at once"), "check"),
)  # fmt: skip
SOLVED = (
    FormField("solution", N_("Solution"), required=True, most=2000),
    FormField("cost", N_("Cost of solving"), "money", required=True, least=0),
)


class NewComplaintForm(QFrame):
    """``opened`` brings what was saved, ``closed`` says that it was left; what is typed stays as a draft."""

    opened = Signal(object)
    closed = Signal()

    def __init__(self, context: Context, *, columns: int = 3) -> None:
        super().__init__()
        self.context = context
        self.setProperty("kind", "card")
        self.customer_id: int | None = None
        self._order_id: int | None = None
        self._known: Beginning | None = None
        self._busy = False
        self._request: UUID = new_uid()
        self.heading, self.whose = Text("", "section"), Text("", "quiet")
        self.form, self.solution = Form(context, FIELDS, columns), Form(context, SOLVED, 2)
        self.keeper = FormKeeper(self.form)
        self.save, self.leave_button = KeyedButton("check", "Ctrl+Return"), QPushButton()
        self.save.setProperty("kind", "primary")
        self.solution.hide()
        head, row = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.heading)
        head.addWidget(self.whose, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addStretch(1)
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addWidget(self.leave_button)
        row.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(14, 10, 14, 12)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(self.form)
        outer.addWidget(self.solution)
        outer.addLayout(row)
        outer.addStretch(1)
        for form in (self.form, self.solution):
            form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.save.clicked.connect(self.accept)
        self.leave_button.clicked.connect(self.leave)
        self.form.boxes["solved"].edited.connect(self._show_solved)

    # whose it is

    def begin(self, customer_id: int, *, order_id: int | None = None, channel: str = "phone") -> None:
        """A complaint of this customer; what was begun earlier comes back."""
        if customer_id != self.customer_id:
            self.keeper.leave()
            self.customer_id, self._known, self._order_id = customer_id, None, order_id
            self._request = new_uid()
            self.form.fill(self._usual(channel))
            self.solution.fill({"cost": None})
            self.keeper.begin(f"complaint:{customer_id}")
        elif order_id is not None:
            self._choose_order(order_id)
        self._show_solved()
        self.show()
        self.form.boxes["subject"].setFocus()
        self.context.runner.read(
            self, partial(complaint_choices.beginning, customer_id=customer_id), self._know, self._failed
        )

    def _usual(self, channel: str) -> dict[str, Any]:
        return {"severity": "normal", "channel": channel if channel in CHANNELS else "phone", "order_id": None}

    def _know(self, known: Beginning) -> None:
        """The latest order is the likeliest; who says otherwise has chosen it."""
        who = known.customer
        if self.customer_id is None or self._known is not None:
            return
        self._known = known
        self.whose.setText(" · ".join(part for part in (who.name, who.organisation or who.city) if part))
        self._offer()
        box = self.form.boxes["order_id"]
        if box.value is None and not box.is_changed:
            wanted = self._order_id if self._order_id is not None else known.orders[0][0] if known.orders else None
            if wanted is not None:
                self._choose_order(wanted)

    def _offer(self) -> None:
        orders = self._known.orders if self._known is not None else ()
        choices: Sequence[tuple[object, str]] = [
            (None, N_("No order")), *((one, f"{number} · {what}" if what else number) for one, number, what in orders)
        ]  # fmt: skip
        self.form.set_choices("order_id", choices)

    def _choose_order(self, order_id: int) -> None:
        """It is what the form begins with, so that it is no draft of anybody."""
        self.form.boxes["order_id"].fill(order_id)

    def _failed(self, error: BaseException) -> None:
        self.context.reporter.show(error, near=self)

    def _show_solved(self) -> None:
        self.solution.setVisible(bool(self.form.boxes["solved"].value))

    # saving

    def accept(self) -> None:
        """Save it, once."""
        solved = bool(self.form.boxes["solved"].value)
        if self._busy or self.customer_id is None or not self.form.check() or (solved and not self.solution.check()):
            return
        self._busy = True
        self.keeper.leave()
        work = partial(complaints.open_case, draft=self._draft(), solved=self._solved(), request=self._request)
        self.context.runner.write(self, work, self._opened, self._refused)

    def _draft(self) -> NewComplaint:
        values = self.form.values()
        assert self.customer_id is not None
        return NewComplaint(
            self.customer_id, values["subject"], values["channel"], severity=values["severity"],
            order_id=values["order_id"], owner_id=self.context.staff_id,
        )  # fmt: skip

    def _solved(self) -> dict[str, Any] | None:
        return self.solution.values() if self.form.boxes["solved"].value else None

    def _opened(self, opened: Opened) -> None:
        self._busy = False
        self.keeper.end()
        self.customer_id = None
        self.hide()
        solved = bool(self.form.boxes["solved"].value)
        words = N_("Complaint {number} is solved and closed.") if solved else N_("Complaint {number} is noted.")
        self.context.reporter.tell(self.context.say.text(words, number=opened.number))
        self.opened.emit(opened)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
            return
        shown = self.form.show_refusal(error) or (not self.solution.isHidden() and self.solution.show_refusal(error))
        if not shown:
            self.context.reporter.show(error, near=self)
        if not error.values.get("again"):
            self._request = new_uid()

    # the rest

    def leave(self) -> None:
        """What is typed stays on this computer."""
        self.keep()
        self.hide()
        self.closed.emit()

    def keep(self) -> None:
        """What is typed goes to the disk."""
        if self.customer_id is not None:
            self.keeper.leave()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter saves, Esc leaves it as a draft."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.accept()
        elif event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("New complaint")))
        self._offer()
        self.form.translate()
        self.solution.translate()
        self.save.show_words(say.text(N_("Save the complaint")))
        words = say.text(N_("Not now"))
        self.leave_button.setText(words)
        self.leave_button.setAccessibleName(words)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.solution.paint_theme()
        self.save.setIcon(icon("check", self.context.tokens.on_accent, 16))
