"""Steps of the first start are ticked off: because they were tried, or because nobody wants them."""

from sqlalchemy import select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake
from app.models import Setting
from app.queries.setup_steps import KEPT, STEPS, ticked_in
from app.services.backups import keep_setting
from app.store.session import Store


def tick(store: Store, key: str) -> ChangeSet:
    """A step is done, or not wanted. Raises ``Mistake`` for an unknown one and ``NotAllowed``."""
    if key not in STEPS:
        raise Mistake(N_("There is no step ‘{key}’."), key=key)
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        done = ticked_in(tx.scalar(select(Setting.value).where(Setting.name == KEPT)))
        keep_setting(tx, KEPT, sorted(done | {key}))
        tx.touched("setup")
        return tx.changes
