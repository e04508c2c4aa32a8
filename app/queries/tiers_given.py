"""Tiers given by hand: which one holds for a customer, who gave it until when and why, and what the rule gives.

The newest one of a customer counts while it lasts; those of records merged into a customer count with it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select

from app.domain import rights
from app.domain.refusal import N_, NotFound
from app.models import Customer, CustomerTier, Staff, TierOverride, TierYear
from app.models.declared import aliased
from app.queries.accounts import members
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class GivenTier:
    """A tier given by hand, from the day ``since`` up to and including ``until``.

    ``by`` and ``reason`` are empty for whoever may not give tiers: a reason may speak of profit.
    """

    id: int
    tier: str
    since: date
    until: date
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TierStanding:
    """What tier a customer has: by hand, if ``given``; ``ruled`` is the frozen one of ``year``, empty without one."""

    given: GivenTier | None = None
    ruled: str = ""
    year: int | None = None

    @property
    def tier(self) -> str:
        """The tier that holds; empty without one."""
        return self.given.tier if self.given is not None else self.ruled


@dataclass(frozen=True, slots=True)
class GivenRow:
    """One line of the managers' list of tiers given by hand; ``holds`` while it is what counts for the customer."""

    id: int
    customer_id: int
    code: str
    name: str
    given: GivenTier
    ruled: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What a manager sees before giving a tier: whose it is, what holds, and which day it is."""

    customer_id: int
    name: str
    standing: TierStanding
    today: date


def root(customer: Any) -> Any:  # noqa: ANN401 - the table or an alias of it; a column
    """The record that goes on."""
    return func.coalesce(customer.merged_into_id, customer.id)


def begun(tx: Read, on: date) -> Any:  # noqa: ANN401 - a condition
    """Tiers that were given on that day of the company's time zone, or before."""
    return TierOverride.created_at < datetime.combine(on + timedelta(days=1), time.min, tx.store.zone)


def given_now(today: date) -> Select[*tuple[Any, ...]]:
    """(customer, tier) of those that hold: the newest of each customer, which is asked for once and not for each."""
    given, source = TierOverride, aliased(Customer)
    newest = (
        select(func.max(given.id)).join(source, source.id == given.customer_id)
        .where(given.until >= today).group_by(root(source))
    )  # fmt: skip
    whose = aliased(Customer)
    return select(root(whose), given.tier).join(whose, whose.id == given.customer_id).where(given.id.in_(newest))


def frozen_year(today: date) -> Any:  # noqa: ANN401 - a subquery
    """The newest year whose tiers are frozen."""
    return select(func.max(TierYear.year)).where(TierYear.year <= today.year).scalar_subquery()


def ruled(customer: Any, year: Any) -> Any:  # noqa: ANN401 - a table of customers, a year; a subquery
    """The frozen tier of a year, for a select of customers; the best of the merged records where it has none itself."""
    frozen, merged = CustomerTier, aliased(Customer)
    own = select(frozen.tier).where(frozen.customer_id == customer.id, frozen.year == year).correlate(customer)
    best = (
        select(func.min(frozen.tier)).join(merged, merged.id == frozen.customer_id)
        .where(merged.merged_into_id == customer.id, frozen.year == year).correlate(customer)
    )  # fmt: skip
    return func.coalesce(own.scalar_subquery(), best.scalar_subquery())


def standing_of(tx: Read, ids: Sequence[int]) -> TierStanding:
    """The tier of a customer whose own id stands first, before those of the records merged into it."""
    rows = tx.all(select(Customer.id, *standing_columns(tx.today)).where(Customer.id.in_(ids)))
    return standing_from(tx, sorted(rows, key=lambda row: row.id != ids[0]))


def standing_columns(today: date) -> tuple[Any, ...]:
    """What ``standing_from`` needs of each record, for a select of customers."""
    given, frozen, year = TierOverride, CustomerTier, frozen_year(today)
    newest = select(func.max(given.id)).where(given.customer_id == Customer.id, given.until >= today)
    tier = select(frozen.tier).where(frozen.customer_id == Customer.id, frozen.year == year)
    return newest.scalar_subquery().label("given_id"), tier.scalar_subquery().label("ruled"), year.label("ruled_year")


