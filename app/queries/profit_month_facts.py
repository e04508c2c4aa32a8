"""Which five facts of a month are worth a sentence: rules in order of their weight."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from app.domain.money import ZERO, percent_of
from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_profit import ProfitMonth
from app.queries.profit_month_customers import Moved

MOST = 5
NAMED = 3
LEAST_MOVE = Decimal(100)
"""Changes of less than this (in units of the currency) are not worth a sentence."""
NOTABLE_PERCENT = Decimal(10)
"""What stopped, came new or cost more is worth a sentence from this part of the contribution on."""
MOST_CONCENTRATED = 10
_TIERS = "ABCN"


def facts(report: ProfitMonth, customers: Sequence[Moved]) -> tuple[Fact, ...]:
    """At most five: what is wrong with the figures first, then losses, tiers, costs, customers, products."""
    found: list[Fact] = []
    for rule in _RULES:
        found += rule(report, customers)
    return tuple(found[:MOST])


def _no_cost(report: ProfitMonth, _customers: Sequence[Moved]) -> Iterable[Fact]:
    if report.entries.orders_without_cost:
        yield Fact(FactKind.NO_COST, amounts=(Decimal(report.entries.orders_without_cost),))


def _lost_money(_report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    worst = sorted((one.row for one in customers if one.row.contribution < 0), key=lambda r: (r.contribution, r.name))
    if worst:
        yield Fact(FactKind.LOST_MONEY, tuple(row.name for row in worst), tuple(row.contribution for row in worst))


def _on_course(report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    """The largest customer that rises into A or B, and the largest that falls out of them."""
    moving = [one.row for one in customers if one.row.on_course and one.row.tier]
    moving.sort(key=lambda row: (-max(row.to_date, row.to_date_before), row.name))
    for kind, up in ((FactKind.ON_COURSE_UP, True), (FactKind.ON_COURSE_DOWN, False)):
        for row in moving:
            better = min(row.tier, row.on_course, key=_TIERS.index)
            if (better == row.on_course) is up and better in "AB":
                known = report.figures.contribution.year_before is not None
                change = (row.contribution - row.year_before,) if known else ()
                yield Fact(kind, (row.name,), change, (row.tier, row.on_course))
                break


def _costs_rose(report: ProfitMonth, _customers: Sequence[Moved]) -> Iterable[Fact]:
    costs = report.figures.returns_and_complaints
    if costs.now is None or costs.previous is None:
        return
    rise = costs.now - costs.previous
    if _notable(rise, report.figures.contribution.previous):
        yield Fact(FactKind.COSTS_ROSE, amounts=(rise,))


def _stopped(report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    gone = [one.row for one in customers if one.orders_before > 0 and one.orders <= 0]
    whole = sum((row.previous for row in gone), ZERO)
    if _notable(whole, report.figures.contribution.previous):
        names = sorted(gone, key=lambda row: (-row.previous, row.name))[:NAMED]
        yield Fact(FactKind.STOPPED, tuple(row.name for row in names), (Decimal(len(gone)), whole))


def _level_share(report: ProfitMonth, _customers: Sequence[Moved]) -> Iterable[Fact]:
    """The best level, when its part of the contribution differs from its part of the sales."""
    best = next((row for row in report.levels if row.name == "A"), None)
    revenue, contribution = report.figures.revenue.now or ZERO, report.figures.contribution.now or ZERO
    if best is None or best.contribution <= 0 or revenue <= 0 or contribution <= 0:
        return
    parts = percent_of(best.revenue, revenue), percent_of(best.contribution, contribution)
    if parts[0] is not None and parts[1] is not None and parts[1] > parts[0]:
        yield Fact(FactKind.LEVEL_SHARE, ("A",), (parts[0], parts[1]))


def _new(report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    """In the company's first month everybody is new and nobody wants to read it."""
    if report.figures.contribution.previous is None:
        return
    new = [one.row for one in customers if one.is_new and one.orders > 0]
    whole = sum((row.contribution for row in new), ZERO)
    if _notable(whole, report.figures.contribution.now):
        names = sorted(new, key=lambda row: (-row.contribution, row.name))[:NAMED]
        yield Fact(FactKind.NEW_CUSTOMERS, tuple(row.name for row in names), (Decimal(len(new)), whole))


def _largest(report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    if report.figures.contribution.previous is None or not customers:
        return
    moves = sorted((one.row.contribution - one.row.previous, one.row.name) for one in customers)
    for kind, (change, name) in ((FactKind.LARGEST_RISE, moves[-1]), (FactKind.LARGEST_FALL, moves[0])):
        if abs(change) >= LEAST_MOVE and (change > 0) is (kind is FactKind.LARGEST_RISE):
            yield Fact(kind, (name,), (change,))


def _concentration(report: ProfitMonth, customers: Sequence[Moved]) -> Iterable[Fact]:
    """The fewest customers that make half of the contribution, when they are few among many."""
    whole = report.figures.contribution.now or ZERO
    if whole <= 0:
        return
    running, most = ZERO, min(MOST_CONCENTRATED, len(customers) // 5)
    ordered = sorted((one.row.contribution for one in customers), reverse=True)
    for count, contribution in enumerate(ordered[:most], 1):
        running += contribution
        if running * 2 >= whole:
            yield Fact(FactKind.CONCENTRATION, amounts=(Decimal(count), percent_of(running, whole) or ZERO))
            return


def _notable(amount: Decimal, whole: Decimal | None) -> bool:
    return amount >= LEAST_MOVE and amount * 100 >= abs(whole or ZERO) * NOTABLE_PERCENT


_RULES: tuple[Callable[[ProfitMonth, Sequence[Moved]], Iterable[Fact]], ...] = (
    _no_cost, _lost_money, _on_course, _costs_rose, _stopped, _level_share, _new, _largest, _concentration,
)  # fmt: skip
