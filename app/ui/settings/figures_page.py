"""Taxes, levels, tiers, the usual discount and days to pay: figures that rules count with."""

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.settings.form_page import CompanyForm

FIELDS = (
    FormField("tax_rate", N_("Usual tax rate in percent"), "number", required=True, least=0, section=N_("Sales")),
    FormField("payment_days", N_("Days to pay"), "number", required=True, least=0, places=0),
    FormField("discount_limit", N_("Usual discount at most, in percent"), "number", required=True, least=0),
    FormField(
        "recognition", N_("Profit counts with the"), "choice",
        choices=(("order", N_("order")), ("delivery", N_("delivery")), ("invoice", N_("invoice"))),
    ),
    FormField("level_a", N_("Level A from a margin of, in percent"), "number", required=True, least=0,
              section=N_("Levels of products, by margin")),
    FormField("level_b", N_("Level B from"), "number", required=True, least=0),
    FormField("level_c", N_("Level C from; below it is D"), "number", required=True, least=0),
    FormField("tier_a", N_("Tier A: the first, in percent of all contribution"), "number", required=True, least=0,
              section=N_("Tiers of customers, by contribution")),
    FormField("tier_b", N_("Tier B: up to"), "number", required=True, least=0),
)  # fmt: skip


class FiguresPage(CompanyForm):
    """What is booked stays as it was; what is booked from now on follows the new figures."""

    heading = N_("Taxes, levels and tiers")
    explained = N_("Changes hold from now on; figures that are booked, and years whose tiers are fixed, stay.")

    def __init__(self, context: Context) -> None:
        super().__init__(context, FIELDS, 3)
        self.form.setMaximumWidth(1000)
        self.body.addWidget(self.form)
        self.body.addStretch(1)
