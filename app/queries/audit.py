"""The trail as a list: who did what to which record, and what stood there before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.domain.filters import Condition, Field, Kind
from app.domain.rights import require
from app.models import Audit
from app.queries.listing import Found, Listed, Sort, by_id, compared, holding
from app.store.session import Read


@dataclass(frozen=True, slots=True)
class TrailRow:
    """One line of the trail."""

    id: int
    at: datetime
    who: str
    action: str
    kind: str
    record: int
    detail: str


FIELDS = (
    Field("who", Kind.TEXT, ("user", "quien", "usuario", "谁", "用户")),
    Field("action", Kind.TEXT, ("accion", "操作")),
    Field("kind", Kind.TEXT, ("tipo", "类型")),
    Field("record", Kind.NUMBER, ("registro", "记录")),
    Field("on", Kind.DAY, ("fecha", "日期")),
)


def _on(tx: Read, one: Condition) -> ColumnElement[bool]:
    """Days of the company's time zone."""
    assert isinstance(one.value, date)
    start = datetime.combine(one.value, time.min, tx.store.zone)
    after = datetime.fromordinal(one.value.toordinal() + 1).replace(tzinfo=tx.store.zone)
    at = Audit.created_at
    found: dict[str, ColumnElement[bool]] = {
        "=": and_(at >= start, at < after), "<": at < start, "<=": at < after, ">": at >= after, ">=": at >= start,
    }  # fmt: skip
    return found[one.op]


def _worded(_tx: Read, words: Sequence[str], _found: Found | None) -> ColumnElement[bool]:
    return and_(*[holding(Audit.detail, Condition("detail", "=", word)) for word in words])


def _rows(tx: Read, ids: Any) -> Sequence[TrailRow]:  # noqa: ANN401 - ids, or a statement that gives them
    require(tx.actor.access, "settings")
    line = Audit
    query = select(
        line.id, line.created_at, line.created_by, line.action, line.kind, line.record_id, line.detail
    ).where(line.id.in_(ids))  # fmt: skip
    return [TrailRow(*row) for row in by_id(tx.all(query), ids)]


LIST: Listed[TrailRow] = Listed(
    identity=Audit.id,
    fields=FIELDS,
    holds={
        "who": lambda tx, one: holding(Audit.created_by, one),
        "action": lambda tx, one: holding(Audit.action, one),
        "kind": lambda tx, one: holding(Audit.kind, one),
        "record": lambda tx, one: compared(Audit.record_id, one),
        "on": _on,
    },
    sorts={"new": Sort(Audit.id)},
    default="-new",
    base=lambda: (Audit.id > 0,),
    worded=_worded,
    named=False,
    rows=_rows,
)