def standing_from(tx: Read, rows: Sequence[Any]) -> TierStanding:
    """The tier of a customer whose own row stands first; whoever was given one by hand costs a statement more."""
    newest = max((row.given_id for row in rows if row.given_id is not None), default=None)
    row = tx.first(_given_query().where(TierOverride.id == newest)) if newest is not None else None
    whole = rights.may(tx.actor.access, "give_tiers")
    tiers = {one.id: one.ruled for one in rows if one.ruled is not None}
    return TierStanding(
        _given(tx, row, whole=whole) if row is not None else None, _own_or_best([one.id for one in rows], tiers),
        rows[0].ruled_year if rows else None,
    )  # fmt: skip


def _own_or_best(ids: Sequence[int], tiers: Mapping[int, str]) -> str:
    """Records merged since give their tier to the one that goes on, unless that has its own; the best of them."""
    return tiers.get(ids[0], "") or min(tiers.values(), default="")


def _given_query() -> Select[*tuple[Any, ...]]:
    given = TierOverride
    return select(
        given.id, given.tier, given.created_at, given.until, func.coalesce(Staff.name, given.created_by).label("by"),
        given.reason,
    ).outerjoin(Staff, (Staff.login == given.created_by) & (given.created_by != ""))  # fmt: skip


def _given(tx: Read, row: Any, *, whole: bool) -> GivenTier:  # noqa: ANN401 - a row of the query above
    since = row.created_at.astimezone(tx.store.zone).date()
    more = (row.by, row.reason) if whole else ()
    return GivenTier(row.id, row.tier, since, row.until, *more)


def asked(store: Store, customer_id: int) -> Asked:
    """What stands before a tier is given to a customer, or to who goes on. Raises ``NotFound``, ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "give_tiers")
        row = tx.first(select(Customer.id, root(Customer).label("root")).where(Customer.id == customer_id))
        if row is None:
            raise NotFound(N_("There is no such customer."))
        ids = [row.root, *[one for one in members(tx, row.root) if one != row.root]]
        name = tx.scalar(select(Customer.name).where(Customer.id == row.root))
        return Asked(row.root, str(name), standing_of(tx, ids), tx.today)


def given_on(tx: Read, on: date) -> dict[int, GivenTier]:
    """What holds by hand on a day, by customer; for managers."""
    rights.require(tx.actor.access, "give_tiers")
    source, given = aliased(Customer), TierOverride
    rows = tx.all(
        _given_query().add_columns(root(source).label("root")).join(source, source.id == given.customer_id)
        .where(given.until >= on, begun(tx, on)).order_by(given.id)
    )  # fmt: skip
    return {row.root: _given(tx, row, whole=True) for row in rows}


def given_tiers(store: Store) -> list[GivenRow]:
    """Every tier given by hand, newest first: those that hold, those that ended. Raises ``NotAllowed``."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "give_tiers")
        source, kept, given = aliased(Customer), aliased(Customer), TierOverride
        rows = tx.all(
            _given_query().add_columns(kept.id.label("root"), kept.code, kept.name.label("customer"))
            .join(source, source.id == given.customer_id).join(kept, kept.id == root(source))
            .order_by(given.id.desc())
        )  # fmt: skip
        frozen = _frozen_of(tx, [row.root for row in rows])
        counted: set[int] = set()
        found = []
        for row in rows:
            holds = row.until >= tx.today and row.root not in counted
            if holds:
                counted.add(row.root)
            found.append(
                GivenRow(
                    row.id, row.root, row.code, row.customer, _given(tx, row, whole=True), frozen.get(row.root, ""),
                    holds,
                )
            )  # fmt: skip
        return found


def _frozen_of(tx: Read, ids: Sequence[int]) -> dict[int, str]:
    """The frozen tier of each of these customers."""
    source, frozen = aliased(Customer), CustomerTier
    named = aliased(Customer)
    family = select(root(named)).where(named.id.in_(select(TierOverride.customer_id)))
    rows = tx.all(
        select(source.id, root(source).label("root"), frozen.tier).join(source, source.id == frozen.customer_id)
        .where(frozen.year == frozen_year(tx.today), or_(source.id.in_(family), source.merged_into_id.in_(family)))
    )  # fmt: skip
    found: dict[int, dict[int, str]] = {}
    for row in rows:
        found.setdefault(row.root, {})[row.id] = row.tier
    return {one: _own_or_best([one], found[one]) for one in ids if one in found}
