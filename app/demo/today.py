"""The demo company's business of this morning, through the program's own operations."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

from sqlalchemy import select

from app.demo.goods import Good
from app.demo.people import Person
from app.demo.sales import TAX
from app.domain.ids import new_uid
from app.domain.money import ZERO
from app.domain.order import DraftLine, OrderDraft
from app.models import AccountEntry, OrderLine, SalesOrder
from app.services import contacts, deliveries, invoices, orders, payments, returns
from app.services.contacts import InteractionDraft
from app.store.session import Store

DEAR, CHEAP = Decimal(1), Decimal("0.45")


def live(store: Store, rng: Random, persons: Sequence[Person], goods: Sequence[Good]) -> None:
    """Quotes, orders, deliveries, bills, payments and a return, all dated today."""
    _quotes(store, rng, persons, goods)
    placed = [
        orders.place(store, _draft(store, rng, person, goods), request=new_uid()).order_id
        for person in persons[3 : 3 + min(10, len(persons) // 8)]
    ]
    # sold below its cost, to keep a good customer: an order with a negative contribution
    loss = _draft(store, rng, persons[1], goods, factor=CHEAP)
    orders.place(store, loss, request=new_uid())
    orders.place(store, _draft(store, rng, persons[0], goods), request=new_uid())
    called_off = orders.place(store, _draft(store, rng, persons[5], goods), request=new_uid())
    returns.cancel(store, called_off.order_id, request=new_uid(), reason="Ordered twice")
    _out_of_the_door(store, placed)
    _money(store)
    _back(store)
    contacts.log(
        store,
        InteractionDraft(persons[0].id, "call", "Asked about the towels.", "in", staff_id=3, outcome="call back",
                         follow_up_on=store.today() + timedelta(days=1), follow_up_staff_id=2),
        request=new_uid(),
    )  # fmt: skip
    contacts.tell_price(store, persons[0].id, goods[0].id, goods[0].price(store.today()), request=new_uid(),
                        valid_until=store.today() + timedelta(days=30), staff_id=2)  # fmt: skip


def _draft(
    store: Store, rng: Random, person: Person, goods: Sequence[Good], *, factor: Decimal = DEAR
) -> OrderDraft:  # fmt: skip
    today = store.today()
    lines = [
        DraftLine(good.id, Decimal(rng.randint(1, 4)), round(good.price(today) * factor, 2), tax_rate=TAX)
        for good in rng.sample(goods, 2)
    ]
    return OrderDraft(person.id, today, lines, promised_on=today + timedelta(days=rng.randint(3, 12)))


def _quotes(store: Store, rng: Random, persons: Sequence[Person], goods: Sequence[Good]) -> None:
    for at, person in enumerate(persons[:8]):
        draft = _draft(store, rng, person, goods)
        draft = replace(draft, valid_until=draft.on + timedelta(days=14))
        quote = orders.quote(store, draft, request=new_uid())
        if at == 6:
            orders.confirm(store, quote.order_id, request=new_uid())


def _out_of_the_door(store: Store, placed: Sequence[int]) -> None:
    """One order of today leaves and is billed at once, one in parts; two older ones leave."""
    if len(placed) > 1:
        deliveries.deliver(store, placed[0], request=new_uid(), carrier="own van")
        invoices.invoice(store, placed[0], request=new_uid())
        with store.read() as tx:
            [line, *_] = tx.all(
                select(OrderLine.id).where(OrderLine.order_id == placed[1]).order_by(OrderLine.position)
            )
        deliveries.deliver(store, placed[1], {line[0]: Decimal(1)}, request=new_uid())
    with store.read() as tx:
        waiting = tx.all(
            select(SalesOrder.id)
            .where(SalesOrder.status == "confirmed", SalesOrder.promised_on >= tx.today, SalesOrder.on < tx.today)
            .order_by(SalesOrder.promised_on, SalesOrder.id).limit(2)
        )  # fmt: skip
    for row in waiting:
        deliveries.deliver(store, row[0], request=new_uid(), carrier="own van")
        invoices.invoice(store, row[0], request=new_uid())


def _money(store: Store) -> None:
    """Three pay what they owe for a while; one pays too much."""
    entry = AccountEntry
    with store.read() as tx:
        owed = tx.all(
            select(entry.customer_id, entry.id, entry.amount)
            .where(entry.kind == "invoice", entry.due_on >= tx.today, entry.on < tx.today)
            .order_by(entry.due_on, entry.id).limit(4)
        )  # fmt: skip
    for at, (customer, _, amount) in enumerate(owed):
        payments.take(store, customer, amount + (Decimal(50) if at == 3 else ZERO), request=new_uid(),
                      method="transfer")  # fmt: skip


def _back(store: Store) -> None:
    """One thing of an order of the last weeks comes back."""
    order, line = SalesOrder, OrderLine
    with store.read() as tx:
        found = tx.first(
            select(order.id, line.id)
            .join(line, line.order_id == order.id)
            .where(order.status == "invoiced", order.delivered_on < tx.today, line.position == 1)
            .order_by(order.on.desc(), order.id.desc()).limit(1)
        )  # fmt: skip
    if found is not None:
        returns.take_back(store, found[0], {found[1]: Decimal(1)}, request=new_uid(), reason="Wrong colour")
