"""Cases are given to who can solve them: by rule at opening, by hand on one case, or all that nobody has."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.complaint_assigning import MOST_RULES, Choice, Person, choose, skill_for, tidied
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import Complaint, Setting, Staff, StaffSkill
from app.queries import company
from app.queries.complaint_assigning import ASSIGNING, Assigning, assigning_in, case_of, kept, people, written
from app.services.complaint_outcomes import keep_limit
from app.services.complaints_case import clock, event, held, move
from app.store.session import AnyRow, Store, Write

AT_ONCE = 500
"""So many cases are given out by one command; the rest by the next."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Who would take a case, or the words that say why nobody would; neither where the company has no rules."""

    staff_id: int | None
    name: str
    skill: str
    why: str


@dataclass(frozen=True, slots=True)
class Given:
    """A case after it was given by rule: to whom, or why to nobody."""

    suggestion: Suggestion
    changes: ChangeSet


@dataclass(frozen=True, slots=True)
class Left:
    """A case that nobody took, and why: an English template with ``skill``."""

    complaint_id: int
    number: str
    why: str
    skill: str


@dataclass(frozen=True, slots=True)
class GivenOut:
    """How many cases were given, and those that are left."""

    given: int
    left: tuple[Left, ...]
    changes: ChangeSet


def assign_new(tx: Write, case: AnyRow) -> Choice | None:
    """Part of opening a case (its row): give it by rule where the setting says so; none where it does not.

    Two cases opened at once wait for each other here, so that they do not both go to who had least to do. Why nobody
    takes it stands in its timeline, in the company's language.
    """
    assigning = assigning_in(kept(tx))
    if not assigning.auto or case.owner_id is not None:
        return None
    _hold(tx)
    assigning = assigning_in(kept(tx))
    choice = _give(tx, case, assigning, people(tx, assigning.away))
    if choice.staff_id is None:
        why = company.of(tx).say().text(choice.why, skill=choice.skill)
        event(tx, case.id, "note", why, internal=True, login="-")
    return choice


def suggest(store: Store, complaint_id: int) -> Suggestion:
    """Who would take a case by the rules, if there are any. Raises ``NotFound`` and ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(select(Complaint.__table__).where(Complaint.id == complaint_id, Complaint.void.is_(False)))
        if row is None:
            raise NotFound(N_("There is no such complaint."))
        assigning = assigning_in(kept(tx))
        choice = choose(people(tx, assigning.away), skill_for(assigning.rules, case_of(tx, row)), tx.today)
        name = tx.scalar(select(Staff.name).where(Staff.id == choice.staff_id)) if choice.staff_id else ""
        return Suggestion(choice.staff_id, name or "", choice.skill, choice.why if assigning.rules else "")


def assign_by_rule(store: Store, complaint_id: int, *, version: int) -> Given:
    """Give one case to who the rules name; it may have had somebody before. Raises ``Conflict``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        _hold(tx)
        assigning = assigning_in(kept(tx))
        case = held(tx, complaint_id, version)
        choice = _give(tx, case, assigning, people(tx, assigning.away))
        name = tx.scalar(select(Staff.name).where(Staff.id == choice.staff_id)) if choice.staff_id else ""
        return Given(Suggestion(choice.staff_id, name or "", choice.skill, choice.why), tx.changes)


def give_out(store: Store, *, request: UUID) -> GivenOut:
    """Give every open case that nobody has to who can solve it, the most urgent first; the others say why not."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "cases given out") is not None:
            return GivenOut(0, (), tx.changes)
        _hold(tx)
        assigning = assigning_in(kept(tx))
        able, given, left = people(tx, assigning.away), 0, []
        told = Complaint
        query = (
            select(told.id)
            .where(told.owner_id.is_(None), told.status != "closed", told.void.is_(False))
            .order_by(told.next_at.is_(None), told.next_at, told.id)
            .limit(AT_ONCE)
        )
        for row in tx.all(query):
            case = held(tx, row.id)
            if case.owner_id is not None:
                continue
            choice = _give(tx, case, assigning, able)
            if choice.staff_id is None:
                left.append(Left(case.id, case.number, choice.why, choice.skill))
                continue
            given += 1
            able = [_busier(one, tx) if one.id == choice.staff_id else one for one in able]
        tx.done(request, "cases given out", given)
        return GivenOut(given, tuple(left), tx.changes)


def save(
    store: Store,
    assigning: Assigning,
    skills: Mapping[int, Sequence[str]],
    *,
    known: str,
    limit: Decimal | None = None,
) -> ChangeSet:
    """Keep rules, skills per person and who is away; ``known`` is the setting as it was read.

    ``limit`` is the one of ``complaint_outcomes.set_limit`` where it is another one now.

    Raises ``Conflict`` when somebody else saved meanwhile, ``Mistake`` for a rule without a skill, ``NotAllowed``.
    """
    if len(assigning.rules) > MOST_RULES:
        raise Mistake(N_("At most {most} rules are kept."), field="rules", most=MOST_RULES)
    for rule in assigning.rules:
        rule.check()
    clean = tidied(skills)
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        _hold(tx)
        if kept(tx) != known:
            raise Conflict(N_("Somebody else changed who solves what meanwhile. Look at it again before saving."))
        there = {row[0] for row in tx.all(select(Staff.id).where(Staff.id.in_({*clean, *assigning.away})))}
        if there != {*clean, *assigning.away}:
            raise NotFound(N_("There is no such person."))
        _keep(tx, assigning)
        if limit is not None:
            keep_limit(tx, limit)
        if clean:
            tx.execute(delete(StaffSkill).where(StaffSkill.staff_id.in_(clean)))
        rows = [{"staff_id": who, "skill": skill} for who, words in clean.items() for skill in words]
        if rows:
            tx.execute(insert(StaffSkill), rows)
        tx.audit("changed", "setting", 0, ASSIGNING)
        tx.touched("complaint settings")
        return tx.changes


def _keep(tx: Write, assigning: Assigning) -> None:
    """Written over, not written anew: whoever waits for the row shall find it."""
    value = json.dumps(written(assigning), ensure_ascii=False)
    if not tx.execute(update(Setting).where(Setting.name == ASSIGNING).values(value=value)).rowcount:
        tx.execute(insert(Setting), {"name": ASSIGNING, "value": value})


def _hold(tx: Write) -> None:
    """Whoever gives a case to somebody waits here: the next one counts what this one gave."""
    query = select(Setting.name).where(Setting.name == ASSIGNING)
    tx.first(query if tx.sqlite else query.with_for_update())


def _give(tx: Write, case: AnyRow, assigning: Assigning, able: Sequence[Person]) -> Choice:
    choice = choose(able, skill_for(assigning.rules, case_of(tx, case)), tx.today)
    told = Complaint
    values: dict[str, object] = {"skill": choice.skill}
    if choice.staff_id is not None:
        values["owner_id"] = choice.staff_id
    tx.execute(update(told).where(told.id == case.id).values(**values, version=told.version + 1))
    if choice.staff_id is not None:
        name = tx.scalar(select(Staff.name).where(Staff.id == choice.staff_id)) or ""
        event(tx, case.id, "assigned", name, internal=True)
        if case.status == "new":
            move(tx, held(tx, case.id), "assigned")
        clock(tx, case.id)
    return choice


def _busier(person: Person, tx: Write) -> Person:
    return replace(person, open_cases=person.open_cases + 1, last_at=tx.now)
