"""What is noted about a customer line by line: ties to others, facts by topic, consent given and withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.customer import CHANNELS, PURPOSES, RELATIONS, check_birth_date
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.models import Consent, Customer, Preference, Relation
from app.queries.customer import facts_per_topic
from app.services.orderlines import going_on
from app.store.bulk import new_ids
from app.store.session import Store, Write

LONGEST_FACT, LONGEST_TOPIC, LONGEST_SOURCE = 400, 60, 120
LONGEST_NAME, LONGEST_HOW, LONGEST_VERSION = 200, 200, 40


@dataclass(frozen=True, slots=True)
class Done:
    """A line that was noted, changed or taken away; ``back`` takes it back."""

    id: int
    changes: ChangeSet
    back: Any = None


@dataclass(frozen=True, slots=True)
class TieDraft:
    """What another one is to a customer; ``other_id`` where that one is a customer, else a name."""

    kind: str
    other_id: int | None = None
    other_name: str = ""
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class FactDraft:
    """Something worth mentioning or, with ``avoid``, worth avoiding."""

    topic: str
    fact: str
    avoid: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class ConsentDraft:
    """Consent given or withdrawn for one purpose on one channel."""

    purpose: str
    channel: str
    given: bool
    on: date
    how: str = ""
    text_version: str = ""


def relate(store: Store, customer_id: int, draft: TieDraft, *, request: UUID) -> Done:
    """Note a tie; the other one's record shows it with the inverse word.

    Raises ``Mistake`` for a tie to oneself, without a name, or one that is noted already.
    """
    name = " ".join(draft.other_name.split())
    if draft.kind not in RELATIONS:
        raise Mistake(N_("Choose what the other one is to this customer."), field="kind")
    if draft.other_id is None and not name:
        raise Mistake(N_("Write a name, or choose a customer."), field="other")
    if draft.other_id == customer_id:
        raise Mistake(N_("A customer has no tie to the own record; choose somebody else."), field="other")
    if len(name) > LONGEST_NAME:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="other", limit=LONGEST_NAME)
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "relation")
        if done is None:
            check_birth_date(draft.birth_date, tx.today)
            going_on(tx, customer_id)
            other = going_on(tx, draft.other_id) if draft.other_id is not None else None
            _refuse_same_tie(tx, customer_id, draft.kind, other, name)
            [done] = new_ids(tx, Relation, 1)
            tx.execute(
                insert(Relation),
                {
                    "id": done, "customer_id": customer_id, "kind": draft.kind, "other_id": other,
                    "other_name": "" if other is not None else name, "birth_date": draft.birth_date,
                },
            )  # fmt: skip
            tx.done(request, "relation", done)
            tx.audit("tie added", "customer", customer_id)
        tx.touched("customer", *[one for one in (customer_id, draft.other_id) if one is not None])
        return Done(done, tx.changes, partial(unrelate, relation_id=done))


def _refuse_same_tie(tx: Write, customer_id: int, kind: str, other_id: int | None, name: str) -> None:
    tie = Relation
    same = tie.other_id == other_id if other_id is not None else tie.other_name == name
    if tx.first(select(tie.id).where(tie.customer_id == customer_id, tie.kind == kind, same)) is not None:
        raise Mistake(N_("This tie is noted already."), field="other")


def unrelate(store: Store, relation_id: int) -> Done:
    """Take a tie away, from whichever side. One that is gone already is fine."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(select(Relation.__table__).where(Relation.id == relation_id))
        if row is None:
            return Done(relation_id, tx.changes)
        tx.execute(delete(Relation).where(Relation.id == relation_id))
        tx.audit("tie removed", "customer", row.customer_id)
        tx.touched("customer", *[one for one in (row.customer_id, row.other_id) if one is not None])
        draft = TieDraft(row.kind, row.other_id, row.other_name, row.birth_date)
        return Done(relation_id, tx.changes, _again(relate, row.customer_id, draft))


def note_fact(store: Store, customer_id: int, draft: FactDraft, *, request: UUID, on: date | None = None) -> Done:
    """Note a fact. Raises ``Mistake`` when it is empty, or when its topic is full for this customer."""
    topic, fact = _fact_words(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "preference")
        if done is None:
            going_on(tx, customer_id)
            _refuse_full(tx, customer_id, topic)
            [done] = new_ids(tx, Preference, 1)
            values = {"topic": topic, "fact": fact, "avoid": draft.avoid, "source": draft.source[:LONGEST_SOURCE]}
            tx.execute(
                insert(Preference), {"id": done, "customer_id": customer_id, "noted_on": on or tx.today} | values
            )
            tx.done(request, "preference", done)
            tx.audit("fact noted", "customer", customer_id, topic)
        tx.touched("customer", customer_id)
        return Done(done, tx.changes, partial(forget_fact, fact_id=done))


