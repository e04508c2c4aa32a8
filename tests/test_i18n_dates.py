"""Days and months are written as the CLDR writes them."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date, format_skeleton

from app.domain.month import Month
from app.i18n import Say

LOCALES = {"en": "en_GB", "es": "es", "zh": "zh_CN"}


@pytest.mark.parametrize("language", LOCALES)
def test_every_day_of_a_year_is_written_as_babel_writes_it(language):
    say, locale = Say(language), LOCALES[language]
    for day in (date(2024, 1, 1) + timedelta(days=at) for at in range(366)):
        assert say.date(day) == format_skeleton("yMMMd", day, locale=locale)
        assert say.day_of_year(day) == format_skeleton("MMMd", day, locale=locale)
        assert say.weekday(day).lower() == format_skeleton("E", day, locale=locale).lower()


@pytest.mark.parametrize("language", LOCALES)
def test_every_month_is_written_as_babel_writes_it(language):
    say, locale = Say(language), LOCALES[language]

    def capital(text):
        return text[:1].upper() + text[1:]

    for number in range(1, 13):
        month = Month(2026, number)
        assert say.month(month) == capital(format_skeleton("yMMMM", month.first, locale=locale))
        assert say.month_year_short(month) == capital(format_skeleton("yMMM", month.first, locale=locale))
        # Chinese writes a month's figure everywhere: 11月, beside 2025年11月
        named = "LLL" if language == "zh" else "LLLL"
        assert say.month_name(month) == capital(format_date(month.first, named, locale=locale))
        assert say.month_short(month) == capital(format_date(month.first, "LLL", locale=locale))
