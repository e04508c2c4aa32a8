"""Gapless numbers: as many documents as their counters have given numbers."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import case, func, literal, literal_column, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from app.domain.refusal import N_
from app.models import Counter, Delivery, GoodsReturn, Invoice, SalesOrder
from app.queries.months import AnySelect
from app.store.session import Read, Store


def gaps(tx: Read) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Series whose counter differs from the number of documents, as (key, message, values).

    Numbers are unique and come from the counter alone, so equal counts mean that none is missing. A series is counted
    over all years, because an order may move to another year with the number it has. The counter of orders steps over
    numbers that imported orders have brought along: it may be ahead by as many as those are.
    """
    given = dict.fromkeys(_KINDS, 0)
    for row in tx.all(select(Counter.name, Counter.value)):
        kind = row.name.partition("/")[0]
        if kind in given:
            given[kind] += row.value
    for kind, count, foreign in tx.all(union_all(*_documents())):
        if not count <= given[kind] <= count + foreign:
            message = N_("Numbers of ‘{kind}’ are not gapless: {given} were given, {count} documents have one.")
            yield "numbers", message, {"kind": kind, "given": given[kind], "count": count}


def lost_numbers(store: Store) -> list[tuple[str, str, Mapping[str, Any]]]:
    """The same for whoever looks at the series now."""
    with store.snapshot() as tx:
        return list(gaps(tx))


_KINDS = ("order", "delivery", "invoice", "credit_note", "return")


def _documents() -> list[AnySelect]:
    """(kind, documents with a number of our own, those that came with one)."""
    order = SalesOrder
    none: ColumnElement[int] = literal_column("0")
    numbered = order.number.is_not(None)
    foreign = func.count(case((order.imported.is_(True), 1)))
    return [
        select(literal("order"), func.count(case((order.imported.is_(False), 1))), foreign).where(numbered),
        select(literal("delivery"), func.count(), none).select_from(Delivery),
        select(literal("invoice"), func.count(), none).where(Invoice.kind == "invoice"),
        select(literal("credit_note"), func.count(), none).where(Invoice.kind == "credit_note"),
        select(literal("return"), func.count(), none).select_from(GoodsReturn),
    ]
