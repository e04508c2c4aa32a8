"""Commission as papers: of a closed month what was stored then, of an open one what the entries say now."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain import frozen, rights
from app.domain.commission_statement import Statement
from app.domain.month import Month
from app.domain.papers import Letterhead
from app.domain.papers_commission import CommissionPaper, MonthPaper, TeamPaper, TeamRow
from app.domain.refusal import N_, NotFound
from app.models import CommissionMonth, CommissionStatement, Staff
from app.queries import commissions, company
from app.queries.papers_company import letterhead
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class _Head:
    """What of a stored statement is read for the letterhead alone."""

    company: Letterhead | None = None


@dataclass(frozen=True, slots=True)
class _Month:
    """What the papers of a month have in common."""

    company: Letterhead
    state: str = "open"
    closed_at: datetime | None = None
    closed_by: str = ""
    check_code: str = ""


def find_salesperson(store: Store, code: str) -> int:
    """The id of a salesperson by the code; raises ``NotFound``."""
    with store.read() as tx:
        found = tx.scalar(select(Staff.id).where(Staff.code == code))
    if found is None:
        raise NotFound(N_("There is no salesperson ‘{code}’."), field="person", code=code)
    return int(found)


def commission_statement(store: Store, month: Month, staff_id: int) -> CommissionPaper:
    """One salesperson's statement.

    Raises ``NotAllowed`` for another person's without the right to all, ``NotFound`` for no such person.
    """
    with store.snapshot() as tx:
        found = commissions.statement_in(tx, month, staff_id)
        return _paper(_month(tx, month), found)


def commission_team(store: Store, month: Month) -> TeamPaper:
    """Everybody's month, one row each. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        return _team(_month(tx, month), month, commissions.statements(tx, month))


def commission_month(store: Store, month: Month) -> MonthPaper:
    """The team's page and every statement. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        about, found = _month(tx, month), commissions.statements(tx, month)
        return MonthPaper(_team(about, month, found), tuple(_paper(about, one) for one in found))


def _paper(about: _Month, one: Statement) -> CommissionPaper:
    return CommissionPaper(about.company, one, about.closed_at, about.closed_by)


def _team(about: _Month, month: Month, found: list[Statement]) -> TeamPaper:
    rows = tuple(TeamRow.of(one) for one in found)
    return TeamPaper(about.company, month, about.state, rows, about.closed_at, about.closed_by, about.check_code)


def _month(tx: Read, month: Month) -> _Month:
    """Of a closed month the company as it signed then: kept whole with the first person's statement."""
    kept, paper = CommissionMonth, CommissionStatement
    today = letterhead(company.of(tx))
    row = tx.first(
        select(kept.state, kept.closed_at, kept.closed_by, kept.check_code)
        .where(kept.month == month, kept.state == "closed")
    )  # fmt: skip
    if row is None:
        return _Month(today)
    document = tx.scalar(select(paper.document).where(paper.month == month).order_by(paper.staff_id).limit(1))
    head = frozen.loads(_Head, document) if document is not None else _Head()
    return _Month(head.company or today, *row)
