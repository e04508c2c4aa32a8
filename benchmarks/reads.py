"""Questions: the caller card, pages of a list, names that contain something."""

# ruff: noqa: ANN401 - the two drivers' connections have no type in common

from collections.abc import Callable, Iterator, Sequence
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy.engine import URL

from app.domain.text import folded
from app.queries import customers, desk, listing
from app.queries.caller_card import CallerCard
from app.store import search
from app.store.session import Store
from benchmarks.company import SIZES, TODAY, phone_of
from benchmarks.measure import Line, bare, compared, p99, race, typical
from benchmarks.places import open_store
from benchmarks.wire import Counted, counted

Plan = Callable[[str, Any, str], list[int]]
# a server is timed from outside, where one undisturbed run is rare
ROUNDS = {"sqlite": 60, "postgresql": 240}
TERMS = {"3 letters": ("ber", "dor", "ski", "zem", "ova"), "2 Chinese": ("慧敏", "国华", "陈慧", "建国"),
         "frequent": ("mar", "shop", "sen"), "all together": ("zoe", "ali", "yuk")}  # fmt: skip


# everything that a line of the list shows, as one statement; what is hidden in coalesce keeps SQLite, which has no
# statistics, from indexes of states, and the second bound of months keeps PostgreSQL from beginning with them
_OPEN = (
    "(SELECT count(*) FROM sales_order o WHERE o.customer_id = c.id AND o.delivered_on IS NULL AND coalesce(o.status, "
    "'') IN ('confirmed', 'in_progress', 'invoiced') AND NOT o.void AND (NOT o.imported OR o.status <> 'invoiced')"
    "{and_})"
)
_GIVEN = f"coalesce((SELECT sum(g.amount) FROM allocation g WHERE g.debit_id = e.id AND g.\"on\" <= '{TODAY}'), 0)"
_SHOWN = ", ".join((
    "SELECT c.id, c.code, c.name, c.organisation",
    "(SELECT a.city FROM address a WHERE a.customer_id = c.id AND a.kind = 'main' ORDER BY a.id LIMIT 1)",
    (
        "(SELECT coalesce(p.e164, p.value) FROM contact_point p WHERE p.customer_id = c.id AND (p.kind = 'phone' OR "
        "p.kind = 'mobile') ORDER BY p.position, p.id LIMIT 1)"
    ),
    (
        "(SELECT t.tier FROM customer_tier t WHERE t.customer_id = c.id AND t.year = (SELECT max(year) FROM tier_year "
        "WHERE year <= 2026))"
    ),
    "coalesce((SELECT b.amount FROM balance b WHERE b.customer_id = c.id), 0)",
    _OPEN.format(and_=""),
    '(SELECT max(i."at") FROM interaction i WHERE i.customer_id = c.id)',
    (
        f"coalesce((SELECT sum(e.amount - {_GIVEN}) FROM account_entry e WHERE e.customer_id = c.id AND e.due_on >= "
        f"'{TODAY}' AND e.\"on\" <= '{TODAY}' AND e.amount > 0), 0)"
    ),
    (
        f"coalesce((SELECT sum(e.amount - CASE WHEN e.\"on\" > '{TODAY}' THEN 0 ELSE {_GIVEN} END) FROM account_entry "
        f"e WHERE e.customer_id = c.id AND e.\"on\" >= '{TODAY}' AND (e.\"on\" > '{TODAY}' OR e.due_on IS NULL AND "
        "e.amount > 0)), 0)"
    ),
    _OPEN.format(and_=f" AND o.promised_on < '{TODAY}'"),
    (
        "(SELECT count(*) FROM complaint k WHERE k.customer_id = c.id AND coalesce(k.status, '') <> 'closed' "
        "AND NOT k.void)"
    ),
    "c.birth_date",
    (
        "(SELECT min(i.follow_up_on) FROM interaction i WHERE i.customer_id = c.id AND i.follow_up_on IS NOT NULL "
        "AND NOT i.done)"
    ),
    (
        "coalesce((SELECT sum(m.revenue) - sum(m.cost) FROM customer_month m WHERE m.customer_id = c.id "
        "AND m.month >= 202505 AND -m.month >= -202604), 0)"
    ),
    "(SELECT s.name FROM staff s WHERE s.id = c.salesperson_id)",
    "c.tags, c.payment_days, c.active, c.version FROM customer c ",
))  # fmt: skip
_ORDERED = "{plus}c.merged_into_id IS NULL ORDER BY c.search_name, c.id LIMIT 101"
# everything the caller card shows, one statement for each block: SQLite has no round trips to save
_LEFT = "(SELECT coalesce(sum({amount}), 0) FROM account_entry e WHERE e.customer_id = c.id AND {which})"
_CARD = (
    ", ".join((
        "SELECT c.id, c.code, c.name, c.organisation, c.contact_name, c.language, c.birth_date, c.blocked_reason",
        "b.amount",
        "(SELECT city FROM address a WHERE a.customer_id = c.id AND a.kind = 'main' ORDER BY a.id LIMIT 1)",
        "(SELECT s.name FROM staff s WHERE s.id = c.salesperson_id)",
        (
            f"(SELECT tier FROM tier_override t WHERE t.customer_id = c.id AND t.until >= '{TODAY}' "
            "ORDER BY t.id DESC LIMIT 1)"
        ),
        (
            "(SELECT tier FROM customer_tier t WHERE t.customer_id = c.id AND t.year = (SELECT max(year) FROM "
            "tier_year WHERE year <= 2026))"
        ),
        _LEFT.format(
            amount=f"e.amount - {_GIVEN}",
            which=f"e.due_on >= '{TODAY}' AND e.\"on\" <= '{TODAY}' AND e.amount > 0",
        ),
        _LEFT.format(
            amount=f"e.amount - CASE WHEN e.\"on\" > '{TODAY}' THEN 0 ELSE {_GIVEN} END",
            which=f"e.\"on\" >= '{TODAY}' AND (e.\"on\" > '{TODAY}' OR e.due_on IS NULL AND e.amount > 0)",
        ),
    ))
    + " FROM customer c LEFT JOIN balance b ON b.customer_id = c.id WHERE c.id = {one}",
    "SELECT e164, value, kind FROM contact_point WHERE customer_id = {one} ORDER BY position, id LIMIT 20",
    (
        'SELECT number, status, "on", promised_on, gross FROM sales_order WHERE customer_id = {one} AND delivered_on '
        "IS NULL AND coalesce(status, '') IN ('confirmed', 'in_progress', 'invoiced') AND NOT void AND (NOT imported "
        "OR status <> 'invoiced') ORDER BY coalesce(promised_on, '9999-12-31'), \"on\", id LIMIT 100"
    ),
    (
        'SELECT number, status, "on", promised_on, gross, delivered_on FROM sales_order WHERE customer_id = {one} AND '
        "NOT void AND coalesce(status, '') IN ('confirmed', 'in_progress', 'invoiced', 'delivered', 'closed') "
        'ORDER BY "on" DESC, id DESC LIMIT 1'
    ),
    (
        "SELECT k.id, k.number, k.subject, k.status, coalesce(k.next_at, k.due_at), s.name FROM complaint k LEFT JOIN "
        "staff s ON s.id = k.owner_id WHERE k.customer_id = {one} AND coalesce(k.status, '') <> 'closed' AND NOT "
        "k.void ORDER BY coalesce(k.next_at, k.due_at), k.id LIMIT 20"
    ),
    (
        'SELECT p.code, p.name, t.price, t."on", t.valid_until, s.name FROM price_told t JOIN product p ON p.id = '
        't.product_id LEFT JOIN staff s ON s.id = t.staff_id WHERE t.customer_id = {one} ORDER BY t."on" DESC, t.id '
        "DESC LIMIT 20"
    ),
    (
        'SELECT i."at", i.kind, i.direction, s.name, i.note, i.outcome FROM interaction i LEFT JOIN staff s ON s.id = '
        'i.staff_id WHERE i.customer_id = {one} ORDER BY i."at" DESC, i.id DESC LIMIT 4'
    ),
    (
        "SELECT i.follow_up_on, i.note, s.name FROM interaction i LEFT JOIN staff s ON s.id = coalesce("
        "i.follow_up_staff_id, i.staff_id) WHERE i.customer_id = {one} AND i.follow_up_on IS NOT NULL AND NOT i.done "
        "ORDER BY i.follow_up_on, i.id LIMIT 1"
    ),
    (
        "SELECT topic, fact, source, noted_on, avoid FROM preference WHERE customer_id = {one} "
        "ORDER BY noted_on DESC, id DESC LIMIT 40"
    ),
    'SELECT purpose, channel, given FROM consent WHERE customer_id = {one} ORDER BY "on" DESC, id DESC LIMIT 60',
    (
        "SELECT r.kind, r.other_name, o.name FROM relation r LEFT JOIN customer o ON o.id = r.other_id "
        "WHERE r.customer_id = {one} ORDER BY r.id LIMIT 8"
    ),
)  # fmt: skip


