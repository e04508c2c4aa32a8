"""Commission plans: versions that are never edited once they are in use, who has which, what a plan would bring."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.changes import ChangeSet
from app.domain.commission_plan import Base, Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import N_, Mistake, Refusal
from app.queries import plan_page
from app.queries.commission_plans import Plan, Version
from app.queries.plan_page import PlanPage
from app.services import commission_plans
from app.services.commission_plans import Saved
from app.ui.commission.plan_curve_card import CurveCard
from app.ui.commission.plan_fields import FIELDS, terms_now, terms_of, values_of
from app.ui.commission.plan_list import GivenCard, PlanList
from app.ui.commission.plan_parts import Shown, scrolled
from app.ui.commission.plan_rates import RatesBox
from app.ui.commission.plan_rules import RulesBox
from app.ui.commission.plan_try import TryCard
from app.ui.commission.plan_words import PLAN_NAMES, TEMPLATES, open_month, template
from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.form import Form
from app.ui.kit.form_drafts import FormKeeper
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.kit.states import Deed, StatePage, try_again
from app.ui.orders.strip import Strip

LEFT, RIGHT = 324, 360


class PlansPanel(Panel):
    """Opened with a plan's id, with the name of a template for a new one, or with nothing."""

    kinds = frozenset({"commission_plan", "staff", "commission"})

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.page: PlanPage | None = None
        self.shown = Shown()
        self._wanted: tuple[int, date | None] | None = None
        self._request: UUID = new_uid()
        self._saving = False
        self._template = ""
        """A new plan that is to be begun as soon as the page is there."""
        self.list, self.given = PlanList(context), GivenCard(context)
        self.form = Form(context, FIELDS, columns=2)
        self.keeper = FormKeeper(self.form)
        self.curve, self.bench = CurveCard(context), TryCard(context)
        self.strip, self.state = Strip(context), StatePage(context)
        self._title, self._what, self.save_button = Text("", "title"), Text("", "section"), QPushButton()
        self._what.setWordWrap(True)
        self.save_button.setProperty("kind", "primary")
        self._lay_out()
        self._join()
        self.translate()
        self.paint_theme()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addStretch(1)
        top.addWidget(self.save_button)
        left, editor = QWidget(), Card()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list, 3)
        column.addWidget(self.given, 4)
        left.setFixedWidth(LEFT)
        editor.head.addWidget(self._what)
        editor.body.addWidget(self.form)
        side = QWidget()
        beside = QVBoxLayout(side)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.curve)
        beside.addWidget(self.bench)
        beside.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addWidget(left)
        across.addWidget(scrolled(editor), 1)
        right = scrolled(side)
        right.setFixedWidth(RIGHT)
        across.addWidget(right)
        work = QWidget()
        work.setLayout(across)
        across.setContentsMargins(0, 0, 0, 0)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.state)
        self.pages.addWidget(work)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(18, 12, 16, 12)
        outer.setSpacing(10)
        outer.addLayout(top)
        outer.addWidget(self.strip)
        outer.addWidget(self.pages, 1)

    def _join(self) -> None:
        self.list.chosen.connect(self._chosen)
        self.list.new.clicked.connect(self.new)
        self.list.version.clicked.connect(self.new_version)
        self.list.active.clicked.connect(self._put_away)
        self.save_button.clicked.connect(self.save)
        self.form.edited.connect(self._edited)
        self.form.left.connect(self._edited)
        self.form.passed.connect(self.save)
        self.strip.chosen.connect(self._answered)
        keys: tuple[tuple[str, Callable[[], None]], ...] = (
            ("Ctrl+Return", self.save), ("Ctrl+Enter", self.save), ("Ctrl+S", self.save), ("Ctrl+N", self.new),
            ("Ctrl+1", self.list.table.setFocus), ("Ctrl+2", self.form.focus_first),
            ("Ctrl+3", self.given.form.focus_first), ("Ctrl+4", self.bench.customer.setFocus), ("F5", self.ask),
        )  # fmt: skip
        bind_keys(self, *keys)

    def title(self) -> str:
        """What the window calls this screen."""
        return self.context.say.text(N_("Commission plans"))

    # what is shown

    def open_record(self, record: object) -> None:
        """A plan by its id, or the name of a template to start from where there is none."""
        if isinstance(record, int) and not isinstance(record, bool):
            self.keeper.leave()
            self._wanted = (record, None)
            self.shown = Shown()
            self.ask()
        elif isinstance(record, str) and record in TEMPLATES:
            self._template = record
            self.ask()

    def ask(self) -> None:
        """Everything anew; what is being typed stays."""
        if self.page is None:
            self.pages.setCurrentWidget(self.state)
            self.state.show_state("commission", self.context.say.text(N_("Reading the plans…")))
        self.context.runner.read(self, plan_page.page, self._show, self._failed)

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if not isinstance(error, Refusal):
            self.context.reporter.show(error, near=self)
        words = say.refusal(error) if isinstance(error, Refusal) else say.text(N_("The plans could not be read."))
        self.pages.setCurrentWidget(self.state)
        self.state.show_state("warning", words, [try_again(say, self.ask)], "warn")

    def _show(self, page: PlanPage) -> None:
        self.page = page
        self._rules.know(page.names)
        self._rules.know({("category", id_): name for id_, name in page.groups if ("category", id_) not in page.names})
        self.form.set_today(page.today)
        if self._template:
            name, self._template = self._template, ""
            self._start(name)
            return
        new = self.pages.currentIndex() == 1 and self.shown.version is None and self._wanted is None
        if not page.plans and not new:
            self._show_empty()
            return
        self.pages.setCurrentIndex(1)
        wanted = self._wanted or self._here()
        self.list.show_page(page, wanted)
        self.given.show_page(page, self.list.current[0].id if self.list.current else None)
        self._wanted = None
        if not new and self.list.current is not None:
            self._chosen(*self.list.current)
        self._show_kind()

    def _here(self) -> tuple[int, date | None] | None:
        plan, version = self.shown.plan, self.shown.version
        return (plan.id, version.valid_from if version is not None else None) if plan is not None else None

    def _show_empty(self) -> None:
        say = self.context.say
        deeds = {"levels": self._from_levels, "flat": self._from_flat, "groups": self._from_groups}
        self.pages.setCurrentWidget(self.state)
        self.save_button.hide()
        self.state.show_state(
            "commission", say.text(N_("No plan yet. Start from:")),
            [Deed(say.text(words), deeds[name], primary=name == "levels") for name, words in TEMPLATES.items()],
        )  # fmt: skip

    @property
    def _rules(self) -> RulesBox:
        box = self.form.boxes["rules"]
        assert isinstance(box, RulesBox)
        return box

    def _chosen(self, plan: Plan, version: Version) -> None:
        """A row of the list; what is typed into the version that is shown stays."""
        same = self.shown.version is not None and self.shown.version.id == version.id
        if same and self.form.is_changed:
            self.shown = Shown(plan, version)
            self.form.boxes["name"].rebase(plan.name)
            self.form.boxes["name"].show_value(plan.name)
            return
        self.keeper.leave()
        self.strip.clear()
        self.given.show_plan(plan.id)
        self._begin(Shown(plan, version), plan.name, version.valid_from, version.terms)

    def _begin(self, shown: Shown, name: str, valid_from: date | None, terms: Terms) -> None:
        self.shown, self._request = shown, new_uid()
        self.form.fill({"name": name, "valid_from": valid_from} | values_of(terms))
        if shown.version is None or not shown.version.used:
            self.keeper.begin(shown.key, name)
        self._show_kind()
        # a draft that cannot be read yet leaves the curve of what is saved
        self.curve.show_terms(terms)
        self._edited()

    def _show_kind(self) -> None:
        """Heading, what may be written, and the main deed."""
        say, plan, version = self.context.say, self.shown.plan, self.shown.version
        used = version is not None and version.used
        for key, box in self.form.boxes.items():
            box.set_editable(not used and (key != "name" or plan is None))
        words = N_("New plan")
        if plan is not None:
            words = N_("New version of ‘{name}’") if version is None else N_("‘{name}’ from {day}")
        if used:
            words = N_("‘{name}’ from {day}: in use, so it stays as it is")
        day = say.date(version.valid_from) if version is not None else ""
        self._what.setText(say.text(words, name=plan.name if plan is not None else "", day=day))
        self.save_button.setText(say.text(N_("New version from this")) if used else say.text(N_("Save this version")))
        self.save_button.setAccessibleName(self.save_button.text())
        self.save_button.setVisible(self.pages.currentIndex() == 1)

    def _edited(self) -> None:
        """Examples, curve and bench follow what is typed."""
        rates, page = self.form.boxes["rates"], self.page
        values = self.form.values()
        if isinstance(rates, RatesBox) and page is not None:
            rates.show_bounds(page.bounds, Base(values["base"]))
        terms = terms_now(self.form)
        self.curve.show_terms(terms)
        self.bench.show_terms(terms)

    # beginning something

    def new(self) -> None:
        """A plan of four levels to begin with."""
        self._start("levels")

    def _from_levels(self) -> None:
        self._start("levels")

    def _from_flat(self) -> None:
        self._start("flat")

    def _from_groups(self) -> None:
        self._start("groups")

    def _start(self, name: str) -> None:
        if self.page is None:
            return
        self.keeper.leave()
        say, page = self.context.say, self.page
        known = {plan.name for plan in page.plans}
        usual = say.text(PLAN_NAMES[name])
        self.pages.setCurrentIndex(1)
        self.list.show_page(page, self._here())
        self.given.show_page(page)
        first = open_month(page, page.today).first
        self._begin(Shown(), "" if usual in known else usual, first, template(name, page))
        self.form.focus_first()

    def new_version(self) -> None:
        """A version that begins with what the shown one says; it holds from the first open month after it."""
        current = self.list.current
        if current is None or self.page is None:
            return
        self.keeper.leave()
        plan, version = current
        month = open_month(self.page, max(self.page.today, version.valid_from)).plus(1)
        self._begin(Shown(plan), plan.name, month.first, version.terms)
        self.form.boxes["valid_from"].setFocus()

    def _put_away(self) -> None:
        current = self.list.current
        if current is not None:
            work = partial(
                commission_plans.set_active, plan_id=current[0].id, active=not current[0].active,
                version=current[0].version,
            )  # fmt: skip
            self.context.runner.write(self, work)

    # saving

    def save(self) -> None:
        """Save what is typed; of a version in use, begin the next one."""
        if self._saving or self.pages.currentIndex() == 0 or self.page is None:
            return
        if self.shown.version is not None and self.shown.version.used:
            self.new_version()
            return
        if not self.form.check() or not self._open_month():
            return
        self.keeper.leave()
        values = self.form.values()
        terms, day = terms_of(values), values["valid_from"]
        plan, version = self.shown.plan, self.shown.version
        self._saving = True
        work = (
            partial(commission_plans.add, name=str(values["name"]), valid_from=day, terms=terms, request=self._request)
            if plan is None
            else partial(
                commission_plans.add_version, plan_id=plan.id, valid_from=day, terms=terms, request=self._request,
                instead_of=version.id if version is not None else None,
            )
        )  # fmt: skip
        self.context.runner.write(self, work, self._saved, self._refused)

    def _open_month(self) -> bool:
        """Whether the first day lies in an open month; else the next open one is offered."""
        assert self.page is not None
        day, say = self.form.values()["valid_from"], self.context.say
        month = Month.of(day)
        if month not in self.page.closed:
            return True
        following = open_month(self.page, day)
        names = {"month": str(say.month(month)), "next": str(say.month(following))}
        question = Mistake(N_("{month} is closed; put it into {next}?"), field="valid_from", **names)
        self.form.show_refusal(question)
        take = say.text(N_("Put it into {next}"), next=names["next"])
        self.strip.tell(say.refusal(question), "warn", [("open_month", take)], name="open_month")
        return False

    def _answered(self, name: str, _reason: str) -> None:
        if name == "open_month" and self.page is not None:
            box = self.form.boxes["valid_from"]
            box.show_value(open_month(self.page, box.value).first)
            self.strip.clear()
            self.form.check()
            self._edited()
        elif name == "recalculate":
            self.strip.clear()
            self.context.go("commission")

    def _saved(self, saved: Saved) -> None:
        self._saving, day = False, self.form.values()["valid_from"]
        self.keeper.end()
        self._wanted = (saved.plan_id, day)
        self.form.fill(self.form.values())
        self.shown = Shown()
        say = self.context.say
        words = say.text(N_("The plan is saved. Orders that are booked keep what they were booked with."))
        self.ask()
        self.strip.tell(words, "ok", [("recalculate", say.text(N_("Recalculate open months")))], name="saved")

    def _refused(self, error: BaseException) -> None:
        self._saving = False
        self._request = new_uid()
        self.form.refuse(error)

    # the rest of the window

    def refresh(self, changes: ChangeSet) -> None:
        """Commission moves every minute; only plans and people matter here. What is saved here is asked for anyway."""
        if self._saving:
            return
        if changes.touches("commission_plan") or changes.touches("staff"):
            self.ask()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """What is typed goes to the disk."""
        super().hideEvent(event)
        self.keeper.leave()

    def translate(self) -> None:
        """Words anew."""
        self._title.setText(self.context.say.text(N_("Commission plans")))
        for part in (self.list, self.given, self.form, self.curve, self.bench):
            part.translate()
        self._show_kind()
        if self.page is not None and not self.page.plans and self.pages.currentIndex() == 0:
            self._show_empty()

    def paint_theme(self) -> None:
        """Colours anew."""
        for part in (self.list, self.given, self.form, self.curve, self.bench, self.state):
            part.paint_theme()
