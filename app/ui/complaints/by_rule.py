"""Who would take a case that nobody has, by the company's rules; one click gives it to them."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.refusal import N_
from app.queries.complaint import Case
from app.services import complaint_assigning
from app.services.complaint_assigning import Given, Suggestion
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text

KEY = "Alt+G"


def _suggest(store: Any, *, complaint_id: int) -> tuple[int, Suggestion]:  # noqa: ANN401 - the store
    return complaint_id, complaint_assigning.suggest(store, complaint_id)


class ByRule(QWidget):
    """Hidden while somebody has the case; where the rules name nobody, it says why; without rules it is not there."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.case: Case | None = None
        self.suggestion: Suggestion | None = None
        self.why, self.button = Text("", "quiet"), QPushButton()
        self.why.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.why, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self.give)
        self.hide()

    def show_case(self, case: Case) -> None:
        """A case as it stands; who would take it is asked for where nobody has it."""
        if self.case is None or self.case.id != case.id:
            self.suggestion = None
        self.case = case
        self._show()
        if case.owner_id is None and not case.closed:
            self.context.runner.read(self, partial(_suggest, complaint_id=case.id), self._suggested)

    def _suggested(self, answer: tuple[int, Suggestion]) -> None:
        case_id, suggestion = answer
        if self.case is not None and self.case.id == case_id:
            self.suggestion = suggestion
            self._show()

    def _show(self) -> None:
        case, found, say = self.case, self.suggestion, self.context.say
        free = case is not None and case.owner_id is None and not case.closed
        self.setVisible(free and found is not None and (found.staff_id is not None or bool(found.why)))
        if found is None:
            return
        words = say.text(N_("Give it by rule to {name}"), name=found.name)
        self.button.setText(words)
        self.button.setAccessibleName(words)
        self.button.setToolTip(f"{words} ({KEY})")
        self.button.setVisible(found.staff_id is not None)
        self.why.setText(say.text(found.why, skill=found.skill) if found.why else "")

    def give(self) -> None:
        """To who the rules name at this moment."""
        case = self.case
        if case is not None and not self.isHidden() and not self.button.isHidden():
            work = partial(complaint_assigning.assign_by_rule, complaint_id=case.id, version=case.version)
            self.context.runner.write(self, work, self._given)

    def _given(self, given: Given) -> None:
        say, found = self.context.say, given.suggestion
        if found.staff_id is None:
            self.suggestion = found
            self._show()
        else:
            number = self.case.number if self.case is not None else ""
            words = say.text(N_("{number} was given to {name}."), number=number, name=found.name)
            self.context.reporter.tell(words)

    def translate(self) -> None:
        """Words anew."""
        self._show()

    def paint_theme(self) -> None:
        """The icon anew."""
        self.button.setIcon(icon("person", self.context.tokens.text2, 16))
