"""One customer's record as its form shows it: who, how to reach, ties, facts, consent, own fields, files, counts."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Integer, and_, case, func, literal_column, or_, select, union_all

from app.domain.customer import FACTS_PER_TOPIC, PLACE_KINDS
from app.domain.refusal import N_, NotFound
from app.models import (
    Address,
    Attachment,
    Complaint,
    Consent,
    ContactPoint,
    Customer,
    CustomField,
    CustomValue,
    Interaction,
    Preference,
    Relation,
    RestrictedFact,
    RestrictedValue,
    SalesOrder,
    Setting,
    Staff,
)
from app.models.declared import aliased
from app.queries import company
from app.queries.tiers_given import TierStanding, standing_columns, standing_from
from app.store.session import Read, Store

PLAIN = (
    "kind", "name", "given_name", "family_name", "organisation", "contact_name", "language", "tax_id", "birth_date",
    "occupation", "industry", "education", "credit_limit", "payment_days", "salesperson_id", "tags", "note", "active",
    "blocked_reason",
)  # fmt: skip
"""Columns of the customer that people write."""
PLACE = ("street", "city", "region", "postcode", "country")
FACTS_SETTING = "facts_per_topic"
FIELD_WORDS = "custom_field_words"
"""The setting that keeps the words of own fields in other languages, by field and language."""


@dataclass(frozen=True, slots=True)
class Point:
    """A number, address or handle; the first of a customer is the main one. ``shared``: how many others have it."""

    id: int
    kind: str
    value: str
    label: str
    e164: str
    shared: int


@dataclass(frozen=True, slots=True)
class Tie:
    """A tie as this customer sees it; ``inverse`` when it was noted at the other one."""

    id: int
    kind: str
    inverse: bool
    other_id: int | None
    name: str
    birth_date: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """Something worth mentioning, or worth avoiding."""

    id: int
    topic: str
    fact: str
    avoid: bool
    noted_on: date
    source: str


@dataclass(frozen=True, slots=True)
class Consented:
    """One line of consent: given or withdrawn, when, how, by whom noted; ``file_id`` is its proof."""

    id: int
    purpose: str
    channel: str
    given: bool
    on: date
    how: str
    text_version: str
    by: str
    file_id: int | None


@dataclass(frozen=True, slots=True)
class OwnField:
    """A field that the company added."""

    id: int
    key: str
    label: str
    group: str
    kind: str
    choices: tuple[str, ...]
    restricted: bool
    position: int
    words: Mapping[str, str] = field(default_factory=dict)
    """Its label in other languages."""

    def called(self, language: str) -> str:
        """Its label in a language."""
        return self.words.get(language) or self.label


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file of the customer; ``size`` in bytes."""

    id: int
    name: str
    media_type: str
    size: int
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class CustomerRecord:
    """Everything on the form but its tabs. ``values`` by field: a column, ``main.city`` or ``custom:3``.

    ``restricted`` counts what only some may read, without saying what it is.
    """

    id: int
    code: str
    version: int
    merged_into_id: int | None
    standing: TierStanding
    values: Mapping[str, Any]
    points: Sequence[Point]
    ties: Sequence[Tie]
    facts: Sequence[Known]
    consents: Sequence[Consented]
    fields: Sequence[OwnField]
    files: Sequence[FileLine]
    restricted: int
    counts: Mapping[str, int] = field(default_factory=dict)
    merged: Sequence[tuple[int, str, str]] = ()
    """(id, code, name) of records that were merged into this one."""

    @property
    def tier(self) -> str:
        """The tier that holds; empty without one."""
        return self.standing.tier

    @property
    def name(self) -> str:
        """The customer's name."""
        return str(self.values["name"])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the form needs beside the record: people who sell, the company's fields, country and day."""

    staff: Sequence[tuple[int, str]]
    fields: Sequence[OwnField]
    country: str
    today: date


def surroundings(store: Store) -> Surroundings:
    """The same for every customer."""
    with store.read() as tx:
        staff = tx.all(select(Staff.id, Staff.name).where(Staff.active.is_(True)).order_by(Staff.name, Staff.id))
        return Surroundings(
            [(row[0], row[1]) for row in staff], own_fields(tx), company.of(tx).country, tx.today
        )  # fmt: skip


