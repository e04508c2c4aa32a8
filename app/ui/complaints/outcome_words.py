"""What the kinds and states of outcomes are called on the screen."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.complaint_outcome import plain
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.complaint_outcomes import OutcomeRow

KINDS: Mapping[str, str] = {
    "return": N_("Take goods back"),
    "credit": N_("Give money back"),
    "replacement": N_("Send the goods again"),
    "discount": N_("Discount on what was billed"),
    "apology": N_("Apology"),
    "rejected": N_("Reject the complaint"),
}
"""As a choice."""
NAMES: Mapping[str, str] = {
    "return": N_("Return"),
    "credit": N_("Credit"),
    "replacement": N_("Replacement"),
    "discount": N_("Discount"),
    "apology": N_("Apology"),
    "rejected": N_("Rejection"),
}
"""As a heading."""
ICONS: Mapping[str, str] = {
    "return": "back", "credit": "money", "replacement": "delivery", "discount": "price", "apology": "message",
    "rejected": "avoid",
}  # fmt: skip
STATES: Mapping[str, tuple[str, str]] = {
    "proposed": (N_("Waits for a manager"), "warn"),
    "approved": (N_("Can be carried out"), "ok"),
    "refused": (N_("Refused"), "bad"),
    "executed": (N_("Carried out"), "ok"),
    "withdrawn": (N_("Withdrawn"), ""),
}
"""(words, tone)."""
REASONS: Mapping[str, str] = {
    "return": N_("Reason, as it stands on the documents"),
    "credit": N_("Reason, as it stands on the documents"),
    "replacement": N_("Reason, as it stands on the documents"),
    "discount": N_("Reason, as it stands on the documents"),
    "apology": N_("What the customer is told"),
    "rejected": N_("Why it is rejected, as the customer is told"),
}
UNKNOWN = "–"


def pieces(quantity: Decimal, unit: str, say: Say) -> str:
    """A quantity with its unit."""
    places = max(0, -int(Decimal(plain(quantity)).as_tuple().exponent))
    return " ".join(part for part in (say.number(quantity, places), unit) if part)


def summary(row: OutcomeRow, say: Say) -> str:
    """An outcome in one line: what it is, on which order, and what it gives without tax."""
    parts = [say.text(NAMES.get(row.kind, row.kind)), row.order]
    if row.value:
        parts.append(say.money_with_currency(row.value))
    return " · ".join(part for part in parts if part)


def papers(row: OutcomeRow) -> str:
    """The numbers of the documents that it made."""
    return " · ".join(number for number in (row.return_number, row.credit_note, row.new_order) if number)
