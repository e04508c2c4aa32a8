"""The series of document numbers: pattern, how many were given, and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.numbering import DEFAULT_PATTERNS, counter_name, written
from app.models import Counter, NumberSeries
from app.store.session import Store

EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of document; ``given`` numbers of this year (or ever, where the pattern names no year)."""

    kind: str
    pattern: str
    given: int
    next: Sequence[str]


def series(store: Store) -> Sequence[Series]:
    """All series in their usual order; two statements."""
    with store.read() as tx:
        patterns = {row[0]: row[1] for row in tx.all(select(NumberSeries.kind, NumberSeries.pattern))}
        counters = {row[0]: row[1] for row in tx.all(select(Counter.name, Counter.value))}
        today = tx.today
    found = []
    for kind, usual in DEFAULT_PATTERNS.items():
        pattern = patterns.get(kind, usual)
        given = counters.get(counter_name(kind, pattern, today), 0)
        following = [written(pattern, number, today) for number in range(given + 1, given + 1 + EXAMPLES)]
        found.append(Series(kind, pattern, given, following))
    return found
