"""Imports on both databases: what comes in, what comes twice, what is refused, and what undoing gives back."""

import csv
import io
from datetime import date
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NotFound
from app.integrations.import_files import ImportFile
from app.queries import accounts, contribution
from app.services import customers, imports, months, payments, products
from app.services.checking import check
from tests.support.small_company import CUSTOMERS, FILES, ORDERS, PRODUCTS, RECORDS, STAFF, UPDATES
from tests.support.state import ageing, ledgers, master_data, overallocated


@pytest.fixture
def take(store, tmp_path):
    """Imports a text as a file of a kind."""

    def _take(kind, text, **options):
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8", newline="")
        source = ImportFile(path, kind)
        return imports.run(store, kind, source.rows(), file_name=path.name, request=new_uid(), **options)

    return _take


@pytest.fixture
def company(take):
    """Everything in; the runs by kind."""
    return {kind: take(kind, text) for kind, text in FILES.items()}


def picture(store):
    return master_data(store), ledgers(store), ageing(store)


def same(store, before):
    """The parts one by one: what differs is seen at once."""
    for part, old in zip(picture(store), before, strict=True):
        for name in part.keys() | old.keys():
            assert part.get(name) == old.get(name), name


def why(result):
    return [(refusal.row, refusal.column, refusal.value, str(refusal)) for refusal in result.refused]


def test_every_kind_comes_in_whole(company, store):
    for kind, result in company.items():
        assert why(result) == []
        assert (result.created, result.updated, result.skipped) == (RECORDS[kind], 0, 0), kind
    sums = {row.code: row for row in contribution.by(store, "customer", period="year")}
    # rules.md 2: 10 x 120 - 10 % and 5 x 40; the complaint cost 25.50
    assert (sums["K1"].revenue, sums["K1"].cost) == (D("1280.00"), D("915.50"))
    assert (sums["K2"].revenue, sums["K2"].cost) == (D("130.00"), D("75.00"))
    sellers = {row.code: row.contribution for row in contribution.by(store, "salesperson", period="year")}
    assert sellers["S1"] == D("234.00")
    assert sellers["S2"] == D("156.00")
    assert check(store) == []
    assert overallocated(store) == []


def test_a_second_import_of_the_same_file_changes_nothing(company, take, store):
    before = picture(store)
    for policy in ("fill", "skip", "overwrite"):
        for kind, text in FILES.items():
            result = take(kind, text, policy=policy)
            rows = len(list(csv.reader(io.StringIO(text)))) - 1
            assert (result.created, result.updated, why(result)) == (0, 0, []), (policy, kind)
            assert result.skipped in (RECORDS[kind], rows)
    same(store, before)


def test_a_dry_run_says_the_same_and_keeps_nothing(take, store):
    before = picture(store)
    result = take("customers", CUSTOMERS.replace(",S1,", ",,"), dry_run=True)
    assert (result.created, result.dry_run) == (2, True)
    same(store, before)
    again = take("customers", CUSTOMERS.replace(",S1,", ",,"))
    assert again.created == 2


def test_all_or_nothing(take, store):
    with pytest.raises(imports.NothingImported) as caught:
        take("customers", CUSTOMERS, all_or_nothing=True)
    assert [refusal.column for refusal in caught.value.refused] == ["salesperson"]
    assert master_data(store)["customer"] == []


@pytest.mark.parametrize(
    ("policy", "name", "note"),
    [("fill", "Casa Pepe", "first"), ("overwrite", "Casa Pepa", "second"), ("skip", "Casa Pepe", "first")],
)
def test_policies(company, take, store, policy, name, note):
    result = take(
        "customers", "code,name,mobile,note,occupation\nK1,Casa Pepa,600 333 444,second,cook\n", policy=policy
    )
    with store.read() as tx:
        from app.models import Customer

        row = tx.first(Customer.__table__.select().where(Customer.code == "K1"))
    assert (row.name, row.note) == (name, note)
    assert row.occupation == ("" if policy == "skip" else "cook")
    assert (result.updated, result.skipped) == ((0, 1) if policy == "skip" else (1, 0))


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("policy", ["fill", "overwrite"])
def test_undoing_gives_back_exactly_what_was_there(company, take, store, kind, policy):
    before = picture(store)
    result = take(kind, UPDATES[kind], policy=policy)
    assert why(result) == []
    assert result.created == 1
    changed = picture(store)
    assert changed != before
    undone = imports.undo(store, result.run_id)
    assert (undone.removed, undone.restored, undone.kept) == (1, result.updated, 0)
    same(store, before)
    assert check(store) == []
    assert overallocated(store) == []
    with pytest.raises(Conflict, match="already"):
        imports.undo(store, result.run_id)
    again = take(kind, UPDATES[kind], policy=policy)
    assert (again.created, again.updated) == (result.created, result.updated)
    assert picture(store)[1:] == changed[1:]


