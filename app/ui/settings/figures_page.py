"""Taxes, levels, tiers, the usual discount and days to pay: figures that rules count with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.domain.refusal import N_
from app.queries import company
from app.queries.company import FACTS, KEPT, SALES_LIMIT, Settings
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.settings.form_page import CompanyForm, shown

FIELDS = (
    FormField("tax_rate", N_("Usual tax rate in percent"), "number", required=True, least=0, section=N_("Sales")),
    FormField("payment_days", N_("Days to pay"), "number", required=True, least=0, places=0),
    FormField("discount_limit", N_("Usual discount at most, in percent"), "number", required=True, least=0),
    FormField(SALES_LIMIT, N_("Discount of salespeople at most, in percent"), "number", least=0,
              hint=N_("Empty: twice the usual discount")),
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
    FormField(FACTS, N_("Facts kept of each topic"), "number", least=1, places=0, hint=N_("Empty: as usual"),
              section=N_("What is known of customers")),
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
        self._kept: dict[str, Decimal | None] = {}

    def ask(self) -> None:
        """What stands beside the company's row first, then the row."""
        if not self.form.is_changed:
            self.context.runner.read(self, company.kept, self._kept_read, self.refused)

    def _kept_read(self, kept: dict[str, Decimal | None]) -> None:
        self._kept = kept
        super().ask()

    def to_form(self, settings: Settings) -> Mapping[str, object]:
        """The values of the form's fields."""
        return {**{key: shown(getattr(settings, key)) for key in self.form.boxes if key not in KEPT}, **self._kept}

    def from_form(self, values: Mapping[str, Any]) -> Mapping[str, object]:
        """Values of fields as settings."""
        own = {key: value for key, value in values.items() if key in KEPT}
        facts = own.get(FACTS)
        if facts is not None:
            own[FACTS] = int(facts)
        return {**super().from_form({key: value for key, value in values.items() if key not in KEPT}), **own}

    def saved(self) -> None:
        """What was typed beside the row is what is kept now."""
        values = self.form.values()
        self._kept = {key: values[key] for key in KEPT}
