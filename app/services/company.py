"""The company is created: its settings, and the form of the database behind it."""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict, Mistake
from app.models import Company, NumberSeries
from app.services.numbering import DEFAULT_PATTERNS, check_pattern
from app.store.session import Store


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
    code = country.upper()
    if not (len(code) == 2 and code.isalpha() and code.isascii()):
        raise Mistake(N_("‘{country}’ is not a country code; write two letters such as ES."), country=country)
    if not name.strip():
        raise Mistake(N_("The company needs a name."), field="name")
    usual = COUNTRIES.get(code, ELSEWHERE)
    with store.write() as tx:
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
        return tx.changes


FIXED = frozenset({"id", "currency", "currency_places", "version", "updated_at", "demo"})


def change(store: Store, *, version: int, **settings: object) -> ChangeSet:
    """Change settings; figures that are booked stay as they are. Raises ``Conflict`` for a stale ``version``."""
    wrong = set(settings) & FIXED
    if wrong:
        raise Mistake(N_("‘{name}’ is fixed when the company is created."), name=sorted(wrong)[0])
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        statement = update(Company).where(Company.version == version).values({**settings, "version": version + 1})
        if not tx.execute(statement).rowcount:
            raise Conflict(N_("Somebody else changed the settings meanwhile. Look at them again before saving."))
        tx.audit("changed", "company", 1, ", ".join(sorted(settings)))
        tx.touched("company", 1)
        return tx.changes


def set_number_pattern(store: Store, kind: str, pattern: str) -> ChangeSet:
    """How documents of one kind are numbered from now on."""
    if kind not in DEFAULT_PATTERNS:
        raise Mistake(N_("There are no numbers for ‘{kind}’."), kind=kind)
    check_pattern(pattern)
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        tx.execute(update(NumberSeries).where(NumberSeries.kind == kind).values(pattern=pattern))
        tx.audit("changed", "company", 1, f"numbering {kind}")
        return tx.changes
