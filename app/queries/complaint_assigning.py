"""Who solves what: rules, skills and who is away, as they are kept; who could take a case."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import func, select

from app.domain import rights
from app.domain.commission_plan import lineage
from app.domain.complaint_assigning import Case, Person, Rule
from app.models import Category, Complaint, ComplaintEvent, Customer, Product, Setting, Staff, StaffSkill
from app.models.declared import aliased
from app.queries.business_hours import causes
from app.queries.complaint_outcomes import limit_of
from app.store.session import AnyRow, Read, Store

ASSIGNING = "complaint.assigning"
"""The setting that holds rules and who is away."""
MOST_CAUSES = 60
_ENDED = ("closed",)


@dataclass(frozen=True, slots=True)
class Assigning:
    """How cases are given out. ``auto``: a new case at once; ``away``: the last day somebody is away, by staff id."""

    auto: bool = False
    rules: tuple[Rule, ...] = ()
    away: Mapping[int, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Solver:
    """Somebody who works here, as the settings show it."""

    id: int
    code: str
    name: str
    active: bool
    skills: tuple[str, ...]
    away_until: date | None
    open_cases: int


@dataclass(frozen=True, slots=True)
class SolvingPage:
    """Everything the settings page "Who solves what" shows; ``kept`` is what a change is compared with."""

    limit: Decimal
    assigning: Assigning
    kept: str
    people: Sequence[Solver]
    categories: Sequence[tuple[int, str]]
    causes: Sequence[str]


def kept(tx: Read) -> str:
    """The setting as it is written; empty while nobody wrote it."""
    return str(tx.scalar(select(Setting.value).where(Setting.name == ASSIGNING)) or "")


def assigning_in(text: str) -> Assigning:
    """Rules and who is away; what cannot be read is nothing."""
    try:
        found: Any = json.loads(text or "{}")
        return Assigning(
            bool(found.get("auto")),
            tuple(Rule(**{name: rule[name] for name in rule if name in _RULE}) for rule in found.get("rules", ())),
            {int(who): date.fromisoformat(day) for who, day in found.get("away", {}).items()},
        )
    except (ValueError, TypeError, AttributeError):
        return Assigning()


_RULE = frozenset(Rule.__dataclass_fields__)


def written(assigning: Assigning) -> dict[str, object]:
    """The same as it is kept."""
    return {
        "auto": assigning.auto,
        "rules": [
            {name: value for name in sorted(_RULE) if (value := getattr(rule, name))} for rule in assigning.rules
        ],
        "away": {str(who): day.isoformat() for who, day in sorted(assigning.away.items())},
    }


def case_of(tx: Read, row: AnyRow) -> Case:
    """What rules ask about a complaint (its row): the customer's language and the product's groups looked up."""
    told, kept_ = aliased(Customer), aliased(Customer)
    language = tx.scalar(
        select(kept_.language).join(told, kept_.id == func.coalesce(told.merged_into_id, told.id))
        .where(told.id == row.customer_id)
    )  # fmt: skip
    groups: tuple[int, ...] = ()
    if row.product_id is not None:
        own = tx.scalar(select(Product.category_id).where(Product.id == row.product_id))
        parents = {one[0]: one[1] for one in tx.all(select(Category.id, Category.parent_id))}
        groups = lineage(own, parents)
    return Case(row.cause, groups, row.channel, language or "")


def people(tx: Read, away: Mapping[int, date]) -> list[Person]:
    """Everybody with a skill: how many open cases they have, and when they were given the last one."""
    skills: defaultdict[int, set[str]] = defaultdict(set)
    for row in tx.all(select(StaffSkill.staff_id, StaffSkill.skill)):
        skills[row[0]].add(row[1])
    told, given = Complaint, ComplaintEvent
    open_ = (
        select(told.owner_id, func.count().label("number"))
        .where(told.status.not_in(_ENDED), told.void.is_(False), told.owner_id.is_not(None))
        .group_by(told.owner_id).subquery()
    )  # fmt: skip
    last = (
        select(told.owner_id, func.max(given.at).label("at"))
        .join(told, told.id == given.complaint_id)
        .where(given.kind == "assigned", told.owner_id.is_not(None))
        .group_by(told.owner_id).subquery()
    )  # fmt: skip
    rows = tx.all(
        select(Staff.id, Staff.code, Staff.active, func.coalesce(open_.c.number, 0).label("number"), last.c.at)
        .outerjoin(open_, open_.c.owner_id == Staff.id)
        .outerjoin(last, last.c.owner_id == Staff.id)
        .where(Staff.id.in_(skills))
        .order_by(Staff.id)
    )
    return [
        Person(row.id, row.code, frozenset(skills[row.id]), row.active, away.get(row.id), row.number, row.at)
        for row in rows
    ]


def page(store: Store) -> SolvingPage:
    """The settings page. Raises ``NotAllowed`` without the right to the settings."""
    rights.require(store.actor.access, "settings")
    with store.snapshot() as tx:
        text = kept(tx)
        assigning = assigning_in(text)
        found = {person.id: person for person in people(tx, assigning.away)}
        skills: defaultdict[int, list[str]] = defaultdict(list)
        for row in tx.all(select(StaffSkill.staff_id, StaffSkill.skill).order_by(StaffSkill.skill)):
            skills[row[0]].append(row[1])
        rows = tx.all(
            select(Staff.id, Staff.code, Staff.name, Staff.active)
            .where((Staff.active.is_(True) & (Staff.access != rights.NONE)) | Staff.id.in_(skills))
            .order_by(Staff.active.desc(), Staff.name, Staff.id)
        )
        solvers = [
            Solver(row.id, row.code, row.name, row.active, tuple(skills.get(row.id, ())), assigning.away.get(row.id),
                   found[row.id].open_cases if row.id in found else 0)
            for row in rows
        ]  # fmt: skip
        used = select(Complaint.cause).where(Complaint.cause != "").group_by(Complaint.cause)
        told = [row[0] for row in tx.all(used.order_by(func.count().desc(), Complaint.cause).limit(MOST_CAUSES))]
        return SolvingPage(
            limit_of(tx), assigning, text, solvers,
            [(row[0], row[1]) for row in tx.all(select(Category.id, Category.name).order_by(Category.name))],
            list(dict.fromkeys((*causes(tx), *told))),
        )  # fmt: skip
