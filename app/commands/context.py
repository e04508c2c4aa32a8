"""What every command gets: the computer's settings, a voice, and the company's database when it asks."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

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

    def write(self, text: str) -> None:
        """A line on standard output."""
        print(text)  # noqa: T201 - this is the command line's own voice

    def warn(self, text: str) -> None:
        """A line on standard error."""
        print(text, file=sys.stderr)  # noqa: T201

    def url(self, arguments: argparse.Namespace) -> "URL":
        """The database of this call."""
        from app.bootstrap import database_url

        return database_url(self.settings, arguments.database)

    @contextmanager
    def company(self, arguments: argparse.Namespace) -> Iterator["Store"]:
        """The company's store, with the voice set to its figures and, where the reader has no wish, its language."""
        from app.bootstrap import opened
        from app.queries import company

        with opened(self.url(arguments)) as store:
            language = getattr(arguments, "language", "") or self.settings.language
            self.say = company.settings(store).say(language or None)
            yield store
