"""The company is created: its settings, and the form of the database behind it."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import delete, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.money import HUNDRED
from app.domain.numbering import DEFAULT_PATTERNS, check_pattern, counter_name, written
from app.domain.parsing import COUNTRIES as COUNTRY_CODES
from app.domain.parsing import looks_like_email
from app.domain.refusal import N_, Conflict, Mistake, NeedsConsent
from app.i18n import LANGUAGES
from app.models import Company, Counter, NumberSeries, Setting
from app.queries import company
from app.store.session import Store, Write


@dataclass(frozen=True, slots=True)
class Country:
    """What is proposed for a company of one country; every value can be changed, the currency only at creation."""

    currency: str
    places: int
    language: str
    time_zone: str
    tax_rate: Decimal
    paper: str = "A4"


COUNTRIES = {
    "ES": Country("EUR", 2, "es", "Europe/Madrid", Decimal(21)),
    "MX": Country("MXN", 2, "es", "America/Mexico_City", Decimal(16), "Letter"),
    "AR": Country("ARS", 2, "es", "America/Argentina/Buenos_Aires", Decimal(21)),
    "CO": Country("COP", 2, "es", "America/Bogota", Decimal(19), "Letter"),
    "CL": Country("CLP", 0, "es", "America/Santiago", Decimal(19), "Letter"),
    "PE": Country("PEN", 2, "es", "America/Lima", Decimal(18)),
    "US": Country("USD", 2, "en", "America/New_York", Decimal(0), "Letter"),
    "CA": Country("CAD", 2, "en", "America/Toronto", Decimal(5), "Letter"),
    "GB": Country("GBP", 2, "en", "Europe/London", Decimal(20)),
    "IE": Country("EUR", 2, "en", "Europe/Dublin", Decimal(23)),
    "AU": Country("AUD", 2, "en", "Australia/Sydney", Decimal(10)),
    "DE": Country("EUR", 2, "en", "Europe/Berlin", Decimal(19)),
    "FR": Country("EUR", 2, "en", "Europe/Paris", Decimal(20)),
    "IT": Country("EUR", 2, "en", "Europe/Rome", Decimal(22)),
    "PT": Country("EUR", 2, "en", "Europe/Lisbon", Decimal(23)),
    "CN": Country("CNY", 2, "zh", "Asia/Shanghai", Decimal(13)),
    "TW": Country("TWD", 0, "zh", "Asia/Taipei", Decimal(5)),
    "SG": Country("SGD", 2, "zh", "Asia/Singapore", Decimal(9)),
    "JP": Country("JPY", 0, "en", "Asia/Tokyo", Decimal(10)),
}
ELSEWHERE = Country("EUR", 2, "en", "UTC", Decimal(0))


def create(
    store: Store, *, name: str, country: str = "ES", language: str = "", demo: bool = False, **settings: object
) -> ChangeSet:
    """Create the one company of a database; raises ``Conflict`` when there is one, ``Mistake`` for bad input."""
    with store.write() as tx:
        found(tx, name=name, country=country, language=language, demo=demo, **settings)
        return tx.changes


def found(
    tx: Write, *, name: str, country: str = "ES", language: str = "", demo: bool = False, **settings: object
) -> None:
    """The same as a part of a larger operation."""
    code = country.upper()
    if not (len(code) == 2 and code.isalpha() and code.isascii()):
        raise Mistake(N_("‘{country}’ is not a country code; write two letters such as ES."), country=country)
    if not name.strip():
        raise Mistake(N_("The company needs a name."), field="name")
    usual = COUNTRIES.get(code, ELSEWHERE)
    if tx.scalar(select(Company.id)) is not None:
        raise Conflict(N_("This database has a company already."))
    tx.execute(
        insert(Company),
        {
            "id": 1, "name": name, "legal_name": name, "country": code, "currency": usual.currency,
            "currency_places": usual.places, "language": language or usual.language,
            "time_zone": usual.time_zone, "tax_rate": usual.tax_rate, "paper": usual.paper, "demo": demo,
        } | settings,
    )  # fmt: skip
    tx.execute(insert(NumberSeries), [{"kind": kind, "pattern": text} for kind, text in DEFAULT_PATTERNS.items()])
    tx.audit("created", "company", 1)
    tx.touched("company", 1)


LEVELS, TIERS = ("level_a", "level_b", "level_c"), ("tier_a", "tier_b")
PERCENTS = frozenset({*LEVELS, *TIERS, "tax_rate", "discount_limit", company.SALES_LIMIT})
CHOICES: Mapping[str, tuple[str, ...]] = {
    "paper": ("A4", "Letter"),
    "language": LANGUAGES,
    "recognition": ("order", "delivery", "invoice"),
}
LONGEST = {"postcode": 20, "city": 120, "tax_id": 40, "phone": 60, "email": 254, "bank_account": 60}
MOST_DAYS = 3650
MOST_FACTS = 50
LARGEST_LOGO = 2 * 1024 * 1024
FIXED = frozenset({"id", "currency", "currency_places", "version", "updated_at", "demo"})


def change(store: Store, *, version: int, **settings: object) -> ChangeSet:
    """Change settings; figures that are booked stay as they are.

    Raises ``NotAllowed``, ``Mistake`` naming the field, ``Conflict`` for a stale ``version``.
    """
    wrong = set(settings) & FIXED
    if wrong:
        raise Mistake(N_("‘{name}’ is fixed when the company is created."), name=sorted(wrong)[0])
    for name, value in settings.items():
        if name == company.FACTS:
            _check_facts(value)
        elif name != company.SALES_LIMIT or value is not None:
            _check(name, value)
    kept = {name: settings.pop(name) for name in company.KEPT if name in settings}
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        before, kept_before = company.of(tx), company.kept_of(tx)
        _check_order({name: settings.get(name, getattr(before, name)) for name in (*LEVELS, *TIERS)})
        statement = update(Company).where(Company.version == version).values({**settings, "version": version + 1})
        if not tx.execute(statement).rowcount:
            raise Conflict(N_("Somebody else changed the settings meanwhile. Look at them again before saving."))
        told = [f"{name}: {_told(getattr(before, name))} → {_told(value)}" for name, value in sorted(settings.items())]
        told += [f"{name}: {_told(kept_before[name])} → {_told(value)}" for name, value in sorted(kept.items())]
        for name, value in kept.items():
            _keep(tx, name, value)
        tx.audit("changed", "company", 1, "; ".join(told))
        tx.touched("company", 1)
        # numbers are dialled from there from now on; asked again by who needs it
        store.country = None
        return tx.changes


def _keep(tx: Write, name: str, value: object) -> None:
    """A figure that stands beside the company's row; none: what is usual."""
    tx.execute(delete(Setting).where(Setting.name == name))
    if value is not None:
        tx.execute(insert(Setting), {"name": name, "value": f"{value:f}" if isinstance(value, Decimal) else str(value)})


