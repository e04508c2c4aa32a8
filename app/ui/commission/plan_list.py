"""Plans with their versions, and who has which plan since when."""

from datetime import date
from functools import partial

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.ids import new_uid
from app.domain.refusal import N_
from app.queries.commission_plans import Assignment, Plan, Version
from app.queries.plan_page import PlanPage
from app.services import commission_plans
from app.ui.caller.tables import Cell, Heading, RowsView
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.ask import AskStrip
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Card, Text

NOBODY = 0
"""The plan of who is to have none."""
EVERYBODY = "all"
NAME = (FormField("name", N_("Name of the plan"), required=True, most=commission_plans.LONGEST_NAME, wide=True),)
GIVE = (
    FormField("whom", N_("Who"), "choice", choices=((EVERYBODY, N_("Everybody else")),), wide=True),
    FormField("plan", N_("Commission plan"), "choice", choices=((NOBODY, N_("No commission")),)),
    FormField("since", N_("From"), "day", required=True),
)


class PlanList(Card):
    """``chosen`` gives a plan and one of its versions."""

    chosen = Signal(object, object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._heading = Text("", "section")
        headings = (Heading(N_("Name"), stretch=True), Heading(N_("From")), Heading(N_("State")))
        self.table = RowsView(context, headings, 3)
        self.new, self.version, self.active = QPushButton(), QPushButton(), QPushButton()
        self.rename = QPushButton()
        self.rename.setProperty("kind", "flat")
        self.naming = AskStrip(context, NAME, N_("Rename"), N_("Not now"), columns=1)
        self._page: PlanPage | None = None
        self._named: Plan | None = None
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.head.addWidget(self.rename)
        self.head.addWidget(self.new)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.naming)
        row = QHBoxLayout()
        row.addWidget(self.version)
        row.addWidget(self.active)
        row.addStretch(1)
        self.body.addLayout(row)
        self.table.selectionModel().currentRowChanged.connect(self._moved)
        self.rename.clicked.connect(self.ask_name)
        self.naming.done.connect(self._rename)
        self.naming.closed.connect(self.table.setFocus)
        bind_keys(self, ("F2", self.ask_name))

    @property
    def current(self) -> tuple[Plan, Version] | None:
        """The plan and version of the current row."""
        found = self.table.current_record()
        return found if isinstance(found, tuple) else None

    def show_page(self, page: PlanPage, wanted: tuple[int, date | None] | None) -> None:
        """All plans; the row of ``wanted`` (plan, version's day; no day: its newest version) is current."""
        self._page, say = page, self.context.say
        rows = [(plan, one) for plan in page.plans for one in reversed(plan.versions)]
        self.table.selectionModel().blockSignals(True)
        self.table.rows.show_rows([((plan, one), self._cells(plan, one)) for plan, one in rows])
        keys = [(plan.id, one.valid_from) for plan, one in rows]
        at = 0
        if wanted is not None:
            found = [row for row, key in enumerate(keys) if key[0] == wanted[0] and wanted[1] in (None, key[1])]
            at = found[0] if found else 0
        self.table.setCurrentIndex(self.table.rows.index(at, 0))
        self.table.selectionModel().blockSignals(False)
        self.table.viewport().update()
        self._heading.setText(say.text(N_("Plans")))
        self._deeds()

    def _cells(self, plan: Plan, one: Version) -> tuple[Cell, ...]:
        say = self.context.say
        newest = one is plan.versions[-1]
        state, tone = N_("planned"), "info"
        if not plan.active:
            state, tone = N_("put away"), "neutral"
        elif one.used:
            state, tone = N_("in use"), "ok"
        elif self._page is not None and one.valid_from <= self._page.today:
            state, tone = N_("not used yet"), "neutral"
        return Cell(plan.name, strong=newest), Cell(say.date(one.valid_from)), Cell(say.text(state), tone)

    def ask_name(self) -> None:
        """Another name for the plan of the current row."""
        if self.current is not None:
            self._named, _ = self.current
            words = self.context.say.text(N_("Another name for ‘{name}’"), name=self._named.name)
            self.naming.ask(f"{self._named.id} {self._named.name}", words, {"name": self._named.name})

    def _rename(self) -> None:
        plan = self._named
        if plan is not None:
            name = str(self.naming.form.values()["name"])
            work = partial(commission_plans.rename, plan_id=plan.id, name=name, version=plan.version)
            self.context.runner.write(self, work, self._renamed, self.naming.form.refuse)

    def _renamed(self, _changes: object) -> None:
        self.naming.finish()
        self.context.reporter.tell(self.context.say.text(N_("The plan has another name.")))

    def _moved(self, _now: QModelIndex, _before: QModelIndex) -> None:
        self._deeds()
        if self.current is not None:
            self.chosen.emit(*self.current)

    def _deeds(self) -> None:
        say, current = self.context.say, self.current
        for button in (self.version, self.active, self.rename):
            button.setEnabled(current is not None)
        away = current is not None and not current[0].active
        self.active.setText(say.text(N_("Take up again")) if away else say.text(N_("Put away")))
        self.active.setAccessibleName(self.active.text())
        self.active.setToolTip(say.text(N_("A plan that is put away cannot be given to anybody; who has it keeps it.")))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        deeds = ((self.new, N_("New plan")), (self.rename, N_("Rename")), (self.version, N_("New version from this")))
        for button, words in deeds:
            button.setText(say.text(words))
            button.setAccessibleName(button.text())
        self.rename.setToolTip(f"{self.rename.text()} (F2)")
        self.naming.translate()
        self.table.setAccessibleName(say.text(N_("Plans and their versions")))
        if self._page is not None and self.current is not None:
            self.show_page(self._page, (self.current[0].id, self.current[1].valid_from))
        else:
            self._heading.setText(say.text(N_("Plans")))
            self._deeds()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.naming.paint_theme()
        self.table.viewport().update()


