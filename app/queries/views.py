"""Saved views of lists: named filters, one's own and everybody's."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from app.models import SavedView
from app.store.session import Store


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view; ``shared`` ones are everybody's."""

    id: int
    name: str
    filter_text: str
    sort: str
    shared: bool


def of_list(store: Store, list_name: str) -> Sequence[ViewRow]:
    """The views of a list that the signed-in person sees, everybody's first. One statement."""
    view = SavedView
    with store.read() as tx:
        rows = tx.all(
            select(view.id, view.name, view.filter_text, view.sort, view.login)
            .where(view.list_name == list_name, or_(view.login == "", view.login == tx.actor.login))
            .order_by(view.login != "", view.position, view.id)
        )
    return [ViewRow(one, name, text, sort, login == "") for one, name, text, sort, login in rows]
