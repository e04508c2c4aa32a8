"""Money comes in and is put against what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.order import LARGEST
from app.domain.refusal import N_, Conflict, Mistake
from app.models import AccountEntry, Allocation, Balance, Payment
from app.queries.accounts import open_amounts
from app.services.booking import AccountBooking, book_account
from app.services.numbering import next_number
from app.services.orderlines import buyer
from app.store.bulk import new_ids
from app.store.session import Store, Write


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment that was booked, and the customer's balance after it (positive: owes)."""

    payment_id: int
    reference: str
    amount: Decimal
    balance: Decimal
    changes: ChangeSet


def take(
    store: Store,
    customer_id: int,
    amount: Decimal,
    *,
    request: UUID,
    on: date | None = None,
    method: str = "",
    reference: str = "",
    order_id: int | None = None,
    allocations: Mapping[int, Decimal] | None = None,
) -> Paid:
    """Book a payment; ``allocations`` puts amounts against debit entries (ids), the rest goes first-in first-out.

    A negative amount is money paid back. Raises ``Mistake`` for zero and ``Conflict`` when more is put against an
    entry than is open, or more than was paid.
    """
    if not amount or abs(amount) >= LARGEST:
        raise Mistake(
            N_("{amount} cannot be a payment; write the amount that was paid."), field="amount", amount=amount
        )
    with store.write() as tx:
        done = tx.claim(request, "payment")
        if done is not None:
            return _paid(tx, done)
        day = on or tx.today
        customer = buyer_of_payment(tx, customer_id)
        [payment_id] = new_ids(tx, Payment, 1)
        number = reference or next_number(tx, "receipt", day)
        tx.execute(
            insert(Payment),
            {
                "id": payment_id, "uid": new_uid(), "reference": number, "customer_id": customer, "on": day,
                "amount": amount, "method": method, "order_id": order_id, "created_by": tx.actor.login,
            },
        )  # fmt: skip
        entry = book_account(
            tx, AccountBooking(customer, "payment", number, day, -amount, order_id=order_id, payment_id=payment_id)
        )
        if allocations:
            allocate(tx, customer, entry, amount, allocations, day)
        tx.done(request, "payment", payment_id)
        tx.audit("paid", "customer", customer, number)
        return _paid(tx, payment_id)


def buyer_of_payment(tx: Write, customer_id: int) -> int:
    """The customer a payment is booked to: a blocked customer may pay."""
    try:
        return buyer(tx, customer_id).id
    except Conflict:
        return customer_id


def allocate(
    tx: Write, customer_id: int, credit_id: int, amount: Decimal, allocations: Mapping[int, Decimal], on: date
) -> None:
    """Put a credit against chosen debits of the same customer."""
    if sum(allocations.values(), ZERO) > amount:
        raise Conflict(N_("More is put against invoices than was paid."))
    opened = open_amounts(tx, customer_id, on)
    for debit_id, part in allocations.items():
        if part <= 0 or part > opened.get(debit_id, ZERO):
            raise Conflict(
                N_("Only {open} of this invoice is open; {amount} cannot be put against it."),
                open=opened.get(debit_id, ZERO), amount=part,
            )  # fmt: skip
    tx.execute(
        insert(Allocation),
        [
            {"credit_id": credit_id, "debit_id": debit, "on": on, "amount": part, "created_by": tx.actor.login}
            for debit, part in allocations.items()
        ],
    )


def debit_of_invoice(store: Store, invoice_id: int) -> int | None:
    """The account entry of an invoice, to put a payment against it."""
    with store.read() as tx:
        query = select(AccountEntry.id).where(AccountEntry.invoice_id == invoice_id, AccountEntry.kind == "invoice")
        found = tx.scalar(query)
        return int(found) if found is not None else None


def _paid(tx: Write, payment_id: int) -> Paid:
    row = tx.first(
        select(Payment.reference, Payment.amount, Balance.amount.label("balance"))
        .outerjoin(Balance, Balance.customer_id == Payment.customer_id)
        .where(Payment.id == payment_id)
    )
    assert row is not None
    return Paid(payment_id, row.reference, row.amount, row.balance or ZERO, tx.changes)
