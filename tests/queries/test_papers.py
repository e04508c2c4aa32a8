"""Orders, deliveries, bills, receipts and statements as papers, filled from the database."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import insert, select, update

from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.papers_account import EntryKind
from app.domain.papers_trade import InvoiceKind, OrderKind
from app.domain.refusal import Mistake, NotFound
from app.models import Address, Customer, Invoice, Staff
from app.queries import papers
from app.services import customers, deliveries, invoices, orders, payments, returns
from app.services.orderlines import stored_lines

D = Decimal


def adds_up(paper):
    """The guarantee of ``Totals``: lines - discount + freight = the nets of the taxes."""
    lines = sum((line.amount for line in paper.lines), ZERO)
    assert lines - paper.totals.order_discount + paper.totals.freight == paper.totals.net
    return True


def line_ids(store, order_id):
    with store.read() as tx:
        return [line.id for line in stored_lines(tx, order_id)]


@pytest.fixture
def hotel(store, make):
    """A customer with two addresses."""
    customer = make.customer("Hotel Bahía", code="H1", city="Valencia", tax_id="A-46", contact_name="Carmen Ibáñez")
    with store.write() as tx:
        tx.execute(
            insert(Address),
            {"customer_id": customer, "kind": "delivery", "street": "Muelle 2", "postcode": "1000", "city": "Lisboa",
             "country": "PT", "region": ""},
        )  # fmt: skip
    return customer


@pytest.fixture
def order(make, hotel):
    """Two tax rates, an order discount and freight."""
    towel, soap = make.product("Towel", code="T1", price="12.5", cost="7"), make.product("Soap", code="T2", price="3")
    ana, bea = make.staff(name="Ana"), make.staff(name="Bea")
    return make.order(
        hotel, (towel, "10", "12.5", "10", "21"), (soap, "7", "3", "0", "10"), discount="10", freight="30",
        shares=[(ana, 70), (bea, 30)], reference="PO 45", note="Ring twice.", on=date(2026, 3, 2),
        promised_on=date(2026, 3, 9), freight_tax_rate=D(21),
    )  # fmt: skip


def test_an_order_is_a_confirmation(store, order):
    paper = papers.order_paper(store, order.order_id)
    assert (paper.kind, paper.number, paper.day) == (OrderKind.CONFIRMATION, order.number, date(2026, 3, 2))
    assert [(line.code, line.amount, line.discount, line.tax_rate) for line in paper.lines] == [
        ("T1", D("112.50"), D("10.00"), D("21.00")), ("T2", D("21.00"), ZERO, D("10.00")),
    ]  # fmt: skip
    assert (paper.totals.order_discount, paper.totals.freight) == (D("10.00"), D("30.00"))
    assert adds_up(paper)
    assert (paper.totals.net, paper.totals.tax, paper.totals.gross) == (order.net, order.tax, order.gross)
    assert (paper.salesperson, paper.reference, paper.promised) == ("Ana, Bea", "PO 45", date(2026, 3, 9))
    assert (paper.terms.days, paper.notes) == (30, ("Ring twice.",))
    assert (paper.customer.name, paper.customer.code, paper.customer.tax_id) == ("Hotel Bahía", "H1", "A-46")
    assert paper.customer.lines == ("Carmen Ibáñez", "Valencia")
    assert paper.deliver_to.lines == ("Muelle 2", "1000 Lisboa", "Portugal")


def test_a_quote_says_until_when_it_binds(store, make, hotel):
    draft = make.draft(hotel, (make.product(), "2"), valid_until=date(2026, 4, 1))
    quoted = orders.quote(store, draft, request=new_uid())
    paper = papers.order_paper(store, quoted.order_id)
    assert (paper.kind, paper.number, paper.valid_until) == (OrderKind.QUOTE, quoted.number, date(2026, 4, 1))
    assert papers.find_order(store, quoted.number) == quoted.order_id


def test_a_delivery_note_counts_what_went_before(store, order):
    first, second = line_ids(store, order.order_id)
    deliveries.deliver(store, order.order_id, {first: D(4)}, request=new_uid(), carrier="Turia")
    sent = deliveries.deliver(store, order.order_id, {first: D(5), second: D(7)}, request=new_uid())
    paper = papers.delivery_paper(store, sent.delivery_id)
    assert [(line.ordered, line.delivered_before, line.delivered, line.outstanding) for line in paper.lines] == [
        (D(10), D(4), D(5), D(1)), (D(7), ZERO, D(7), ZERO),
    ]  # fmt: skip
    assert (paper.number, paper.order_number, paper.reference) == (sent.number, order.number, "PO 45")
    before = papers.delivery_paper(store, papers.find_delivery(store, sent.number) - 1)
    assert [(line.delivered_before, line.delivered) for line in before.lines] == [(ZERO, D(4))]
    assert before.carrier == "Turia"


def test_an_invoice_adds_up_with_the_order_discount(store, order):
    bill = invoices.invoice(store, order.order_id, request=new_uid())
    paper = papers.invoice_paper(store, bill.invoice_id)
    assert (paper.kind, paper.number, paper.order_number) == (InvoiceKind.INVOICE, bill.number, order.number)
    assert adds_up(paper)
    assert (paper.totals.net, paper.totals.gross) == (bill.net, bill.gross)
    assert (paper.totals.order_discount, paper.totals.freight) == (D("10.00"), D("30.00"))
    assert [line.tax_rate for line in paper.lines] == [D(21), D(10)]
    assert (paper.terms.due, paper.terms.days) == (bill.due_on, 30)


def test_an_invoice_keeps_whom_it_was_written_to(store, order, hotel):
    bill = invoices.invoice(store, order.order_id, request=new_uid())
    before = papers.invoice_paper(store, bill.invoice_id)
    with store.write() as tx:
        version = tx.scalar(select(Customer.version).where(Customer.id == hotel))
        tx.execute(update(Address).values(street="Calle Nueva 9", city="Madrid", postcode="28001"))
    customers.change(store, hotel, {"name": "Hotel Otro", "tax_id": "B-1", "contact_name": "Luis"}, version=version)
    assert papers.invoice_paper(store, bill.invoice_id) == before
    assert before.customer.lines == ("Carmen Ibáñez", "Valencia")
    assert before.deliver_to.lines == ("Muelle 2", "1000 Lisboa", "Portugal")
    assert papers.order_paper(store, order.order_id).customer.name == "Hotel Otro"


@pytest.mark.parametrize("discount", ["0", "0.01", "10"])
def test_invoices_of_parts_add_up_whatever_the_rounding(store, make, hotel, discount):
    product = make.product()
    placed = make.order(
        hotel, (product, "7", "3.3333", "3", "21"), (product, "3", "0.99", "0", "10"), discount=discount
    )
    first, second = line_ids(store, placed.order_id)
    whole = ZERO
    for quantities in ({first: D(2)}, {first: D(3), second: D(1)}, None):
        bill = invoices.invoice(store, placed.order_id, quantities, request=new_uid())
        paper = papers.invoice_paper(store, bill.invoice_id)
        assert adds_up(paper)
        assert paper.totals.net == bill.net
        whole += paper.totals.net
    assert whole == placed.net


def test_a_credit_note_names_the_invoice_and_the_reason(store, order):
    bill = invoices.invoice(store, order.order_id, request=new_uid(), on=date(2026, 3, 3))
    back = returns.take_back(
        store, order.order_id, {line_ids(store, order.order_id)[0]: D(2)}, request=new_uid(), reason="two with a flaw"
    )
    paper = papers.invoice_paper(store, papers.find_invoice(store, back.credit_note))
    assert (paper.kind, paper.corrects, paper.corrects_date) == (InvoiceKind.CREDIT_NOTE, bill.number, date(2026, 3, 3))
    assert paper.reason == "two with a flaw"
    assert adds_up(paper)
    assert paper.totals.net == back.net > 0


def test_money_without_goods_is_one_line_of_its_amount(store, order):
    invoices.invoice(store, order.order_id, request=new_uid())
    back = returns.give_back(
        store, order.order_id, {line_ids(store, order.order_id)[1]: D("5.55")}, request=new_uid(), reason="late"
    )
    paper = papers.invoice_paper(store, papers.find_invoice(store, back.credit_note))
    [line] = paper.lines
    assert (line.quantity, line.unit_price, line.amount) == (D(1), D("5.55"), D("5.55"))
    assert adds_up(paper)


def test_what_was_paid_on_the_day_of_the_invoice_stands_on_it_for_ever(store, make, hotel):
    placed = make.order(hotel, (make.product(), "10"))
    bill = invoices.invoice(store, placed.order_id, request=new_uid(), on=date(2026, 3, 3))
    payments.take(store, hotel, D(40), request=new_uid(), on=date(2026, 3, 3))
    payments.take(store, hotel, D(60), request=new_uid(), on=date(2026, 3, 9))
    paper = papers.invoice_paper(store, bill.invoice_id)
    assert (paper.paid, paper.open) == (D("40.00"), D("60.00"))


def test_a_receipt_says_what_was_settled_and_what_is_left(store, make, hotel):
    with store.write() as tx:
        tx.execute(insert(Staff), {"code": "T", "name": "Lucía Ferrer", "login": "tester"})
    bills = []
    for on, quantity in ((date(2026, 1, 5), "10"), (date(2026, 2, 5), "20")):
        placed = make.order(hotel, (make.product(), quantity), on=on)
        bills.append(invoices.invoice(store, placed.order_id, request=new_uid(), on=on))
    payments.take(store, hotel, D(30), request=new_uid(), on=date(2026, 2, 10))
    paid = payments.take(store, hotel, D(150), request=new_uid(), on=date(2026, 3, 1), method="card")
    payments.take(store, hotel, D(500), request=new_uid(), on=date(2026, 3, 5))
    paper = papers.receipt_paper(store, papers.find_payment(store, paid.reference))
    assert (paper.number, paper.amount, paper.method) == (paid.reference, D("150.00"), "card")
    assert paper.received_by == "Lucía Ferrer"
    assert [(part.document, part.open_before, part.applied, part.open_after) for part in paper.allocations] == [
        (bills[0].number, D("70.00"), D("70.00"), ZERO), (bills[1].number, D("200.00"), D("80.00"), D("120.00")),
    ]  # fmt: skip
    assert (paper.unallocated, paper.balance) == (ZERO, D("120.00"))


def test_a_receipt_for_more_than_is_owed_leaves_credit(store, hotel):
    paid = payments.take(store, hotel, D(50), request=new_uid())
    paper = papers.receipt_paper(store, paid.payment_id)
    assert (paper.allocations, paper.unallocated, paper.balance) == ((), D("50.00"), D("-50.00"))


def test_a_statement_runs_from_opening_to_closing_with_merged_records(store, make, hotel):
    other, product = make.customer("Hotel B"), make.product()
    numbers = []
    for customer, on in ((hotel, date(2026, 1, 5)), (hotel, date(2026, 2, 5)), (other, date(2026, 2, 6))):
        placed = make.order(customer, (product, "10"), on=on)
        numbers.append(invoices.invoice(store, placed.order_id, request=new_uid(), on=on).number)
    payments.take(store, hotel, D(120), request=new_uid(), on=date(2026, 2, 20), method="transfer")
    payments.take(store, hotel, D(-5), request=new_uid(), on=date(2026, 2, 21))
    payments.take(store, hotel, D(999), request=new_uid(), on=date(2026, 3, 1))
    customers.merge(store, hotel, other, request=new_uid())
    paper = papers.statement_paper(store, other, date(2026, 2, 1), date(2026, 2, 28))
    assert (paper.customer.code, paper.number) == ("H1", "H1/20260228")
    assert (paper.opening, paper.closing) == (D("100.00"), D("185.00"))
    kinds = [entry.kind for entry in paper.entries]
    assert kinds == [EntryKind.INVOICE, EntryKind.INVOICE, EntryKind.PAYMENT, EntryKind.REFUND]
    assert [entry.document for entry in paper.entries][:2] == numbers[1:]
    assert sum((item.open for item in paper.open_items), ZERO) - paper.unallocated == paper.closing
    assert sum(paper.ageing, ZERO) - paper.unallocated == paper.closing


def test_a_statement_of_nothing(store, hotel):
    paper = papers.statement_paper(store, hotel, date(2026, 1, 1), date(2026, 1, 31))
    assert (paper.entries, paper.open_items, paper.opening, paper.closing) == ((), (), ZERO, ZERO)
    with pytest.raises(Mistake, match="before it begins"):
        papers.statement_paper(store, hotel, date(2026, 2, 1), date(2026, 1, 31))


@pytest.mark.parametrize(
    ("find", "words"),
    [
        (papers.find_order, "order or quote X-9"),
        (papers.find_delivery, "delivery note X-9"),
        (papers.find_invoice, "invoice or credit note X-9"),
        (papers.find_payment, "payment X-9"),
        (papers.find_customer, "customer X-9"),
    ],
)
def test_a_number_that_is_not_there_is_named(store, find, words):
    with pytest.raises(NotFound, match=words):
        find(store, "X-9")


@pytest.mark.parametrize(
    "paper", [papers.order_paper, papers.delivery_paper, papers.invoice_paper, papers.receipt_paper]
)
def test_a_paper_that_is_not_there(store, paper):
    with pytest.raises(NotFound, match="There is no such"):
        paper(store, 987_654)


def test_statements_do_not_grow_with_lines(store, make, hotel, statements):
    product = make.product()

    def count(lines):
        placed = make.order(hotel, *[(product, "1")] * lines)
        bill = invoices.invoice(store, placed.order_id, request=new_uid())
        statements.clear()
        papers.order_paper(store, placed.order_id)
        papers.invoice_paper(store, bill.invoice_id)
        papers.statement_paper(store, hotel, date(2026, 1, 1), date(2026, 12, 31))
        return len(statements)

    assert count(2) == count(60) <= 45


def test_a_merged_customer_is_found_as_the_one_that_goes_on(store, make, hotel):
    other = make.customer(code="OLD")
    customers.merge(store, hotel, other, request=new_uid())
    assert papers.find_customer(store, "OLD") == papers.find_customer(store, "H1") == hotel


def test_papers_of_an_imported_order_with_given_amounts_add_up(store, make):
    from app.domain.importing_rows import OrderLineRow
    from app.services import imports

    make.customer(code="K")
    make.product(code="P", price="3")
    given = {"unit_price": D("3.3333"), "line_net": D("9.50")}
    row = OrderLineRow(2, "OLD-1", date(2026, 2, 1), "K", None, None, None, None, None, "P", D(3), **given)
    imports.run(store, "orders", [row], request=new_uid(), file_name="old.csv")
    paper = papers.order_paper(store, papers.find_order(store, "OLD-1"))
    assert adds_up(paper)
    assert paper.totals.net == D("9.50")
    with store.read() as tx:
        assert tx.first(select(Invoice.id)) is None
