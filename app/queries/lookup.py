"""From anything a person types or a telephone reports to the customer it means: numbers, codes, addresses, names."""

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    null,
    or_,
    select,
    text,
    union_all,
)

from app.domain import phone
from app.domain.phone import Lookup, LookupKind
from app.domain.text import folded
from app.models import Company, ContactPoint, Customer, Invoice, SalesOrder
from app.store import search
from app.store.prepared import Question, together
from app.store.session import Read, Store

MOST = 50
"""So many customers are listed at most; whoever gets as many has to type more."""
LONGEST = 200
_Found: TypeAlias = "Select[int, int | None, str | None]"
_EXACT, _DIGITS, _SUFFIX = 0, 1, 2
_NOTHING = literal_column("''", String)
_TAX_SIGNS = "-. /"
# word for word the condition of the index on numbers, which SQLite takes only so; as a column it would get "= 1"
_IN_FORCE = text("sales_order.void IS NOT TRUE")


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
    asked = "".join(sign for sign in text if sign.isprintable())[:LONGEST].strip()
    if not asked:
        return Match("none")
    number = phone.look_up(asked, _countries(tx, asked, country))
    rows = _by_key(tx, asked, number)
    of_number = number.extension if number.kind is LookupKind.NUMBER else None
    return _match(_best(rows, of_number) or _by_name(tx, asked) or _by_loose_tax_id(tx, asked))


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


def _by_key(tx: Read, asked: str, number: Lookup) -> list[_Row]:
    """One statement for all keys; each part is one step in an index."""
    values: dict[str, str] = {"typed": asked, "upper": asked.upper(), "bare": _bare(asked), "email": asked.casefold()}
    if number.kind is not LookupKind.NAME:
        values |= {f"digits{at}": phone.suffix_key(digits) for at, digits in enumerate(number.digits)}
        values |= {f"e164{at}": e164 for at, e164 in enumerate(number.e164)}
    if number.kind is LookupKind.EXTENSION:
        values["extension"] = number.extension or ""
    elif number.kind is LookupKind.NUMBER and number.reversed_suffix:
        start = number.reversed_suffix
        values |= {"suffix": start, "after": _after(start)}
    [rows] = together(tx, (_question(tuple(values)), values))
    return [_Row(*row) for row in rows]


@functools.cache
def _question(given: tuple[str, ...]) -> Question:
    """The statement for these parameters, made once: there are some ten shapes of what is typed."""
    typed: list[Any] = [bindparam("typed"), bindparam("upper")]
    queries = [
        _found(_EXACT, Customer.id, _any(Customer.code, typed)),
        _found(
            _EXACT, Customer.id, and_(_any(Customer.tax_id, [*typed, bindparam("bare")]), Customer.tax_id != _NOTHING)
        ),
        _found(_EXACT, SalesOrder.customer_id, and_(_any(SalesOrder.number, typed), _IN_FORCE)),
        _found(_EXACT, SalesOrder.customer_id, _any(SalesOrder.quote_number, typed)),
        _found(_EXACT, Invoice.customer_id, _any(Invoice.number, typed)),
        _found(_EXACT, ContactPoint.customer_id, ContactPoint.email == bindparam("email")),
    ]
    return Question(union_all(*queries, *_by_phone(given)))


def _any(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """``IN`` written out: a list of values is expanded only when SQLAlchemy sends the statement itself."""
    return or_(*[column == value for value in values])


def _found(rank: int, customer: Any, where: Any) -> _Found:  # noqa: ANN401 - columns and conditions
    """A part of the look-up; a merged record leads to the one that goes on."""
    root = func.coalesce(Customer.merged_into_id, Customer.id).label("id")
    none = cast(null(), String)
    extension = (ContactPoint.extension if customer is ContactPoint.customer_id else none).label("ext")
    query = select(literal_column(str(rank), Integer).label("rank"), root, extension)
    if customer is not Customer.id:
        query = query.select_from(customer.table).join(Customer, Customer.id == customer)
    return query.where(where)


def _by_phone(given: Sequence[str]) -> list[_Found]:
    """E.164 first, then all digits, then the last ones; the house's own numbers are exact."""
    customer, stored = ContactPoint.customer_id, ContactPoint.reversed_digits
    digits: list[Any] = [bindparam(name) for name in given if name.startswith("digits")]
    e164: list[Any] = [bindparam(name) for name in given if name.startswith("e164")]
    own = "extension" in given
    queries = []
    if own:
        queries.append(_found(_EXACT, customer, ContactPoint.extension == bindparam("extension")))
    if digits:
        queries.append(_found(_EXACT if own else _DIGITS, customer, _any(stored, digits)))
    if e164 and not own:
        queries.append(_found(_EXACT, customer, _any(ContactPoint.e164, e164)))
    if "suffix" in given:
        between = and_(stored >= bindparam("suffix"), stored < bindparam("after"))
        queries.append(_found(_SUFFIX, customer, between))
    return queries


def _after(start: str) -> str:
    """The end of the range of digits that begin with ``start``; letters come after digits in every collation."""
    return f"{start[:-1]}A" if set(start) == {"9"} else f"{int(start) + 1:0{len(start)}d}"


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
