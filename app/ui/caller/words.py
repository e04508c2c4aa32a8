"""What the codes of records are called on the caller card."""

from datetime import date, datetime

from app.domain.refusal import N_
from app.i18n import Say
from app.ui.kit.columns import short_date

ORDER_STATES = {
    "draft": (N_("Draft"), "neutral", "note"),
    "quoted": (N_("Quoted"), "info", "quote"),
    "confirmed": (N_("Confirmed"), "info", "check"),
    "in_progress": (N_("In preparation"), "info", "products"),
    "delivered": (N_("Delivered"), "ok", "delivery"),
    "invoiced": (N_("Invoiced"), "neutral", "quote"),
    "closed": (N_("Completed"), "neutral", "check"),
    "cancelled": (N_("Cancelled"), "neutral", "avoid"),
}
"""State: (words, tone, icon)."""
LATE = (N_("Late"), "bad", "late")

OUTCOMES = {
    "answered": N_("Answered"),
    "call back": N_("Call back"),
    "send quote": N_("Send quote"),
    "escalate": N_("Escalate"),
}
"""What a call ended with, as it is noted, and its words."""

TIERS = {
    "A": N_("A · Key customer"),
    "B": N_("B · Regular customer"),
    "C": N_("C · Small customer"),
    "N": N_("N · Without contribution"),
}
CONTACT_ICONS = {
    "call": "phone", "visit": "visit", "message": "message", "email": "email", "letter": "letter", "note": "note",
}  # fmt: skip
TOPIC_ICONS = {
    "birthday": "birthday", "drink": "mention", "delivery": "delivery", "life event": "mention", "hobby": "mention",
}  # fmt: skip
RELATIONS = {
    "daughter": N_("Daughter"),
    "son": N_("Son"),
    "partner": N_("Partner"),
    "assistant": N_("Assistant"),
    "spouse": N_("Spouse"),
    "brother": N_("Brother"),
    "sister": N_("Sister"),
    "parent": N_("Parent"),
    "colleague": N_("Colleague"),
}
SOURCES = {"call": N_("said on the telephone"), "visit": N_("said on a visit")}
PURPOSES = {"offers": N_("offers"), "greetings": N_("greetings"), "service": N_("service")}
CHANNELS = {
    "phone": N_("by telephone"),
    "message": N_("by message"),
    "email": N_("by e-mail"),
    "post": N_("by post"),
}


def named(words: dict[str, str], code: str, say: Say) -> str:
    """A code in words; a company's own codes are words already."""
    return say.text(words[code]) if code in words else code


def language_name(code: str, say: Say) -> str:
    """A language's name in the reader's language."""
    from babel import Locale  # noqa: PLC0415 - its names are seldom read

    try:
        name = Locale(say.language).languages.get(code, code)
    except ValueError:
        return code
    return str(name)[:1].upper() + str(name)[1:]


def country_name(code: str, say: Say) -> str:
    """A country's name in the reader's language."""
    from babel import Locale  # noqa: PLC0415

    return str(Locale(say.language).territories.get(code, code))


def clock_or_day(at: datetime, say: Say) -> str:
    """When something was said: the day, and of today the time."""
    local = at.astimezone(say.zone)
    today = datetime.now(say.zone).date()
    return f"{local:%H:%M}" if local.date() == today else short_date(local.date(), say, today)


def brief(day: date, say: Say) -> str:
    """A day where room is short: of this year without the year."""
    return short_date(day, say, datetime.now(say.zone).date())
