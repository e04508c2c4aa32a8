"""Taking the cost of complaints back: counter-entries for what is kept."""

from collections.abc import Sequence

from sqlalchemy import func, select

from app.domain.contribution import Booking, Part
from app.models import ContributionEntry
from app.services.booking import book
from app.services.voiding import chunks
from app.store.session import Write


def counter_costs(tx: Write, complaint_ids: Sequence[int], *, reason: str) -> None:
    """Counter what complaints booked, in its months or the first open ones after."""
    entry = ContributionEntry
    keys = (entry.on, entry.customer_id, entry.order_id, entry.complaint_id, entry.staff_id)
    for ids in chunks(complaint_ids):
        rows = tx.all(
            select(*keys, func.sum(entry.quantity), func.sum(entry.revenue), func.sum(entry.cost))
            .where(entry.complaint_id.in_(ids))
            .group_by(*keys)
            .order_by(entry.complaint_id, entry.on)
        )
        book(
            tx,
            [
                Booking(
                    "reversal", row[0], row[1], Part(row[4], -row[5], -row[6], -row[7]), order_id=row[2],
                    complaint_id=row[3], reason=reason,
                )
                for row in rows
            ],
        )  # fmt: skip
