"""How the lines of an order stand: what is kept of them, what of that was billed, and what has left.

Every line has two pools of goods that are kept, billed and unbilled, each with its net. An invoice moves goods and net
from the second to the first; goods that come back are taken from the second first, because nothing was asked for them
yet. The last piece of a pool takes all of its net, so that bills and credit notes add up to what is kept exactly.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select

from app.domain.contribution import Part, next_part, portion, total_of
from app.domain.money import QUANTITY_PLACES, ZERO, checked
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Delivery, Invoice
from app.queries.sale import billed, gone_back
from app.services.orderlines import CostedLine, StoredLine, stored_lines
from app.store.session import AnyRow, Read


@dataclass(frozen=True, slots=True)
class Standing:
    """One line: kept is sold minus what went back; billed is what of the kept is on bills."""

    line: StoredLine
    kept: Decimal
    kept_net: Decimal
    billed: Decimal
    billed_net: Decimal

    @property
    def unbilled(self) -> Decimal:
        """Quantity that can still be invoiced."""
        return self.kept - self.billed

    @property
    def unbilled_net(self) -> Decimal:
        """The net of it."""
        return self.kept_net - self.billed_net

    def bill(self, quantity: Decimal, places: int) -> Decimal:
        """The net of invoicing ``quantity`` (at most what is unbilled)."""
        return portion(self.unbilled_net, quantity, self.unbilled, places)

    def back(self, quantity: Decimal, places: int) -> tuple[Decimal, Decimal, Decimal]:
        """(net, billed quantity, billed net) of ``quantity`` coming back (at most what is kept)."""
        unbilled = min(quantity, self.unbilled)
        billed = quantity - unbilled
        credit = portion(self.billed_net, billed, self.billed, places) if billed else ZERO
        net = portion(self.unbilled_net, unbilled, self.unbilled, places) if unbilled else ZERO
        return net + credit, billed, credit

    def recognise(self, item: CostedLine, booked: Sequence[Part], quantity: Decimal, places: int) -> Part:
        """What recognising ``quantity`` more of the line brings, when ``booked`` of it is in the ledger."""
        before = total_of(booked)
        whole = Part(None, self.line.quantity, self.line.net, item.cost)
        return next_part(whole, self.kept - before.quantity, self.kept_net - before.revenue, quantity, places)


def standings(tx: Read, order: AnyRow) -> dict[int, Standing]:
    """How the lines of an order (a held row) stand, per line id. An imported order came billed as a whole."""
    back, bills = gone_back(tx, order.id), billed(tx, order.id)
    none = (ZERO, ZERO)
    found = {}
    for line in stored_lines(tx, order.id):
        kept = line.quantity - back.get(line.id, none)[0]
        kept_net = line.net - back.get(line.id, none)[1]
        on_bills = (kept, kept_net) if order.imported else bills.get(line.id, none)
        found[line.id] = Standing(line, kept, kept_net, *on_bills)
    return found


def has_left(tx: Read, order_id: int) -> bool:
    """Whether anything of an order was delivered."""
    return tx.first(select(Delivery.id).where(Delivery.order_id == order_id).limit(1)) is not None


def has_bill(tx: Read, order_id: int) -> bool:
    """Whether anything of an order was invoiced."""
    query = select(Invoice.id).where(Invoice.order_id == order_id, Invoice.kind == "invoice")
    return tx.first(query.limit(1)) is not None


def wanted_quantities(asked: Mapping[int, Decimal] | None, left: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """What was asked (default: all that is left), checked against what is left per line id."""
    wanted = {line: quantity for line, quantity in (left if asked is None else asked).items() if quantity}
    for line, quantity in wanted.items():
        checked(quantity, QUANTITY_PLACES, field="quantity")
        if line not in left:
            raise Mistake(N_("This line is not on the order."), field="lines")
        if quantity > left[line]:
            raise Conflict(
                N_("Only {left} of this line are left; {asked} were asked."), left=left[line], asked=quantity, line=line
            )
    if not wanted:
        raise Conflict(N_("Nothing is left to do on this order."))
    return wanted
