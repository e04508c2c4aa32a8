"""The server's service books for people who may not see costs: as a manager would have, once, or it says why not."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app import cli
from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Mistake, NeedsConsent, NotAllowed, Unavailable
from app.models import (
    AccountEntry,
    CommissionEntry,
    ComplaintCost,
    ContributionEntry,
    CustomerMonth,
    InvoiceLine,
    LevelMonth,
    OrderLine,
    OrderLineCost,
    SalesOrder,
)
from app.queries import commission_expected, product_form, products
from app.queries.commissions import own
from app.services import (
    approvals,
    checking,
    commissions,
    complaint_outcomes_effect,
    complaints_closing,
    complaints_opening,
    deliveries,
    invoices,
    orders,
    payments,
    returns,
    serving,
    users,
)
from app.store import elsewhere
from app.store.engine import parse_url
from app.store.session import Actor, Store
from tests.support import books
from tests.support.commissions import agree, rates
from tests.support.complaints import asked, settle
from tests.support.crashing import KILLED, Child
from tests.support.ledger import lines_of
from tests.support.make import Maker
from tests.support.server import ACCESSES, Company, company_on, wait_for_service
from tests.support.small_company import FILES

D = Decimal
MARCH = Month(2026, 3)
BOOKS = (OrderLine, OrderLineCost, ContributionEntry, CustomerMonth, LevelMonth, AccountEntry, InvoiceLine,
         ComplaintCost, CommissionEntry)  # fmt: skip
OF_THE_MOMENT = {"id", "uid", "created_at", "created_by"}


@pytest.fixture
def company(store, make, database, postgres_server) -> Iterator[Company]:
    """A company on a server, with goods that have costs and a plan for sales."""
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a file has one user and no service")
    with company_on(postgres_server, database, store, make) as made:
        stocked(store, make, made.people)
        yield made


def stocked(store, make, people) -> None:
    """Two products and a customer of Diego's; everybody has ten percent."""
    make.product("Table", price="120", cost="70")
    make.product("Chair", price="40", cost="31")
    make.customer("Casa Pepe", salesperson_id=people["Diego"])
    agree(store, Terms(rates=rates(10)))


def a_day(desk: Store) -> None:
    """What a front desk does on a day: an order with two lines and a discount and all that may follow it."""
    draft = Maker(desk).draft(
        1, (1, "10", "120", "10"), (2, "5", "40"), discount="50", freight="30", on=date(2026, 3, 2)
    )  # fmt: skip
    placed = orders.place(desk, draft, request=new_uid())
    first, second = lines_of(desk, placed.order_id)
    deliveries.deliver(desk, placed.order_id, {first: D(4)}, request=new_uid())
    deliveries.deliver(desk, placed.order_id, request=new_uid(), carrier="Ours")
    bill = invoices.invoice(desk, placed.order_id, request=new_uid())
    payments.take(desk, 1, bill.gross / 2, method="cash", request=new_uid())
    returns.take_back(desk, placed.order_id, {first: D(1)}, request=new_uid(), reason="scratched")
    returns.give_back(desk, placed.order_id, {second: D(5)}, request=new_uid(), reason="late")
    quoted = orders.quote(desk, Maker(desk).draft(1, (2, "3", "40")), request=new_uid())
    orders.confirm(desk, quoted.order_id, request=new_uid())
    returns.cancel(desk, quoted.order_id, request=new_uid(), reason="too many")
    case = complaints_opening.NewComplaint(1, "Torn at the seam", channel="phone", order_id=placed.order_id)
    opened = complaints_opening.open_case(desk, case, request=new_uid())
    proposal = replace(asked("return", placed.order_id, {second: "1"}), cost=D("4.50"))
    settle(desk, opened.id, proposal)
    closing = complaints_closing.Closing("Taken back", D("2.25"))
    complaints_closing.close(desk, opened.id, closing, request=new_uid())
    again = complaints_opening.open_case(desk, replace(case, subject="Torn again"), request=new_uid())
    # looking books nothing, and shows what it brings to who may see that
    effect = complaint_outcomes_effect.effect(desk, again.id, proposal)
    assert (effect.value, effect.contribution is None) == (D("37.44"), desk.held_back)


