"""Every paper of the trade as a value, filled from the database, and documents found by their numbers."""

from typing import Any

from sqlalchemy import Select, func, select

from app.domain.refusal import N_, NotFound
from app.models import Customer, Delivery, Invoice, Payment, SalesOrder
from app.queries.papers_money import invoice_paper, receipt_paper, statement_paper
from app.queries.papers_order import delivery_paper, order_paper
from app.store.session import Store

__all__ = [
    "delivery_paper",
    "find_customer",
    "find_delivery",
    "find_invoice",
    "find_order",
    "find_payment",
    "invoice_paper",
    "order_paper",
    "receipt_paper",
    "statement_paper",
]


def find_order(store: Store, number: str) -> int:
    """The id of an order or quote by its number; raises ``NotFound``."""
    order = SalesOrder
    query = select(order.id).where(order.void.is_(False))
    found = _found(store, query.where(order.number == number), query.where(order.quote_number == number))
    if found is None:
        raise NotFound(N_("There is no order or quote {number}."), number=number)
    return found


def find_delivery(store: Store, number: str) -> int:
    """The id of a delivery by its number; raises ``NotFound``."""
    found = _found(store, select(Delivery.id).where(Delivery.number == number))
    if found is None:
        raise NotFound(N_("There is no delivery note {number}."), number=number)
    return found


def find_invoice(store: Store, number: str) -> int:
    """The id of an invoice or credit note by its number; raises ``NotFound``."""
    found = _found(store, select(Invoice.id).where(Invoice.number == number))
    if found is None:
        raise NotFound(N_("There is no invoice or credit note {number}."), number=number)
    return found


def find_payment(store: Store, reference: str) -> int:
    """The id of a payment by its reference; of several customers' equal ones the newest. Raises ``NotFound``."""
    query = select(Payment.id).where(Payment.reference == reference, Payment.void.is_not(True))
    found = _found(store, query.order_by(Payment.id.desc()).limit(1))
    if found is None:
        raise NotFound(N_("There is no payment {reference}."), reference=reference)
    return found


def find_customer(store: Store, code: str) -> int:
    """The id of a customer by its code, a merged record's as well; raises ``NotFound``."""
    kept = Customer
    found = _found(store, select(func.coalesce(kept.merged_into_id, kept.id)).where(kept.code == code))
    if found is None:
        raise NotFound(N_("There is no customer {code}."), code=code)
    return found


def _found(store: Store, *queries: Select[*tuple[Any, ...]]) -> int | None:
    """The first answer."""
    with store.read() as tx:
        answers = (tx.scalar(query) for query in queries)
        return next((int(answer) for answer in answers if answer is not None), None)
