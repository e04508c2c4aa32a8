"""Ready answers are written, changed and taken away; each is one operation."""

from dataclasses import dataclass, replace

from sqlalchemy import delete, insert, select, update

from app.domain import rights
from app.domain.answer_template import DEFAULTS, Template
from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict, Mistake
from app.models import AnswerTemplate
from app.store.session import Store, Write

_one = AnswerTemplate


@dataclass(frozen=True, slots=True)
class SavedTemplate:
    """A ready answer as it stands now."""

    id: int
    changes: ChangeSet


def save(store: Store, template: Template, *, before: tuple[str, str] | None = None) -> SavedTemplate:
    """Keep a new or changed answer; ``before`` is (language, name) of one that the program brought along.

    Raises ``Mistake`` naming the field, ``Conflict`` for a stale version, ``NotAllowed``.
    """
    template.check()
    clean = replace(template, name=" ".join(template.name.split()), cause=" ".join(template.cause.split()))
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        _begin(tx)
        own = clean.id
        if not own and before is not None:
            own = tx.scalar(select(_one.id).where(_one.language == before[0], _one.name == before[1])) or 0
            clean = replace(clean, id=own, version=1 if own else 0)
        same = tx.scalar(
            select(_one.id).where(_one.name == clean.name, _one.language == clean.language, _one.id != own)
        )
        if same is not None:
            raise Mistake(N_("An answer in this language has this name already."), field="name")
        own = _changed(tx, clean) if own else _added(tx, clean)
        tx.audit("changed", "answer", own, clean.name)
        tx.touched("complaint settings")
        return SavedTemplate(own, tx.changes)


def remove(store: Store, language: str, name: str) -> SavedTemplate:
    """Take an answer away; one that is gone already is fine. Raises ``Conflict`` for the last one, ``NotAllowed``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "settings")
        _begin(tx)
        others = tx.first(select(_one.id).where((_one.language != language) | (_one.name != name)).limit(1))
        if others is None:
            raise Conflict(N_("This is the last answer; change it instead."))
        tx.execute(delete(_one).where(_one.language == language, _one.name == name))
        tx.audit("removed", "answer", 0, name)
        tx.touched("complaint settings")
        return SavedTemplate(0, tx.changes)


def _begin(tx: Write) -> None:
    """The first change keeps the answers that the program brought along, so that they can be changed."""
    if tx.first(select(_one.id).limit(1)) is None:
        tx.execute(
            insert(_one),
            [{name: getattr(one, name) for name in ("name", "language", "cause", "words", "position")}
             | {"created_by": tx.actor.login} for one in DEFAULTS],
        )  # fmt: skip


def _changed(tx: Write, template: Template) -> int:
    statement = (
        update(_one)
        .where(_one.id == template.id, _one.version == template.version)
        .values(
            name=template.name, language=template.language, cause=template.cause, words=template.words.strip(),
            position=template.position, version=template.version + 1, updated_at=tx.now,
        )
    )  # fmt: skip
    if not tx.execute(statement).rowcount:
        raise Conflict(N_("Somebody else changed this answer meanwhile. Look at it again before saving."))
    return template.id


def _added(tx: Write, template: Template) -> int:
    values = {name: getattr(template, name) for name in ("name", "language", "cause", "position")}
    values |= {"words": template.words.strip(), "created_by": tx.actor.login}
    return int(tx.scalar(insert(_one).values(**values).returning(_one.id)))
