"""The tree of product groups, with how many products lie in each."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain import rights
from app.models import Category, Product
from app.store.session import Store


@dataclass(frozen=True, slots=True)
class Group:
    """One group: the group it lies in (``None``: on top) and the products directly in it."""

    id: int
    name: str
    parent_id: int | None
    products: int


def groups(store: Store) -> list[Group]:
    """All groups by name, in one statement; raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "records")
        counted = (
            select(Product.category_id.label("id"), func.count().label("products"))
            .where(Product.category_id.is_not(None)).group_by(Product.category_id).subquery()
        )  # fmt: skip
        rows = tx.all(
            select(Category.id, Category.name, Category.parent_id, func.coalesce(counted.c.products, 0))
            .outerjoin(counted, counted.c.id == Category.id).order_by(Category.name, Category.id)
        )  # fmt: skip
        return [Group(*row) for row in rows]
