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
from app.queries import company
from app.store.bulk import new_ids
from app.store.session import Store, Write

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
            words = name.strip()
            if not words or len(words) > LONGEST_NAME:
                raise Mistake(
                    N_("Write a name of 1 to {limit} characters for the plan."), field="name", limit=LONGEST_NAME
                )
            if tx.scalar(select(CommissionPlan.id).where(CommissionPlan.name == words)) is not None:
                raise Conflict(N_("There is a plan ‘{name}’ already."), field="name", name=words)
            [done] = new_ids(tx, CommissionPlan, 1)
            tx.execute(
                insert(CommissionPlan), {"id": done, "uid": new_uid(), "name": words, "created_by": tx.actor.login}
            )
            _write(tx, done, valid_from, terms)
            tx.done(request, "commission plan", done)
            tx.audit("added", "commission plan", done, words)
        return _saved(tx, done, valid_from)


def add_version(store: Store, plan_id: int, valid_from: date, terms: Terms, *, request: UUID) -> Saved:
    """What a plan says from another day on. A version of that day that nothing was booked with is replaced.

    Raises ``Conflict`` when the version of that day is in use.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission version") is None:
            if tx.scalar(select(CommissionPlan.id).where(CommissionPlan.id == plan_id)) is None:
                raise NotFound(N_("There is no such commission plan."))
            _write(tx, plan_id, valid_from, terms)
            tx.done(request, "commission version", plan_id)
            tx.audit("version added", "commission plan", plan_id, valid_from.isoformat())
        return _saved(tx, plan_id, valid_from)


def assign(store: Store, staff_id: int | None, plan_id: int | None, valid_from: date, *, request: UUID) -> ChangeSet:
    """Give a salesperson (``None``: everybody without an own one) a plan from a day on, or none from then on.

    What was booked keeps its plan; ``commissions.recalculate`` shows what another one makes of an open month.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "all_commission")
        if tx.claim(request, "commission assignment") is None:
            if staff_id is not None and tx.scalar(select(Staff.id).where(Staff.id == staff_id)) is None:
                raise NotFound(N_("There is no such salesperson."), field="staff")
            if plan_id is not None and tx.scalar(select(CommissionPlan.id).where(CommissionPlan.id == plan_id)) is None:
                raise NotFound(N_("There is no such commission plan."), field="plan")
            kept = CommissionAssignment
            who = kept.staff_id.is_(None) if staff_id is None else kept.staff_id == staff_id
            tx.execute(delete(kept).where(who, kept.valid_from == valid_from))
            tx.execute(
                insert(kept),
                {"staff_id": staff_id, "plan_id": plan_id, "valid_from": valid_from, "created_by": tx.actor.login},
            )
            read_anew(tx)
            tx.done(request, "commission assignment", staff_id or 0)
            tx.audit("plan given", "staff", staff_id or 0, f"{plan_id or '-'} {valid_from.isoformat()}")
        tx.touched("commission_plan")
        return tx.changes


def read_anew(tx: Write) -> None:
    """The next booking run looks at everything: what was agreed has changed."""
    tx.execute(update(CommissionMark).values(seen=0, done=0))


def _write(tx: Write, plan_id: int, valid_from: date, terms: Terms) -> None:
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
    read_anew(tx)


def _saved(tx: Write, plan_id: int, valid_from: date) -> Saved:
    version = CommissionPlanVersion
    found = tx.scalar(select(version.id).where(version.plan_id == plan_id, version.valid_from == valid_from))
    tx.touched("commission_plan", plan_id)
    return Saved(plan_id, int(found or 0), tx.changes)
