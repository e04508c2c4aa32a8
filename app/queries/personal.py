"""What a person arranged: columns of lists, the window's place, what was folded."""

from typing import Any

from sqlalchemy import bindparam, select

from app.domain.arranged import arranged
from app.models import PersonalSetting
from app.store.session import Store

ARRANGED = select(PersonalSetting.name, PersonalSetting.value).where(PersonalSetting.login == bindparam("login"))


def of_actor(store: Store) -> dict[str, Any]:
    """Everything the signed-in person arranged, by name; what is no JSON any more is left out."""
    with store.read() as tx:
        return arranged((name, value) for name, value in tx.all(ARRANGED, {"login": tx.actor.login}))
