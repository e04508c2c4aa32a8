"""Terms of payment in sentences."""

from app.domain.papers import Terms
from app.i18n import N_, Say
from app.reports.items import tax_name

__all__ = ["terms_sentences"]


def terms_sentences(say: Say, terms: Terms) -> list[str]:
    """How and until when is to be paid, one sentence each."""
    found = []
    if terms.due is None and terms.days is not None:
        found.append(
            say.plural(
                "Payment within {count} day of the invoice.",
                "Payment within {count} days of the invoice.",
                terms.days,
            )
            if terms.days
            else say.text(N_("Payment at once."))
        )
    if terms.method:
        found.append(say.text(N_("Payment by {method}."), method=terms.method))
    if terms.early_percent is not None and terms.early_until is not None:
        percent, day = tax_name(say, terms.early_percent), say.date(terms.early_until)
        found.append(say.text(N_("{percent} off when paid by {day}."), percent=percent, day=day))
    return [say.sentences(found), terms.note]