def opened(store: Store, customer_id: int | None) -> tuple[Surroundings, CustomerRecord | None]:
    """What a form is made from, and the record that it shows; none of a new one. Raises ``NotFound``."""
    around = surroundings(store)
    return around, None if customer_id is None else record(store, customer_id)


def record(store: Store, customer_id: int) -> CustomerRecord:
    """The record of a customer; of one that was merged the record itself. Raises ``NotFound``."""
    with store.read() as tx:
        who, *others = head = _head(tx, customer_id)
        ids = [one.id for one in head]
        fields = own_fields(tx)
        return CustomerRecord(
            id=who.id, code=who.code, version=who.version, merged_into_id=who.merged_into_id,
            standing=standing_from(tx, head),
            values=values_of(tx, customer_id), points=points(tx, ids), ties=_ties(tx, ids),
            facts=facts(tx, ids), consents=_consents(tx, ids), fields=fields, files=files(tx, ids),
            restricted=who.restricted, counts=_counts(tx, ids), merged=[(one.id, one.code, one.name) for one in others],
        )  # fmt: skip


def _head(tx: Read, customer_id: int) -> list[Any]:
    """The record, then those that were merged into it. Raises ``NotFound``."""
    at = customer_id
    secrets = [
        select(func.count()).select_from(table).where(table.customer_id == at).scalar_subquery()
        for table in (RestrictedFact, RestrictedValue)
    ]
    row = Customer
    found = tx.all(
        select(
            row.id, row.code, row.name, row.version, row.merged_into_id,
            (secrets[0] + secrets[1]).label("restricted"), *standing_columns(tx.today),
        ).where(or_(row.id == at, row.merged_into_id == at)).order_by(row.id)
    )  # fmt: skip
    if not any(one.id == at for one in found):
        raise NotFound(N_("There is no such customer."))
    return sorted(found, key=lambda one: one.id != at)


def values_of(tx: Read, customer_id: int) -> dict[str, Any]:
    """Every field that people write, flat; fields without a value are empty. Raises ``NotFound``."""
    columns = Customer.__table__.c
    row = tx.first(select(*[columns[name] for name in PLAIN]).where(Customer.id == customer_id))
    if row is None:
        raise NotFound(N_("There is no such customer."))
    values: dict[str, Any] = dict(zip(PLAIN, row, strict=True))
    values |= {f"{kind}.{name}": "" for kind in PLACE_KINDS for name in PLACE}
    for place in places(tx, customer_id).values():
        values |= {f"{place.kind}.{name}": getattr(place, name) for name in PLACE}
    own = tx.all(select(CustomValue.field_id, CustomValue.value).where(CustomValue.customer_id == customer_id))
    return values | {f"custom:{row[0]}": row[1] for row in own}


def places(tx: Read, customer_id: int) -> dict[str, Any]:
    """The first address of each kind."""
    found: dict[str, Any] = {}
    for row in tx.all(select(Address.__table__).where(Address.customer_id == customer_id).order_by(Address.id)):
        found.setdefault(row.kind, row)
    return found


def points(tx: Read, ids: Sequence[int]) -> list[Point]:
    """How to reach a customer, the main one first; those of records merged into it come after its own."""
    point, other = ContactPoint, aliased(ContactPoint)
    same = case((point.e164.is_not(None), other.e164 == point.e164), else_=other.email == point.email)
    shared = (
        select(func.count(func.distinct(other.customer_id)))
        .where(other.customer_id.not_in(ids), or_(other.e164 == point.e164, other.email == point.email), same)
        .scalar_subquery()
    )
    rows = tx.all(
        select(point.id, point.kind, point.value, point.label, func.coalesce(point.e164, ""), shared)
        .where(point.customer_id.in_(ids))
        .order_by(case((point.customer_id == ids[0], 0), else_=1), point.position, point.id)
    )  # fmt: skip
    return [Point(*row) for row in rows]


