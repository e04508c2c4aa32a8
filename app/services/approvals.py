"""Orders that go beyond the usual discount: confirmed by somebody who answers for it, with the reason on the trail."""

from uuid import UUID

from app.domain.order import OrderDraft
from app.domain.refusal import N_, Mistake, NotAllowed
from app.services import orders
from app.services.orders import Placed
from app.services.placing import store_placed
from app.store.session import Store, Write

ALLOWED = frozenset({"sales", "manager", "admin"})
LONGEST_REASON = 400


def place(store: Store, draft: OrderDraft, *, request: UUID, reason: str) -> Placed:
    """As ``orders.place``, with the reason for its prices on the trail.

    Raises ``NotAllowed`` for the front desk and ``Mistake`` without a reason.
    """
    with store.write() as tx:
        words = _checked(tx, reason)
        done = store_placed(tx, draft, request)
        if isinstance(done, int):
            return orders.placed(tx, done)
        tx.audit("price approved", "order", done.order_id, words)
        money = done.figures
        return Placed(done.order_id, done.number, "confirmed", money.net, money.tax, money.gross, tx.changes)


def confirm(store: Store, order_id: int, *, request: UUID, version: int | None = None, reason: str) -> Placed:
    """As ``orders.confirm``; the reason is on the trail even when the confirmation is refused afterwards."""
    with store.write() as tx:
        words = _checked(tx, reason)
        if tx.claim(request, "order") is None:
            tx.audit("price approved", "order", order_id, words)
    return orders.confirm(store, order_id, request=request, version=version)


def _checked(tx: Write, reason: str) -> str:
    if tx.actor.access not in ALLOWED:
        raise NotAllowed(N_("Prices beyond the usual discount are confirmed by somebody of sales. Save it as a quote."))
    words = " ".join(reason.split())
    if not words:
        raise Mistake(N_("Say why: a discount beyond the usual needs a reason."), field="reason")
    return words[:LONGEST_REASON]
