"""What salespeople's commission came to in the periods of a report: for information, no part of the contribution."""

from sqlalchemy import func, select

from app.domain.commission import PAID, RELEASED
from app.domain.money import ZERO
from app.domain.papers_figures import UNKNOWN, Compared
from app.models import CommissionEntry
from app.queries.profit_month_periods import Periods
from app.store.session import Read


def accrued(tx: Read, periods: Periods) -> Compared:
    """Earned, with what went again, adjustments, bands and cap; unknown in a company that pays no commission.

    What becomes payable and what is paid out are later steps of the same money and do not count again.
    """
    entry = CommissionEntry
    rows = tx.all(
        select(entry.month, func.sum(entry.amount))
        .where(entry.month.between(periods.first, periods.month), entry.kind.not_in((RELEASED, PAID)))
        .group_by(entry.month)
    )
    if not rows:
        return UNKNOWN
    sums = {row[0]: row[1] for row in rows}
    return periods.compared(
        [
            sum((amount for month, amount in sums.items() if first <= month <= last), ZERO)
            for first, last in periods.spans
        ]
    )
