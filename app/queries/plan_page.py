"""Everything the screen of commission plans shows, in one question."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select

from app.domain import rights
from app.domain.month import Month
from app.models import CommissionMonth, Staff
from app.queries.commission_plans import Assignment, Plan, assignments_of, plans_of
from app.queries.commission_try import bounds_of, target_names, top_groups
from app.store.session import Store


@dataclass(frozen=True, slots=True)
class Seller:
    """Somebody who can have a plan."""

    id: int
    name: str
    team: str
    active: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Plans, who has which, who there is, and what the editor shows beside them.

    ``bounds`` are margins in percent from which a line is level A, B and C; ``names`` say what rules are about, by
    (product or category, id); ``groups`` are (id, name) of groups that lie in no other.
    """

    plans: tuple[Plan, ...]
    assignments: tuple[Assignment, ...]
    sellers: tuple[Seller, ...]
    bounds: tuple[Decimal, Decimal, Decimal]
    closed: frozenset[Month]
    names: Mapping[tuple[str, int], str]
    groups: tuple[tuple[int, str], ...]
    today: date

    @property
    def teams(self) -> tuple[str, ...]:
        """The teams there are, by name."""
        return tuple(sorted({one.team for one in self.sellers if one.team}, key=str.casefold))


def page(store: Store) -> PlanPage:
    """What the screen shows. Raises ``NotAllowed`` for who does not see all commission."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        plans = plans_of(tx)
        terms = [version.terms for plan in plans for version in plan.versions]
        people = tx.all(select(Staff.id, Staff.name, Staff.team, Staff.active).order_by(Staff.name, Staff.id))
        closed = tx.all(select(CommissionMonth.month).where(CommissionMonth.state == "closed"))
        return PlanPage(
            tuple(plans), tuple(assignments_of(tx)), tuple(Seller(*row) for row in people), bounds_of(tx),
            frozenset(row[0] for row in closed), target_names(tx, terms), tuple(top_groups(tx)), tx.today,
        )  # fmt: skip
