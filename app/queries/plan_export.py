"""Commission plans as they are imported again: every version, and who has which since when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select

from app.domain import rights
from app.domain.commission_plan import Rule
from app.domain.plan_file import Given, NamedRule, PlanFile, PlanTable
from app.models import Category, Product, Staff
from app.queries.commission_plans import Assignment, Plan, Version, assignments_of, plans_of
from app.store.session import Read, Store

Whom = tuple[str, str]
"""(code of a salesperson, team); both empty: everybody."""


def plan_file(store: Store) -> PlanFile:
    """All plans and who has them. Raises ``NotAllowed`` for who does not see all commission."""
    with store.snapshot() as tx:
        rights.require(tx.actor.access, "all_commission")
        plans = plans_of(tx)
        codes = {row[0]: row[1] for row in tx.all(select(Staff.id, Staff.code))}
        gifts = _gifts(assignments_of(tx), {plan.id: plan.name for plan in plans}, codes)
        named = _rule_names(tx, plans)
    tables: list[PlanTable] = []
    for plan in plans:
        for at, version in enumerate(plan.versions):
            tables.append(_table(plan, version, named, gifts, first=at == 0, number=len(tables) + 1))
    rest = sorted((day, plan, whom) for (plan, day), whoms in gifts.items() for whom in whoms)
    given = [Given(at, day, plan, *whom) for at, (day, plan, whom) in enumerate(rest, 1)]
    return PlanFile(tuple(tables), tuple(given))


def _gifts(
    kept: Sequence[Assignment], names: Mapping[int, str], codes: Mapping[int, str]
) -> defaultdict[tuple[str, date], list[Whom]]:
    """Who gets which plan on which day, without what they have already."""
    found: defaultdict[tuple[str, date], list[Whom]] = defaultdict(list)
    has: dict[Whom, int | None] = {}
    for one in sorted(kept, key=lambda one: one.valid_from):
        whom = (codes[one.staff_id] if one.staff_id is not None else "", one.team)
        if whom not in has or has[whom] != one.plan_id:
            found[names[one.plan_id] if one.plan_id is not None else "", one.valid_from].append(whom)
        has[whom] = one.plan_id
    return found


def _table(
    plan: Plan,
    version: Version,
    named: Mapping[Rule, NamedRule],
    gifts: dict[tuple[str, date], list[Whom]],
    *,
    first: bool,
    number: int,
) -> PlanTable:
    """One version; what it says of people is taken out of ``gifts``."""
    whoms = gifts.pop((plan.name, version.valid_from), [])
    if first and whoms == [("", "")]:
        people = teams = None
    else:
        people = tuple(sorted(code for code, _ in whoms if code))
        teams = tuple(sorted(team for _, team in whoms if team)) or None
        if ("", "") in whoms:
            gifts[plan.name, version.valid_from] = [("", "")]
    rules = tuple(named[rule] for rule in version.terms.rules)
    active = None if plan.active or not first else False
    return PlanTable(number, plan.name, version.valid_from, version.terms.without_rules(), rules, people, teams, active)


def _rule_names(tx: Read, plans: Sequence[Plan]) -> dict[Rule, NamedRule]:
    rules = {rule for plan in plans for version in plan.versions for rule in version.terms.rules}
    products = sorted({rule.product_id for rule in rules if rule.product_id is not None})
    codes = {row[0]: row[1] for row in tx.all(select(Product.id, Product.code).where(Product.id.in_(products)))}
    groups = {row[0]: row[1] for row in tx.all(select(Category.id, Category.name))}
    return {
        rule: NamedRule(rule.rates, codes.get(rule.product_id or 0, ""), groups.get(rule.category_id or 0, ""))
        for rule in rules
    }
