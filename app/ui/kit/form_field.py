"""What a form's field is, declared as data: its key, its words, its kind, and what is checked when it is left."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

LONGEST = 200

Check = Callable[[Any], None]
"""Looks at a value; raises ``Mistake`` for what cannot be and ``NeedsConsent`` for what is unusual and may be kept."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One field. ``kind`` is text, lines, number, money, day, choice or check.

    The value is a ``str`` for text and lines, a ``Decimal`` or none for number and money, a ``date`` or none for day,
    the chosen value for choice, a ``bool`` for check.
    """

    key: str
    label: str
    kind: str = "text"
    required: bool = False
    hint: str = ""
    """How it can be written, in grey; an English text that is translated."""
    check: Check | None = None
    most: int = LONGEST
    """Characters that fit a text."""
    places: int = 2
    """Decimals of a number; an amount has the currency's."""
    least: int | None = None
    """The smallest number that can be; none: any."""
    choices: tuple[tuple[object, str], ...] = ()
    """Values and their words. Words that are marked for translation are translated, names stay as they are."""
    past: bool = False
    """A day that lies behind us: a birthday."""
    section: str = ""
    """The heading above this field and those after it, up to the next that names one."""
    wide: bool = False
    """Over the whole width of the form."""
    always: bool = False
    """Shown while it is empty too, when empty fields are hidden."""
    kept: bool = True
    """Whether what is typed is kept in a draft on this computer."""
    make: Callable[..., Any] | None = None
    """Makes a box of its own kind from the context and this field."""

    @property
    def empty(self) -> object:
        """The value of a field in which nothing stands."""
        if self.kind in ("text", "lines"):
            return ""
        if self.kind == "check":
            return False
        if self.kind == "choice":
            return self.choices[0][0] if self.choices else ""
        return None
