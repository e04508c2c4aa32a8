"""Signing in: passwords and PINs are compared, failures counted, and who guesses waits longer and longer."""

from contextlib import suppress
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import ColumnElement, func, insert, select, text, update

from app.domain import rights
from app.domain.refusal import N_, NotAllowed, Refusal
from app.domain.signed_in import SignedIn, unasked
from app.models import Staff, StaffSecret
from app.queries import staff
from app.store.session import Actor, AnyRow, Read, Store, Write

FREE_FAILURES = 4
"""So many mistakes cost nothing; with each further one the waiting time doubles."""
FIRST_WAIT, LONGEST_WAIT = 30, 900
"""Seconds."""

_WRONG = N_("This name and this password do not belong together.")
_WRONG_PIN = N_("This is not the PIN of this person.")


def sign_in(store: Store, login: str, password: str) -> SignedIn:
    """Sign in with a password of ours (not on a server: there the database's own sign-in counts).

    Raises ``NotAllowed``: a wrong name or password (the sentence does not tell which), too many mistakes, or a person
    who does not use the program any more. Takes as long for a name that nobody has.
    """
    who = _attempt(store, Staff.login == login.strip().lower())
    if who is None or not _matches(who.password_hash, password):
        if who is None:
            _matches("", password)
        _refused(store, who, "sign-in refused")
        raise NotAllowed(_WRONG, field="password")
    if not who.active or who.access == rights.NONE:
        raise NotAllowed(N_("{name} does not use the program any more. An administrator can change that."),
                         name=who.name)  # fmt: skip
    with store.write() as tx:
        _forgiven(tx, who.id, signed_in_at=tx.now)
        tx.audit("signed in", "staff", who.id)
        tx.touched("staff", who.id)
        return SignedIn(who.id, who.login, who.name, who.access, who.language, tx.changes)


def check_pin(store: Store, who: str | int, pin: str, *, right: str = "approve_prices") -> int:
    """The staff id of who answers for something with a PIN at somebody else's desk; ``who`` is a login or an id.

    Raises ``NotAllowed`` for a wrong PIN, after too many, and for a person without the ``right`` in question.
    """
    found = _attempt(store, Staff.id == who if isinstance(who, int) else Staff.login == who.strip().lower())
    if found is None or not found.active or not _matches(found.pin_hash, pin):
        _refused(store, found, "PIN refused")
        raise NotAllowed(_WRONG_PIN, field="pin")
    rights.require(found.access, right)
    with store.write() as tx:
        _forgiven(tx, found.id)
        tx.audit("PIN used", "staff", found.id, right)
    return int(found.id)


def check_password(store: Store, staff_id: int, password: str) -> None:
    """Raises ``NotAllowed`` unless it is this person's present password; whoever guesses waits here too."""
    found = _attempt(store, Staff.id == staff_id)
    if found is not None and found.password_hash and not _matches(found.password_hash, password):
        _refused(store, found, "password refused")
        raise NotAllowed(N_("This is not your present password."), field="old")


def signed_in_by_database(store: Store) -> SignedIn:
    """Who the database server has let in: its login is the one of a person here.

    Raises ``NotAllowed`` for a login that no active user has. A company without users is opened as administrator.
    """
    with store.read() as tx:
        login = str(tx.scalar(text("SELECT session_user")))
        found = staff.by_login(tx, login)
        if found is None and not has_users(tx):
            return SignedIn(None, login, login, rights.ADMIN)
    if found is None or not found.active or found.access == rights.NONE:
        raise NotAllowed(
            N_("The server knows ‘{login}’, but no user of this company has this login."),
            hint=N_("An administrator adds it under Settings, Users and roles."),
            login=login,
        )
    _came(store, found.id)
    return SignedIn(found.id, login, found.name, found.access, found.language)


