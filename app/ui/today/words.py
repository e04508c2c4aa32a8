"""How the rows of a day are written: when, what, with which icon and tone."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.today import Today, TodayItem
from app.ui.kit.columns import short_date

SECTIONS: Mapping[str, str] = {
    "approvals": N_("Offers to approve"),
    "complaints": N_("Complaints near their deadline"),
    "contacts": N_("Calls and visits"),
    "deliveries": N_("Deliveries promised"),
    "greetings": N_("Greetings to send"),
    "expected": N_("Expected today"),
}
NOTHING: Mapping[str, str] = {
    "approvals": N_("No offer waits for you."),
    "complaints": N_("No deadline within a day."),
    "contacts": N_("Nobody waits for a call."),
    "deliveries": N_("Nothing is promised for today."),
    "greetings": N_("Nobody has a birthday these days."),
    "expected": N_("Nobody is expected to pick something up."),
}
STEPS: Mapping[str, str] = {
    "import": N_("Bring in your customers and products"),
    "phone": N_("Connect the telephone"),
    "printer": N_("Print a test page"),
    "backup": N_("Make the first backup"),
}
ICONS: Mapping[str, str] = {
    "outcome": "complaints", "complaint": "clock", "call": "phone", "visit": "visit", "missed": "call",
    "delivery": "delivery", "pickup": "products", "greeting": "birthday",
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
}
SOON_MINUTES = 120


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
    kind = say.text(KINDS[item.kind])
    sentence = say.text(N_("{kind}: {title}"), kind=kind, title=item.title)
    return Written(when, item.title, about, ICONS[item.kind], tone, ", ".join(filter(None, (sentence, about, when))))


def _when(item: TodayItem, today: Today, say: Say) -> tuple[str, str]:
    if item.kind == "complaint" and item.at is not None:
        minutes = round((item.at - today.now).total_seconds() / 60)
        text = f"{abs(minutes) // 60}:{abs(minutes) % 60:02}"
        if minutes < 0:
            return say.text(N_("late {time}"), time=text), "bad"
        return text, "warn" if minutes <= SOON_MINUTES else "text2"
    if item.at is not None:
        local = item.at.astimezone(say.zone)
        same = local.date() == today.day
        tone = "text2" if item.kind == "outcome" else "bad"
        return (f"{local:%H:%M}" if same else short_date(local.date(), say, today.day)), tone
    if item.on is None:
        return "", "text2"
    if item.on == today.day:
        return say.text(N_("today")), "text2"
    return short_date(item.on, say, today.day), "bad" if item.late else "text2"
