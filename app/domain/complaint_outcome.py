"""What is done about a complaint: goods or money back, goods again, less to pay, an apology, or nothing and why.

A proposal says what is given per order line. What a line still has left to give decides what is possible, across all
complaints and returns; the same rules are asked while it is typed, when it is proposed and when it is carried out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.contribution import portion
from app.domain.money import (
    EXACT,
    HUNDRED,
    PERCENT_PLACES,
    PRICE_PLACES,
    QUANTITY_PLACES,
    ZERO,
    checked,
    line_amount,
    rounded,
    split,
)
from app.domain.refusal import N_, Conflict, Mistake

RETURN, CREDIT, REPLACEMENT, DISCOUNT = "return", "credit", "replacement", "discount"
APOLOGY, REJECTED = "apology", "rejected"
KINDS = (RETURN, CREDIT, REPLACEMENT, DISCOUNT, APOLOGY, REJECTED)
ON_AN_ORDER = frozenset({RETURN, CREDIT, REPLACEMENT, DISCOUNT})
IN_PIECES = frozenset({RETURN, REPLACEMENT})
"""The kinds that speak of quantities; the others on an order speak of money."""
PROPOSED, APPROVED, REFUSED, EXECUTED, WITHDRAWN = "proposed", "approved", "refused", "executed", "withdrawn"
OPEN = (PROPOSED, APPROVED)
"""What is not decided or not carried out yet."""
LIMIT = Decimal(100)
"""Above it a manager approves, unless a setting says otherwise; in the company's currency."""
LONGEST_REASON = 400

_MOVES: Mapping[str, frozenset[str]] = {
    PROPOSED: frozenset({APPROVED, REFUSED, WITHDRAWN}),
    APPROVED: frozenset({EXECUTED, WITHDRAWN}),
}
_IS = {
    PROPOSED: N_("This proposal still waits for a manager."),
    APPROVED: N_("This proposal was approved already."),
    REFUSED: N_("This proposal was refused: {decision}"),
    EXECUTED: N_("This proposal was carried out already."),
    WITHDRAWN: N_("This proposal was withdrawn."),
}


