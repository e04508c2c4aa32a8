"""Saving a product's form: only what was changed, merged with what somebody else saved meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.customer import merged
from app.domain.ids import new_uid
from app.domain.money import HUNDRED, PERCENT_PLACES, checked
from app.domain.refusal import N_, Conflict, Mistake, NeedsConsent, NotFound
from app.domain.text import search_key
from app.models import Product
from app.queries.product_form import PLAIN, values_of
from app.services.products import Added, ProductDraft, category_id, check_code, check_draft, insert_product
from app.store.session import Store, Write

MARKS = ("", "promote", "restrict")
NOTED = frozenset({"availability"})
"""What everybody may write: whether it can be had is known first by who answers the telephone."""


@dataclass(frozen=True, slots=True)
class ProductEdit:
    """New values by field of ``product_form.PLAIN``, and in ``base`` what these fields held when they were read."""

    fields: Mapping[str, Any] = field(default_factory=dict)
    base: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Saved:
    """``merged``: whether somebody else's changes of other fields were kept; ``back`` takes this save back."""

    id: int
    version: int
    merged: bool
    changes: ChangeSet
    back: Any = None


def save(
    store: Store, product_id: int, edit: ProductEdit, *, version: int, request: UUID, consent: bool = False
) -> Saved:
    """Save what was changed. Fields that only one of two people changed both stay.

    Raises ``Conflict`` with ``differing`` (a tuple of ``Differing``) and ``version`` when both changed the same field,
    or for a code that is used; ``NeedsConsent`` for a barcode that another product has; ``Mistake`` for what cannot be.
    """
    unknown = edit.fields.keys() - set(PLAIN)
    if unknown:
        raise Mistake(N_("A product has no field ‘{field_name}’."), field_name=sorted(unknown)[0])
    with store.write() as tx:
        rights.require(tx.actor.access, "records" if edit.fields.keys() <= NOTED else "change_prices")
        if tx.claim(request, "product saved") is not None:
            return Saved(product_id, _version(tx, product_id), False, ChangeSet())
        now = _version(tx, product_id, held=True)
        theirs, _ = values_of(tx, product_id)
        fresh, differing = merged(edit.base, theirs, _clean(edit.fields))
        if differing:
            raise Conflict(
                N_("Somebody else changed the same field meanwhile. Both values are shown: choose which one stays."),
                differing=tuple(differing), version=now,
            )  # fmt: skip
        if not fresh:
            return Saved(product_id, now, now != version, tx.changes)
        check(tx, fresh, but=product_id, consent=consent)
        _write(tx, product_id, fresh, now)
        tx.done(request, "product saved", product_id)
        tx.touched("product", product_id)
        back = ProductEdit({name: theirs[name] for name in fresh}, fresh)
        deed = partial(save, product_id=product_id, edit=back, version=now + 1, request=new_uid(), consent=True)
        return Saved(product_id, now + 1, now != version, tx.changes, deed)


def create(store: Store, draft: ProductDraft, *, request: UUID, consent: bool = False) -> Added:
    """A new product with its first price and cost; without a code it gets one. Raises what ``save`` raises."""
    check_draft(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "change_prices")
        done = tx.claim(request, "product")
        if done is None:
            values = {name: getattr(draft, name) for name in PLAIN}
            check(tx, {name: value for name, value in values.items() if value != ""}, consent=consent)
            done = insert_product(tx, draft)
            tx.done(request, "product", done)
            tx.audit("added", "product", done)
            if draft.availability:
                tx.audit("availability", "product", done, draft.availability)
        tx.touched("product", done)
        return Added(done, str(tx.scalar(select(Product.code).where(Product.id == done))), tx.changes)


def _version(tx: Write, product_id: int, *, held: bool = False) -> int:
    query = select(Product.version).where(Product.id == product_id)
    found = tx.scalar(query if tx.sqlite or not held else query.with_for_update())
    if found is None:
        raise NotFound(N_("There is no such product."))
    return int(found)


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: " ".join(value.split()) if isinstance(value, str) else value for name, value in fields.items()}


def check(tx: Write, values: Mapping[str, Any], *, but: int | None = None, consent: bool = False) -> None:
    """Raises ``Mistake``, ``Conflict`` or ``NeedsConsent`` at the field that cannot be, or should be looked at."""
    for name, words in (("name", N_("A product needs a name.")), ("code", N_("A product needs a code."))):
        if name in values and not str(values[name]).strip():
            raise Mistake(words, field=name)
    for name, value in values.items():
        most = getattr(Product.__table__.c[name].type, "length", None) if name != "category" else None
        if most and isinstance(value, str) and len(value) > most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=most)
    check_code(tx, str(values.get("code") or ""), but)
    if values.get("mark", "") not in MARKS:
        raise Mistake(N_("A product is promoted, restricted or neither."), field="mark")
    if "tax_rate" in values:
        check_rate(values["tax_rate"])
    if values.get("barcode") and not consent:
        _check_barcode(tx, values["barcode"], but)


def check_rate(rate: Decimal | None) -> None:
    """Raises ``Mistake`` for a tax rate that is none, or over 100 percent."""
    if rate is None:
        raise Mistake(N_("Write the tax rate in percent; 0 for none."), field="tax_rate")
    if checked(rate, PERCENT_PLACES, field="tax_rate") > HUNDRED:
        raise Mistake(N_("A tax rate is at most 100 percent."), field="tax_rate")


def _check_barcode(tx: Write, barcode: str, but: int | None) -> None:
    other = tx.first(
        select(Product.code, Product.name).where(Product.barcode == barcode, Product.id != (but or 0)).limit(1)
    )
    if other is not None:
        raise NeedsConsent(
            N_("Product {code} ({name}) has this barcode too; a scanner could not tell them apart."),
            hint=N_("Save it anyway (Alt+Enter)."), field="barcode", code=other.code, name=other.name,
        )  # fmt: skip


def _write(tx: Write, product_id: int, fresh: Mapping[str, Any], version: int) -> None:
    values = {name: value for name, value in fresh.items() if name != "category"}
    if "category" in fresh:
        values["category_id"] = category_id(tx, fresh["category"])
    if "name" in values:
        values["search_name"] = search_key(values["name"])
    if "barcode" in values:
        values["barcode"] = values["barcode"] or None
    columns = Product.__table__.c
    statement = update(Product).where(Product.id == product_id, Product.version == version)
    written = {columns[name]: value for name, value in values.items()} | {columns.version: version + 1}
    if not tx.execute(statement.values(written)).rowcount:
        raise Conflict(N_("Somebody else changed this product meanwhile. Look at it again before saving."))
    others = sorted(fresh.keys() - NOTED)
    if others:
        tx.audit("changed", "product", product_id, ", ".join(others))
    if "availability" in fresh:
        tx.audit("availability", "product", product_id, fresh["availability"])
