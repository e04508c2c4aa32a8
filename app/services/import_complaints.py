"""Complaints from a file; what solving them cost is a contribution entry."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.importing_rows import ComplaintRow
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.models import Complaint, ComplaintCost, Customer, SalesOrder, Staff
from app.services.booking import book
from app.services.import_run import UNKNOWN_CUSTOMER, UNKNOWN_STAFF, Run, codes, repeated
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

_COLUMNS = (
    "id", "uid", "number", "customer_id", "order_id", "subject", "channel", "cause", "severity", "status",
    "opened_at", "first_response_at", "closed_at", "solution", "satisfaction", "owner_id", "note", "import_run_id",
    "created_by", "version",
)  # fmt: skip


def complaints(tx: Write, run: Run, rows: Sequence[ComplaintRow]) -> None:
    """Register new complaints; known numbers are left as they are."""
    customers, staff = codes(tx, Customer), codes(tx, Staff)
    orders = {
        row[0]: row[1] for row in tx.execute(select(SalesOrder.number, SalesOrder.id).where(SalesOrder.void.is_(False)))
    }
    there = {row[0] for row in tx.execute(select(Complaint.number).where(Complaint.void.is_(False)))}
    for number, value in repeated(rows, "number").items():
        run.refuse(number, "number", value, N_("This number stands in the file twice; keep one of the rows."))
    good = []
    for row in rows:
        if row.row in run.refused:
            continue
        if row.number in there:
            run.skipped += 1
        elif _sound(run, row, customers, staff, orders):
            good.append(row)
    ids = new_ids(tx, Complaint, len(good))
    zone = tx.store.zone

    def moment(value: datetime | None) -> datetime | None:
        if value is None:
            return None
        return (value if value.tzinfo else value.replace(tzinfo=zone)).astimezone(UTC)

    insert_many(
        tx, Complaint, _COLUMNS,
        (
            (
                complaint_id, new_uid(), row.number, customers[row.customer], orders.get(row.order or ""), row.subject,
                row.channel or "", row.cause or "", row.severity or "", row.status or _state(row),
                moment(row.opened_at), moment(row.first_response_at), moment(row.closed_at), row.solution or "",
                row.satisfaction, staff.get(row.owner or ""), row.note or "", run.id, tx.actor.login, 1,
            )
            for complaint_id, row in zip(ids, good, strict=True)
        ),
    )  # fmt: skip
    costly = [(complaint_id, row) for complaint_id, row in zip(ids, good, strict=True) if row.cost]
    insert_many(tx, ComplaintCost, ("complaint_id", "cost"), ((i, row.cost) for i, row in costly))
    book(
        tx,
        [
            Booking(
                "complaint", (row.closed_at or row.opened_at).date(), customers[row.customer],
                Part(None, ZERO, ZERO, row.cost or ZERO), order_id=orders.get(row.order or ""), complaint_id=i,
            )
            for i, row in costly
        ],
    )  # fmt: skip
    for complaint_id in ids:
        run.made("complaint", complaint_id)


def _state(row: ComplaintRow) -> str:
    return "closed" if row.closed_at else "new"


def _sound(run: Run, row: ComplaintRow, customers: Any, staff: Any, orders: Any) -> bool:  # noqa: ANN401 - code maps
    if row.customer not in customers:
        run.refuse(row.row, "customer", row.customer, UNKNOWN_CUSTOMER)
    elif row.owner and row.owner not in staff:
        run.refuse(row.row, "owner", row.owner, UNKNOWN_STAFF)
    elif row.order and row.order not in orders:
        run.refuse(row.row, "order", row.order, N_("There is no order with this number; import orders first."))
    elif row.first_response_at and row.first_response_at < row.opened_at:
        run.refuse(
            row.row, "first_response_at", str(row.first_response_at), N_("The first response is before the opening.")
        )
    elif row.closed_at and row.closed_at < row.opened_at:
        run.refuse(row.row, "closed_at", str(row.closed_at), N_("The closing is before the opening."))
    else:
        return True
    return False
