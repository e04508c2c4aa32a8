"""The rows of "Who solves what": a rule with its conditions and skill, and a person with skills and absence."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from app.domain.complaint_assigning import LONGEST_SKILL, Rule
from app.domain.complaint_words import CHANNELS
from app.domain.refusal import N_
from app.queries.complaint_assigning import Solver, SolvingPage
from app.ui.context import Context
from app.ui.kit.form_box import FieldBox
from app.ui.kit.form_field import FormField
from app.ui.kit.form_fields import BOXES, DayBox, LineBox
from app.ui.kit.labels import Text
from app.ui.settings.page import named

ANY = N_("any")
LONGEST_SKILLS = 400


class RuleRow(QWidget):
    """Cause, product group, channel, language: what is not chosen fits everything. Then the skill."""

    edited = Signal()
    removed = Signal(object)
    raised = Signal(object)

    def __init__(self, context: Context, page: SolvingPage, languages: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.context = context
        causes = tuple((cause, cause) for cause in page.causes)
        groups = tuple((one, name) for one, name in page.categories)
        fields = (
            FormField("cause", N_("Cause"), "choice", choices=(("", ANY), *causes)),
            FormField("category_id", N_("Product group"), "choice", choices=((None, ANY), *groups)),
            FormField("channel", N_("Channel"), "choice", choices=(("", ANY), *CHANNELS.items())),
            FormField("language", N_("Language"), "choice", choices=(("", ANY), *languages)),
            FormField("skill", N_("Skill"), required=True, most=LONGEST_SKILL),
        )
        self.boxes: dict[str, FieldBox] = {field.key: BOXES[field.kind](context, field) for field in fields}
        self.up, self.remove = QPushButton(), QPushButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for box in self.boxes.values():
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            box.edited.connect(self.edited)
            row.addWidget(box, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self.up, self.remove):
            button.setProperty("kind", "flat")
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        self.up.clicked.connect(self._raise)
        self.remove.clicked.connect(self._remove)

    def show_rule(self, rule: Rule) -> None:
        """A rule as it is kept."""
        for name, box in self.boxes.items():
            box.fill(getattr(rule, name))

    def rule(self) -> Rule:
        """The rule that stands here."""
        values: dict[str, Any] = {name: box.value for name, box in self.boxes.items()}
        values["skill"] = str(values["skill"]).strip()
        return Rule(**values)

    def check(self) -> bool:
        """Whether it can be kept; the cursor goes to what cannot be."""
        for box in self.boxes.values():
            box.settle()
        wrong = next((box for box in self.boxes.values() if box.refusal is not None), None)
        if wrong is not None:
            wrong.setFocus()
        return wrong is None

    def _raise(self) -> None:
        self.raised.emit(self)

    def _remove(self) -> None:
        self.removed.emit(self)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        for box in self.boxes.values():
            box.translate()
        named(self.up, say.text(N_("Move up")))
        named(self.remove, say.text(N_("Remove")))

    def paint_theme(self) -> None:
        """Colours anew."""
        for box in self.boxes.values():
            box.paint_theme()


class PersonRow(QWidget):
    """Somebody who works here: what this person can solve, and until when nothing new is given."""

    edited = Signal()

    def __init__(self, context: Context, person: Solver, today: date) -> None:
        super().__init__()
        self.context, self.person = context, person
        self.name, self._load = Text(person.name, "strong"), Text("", "caption")
        skills = FormField("skills", N_("Skills, separated by commas"), most=LONGEST_SKILLS)
        away = FormField("away", N_("Away until"), "day")
        self.skills, self.away = LineBox(context, skills), DayBox(context, away)
        self.away.now = today
        self.skills.fill(", ".join(person.skills))
        self.away.fill(person.away_until)
        self.name.setFixedWidth(150)
        self.name.setWordWrap(True)
        self._load.setFixedWidth(110)
        self._load.setWordWrap(True)
        self.away.setFixedWidth(130)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.name)
        row.addWidget(self.skills, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.away, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._load)
        for box in (self.skills, self.away):
            box.edited.connect(self.edited)

    def words(self) -> list[str]:
        """The skills, each as it was written."""
        text = str(self.skills.value).replace("，", ",").replace("、", ",").replace(";", ",")
        return [word.strip() for word in text.split(",") if word.strip()]

    @property
    def is_changed(self) -> bool:
        """Whether something else stands here than is kept."""
        return self.skills.is_changed or self.away.is_changed

    def check(self) -> bool:
        """Whether it can be kept; the cursor goes to what cannot be."""
        for box in (self.skills, self.away):
            box.settle()
            if box.refusal is not None:
                box.setFocus()
                return False
        return True

    def translate(self) -> None:
        """Words anew."""
        say, person = self.context.say, self.person
        for box in (self.skills, self.away):
            box.translate()
            box.editor.setAccessibleName(f"{person.name}: {box.label.text()}")
        words = say.plural("{count} open case", "{count} open cases", person.open_cases) if person.skills else ""
        self._load.setText(words if person.active else say.text(N_("left")))

    def paint_theme(self) -> None:
        """Colours anew."""
        for box in (self.skills, self.away):
            box.paint_theme()
