"""The columns of the status board, which order stands where, and what may follow on what."""

from app.domain.refusal import N_, Conflict

STAGES = ("draft", "quoted", "confirmed", "preparing", "out", "delivered", "invoiced", "paid")
"""Draft · Quoted · Confirmed · In preparation · Out · Delivered · Invoiced · Paid."""
BEFORE_LEAVING = ("confirmed", "preparing", "out")
UNDELIVERED = ("confirmed", "in_progress", "invoiced")
"""States in which an order without a delivery day is still to come."""
UNPAID = frozenset({"confirmed", "in_progress"})

_WHY_NOT = {
    "draft": N_("Nothing becomes a draft again; copy it as a new order."),
    "quoted": N_("A confirmed order does not become a quote again; cancel it or copy it as a new order."),
    "confirmed": N_("Goods of this order have left; what comes back is a return."),
    "preparing": N_("Goods of this order have left; what comes back is a return."),
    "out": N_("Goods of this order have left; what comes back is a return."),
    "delivered": N_("An invoice is not taken back; write a credit note."),
    "invoiced": N_("What was paid stays paid; a payment is cancelled on the customer's account."),
    "paid": N_("This order is not invoiced yet; an order is paid after its invoice."),
}


def stage_of(status: str, stage: str, *, paid: bool = False) -> str:
    """The column of an order by its status, its stage before it leaves, and whether its bills are paid."""
    if status in UNPAID:
        if status == "in_progress" and not stage:
            # some of it has left, the rest is being made ready
            return "preparing"
        return stage or "confirmed"
    if status == "closed" or (status == "invoiced" and paid):
        return "paid"
    return status


def beside(stage: str, by: int) -> str | None:
    """The column to the right (1) or left (-1); none at the ends."""
    at = STAGES.index(stage) + by
    return STAGES[at] if 0 <= at < len(STAGES) else None


def check_step(here: str, to: str) -> None:
    """Raises ``Conflict`` and says why where an order cannot go from one column to another."""
    if to not in STAGES or here not in STAGES:
        raise Conflict(N_("A cancelled order stands on no board."))
    at, there = STAGES.index(here), STAGES.index(to)
    if here == to:
        raise Conflict(N_("It stands there already."))
    back_within = here in BEFORE_LEAVING and to in BEFORE_LEAVING
    if there < at and not back_within:
        raise Conflict(_WHY_NOT[to])
    if to == "paid" and here != "invoiced":
        raise Conflict(_WHY_NOT["paid"])
    if here in ("draft", "quoted") and there > STAGES.index("confirmed"):
        raise Conflict(N_("Confirm it first; then it can be prepared and go out."))
    if to == "invoiced" and here in BEFORE_LEAVING:
        raise Conflict(N_("Deliver it first, or invoice it on the order's own screen."))
