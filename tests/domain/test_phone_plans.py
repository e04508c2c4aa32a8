"""The short way of reading numbers, against the full parser."""

import random
from itertools import product

import phonenumbers
import pytest

from app.domain.phone_plans import _NATIONAL, _PLANS, grouped, quick
from tests.support import reference


def check(text: str, country: str) -> bool:
    """Compare one text with the parser; whether the short way knew it."""
    found = quick(text, country)
    if found is None:
        return False
    number = phonenumbers.parse(text, country or None)
    assert phonenumbers.is_possible_number(number), (text, country)
    assert number.extension is None, (text, country)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    assert found == (e164, phonenumbers.national_significant_number(number)), (text, country)
    groups = grouped(e164)
    if groups is not None:
        assert groups == phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return True


@pytest.mark.parametrize("country", _PLANS)
def test_the_short_way_equals_the_parser_for_all_beginnings(country):
    code, _, prefix = _PLANS[country]
    chance = random.Random(country)
    known = 0
    for beginning in product("0123456789", repeat=3):
        number = "".join(beginning) + "".join(chance.choices("0123456789", k=chance.randint(5, 9)))
        for text in (number, "0" + number, "1" + number, code + number, "+" + code + number, prefix + code + number):
            known += check(text, country)
    assert known > 40


def test_the_short_way_equals_the_parser_for_random_texts():
    chance = random.Random(1)
    countries = [*_PLANS, "", "AR", "JP"]
    starts = ["", "0", "00", "+", "(+", "1", "011", *_NATIONAL, *("+" + code for code in _NATIONAL)]
    known = 0
    for _ in range(40_000):
        digits = chance.choice(starts) + "".join(chance.choices("0123456789", k=chance.randint(7, 11)))
        text = "".join(digit + chance.choice(["", "", "", " ", "-", ".", ") "]) for digit in digits)
        known += check(text, chance.choice(countries))
    assert known > 1_000


def test_half_of_the_world_is_left_to_the_parser():
    assert quick("+34 (0) 963550142", "ES") is None
    assert quick("963550142 ext. 4", "ES") is None
    assert quick("011 4321-1234", "AR") is None
    assert quick("963550142", "") is None
    assert grouped("+4930123456") is None


@pytest.mark.reference
def test_the_short_way_equals_the_reference():
    known = 0
    for row in reference.rows("expected/phones/examples.csv"):
        for text in (row["national"], row["international"], row["e164"]):
            found = quick(text, row["region"])
            if found is not None:
                known += 1
                assert found[0] == row["e164"], row
        assert grouped(row["e164"]) in (None, row["international"])
    assert known > 100
