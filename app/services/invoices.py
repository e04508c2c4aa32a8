"""Bills: an invoice for what was ordered, a credit note for what is given back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, insert, select

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import ZERO, tax_by_rate
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Address, Customer, Invoice, InvoiceAddressee, InvoiceLine, InvoiceTax
from app.models.declared import aliased
from app.queries import company
from app.queries.company import Settings
from app.services.booking import AccountBooking, book_account, kept_parts
from app.services.deliveries import Before, recognise_now
from app.services.numbering import next_number
from app.services.orders import change, held
from app.services.standing import has_bill, standings, wanted_quantities
from app.store.bulk import new_ids
from app.store.elsewhere import by_the_server
from app.store.session import AnyRow, Read, Store, Write


@dataclass(frozen=True, slots=True)
class BillLine:
    """One line of a bill; no order line means freight. Amounts are positive on credit notes too."""

    line_id: int | None
    description: str
    quantity: Decimal
    net: Decimal
    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class Invoiced:
    """An invoice or credit note that was written."""

    invoice_id: int
    number: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    due_on: date | None
    changes: ChangeSet


@by_the_server()
def invoice(
    store: Store,
    order_id: int,
    quantities: Mapping[int, Decimal] | None = None,
    *,
    request: UUID,
    on: date | None = None,
    due_on: date | None = None,
) -> Invoiced:
    """Invoice quantities per line id, or all that is not invoiced yet; freight goes with the first invoice.

    Due after the customer's payment days (company default 30). Raises ``Conflict`` when nothing is left.
    """
    with store.write() as tx:
        done = tx.claim(request, "invoice")
        if done is not None:
            return invoiced(tx, done)
        order = held(tx, order_id)
        if order.status in ("draft", "quoted", "cancelled", "closed"):
            raise Conflict(N_("This order is {status}; it cannot be invoiced."), status=order.status)
        if order.imported:
            raise Conflict(N_("This order was imported with its bill; it cannot be invoiced again."))
        settings, day = company.of(tx), on or tx.today
        before = Before(standings(tx, order), kept_parts(tx, order_id))
        left = {line: standing.unbilled for line, standing in before.lines.items() if standing.unbilled}
        wanted = wanted_quantities(quantities, dict.fromkeys(before.lines, ZERO) | left)
        lines = [
            BillLine(line, found.line.description, wanted[line], found.bill(wanted[line], settings.currency_places),
                     found.line.tax_rate)
            for line, found in before.lines.items()
            if line in wanted
        ]  # fmt: skip
        if order.freight and not has_bill(tx, order_id):
            lines.append(BillLine(None, "", Decimal(1), order.freight, order.freight_tax_rate))
        due = due_on or day + timedelta(days=payment_days(tx, order.customer_id, settings))
        if due < day:
            raise Mistake(N_("An invoice of {day} cannot be due on {due}."), field="due_on", day=day, due=due)
        invoice_id = write_bill(tx, "invoice", order, lines, on=day, due_on=due, settings=settings)
        if wanted == left:
            change(tx, order_id, status="invoiced")
        if order.recognition == "invoice":
            recognise_now(tx, order, wanted, before, on=day)
        tx.done(request, "invoice", invoice_id)
        return invoiced(tx, invoice_id)


def payment_days(tx: Read, customer_id: int, settings: Settings) -> int:
    """The customer's own days to pay, else the company's."""
    days = tx.scalar(select(Customer.payment_days).where(Customer.id == customer_id))
    return settings.payment_days if days is None else int(days)


def write_bill(
    tx: Write,
    kind: str,
    order: AnyRow,
    lines: Sequence[BillLine],
    *,
    on: date,
    settings: Settings,
    due_on: date | None = None,
    reason: str = "",
) -> int:
    """Write an invoice or credit note with its account entry; the number is taken last. ``order`` is a held row."""
    order_id, customer_id = order.id, order.customer_id
    taxes = tax_by_rate([(line.tax_rate, line.net) for line in lines], settings.currency_places)
    net = sum((line.net for line in lines), ZERO)
    tax = sum((tax for _, tax in taxes.values()), ZERO)
    [invoice_id] = new_ids(tx, Invoice, 1)
    number = next_number(tx, kind, on)
    tx.execute(
        insert(Invoice),
        {
            "id": invoice_id, "uid": new_uid(), "kind": kind, "number": number, "order_id": order_id,
            "customer_id": customer_id, "on": on, "due_on": due_on, "net": net, "tax": tax, "gross": net + tax,
            "reason": reason, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    tx.execute(
        insert(InvoiceLine),
        [
            {
                "invoice_id": invoice_id, "position": position, "line_id": line.line_id,
                "description": line.description, "quantity": line.quantity, "net": line.net, "tax_rate": line.tax_rate,
            }
            for position, line in enumerate(lines, 1)
        ],
    )  # fmt: skip
    tx.execute(
        insert(InvoiceTax),
        [{"invoice_id": invoice_id, "rate": rate, "net": base, "tax": sum_} for rate, (base, sum_) in taxes.items()],
    )
    keep_addressees(tx, Invoice.id == invoice_id)
    amount = net + tax if kind == "invoice" else -(net + tax)
    book_account(
        tx,
        AccountBooking(
            customer_id, kind, number, on, amount, due_on=due_on, order_id=order_id, invoice_id=invoice_id
        ),
    )  # fmt: skip
    tx.touched("invoice", invoice_id)
    tx.audit("invoiced" if kind == "invoice" else "credited", "order", order_id, number)
    return invoice_id


_PLACE = ("street", "postcode", "city", "region", "country")


def keep_addressees(tx: Write, which: ColumnElement[bool]) -> None:
    """Keep with these bills who the customers are and where, as it is now: later changes must not change a print.

    The first billing address, else the first main one; goods go to the first address for deliveries.
    """
    bill, customer, to, goods = Invoice, Customer, aliased(Address), aliased(Address)

    def first(kind: str) -> Any:  # noqa: ANN401 - a subquery
        place = aliased(Address)
        query = select(func.min(place.id)).where(place.customer_id == customer.id, place.kind == kind)
        return query.correlate(customer).scalar_subquery()

    who = (customer.name, customer.contact_name, customer.code, customer.tax_id)
    where = [func.coalesce(getattr(place, name), "") for place in (to, goods) for name in _PLACE]
    query = (
        select(bill.id, *who, *where)
        .join(customer, customer.id == bill.customer_id)
        .outerjoin(to, to.id == func.coalesce(first("billing"), first("main")))
        .outerjoin(goods, goods.id == first("delivery"))
        .where(which)
    )
    names = ["invoice_id", "name", "contact_name", "code", "tax_id", *_PLACE, *[f"delivery_{name}" for name in _PLACE]]
    tx.execute(insert(InvoiceAddressee).from_select(names, query, include_defaults=False))


def invoiced(tx: Write, invoice_id: int) -> Invoiced:
    """A bill as it was written."""
    bill = Invoice
    row = tx.first(select(bill.number, bill.net, bill.tax, bill.gross, bill.due_on).where(bill.id == invoice_id))
    assert row is not None
    return Invoiced(invoice_id, row.number, row.net, row.tax, row.gross, row.due_on, tx.changes)
