"""Commission plans from a file: versions are added, given to people, or refused with a reason; and written again.

A plan's code is its name. Plans are not records of an import run: one that is in use is never edited nor taken out,
so there is nothing that an undo could do.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.commission_plan import Rule
from app.domain.plan_file import Given, NamedRule, PlanFile, PlanTable, TableRefusal
from app.domain.refusal import N_, Conflict, Mistake, Refusal
from app.domain.watch import Stopped
from app.models import Category, CommissionPlan, Product, Staff
from app.models.base import Now
from app.queries.commission_plans import Assignment, assignments_of, plans_of
from app.services.commission_plans import read_anew, team_named, write_assignment, write_plan, write_version
from app.store.session import Store, Write

POLICIES = ("fill", "overwrite", "skip")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import of plans did, in tables of the file; ``refused`` ones say why."""

    rows: int
    created: int
    updated: int
    skipped: int
    refused: tuple[TableRefusal, ...]
    dry_run: bool
    changes: ChangeSet


class _TrialEnds(Exception):  # noqa: N818 - it carries an answer out of a transaction, nothing went wrong
    def __init__(self, answer: Imported) -> None:
        self.answer = answer


class NothingImported(Conflict):
    """A file with refused plans of which nothing was taken in, as was asked."""

    def __init__(self, refused: tuple[TableRefusal, ...]) -> None:
        super().__init__(N_("{count} tables cannot be read, so nothing was imported."), count=len(refused))
        self.refused = refused


def run(
    store: Store,
    file: PlanFile,
    *,
    request: UUID,
    policy: str = "fill",
    dry_run: bool = False,
    all_or_nothing: bool = False,
) -> Imported:
    """Take the plans of a file in, in one transaction; a second time it changes nothing.

    A version that is there with other terms is replaced while nothing was booked with it (with the policy ``skip`` it
    stays). A dry run does everything and keeps nothing. Raises ``NotAllowed``, ``Mistake`` for an unknown policy, and
    ``NothingImported`` when a table is refused and ``all_or_nothing`` was asked.
    """
    if policy not in POLICIES:
        raise Mistake(N_("‘{policy}’ is not a policy; use {policies}."), policy=policy, policies=", ".join(POLICIES))
    try:
        with store.write() as tx:
            rights.require(tx.actor.access, "import")
            rights.require(tx.actor.access, "all_commission")
            done = tx.claim(request, "import plans")
            taking = _Taking(tx, file, policy)
            if done is None:
                taking.take()
                tx.done(request, "import plans", 0)
            if all_or_nothing and taking.refused:
                raise NothingImported(tuple(taking.refused))
            answer = taking.answer(dry_run=dry_run)
            if dry_run:
                raise _TrialEnds(answer)
            return answer
    except _TrialEnds as end:
        return end.answer


@dataclass(slots=True)
class _Names:
    """Ids by the names that a file uses."""

    staff: Mapping[str, int]
    products: Mapping[str, int]
    categories: Mapping[str, int]


class _Agreed:
    """Who has which plan since when, while an import goes on; teams are the same whatever their capitals."""

    def __init__(self, kept: Sequence[Assignment]) -> None:
        self._of: defaultdict[int | str, dict[date, int | None]] = defaultdict(dict)
        for one in kept:
            self.note(one.staff_id if one.staff_id is not None else one.team, one.valid_from, one.plan_id)

    def note(self, whom: int | str, day: date, plan_id: int | None) -> None:
        """They have this plan from that day on."""
        self._of[_key(whom)][day] = plan_id

    def holds(self, whom: int | str, day: date, plan_id: int | None) -> bool:
        """Whether they have exactly this plan (or none) on a day, by an agreement of their own."""
        days = [one for one in self._of[_key(whom)] if one <= day]
        return bool(days) and self._of[_key(whom)][max(days)] == plan_id


