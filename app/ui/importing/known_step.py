"""Step 3: how records that are there already are recognised, and what happens to them."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton, QVBoxLayout

from app.domain.importing_plan import FIND_BY, UNCODED
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.importing.steps import Step
from app.ui.importing.wizard import Wizard
from app.ui.importing.words import KEYS, POLICIES
from app.ui.kit.labels import Card, Text
from app.ui.kit.tick import Tick

NEEDS = {"tax_id": ("tax_id",), "email": ("email",), "phone": ("phone", "phone2", "mobile"), "name": ("name",)}
"""Fields that one of must be in the file for a key to tell anything."""


class KnownStep(Step):
    """Two short questions."""

    name = N_("Duplicates")

    def __init__(self, context: Context, wizard: Wizard) -> None:
        super().__init__(context, wizard)
        self.finding, self.policy = Card(), Card()
        self._finding_title, self._policy_title = Text("", "strong"), Text("", "strong")
        self.coded = Text("")
        self.coded.setWordWrap(True)
        self.keys = {name: Tick(context) for name in KEYS}
        self.policies = {name: QRadioButton() for name in POLICIES}
        self._group = QButtonGroup(self)
        first, second = QVBoxLayout(), QVBoxLayout()
        first.addWidget(self._finding_title)
        first.addWidget(self.coded)
        for name, box in self.keys.items():
            first.addWidget(box)
            box.setProperty("key", name)
            box.clicked.connect(self._keys_chosen)
        second.addWidget(self._policy_title)
        for at, (name, button) in enumerate(self.policies.items()):
            second.addWidget(button)
            self._group.addButton(button, at)
            button.setProperty("key", name)
        self.note = Text("", "quiet")
        self.note.setWordWrap(True)
        second.addWidget(self.note)
        self._group.idClicked.connect(self._policy_chosen)
        self.finding.body.addLayout(first)
        self.policy.body.addLayout(second)
        self.outer.addWidget(self.finding)
        self.outer.addWidget(self.policy)
        self.outer.addStretch(1)

    def enter(self) -> None:
        """The cursor on the policy that holds."""
        self.policies[self.wizard.plan.policy].setFocus()

    def _keys_chosen(self) -> None:
        chosen = {name for name, box in self.keys.items() if box.isChecked() and not box.isHidden()}
        order = FIND_BY.get(self.wizard.kind, ())
        self.wizard.replan(find_by=tuple(name for name in order if name in chosen))

    def _policy_chosen(self, at: int) -> None:
        self.wizard.replan(policy=list(POLICIES)[at])

    def show_state(self) -> None:
        """The questions and what was answered."""
        say, plan = self.context.say, self.wizard.plan
        self.heading.setText(say.text(N_("What about records that are here already?")))
        self.words.setText(say.text(N_("Nothing is lost: an import can be taken back for 90 days.")))
        self._finding_title.setText(say.text(N_("The same record is known by")))
        self._policy_title.setText(say.text(N_("Then")))
        bare = self.wizard.kind in UNCODED
        has_code = "code" in plan.columns or not bare
        by_code = N_("its code or number, which the file has")
        without = N_("the first of these that fits exactly one record; without any, the row is a new record")
        both = N_("its code; rows without a code by the first of these that fits exactly one record")
        self.coded.setText(say.text(both if bare and has_code else by_code if has_code else without))
        for name, box in self.keys.items():
            there = bare and name in FIND_BY[self.wizard.kind] and self._in_file(name)
            box.setText(say.text(KEYS[name]))
            box.setVisible(there)
            box.setChecked(name in plan.find_by)
        for name, button in self.policies.items():
            button.setText(say.text(POLICIES[name]))
            button.setChecked(name == plan.policy)
        self.note.setText(
            say.text(
                N_("Booked orders and payments are left as they are; with overwriting, changed ones are booked anew.")
            )
        )
        self.note.setVisible(self.wizard.kind in ("orders", "payments"))

    def _in_file(self, key: str) -> bool:
        """Whether the file has what a key compares."""
        return key == "name" or any(name in self.wizard.plan.columns for name in NEEDS[key])
