"""Invoices, credit notes, receipts and statements of account as papers, filled from the database."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from app.domain.account import Settlement
from app.domain.money import EXACT, PRICE_PLACES, ZERO, line_amount, rounded
from app.domain.papers import Addressee, ItemLine, TaxLine, Terms, Totals
from app.domain.papers_account import AccountEntry as Movement
from app.domain.papers_account import EntryKind, OpenItem, Statement
from app.domain.papers_trade import Allocation, InvoiceKind, InvoicePaper, ReceiptPaper
from app.domain.refusal import N_, Mistake, NotFound
from app.models import AccountEntry, Customer, Delivery, Invoice, InvoiceLine, InvoiceTax, Payment, Staff
from app.queries import company
from app.queries.accounts import members, settlement
from app.queries.company import Settings
from app.queries.papers_company import addressees, kept_addressees, letterhead
from app.queries.papers_order import item, line_rows, order_row, sellers
from app.store.session import AnyRow, Read, Store


def invoice_paper(store: Store, invoice_id: int) -> InvoicePaper:
    """An invoice or credit note. ``paid`` is what had come in by its own day, so that every print of it is the same.

    Raises ``NotFound``.
    """
    with store.snapshot() as tx:
        settings = company.of(tx)
        bill = _bill(tx, invoice_id)
        order = order_row(tx, bill.order_id)
        kept = kept_addressees(tx, invoice_id, settings)
        to, elsewhere = kept or addressees(tx, bill.customer_id, settings, "billing")
        lines, totals = _billed(tx, invoice_id, bill.order_id, order.discount, settings)
        paper = InvoicePaper(
            InvoiceKind(bill.kind),
            letterhead(settings),
            to,
            bill.number,
            bill.on,
            lines,
            totals,
            order_number=order.number or "",
            reference=order.reference,
            deliver_to=elsewhere,
            salesperson=sellers(tx, bill.order_id),
        )
        return _as_credit(tx, paper, bill) if bill.kind == "credit_note" else _as_invoice(tx, paper, bill, order)


def _bill(tx: Read, invoice_id: int) -> AnyRow:
    bill = Invoice
    row = tx.first(
        select(bill.id, bill.kind, bill.number, bill.order_id, bill.customer_id, bill.on, bill.due_on, bill.reason)
        .where(bill.id == invoice_id)
    )  # fmt: skip
    if row is None:
        raise NotFound(N_("There is no such invoice."))
    return row


def _as_invoice(tx: Read, paper: InvoicePaper, bill: AnyRow, order: AnyRow) -> InvoicePaper:
    sent = Delivery
    deliveries = tx.all(
        select(sent.number, sent.on).where(sent.order_id == bill.order_id, sent.on <= bill.on).order_by(sent.id)
    )
    terms = Terms(bill.due_on, (bill.due_on - bill.on).days if bill.due_on else None)
    return replace(
        paper,
        terms=terms,
        supplied=deliveries[-1].on if deliveries and deliveries[-1].on != bill.on else None,
        delivery_number=", ".join(row.number for row in deliveries),
        paid=_paid(tx, bill),
        notes=(order.note,) if order.note.strip() else (),
    )


def _as_credit(tx: Read, paper: InvoicePaper, bill: AnyRow) -> InvoicePaper:
    """A credit note names the newest invoice of its order that was there before it."""
    earlier = Invoice
    row = tx.first(
        select(earlier.number, earlier.on)
        .where(earlier.order_id == bill.order_id, earlier.kind == "invoice", earlier.id < bill.id)
        .order_by(earlier.id.desc())
        .limit(1)
    )
    corrects = {"corrects": row.number, "corrects_date": row.on} if row is not None else {}
    return replace(paper, reason=bill.reason, **corrects)


def _paid(tx: Read, bill: AnyRow) -> Decimal:
    entry = AccountEntry
    debit = tx.first(select(entry.id, entry.amount).where(entry.invoice_id == bill.id, entry.kind == "invoice"))
    if debit is None:
        return ZERO
    settled = settlement(tx, _root(tx, bill.customer_id), bill.on)
    return sum((match.amount for match in settled.matches if match.debit_id == debit.id), ZERO)


def _billed(
    tx: Read, invoice_id: int, order_id: int, discount: Decimal, settings: Settings
) -> tuple[tuple[ItemLine, ...], Totals]:
    """Lines and totals that add up exactly to the net that was billed.

    With an order discount the lines stand before it and it is what is between them and the net; without one each line
    stands with its net.
    """
    kept, places = InvoiceLine, settings.currency_places
    rows = tx.all(
        select(kept.line_id, kept.description, kept.quantity, kept.net, kept.tax_rate)
        .where(kept.invoice_id == invoice_id)
        .order_by(kept.position)
    )
    freight = sum((row.net for row in rows if row.line_id is None), ZERO)
    goods = [row for row in rows if row.line_id is not None]
    ordered = {row.id: item(row, places) for row in line_rows(tx, order_id)}
    before = [_before_discount(row, ordered[row.line_id], places) for row in goods]
    taken = sum((line.amount for line in before), ZERO) - sum((row.net for row in goods), ZERO)
    if not discount or taken <= 0 or any(not row.quantity for row in goods):
        before, taken = [_at_net(row, ordered[row.line_id], places) for row in goods], ZERO
    rates = tx.all(
        select(InvoiceTax.rate, InvoiceTax.net, InvoiceTax.tax)
        .where(InvoiceTax.invoice_id == invoice_id)
        .order_by(InvoiceTax.rate)
    )
    return tuple(before), Totals(tuple(TaxLine(*row) for row in rates), taken, None, freight)


def _before_discount(row: AnyRow, line: ItemLine, places: int) -> ItemLine:
    amount = line_amount(row.quantity, line.unit_price, line.discount, places)
    return replace(line, name=row.description, quantity=row.quantity, amount=amount, tax_rate=row.tax_rate)


def _at_net(row: AnyRow, line: ItemLine, places: int) -> ItemLine:
    """At the order's price where that gives the net up to rounding; else at what one piece came to."""
    made = replace(_before_discount(row, line, places), amount=row.net)
    if not row.quantity:
        # money without goods
        return replace(made, quantity=Decimal(1), unit_price=row.net, discount=ZERO)
    if abs(row.net - line_amount(row.quantity, line.unit_price, line.discount, places)) <= Decimal(1).scaleb(-places):
        return made
    return replace(made, unit_price=rounded(EXACT.divide(row.net, row.quantity), PRICE_PLACES), discount=ZERO)


