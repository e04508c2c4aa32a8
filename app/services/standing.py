"""How the lines of an order stand: what is kept of them, what of that was billed, and what has left.

Every line has two pools of goods that are kept, billed and unbilled, each with its net. An invoice moves goods and net
from the second to the first; goods that come back are taken from the second first, because nothing was asked for them
yet. The last piece of a pool takes all of its net, so that bills and credit notes add up to what is kept exactly.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.domain.contribution import Part, next_part, portion, total_of
from app.domain.money import QUANTITY_PLACES, ZERO, checked
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Delivery, DeliveryLine, GoodsReturn, GoodsReturnLine, Invoice, InvoiceLine
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
    back, billed = _gone_back(tx, order.id), _billed(tx, order.id)
    none = (ZERO, ZERO)
    found = {}
    for line in stored_lines(tx, order.id):
        kept = line.quantity - back.get(line.id, none)[0]
        kept_net = line.net - back.get(line.id, none)[1]
        on_bills = (kept, kept_net) if order.imported else billed.get(line.id, none)
        found[line.id] = Standing(line, kept, kept_net, *on_bills)
    return found


def _gone_back(tx: Read, order_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    rows = tx.all(
        select(GoodsReturnLine.line_id, func.sum(GoodsReturnLine.quantity), func.sum(GoodsReturnLine.net))
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order_id)
        .group_by(GoodsReturnLine.line_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _billed(tx: Read, order_id: int) -> dict[int, tuple[Decimal, Decimal]]:
    rows = tx.all(
        select(InvoiceLine.line_id, Invoice.kind, func.sum(InvoiceLine.quantity), func.sum(InvoiceLine.net))
        .join(Invoice, Invoice.id == InvoiceLine.invoice_id)
        .where(Invoice.order_id == order_id, InvoiceLine.line_id.is_not(None))
        .group_by(InvoiceLine.line_id, Invoice.kind)
    )
    found: defaultdict[int, tuple[Decimal, Decimal]] = defaultdict(lambda: (ZERO, ZERO))
    for line, kind, quantity, net in rows:
        sign = 1 if kind == "invoice" else -1
        found[line] = (found[line][0] + sign * quantity, found[line][1] + sign * net)
    return dict(found)


def undelivered(tx: Read, order_id: int, lines: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Quantity per line that is still to leave, of the ordered quantities ``lines``.

    Goods that come back are goods that had left; only what goes back beyond those need not leave any more. What the
    customer has at each moment decides, so deliveries and returns are gone through in the order they were recorded.
    """
    left, there = dict(lines), dict.fromkeys(lines, ZERO)
    for line, quantity in _moves(tx, order_id):
        if quantity > 0:
            left[line] -= quantity
            there[line] += quantity
        else:
            from_there = min(there[line], -quantity)
            there[line] -= from_there
            left[line] -= -quantity - from_there
    return {line: max(ZERO, quantity) for line, quantity in left.items()}


def _moves(tx: Read, order_id: int) -> list[tuple[int, Decimal]]:
    """(line, quantity that left or, negative, came back) in the order of recording."""
    out = tx.all(
        select(Delivery.created_at, DeliveryLine.line_id, DeliveryLine.quantity)
        .join(Delivery, Delivery.id == DeliveryLine.delivery_id)
        .where(Delivery.order_id == order_id)
        .order_by(Delivery.id)
    )
    back = tx.all(
        select(GoodsReturn.created_at, GoodsReturnLine.line_id, GoodsReturnLine.quantity)
        .join(GoodsReturn, GoodsReturn.id == GoodsReturnLine.return_id)
        .where(GoodsReturn.order_id == order_id)
        .order_by(GoodsReturn.id)
    )
    moves: list[tuple[datetime, int, Decimal]] = [(row[0], row[1], row[2]) for row in out]
    moves += [(row[0], row[1], -row[2]) for row in back]
    return [(line, quantity) for _, line, quantity in sorted(moves, key=lambda move: move[0])]


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
                N_("Only {left} of this line are left; {asked} were asked."), left=left[line], asked=quantity
            )
    if not wanted:
        raise Conflict(N_("Nothing is left to do on this order."))
    return wanted