def written(store: Store) -> dict[str, list]:
    """What stands in the books, without what is of the moment."""
    found = {}
    with store.snapshot() as tx:
        for table in BOOKS:
            columns = [column for column in table.__table__.columns if column.name not in OF_THE_MOMENT]
            found[table.__tablename__] = sorted(map(repr, tx.all(select(*columns))))
    return found


def as_manager_on_a_file(path, template, clock) -> dict[str, list]:
    """The same day, done by a manager in a company of one file."""
    shutil.copyfile(template, path)
    store = Store.open(parse_url(str(path)), zone="Europe/Madrid", actor=Actor("tester"), clock=clock)
    make = Maker(store)
    people = {name: make.staff(f"R-{name}", name, access=access) for name, access in ACCESSES.items()}
    stocked(store, make, people)
    store.actor = Actor("elena", people["Elena"], "manager")
    a_day(store)
    store.actor = Actor("tester")
    commissions.run(store)
    found = written(store)
    store.close()
    return found


def test_the_books_are_those_of_a_file(company, tmp_path, sqlite_template, clock):
    with company.service(), company.desk("Lucia") as desk:
        a_day(desk)
    commissions.run(company.store)
    books.check(company.store)
    with company.store.read() as tx:
        assert tx.scalar(select(SalesOrder.created_by).where(SalesOrder.id == 1)) == company.login("Lucia")
    found = written(company.store)
    assert all(found.values())
    assert found == as_manager_on_a_file(tmp_path / "file.db", sqlite_template, clock)


def test_sales_see_what_they_will_earn_and_no_cost(company):
    sold = [products.Sold(1, D(10), D(1200))]
    with company.service(), company.desk("Diego") as desk:
        expected = commission_expected.expected(desk, sold, customer_id=1)
        assert (expected.amount, expected.own, expected.percent) == (D(50), True, None)
        form = product_form.product(desk, 1)
        assert (form.cost, form.costs, form.margin, form.level) == (None, None, None, "A")
        orders.place(desk, Maker(desk).draft(1, (1, "10", "120")), request=new_uid())
        commissions.run(company.store)
        assert own(desk, MARCH).box.closing == 50
        with pytest.raises(NotAllowed):
            commission_expected.expected(desk, sold, customer_id=99) or commissions.preview(desk, MARCH)


def test_refusals_arrive_as_they_are(company):
    Maker(company.store).staff("R-Boss", login="boss", access="admin")
    users.set_pin(company.store, company.people["Elena"], "4179")
    cheap = Maker(company.store).draft(1, (1, "1", "60"))
    with company.service(), company.desk("Lucia") as desk:
        with pytest.raises(Mistake) as wrong:
            orders.place(desk, Maker(desk).draft(1, (1, "0", "120")), request=new_uid())
        with pytest.raises(Mistake) as same:
            orders.place(company.store, Maker(desk).draft(1, (1, "0", "120")), request=new_uid())
        for name in ("message", "hint", "field", "values"):
            assert getattr(wrong.value, name) == getattr(same.value, name)
        with pytest.raises(NotAllowed, match="needs a manager"):
            orders.place(desk, cheap, request=new_uid())
        approver = approvals.Approver(company.login("Elena"), "4179")
        placed = approvals.place(desk, cheap, request=new_uid(), reason="the last one", approver=approver)
        assert placed.status == "confirmed"
        wrong_pin = replace(approver, pin="1111")
        with pytest.raises(NotAllowed) as refused:
            approvals.place(desk, cheap, request=new_uid(), reason="again", approver=wrong_pin)
        assert refused.value.field == "pin"
    with company.service(), company.desk("Diego") as desk, pytest.raises(NeedsConsent) as asked_for:
        orders.place(desk, Maker(desk).draft(1, (1, "1", "99")), request=new_uid())
    assert asked_for.value.values == {"line": 1, "given": D("17.5"), "limit": 15}


def count_of(company) -> int:
    with company.store.read() as tx:
        return tx.scalar(select(func.count()).select_from(SalesOrder))


