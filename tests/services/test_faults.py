"""A fault at every single step of an operation: whole before or whole after, and the same request finishes it."""

from decimal import Decimal

import pytest
from sqlalchemy import event, func, select

from app.domain.ids import new_uid
from app.domain.order import Share
from app.domain.refusal import Conflict, Mistake, NotFound
from app.models import AccountEntry, Audit, ContributionEntry, Counter, CustomerMonth, Operation, SalesOrder
from app.services import adjustments, deliveries, invoices, orders, payments, returns
from tests.support import books
from tests.support.ledger import lines_of

D = Decimal
TABLES = (SalesOrder, ContributionEntry, CustomerMonth, AccountEntry, Operation, Audit)


class CutError(Exception):
    """The step that fails."""


def counted(store) -> tuple:
    """Rows of the tables that operations write, and the counters."""
    with store.read() as tx:
        rows = tuple(tx.scalar(select(func.count()).select_from(table)) for table in TABLES)
        return (*rows, sorted(tuple(row) for row in tx.all(select(Counter.name, Counter.value))))


class Cutter:
    """Makes the n-th statement of the store fail; how many there were."""

    def __init__(self, store) -> None:
        self.store, self.at, self.seen = store, 0, 0
        event.listen(store.engine, "before_cursor_execute", self._note)
        event.listen(store.engine, "commit", self._note)

    def _note(self, *_all) -> None:
        self.seen += 1
        if self.seen == self.at:
            raise CutError

    def run(self, work, at: int = 0):
        """Carry out ``work`` with the ``at``-th step failing (0: none)."""
        self.seen, self.at = 0, at
        try:
            return work()
        finally:
            self.at = 0


@pytest.fixture
def sale(store, make):
    """An order in the middle of its life."""
    people = [Share(make.staff(), D(60)), Share(make.staff(), D(40))]
    customer = make.customer()
    draft = make.draft(customer, (make.product(), "10", "9.99", "5", "21"), (make.product(), "3"), freight="5")
    order = make.order(customer, *[(line.product_id, "4") for line in draft.lines], shares=[]).order_id
    invoices.invoice(store, order, {lines_of(store, order)[0]: D(2)}, request=new_uid())
    return customer, draft, order, people


DEEDS = ["place", "deliver", "invoice", "pay", "take_back", "give_back", "cancel", "correct", "move"]


def deed_of(name, store, sale):
    """An operation with its request."""
    customer, draft, order, people = sale
    [line, _], request = lines_of(store, order), new_uid()
    product = draft.lines[0].product_id
    return {
        "place": lambda: orders.place(store, draft, request=request),
        "deliver": lambda: deliveries.deliver(store, order, request=request),
        "invoice": lambda: invoices.invoice(store, order, request=request),
        "pay": lambda: payments.take(store, customer, D(9), request=request),
        "take_back": lambda: returns.take_back(store, order, {line: D(3)}, request=request, reason="broken"),
        "give_back": lambda: returns.give_back(store, order, {line: D(1)}, request=request, reason="broken"),
        "cancel": lambda: returns.cancel(store, order, request=request, reason="called off"),
        "correct": lambda: adjustments.correct_cost(
            store, product, D(8), first=draft.on, last=draft.on, reason="late", request=request
        ),
        "move": lambda: adjustments.move_order(store, order, reason="wrong", request=request, shares=people),
    }[name]


@pytest.mark.parametrize("name", DEEDS)
def test_a_fault_at_any_step_leaves_nothing_and_the_same_request_finishes(store, sale, name):
    deed, cutter, before = deed_of(name, store, sale), Cutter(store), counted(store)
    for at in range(1, 200):
        try:
            cutter.run(deed, at)
        except CutError:
            assert counted(store) == before, f"cut at step {at}"
            continue
        break
    assert at > 1, "nothing was cut"
    after = counted(store)
    assert after != before
    # whatever the person was told, asking again changes nothing
    deed()
    assert counted(store) == after
    books.check(store)


