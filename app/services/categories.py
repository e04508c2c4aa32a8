"""Product groups: add one, give it another name, put it into another one; a group never lies in itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import Category
from app.queries.product_form import PATH
from app.services.products import LONGEST_CATEGORY
from app.store.bulk import new_ids
from app.store.session import Store, Write

RIGHT = "change_prices"


def add(store: Store, name: str, parent_id: int | None, *, request: UUID) -> ChangeSet:
    """A new group, on top or within another one; raises ``NotAllowed``, ``Mistake``, ``Conflict``, ``NotFound``."""
    with store.write() as tx:
        rights.require(tx.actor.access, RIGHT)
        if tx.claim(request, "category") is None:
            written = _checked(tx, name, None)
            if parent_id is not None:
                _row(tx, parent_id)
            [made] = new_ids(tx, Category, 1)
            tx.execute(insert(Category), {"id": made, "name": written, "parent_id": parent_id})
            tx.done(request, "category", made)
            tx.audit("added", "category", made, written)
            tx.touched("category", made)
        return tx.changes


@dataclass(frozen=True, slots=True)
class Place:
    """A group's name and the group it lies in (``None``: on top)."""

    name: str
    parent_id: int | None


def change(store: Store, category_id: int, to: Place, *, before: Place) -> ChangeSet:
    """Another name, another group around it, with all that lies in it; ``before`` is what this person saw.

    Raises as ``add`` does, and ``Conflict`` that shows the way for a group that would lie in itself.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, RIGHT)
        name = _checked(tx, to.name, category_id)
        if _row(tx, category_id) != before:
            raise Conflict(N_("Somebody else changed this group meanwhile. Look at it again."))
        if to.parent_id is not None:
            _row(tx, to.parent_id)
            _no_circle(tx, category_id, to.parent_id)
        values = {"name": name, "parent_id": to.parent_id}
        tx.execute(update(Category).where(Category.id == category_id).values(values))
        tx.audit("changed", "category", category_id, f"{before.name} → {name}")
        tx.touched("category", category_id)
        # lists write the group's name beside each product
        tx.touched("product")
        return tx.changes


def _no_circle(tx: Write, category_id: int, parent_id: int) -> None:
    """From the new place upwards the group itself must not come."""
    rows = tx.all(select(Category.id, Category.name, Category.parent_id))
    names = {row.id: row.name for row in rows}
    above: Mapping[int, int | None] = {row.id: row.parent_id for row in rows}
    way: list[int] = []
    at: int | None = parent_id
    while at is not None and len(way) <= len(rows):
        way.append(at)
        if at == category_id:
            path = PATH.join(names[one] for one in reversed(way))
            raise Conflict(N_("A group cannot lie in itself: {path}."), path=path)
        at = above.get(at)


def _row(tx: Write, category_id: int) -> Place:
    row = tx.first(select(Category.name, Category.parent_id).where(Category.id == category_id))
    if row is None:
        raise NotFound(N_("This group is not there any more."))
    return Place(row.name, row.parent_id)


def _checked(tx: Write, name: str, but: int | None) -> str:
    written = " ".join(name.split())
    if not written:
        raise Mistake(N_("A group needs a name."), field="name")
    if len(written) > LONGEST_CATEGORY:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="name", limit=LONGEST_CATEGORY)
    if PATH.strip() in written:
        raise Mistake(N_("Write the name alone; ‘{sign}’ stands between groups."), field="name", sign=PATH.strip())
    other = tx.scalar(select(Category.id).where(Category.name == written))
    if other is not None and other != but:
        raise Conflict(
            N_("There is a category ‘{name}’ elsewhere already. Give this one another name."), field="name",
            name=written,
        )  # fmt: skip
    return written
