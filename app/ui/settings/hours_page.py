"""Hours and deadlines: when the company works, which days it does not, and what it allows itself for complaints."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.domain.complaint import USUAL_CAUSES, Targets
from app.domain.opening_hours import Hours
from app.domain.refusal import N_, Conflict, Mistake, Refusal
from app.domain.typed_hours import read_closed, read_hours, read_opened, written_closed, written_hours, written_opened
from app.i18n import Say
from app.queries import business_hours as asked
from app.queries.business_hours import HolidayList, HoursPage
from app.services import business_hours
from app.services.business_hours import SavedHours
from app.ui.caller.words import country_name
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.form import Form
from app.ui.kit.labels import Text
from app.ui.kit.timers import once
from app.ui.settings.hours_fields import (
    CAUSES,
    DAYS,
    OWN_DAYS,
    TARGETS,
    TRIAL,
    day_time,
    padded,
    read_targets,
    shown_targets,
)
from app.ui.settings.page import PagePanel, named

WAIT_MS = 250
"""So long after the last key the test field is worked out."""


class HoursSettings(PagePanel):
    """Ctrl+Enter saves; what somebody else saved meanwhile is said, and what was typed stays."""

    kinds = frozenset({"complaint settings"})
    heading = N_("Hours and deadlines")
    explained = N_(
        "Deadlines of complaints count these hours only. Other hours move the deadlines of open complaints; what was "
        "late once stays late."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.page: HoursPage | None = None
        self._opened, self._allowed = datetime.now(UTC), Decimal(0)
        self.days, self.own = Form(context, DAYS, 3), Form(context, OWN_DAYS, 3)
        self.targets, self.causes = Form(context, TARGETS, 6), Form(context, CAUSES)
        self.trial = Form(context, TRIAL, 3)
        self.forms = (self.days, self.own, self.targets, self.causes)
        self.holidays, self.result = Text("", "quiet"), Text("", "strong")
        self.holidays.setWordWrap(True)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip("Ctrl+Enter")
        self.head.addWidget(self.save_button)
        for widget in (self.days, self.trial, self.result, self.own, self.holidays, self.targets, self.causes):
            widget.setMaximumWidth(1000)
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self._later = once(self, WAIT_MS, self.try_out)
        for form in self.forms:
            form.edited.connect(self._edited)
        self.trial.edited.connect(self._later.start)
        self.own.boxes["region"].edited.connect(self._ask_holidays)
        self.save_button.clicked.connect(self.save)
        bind_keys(self, (SAVE_KEYS, self.save))

    # showing

    def ask(self) -> None:
        """Everything anew, unless somebody is typing."""
        if not self.changed:
            self.read(asked.page, self._arrived)

    def _arrived(self, page: HoursPage) -> None:
        self.page, say = page, self.context.say
        hours = page.hours
        self._offer(hours.region, [page.country] if page.country else [])
        self.days.fill({f"day{at}": written_hours(hours.week[at]) for at in range(7)})
        self.own.fill(
            {
                "region": hours.region,
                "closed": written_closed(hours.closed, say.date),
                "opened": written_opened(hours.opened, say.date),
            }
        )
        self.targets.fill(shown_targets(page.targets))
        usual = [say.text(cause) for cause in USUAL_CAUSES]
        self.causes.fill({"causes": "\n".join(page.causes or usual)})
        if not self.trial.values()["hours"]:
            today = datetime.now(say.zone).date()
            friday = today + timedelta(days=(4 - today.weekday()) % 7)
            self.trial.fill({"day": friday, "time": "17:00", "hours": Decimal(8)})
        self._edited()
        self._ask_holidays()

    def _offer(self, region: str, regions: "list[str]") -> None:
        codes = list(dict.fromkeys([*regions, *([region] if region else [])]))
        choices = ((code, _region_name(code, self.context.say)) for code in codes)
        self.own.set_choices("region", [("", N_("none")), *choices])

    def _ask_holidays(self) -> None:
        if self.page is None:
            return
        region, say = str(self.own.values()["region"] or ""), self.context.say
        work = partial(asked.holidays, region=region, country=self.page.country, language=say.language)
        self.context.runner.read(self, work, self._list, self.refused)

    def _list(self, found: HolidayList) -> None:
        say, region = self.context.say, self.own.values()["region"]
        if found.region != (region or ""):
            return
        self._offer(found.region, list(found.regions))
        words = " · ".join(f"{say.date(day)} {name}" for day, name in found.days)
        self.holidays.setText(words or say.text(N_("No public holidays count; write your closed days yourself.")))

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return any(form.is_changed for form in self.forms)

    def _edited(self) -> None:
        self.save_button.setEnabled(self.changed)
        self._later.start()

    # what was typed

    def hours(self) -> Hours:
        """The hours as they are typed. Raises ``Mistake`` naming the field."""
        # as it stands in the fields, also in the one that is being typed in
        days = {key: box.raw() for key, box in self.days.boxes.items()}
        own = {key: box.raw() for key, box in self.own.boxes.items()}
        today = datetime.now(self.context.say.zone).date()
        order = "mdy" if self.context.say.country == "US" else "dmy"
        week = tuple(read_hours(days[f"day{at}"], f"day{at}") for at in range(7))
        return Hours(
            week, own["region"] or "", read_closed(own["closed"], today, order=order),
            read_opened(own["opened"], today, order=order),
        )  # fmt: skip

    def typed_targets(self) -> Targets:
        """The targets as they are typed. Raises ``Mistake`` naming the field."""
        found = read_targets(self.targets.values())
        found.check()
        return found

    def try_out(self) -> None:
        """“Opened Fri 17:00, 8 h → Mon 17:00”, by the hours as they are typed."""
        self._later.stop()
        if self.page is None:
            return
        try:
            values = {key: box.read(box.raw().strip())[0] for key, box in self.trial.boxes.items()}
            if not (values["day"] and values["time"] and values["hours"]):
                self.result.setText("")
                return
            hour = time.fromisoformat(padded(values["time"]))
            self._opened = datetime.combine(values["day"], hour, self.context.say.zone).astimezone(UTC)
            self._allowed, minutes = values["hours"], round(values["hours"] * 60)
            work = partial(asked.try_out, hours=self.hours(), opened=self._opened, minutes=minutes)
        except (Mistake, ValueError) as error:
            self._no_result(error)
            return
        self.context.runner.read(self, work, self._tried, self._no_result)

    def _tried(self, due: datetime) -> None:
        say, opened = self.context.say, self._opened
        hours = say.number(self._allowed, 2)
        self.result.setText(
            say.text(
                N_("Opened {opened}, {hours} h → due {due}"), opened=day_time(opened, opened, say),
                hours=hours.rstrip("0").rstrip(".,"), due=day_time(due, opened, say),
            )
        )  # fmt: skip
        self.result.setAccessibleName(self.result.text())

    def _no_result(self, error: BaseException) -> None:
        say = self.context.say
        self.result.setText(
            say.refusal(error) if isinstance(error, Refusal) else say.text(N_("Write a time as 17:00."))
        )

    # saving

    def save(self) -> None:
        """Save what was changed; what is wrong is shown at its field."""
        if self.page is None or not self.changed or self._wrong():
            return
        try:
            values: dict[str, Any] = {"hours": self.hours()} if self.days.is_changed or self.own.is_changed else {}
            values |= {"targets": self.typed_targets()} if self.targets.is_changed else {}
        except Mistake as mistake:
            self._not_saved(mistake)
            return
        if self.causes.is_changed:
            values["causes"] = self.causes.values()["causes"].splitlines()
        work = partial(business_hours.save, known=self.page.kept, **values)
        self.context.runner.write(self, work, self._saved, self._not_saved)

    def _wrong(self) -> bool:
        """Every form says what is wrong with it."""
        checked = [form.check() for form in self.forms]
        return not all(checked)

    def _saved(self, saved: SavedHours) -> None:
        say = self.context.say
        moved = say.plural("{count} deadline moved.", "{count} deadlines moved.", saved.recomputed)
        self.told(f"{say.text(N_('Saved.'))} {moved}" if saved.recomputed else say.text(N_("Saved.")))
        self.context.runner.read(self, asked.page, self._arrived, self.refused)

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, Conflict):
            self.context.runner.read(self, asked.page, self._other, self.refused)
        if isinstance(error, Refusal) and error.field == "week":
            error.field = "day0"
        if isinstance(error, Refusal) and error.field and "/" in error.field:
            part = error.field.partition("/")[0]
            error.field = part if part in self.own.boxes else error.field
        if not (isinstance(error, Refusal) and any(form.show_refusal(error) for form in self.forms)):
            self.refused(error)

    def _other(self, page: HoursPage) -> None:
        """Somebody else saved: theirs is what is compared with, what was typed here stays typed."""
        typed: list[Mapping[str, str]] = [form.texts() for form in self.forms]
        self._arrived(page)
        for form, texts in zip(self.forms, typed, strict=True):
            form.take_texts(dict(texts))
        self._edited()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        named(self.save_button, self.context.say.text(N_("Save")))
        for form in (*self.forms, self.trial):
            form.translate()
        if self.page is not None:
            self._ask_holidays()
            self.try_out()

    def paint_theme(self) -> None:
        """Colours anew."""
        for form in (*self.forms, self.trial):
            form.paint_theme()


def _region_name(code: str, say: Say) -> str:
    """A country by its name, a part of it with its letters: Spain, Spain · VC."""
    country, _, part = code.partition("-")
    return " · ".join(words for words in (country_name(country, say), part) if words)
