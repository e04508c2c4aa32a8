"""Complaints from a file; what solving them cost is a contribution entry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select

from app.domain.contribution import Booking, Part
from app.domain.ids import new_uid
from app.domain.importing_rows import ComplaintRow
from app.domain.money import ZERO
from app.domain.refusal import N_
from app.models import Complaint, ComplaintCost, Customer, SalesOrder, Staff
from app.services.booking import book
from app.services.import_customers import changes, write_versions, written_row
from app.services.import_run import UNKNOWN_CUSTOMER, UNKNOWN_STAFF, Run, codes, repeated
from app.services.voiding import chunks
from app.services.voiding_complaints import counter_costs
from app.store.bulk import insert_many, new_ids
from app.store.session import Write

STATES = (
    "new", "assigned", "in_work", "waiting", "proposed", "approved", "rejected", "executed", "closed",
)  # fmt: skip
_USUAL = {"open": "new", "opened": "new", "in_progress": "in_work", "done": "closed", "resolved": "executed"}
_FIELDS = (
    "order_id", "subject", "channel", "cause", "severity", "status", "opened_at", "first_response_at", "closed_at",
    "solution", "satisfaction", "owner_id", "note",
)  # fmt: skip
_COLUMNS = ("id", "uid", "number", "customer_id", *_FIELDS, "import_run_id", "created_by", "version")


@dataclass(frozen=True, slots=True)
class _Known:
    """What complaints refer to."""

    customers: Mapping[str, int]
    staff: Mapping[str, int]
    orders: Mapping[str, int]


def complaints(tx: Write, run: Run, rows: Sequence[ComplaintRow]) -> None:
    """Register new complaints, and what is new about known ones."""
    orders = {
        row[0]: row[1] for row in tx.execute(select(SalesOrder.number, SalesOrder.id).where(SalesOrder.void.is_(False)))
    }
    known = _Known(codes(tx, Customer), codes(tx, Staff), orders)
    for number, value in repeated(rows, "number").items():
        run.refuse(number, "number", value, N_("This number stands in the file twice; keep one of the rows."))
    good = [
        (row, values)
        for row in rows
        if row.row not in run.refused and (values := _values(tx, run, row, known)) is not None
    ]
    there = _present(tx, {row.number for row, _ in good})
    _add(tx, run, [item for item in good if item[0].number not in there], known)
    _renew(tx, run, [(row, values, there[row.number]) for row, values in good if row.number in there], known)


def _present(tx: Write, wanted: set[str]) -> dict[str, Any]:
    table = Complaint.__table__.c
    query = select(table.id, table.number, table.customer_id, table.version, *[table[name] for name in _FIELDS])
    return {row.number: row for row in tx.execute(query.where(table.void.is_(False))) if row.number in wanted}


def _add(tx: Write, run: Run, good: Sequence[tuple[ComplaintRow, Mapping[str, Any]]], known: _Known) -> None:
    ids = new_ids(tx, Complaint, len(good))
    optional = {"order_id", "first_response_at", "closed_at", "satisfaction", "owner_id"}
    insert_many(
        tx, Complaint, _COLUMNS,
        (
            (
                complaint_id, new_uid(), row.number, known.customers[row.customer],
                *[values[name] if name in optional else values[name] or "" for name in _FIELDS], run.id,
                tx.actor.login, 1,
            )
            for complaint_id, (row, values) in zip(ids, good, strict=True)
        ),
    )  # fmt: skip
    costs = [
        (complaint_id, known.customers[row.customer], values, row.cost)
        for complaint_id, (row, values) in zip(ids, good, strict=True)
        if row.cost
    ]
    book_costs(tx, [(i, who, values["order_id"], _day(tx, values), cost) for i, who, values, cost in costs])
    for complaint_id in ids:
        run.made("complaint", complaint_id)


def _renew(tx: Write, run: Run, good: Sequence[tuple[ComplaintRow, Mapping[str, Any], Any]], known: _Known) -> None:
    """What is new about known complaints; another cost is booked against the one before."""
    costs = costs_of(tx, [found.id for _, _, found in good])
    written, costly = [], []
    for row, values, found in good:
        if found.customer_id != known.customers[row.customer]:
            run.refuse(row.row, "customer", row.customer, N_("This complaint belongs to another customer."))
            continue
        changed = changes(run, found, values)
        old = costs.get(found.id)
        renewed = row.cost is not None and row.cost != (old or ZERO) and (run.policy == "overwrite" or old is None)
        renewed = renewed and run.policy != "skip"
        if not (changed or renewed):
            run.skipped += 1
            continue
        kept = {name: getattr(found, name) for name in changed}
        run.changed("complaint", found.id, found.version + 1, kept | ({"cost": old} if renewed else {}))
        now = written_row(found, changed, _FIELDS)
        written.append(now)
        if renewed:
            moments = {name: now[f"new_{name}"] for name in ("opened_at", "closed_at")}
            costly.append((found.id, found.customer_id, now["new_order_id"], _day(tx, moments), row.cost or ZERO))
    counter_costs(tx, [item[0] for item in costly], reason="imported again")
    book_costs(tx, costly)
    write_versions(tx, Complaint, _FIELDS, written)


def costs_of(tx: Write, ids: Sequence[int]) -> dict[int, Decimal]:
    """What complaints cost, per id."""
    found: dict[int, Decimal] = {}
    for chunk in chunks(ids):
        query = select(ComplaintCost.complaint_id, ComplaintCost.cost).where(ComplaintCost.complaint_id.in_(chunk))
        found |= {row[0]: row[1] for row in tx.all(query)}
    return found


def book_costs(tx: Write, costs: Sequence[tuple[int, int, int | None, date, Decimal]]) -> None:
    """Keep and book what complaints cost: (complaint, customer, order, day, cost); 0 keeps nothing."""
    for chunk in chunks(costs):
        tx.execute(delete(ComplaintCost).where(ComplaintCost.complaint_id.in_([item[0] for item in chunk])))
    insert_many(tx, ComplaintCost, ("complaint_id", "cost"), [(item[0], item[4]) for item in costs if item[4]])
    book(
        tx,
        [
            Booking(
                "complaint", day, customer_id, Part(None, ZERO, ZERO, cost), order_id=order_id, complaint_id=complaint
            )
            for complaint, customer_id, order_id, day, cost in costs
            if cost
        ],
    )


def _day(tx: Write, values: Mapping[str, Any]) -> date:
    """The civil day on which a complaint's cost is booked: closed, else opened."""
    return day_of(tx, values["closed_at"] or values["opened_at"])


