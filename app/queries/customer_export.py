"""Everything that is kept about one person, as plain values: for the person's own copy, and before it is taken away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select

from app.domain import rights
from app.models import (
    Address,
    Attachment,
    Base,
    Complaint,
    Consent,
    ContactPoint,
    Customer,
    CustomField,
    CustomValue,
    Delivery,
    Interaction,
    Invoice,
    OrderLine,
    Payment,
    PhoneCall,
    Preference,
    PriceTold,
    Relation,
    RestrictedFact,
    RestrictedValue,
    SalesOrder,
    TierOverride,
)
from app.models.base import Identified
from app.queries.accounts import balance, members
from app.queries.customer import values_of
from app.store.session import Read, Store

OWN: Mapping[str, Any] = {
    "contact_points": ContactPoint, "addresses": Address, "facts": Preference, "consents": Consent,
    "contacts": Interaction, "prices_told": PriceTold, "orders": SalesOrder, "invoices": Invoice, "payments": Payment,
    "complaints": Complaint, "calls": PhoneCall,
}  # fmt: skip
"""Tables whose rows belong to a customer, and what they are called in the copy."""
_LEFT_OUT = frozenset({"search_name", "reversed_digits", "digits", "import_run_id", "uid", "version", "customer_id"})


@dataclass(frozen=True, slots=True)
class Stays:
    """What an anonymised customer leaves behind, and what goes: how many of each."""

    name: str
    code: str
    stays: Mapping[str, int]
    goes: Mapping[str, int]
    open_orders: int
    balance_open: bool


def everything(store: Store, customer_id: int) -> dict[str, Any]:
    """All of it, records merged into it included. Restricted data are in it for who may read them, as are the reasons
    of tiers given by hand.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "records")
        ids = members(tx, customer_id)
        found: dict[str, Any] = {"customer": _rows(tx, Customer, Customer.id.in_(ids))}
        for name, model in OWN.items():
            found[name] = _rows(tx, model, model.customer_id.in_(ids))
        found["relations"] = _rows(tx, Relation, or_(Relation.customer_id.in_(ids), Relation.other_id.in_(ids)))
        orders = select(SalesOrder.id).where(SalesOrder.customer_id.in_(ids))
        found["order_lines"] = _rows(tx, OrderLine, OrderLine.order_id.in_(orders))
        found["deliveries"] = _rows(tx, Delivery, Delivery.order_id.in_(orders))
        found["own_fields"] = _own_values(tx, CustomValue, ids)
        if rights.may(tx.actor.access, "restricted"):
            found["restricted_fields"] = _own_values(tx, RestrictedValue, ids)
            found["restricted_facts"] = _rows(tx, RestrictedFact, RestrictedFact.customer_id.in_(ids))
        if rights.may(tx.actor.access, "give_tiers"):
            found["tiers_given"] = _rows(tx, TierOverride, TierOverride.customer_id.in_(ids))
        found["files"] = [
            {"name": row.name, "size": row.size, "media_type": row.media_type, "id": row.id}
            for row in tx.all(
                select(Attachment.id, Attachment.name, Attachment.size, Attachment.media_type).where(_files_of(ids))
            )
        ]
        return found


def _files_of(ids: Sequence[int]) -> Any:  # noqa: ANN401 - a condition
    lines = select(Consent.id).where(Consent.customer_id.in_(ids))
    own = (Attachment.kind == "customer") & Attachment.record_id.in_(ids)
    return own | ((Attachment.kind == "consent") & Attachment.record_id.in_(lines))


def _rows(tx: Read, model: type[Base], condition: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - a condition
    columns = [column for column in model.__table__.c if column.name not in _LEFT_OUT]
    query = select(*columns).where(condition)
    if issubclass(model, Identified):
        query = query.order_by(model.id)
    return [
        {column.name: plain(value) for column, value in zip(columns, row, strict=True) if value not in (None, "")}
        for row in tx.all(query)
    ]


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of a column
    """A value as JSON keeps it."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value) if isinstance(value, UUID) else value


def _own_values(tx: Read, table: Any, ids: Sequence[int]) -> list[dict[str, str]]:  # noqa: ANN401 - a table
    rows = tx.all(
        select(CustomField.label, table.value).join(CustomField, CustomField.id == table.field_id)
        .where(table.customer_id.in_(ids)).order_by(CustomField.id)
    )  # fmt: skip
    return [{"field": row[0], "value": row[1]} for row in rows]


def what_stays(store: Store, customer_id: int) -> Stays:
    """What anonymising would leave and take; shown before it is done. Raises ``NotFound``."""
    with store.read() as tx:
        ids = members(tx, customer_id)
        name = values_of(tx, customer_id)["name"]
        code = tx.scalar(select(Customer.code).where(Customer.id == customer_id))
        stays = {name: _count(tx, OWN[name], ids) for name in ("orders", "invoices", "payments", "complaints")}
        goes = {name: _count(tx, OWN[name], ids) for name in ("contact_points", "addresses", "facts", "contacts")}
        goes["files"] = int(tx.scalar(select(func.count()).select_from(Attachment).where(_files_of(ids))))
        undone = ("confirmed", "in_progress", "delivered")
        busy = tx.scalar(
            select(func.count()).select_from(SalesOrder).where(
                SalesOrder.customer_id.in_(ids), SalesOrder.void.is_(False), SalesOrder.imported.is_(False),
                SalesOrder.status.in_(undone),
            )
        )  # fmt: skip
        return Stays(str(name), str(code), stays, goes, int(busy), balance(tx, customer_id) != 0)


def _count(tx: Read, model: Any, ids: Sequence[int]) -> int:  # noqa: ANN401 - a table
    return int(tx.scalar(select(func.count()).select_from(model).where(model.customer_id.in_(ids))))
