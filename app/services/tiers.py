"""Tiers of a year: frozen when the year before is closed, and given by hand with a reason and an end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, Mistake, NeedsConsent, NotFound
from app.domain.tier import Ranked, Tier
from app.domain.undoing import Undoable
from app.models import BookMonth, Customer, CustomerTier, CustomerTierBase, TierOverride, TierYear
from app.queries import company
from app.queries.accounts import members
from app.queries.tiers import contributions, frozen_thresholds, ranked, thresholds
from app.queries.tiers_given import GivenTier, TierStanding, standing_of
from app.services.months import check_right
from app.services.orderlines import going_on
from app.store.bulk import insert_many, new_ids
from app.store.session import Store, Write

LONGEST_REASON = 400
GIVE = "give_tiers"
_MEANWHILE = N_("Somebody gave this customer another tier, or ended one, meanwhile. Look at what holds now.")


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


def override(
    store: Store,
    customer_id: int,
    tier: str,
    *,
    reason: str,
    until: date,
    request: UUID,
    seen: TierStanding | None = None,
) -> Undoable:
    """Give a customer a tier by hand, from today up to and including ``until``; the newest one counts.

    ``seen`` is what held when the person looked: what was given by hand before ends. Without it that is not compared,
    and what was given before holds again after ``until`` if it lasts longer. Raises ``NotAllowed``, ``NotFound``,
    ``Mistake`` for an unknown tier, the one that holds anyway, no reason, or an end in the past, and ``Conflict`` when
    somebody else gave or ended a tier since ``seen``.
    """
    reason = _checked(tier, reason)
    with store.write() as tx:
        rights.require(tx.actor.access, GIVE)
        given_id = tx.claim(request, "tier override")
        if given_id is None:
            if until < tx.today:
                raise Mistake(N_("The end {until} is in the past."), field="until", until=until.isoformat())
            ids = _held(tx, customer_id)
            standing = standing_of(tx, ids)
            if seen is not None:
                _unchanged(standing, seen.given)
            _check_other(tx, standing, tier, until, reason)
            if seen is not None:
                _end(tx, ids)
            given_id = _give(tx, ids[0], tier, reason, until)
            tx.done(request, "tier override", given_id)
        tx.touched("customer", customer_id)
        tx.touched("tier")
        before = seen.given if seen is not None else None
        return Undoable(tx.changes, partial(take_back, override_id=given_id, before=before), given_id)


def _give(tx: Write, customer_id: int, tier: str, reason: str, until: date) -> int:
    given_id: int
    [given_id] = new_ids(tx, TierOverride, 1)
    tx.execute(
        insert(TierOverride),
        {
            "id": given_id, "customer_id": customer_id, "tier": tier, "reason": reason, "until": until,
            # it holds from this moment: reports of earlier days do not know it
            "created_at": tx.now, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    tx.audit("tier given", "customer", customer_id, f"{tier} until {until}: {reason}")
    return given_id


def take_back(store: Store, override_id: int, *, before: GivenTier | None = None) -> Undoable:
    """Undo giving a tier, as if it had never been given; ``before`` holds again. One that is gone already is fine.

    Raises ``NotAllowed``, and ``Conflict`` when something else was given, or this one ended, meanwhile.
    """
    given = TierOverride
    with store.write() as tx:
        rights.require(tx.actor.access, GIVE)
        row = tx.first(select(given.customer_id, given.tier, given.reason, given.until).where(given.id == override_id))
        if row is None:
            return Undoable(tx.changes, partial(take_back, override_id=override_id))
        standing = standing_of(tx, _held(tx, row.customer_id))
        if standing.given is None or (standing.given.id, standing.given.until) != (override_id, row.until):
            raise Conflict(_MEANWHILE)
        tx.execute(delete(given).where(given.id == override_id))
        if before is not None:
            tx.execute(update(given).where(given.id == before.id).values(until=before.until))
        tx.audit("tier taken back", "customer", row.customer_id, f"{row.tier} until {row.until}")
        tx.touched("customer", row.customer_id)
        tx.touched("tier")
        again = partial(
            override, customer_id=row.customer_id, tier=row.tier, reason=row.reason, until=row.until,
            request=new_uid(), seen=TierStanding(before),
        )  # fmt: skip
        return Undoable(tx.changes, again)


def end(store: Store, override_id: int, *, until: date) -> Undoable:
    """End a tier given by hand today: the rule's holds again. ``until`` is the end that the person saw.

    It did not hold today any more. Raises ``NotAllowed``, ``NotFound``, and ``Conflict`` when somebody gave another one
    or changed its end; one that has ended already is fine.
    """
    given = TierOverride
    with store.write() as tx:
        rights.require(tx.actor.access, GIVE)
        row = tx.first(select(given.customer_id, given.tier).where(given.id == override_id))
        if row is None:
            raise NotFound(N_("Somebody took this away meanwhile."))
        ids = _held(tx, row.customer_id)
        standing = standing_of(tx, ids)
        ended = {override_id: until}
        if standing.given is not None:
            if (standing.given.id, standing.given.until) != (override_id, until):
                raise Conflict(_MEANWHILE)
            ended = _end(tx, ids)
            tx.audit("tier ended", "customer", row.customer_id, f"{row.tier} until {until}")
        tx.touched("customer", row.customer_id)
        tx.touched("tier")
        return Undoable(tx.changes, partial(go_on, ended=ended))


def go_on(store: Store, ended: Mapping[int, date]) -> Undoable:
    """Undo ending: each of these, by id, holds until its day again. Raises as ``take_back``."""
    given, newest = TierOverride, max(ended)
    with store.write() as tx:
        rights.require(tx.actor.access, GIVE)
        row = tx.first(select(given.customer_id, given.tier).where(given.id == newest))
        if row is None or standing_of(tx, _held(tx, row.customer_id)).given is not None:
            raise Conflict(_MEANWHILE)
        for override_id, until in ended.items():
            tx.execute(update(given).where(given.id == override_id).values(until=until))
        tx.audit("tier goes on", "customer", row.customer_id, f"{row.tier} until {ended[newest]}")
        tx.touched("customer", row.customer_id)
        tx.touched("tier")
        return Undoable(tx.changes, partial(end, override_id=newest, until=ended[newest]))


def _held(tx: Write, customer_id: int) -> list[int]:
    """The record that goes on for a customer and those merged into it; two people at once come here one by one."""
    kept = going_on(tx, customer_id)
    if not tx.sqlite:
        tx.execute(select(Customer.id).where(Customer.id == kept).with_for_update())
    return [kept, *[one for one in members(tx, kept) if one != kept]]


def _end(tx: Write, ids: Sequence[int]) -> dict[int, date]:
    """What holds by hand held until yesterday; the ends that it had, by id."""
    given = TierOverride
    lasting = tx.all(select(given.id, given.until).where(given.customer_id.in_(ids), given.until >= tx.today))
    ended = {row.id: row.until for row in lasting}
    tx.execute(update(given).where(given.id.in_(list(ended))).values(until=tx.today - timedelta(days=1)))
    return ended


def _unchanged(standing: TierStanding, seen: GivenTier | None) -> None:
    """Raises ``Conflict`` when another tier holds by hand than the one that was seen, or it has another end."""
    now = standing.given
    if (now and (now.id, now.until)) != (seen and (seen.id, seen.until)):
        raise Conflict(_MEANWHILE)


def _check_other(tx: Write, standing: TierStanding, tier: str, until: date, reason: str) -> None:
    """Raises ``Mistake`` for a tier that would change nothing; beyond this year the rule may give another one."""
    now = standing.given
    if now is not None and (now.tier, now.until, now.reason) == (tier, until, reason):
        raise Mistake(
            N_("The customer has tier {tier} by hand until {until} already."), field="tier",
            tier=tier, until=until.isoformat(),
        )  # fmt: skip
    if tier == standing.ruled and standing.year == tx.today.year == until.year:
        words = N_("By the rule the customer has tier {tier} anyway; choose another one, or an end after this year.")
        if now is not None:
            words = N_("By the rule the customer has tier {tier} anyway; end the tier given by hand instead.")
        raise Mistake(words, field="tier", tier=tier)


def _checked(tier: str, reason: str) -> str:
    if tier not in {known.value for known in Tier}:
        raise Mistake(N_("‘{tier}’ is not a tier; use A, B, C or N."), field="tier", tier=tier)
    if not reason.strip():
        raise Mistake(N_("Say why: a tier is given by hand only with a reason."), field="reason")
    reason = " ".join(reason.split())
    if len(reason) > LONGEST_REASON:
        raise Mistake(N_("A reason has at most {limit} characters."), field="reason", limit=LONGEST_REASON)
    return reason
