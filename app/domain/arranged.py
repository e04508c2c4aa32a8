"""What a person arranged (columns of lists, the window's place, what was folded), as it is kept: JSON under a name."""

import json
from collections.abc import Iterable
from typing import Any


def arranged(kept: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The values by name; what is no JSON any more is left out."""
    found: dict[str, Any] = {}
    for name, value in kept:
        try:
            found[name] = json.loads(value)
        except ValueError:
            continue
    return found