def receipt_paper(store: Store, payment_id: int) -> ReceiptPaper:
    """A payment as it was used on its day: what it was put against, and the balance after it. Raises ``NotFound``."""
    with store.snapshot() as tx:
        settings = company.of(tx)
        paid, entry = Payment, AccountEntry
        row = tx.first(
            select(paid.reference, paid.customer_id, paid.on, paid.amount, paid.method, paid.created_by,
                   entry.id.label("entry_id"), entry.on.label("booked"))
            .outerjoin(entry, (entry.payment_id == paid.id) & (entry.kind == "payment"))
            .where(paid.id == payment_id, paid.void.is_not(True))
        )  # fmt: skip
        if row is None:
            raise NotFound(N_("There is no such payment."))
        to, _ = addressees(tx, row.customer_id, settings, "billing")
        by = tx.scalar(select(Staff.name).where(Staff.login == row.created_by)) if row.created_by else None
        settled = settlement(tx, _root(tx, row.customer_id), max(row.on, row.booked or row.on))
        return ReceiptPaper(
            letterhead(settings),
            to,
            row.reference,
            row.on,
            row.amount,
            row.method,
            received_by=by or "",
            allocations=_allocations(tx, settled, row.entry_id),
            balance=settled.balance,
        )


def _allocations(tx: Read, settled: Settlement, entry_id: int | None) -> tuple[Allocation, ...]:
    applied: dict[int, Decimal] = {}
    for match in settled.matches:
        if match.credit_id == entry_id:
            applied[match.debit_id] = applied.get(match.debit_id, ZERO) + match.amount
    if not applied:
        return ()
    left = {one.entry.id: one.open for one in settled.items}
    debit = AccountEntry
    rows = tx.all(
        select(debit.id, debit.number, debit.on, debit.due_on)
        .where(debit.id.in_(applied))
        .order_by(func.coalesce(debit.due_on, debit.on), debit.id)
    )
    return tuple(
        Allocation(row.number, row.on, left.get(row.id, ZERO) + applied[row.id], applied[row.id]) for row in rows
    )


