"""Sums of the past: profit by month and level, the best customers of a year, products over all lines."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.engine import URL

from app.domain.month import Month
from app.queries import contribution
from app.store.session import Store
from benchmarks.measure import Line, bare, compared, race
from benchmarks.places import open_store
from benchmarks.wire import counted

YEAR = (Month(2025, 4), Month(2026, 3))

_LEVELS = (
    "SELECT month, level, sum(quantity), count(*), sum(revenue), sum(cost) FROM level_month WHERE month BETWEEN "
    "{first} AND {last} GROUP BY month, level"
)
# names and the number of orders are part of the answer; sums come first, because naming every entry would cost more
_TOP = (
    "SELECT k.code, k.name, s.year, s.orders, s.quantity, s.revenue, s.cost FROM (SELECT month / 100 AS year, "
    "customer_id, sum(orders) AS orders, sum(quantity) AS quantity, sum(revenue) AS revenue, sum(cost) AS cost FROM "
    "customer_month WHERE month BETWEEN {first} AND {last} GROUP BY month / 100, customer_id) s JOIN customer c "
    "ON c.id = s.customer_id JOIN customer k ON k.id = coalesce(c.merged_into_id, c.id)"
)
_GOODS = (
    "SELECT p.code, p.name, s.month, s.orders, s.quantity, s.revenue, s.cost FROM (SELECT month, product_id, "
    "count(DISTINCT order_id) AS orders, sum(quantity) AS quantity, sum(revenue) AS revenue, sum(cost) AS cost FROM "
    "contribution_entry GROUP BY month, product_id) s LEFT JOIN product p ON p.id = s.product_id"
)


def lines(url: URL, size: str) -> Iterator[Line]:
    """The program's own questions against one statement for the same sums and names."""
    kind, store = url.get_backend_name(), open_store(url)
    first, last = YEAR
    del size
    work: dict[str, tuple[str, Callable[[Store], Sequence[contribution.Sum]], int]] = {
        "profit by month and level, a year": (
            _LEVELS, lambda other: contribution.by(other, "level", first=first, last=last), 30),
        "top customers of a year": (
            _TOP, lambda other: contribution.by(other, "customer", period="year", first=first, last=last), 5),
        "contribution of products, all lines": (
            _GOODS, lambda other: contribution.by(other, "product", period="month"), 5),
    }  # fmt: skip
    with bare(url) as driver:
        for name, (text, ask, rounds) in work.items():
            asked = text.format(first=first.code, last=last.code)
            rows = driver.execute(asked).fetchall()
            answer = ask(store)
            assert len(answer) == len(rows)
            assert sum(one.revenue for one in answer) * 100 == sum(int(row[-2]) for row in rows)
            assert sum(one.cost for one in answer) * 100 == sum(int(row[-1]) for row in rows)
            times = race(
                kind,
                {"raw": lambda _, asked=asked: driver.execute(asked).fetchall(), "ours": lambda _, ask=ask: ask(store)},  # type: ignore[misc]
                rounds=rounds, warm=1,
            )  # fmt: skip
            found = counted(url, ask)
            yield compared(name, kind, times, statements=found.statements, round_trips=found.round_trips or None)
    store.close()
