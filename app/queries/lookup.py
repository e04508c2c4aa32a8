"""From anything a person types or a telephone reports to the customer it means: numbers, codes, addresses, names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import func, select

from app.domain import phone
from app.domain.phone import LookupKind
from app.domain.text import folded
from app.models import Company, Customer
from app.queries.lookup_keys import TAX_SIGNS, Keys, bare, keys_of, question
from app.store import search
from app.store.prepared import Question, Rows, among, together
from app.store.session import Read, Store

MOST = 50
"""So many customers are listed at most; whoever gets as many has to type more."""
LONGEST = 200


class _Row(NamedTuple):
    """A customer that a key leads to; the lower the rank the better the key."""

    rank: int
    id: int
    ext: str | None


@dataclass(frozen=True, slots=True)
class Match:
    """What a text means: ``kind`` is one, several or none; ids of customers, best first, merged records resolved."""

    kind: str
    ids: tuple[int, ...] = ()


def find(store: Store, text: str, *, country: str | None = None) -> Match:
    """The customers that ``text`` means.

    Numbers (in any spelling; ``country`` is where they were dialled, the company's by default), extensions, numbers of
    orders, quotes and invoices, customer codes, e-mail addresses and tax ids are compared first: E.164 and exact codes,
    then all digits, then the last digits (rules.md 9). Only when nothing of that fits, the words are parts of a name.
    """
    with store.read() as tx:
        return found_in(tx, text, country=country)


def found_in(tx: Read, text: str, *, country: str | None = None) -> Match:
    """The same inside a transaction."""
    keys = keys_in(tx, text, country=country)
    if keys is None:
        return Match("none")
    [rows] = together(tx, (question(keys.shape), keys.values))
    return meant(tx, keys, rows)


def keys_in(tx: Read, text: str, *, country: str | None = None) -> Keys | None:
    """What to look up for a text; nothing for a text without a sign."""
    printable = text if text.isprintable() else "".join(sign for sign in text if sign.isprintable())
    asked = printable[:LONGEST].strip()
    if not asked:
        return None
    return keys_of(asked, phone.look_up(asked, _countries(tx, asked, country)))


def meant(tx: Read, keys: Keys, rows: Rows) -> Match:
    """Whom a text means, when its keys led to these rows; asks for names where they led to nobody."""
    of_number = keys.number.extension if keys.number.kind is LookupKind.NUMBER else None
    found = _best([_Row(*row) for row in rows], of_number)
    return _match(found or _by_name(tx, keys.asked) or _by_loose_tax_id(tx, keys.asked))


def _match(ids: Sequence[int]) -> Match:
    if not ids:
        return Match("none")
    return Match("one" if len(ids) == 1 else "several", tuple(ids))


def _countries(tx: Read, asked: str, country: str | None) -> list[str]:
    """Where a number is read as typed; nobody is asked for a text without digits."""
    country = country or tx.store.country
    if country is None and any(sign.isdecimal() for sign in asked):
        [rows] = together(tx, (_COUNTRY, {}))
        country = rows[0][0] if rows else None
    return [country] if country else []


_COUNTRY = Question(select(Company.country))


def _best(rows: Iterable[_Row], extension: str | None) -> list[int]:
    """Customers of the best rank only, each once; a number with an extension means who has it, if anybody has."""
    ranked = sorted(rows, key=lambda row: (row.rank, row.id))
    if not ranked:
        return []
    best = [row for row in ranked if row.rank == ranked[0].rank]
    exact = [row for row in best if extension and row.ext == extension]
    return list(dict.fromkeys(int(row.id) for row in exact or best))[:MOST]


def _by_name(tx: Read, asked: str) -> list[int]:
    """Names that hold all words: first those that are it, then those that begin with it, then by name."""
    words = folded(asked)
    ids = search.candidates(tx, words, 4 * MOST)
    if not ids:
        return []
    rows = tx.all(
        select(func.coalesce(Customer.merged_into_id, Customer.id), Customer.search_name)
        .where((Customer.search_name == words) | among(tx, ids, Customer.id))
        .order_by(Customer.search_name, Customer.id)
    )
    ranked = sorted(rows, key=lambda row: (row[1] != words, not row[1].startswith(words)))
    return list(dict.fromkeys(int(row[0]) for row in ranked))[:MOST]


def _by_loose_tax_id(tx: Read, asked: str) -> list[int]:
    """A tax id written with other signs between its parts: reads all customers, so it is the last resort."""
    sought = bare(asked)
    if len(sought) < 7 or not sought.isalnum() or not any(sign.isdecimal() for sign in sought):
        return []
    stored: Any = func.upper(Customer.tax_id)
    for sign in TAX_SIGNS:
        stored = func.replace(stored, sign, "")
    root = func.coalesce(Customer.merged_into_id, Customer.id)
    rows = tx.all(select(root).where(Customer.tax_id != "", stored == sought).order_by(Customer.id).limit(MOST))
    return list(dict.fromkeys(int(row[0]) for row in rows))
