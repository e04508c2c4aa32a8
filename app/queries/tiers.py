"""Customer tiers: frozen for a year, or computed by the same rule from what is booked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from app.domain import rights
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.tier import Ranked, Thresholds, Tier, tiers
from app.domain.watch import looking
from app.models import (
    ContributionEntry,
    Customer,
    CustomerMonth,
    CustomerTier,
    CustomerTierBase,
    TierOverride,
    TierYear,
)
from app.models.declared import aliased
from app.queries import company
from app.queries.company import Settings
from app.queries.profit_month_goods import SOLD_KINDS
from app.queries.profit_month_periods import brought
from app.queries.tiers_given import begun, root
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class TierRow:
    """One customer's line of the tier report; amounts in the company's currency, the share in percent."""

    code: str
    name: str
    base_contribution: Decimal
    share_before_percent: Decimal
    tier: str
    on_course_for: str
    """The tier that the running year leads to; empty without a sale in it."""
    override: str = ""
    """A tier given by hand that holds today."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a customer (with the records merged into it) brought in some months in which something was sold to it."""

    id: int
    code: str
    name: str
    contribution: Decimal


def contributions(tx: Read, first: Month, last: Month) -> list[Base]:
    """Customers to whom something was sold from ``first`` to ``last``, and their contribution in these months.

    Merged records count with the one that goes on; a sale that was called off or taken back with its import is none.
    """
    sums, source, kept = CustomerMonth, aliased(Customer), aliased(Customer)
    each = (
        select(
            func.coalesce(source.merged_into_id, source.id).label("id"),
            func.sum(brought(sums)).label("contribution"),
            func.sum(sums.orders).label("orders"),
        )
        .join(source, source.id == sums.customer_id)
        .where(sums.month.between(first, last))
        .group_by(func.coalesce(source.merged_into_id, source.id))
        .subquery()
    )
    # who has orders had a sale; the ledger is asked only about the others
    query = (
        select(kept.id, kept.code, kept.name, each.c.contribution)
        .join(each, each.c.id == kept.id)
        .where(or_(each.c.orders > 0, _sold(kept, first, last)))
    )
    return [Base(*row) for row in looking(tx.all(query))]


def _sold(customer: Any, first: Month, last: Month) -> ColumnElement[bool]:  # noqa: ANN401 - an alias of the table
    """Something was sold and not called off."""
    entry, member = ContributionEntry, aliased(Customer)
    own = (member.id == customer.id) | (member.merged_into_id == customer.id)
    quantity = (
        select(func.sum(entry.quantity))
        .where(entry.month.in_(list(first.until(last))))
        .where(entry.customer_id.in_(select(member.id).where(own).correlate(customer)))
        .where(entry.kind.in_(SOLD_KINDS))
        .correlate(customer)
        .scalar_subquery()
    )
    return func.coalesce(quantity, ZERO) != ZERO


def thresholds(settings: Settings) -> Thresholds:
    """The company's bounds of A and B."""
    return Thresholds(settings.tier_a, settings.tier_b)


def ranked(found: Iterable[Base], bounds: Thresholds) -> list[Ranked]:
    """The tiers by customer code, largest contribution first."""
    return tiers({base.code: base.contribution for base in found}, bounds)


def by_rule(tx: Read, first: Month, last: Month, bounds: Thresholds) -> dict[int, str]:
    """The tier by customer id that the months ``first`` to ``last`` lead to."""
    found = contributions(tx, first, last)
    tier = {place.code: place.tier.value for place in ranked(found, bounds)}
    return {base.id: tier[base.code] for base in found}


def of_year(tx: Read, year: int, on: date, settings: Settings) -> dict[int, str]:
    """The tier by customer id that holds on a day of ``year``: the one given by hand, else frozen, else by the rule."""
    if frozen_thresholds(tx, year) is None:
        found = by_rule(tx, Month(year - 1, 1), Month(year - 1, 12), thresholds(settings))
    else:
        found = _frozen(tx, year)
    return found | overrides(tx, on)


def frozen_thresholds(tx: Read, year: int) -> Thresholds | None:
    """The bounds with which a year was frozen; ``None`` while it is not."""
    row = tx.first(select(TierYear.tier_a, TierYear.tier_b).where(TierYear.year == year))
    return Thresholds(row.tier_a, row.tier_b) if row is not None else None


def _frozen(tx: Read, year: int) -> dict[int, str]:
    """Records merged since give their tier to the one that goes on, unless that has its own; then the best of them."""
    source = Customer
    rows = tx.all(
        select(source.id, source.merged_into_id, CustomerTier.tier)
        .join(source, source.id == CustomerTier.customer_id)
        .where(CustomerTier.year == year)
    )
    own = {row.id: row.tier for row in looking(rows) if row.merged_into_id is None}
    for row in looking(sorted(rows, key=lambda found: found.tier)):
        if row.merged_into_id is not None:
            own.setdefault(row.merged_into_id, row.tier)
    return own


def overrides(tx: Read, on: date) -> dict[int, str]:
    """Tiers given by hand that hold on a day, given by then and not ended before; the newest of a customer counts."""
    source = Customer
    rows = tx.all(
        select(root(source), TierOverride.tier)
        .join(source, source.id == TierOverride.customer_id)
        .where(TierOverride.until >= on, begun(tx, on))
        .order_by(TierOverride.id)
    )
    return {row[0]: row[1] for row in rows}


def report(store: Store, year: int) -> list[TierRow]:
    """The tiers of ``year``, largest contribution of the year before first: as frozen, else by the rule."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        settings = company.of(tx)
        course = by_rule(tx, Month(year, 1), Month(year, 12), thresholds(settings))
        given = overrides(tx, tx.today)
        places = _frozen_places(tx, year) or _places(tx, year, thresholds(settings))
    return [
        TierRow(place.code, name, place.contribution, place.share_before_percent, place.tier.value,
                course.get(root, ""), given.get(root, ""))
        for root, name, place in places
    ]  # fmt: skip


def _places(tx: Read, year: int, bounds: Thresholds) -> list[tuple[int, str, Ranked]]:
    found = {base.code: base for base in contributions(tx, Month(year - 1, 1), Month(year - 1, 12))}
    return [(found[place.code].id, found[place.code].name, place) for place in ranked(found.values(), bounds)]


def _frozen_places(tx: Read, year: int) -> list[tuple[int, str, Ranked]]:
    """In the order of the rule, with today's names."""
    found = {row.code: row for row in tx.all(_frozen_query(year))}
    order = tiers({code: row.contribution for code, row in found.items()})
    return [(found[place.code].root, found[place.code].name, _as_frozen(found[place.code])) for place in order]


def _frozen_query(year: int) -> Select[*tuple[Any, ...]]:
    kept, frozen, base = Customer, CustomerTier, CustomerTierBase
    return (
        select(
            func.coalesce(kept.merged_into_id, kept.id).label("root"), kept.code, kept.name,
            base.contribution, base.share_before, frozen.tier,
        )
        .join(kept, kept.id == frozen.customer_id)
        .join(base, (base.year == frozen.year) & (base.customer_id == frozen.customer_id))
        .where(frozen.year == year)
    )  # fmt: skip


def _as_frozen(row: Any) -> Ranked:  # noqa: ANN401 - a row of the query above
    return Ranked(row.code, row.contribution, row.share_before, Tier(row.tier))
