"""Whether orders agree with themselves: lines, tax, and what the ledger booked of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Numeric, case, cast, func, literal_column, or_, select, type_coerce, union_all
from sqlalchemy.sql.elements import ColumnElement

from app.domain.money import ZERO
from app.domain.order import BOOKED_STATES
from app.domain.refusal import N_
from app.models import ContributionEntry, GoodsReturn, GoodsReturnLine, OrderLine, SalesOrder
from app.models.types import Amount
from app.queries.months import AnySelect
from app.store.session import Read


def order_checks(tx: Read) -> Sequence[tuple[str, str, AnySelect]]:
    """(key, message, query of the orders that are wrong)."""
    return (
        ("order_net", N_("Orders whose net is not the sum of lines and freight: {count}, such as {example}."), _nets()),
        ("order_tax", N_("Orders whose tax or gross is not right: {count}, such as {example}."), _taxes(tx)),
        ("order_entries", N_("Orders without entries in the ledger: {count}, such as {example}."), _unbooked()),
        (
            "order_booked",
            N_("Orders of which the ledger holds another revenue than sold less returned: {count}, such as {example}."),
            _misbooked(),
        ),
        ("returned", N_("Orders of which more came back than was sold: {count}, such as {example}."), _over_returned()),
    )


_NAME = func.coalesce(SalesOrder.number, SalesOrder.quote_number, "").label("number")


def _nets() -> AnySelect:
    lines = select(OrderLine.order_id, func.sum(OrderLine.net).label("net")).group_by(OrderLine.order_id).subquery()
    whole = func.coalesce(lines.c.net, ZERO) + SalesOrder.freight
    return (
        select(_NAME, SalesOrder.id)
        .outerjoin(lines, lines.c.order_id == SalesOrder.id)
        .where(SalesOrder.net != whole)
        .order_by(SalesOrder.id)
    )


def _taxes(tx: Read) -> AnySelect:
    """Tax per rate on the sum of the nets of that rate, rounded once, half away from zero."""
    line, order = OrderLine, SalesOrder
    nets = union_all(
        select(line.order_id.label("id"), line.tax_rate.label("rate"), line.net.label("net")),
        select(order.id, order.freight_tax_rate, order.freight).where(order.freight != ZERO),
    ).subquery()
    per_rate = (
        select(nets.c.id, _tax(tx, func.sum(nets.c.net), nets.c.rate).label("tax"))
        .group_by(nets.c.id, nets.c.rate)
        .subquery()
    )
    per_order = select(per_rate.c.id, func.sum(per_rate.c.tax).label("tax")).group_by(per_rate.c.id).subquery()
    return (
        select(_NAME, order.id)
        .outerjoin(per_order, per_order.c.id == order.id)
        .where(or_(order.tax != func.coalesce(per_order.c.tax, ZERO), order.gross != order.net + order.tax))
        .order_by(order.id)
    )


def _tax(tx: Read, net: ColumnElement[Any], rate: Any) -> ColumnElement[Any]:  # noqa: ANN401 - a rate column
    """Whole minor units: rates are stored in hundredths of a percent, hence 10,000 to the whole."""
    units = cast(type_coerce(net, BigInteger), Numeric)
    twice = func.abs(units) * type_coerce(rate, BigInteger) * literal_column("2", BigInteger) + literal_column(
        "10000", BigInteger
    )
    whole = twice // literal_column("20000", BigInteger) if tx.sqlite else func.div(twice, literal_column("20000"))
    return type_coerce(case((net < ZERO, -whole), else_=whole), Amount)


def _booked_status() -> ColumnElement[bool]:
    return SalesOrder.status.in_(BOOKED_STATES) & SalesOrder.void.is_(False)


def _unbooked() -> AnySelect:
    """Sold by the rule that was fixed for the order, and not one entry."""
    order, entry, line = SalesOrder, ContributionEntry, OrderLine
    recognised = or_(
        order.recognition == "order",
        (order.recognition == "delivery") & order.delivered_on.is_not(None),
        (order.recognition == "invoice") & order.status.in_(("invoiced", "closed")),
    )
    return (
        select(_NAME, order.id)
        .where(_booked_status(), recognised)
        .where(select(line.id).where(line.order_id == order.id).exists())
        .where(~select(entry.id).where(entry.order_id == order.id).exists())
        .order_by(order.id)
    )


def _misbooked() -> AnySelect:
    """Orders recognised when confirmed: the ledger's revenue is their net less what went back, else nothing."""
    order, entry = SalesOrder, ContributionEntry
    booked = (
        select(entry.order_id, func.sum(entry.revenue).label("revenue"))
        .where(entry.order_id.is_not(None), entry.complaint_id.is_(None))
        .group_by(entry.order_id)
        .subquery()
    )
    back = (
        select(GoodsReturn.order_id, func.sum(GoodsReturnLine.net).label("net"))
        .join(GoodsReturnLine, GoodsReturnLine.return_id == GoodsReturn.id)
        .group_by(GoodsReturn.order_id)
        .subquery()
    )
    sold = order.net - func.coalesce(back.c.net, ZERO)
    expected = case((_booked_status(), type_coerce(sold, Amount)), else_=ZERO)
    return (
        select(_NAME, order.id)
        .outerjoin(booked, booked.c.order_id == order.id)
        .outerjoin(back, back.c.order_id == order.id)
        .where(order.recognition == "order", func.coalesce(booked.c.revenue, ZERO) != expected)
        .order_by(order.id)
    )


def _over_returned() -> AnySelect:
    line, back = OrderLine, GoodsReturnLine
    too_much = (
        select(line.order_id)
        .join(back, back.line_id == line.id)
        .group_by(line.order_id, line.id, line.quantity, line.net)
        .having(or_(func.sum(back.quantity) > line.quantity, func.sum(back.net) > line.net))
    )
    return select(_NAME, SalesOrder.id).where(SalesOrder.id.in_(too_much)).order_by(SalesOrder.id)