def at_the_command_line(store: Store) -> Actor:
    """Who gives commands: at a file the computer's user, who owns it; at a server the person of the sign-in.

    Whoever owns the server's tables may do everything, as the server's service does. Raises ``NotAllowed`` for a login
    that no active user has.
    """
    if store.engine.dialect.name == "sqlite":
        return store.actor
    with store.read() as tx:
        login = str(tx.scalar(text("SELECT session_user")))
        found = staff.by_login(tx, login)
        owner = "SELECT pg_has_role(session_user, tableowner, 'MEMBER') FROM pg_tables WHERE tablename = 'company'"
        owns = bool(tx.scalar(text(f"{owner} AND schemaname = current_schema()")))
    if found is not None and found.active and found.access != rights.NONE:
        return Actor(found.login, found.id, found.access)
    if found is None and owns:
        return store.actor
    raise NotAllowed(
        N_("The server knows ‘{login}’, but no user of this company has this login."),
        hint=N_("An administrator adds it under Settings, Users and roles."), login=login,
    )  # fmt: skip


def _matches(kept: str, secret: str) -> bool:
    # whoever needs no password needs no hashes either: a desk opens sooner without them
    from app.services import hashes  # noqa: PLC0415

    return hashes.matches(kept, secret)


def _came(store: Store, staff_id: int) -> None:
    """Remember that somebody came; whoever may not write that comes in all the same."""
    with suppress(Refusal), store.write() as tx:
        known = update(StaffSecret).where(StaffSecret.staff_id == staff_id).values(signed_in_at=tx.now)
        if not tx.execute(known).rowcount:
            tx.execute(insert(StaffSecret), {"staff_id": staff_id, "signed_in_at": tx.now})
        tx.audit("signed in", "staff", staff_id)


def without_password(store: Store, login: str) -> SignedIn | None:
    """Who works in a company that asks for no password: its administrator. ``None`` where one must sign in.

    ``login`` is the computer's user, for the trail of a company that has no users yet.
    """
    if staff.can_sign_in(store):
        return None
    return unasked(staff.administrators(store), login)


def has_users(tx: Read) -> bool:
    """Whether anybody was given a login and a role."""
    return tx.scalar(select(Staff.id).where(is_user()).limit(1)) is not None


def is_user() -> ColumnElement[bool]:
    """The condition on staff who may use the program."""
    return Staff.active.is_(True) & (Staff.access != rights.NONE) & Staff.login.is_not(None)


def _attempt(store: Store, who: ColumnElement[bool]) -> AnyRow | None:
    """The person, with one more mistake counted before anything is compared: guessing side by side gains nothing.

    Raises ``NotAllowed`` while the person is locked.
    """
    secret = StaffSecret
    query = (
        select(Staff.id, Staff.login, Staff.name, Staff.access, Staff.language, Staff.active,
               func.coalesce(secret.password_hash, "").label("password_hash"),
               func.coalesce(secret.pin_hash, "").label("pin_hash"), secret.failures, secret.locked_until)
        .outerjoin(secret, secret.staff_id == Staff.id).where(who)
    )  # fmt: skip
    with store.write() as tx:
        row = tx.first(query if tx.sqlite else query.with_for_update(of=Staff))
        if row is None or row.failures is None:
            return row
        if row.locked_until is not None and row.locked_until > tx.now:
            minutes = ceil((row.locked_until - tx.now).total_seconds() / 60)
            raise NotAllowed(
                N_("Too many wrong attempts for this name. Try again in {minutes} min."),
                minutes=minutes,
                field="password",
            )
        tx.execute(
            update(secret).where(secret.staff_id == row.id)
            .values(failures=row.failures + 1, locked_until=_until(tx, row.failures + 1))
        )  # fmt: skip
        return row


def _until(tx: Read, failures: int) -> datetime | None:
    """When the next attempt is taken after so many mistakes; ``None``: at once."""
    if failures <= FREE_FAILURES:
        return None
    return tx.now + timedelta(seconds=min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(10, failures - FREE_FAILURES - 1)))


def _forgiven(tx: Write, staff_id: int, **values: object) -> None:
    tx.execute(
        update(StaffSecret).where(StaffSecret.staff_id == staff_id).values(failures=0, locked_until=None, **values)
    )


def _refused(store: Store, who: AnyRow | None, action: str) -> None:
    """A line of the trail; a name that nobody has leaves none: people type passwords there."""
    if who is not None:
        with store.write() as tx:
            tx.audit(action, "staff", who.id)
