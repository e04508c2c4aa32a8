"""Driver errors that a person can act on, as refusals; everything else stays a bug."""

from sqlalchemy.exc import DBAPIError

from app.domain.refusal import N_, Conflict, Refusal, Unavailable

# serialization failure, deadlock, lock timeout, backend terminated, crash, starting up, too many connections
REPEATABLE_STATES = frozenset({"40001", "40P01", "55P03", "57P01", "57P02", "57P03", "53300"})
DISK_FULL_STATE = "53100"
UNIQUE_STATE = "23505"
CLOSED_MONTH = "closed month"


def translated(error: Exception) -> Refusal | None:
    """The refusal for a known trouble of the database, or ``None`` for a bug of ours.

    Takes SQLAlchemy's errors and those of the drivers themselves (bulk copies speak to the driver).
    """
    original = error.orig if isinstance(error, DBAPIError) else error
    message = str(original)
    if CLOSED_MONTH in message:
        return Conflict(N_("This month was closed meanwhile; nothing more is booked into it."))
    if getattr(original, "sqlstate", "missing") != "missing":
        return _postgres(error, getattr(original, "sqlstate", None))
    return _sqlite(message)


def _postgres(error: Exception, state: str | None) -> Refusal | None:
    if state == DISK_FULL_STATE:
        return Unavailable(N_("The disk of the server is full. Nothing was saved."))
    if state == "42501":
        return Unavailable(N_("The database refuses this to the signed-in person."))
    if state == UNIQUE_STATE:
        return Conflict(N_("Somebody saved the same thing at the same moment. Look at it and try again."))
    if getattr(error, "connection_invalidated", False) or state in REPEATABLE_STATES:
        return Unavailable(
            N_("The server does not answer. Nothing was booked twice; trying again is safe."), again=True
        )
    if state is None and type(getattr(error, "orig", error)).__name__ == "OperationalError":
        return Unavailable(N_("The server cannot be reached."), again=True)
    return None


_SQLITE_TROUBLES = (
    (
        "UNIQUE constraint failed",
        Conflict,
        N_("Somebody saved the same thing at the same moment. Look at it and try again."),
    ),
    ("disk is full", Unavailable, N_("The disk is full. Nothing was saved; make room and try again.")),
    ("not a database", Unavailable, N_("The database file is damaged or is not one of ours. Restore the last backup.")),
    ("malformed", Unavailable, N_("The database file is damaged or is not one of ours. Restore the last backup.")),
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
    for sign, kind, words in _SQLITE_TROUBLES:
        if sign in message:
            return kind(words)
    return None