def _worded(kind: str, text: str) -> str:
    return text.format(plus="+" if kind == "sqlite" else "", one=_mark(kind))


def _mark(kind: str) -> str:
    return "?" if kind == "sqlite" else "%s"


def card(url: URL, size: str) -> Iterator[Line]:
    """From a phone number to the caller card; every third one is the customer with the most account entries."""
    kind, store = url.get_backend_name(), open_store(url)
    with bare(url) as driver:
        hot = driver.execute(
            "SELECT customer_id FROM account_entry GROUP BY customer_id ORDER BY count(*) DESC LIMIT 1"
        ).fetchone()[0]
        phones = _first_numbers(driver, [hot, *(Random(at).randint(1, SIZES[size]) for at in range(19))])
        numbers = [phones[0] if at % 3 == 0 else phones[at % len(phones)] for at in range(300)]
        texts = [_worded(kind, text) for text in _CARD]

        def ours(at: int) -> desk.Caller:
            return desk.who_calls(store, numbers[at])

        for at in range(20):
            card = ours(at).card
            assert card is not None
            assert _told(card) == _asked(_raw_card(driver, kind, texts, numbers[at]))
        times = race(
            kind, {"raw": lambda at: _raw_card(driver, kind, texts, numbers[at]), "ours": ours}, rounds=300
        )  # fmt: skip
    store.close()
    found = counted(url, lambda other: desk.who_calls(other, numbers[1]))
    yield compared("caller card by phone", kind, times, **_counts(found))


