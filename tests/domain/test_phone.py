"""Phone numbers in every spelling, and what a look-up text is."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.phone import (
    LONGEST_DIGITS,
    Lookup,
    LookupKind,
    PhoneKeys,
    international,
    is_extension,
    is_valid,
    look_up,
    looks_like_number,
    parse,
    suffix_key,
)
from tests.support import reference

ONE_NUMBER = [
    "+34 96 355 01 42",
    "0034 963550142",
    "963 550 142",
    "(96) 355-01-42",
    "+34(0)963550142",
    "９６３ ５５０ １４２",
    "＋３４　９６３５５０１４２",
    "tel:+34-96-355-01-42",
    "TEL:963550142",
    "callto:963550142",
    "sip:+34963550142@pbx.example",
    "Tel. 963.550.142",
    "Teléfono: 963 550 142",
    "34963550142",
    "\u202a+34 963 55 01 42\u202c",
    "963\u00a0550\u00a0142",
    "963–550–142",
    "963550142 (casa)",
    "963 550 142 / 600 123 456",
    "٩٦٣٥٥٠١٤٢",
    " 963 550 142 ",
    "96 355/01/42",
]


@pytest.mark.parametrize("text", ONE_NUMBER)
def test_every_spelling_is_one_number(text):
    keys = parse(text, "ES")
    assert (keys.e164, keys.digits, keys.national, keys.possible) == (
        "+34963550142", "34963550142", "963550142", True,
    )  # fmt: skip
    assert keys.typed == text
    assert keys.extension is None


@pytest.mark.parametrize("text", ["+34 96 355 01 42", "0034 963550142", "00 34 (963) 550142", "+34(0)963550142"])
@pytest.mark.parametrize("country", ["", "US", "AR", "es", "nowhere"])
def test_a_number_with_its_country_is_read_everywhere(text, country):
    assert parse(text, country).e164 == "+34963550142"


@pytest.mark.parametrize(
    ("text", "country", "e164"),
    [
        ("07400 123456", "GB", "+447400123456"),
        ("+44 (0)7400 123456", "ES", "+447400123456"),
        ("+49 (0)30 123456", "ES", "+4930123456"),
        ("+39 (0)2 1234 5678", "ES", "+390212345678"),
        ("02 1234 5678", "IT", "+390212345678"),
        ("8 (912) 345-67-89", "RU", "+79123456789"),
        ("1-800-FLOWERS", "US", "+18003569377"),
        ("555-0123", "US", "+15550123"),
        ("07700 900123", "GB", "+447700900123"),
        ("13912345678", "CN", "+8613912345678"),
        ("010-12345678", "CN", "+861012345678"),
    ],
)
def test_numbers_of_other_countries(text, country, e164):
    keys = parse(text, country)
    assert (keys.e164, keys.possible) == (e164, True)


@pytest.mark.parametrize(
    ("text", "country", "extension"),
    [
        ("+1 (201) 555-0123 ext. 42", "US", "42"),
        ("201-555-0123x42", "US", "42"),
        ("tel:+34-963-550-142;ext=12", "ES", "12"),
        ("010-12345678 转 801", "CN", "801"),
        ("010-12345678分机801", "CN", "801"),
        ("963550142 ext. 12345678901234567", "ES", None),
    ],
)
def test_extensions(text, country, extension):
    keys = parse(text, country)
    assert keys.extension == extension
    assert keys.possible


@pytest.mark.parametrize(
    ("text", "digits"),
    [("123", "123"), ("0042", "0042"), ("", ""), ("abc", ""), ("１２", "12"), ("ask for Marta", "")],
)
def test_what_is_no_number_keeps_its_digits(text, digits):
    keys = parse(text, "ES")
    assert (keys.typed, keys.e164, keys.digits, keys.possible) == (text, None, digits, False)


def test_a_number_without_a_country_keeps_its_digits():
    assert parse("0963 550 142", "") == PhoneKeys("0963 550 142", None, "0963550142", None, "963550142")


@given(st.text(max_size=60) | st.text(st.sampled_from("0123456789+-() .x/#;ext=tel:０転A"), max_size=300))
def test_no_text_is_refused(text):
    keys = parse(text, "ES")
    assert keys.typed == text
    assert keys.digits.isdecimal() or keys.digits == ""
    assert keys.digits.isascii()
    assert len(keys.digits) <= LONGEST_DIGITS
    assert keys.e164 is None or keys.e164 == "+" + keys.digits
    assert len(keys.extension or "") <= 12
    assert look_up(text, ["ES", "US"]).text == text


@given(st.from_regex(r"[5-9][0-9]{8}", fullmatch=True), st.data())
def test_signs_between_digits_mean_nothing(number, data):
    signs = data.draw(st.lists(st.sampled_from(["", " ", "-", ".", " - "]), min_size=8, max_size=8))
    text = "".join(digit + sign for digit, sign in zip(number, [*signs, ""], strict=True))
    assert parse(text, "ES").e164 == "+34" + number


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("963 550 142", LookupKind.NUMBER),
        ("+34 96 355 01 42", LookupKind.NUMBER),
        ("tel:+34963550142", LookupKind.NUMBER),
        ("９６３５５０１４２", LookupKind.NUMBER),
        ("(201) 555-0123 ext. 42", LookupKind.NUMBER),
        ("1-800-FLOWERS", LookupKind.NUMBER),
        ("550142", LookupKind.NUMBER),
        ("12345", LookupKind.NUMBER),
        ("+123", LookupKind.NUMBER),
        ("123", LookupKind.EXTENSION),
        ("1042", LookupKind.EXTENSION),
        ("１２", LookupKind.EXTENSION),
        ("Marta", LookupKind.NAME),
        ("3M", LookupKind.NAME),
        ("Bar 1900", LookupKind.NAME),
        ("1900 Bar", LookupKind.NAME),
        ("SO-1871", LookupKind.NAME),
        ("陈慧敏", LookupKind.NAME),
        ("marta@example.com", LookupKind.NAME),
        ("123456789012345678", LookupKind.NAME),
        ("", LookupKind.NAME),
        ("-", LookupKind.NAME),
    ],
)
def test_what_a_look_up_text_is(text, kind):
    assert look_up(text, ["US", "ES"]).kind is kind


def test_the_keys_of_a_look_up():
    assert look_up("963 550 142", ["ES"]) == Lookup(
        LookupKind.NUMBER, "963 550 142", ("+34963550142",), ("34963550142", "963550142"), "241055369"
    )
    assert look_up("123", ["ES"]) == Lookup(LookupKind.EXTENSION, "123", digits=("123",), extension="123")
    assert look_up("Marta", ["ES"]) == Lookup(LookupKind.NAME, "Marta")


def test_a_number_is_looked_up_as_in_each_country_likely_ones_first():
    found = look_up("07400 123456", ["ES", "GB"])
    assert found.e164[0] == "+447400123456"
    assert found.reversed_suffix == "6543210047"


@pytest.mark.parametrize("stored", ["+34 963 550 142", "963550142", "0963 550 142", "963 550 142 ext. 4"])
@pytest.mark.parametrize("country", ["ES", "", "FR"])
@pytest.mark.parametrize("asked", ["963550142", "+34963550142", "0034963550142", "550142"])
def test_what_was_stored_in_any_way_is_found(stored, country, asked):
    """E.164, else the digits, else the suffix: the order of the rule."""
    keys = parse(stored, country)
    found = look_up(asked, ["ES"])
    by_suffix = bool(found.reversed_suffix) and suffix_key(keys.digits).startswith(found.reversed_suffix)
    assert keys.e164 in found.e164 or keys.digits in found.digits or by_suffix


@pytest.mark.parametrize("text", ["5501", "01-42", "+5501", "55014"])
def test_a_short_suffix_is_not_searched(text):
    assert look_up(text, ["ES"]).reversed_suffix == ""


def test_numbers_and_extensions_of_the_house():
    assert [is_extension(text) for text in ("1", "123", "1234", "12345", "+12", "a1", "")] == [
        True, True, True, False, False, False, False,
    ]  # fmt: skip
    assert [looks_like_number(text) for text in ("963-550", "12 x 3", "12:30", "a", "", "+")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+34963550142", "+34 963 55 01 42"),
        ("+12015550123", "+1 201-555-0123"),
        ("+33123456789", "+33 1 23 45 67 89"),
        ("+351212345678", "+351 21 234 5678"),
        ("+351231234567", "+351 231 234 567"),
        ("+4930123456", "+49 30 123456"),
        ("+112345", "+1 12345"),
        ("+34300015611", "+34 300 015 611"),
        ("963550142", "963550142"),
        ("", ""),
    ],
)
def test_numbers_are_shown_in_groups(e164, shown):
    assert international(e164) == shown


def test_common_numbers_do_not_load_the_parser():
    code = (
        "import sys; from app.domain.phone import international, look_up, parse;"
        "parse('963 550 142', 'ES'); look_up('+34 963 550 142', ['ES']); look_up('Marta', ['ES']);"
        "international('+34963550142'); sys.exit('phonenumbers' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.reference
def test_spellings_equal_the_reference():
    seen = 0
    for row in reference.rows("expected/phones/spellings.csv"):
        seen += 1
        keys = parse(row["text"], row["default_region"])
        found = (
            str(int(keys.e164 is not None)), keys.e164 or "", keys.extension or "",
            str(int(keys.possible)), str(int(is_valid(keys.e164))),
        )  # fmt: skip
        assert found == tuple(row[name] for name in ("parses", "e164", "extension", "possible", "valid")), row
    assert seen == 33


@pytest.mark.reference
def test_examples_of_every_country_equal_the_reference():
    seen = 0
    for row in reference.rows("expected/phones/examples.csv"):
        seen += 1
        for text in (row["national"], row["international"], row["rfc3966"], row["e164"]):
            assert parse(text, row["region"]).e164 == row["e164"], row
        assert international(row["e164"]) == row["international"]
        assert is_valid(row["e164"]) == (row["valid"] == "1")
    assert seen > 600
