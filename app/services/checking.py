"""Whether the books are in order: file, balances, sums, orders, numbers, closed months, commission; each is proved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select, text, union_all

from app.domain import frozen
from app.domain.money import ZERO
from app.domain.papers_profit import ProfitMonth
from app.domain.refusal import N_
from app.models import AccountEntry, Balance, BookMonth, BookMonthPaper, ContributionEntry, Customer
from app.queries.months import AnySelect, differing_customers, differing_levels, wrong_shares
from app.services.checking_commission import commission_checks
from app.services.checking_numbers import gaps
from app.services.checking_orders import order_checks
from app.store.session import AnyRow, Read, Store


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: an English template with its values."""

    key: str
    message: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.message.format(**self.values)


def check(store: Store) -> list[Finding]:
    """Everything that is wrong with a company's books; an empty list is good news.

    Reads one consistent state and changes nothing. The database compares and counts; only the stored reports and
    statements of closed months are looked at one by one, and commission is worked out anew.
    """
    with store.snapshot() as tx:
        return [
            *_file(tx),
            *_counted(tx),
            *(Finding(key, message, values) for key, message, values in gaps(tx)),
            *_closed_months(tx),
            *(Finding(key, message, values) for key, message, values in commission_checks(tx)),
        ]


def _file(tx: Read) -> Iterator[Finding]:
    """SQLite's own examination of the file; PostgreSQL has its checksums for that."""
    if not tx.sqlite:
        return
    troubles = [str(row[0]) for row in tx.all(text("PRAGMA integrity_check(10)")) if row[0] != "ok"]
    if troubles:
        message = N_("The file is damaged: {trouble}. Restore the last backup.")
        yield Finding("file", message, {"trouble": troubles[0]})
    loose = tx.first(text("PRAGMA foreign_key_check"))
    if loose is not None:
        message = N_("Rows of ‘{table}’ point to rows that are not there, such as row {row}.")
        yield Finding("references", message, {"table": loose[0], "row": loose[1]})


def _counted(tx: Read) -> Iterator[Finding]:
    checks: list[tuple[str, str, AnySelect]] = [
        (
            "balance",
            N_("Customers whose balance is not the sum of their entries: {count}, such as {example}."),
            _balances(),
        ),
        (
            "customer_month",
            N_("Monthly sums of customers that differ from the entries: {count}, such as {example}."),
            differing_customers(),
        ),
        (
            "level_month",
            N_("Monthly sums of levels and salespeople that differ from the entries: {count}, such as {example}."),
            differing_levels(),
        ),
        ("shares", N_("Orders whose shares do not total 100 %: {count}, such as order id {example}."), wrong_shares()),
        *order_checks(tx),
    ]  # fmt: skip
    for key, message, query in checks:
        found = query.subquery()
        first = tx.first(select(found).limit(1))
        if first is not None:
            count = tx.scalar(select(func.count()).select_from(found))
            yield Finding(key, message, {"count": int(count), "example": _example(first)})


def _example(row: AnyRow) -> str:
    return " ".join("–" if value is None else str(value) for value in row)


def _balances() -> AnySelect:
    """Customer codes whose kept balance is another than the sum of their entries."""
    entry, kept = AccountEntry, Balance
    both = union_all(select(entry.customer_id, entry.amount), select(kept.customer_id, -kept.amount)).subquery()
    customer, amount = both.c
    wrong = select(customer).group_by(customer).having(func.sum(amount) != ZERO)
    return select(Customer.code).where(Customer.id.in_(wrong)).order_by(Customer.id)


def _closed_months(tx: Read) -> Iterator[Finding]:
    """What was stored at the closing against the entries that are booked, and every stored report against its code."""
    entry, kept = ContributionEntry, BookMonthPaper
    sums = (
        select(entry.month, func.sum(entry.revenue).label("revenue"), func.sum(entry.cost).label("cost"))
        .where(entry.month.in_(select(BookMonth.month).where(BookMonth.state == "closed")))
        .group_by(entry.month)
        .subquery()
    )
    rows = tx.all(
        select(BookMonth.month, kept.revenue, kept.cost, sums.c.revenue, sums.c.cost)
        .outerjoin(kept, (kept.month == BookMonth.month) & (kept.revision == BookMonth.revision))
        .outerjoin(sums, sums.c.month == BookMonth.month)
        .where(BookMonth.state == "closed")
        .order_by(BookMonth.month)
    )
    for row in rows:
        if row[1] is None:
            yield Finding("paper", N_("{month} is closed, but its report is not stored."), {"month": str(row[0])})
        elif (row[1], row[2]) != (row[3] or ZERO, row[4] or ZERO):
            message = N_("{month} is closed, but its entries are no longer what they were when it was closed.")
            yield Finding("closed_month", message, {"month": str(row[0])})
    for row in tx.execute(select(kept.month, kept.revision, kept.check_code, kept.document).order_by(kept.month)):
        if not _intact(row.document, row.check_code):
            message = N_("The stored report of {month}, revision {revision}, was changed: its check code is wrong.")
            yield Finding("check_code", message, {"month": str(row.month), "revision": row.revision})


def _intact(document: str, code: str) -> bool:
    try:
        report = frozen.loads(ProfitMonth, document)
    except ValueError:
        return False
    return report.check_code == code and frozen.is_intact(report)
