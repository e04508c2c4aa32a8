"""What the day asks of some roles alone: quotes that end and customers who went quiet, what waits for a yes."""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, case, func, literal_column, select, union_all

from app.models import Customer, OrderShare, SalesOrder, Staff
from app.models.declared import aliased
from app.queries import complaint_outcomes
from app.queries.customers import contacted_since
from app.queries.tiers_given import frozen_year, given_now, ruled
from app.store.session import Read

ENDING_DAYS = 7
"""A quote that ends within so many days is asked about now."""
QUIET_DAYS = 60
"""A customer with whom nobody spoke for so many days."""
_TIERS = {"A": 0, "B": 1, "C": 2}


def quotes_ending(tx: Read) -> Select[*tuple[Any, ...]]:
    """Quotes of the signed-in person, sold or typed, that end from today on: the next end first."""
    order, who = SalesOrder, aliased(Customer)
    sold = select(OrderShare.order_id).where(OrderShare.staff_id == tx.actor.staff_id)
    own = order.id.in_(sold) | ((order.created_by == tx.actor.login) & (order.created_by != ""))
    return (
        select(order.id, order.quote_number, order.valid_until, order.gross, who.id.label("customer_id"), who.name)
        .join(Customer, Customer.id == order.customer_id)
        .join(who, who.id == func.coalesce(Customer.merged_into_id, Customer.id))
        .where(
            order.status == "quoted", order.void.is_(False), own,
            order.valid_until.between(tx.today, tx.today + timedelta(days=ENDING_DAYS)),
        )
        .order_by(order.valid_until, order.id)
    )  # fmt: skip


def gone_quiet(tx: Read) -> Select[*tuple[Any, ...]]:
    """Customers of the signed-in person with whom nobody was in touch lately: the best tier first."""
    since = datetime.combine(tx.today - timedelta(days=QUIET_DAYS), time.min, tx.store.zone)
    by_hand = given_now(tx.today).subquery()
    tier = func.coalesce(by_hand.c.tier, ruled(Customer, frozen_year(tx.today)), "")
    return (
        select(Customer.id, Customer.name, tier.label("tier"))
        .outerjoin(by_hand, by_hand.c[0] == Customer.id)
        .where(
            Customer.salesperson_id == tx.actor.staff_id, Customer.active.is_(True), Customer.merged_into_id.is_(None),
            ~contacted_since(since),
        )
        .order_by(case(_TIERS, value=tier, else_=len(_TIERS)), Customer.search_name, Customer.id)
    )  # fmt: skip


def waiting_for_a_yes() -> Select[*tuple[Any, ...]]:
    """Prices of orders and offers for complaints that managers answer, in the order in which they were asked.

    ``kind`` is price (``id`` is the order's) or outcome (the complaint's).
    """
    offers = complaint_outcomes.waiting_rows().order_by(None).subquery()
    order, asked, kept = SalesOrder, aliased(Customer), aliased(Customer)
    prices: Select[*tuple[Any, ...]] = (
        select(
            literal_column("'price'").label("kind"), order.id.label("id"), kept.id.label("customer_id"),
            func.coalesce(order.quote_number, "").label("number"), order.approval_note.label("subject"),
            kept.name.label("name"), func.coalesce(Staff.name, order.created_by).label("by"),
            order.updated_at.label("at"),
        )
        .join(asked, asked.id == order.customer_id)
        .join(kept, kept.id == func.coalesce(asked.merged_into_id, asked.id))
        .outerjoin(Staff, (Staff.login == order.created_by) & (order.created_by != ""))
        .where(order.approval == "asked", order.void.is_(False), order.status != "cancelled")
    )  # fmt: skip
    outcomes = select(
        literal_column("'outcome'"), offers.c.complaint_id, offers.c.customer_id, offers.c.number, offers.c.subject,
        offers.c.name, offers.c.by, offers.c.created_at,
    )  # fmt: skip
    found = union_all(prices, outcomes).subquery()
    return select(found).order_by(found.c.at, found.c.kind, found.c.id)
