"""On a server: what the server's service carries out for people from whom the database keeps costs.

A function that needs costs is marked ``by_the_server``. For managers, the service itself and on SQLite nothing changes.
For everybody else the wish is written into ``server_request``: which function, and its arguments as JSON of their
declared types. The service (``app.services.serving``) carries out the very same function as that person, and the caller
gets the very same value or refusal. Decision 0013.
"""

import functools
import inspect
import json
import typing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from time import monotonic
from typing import Any, ParamSpec, TypeVar
from uuid import UUID

from sqlalchemy import text

from app.domain import refusal, wire
from app.domain.ids import new_uid
from app.domain.refusal import N_, Mistake, NotAllowed, Refusal, Unavailable
from app.domain.watch import under
from app.store.session import Store

P = ParamSpec("P")
R = TypeVar("R")

TABLE = "server_request"
CALLING = "mostrador_request"
"""The channel on which the service is told that somebody waits."""
SERVING = 7_261_002
"""The advisory lock that a service shares while it serves: desks see by it whether there is one."""
PATIENCE = 30
"""Seconds for which a desk waits. Nobody carries out later what a desk asked: the person has gone on."""
LOOK = 1.0
"""Seconds after which a desk looks by itself whether there is still a service."""
KEPT = timedelta(hours=1)
"""Answers that nobody fetched are removed after so long."""
LONGEST = 2_000_000
"""Characters of a request."""

NO_SERVICE = N_("The server’s service does not run, and this needs it. Nothing was booked.")
START_IT = N_("Whoever looks after the server starts ‘mostrador agent’ there; then try again.")
_SLOW = N_("The server’s service does not answer. Nothing was booked twice; trying again is safe.")
_FAILED = N_("The server’s service met a mistake of the program (number {number} in its log).")
SHAPE = N_("This request is not of a form that the server’s service knows.")

_KINDS: Mapping[str, type[Refusal]] = {
    kind.__name__: kind
    for kind in (
        refusal.Mistake, refusal.Conflict, refusal.NotAllowed, refusal.NotFound, refusal.Unavailable,
        refusal.NeedsConsent,
    )
}  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """A function that may be asked for, by its name; ``never`` are parameters that no desk may give."""

    name: str
    function: Callable[..., Any]
    never: frozenset[str]

    @functools.cached_property
    def signature(self) -> inspect.Signature:
        """How the function is called; found when it is needed, because the program's start is not the time."""
        return inspect.signature(self.function)

    @functools.cached_property
    def parameters(self) -> Mapping[str, inspect.Parameter]:
        """What may be given, by name; the store is not among it."""
        found = list(self.signature.parameters.values())[1:]
        return {one.name: one for one in found if one.name not in self.never}

    @functools.cached_property
    def _forms(self) -> Mapping[str, Any]:
        return typing.get_type_hints(self.function)

    def sent(self, given: Mapping[str, Any]) -> str:
        """Arguments as text. Raises ``Mistake`` for what is too long to be sent."""
        plain = {name: wire.form(self._forms[name]).write(value) for name, value in given.items()}
        found = json.dumps(plain, separators=(",", ":"), allow_nan=False)
        if len(found) > LONGEST:
            raise Mistake(N_("This is too long to be sent to the server at once; divide it."))
        return found

    def received(self, sent: str) -> dict[str, Any]:
        """The arguments in a text of a stranger. Raises ``Mistake`` unless they are exactly what was declared."""
        try:
            given = json.loads(sent)
            needed = {name for name, one in self.parameters.items() if one.default is inspect.Parameter.empty}
            if not isinstance(given, dict) or not needed <= given.keys() <= self.parameters.keys():
                raise ValueError("other arguments")
            return {name: wire.read(self._forms[name], value) for name, value in given.items()}
        except (ValueError, RecursionError) as error:
            raise Mistake(SHAPE) from error

    def answered(self, value: object) -> str:
        """A value of the function as text."""
        return json.dumps({"value": wire.form(self._forms["return"]).write(value)}, separators=(",", ":"))

    def opened(self, answer: str) -> Any:  # noqa: ANN401 - what the function returns
        """The value in an answer; raises the refusal in it."""
        found = json.loads(answer)
        if "value" in found:
            return wire.form(self._forms["return"]).read(found["value"])
        raise _refusal_of(found["refusal"])


