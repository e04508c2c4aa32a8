"""Pages of the first start about the company and about the person who sets it up."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from zoneinfo import available_timezones

from babel import Locale
from babel.numbers import get_territory_currencies

from app.domain.opening_hours import usual_hours
from app.domain.parsing import COUNTRIES as COUNTRY_CODES
from app.domain.password import WORDS, check_password, strength
from app.domain.refusal import N_, Mistake
from app.domain.typed_hours import (
    SATURDAY,
    SUNDAY,
    WORKDAYS,
    check_hours,
    read_work_week,
    written_work_week,
)
from app.i18n import LANGUAGES
from app.services.company import COUNTRIES, ELSEWHERE
from app.ui.context import Context
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text
from app.ui.setup.first_start_logo import LogoRow
from app.ui.setup.first_start_pages import StartPage
from app.ui.setup.secret import SecretField
from app.ui.setup.secrets_card import meter
from app.ui.setup.start_doors import StartAnswers, StartDoors
from app.ui.status_bar import OWN_NAMES

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,30}")


def _currency(code: str) -> None:
    if not re.fullmatch(r"[A-Za-z]{3}", code):
        raise Mistake(N_("A currency is three letters, such as EUR."))


def _zone(zone: str) -> None:
    if zone not in available_timezones():
        raise Mistake(N_("There is no time zone ‘{zone}’; write it as Europe/Madrid."), zone=zone)


def _login(login: str) -> None:
    if not _LOGIN.fullmatch(login.strip().lower()):
        raise Mistake(
            N_("A login has 2 to 31 small letters, digits, dots or hyphens, and begins with a letter: ana or ana.ruiz.")
        )


FIELDS = (
    FormField("name", N_("Name of the company"), required=True, wide=True),
    FormField("country", N_("Country"), "choice"),
    FormField("currency", N_("Currency"), required=True, most=3, check=_currency),
    FormField("tax_rate", N_("Usual tax %"), "number", least=0),
    FormField("language", N_("Language of papers"), "choice", choices=tuple(OWN_NAMES.items())),
    FormField("time_zone", N_("Time zone"), required=True, most=40, check=_zone),
    FormField("paper", N_("Paper"), "choice", choices=(("A4", "A4"), ("Letter", "Letter"))),
    FormField(WORKDAYS, N_("Hours, Monday to Friday"), hint=N_("9–13, 14–18"), check=check_hours),
    FormField(SATURDAY, N_("Hours on Saturday"), hint=N_("closed all day"), check=check_hours),
    FormField(SUNDAY, N_("Hours on Sunday"), hint=N_("closed all day"), check=check_hours),
)
WEEK = (WORKDAYS, SATURDAY, SUNDAY)
PERSON = (
    FormField("name", N_("Your name"), required=True),
    FormField("login", N_("Login"), required=True, most=31, check=_login, hint=N_("small letters, such as ana")),
)


class CompanyPage(StartPage):
    """Only the name is asked; the country proposes the rest, and the currency is fixed from then on."""

    key, question = "company", N_("Your company")

    def __init__(self, context: Context, doors: StartDoors) -> None:
        super().__init__(context)
        self._doors = doors
        self._country = ""
        self.form = Form(context, FIELDS, columns=3)
        self.logo = LogoRow(context, doors.read_picture)
        self.about = Text("", "quiet")
        self.about.setWordWrap(True)
        for widget in (self.form, self.logo, self.about):
            self.column.addWidget(widget)
        self.form.edited.connect(self._edited)

    def show_answers(self, answers: StartAnswers) -> None:
        known = dict(answers.company)
        country = str(known.get("country") or self._doors.country or "ES")
        self._country = country
        if "tax_rate" in known:
            known["tax_rate"] = Decimal(str(known["tax_rate"]))
        self._names()
        self.form.fill({"country": country, **self._proposal(country), **known, **answers.hours})
        self.logo.show_path(answers.logo)

    def _names(self) -> None:
        territories = Locale.parse(self.context.say.language).territories
        found = sorted(((code, str(territories.get(code, code))) for code in COUNTRY_CODES), key=_by_name)
        self.form.set_choices("country", found)

    def _proposal(self, country: str) -> dict[str, object]:
        """What the country uses; elsewhere this computer's clock and the country's newest currency."""
        usual = COUNTRIES.get(country, ELSEWHERE)
        spoken = self.context.say.language if usual.language not in LANGUAGES else usual.language
        found: dict[str, object] = {
            "currency": usual.currency, "tax_rate": usual.tax_rate, "language": spoken,
            "time_zone": usual.time_zone, "paper": usual.paper,
            **written_work_week(usual_hours(country).week),
        }  # fmt: skip
        if country not in COUNTRIES:
            found["currency"] = next(iter(get_territory_currencies(country)), usual.currency)
            found["language"] = self.context.say.language
            found["time_zone"] = self._doors.zone or usual.time_zone
        elif country == self._doors.country and self._doors.zone:
            # a country may have several: this computer's own is the likely one
            found["time_zone"] = self._doors.zone
        return found

    def _edited(self) -> None:
        country = str(self.form.values()["country"])
        if country != self._country:
            self._country = country
            for key, value in self._proposal(country).items():
                self.form.boxes[key].show_value(value)

    def take(self, answers: StartAnswers) -> StartAnswers:
        values = dict(self.form.values())
        values["tax_rate"] = str(values["tax_rate"] or 0)
        values["currency"] = str(values["currency"]).upper()
        hours = {key: str(values.pop(key)) for key in WEEK}
        return replace(answers, company=values, hours=hours, logo=self.logo.path)

    def check(self) -> bool:
        if not self.form.check():
            return False
        values = self.form.values()
        try:
            read_work_week({key: str(values[key]) for key in WEEK})
        except Mistake as mistake:
            self.form.show_refusal(mistake)
            return False
        return True

    def begin(self) -> None:
        self.form.focus_first()

    def translate(self) -> None:
        self._names()
        self.form.translate()
        self.logo.translate()
        self.about.setText(
            self.context.say.text(N_("The currency stays as it is for ever; everything else can be changed later."))
        )

    def paint_theme(self) -> None:
        self.form.paint_theme()


class YouPage(StartPage):
    """Who sets the company up becomes its administrator; the password is free, and at a server it is the server's."""

    key, question = "you", N_("And you?")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._at_server = False
        self._company = ""
        self.form = Form(context, PERSON, columns=2)
        self.password = SecretField(context, N_("Password (can stay empty)"))
        self.about = Text("", "quiet")
        self.about.setWordWrap(True)
        for widget in (self.form, self.password, self.about):
            self.column.addWidget(widget)
        self.password.edited.connect(self._meter)
        self.form.left.connect(self._propose)

    def show_answers(self, answers: StartAnswers) -> None:
        self._at_server = answers.place == "server"
        self._company = str(answers.company.get("name", ""))
        known = dict(answers.person)
        if self._at_server:
            known["login"] = answers.server.user.lower()
        self.form.fill(known)
        self.form.boxes["login"].set_editable(not self._at_server)
        self.password.setVisible(not self._at_server)
        self.translate()

    def _propose(self) -> None:
        """A login made of the name, until somebody writes another one."""
        if not self.form.values()["login"]:
            self.form.boxes["login"].show_value(login_of(str(self.form.values()["name"])))

    def _meter(self) -> None:
        values = self.form.values()
        words, tone = meter(
            self.context, self.password.text(), (str(values["name"]), str(values["login"]), self._company)
        )
        self.password.tell(words, tone)

    def take(self, answers: StartAnswers) -> StartAnswers:
        values = self.form.values()
        return replace(answers, person={"name": str(values["name"]), "login": str(values["login"]).lower()})

    def check(self) -> bool:
        self.form.boxes["name"].settle()
        self._propose()
        if not self.form.check():
            return False
        typed, values = self.password.text(), self.form.values()
        if not typed or self._at_server:
            return True
        known = (str(values["name"]), str(values["login"]), self._company)
        try:
            check_password(typed, known)
        except Mistake as mistake:
            words = WORDS[strength(typed, known)] if strength(typed, known) in ("short", "common") else mistake.message
            self.password.tell(self.context.say.text(words, **mistake.values), "bad")
            self.password.setFocus()
            return False
        return True

    def begin(self) -> None:
        self.form.focus_first()

    def translate(self) -> None:
        self.form.translate()
        self.password.translate()
        self.about.setText(
            self.context.say.text(
                N_("You sign in with your login of the server.")
                if self._at_server
                else N_("Without a password the company opens at once, for everybody at this PC. The file itself is "
                        "protected by Windows only: whoever can open the file can read it.")
            )
        )  # fmt: skip

    def paint_theme(self) -> None:
        self.form.paint_theme()


def login_of(name: str) -> str:
    """A login made of a first name: Lucía Ferrer is lucia; nothing where there are no Latin letters."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    first: Iterable[str] = re.findall(r"[a-z]{2,31}", plain)
    return next(iter(first), "admin" if name.strip() else "")


def _by_name(one: tuple[str, str]) -> str:
    return unicodedata.normalize("NFKD", one[1]).casefold()
