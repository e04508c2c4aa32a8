"""Public holidays of countries and their parts, from the library of that name; it is loaded when it is first asked."""

import functools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.domain.refusal import N_, Mistake

_REGION = re.compile(r"[A-Z]{2}(-[A-Za-z0-9]{1,30})?")
_LANGUAGES = {"en": ("en_US", "en_GB", "en"), "es": ("es",), "zh": ("zh_CN", "zh_TW", "zh")}


def _library() -> Any:  # noqa: ANN401 - the module
    # half a second of import, for who asks for a holiday only
    import holidays  # noqa: PLC0415

    return holidays


def check_region(region: str) -> None:
    """Raises ``Mistake`` for a country or part of one whose holidays are not known; none at all is fine."""
    if not region:
        return
    country, _, part = region.partition("-")
    known = regions() if _REGION.fullmatch(region) else {}
    if country not in known or (part and part not in known[country]):
        raise Mistake(
            N_("The public holidays of ‘{region}’ are not known. Write a country such as ES or a region such as "
               "ES-VC, or leave it empty and write the days yourself."),
            region=region, field="region",
        )  # fmt: skip


@functools.cache
def regions() -> Mapping[str, Sequence[str]]:
    """The parts of each country (by its two letters) that have holidays of their own."""
    return dict(_library().list_supported_countries(include_aliases=False))


@functools.lru_cache(256)
def holidays_of(region: str, year: int, language: str = "en") -> Mapping[date, str]:
    """The public holidays of a year and their names in the language, else in the country's own; nothing for none."""
    country, _, part = region.partition("-")
    library = _library()
    if not region or country not in regions():
        return {}
    plain = library.country_holidays(country)
    wanted = next((one for one in _LANGUAGES.get(language, ()) if one in plain.supported_languages), None)
    chosen = part if part in plain.subdivisions else None
    found = library.country_holidays(country, subdiv=chosen, years=year, language=wanted)
    return dict(sorted((day, str(name)) for day, name in found.items() if day.year == year))


def holiday_days(region: str, year: int) -> Sequence[date]:
    """The days alone."""
    return tuple(holidays_of(region, year))
