"""Booked once whoever runs at once; and a statement of a closed month stays as it was printed, whatever changes."""

import threading
from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

from sqlalchemy import func, insert, select, update

from app.domain import frozen
from app.domain.commission_plan import Band, Rates, Rule, Terms, Trigger
from app.domain.ids import new_uid
from app.domain.month import Month
from app.i18n import Say
from app.models import Audit, Category, CommissionStatement, Company, Customer, Product, Staff
from app.queries import papers_commission
from app.reports import commission_month, commission_statement
from app.services import (
    commission_marks,
    commission_months,
    commission_plans,
    commissions,
    customers,
    invoices,
    payments,
    products,
)
from app.services.company import change as change_company
from tests.support import commissions as held
from tests.support.commissions import agree, entries, rates
from tests.support.crowd import at_once, troubles
from tests.support.sample_papers import PRINTED

FEBRUARY = Month(2026, 2)
DAY = date(2026, 2, 10)


def other(store):
    """The same company from another desk."""
    return type(store).open(store.engine.url, actor=store.actor, clock=store.now, zone="Europe/Madrid")


def test_two_runs_at_once_while_an_order_is_paid_book_everything_once(store, make):
    person = make.staff()
    agree(store, Terms(rates(10), trigger=Trigger.PAYMENT))
    customers = [make.customer() for _ in range(4)]
    product = make.product(cost="0")
    for customer in customers:
        order = make.order(customer, (product, "1", "100"), on=DAY, shares=[(person, 100)])
        invoices.invoice(store, order.order_id, None, request=new_uid(), on=DAY)
    desks = [other(store) for _ in range(3)]
    paid = [0]

    def pay() -> None:
        for customer in customers:
            for amount in ("40", "35", "25"):
                payments.take(desks[2], customer, D(amount), request=new_uid(), on=DAY)
                paid[0] += 1

    def run(desk):
        def work() -> None:
            while paid[0] < 12 and threading.main_thread().is_alive():
                commissions.run(desk)

        return work

    try:
        assert troubles(at_once([pay, run(desks[0]), run(desks[1])])) == []
        at_once([lambda desk=desk: commissions.run(desk) for desk in desks])
    finally:
        for desk in desks:
            desk.close()
    found = entries(store, "line_id", "kind", "cause", "cause_id", "amount")
    assert len(found) == len({one[:4] for one in found}) == 16
    assert held.total(store, "earned") == held.total(store, "released") == 40
    assert commissions.run(store, complete=True).entries == 0
    held.check(store)


def test_a_run_finds_what_was_not_committed_when_the_one_before_looked(store, make):
    person = make.staff()
    agree(store, Terms(rates(10)))
    product, customer = make.product(cost="0"), make.customer()
    make.order(customer, (product, "1", "100"), on=DAY, shares=[(person, 100)])
    commissions.run(store)
    if store.engine.dialect.name == "sqlite":
        return  # one writer at a time: rows are committed in the order of their ids
    desk = other(store)
    slow = make.order(make.customer(), (product, "1", "200"), on=DAY, shares=[(person, 100)])
    before = _last(store)
    try:
        with desk.write() as tx:
            # takes its id, and is not committed while three runs look at what comes after it
            tx.audit("moved", "order", slow.order_id)
            tx.finish()
            for price in ("300", "400", "500"):
                make.order(make.customer(), (product, "1", price), on=DAY, shares=[(person, 100)])
                commissions.run(store)
    finally:
        desk.close()
    marks = _marks(store)
    assert marks["audit"][1] <= before, "not read as far as what was missing"
    commissions.run(store)
    commissions.run(store)
    assert _marks(store)["audit"][1] > before
    assert commissions.run(store, complete=True).entries == 0


def _last(store) -> int:
    with store.read() as tx:
        return tx.scalar(select(func.max(Audit.id)))


def _marks(store):
    with store.read() as tx:
        return commission_marks.marks_of(tx)


def printed(store, folder, name: str, people) -> list[bytes]:
    """Everybody's papers of February, in three languages."""
    found = []
    for language in ("en", "es", "zh"):
        say, path = Say(language, country="ES", zone="Europe/Madrid"), folder / f"{name}.pdf"
        for person in people:
            value = papers_commission.commission_statement(store, FEBRUARY, person)
            commission_statement.render(value, path, say, printed=PRINTED)
            found.append(path.read_bytes())
        commission_month.render(papers_commission.commission_month(store, FEBRUARY), path, say, printed=PRINTED)
        found.append(path.read_bytes())
    return found


