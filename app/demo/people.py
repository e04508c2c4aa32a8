"""The demo company's customers: combined names, numbers that nobody has, addresses under example.com."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.demo import words
from app.services.customers import Contact, Place

LANGUAGES = ("es", "es", "es", "en", "zh")
PAYERS = ("prompt", "prompt", "normal", "normal", "normal", "slow")
STOPPED = {4: 20, 7: 50, 10: 80, 13: 130}
"""Customers (by place) that pay nothing that was due in the last so many days: debts of every age."""
LOSS, SHARING = 2, (20, 21, 22)
"""The customer that brings a loss, and three that share a telephone."""


@dataclass(slots=True)
class Person:
    """One customer, and how it behaves."""

    id: int
    name: str
    language: str
    organisation: str = ""
    contact_name: str = ""
    company: bool = False
    contacts: list[Contact] = field(default_factory=list)
    place: Place = field(default_factory=Place)
    seller: int | None = None
    birth_date: date | None = None
    payment_days: int | None = None
    payer: str = "normal"
    weight: float = 1.0
    size: int = 1
    tax_id: str = ""
    occupation: str = ""
    industry: str = ""
    tags: str = ""
    credit_limit: int | None = None


def people(rng: Random, count: int, today: date) -> list[Person]:
    """All customers; the first ones are those that every screen shows something of."""
    made = [_person(rng, at, today) for at in range(count)]
    for at, person in enumerate(made):
        person.weight = 1 / (at + 3) ** 0.8
    for person, (name, organisation) in zip(
        made, (("Marta Ibáñez Soler", "Hotel Bahía Azul"), ("陈慧敏", "碧海酒店")), strict=False
    ):
        person.name, person.organisation, person.company = name, organisation, False
        person.language = "zh" if organisation.endswith("酒店") else "es"
        person.place = Place("Calle del Ejemplo 7", "Valencia", "Valencia", "46001", "ES")
        person.size, person.birth_date = 8, in_year(today + timedelta(days=6 + person.id), 1979)
    shared = Contact("phone", "+34 300 960 961", "reception")
    for at in SHARING:
        if at < count:
            made[at].contacts.append(shared)
    return made


def in_year(day: date, year: int) -> date:
    """The same day of another year; the last days of a month become the 28th."""
    return date(year, day.month, min(day.day, 28))


def _person(rng: Random, at: int, today: date) -> Person:
    language = LANGUAGES[at % len(LANGUAGES)]
    company = at in (LOSS, *STOPPED) or rng.random() < 0.45
    name = _full_name(rng, language)
    person = Person(at + 1, name, language, company=company)
    if company:
        person.contact_name = name
        person.name = rng.choice(words.TRADES[language]).format(rng.choice(words.SIGNS[language]))
        person.industry = rng.choice(words.INDUSTRIES)
        person.size = rng.choice((3, 5, 8, 12))
        person.tax_id = f"X-{10_000_000 + at:08d}"
        person.payment_days = rng.choice((None, None, 15, 30, 45, 60))
        person.credit_limit = rng.choice((None, 2000, 5000, 10000))
    else:
        person.occupation = rng.choice(words.OCCUPATIONS)
        if rng.random() < 0.6:
            born = date(rng.randint(1948, 2002), rng.randint(1, 12), rng.randint(1, 28))
            near = in_year(today + timedelta(days=rng.randint(0, 20)), born.year)
            person.birth_date = near if rng.random() < 0.05 else born
    person.payer = f"stops {STOPPED[at]}" if at in STOPPED else rng.choice(PAYERS)
    person.seller = None if rng.random() < 0.03 else 1 + at % len(words.STAFF)
    person.tags = rng.choice(("", "", "", "showroom", "newsletter", "terrace project"))
    person.place = _place(rng, language)
    person.contacts = list(_contacts(rng, person, at))
    return person


def _full_name(rng: Random, language: str) -> str:
    given, family = rng.choice(words.GIVEN[language]), rng.choice(words.FAMILY[language])
    if language == "zh":
        return family + given
    return f"{given} {family} {rng.choice(words.FAMILY['es'])}" if language == "es" else f"{given} {family}"


def _place(rng: Random, language: str) -> Place:
    city, region, postcode, country = rng.choice(words.CITIES[language])
    street = rng.choice(words.STREETS[language]).format(rng.randint(1, 180))
    return Place(street, city, region, postcode, country)


def _contacts(rng: Random, person: Person, at: int) -> Iterator[Contact]:
    yield Contact("phone", _phone(rng, person.place.country, at))
    if rng.random() < 0.3:
        yield Contact("mobile", _mobile(person.place.country, at), "private")
    if rng.random() < 0.8:
        yield Contact("email", f"customer{at + 1:05d}@example.com")


def _phone(rng: Random, country: str, at: int) -> str:
    """Numbers that nobody has, in the spellings that people use.

    Spain gives out no numbers that begin with 3 (nine digits); Britain keeps 01632 960… and others for stories; no
    number of Beijing begins with 1.
    """
    if country == "GB":
        areas: Sequence[str] = ("01632 960{:03d}", "0113 496 0{:03d}", "0121 496 0{:03d}", "0161 496 0{:03d}")
        number = areas[at // 1000 % len(areas)].format(at % 1000)
        return rng.choice((number, "+44 (0)" + number[1:], "0044 " + number[1:]))
    if country == "CN":
        return f"+86 10 1{at:03d} {rng.randint(0, 9999):04d}"
    first, second, third = 300 + at // 10000, at // 100 % 100, at % 100
    number = f"{first} {second:02d} {third:02d} {rng.randint(10, 59)}"
    return rng.choice((number, "+34 " + number, "0034 " + number, f"({first}) {number[4:].replace(' ', '-')}"))


def _mobile(country: str, at: int) -> str:
    """The same for mobile phones: 07700 900… in Britain."""
    if country == "GB":
        return f"07700 900{at % 1000:03d}"
    return f"+86 10 10{at:02d} 0000" if country == "CN" else f"+34 36{at // 10000} {at % 10000:04d} 60"
