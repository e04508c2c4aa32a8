"""The only maker of database transactions: one operation, one transaction, all of it or nothing."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Any, TypeAlias, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, Executable, Row, event, insert, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict, Unavailable
from app.domain.watch import Stopped, present, watching
from app.models import Audit, Operation
from app.store.engine import make_engine
from app.store.faults import of_databases, translated
from app.store.stopping import interrupted, stoppable

Result = TypeVar("Result")
# columns are known where a row is asked for; the store passes any on
AnyRow: TypeAlias = Row[*tuple[Any, ...]]

COUNTED_IDS = 500
RETRY_SECONDS = 15.0
_BIRTH = "made at"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who carries out what follows: a login for the trail, a staff id where the person is known."""

    login: str = ""
    staff_id: int | None = None
    access: str = "admin"


class Read:
    """A view of the database for questions."""

    def __init__(self, store: "Store", connection: Connection) -> None:
        self.store = store
        self.connection = connection
        self.sqlite = connection.dialect.name == "sqlite"
        self._watch = watching()

    def look(self) -> None:
        """Raises ``Stopped`` when a person stopped the work: before each statement, and in long loops between them."""
        if self._watch is not None:
            self._watch.look()

    def execute(self, statement: Executable, values: Any = None) -> Any:  # noqa: ANN401 - SQLAlchemy's own types
        """Run a statement (with one or many sets of values)."""
        self.look()
        return self.connection.execute(statement, values)

    def all(self, statement: Executable, values: Any = None) -> Sequence[AnyRow]:  # noqa: ANN401
        """All rows."""
        return self.execute(statement, values).all()  # type: ignore[no-any-return]

    def first(self, statement: Executable, values: Any = None) -> AnyRow | None:  # noqa: ANN401
        """The first row, or none."""
        return self.execute(statement, values).first()  # type: ignore[no-any-return]

    def scalar(self, statement: Executable, values: Any = None) -> Any:  # noqa: ANN401
        """The first value of the first row, or none."""
        return self.execute(statement, values).scalar()

    @property
    def now(self) -> datetime:
        """The moment by the store's clock (the database server's, as measured when the store was opened)."""
        return self.store.now()

    @property
    def today(self) -> date:
        """The civil day in the company's time zone."""
        return self.store.today()

    @property
    def actor(self) -> Actor:
        """Who is signed in."""
        return self.store.actor


class Write(Read):
    """One operation in progress; remembers what it touched and did."""

    def __init__(self, store: "Store", connection: Connection) -> None:
        super().__init__(store, connection)
        self._touched: defaultdict[str, set[int]] = defaultdict(set)
        self._whole: set[str] = set()
        self._audit: list[dict[str, object]] = []

    def touched(self, kind: str, *ids: int) -> None:
        """Remember records for whoever watches; no ids means: more than can be counted."""
        if ids:
            self._touched[kind].update(ids)
        else:
            self._whole.add(kind)

    def audit(self, action: str, kind: str, record_id: int, detail: str = "") -> None:
        """A line of the trail, written with the transaction."""
        self._audit.append(
            {"action": action, "kind": kind, "record_id": record_id, "detail": detail, "created_by": self.actor.login}
        )

    def take_audit(self) -> list[dict[str, object]]:
        """Lines of the trail that are not written yet, for who writes them together with other rows."""
        taken, self._audit = self._audit, []
        return taken

    def claim(self, uid: UUID, kind: str) -> int | None:
        """The record of an operation that was carried out before under this identity, or none.

        Raises ``Conflict`` when the identity was used for another kind of operation.
        """
        done = self.first(select(Operation.kind, Operation.record_id).where(Operation.uid == uid))
        if done is None:
            return None
        if done.kind != kind:
            raise Conflict(N_("This request was already used for something else ({kind})."), kind=done.kind)
        return int(done.record_id)

    def done(self, uid: UUID, kind: str, record_id: int) -> None:
        """Record that the operation was carried out; two at once: the second waits here and then fails as a whole."""
        self.execute(
            insert(Operation), {"uid": uid, "kind": kind, "record_id": record_id, "created_by": self.actor.login}
        )

    @property
    def changes(self) -> ChangeSet:
        """What was touched so far; long lists collapse to the whole kind."""
        many = {kind for kind, ids in self._touched.items() if len(ids) > COUNTED_IDS}
        return ChangeSet(
            {kind: frozenset(ids) for kind, ids in self._touched.items() if kind not in many},
            frozenset(self._whole | many),
        )

    def finish(self) -> None:
        """What is written last, just before the commit."""
        if self._audit:
            self.execute(insert(Audit), self._audit)
            self._audit.clear()


