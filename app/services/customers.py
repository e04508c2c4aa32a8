"""Customers: add, change, merge; and the prices and contacts that are noted with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy import delete, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.customer import tax_key
from app.domain.ids import new_uid
from app.domain.money import checked
from app.domain.phone import parse as parse_phone
from app.domain.phone import suffix_key
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.text import search_key
from app.models import Address, Audit, ContactPoint, Customer, NotDuplicate, Staff
from app.queries import company
from app.services.numbering import free_number
from app.services.products import Added
from app.store.bulk import new_ids
from app.store.session import Read, Store, Write

LONGEST_NAME = 200
LONGEST_PAYMENT_DAYS = 3650
OWN_MERGE = timedelta(hours=24)
"""How long whoever merged may take it back without a manager."""

PLAIN_FIELDS = frozenset(
    [
        "kind",
        "name",
        "given_name",
        "family_name",
        "organisation",
        "contact_name",
        "language",
        "tax_id",
        "birth_date",
        "occupation",
        "industry",
        "education",
        "credit_limit",
        "payment_days",
        "salesperson_id",
        "tags",
        "note",
        "active",
        "blocked_reason",
    ]
)


@dataclass(frozen=True, slots=True)
class Contact:
    """A phone number, e-mail address or handle as typed; kind phone, mobile, fax, email or handle."""

    kind: str
    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An address; country as ISO 3166 alpha-2."""

    street: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    kind: str = "main"


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """A customer as typed. Only one thing is required: a name or a phone number."""

    name: str = ""
    code: str = ""
    kind: str = "person"
    contacts: Sequence[Contact] = ()
    places: Sequence[Place] = ()
    fields: Mapping[str, object] = field(default_factory=dict)


def add(store: Store, draft: CustomerDraft, *, request: UUID) -> Added:
    """Add a customer. Raises ``Mistake`` without name and phone, ``Conflict`` for a code that is used."""
    name = draft.name.strip() or next((contact.value for contact in draft.contacts), "")
    check_name(name)
    with store.write() as tx:
        done = tx.claim(request, "customer")
        if done is None:
            if draft.code and tx.scalar(select(Customer.id).where(Customer.code == draft.code)) is not None:
                raise Conflict(N_("The customer code {code} is used already."), field="code", code=draft.code)
            done = insert_customer(tx, draft, name)
            tx.done(request, "customer", done)
            tx.audit("added", "customer", done)
        tx.touched("customer", done)
        return Added(done, str(tx.scalar(select(Customer.code).where(Customer.id == done))), tx.changes)


def insert_customer(tx: Write, draft: CustomerDraft, name: str) -> int:
    """The rows of a new customer; its id."""
    [customer_id] = new_ids(tx, Customer, 1)
    values = {key: value for key, value in draft.fields.items() if key in PLAIN_FIELDS}
    check_fields(tx, values)
    code = draft.code or free_number(tx, Customer.code, "customer", tx.today)
    tx.execute(
        insert(Customer),
        {
            "id": customer_id, "uid": new_uid(), "code": code,
            "kind": draft.kind, "name": name, "search_name": search_key(name), "created_by": tx.actor.login,
        } | values,
    )  # fmt: skip
    country = next((place.country for place in draft.places if place.country), "") or company.of(tx).country
    store_contacts(tx, customer_id, draft.contacts, country)
    store_places(tx, customer_id, draft.places)
    return customer_id


def store_contacts(tx: Write, customer_id: int, contacts: Sequence[Contact], country: str) -> None:
    """Insert contact points, as typed and as they are looked up."""
    if contacts:
        tx.execute(
            insert(ContactPoint),
            [contact_row(customer_id, at, contact, country) for at, contact in enumerate(contacts)],
        )


def contact_row(customer_id: int, position: int, contact: Contact, country: str) -> dict[str, object]:
    """The columns of one contact point; a number that cannot be validated is kept and found all the same."""
    row: dict[str, object] = {
        "customer_id": customer_id, "kind": contact.kind, "label": contact.label, "value": contact.value,
        "position": position, "e164": None, "digits": None, "reversed_digits": None, "extension": None, "email": None,
    }  # fmt: skip
    if contact.kind in ("phone", "mobile", "fax"):
        keys = parse_phone(contact.value, country)
        row |= {"e164": keys.e164, "digits": keys.digits or None, "extension": keys.extension}
        row["reversed_digits"] = suffix_key(keys.digits) if keys.digits else None
    elif contact.kind == "email":
        row["email"] = contact.value.casefold()
    return row


def store_places(tx: Write, customer_id: int, places: Sequence[Place]) -> None:
    """Insert addresses."""
    if places:
        tx.execute(
            insert(Address),
            [
                {
                    "customer_id": customer_id, "kind": place.kind, "street": place.street, "city": place.city,
                    "region": place.region, "postcode": place.postcode, "country": place.country,
                }
                for place in places
            ],
        )  # fmt: skip


