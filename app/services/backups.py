"""What is remembered about backups: made, tried, planned. The copy itself is made outside of any transaction."""

import json
from datetime import datetime

from sqlalchemy import delete, insert

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Mistake
from app.domain.rights import require
from app.models import Setting
from app.queries.backups import MADE, PLAN, TRIED
from app.store.session import Store, Write

LONGEST_WAIT = 365


def record_made(store: Store, *, place: str, size: int, at: datetime) -> ChangeSet:
    """A backup was written to ``place`` and read back; ``size`` in bytes."""
    return _keep(store, MADE, {"at": at.isoformat(), "place": place[-400:], "size": size}, "backup made")


def record_tried(store: Store, *, place: str, at: datetime) -> ChangeSet:
    """A backup was restored under another name, and all agreed."""
    return _keep(store, TRIED, {"at": at.isoformat(), "place": place[-400:]}, "restore tried")


def plan(store: Store, *, folder: str, every_days: int) -> ChangeSet:
    """Where backups go and how often; 0 days: only by hand. Raises ``Mistake``, ``NotAllowed``."""
    require(store.actor.access, "settings")
    if not 0 <= every_days <= LONGEST_WAIT:
        raise Mistake(N_("Between two backups there are 1 to {most} days."), field="every_days", most=LONGEST_WAIT)
    if every_days and not folder.strip():
        raise Mistake(N_("Name the folder into which backups are written."), field="folder")
    return _keep(store, PLAN, {"folder": folder.strip()[-400:], "every_days": every_days}, "backup planned")


def _keep(store: Store, name: str, value: dict[str, object], action: str) -> ChangeSet:
    with store.write() as tx:
        keep_setting(tx, name, value)
        tx.audit(action, "backup", 0, str(value.get("place", value.get("folder", ""))))
        tx.touched("backup")
        return tx.changes


def keep_setting(tx: Write, name: str, value: object) -> None:
    """A company-wide setting, written over what stood there."""
    tx.execute(delete(Setting).where(Setting.name == name))
    tx.execute(insert(Setting), {"name": name, "value": json.dumps(value, ensure_ascii=False)})