@dataclass(frozen=True, slots=True)
class Item:
    """What one order line is about: pieces for goods, net money for credits; both 0 names the line alone."""

    line_id: int
    quantity: Decimal = ZERO
    amount: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed, as it is kept for ever: the lines, and how their money was arrived at."""

    items: tuple[Item, ...] = ()
    percent: Decimal | None = None
    amount: Decimal | None = None
    goods_back: bool = False
    cost: Decimal = ZERO
    value: Decimal = ZERO
    """Net of what the customer is given, by which it was decided who approves."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it is typed; amounts without tax.

    ``items`` of a discount name its lines (none: all that was billed), with one of ``percent`` and ``amount``. A
    replacement with ``goods_back`` takes the old goods into stock again and sends new ones at what was paid for them;
    without it the new goods are given at price 0. ``cost`` is what a gift or the handling costs, whatever the kind.
    """

    kind: str
    reason: str = ""
    order_id: int | None = None
    items: tuple[Item, ...] = ()
    percent: Decimal | None = None
    amount: Decimal | None = None
    goods_back: bool = False
    cost: Decimal = ZERO

    @property
    def words(self) -> str:
        """The reason in one line, as long as it can be kept."""
        return " ".join(self.reason.split())[:LONGEST_REASON]

    def check(self, places: int = 2) -> None:
        """Raises ``Mistake`` naming the field that is missing or cannot be."""
        if self.kind not in KINDS:
            raise Mistake(N_("Choose what is done about this complaint."), field="kind")
        if not self.words:
            raise Mistake(_NO_WORDS.get(self.kind, _NO_REASON), field="reason")
        checked(self.cost, places, field="cost")
        if self.kind not in ON_AN_ORDER:
            return
        if self.order_id is None:
            raise Mistake(N_("Name the order that this is about."), field="order_id")
        if len({item.line_id for item in self.items}) != len(self.items):
            raise Mistake(N_("A line of the order is named twice."), field="lines")
        if self.kind == DISCOUNT:
            self._check_discount(places)
            return
        for item in self.items:
            checked(item.quantity, QUANTITY_PLACES, field="quantity")
            checked(item.amount, places, field="amount")
        if not any(item.quantity if self.kind in IN_PIECES else item.amount for item in self.items):
            raise Mistake(_NOTHING[self.kind in IN_PIECES], field="lines")

    def _check_discount(self, places: int) -> None:
        if (self.percent is None) == (self.amount is None):
            raise Mistake(N_("Write the discount: a percentage or an amount."), field="percent")
        if self.amount is not None and not checked(self.amount, places, field="amount"):
            raise Mistake(N_("Write the amount that is given back."), field="amount")
        if self.percent is None:
            return
        if not ZERO < checked(self.percent, PERCENT_PLACES, field="percent") <= HUNDRED:
            raise Mistake(N_("A discount is above 0 and at most 100 %."), field="percent")


_NO_REASON = N_("Say why: the reason stands on the documents.")
_NO_WORDS = {
    APOLOGY: N_("Write what the customer is told."),
    REJECTED: N_("Say why the complaint is rejected: the customer is told."),
}
_NOTHING = {
    True: N_("Write how many pieces of which line."),
    False: N_("Write the amount that is given back."),
}


@dataclass(frozen=True, slots=True)
class Possible:
    """What one order line still has to give.

    ``kept`` is sold minus what came back and ``kept_net`` what it brings; ``billed_net`` of that is on bills;
    ``replaced`` pieces of it were given again before.
    """

    line_id: int
    name: str
    kept: Decimal
    kept_net: Decimal
    billed_net: Decimal
    replaced: Decimal = ZERO

    @property
    def replaceable(self) -> Decimal:
        """Pieces that can be given again: each piece that was sold once."""
        return max(self.kept - self.replaced, ZERO)

    def pieces(self, kind: str) -> Decimal:
        """How many pieces a return or replacement may name."""
        return self.replaceable if kind == REPLACEMENT else self.kept


def money_of(proposal: Proposal, lines: Sequence[Possible], places: int = 2) -> dict[int, Decimal]:
    """Net money per line id that a credit or discount gives back.

    A percentage is rounded once per line, an amount is split over what is billed by largest remainder. Raises
    ``Conflict`` when nothing is billed that could be given back, or less than the amount.
    """
    if proposal.kind == CREDIT:
        return {item.line_id: item.amount for item in proposal.items if item.amount}
    named = {item.line_id for item in proposal.items} or {line.line_id for line in lines}
    chosen = [line for line in lines if line.line_id in named and line.billed_net > 0]
    billed = sum((line.billed_net for line in chosen), ZERO)
    if not billed:
        raise Conflict(N_("Nothing of this is on a bill, so there is nothing to give back. Invoice it first."))
    if proposal.percent is not None:
        parts = [portion(line.billed_net, proposal.percent, HUNDRED, places) for line in chosen]
    else:
        amount = proposal.amount or ZERO
        if amount > billed:
            raise Conflict(N_("Only {left} can still be given back; {asked} was asked."), left=billed, asked=amount)
        parts = split(amount, [line.billed_net for line in chosen], places)
    found = {line.line_id: part for line, part in zip(chosen, parts, strict=True) if part}
    if not found:
        raise Mistake(N_("This discount is less than the smallest coin."), field="percent")
    return found


def pieces_of(proposal: Proposal) -> dict[int, Decimal]:
    """Pieces per line id that a return or replacement names."""
    return {item.line_id: item.quantity for item in proposal.items if item.quantity}


def check_possible(proposal: Proposal, lines: Sequence[Possible], places: int = 2) -> None:
    """Raises ``Mistake`` for lines of another order, ``Conflict`` for more than is left, saying what still is."""
    known = {line.line_id: line for line in lines}
    if any(item.line_id not in known for item in proposal.items):
        raise Mistake(N_("This line is not on the order."), field="lines")
    if proposal.kind in IN_PIECES:
        for line_id, asked in pieces_of(proposal).items():
            left = known[line_id].pieces(proposal.kind)
            if asked > left:
                words = _FEWER[proposal.kind] if left else _NONE[proposal.kind]
                raise Conflict(words, field="quantity", line=known[line_id].name, left=plain(left), asked=plain(asked))
        return
    for line_id, amount in money_of(proposal, lines, places).items():
        left = known[line_id].billed_net
        if amount > left:
            words = N_("Of ‘{line}’ only {left} can still be given back; {asked} was asked.")
            if not left:
                words = N_("Nothing of ‘{line}’ can be given back any more: it is not billed, or was given back.")
            raise Conflict(words, field="amount", line=known[line_id].name, left=left, asked=amount)


_FEWER = {
    RETURN: N_("Of ‘{line}’ only {left} can still come back; {asked} was asked."),
    REPLACEMENT: N_("Of ‘{line}’ only {left} can still be replaced; {asked} was asked."),
}
_NONE = {
    RETURN: N_("Nothing of ‘{line}’ can come back any more: all that was sold came back."),
    REPLACEMENT: N_("Nothing of ‘{line}’ can be replaced any more: all of it came back or was replaced."),
}


def agreed(kind: str, reason: str, order_id: int | None, terms: Terms) -> Proposal:
    """A kept proposal as one that is carried out: a discount gives the amounts that were agreed when it was made."""
    done = CREDIT if kind == DISCOUNT else kind
    return Proposal(done, reason, order_id, terms.items, goods_back=terms.goods_back, cost=terms.cost)


def needs_approval(value: Decimal, cost: Decimal, limit: Decimal) -> bool:
    """Whether a manager has to approve: what is given and what it costs besides lies above the limit."""
    return value + cost > limit


def check_state(state: str, to: str, decision: str = "") -> None:
    """Raises ``Conflict`` with what became of a proposal when it cannot become ``to`` any more."""
    if to not in _MOVES.get(state, ()):
        raise Conflict(_IS[state], decision=decision)


def priced(quantity: Decimal, net: Decimal, places: int = 2) -> list[tuple[Decimal, Decimal]]:
    """(quantity, unit price) of order lines that bring exactly ``net`` for ``quantity`` pieces.

    A price has 4 decimals, so many pieces at one price may miss the sum by some coins; then a few pieces stand on a
    line of their own with the rest.
    """
    unit = rounded(EXACT.divide(net, quantity), PRICE_PLACES)
    if line_amount(quantity, unit, ZERO, places) == net:
        return [(quantity, unit)]
    few = min(quantity, rounded(_EXACT_BELOW.scaleb(-places), QUANTITY_PLACES))
    unit = EXACT.divide(net, quantity).quantize(_PRICE_STEP, "ROUND_FLOOR")
    first = line_amount(quantity - few, unit, ZERO, places)
    return [(quantity - few, unit), (few, rounded(EXACT.divide(net - first, few), PRICE_PLACES))]


_PRICE_STEP = Decimal(1).scaleb(-PRICE_PLACES)
# below 10^(4 - places) pieces half a step of the price is less than half a coin
_EXACT_BELOW = Decimal(9900)


def shared_lines(items: Collection[Item], others: Collection[Item]) -> frozenset[int]:
    """Lines that two proposals on one order speak of; one that names no lines speaks of all."""
    mine, theirs = {item.line_id for item in items}, {item.line_id for item in others}
    if not mine or not theirs:
        return frozenset(mine | theirs)
    return frozenset(mine & theirs)


def plain(quantity: Decimal) -> str:
    """A quantity in a sentence, without the zeros behind it."""
    return f"{quantity.normalize():f}" if quantity else "0"
