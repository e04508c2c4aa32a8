"""When the last backup was made, when a restore was tried last, and what a restored database holds."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from app.models import Customer, Operation, SalesOrder, Setting
from app.store.session import Store

MADE, TRIED, PLAN = "backup.made", "backup.tried", "backup.plan"
ENDING = ".backup"
SOON, LATE = timedelta(days=2), timedelta(days=7)
"""After so long without a backup the desk says so, and after so long it says so in red."""


@dataclass(frozen=True, slots=True)
class Backups:
    """``made_at`` and where, ``size`` in bytes; ``tried_at`` is when one was last restored and found whole.

    ``tone`` is ok, warn or bad. ``folder`` and ``every_days`` are what somebody planned (empty and 0: nothing).
    """

    made_at: datetime | None = None
    place: str = ""
    size: int = 0
    tried_at: datetime | None = None
    tried: str = ""
    folder: str = ""
    every_days: int = 0
    tone: str = "bad"

    @property
    def next_at(self) -> datetime | None:
        """When the next one is due."""
        return self.made_at + timedelta(days=self.every_days) if self.made_at and self.every_days else None

    def is_due(self, now: datetime) -> bool:
        """Whether a planned backup is to be made now."""
        return bool(self.every_days and self.folder) and (self.next_at is None or self.next_at <= now)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a database holds, counted: enough to recognise it."""

    customers: int
    orders: int
    newest: datetime | None


def planned_name(at: datetime) -> str:
    """The file's name of a planned backup made at a moment of the company's time."""
    return f"mostrador-{at:%Y%m%d-%H%M%S}{ENDING}"


def state(store: Store) -> Backups:
    """The backups of this company; one statement."""
    with store.read() as tx:
        rows = tx.all(select(Setting.name, Setting.value).where(Setting.name.in_((MADE, TRIED, PLAN))))
        now = tx.now
    kept = {row[0]: json.loads(row[1]) for row in rows}
    made, tried, plan = kept.get(MADE, {}), kept.get(TRIED, {}), kept.get(PLAN, {})
    made_at = _moment(made.get("at"))
    return Backups(
        made_at, str(made.get("place", "")), int(made.get("size", 0)), _moment(tried.get("at")),
        str(tried.get("place", "")), str(plan.get("folder", "")), int(plan.get("every_days", 0)), _tone(made_at, now),
    )  # fmt: skip


def _moment(text: object) -> datetime | None:
    return datetime.fromisoformat(str(text)) if text else None


def _tone(made_at: datetime | None, now: datetime) -> str:
    if made_at is None or now - made_at > LATE:
        return "bad"
    return "warn" if now - made_at > SOON else "ok"


def contents(store: Store) -> Contents:
    """Customers, orders, and when something was last done in a database."""
    with store.read() as tx:
        customers = tx.scalar(select(func.count()).select_from(Customer))
        orders = tx.scalar(select(func.count()).select_from(SalesOrder).where(SalesOrder.void.is_(False)))
        return Contents(customers, orders, tx.scalar(select(func.max(Operation.created_at))))
