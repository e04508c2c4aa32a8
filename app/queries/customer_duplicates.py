"""Records that may be one customer: while a new one is typed, and pair by pair when somebody tidies up."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import and_, exists, func, or_, select

from app.domain import phone
from app.domain.text import folded
from app.models import ContactPoint, Customer, NotDuplicate
from app.models.declared import aliased
from app.queries import company
from app.store import search
from app.store.session import Read, Store

ALIKE = 90
"""Percent of likeness from which two names may be one."""
MOST_PAIRS = 200
CANDIDATES = 60
LEAST_LETTERS = 4
MOST_WORDS = 3
HEAD = 5
"""Letters that the beginnings of two names share when they are compared."""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A record that looks like what is typed; ``because`` is phone, email, tax_id or name."""

    id: int
    code: str
    name: str
    organisation: str
    phone: str
    because: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one; ``likeness`` in percent."""

    one_id: int
    other_id: int
    one: str
    other: str
    because: str
    likeness: int = 100


def alike(
    store: Store,
    *,
    name: str = "",
    numbers: Sequence[str] = (),
    emails: Sequence[str] = (),
    tax_id: str = "",
    but: int | None = None,
) -> Lookalike | None:
    """The record that looks most like what is typed, besides ``but``; numbers and addresses before names."""
    with store.read() as tx:
        country = company.of(tx).country
        parsed = [phone.parse(number, country) for number in numbers]
        e164 = [keys.e164 for keys in parsed if keys.e164]
        mails = [mail.strip().casefold() for mail in emails if "@" in mail]
        wanted = (
            ("phone", ContactPoint.e164.in_(e164) if e164 else None),
            ("email", ContactPoint.email.in_(mails) if mails else None),
        )
        for because, condition in wanted:
            if condition is not None:
                owners = select(ContactPoint.customer_id).where(condition)
                found = _first(tx, Customer.id.in_(owners), but)
                if found is not None:
                    return _shown(tx, found, because)
        if len(tax_id.strip()) >= LEAST_LETTERS:
            found = _first(tx, Customer.tax_id == tax_id.strip(), but)
            if found is not None:
                return _shown(tx, found, "tax_id")
        named = _by_name(tx, name, but)
        return None if named is None else _shown(tx, named, "name")


def _first(tx: Read, condition: Any, but: int | None) -> int | None:  # noqa: ANN401 - a condition
    root = func.coalesce(Customer.merged_into_id, Customer.id)
    query = select(func.min(root)).where(condition, root != (but or 0))
    found = tx.scalar(query)
    return None if found is None else int(found)


def _by_name(tx: Read, name: str, but: int | None) -> int | None:
    """The likest of those whose names share a word's beginning: never the whole table."""
    asked = folded(name)
    words = [_head(word) for word in asked.split() if len(word) >= LEAST_LETTERS]
    ids: set[int] = set()
    # all words together find few; a word that is written otherwise must not hide the rest
    for count in range(len(words[:MOST_WORDS]), 0, -1):
        for some in combinations(words[:MOST_WORDS], count):
            if len(ids) < CANDIDATES:
                ids |= set(search.candidates(tx, " ".join(some), CANDIDATES))
    if not ids:
        return None
    rows = tx.all(
        select(func.coalesce(Customer.merged_into_id, Customer.id), Customer.name).where(Customer.id.in_(ids))
    )
    scored = [(likeness(asked, folded(row[1])), -row[0]) for row in rows if row[0] != but]
    best = max(scored, default=(0, 0))
    return -best[1] if best[0] >= ALIKE else None


def _head(word: str) -> str:
    """The beginning of a word: its end is where spellings differ."""
    return word[: max(LEAST_LETTERS, len(word) - 1)]


def likeness(one: str, other: str) -> int:
    """How alike two folded names are, in percent: the order of words does not matter, a missing surname little."""
    whole = fuzz.token_sort_ratio(one, other)
    if min(len(one.split()), len(other.split())) >= 2:
        # “Marta Ibañez” and “Marta Ibáñez Soler”: the words of one are among the other's
        whole = max(whole, fuzz.token_set_ratio(one, other) - 5)
    return round(whole)


