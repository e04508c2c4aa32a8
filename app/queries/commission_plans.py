"""Commission plans, their versions, and who has which on a day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import exists, select

from app.domain import frozen, rights
from app.domain.commission_plan import Terms
from app.models import CommissionAssignment, CommissionEntry, CommissionPlan, CommissionPlanVersion, Staff
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class Version:
    """What a plan says from a day on; one that is ``used`` is never edited."""

    id: int
    plan_id: int
    valid_from: date
    terms: Terms
    used: bool = False


@dataclass(frozen=True, slots=True)
class Assignment:
    """From a day on one person, a team, or (neither) everybody else has a plan, or none."""

    staff_id: int | None
    plan_id: int | None
    valid_from: date
    team: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its versions, oldest first."""

    id: int
    version: int
    name: str
    active: bool
    versions: tuple[Version, ...]


Dated = TypeVar("Dated", Version, Assignment)


class Agreements:
    """Which version of which plan holds for a salesperson on a day."""

    def __init__(
        self, versions: Sequence[Version], assignments: Sequence[Assignment], teams: Mapping[int, str] | None = None
    ) -> None:
        self._team_of = {who: team.casefold() for who, team in (teams or {}).items() if team}
        self.versions: Mapping[int, Version] = {one.id: one for one in versions}
        self._of_plan: defaultdict[int, list[Version]] = defaultdict(list)
        for version in sorted(versions, key=lambda one: one.valid_from):
            self._of_plan[version.plan_id].append(version)
        self._of_whom: defaultdict[int | str, list[Assignment]] = defaultdict(list)
        for assignment in sorted(assignments, key=lambda one: one.valid_from):
            whom = assignment.team.casefold() if assignment.staff_id is None else assignment.staff_id
            self._of_whom[whom].append(assignment)
        self._found: dict[tuple[int, date], Version | None] = {}

    @property
    def first(self) -> date | None:
        """The first day on which anything was agreed; none before there is a plan that somebody has."""
        days = [one.valid_from for one in self.versions.values()]
        given = [one.valid_from for found in self._of_whom.values() for one in found if one.plan_id]
        return max(min(days), min(given)) if days and given else None

    def on(self, staff_id: int, day: date) -> Version | None:
        """The version for a salesperson: of the own plan, else of the team's, else of everybody's.

        Of each kind the newest agreement counts, and one that says "none" counts too.
        """
        try:
            # asked for every line of a run: people and days repeat
            return self._found[staff_id, day]
        except KeyError:
            assignment = self.assigned(staff_id, day)
            plan_id = None if assignment is None else assignment.plan_id
            found = self._found[staff_id, day] = None if plan_id is None else self.of_plan(plan_id, day)
            return found

    def assigned(self, staff_id: int, day: date) -> Assignment | None:
        """What was agreed with a salesperson: personally, else with the team, else with everybody."""
        team = self._team_of.get(staff_id)
        own = self.for_whom(staff_id, day)
        return own or (self.for_whom(team, day) if team else None) or self.for_whom("", day)

    def for_whom(self, whom: int | str, day: date) -> Assignment | None:
        """What was agreed with a person (an id), a team (its name), or everybody (no name), and with nobody else."""
        return _last(self._of_whom.get(whom.casefold() if isinstance(whom, str) else whom, []), day)

    def of_plan(self, plan_id: int, day: date) -> Version | None:
        """The version of a plan that holds on a day."""
        return _last(self._of_plan.get(plan_id, []), day)


def _last(found: Sequence[Dated], day: date) -> Dated | None:
    at = bisect_right([one.valid_from for one in found], day)
    return found[at - 1] if at else None


def agreements(tx: Read) -> Agreements:
    """Everything that was ever agreed."""
    teams = {row[0]: row[1] for row in tx.all(select(Staff.id, Staff.team).where(Staff.team != ""))}
    return Agreements(_versions(tx), assignments_of(tx), teams)


def _versions(tx: Read) -> list[Version]:
    version, entry = CommissionPlanVersion, CommissionEntry
    used = exists(select(entry.id).where(entry.version_id == version.id))
    rows = tx.all(
        select(version.id, version.plan_id, version.valid_from, version.terms, used).order_by(version.valid_from)
    )
    return [Version(row[0], row[1], row[2], frozen.loads(Terms, row[3]), bool(row[4])) for row in rows]


def plans(store: Store) -> list[Plan]:
    """All plans by name. Raises ``NotAllowed`` for who does not see all commission."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        return plans_of(tx)


def plans_of(tx: Read) -> list[Plan]:
    """All plans by name, inside a transaction."""
    versions, plan = _versions(tx), CommissionPlan
    rows = tx.all(select(plan.id, plan.version, plan.name, plan.active).order_by(plan.name))
    return [
        Plan(row.id, row.version, row.name, row.active, tuple(one for one in versions if one.plan_id == row.id))
        for row in rows
    ]


def assignments(store: Store) -> list[Assignment]:
    """Who has which plan since when, newest first. Raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "all_commission")
        return assignments_of(tx)


def assignments_of(tx: Read) -> list[Assignment]:
    """Who has which plan since when, newest first, inside a transaction."""
    kept = CommissionAssignment
    query = select(kept.staff_id, kept.plan_id, kept.valid_from, kept.team)
    return [Assignment(*row) for row in tx.all(query.order_by(kept.valid_from.desc(), kept.id.desc()))]