DEEDS: dict[str, Deed] = {}
"""All marked functions of the modules that were loaded."""


def by_the_server(*never: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function of the store that needs costs, for people who may not see them.

    ``never`` names parameters that are for the program alone: whoever is held back cannot give them.
    """

    def marked(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.removeprefix('app.')}.{function.__name__}"
        deed = DEEDS[name] = Deed(name, function, frozenset(never))

        @functools.wraps(function)
        def carried_out(*args: P.args, **kwargs: P.kwargs) -> R:
            store = typing.cast("Store", args[0])
            if not store.held_back:
                return function(*args, **kwargs)
            given = dict(list(deed.signature.bind(*args, **kwargs).arguments.items())[1:])
            kept = {name: value for name, value in given.items() if name not in deed.never or value is not None}
            return typing.cast("R", _ask(store, deed, kept))

        return carried_out

    return marked


def refused(error: Refusal) -> str:
    """A refusal as an answer."""
    kind = next((name for name, known in _KINDS.items() if isinstance(error, known)), "Mistake")
    values = {}
    for name, value in error.values.items():
        try:
            values[name] = wire.form(Any).write(value)
        except ValueError:
            values[name] = str(value)
    return json.dumps(
        {"refusal": {"kind": kind, "message": error.message, "hint": error.hint, "field": error.field,
                     "values": values}}
    )  # fmt: skip


def failed(number: str) -> str:
    """A mistake of the program as an answer: the number under which the service's log has it."""
    return refused(Unavailable(_FAILED, number=number))


def _refusal_of(found: Mapping[str, Any]) -> Refusal:
    values = {name: wire.form(Any).read(value) for name, value in found["values"].items()}
    return _KINDS[found["kind"]](found["message"], hint=found["hint"], field=found["field"], **values)


_IS_SERVED = (
    "EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = 0 AND objsubid = 1 "
    f"AND objid = {SERVING} AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)
_ASKED = f"INSERT INTO {TABLE} (uid, name, arguments) SELECT %s, %s, %s WHERE {_IS_SERVED} RETURNING 1"
_LOOKED = f"SELECT answer, {_IS_SERVED} FROM {TABLE} WHERE uid = %s"
_FETCHED = f"DELETE FROM {TABLE} WHERE uid = %s AND (answer IS NOT NULL OR NOT {_IS_SERVED})"


def channel_of(uid: UUID) -> str:
    """Where the one who asked hears that there is an answer."""
    return f"mostrador_{uid.hex}"


def _ask(store: Store, deed: Deed, given: Mapping[str, Any]) -> Any:  # noqa: ANN401 - what the function returns
    """Have the service carry it out. Raises what it raises, and ``Unavailable`` without a service."""
    sent, uid = deed.sent(given), new_uid()
    # what the service has begun it finishes: nobody may be told meanwhile that nothing was changed
    with under(None), store.read() as tx:
        driver: Any = tx.connection.connection.driver_connection
        try:
            with driver.pipeline():
                driver.execute(f'LISTEN "{channel_of(uid)}"')
                asked = driver.execute(_ASKED, (uid, deed.name, sent))
            if asked.fetchone() is None:
                raise Unavailable(NO_SERVICE, hint=START_IT)
            answer = _awaited(driver, uid)
        finally:
            if not driver.closed:
                # one that is still being carried out would make its desk wait; the service removes it
                with driver.pipeline():
                    driver.execute(f'UNLISTEN "{channel_of(uid)}"')
                    driver.execute(_FETCHED, (uid,))
    return deed.opened(answer)


def _awaited(driver: Any, uid: UUID) -> str:  # noqa: ANN401 - the driver's connection
    """The answer; raises ``Unavailable`` where none comes."""
    end = monotonic() + PATIENCE
    while (left := end - monotonic()) > 0:
        for _ in driver.notifies(timeout=min(LOOK, left), stop_after=1):
            pass
        answer, served = driver.execute(_LOOKED, (uid,)).fetchone()
        if answer is not None:
            return str(answer)
        if not served:
            break
    raise Unavailable(_SLOW, again=True)


# the other end


@dataclass(slots=True)
class Asked:
    """A request that is being carried out; ``answer`` is what its desk gets."""

    uid: UUID
    login: str
    name: str
    arguments: str
    answer: str = ""


_TAKE = text(
    f"SELECT uid, login, name, arguments FROM {TABLE} WHERE answer IS NULL "
    "AND asked_at > clock_timestamp() - make_interval(secs => :patience) "
    "ORDER BY asked_at LIMIT 1 FOR UPDATE SKIP LOCKED"
)
_ANSWER = text(f"UPDATE {TABLE} SET answer = :answer, arguments = '', answered_at = clock_timestamp() WHERE uid = :uid")
_OLD = text(f"DELETE FROM {TABLE} WHERE asked_at < clock_timestamp() - make_interval(secs => :seconds)")
_OWNS = text("SELECT pg_has_role(session_user, relowner, 'MEMBER') FROM pg_class WHERE oid = 'company'::regclass")


def may_serve(store: Store) -> bool:
    """Whether this is a server, and its service, which owns the tables, is signed in."""
    if store.engine.dialect.name == "sqlite":
        return False
    with store.read() as tx:
        return bool(tx.scalar(_OWNS))


@contextmanager
def next_request(store: Store) -> Iterator[Asked | None]:
    """The oldest request that nobody carries out, held until the block ends; ``None`` where nobody waits.

    The answer set on it is sent when the block ends. When the service dies before, another one takes the request.
    """
    with store.guarded(), store.engine.begin() as connection:
        row = connection.execute(_TAKE, {"patience": PATIENCE}).first()
        if row is None:
            yield None
            return
        asked = Asked(row.uid, row.login, row.name, row.arguments)
        yield asked
        connection.execute(_ANSWER, {"answer": asked.answer, "uid": asked.uid})
        connection.execute(text("SELECT pg_notify(:channel, '')"), {"channel": channel_of(asked.uid)})


def remove_old(store: Store) -> int:
    """Remove what nobody fetched; how many."""
    with store.write() as tx:
        return int(tx.execute(_OLD, {"seconds": KEPT.total_seconds()}).rowcount)


@contextmanager
def open_for_requests(store: Store) -> Iterator[Callable[[float], None]]:
    """While the block lasts desks see that there is a service. It gets a function that waits for the next request."""
    with store.guarded():
        connection = store.engine.raw_connection()
        driver: Any = connection.driver_connection
        # it waits for hours and is not one of those that operations share
        connection.detach()
        try:
            driver.autocommit = True
            driver.execute(f"LISTEN {CALLING}")
            driver.execute("SELECT pg_advisory_lock_shared(%s)", (SERVING,))

            def wait(seconds: float) -> None:
                for _ in driver.notifies(timeout=seconds, stop_after=1):
                    pass

            yield wait
        finally:
            driver.close()


def call(store: Store) -> None:
    """Have every hand that waits for requests look whether there is something to do."""
    with store.read() as tx:
        tx.execute(text("SELECT pg_notify(:channel, '')"), {"channel": CALLING})


def known(name: str, deeds: Mapping[str, Deed] = DEEDS) -> Deed:
    """The function of a name. Raises ``NotAllowed`` for a name that is not marked."""
    found = deeds.get(name)
    if found is None:
        raise NotAllowed(SHAPE)
    return found