def _told(value: object) -> str:
    """What the trail says of a value; a picture is no text."""
    return "…" if isinstance(value, bytes) else str(value if value is not None else "")


def _check(name: str, value: object) -> None:
    """Raises ``Mistake`` for a value that a setting cannot have."""
    if name == "name" and not str(value).strip():
        raise Mistake(N_("The company needs a name."), field="name")
    if isinstance(value, str) and len(value) > LONGEST.get(name, 200):
        raise Mistake(N_("At most {most} characters fit."), field=name, most=LONGEST.get(name, 200))
    if name == "email" and value and not looks_like_email(str(value)):
        raise Mistake(N_("This is no e-mail address; write it as name@company.com."), field="email")
    if name == "country" and str(value) not in COUNTRY_CODES:
        raise Mistake(N_("‘{country}’ is not a country code; write two letters such as ES."), field=name, country=value)
    if name in CHOICES and value not in CHOICES[name]:
        raise Mistake(N_("Choose one of: {choices}."), field=name, choices=", ".join(CHOICES[name]))
    if name == "time_zone" and value not in available_timezones():
        raise Mistake(N_("‘{zone}’ is not a time zone; write it as Europe/Madrid."), field=name, zone=value)
    if name == "payment_days" and not (isinstance(value, int) and 0 <= value <= MOST_DAYS):
        raise Mistake(N_("Customers have 0 to {most} days to pay."), field=name, most=MOST_DAYS)
    if name in PERCENTS and not (isinstance(value, Decimal) and 0 <= value <= HUNDRED):
        raise Mistake(N_("A percentage here is 0 to 100."), field=name)
    if name == "logo" and isinstance(value, bytes) and len(value) > LARGEST_LOGO:
        raise Mistake(N_("A logo has at most 2 MB."), field=name)


def _check_facts(value: object) -> None:
    """Raises ``Mistake`` for a number of facts that is neither usual (none) nor sensible."""
    if value is not None and not (isinstance(value, int) and 1 <= value <= MOST_FACTS):
        raise Mistake(N_("Of each topic 1 to {most} facts are kept."), field=company.FACTS, most=MOST_FACTS)


def _check_order(bounds: Mapping[str, Any]) -> None:
    """Levels fall from A to C, tiers reach further from A to B."""
    if not bounds["level_a"] >= bounds["level_b"] >= bounds["level_c"]:
        raise Mistake(N_("Level A begins at the highest margin, B below it, C below B."), field="level_b")
    if bounds["tier_a"] > bounds["tier_b"]:
        raise Mistake(N_("Tier B reaches further than tier A: its share is larger."), field="tier_b")


def set_number_pattern(store: Store, kind: str, pattern: str, *, consent: bool = False) -> ChangeSet:
    """How documents of one kind are numbered from now on; numbers that were given stay.

    Raises ``NotAllowed``, ``Mistake``, and without ``consent``, ``NeedsConsent`` where numbers of this year
    look otherwise.
    """
    if kind not in DEFAULT_PATTERNS:
        raise Mistake(N_("There are no numbers for ‘{kind}’."), kind=kind)
    check_pattern(pattern)
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        before = tx.scalar(select(NumberSeries.pattern).where(NumberSeries.kind == kind)) or DEFAULT_PATTERNS[kind]
        given = tx.scalar(select(Counter.value).where(Counter.name == counter_name(kind, before, tx.today)))
        if given and before != pattern and not consent:
            raise NeedsConsent(
                N_("This year’s numbers look like {old}; the next one would be {new}."),
                hint=N_("Save it anyway (Alt+Enter)."), field="pattern", old=written(before, given, tx.today),
                new=written(pattern, _next(tx, kind, pattern), tx.today),
            )  # fmt: skip
        if not tx.execute(update(NumberSeries).where(NumberSeries.kind == kind).values(pattern=pattern)).rowcount:
            tx.execute(insert(NumberSeries), {"kind": kind, "pattern": pattern})
        tx.audit("changed", "company", 1, f"numbering {kind}: {before} → {pattern}")
        tx.touched("company", 1)
        return tx.changes


def _next(tx: Write, kind: str, pattern: str) -> int:
    return int(tx.scalar(select(Counter.value).where(Counter.name == counter_name(kind, pattern, tx.today))) or 0) + 1
