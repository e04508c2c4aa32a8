"""Where a company is: at a server's address, or in a file.

The path of a file need not be made an address before somebody needs one: that takes a large part of what loading
SQLAlchemy takes, and a desk opens without. Neither need a server's address as long as somebody types a password.
"""

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

_USUAL = re.compile(
    r"postgresql(?:\+psycopg)?://((?:(\w[\w.-]*)@)?\w[\w.-]*(?::\d+)?/(\w[\w.-]*)(?:\?\w+=[\w.-]+)?)", re.ASCII
)


class AtServer(NamedTuple):
    """A server's address that nobody has loaded anything for; ``text`` is written as every address is."""

    text: str
    username: str
    database: str

    def __str__(self) -> str:
        return self.text


def server_of(text: str) -> AtServer | None:
    """An address without a password, as it is usually written; none for any other."""
    found = _USUAL.fullmatch(text)
    return AtServer(f"postgresql+psycopg://{found[1]}", found[2] or "", found[3]) if found is not None else None


def file_of(place: "URL | Path | AtServer") -> Path | None:
    """The file of a company, where it is one."""
    if isinstance(place, Path):
        return place
    if isinstance(place, AtServer):
        return None
    from app.store.engine import sqlite_path

    return sqlite_path(place)


def url_of(place: "URL | Path | AtServer") -> "URL":
    """The address."""
    if not isinstance(place, Path | AtServer):
        return place
    from app.store.engine import parse_url

    return parse_url(str(place))


def is_server(place: "URL | Path") -> bool:
    """Whether people sign in at the database itself."""
    if isinstance(place, Path):
        return False
    from app.bootstrap import is_server as is_address_of_server

    return is_address_of_server(place)


def shown(place: "URL | Path") -> str:
    """A place as it may be shown: without any password."""
    if isinstance(place, Path):
        return str(place)
    from app.bootstrap import shown as shown_address

    return shown_address(place)


def listening(place: "URL | Path | AtServer") -> str:
    """Where this person's desk on this company listens."""
    from app.integrations.calls import address
    from app.paths import home
    from app.ui.single import place_of

    return place_of(address(home()), str(file_of(place) or place))
