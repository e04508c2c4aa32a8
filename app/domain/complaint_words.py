"""What the codes of complaints are called, on the screen and on paper."""

from collections.abc import Mapping

from app.domain.refusal import N_

STATES: Mapping[str, str] = {
    "new": N_("New"),
    "assigned": N_("Assigned"),
    "in_work": N_("In work"),
    "waiting": N_("Waiting for the customer"),
    "proposed": N_("Solution offered"),
    "approved": N_("Solution approved"),
    "rejected": N_("Rejected"),
    "executed": N_("Carried out"),
    "closed": N_("Closed"),
}
SEVERITIES: Mapping[str, str] = {
    "low": N_("Low"),
    "normal": N_("Normal"),
    "high": N_("High"),
    "critical": N_("Critical"),
}
CHANNELS: Mapping[str, str] = {
    "phone": N_("Telephone"),
    "email": N_("E-mail"),
    "message": N_("Message"),
    "counter": N_("At the counter"),
    "web": N_("Website"),
    "letter": N_("Letter"),
    "social": N_("Social media"),
}
