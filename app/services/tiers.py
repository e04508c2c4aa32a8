"""Tiers of a year: frozen when the year before is closed, and given by hand with a reason and an end."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, select

from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, Mistake, NeedsConsent, NotFound
from app.domain.tier import Ranked, Tier
from app.models import BookMonth, Customer, CustomerTier, CustomerTierBase, TierOverride, TierYear
from app.queries import company
from app.queries.tiers import contributions, frozen_thresholds, ranked, thresholds
from app.services.months import check_right
from app.store.bulk import insert_many, new_ids
from app.store.session import Store, Write

LONGEST_REASON = 400


@dataclass(frozen=True, slots=True)
class Frozen:
    """A year whose tiers were frozen, and how many customers have one."""

    year: int
    customers: int
    changes: ChangeSet


def freeze(store: Store, year: int, *, request: UUID, consent: bool = False) -> Frozen:
    """Freeze the tiers of ``year`` from the contribution of the year before, with today's thresholds.

    Raises ``NotAllowed``, ``Conflict`` for a year that is frozen already or whose base year is not over, and
    ``NeedsConsent`` while months of the base year are open: what is still booked into them would not count.
    """
    with store.write() as tx:
        check_right(tx)
        done = tx.claim(request, "tier year")
        if done is None:
            _check(tx, year, consent)
            _freeze(tx, year)
            tx.done(request, "tier year", year)
            tx.audit("frozen", "tier year", year)
        tx.touched("tier")
        count = tx.scalar(select(func.count()).where(CustomerTier.year == year))
        return Frozen(year, int(count), tx.changes)


def _check(tx: Write, year: int, consent: bool) -> None:
    if frozen_thresholds(tx, year) is not None:
        raise Conflict(N_("The tiers of {year} are frozen already."), year=str(year))
    if tx.today < date(year, 1, 1):
        raise Conflict(N_("The tiers of {year} can be frozen when {base} is over."), year=str(year), base=str(year - 1))
    base = BookMonth.month.between(Month(year - 1, 1), Month(year - 1, 12))
    open_months = tx.all(select(BookMonth.month).where(base, BookMonth.state == "open").order_by(BookMonth.month))
    if open_months and not consent:
        raise NeedsConsent(
            N_("Months of {base} are still open ({count}), the first is {first}. Freeze the tiers all the same?"),
            base=str(year - 1), count=len(open_months), first=str(open_months[0][0]),
        )  # fmt: skip


def _freeze(tx: Write, year: int) -> None:
    bounds = thresholds(company.of(tx))
    found = contributions(tx, Month(year - 1, 1), Month(year - 1, 12))
    tx.execute(insert(TierYear), {"year": year, "tier_a": bounds.a, "tier_b": bounds.b, "created_by": tx.actor.login})
    ids = {base.code: base.id for base in found}
    places: list[Ranked] = ranked(found, bounds)
    tiers = [(year, ids[row.code], row.tier.value) for row in places]
    insert_many(tx, CustomerTier, ("year", "customer_id", "tier"), tiers)
    bases = [(year, ids[row.code], row.contribution, row.share_before_percent) for row in places]
    insert_many(tx, CustomerTierBase, ("year", "customer_id", "contribution", "share_before"), bases)


def override(store: Store, customer_id: int, tier: str, *, reason: str, until: date, request: UUID) -> ChangeSet:
    """Give a customer a tier by hand, from today up to and including ``until``; the newest one counts.

    Raises ``NotAllowed``, ``NotFound``, and ``Mistake`` for an unknown tier, no reason, or an end in the past.
    """
    reason = _checked(tier, reason)
    with store.write() as tx:
        check_right(tx)
        if tx.claim(request, "tier override") is None:
            if until < tx.today:
                raise Mistake(N_("The end {until} is in the past."), field="until", until=until.isoformat())
            if tx.scalar(select(Customer.id).where(Customer.id == customer_id)) is None:
                raise NotFound(N_("There is no such customer."))
            [override_id] = new_ids(tx, TierOverride, 1)
            tx.execute(
                insert(TierOverride),
                {
                    "id": override_id, "customer_id": customer_id, "tier": tier, "reason": reason, "until": until,
                    "created_by": tx.actor.login,
                },
            )  # fmt: skip
            tx.done(request, "tier override", override_id)
            tx.audit("tier given", "customer", customer_id, f"{tier} until {until}: {reason}")
        tx.touched("customer", customer_id)
        tx.touched("tier")
        return tx.changes


def _checked(tier: str, reason: str) -> str:
    if tier not in {known.value for known in Tier}:
        raise Mistake(N_("‘{tier}’ is not a tier; use A, B, C or N."), field="tier", tier=tier)
    if not reason.strip():
        raise Mistake(N_("Say why: a tier is given by hand only with a reason."), field="reason")
    if len(reason) > LONGEST_REASON:
        raise Mistake(N_("A reason has at most {limit} characters."), field="reason", limit=LONGEST_REASON)
    return reason.strip()
