"""What people have agreed on commission, kept beside the program, and what it has booked each part of a line with."""

from collections import defaultdict
from datetime import date

from sqlalchemy import select

from app.domain.commission_plan import Terms
from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import CommissionEntry, OrderLine, OrderShare, SalesOrder
from app.services import commission_plans
from app.store.session import Store
from tests.support.commissions import EVER


class Agreed:
    """Plans with their versions; everybody has the first one, some people have one of their own."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.terms: dict[int, Terms] = {}
        self._versions: defaultdict[int, dict[date, int]] = defaultdict(dict)
        self._plan_of: dict[int | None, int] = {}
        self._possible: defaultdict[tuple[int, int], set[int]] = defaultdict(set)

    def give(self, terms: Terms, staff: int | None = None) -> None:
        """A plan since ever."""
        saved = commission_plans.add(self.store, f"Plan {len(self._plan_of)}", EVER, terms, request=new_uid())
        commission_plans.assign(self.store, staff, saved.plan_id, EVER, request=new_uid())
        self._plan_of[staff] = saved.plan_id
        self._remember(saved, EVER, terms)

    def renew(self, terms: Terms, since: date, staff: int | None = None) -> None:
        """Another version. Raises what the service raises."""
        plan = self._plan_of[staff]
        self._remember(commission_plans.add_version(self.store, plan, since, terms, request=new_uid()), since, terms)

    def _remember(self, saved: commission_plans.Saved, since: date, terms: Terms) -> None:
        self._versions[saved.plan_id][since] = saved.version_id
        self.terms[saved.version_id] = terms

    def version(self, staff: int, day: date) -> int:
        """The version that holds for somebody on a day."""
        versions = self._versions[self._plan_of.get(staff, self._plan_of[None])]
        return versions[max(since for since in versions if since <= day)]

    def of_month(self, staff: int, month: Month) -> Terms:
        """What bands and cap of a month are worked out with."""
        return self.terms[self.version(staff, month.last)]

    def look(self) -> None:
        """Before a run: what it may book every part of an order with."""
        order, share = SalesOrder, OrderShare
        query = select(order.id, order.on, share.staff_id).join(share, share.order_id == order.id)
        with self.store.read() as tx:
            for order_id, day, staff in tx.all(query):
                self._possible[order_id, staff].add(self.version(staff, day))

    def booked(self) -> dict[tuple[int, int], int]:
        """Per line and person the version that its commission is booked with and still is; each was agreed on."""
        entry = CommissionEntry
        sums: dict[tuple[int, int, int], list] = {}
        with self.store.read() as tx:
            order_of = {row[0]: row[1] for row in tx.all(select(OrderLine.id, OrderLine.order_id))}
            for row in tx.all(
                select(entry.id, entry.line_id, entry.staff_id, entry.version_id, entry.rate, entry.amount, entry.base)
                .where(entry.kind == "earned", entry.cause == "order").order_by(entry.id)
            ):  # fmt: skip
                found = sums.setdefault((row.line_id, row.staff_id, row.version_id), [0, 0, 0])
                found[0] = row.id if row.rate is not None else found[0]
                found[1] += row.amount
                found[2] += row.base
        newest: dict[tuple[int, int], tuple[int, int]] = {}
        for (line, staff, version), (last, amount, base) in sums.items():
            if last and (amount or base):
                newest[line, staff] = max(newest.get((line, staff), (0, 0)), (last, version))
        for (line, staff), (_, version) in newest.items():
            assert version in self._possible[order_of[line], staff], (line, staff, version)
        return {part: version for part, (_, version) in newest.items()}
