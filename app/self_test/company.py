"""The two companies of the proof: one with a past, one on its first day; and records of each kind to look at."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Select, func, select

from app.bootstrap import create_company, opened, prepared
from app.demo import create
from app.domain.month import Month
from app.domain.order import BOOKED_STATES
from app.models import Complaint, Customer, Delivery, Invoice, Payment, Product, SalesOrder
from app.self_test.bench import Bench, Failed, Step
from app.services.checking import check
from app.store import migrate
from app.store.engine import parse_url
from app.store.session import Actor, Store

CUSTOMERS, MONTHS = 40, 4
ZONE = "Europe/Madrid"


def steps(bench: Bench) -> Iterator[Step]:
    """Both companies are made and agree with themselves."""
    yield Step("company.empty", partial(_empty, bench))
    yield Step("company.full", partial(_full, bench))


@contextmanager
def company(bench: Bench, *, full: bool = True, access: str = "admin") -> Iterator[Store]:
    """The store of one of the companies, for a person of a role."""
    with opened(parse_url(str(bench.full if full else bench.empty)), actor=Actor("self-test", access=access)) as store:
        yield store


def _empty(bench: Bench) -> str:
    if not migrate.migrations_exist():
        raise Failed("the migrations are not where the program looks for them")
    create_company(parse_url(str(bench.empty)), name="Self-test", country="ES")
    with company(bench, full=False) as store:
        _agrees(store)
    return f"{len(migrate.known_revisions())} migrations, up to {migrate.head()}"


def _full(bench: Bench) -> str:
    with prepared(parse_url(str(bench.full)), zone=ZONE) as store:
        create(store, customers=CUSTOMERS, months=MONTHS)
    with company(bench) as store:
        _agrees(store)
        found = samples(store)
    missing = [name for name, values in found.items() if not values]
    if missing:
        raise Failed(f"the demo company has nothing for {', '.join(missing)}")
    return f"{CUSTOMERS} customers, {MONTHS} months"


def _agrees(store: Store) -> None:
    findings = check(store)
    if findings:
        raise Failed(f"sums differ: {', '.join(finding.key for finding in findings)}")


def samples(store: Store) -> dict[str, Sequence[Any]]:
    """Values for the parameters of papers, by the parameters' names; one for each form a paper has."""
    order, bill = SalesOrder, Invoice
    newest = select(func.max(order.id)).where(order.status.in_(BOOKED_STATES))
    newest_bill = select(func.max(bill.id))
    with store.read() as tx:

        def ids(*queries: Select[Any]) -> list[int]:
            return [found for query in queries if (found := tx.scalar(query)) is not None]

        today = Month.of(store.today())
        return {
            "order_id": ids(newest, select(func.max(order.id)).where(order.status == "quoted")),
            "delivery_id": ids(select(func.max(Delivery.id))),
            "invoice_id": ids(*(newest_bill.where(bill.kind == kind) for kind in ("invoice", "credit_note"))),
            "payment_id": ids(select(func.max(Payment.id))),
            "customer_id": ids(select(order.customer_id).where(order.id == newest.scalar_subquery())),
            "product_id": ids(select(func.max(Product.id))),
            "staff_id": ids(select(func.min(Customer.salesperson_id))),
            "complaint_id": ids(select(func.max(Complaint.id))),
            "first": [today.plus(1 - MONTHS).first],
            "last": [today.last],
            "as_of": [store.today()],
            "month": [today.plus(-2), today],
        }
