"""How the rows of a day are written: when, what, with which icon and tone."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.today import Today, TodayItem
from app.ui.complaints.clock import Running, clock_words
from app.ui.kit.columns import short_date

SECTIONS: Mapping[str, str] = {
    "approvals": N_("To approve"),
    "complaints": N_("Complaints near their deadline"),
    "contacts": N_("Calls and visits"),
    "quotes": N_("Quotes ending"),
    "quiet": N_("No contact for 60 days"),
    "deliveries": N_("Deliveries promised"),
    "greetings": N_("Greetings to send"),
    "expected": N_("Expected today"),
}
LISTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "approvals": ("orders", ("view", "approve")),
    "complaints": ("complaints", ("view", "open")),
    "deliveries": ("orders", ("view", "open", "promised:<=today")),
    "greetings": ("customers", ("view", "birthdays")),
    "expected": ("orders", ("view", "open", "promised:today")),
    "quotes": ("orders", ("view", "quotes", "mine:yes")),
    "quiet": ("customers", ("view", "silent")),
}
"""The list of which a section shows the beginning: its screen and its view."""
NOTHING: Mapping[str, str] = {
    "approvals": N_("No offer waits for you."),
    "complaints": N_("No deadline within a day."),
    "contacts": N_("Nobody waits for a call."),
    "deliveries": N_("Nothing is promised for today."),
    "greetings": N_("Nobody has a birthday these days."),
    "expected": N_("Nobody is expected to pick something up."),
    "quotes": N_("No quote of yours ends within a week."),
    "quiet": N_("You were in touch with all your customers."),
}
STEPS: Mapping[str, str] = {
    "import": N_("Bring in your customers and products"),
    "phone": N_("Connect the telephone"),
    "printer": N_("Print a test page"),
    "backup": N_("Make the first backup"),
}
ICONS: Mapping[str, str] = {
    "outcome": "complaints", "complaint": "clock", "call": "phone", "visit": "visit", "missed": "call",
    "delivery": "delivery", "pickup": "products", "greeting": "birthday", "price": "orders", "quote": "quote",
    "quiet": "person",
}  # fmt: skip
KINDS: Mapping[str, str] = {
    "outcome": N_("Offer to approve"),
    "complaint": N_("Complaint"),
    "call": N_("Call"),
    "visit": N_("Visit"),
    "missed": N_("Missed call"),
    "delivery": N_("Delivery"),
    "pickup": N_("Pick-up"),
    "greeting": N_("Birthday"),
    "price": N_("Order"),
    "quote": N_("Quote"),
    "quiet": N_("Customer"),
}


@dataclass(frozen=True, slots=True)
class Written:
    """A row in words: when, its two lines, its icon and tone, and the sentence for screen readers."""

    when: str
    title: str
    about: str
    icon: str
    tone: str
    sentence: str


def written(item: TodayItem, today: Today, say: Say) -> Written:
    """A row as it is shown."""
    when, tone = _when(item, today, say)
    about = item.about
    if item.kind == "missed" and item.times > 1:
        about = say.plural("{count} missed call", "{count} missed calls", item.times)
    elif item.kind == "missed":
        about = say.text(N_("Missed call"))
    elif item.kind == "greeting":
        about = say.text(N_("Birthday"))
    elif item.kind == "quiet" and item.tier:
        about = say.text(N_("Tier {tier}"), tier=item.tier)
    kind = say.text(KINDS[item.kind])
    sentence = say.text(N_("{kind}: {title}"), kind=kind, title=item.title)
    return Written(when, item.title, about, ICONS[item.kind], tone, ", ".join(filter(None, (sentence, about, when))))


def _when(item: TodayItem, today: Today, say: Say) -> tuple[str, str]:
    if item.kind == "complaint" and item.at is not None:
        # the same words as in the queue and in the case
        words = clock_words(Running(item.at), say, today.now)
        return words.text, words.tone if words.tone in ("bad", "warn") else "text2"
    if item.at is not None:
        local = item.at.astimezone(say.zone)
        same = local.date() == today.day
        tone = "text2" if item.kind in ("outcome", "price") else "bad"
        return (f"{local:%H:%M}" if same else short_date(local.date(), say, today.day)), tone
    if item.on is None:
        return "", "text2"
    if item.on == today.day:
        return say.text(N_("today")), "text2"
    return short_date(item.on, say, today.day), "bad" if item.late else "text2"