def _fact_words(draft: FactDraft) -> tuple[str, str]:
    topic, fact = " ".join(draft.topic.split()), " ".join(draft.fact.split())
    if not fact:
        raise Mistake(N_("Write what there is to know."), field="fact")
    if not topic:
        raise Mistake(N_("Choose a topic."), field="topic")
    for field, text, most in (("fact", fact, LONGEST_FACT), ("topic", topic, LONGEST_TOPIC)):
        if len(text) > most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=field, limit=most)
    return topic, fact


def _refuse_full(tx: Write, customer_id: int, topic: str) -> None:
    most = facts_per_topic(tx)
    known = tx.scalar(
        select(func.count())
        .select_from(Preference)
        .where(Preference.customer_id == customer_id, Preference.topic == topic)
    )
    if known >= most:
        raise Mistake(
            N_("{most} facts of one topic are enough to remember. Take one away before you note another."),
            field="fact", most=most,
        )  # fmt: skip


def change_fact(store: Store, fact_id: int, draft: FactDraft, *, before: FactDraft) -> Done:
    """Change a fact. Raises ``Conflict`` when somebody else changed it since it was read."""
    topic, fact = _fact_words(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(select(Preference.__table__).where(Preference.id == fact_id))
        if row is None:
            raise NotFound(N_("Somebody took this away meanwhile."))
        now = FactDraft(row.topic, row.fact, row.avoid, row.source)
        if now != before:
            raise Conflict(N_("Somebody else changed this meanwhile: it says ‘{fact}’ now."), fact=row.fact)
        if topic != row.topic:
            _refuse_full(tx, row.customer_id, topic)
        tx.execute(
            update(Preference).where(Preference.id == fact_id)
            .values(topic=topic, fact=fact, avoid=draft.avoid, source=draft.source[:LONGEST_SOURCE])
        )  # fmt: skip
        tx.audit("fact noted", "customer", row.customer_id, topic)
        tx.touched("customer", row.customer_id)
        fresh = FactDraft(topic, fact, draft.avoid, draft.source[:LONGEST_SOURCE])
        return Done(fact_id, tx.changes, partial(change_fact, fact_id=fact_id, draft=now, before=fresh))


def forget_fact(store: Store, fact_id: int) -> Done:
    """Take a fact away. One that is gone already is fine."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(select(Preference.__table__).where(Preference.id == fact_id))
        if row is None:
            return Done(fact_id, tx.changes)
        tx.execute(delete(Preference).where(Preference.id == fact_id))
        tx.audit("fact removed", "customer", row.customer_id, row.topic)
        tx.touched("customer", row.customer_id)
        draft = FactDraft(row.topic, row.fact, row.avoid, row.source)
        return Done(fact_id, tx.changes, _again(note_fact, row.customer_id, draft, on=row.noted_on))


def consent(store: Store, customer_id: int, drafts: Sequence[ConsentDraft], *, request: UUID) -> Done:
    """Note consent given or withdrawn; the newest line of a purpose and channel counts, older ones stay.

    Raises ``Mistake`` for a day to come, or when it is not said how consent was given.
    """
    for draft in drafts:
        if draft.purpose not in PURPOSES or draft.channel not in CHANNELS:
            raise Mistake(N_("Choose a purpose and a channel."), field="purpose")
        if draft.given and not draft.how.strip():
            raise Mistake(N_("Write how consent was given: on a form, on the telephone …"), field="how")
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        done = tx.claim(request, "consent")
        if done is None:
            going_on(tx, customer_id)
            if any(draft.on > tx.today for draft in drafts):
                raise Mistake(N_("Consent cannot be noted for a day to come."), field="on")
            ids = new_ids(tx, Consent, len(drafts))
            rows = [
                _consent_row(one, customer_id, tx.actor.login, draft) for one, draft in zip(ids, drafts, strict=True)
            ]
            tx.execute(insert(Consent), rows)
            done = ids[-1]
            tx.done(request, "consent", done)
            for draft in drafts:
                words = "consent given" if draft.given else "consent withdrawn"
                tx.audit(words, "customer", customer_id, f"{draft.purpose} {draft.channel}")
        tx.touched("customer", customer_id)
        return Done(done, tx.changes)


def _consent_row(consent_id: int, customer_id: int, login: str, draft: ConsentDraft) -> dict[str, object]:
    return {
        "id": consent_id, "customer_id": customer_id, "purpose": draft.purpose, "channel": draft.channel,
        "given": draft.given, "on": draft.on, "how": " ".join(draft.how.split())[:LONGEST_HOW],
        "text_version": draft.text_version.strip()[:LONGEST_VERSION], "created_by": login,
    }  # fmt: skip


def must_exist(tx: Write, customer_id: int) -> None:
    """Raises ``NotFound`` for a customer that does not exist."""
    if tx.scalar(select(Customer.id).where(Customer.id == customer_id)) is None:
        raise NotFound(N_("There is no such customer."))


def _again(function: Any, customer_id: int, draft: object, **values: object) -> Any:  # noqa: ANN401 - a deed
    """What was taken away, noted again."""
    return partial(function, customer_id=customer_id, draft=draft, request=new_uid(), **values)