_KINDS = {
    "invoice": EntryKind.INVOICE,
    "order": EntryKind.INVOICE,
    "credit_note": EntryKind.CREDIT_NOTE,
    "reversal": EntryKind.ADJUSTMENT,
}


def statement_paper(store: Store, customer_id: int, first: date, last: date) -> Statement:
    """A customer's account from ``first`` to ``last`` with the open items of ``last``; merged records are in it.

    Raises ``NotFound``, and ``Mistake`` when the end is before the beginning.
    """
    if first > last:
        raise Mistake(
            N_("The period ends on {last}, before it begins on {first}."), field="last",
            first=first.isoformat(), last=last.isoformat(),
        )  # fmt: skip
    with store.snapshot() as tx:
        settings = company.of(tx)
        root = _root(tx, customer_id)
        to, _ = addressees(tx, root, settings, "billing")
        settled = settlement(tx, root, last)
        opening, moves = _movements(tx, members(tx, root), first, last)
        limit = tx.scalar(select(Customer.credit_limit).where(Customer.id == root))
        number = f"{to.code}/{last:%Y%m%d}"
        return _statement(settings, to, number, opening, moves, settled, first=first, limit=limit)


def _statement(
    settings: Settings, to: Addressee, number: str, opening: Decimal, moves: Sequence[Movement], settled: Settlement,
    *, first: date, limit: Decimal | None,
) -> Statement:  # fmt: skip
    items = tuple(
        OpenItem(one.entry.number, one.entry.on, one.entry.due, one.entry.amount, one.open) for one in settled.items
    )
    return Statement(
        letterhead(settings),
        to,
        number,
        first,
        settled.as_of,
        opening,
        tuple(moves),
        items,
        -settled.ageing.unallocated,
        limit,
    )


def _movements(tx: Read, ids: Sequence[int], first: date, last: date) -> tuple[Decimal, list[Movement]]:
    """(balance before ``first``, the entries since, in the order in which the balance runs)."""
    entry = AccountEntry
    own = entry.customer_id.in_(ids)
    opening = tx.scalar(select(func.sum(entry.amount)).where(own, entry.on < first)) or ZERO
    rows = tx.all(
        select(entry.on, entry.kind, entry.number, entry.amount, entry.due_on, Payment.method)
        .outerjoin(Payment, Payment.id == entry.payment_id)
        .where(own, entry.on.between(first, last))
        .order_by(entry.on, entry.id)
    )
    return opening, [_movement(row) for row in rows if row.amount]


def _movement(row: AnyRow) -> Movement:
    kind = _KINDS.get(row.kind) or (EntryKind.REFUND if row.amount > 0 else EntryKind.PAYMENT)
    debit, credit = max(row.amount, ZERO), max(-row.amount, ZERO)
    return Movement(row.on, kind, row.number, debit, credit, row.due_on if debit else None, row.method or "")


def _root(tx: Read, customer_id: int) -> int:
    kept = Customer
    found = tx.scalar(select(func.coalesce(kept.merged_into_id, kept.id)).where(kept.id == customer_id))
    if found is None:
        raise NotFound(N_("There is no such customer."))
    return int(found)