def test_undoing_everything_in_reverse_leaves_an_empty_company(take, store):
    empty = picture(store)
    runs = [take(kind, text).run_id for kind, text in FILES.items()]
    runs += [take(kind, text, policy="overwrite").run_id for kind, text in UPDATES.items()]
    for run in reversed(runs):
        imports.undo(store, run)
    master, books, open_items = picture(store)
    assert (books, open_items) == ({name: {} for name in books}, {})
    # whoever was booked on stays: entries are never deleted
    assert master["orders"] == master["complaints"] == empty[0]["orders"]
    assert check(store) == []


def test_undoing_an_unknown_run(store):
    with pytest.raises(NotFound):
        imports.undo(store, 77)


def test_an_overwritten_order_is_countered_and_booked_anew(company, take, store):
    result = take("orders", ORDERS.replace("P2,5,40", "P2,6,40"), policy="overwrite")
    assert (result.created, result.updated, result.skipped) == (0, 1, 2)
    with store.read() as tx:
        from app.models import ContributionEntry as Entry

        kinds = [row[0] for row in tx.all(Entry.__table__.select().with_only_columns(Entry.kind).order_by(Entry.id))]
    assert kinds.count("reversal") == 4
    [row] = [row for row in contribution.by(store, "customer", period="year") if row.code == "K1"]
    assert (row.revenue, row.orders) == (D("1320.00"), 1)
    # the payment of the order follows it
    assert ageing(store)["K1"] == (D(0), D(0), D(0), D("1070.80"), D(0), D(0))
    assert overallocated(store) == []


def test_after_closing_the_month_counter_entries_go_to_the_first_open_one(company, store):
    for month in (Month(2026, 1), Month(2026, 2)):
        accepted = [point.key for point in months.checklist(store, month)]
        months.close(store, month, request=new_uid(), accept=accepted)
    undone = imports.undo(store, company["complaints"].run_id)
    assert undone.removed == 2
    imports.undo(store, company["payments"].run_id)
    assert imports.undo(store, company["orders"].run_id).removed == 3
    sums = {(row.period, row.code): row.revenue for row in contribution.by(store, "customer", period="month")}
    assert sums["2026-01", "K1"] == D("1280.00")
    assert sums["2026-03", "K1"] == D("-1280.00")
    assert ledgers(store)["contribution"] == {}
    assert {row.code: row.ageing.balance for row in accounts.receivables(store, store.today())} == {"K1": 0, "K2": 0}
    assert check(store) == []


def test_records_used_since_are_kept_and_counted(company, take, store, make):
    imports.undo(store, company["complaints"].run_id)
    undone = imports.undo(store, company["orders"].run_id)
    # A-1 has a payment that names it
    assert (undone.removed, undone.kept) == (2, 1)
    undone = imports.undo(store, company["customers"].run_id)
    assert (undone.removed, undone.kept) == (0, 2)


def test_what_somebody_changed_since_is_kept(take, store):
    take("salespeople", STAFF)
    run = take("customers", CUSTOMERS)
    goods = take("products", PRODUCTS)
    ids = {row[3]: row[0] for row in master_data(store)["customer"]}
    with store.read() as tx:
        from app.models import Customer, Product

        ids = dict(tx.all(Customer.__table__.select().with_only_columns(Customer.code, Customer.id)))
        product = tx.scalar(Product.__table__.select().with_only_columns(Product.id).where(Product.code == "P1"))
    customers.change(store, ids["K1"], {"note": "typed by hand"}, version=1)
    products.set_price(store, product, D(150), valid_from=date(2026, 3, 1), request=new_uid())
    undone = imports.undo(store, run.run_id)
    assert (undone.removed, undone.kept) == (1, 1)
    undone = imports.undo(store, goods.run_id)
    assert (undone.removed, undone.kept) == (1, 1)


