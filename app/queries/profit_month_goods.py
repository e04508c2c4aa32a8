"""What was sold: given away against the list price, and by product for the bridge between two months."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Numeric, Select, and_, case, cast, func, literal_column, or_, select, type_coerce
from sqlalchemy.sql.elements import ColumnElement

from app.domain.bridge import Facts, Sold, bridge
from app.domain.money import PRICE_PLACES, QUANTITY_PLACES, ZERO, percent_of
from app.domain.month import Month
from app.domain.papers_figures import Bridge, Compared, StepKind
from app.models import ContributionEntry, OrderLine, OrderLineCost
from app.models.types import Amount
from app.queries.profit_month_periods import Periods, five
from app.queries.profit_month_totals import CORRECTION_KINDS, Totals
from app.store.session import Read

SOLD_KINDS = ("sale", "reversal", "cancellation")
"""What makes a sale and unmakes it: an order that was moved, taken back with its import or cancelled was not sold."""


def list_value(tx: Read, quantity: Any, places: int) -> ColumnElement[Decimal]:  # noqa: ANN401 - a quantity column
    """``quantity`` of the joined order line at its list price, or at its own price where no list price was known.

    Whole minor units per line, cut off: sums stay as small as sums of revenue and cannot overflow.
    """
    units = 10 ** (QUANTITY_PLACES + PRICE_PLACES - places)
    price = type_coerce(func.coalesce(OrderLine.list_price, OrderLine.unit_price), BigInteger)
    whole = type_coerce(quantity, BigInteger)
    if tx.sqlite:
        # a product beyond 64 bits becomes a float there: whole again before anything is added
        return type_coerce(cast(whole * price // literal_column(str(units), BigInteger), BigInteger), Amount)
    return type_coerce(func.div(cast(whole, Numeric) * price, literal_column(str(units))), Amount)


def average_discount(tx: Read, periods: Periods, places: int) -> Compared:
    """Percent of list value that was given away on what was sold: (list - net) / list, 2 decimals.

    Of the sold lines of each period, at the list price of their order's day; what was called off does not count.
    """
    entry = ContributionEntry
    worth = list_value(tx, entry.quantity, places)
    row = tx.first(
        select(*periods.spread(entry.month, worth), *periods.spread(entry.month, entry.revenue))
        .join(OrderLine, OrderLine.id == entry.line_id)
        .where(entry.month.between(periods.first, periods.month), entry.kind.in_(SOLD_KINDS))
    )
    assert row is not None
    lists, nets = five(row[:5]), five(row[5:])
    percents = [percent_of(worth - net, worth) for worth, net in zip(lists, nets, strict=True)]
    return Compared(*[percent if known else None for percent, known in zip(percents, periods.known, strict=True)])


def difference(tx: Read, found: Totals, places: int) -> Bridge | None:
    """Why the month differs from the one before; ``None`` when nothing is known of that.

    ``app.domain.bridge`` defines the effects; here the facts are sorted: goods by product from the entries (sales and
    corrections that belong to the month), the other causes from the ladder. What no cause explains is “other”, so
    that both ends are the months' contributions whatever the entries are.
    """
    if not found.periods.known[1]:
        return None
    goods = _goods(tx, found.periods)
    return bridge(_facts(found, goods, 1), _facts(found, goods, 0), places)


def _facts(found: Totals, goods: dict[Month, dict[str, Sold]], at: int) -> Facts:
    sales = goods.get(found.periods.spans[at][0], {})
    returns, freight, complaints, adjustments = (
        found.of(kind)[at] for kind in (StepKind.RETURNS, StepKind.FREIGHT, StepKind.COMPLAINTS, StepKind.ADJUSTMENTS)
    )
    figure = found.contribution
    whole = (figure.now if at == 0 else figure.previous) or ZERO
    facts = Facts(sales, returns, freight, complaints, adjustments)
    return Facts(sales, returns, freight, complaints, adjustments, whole - facts.contribution)


def _goods(tx: Read, periods: Periods) -> dict[Month, dict[str, Sold]]:
    """Per month and product; the same entries as the ladder's revenue and cost of goods."""
    entry = ContributionEntry
    sold = or_(entry.kind == "sale", and_(entry.kind.in_(CORRECTION_KINDS), entry.level.is_not(None)))
    rows = tx.all(
        select(entry.month, entry.product_id, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost))
        .where(entry.month.in_((periods.month, periods.previous)), entry.belongs_to == entry.month, sold)
        .group_by(entry.month, entry.product_id)
    )
    found: defaultdict[Month, dict[str, Sold]] = defaultdict(dict)
    for row in rows:
        found[row[0]][str(row[1] or "")] = Sold(row[2], row[3], row[4])
    return found


def orders_sold(tx: Read, month: Month) -> tuple[int, int]:
    """(orders, orders with a line whose cost is not known) that were sold in the month, straight from the entries."""
    entry = ContributionEntry
    sold = (
        select(entry.order_id)
        .where(entry.month == month, entry.belongs_to == month, entry.kind.in_(SOLD_KINDS))
        .group_by(entry.order_id)
        .having((func.sum(entry.quantity) != ZERO) | (func.sum(entry.revenue) != ZERO))
        .subquery()
    )
    without = uncosted(month).subquery()
    row = tx.first(
        select(
            select(func.count()).select_from(sold).scalar_subquery(),
            select(func.count(without.c.order_id.distinct())).scalar_subquery(),
        )
    )
    assert row is not None
    return row[0], row[1]


def uncosted(month: Month) -> Select[*tuple[Any, ...]]:
    """(order, line) sold in a month whose cost was not known when it was confirmed and was not corrected since.

    Entries carry their line's unit cost, so that only the lines without one are looked up.
    """
    entry, correction = ContributionEntry, ContributionEntry.__table__.alias("correction")
    corrected = (
        select(literal_column("1"))
        .where(correction.c.line_id == entry.line_id, correction.c.kind == "adjustment")
        .where(correction.c.unit_cost.is_not(None))
        .exists()
    )
    return (
        select(entry.order_id, entry.line_id)
        .join(OrderLineCost, OrderLineCost.line_id == entry.line_id)
        .where(entry.month == month, entry.kind.in_(SOLD_KINDS), entry.unit_cost.is_(None))
        .where(OrderLineCost.unit_cost.is_(None), ~corrected)
        .group_by(entry.order_id, entry.line_id)
        .having(func.sum(entry.quantity) != ZERO)
    )


def given_away(worth: ColumnElement[Decimal]) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """(list value, net) of what was sold and not called off, summed over the entries of a group."""
    sale = ContributionEntry.kind.in_(SOLD_KINDS)
    return func.sum(case((sale, worth))), func.sum(case((sale, ContributionEntry.revenue)))
