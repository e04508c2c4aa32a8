"""What the codes of complaints are called on the screen."""

from app.domain.complaint_words import CHANNELS, SEVERITIES
from app.domain.refusal import N_
from app.i18n import Say

STEPS = (N_("Received"), N_("Answered"), N_("Solving"), N_("Offer"), N_("Closed"))
"""The five steps, by their number from 1."""
CHANNEL_ICONS = {
    "phone": "phone", "email": "email", "message": "message", "counter": "person", "web": "language",
    "letter": "letter", "social": "message",
}  # fmt: skip
EVENT_ICONS = {
    "opened": "complaints", "assigned": "person", "answer": "message", "note": "note", "promise": "clock",
    "kept": "check", "broken": "late", "withdrawn": "close", "paused": "history", "resumed": "clock",
    "state": "right", "escalated": "promote", "warned": "bell", "late": "late", "outcome": "quote",
    "approved": "check", "refused": "avoid", "executed": "saved", "closed": "lock", "reopened": "refresh",
    "quality": "first", "satisfied": "first", "changed": "note", "file": "import",
}  # fmt: skip
EVENTS = {
    "opened": N_("Complaint received"),
    "assigned": N_("Given to {words}"),
    "answer": N_("Answer to the customer"),
    "note": N_("Note"),
    "promise": N_("Promised: {words}"),
    "kept": N_("Promise kept: {words}"),
    "broken": N_("Promise broken: {words}"),
    "withdrawn": N_("Promise withdrawn: {words}"),
    "paused": N_("Clock paused: {words}"),
    "resumed": N_("Clock goes on"),
    "state": N_("Step: {words}"),
    "escalated": N_("Escalated to {words}"),
    "warned": N_("{words} % of the time is used"),
    "late": N_("The time ran out"),
    "late answer": N_("The time for the first answer ran out"),
    "late solution": N_("The time for the solution ran out"),
    "outcome": N_("Offer: {words}"),
    "approved": N_("Offer approved: {words}"),
    "refused": N_("Offer refused: {words}"),
    "executed": N_("Offer carried out: {words}"),
    "closed": N_("Closed: {words}"),
    "reopened": N_("Opened again: {words}"),
    "quality": N_("Quality of our answer: {words}"),
    "satisfied": N_("Satisfaction of the customer: {words}"),
    "changed": N_("Changed: {words}"),
    "file": N_("File: {words}"),
}
"""What an entry says where its words alone do not."""
BARE = {
    "assigned": N_("Given to somebody else"), "paused": N_("Clock paused"), "closed": N_("Closed"),
    "reopened": N_("Opened again"), "escalated": N_("Escalated"), "outcome": N_("Offer made"),
    "approved": N_("Offer approved"), "refused": N_("Offer refused"), "executed": N_("Offer carried out"),
    "quality": N_("Quality of our answer noted"), "satisfied": N_("Satisfaction noted"), "changed": N_("Changed"),
    "withdrawn": N_("Offer withdrawn"), "file": N_("File kept"), "warned": N_("The time runs out soon"),
    "state": N_("Next step"),
}  # fmt: skip
"""The same without words."""
CHANGED = {
    "severity": N_("Severity"), "cause": N_("Cause"), "channel": N_("Channel"), "order": N_("Order"),
    "product": N_("Product"), "subject": N_("Subject"), "line": N_("Line of the order"), "delivery": N_("Delivery"),
    "invoice": N_("Invoice"), "region": N_("Region"), "skill": N_("Skill"),
}  # fmt: skip
"""Fields of a case, as an entry about a change names them."""
COMMON = {
    "customer": N_("same customer"), "order": N_("same order"), "product": N_("same product"),
    "subject": N_("alike"),
}  # fmt: skip


def channel_words(code: str, say: Say) -> str:
    """A channel; the company's own ones are words already."""
    return say.text(CHANNELS[code]) if code in CHANNELS else code


def severity_words(code: str, say: Say) -> str:
    """A severity; what came from elsewhere is written as it came."""
    return say.text(SEVERITIES[code]) if code in SEVERITIES else code


def short_name(name: str) -> str:
    """Somebody who works here, where there is little room: Nuria C. for Nuria Campos, 陈慧敏 as it is."""
    first, _, rest = name.strip().partition(" ")
    return f"{first} {rest.split()[-1][0]}." if rest and rest[0].isascii() else name
