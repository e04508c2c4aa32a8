"""Who may give which price: limits per role, promises that are kept, PINs, and questions to a manager."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import insert, select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NeedsConsent, NotAllowed
from app.models import Audit, SalesOrder, Setting
from app.queries.company import SALES_LIMIT
from app.services import approvals, contacts, orders, users
from app.services.approvals import Approver
from app.store.session import Actor

D = Decimal


@pytest.fixture
def desk(store, make):
    """People of every role; ``as_`` lets one of them work. The usual limit is 15 %."""

    class Desk:
        def __init__(self) -> None:
            self.ids = {
                access: make.staff(login=login, access=access)
                for login, access in [("nuria", "front_desk"), ("diego", "sales"), ("marta", "manager")]
            }
            self.customer, self.chair = make.customer(), make.product("Chair", price="100", cost="60")

        def as_(self, access):
            logins = {"front_desk": "nuria", "sales": "diego", "manager": "marta"}
            store.actor = Actor(logins[access], self.ids[access], access)

        def draft(self, price, percent="0", **values):
            return make.draft(self.customer, (self.chair, "1", price, percent), **values)

    return Desk()


def trail(store, order_id, action="price approved"):
    with store.read() as tx:
        query = select(Audit.created_by, Audit.detail).where(Audit.kind == "order", Audit.action == action)
        return [tuple(row) for row in tx.all(query.where(Audit.record_id == order_id))]


def place(store, draft, reason="", approver=None):
    if reason:
        return approvals.place(store, draft, request=new_uid(), reason=reason, approver=approver)
    return orders.place(store, draft, request=new_uid())


TOO_MUCH = [
    # access, price, discount percent, discount on the order, what it says
    ("front_desk", "84", "0", "0", "Line 1 is 16.0 % below the list; you may give up to 15 %"),
    ("front_desk", "100", "15.01", "0", "Line 1 is 15.0 % below"),
    ("front_desk", "90", "0", "10", "The order is 20.0 % below the list"),
    ("front_desk", "59", "0", "0", "Line 1: this price needs a manager"),
    ("sales", "69", "0", "0", "Line 1 is 31.0 % below the list; you may give up to 30 %"),
    ("sales", "59.99", "0", "0", "Line 1: this price needs a manager"),
]  # fmt: skip


def test_a_role_gives_up_to_its_limit_even_with_a_reason(store, desk):
    for access, price, percent, discount, words in TOO_MUCH:
        desk.as_(access)
        draft = desk.draft(price, percent, discount=discount)
        for reason in ("", "an old friend"):
            with pytest.raises(NotAllowed, match=words) as refused:
                place(store, draft, reason)
            assert refused.value.field == "approval"
            assert "60" not in str(refused.value)
    with store.read() as tx:
        assert tx.first(select(SalesOrder.id)) is None


def test_what_is_usual_needs_no_reason_and_what_is_not_needs_one(store, desk):
    desk.as_("front_desk")
    assert place(store, desk.draft("85")).number
    for access, price in (("sales", "70"), ("manager", "70"), ("manager", "1")):
        desk.as_(access)
        with pytest.raises(NeedsConsent):
            place(store, desk.draft(price))
        placed = place(store, desk.draft(price), "Opening of their house")
        assert trail(store, placed.order_id) == [(store.actor.login, "Opening of their house")]
    assert trail(store, place(store, desk.draft("90"), "not needed").order_id) == []


def test_the_company_sets_what_sales_may_give(store, desk):
    with store.write() as tx:
        tx.execute(insert(Setting), {"name": SALES_LIMIT, "value": '"20"'})
    desk.as_("sales")
    with pytest.raises(NotAllowed, match="up to 20 %"):
        place(store, desk.draft("79"), "friends")


def test_a_list_price_that_a_desk_invents_does_not_count(store, desk):
    desk.as_("front_desk")
    draft = desk.draft("50")
    line = draft.lines[0]
    object.__setattr__(line, "list_price", D(50))
    with pytest.raises(NotAllowed):
        place(store, draft)


def test_a_promise_of_who_may_is_kept_and_one_of_who_may_not_is_no_way_around(store, desk):
    for author in ("sales", "manager"):
        desk.as_(author)
        price = {"sales": "75", "manager": "50"}[author]
        contacts.tell_price(store, desk.customer, desk.chair, D(price), request=new_uid())
        desk.as_("front_desk")
        assert place(store, desk.draft(price)).number
    contacts.tell_price(store, desk.customer, desk.chair, D("55"), request=new_uid())
    with pytest.raises(NotAllowed):
        place(store, desk.draft("55"))
    own = orders.quote(store, desk.draft("55"), request=new_uid())
    with pytest.raises(NotAllowed):
        orders.confirm(store, own.order_id, request=new_uid())


def test_a_manager_s_quote_holds_until_its_day(store, desk, clock):
    desk.as_("manager")
    until = store.today() + timedelta(days=5)
    quotes = [
        orders.quote(store, desk.draft("50", discount="5", valid_until=until), request=new_uid()).order_id
        for _ in range(2)
    ]
    desk.as_("front_desk")
    assert orders.confirm(store, quotes[0], request=new_uid()).net == D("45.00")
    clock.day = until + timedelta(days=1)
    with pytest.raises(NotAllowed):
        orders.confirm(store, quotes[1], request=new_uid())


def test_a_manager_s_pin_at_the_front_desk_is_on_the_trail(store, make, desk):
    make.staff(login="boss", access="admin")
    users.set_pin(store, desk.ids["manager"], "4179")
    users.set_pin(store, desk.ids["sales"], "8265")
    desk.as_("front_desk")
    with pytest.raises(NotAllowed) as wrong:
        place(store, desk.draft("50"), "Their anniversary", Approver("marta", "5555"))
    assert wrong.value.field == "pin"
    with pytest.raises(NotAllowed, match="needs a manager"):
        place(store, desk.draft("50"), "Their anniversary", Approver(desk.ids["sales"], "8265"))
    placed = place(store, desk.draft("50"), "Their anniversary", Approver("marta", "4179"))
    assert trail(store, placed.order_id) == [("marta", "Their anniversary")]
    assert [who for who, _ in trail(store, placed.order_id, "confirmed")] == ["nuria"]


def test_a_question_waits_as_a_draft_and_a_manager_answers(store, desk):
    desk.as_("front_desk")
    request = new_uid()
    first = approvals.ask(store, desk.draft("50"), request=request, reason="Fair next week")
    assert approvals.ask(store, desk.draft("50"), request=request, reason="Fair next week").order_id == first.order_id
    assert row(store, first.order_id) == ("draft", "asked", "Fair next week", None)
    with pytest.raises(NotAllowed):
        approvals.approve(store, first.order_id, request=new_uid(), version=2)
    with pytest.raises(NotAllowed):
        approvals.refuse(store, first.order_id, version=2, reason="no")
    desk.as_("manager")
    with pytest.raises(Mistake, match="whoever asked"):
        approvals.refuse(store, first.order_id, version=2, reason=" ")
    approvals.approve(store, first.order_id, request=new_uid(), version=2)
    assert row(store, first.order_id) == ("confirmed", "", "", "SO-2026-00001")
    assert trail(store, first.order_id) == [("marta", "Fair next week")]
    with pytest.raises(Conflict):
        approvals.refuse(store, first.order_id, version=3, reason="too late")


def test_a_refusal_goes_back_with_its_reason(store, desk):
    desk.as_("front_desk")
    quote = orders.quote(store, desk.draft("50"), request=new_uid())
    approvals.ask_for(store, quote.order_id, version=1, reason="They insist")
    desk.as_("manager")
    approvals.refuse(store, quote.order_id, version=2, reason="At most 70")
    assert row(store, quote.order_id) == ("quoted", "refused", "At most 70", None)
    assert trail(store, quote.order_id, "approval refused") == [("marta", "At most 70")]


def row(store, order_id):
    order = SalesOrder
    with store.read() as tx:
        query = select(order.status, order.approval, order.approval_note, order.number).where(order.id == order_id)
        return tuple(tx.first(query))


def test_limits_cost_no_statement_where_prices_are_usual(store, desk, statements):
    sent = {}
    for access in ("front_desk", "manager"):
        desk.as_(access)
        place(store, desk.draft("100"))
        statements.clear()
        place(store, desk.draft("100"))
        sent[access] = len(statements)
    store.actor = Actor("tester")
    statements.clear()
    place(store, desk.draft("1"))
    assert set(sent.values()) == {len(statements)}