def test_an_order_that_was_billed_here_is_neither_overwritten_nor_undone(company, take, store):
    with store.read() as tx:
        from app.models import SalesOrder

        order = tx.scalar(
            SalesOrder.__table__.select().with_only_columns(SalesOrder.id).where(SalesOrder.number == "A-2")
        )
        customer = tx.scalar(
            SalesOrder.__table__.select().with_only_columns(SalesOrder.customer_id).where(SalesOrder.number == "A-2")
        )
    payments.take(store, customer, D(20), request=new_uid(), order_id=order)
    # a payment does not hinder a correction, and follows it
    result = take("orders", ORDERS.replace("P1,1,", "P1,2,"), policy="overwrite")
    assert (result.updated, why(result)) == (1, [])
    assert imports.undo(store, result.run_id).restored == 1
    assert overallocated(store) == []
    assert imports.undo(store, company["orders"].run_id).kept == 2


def test_orders_made_here_are_never_replaced(company, take, store, make):
    customer = make.customer(code="KX")
    product = make.product(code="PX")
    placed = make.order(customer, (product, "1", "10"))
    text = f"order,date,customer,product,quantity,unit_price\n{placed.number},2026-03-16,KX,PX,2,10\n"
    result = take("orders", text, policy="overwrite")
    assert result.updated == 0
    assert [refusal.column for refusal in result.refused] == ["order"]


def test_quotes_keep_their_number_as_key(take, store, make):
    take("products", PRODUCTS)
    take("salespeople", STAFF)
    take("customers", CUSTOMERS)
    text = "order,date,customer,status,product,quantity\nQ-1,2026-03-01,K1,quoted,P1,1\n"
    assert take("orders", text).created == 1
    assert take("orders", text).skipped == 1
    assert ledgers(store)["contribution"] == {}


@pytest.mark.parametrize(
    ("kind", "text", "row", "column", "part"),
    [
        ("salespeople", "code,name\nS1,A\nS1,B\n", 3, "code", "twice"),
        ("customers", "code,name\nK1,A\nK2,B\nK1,C\n", 4, "code", "twice"),
        ("customers", "code,name,birth_date\nK1,A,2026-03-17\n", 2, "birth_date", "future"),
        ("customers", "code,name,birth_date\nK1,A,31/02/1980\n", 2, "birth_date", ""),
        ("customers", "code,name,salesperson\nK1,A,S7\n", 2, "salesperson", "salesperson"),
        ("customers", "code,name\n,A\n", 2, "code", "needs"),
        ("products", "code,name,price,valid_from\nP1,A,1,2026-01-01\nP1,A,2,2026-01-01\n", 3, "valid_from", "twice"),
        ("products", "code,name,price\nP1,A,-1\n", 2, "price", ""),
        ("orders", "order,date,customer,product,quantity\nA,2026-13-01,K1,P1,1\n", 2, "date", ""),
        ("orders", "order,date,customer,product,quantity\nA,2026-01-01,KX,P1,1\n", 2, "customer", "import customers"),
        ("orders", "order,date,customer,product,quantity\nA,2026-01-01,K1,PX,1\n", 2, "product", "import products"),
        ("orders", "order,date,customer,product,quantity\nA,2026-01-01,K1,P1,0\n", 2, "quantity", "zero"),
        ("orders", "order,date,customer,salesperson,product,quantity\nA,2026-01-01,K1,S1:60;S2:30,P1,1\n", 2,
         "salesperson", "100"),
        ("payments", "reference,customer,date,amount\nR,K1,2026-01-01,0\n", 2, "amount", "zero"),
        ("payments", "reference,customer,date,amount\nR,K1,2026-01-01,1\nR,K1,2026-01-02,1\n", 3, "reference", "own"),
        ("payments", "reference,customer,date,amount,order\nR,K2,2026-01-01,1,A-1\n", 2, "order", "no order"),
        ("complaints", "number,customer,opened_at,subject,status\nC,K1,2026-01-01,x,lost\n", 2, "status", "waiting"),
        ("complaints", "number,customer,opened_at,subject,closed_at\nC,K1,2026-02-01T00:00+00:00,x,2026-01-01\n", 2,
         "closed_at", "before"),
        ("complaints", "number,customer,opened_at,subject\nC,K1,2026-02-01,x\nC,K1,2026-02-01,y\n", 3, "number",
         "twice"),
    ],
)  # fmt: skip
def test_refusals_name_row_column_value_and_what_would_be_right(company, take, kind, text, row, column, part):
    text = text.replace("K1,A", "N1,A").replace("K1,C", "N1,C").replace("S1,A", "T1,A").replace("S1,B", "T1,B")
    result = take(kind, text.replace("P1,A", "PN,A"))
    assert [(refusal.row, refusal.column) for refusal in result.refused] == [(row, column)]
    assert part in str(result.refused[0])
    assert str(result.refused[0]).endswith((".", "?"))


