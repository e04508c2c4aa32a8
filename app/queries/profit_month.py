"""The printed month as a value: assembled from the ledgers while it is open, as it was stored once it is closed."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import frozen, rights
from app.domain.contribution import contribution
from app.domain.month import Month
from app.domain.papers_figures import Adjustment, Entries, KeyFigures, Limits
from app.domain.papers_profit import PeriodState, ProfitMonth, Recognition, Signature
from app.domain.refusal import N_, NotFound
from app.models import (
    BookMonth,
    BookMonthEvent,
    BookMonthPaper,
    Complaint,
    ContributionEntry,
    Customer,
    GoodsReturn,
    SalesOrder,
)
from app.models.declared import aliased
from app.queries import company, report_words, tiers
from app.queries.company import Settings
from app.queries.papers_company import letterhead
from app.queries.papers_complaints import figures as complaint_figures
from app.queries.profit_month_commission import accrued
from app.queries.profit_month_customers import Moved, moved, orders_and_customers, root, small_customer
from app.queries.profit_month_exceptions import Rules, exceptions
from app.queries.profit_month_facts import facts
from app.queries.profit_month_goods import average_discount, difference, orders_sold
from app.queries.profit_month_periods import Periods, brought, periods_of
from app.queries.profit_month_totals import (
    Totals,
    entries_sum,
    ladder,
    levels,
    months,
    returns_and_complaints,
    salespeople,
    totals,
)
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class Edition:
    """Which print of a month this is: its state, its revision (the one to come while the month is open), since when."""

    state: PeriodState
    revision: int
    closed_at: datetime | None = None
    reopened_because: str = ""


def profit_month(
    store: Store, month: Month, *, remarks: tuple[str, ...] = (), revision: int | None = None
) -> ProfitMonth:
    """The monthly profit report's figures.

    A closed month is read as it was stored when it was closed (newest revision) and from nothing else; a revision
    that was stored can be named also after the month was reopened. An open month is computed now, PROVISIONAL, with
    the preparer's words and further ``remarks``. Raises ``NotFound`` for a revision that was never closed, and
    ``NotAllowed``.
    """
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "see_profit")
        state = tx.first(select(BookMonth.state, BookMonth.revision).where(BookMonth.month == month))
        closed = state is not None and state.state == "closed"
        if revision is not None or closed:
            return stored(tx, month, revision)
        return assemble(tx, month, _provisional(tx, month, state.revision if state else 0), remarks=remarks)


def figures(tx: Read, month: Month) -> ProfitMonth:
    """What a screen shows of a month before its customers: the stored report of a closed month, else the same sums.

    Of an open month customers, exceptions, facts and adjustments are left out; see ``profit_month`` for the rest.
    Raises ``NotAllowed``.
    """
    rights.require(tx.actor.access, "see_profit")
    state = tx.first(select(BookMonth.state, BookMonth.revision).where(BookMonth.month == month))
    if state is not None and state.state == "closed":
        return stored(tx, month)
    edition = _provisional(tx, month, state.revision if state is not None else 0)
    return _figures(tx, totals(tx, periods_of(tx, month)), company.of(tx), edition)


def stored(tx: Read, month: Month, revision: int | None = None) -> ProfitMonth:
    """The document of a closing, the newest or a named one; raises ``NotFound``."""
    paper = BookMonthPaper
    query = select(paper.document).where(paper.month == month)
    if revision is not None:
        query = query.where(paper.revision == revision)
    document = tx.scalar(query.order_by(paper.revision.desc()).limit(1))
    if document is None and revision is not None:
        raise NotFound(N_("There is no revision {revision} of {month}."), revision=revision, month=str(month))
    if document is None:
        raise NotFound(N_("{month} was never closed; there is no stored report of it."), month=str(month))
    return frozen.loads(ProfitMonth, document)


def _provisional(tx: Read, month: Month, revision: int) -> Edition:
    return Edition(PeriodState.PROVISIONAL, revision + 1, reopened_because=reopened_because(tx, month))


def reopened_because(tx: Read, month: Month) -> str:
    """The reason of the last reopening; empty for a month that was never reopened."""
    event = BookMonthEvent
    query = select(event.reason).where(event.month == month, event.event == "reopened").order_by(event.id.desc())
    return str(tx.scalar(query.limit(1)) or "")


def assemble(tx: Read, month: Month, edition: Edition, *, remarks: tuple[str, ...] = ()) -> ProfitMonth:
    """The report computed inside a transaction; see ``assembled_text``."""
    return assembled_text(tx, month, edition, remarks=remarks)[0]


def assembled_text(
    tx: Read, month: Month, edition: Edition, *, remarks: tuple[str, ...] = ()
) -> tuple[ProfitMonth, str]:
    """The report and the text that is stored of it, with a number of statements that does not depend on the rows.

    Customers, levels, salespeople, ladder and bridge come from the sums per month; the check figures come straight
    from the entries, so that the check page compares two ways to the same figure.
    """
    settings = company.of(tx)
    periods = periods_of(tx, month)
    found = totals(tx, periods)
    bounds = tiers.frozen_thresholds(tx, month.year) or tiers.thresholds(settings)
    customers = _customers(tx, periods, settings)
    rows = tuple(one.row for one in customers)
    limits = Limits(
        small_customer=small_customer(rows),
        levels=(settings.level_a, settings.level_b, settings.level_c),
        tiers=(bounds.a, bounds.b),
    )
    report = replace(
        _figures(tx, found, settings, edition),
        customers=rows,
        limits=limits,
        exceptions=exceptions(tx, month, customers, Rules(limits, settings.discount_limit, settings.currency_places)),
        adjustments=_adjustments(tx, month),
        complaints=complaint_figures(tx, periods),
    )
    written = report_words.of_month(tx, month)
    found_facts = tuple(fact for fact in facts(report, customers) if fact.key not in written.left_out)
    return frozen.sealed_text(replace(report, facts=found_facts, remarks=(*written.words, *remarks)))


def _customers(tx: Read, periods: Periods, settings: Settings) -> list[Moved]:
    month = periods.month
    tier = tiers.of_year(tx, month.year, min(month.last, tx.today), settings)
    course = tiers.by_rule(tx, periods.year_start, month, tiers.thresholds(settings))
    return moved(tx, periods, tier, course)


def _figures(tx: Read, found: Totals, settings: Settings, edition: Edition) -> ProfitMonth:
    """Everything but the customers and what follows from them."""
    periods, places = found.periods, settings.currency_places
    orders, active = orders_and_customers(tx, periods)
    figures = KeyFigures(
        found.contribution, found.revenue, orders, active, average_discount(tx, periods, places),
        returns_and_complaints(found), accrued(tx, periods),
    )  # fmt: skip
    return ProfitMonth(
        periods.month,
        edition.state,
        letterhead(settings),
        figures,
        _entries(tx, periods),
        f"PR-{periods.month}",
        edition.revision,
        closed_at=edition.closed_at,
        reopened_because=edition.reopened_because,
        addressee=settings.report_addressee,
        copies=tuple(name.strip() for name in settings.report_copies.split(",") if name.strip()),
        prepared=_signature(settings.prepared_by),
        checked=_signature(settings.checked_by),
        approved=_signature(settings.approved_by),
        recognition=Recognition(settings.recognition),
        months=months(tx, periods),
        ladder=ladder(found),
        bridge=difference(tx, found, places),
        levels=levels(found),
        salespeople=salespeople(found),
    )


def _entries(tx: Read, periods: Periods) -> Entries:
    revenue, cost, count = entries_sum(tx, periods)
    orders, without_cost = orders_sold(tx, periods.month)
    return Entries(revenue, contribution(revenue, cost), orders, without_cost, count)


def _signature(text: str) -> Signature:
    """“Lucía Ferrer, front desk” as name and role."""
    name, _, role = text.partition(",")
    return Signature(name.strip(), role.strip())


def _adjustments(tx: Read, month: Month) -> tuple[Adjustment, ...]:
    """What of the month belongs to other months, by document; what cancels itself out is left out."""
    entry, source, kept = ContributionEntry, aliased(Customer), aliased(Customer)
    document = func.coalesce(GoodsReturn.number, Complaint.number, SalesOrder.number, "")
    amount = func.sum(brought(entry))
    rows = tx.all(
        select(entry.belongs_to, document.label("document"), kept.name, amount.label("amount"), entry.reason, entry.on)
        .join(source, source.id == entry.customer_id)
        .join(kept, kept.id == root(source))
        .outerjoin(SalesOrder, SalesOrder.id == entry.order_id)
        .outerjoin(GoodsReturn, GoodsReturn.id == entry.return_id)
        .outerjoin(Complaint, Complaint.id == entry.complaint_id)
        .where(entry.month == month, entry.belongs_to != month)
        .group_by(entry.belongs_to, document, kept.id, kept.name, entry.reason, entry.on)
        .having(amount != Decimal(0))
    )
    found = [Adjustment(row.belongs_to, row.document, row.name, row.amount, row.reason, row.on) for row in rows]
    found.sort(key=lambda one: (one.belongs_to, one.document, one.customer, one.booked, one.reason))
    return tuple(found)
