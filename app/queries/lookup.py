"""From anything a person types or a telephone reports to the customer it means: numbers, codes, addresses, names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Boolean, ColumnElement, Select, String, and_, func, literal, literal_column, select, union_all

from app.domain import phone
from app.domain.phone import Lookup, LookupKind
from app.domain.text import folded
from app.models import Company, ContactPoint, Customer, Invoice, SalesOrder
from app.store import search
from app.store.session import AnyRow, Read, Store

MOST = 50
"""So many customers are listed at most; whoever gets as many has to type more."""
LONGEST = 200
_Found: TypeAlias = "Select[int, int, str | None]"
_EXACT, _DIGITS, _SUFFIX = 0, 1, 2
_TAX_SIGNS = "-. /"
# word for word the condition of the index on numbers, which SQLite takes only so
_IN_FORCE: ColumnElement[bool] = literal_column("sales_order.void IS NOT TRUE", Boolean)


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
    asked = "".join(sign for sign in text if sign.isprintable())[:LONGEST].strip()
    if not asked:
        return Match("none")
    number = phone.look_up(asked, _countries(tx, asked, country))
    rows = tx.all(_by_key(asked, number))
    of_number = number.extension if number.kind is LookupKind.NUMBER else None
    return _match(_best(rows, of_number) or _by_name(tx, asked) or _by_loose_tax_id(tx, asked))


def _match(ids: Sequence[int]) -> Match:
    if not ids:
        return Match("none")
    return Match("one" if len(ids) == 1 else "several", tuple(ids))


def _countries(tx: Read, asked: str, country: str | None) -> list[str]:
    """Where a number is read as typed; nobody is asked for a text without digits."""
    if country is None and any(sign.isdecimal() for sign in asked):
        country = tx.scalar(select(Company.country))
    return [country] if country else []


def _by_key(asked: str, number: Lookup) -> Any:  # noqa: ANN401 - SQLAlchemy's compound select
    """One statement for all keys; each part is one step in an index. Rows are (rank, customer, extension)."""
    written = sorted({asked, asked.upper()})
    queries = [
        _found(_EXACT, Customer.id, Customer.code.in_(written)),
        _found(_EXACT, Customer.id, and_(Customer.tax_id.in_({*written, _bare(asked)}), Customer.tax_id != "")),
        _found(_EXACT, SalesOrder.customer_id, and_(SalesOrder.number.in_(written), _IN_FORCE)),
        _found(_EXACT, SalesOrder.customer_id, SalesOrder.quote_number.in_(written)),
        _found(_EXACT, Invoice.customer_id, Invoice.number.in_(written)),
        _found(_EXACT, ContactPoint.customer_id, ContactPoint.email == asked.casefold()),
    ]
    return union_all(*queries, *_by_phone(number))


def _found(rank: int, customer: Any, where: Any) -> _Found:  # noqa: ANN401 - columns and conditions
    """A part of the look-up; a merged record leads to the one that goes on."""
    root = func.coalesce(Customer.merged_into_id, Customer.id).label("id")
    extension = (ContactPoint.extension if customer is ContactPoint.customer_id else literal("", String)).label("ext")
    query = select(literal(rank).label("rank"), root, extension)
    if customer is not Customer.id:
        query = query.select_from(customer.class_).join(Customer, Customer.id == customer)
    return query.where(where)


def _by_phone(number: Lookup) -> list[_Found]:
    """E.164 first, then all digits, then the last ones; the house's own numbers are exact."""
    if number.kind is LookupKind.NAME:
        return []
    customer, stored = ContactPoint.customer_id, ContactPoint.reversed_digits
    reverse = [phone.suffix_key(digits) for digits in number.digits]
    if number.kind is LookupKind.EXTENSION:
        own = ContactPoint.extension == number.extension
        return [_found(_EXACT, customer, own), _found(_EXACT, customer, stored.in_(reverse))]
    queries = [_found(_DIGITS, customer, stored.in_(reverse))]
    if number.e164:
        queries.append(_found(_EXACT, customer, ContactPoint.e164.in_(number.e164)))
    if number.reversed_suffix:
        queries.append(_found(_SUFFIX, customer, _begins_with(stored, number.reversed_suffix)))
    return queries


def _begins_with(stored: Any, start: str) -> Any:  # noqa: ANN401 - SQLAlchemy's own types
    """A range of digits, which every collation sorts alike."""
    if set(start) == {"9"}:
        return and_(stored >= start, stored.startswith(start))
    return and_(stored >= start, stored < f"{int(start) + 1:0{len(start)}d}")


def _best(rows: Iterable[AnyRow], extension: str | None) -> list[int]:
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
        .where((Customer.search_name == words) | Customer.id.in_(ids))
        .order_by(Customer.search_name, Customer.id)
    )
    ranked = sorted(rows, key=lambda row: (row[1] != words, not row[1].startswith(words)))
    return list(dict.fromkeys(int(row[0]) for row in ranked))[:MOST]


def _bare(asked: str) -> str:
    return "".join(sign for sign in asked.upper() if sign not in _TAX_SIGNS)


def _by_loose_tax_id(tx: Read, asked: str) -> list[int]:
    """A tax id written with other signs between its parts: reads all customers, so it is the last resort."""
    bare = _bare(asked)
    if len(bare) < 7 or not bare.isalnum() or not any(sign.isdecimal() for sign in bare):
        return []
    stored: Any = func.upper(Customer.tax_id)
    for sign in _TAX_SIGNS:
        stored = func.replace(stored, sign, "")
    root = func.coalesce(Customer.merged_into_id, Customer.id)
    rows = tx.all(select(root).where(Customer.tax_id != "", stored == bare).order_by(Customer.id).limit(MOST))
    return list(dict.fromkeys(int(row[0]) for row in rows))
