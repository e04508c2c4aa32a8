"""What the demo company sells: some 120 products over all levels, with the history of their prices and costs."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from app.demo.words import GOODS
from app.domain.money import rounded
from app.domain.month import Month

# how many in a hundred products earn what margin: lowest and highest percent
_MARGINS = ((45, 32, 48), (75, 21, 30), (92, 11, 20), (100, -4, 9))


@dataclass(frozen=True, slots=True)
class Good:
    """One product. Histories are (valid from, value), ascending; the first holds since ever."""

    id: int
    category: int
    name: str
    unit: str
    prices: tuple[tuple[date, Decimal], ...]
    costs: tuple[tuple[date, Decimal], ...]
    bulky: bool

    def price(self, day: date) -> Decimal:
        """List price of one on a day."""
        return _on(self.prices, day)

    def cost(self, day: date) -> Decimal:
        """Cost of one on a day."""
        return _on(self.costs, day)


def _on(history: Sequence[tuple[date, Decimal]], day: date) -> Decimal:
    return history[bisect_right(history, day, key=lambda point: point[0]) - 1][1]


def categories() -> list[str]:
    """Names of the product groups; ids count from 1."""
    return [group[0] for group in GOODS]


def catalogue(rng: Random, first: Month, today: date) -> list[Good]:
    """All products; prices rise about once a year, costs a little earlier and not always as much."""
    changes = [month.first for month in first.until(Month.of(today)) if month.number in (1, 9) and month != first]
    goods: list[Good] = []
    for at, (_, unit, low, high, ways, things) in enumerate(GOODS, 1):
        for way in ways:
            for thing in things:
                price = Decimal(round(rng.uniform(low, high) * 2)) / 2 + Decimal("0.45")
                prices, costs = _histories(rng, price, changes)
                bulky = at in (6, 7)
                goods.append(Good(len(goods) + 1, at, f"{way} {thing}", unit, prices, costs, bulky))
    return goods


def _histories(
    rng: Random, price: Decimal, changes: Sequence[date]
) -> tuple[tuple[tuple[date, Decimal], ...], tuple[tuple[date, Decimal], ...]]:
    dice = rng.randrange(100)
    low, high = next((low, high) for below, low, high in _MARGINS if dice < below)
    cost = rounded(price * Decimal(100 - rng.randint(low, high)) / 100, 4)
    prices, costs = [(date.min, price)], [(date.min, cost)]
    for day in changes:
        price = rounded(price * Decimal(100 + rng.choice((0, 2, 3, 4))) / 100, 2)
        cost = rounded(cost * Decimal(100 + rng.choice((0, 1, 3, 5))) / 100, 4)
        prices.append((day, price))
        costs.append((day, cost))
    return tuple(prices), tuple(costs)
