"""Ways in which money comes in."""

from app.domain.refusal import N_

METHODS = {
    "transfer": N_("Bank transfer"),
    "card": N_("Card"),
    "cash": N_("Cash"),
    "direct debit": N_("Direct debit"),
    "cheque": N_("Cheque"),
}
"""What is offered, by what is kept; the first is the usual one. Imported payments may carry any other words."""


def method_words(method: str) -> str:
    """The English words of a way of payment, to be translated; other words are themselves."""
    return METHODS.get(method, method)
