"""People who place orders without a pause while something else happens."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import func, select

from app.domain.ids import new_uid
from app.models import ContributionEntry, GoodsReturn, GoodsReturnLine, OrderLine, SalesOrder
from app.services import orders
from app.store.session import Store


@contextmanager
def orders_meanwhile(store: Store, draft, threads: int = 2) -> Iterator[list[int]]:
    """Place orders from several threads until the block ends; the list grows by their ids once they are saved.

    The block begins when the first ones are there.
    """
    stop, saved, failed = threading.Event(), [], []

    def work() -> None:
        try:
            while not stop.is_set():
                saved.append(orders.place(store, draft, request=new_uid()).order_id)
        except Exception as error:
            failed.append(error)

    people = [threading.Thread(target=work) for _ in range(threads)]
    for person in people:
        person.start()
    try:
        while len(saved) < 3 and not failed:
            time.sleep(0.01)
        yield saved
    finally:
        stop.set()
        for person in people:
            person.join()
    assert not failed, failed


def torn_orders(store: Store) -> list[int]:
    """Orders whose lines, entries and totals do not belong together."""
    with store.snapshot() as tx:
        lines = {
            row[0]: row[1]
            for row in tx.all(select(OrderLine.order_id, func.sum(OrderLine.net)).group_by(OrderLine.order_id))
        }
        entry = ContributionEntry
        booked = {
            row[0]: row[1] for row in tx.all(select(entry.order_id, func.sum(entry.revenue)).group_by(entry.order_id))
        }
        back = {
            row[0]: row[1]
            for row in tx.all(
                select(GoodsReturn.order_id, func.sum(GoodsReturnLine.net))
                .join(GoodsReturnLine, GoodsReturnLine.return_id == GoodsReturn.id)
                .group_by(GoodsReturn.order_id)
            )
        }
        found = tx.all(select(SalesOrder.id, SalesOrder.net, SalesOrder.number, SalesOrder.freight))
    return [
        row.id
        for row in found
        if not row.number
        or lines.get(row.id, 0) + row.freight != row.net
        or booked.get(row.id) != row.net - back.get(row.id, 0)
    ]
