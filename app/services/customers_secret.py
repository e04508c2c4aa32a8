"""Restricted data of a customer (health, politics, income): read with a right and a reason, every reading logged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import delete, insert, select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.customer import canonical
from app.domain.refusal import N_, Mistake, NotFound
from app.models import CustomField, RestrictedFact, RestrictedValue
from app.queries.customer import OwnField, choice_list, own_fields
from app.services.customers_know import Done, must_exist
from app.store.bulk import new_ids
from app.store.session import Store

LONGEST_REASON = 400
LONGEST_TOPIC, LONGEST_FACT, LONGEST_BASIS = 60, 4000, 200


@dataclass(frozen=True, slots=True)
class Secret:
    """A restricted fact and the legal basis on which it is kept."""

    id: int
    topic: str
    fact: str
    legal_basis: str
    by: str


@dataclass(frozen=True, slots=True)
class Secrets:
    """What is restricted about one customer; ``values`` by field id, in canonical text."""

    facts: Sequence[Secret]
    fields: Sequence[OwnField]
    values: Mapping[int, str]


def reveal(store: Store, customer_id: int, *, reason: str) -> Secrets:
    """Read what is restricted; who read it, when and why is on the trail before anything is shown.

    Raises ``NotAllowed`` without the right and ``Mistake`` without a reason.
    """
    words = " ".join(reason.split())
    with store.write() as tx:
        rights.require(tx.actor.access, "restricted")
        if not words:
            raise Mistake(N_("Write why you need to read this."), field="reason")
        must_exist(tx, customer_id)
        tx.audit("restricted read", "customer", customer_id, words[:LONGEST_REASON])
        one = RestrictedFact
        facts = tx.all(
            select(one.id, one.topic, one.fact, one.legal_basis, one.created_by)
            .where(one.customer_id == customer_id).order_by(one.id)
        )  # fmt: skip
        values = tx.all(
            select(RestrictedValue.field_id, RestrictedValue.value).where(RestrictedValue.customer_id == customer_id)
        )
        fields = [field for field in own_fields(tx) if field.restricted]
        return Secrets([Secret(*row) for row in facts], fields, {row[0]: row[1] for row in values})


def note_secret(
    store: Store, customer_id: int, *, topic: str, fact: str, legal_basis: str, request: UUID
) -> Done:  # fmt: skip
    """Keep a restricted fact. Raises ``NotAllowed``, and ``Mistake`` without a legal basis."""
    parts = {"topic": topic.strip(), "fact": fact.strip(), "legal_basis": legal_basis.strip()}
    with store.write() as tx:
        rights.require(tx.actor.access, "restricted")
        done = tx.claim(request, "restricted fact")
        if done is None:
            _check_parts(parts)
            must_exist(tx, customer_id)
            [done] = new_ids(tx, RestrictedFact, 1)
            tx.execute(
                insert(RestrictedFact),
                {"id": done, "customer_id": customer_id, "created_by": tx.actor.login} | parts,
            )
            tx.done(request, "restricted fact", done)
            tx.audit("restricted added", "customer", customer_id)
        tx.touched("customer", customer_id)
        return Done(done, tx.changes)


def _check_parts(parts: Mapping[str, str]) -> None:
    if not parts["topic"]:
        raise Mistake(N_("Choose a topic."), field="topic")
    if not parts["fact"]:
        raise Mistake(N_("Write what there is to know."), field="fact")
    if not parts["legal_basis"]:
        raise Mistake(N_("Write on what legal basis this is kept, such as consent in writing."), field="legal_basis")
    most = {"topic": LONGEST_TOPIC, "fact": LONGEST_FACT, "legal_basis": LONGEST_BASIS}
    for name, text in parts.items():
        if len(text) > most[name]:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=most[name])


def forget_secret(store: Store, fact_id: int) -> Done:
    """Delete a restricted fact for good: it cannot be taken back, because nothing of it is kept."""
    with store.write() as tx:
        rights.require(tx.actor.access, "restricted")
        customer_id = tx.scalar(select(RestrictedFact.customer_id).where(RestrictedFact.id == fact_id))
        if customer_id is not None:
            tx.execute(delete(RestrictedFact).where(RestrictedFact.id == fact_id))
            tx.audit("restricted removed", "customer", customer_id)
            tx.touched("customer", customer_id)
        return Done(fact_id, tx.changes)


def set_secret_values(store: Store, customer_id: int, values: Mapping[int, object]) -> ChangeSet:
    """Write restricted fields; an empty value deletes. Raises ``NotAllowed``, ``Mistake``, ``NotFound``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "restricted")
        must_exist(tx, customer_id)
        row = CustomField
        kinds = {
            one.id: one
            for one in tx.all(select(row.id, row.kind, row.choices).where(row.restricted.is_(True)))
        }  # fmt: skip
        for field_id, value in values.items():
            if field_id not in kinds:
                raise NotFound(N_("There is no such restricted field."))
            text = canonical(kinds[field_id].kind, value, tuple(choice_list(kinds[field_id].choices)))
            own = (RestrictedValue.customer_id == customer_id, RestrictedValue.field_id == field_id)
            tx.execute(delete(RestrictedValue).where(*own))
            if text:
                tx.execute(insert(RestrictedValue), {"customer_id": customer_id, "field_id": field_id, "value": text})
        tx.audit("restricted changed", "customer", customer_id)
        tx.touched("customer", customer_id)
        return tx.changes
