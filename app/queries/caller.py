"""The caller card is read: one question to the database, and the few rules of what is worth showing."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from app.domain.birthday import next_birthday
from app.domain.money import ZERO
from app.domain.order import PICK_UP
from app.domain.refusal import N_, NotFound
from app.queries.caller_card import CallerCard, Contacted, LastPrice, Mention, NextStep, OpenComplaint, OpenOrder
from app.queries.caller_rows import Line, Rows, rows_of, rows_of_caller
from app.queries.caller_text import as_json, as_text
from app.queries.lookup import Match, found_in, keys_in, meant
from app.store.session import Read, Store

__all__ = ["CallerCard", "as_json", "as_text", "card", "card_in", "mentions"]

MOST_MENTIONED = 4
LIFE_EVENT = "life event"
"""The topic of preferences that tell what happened in somebody's life."""
LIFE_EVENT_DAYS = 183
MOST_PRICES = 5


def card(store: Store, customer_id: int) -> CallerCard:
    """The card of a customer, records merged into it included. Raises ``NotFound``. One statement."""
    with store.read() as tx:
        return card_in(tx, customer_id)


def card_in(tx: Read, customer_id: int) -> CallerCard:
    """The same inside a transaction. Restricted facts (health, politics, income …) are never read here."""
    return _card(tx, rows_of(tx, customer_id, tx.today))


def called_in(tx: Read, text: str) -> tuple[Match, CallerCard | None]:
    """Whom a text means, with the card if that is one customer; on a server in one round trip."""
    if tx.sqlite:
        found = found_in(tx, text)
        return found, card_in(tx, found.ids[0]) if found.kind == "one" else None
    keys = keys_in(tx, text)
    if keys is None:
        return Match("none"), None
    hits, rows = rows_of_caller(tx, keys, tx.today)
    found = meant(tx, keys, hits)
    if found.kind != "one":
        return found, None
    who = rows.first("who")
    # of an extension or a name, the card that came along is another one or none
    return found, _card(tx, rows) if who is not None and who.id == found.ids[0] else card_in(tx, found.ids[0])


def _card(tx: Read, rows: Rows) -> CallerCard:
    today, now = tx.today, tx.now
    who = rows.first("who")
    if who is None:
        raise NotFound(N_("There is no such customer."))
    more = rows.first("more")
    assert more is not None
    balance = more.amount or ZERO
    last = rows.first("last order")
    return CallerCard(
        id=who.id, code=who.t1, name=who.t2, organisation=who.t3, contact_name=who.t4, language=who.t5,
        city=more.t1 or "", tier=more.t2 or "", salesperson=more.t3 or "", blocked_reason=more.t4 or "",
        phones=_once(row.t2 or row.t1 for row in rows.of("point") if row.t3 != "email"),
        emails=_once(row.t1 for row in rows.of("point") if row.t3 == "email"),
        balance=balance, overdue=_overdue(rows, balance),
        open_orders=tuple(_order(row, today) for row in rows.of("order")),
        last_order=_order(last, today) if last else None,
        open_complaints=tuple(_complaint(row, now) for row in rows.of("complaint")),
        last_prices=_prices(rows.of("price"), today),
        mention=mentions(_facts(rows, avoid=False), who.d1, today),
        avoid=tuple(fact.fact for fact in _facts(rows, avoid=True)),
        withdrawn=_withdrawn(rows.of("consent")),
        last_contacts=tuple(
            Contacted(row.at, row.t1, row.t2, row.t3 or "", row.t4, row.t5) for row in rows.of("contact")
        ),
        next_step=_next(rows, today),
        relations=tuple((row.t1, row.t3 or row.t2) for row in rows.of("relation")),
    )  # fmt: skip


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _overdue(rows: Rows, balance: Decimal) -> Decimal:
    """What ``account.settle`` finds past its day, from the few debits that are not due yet.

    First-in first-out pays the oldest first, so everything that is owed beyond the open parts of debits not yet due is
    overdue, whatever was chosen for which; entries of days to come are not part of the balance of today.
    """
    future = sum((row.amount for row in rows.of("future")), ZERO)
    not_due = sum((row.amount for row in rows.of("not due")), ZERO)
    return max(ZERO, balance - future - not_due)


def _order(row: Line, today: date) -> OpenOrder:
    late = row.t2 in ("confirmed", "in_progress", "invoiced") and row.d2 is not None and row.d2 < today
    return OpenOrder(
        row.t1 or "", row.t2, row.d1, row.d2, row.amount, late and row.d3 is None, row.t3 == PICK_UP, row.t4 or ""
    )


def _complaint(row: Line, now: datetime) -> OpenComplaint:
    breached = row.at is not None and row.at < now
    return OpenComplaint(row.t1, row.t2, row.t3, row.at, row.t4 or "", breached, row.id)


def _prices(rows: Sequence[Line], today: date) -> tuple[LastPrice, ...]:
    newest: dict[str, LastPrice] = {}
    for row in rows:
        expired = row.d2 is not None and row.d2 < today
        newest.setdefault(row.t1, LastPrice(row.t1, row.t2, row.price, row.d1, row.d2, row.t3 or "", expired))
    return tuple(newest.values())[:MOST_PRICES]


def _facts(rows: Rows, *, avoid: bool) -> list[Mention]:
    return [Mention(row.t1, row.t2, row.d1, row.t3) for row in rows.of("avoid" if avoid else "fact")]


def mentions(facts: Sequence[Mention], birth_date: date | None, today: date) -> tuple[Mention, ...]:
    """What to mention, at most four: a birthday within 14 days, life events of the last 6 months, then preferences.

    Of the preferences one of each topic comes first, the newest; ``facts`` are given newest first.
    """
    dated = [Mention("birthday", "", day) for day in [next_birthday(birth_date, today)] if day is not None]
    dated += [fact for fact in facts if fact.topic == LIFE_EVENT and today - timedelta(days=LIFE_EVENT_DAYS) <= fact.on]
    plain = [fact for fact in facts if fact.topic != LIFE_EVENT]
    seen: set[str] = set()
    firsts: list[Mention] = []
    others: list[Mention] = []
    for fact in plain:
        (others if fact.topic in seen else firsts).append(fact)
        seen.add(fact.topic)
    return tuple([*dated, *firsts, *others][:MOST_MENTIONED])


def _withdrawn(rows: Sequence[Line]) -> tuple[tuple[str, str], ...]:
    """The newest word on each purpose and channel counts; rows come newest first."""
    newest: dict[tuple[str, str], bool] = {}
    for row in rows:
        newest.setdefault((row.t1, row.t2), row.t3 == "given")
    return tuple(sorted(key for key, given in newest.items() if not given))


def _next(rows: Rows, today: date) -> NextStep | None:
    row = rows.first("next")
    return None if row is None else NextStep(row.d1, row.t1 or "", row.t2, row.d1 < today)
