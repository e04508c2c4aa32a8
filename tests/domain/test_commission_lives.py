"""5,000 orders live: sold, billed, paid, returned, called off, under changing plans, while months are closed.

What the program says is held against a slow reference that works with fractions from what is known at the end.
"""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from app.domain.commission import (
    ADJUSTMENT,
    CLAWBACK,
    EARNED,
    OFFSET,
    PAID,
    PAYABLE,
    RELEASED,
    Agreed,
    Fact,
    Line,
    Order,
    movements,
)
from app.domain.commission_plan import Band, Base, Negative, Rates, Steps, Terms, Trigger, of_bands
from app.domain.commission_statement import Entry, extras, summary

D = Decimal
CENT = D("0.01")
FIRST = date(2026, 1, 1)
DAYS, MONTHS = 90, 3
BATCHES, COMPANIES, ORDERS = 20, 50, 5
PEOPLE = (1, 2, 3)
SHARES = ((100,), (60, 40), (50, 50), (D("33.34"), D("33.33"), D("33.33")), (D("99.99"), D("0.01")))


def half_up(value: Fraction) -> Decimal:
    """To the cent, away from zero."""
    cents = abs(value) * 100
    whole = cents.numerator * 2 // cents.denominator
    return D((whole + 1) // 2 * (1 if value >= 0 else -1)).scaleb(-2)


def money(dice, most: int) -> Decimal:
    """An amount of cents."""
    return D(dice.choice([0, 1, dice.randint(1, most), dice.randint(1, most)])) * CENT


class Company:
    """Plans, people and orders of one company; facts become known in any order of their days."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        bands = (Band(D(2), D(50)), Band(D(3), D(200)), Band(D(5)))
        common = {
            "base": dice.choice(list(Base)), "trigger": dice.choice(list(Trigger)),
            "negative": dice.choice(list(Negative)), "steps": dice.choice(list(Steps)),
            "bands": bands if dice.random() < 0.5 else (), "cap": dice.choice([None, D(10), D(60)]),
        }  # fmt: skip
        # the second version begins in the middle; the third person has a plan of the own, or none
        self.terms = {1: Terms(Rates.flat(D("7.25")), **common), 2: Terms(Rates.flat(D(12)), **common)}
        self.terms[3] = Terms(Rates.flat(D(10)), trigger=dice.choice(list(Trigger)))
        self.lonely = dice.random() < 0.4
        self.lives = [Life(self, at) for at in range(1, ORDERS + 1)]

    def agreed(self, who: int, share: Decimal, day: date) -> Agreed | None:
        """What holds for somebody on the day of an order."""
        version = (0 if self.lonely else 3) if who == 3 else 1 if day < FIRST + timedelta(DAYS // 2) else 2
        if not version:
            return None
        return Agreed(who, share, version, self.terms[version], self.terms[version].rates.a)


class Life:
    """An order and everything that ever happens to it; ``known`` is the day on which a fact is told."""

    def __init__(self, company: Company, number: int) -> None:
        dice = self.dice = company.dice
        self.on = FIRST + timedelta(dice.randint(0, DAYS - 1))
        percents = dice.choice(SHARES)
        weights = tuple(zip(dice.sample(PEOPLE, len(percents)), map(D, percents), strict=True))
        agreed = tuple(filter(None, (company.agreed(who, share, self.on) for who, share in weights)))
        self.lines = [
            Line(number * 10 + at, D(dice.randint(1, 9)), money(dice, 90_000), money(dice, 60_000),
                 D(dice.choice([0, 10, 21])), weights, agreed)
            for at in range(dice.randint(1, 3))
        ]  # fmt: skip
        self.id, self.freight = number, D(dice.choice([0, 0, "7.50"]))
        self.facts: list[tuple[date, Fact]] = []
        self.left = {line.id: [line.quantity, line.net, line.net] for line in self.lines}
        """Quantity and net that are kept, and net that is not on a bill."""
        for at in range(1, dice.randint(1, 7)):
            dice.choice([self.bill, self.bill, self.pay, self.pay, self.back, self.back, self.end])(at)

    def tell(self, fact: Fact) -> None:
        """A fact, known on its day or up to 40 days later."""
        late = self.dice.choice([0, 0, 0, 40])
        self.facts.append((fact.on + timedelta(self.dice.randint(0, late)), fact))

    def day(self) -> date:
        """After the order."""
        return self.on + timedelta(self.dice.randint(0, 60))

    def bill(self, at: int) -> None:
        """A part of what is kept and not billed."""
        nets = {}
        for line in self.lines:
            open_ = min(self.left[line.id][2], self.left[line.id][1])
            if open_ > 0 and self.dice.random() < 0.8:
                nets[line.id] = open_ if self.dice.random() < 0.6 else half_up(Fraction(open_) / 2)
                self.left[line.id][2] -= nets[line.id]
        if nets:
            self.tell(Fact("bill", at, self.day(), self._gross(nets), nets=nets))

    def _gross(self, nets) -> Decimal:
        rates = {line.id: line.tax_rate for line in self.lines}
        by_rate: Counter = Counter()
        for line_id, net in nets.items():
            by_rate[rates[line_id]] += net
        return sum((net + half_up(Fraction(net) * Fraction(rate) / 100) for rate, net in by_rate.items()), D(0))

    def pay(self, at: int) -> None:
        """Money, at times taken back."""
        self.tell(Fact("paid", at, self.day(), money(self.dice, 60_000) * self.dice.choice([1, 1, 1, 1, -1])))

    def back(self, at: int, *, everything: bool = False) -> None:
        """Goods come back, or money alone; what was billed of it is credited."""
        quantities, nets, credit = {}, {}, {}
        for line in self.lines:
            quantity, net, unbilled = self.left[line.id]
            if not (everything or self.dice.random() < 0.6) or not quantity:
                continue
            part = quantity if everything else D(self.dice.randint(0, int(quantity)))
            less = net if part == quantity else min(net, money(self.dice, 30_000))
            quantities[line.id], nets[line.id] = part, less
            billed = net - unbilled
            credit[line.id] = min(less, billed)
            self.left[line.id] = [quantity - part, net - less, unbilled - (less - credit[line.id])]
        day = self.day()
        self.tell(Fact("back", at, day, quantities=quantities, nets=nets, ends=everything))
        if any(credit.values()):
            self.tell(Fact("bill", 50 + at, day, -self._gross(credit), nets={k: -v for k, v in credit.items()}))

    def end(self, at: int) -> None:
        """The whole order is called off."""
        self.back(at, everything=True)

    def order(self, known: date) -> Order | None:
        """As it is known on a day."""
        if self.on > known:
            return None
        facts = [fact for day, fact in self.facts if day <= known]
        return Order(self.id, self.on, self.lines, self.freight, D(21), facts)


def booked(company: Company) -> tuple[list[tuple[int, object]], dict[int, list]]:
    """The ledger as months are closed one after the other: (month, movement); and each person's boxes."""
    ledger: list[tuple[int, object]] = []
    sums: Counter = Counter()
    boxes: dict[int, list] = {who: [] for who in PEOPLE}
    over: dict[int, defaultdict] = {who: defaultdict(D) for who in PEOPLE}
    for month in range(MONTHS + 2):
        known = FIRST + timedelta(30 * (month + 1) - 1 if month < MONTHS + 1 else 999)
        wanted: Counter = Counter()
        for life in company.lives:
            order = life.order(known)
            for one in movements(order) if order is not None else ():
                wanted[one.line_id, one.staff_id, one.kind, one.on, one.cause, one.cause_id, "amount"] += one.amount
                wanted[one.line_id, one.staff_id, one.kind, one.on, one.cause, one.cause_id, "base"] += one.base
        new: dict = defaultdict(lambda: [D(0), D(0)])
        for key in {*wanted, *sums}:
            if wanted[key] != sums[key]:
                new[key[:-1]][key[-1] == "base"] += wanted[key] - sums[key]
        sums = wanted
        mine: dict[int, list[Entry]] = {who: [] for who in PEOPLE}
        for (line_id, who, kind, *_), (amount, base) in sorted(new.items(), key=lambda item: (item[0][3], item[0][0])):
            ledger.append((month, (line_id, who, kind, amount)))
            if kind in PAYABLE:
                mine[who].append(Entry(kind, amount, base, line_id))
        for who in PEOPLE:
            boxes[who].append(_closed(company, who, mine[who], over[who], boxes[who]))
    return ledger, boxes


def _closed(company: Company, who: int, entries: list[Entry], over, before) -> tuple:
    """(box, entries, extras) of a month, with an adjustment now and then, and what was owed before paid."""
    opening = before[-1][0].closing if before else D(0)
    if company.dice.random() < 0.3:
        entries.append(Entry(ADJUSTMENT, money(company.dice, 900) * company.dice.choice([1, -1])))
    if opening > 0:
        entries.append(Entry(PAID, -opening))
    terms = company.terms[3 if who == 3 else 2]
    more = extras(entries, terms, over)
    for one in more:
        if one.kind == "cap":
            over[one.line_id] -= one.amount
    return summary(opening, [*entries, *more]), entries, more, terms


@pytest.mark.parametrize("batch", range(BATCHES))
def test_lives(batch):
    for seed in range(COMPANIES):
        company = Company(random.Random(batch * COMPANIES + seed))
        ledger, boxes = booked(company)
        sums: Counter = Counter()
        for _, (line_id, who, kind, amount) in ledger:
            sums[line_id, who, kind] += amount
        for life in company.lives:
            for line in life.lines:
                _check_line(life, line, sums)
        for who in PEOPLE:
            _check_statements(boxes[who], [entry for _, entry in ledger if entry[1] == who])


def _check_line(life: Life, line: Line, sums: Counter) -> None:
    quantity, net, _ = life.left[line.id]
    facts = [fact for _, fact in life.facts]
    gross = _asked(life, facts)
    paid = sum((fact.amount for fact in facts if fact.kind == "paid"), D(0))
    billed = sum((fact.nets.get(line.id, D(0)) for fact in facts if fact.kind == "bill"), D(0))
    for version in {one.version_id for one in line.agreed}:
        people = [one for one in line.agreed if one.version_id == version]
        terms, rate = people[0].terms, people[0].rate
        base = _base(terms, line.net, line.cost)
        whole = half_up(Fraction(base) * Fraction(rate) / 100)
        earned = [sums[line.id, one.staff_id, EARNED] for one in people]
        if len(people) == len(line.weights):
            assert sum(earned) == whole, "splits add up to the cent"
        for one, amount in zip(people, earned, strict=True):
            assert abs(amount - whole * one.share / 100) < CENT
        kept = [sum(sums[line.id, one.staff_id, kind] for kind in (EARNED, OFFSET, CLAWBACK)) for one in people]
        left = _left(terms, line, quantity, net, whole)
        if len(people) == len(line.weights):
            assert sum(kept) == left, "what came back takes its part of the commission, at the original rate"
        for one, amount in zip(people, kept, strict=True):
            assert abs(amount - left * one.share / 100) <= CENT * (1 + len(facts))
            released = sum(sums[line.id, one.staff_id, kind] for kind in (RELEASED, CLAWBACK))
            if terms.trigger is Trigger.PAYMENT:
                assert released == _part(amount, paid, gross)
            elif terms.trigger is Trigger.INVOICE:
                assert released == _part(amount, billed, net)
            else:
                assert released == amount
            if not quantity:
                assert (amount, released) == (0, 0), "all of it came back, and so did all of its commission"


def _base(terms: Terms, net: Decimal, cost: Decimal) -> Decimal:
    base = net - cost if terms.base is Base.CONTRIBUTION else net
    return max(base, D(0)) if terms.negative is Negative.ZERO else base


def _left(terms: Terms, line: Line, quantity: Decimal, net: Decimal, whole: Decimal) -> Decimal:
    """The commission of what is kept."""
    base = _base(terms, line.net, line.cost)
    if not base or not whole:
        return whole
    back = line.net - net
    if terms.base is Base.CONTRIBUTION:
        back -= line.cost - half_up(Fraction(line.cost) * Fraction(quantity) / Fraction(line.quantity))
    if terms.negative is Negative.ZERO:
        back = min(max(back, D(0)), base)
    return whole - half_up(Fraction(whole) * Fraction(back) / Fraction(base))


def _part(amount: Decimal, paid: Decimal, whole: Decimal) -> Decimal:
    """round(amount × paid ÷ whole), between nothing and all of it."""
    if whole <= 0 or paid >= whole:
        return amount
    return half_up(Fraction(amount) * max(Fraction(paid), Fraction(0)) / Fraction(whole))


def _asked(life: Life, facts: list[Fact]) -> Decimal:
    """The order's gross: its bills, and what is kept and not billed."""
    bills = sum((fact.amount for fact in facts if fact.kind == "bill"), D(0))
    open_: Counter = Counter()
    for line in life.lines:
        billed = sum((fact.nets.get(line.id, D(0)) for fact in facts if fact.kind == "bill"), D(0))
        open_[line.tax_rate] += max(life.left[line.id][1] - billed, D(0))
    if life.freight and not any(fact.ends for fact in facts):
        open_[D(21)] += life.freight
    return bills + sum((net + half_up(Fraction(net) * Fraction(rate) / 100) for rate, net in open_.items()), D(0))


def _check_statements(boxes: list, ledger: list) -> None:
    """Each closing is the next opening; boxes say what the ledger says; bands and cap by another way."""
    opening = D(0)
    for box, entries, more, terms in boxes:
        assert box.opening == opening
        opening = box.opening + box.earned - box.clawed_back + box.adjustments - box.paid
        assert opening == box.closing
        assert box.closing - box.opening == sum((one.amount for one in [*entries, *more]), D(0))
        total = sum((one.base for one in entries if one.kind in (RELEASED, CLAWBACK)), D(0))
        assert box.bands == (_slowly(total, terms) if terms.bands else 0)
        if terms.cap is not None:
            assert box.earned <= terms.cap
            if all(one.amount >= 0 for one in entries if one.kind == RELEASED):
                uncut = sum((one.amount for one in entries if one.kind == RELEASED), box.bands)
                assert box.earned == min(uncut, terms.cap)
        else:
            assert box.over_cap == 0
    in_all = sum((one.amount for _, entries, _, _ in boxes for one in entries if one.line_id), D(0))
    assert in_all == sum((amount for _, _, kind, amount in ledger if kind in PAYABLE), D(0))


def _slowly(total: Decimal, terms: Terms) -> Decimal:
    """Bands, each found anew from its edges."""
    if total <= 0:
        return D(0)
    if terms.steps is Steps.SLAB:
        rate = 2 if total <= 50 else 3 if total <= 200 else 5
        return half_up(Fraction(total) * rate / 100)
    edges = ((0, 50, 2), (50, 200, 3), (200, total, 5))
    parts = [half_up(Fraction(min(total, D(high)) - low) * rate / 100) for low, high, rate in edges if total > low]
    assert of_bands(total, terms.bands, terms.steps) == sum(parts)
    return sum(parts, D(0))
