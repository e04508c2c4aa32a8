"""Prices beyond the usual: a reason, a PIN at the same desk, or a question to a manager; the trail says who answers."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.order import OrderDraft, check_move
from app.domain.refusal import N_, Conflict, Mistake
from app.models import SalesOrder, Staff
from app.services import access, orders
from app.services.orders import Placed, change, held
from app.services.price_limits import Consent
from app.store.elsewhere import by_the_server
from app.store.session import Store, Write

LONGEST_REASON = 400
_NO_REASON = N_("Say why: a discount beyond the usual needs a reason.")


@dataclass(frozen=True, slots=True)
class Approver:
    """A manager at somebody else's desk: login or staff id, and the PIN."""

    who: str | int
    pin: str


@by_the_server()
def place(store: Store, draft: OrderDraft, *, request: UUID, reason: str, approver: Approver | None = None) -> Placed:
    """As ``orders.place``, with the reason for its prices on the trail under the name of who answers for it.

    Raises ``NotAllowed`` where neither the signed-in person nor the approver may give such prices, and for a wrong
    PIN; ``Mistake`` without a reason.
    """
    return orders.place(store, draft, request=request, consent=_consent(store, reason, approver))


@by_the_server()
def confirm(
    store: Store,
    order_id: int,
    *,
    request: UUID,
    version: int | None = None,
    reason: str,
    approver: Approver | None = None,
) -> Placed:
    """As ``orders.confirm``, with the reason on the trail; raises as ``place``."""
    return orders.confirm(store, order_id, request=request, version=version, consent=_consent(store, reason, approver))


@by_the_server()
def ask(store: Store, draft: OrderDraft, *, request: UUID, reason: str) -> Placed:
    """Keep an order as a draft that waits for a manager. Raises ``Mistake`` without a reason."""
    words = _words(reason)
    with store.write() as tx:
        done = tx.claim(request, "approval")
        if done is None:
            done = orders.stored_draft(tx, draft)
            tx.done(request, "approval", done)
            tx.audit("drafted", "order", done)
            _ask(tx, done, words)
        return orders.placed(tx, done)


def ask_for(store: Store, order_id: int, *, version: int, reason: str) -> ChangeSet:
    """Ask a manager to confirm a draft or quote that is there. Raises ``Conflict``, ``Mistake`` without a reason."""
    words = _words(reason)
    with store.write() as tx:
        check_move(held(tx, order_id, version).status, "confirmed")
        _ask(tx, order_id, words)
        return tx.changes


def approve(store: Store, order_id: int, *, request: UUID, version: int, reason: str = "") -> Placed:
    """A manager confirms what was asked; without words of their own the reason that was given stands.

    Raises ``NotAllowed`` for everybody else, ``Conflict`` when it was changed or taken back meanwhile.
    """
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        asked = tx.scalar(select(SalesOrder.approval_note).where(SalesOrder.id == order_id))
    words = _words(reason.strip() or asked or "")
    return orders.confirm(store, order_id, request=request, version=version, consent=Consent(words))


def refuse(store: Store, order_id: int, *, version: int, reason: str) -> ChangeSet:
    """A manager says no, and why; the order goes back to who asked. Raises as ``approve``."""
    words = _words(reason, N_("Say why: whoever asked will read it."))
    with store.write() as tx:
        rights.require(tx.actor.access, "see_profit")
        if held(tx, order_id, version).approval != "asked":
            raise Conflict(N_("Nobody asks for approval of this order any more."))
        change(tx, order_id, approval="refused", approval_note=words)
        tx.audit("approval refused", "order", order_id, words)
        return tx.changes


def _ask(tx: Write, order_id: int, words: str) -> None:
    change(tx, order_id, approval="asked", approval_note=words)
    tx.audit("approval asked", "order", order_id, words)


def _consent(store: Store, reason: str, approver: Approver | None) -> Consent:
    words = _words(reason)
    if approver is None:
        return Consent(words)
    staff_id = access.check_pin(store, approver.who, approver.pin)
    with store.read() as tx:
        row = tx.first(select(Staff.login, Staff.access).where(Staff.id == staff_id))
    assert row is not None
    return Consent(words, row.login or "", row.access)


def _words(reason: str, missing: str = _NO_REASON) -> str:
    words = " ".join(reason.split())
    if not words:
        raise Mistake(missing, field="reason")
    return words[:LONGEST_REASON]
