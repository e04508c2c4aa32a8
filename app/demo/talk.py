"""What the demo company knows and said: tastes, families, consents, contacts, prices told."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from app.demo import words
from app.demo.books import MAKER, Books
from app.demo.goods import Good
from app.demo.history import History
from app.demo.people import Person
from app.domain.money import rounded
from app.models import (
    Consent,
    CustomField,
    CustomValue,
    Interaction,
    Preference,
    PriceTold,
    Relation,
    RestrictedFact,
)

STAFF = range(1, len(words.STAFF) + 1)


def know(books: Books, rng: Random, persons: Sequence[Person], today: date) -> None:
    """Preferences, relations, consents, restricted facts and the company's own fields."""
    for person in persons:
        _tastes(books, rng, person, today)
        if not person.company and rng.random() < 0.15:
            name = rng.choice(words.GIVEN[person.language])
            books.add(Relation, customer_id=person.id, kind=rng.choice(words.RELATIONS[person.language]),
                      other_id=None, other_name=name)  # fmt: skip
        if rng.random() < 0.6:
            _consents(books, rng, person, today)
    for person in persons[5::400]:
        books.add(RestrictedFact, customer_id=person.id, topic="health", fact="Feathers make her sneeze",
                  legal_basis="consent of the person, in writing", created_by=MAKER)  # fmt: skip
    for at, (key, label, kind) in enumerate(
        (("rooms", "Rooms", "number"), ("parking", "Parking for lorries", "yes_no"))
    ):
        books.add(CustomField, id=books.id(CustomField), key=key, label=label, kind=kind, position=at)
    for person in persons:
        if person.company and rng.random() < 0.4:
            books.add(CustomValue, customer_id=person.id, field_id=1, value=str(rng.randint(4, 180)))


def _tastes(books: Books, rng: Random, person: Person, today: date) -> None:
    known = list(rng.sample(words.PREFERENCES[person.language], rng.choice((0, 0, 1, 2, 3))))
    if person.id <= 2:
        known = list(words.PREFERENCES[person.language][:3])
    facts = [(topic, fact, False, rng.randint(20, 700)) for topic, fact in known]
    if person.id <= 2 or rng.random() < 0.04:
        facts.append(("life event", rng.choice(words.LIFE_EVENTS[person.language]), False, rng.randint(5, 200)))
    if person.id <= 2 or rng.random() < 0.06:
        facts.append((*rng.choice(words.AVOID[person.language]), True, rng.randint(20, 700)))
    for topic, fact, avoid, days in facts:
        books.add(Preference, customer_id=person.id, topic=topic, fact=fact, avoid=avoid,
                  noted_on=today - timedelta(days=days), source=rng.choice(("call", "visit")))  # fmt: skip


def _consents(books: Books, rng: Random, person: Person, today: date) -> None:
    given_on = today - timedelta(days=rng.randint(100, 700))
    channel, purpose = rng.choice(("phone", "message", "email", "post")), rng.choice(("offers", "greetings", "service"))
    words_ = [(True, given_on)]
    if rng.random() < 0.1:
        words_.append((False, today - timedelta(days=rng.randint(1, 99))))
    for given, on in words_:
        books.add(Consent, customer_id=person.id, purpose=purpose, channel=channel, given=given, on=on,
                  how="form at the counter" if given else "by telephone", text_version="2024-1",
                  created_by=MAKER)  # fmt: skip


def talk(books: Books, rng: Random, persons: Sequence[Person], history: History) -> None:
    """Contacts around orders, and the next steps that are due now."""
    today = history.today
    for order in history.orders:
        if rng.random() < 0.6:
            day = order.sale.draft.on + timedelta(days=rng.randint(-4, 6))
            _contact(books, rng, order.sale.person, min(day, today - timedelta(days=1)))
    for person in persons[: max(12, len(persons) // 40)]:
        _contact(books, rng, person, today - timedelta(days=rng.randint(1, 9)),
                 follow_up=today + timedelta(days=rng.choice((-3, -1, 0, 0, 1, 2, 5, 9))))  # fmt: skip


def _contact(books: Books, rng: Random, person: Person, day: date, *, follow_up: date | None = None) -> None:
    kind, note = rng.choice(words.NOTES[person.language])
    staff = rng.choice(STAFF)
    books.add(
        Interaction, id=books.id(Interaction), uid=books.uid(), customer_id=person.id,
        at=moment(day, rng.randint(8, 16), rng.randint(0, 59)), kind=kind,
        direction=rng.choice(("in", "in", "out")), staff_id=staff,
        note=words.FOLLOW_UPS[person.language] if follow_up else note, outcome="call back" if follow_up else "answered",
        follow_up_on=follow_up, follow_up_staff_id=person.seller if follow_up else None, done=follow_up is None,
        created_by=MAKER,
    )  # fmt: skip


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day."""
    return datetime.combine(day, time(hour, minute), UTC)


def tell_prices(
    books: Books, rng: Random, persons: Sequence[Person], goods: Sequence[Good], today: date
) -> None:  # fmt: skip
    """Prices that customers were told: some hold still, others ended."""
    buyers = [*persons[:3], *rng.choices(persons, [person.weight for person in persons], k=len(persons) // 4)]
    for person in buyers:
        for good in rng.sample(goods, rng.choice((1, 1, 2))):
            told = today - timedelta(days=rng.randint(1, 120))
            price = rounded(good.price(told) * Decimal(rng.choice((100, 97, 95, 90))) / 100, 2)
            books.add(
                PriceTold, id=books.id(PriceTold), uid=books.uid(), customer_id=person.id, product_id=good.id,
                price=price, on=told, valid_until=told + timedelta(days=rng.choice((30, 60, 90))),
                staff_id=person.seller or 3, created_by=MAKER,
            )  # fmt: skip
