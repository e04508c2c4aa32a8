"""Saved views of lists: kept under the person's login, or shared with everybody by who has the right."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from app.domain import rights
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotAllowed, NotFound
from app.domain.undoing import Undoable
from app.models import SavedView
from app.store.bulk import new_ids
from app.store.session import Read, Store, Write

LONGEST_NAME = 80
LONGEST_FILTER = 400
LONGEST_SORT = 120

_KEPT = ("list_name", "name", "filter_text", "sort", "login", "position")


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as it is to be kept; ``shared`` needs the right to share."""

    list_name: str
    name: str
    filter_text: str = ""
    sort: str = ""
    shared: bool = False


def add(store: Store, draft: ViewDraft, *, request: UUID) -> Undoable:
    """Keep a view. Raises ``Mistake`` for an empty or taken name, ``NotAllowed`` for who may not share."""
    values = _checked(draft.name, draft.filter_text, draft.sort)
    with store.write() as tx:
        login = "" if draft.shared else _own_login(tx)
        _may_touch(tx, login)
        done = tx.claim(request, "saved view")
        if done is None:
            _free_name(tx, draft.list_name, login, values["name"])
            [done] = new_ids(tx, SavedView, 1)
            last = tx.scalar(select(func.max(SavedView.position)).where(SavedView.list_name == draft.list_name)) or 0
            kept = {"id": done, "list_name": draft.list_name, "login": login, "position": last + 1}
            tx.execute(insert(SavedView), kept | values | {"created_by": tx.actor.login})
            tx.done(request, "saved view", done)
        tx.touched("view", done)
        return Undoable(tx.changes, partial(remove, view_id=done), done)


def change(store: Store, view_id: int, **values: str) -> Undoable:
    """Another ``name``, or another ``filter_text`` and ``sort``. Raises ``Mistake``, ``NotAllowed``, ``NotFound``."""
    with store.write() as tx:
        before = _row(tx, view_id)
        after = before | values
        checked = _checked(after["name"], after["filter_text"], after["sort"])
        if checked["name"] != before["name"]:
            _free_name(tx, before["list_name"], before["login"], checked["name"])
        tx.execute(update(SavedView).where(SavedView.id == view_id).values(**checked))
        tx.touched("view", view_id)
        old, new = ({key: one[key] for key in checked} for one in (before, checked))
        return Undoable(tx.changes, partial(_return, view_id=view_id, old=old, new=new), view_id)


def _return(store: Store, *, view_id: int, old: Mapping[str, str], new: Mapping[str, str]) -> Undoable:
    """Take a change back, unless somebody changed the view again."""
    with store.read() as tx:
        now = _row(tx, view_id)
    if any(now[key] != value for key, value in new.items()):
        raise Conflict(N_("Somebody else changed this view meanwhile."))
    return change(store, view_id, **old)


def remove(store: Store, view_id: int) -> Undoable:
    """Forget a view. Raises ``NotAllowed``, ``NotFound``."""
    with store.write() as tx:
        before = _row(tx, view_id)
        tx.execute(delete(SavedView).where(SavedView.id == view_id))
        tx.touched("view", view_id)
        draft = ViewDraft(
            before["list_name"], before["name"], before["filter_text"], before["sort"], before["login"] == ""
        )
        return Undoable(tx.changes, partial(add, draft=draft, request=new_uid()), view_id)


def _own_login(tx: Read) -> str:
    if not tx.actor.login:
        raise Mistake(N_("Sign in to keep a view of your own."))
    return tx.actor.login


def _may_touch(tx: Read, login: str) -> None:
    if login == "":
        rights.require(tx.actor.access, "share_views")
    elif login != tx.actor.login:
        raise NotAllowed(N_("This view belongs to somebody else."))


def _row(tx: Read, view_id: int) -> dict[str, Any]:
    row = tx.first(select(*[getattr(SavedView, name) for name in _KEPT]).where(SavedView.id == view_id))
    if row is None:
        raise NotFound(N_("There is no such view any more."))
    _may_touch(tx, row.login)
    return dict(zip(_KEPT, row, strict=True))


def _checked(name: str, filter_text: str, sort: str) -> dict[str, str]:
    name = " ".join(name.split())
    if not name:
        raise Mistake(N_("Give the view a name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Mistake(N_("The name has {count} signs; at most {most} fit."), field="name", count=len(name),
                      most=LONGEST_NAME)  # fmt: skip
    if len(filter_text) > LONGEST_FILTER or len(sort) > LONGEST_SORT:
        raise Mistake(N_("This filter is too long to be kept."), field="name")
    return {"name": name, "filter_text": filter_text, "sort": sort}


def _free_name(tx: Write, list_name: str, login: str, name: str) -> None:
    view = SavedView
    taken = select(view.id).where(view.list_name == list_name, view.login == login, view.name == name)
    if tx.scalar(taken) is not None:
        raise Mistake(N_("There is a view named ‘{name}’ already."), field="name", name=name)