class GivenCard(Card):
    """Who has which plan; a row of fields gives one to somebody."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._page: PlanPage | None = None
        self._heading = Text("", "section")
        headings = (Heading(N_("Who"), stretch=True), Heading(N_("Has")), Heading(N_("From")))
        self.table = RowsView(context, headings, 2)
        self.form = Form(context, GIVE, columns=2)
        self.give = QPushButton()
        self._request = new_uid()
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(self.give)
        row.addStretch(1)
        self.body.addLayout(row)
        self.give.clicked.connect(self.give_it)

    def show_page(self, page: PlanPage, plan_id: int | None = None) -> None:
        """Who has what; the plan that is looked at is the one that would be given."""
        fresh, self._page = self._page is None, page
        names = {plan.id: plan.name for plan in page.plans}
        say = self.context.say
        self.table.rows.show_rows(
            [
                (one, (Cell(self._who(one), strong=one.staff_id is None and not one.team),
                       Cell(names.get(one.plan_id or 0, "") or say.text(N_("none"))), Cell(say.date(one.valid_from))))
                for one in sorted(page.assignments, key=lambda one: (self._rank(one), self._who(one)))
            ]
        )  # fmt: skip
        people = [(f"s{one.id}", one.name) for one in page.sellers if one.active]
        teams = [(f"t{team}", say.text(N_("Team {team}"), team=team)) for team in page.teams]
        self.form.set_choices("whom", ((EVERYBODY, N_("Everybody else")), *teams, *people))
        plans = [(plan.id, plan.name) for plan in page.plans if plan.active]
        self.form.set_choices("plan", (*plans, (NOBODY, N_("No commission"))))
        self.form.set_today(page.today)
        if fresh or not self.form.is_changed:
            self._begin(plan_id)

    def show_plan(self, plan_id: int) -> None:
        """This plan would be given."""
        if not self.form.is_changed:
            self._begin(plan_id)

    def _begin(self, plan_id: int | None) -> None:
        if self._page is not None:
            since = self._page.today.replace(day=1)
            self.form.fill({"whom": EVERYBODY, "plan": plan_id if plan_id is not None else NOBODY, "since": since})

    @staticmethod
    def _rank(one: Assignment) -> int:
        return 2 if one.staff_id is not None else 1 if one.team else 0

    def _who(self, one: Assignment) -> str:
        say = self.context.say
        if one.staff_id is not None:
            sellers = self._page.sellers if self._page is not None else ()
            return next((each.name for each in sellers if each.id == one.staff_id), f"#{one.staff_id}")
        return say.text(N_("Team {team}"), team=one.team) if one.team else say.text(N_("Everybody else"))

    def give_it(self) -> None:
        """Give the plan that is chosen to who is chosen."""
        if not self.form.check():
            return
        values = self.form.values()
        whom = str(values["whom"])
        work = partial(
            commission_plans.assign, staff_id=int(whom[1:]) if whom.startswith("s") else None,
            plan_id=int(values["plan"]) or None, valid_from=values["since"], request=self._request,
            team=whom[1:] if whom.startswith("t") else "",
        )  # fmt: skip
        self.context.runner.write(self, work, self._given, self._refused)

    def _given(self, _changes: object) -> None:
        self._request = new_uid()
        self.form.fill(self.form.values())
        self.context.reporter.tell(self.context.say.text(N_("The plan is given.")))

    def _refused(self, error: BaseException) -> None:
        self._request = new_uid()
        self.form.refuse(error)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._heading.setText(say.text(N_("Who has which plan")))
        self.table.setAccessibleName(self._heading.text())
        self.give.setText(say.text(N_("Give the plan")))
        self.give.setAccessibleName(self.give.text())
        self.form.translate()
        if self._page is not None:
            self.show_page(self._page)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
        self.table.viewport().update()
