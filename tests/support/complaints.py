"""A complaint to try things on, and short questions about it."""

from decimal import Decimal

from sqlalchemy import insert, select

from app.domain.complaint_outcome import Item, Proposal
from app.domain.ids import new_uid
from app.models import Complaint, ComplaintCost, ComplaintEvent, ComplaintOutcome
from app.services import complaint_outcomes
from app.store.bulk import new_ids
from app.store.session import Store


def complaint(store: Store, customer_id: int, *, number: str = "", **values) -> int:
    """A complaint of a customer that somebody works on; its id."""
    with store.write() as tx:
        [found] = new_ids(tx, Complaint, 1)
        tx.execute(
            insert(Complaint),
            {
                "id": found, "uid": new_uid(), "number": number or f"C-2026-{found:05}", "customer_id": customer_id,
                "subject": "Torn at the seam", "status": "in_work", "opened_at": tx.now,
            }
            | values,
        )  # fmt: skip
    return found


def asked(kind: str, order_id: int | None = None, pieces=None, money=None, **values) -> Proposal:
    """A proposal; ``pieces`` and ``money`` per line id."""
    items = [Item(line, Decimal(quantity)) for line, quantity in (pieces or {}).items()]
    items += [Item(line, amount=Decimal(amount)) for line, amount in (money or {}).items()]
    numbers = {name: Decimal(value) if isinstance(value, str) and name != "reason" else value
               for name, value in values.items()}  # fmt: skip
    return Proposal(kind, **({"reason": "Torn at the seam", "order_id": order_id, "items": tuple(items)} | numbers))


def settle(store: Store, complaint_id: int, proposal: Proposal) -> complaint_outcomes.Executed:
    """Propose and carry out."""
    return complaint_outcomes.settle(store, complaint_id, proposal, request=new_uid())


def propose(store: Store, complaint_id: int, proposal: Proposal, **values) -> complaint_outcomes.Proposed:
    """Propose."""
    return complaint_outcomes.propose(store, complaint_id, proposal, request=new_uid(), **values)


def execute(store: Store, outcome_id: int) -> complaint_outcomes.Executed:
    """Carry out."""
    return complaint_outcomes.execute(store, outcome_id, request=new_uid())


def status(store: Store, complaint_id: int) -> str:
    """The state of a case."""
    with store.read() as tx:
        return tx.scalar(select(Complaint.status).where(Complaint.id == complaint_id))


def state(store: Store, outcome_id: int) -> tuple:
    """(state, decided by, decision) of a proposal."""
    made = ComplaintOutcome
    with store.read() as tx:
        return tuple(tx.first(select(made.state, made.decided_by, made.decision).where(made.id == outcome_id)))


def cost(store: Store, complaint_id: int) -> Decimal:
    """What solving cost."""
    kept = ComplaintCost
    with store.read() as tx:
        return tx.scalar(select(kept.cost).where(kept.complaint_id == complaint_id)) or Decimal(0)


def timeline(store: Store, complaint_id: int) -> list[tuple]:
    """(kind, words) of what happened."""
    told = ComplaintEvent
    with store.read() as tx:
        query = select(told.kind, told.words).where(told.complaint_id == complaint_id).order_by(told.id)
        return [tuple(row) for row in tx.all(query)]
