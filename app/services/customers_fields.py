"""The company's own fields of customers: added, changed and taken away while the program runs."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, update

from app.domain import rights
from app.domain.customer import CUSTOM_KINDS
from app.domain.refusal import N_, Conflict, Mistake, NotFound
from app.domain.text import folded
from app.models import CustomField, CustomValue, RestrictedValue, Setting
from app.queries.customer import FIELD_WORDS
from app.services.customers_know import Done
from app.store.bulk import new_ids
from app.store.session import Store, Write

LONGEST_LABEL, LONGEST_KEY = 120, 40


@dataclass(frozen=True, slots=True)
class FieldDraft:
    """A field as typed; ``labels`` are its words in other languages than the company's, by language."""

    label: str
    kind: str = "text"
    group: str = ""
    choices: Sequence[str] = ()
    restricted: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


def add(store: Store, draft: FieldDraft, *, request: UUID) -> Done:
    """Add a field to all customers, at once and without a restart. Raises ``NotAllowed``, ``Mistake``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        done = tx.claim(request, "custom field")
        if done is None:
            values = _values(tx, draft, None)
            [done] = new_ids(tx, CustomField, 1)
            last = tx.scalar(select(func.max(CustomField.position)))
            place = 0 if last is None else int(last) + 1
            tx.execute(
                insert(CustomField),
                {"id": done, "key": _key(tx, draft.label), "kind": draft.kind, "position": place,
                 "restricted": draft.restricted} | values,
            )  # fmt: skip
            _keep_words(tx, done, draft.labels)
            tx.done(request, "custom field", done)
            tx.audit("field added", "custom_field", done, values["label"])
        tx.touched("custom_field", done)
        return Done(done, tx.changes)


def change(store: Store, field_id: int, draft: FieldDraft) -> Done:
    """Change words, group, choices and who may read a field; what customers have in it stays.

    Raises ``Conflict`` for another kind while customers have values in it, or for a choice that is still in use.
    """
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        row = tx.first(select(CustomField.__table__).where(CustomField.id == field_id))
        if row is None:
            raise NotFound(N_("Somebody took this field away meanwhile."))
        values = _values(tx, draft, field_id)
        used = _used(tx, field_id)
        if draft.kind != row.kind and used:
            raise Conflict(
                N_("{count} customers have a value in this field; add a new field for another kind."), field="kind",
                count=used,
            )  # fmt: skip
        if draft.restricted != row.restricted:
            _move(tx, field_id, restricted=draft.restricted)
        changed = values | {"kind": draft.kind, "restricted": draft.restricted}
        tx.execute(update(CustomField).where(CustomField.id == field_id).values(**changed))
        _keep_words(tx, field_id, draft.labels)
        tx.audit("field changed", "custom_field", field_id, values["label"])
        tx.touched("custom_field", field_id)
        return Done(field_id, tx.changes)


def remove(store: Store, field_id: int) -> Done:
    """Take a field away that no customer has a value in. Raises ``Conflict`` otherwise."""
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        used = _used(tx, field_id)
        if used:
            raise Conflict(N_("{count} customers have a value in this field; it stays."), count=used)
        tx.execute(delete(CustomField).where(CustomField.id == field_id))
        tx.audit("field removed", "custom_field", field_id)
        tx.touched("custom_field", field_id)
        return Done(field_id, tx.changes)


def move(store: Store, field_id: int, *, steps: int) -> Done:
    """Put a field ``steps`` places down (or, negative, up) among all fields."""
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        ids = [row[0] for row in tx.all(select(CustomField.id).order_by(CustomField.position, CustomField.id))]
        if field_id not in ids:
            raise NotFound(N_("Somebody took this field away meanwhile."))
        at = ids.index(field_id)
        ids.insert(min(max(at + steps, 0), len(ids) - 1), ids.pop(at))
        for place, one in enumerate(ids):
            tx.execute(update(CustomField).where(CustomField.id == one).values(position=place))
        tx.touched("custom_field", field_id)
        return Done(field_id, tx.changes)


def _values(tx: Write, draft: FieldDraft, field_id: int | None) -> dict[str, Any]:
    label, group = " ".join(draft.label.split()), " ".join(draft.group.split())
    if not label:
        raise Mistake(N_("A field needs a name."), field="label")
    for name, text in (("label", label), ("group", group)):
        if len(text) > LONGEST_LABEL:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), field=name, limit=LONGEST_LABEL)
    if draft.kind not in CUSTOM_KINDS:
        raise Mistake(N_("There is no such kind of field."), field="kind")
    choices = list(dict.fromkeys(" ".join(one.split()) for one in draft.choices if one.strip()))
    if draft.kind == "choice" and len(choices) < 2:
        raise Mistake(N_("Write at least two choices, one a line."), field="choices")
    same = select(CustomField.id).where(
        func.lower(CustomField.label) == label.lower(),
        CustomField.group_name == group,
        CustomField.id != (field_id or 0),
    )
    if tx.first(same) is not None:
        raise Mistake(N_("There is a field ‘{label}’ in this group already."), field="label", label=label)
    if draft.kind == "choice" and field_id is not None:
        _refuse_lost_choice(tx, field_id, choices)
    return {"label": label, "group_name": group, "choices": "\n".join(choices) if draft.kind == "choice" else ""}


def _refuse_lost_choice(tx: Write, field_id: int, choices: Sequence[str]) -> None:
    for table in (CustomValue, RestrictedValue):
        lost = tx.scalar(
            select(table.value).where(table.field_id == field_id, table.value.not_in(choices)).limit(1)
        )  # fmt: skip
        if lost is not None:
            raise Conflict(
                N_("Customers still have ‘{choice}’; keep it among the choices."), field="choices", choice=lost
            )


def _used(tx: Write, field_id: int) -> int:
    return sum(
        int(tx.scalar(select(func.count()).select_from(table).where(table.field_id == field_id)))
        for table in (CustomValue, RestrictedValue)
    )


def _move(tx: Write, field_id: int, *, restricted: bool) -> None:
    """Values go where their readers are: rights are rights on tables."""
    source, target = (CustomValue, RestrictedValue) if restricted else (RestrictedValue, CustomValue)
    columns = ["customer_id", "field_id", "value"]
    rows = select(source.customer_id, source.field_id, source.value).where(source.field_id == field_id)
    tx.execute(insert(target).from_select(columns, rows))
    tx.execute(delete(source).where(source.field_id == field_id))


def _key(tx: Write, label: str) -> str:
    base = re.sub(r"[^a-z0-9]+", "_", folded(label)).strip("_")[: LONGEST_KEY - 4] or "field"
    taken = {row[0] for row in tx.all(select(CustomField.key).where(CustomField.key.like(f"{base}%")))}
    if base not in taken:
        return base
    return next(f"{base}_{number}" for number in range(2, 1000) if f"{base}_{number}" not in taken)


def _keep_words(tx: Write, field_id: int, labels: Mapping[str, str]) -> None:
    """The words of other languages, in the company's settings."""
    kept = tx.scalar(select(Setting.value).where(Setting.name == FIELD_WORDS))
    words = json.loads(kept) if kept else {}
    fresh = {language: text.strip()[:LONGEST_LABEL] for language, text in labels.items() if text.strip()}
    if words.get(str(field_id), {}) == fresh:
        return
    words[str(field_id)] = fresh
    tx.execute(delete(Setting).where(Setting.name == FIELD_WORDS))
    tx.execute(insert(Setting), {"name": FIELD_WORDS, "value": json.dumps(words, ensure_ascii=False)})
