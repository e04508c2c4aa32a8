"""What goes over the wire to a server: statements and round trips, counted by a relay between program and server."""

import os
import socket
import struct
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import URL

from app.store.session import Store
from benchmarks.places import open_store

_STARTUP_BYTES = 4
# messages of the protocol: Execute and Query carry out a statement; after Sync and Query the program waits
_STATEMENT, _WAIT = (b"E", b"Q"), (b"S", b"Q")


@dataclass(slots=True)
class Counted:
    """``round_trips``: how often the program asked the server to answer before it went on."""

    statements: int = 0
    round_trips: int = 0


def counted(url: URL, work: Callable[[Store], object]) -> Counted:
    """Statements and round trips of one call of ``work``, which is called before, so that everything is prepared."""
    return _sqlite(url, work) if url.get_backend_name() == "sqlite" else _postgres(url, work)


def _sqlite(url: URL, work: Callable[[Store], object]) -> Counted:
    store, found = open_store(url), Counted()

    def note(statement: str) -> None:
        # the steps of triggers are reported as comments
        found.statements += not statement.startswith("--")

    def listen(driver: object, _record: object) -> None:
        driver.set_trace_callback(note)  # type: ignore[attr-defined]

    event.listen(store.engine, "connect", listen)
    for _ in range(5):
        work(store)
    found.statements = 0
    work(store)
    store.close()
    return found


def _postgres(url: URL, work: Callable[[Store], object]) -> Counted:
    with _relayed(url) as (relay, place):
        store = open_store(place)
        for _ in range(5):
            work(store)
        relay.statements = relay.round_trips = 0
        work(store)
        found = Counted(relay.statements, relay.round_trips)
        store.close()
    return found


@contextmanager
def _relayed(url: URL) -> Iterator[tuple[Counted, URL]]:
    """A relay on a socket of its own, and the address that leads through it."""
    folder = Path(tempfile.mkdtemp(prefix="mbw-"))
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / ".s.PGSQL.5432"))
    listener.listen()
    found = Counted()
    threading.Thread(target=_accept, args=(listener, url, found), daemon=True).start()
    try:
        yield found, url.set(host=None, port=None, query={"host": str(folder), "port": "5432", "sslmode": "disable"})
    finally:
        listener.close()
        os.unlink(folder / ".s.PGSQL.5432")
        folder.rmdir()


def _accept(listener: socket.socket, url: URL, found: Counted) -> None:
    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        far = _connect(url)
        threading.Thread(target=_forth, args=(near, far, found), daemon=True).start()
        threading.Thread(target=_back, args=(far, near), daemon=True).start()


def _connect(url: URL) -> socket.socket:
    host = str(url.query.get("host") or url.host or "localhost")
    port = int(str(url.query.get("port") or url.port or 5432))
    if host.startswith("/"):
        far = socket.socket(socket.AF_UNIX)
        far.connect(f"{host}/.s.PGSQL.{port}")
        return far
    return socket.create_connection((host, port))


def _forth(near: socket.socket, far: socket.socket, found: Counted) -> None:
    """From program to server; counts the messages that carry out a statement.

    The driver marks the end of a BEGIN, but goes on at once: that is no round trip.
    """
    rest, started, carried, begun = b"", False, 0, False
    while data := near.recv(1 << 16):
        rest += data
        if not started and len(rest) >= _STARTUP_BYTES:
            rest, started = rest[struct.unpack("!I", rest[:_STARTUP_BYTES])[0] :], True
        while len(rest) > _STARTUP_BYTES and len(rest) > (size := struct.unpack("!I", rest[1:5])[0]):
            carried += rest[:1] in _STATEMENT
            begun = begun or rest.startswith(b"BEGIN", 6)
            if rest[:1] in _WAIT:
                found.statements += carried
                found.round_trips += not (begun and carried == 1)
                carried, begun = 0, False
            rest = rest[size + 1 :]
        far.sendall(data)
    far.close()


def _back(far: socket.socket, near: socket.socket) -> None:
    try:
        while data := far.recv(1 << 16):
            near.sendall(data)
    except OSError:
        return
