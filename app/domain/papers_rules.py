"""The rules that find what to know about a month in its figures; the preparer may drop and add."""

from collections.abc import Iterator
from decimal import Decimal

from app.domain.money import HUNDRED, ZERO, percent_of
from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_figures import CustomerRow
from app.domain.papers_profit import ProfitMonth

__all__ = ["facts_of"]

_TIERS = "ABCN"


def facts_of(report: ProfitMonth, most: int = 5) -> tuple[Fact, ...]:
    """At most ``most`` facts, the ones somebody must act on first.

    In this order: orders without cost, customers on course for another tier (the largest up, the largest down),
    customers who lost money, customers who stopped (when they brought at least the amount that is marked), the largest
    fall and rise (likewise), the best level's share, how few customers make half of the contribution.
    """
    return tuple(fact for fact, _ in zip(_found(report), range(most), strict=False))


def _found(report: ProfitMonth) -> Iterator[Fact]:
    if report.entries.orders_without_cost:
        yield Fact(FactKind.NO_COST, amounts=(Decimal(report.entries.orders_without_cost),))
    yield from _on_course(report)
    yield from _lost_money(report)
    yield from _stopped(report)
    yield from _largest(report)
    yield from _level_share(report)
    yield from _concentration(report)


def _on_course(report: ProfitMonth) -> Iterator[Fact]:
    moving = sorted((row for row in report.customers if row.on_course), key=lambda row: (-row.to_date, row.code))
    for kind, up in ((FactKind.ON_COURSE_UP, True), (FactKind.ON_COURSE_DOWN, False)):
        for row in moving:
            if (_rank(row.on_course) < _rank(row.tier)) is up:
                change = row.contribution - row.year_before
                yield Fact(kind, (row.name,), (change,), (row.tier, row.on_course))
                break


def _rank(tier: str) -> int:
    return _TIERS.index(tier) if tier and tier in _TIERS else len(_TIERS)


def _lost_money(report: ProfitMonth) -> Iterator[Fact]:
    losses = sorted((row.contribution, row.name) for row in report.customers if row.contribution < 0)
    if losses:
        yield Fact(FactKind.LOST_MONEY, tuple(name for _, name in losses), tuple(amount for amount, _ in losses))


def _stopped(report: ProfitMonth) -> Iterator[Fact]:
    def has_stopped(row: CustomerRow) -> bool:
        return row.previous > 0 and not row.revenue and not row.contribution

    gone = sorted((row for row in report.customers if has_stopped(row)), key=lambda row: (-row.previous, row.name))
    total = sum((row.previous for row in gone), ZERO)
    if gone and total >= report.limits.change_mark:
        yield Fact(FactKind.STOPPED, tuple(row.name for row in gone[:3]), (Decimal(len(gone)), total))


def _largest(report: ProfitMonth) -> Iterator[Fact]:
    moves = sorted((row.contribution - row.previous, row.name) for row in report.customers)
    mark = report.limits.change_mark
    if moves and moves[0][0] <= -mark:
        yield Fact(FactKind.LARGEST_FALL, (moves[0][1],), (moves[0][0],))
    if moves and moves[-1][0] >= mark:
        yield Fact(FactKind.LARGEST_RISE, (moves[-1][1],), (moves[-1][0],))


def _level_share(report: ProfitMonth) -> Iterator[Fact]:
    revenue = sum((row.revenue for row in report.levels), ZERO)
    contribution = sum((row.contribution for row in report.levels), ZERO)
    best = next((row for row in report.levels if row.name == "A"), None)
    if best is None or revenue <= 0 or contribution <= 0:
        return
    shares = (percent_of(best.revenue, revenue) or ZERO, percent_of(best.contribution, contribution) or ZERO)
    yield Fact(FactKind.LEVEL_SHARE, (best.name,), shares)


def _concentration(report: ProfitMonth) -> Iterator[Fact]:
    """The fewest customers that make half of what all customers with a profit make."""
    gains = sorted((row.contribution for row in report.customers if row.contribution > 0), reverse=True)
    whole = sum(gains, ZERO)
    if len(gains) < 4:
        return
    sum_so_far = ZERO
    for count, gain in enumerate(gains, 1):
        sum_so_far += gain
        if sum_so_far * 2 >= whole:
            share = percent_of(sum_so_far, whole) or HUNDRED
            yield Fact(FactKind.CONCENTRATION, amounts=(Decimal(count), share))
            return