def _ties(tx: Read, ids: Sequence[int]) -> list[Tie]:
    """Both sides of every tie: one's own, and those that were noted at somebody else."""
    tie, other = Relation, aliased(Customer)
    own: Any = (
        select(tie.id, tie.kind, literal_column("0", Integer).label("inverse"), tie.other_id,
               func.coalesce(other.name, tie.other_name).label("name"), tie.birth_date)
        .outerjoin(other, other.id == tie.other_id).where(tie.customer_id.in_(ids))
    )  # fmt: skip
    theirs: Any = (
        select(
            tie.id, tie.kind, literal_column("1", Integer).label("inverse"), tie.customer_id, other.name, tie.birth_date
        )
        .join(other, other.id == tie.customer_id)
        .where(tie.other_id.in_(ids), tie.customer_id.not_in(ids))
    )
    rows = sorted(tx.all(union_all(own, theirs)), key=lambda row: (int(row[2]), row[0]))
    # the birthday that was noted is the other one's
    return [Tie(row[0], row[1], bool(row[2]), row[3], row[4], None if row[2] else row[5]) for row in rows]


def facts(tx: Read, ids: Sequence[int]) -> list[Known]:
    """What is known of a customer, by topic, newest first."""
    one = Preference
    rows = tx.all(
        select(one.id, one.topic, one.fact, one.avoid, one.noted_on, one.source).where(one.customer_id.in_(ids))
        .order_by(one.topic, one.noted_on.desc(), one.id.desc())
    )  # fmt: skip
    return [Known(*row) for row in rows]


def facts_per_topic(tx: Read) -> int:
    """How many facts of one topic are kept of a customer."""
    kept = tx.scalar(select(Setting.value).where(Setting.name == FACTS_SETTING))
    try:
        return max(1, int(json.loads(kept))) if kept else FACTS_PER_TOPIC
    except (ValueError, TypeError):
        return FACTS_PER_TOPIC


def _consents(tx: Read, ids: Sequence[int]) -> list[Consented]:
    """Every line, newest first; the newest of a purpose and channel counts."""
    one, proof = Consent, Attachment
    file = (
        select(func.max(proof.id)).where(proof.kind == "consent", proof.record_id == one.id).scalar_subquery()
    )  # fmt: skip
    rows = tx.all(
        select(one.id, one.purpose, one.channel, one.given, one.on, one.how, one.text_version, one.created_by, file)
        .where(one.customer_id.in_(ids)).order_by(one.on.desc(), one.id.desc())
    )  # fmt: skip
    return [Consented(*row) for row in rows]


def own_fields(tx: Read) -> list[OwnField]:
    """The fields that the company added, in their order."""
    one = CustomField
    words = select(Setting.value).where(Setting.name == FIELD_WORDS).scalar_subquery()
    rows = tx.all(
        select(one.id, one.key, one.label, one.group_name, one.kind, one.choices, one.restricted, one.position, words)
        .order_by(one.group_name, one.position, one.id)
    )  # fmt: skip
    said = json.loads(rows[0][8]) if rows and rows[0][8] else {}
    return [
        OwnField(row[0], row[1], row[2], row[3], row[4], tuple(choice_list(row[5])), row[6], row[7],
                 said.get(str(row[0]), {}))
        for row in rows
    ]  # fmt: skip


def all_own_fields(store: Store) -> list[OwnField]:
    """The same for a page that arranges them."""
    with store.read() as tx:
        return own_fields(tx)


def choice_list(text: str) -> list[str]:
    """The choices of a field, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def files(tx: Read, ids: Sequence[int]) -> list[FileLine]:
    """The files of a customer, newest first; their content is read when one is opened."""
    one = Attachment
    rows = tx.all(
        select(one.id, one.name, one.media_type, one.size, one.created_at, one.created_by)
        .where(one.kind == "customer", one.record_id.in_(ids)).order_by(one.id.desc())
    )  # fmt: skip
    return [FileLine(*row) for row in rows]


def _counts(tx: Read, ids: Sequence[int]) -> dict[str, int]:
    """What the tabs count: orders, open complaints, next steps."""
    order, case_, talk = SalesOrder, Complaint, Interaction
    orders = select(func.count()).where(order.customer_id.in_(ids), order.void.is_(False)).select_from(order)
    cases = select(func.count()).where(case_.customer_id.in_(ids), case_.void.is_(False)).select_from(case_)
    steps = (
        select(func.count())
        .where(and_(talk.customer_id.in_(ids), talk.follow_up_on.is_not(None), talk.done.is_(False)))
        .select_from(talk)
    )
    row = tx.first(select(*[query.scalar_subquery() for query in (orders, cases, steps)]))
    assert row is not None
    return dict(zip(("orders", "complaints", "activities"), row, strict=True))
