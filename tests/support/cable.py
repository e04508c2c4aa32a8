"""A cable between the desk and the server that a test can pull out: a small relay for PostgreSQL's socket."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL


class Cable:
    """Listens on a port of this computer and carries everything to the server while it is plugged in."""

    def __init__(self, server: URL) -> None:
        self._server = server
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._plugged = True
        threading.Thread(target=self._accept, daemon=True).start()

    def url(self, database: URL) -> URL:
        """The address of a database through this cable."""
        host, port = self._listener.getsockname()
        query = {name: value for name, value in database.query.items() if name not in ("host", "port")}
        return database.set(host=host, port=port, query=query)

    def pull(self) -> None:
        """Everything under way is cut, and nothing new gets through."""
        self._plugged = False
        for end in list(self._open):
            _shut(end)

    def plug(self) -> None:
        """As before."""
        self._plugged = True

    def close(self) -> None:
        """For good."""
        self.pull()
        _shut(self._listener)

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                if not self._plugged:
                    _shut(here)
                    continue
                there = self._reach()
                self._open |= {here, there}
                for one, other in ((here, there), (there, here)):
                    threading.Thread(target=self._carry, args=(one, other), daemon=True).start()

    def _reach(self) -> socket.socket:
        folder, port = self._server.query.get("host"), self._server.port or 5432
        if not folder:
            return socket.create_connection((self._server.host or "127.0.0.1", port))
        found = socket.socket(socket.AF_UNIX)
        found.connect(f"{folder}/.s.PGSQL.{self._server.query.get('port', port)}")
        return found

    def _carry(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            _shut(end)
            self._open.discard(end)


def _shut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def cable(server: URL) -> Iterator[Cable]:
    """A cable for one test."""
    made = Cable(server)
    try:
        yield made
    finally:
        made.close()
