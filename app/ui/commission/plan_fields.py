"""The fields of the plan editor, and a plan's terms as they stand in them."""

from collections.abc import Mapping
from typing import Any

from app.domain.commission_plan import Base, Negative, Rates, Steps, Terms, Trigger
from app.domain.refusal import N_
from app.ui.commission.plan_bands import BandsBox
from app.ui.commission.plan_rates import RatesBox
from app.ui.commission.plan_rows import RowsBox
from app.ui.commission.plan_rules import RulesBox
from app.ui.commission.plan_words import BASES, NEGATIVES, NO_STEPS, STEPS, TRIGGERS
from app.ui.kit.form import Form, FormField

FIELDS = (
    FormField("name", N_("Name of the plan"), required=True, most=120),
    FormField("valid_from", N_("Valid from"), "day", required=True),
    # its words are read whole in every language
    FormField("base", N_("Commission is a part of"), "choice", choices=tuple(BASES.items()), wide=True),
    FormField("trigger", N_("Earned"), "choice", choices=tuple(TRIGGERS.items()), wide=True),
    FormField("rates", N_("Rates by product level"), "text", make=RatesBox, wide=True),
    FormField("rules", N_("Other rates; the first rule that matches wins"), "text", make=RulesBox, wide=True),
    FormField("steps", N_("Steps, beside the rates"), "choice", choices=tuple(STEPS.items())),
    FormField("cap", N_("At most per month"), "money", hint=N_("no limit"), least=0),
    FormField("bands", N_("Steps on the month’s total"), "text", make=BandsBox, wide=True),
    FormField("negative", N_("A line with a loss"), "choice", choices=tuple(NEGATIVES.items())),
)


def values_of(terms: Terms) -> dict[str, Any]:
    """Terms as the fields hold them."""
    return {
        "base": terms.base.value, "trigger": terms.trigger.value, "rates": terms.rates, "rules": terms.rules,
        "steps": terms.steps.value if terms.bands else NO_STEPS, "cap": terms.cap, "bands": terms.bands,
        "negative": terms.negative.value,
    }  # fmt: skip


def terms_of(values: Mapping[str, Any]) -> Terms:
    """The fields' values as terms; steps that are switched off are none."""
    mode = str(values["steps"])
    return Terms(
        values["rates"] or Rates(), Base(values["base"]), Trigger(values["trigger"]), Negative(values["negative"]),
        tuple(values["rules"] or ()), tuple(values["bands"] or ()) if mode != NO_STEPS else (),
        Steps(mode) if mode != NO_STEPS else Steps.MARGINAL, values["cap"],
    )  # fmt: skip


def terms_now(form: Form) -> Terms | None:
    """The terms as they are typed at this moment; none while something cannot be read."""
    values = form.values()
    for key, box in form.boxes.items():
        if isinstance(box, RowsBox):
            values[key] = box.now()
            if values[key] is None and not (key == "bands" and values["steps"] == NO_STEPS):
                return None
    return terms_of(values)
