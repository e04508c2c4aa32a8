"""What leads to a customer, each one step in an index: numbers, codes, addresses, documents. One statement for all."""

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

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
from app.models import ContactPoint, Customer, Invoice, SalesOrder
from app.store.prepared import Question

_Found: TypeAlias = "Select[int, int | None, str | None]"
EXACT, DIGITS, SUFFIX = 0, 1, 2
"""Ranks of what is found: the lower the better the key."""
_NOTHING = literal_column("''", String)
TAX_SIGNS = "-. /"
"""May stand between the parts of a tax id."""
# word for word the condition of the index on numbers, which SQLite takes only so; as a column it would get "= 1"
_IN_FORCE = text("sales_order.void IS NOT TRUE")


@dataclass(frozen=True, slots=True)
class Keys:
    """A text as it is looked up: the number it may be, and values by the names of parameters."""

    asked: str
    number: Lookup
    values: Mapping[str, str]

    @property
    def shape(self) -> tuple[str, ...]:
        """On what the statement depends."""
        return tuple(self.values)


def keys_of(asked: str, number: Lookup) -> Keys:
    """All keys that a text may be."""
    values: dict[str, str] = {"typed": asked, "email": asked.casefold()}
    # what is written alike is looked up once
    if asked.upper() != asked:
        values["upper"] = asked.upper()
    if bare(asked) not in (asked, asked.upper()):
        values["bare"] = bare(asked)
    if number.kind is not LookupKind.NAME:
        values |= {f"digits{at}": phone.suffix_key(digits) for at, digits in enumerate(number.digits)}
        values |= {f"e164{at}": e164 for at, e164 in enumerate(number.e164)}
    if number.kind is LookupKind.EXTENSION:
        values["extension"] = number.extension or ""
    elif number.kind is LookupKind.NUMBER and number.reversed_suffix:
        start = number.reversed_suffix
        values |= {"suffix": start, "after": _after(start)}
    return Keys(asked, number, values)


def bare(asked: str) -> str:
    """A tax id without the signs between its parts."""
    return "".join(sign for sign in asked.upper() if sign not in TAX_SIGNS)


@functools.cache
def question(shape: tuple[str, ...]) -> Question:
    """The statement for these parameters, made once: there are some ten shapes of what is typed."""
    return Question(found_by(shape))


def found_by(shape: tuple[str, ...]) -> Any:  # noqa: ANN401 - SQLAlchemy's compound select
    """One statement for all keys, with rank, customer and extension; each part is one step in an index."""
    typed: list[Any] = [bindparam(name) for name in ("typed", "upper") if name in shape]
    tax_ids = [*typed, *[bindparam(name) for name in ("bare",) if name in shape]]
    queries = [
        _found(EXACT, Customer.id, _any(Customer.code, typed)),
        # "greater" is a step in the index too, where most customers have no tax id
        _found(EXACT, Customer.id, and_(_any(Customer.tax_id, tax_ids), Customer.tax_id > _NOTHING)),
        _found(EXACT, SalesOrder.customer_id, and_(_any(SalesOrder.number, typed), _IN_FORCE)),
        _found(EXACT, SalesOrder.customer_id, _any(SalesOrder.quote_number, typed)),
        _found(EXACT, Invoice.customer_id, _any(Invoice.number, typed)),
        _found(EXACT, ContactPoint.customer_id, ContactPoint.email == bindparam("email")),
    ]
    return union_all(*queries, *_by_phone(shape))


def _any(column: Any, values: Sequence[Any]) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """``IN`` written out: a list of values is expanded only when SQLAlchemy sends the statement itself."""
    return or_(*[column == value for value in values])


def _found(rank: int, customer: Any, where: Any) -> _Found:  # noqa: ANN401 - columns and conditions
    """A part of the look-up; a merged record leads to the one that goes on."""
    root: Any = func.coalesce(Customer.merged_into_id, Customer.id)
    if customer is not Customer.id:
        # one step for each: joined, a server that plans for any number may begin with all customers
        root = select(root).where(Customer.id == customer).scalar_subquery()
    none = cast(null(), String)
    extension = (ContactPoint.extension if customer is ContactPoint.customer_id else none).label("ext")
    query = select(literal_column(str(rank), Integer).label("rank"), root.label("id"), extension)
    return query.select_from(customer.table).where(where)


def _by_phone(given: Sequence[str]) -> list[_Found]:
    """E.164 first, then all digits, then the last ones; the house's own numbers are exact."""
    customer, stored = ContactPoint.customer_id, ContactPoint.reversed_digits
    digits: list[Any] = [bindparam(name) for name in given if name.startswith("digits")]
    e164: list[Any] = [bindparam(name) for name in given if name.startswith("e164")]
    own = "extension" in given
    queries = []
    if own:
        queries.append(_found(EXACT, customer, ContactPoint.extension == bindparam("extension")))
    if digits:
        queries.append(_found(EXACT if own else DIGITS, customer, _any(stored, digits)))
    if e164 and not own:
        queries.append(_found(EXACT, customer, _any(ContactPoint.e164, e164)))
    if "suffix" in given:
        between = and_(stored >= bindparam("suffix"), stored < bindparam("after"))
        queries.append(_found(SUFFIX, customer, between))
    return queries


def _after(start: str) -> str:
    """The end of the range of digits that begin with ``start``; letters come after digits in every collation."""
    return f"{start[:-1]}A" if set(start) == {"9"} else f"{int(start) + 1:0{len(start)}d}"
