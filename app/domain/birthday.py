"""Birthdays that are near."""

from datetime import date, timedelta

BIRTHDAY_DAYS = 14
"""So many days ahead a birthday is worth a word."""


def next_birthday(birth_date: date | None, today: date) -> date | None:
    """The next birthday, if it is near; who was born on 29 February celebrates on the 28th of other years."""
    if birth_date is None:
        return None
    for year in (today.year, today.year + 1):
        try:
            day = birth_date.replace(year=year)
        except ValueError:
            day = date(year, 2, 28)
        if today <= day <= today + timedelta(days=BIRTHDAY_DAYS):
            return day
    return None
