"""Whether two complaints are about the same thing, by their words."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from app.domain.text import folded

ALIKE = 75
"""From 0 to 100: how alike two subjects are that speak of the same thing."""


def likeness(one: str, other: str) -> int:
    """How alike two subjects are, 0 to 100; order of words, case and accents do not count."""
    first, second = folded(one), folded(other)
    if not first or not second:
        return 0
    return round(fuzz.token_sort_ratio(first, second) * 0.5 + fuzz.token_set_ratio(first, second) * 0.5)


def nearest(subject: str, others: Iterable[tuple[int, str]]) -> list[tuple[int, int]]:
    """(likeness, id) of the subjects that are alike, the nearest first."""
    found = [(likeness(subject, text), one) for one, text in others]
    return sorted(((value, one) for value, one in found if value >= ALIKE), key=_nearest_first)


def _nearest_first(found: tuple[int, int]) -> tuple[int, int]:
    return -found[0], -found[1]