def _shown(tx: Read, customer_id: int, because: str) -> Lookalike:
    number = (
        select(func.coalesce(ContactPoint.e164, ContactPoint.value))
        .where(ContactPoint.customer_id == Customer.id, ContactPoint.kind.in_(("phone", "mobile")))
        .order_by(ContactPoint.position, ContactPoint.id).limit(1).scalar_subquery()
    )  # fmt: skip
    row = tx.first(
        select(Customer.id, Customer.code, Customer.name, Customer.organisation, func.coalesce(number, ""))
        .where(Customer.id == customer_id)
    )  # fmt: skip
    assert row is not None
    return Lookalike(row[0], row[1], row[2], row[3], row[4], because)


def pairs(store: Store, *, by: str) -> list[Pair]:
    """Pairs of records that may be one, by ``phone``, ``email``, ``tax_id`` or ``name``; at most 200.

    Merged records and pairs that were declared different are not among them.
    """
    with store.read() as tx:
        rows = _by_likeness(tx) if by == "name" else tx.all(_same(by).limit(MOST_PAIRS))
        return [Pair(row[0], row[1], row[2], row[3], by, *row[4:]) for row in rows]


_KEYS: Mapping[str, Any] = {"phone": ContactPoint.e164, "email": ContactPoint.email}


def _same(by: str) -> Any:  # noqa: ANN401 - a statement
    one, other = aliased(Customer), aliased(Customer)
    query = select(one.id, other.id, one.name, other.name).select_from(one)
    if by == "tax_id":
        query = query.join(other, and_(other.tax_id == one.tax_id, other.id > one.id)).where(one.tax_id != "")
    else:
        first, second = aliased(ContactPoint), aliased(ContactPoint)
        key = _KEYS[by].key
        query = (
            query.join(first, first.customer_id == one.id)
            .join(second, and_(getattr(second, key) == getattr(first, key), second.customer_id > first.customer_id))
            .join(other, other.id == second.customer_id)
            .where(getattr(first, key).is_not(None))
            .distinct()
        )
    return query.where(one.merged_into_id.is_(None), other.merged_into_id.is_(None), ~_declared(one.id, other.id))


def _declared(one: Any, other: Any) -> Any:  # noqa: ANN401 - columns
    """Whether somebody said that these two are different; the smaller id stands first."""
    straight = and_(NotDuplicate.one_id == one, NotDuplicate.other_id == other)
    turned = and_(NotDuplicate.one_id == other, NotDuplicate.other_id == one)
    return exists().where(or_(straight, turned))


def _by_likeness(tx: Read) -> Iterable[tuple[int, int, str, str, int]]:
    """Neighbours in the order of names that begin alike: the database finds them, their likeness is measured here."""
    found: dict[tuple[int, int], tuple[int, int, str, str, int]] = {}
    order = (Customer.search_name, Customer.id)
    for step in (1, 2):
        lead = [
            func.lead(column, step).over(order_by=order)
            for column in (Customer.id, Customer.name, Customer.search_name)
        ]  # fmt: skip
        rows = (
            select(Customer.id, Customer.name, Customer.search_name.label("key"), lead[0].label("other_id"),
                   lead[1].label("other"), lead[2].label("other_key"))
            .where(Customer.merged_into_id.is_(None)).subquery()
        )  # fmt: skip
        near = select(rows.c.id, rows.c.other_id, rows.c.name, rows.c.other, rows.c.key, rows.c.other_key).where(
            func.substr(rows.c.key, 1, HEAD) == func.substr(rows.c.other_key, 1, HEAD),
            ~_declared(rows.c.id, rows.c.other_id),
        )
        for row in tx.execute(near):
            alike_by = likeness(row[4], row[5])
            one, other = sorted((row[0], row[1]))
            if alike_by >= ALIKE:
                names = (row[2], row[3]) if row[0] == one else (row[3], row[2])
                found[one, other] = (one, other, *names, alike_by)
    return sorted(found.values(), key=lambda pair: (-pair[4], pair[0]))[:MOST_PAIRS]
