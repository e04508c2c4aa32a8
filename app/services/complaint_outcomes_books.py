"""Outcomes of complaints in the books: the real return, credit note and order, inside one operation."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert, select, update

from app.domain.complaint_outcome import (
    IN_PIECES,
    ON_AN_ORDER,
    REPLACEMENT,
    RETURN,
    Item,
    Proposal,
    Terms,
    check_possible,
    money_of,
    pieces_of,
    priced,
)
from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.order import BOOKED_STATES, DraftLine, OrderDraft
from app.domain.refusal import N_, Conflict, Mistake
from app.domain.rights import MANAGER
from app.models import ComplaintCost, ComplaintOutcomeCost, GoodsReturn, GoodsReturnLine, Invoice, OrderLine, SalesOrder
from app.queries import company
from app.queries.complaint_outcomes import possible
from app.services.booking import book
from app.services.orderlines import going_on, shares_of
from app.services.orders import held
from app.services.placing import store_placed
from app.services.price_limits import Consent
from app.services.returns import return_goods, return_money
from app.services.standing import standings
from app.store.session import AnyRow, Read, Write


@dataclass(frozen=True, slots=True)
class Made:
    """The documents of an outcome: a return (its credit note goes with it) and a new order, where there are any."""

    return_id: int | None = None
    order_id: int | None = None


@dataclass(frozen=True, slots=True)
class Papers:
    """Their numbers, empty where there is none."""

    return_number: str = ""
    credit_note: str = ""
    order: str = ""

    @property
    def words(self) -> str:
        """All of them in one line."""
        return " · ".join(number for number in (self.return_number, self.credit_note, self.order) if number)


def held_order(tx: Write, case: AnyRow, order_id: int) -> AnyRow:
    """The order of a proposal, locked: whoever gives something of it back waits for the one before.

    Raises ``Mistake`` for another customer's order, ``Conflict`` for one that is not an order (any more).
    """
    order = held(tx, order_id)
    if going_on(tx, order.customer_id) != going_on(tx, case.customer_id):
        raise Mistake(N_("This order belongs to another customer."), field="order_id")
    if order.status == "cancelled":
        raise Conflict(
            N_("Order {number} was cancelled; what was paid for it went back then. Choose something else."),
            number=order.number, field="order_id",
        )  # fmt: skip
    if order.status not in BOOKED_STATES:
        raise Conflict(N_("This is a quote and no order yet; nothing of it can go back."), field="order_id")
    return order


def value_of(tx: Read, order: AnyRow, proposal: Proposal) -> Decimal:
    """Net of what the customer is given of a held order: money back, or what was paid for the pieces.

    Raises what ``check_possible`` raises.
    """
    places, lines = company.of(tx).currency_places, possible(tx, order)
    check_possible(proposal, lines, places)
    if proposal.kind not in IN_PIECES:
        return sum(money_of(proposal, lines, places).values(), ZERO)
    standing = standings(tx, order)
    return sum((standing[line].back(count, places)[0] for line, count in pieces_of(proposal).items()), ZERO)


def terms_of(tx: Read, order: AnyRow | None, proposal: Proposal) -> Terms:
    """What is kept of a proposal: money per line as it was agreed, whatever happens to the order until it is given."""
    if order is None:
        return Terms(cost=proposal.cost)
    items, value = proposal.items, value_of(tx, order, proposal)
    if proposal.kind not in IN_PIECES:
        money = money_of(proposal, possible(tx, order), company.of(tx).currency_places)
        items = tuple(Item(line, amount=amount) for line, amount in money.items())
    items = tuple(item for item in items if item.quantity or item.amount)
    return Terms(items, proposal.percent, proposal.amount, proposal.goods_back, proposal.cost, value)


def carry_out(tx: Write, case: AnyRow, proposal: Proposal, *, answers: str = "") -> Made:
    """Make the documents of today; ``answers`` is the login of who approved.

    Raises ``Conflict`` saying what is still possible when somebody else was faster, and what returns and orders raise.
    """
    if proposal.kind not in ON_AN_ORDER or proposal.order_id is None:
        return Made()
    order = held_order(tx, case, proposal.order_id)
    places, lines = company.of(tx).currency_places, possible(tx, order)
    check_possible(proposal, lines, places)
    reason = f"{case.number}: {proposal.words}"[:400]
    if proposal.kind == RETURN:
        return Made(return_goods(tx, order, pieces_of(proposal), on=tx.today, reason=reason))
    if proposal.kind != REPLACEMENT:
        return Made(return_money(tx, order, money_of(proposal, lines, places), on=tx.today, reason=reason))
    pieces, back, nets = pieces_of(proposal), None, {}
    if proposal.goods_back:
        back = return_goods(tx, order, pieces, on=tx.today, reason=reason)
        nets = _nets(tx, back)
    return Made(back, _new_order(tx, case, order, pieces, nets, Consent(reason, answers, MANAGER)))


def _nets(tx: Read, return_id: int) -> dict[int, Decimal]:
    line = GoodsReturnLine
    return {row[0]: row[1] for row in tx.all(select(line.line_id, line.net).where(line.return_id == return_id))}


def _new_order(
    tx: Write, case: AnyRow, order: AnyRow, pieces: Mapping[int, Decimal], nets: Mapping[int, Decimal], consent: Consent
) -> int:
    """The same goods once more: at what came back for them, or at 0, so that their cost falls on this customer."""
    line = OrderLine
    rows = tx.all(
        select(line.id, line.product_id, line.tax_rate, line.description, line.unit)
        .where(line.order_id == order.id, line.id.in_(pieces)).order_by(line.position)
    )  # fmt: skip
    places = company.of(tx).currency_places
    lines = [
        DraftLine(row.product_id, quantity, unit, tax_rate=row.tax_rate, description=row.description, unit=row.unit)
        for row in rows
        for quantity, unit in priced(pieces[row.id], nets.get(row.id, ZERO), places)
    ]
    draft = OrderDraft(
        order.customer_id, tx.today, lines, shares=shares_of(tx, order.id), reference=case.number,
        note=consent.reason,
    )  # fmt: skip
    done = store_placed(tx, draft, new_uid(), consent)
    assert not isinstance(done, int)
    return done.order_id


def keep_cost(tx: Write, outcome_id: int, cost: Decimal) -> None:
    """What a proposal costs beside what the customer is given, apart from its terms: not everybody sees it."""
    if cost:
        tx.execute(insert(ComplaintOutcomeCost), {"outcome_id": outcome_id, "cost": cost})


def cost_of(tx: Read, outcome_id: int) -> Decimal:
    """The same, 0 where it costs nothing."""
    kept = ComplaintOutcomeCost
    return tx.scalar(select(kept.cost).where(kept.outcome_id == outcome_id)) or ZERO


def add_cost(tx: Write, case: AnyRow, cost: Decimal, *, reason: str) -> None:
    """A gift or the handling is part of what solving the complaint cost: kept with it, and booked today."""
    kept = ComplaintCost
    if not tx.execute(update(kept).where(kept.complaint_id == case.id).values(cost=kept.cost + cost)).rowcount:
        tx.execute(insert(kept), {"complaint_id": case.id, "cost": cost})
    part = Part(None, ZERO, ZERO, cost)
    book(
        tx,
        [
            Booking("complaint", tx.today, case.customer_id, part, order_id=case.order_id, complaint_id=case.id,
                    reason=reason)
        ],
    )  # fmt: skip


def papers_of(tx: Read, made: Made) -> Papers:
    """The numbers of what was made."""
    back, credit = "", ""
    if made.return_id is not None:
        row = tx.first(
            select(GoodsReturn.number, Invoice.number.label("credit_note"))
            .outerjoin(Invoice, Invoice.id == GoodsReturn.invoice_id)
            .where(GoodsReturn.id == made.return_id)
        )
        assert row is not None
        back, credit = row.number, row.credit_note or ""
    new = tx.scalar(select(SalesOrder.number).where(SalesOrder.id == made.order_id)) if made.order_id else ""
    return Papers(back, credit, new or "")
