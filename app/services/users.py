"""Users of the program: who they are, what they may, their passwords and PINs. Only administrators change them."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.password import check_password, check_pin
from app.domain.refusal import N_, Conflict, Mistake, NotAllowed, NotFound
from app.i18n import LANGUAGES
from app.models import Company, Staff, StaffSecret
from app.models.base import Now
from app.services import access, hashes
from app.services.access import has_users, is_user
from app.services.commission_plans import read_anew
from app.store.bulk import new_ids
from app.store.session import AnyRow, Read, Store, Write

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,30}")
LONGEST_NAME = 200
_COLUMNS = ("code", "name", "login", "access", "language", "active", "email", "title", "team")
LONGEST_TEAM = 80


@dataclass(frozen=True, slots=True)
class UserDraft:
    """A person as typed; without a login or with the access ``none`` the person does not use the program."""

    name: str
    login: str = ""
    access: str = rights.NONE
    language: str = ""
    active: bool = True
    code: str = ""
    email: str = ""
    title: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Saved:
    """A person that was added or changed."""

    id: int
    changes: ChangeSet


def add(store: Store, draft: UserDraft, *, request: UUID) -> Saved:
    """Add a person. The first user of a company is an administrator, so that somebody can add the others.

    Raises ``Mistake`` for what cannot be, ``Conflict`` for a login or code that is used, ``NotAllowed``.
    """
    with store.write() as tx:
        done = add_within(tx, draft, request=request)
        return Saved(done, tx.changes)


def add_within(tx: Write, draft: UserDraft, *, request: UUID) -> int:
    """The same as a part of a larger operation; the person's id."""
    values = _checked(draft)
    rights.require(tx.actor.access, "manage_users")
    done = tx.claim(request, "staff")
    if done is None:
        governed = _governed(tx)
        _refuse_used(tx, values, None)
        [done] = new_ids(tx, Staff, 1)
        code = values["code"] or _free_code(tx, draft.name)
        values["team"] = _team(tx, draft.team)
        tx.execute(insert(Staff), values | {"id": done, "code": code, "created_by": tx.actor.login})
        _still_governed(tx, governed)
        tx.done(request, "staff", done)
        tx.audit("added", "staff", done, draft.access)
    tx.touched("staff", done)
    return done


def change(store: Store, staff_id: int, draft: UserDraft, *, version: int) -> Saved:
    """Change a person. Raises ``Mistake`` for the last administrator, ``Conflict`` for a stale ``version``."""
    values = _checked(draft)
    with store.write() as tx:
        rights.require(tx.actor.access, "manage_users")
        governed = _governed(tx)
        before = _person(tx, staff_id)
        _refuse_used(tx, values, staff_id)
        values["code"] = values["code"] or before.code
        values["team"] = _team(tx, draft.team)
        statement = update(Staff).where(Staff.id == staff_id, Staff.version == version)
        if not tx.execute(statement.values({**values, "version": version + 1, "updated_at": Now()})).rowcount:
            raise Conflict(N_("Somebody else changed this person meanwhile. Look at it again before saving."))
        _still_governed(tx, governed)
        if values["team"] != before.team:
            read_anew(tx)
        tx.audit("changed", "staff", staff_id, _differences(before, values))
        tx.touched("staff", staff_id)
        return Saved(staff_id, tx.changes)


def set_language(store: Store, language: str) -> ChangeSet:
    """The signed-in person's own language, for every PC; without a person nothing is kept."""
    _check_language(language)
    with store.write() as tx:
        if tx.actor.staff_id is not None:
            tx.execute(update(Staff).where(Staff.id == tx.actor.staff_id).values(language=language))
            tx.touched("staff", tx.actor.staff_id)
        return tx.changes


def set_password(store: Store, staff_id: int, password: str) -> ChangeSet:
    """Give a person a password of ours; an empty one takes it away. Whoever was locked out is let in again.

    Raises ``Mistake`` for a password that is not taken, for a person who is no user, and for the last administrator.
    """
    with store.read() as tx:
        who, company = _person(tx, staff_id), str(tx.scalar(select(Company.name)) or "")
    rights.require(store.actor.access, "manage_users")
    if password:
        check_password(password, (who.name, who.login or "", company))
    if password and (not who.login or who.access == rights.NONE):
        raise Mistake(N_("Give {name} a login and a role first."), field="login", name=who.name)
    return _keep(store, staff_id, "password", hashes.hashed(password) if password else "")


def change_own_password(store: Store, old: str, new: str) -> ChangeSet:
    """The signed-in person's own password. Raises ``NotAllowed`` for a wrong old one, ``Mistake`` for a new one."""
    mine = store.actor.staff_id
    if mine is None:
        raise NotAllowed(N_("Nobody is signed in, so there is no password to change."))
    with store.read() as tx:
        who = _person(tx, mine)
    access.check_password(store, mine, old)
    check_password(new, (who.name, who.login or ""))
    return _keep(store, mine, "password", hashes.hashed(new))


def set_pin(store: Store, staff_id: int, pin: str) -> ChangeSet:
    """Give a person a PIN for approvals at others' desks; an empty one takes it away. One's own needs no right."""
    if store.actor.staff_id != staff_id:
        rights.require(store.actor.access, "manage_users")
    if pin:
        check_pin(pin)
    return _keep(store, staff_id, "PIN", hashes.hashed(pin) if pin else "")


