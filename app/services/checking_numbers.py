"""Gapless numbers: as many documents as their counters have given numbers."""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import func, literal, select, union_all

from app.domain.refusal import N_
from app.models import Counter, Delivery, GoodsReturn, Invoice, SalesOrder
from app.queries.months import AnySelect
from app.store.session import Read


def gaps(tx: Read) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Series whose counter differs from the number of documents, as (key, message, values).

    Numbers are unique and come from the counter alone, so equal counts mean that none is missing. A series is counted
    over all years, because an order may move to another year with the number it has.
    """
    given = dict.fromkeys(_KINDS, 0)
    for row in tx.all(select(Counter.name, Counter.value)):
        kind = row.name.partition("/")[0]
        if kind in given:
            given[kind] += row.value
    for kind, count in tx.all(union_all(*_documents())):
        if given[kind] != count:
            message = N_("Numbers of ‘{kind}’ are not gapless: {given} were given, {count} documents have one.")
            yield "numbers", message, {"kind": kind, "given": given[kind], "count": count}


_KINDS = ("order", "delivery", "invoice", "credit_note", "return")


def _documents() -> list[AnySelect]:
    """Documents with a number of our own, per kind; imported orders brought theirs along."""
    own = SalesOrder.imported.is_(False)
    return [
        select(literal("order"), func.count()).where(own, SalesOrder.number.is_not(None)),
        select(literal("delivery"), func.count()).select_from(Delivery),
        select(literal("invoice"), func.count()).where(Invoice.kind == "invoice"),
        select(literal("credit_note"), func.count()).where(Invoice.kind == "credit_note"),
        select(literal("return"), func.count()).select_from(GoodsReturn),
    ]
