"""Rows without a code: the record that is meant is found by tax number, e-mail, telephone or name, or is a new one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from app.domain import phone
from app.domain.importing_rows import CustomerRow, ProductRow
from app.domain.refusal import N_
from app.domain.text import folded
from app.models import ContactPoint, Customer, Product
from app.models.declared import aliased
from app.queries import company
from app.services.import_run import Run
from app.services.numbering import free_numbers
from app.services.voiding import chunks
from app.store.session import Write

Keys = Mapping[str, set[str]]
_SERIES: Mapping[str, tuple[str, Any]] = {
    "customers": ("customer", Customer.code),
    "products": ("product", Product.code),
}


def coded(tx: Write, run: Run, rows: Sequence[Any], find_by: Sequence[str]) -> list[Any]:
    """The rows, each with a code; only customers and products may come without one."""
    if run.kind not in _SERIES or all(row.code for row in rows):
        return list(rows)
    bare = [row for row in rows if not row.code]
    country = company.of(tx).country
    keys = {row.row: _keys(row, find_by, country) for row in bare}
    known = _known(tx, run.kind, keys.values())
    given = {row.row: code for row in bare if (code := _meant(keys[row.row], find_by, known))}
    new = [row for row in bare if row.row not in given]
    _refuse_repeated(run, new, keys)
    new = [row for row in new if row.row not in run.refused]
    series, column = _SERIES[run.kind]
    for row, code in zip(new, free_numbers(tx, column, series, tx.today, len(new)), strict=True):
        given[row.row] = code
    return [row if row.code else row._replace(code=given[row.row]) for row in rows if row.row not in run.refused]


def _keys(row: CustomerRow | ProductRow, find_by: Sequence[str], country: str) -> Keys:
    """What a row can be recognised by, in the form in which the database keeps it."""
    found: dict[str, set[str]] = {"name": {row.name}}
    if isinstance(row, CustomerRow):
        found["tax_id"] = {row.tax_id} if row.tax_id else set()
        found["email"] = {row.email.casefold()} if row.email else set()
        numbers = (row.phone, row.phone2, row.mobile)
        found["phone"] = {
            e164 for text in numbers if text and (e164 := phone.parse(text, row.country or country).e164)
        }  # fmt: skip
    return {name: found.get(name, set()) for name in find_by}


def _known(tx: Write, kind: str, keys: Iterable[Keys]) -> dict[str, dict[str, set[str]]]:
    """Codes of records by key and value."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for own in keys:
        for name, values in own.items():
            wanted[name] |= values
    asks = _ASK[kind]
    return {name: asks[name](tx, values) for name, values in wanted.items() if name in asks and values}


def _meant(keys: Keys, find_by: Sequence[str], known: Mapping[str, Mapping[str, set[str]]]) -> str:
    """The code of the one record that the first telling key names; a key that several records have tells nothing."""
    for name in find_by:
        codes = {code for value in keys[name] for code in known.get(name, {}).get(value, ())}
        if len(codes) == 1:
            return next(iter(codes))
    return ""


def _refuse_repeated(run: Run, rows: Sequence[Any], keys: Mapping[int, Keys]) -> None:
    """The same name with the same number or address twice is one record that stands in the file twice."""
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        marks = [(folded(row.name), name, value) for name, values in keys[row.row].items() for value in sorted(values)]
        first = next((seen[mark] for mark in marks if mark in seen), None)
        if first is not None:
            run.refuse(
                row.row, "name", row.name, N_("This stands in row {first} already; keep one of the rows."), first=first
            )  # fmt: skip
            continue
        seen.update(dict.fromkeys(marks, row.row))


def _customers(tx: Write, column: Any, values: set[str], *, points: bool = False) -> dict[str, set[str]]:  # noqa: ANN401
    """Codes of the customers that go on, by the value of a column of theirs or of their contact points."""
    kept = aliased(Customer)
    found: defaultdict[str, set[str]] = defaultdict(set)
    query = select(column, kept.code).select_from(Customer)
    if points:
        query = query.join(ContactPoint, ContactPoint.customer_id == Customer.id)
    query = query.join(kept, kept.id == func.coalesce(Customer.merged_into_id, Customer.id))
    for some in chunks(sorted(values)):
        for value, code in tx.all(query.where(column.in_(some))):
            found[value].add(code)
    return found


def _products_named(tx: Write, values: set[str]) -> dict[str, set[str]]:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for some in chunks(sorted(values)):
        for name, code in tx.all(select(Product.name, Product.code).where(Product.name.in_(some))):
            found[name].add(code)
    return found


_ASK: Mapping[str, Mapping[str, Callable[[Write, set[str]], dict[str, set[str]]]]] = {
    "customers": {
        "tax_id": lambda tx, values: _customers(tx, Customer.tax_id, values),
        "email": lambda tx, values: _customers(tx, ContactPoint.email, values, points=True),
        "phone": lambda tx, values: _customers(tx, ContactPoint.e164, values, points=True),
        "name": lambda tx, values: _customers(tx, Customer.name, values),
    },
    "products": {"name": _products_named},
}
