"""What is told on paper about a complaint: events and outcomes."""

from collections.abc import Mapping

from app.i18n import N_

__all__ = ["EVENTS", "OUTCOMES", "named"]

EVENTS: Mapping[str, str] = {
    "opened": N_("Received"),
    "assigned": N_("Given to"),
    "answer": N_("Answer"),
    "note": N_("Note"),
    "promise": N_("Promise"),
    "kept": N_("Promise kept"),
    "broken": N_("Promise broken"),
    "withdrawn": N_("Promise withdrawn"),
    "paused": N_("Clock paused"),
    "resumed": N_("Clock runs again"),
    "state": N_("State"),
    "escalated": N_("Escalated"),
    "warned": N_("Warning"),
    "late": N_("Late"),
    "outcome": N_("Solution offered"),
    "approved": N_("Solution approved"),
    "refused": N_("Solution refused"),
    "executed": N_("Carried out"),
    "closed": N_("Closed"),
    "reopened": N_("Opened again"),
    "quality": N_("Quality of the answer"),
    "satisfied": N_("Satisfaction"),
    "changed": N_("Changed"),
    "file": N_("File"),
}
OUTCOMES: Mapping[str, str] = {
    "return": N_("Goods taken back"),
    "credit": N_("Money given back"),
    "replacement": N_("Replacement"),
    "discount": N_("Discount"),
    "apology": N_("Apology"),
    "rejected": N_("Rejected"),
}


def named(words: Mapping[str, str], key: str) -> str:
    """The English text of a word of ours; what somebody wrote otherwise stays as it is."""
    return words.get(key, key)
