"""How orders were fulfilled: completed, days to delivery, on time, per year of order."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.domain.money import percent_of, rounded
from app.models import SalesOrder
from app.store.session import Store

COMPLETED = frozenset({"delivered", "invoiced", "closed"})
BOOKABLE = frozenset({"confirmed", "in_progress"}) | COMPLETED


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """Orders of one year; cancelled ones are counted apart and are in no other figure. Days are calendar days."""

    year: int
    total: int
    cancelled: int
    included: int
    completed: int
    with_delivery: int
    days: tuple[int, ...]
    with_promise_and_delivery: int
    on_time: int

    @property
    def completed_percent(self) -> Decimal | None:
        """Completed in percent of the orders that were not cancelled."""
        return percent_of(Decimal(self.completed), Decimal(self.included))

    @property
    def average_days(self) -> Decimal | None:
        """Mean days from order to delivery, 2 decimals."""
        return rounded(Decimal(sum(self.days)) / len(self.days)) if self.days else None

    @property
    def on_time_percent(self) -> Decimal | None:
        """Delivered by the promised day, in percent of the delivered orders that had one."""
        return percent_of(Decimal(self.on_time), Decimal(self.with_promise_and_delivery))


def by_year(store: Store) -> list[Fulfilment]:
    """One line per year of order; drafts, quotes and what was taken back with its import do not count."""
    order = SalesOrder
    years: defaultdict[int, list[tuple[str, date, date | None, date | None]]] = defaultdict(list)
    with store.snapshot() as tx:
        query = select(order.status, order.on, order.promised_on, order.delivered_on).where(
            order.void.is_(False), order.status.in_(BOOKABLE | {"cancelled"})
        )
        for row in tx.execute(query):
            years[row[1].year].append((row[0], row[1], row[2], row[3]))
    return [_year(year, rows) for year, rows in sorted(years.items())]


def _year(year: int, rows: list[tuple[str, date, date | None, date | None]]) -> Fulfilment:
    included = [row for row in rows if row[0] in BOOKABLE]
    delivered = [(on, promised, done) for _, on, promised, done in included if done]
    promised = [(due, done) for _, due, done in delivered if due]
    return Fulfilment(
        year, len(rows), len(rows) - len(included), len(included),
        sum(row[0] in COMPLETED for row in included), len(delivered),
        tuple((done - on).days for on, _, done in delivered),
        len(promised), sum(done <= due for due, done in promised),
    )  # fmt: skip
