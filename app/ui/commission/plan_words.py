"""What the parts of a commission plan are called, and plans to begin with."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.domain.commission_plan import Base, Negative, Rates, Rule, Steps, Terms, Trigger
from app.domain.month import Month
from app.domain.refusal import N_
from app.queries.plan_page import PlanPage

BASES: Mapping[str, str] = {
    Base.CONTRIBUTION.value: N_("Contribution (net less cost)"),
    Base.REVENUE.value: N_("Net revenue"),
}
TRIGGERS: Mapping[str, str] = {
    Trigger.PAYMENT.value: N_("When it is paid"),
    Trigger.INVOICE.value: N_("When it is invoiced"),
    Trigger.ORDER.value: N_("When it is ordered"),
}
WHEN: Mapping[str, str] = {
    Trigger.PAYMENT.value: N_("when paid"),
    Trigger.INVOICE.value: N_("when invoiced"),
    Trigger.ORDER.value: N_("with the order"),
}
"""The trigger behind an amount."""
NEGATIVES: Mapping[str, str] = {
    Negative.ZERO.value: N_("Earns nothing"),
    Negative.DEDUCT.value: N_("Is deducted"),
}
NO_STEPS = "none"
STEPS: Mapping[str, str] = {
    NO_STEPS: N_("No steps"),
    Steps.MARGINAL.value: N_("Only the part inside each step"),
    Steps.SLAB.value: N_("All of it at the reached step’s rate"),
}
TEMPLATES: Mapping[str, str] = {
    "levels": N_("4 levels"),
    "flat": N_("Flat rate"),
    "groups": N_("By product group"),
}
PLAN_NAMES: Mapping[str, str] = {
    "levels": N_("Standard"),
    "flat": N_("Flat rate"),
    "groups": N_("By product group"),
}


def template(name: str, page: PlanPage | None) -> Terms:
    """The terms of a plan to begin with."""
    levels = Rates(Decimal(12), Decimal(8), Decimal(4), Decimal(1))
    if name == "flat":
        return Terms(Rates.flat(Decimal(5)), trigger=Trigger.PAYMENT)
    if name == "groups" and page is not None:
        rules = tuple(Rule(Rates.flat(Decimal(5)), category_id=id_) for id_, _ in page.groups)
        return Terms(Rates.flat(Decimal(3)), trigger=Trigger.PAYMENT, rules=rules)
    return Terms(levels, trigger=Trigger.PAYMENT)


def open_month(page: PlanPage, day: date) -> Month:
    """The month of a day, or the first one after it whose commission is open."""
    month = Month.of(day)
    while month in page.closed:
        month = month.plus(1)
    return month
