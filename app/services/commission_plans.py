"""Commission plans: made, given to people, and continued by a new version; what is in use is never edited."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.domain import frozen, rights
from app.domain.changes import ChangeSet
from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import (
    Category,
    CommissionAssignment,
    CommissionEntry,
    CommissionMark,
    CommissionPlan,
    CommissionPlanVersion,
    Product,
    Staff,
)
from app.models.base import Now
from app.queries import company
from app.store.bulk import new_ids
from app.store.session import Read, Store, Write

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Saved:
    """A plan with the version that was written."""

    plan_id: int
    version_id: int
    changes: ChangeSet


def add(store: Store, name: str, valid_from: date, terms: Terms, *, request: UUID) -> Saved:
    """A new plan with its first version. Raises ``Mistake`` for terms that cannot be, ``Conflict`` for a known name."""
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        done = tx.claim(request, "commission plan")
        if done is None:
            done = write_plan(tx, name)
            write_version(tx, done, valid_from, terms)
            read_anew(tx)
            tx.done(request, "commission plan", done)
        return _saved(tx, done, valid_from)


def write_plan(tx: Write, name: str) -> int:
    """A new plan without a version, inside a write; its id. Raises ``Mistake`` and ``Conflict`` about its name."""
    words = _free_name(tx, name)
    [done] = new_ids(tx, CommissionPlan, 1)
    tx.execute(insert(CommissionPlan), {"id": done, "uid": new_uid(), "name": words, "created_by": tx.actor.login})
    tx.audit("added", "commission plan", done, words)
    return done


def _free_name(tx: Read, name: str, plan_id: int = 0) -> str:
    """A name that no other plan than this one has."""
    words = name.strip()
    if not words or len(words) > LONGEST_NAME:
        raise Mistake(N_("Write a name of 1 to {limit} characters for the plan."), field="name", limit=LONGEST_NAME)
    plan = CommissionPlan
    if tx.scalar(select(plan.id).where(plan.name == words, plan.id != plan_id)) is not None:
        raise Conflict(N_("There is a plan ‘{name}’ already."), field="name", name=words)
    return words


def add_version(
    store: Store, plan_id: int, valid_from: date, terms: Terms, *, request: UUID, instead_of: int | None = None
) -> Saved:
    """What a plan says from another day on. A version of that day that nothing was booked with is replaced.

    ``instead_of`` is the id of a version that is moved to this day: it goes. Raises ``Conflict`` when the version of
    that day, or the one that is moved, is in use.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission version") is None:
            if tx.scalar(select(CommissionPlan.id).where(CommissionPlan.id == plan_id)) is None:
                raise NotFound(N_("There is no such commission plan."))
            write_version(tx, plan_id, valid_from, terms)
            if instead_of is not None:
                _remove(tx, plan_id, instead_of, valid_from)
            read_anew(tx)
            tx.done(request, "commission version", plan_id)
        return _saved(tx, plan_id, valid_from)


def _remove(tx: Write, plan_id: int, version_id: int, moved_to: date) -> None:
    """A version that was moved to another day goes; one that stands on that day stays."""
    version, entry = CommissionPlanVersion, CommissionEntry
    row = tx.first(select(version.valid_from).where(version.id == version_id, version.plan_id == plan_id))
    if row is None or row.valid_from == moved_to:
        return
    if tx.scalar(select(entry.id).where(entry.version_id == version_id).limit(1)) is not None:
        raise Conflict(
            N_("The version of {day} is in use and stays as it is. Begin a new one on another day."),
            field="valid_from", day=row.valid_from,
        )  # fmt: skip
    tx.execute(delete(version).where(version.id == version_id))
    tx.audit("version moved", "commission plan", plan_id, f"{row.valid_from.isoformat()} {moved_to.isoformat()}")


