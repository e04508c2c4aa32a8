"""What every command gets: the computer's settings, a voice, and the company's database when it asks."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.commands.grammar import BadArgument
from app.domain.month import Month
from app.domain.refusal import N_, Mistake, Unavailable
from app.i18n import Say
from app.settings import LocalSettings

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.store.session import Store


class Context:
    """Settings and voice of one call."""

    def __init__(self, settings: LocalSettings, say: Say) -> None:
        self.settings = settings
        self.say = say

    def tell(self, message: str, /, **values: object) -> None:
        """One translated line on standard output."""
        self.write(self.say.text(message, **values))

    def write_rows(self, path: Path, columns: Sequence[str], rows: Iterable[Any], kind: str, sheet: str) -> None:
        """Write a file of rows and say so; raises ``Unavailable`` for names that the system refuses."""
        from app.integrations.sheets import write_rows

        try:
            count = write_rows(path, columns, rows, kind, sheet=sheet)
        except OSError as error:
            raise Unavailable(
                N_("‘{file}’ cannot be written: {reason}."), file=path.name, reason=error.strerror or ""
            ) from error
        self.write(self.say.plural("{count} row written to {path}.", "{count} rows written to {path}.", count,
                                   path=path))  # fmt: skip

    def write(self, text: str) -> None:
        """A line on standard output."""
        print(text)  # noqa: T201 - this is the command line's own voice

    def warn(self, text: str) -> None:
        """A line on standard error; nobody listening there is no trouble."""
        try:
            print(text, file=sys.stderr)  # noqa: T201
        except (OSError, ValueError):
            return

    def url(self, arguments: argparse.Namespace) -> "URL":
        """The database of this call."""
        from app.bootstrap import database_url

        return database_url(self.settings, arguments.database)

    def spared(self, arguments: argparse.Namespace, target: Path | None) -> None:
        """Raises ``BadArgument`` when a file that is to be written is the database itself."""
        from app.store.engine import sqlite_path

        if target is None:
            return
        path = sqlite_path(self.url(arguments))
        if path is None:
            return
        if target.resolve() in {Path(str(path) + end).resolve() for end in ("", "-wal", "-shm")}:
            raise BadArgument(N_("‘{path}’ is the database itself; choose another name."), path=str(target))

    @contextmanager
    def company(self, arguments: argparse.Namespace) -> Iterator["Store"]:
        """The company's store, with the voice set to its figures and, where the reader has no wish, its language."""
        from app.bootstrap import opened
        from app.queries import company
        from app.services import access

        with opened(self.url(arguments)) as store:
            store.actor = access.at_the_command_line(store)
            self.say = company.settings(store).say(self.settings.language or None)
            yield store


def month_argument(text: str) -> Month:
    """A month as written; raises ``BadArgument`` with what would be right."""
    try:
        month = Month.parse(text)
    except Mistake as mistake:
        raise BadArgument(mistake.message, hint=mistake.hint, **mistake.values) from None
    year_argument(month.year)
    return month


def year_argument(year: int) -> int:
    """A year that can have books."""
    if not 1900 <= year <= 2100:
        raise BadArgument(N_("‘{year}’ is not a year; write 1900 to 2100."), year=year)
    return year


def day_argument(text: str) -> date:
    """A day as written; raises ``BadArgument`` with what would be right."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadArgument(N_("‘{text}’ is not a date. Write it as 2026-10-31."), text=text) from None