def _version(store) -> int:
    with store.read() as tx:
        return tx.scalar(select(Company.version))


def test_no_statement_of_a_past_month_moves(store, make, tmp_path, clock):
    people = make.staff("S1", "Diego Ruiz"), make.staff("S2", "Nuria Campos")
    plan = agree(store, Terms(Rates(D(12), D(8), D(4), D(1)), bands=(Band(D(1), D(100)), Band(D(2))), cap=D(30)))
    chair, table = make.product("Chair", cost="50"), make.product("Table", cost="90")
    category = _category(store, chair)
    customer = make.customer("Feria Mediterránea", region="North")
    shares = [(people[0], 60), (people[1], 40)]
    for product, price in ((chair, "100"), (table, "100"), (chair, "200")):
        make.order(customer, (product, "2", price), on=DAY, shares=shares)
    commissions.run(store)
    commission_months.close(store, FEBRUARY, request=new_uid())
    before, shown = printed(store, tmp_path, "before", people), [
        papers_commission.commission_statement(store, FEBRUARY, person) for person in people
    ]  # fmt: skip
    # everything a statement could depend on becomes another one
    rules = (Rule(Rates.flat(D(50)), product_id=table), Rule(Rates.flat(D(40)), category_id=category))
    commission_plans.add_version(store, plan, date(2026, 2, 1), Terms(rates(25), rules=rules), request=new_uid())
    agree(store, Terms(rates(33), trigger=Trigger.PAYMENT), staff=people[0], name="Another")
    change_company(
        store, version=_version(store), level_a=D(90), level_b=D(80), level_c=D(70), recognition="invoice",
        name="Other", legal_name="Other name, S.A.", street="Elsewhere 5",
    )  # fmt: skip
    products.set_cost(store, chair, D("99"), valid_from=date(2026, 1, 1), request=new_uid())
    with store.write() as tx:
        tx.execute(update(Product).values(category_id=None, name="Re-levelled"))
        tx.execute(update(Customer).where(Customer.id == customer).values(name="Renamed", salesperson_id=people[1]))
        tx.execute(update(Staff).values(name="Another name"))
    commissions.run(store, complete=True)
    clock.day = date(2026, 5, 4)
    late = make.order(customer, (table, "1", "500"), on=DAY, shares=shares)
    commissions.run(store)
    assert {row[0] for row in entries(store, "month", order_id=late.order_id)} == {FEBRUARY.plus(1)}
    assert [papers_commission.commission_statement(store, FEBRUARY, person) for person in people] == shown
    assert printed(store, tmp_path, "after", people) == before
    with store.read() as tx:
        documents = [row[0] for row in tx.all(select(CommissionStatement.document))]
    assert all(frozen.dumps(one.statement) in documents for one in shown)


def _category(store, product: int) -> int:
    """A product's new group."""
    with store.write() as tx:
        found = tx.execute(insert(Category).returning(Category.id), {"name": "Seats"}).scalar_one()
        tx.execute(update(Product).where(Product.id == product).values(category_id=found))
        return int(found)


def test_a_run_sees_that_a_merge_was_taken_back(store, make):
    """The money of one record had paid the bill of the other."""
    person = make.staff()
    agree(store, Terms(rates(10), trigger=Trigger.PAYMENT))
    keep, gone = make.customer(), make.customer()
    order = make.order(keep, (make.product(cost="0"), "1", "100"), on=DAY, shares=[(person, 100)])
    invoices.invoice(store, order.order_id, None, request=new_uid(), on=DAY)
    payments.take(store, gone, D(100), request=new_uid(), on=DAY)
    for deed, released in (
        (lambda: customers.merge(store, keep, gone, request=new_uid()), 10),
        (lambda: customers.unmerge(store, gone, request=new_uid()), 0),
    ):
        deed()
        commissions.run(store)
        assert held.total(store, "released") == released
        assert commissions.run(store, complete=True).entries == 0
        commissions.run(store)
