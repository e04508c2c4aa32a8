"""Keeps what a person arranged, under the person's own login and nobody else's."""

import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake
from app.models import PersonalSetting
from app.store.prepared import Insertion, together
from app.store.session import Store

LONGEST_NAME = 120
LONGEST_VALUE = 100_000
"""Signs of one arrangement as JSON."""

_KEEP = Insertion(
    PersonalSetting, "login", "name", "value", conflict="ON CONFLICT (login, name) DO UPDATE SET value = excluded.value"
)


def keep(store: Store, values: Mapping[str, Any]) -> ChangeSet:
    """Keep arrangements of the signed-in person by name; ``None`` forgets one. Repeating it changes nothing.

    Raises ``Mistake`` for a name or value that is too long.
    """
    rows = []
    for name, value in values.items():
        text = json.dumps(value, ensure_ascii=False)
        if not 0 < len(name) <= LONGEST_NAME or len(text) > LONGEST_VALUE:
            raise Mistake(N_("This arrangement is too large to be kept."), field=name)
        if value is not None:
            rows.append((store.actor.login, name, text))
    gone = [name for name, value in values.items() if value is None]
    with store.write() as tx:
        if rows:
            together(tx, (_KEEP, rows))
        if gone:
            own = PersonalSetting
            tx.execute(delete(own).where(own.login == tx.actor.login, own.name.in_(gone)))
        return tx.changes
