"""Money comes in and is put against what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import ZERO, checked
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import AccountEntry, Allocation, Payment, SalesOrder
from app.queries import accounts, company
from app.services.booking import AccountBooking, book_account
from app.services.numbering import next_number
from app.services.orderlines import going_on
from app.services.voiding import void_payments
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

    A negative amount is money paid back. Raises ``Mistake`` for zero and for a day to come, and ``Conflict`` when more
    is put against an entry than is open, or more than was paid.
    """
    if not amount:
        raise Mistake(
            N_("{amount} cannot be a payment; write the amount that was paid."), field="amount", amount=amount
        )
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "payment")
        if done is not None:
            return _paid(tx, done)
        day = on or tx.today
        if day > tx.today:
            raise Mistake(N_("{day} is still to come; write the day on which the money came."), field="on", day=day)
        checked(amount, company.of(tx).currency_places, field="amount", signed=True)
        # a blocked customer may pay
        customer = going_on(tx, customer_id)
        _check_order(tx, order_id, customer)
        _check_reference(tx, customer, reference)
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


def cancel(store: Store, payment_id: int, *, reason: str, request: UUID) -> Paid:
    """A payment that was booked by mistake is countered: its day or, in a closed month, the first open day after it.

    What it was put against is open again, its reference is free again. Raises ``Mistake`` without a reason,
    ``NotFound`` for an unknown payment and ``Conflict`` for one that is cancelled already.
    """
    if not reason.strip():
        raise Mistake(N_("Say why this payment is cancelled."), field="reason")
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "payment cancelled") is None:
            query = select(Payment.customer_id, Payment.reference, Payment.void).where(Payment.id == payment_id)
            row = tx.first(query if tx.sqlite else query.with_for_update())
            if row is None:
                raise NotFound(N_("There is no such payment."))
            if row.void:
                raise Conflict(N_("Payment {reference} is cancelled already."), reference=row.reference)
            void_payments(tx, [payment_id])
            tx.done(request, "payment cancelled", payment_id)
            tx.audit("payment cancelled", "customer", row.customer_id, f"{row.reference}: {reason.strip()}")
            tx.touched("account", row.customer_id)
        return _paid(tx, payment_id)


def _check_order(tx: Write, order_id: int | None, customer_id: int) -> None:
    if order_id is None:
        return
    owner = tx.scalar(select(SalesOrder.customer_id).where(SalesOrder.id == order_id, SalesOrder.void.is_(False)))
    if owner is None:
        raise NotFound(N_("There is no such order."))
    if going_on(tx, owner) != customer_id:
        raise Mistake(N_("This order belongs to another customer."), field="order")


def _check_reference(tx: Write, customer_id: int, reference: str) -> None:
    query = select(Payment.id).where(
        Payment.customer_id == customer_id, Payment.reference == reference, Payment.void.is_(False)
    )
    if reference and tx.first(query) is not None:
        raise Conflict(
            N_("A payment {reference} of this customer is booked already."), field="reference", reference=reference
        )


def allocate(
    tx: Write, customer_id: int, credit_id: int, amount: Decimal, allocations: Mapping[int, Decimal], on: date
) -> None:
    """Put a credit against chosen debits of the same customer, whose kept balance this transaction has locked.

    What was settled first-in first-out is free to be chosen: that rule only holds for what nobody chose.
    """
    if sum(allocations.values(), ZERO) > amount:
        raise Conflict(N_("More is put against invoices than was paid."))
    free = _free_to_choose(tx, customer_id, allocations)
    for debit_id, part in allocations.items():
        checked(part, company.of(tx).currency_places, field="allocations", signed=True)
        if part <= 0 or part > free.get(debit_id, ZERO):
            raise Conflict(
                N_("Only {open} of this invoice is open; {amount} cannot be put against it."),
                open=free.get(debit_id, ZERO), amount=part,
            )  # fmt: skip
    tx.execute(
        insert(Allocation),
        [
            {"credit_id": credit_id, "debit_id": debit, "on": on, "amount": part, "created_by": tx.actor.login}
            for debit, part in allocations.items()
        ],
    )


def _free_to_choose(tx: Write, customer_id: int, debit_ids: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Debits of a customer minus what was put against them by choice, per entry id."""
    debit = AccountEntry
    taken = (
        select(func.coalesce(func.sum(Allocation.amount), ZERO))
        .where(Allocation.debit_id == debit.id)
        .correlate(debit)
        .scalar_subquery()
    )
    rows = tx.all(
        select(debit.id, debit.amount, taken).where(
            debit.id.in_(debit_ids), debit.customer_id.in_(accounts.members(tx, customer_id)), debit.amount > ZERO
        )
    )
    return {row[0]: row[1] - row[2] for row in rows}


def debit_of_invoice(store: Store, invoice_id: int) -> int | None:
    """The account entry of an invoice, to put a payment against it."""
    with store.read() as tx:
        query = select(AccountEntry.id).where(AccountEntry.invoice_id == invoice_id, AccountEntry.kind == "invoice")
        found = tx.scalar(query)
        return int(found) if found is not None else None


def _paid(tx: Write, payment_id: int) -> Paid:
    payment = Payment
    row = tx.first(select(payment.reference, payment.amount, payment.customer_id).where(payment.id == payment_id))
    assert row is not None
    return Paid(payment_id, row.reference, row.amount, accounts.balance(tx, row.customer_id), tx.changes)
