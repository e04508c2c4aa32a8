"""Trying a plan before it is saved: one sale with its level, base, rate, the rule that matched, and what it brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select

from app.domain import rights
from app.domain.commission_plan import Terms, percent
from app.domain.money import ZERO, line_amount
from app.domain.refusal import N_, NotFound
from app.domain.text import folded
from app.models import Category, Company, Customer, Product, ProductPrice, Staff
from app.queries.commission_expected import Known
from app.queries.commission_plans import agreements, plans_of
from app.queries.product_form import category_paths
from app.queries.products import Sold, newest
from app.store.session import Read, Store

MOST = 8


@dataclass(frozen=True, slots=True)
class Target:
    """Something a rule can be about: a product (``kind`` product) or a product group (category)."""

    kind: str
    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A sale to be tried; ``price`` per unit without tax, none: the list price."""

    product_id: int
    quantity: Decimal
    price: Decimal | None = None
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of it. ``rule`` is the number (from 1) of the rule that matched, 0 for the level's rate.

    ``salesperson`` is the customer's, with the plan that person has today (empty: none).
    """

    level: str | None
    price: Decimal
    net: Decimal
    cost: Decimal | None
    base: Decimal
    rate: Decimal
    rule: int
    commission: Decimal
    salesperson: str = ""
    plan: str = ""


def tried(store: Store, terms: Terms, asked: Asked) -> Tried:
    """One sale under these terms, by the arithmetic that is booked. Raises ``NotAllowed`` and ``NotFound``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "all_commission")
        known = Known(tx, [asked.product_id])
        price = asked.price
        if price is None:
            query = select(newest(ProductPrice, ProductPrice.price, tx.today)).where(Product.id == asked.product_id)
            price = tx.scalar(query)
        if price is None:
            raise NotFound(N_("This product has no list price; write one."), field="price")
        net = line_amount(asked.quantity, price, ZERO, known.places)
        sold = Sold(asked.product_id, asked.quantity, net)
        level, cost, groups = known.level(sold), known.cost(sold), known.groups(asked.product_id)
        rate = terms.rate_for(level, asked.product_id, groups)
        rule = next((at for at, one in enumerate(terms.rules, 1) if one.fits(asked.product_id, groups)), 0)
        base = terms.base_of(net, cost or ZERO)
        seller, plan = _seller(tx, asked.customer_id)
        return Tried(level, price, net, cost, base, rate, rule, percent(base, rate, known.places), seller, plan)


def _seller(tx: Read, customer_id: int | None) -> tuple[str, str]:
    """The name of a customer's salesperson and of the plan that person has today."""
    if customer_id is None:
        return "", ""
    row = tx.first(
        select(Staff.id, Staff.name).join(Customer, Customer.salesperson_id == Staff.id).where(
            Customer.id == customer_id
        )
    )  # fmt: skip
    if row is None:
        return "", ""
    version = agreements(tx).on(row.id, tx.today)
    names = {plan.id: plan.name for plan in plans_of(tx)} if version is not None else {}
    return row.name, names.get(version.plan_id, "") if version is not None else ""


def targets(store: Store, text: str) -> list[Target]:
    """Groups and products whose name or code has the text, groups first. Raises ``NotAllowed``."""
    wanted = folded(text.strip())
    with store.read() as tx:
        rights.require(tx.actor.access, "all_commission")
        paths = category_paths(tx)
        groups = [Target("category", id_, path) for id_, path in sorted(paths.items(), key=lambda one: one[1])
                  if wanted in folded(path)]  # fmt: skip
        code = func.lower(Product.code)
        rows = tx.all(
            select(Product.id, Product.code, Product.name)
            .where(Product.search_name.contains(wanted, autoescape=True)
                   | code.startswith(text.strip().lower(), autoescape=True))
            .order_by(code != text.strip().lower(), Product.search_name, Product.id)
            .limit(MOST)
        )  # fmt: skip
    return [*groups[:MOST], *(Target("product", row.id, f"{row.code} · {row.name}") for row in rows)]


def target_names(tx: Read, terms: Sequence[Terms]) -> dict[tuple[str, int], str]:
    """What the rules of some plans are about, in words."""
    products = {rule.product_id for one in terms for rule in one.rules if rule.product_id is not None}
    rows = tx.all(select(Product.id, Product.code, Product.name).where(Product.id.in_(products))) if products else []
    found = {("product", row.id): f"{row.code} · {row.name}" for row in rows}
    if any(rule.category_id is not None for one in terms for rule in one.rules):
        found |= {("category", id_): path for id_, path in category_paths(tx).items()}
    return found


def top_groups(tx: Read) -> list[tuple[int, str]]:
    """Product groups that lie in no other, by name: what a plan by product group begins with."""
    rows = tx.all(select(Category.id, Category.name).where(Category.parent_id.is_(None)).order_by(Category.name))
    return [(row[0], row[1]) for row in rows[:MOST]]


def bounds_of(tx: Read) -> tuple[Decimal, Decimal, Decimal]:
    """Margin percent from which a line has the levels A, B and C."""
    row = tx.first(select(Company.level_a, Company.level_b, Company.level_c))
    assert row is not None
    return row[0], row[1], row[2]
