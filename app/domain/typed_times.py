"""Hours as people type them: `9`, `12:30`, `12.30`, `1230`, `9h`, `3 pm`."""

import re
import unicodedata
from datetime import time

from app.domain.refusal import N_, Mistake

LONGEST = 12
_HOUR = re.compile(r"([0-9]{1,2})(?:\s?[:.,h点时]\s?([0-9]{2})?(?:分)?)?\s?([ap]\.?m\.?)?")
_BARE = re.compile(r"([0-9]{1,2})([0-9]{2})")
_NOON = 12


def read_time(text: str) -> time:
    """The hour of the day that ``text`` means. Raises ``Mistake`` that says how to write it."""
    asked = unicodedata.normalize("NFKC", text).strip().casefold()
    bare = _BARE.fullmatch(asked)
    found = None if bare else _HOUR.fullmatch(asked) if len(asked) <= LONGEST else None
    if bare:
        hour, minute = int(bare[1]), int(bare[2])
    elif found:
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3] and 1 <= hour <= _NOON:
            hour = hour % _NOON + (_NOON if found[3].startswith("p") else 0)
    else:
        raise Mistake(N_("‘{value}’ is not an hour. Write it as 12:30."), field="time", value=text)
    try:
        return time(hour, minute)
    except ValueError:
        raise Mistake(N_("‘{value}’ is not an hour. Write it as 12:30."), field="time", value=text) from None
