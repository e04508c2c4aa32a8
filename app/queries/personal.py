"""What a person arranged: columns of lists, the window's place, what was folded."""

import json
from typing import Any

from sqlalchemy import select

from app.models import PersonalSetting
from app.store.session import Store


def of_actor(store: Store) -> dict[str, Any]:
    """Everything the signed-in person arranged, by name; what is no JSON any more is left out."""
    own = PersonalSetting
    with store.read() as tx:
        rows = tx.all(select(own.name, own.value).where(own.login == tx.actor.login))
    found: dict[str, Any] = {}
    for name, value in rows:
        try:
            found[name] = json.loads(value)
        except ValueError:
            continue
    return found
