"""Product groups are added, renamed and moved; none lies in itself, and names are given once."""

import pytest

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.queries.categories import groups
from app.services import categories
from app.services.categories import Place
from app.store.session import Actor


@pytest.fixture
def tree(store):
    """Home > Textiles > Towels; answers with their ids."""
    ids = {}
    for name, parent in (("Home", None), ("Textiles", "Home"), ("Towels", "Textiles")):
        categories.add(store, name, ids.get(parent), request=new_uid())
        ids = {group.name: group.id for group in groups(store)}
    return ids


KEEP = object()


def change(store, category_id, *, name=KEEP, parent=KEEP):
    """Change what is named, from what stands there now."""
    now = next(Place(group.name, group.parent_id) for group in groups(store) if group.id == category_id)
    to = Place(now.name if name is KEEP else name, now.parent_id if parent is KEEP else parent)
    return categories.change(store, category_id, to, before=now)


def shape(store):
    found = {group.id: group for group in groups(store)}
    return {g.name: found[g.parent_id].name if g.parent_id else "" for g in found.values()}


def test_a_group_moves_with_what_lies_in_it_and_never_into_itself(store, tree):
    with pytest.raises(Conflict, match="lie in itself"):
        change(store, tree["Home"], parent=tree["Towels"])
    with pytest.raises(Conflict, match="lie in itself"):
        change(store, tree["Home"], parent=tree["Home"])
    change(store, tree["Textiles"], parent=None)
    assert shape(store) == {"Home": "", "Textiles": "", "Towels": "Textiles"}
    with pytest.raises(NotFound):
        change(store, tree["Home"], parent=999)


def test_names_are_given_once_and_kept_from_others_changes(store, tree, make):
    make.product("Robe", category="Towels")
    with pytest.raises(Conflict, match="elsewhere"):
        change(store, tree["Towels"], name="Home")
    with pytest.raises(Conflict, match="Somebody else"):
        categories.change(store, tree["Towels"], Place("Robes", None), before=Place("Towel", None))
    with pytest.raises(Mistake, match="between groups"):
        categories.add(store, "A > B", None, request=new_uid())
    with pytest.raises(Mistake, match="needs a name"):
        categories.add(store, "  ", None, request=new_uid())
    change(store, tree["Towels"], name="  Bath   towels ")
    assert [(group.name, group.products) for group in groups(store)] == [
        ("Bath towels", 1), ("Home", 0), ("Textiles", 0)]  # fmt: skip


def test_the_same_request_adds_once_and_the_front_desk_adds_none(store, tree):
    request = new_uid()
    for _ in range(2):
        categories.add(store, "Garden", None, request=request)
    assert len(groups(store)) == 4
    store.actor = Actor("ana", None, "front_desk")
    with pytest.raises(NotAllowed):
        categories.add(store, "Sea", None, request=new_uid())