def test_without_a_service_it_is_said_at_once_and_nothing_is_booked_later(company):
    draft, request = Maker(company.store).draft(1, (1, "1", "120")), new_uid()
    with company.desk("Lucia") as desk:
        begun = time.monotonic()
        with pytest.raises(Unavailable, match="‘mostrador agent’") as refused:
            orders.place(desk, draft, request=request)
        assert time.monotonic() - begun < elsewhere.PATIENCE / 3
        assert not refused.value.values.get("again"), "asking again by itself would only take time"
        with company.service():
            time.sleep(0.1)
            assert count_of(company) == 0
            placed = orders.place(desk, draft, request=request)
        # a manager's desk needs nobody
        with company.desk("Elena") as manager:
            assert orders.place(manager, draft, request=request).order_id == placed.order_id


def test_a_service_killed_after_booking_books_once(company):
    draft, request = Maker(company.store).draft(1, (1, "1", "120")), new_uid()

    def work(say) -> None:
        own_store = Store.open(company.url, zone="Europe/Madrid", actor=Actor("agent"), clock=company.store._clock)
        deed = elsewhere.DEEDS["services.orders.place"]

        def booked_and_gone(*args, **options) -> None:
            deed.function(*args, **options)
            os.kill(os.getpid(), signal.SIGKILL)

        elsewhere.DEEDS[deed.name] = elsewhere.Deed(deed.name, booked_and_gone, deed.never)
        elsewhere.DEEDS[deed.name].__dict__.update(signature=deed.signature, _forms=deed._forms)
        with elsewhere.open_for_requests(own_store) as wait:
            say("serves")
            while True:
                serving.serve(own_store)
                wait(1)

    company.store.engine.dispose()
    child = Child(work)
    wait_for_service(company.store)
    with company.desk("Lucia") as desk:
        with pytest.raises(Unavailable) as lost:
            orders.place(desk, draft, request=request)
        assert lost.value.values.get("again"), "trying again is safe"
        assert child.ended() == KILLED
        assert count_of(company) == 1
        with company.service():
            placed = orders.place(desk, draft, request=request)
        assert (placed.number, count_of(company)) == ("SO-2026-00001", 1)


def test_a_manager_works_under_the_own_sign_in(company, capsys, tmp_path, monkeypatch):
    """What is written in bulk, and what closes and prints a month, without the owner of the tables."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "en")
    for kind, content in FILES.items():
        (tmp_path / f"{kind}.csv").write_text(content, encoding="utf-8")
    url = company.url.set(username=company.login("Elena")).render_as_string(hide_password=False)
    for words in (
        *(("import", kind, str(tmp_path / f"{kind}.csv")) for kind in FILES),
        ("import", "--undo", "6"), ("close-month", "2026-01"), ("report", "contribution", "--month", "2026-01"),
        ("report", "profit-month", "--month", "2026-01", "-o", str(tmp_path / "january.pdf")),
        ("freeze-tiers", "2026", "--consent"),
    ):  # fmt: skip
        code = cli.run(["--database", url, *words])
        said = capsys.readouterr()
        assert code == 0, f"{words}: {said.out} {said.err}"
    assert checking.check(company.store) == []


def test_commands_show_no_cost_under_such_a_sign_in(company, capsys, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "en")
    Maker(company.store).order(1, (1, "1", "120"))

    def run(name: str, *words: str) -> tuple[int, str]:
        url = company.url.set(username=company.login(name)).render_as_string(hide_password=False)
        code = cli.run(["--database", url, *words])
        said = capsys.readouterr()
        return code, said.out + said.err

    costs = {}
    for name in ("Lucia", "Elena"):
        for kind in ("products", "orders", "complaints"):
            path = tmp_path / f"{name}-{kind}.csv"
            assert run(name, "export", kind, str(path))[0] == 0
            costs[name, kind] = "70" in path.read_text(encoding="utf-8-sig")
    assert [costs["Lucia", kind] for kind in ("products", "orders")] == [False, False]
    assert [costs["Elena", kind] for kind in ("products", "orders")] == [True, True]
    for words in (
        ("report", "profit-month", "--month", "2026-03", "-o", str(tmp_path / "x.pdf")),
        ("report", "contribution"), ("report", "tiers"), ("check",),
    ):  # fmt: skip
        code, said = run("Lucia", *words)
        assert (code, "Traceback" in said, "70" in said) == (1, False, False), f"{words}: {said}"
