"""Commission of an order: what each of its lines earns for whom, and what became of that since.

Commission arises with the order (``earned``), becomes payable as its plan's trigger says (``released``) and goes again
with what comes back: first what was not payable yet (``offset``), then what was (``clawback``). All four are computed
from the facts of the order as they are known, in their order of time; the ledger is what this says.

Money kept is what the lines still bring; at any moment released = round(kept commission × paid ÷ what is kept of the
order's gross), so that over the life of an order exactly the commission of what was kept and paid is released.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from app.domain.commission_plan import Negative, Terms, Trigger, percent
from app.domain.contribution import portion
from app.domain.money import EXACT, ZERO, rounded, split, tax_by_rate

EARNED, RELEASED, CLAWBACK, OFFSET = "earned", "released", "clawback", "offset"
ADJUSTMENT, BANDS, CAP, PAID = "adjustment", "bands", "cap", "paid"
KINDS = (EARNED, RELEASED, CLAWBACK, OFFSET, ADJUSTMENT, BANDS, CAP, PAID)
PAYABLE = (RELEASED, CLAWBACK, ADJUSTMENT, BANDS, CAP, PAID)
"""The kinds of entries that a statement's balance is made of."""


class Agreed(NamedTuple):
    """What holds for one salesperson's part of a line: the share in percent, the version of the plan and its rate."""

    staff_id: int
    share: Decimal
    version_id: int
    terms: Terms
    rate: Decimal


