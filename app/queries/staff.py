"""The people who work here, and which of them use the program; never a hash, only whether there is one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, text

from app.domain import rights
from app.domain.refusal import N_, NotFound
from app.models import Staff, StaffSecret
from app.store.session import AnyRow, Read, Store

_WITH_PIN = text("SELECT * FROM staff_with_pin()")
"""Ids of people with a PIN, for whom a server shows no secrets of others (migration 0011)."""


@dataclass(frozen=True, slots=True)
class Named:
    """A person as others choose it: for a salesperson's field, an owner, a PIN. ``access`` as in ``domain.rights``."""

    id: int
    code: str
    name: str
    login: str
    access: str
    active: bool
    has_pin: bool


@dataclass(frozen=True, slots=True)
class User:
    """A person with everything the users' page shows; ``login`` is empty for who does not use the program."""

    id: int
    code: str
    name: str
    email: str
    title: str
    login: str
    access: str
    language: str
    active: bool
    version: int
    has_password: bool
    has_pin: bool
    signed_in_at: datetime | None
    locked_until: datetime | None
    team: str = ""


@dataclass(frozen=True, slots=True)
class UsersPage:
    """Everybody, and whether passwords are ours (else the database server's)."""

    people: Sequence[User]
    own_passwords: bool


def _people() -> Any:  # noqa: ANN401 - a query
    """Everybody with whether there are secrets; the hashes themselves stay in the database."""
    secret = StaffSecret
    return select(
        Staff.id, Staff.code, Staff.name, Staff.email, Staff.title, func.coalesce(Staff.login, "").label("login"),
        Staff.access, Staff.language, Staff.active, Staff.version, Staff.team,
        case((secret.password_hash > "", True), else_=False).label("has_password"),
        case((secret.pin_hash > "", True), else_=False).label("has_pin"), secret.signed_in_at, secret.locked_until,
    ).outerjoin(secret, secret.staff_id == Staff.id)  # fmt: skip


def _user(row: AnyRow) -> User:
    return User(**{name: getattr(row, name) for name in User.__dataclass_fields__})


def names(store: Store, *, inactive: bool = False) -> list[Named]:
    """Everybody who works here, by name; with ``inactive`` also those who left."""
    query, held_back = _people().order_by(Staff.name, Staff.id), store.held_back
    with store.read() as tx:
        rows = tx.all(query if inactive else query.where(Staff.active.is_(True)))
        with_pin = {row[0] for row in tx.all(_WITH_PIN)} if held_back else {row.id for row in rows if row.has_pin}
    fields = [name for name in Named.__dataclass_fields__ if name != "has_pin"]
    return [Named(**{name: getattr(row, name) for name in fields}, has_pin=row.id in with_pin) for row in rows]


def users(store: Store) -> list[User]:
    """The users' page: those who use the program first. Raises ``NotAllowed`` without the right to it."""
    rights.require(store.actor.access, "manage_users")
    first = case((Staff.login.is_not(None) & (Staff.access != rights.NONE), 0), else_=1)
    with store.read() as tx:
        return [_user(row) for row in tx.all(_people().order_by(Staff.active.desc(), first, Staff.name, Staff.id))]


def page(store: Store) -> UsersPage:
    """What the users' page shows; raises ``NotAllowed`` without the right to it."""
    return UsersPage(users(store), store.engine.dialect.name == "sqlite")


def user(store: Store, staff_id: int) -> User:
    """One person of the users' page; oneself is seen by everybody. Raises ``NotAllowed`` and ``NotFound``."""
    if store.actor.staff_id != staff_id:
        rights.require(store.actor.access, "manage_users")
    with store.read() as tx:
        row = tx.first(_people().where(Staff.id == staff_id))
    if row is None:
        raise NotFound(N_("There is no such person."))
    return _user(row)


def by_login(tx: Read, login: str) -> User | None:
    """The person of a login, whatever its capital letters, active or not."""
    row = tx.first(_people().where(Staff.login == login.strip().lower()))
    return None if row is None else _user(row)


CAN_SIGN_IN = (
    select(Staff.login, Staff.name).join(StaffSecret, StaffSecret.staff_id == Staff.id)
    .where(Staff.active.is_(True), Staff.access != rights.NONE, Staff.login.is_not(None),
           StaffSecret.password_hash > "")
    .order_by(Staff.name, Staff.id)
)  # fmt: skip
ADMINISTRATORS = (
    select(Staff.id, Staff.login, Staff.name, Staff.language).order_by(Staff.id)
    .where(Staff.active.is_(True), Staff.access == rights.ADMIN, Staff.login.is_not(None))
)  # fmt: skip


def can_sign_in(store: Store) -> Sequence[tuple[str, str]]:
    """(login, name) of everybody who can sign in with a password of ours, by name: the list of the sign-in screen.

    Empty for a company that opens without signing in: nobody there has a password.
    """
    with store.read() as tx:
        return [(row.login, row.name) for row in tx.all(CAN_SIGN_IN)]


def administrators(store: Store) -> Sequence[tuple[int, str, str, str]]:
    """(id, login, name, language) of everybody who may do everything."""
    with store.read() as tx:
        return [(row.id, row.login, row.name, row.language) for row in tx.all(ADMINISTRATORS)]