def assign(
    store: Store, staff_id: int | None, plan_id: int | None, valid_from: date, *, request: UUID, team: str = ""
) -> ChangeSet:
    """Give a salesperson, a ``team``, or (neither) everybody else a plan from a day on, or none from then on.

    The own plan counts before the team's, the team's before everybody's. What was booked keeps its plan;
    ``commissions.recalculate`` shows what another one makes of an open month. Raises ``NotFound``, and ``Conflict``
    for a plan that was put away.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission assignment") is None:
            if staff_id is not None and tx.scalar(select(Staff.id).where(Staff.id == staff_id)) is None:
                raise NotFound(N_("There is no such salesperson."), field="staff")
            _check_offered(tx, plan_id)
            whom = staff_id if staff_id is not None else team_named(tx, team) if team.strip() else ""
            write_assignment(tx, whom, plan_id, valid_from)
            read_anew(tx)
            tx.done(request, "commission assignment", staff_id or 0)
        tx.touched("commission_plan")
        return tx.changes


def _check_offered(tx: Read, plan_id: int | None) -> None:
    if plan_id is None:
        return
    row = tx.first(select(CommissionPlan.name, CommissionPlan.active).where(CommissionPlan.id == plan_id))
    if row is None:
        raise NotFound(N_("There is no such commission plan."), field="plan")
    if not row.active:
        raise Conflict(N_("The plan ‘{name}’ was put away; take it up again first."), field="plan", name=row.name)


def team_named(tx: Read, team: str) -> str:
    """A team as it is written of its people, whatever its capitals. Raises ``NotFound`` for one without people."""
    wanted = team.strip().casefold()
    known = [row[0] for row in tx.all(select(Staff.team).where(Staff.team != "").distinct().order_by(Staff.team))]
    found = next((one for one in known if one.casefold() == wanted), None)
    if found is None:
        raise NotFound(
            N_("Nobody is in a team ‘{team}’. Write the team of its people first."), field="team", team=team.strip()
        )
    return str(found)


def write_assignment(tx: Write, whom: int | str, plan_id: int | None, valid_from: date) -> None:
    """Agree a plan (or none) with a person (an id), a team (its name) or everybody else (no name), inside a write."""
    kept = CommissionAssignment
    staff_id = None if isinstance(whom, str) else whom
    team = whom if isinstance(whom, str) else ""
    who = kept.staff_id == staff_id if staff_id is not None else kept.staff_id.is_(None) & (kept.team == team)
    tx.execute(delete(kept).where(who, kept.valid_from == valid_from))
    tx.execute(
        insert(kept),
        {
            "staff_id": staff_id, "team": team, "plan_id": plan_id, "valid_from": valid_from,
            "created_by": tx.actor.login,
        },
    )  # fmt: skip
    words = f"{team} {plan_id or '-'} {valid_from.isoformat()}".strip()
    tx.audit("plan given", "staff", staff_id or 0, words)


def set_active(store: Store, plan_id: int, *, active: bool, version: int) -> ChangeSet:
    """Offer a plan to be given to people, or not any more. Who has it keeps it.

    Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` for a stale ``version``.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        _change(tx, plan_id, version, active=active)
        tx.audit("taken up" if active else "put away", "commission plan", plan_id)
        return tx.changes


def rename(store: Store, plan_id: int, name: str, *, version: int) -> ChangeSet:
    """Another name for a plan. Statements that were closed keep the one they were closed with.

    Raises ``Mistake`` for a name that cannot be, ``NotAllowed``, ``NotFound``, and ``Conflict`` for a stale ``version``
    or a name that another plan has.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        words = _free_name(tx, name, plan_id)
        before = _change(tx, plan_id, version, name=words)
        tx.audit("renamed", "commission plan", plan_id, f"{before} → {words}")
        return tx.changes


def _change(tx: Write, plan_id: int, version: int, **values: object) -> str:
    """Other values for a plan that nobody changed meanwhile; the name it had."""
    plan = CommissionPlan
    name = tx.scalar(select(plan.name).where(plan.id == plan_id))
    if name is None:
        raise NotFound(N_("There is no such commission plan."))
    changed = tx.execute(
        update(plan)
        .where(plan.id == plan_id, plan.version == version)
        .values(version=version + 1, updated_at=Now(), **values)
    )
    if not changed.rowcount:
        raise Conflict(N_("Somebody else changed this plan meanwhile. Look at it again before saving."))
    tx.touched("commission_plan", plan_id)
    return str(name)


def read_anew(tx: Write) -> None:
    """The next booking run looks at everything: what was agreed has changed."""
    tx.execute(update(CommissionMark).values(seen=0, done=0))


def write_version(tx: Write, plan_id: int, valid_from: date, terms: Terms) -> None:
    """What a plan says from a day on, inside a write that ends with ``read_anew``.

    Raises ``Mistake`` for terms that cannot be, ``Conflict`` when the version of that day is in use.
    """
    terms.check(company.of(tx).currency_places)
    for rule in terms.rules:
        model, wanted = (Product, rule.product_id) if rule.product_id is not None else (Category, rule.category_id)
        if tx.scalar(select(model.id).where(model.id == wanted)) is None:
            raise Mistake(N_("A rule is about a product or group that does not exist."), field="rules")
    version = CommissionPlanVersion
    here = tx.scalar(select(version.id).where(version.plan_id == plan_id, version.valid_from == valid_from))
    if here is not None:
        if tx.scalar(select(CommissionEntry.id).where(CommissionEntry.version_id == here).limit(1)) is not None:
            raise Conflict(
                N_("The version of {day} is in use and stays as it is. Begin a new one on another day."),
                field="valid_from", day=valid_from,
            )  # fmt: skip
        tx.execute(update(version).where(version.id == here).values(terms=frozen.dumps(terms)))
    else:
        tx.execute(
            insert(version),
            {"plan_id": plan_id, "valid_from": valid_from, "terms": frozen.dumps(terms), "created_by": tx.actor.login},
        )
    tx.audit("version added", "commission plan", plan_id, valid_from.isoformat())


def _saved(tx: Write, plan_id: int, valid_from: date) -> Saved:
    version = CommissionPlanVersion
    found = tx.scalar(select(version.id).where(version.plan_id == plan_id, version.valid_from == valid_from))
    tx.touched("commission_plan", plan_id)
    return Saved(plan_id, int(found or 0), tx.changes)
