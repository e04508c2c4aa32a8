"""Trying a login and a password: at a server by connecting, in a company's file by comparing."""

import importlib
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from app.commands.beginning import loaded_store, nobody
from app.commands.place import AtServer, url_of
from app.domain.signed_in import SignedIn

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.queries.first import Beginning
    from app.store.session import Store

_COMPARING = ("app.bootstrap", "app.services.access", "app.services.hashes")
_DESK = (
    "app.ui.screens",
    "app.ui.customers.list_panel",
    "app.ui.afterwards",
    "app.commands.doors",
    "app.queries.listing",
)
MEANWHILE = (*_COMPARING, *_DESK)
"""What is needed as soon as somebody has signed in, the comparing first."""
CONNECTING = ("psycopg", "app.bootstrap", "app.services.access", "app.store.migrate")
"""What a server needs before."""


class ByServer:
    """Tries a login and a password by connecting; ``tried`` is the address that worked, in memory only."""

    def __init__(self, place: "URL | AtServer") -> None:
        self._place = place
        self.tried: URL | None = None

    def __call__(self, login: str, password: str) -> SignedIn:
        """Who the server lets in. Raises ``Refusal``."""
        tried = url_of(self._place).set(username=login, password=password)
        who = self._connected(tried)
        self.tried = tried
        return who

    def unasked(self) -> SignedIn | None:
        """Who the server lets in now by its address alone; none where it asks. Raises ``Refusal``."""
        from app import bootstrap

        url = url_of(self._place)
        if bootstrap.asks_for_password(url):
            return None
        who = self._connected(url)
        self.tried = url
        return who

    def asked_at(self, configured: str) -> str:
        """This computer's own address, where it is this one and has just asked for a password; else nothing.

        An address with a password in it is never kept: it is another one than that which asks.
        """
        from app.store.engine import parse_url

        asked = self.tried is not None and bool(self.tried.password)
        own = parse_url(configured) if asked and configured else None
        return configured if own is not None and own == url_of(self._place) and not own.password else ""

    def _connected(self, url: "URL") -> SignedIn:
        from app.bootstrap import opened
        from app.services import access

        with opened(url) as store:
            return access.signed_in_by_database(store)


class ByFile:
    """Compares a password with the one in a company's file, whose store is loaded for that."""

    def __init__(self, path: Path, beginning: "Beginning") -> None:
        self._path, self._beginning = path, beginning
        self._store: Store | None = None
        self._lock = Lock()

    def __call__(self, login: str, password: str) -> SignedIn:
        """Who it is. Raises ``Refusal``."""
        from app.services import access

        with self._lock:
            self._store = self._store or loaded_store(self._path, nobody(), self._beginning)
        return access.sign_in(self._store, login, password)

    def close(self) -> None:
        """Nobody tries any more."""
        if self._store is not None:
            self._store.close()


def load(name: str) -> None:
    """A module that will be needed."""
    importlib.import_module(name)