def test_orders_for_what_does_not_exist_are_refused_in_words(store, make):
    customer, product = make.customer(), make.product()
    blocked = make.customer(blocked_reason="bad debts")
    before = counted(store)
    good = make.draft(customer, (product, "1"))
    for draft, kind, says in (
        (make.draft(9999, (product, "1")), NotFound, "no such customer"),
        (make.draft(customer, (9999, "1")), NotFound, "Line 1: there is no such product"),
        (make.draft(customer, (product, "1"), shares=[(9999, "100")]), NotFound, "no such salesperson"),
        (make.draft(blocked, (product, "1")), Conflict, "blocked: bad debts"),
        (make.draft(customer, (product, "1", "-1")), Mistake, "cannot be -1"),
        (make.draft(customer, (product, "1"), discount="10.01"), Mistake, "larger than the order"),
        (make.draft(customer, (product, "99999999", "99999999")), Mistake, "too large"),
    ):
        for operation in (orders.place, orders.quote):
            with pytest.raises(kind, match=says):
                operation(store, draft, request=new_uid())
    for operation in (orders.confirm, deliveries.deliver, invoices.invoice):
        with pytest.raises(NotFound, match="no such order"):
            operation(store, 9999, request=new_uid())
    assert counted(store) == before
    request = new_uid()
    orders.place(store, good, request=request)
    with pytest.raises(Conflict, match="used for something else"):
        payments.take(store, customer, D(1), request=request)


def test_numbers_that_an_import_brought_are_passed_over(store, make):
    customer, product = make.customer(), make.product()
    first = make.order(customer, (product, "1"))
    with store.write() as tx:
        orders.change(tx, first.order_id, number="SO-2026-00003")
    numbers = [make.order(customer, (product, "1")).number for _ in range(3)]
    assert numbers == ["SO-2026-00002", "SO-2026-00004", "SO-2026-00005"]


def test_a_quote_changed_meanwhile_is_not_confirmed(store, make):
    quote = orders.quote(store, make.draft(make.customer(), (make.product(), "1")), request=new_uid())
    with pytest.raises(Conflict, match="tester changed this order meanwhile"):
        orders.confirm(store, quote.order_id, request=new_uid(), version=7)
    assert orders.confirm(store, quote.order_id, request=new_uid(), version=1).number == "SO-2026-00001"
    with pytest.raises(Conflict, match="cannot become confirmed"):
        orders.confirm(store, quote.order_id, request=new_uid())


def life_of(store, draft, statements) -> list[int]:
    """How many statements each step of an order's life sends."""
    sent = []

    def step(work):
        statements.clear()
        answer = work()
        sent.append(len(statements))
        return answer

    order = step(lambda: orders.place(store, draft, request=new_uid())).order_id
    back = dict.fromkeys(lines_of(store, order), D(1))
    step(lambda: deliveries.deliver(store, order, request=new_uid()))
    step(lambda: invoices.invoice(store, order, request=new_uid()))
    step(lambda: returns.take_back(store, order, back, request=new_uid(), reason="broken"))
    step(lambda: adjustments.move_order(store, order, reason="wrong", request=new_uid(), on=draft.on))
    return sent


def test_statements_do_not_grow_with_the_lines(store, make, statements):
    customer, goods = make.customer(), [make.product() for _ in range(30)]
    # the first one opens the month
    few, again, many = (
        life_of(store, make.draft(customer, *[(product, "3") for product in goods[:number]]), statements)
        for number in (2, 2, 30)
    )
    assert again == many
    assert max(few) < 40


def test_a_gift_without_a_known_cost_is_an_order_too(store, make):
    placed = make.order(make.customer(), (make.product(cost=None), "1", "0"))
    assert (placed.net, placed.gross, placed.number) == (0, 0, "SO-2026-00001")
    books.check(store)
