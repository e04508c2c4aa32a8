"""The fields of the page “Hours and deadlines”, and the targets as they are shown and read."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from app.domain.complaint import MOST_HOURS, SEVERITIES, TIERS, TargetRow, Targets
from app.domain.refusal import N_, Mistake
from app.domain.typed_hours import check_hours
from app.i18n import Say
from app.ui.kit.form_field import FormField

_NAMES = (
    N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday"), N_("Sunday"),
)  # fmt: skip
DAYS = tuple(
    FormField(
        f"day{at}", name, hint=N_("closed all day"), check=check_hours,
        section=N_("Hours, such as 9–13, 14–18") if at == 0 else "",
    )
    for at, name in enumerate(_NAMES)
)  # fmt: skip
OWN_DAYS = (
    FormField("region", N_("Public holidays of"), "choice", choices=(("", N_("none")),),
              section=N_("Days on which nobody works")),
    FormField("closed", N_("Own closed days, one in each line"), "lines"),
    FormField("opened", N_("Days with other hours, one in each line"), "lines"),
)  # fmt: skip
TRIAL = (
    FormField("day", N_("Opened on"), "day", kept=False, section=N_("Try it out")),
    FormField("time", N_("at"), kept=False, most=5),
    FormField("hours", N_("Business hours allowed"), "number", kept=False, least=0),
)
CAUSES = (
    FormField("causes", N_("One cause in each line; others can be written all the same"), "lines",
              section=N_("Causes of complaints"), most=10_000),
)  # fmt: skip

_SEVERITY = {
    "critical": N_("Critical: hours allowed, by tier of the customer"), "high": N_("High: hours allowed"),
    "normal": N_("Normal: hours allowed"), "low": N_("Low: hours allowed"),
}  # fmt: skip
_LABELS = {
    ("A", "answer"): N_("A: first answer"), ("A", "solve"): N_("A: solution"),
    ("B", "answer"): N_("B: first answer"), ("B", "solve"): N_("B: solution"),
    ("", "answer"): N_("Others: first answer"), ("", "solve"): N_("Others: solution"),
}  # fmt: skip
TARGETS = tuple(
    FormField(
        f"{severity}/{tier}/{part}", _LABELS[tier, part], "number", least=0, places=2,
        section=_SEVERITY[severity] if (tier, part) == ("A", "answer") else "",
    )
    for severity in reversed(SEVERITIES)
    for tier in TIERS
    for part in ("answer", "solve")
)  # fmt: skip
_HOUR = Decimal(60)


def shown_targets(targets: Targets) -> dict[str, Decimal]:
    """Hours by the key of their field."""
    found = {}
    for field in TARGETS:
        severity, tier, part = field.key.split("/")
        target = targets.of(severity, tier)
        found[field.key] = round(Decimal(target.answer if part == "answer" else target.solve) / _HOUR, 2)
    return found


def read_targets(values: Mapping[str, Any]) -> Targets:
    """The targets that were typed. Raises ``Mistake`` naming the field."""
    rows = []
    for severity in SEVERITIES:
        for tier in TIERS:
            minutes = []
            for part in ("answer", "solve"):
                hours = values[f"{severity}/{tier}/{part}"]
                if hours is None or hours > MOST_HOURS:
                    raise Mistake(
                        N_("Write a time from 1 minute to {most} hours."), most=MOST_HOURS,
                        field=f"{severity}/{tier}/{part}",
                    )  # fmt: skip
                minutes.append(round(hours * _HOUR))
            rows.append(TargetRow(severity, tier, *minutes))
    return Targets(tuple(rows))


def padded(text: str) -> str:
    """9:00 or 9 as 09:00."""
    hour, _, minute = text.strip().replace(".", ":").partition(":")
    return f"{hour.zfill(2)}:{(minute or '00').zfill(2)}"


def day_time(moment: datetime, base: datetime, say: Say) -> str:
    """Mon 17:00 within a week of another moment, with the day beyond."""
    local = moment.astimezone(say.zone)
    far = abs((local.date() - base.astimezone(say.zone).date()).days) > 6
    day = f"{say.weekday(local.date())} {say.date(local.date())}" if far else say.weekday(local.date())
    return f"{day} {local:%H:%M}"