def _keep(store: Store, staff_id: int, what: str, value: str) -> ChangeSet:
    """Write one hash; the hash itself is made outside of the transaction, because it is slow."""
    column = {"password": "password_hash", "PIN": "pin_hash"}[what]
    with store.write() as tx:
        governed = _governed(tx)
        _person(tx, staff_id)
        values = {column: value, "failures": 0, "locked_until": None, "changed_at": Now()}
        if not tx.execute(update(StaffSecret).where(StaffSecret.staff_id == staff_id).values(values)).rowcount:
            tx.execute(insert(StaffSecret), {"staff_id": staff_id, column: value})
        if column == "password_hash":
            # a PIN opens nothing, and whoever sets the own one at a server does not see whether others have secrets
            _still_governed(tx, governed)
        tx.audit(f"{what} set" if value else f"{what} taken away", "staff", staff_id)
        tx.touched("staff", staff_id)
        return tx.changes


def _checked(draft: UserDraft) -> dict[str, object]:
    """The columns of a draft; raises ``Mistake`` at the field that is wrong."""
    name, login = " ".join(draft.name.split()), draft.login.strip().lower()
    if not name:
        raise Mistake(N_("Write the person's name."), field="name")
    if len(name) > LONGEST_NAME:
        raise Mistake(N_("A name has at most {limit} characters."), field="name", limit=LONGEST_NAME)
    if login and not _LOGIN.fullmatch(login):
        raise Mistake(
            N_(
                "A login has 2 to 31 small letters, digits, dots or hyphens, and begins with a letter: ana or ana.ruiz."
            ),
            field="login",
        )
    if draft.access not in rights.ACCESSES:
        raise Mistake(N_("There is no role ‘{role}’."), field="access", role=draft.access)
    if draft.access != rights.NONE and not login:
        raise Mistake(N_("Whoever uses the program needs a login."), field="login")
    _check_language(draft.language)
    return {
        "name": name, "login": login or None, "access": draft.access, "language": draft.language,
        "active": draft.active, "code": draft.code.strip(), "email": draft.email.strip(), "title": draft.title.strip(),
    }  # fmt: skip


def _team(tx: Read, team: str) -> str:
    """The team as it is written of others already, whatever its capitals. Raises ``Mistake`` for a long name."""
    words = " ".join(team.split())
    if len(words) > LONGEST_TEAM:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="team", limit=LONGEST_TEAM)
    known = tx.all(select(Staff.team).where(Staff.team != "").distinct().order_by(Staff.team))
    return next((str(row[0]) for row in known if row[0].casefold() == words.casefold()), words)


def _check_language(language: str) -> None:
    if language and language not in LANGUAGES:
        raise Mistake(N_("There is no language ‘{language}’."), field="language", language=language)


def _person(tx: Read, staff_id: int) -> AnyRow:
    row = tx.first(select(*[getattr(Staff, name) for name in _COLUMNS]).where(Staff.id == staff_id))
    if row is None:
        raise NotFound(N_("There is no such person."))
    return row


def _refuse_used(tx: Write, values: dict[str, object], own: int | None) -> None:
    for column, words in (
        ("login", N_("The login {value} is used by somebody else.")),
        ("code", N_("The code {value} is used by somebody else.")),
    ):
        value = values[column]
        taken = tx.scalar(select(Staff.id).where(getattr(Staff, column) == value)) if value else None
        if taken not in (None, own):
            raise Conflict(words, field=column, value=value)


def _free_code(tx: Write, name: str) -> str:
    """Initials of a name, with a number where they are used."""
    letters = "".join(part[0] for part in name.split()[:3]).upper() or "P"
    used = set(tx.all(select(Staff.code).where(func.upper(Staff.code).startswith(letters, autoescape=True))))
    taken = {row[0].upper() for row in used}
    return letters if letters not in taken else next(f"{letters}{n}" for n in range(2, 10_000)
                                                     if f"{letters}{n}" not in taken)  # fmt: skip


def _governed(tx: Write) -> bool:
    """Whether the company has users. Two administrators who dismiss each other come one after the other from here."""
    if not tx.sqlite:
        tx.execute(select(Company.id).with_for_update())
    return has_users(tx)


def _still_governed(tx: Write, governed: bool) -> None:
    """Raises ``Mistake`` when nobody could manage the users any more after this change."""
    secret = StaffSecret
    rows = tx.all(
        select(Staff.access, func.coalesce(secret.password_hash, "")).where(is_user())
        .outerjoin(secret, secret.staff_id == Staff.id)
    )  # fmt: skip
    if not rows and not governed:
        return
    admins = [bool(kept) for access, kept in rows if access == rights.ADMIN]
    if not admins:
        raise Mistake(
            N_("One administrator must stay: somebody has to manage the users. Give another person that role first."),
            field="access",
        )
    if any(kept for _, kept in rows) and not any(admins):
        raise Mistake(
            N_("Give an administrator a password first; otherwise nobody could manage the users."), field="password"
        )


def _differences(before: AnyRow, values: dict[str, object]) -> str:
    """What changed and what stood there before, for the trail."""
    was = before._mapping  # noqa: SLF001 - SQLAlchemy's public accessor has this name
    return "; ".join(f"{key}: {was[key]} → {value}" for key, value in values.items() if was[key] != value)
