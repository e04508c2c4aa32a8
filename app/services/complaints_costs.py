"""What solving complaints cost: kept per case, booked as contribution entries, never twice and never unbooked."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.domain.complaint_outcome import EXECUTED
from app.domain.contribution import Booking, Part
from app.domain.money import ZERO, checked
from app.models import ComplaintCost, ComplaintOutcome, ComplaintOutcomeCost
from app.queries import company
from app.services.booking import book
from app.services.import_complaints import costs_of
from app.store.prepared import Insertion, together
from app.store.session import AnyRow, Read, Write

_COST = Insertion(
    ComplaintCost, "complaint_id", "cost", conflict="ON CONFLICT (complaint_id) DO UPDATE SET cost = excluded.cost"
)


def set_cost(tx: Write, case: AnyRow, cost: Decimal, *, on: date, before: date) -> None:
    """What a held case cost beside its outcomes, booked on its closing day.

    Another amount than the one of an earlier closing (on the day ``before``) is booked against that one first.
    Raises ``Mistake`` for an amount that cannot be.
    """
    checked(cost, company.of(tx).currency_places, field="cost")
    whole, given = costs_of(tx, [case.id]).get(case.id, ZERO), outcome_costs(tx, case.id)
    old = whole - given
    if old == cost:
        return
    _keep(tx, case.id, given + cost)
    book(tx, [_entry(case, "reversal", before, -old, "closed again"), _entry(case, "complaint", on, cost, "")])


def outcome_costs(tx: Read, complaint_id: int) -> Decimal:
    """What the outcomes of a case that were carried out cost (gifts, handling)."""
    made, kept = ComplaintOutcome, ComplaintOutcomeCost
    rows = tx.all(
        select(kept.cost).join(made, made.id == kept.outcome_id)
        .where(made.complaint_id == complaint_id, made.state == EXECUTED)
    )  # fmt: skip
    return sum((row.cost for row in rows), ZERO)


def _keep(tx: Write, complaint_id: int, cost: Decimal) -> None:
    together(tx, (_COST, [(complaint_id, cost)]))


def _entry(case: AnyRow, kind: str, on: date, cost: Decimal, reason: str) -> Booking:
    return Booking(
        kind, on, case.customer_id, Part(None, ZERO, ZERO, cost), order_id=case.order_id, complaint_id=case.id,
        reason=reason,
    )  # fmt: skip
