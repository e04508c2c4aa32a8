"""What the first start asks of files, servers and databases, as plain functions, and the answers it collects."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

WANTS = ("demo", "own", "join")
PORT = 5432


@dataclass(frozen=True, slots=True)
class ServerAnswers:
    """A database server, without the password."""

    host: str = ""
    port: int = PORT
    database: str = "mostrador"
    user: str = ""
    certificate: str = ""
    """The path of the server's own certificate authority; with it the connection is protected."""


@dataclass(frozen=True, slots=True)
class StartAnswers:
    """Everything that was answered so far; it is kept in a file until the company is there. No passwords."""

    want: str = "demo"
    place: str = "pc"
    folder: str = ""
    server: ServerAnswers = field(default_factory=ServerAnswers)
    company: Mapping[str, Any] = field(default_factory=dict)
    """name, country, currency, tax_rate, language, time_zone, paper."""
    hours: Mapping[str, str] = field(default_factory=dict)
    """When the company works, as it was typed: workdays, saturday, sunday."""
    logo: str = ""
    """The path of a picture; it is read when the company is made."""
    person: Mapping[str, str] = field(default_factory=dict)
    """name and login."""
    data: str = "now"
    page: str = ""


class ServerStep(Protocol):
    """One step of the test of a server; see ``app.store.server_check.Checked``."""

    @property
    def good(self) -> bool: ...
    @property
    def words(self) -> str: ...
    @property
    def fix(self) -> str: ...
    @property
    def passes(self) -> bool: ...
    @property
    def offer(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class StartDoors:
    """All of them block and raise ``Refusal``: call them through ``context.runner.aside``.

    ``finish`` answers with what the program opens next; ``folder_holds`` with the name of a company's file in a folder
    (empty: there is room), after refusing places where a database gets damaged.
    """

    kept: StartAnswers
    usual_folder: str
    call_command: str
    country: str
    """The computer's country, or empty."""
    zone: str
    """The computer's time zone, or empty."""
    keep: Callable[[StartAnswers], None]
    folder_holds: Callable[[str], str]
    test_server: Callable[[ServerAnswers, str, bool], Sequence[ServerStep]]
    upgrade: Callable[[ServerAnswers, str], str]
    """Upgrade with a backup before; where the backup is."""
    read_picture: Callable[[Path], bytes]
    finish: Callable[[StartAnswers, str, str], object]
    """With the password of the server and the one of the person."""