class Line(NamedTuple):
    """An order line as it was sold, with everybody who has a part of it; nobody earns what is not agreed.

    ``agreed`` holds who has a plan; ``weights`` all shares of the order, whether they have one or not.
    """

    id: int
    quantity: Decimal
    net: Decimal
    cost: Decimal
    tax_rate: Decimal
    weights: tuple[tuple[int, Decimal], ...]
    agreed: tuple[Agreed, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to an order.

    ``kind`` is bill, back or paid. Of a bill, ``amount`` is its gross, ``nets`` its net per line (``None``: freight),
    negative for credit notes; of goods and money that came back, quantities and nets per line; of a payment the
    amount that settled the order's bills.
    """

    kind: str
    id: int
    on: date
    amount: Decimal = ZERO
    quantities: Mapping[int, Decimal] = field(default_factory=dict)
    nets: Mapping[int | None, Decimal] = field(default_factory=dict)
    ends: bool = False
    """The whole order was called off: its freight is not asked for either."""


@dataclass(frozen=True, slots=True)
class Order:
    """An order with its lines and what happened to it."""

    id: int
    on: date
    lines: Sequence[Line]
    freight: Decimal = ZERO
    freight_tax_rate: Decimal = ZERO
    facts: Sequence[Fact] = ()
    places: int = 2


class Movement(NamedTuple):
    """One change of somebody's commission: ``amount`` and the base it stands for, with its cause."""

    line_id: int
    staff_id: int
    version_id: int
    kind: str
    on: date
    cause: str
    cause_id: int
    amount: Decimal
    base: Decimal


class _Part:
    """One salesperson's part of a line while time goes by: kept and released, each commission and base."""

    __slots__ = ("agreed", "kept", "released")

    def __init__(self, agreed: Agreed, amount: Decimal, base: Decimal) -> None:
        self.agreed = agreed
        self.kept = [amount, base]
        self.released = [ZERO, ZERO]


class _Kept:
    """A line while time goes by. ``pots`` are the line's commission and base per agreement, of which people have parts.

    People with the same version and rate share one pot; a line sold by people of different plans has several.
    """

    __slots__ = ("billed", "gone_net", "line", "net", "places", "pots", "quantity")

    def __init__(self, line: Line, places: int) -> None:
        self.line, self.places = line, places
        self.quantity, self.net, self.billed = line.quantity, line.net, ZERO
        self.gone_net = ZERO
        self.pots: list[_Pot] = []
        if len(line.agreed) == 1:
            self.pots.append(_Pot(line, line.agreed, places))
            return
        by_terms: defaultdict[tuple[int, Decimal], list[Agreed]] = defaultdict(list)
        for agreed in line.agreed:
            by_terms[agreed.version_id, agreed.rate].append(agreed)
        self.pots = [_Pot(line, found, places) for found in by_terms.values()]

    @property
    def unbilled(self) -> Decimal:
        """Net of what is kept and not on a bill."""
        return max(self.net - self.billed, ZERO) if self.line.net >= 0 else ZERO

    def back(self, quantity: Decimal, net: Decimal) -> None:
        """Goods or money came back."""
        self.quantity -= quantity
        self.net -= net
        self.gone_net += net

    @property
    def gone(self) -> tuple[Decimal, Decimal]:
        """(revenue, cost) of all that came back."""
        line = self.line
        left = portion(line.cost, self.quantity, line.quantity, self.places) if self.quantity else ZERO
        return self.gone_net, line.cost - left


class _Pot:
    """A line's commission under one agreement and everybody's parts of it."""

    __slots__ = ("base", "commission", "mine", "parts", "places", "terms", "weights")

    def __init__(self, line: Line, agreed: Sequence[Agreed], places: int) -> None:
        self.terms, self.places = agreed[0].terms, places
        self.base = self.terms.base_of(line.net, line.cost)
        self.commission = percent(self.base, agreed[0].rate, places)
        self.weights = [share for _, share in line.weights]
        if len(self.weights) == 1:
            # most lines are one person's alone
            self.parts = self.mine = [_Part(agreed[0], self.commission, self.base)]
            return
        amounts = dict(zip([who for who, _ in line.weights], split(self.commission, self.weights, places), strict=True))
        bases = dict(zip([who for who, _ in line.weights], split(self.base, self.weights, places), strict=True))
        # those without this agreement have parts too, which nobody gets: what is taken back is theirs as well
        mine = {one.staff_id: one for one in agreed}
        self.parts = [
            _Part(mine.get(who, Agreed(who, share, 0, self.terms, ZERO)), amounts[who], bases[who])
            for who, share in line.weights
        ]
        self.mine = [part for part in self.parts if part.agreed.staff_id in mine]

    def reduce(self, revenue: Decimal, cost: Decimal) -> None:
        """Of the line, ``revenue`` and ``cost`` came back so far in all: what is kept is everybody's by the shares.

        It is split anew each time, so that the parts depend on what came back and not on how many times.
        """
        terms = self.terms
        returned = revenue - cost if terms.base == "contribution" else revenue
        for at, whole in enumerate((self.commission, self.base)):
            now = split(whole - self._gone(whole, returned), self.weights, self.places)
            for one, part in zip(self.parts, now, strict=True):
                one.kept[at] = part

    def _gone(self, whole: Decimal, returned: Decimal) -> Decimal:
        """round(whole × returned base ÷ original base); all of it and no more where negative lines earn nothing."""
        if not whole:
            return ZERO
        if self.terms.negative is Negative.ZERO:
            returned = min(max(returned, ZERO), self.base)
        return portion(whole, returned, self.base, self.places)


def line_commission(terms: Terms, rate: Decimal, revenue: Decimal, cost: Decimal, places: int = 2) -> Decimal:
    """round(base × rate) of one line, for previews; the very function that is booked."""
    return percent(terms.base_of(revenue, cost), rate, places)


def released_to_date(commission: Decimal, paid: Decimal, gross: Decimal, places: int = 2) -> Decimal:
    """round(commission × paid ÷ gross), at most all of it; an order that asks for nothing is paid."""
    if gross <= 0 or paid >= gross:
        return commission
    return rounded(EXACT.divide(EXACT.multiply(commission, max(paid, ZERO)), gross), places)


def movements(order: Order) -> list[Movement]:
    """Everything that ever happened to the commission of an order, in the order of time."""
    return _Telling(order).tell()


_RANK = {"bill": 0, "back": 1, "paid": 2}


class _Cause(NamedTuple):
    """When something moved, and why."""

    on: date
    kind: str
    id: int


class _Telling:
    """Goes through the facts of one order."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.lines = {line.id: _Kept(line, order.places) for line in order.lines}
        self.parts = [
            (kept, part) for kept in self.lines.values() for pot in kept.pots for part in pot.mine
        ]  # fmt: skip
        self.by_payment = any(part.agreed.terms.trigger is Trigger.PAYMENT for _, part in self.parts)
        self.found: list[Movement] = []
        self.paid = self.billed = ZERO
        self.freight = order.freight

    def tell(self) -> list[Movement]:
        """All movements."""
        order = self.order
        cause = _Cause(order.on, "order", order.id)
        for line, part in self.parts:
            self._move(line, part, EARNED, cause, part.kept)
        self._release(cause)
        for fact in sorted(order.facts, key=lambda one: (one.on, _RANK[one.kind], one.id)):
            before = [list(part.kept) for _, part in self.parts]
            self._happen(fact)
            cause = _Cause(max(fact.on, order.on), fact.kind, fact.id)
            for (line, part), had in zip(self.parts, before, strict=True):
                self._less(line, part, cause, [old - new for old, new in zip(had, part.kept, strict=True)])
            self._release(cause)
        return self.found

    def _happen(self, fact: Fact) -> None:
        if fact.kind == "paid":
            self.paid += fact.amount
        elif fact.kind == "bill":
            self.billed += fact.amount
            for line_id, net in fact.nets.items():
                if line_id is None:
                    self.freight -= net
                elif line_id in self.lines:
                    self.lines[line_id].billed += net
        else:
            self._back(fact)

    def _back(self, fact: Fact) -> None:
        if fact.ends:
            self.freight = ZERO
        for line_id, net in fact.nets.items():
            kept = self.lines.get(line_id or 0)
            if kept is not None:
                kept.back(fact.quantities.get(kept.line.id, ZERO), net)
                for pot in kept.pots:
                    pot.reduce(*kept.gone)

    def _less(self, line: _Kept, part: _Part, cause: _Cause, gone: Sequence[Decimal]) -> None:
        """What is kept became less: what was not released goes first."""
        if not any(gone):
            return
        waiting = [kept + less - had for kept, less, had in zip(part.kept, gone, part.released, strict=True)]
        first = [_towards(less, wait) for less, wait in zip(gone, waiting, strict=True)]
        rest = [less - taken for less, taken in zip(gone, first, strict=True)]
        self._move(line, part, OFFSET, cause, [-less for less in first])
        part.released = [had - less for had, less in zip(part.released, rest, strict=True)]
        self._move(line, part, CLAWBACK, cause, [-less for less in rest])

    def _release(self, cause: _Cause) -> None:
        gross = self._gross() if self.by_payment else ZERO
        for line, part in self.parts:
            had, now = part.released, self._released(line, part, gross)
            part.released = now
            self._move(line, part, RELEASED, cause, (now[0] - had[0], now[1] - had[1]))

    def _released(self, line: _Kept, part: _Part, gross: Decimal) -> list[Decimal]:
        """Of a part's commission and base, what is payable by now."""
        match part.agreed.terms.trigger:
            case Trigger.PAYMENT:
                done, whole = self.paid, gross
            case Trigger.INVOICE:
                done, whole = abs(line.billed), abs(line.net)
            case _:
                return list(part.kept)
        return [released_to_date(kept, done, whole, self.order.places) for kept in part.kept]

    def _gross(self) -> Decimal:
        """What the order asks for in all: its bills as they were written, and what of it is not billed yet."""
        open_ = [(line.line.tax_rate, line.unbilled) for line in self.lines.values() if line.unbilled]
        if self.freight > 0:
            open_.append((self.order.freight_tax_rate, self.freight))
        return self.billed + sum((net + tax for net, tax in tax_by_rate(open_, self.order.places).values()), ZERO)

    def _move(self, line: _Kept, part: _Part, kind: str, cause: _Cause, moved: Sequence[Decimal]) -> None:
        amount, base = moved
        if amount or base:
            who = part.agreed
            self.found.append(Movement(line.line.id, who.staff_id, who.version_id, kind, *cause, amount, base))


def _towards(amount: Decimal, limit: Decimal) -> Decimal:
    """The part of ``amount`` that lies between zero and ``limit``."""
    if amount >= 0:
        return min(amount, max(limit, ZERO))
    return max(amount, min(limit, ZERO))