def day_of(tx: Write, moment: datetime) -> date:
    """A moment's day in the company's time zone."""
    return moment.astimezone(tx.store.zone).date()


def _moment(tx: Write, value: datetime | None) -> datetime | None:
    if value is None:
        return None
    return (value if value.tzinfo else value.replace(tzinfo=tx.store.zone)).astimezone(UTC)


def _values(tx: Write, run: Run, row: ComplaintRow, known: _Known) -> dict[str, Any] | None:
    """The columns of a row, or none when it was refused."""
    status = _state(row)
    opened, first, closed = (_moment(tx, value) for value in (row.opened_at, row.first_response_at, row.closed_at))
    assert opened is not None
    if row.customer not in known.customers:
        run.refuse(row.row, "customer", row.customer, UNKNOWN_CUSTOMER)
    elif row.owner and row.owner not in known.staff:
        run.refuse(row.row, "owner", row.owner, UNKNOWN_STAFF)
    elif row.order and row.order not in known.orders:
        run.refuse(row.row, "order", row.order, N_("There is no order with this number; import orders first."))
    elif status is not None and status not in STATES:
        run.refuse(
            row.row, "status", row.status or "", N_("A complaint has no such state."), N_("Write one of: {names}."),
            names=", ".join(STATES),
        )  # fmt: skip
    elif first and first < opened:
        run.refuse(
            row.row, "first_response_at", str(row.first_response_at), N_("The first response is before the opening.")
        )
    elif closed and closed < opened:
        run.refuse(row.row, "closed_at", str(row.closed_at), N_("The closing is before the opening."))
    else:
        return {
            "order_id": known.orders.get(row.order or ""), "subject": row.subject, "channel": row.channel,
            "cause": row.cause, "severity": row.severity, "status": status, "opened_at": opened,
            "first_response_at": first, "closed_at": closed, "solution": row.solution,
            "satisfaction": row.satisfaction, "owner_id": known.staff.get(row.owner or ""), "note": row.note,
        }  # fmt: skip
    return None


def _state(row: ComplaintRow) -> str:
    """As written, in one spelling; without a word what the moments say."""
    if not row.status:
        return "closed" if row.closed_at else "new"
    word = "_".join(row.status.casefold().replace("-", " ").split())
    return _USUAL.get(word, word)
