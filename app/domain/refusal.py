"""Refusals: what the program declines, in words a person can act on.

A refusal is never a bug. Its text is an English message with named fields, so that it can be translated where it
is shown: ``str(refusal)`` is the English sentence, ``refusal.message`` and ``refusal.values`` are its parts.
"""

from collections.abc import Mapping
from typing import Any


def N_(text: str) -> str:  # noqa: N802 - the name that gettext tools look for
    """Mark a text for translation without translating it here."""
    return text


class Refusal(Exception):  # noqa: N818 - a refusal is not an error of the program
    """The program declines and can say why.

    ``message`` and ``hint`` are English templates in ``str.format`` form, filled from ``values``; ``field`` names the
    input that is wrong, if one is.
    """

    def __init__(self, message: str, *, hint: str = "", field: str | None = None, **values: Any) -> None:  # noqa: ANN401 - whatever the text names
        self.message = message
        self.hint = hint
        self.field = field
        self.values: Mapping[str, Any] = values
        super().__init__(message.format(**values) if values else message)

    def __str__(self) -> str:
        text = self.message.format(**self.values) if self.values else self.message
        if self.hint:
            text += " " + (self.hint.format(**self.values) if self.values else self.hint)
        return text


class Mistake(Refusal):
    """Input that is wrong; shown at the field it names."""


class Conflict(Refusal):
    """Somebody else was faster: show theirs, keep mine."""


class NotAllowed(Refusal):
    """The signed-in person has no right to this."""


class NotFound(Refusal):
    """What was asked for does not exist."""


class Unavailable(Refusal):
    """Database, printer, file or network cannot be reached: trying again may help."""


class NeedsConsent(Refusal):
    """Asked once; the same call is repeated with consent."""
