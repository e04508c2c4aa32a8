"""Cause, order, severity and owner of a case; what is chosen is kept at once, over nobody's work."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.complaint_words import SEVERITIES
from app.domain.refusal import N_
from app.queries.complaint import Case
from app.queries.complaint_choices import Choices
from app.ui.complaints.by_rule import ByRule
from app.ui.complaints.words import severity_words
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.offers import Offers

LONGEST_CAUSE = 120
FIELDS = (
    FormField("cause", N_("Cause"), most=LONGEST_CAUSE, kept=False),
    FormField("order_id", N_("Product or order"), "choice", choices=((None, "–"),), kept=False),
    FormField("severity", N_("Severity"), "choice", choices=tuple(SEVERITIES.items()), kept=False),
    FormField("owner_id", N_("Owner"), "choice", choices=((None, "–"),), kept=False),
)


class Facts(QWidget):
    """``changed`` brings the fields that somebody changed and their values."""

    changed = Signal(object)

    def __init__(self, context: Context, columns: int = 2) -> None:
        super().__init__()
        self.context = context
        self.case: Case | None = None
        self.choices = Choices((), (), ())
        self.form = Form(context, FIELDS, columns)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.rule = ByRule(context)
        outer.setSpacing(6)
        outer.addWidget(self.form)
        outer.addWidget(self.rule)
        editor = self.form.boxes["cause"].editor
        assert isinstance(editor, QLineEdit)
        self._causes = QStringListModel(self)
        Offers(self._causes, editor)
        editor.returnPressed.connect(self._tell)
        self.form.left.connect(self._tell)
        for key in ("order_id", "severity", "owner_id"):
            self.form.boxes[key].edited.connect(self._tell)

    def show_case(self, case: Case, *, again: bool = False) -> None:
        """A case; what somebody is typing stays, unless it is another case or is to be shown ``again``."""
        fresh = self.case is None or self.case.id != case.id
        self.case = case
        self._offer()
        cause = self.form.boxes["cause"]
        typing = cause.is_changed and cause.raw() != case.cause
        if fresh or again or not typing:
            self.form.fill(self.values(case))
        self.form.set_editable(not case.closed)
        self.rule.show_case(case)

    @staticmethod
    def values(case: Case) -> dict[str, Any]:
        """The case's own values."""
        severity = case.severity if case.severity in SEVERITIES else case.severity or "normal"
        return {"cause": case.cause, "order_id": case.order_id, "severity": severity, "owner_id": case.owner_id}

    def show_choices(self, choices: Choices) -> None:
        """What can be chosen."""
        self.choices = choices
        self._causes.setStringList(list(choices.causes))
        if self.case is not None:
            self.show_case(self.case)

    def _offer(self) -> None:
        case, say = self.case, self.context.say
        if case is None:
            return
        orders = [(None, "–"), *((one, _order_words(number, what)) for one, number, what in self.choices.orders)]
        if case.order_id is not None and all(one != case.order_id for one, _ in orders):
            orders.append((case.order_id, _order_words(case.order, case.product)))
        if case.order_id is None and case.product:
            orders[0] = (None, case.product)
        people: list[tuple[object, str]] = [(None, say.text(N_("nobody"))), *self.choices.staff]
        if case.owner_id is not None and all(one != case.owner_id for one, _ in people):
            people.append((case.owner_id, case.owner))
        self.form.set_choices("order_id", orders)
        self.form.set_choices("owner_id", people)
        severities: list[tuple[object, str]] = [*SEVERITIES.items()]
        if case.severity and case.severity not in SEVERITIES:
            severities.append((case.severity, severity_words(case.severity, say)))
        self.form.set_choices("severity", severities)

    def _tell(self) -> None:
        if self.case is None or self.case.closed:
            return
        for box in self.form.boxes.values():
            if box.is_changed:
                box.settle()
        if not self.form.errors() and (changed := self.form.changed()):
            self.changed.emit(changed)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Another screen comes: what was typed is saved, even where the field was not left."""
        super().hideEvent(event)
        self._tell()

    def names(self) -> dict[str, str]:
        """What the fields are called."""
        return {key: box.label.text() for key, box in self.form.boxes.items()}

    def written(self, key: str, value: Any) -> str:  # noqa: ANN401 - the field's value
        """A value in words."""
        choices: Sequence[tuple[object, str]] = getattr(self.form.boxes[key], "choices", ())
        found = next((words for one, words in choices if one == value), None)
        return self.context.say.text(found) if found is not None else str(value or "–")

    def translate(self) -> None:
        """Words anew."""
        self.form.translate()
        self.rule.translate()
        if self.case is not None:
            self.show_case(self.case)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.rule.paint_theme()


def _order_words(number: str, what: str) -> str:
    return f"{number} · {what}" if what else number
