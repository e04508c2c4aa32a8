"""Who solves what: the limit of approval, rules that name a skill, who has which; and giving out what nobody has."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from app.domain.complaint_assigning import Rule
from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries import complaint_assigning as asked
from app.queries.complaint_assigning import Assigning, SolvingPage
from app.services import complaint_assigning
from app.services.complaint_assigning import GivenOut
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text
from app.ui.settings.page import PagePanel, named
from app.ui.settings.solving_rows import PersonRow, RuleRow
from app.ui.status_bar import OWN_NAMES

FIELDS = (
    FormField("limit", N_("Up to this amount, without tax, offers need no manager"), "money", required=True, least=0),
    FormField("auto", N_("Give every new case to somebody at once, by the rules below"), "check"),
)
LANGUAGES = (*OWN_NAMES.items(), ("fr", "Français"), ("de", "Deutsch"), ("it", "Italiano"), ("pt", "Português"))


class SolvingSettings(PagePanel):
    """Ctrl+Enter saves; what somebody else saved meanwhile is said, and what was typed stays."""

    kinds = frozenset({"complaint settings", "staff"})
    heading = N_("Who solves what")
    explained = N_(
        "The first rule that fits names the skill a case needs. It is given to the person with that skill who has the "
        "fewest open cases and is not away."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.page: SolvingPage | None = None
        self.rules: list[RuleRow] = []
        self.people: list[PersonRow] = []
        self._ruled = False
        self.form = Form(context, FIELDS)
        self.form.setMaximumWidth(520)
        self._rules_title, self._people_title = Text("", "section"), Text("", "section")
        self._no_rule, self.outcome = Text("", "quiet"), Text("", "strong")
        self.outcome.setWordWrap(True)
        self.add_button, self.give_button, self.save_button = QPushButton(), QPushButton(), QPushButton()
        self._rules_box, self._people_box = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.form.edited.connect(self._edited)
        self.add_button.clicked.connect(self._add)
        self.give_button.clicked.connect(self._give_out)
        self.save_button.clicked.connect(self.save)
        bind_keys(self, (SAVE_KEYS, self.save))

    def _lay_out(self) -> None:
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip("Ctrl+Enter")
        self.head.addWidget(self.give_button)
        self.head.addWidget(self.save_button)
        for box in (self._rules_box, self._people_box):
            box.setSpacing(8)
        verbs = QHBoxLayout()
        verbs.addWidget(self.add_button)
        verbs.addStretch(1)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.form)
        self.body.addWidget(self._rules_title)
        self.body.addWidget(self._no_rule)
        self.body.addLayout(self._rules_box)
        self.body.addLayout(verbs)
        self.body.addWidget(self._people_title)
        self.body.addLayout(self._people_box)
        self.body.addStretch(1)
        self.outcome.hide()

    # showing

    def ask(self) -> None:
        """Everything anew, unless somebody is typing."""
        if not self.changed:
            self.read(_read, self._arrived)

    def _arrived(self, found: tuple[SolvingPage, date]) -> None:
        self.page, today = found
        page = self.page
        self.form.fill({"limit": page.limit, "auto": page.assigning.auto})
        self._clear(self._rules_box, self.rules)
        self._clear(self._people_box, self.people)
        self.rules, self._ruled = [], False
        for rule in page.assigning.rules:
            self._add_row(rule)
        self.people = [PersonRow(self.context, person, today) for person in page.people]
        for row in self.people:
            self._people_box.addWidget(row)
            row.edited.connect(self._edited)
            row.translate()
        self._edited()

    @staticmethod
    def _clear(box: QVBoxLayout, rows: "list[Any]") -> None:
        for row in rows:
            box.removeWidget(row)
            row.hide()
            row.deleteLater()
        rows.clear()

    def _add_row(self, rule: Rule) -> RuleRow:
        assert self.page is not None
        row = RuleRow(self.context, self.page, LANGUAGES)
        row.show_rule(rule)
        row.edited.connect(self._edited)
        row.removed.connect(self._removed)
        row.raised.connect(self._raised)
        self.rules.append(row)
        self._rules_box.addWidget(row)
        row.translate()
        return row

    def _add(self) -> None:
        if self.page is not None:
            row = self._add_row(Rule(""))
            self._ruled = True
            self._edited()
            row.boxes["cause"].setFocus()

    def _removed(self, row: RuleRow) -> None:
        self.rules.remove(row)
        self._clear(self._rules_box, [row])
        self._ruled = True
        self._edited()

    def _raised(self, row: RuleRow) -> None:
        at = self.rules.index(row)
        if at:
            self.rules.insert(at - 1, self.rules.pop(at))
            self._rules_box.removeWidget(row)
            self._rules_box.insertWidget(at - 1, row)
            self._ruled = True
            self._edited()
            row.up.setFocus()

    @property
    def changed(self) -> bool:
        """Whether something is not saved."""
        boxes = [box for row in self.rules for box in row.boxes.values()]
        return (
            self.form.is_changed or self._ruled or any(box.is_changed for box in boxes)
            or any(row.is_changed for row in self.people)
        )  # fmt: skip

    def _edited(self) -> None:
        self.save_button.setEnabled(self.changed)
        self._no_rule.setVisible(not self.rules)
        for at, row in enumerate(self.rules):
            row.up.setEnabled(at > 0)

    # saving

    def save(self) -> None:
        """Save everything that was changed; what cannot be is shown at its field."""
        if self.page is None or not self.changed or not self.form.check():
            return
        if not all(row.check() for row in self.rules) or not all(row.check() for row in self.people):
            return
        values = self.form.values()
        away = {row.person.id: row.away.value for row in self.people if row.away.value is not None}
        assigning = Assigning(bool(values["auto"]), tuple(row.rule() for row in self.rules), away)
        skills = {row.person.id: row.words() for row in self.people if row.skills.is_changed}
        limit = values["limit"] if self.form.boxes["limit"].is_changed else None
        work = partial(
            complaint_assigning.save, assigning=assigning, skills=skills, known=self.page.kept, limit=limit
        )  # fmt: skip
        self.context.runner.write(self, work, self._saved, self._not_saved)

    def _saved(self, _changes: object) -> None:
        self.told(self.context.say.text(N_("Saved.")))
        self.context.runner.read(self, _read, self._arrived, self.refused)

    def _not_saved(self, error: BaseException) -> None:
        self.form.refuse(error)

    def _give_out(self) -> None:
        work = partial(complaint_assigning.give_out, request=new_uid())
        self.context.runner.write(self, work, self._given, self.refused)

    def _given(self, done: GivenOut) -> None:
        say = self.context.say
        lines = [say.text(N_("No case was given to anybody."))]
        if done.given:
            lines = [say.plural("{count} case was given out.", "{count} cases were given out.", done.given)]
        lines += [f"{one.number}: {say.text(one.why, skill=one.skill)}" for one in done.left[:5]]
        if len(done.left) > 5:
            lines.append(say.plural("{count} more is left.", "{count} more are left.", len(done.left) - 5))
        self.outcome.setText("\n".join(lines))
        self.outcome.set_tone("warn" if done.left else "ok")
        self.outcome.show()
        self.ask()

    # words and looks

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.save_button, say.text(N_("Save")))
        named(self.add_button, say.text(N_("Add a rule")))
        named(self.give_button, say.text(N_("Give out what nobody has")))
        self._rules_title.setText(say.text(N_("Rules, from top to bottom")))
        self._people_title.setText(say.text(N_("Who can do what")))
        self._no_rule.setText(say.text(N_("No rule yet: cases wait until somebody takes them.")))
        parts: list[Form | RuleRow | PersonRow] = [self.form, *self.rules, *self.people]
        for part in parts:
            part.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        parts: list[Form | RuleRow | PersonRow] = [self.form, *self.rules, *self.people]
        for part in parts:
            part.paint_theme()


def _read(store: Any) -> tuple[SolvingPage, date]:  # noqa: ANN401 - the store
    return asked.page(store), store.today()
