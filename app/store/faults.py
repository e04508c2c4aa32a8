"""Driver errors that a person can act on, as refusals; everything else stays a bug."""

import sys

from app.domain.refusal import N_, Conflict, Mistake, Refusal, Unavailable

# serialization failure, deadlock, lock timeout, backend terminated, crash, starting up, too many connections,
# idle or too long in a transaction
REPEATABLE_STATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300", "25P03", "25P04"})
DISK_FULL_STATE = "53100"
UNIQUE_STATE = "23505"
# the same request carried out twice at the same moment: repeated, it finds what the other one made
OPERATION_KEYS = ("pk_operation", "operation.uid")
CLOSED_MONTH = "closed month"
DAMAGED = N_("The database file is damaged or is not one of ours. Restore the last backup.")


def of_databases() -> tuple[type[Exception], ...]:
    """The errors that ``translated`` knows: SQLAlchemy's, and those of the drivers that were loaded."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - a desk's first list needs nothing of it

    drivers = [sys.modules[name] for name in ("psycopg", "sqlcipher3.dbapi2") if name in sys.modules]
    return (DBAPIError, *[driver.Error for driver in drivers])


def translated(error: Exception) -> Refusal | None:
    """The refusal for a known trouble of the database, or ``None`` for a bug of ours.

    Takes SQLAlchemy's errors and those of the drivers themselves (bulk copies speak to the driver).
    """
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    original = error.orig if isinstance(error, DBAPIError) else error
    message = str(original)
    if CLOSED_MONTH in message:
        return Conflict(N_("This month was closed meanwhile; nothing more is booked into it."))
    if getattr(original, "sqlstate", "missing") != "missing":
        return _postgres(error, getattr(original, "sqlstate", None))
    return _sqlite(message)


_SAME_MOMENT = N_("Somebody saved the same thing at the same moment. Look at it and try again.")
_POSTGRES_TROUBLES = {
    DISK_FULL_STATE: (Unavailable, N_("The disk of the server is full. Nothing was saved.")),
    "42501": (Unavailable, N_("The database refuses this to the signed-in person.")),
    UNIQUE_STATE: (Conflict, _SAME_MOMENT),
    "22001": (Mistake, N_("A text is too long to be kept.")),
}
_WRONG_PASSWORD = N_("The server refuses this name or password.")
_UNKNOWN_NAME = N_("The server does not know this name.")
NOT_LET_IN = frozenset({_WRONG_PASSWORD, _UNKNOWN_NAME})
"""What is said to whom the server does not let in: another name or password may help."""
# what the server says before a connection stands has no state
_CONNECTION_TROUBLES = (
    ("password", _WRONG_PASSWORD),
    ("database", N_("There is no such database on the server.")),
    ("role", _UNKNOWN_NAME),
)


def _postgres(error: Exception, state: str | None) -> Refusal | None:
    if state == UNIQUE_STATE and OPERATION_KEYS[0] in str(error):
        return _same_request()
    if state in _POSTGRES_TROUBLES:
        kind, words = _POSTGRES_TROUBLES[state]
        return kind(words)
    if getattr(error, "connection_invalidated", False) or state in REPEATABLE_STATES:
        return Unavailable(
            N_("The server does not answer. Nothing was booked twice; trying again is safe."), again=True
        )
    return _without_state(str(error), type(getattr(error, "orig", error)).__name__) if state is None else None


def _without_state(said: str, kind: str) -> Refusal | None:
    if "NUL (0x00)" in said:
        return Mistake(N_("A text has signs that cannot be kept."))
    if kind != "OperationalError":
        return None
    if "no password supplied" in said:
        return Unavailable(_WRONG_PASSWORD)
    for sign, words in _CONNECTION_TROUBLES:
        if "FATAL" in said and sign in said:
            return Unavailable(words)
    return Unavailable(N_("The server cannot be reached."), again=True)


def _same_request() -> Refusal:
    return Unavailable(N_("The same request is being carried out at this moment. Trying again is safe."), again=True)


_SQLITE_TROUBLES = (
    ("UNIQUE constraint failed", Conflict, _SAME_MOMENT),
    ("disk is full", Unavailable, N_("The disk is full. Nothing was saved; make room and try again.")),
    ("not a database", Unavailable, DAMAGED),
    ("malformed", Unavailable, DAMAGED),
    (
        "unable to open",
        Unavailable,
        N_("The database file cannot be opened. Check that the folder exists and may be written."),
    ),
    ("readonly", Unavailable, N_("The database file may only be read. Give this user the right to write it.")),
    ("disk I/O error", Unavailable, N_("The disk reports an error. Nothing was saved; check the disk.")),
)


def _sqlite(message: str) -> Refusal | None:
    if "database is locked" in message:
        return Unavailable(N_("Another program uses the database for a long time. Try again."), again=True)
    if OPERATION_KEYS[1] in message:
        return _same_request()
    for sign, kind, words in _SQLITE_TROUBLES:
        if sign in message:
            return kind(words)
    return None