def change(store: Store, customer_id: int, values: Mapping[str, object], *, version: int) -> ChangeSet:
    """Change plain fields of a customer. Raises ``Conflict`` when somebody saved since ``version`` was read."""
    unknown = values.keys() - PLAIN_FIELDS
    if unknown:
        raise Mistake(N_("A customer has no field ‘{field_name}’."), field_name=sorted(unknown)[0])
    changed = dict(values)
    if "name" in changed:
        check_name(str(changed["name"]))
        changed["search_name"] = search_key(str(changed["name"]))
    with store.write() as tx:
        check_fields(tx, changed)
        update_versioned(tx, customer_id, changed, version)
        tx.audit("changed", "customer", customer_id, ", ".join(sorted(values)))
        tx.touched("customer", customer_id)
        return tx.changes


def check_name(name: str) -> None:
    if not name.strip():
        raise Mistake(N_("Write a name or a phone number."), field="name")
    if len(name) > LONGEST_NAME:
        raise Mistake(N_("A name has at most {limit} characters."), field="name", limit=LONGEST_NAME)


def check_fields(tx: Read, values: Mapping[str, object]) -> None:
    """Raises ``Mistake`` or ``NotFound`` for fields that the database would refuse without words."""
    if values.get("kind", "person") not in ("person", "organisation"):
        raise Mistake(N_("A customer is a person or an organisation."), field="kind")
    limit = values.get("credit_limit")
    if isinstance(limit, Decimal):
        checked(limit, company.of(tx).currency_places, field="credit_limit")
    days = values.get("payment_days")
    if isinstance(days, int) and not 0 <= days <= LONGEST_PAYMENT_DAYS:
        raise Mistake(
            N_("{days} days to pay cannot be; write 0 to {limit}."), field="payment_days", days=days,
            limit=LONGEST_PAYMENT_DAYS,
        )  # fmt: skip
    salesperson = values.get("salesperson_id")
    if salesperson is not None and tx.scalar(select(Staff.id).where(Staff.id == salesperson)) is None:
        raise NotFound(N_("There is no such salesperson."), field="salesperson_id")


def update_versioned(tx: Write, customer_id: int, values: Mapping[str, object], version: int) -> None:
    """Update a customer's row if it still has ``version``."""
    row = Customer.__table__.c
    statement = (
        update(Customer).where(Customer.id == customer_id, Customer.version == version)
        .values({row[name]: value for name, value in values.items()} | {row.version: version + 1})
    )  # fmt: skip
    if not tx.execute(statement).rowcount:
        if tx.scalar(select(Customer.id).where(Customer.id == customer_id)) is None:
            raise NotFound(N_("There is no such customer."))
        raise Conflict(N_("Somebody else changed this customer meanwhile. Look at it again before saving."))


PLACES = "places"
MERGEABLE = (*sorted(PLAIN_FIELDS - {"active", "blocked_reason"}), PLACES)
"""Fields of which a merge may take the other record's value; all addresses go together."""