def test_an_order_with_one_refused_row_is_refused_whole_and_imports_once_corrected(company, take, store, tmp_path):
    text = (
        "order,date,customer,product,quantity,unit_price\n"
        "B-1,2026-03-01,K1,P1,1,100\nB-1,2026-03-01,K1,P2,x,40\nB-2,2026-03-01,K1,P2,1,40\n"
        "B-3,2026-03-01,K1,P1,1,100\nB-3,2026-03-02,K1,P2,1,40\nB-4,2026-03-01,K1,P1,1,9\nB-4,2026-03-01,K2,P2,1,9\n"
    )
    before = picture(store)
    path = tmp_path / "orders.csv"
    path.write_text(text, encoding="utf-8")
    source = ImportFile(path, "orders")
    result = imports.run(store, "orders", source.rows(), file_name="x", request=new_uid())
    assert result.created == 1
    assert sorted(refusal.row for refusal in result.refused) == [2, 3, 5, 6, 7, 8]
    target = tmp_path / "refused.csv"
    source.write_refused(target, [(refusal, str(refusal)) for refusal in result.refused])
    corrected = target.read_text(encoding="utf-8-sig").replace(",x,", ",2,")
    corrected = corrected.replace("2026-03-02", "2026-03-01").replace("B-4,2026-03-01,K2", "B-4,2026-03-01,K1")
    again = take("orders", corrected)
    assert (again.created, why(again)) == (3, [])
    imports.undo(store, again.run_id)
    imports.undo(store, result.run_id)
    same(store, before)


def test_payments_never_put_more_against_an_order_than_it_owes(company, take, store):
    rows = "".join(f"X-{number},K1,2026-02-0{number},700,,A-1\n" for number in range(1, 5))
    take("payments", "reference,customer,date,amount,method,order\n" + rows)
    assert overallocated(store) == []
    assert check(store) == []


def test_a_reversed_order_pays_nothing_else(take, store):
    for kind in ("salespeople", "customers", "products"):
        take(kind, FILES[kind])
    head = "order,date,customer,product,quantity,unit_price,tax_rate\n"
    take("orders", head + "OLD,2025-12-01,K1,P1,1,100,0\n")
    before = ageing(store)
    wrong = take("orders", head + "NEW,2026-03-10,K1,P1,1,900,0\n")
    imports.undo(store, wrong.run_id)
    assert ageing(store) == before == {"K1": (D(0), D(0), D(0), D(0), D(100), D(0))}


def test_ten_thousand_orders_come_in_one_go(take, store, statements):
    take("salespeople", STAFF)
    take("customers", CUSTOMERS)
    take("products", PRODUCTS)
    lines = [
        f"N-{number},2026-0{number % 3 + 1}-05,K{number % 2 + 1},,,P{number % 2 + 1},2,,," for number in range(10_000)
    ]
    statements.clear()
    result = take("orders", ORDERS.splitlines()[0] + "\n" + "\n".join(lines) + "\n")
    assert (result.created, why(result)) == (10_000, [])
    assert len(statements) < 100
    statements.clear()
    assert imports.undo(store, result.run_id).removed == 10_000
    assert len(statements) < 200
    assert ledgers(store)["contribution"] == {}


def test_updating_many_customers_asks_few_questions(take, store, statements):
    head = "code,name,phone,city,note\n"
    first = head + "".join(f"C{number},Name {number},96355{number:04d},,\n" for number in range(2000))
    second = head + "".join(f"C{number},Name {number},96366{number:04d},Madrid,n{number}\n" for number in range(2000))
    take("customers", first)
    statements.clear()
    result = take("customers", second, policy="overwrite")
    assert result.updated == 2000
    assert len(statements) < 40


def test_unknown_kinds_and_policies(store):
    with pytest.raises(Mistake, match="salespeople"):
        imports.run(store, "cats", [], file_name="x", request=new_uid())
    with pytest.raises(Mistake, match="overwrite"):
        imports.run(store, "orders", [], file_name="x", request=new_uid(), policy="merge")