def _raw_card(driver: Any, kind: str, texts: Sequence[str], number: str) -> list[list[Any]]:
    """By the number: on SQLite first whose it is, on a server all in one message."""
    asked = f"SELECT customer_id FROM contact_point WHERE e164 = {_mark(kind)} LIMIT 1"
    if kind == "sqlite":
        customer = driver.execute(asked, (number,)).fetchone()
        return [driver.execute(text, customer).fetchall() for text in texts]
    with driver.pipeline():
        cursors = [driver.execute(text.replace("%s", f"({asked})"), (number,)) for text in texts]
    return [cursor.fetchall() for cursor in cursors]


def _told(card: CallerCard) -> tuple[Any, ...]:
    """What both contenders must say, in the database's own units."""
    orders = [(order.order, order.status, int(order.gross * 100)) for order in card.open_orders]
    last = card.last_order
    return (
        card.id, card.code, card.name, card.city, card.salesperson, int(card.balance * 100), int(card.overdue * 100),
        list(card.phones), orders, last and last.order, sorted(one.number for one in card.open_complaints),
    )  # fmt: skip


def _asked(blocks: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    [who], points, orders, last, complaints = blocks[:5]
    balance = int(who[8] or 0)
    return (
        *who[:3], who[9] or "", who[10] or "", balance, max(0, balance - int(who[13]) - int(who[14])),
        [point[0] or point[1] for point in points], [(row[0], row[1], int(row[4])) for row in orders],
        last[0][0] if last else None, sorted(row[1] for row in complaints),
    )  # fmt: skip


def _first_numbers(driver: Any, ids: Sequence[int]) -> list[str]:
    listed = ", ".join(map(str, ids))
    rows = driver.execute(
        f"SELECT customer_id, min(id) FROM contact_point WHERE customer_id IN ({listed}) GROUP BY customer_id"
    ).fetchall()
    points = dict(rows)
    return [phone_of(points[one]) for one in ids]


def _counts(found: Counted) -> dict[str, int | None]:
    return {"statements": found.statements, "round_trips": found.round_trips or None}


def pages(url: URL, size: str) -> Iterator[Line]:
    """A page of 100 customers at the beginning, in the middle and near the end; raw is one statement by key."""
    kind, store = url.get_backend_name(), open_store(url)
    place = f"(c.search_name, c.id) > ({_mark(kind)}, {_mark(kind)}) AND "
    text = _SHOWN + "WHERE " + place + _worded(kind, _ORDERED)
    with bare(url) as driver:
        for depth in (0, 50, 99):
            after = _key(driver, SIZES[size] * depth // 100) if depth else ("", 0)
            yield _page(url, store, driver, (text, after), f"list page at {depth} %")
    store.close()


def _page(url: URL, store: Store, driver: Any, raw: tuple[str, tuple[str, int]], name: str) -> Line:
    kind = url.get_backend_name()
    text, after = raw

    def work(other: Store) -> listing.Page[customers.CustomerRow]:
        return listing.page(other, customers.LIST, after=after if after[1] else None)

    assert [_plain(row) for row in work(store).rows] == [_bare(row) for row in driver.execute(text, after)][:100]
    times = race(
        kind, {"raw": lambda _: driver.execute(text, after).fetchall(), "ours": lambda _: work(store)},
        rounds=ROUNDS[kind],
    )  # fmt: skip
    return compared(name, kind, times, **_counts(counted(url, work)))


def _plain(row: customers.CustomerRow) -> tuple[Any, ...]:
    """A line as the database's own units."""
    assert row.contribution is not None
    return (
        row.id, row.code, row.name, row.organisation, row.city, row.phone, row.tier, int(row.balance * 100),
        row.open_orders, row.last_contact, int(row.overdue * 100), row.late_orders, row.complaints, row.next_step,
        int(row.contribution * 100), row.salesperson, row.tags, row.payment_days, row.active, row.version,
    )  # fmt: skip


def _bare(row: Sequence[Any]) -> tuple[Any, ...]:
    """The same of the raw statement's row; nobody has a birthday, a tier or a contact in this company."""
    *who, tier, balance, orders, last, not_due, later, late, complaints, _born, step, brought = row[:17]
    overdue = max(0, balance - not_due - later)
    figures = (int(balance), orders, last, int(overdue), late, complaints, step, int(brought))
    return (*who, tier or "", *figures, *row[17:])


def _key(driver: Any, offset: int) -> tuple[str, int]:
    found = driver.execute(
        f"SELECT search_name, id FROM customer ORDER BY search_name, id LIMIT 1 OFFSET {offset}"
    ).fetchone()
    return found[0], found[1]


def contains(url: URL, size: str) -> Iterator[Line]:
    """A page of customers whose names contain something; raw is, for each term, the better of candidates first and a
    walk by name.
    """
    del size
    kind, store = url.get_backend_name(), open_store(url)
    with bare(url) as driver:
        for name, terms in TERMS.items():
            yield _containing(url, store, driver, f"names containing, {name}", terms)
        asked = TERMS["3 letters"]
        first = race(kind, {"ours": lambda at: _first(store, asked[at % len(asked)])}, rounds=50)
        yield Line("first 20 candidates, 3 letters", kind, None, typical(kind, first["ours"]), p99(first["ours"]))
    store.close()


def _containing(url: URL, store: Store, driver: Any, name: str, terms: Sequence[str]) -> Line:
    kind = url.get_backend_name()
    filters = {term: listing.filters_of(store, customers.LIST, term) for term in terms}

    def ours(term: str, other: Store = store) -> listing.Page[customers.CustomerRow]:
        return listing.page(other, customers.LIST, filters=filters[term])

    better: dict[str, Plan] = {}
    for term in terms:
        ids = [row.id for row in ours(term).rows]
        took: dict[Plan, float] = {}
        for plan in (_candidates, _walk):
            begin = perf_counter()
            assert ids == plan(kind, driver, term)
            took[plan] = perf_counter() - begin
        better[term] = min(took, key=took.__getitem__)
    times = race(
        kind,
        {
            "raw": lambda at: better[terms[at % len(terms)]](kind, driver, terms[at % len(terms)]),
            "ours": lambda at: ours(terms[at % len(terms)]),
        },
        rounds=ROUNDS[kind],
    )
    return compared(name, kind, times, **_counts(counted(url, lambda other: ours(terms[0], other))))


def _first(store: Store, term: str) -> list[int]:
    with store.read() as tx:
        return search.candidates(tx, folded(term), 20)


_HOLDS = {"sqlite": "instr(c.search_name, ?) > 0 AND ", "postgresql": "strpos(c.search_name, %s) > 0 AND "}


def _candidates(kind: str, driver: Any, term: str) -> list[int]:
    """Through the index of letter groups; only the page's own lines are asked for everything."""
    pieces = [term[at : at + 3] for at in range(len(term) - 2)] or [term]
    chosen = (
        "WHERE c.id IN (SELECT c.id FROM customer c WHERE {joined} AND {holds}{ordered}) ORDER BY c.search_name, c.id"
    )
    if kind == "sqlite":
        asked: Any = " AND ".join('"' + ("\x1f" if len(one) == 2 else "").join(one) + '"' for one in pieces)
        joined = "c.id IN (SELECT rowid FROM customer_search WHERE customer_search MATCH ?)"
    else:
        asked, joined = pieces, "search_grams(c.search_name) @> %s::text[]"
    text = chosen.format(joined=joined, holds=_HOLDS[kind], ordered=_worded(kind, _ORDERED))
    return _ids(driver, _SHOWN + text, (asked, term))


def _walk(kind: str, driver: Any, term: str) -> list[int]:
    """Along the names."""
    return _ids(driver, _SHOWN + "WHERE " + _HOLDS[kind] + _worded(kind, _ORDERED), (term,))


def _ids(driver: Any, text: str, values: Any) -> list[int]:
    return [row[0] for row in driver.execute(text, values).fetchall()][:100]
