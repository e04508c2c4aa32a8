"""One import in progress: what it made and changed, what it refused, and whom codes stand for."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import event, select

from app.domain.importing import RowRefusal
from app.domain.importing_rows import ImportRow
from app.domain.refusal import N_
from app.domain.watch import Watch
from app.models import Customer, ImportChange, Product, Staff
from app.store.bulk import insert_many
from app.store.session import Read, Write


@contextmanager
def watched(tx: Write, watch: Watch) -> Iterator[None]:
    """Before each statement somebody may have stopped the work."""

    def look(*_: object) -> None:
        watch.look()

    event.listen(tx.connection, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(tx.connection, "before_cursor_execute", look)


POLICIES = ("fill", "overwrite", "skip")


@dataclass(slots=True)
class Run:
    """The state of one import."""

    id: int
    kind: str
    policy: str
    created: int = 0
    updated: int = 0
    skipped: int = 0
    refused: dict[int, RowRefusal] = field(default_factory=dict)
    changes: list[tuple[int, str, int, int, str | None]] = field(default_factory=list)
    watch: Watch = field(default_factory=Watch)

    def sift(self, read: Iterable[ImportRow | RowRefusal]) -> list[Any]:
        """The rows that could be read; the others are remembered."""
        good: list[Any] = []
        for row in read:
            if isinstance(row, RowRefusal):
                self.refused[row.row] = row
            else:
                good.append(row)
        return good

    def refuse(self, row: int, column: str, value: str, reason: str, right: str = "", **values: object) -> None:
        """Refuse a row, with what would be right."""
        self.refused.setdefault(row, RowRefusal(row, column, value, reason, right, **values))

    @property
    def refusals(self) -> tuple[RowRefusal, ...]:
        """By row."""
        return tuple(self.refused[row] for row in sorted(self.refused))

    def made(self, kind: str, record_id: int, *, counted: bool = True) -> None:
        """A record that did not exist before; what only comes along with others is not counted."""
        self.created += counted
        self.watch.count()
        self.changes.append((self.id, kind, record_id, 1, None))

    def changed(self, kind: str, record_id: int, version: int, before: Mapping[str, object]) -> None:
        """A record that was changed: what stood there, and the version it has now."""
        self.updated += 1
        self.watch.count()
        self.changes.append((self.id, kind, record_id, version, json.dumps(before, default=_plain)))

    def write_changes(self, tx: Write) -> None:
        """Keep what was made and changed, for undoing."""
        insert_many(tx, ImportChange, ("run_id", "kind", "record_id", "version", "before"), self.changes)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    raise TypeError(type(value).__name__)


def revived(before: str) -> dict[str, Any]:
    """What ``changed`` kept, as values again."""

    def hook(found: dict[str, Any]) -> object:
        if found.keys() == {"decimal"}:
            return Decimal(found["decimal"])
        if found.keys() == {"date"}:
            return date.fromisoformat(found["date"])
        if found.keys() == {"moment"}:
            return datetime.fromisoformat(found["moment"])
        return found

    return dict(json.loads(before, object_hook=hook))


def codes(tx: Read, model: type[Customer] | type[Product] | type[Staff]) -> dict[str, int]:
    """All codes of a kind and their ids."""
    return {row[0]: row[1] for row in tx.execute(select(model.code, model.id))}


UNKNOWN_CUSTOMER = N_("There is no customer with this code; import customers first.")
UNKNOWN_PRODUCT = N_("There is no product with this code; import products first.")
UNKNOWN_STAFF = N_("There is no salesperson with this code; import salespeople first.")


def repeated(rows: Sequence[Any], key: str) -> dict[int, str]:
    """Row numbers that repeat the key of an earlier row."""
    seen: set[str] = set()
    again: dict[int, str] = {}
    for row in rows:
        value = getattr(row, key)
        if value in seen:
            again[row.row] = value
        seen.add(value)
    return again
