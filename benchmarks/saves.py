"""Saving orders: one after the other, in a loop, and from six desks at once."""

# ruff: noqa: ANN401 - the two drivers' connections have no type in common

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from decimal import Decimal
from random import Random
from time import perf_counter, process_time
from typing import Any

from app.domain.ids import new_uid
from app.domain.order import DraftLine, OrderDraft
from app.domain.refusal import Refusal
from app.services import orders
from benchmarks.company import SIZES, TODAY
from benchmarks.measure import Line, bare, compared, race
from benchmarks.places import Places, open_store
from benchmarks.wire import counted

LINES = 10
DESKS = 6
LOOP = 300
DESK_SECONDS = 5.0
_ORDER = ("uid", "number", "customer_id", "on", "status", "net", "tax", "gross")
_LINE = (
    "order_id", "position", "product_id", "description", "unit", "quantity", "list_price", "unit_price", "net",
    "tax_rate", "level",
)  # fmt: skip


class Drafts:
    """Random orders of ten lines; each draft is the same in both forms."""

    def __init__(self, size: str, seed: int) -> None:
        self._dice, self._customers = Random(seed), SIZES[size]
        self._goods = 500 if self._customers <= 10_000 else 2000

    def next(self) -> OrderDraft:
        """An order as it is typed."""
        dice = self._dice
        lines = [
            DraftLine(dice.randint(1, self._goods), Decimal(dice.randint(1, 9)), Decimal("12.50"), tax_rate=Decimal(21))
            for _ in range(LINES)
        ]
        return OrderDraft(dice.randint(1, self._customers), TODAY, lines)


class Bare:
    """The same order as plain rows: order and lines, committed as durably."""

    def __init__(self, driver: Any, kind: str, seed: int) -> None:
        self._driver, self._kind, self._seed, self._count = driver, kind, seed, 0
        mark = "?" if kind == "sqlite" else "%s"
        self._order, self._line = (
            f"INSERT INTO {table} ({', '.join(chr(34) + name + chr(34) for name in names)}) "
            f"VALUES ({', '.join([mark] * len(names))})"
            for table, names in (("sales_order", _ORDER), ("order_line", _LINE))
        )
        self._order += " RETURNING id"

    def save(self, draft: OrderDraft) -> None:
        """Insert and commit."""
        self._count += 1
        number = f"RAW-{self._seed}-{self._count}"
        nets = [int(line.quantity) * 1250 for line in draft.lines]
        net = sum(nets)
        day: date | str = draft.on.isoformat() if self._kind == "sqlite" else draft.on
        uid = new_uid().hex if self._kind == "sqlite" else new_uid()
        head = (uid, number, draft.customer_id, day, "confirmed", net, net * 21 // 100, net * 121 // 100)
        self._driver.execute("BEGIN IMMEDIATE" if self._kind == "sqlite" else "BEGIN")
        order_id = self._driver.execute(self._order, head).fetchone()[0]
        rows = [
            (order_id, at, line.product_id, "Product", "pc", int(line.quantity) * 1000, 125_000, 125_000, amount, 2100,
             "A")
            for at, (line, amount) in enumerate(zip(draft.lines, nets, strict=True), 1)
        ]  # fmt: skip
        self._driver.cursor().executemany(self._line, rows)
        self._driver.execute("COMMIT")


def save(places: Places, kind: str) -> Iterator[Line]:
    """One order of ten lines with ledgers, sums, audit and number."""
    size = places.size
    with places.copy(kind) as url, bare(url) as driver:
        store, drafts, raw = open_store(url), Drafts(size, 1), Bare(driver, kind, 1)
        listed = [drafts.next() for _ in range(LOOP)]
        placed = orders.place(store, listed[0], request=new_uid())
        lines = driver.execute(f"SELECT sum(net) FROM order_line WHERE order_id = {placed.order_id}").fetchone()[0]
        assert int(lines) == placed.net * 100
        times = race(
            kind,
            {
                "raw": lambda at: raw.save(listed[at]),
                "ours": lambda at: orders.place(store, listed[at], request=new_uid()),
            },
            rounds=LOOP,
        )
        found = counted(url, lambda other: orders.place(other, drafts.next(), request=new_uid()))
        wall, cpu = perf_counter(), process_time()
        for draft in listed:
            orders.place(store, draft, request=new_uid())
        wall, cpu = perf_counter() - wall, process_time() - cpu
        note = f"loop {LOOP / wall:.0f}/s"
        if kind == "sqlite":
            note += f", {LOOP / cpu:.0f}/s of CPU"
        yield compared("save an order of 10 lines", kind, times, statements=found.statements,
                       round_trips=found.round_trips or None, note=note)  # fmt: skip
        store.close()


def desks(places: Places) -> Iterator[Line]:
    """Six desks save at the same time; deadlocks and other refusals are counted."""
    with places.copy("postgresql") as url:
        rates = {}
        failed = 0
        for name, work in (("raw", _raw_desk), ("ours", _desk)):
            with ProcessPoolExecutor(DESKS, mp_context=multiprocessing.get_context("spawn")) as pool:
                address = url.render_as_string(hide_password=False)
                found = list(pool.map(work, [address] * DESKS, [places.size] * DESKS, range(DESKS)))
            rates[name] = sum(done for done, _ in found) / DESK_SECONDS
            failed += sum(lost for _, lost in found)
        note = (f"{rates['ours']:.0f} of {rates['raw']:.0f} orders/s = {rates['ours'] / rates['raw']:.0%}, "
                f"{failed} deadlocks or refusals in {rates['ours'] * DESK_SECONDS:.0f}")  # fmt: skip
        yield Line("six desks save orders", "postgresql", 1 / rates["raw"], 1 / rates["ours"], note=note)


def _desk(address: str, size: str, seed: int) -> tuple[int, int]:
    """(orders saved, orders refused) by one desk."""
    from app.store.engine import parse_url

    store, drafts = open_store(parse_url(address)), Drafts(size, 100 + seed)
    done = lost = 0
    orders.place(store, drafts.next(), request=new_uid())
    end = perf_counter() + DESK_SECONDS
    while perf_counter() < end:
        try:
            orders.place(store, drafts.next(), request=new_uid())
            done += 1
        except Refusal:
            lost += 1
    store.close()
    return done, lost


def _raw_desk(address: str, size: str, seed: int) -> tuple[int, int]:
    from app.store.engine import parse_url

    drafts, done = Drafts(size, 100 + seed), 0
    with bare(parse_url(address)) as driver:
        raw = Bare(driver, "postgresql", 1000 + seed)
        raw.save(drafts.next())
        end = perf_counter() + DESK_SECONDS
        while perf_counter() < end:
            raw.save(drafts.next())
            done += 1
    return done, 0
