"""Where a company is: at a server's address, or in a file.

The path of a file need not be made an address before somebody needs one: that takes a large part of what loading
SQLAlchemy takes, and a desk opens without.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def file_of(place: "URL | Path") -> Path | None:
    """The file of a company, where it is one."""
    if isinstance(place, Path):
        return place
    from app.store.engine import sqlite_path

    return sqlite_path(place)


def url_of(place: "URL | Path") -> "URL":
    """The address."""
    if not isinstance(place, Path):
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


def listening(place: "URL | Path") -> str:
    """Where this person's desk on this company listens."""
    from app.integrations.calls import address
    from app.paths import home
    from app.ui.single import place_of

    return place_of(address(home()), str(file_of(place) or place))
