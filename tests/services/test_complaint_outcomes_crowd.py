"""Several desks give back of the same order at once: never more than was sold, and the loser is told what is left."""

import random
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.domain.complaint_outcome import Item, Proposal
from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Refusal
from app.models import GoodsReturnLine, OrderLine
from app.queries.complaint_outcomes import order_left
from app.services import complaint_outcomes, deliveries, invoices, returns
from tests.support import books
from tests.support.complaints import asked, complaint, execute, propose, status
from tests.support.crowd import at_once, troubles
from tests.support.ledger import lines_of

D = Decimal


def gone(store) -> tuple[Decimal, Decimal]:
    """(pieces, net) that went back in all."""
    line = GoodsReturnLine
    with store.read() as tx:
        return tuple(tx.first(select(func.coalesce(func.sum(line.quantity), 0), func.coalesce(func.sum(line.net), 0))))


@pytest.mark.parametrize("pieces", [{"one": 4, "other": 4, "order": 4}, {"one": 6, "other": 6, "order": 6}])
def test_two_complaints_and_the_order_itself_from_three_desks(store, make, pieces):
    customer = make.customer()
    order = make.order(customer, (make.product(), "10", "10", "0", "21")).order_id
    invoices.invoice(store, order, request=new_uid())
    [line] = lines_of(store, order)
    cases = [complaint(store, customer, order_id=order) for _ in range(2)]
    kept = [
        propose(store, case, asked("return", order, {line: pieces[name]})).outcome_id
        for case, name in zip(cases, ("one", "other"), strict=True)
    ]
    answers = at_once(
        [
            lambda: execute(store, kept[0]),
            lambda: execute(store, kept[1]),
            lambda: returns.take_back(store, order, {line: D(pieces["order"])}, request=new_uid(), reason="torn"),
        ]
    )
    lost = troubles(answers)
    won = 10 // pieces["order"]
    assert len(lost) == 3 - won
    assert all(isinstance(error, Conflict) for error in lost), lost
    assert gone(store)[0] == won * pieces["order"]
    left = 10 - won * pieces["order"]
    assert all(f"nly {left}" in str(error) for error in lost), lost
    assert [status(store, case) for case in cases].count("executed") == won - (
        1 if not isinstance(answers[2], Exception) else 0
    )
    books.check(store)


def test_money_is_given_back_once_by_complaints_and_by_the_order(store, make):
    customer = make.customer()
    order = make.order(customer, (make.product(), "1", "100")).order_id
    invoices.invoice(store, order, request=new_uid())
    [line] = lines_of(store, order)
    kept = [
        propose(store, complaint(store, customer), asked("discount", order, percent="60")).outcome_id for _ in range(2)
    ]
    lost = troubles(
        at_once(
            [
                lambda: execute(store, kept[0]),
                lambda: execute(store, kept[1]),
                lambda: returns.give_back(store, order, {line: D(60)}, request=new_uid(), reason="late"),
            ]
        )
    )
    assert len(lost) == 2
    assert all("40.00" in str(error) for error in lost), lost
    assert gone(store)[1] == 60
    books.check(store)


def test_one_proposal_is_carried_out_once_and_one_case_has_one_open(store, make):
    customer = make.customer()
    order = make.order(customer, (make.product(), "10")).order_id
    [line] = lines_of(store, order)
    case = complaint(store, customer)
    answers = at_once([lambda: propose(store, case, asked("replacement", order, {line: 2}))] * 3)
    assert len(troubles(answers)) == 2
    [kept] = [answer for answer in answers if not isinstance(answer, Exception)]
    done = at_once([lambda: execute(store, kept.outcome_id)] * 3)
    assert [str(error) for error in troubles(done)] == ["This proposal was carried out already."] * 2
    books.check(store)


@pytest.mark.parametrize("seed", range(2))
def test_no_history_gives_more_than_was_sold(store, make, seed):
    """Orders billed and delivered in parts, and forty random outcomes and returns in any order."""
    dice = random.Random(seed)
    customer = make.customer()
    order = make.order(
        customer, *[(make.product(price="33", cost="20"), str(dice.randint(1, 9)), "33.3333", "7.5") for _ in range(3)],
        discount="5",
    ).order_id  # fmt: skip
    lines = lines_of(store, order)
    deeds = {
        "bill": lambda: invoices.invoice(store, order, {dice.choice(lines): D(1)}, request=new_uid()),
        "leave": lambda: deliveries.deliver(store, order, {dice.choice(lines): D(1)}, request=new_uid()),
        "back": lambda: returns.take_back(store, order, {dice.choice(lines): D(1)}, request=new_uid(), reason="torn"),
    }
    for _ in range(40):
        try:
            deed = dice.choice([*deeds, "outcome", "outcome", "outcome"])
            if deed in deeds:
                deeds[deed]()
            else:
                complaint_outcomes.settle(
                    store, complaint(store, customer), random_outcome(dice, order, lines), request=new_uid()
                )
        except Refusal:
            continue
    books.check(store)
    with store.read() as tx:
        sold = {row[0]: row[1] for row in tx.all(select(OrderLine.id, OrderLine.quantity))}
    for one in order_left(store, order).lines:
        assert 0 <= one.left.replaced <= sold[one.left.line_id]
        assert min(one.left.kept, one.left.kept_net, one.left.billed_net) >= 0


def random_outcome(dice, order, lines) -> Proposal:
    line, kind = dice.choice(lines), dice.choice(["return", "credit", "replacement", "discount"])
    pieces, money = D(dice.randint(1, 4000)) / 1000, D(dice.randint(1, 9000)) / 100
    how = {"percent": D(dice.randint(1, 60))} if kind == "discount" else {}
    item = Item(line, amount=money) if kind == "credit" else Item(line, pieces if kind != "discount" else D(0))
    return Proposal(kind, "why", order, (item,), goods_back=dice.random() < 0.5, **how)
