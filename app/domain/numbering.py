"""How numbers of documents are written: ``SO-{YYYY}-{00000}``."""

import re
from collections.abc import Mapping
from datetime import date

from app.domain.refusal import N_, Mistake

DEFAULT_PATTERNS: Mapping[str, str] = {
    "order": "SO-{YYYY}-{00000}",
    "quote": "Q-{YYYY}-{00000}",
    "delivery": "D-{YYYY}-{00000}",
    "invoice": "F-{YYYY}-{00000}",
    "credit_note": "CN-{YYYY}-{00000}",
    "return": "R-{YYYY}-{00000}",
    "receipt": "RC-{YYYY}-{00000}",
    "complaint": "CS-{YYYY}-{0000}",
    "customer": "C-{00000}",
    "product": "P-{0000}",
}
LONGEST = 30
"""Characters of a number at most: what papers have room for."""
_PART = re.compile(r"\{(YYYY|YY|0+)\}")
_ZEROS = re.compile(r"\{(0+)\}")


def check_pattern(pattern: str) -> None:
    """Raises ``Mistake`` unless a pattern has exactly one run of zeros for the number, and room on paper."""
    runs = [part for part in _PART.findall(pattern) if part.startswith("0")]
    rest = _PART.sub("", pattern)
    if len(runs) != 1 or "{" in rest or "}" in rest:
        raise Mistake(
            N_("‘{pattern}’ does not say where the number goes. Write for example SO-{{YYYY}}-{{00000}}."),
            field="pattern", pattern=pattern,
        )  # fmt: skip
    if len(written(pattern, 1, date(2026, 1, 1))) > LONGEST or not rest.isprintable():
        raise Mistake(N_("A number has at most {most} characters."), field="pattern", most=LONGEST)


def written(pattern: str, number: int, on: date) -> str:
    """A number in its pattern."""
    before, width, after = framed(pattern, on)
    return f"{before}{number:0{width}d}{after}"


def framed(pattern: str, on: date) -> tuple[str, int, str]:
    """(text before the number, its least digits, text after it)."""
    dated = pattern.replace("{YYYY}", f"{on.year:04d}").replace("{YY}", f"{on.year % 100:02d}")
    found = _ZEROS.search(dated)
    assert found is not None
    return dated[: found.start()], len(found[1]), dated[found.end() :]


def counter_name(kind: str, pattern: str, on: date) -> str:
    """The counter from which a number comes: one per year where the pattern names the year."""
    return f"{kind}/{on.year}" if "{YY" in pattern else kind