def _key(whom: int | str) -> int | str:
    return whom.casefold() if isinstance(whom, str) else whom


@dataclass(slots=True)
class _Gift:
    """Somebody is to have a plan from a day on, because table ``by`` says so."""

    by: tuple[str, int]
    whom: int | str
    plan: str
    day: date


class _Taking:
    """One import while it goes on."""

    def __init__(self, tx: Write, file: PlanFile, policy: str) -> None:
        self.tx, self.file, self.policy = tx, file, policy
        self.refused = list(file.refused)
        self.plans = {one.name: one for one in plans_of(tx)}
        kept = assignments_of(tx)
        self.agreed = _Agreed(kept)
        ids = {one.plan_id for one in kept}
        self.owned = {one.name for one in self.plans.values() if one.id in ids}
        """Plans that somebody has been given."""
        self.names = _names(tx, file)
        self.gifts: list[_Gift] = []
        self.done: dict[tuple[str, int], str] = {}
        """What came of each table: created, updated or skipped."""

    def take(self) -> None:
        """Plans in the order of their days, then who has them in the order of the days too."""
        seen: set[tuple[str, date]] = set()
        for table in sorted(self.file.plans, key=lambda one: (one.valid_from, one.number)):
            with self._refusing(("plan", table.number), table.code):
                if (table.code, table.valid_from) in seen:
                    raise Mistake(
                        N_("This plan stands in the file twice with the same first day; keep one of them."),
                        field="valid_from",
                    )
                seen.add((table.code, table.valid_from))
                self._plan(table)
        for one in self.file.given:
            with self._refusing(("given", one.number), one.plan):
                self._gift(one)
        for gift in sorted(self.gifts, key=lambda one: one.day):
            self._give(gift)
        if {"created", "updated"} & set(self.done.values()):
            read_anew(self.tx)
            self.tx.touched("commission_plan")

    @contextmanager
    def _refusing(self, where: tuple[str, int], code: str) -> Iterator[None]:
        try:
            yield
        except TableRefusal as refusal:
            self.refused.append(refusal)
        except Stopped:
            raise
        except Refusal as refusal:
            self.refused.append(TableRefusal((code, where[1]), refusal.field or "", "", refusal))

    def _plan(self, table: PlanTable) -> None:
        # everything that can be refused is looked at before anything is written
        terms = replace(table.terms, rules=tuple(self._rule(table, rule) for rule in table.rules))
        gifts = self._people(table)
        known = self.plans.get(table.code)
        same = next((one for one in known.versions if one.valid_from == table.valid_from), None) if known else None
        differs = same is None or (same.terms != terms and self.policy != "skip")
        if same is not None and differs and same.used:
            raise Conflict(
                N_("The version of {day} is in use and stays as it is. Begin a new one on another day."),
                field="valid_from", day=table.valid_from,
            )  # fmt: skip
        plan_id = known.id if known else write_plan(self.tx, table.code)
        if differs:
            write_version(self.tx, plan_id, table.valid_from, terms)
        changed = self._set_active(plan_id, table.active, now=known.active if known else True)
        self.plans = {one.name: one for one in plans_of(self.tx)}
        self.owned.add(table.code)
        self.gifts += gifts
        self.done["plan", table.number] = "created" if same is None else "updated" if differs or changed else "skipped"

    def _set_active(self, plan_id: int, active: bool | None, *, now: bool) -> bool:
        if active is None or active == now:
            return False
        plan = CommissionPlan
        values = {"active": active, "version": plan.version + 1, "updated_at": Now()}
        self.tx.execute(update(plan).where(plan.id == plan_id).values(values))
        return True

    def _rule(self, table: PlanTable, rule: NamedRule) -> Rule:
        where = (table.code, table.number)
        if rule.product:
            found = self.names.products.get(rule.product)
            if found is None:
                raise TableRefusal(where, "rules", rule.product, Mistake(N_("There is no product with this code.")))
            return Rule(rule.rates, product_id=found)
        found = self.names.categories.get(rule.category)
        if found is None:
            why = Mistake(N_("There is no product group with this name. Import the products first."))
            raise TableRefusal(where, "rules", rule.category, why)
        return Rule(rule.rates, category_id=found)

    def _people(self, table: PlanTable) -> list[_Gift]:
        """Who gets the plan on its first day: who is named, or everybody; a later version stays with who has it."""
        where = (table.code, table.number)
        if table.salespeople is None and table.teams is None:
            whoms: list[int | str] = [] if table.code in self.owned else [""]
        else:
            whoms = [self._person(where, code) for code in table.salespeople or ()]
            whoms += [self._team(where, team) for team in table.teams or ()]
        return [self._one(_Gift(("plan", table.number), whom, table.code, table.valid_from)) for whom in whoms]

    def _gift(self, one: Given) -> None:
        where = (one.plan, one.number)
        if one.plan and one.plan not in self.plans:
            raise TableRefusal(where, "plan", one.plan, Mistake(N_("There is no plan with this code.")))
        whom: int | str = ""
        if one.salesperson:
            whom = self._person(where, one.salesperson)
        elif one.team:
            whom = self._team(where, one.team)
        self.gifts.append(self._one(_Gift(("given", one.number), whom, one.plan, one.valid_from)))
        self.done["given", one.number] = "skipped"

    def _one(self, gift: _Gift) -> _Gift:
        """Nobody has two plans from the same day on by one file."""
        for other in self.gifts:
            if (_key(other.whom), other.day) == (_key(gift.whom), gift.day) and other.plan != gift.plan:
                why = N_("The same people have the plan ‘{other}’ from this day on by this file. Name who has which.")
                raise TableRefusal((gift.plan, gift.by[1]), "salespeople", gift.plan, Mistake(why, other=other.plan))
        return gift

    def _person(self, where: tuple[str, int], code: str) -> int:
        found = self.names.staff.get(code)
        if found is None:
            raise TableRefusal(where, "salespeople", code, Mistake(N_("There is no salesperson with this code.")))
        return found

    def _team(self, where: tuple[str, int], team: str) -> str:
        try:
            return team_named(self.tx, team)
        except Stopped:
            raise
        except Refusal as refusal:
            raise TableRefusal(where, "teams", team, refusal) from None

    def _give(self, gift: _Gift) -> None:
        plan_id = self.plans[gift.plan].id if gift.plan else None
        if self.agreed.holds(gift.whom, gift.day, plan_id):
            return
        write_assignment(self.tx, gift.whom, plan_id, gift.day)
        self.agreed.note(gift.whom, gift.day, plan_id)
        if self.done[gift.by] == "skipped":
            self.done[gift.by] = "updated"

    def answer(self, *, dry_run: bool) -> Imported:
        """What was done."""
        count = Counter(self.done.values())
        return Imported(
            self.file.tables, count["created"], count["updated"], count["skipped"], tuple(self.refused), dry_run,
            self.tx.changes,
        )  # fmt: skip


def _names(tx: Write, file: PlanFile) -> _Names:
    codes = {rule.product for table in file.plans for rule in table.rules if rule.product}
    groups = {rule.category for table in file.plans for rule in table.rules if rule.category}
    return _Names(
        dict(_pairs(tx, Staff.code, Staff.id)),
        dict(_pairs(tx, Product.code, Product.id, codes)) if codes else {},
        dict(_pairs(tx, Category.name, Category.id, groups)) if groups else {},
    )


def _pairs(tx: Write, name: Any, id_: Any, wanted: Sequence[str] | set[str] | None = None) -> list[tuple[str, int]]:  # noqa: ANN401 - columns
    query = select(name, id_)
    rows = tx.all(query if wanted is None else query.where(name.in_(sorted(wanted))))
    return [(row[0], row[1]) for row in rows]
