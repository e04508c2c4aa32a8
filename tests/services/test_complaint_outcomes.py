"""Outcomes of complaints: real documents in one operation, seen before they are booked, approved above a limit."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from sqlalchemy import update

from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.models import BookMonth
from app.queries import complaint_outcomes as asked_of
from app.queries import complaints_news
from app.services import commissions, complaint_outcomes, invoices, returns, users
from app.services.approvals import Approver
from app.services.complaint_outcomes_effect import effect
from app.store.session import Actor
from tests.support import books
from tests.support.commissions import agree, entries, rates, total
from tests.support.complaints import asked, complaint, cost, execute, propose, settle, state, status, timeline
from tests.support.ledger import account, balance, booked, lines_of, order_row, set_recognition

D = Decimal


@pytest.fixture
def sale(store, make):
    """The worked example of the rules, billed, sold by two people, and a complaint about it."""
    people = make.staff(name="Ana"), make.staff(name="Wei")
    p1, p2 = make.product(price="120", cost="70"), make.product(price="40", cost="38")
    customer = make.customer()
    order = make.order(
        customer, (p1, "10", "120", "10"), (p2, "5", "40"), discount="50", freight="30", freight_paid="45",
        shares=[(people[0], 60), (people[1], 40)],
    ).order_id  # fmt: skip
    invoices.invoice(store, order, request=new_uid())
    first, second = lines_of(store, order)
    case = complaint(store, customer, order_id=order)
    return SimpleNamespace(order=order, customer=customer, case=case, p1=first, p2=second, people=people)


@pytest.fixture
def desk(store, make):
    """Signs people in; ``marta`` is a manager with the PIN 4179."""
    ids = {"front_desk": make.staff(login="nuria", access="front_desk", name="Nuria"),
           "manager": make.staff(login="marta", access="manager", name="Marta")}  # fmt: skip
    make.staff(login="boss", access="admin")
    users.set_pin(store, ids["manager"], "4179")

    def sign_in(access: str) -> None:
        store.actor = Actor({"front_desk": "nuria", "manager": "marta"}[access], ids[access], access)

    return sign_in


def booked_later(store) -> dict[int, Decimal]:
    """What the run books of what people keep."""
    before = {who: total(store, "earned", "offset", "clawback", staff_id=who) for [who] in entries(store, "staff_id")}
    commissions.run(store)
    after = {who: total(store, "earned", "offset", "clawback", staff_id=who) for [who] in entries(store, "staff_id")}
    return {who: amount - before[who] for who, amount in after.items() if amount != before[who]}


@pytest.mark.parametrize(
    ("kind", "values", "given", "contribution", "papers"),
    [
        ("return", {"pieces": {"p1": 2}}, "207.56", "-67.56", (True, True, False)),
        ("credit", {"money": {"p1": "37.81", "p2": "2.19"}}, "40.00", "-40.00", (True, True, False)),
        ("discount", {"percent": D(10)}, "123.00", "-123.00", (True, True, False)),
        ("replacement", {"pieces": {"p1": 2, "p2": 1}}, "246.00", "-178.00", (False, False, True)),
        ("replacement", {"pieces": {"p1": 2}, "goods_back": True}, "207.56", "0.00", (True, True, True)),
        ("apology", {"cost": D("12.50")}, "0", "-12.50", (False, False, False)),
    ],
)
def test_what_is_shown_is_what_is_booked(store, sale, kind, values, given, contribution, papers):
    """Effect first, then the deed; the books and the commission run say the same."""
    agree(store, Terms(rates(10)))
    commissions.run(store)
    for name in ("pieces", "money"):
        if name in values:
            values = values | {name: {getattr(sale, line): amount for line, amount in values[name].items()}}
    proposal = asked(kind, sale.order if kind != "apology" else None, **values)
    before = booked(store), balance(store, sale.customer), account(store, sale.customer)
    shown = effect(store, sale.case, proposal)
    assert (booked(store), balance(store, sale.customer), account(store, sale.customer)) == before
    assert (shown.value, shown.contribution) == (D(given), D(contribution))
    done = settle(store, sale.case, proposal)
    assert (bool(done.return_number), bool(done.credit_note), bool(done.order_number)) == papers
    after = booked(store)
    assert (after[1] - after[2]) - (before[0][1] - before[0][2]) == shown.contribution
    assert balance(store, sale.customer) - before[1] == -shown.credit
    assert booked_later(store) == {loss.staff_id: loss.amount for loss in shown.commission}
    assert status(store, sale.case) == "executed"
    assert timeline(store, sale.case)[-1] == (
        "executed", " · ".join(filter(None, (done.return_number, done.credit_note, done.order_number)))
    )  # fmt: skip
    books.check(store)


def test_the_clawback_is_that_of_the_worked_example(store, sale):
    agree(store, Terms(rates(12, 8, 4, 1)))
    commissions.run(store)
    shown = effect(store, sale.case, asked("return", sale.order, {sale.p1: 2}))
    assert [loss.name for loss in shown.commission] == ["Ana", "Wei"]
    assert sum(loss.amount for loss in shown.commission) == D("-8.11")
    settle(store, sale.case, asked("return", sale.order, {sale.p1: 2}))
    commissions.run(store)
    assert total(store, "clawback") == D("-8.11")


def test_a_replacement_is_an_order_at_nothing_that_costs_this_customer(store, sale):
    done = settle(store, sale.case, asked("replacement", sale.order, {sale.p1: 3}))
    [found] = asked_of.of_case(store, sale.case).outcomes
    new = order_row(store, found.new_order_id)
    assert (new.number, new.status, new.gross, new.customer_id) == (
        done.order_number, "confirmed", 0, sale.customer
    )  # fmt: skip
    assert new.reference == asked_of.of_case(store, sale.case).number
    assert booked(store, order_id=new.id) == (3, 0, D("210.00"))
    assert booked(store, order_id=new.id, staff_id=sale.people[0])[2] == D("126.00")


def test_pieces_are_replaced_once_unless_the_new_order_is_called_off(store, sale):
    settle(store, sale.case, asked("replacement", sale.order, {sale.p2: 4}))
    with pytest.raises(Conflict, match="only 1 can still be replaced; 2 was asked"):
        effect(store, sale.case, asked("replacement", sale.order, {sale.p2: 2}))
    [found] = asked_of.of_case(store, sale.case).outcomes
    returns.cancel(store, found.new_order_id, request=new_uid(), reason="they changed their mind")
    settle(store, complaint(store, sale.customer), asked("replacement", sale.order, {sale.p2: 5}))
    books.check(store)


def test_with_the_old_goods_back_the_customer_pays_what_was_paid(store, sale):
    """Two bathrobes come back and two go out: the credit note and the new order are the same money."""
    done = settle(store, sale.case, asked("replacement", sale.order, {sale.p1: 2}, goods_back=True))
    [found] = asked_of.of_case(store, sale.case).outcomes
    assert order_row(store, found.new_order_id).net == D("207.56")
    assert done.credit_note
    assert account(store, sale.customer)[-1] == ("credit_note", D("-207.56"))


@pytest.mark.parametrize("recognition", ["delivery", "invoice"])
def test_new_goods_that_are_booked_later_are_told_now(store, make, recognition):
    set_recognition(store, recognition)
    customer = make.customer()
    order = make.order(customer, (make.product(price="10", cost="6"), "10")).order_id
    [line] = lines_of(store, order)
    shown = effect(store, complaint(store, customer), asked("replacement", order, {line: 2}))
    assert shown.contribution == D("-12.00")
    assert shown.new_order == 0


def test_above_the_limit_a_manager_approves_and_nobody_sees_what_is_not_theirs(store, sale, desk):
    desk("front_desk")
    small, large = (
        asked("credit", sale.order, money={sale.p1: "90"}, cost="10"),
        asked("return", sale.order, {sale.p1: 2}),
    )
    assert effect(store, sale.case, small).contribution is None
    assert effect(store, sale.case, small).commission is None
    assert not effect(store, sale.case, small).needs_approval
    assert effect(store, sale.case, replace(small, cost=D("10.01"))).needs_approval
    with pytest.raises(NotAllowed, match=r"above 100: a manager approves it"):
        settle(store, sale.case, large)
    told = complaints_news.since(store, None).last
    waits = propose(store, sale.case, large)
    assert (waits.state, status(store, sale.case)) == ("proposed", "proposed")
    for deed in (complaint_outcomes.approve, complaint_outcomes.refuse):
        with pytest.raises(NotAllowed):
            deed(store, waits.outcome_id, "yes", request=new_uid())
    with pytest.raises(Conflict, match="waits for a manager"):
        execute(store, waits.outcome_id)
    assert asked_of.waiting(store) == []
    assert complaints_news.since(store, told).items == []
    desk("manager")
    assert [one.kind for one in complaints_news.since(store, told).items] == ["outcome"]
    [one] = asked_of.waiting(store)
    assert (one.outcome_id, one.kind, one.value, one.by) == (waits.outcome_id, "return", D("207.56"), "Nuria")
    complaint_outcomes.approve(store, waits.outcome_id, "Fair", request=new_uid())
    assert (state(store, waits.outcome_id), status(store, sale.case)) == (("approved", "marta", "Fair"), "approved")
    assert complaints_news.since(store, told).items == [], "it waits no longer"
    desk("front_desk")
    assert execute(store, waits.outcome_id).return_number == "R-2026-00001"
    with pytest.raises(Conflict, match="carried out already"):
        execute(store, waits.outcome_id)


def test_a_manager_s_pin_at_the_front_desk(store, sale, desk):
    desk("front_desk")
    large = asked("return", sale.order, {sale.p1: 2})
    with pytest.raises(NotAllowed) as wrong:
        propose(store, sale.case, large, approver=Approver("marta", "5555"))
    assert wrong.value.field == "pin"
    done = propose(store, sale.case, large, approver=Approver("marta", "4179"))
    assert state(store, done.outcome_id) == ("approved", "marta", "")


def test_a_refusal_goes_back_to_work_with_its_reason(store, sale, desk):
    desk("front_desk")
    waits = propose(store, sale.case, asked("return", sale.order, {sale.p1: 2}))
    with pytest.raises(Conflict, match="open already"):
        propose(store, sale.case, asked("apology", reason="Sorry"))
    desk("manager")
    with pytest.raises(Mistake, match="whoever proposed"):
        complaint_outcomes.refuse(store, waits.outcome_id, " ", request=new_uid())
    complaint_outcomes.refuse(store, waits.outcome_id, "At most one", request=new_uid())
    assert (state(store, waits.outcome_id)[0], status(store, sale.case)) == ("refused", "in_work")
    assert ("refused", "At most one") in timeline(store, sale.case)
    with pytest.raises(Conflict, match="refused: At most one"):
        execute(store, waits.outcome_id)


def test_withdrawn_and_proposed_anew(store, sale):
    first = propose(store, sale.case, asked("return", sale.order, {sale.p1: 2}))
    complaint_outcomes.withdraw(store, first.outcome_id, request=new_uid())
    assert (state(store, first.outcome_id)[0], status(store, sale.case)) == ("withdrawn", "in_work")
    assert propose(store, sale.case, asked("apology", reason="Sorry")).state == "approved"


def test_a_rejected_complaint_says_why(store, sale):
    settle(store, sale.case, asked("rejected", reason="Washed at 90 °C"))
    assert status(store, sale.case) == "rejected"


def test_the_same_request_is_one_outcome(store, sale):
    request, execution = new_uid(), new_uid()
    proposal = asked("return", sale.order, {sale.p1: 2})
    first, again = (complaint_outcomes.propose(store, sale.case, proposal, request=request) for _ in range(2))
    assert first.outcome_id == again.outcome_id
    one, other = (complaint_outcomes.execute(store, first.outcome_id, request=execution) for _ in range(2))
    assert (one.return_number, one.credit_note) == (other.return_number, other.credit_note)
    assert booked(store, kind="return")[0] == -2


def test_an_order_that_was_called_off_meanwhile(store, make):
    customer = make.customer()
    order = make.order(customer, (make.product(), "4")).order_id
    [line] = lines_of(store, order)
    case = complaint(store, customer)
    kept = propose(store, case, asked("return", order, {line: 2}))
    returns.cancel(store, order, request=new_uid(), reason="called off")
    with pytest.raises(Conflict, match="was cancelled; what was paid for it went back then"):
        execute(store, kept.outcome_id)
    assert (state(store, kept.outcome_id)[0], status(store, case)) == ("approved", "approved")


def test_the_order_of_somebody_else(store, make, sale):
    other = make.order(make.customer(), (make.product(), "4")).order_id
    with pytest.raises(Mistake, match="belongs to another customer"):
        propose(store, sale.case, asked("return", other, {lines_of(store, other)[0]: 1}))


def test_who_proposes_something_for_the_same_lines_is_told(store, sale):
    other = complaint(store, sale.customer, number="C-OTHER")
    propose(store, other, asked("return", sale.order, {sale.p1: 4}))
    [overlap] = effect(store, sale.case, asked("return", sale.order, {sale.p1: 2})).overlaps
    assert (overlap.number, overlap.kind, overlap.value) == ("C-OTHER", "return", D("415.12"))
    assert effect(store, sale.case, asked("return", sale.order, {sale.p2: 2})).overlaps == ()


def test_a_gift_is_part_of_the_cost_of_solving_and_booked_once(store, sale):
    settle(store, sale.case, asked("return", sale.order, {sale.p1: 1}, cost="8.00"))
    assert cost(store, sale.case) == D("8.00")
    assert booked(store, kind="complaint") == (0, 0, D("8.00"))


def test_in_a_closed_month_it_is_booked_in_the_next(store, sale):
    with store.write() as tx:
        tx.execute(update(BookMonth).where(BookMonth.month == Month(2026, 3)).values(state="closed"))
    proposal = asked("return", sale.order, {sale.p1: 2})
    assert effect(store, sale.case, proposal).month == Month(2026, 4)
    settle(store, sale.case, proposal)
    assert booked(store, kind="return", month=Month(2026, 4), belongs_to=Month(2026, 3))[0] == -2
    assert booked(store, kind="return", on=date(2026, 4, 1))[0] == -2


def test_the_limit_is_a_setting_of_managers(store, sale, desk):
    complaint_outcomes.set_limit(store, D("250"))
    desk("front_desk")
    assert propose(store, sale.case, asked("return", sale.order, {sale.p1: 2})).state == "approved"
    with pytest.raises(NotAllowed):
        complaint_outcomes.set_limit(store, D("1000"))