def merge(
    store: Store,
    keep_id: int,
    merged_id: int,
    *,
    request: UUID,
    take: Sequence[str] = (),
    wrong_tax_id: str = "",
) -> ChangeSet:
    """Two records are one person: ``merged_id`` stays as it is and points to ``keep_id``, which goes on.

    Nothing moves, so ``unmerge`` gives back both exactly; look-ups, balances and reports of the present follow the
    pointer, books of the past do not change. Of the fields in ``take`` the two records exchange their values, so that
    the one that goes on has the other's and nothing is lost. Two different tax numbers are refused until one of them
    is declared wrong with ``wrong_tax_id``.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        if tx.claim(request, "merge") is None:
            both = select(Customer.id, Customer.merged_into_id, Customer.tax_id).where(
                Customer.id.in_((keep_id, merged_id))
            )
            # in one order for everybody, and held: two merges at once must not point at each other
            rows = {row.id: row for row in tx.all(both if tx.sqlite else both.order_by(Customer.id).with_for_update())}
            if keep_id == merged_id or len(rows) != 2 or any(row.merged_into_id for row in rows.values()):
                raise Conflict(N_("These two records cannot be merged: choose two that are not merged yet."))
            # one step only: look-ups and reports never walk a chain, and unmerging restores exactly what was
            if tx.first(select(Customer.id).where(Customer.merged_into_id == merged_id).limit(1)) is not None:
                raise Conflict(N_("Other records were merged into the second one. Merge it the other way round."))
            taken = _taken(take, rows[keep_id].tax_id, rows[merged_id].tax_id, wrong_tax_id)
            _exchange(tx, keep_id, merged_id, taken)
            tx.execute(update(Customer).where(Customer.id == merged_id).values(merged_into_id=keep_id))
            tx.done(request, "merge", merged_id)
            tx.audit("merged", "customer", merged_id, " ".join([str(keep_id), *taken]))
        tx.touched("customer", keep_id, merged_id)
        return tx.changes


def _taken(take: Sequence[str], kept_tax_id: str, merged_tax_id: str, wrong: str) -> list[str]:
    """The fields to exchange. Raises ``Conflict`` for two tax numbers of which none was declared wrong."""
    taken = {name for name in take if name in MERGEABLE}
    ours, theirs = tax_key(kept_tax_id), tax_key(merged_tax_id)
    if ours and theirs and ours != theirs:
        if tax_key(wrong) not in (ours, theirs):
            raise Conflict(
                N_("Two tax numbers are two customers: {one} and {other}. Say first which of them is wrong."),
                field="tax_id", one=kept_tax_id, other=merged_tax_id,
            )  # fmt: skip
        taken = taken | {"tax_id"} if tax_key(wrong) == ours else taken - {"tax_id"}
    return sorted(taken | {"search_name"}) if "name" in taken else sorted(taken)


def _exchange(tx: Write, one_id: int, other_id: int, names: Sequence[str]) -> None:
    """Two records change values with each other; doing it twice restores both."""
    if PLACES in names:
        _exchange_places(tx, one_id, other_id)
    names = [name for name in names if name != PLACES]
    if not names:
        return
    columns = Customer.__table__.c
    query = select(columns.id, *[columns[name] for name in names]).where(columns.id.in_((one_id, other_id)))
    rows = {row[0]: row[1:] for row in tx.all(query)}
    for target, source in ((one_id, other_id), (other_id, one_id)):
        values = {columns[name]: value for name, value in zip(names, rows[source], strict=True)}
        tx.execute(update(Customer).where(Customer.id == target).values(values))


def _exchange_places(tx: Write, one_id: int, other_id: int) -> None:
    owners: dict[int, int] = dict(
        tx.all(select(Address.id, Address.customer_id).where(Address.customer_id.in_((one_id, other_id))))
    )
    for place_id, owner in owners.items():
        target = other_id if owner == one_id else one_id
        tx.execute(update(Address).where(Address.id == place_id).values(customer_id=target))


def unmerge(store: Store, merged_id: int, *, request: UUID) -> ChangeSet:
    """Take a merge back: both records are as they were. Raises ``Conflict`` for a record that is not merged.

    Whoever merged may take the own merge back on the same day, later it needs the right.
    """
    with store.write() as tx:
        last = tx.first(
            select(Audit.created_by, Audit.created_at, Audit.detail)
            .where(Audit.kind == "customer", Audit.record_id == merged_id, Audit.action == "merged")
            .order_by(Audit.id.desc()).limit(1)
        )  # fmt: skip
        own = last is not None and last.created_by == tx.actor.login and last.created_at > tx.now - OWN_MERGE
        rights.require(tx.actor.access, "records" if own else "merge_undo")
        if tx.claim(request, "unmerge") is None:
            keep_id = tx.scalar(select(Customer.merged_into_id).where(Customer.id == merged_id))
            if keep_id is None:
                raise Conflict(N_("This record is not merged into another one."))
            tx.execute(update(Customer).where(Customer.id == merged_id).values(merged_into_id=None))
            names = last.detail.split()[1:] if last is not None else []
            _exchange(tx, keep_id, merged_id, [name for name in names if name in (*MERGEABLE, "search_name")])
            tx.done(request, "unmerge", merged_id)
            tx.audit("unmerged", "customer", merged_id)
            tx.touched("customer", keep_id)
        tx.touched("customer", merged_id)
        return tx.changes


def not_same(store: Store, one_id: int, other_id: int) -> ChangeSet:
    """Two records that look alike are two people: they are not proposed again."""
    return _alike(store, one_id, other_id, same=False)


def maybe_same(store: Store, one_id: int, other_id: int) -> ChangeSet:
    """Take ``not_same`` back."""
    return _alike(store, one_id, other_id, same=True)


def _alike(store: Store, one_id: int, other_id: int, *, same: bool) -> ChangeSet:
    first, second = sorted((one_id, other_id))
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        both = tx.all(select(Customer.id).where(Customer.id.in_((first, second))))
        if len(both) != 2:
            raise NotFound(N_("There is no such customer."))
        pair = (NotDuplicate.one_id == first, NotDuplicate.other_id == second)
        known = tx.first(select(NotDuplicate.one_id).where(*pair)) is not None
        if same and known:
            tx.execute(delete(NotDuplicate).where(*pair))
        elif not same and not known:
            tx.execute(insert(NotDuplicate), {"one_id": first, "other_id": second, "created_by": tx.actor.login})
        tx.touched("customer", first, second)
        return tx.changes