class Store:
    """A company's database: opens transactions, knows the clock and the signed-in person."""

    def __init__(
        self,
        engine: Engine,
        *,
        zone: str = "UTC",
        country: str | None = None,
        actor: Actor | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.engine = engine
        self.zone = ZoneInfo(zone)
        self.country = country
        """Where numbers without a country's code are dialled; none where nobody has asked the company yet."""
        self.actor = actor or Actor()
        self._clock = clock
        self._offset = timedelta(0)
        self._lost_at = 0.0
        self._held_back: bool | None = False if engine.dialect.name == "sqlite" else None
        event.listen(engine, "connect", _note_birth)
        event.listen(engine, "checkout", self._replace_lost)
        self._writing: ContextVar[bool] = ContextVar("writing", default=False)
        # SQLite's driver begins nothing by itself, and setting a level there makes it forget all prepared statements
        alone = {"sqlite_begin": ""} if engine.dialect.name == "sqlite" else {"isolation_level": "AUTOCOMMIT"}
        self._reader = engine.execution_options(**alone)
        steady = {"sqlite_begin": "DEFERRED"} | (
            {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        )
        self._snapshot = engine.execution_options(**steady)

    @classmethod
    def open(cls, url: URL, *, currency_places: int = 2, **options: Any) -> "Store":  # noqa: ANN401 - passed on
        """A store on a database address; nothing is connected yet."""
        return cls(make_engine(url, currency_places=currency_places), **options)

    def settle(self, *, zone: str, country: str, currency_places: int) -> None:
        """What the company decided once and for all; before anything is read or written that has amounts.

        The conversions of columns are remembered per engine, and those of amounts depend on the currency's decimals.
        """
        self.zone = ZoneInfo(zone)
        self.country = country
        self.engine.dialect.currency_places = currency_places  # type: ignore[attr-defined]

    def close(self) -> None:
        """Give all connections back."""
        self.engine.dispose()

    @property
    def held_back(self) -> bool:
        """Whether the server keeps costs from who signed in at it: what needs them is carried out by its service."""
        if self._held_back is None:
            # past SQLAlchemy, once: it is no question of whoever counts statements
            with self.guarded(), self._reader.connect() as connection:
                driver: Any = connection.connection.driver_connection
                self._held_back = not driver.execute("SELECT sees_costs()").fetchone()[0]
        return self._held_back

    def acting(self, actor: Actor) -> "Store":
        """The same store for operations that its owner, the server's service, carries out as somebody."""
        other = copy(self)
        other.actor, other._held_back = actor, False  # noqa: SLF001 - its own kind
        return other

    def now(self) -> datetime:
        """The present moment, aware, by the database's clock."""
        return self._clock() if self._clock else datetime.now(UTC) + self._offset

    def today(self) -> date:
        """The civil day in the company's time zone."""
        return self.now().astimezone(self.zone).date()

    def measure_clock(self) -> timedelta:
        """How far the server's clock is ahead of this computer's; kept for ``now``. SQLite uses this computer's."""
        if self.engine.dialect.name != "sqlite":
            with self.read() as tx:
                before = datetime.now(UTC)
                server = tx.scalar(text("SELECT clock_timestamp()"))
                self._offset = server - (before + (datetime.now(UTC) - before) / 2)
        return self._offset

    @contextmanager
    def read(self) -> Iterator[Read]:
        """For single questions: each statement sees the newest state, and costs one round trip."""
        with self.guarded(), self._reader.connect() as connection, _stoppable(connection):
            yield Read(self, connection)

    @contextmanager
    def snapshot(self) -> Iterator[Read]:
        """For reports: all statements see the same moment."""
        with self.guarded(), self._snapshot.begin() as connection, _stoppable(connection):
            yield Read(self, connection)

    @contextmanager
    def write(self, *, in_passing: bool = False) -> Iterator[Write]:
        """One operation: committed as a whole when the block ends, rolled back when it raises.

        A person may stop it until the commit begins; ``in_passing``: and what the same deed does afterwards as well.
        """
        if self._writing.get():
            raise RuntimeError("write() inside write(): make the two one operation")
        token = self._writing.set(True)
        try:
            # nobody stops the commit: the last of these is left before it
            with self.guarded(), self.engine.begin() as connection, _stoppable(connection):
                tx = Write(self, connection)
                yield tx
                tx.finish()
                tx.look()
            if not in_passing and (watch := watching()) is not None:
                watch.committed()
        finally:
            self._writing.reset(token)

    @contextmanager
    def write_within(self, connection: Connection) -> Iterator[Write]:
        """One operation in a transaction that somebody else began and commits, such as the one of its form."""
        with self.guarded():
            tx = Write(self, connection)
            yield tx
            tx.finish()
            tx.look()

    def repeat(self, work: Callable[[], Result], *, seconds: float = RETRY_SECONDS) -> Result:
        """Carry out ``work`` again while the database cannot be reached; it must be safe to repeat (same identity)."""
        end, pause = monotonic() + seconds, 0.05
        while True:
            try:
                return work()
            except Unavailable as refusal:
                if not refusal.values.get("again") or monotonic() + pause > end:
                    raise
                # connections made before now are replaced when they are next taken. Disposing of the pool would leave
                # those that other threads hold open for ever
                self._lost_at = monotonic()
                present().sleep(pause)
                pause = min(2.0, pause * 2)

    def _replace_lost(self, _connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        """The pool answers this error with a new connection."""
        if record.info.get(_BIRTH, 0.0) < self._lost_at:
            raise DisconnectionError("older than the last loss")

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Troubles of the database as refusals; a statement that a person stopped raises ``Stopped``."""
        try:
            yield
        except of_databases() as error:
            if interrupted(getattr(error, "orig", None) or error):
                raise Stopped from error
            refusal = translated(error)
            if refusal is None:
                raise
            raise refusal from error


@contextmanager
def _stoppable(connection: Connection) -> Iterator[None]:
    if watching() is None:
        yield
    else:
        with stoppable(connection.connection.driver_connection):
            yield


def _note_birth(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info[_BIRTH] = monotonic()


def values_of(row: AnyRow) -> Mapping[str, Any]:
    """A row as a mapping, for records that are kept before they change."""
    return dict(row._mapping)  # noqa: SLF001 - SQLAlchemy's public accessor has this name
