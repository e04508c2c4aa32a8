"""How strong a password is, in words."""

import pytest

from app.domain.password import WORDS, strength


@pytest.mark.parametrize(
    ("password", "expected"),
    [
        ("", "empty"), ("T0p!secr", "short"), ("password2026", "common"), ("0123456789", "common"),
        ("nuria costa 1", "common"), ("mirador2026!", "common"), ("zzzzzzzzzzzz", "common"), ("lampofgold", "fair"),
        ("lamp of gold", "good"), ("four green wooden chairs", "strong"), ("四把绿色的木头椅子在花园", "fair"),
    ],
)  # fmt: skip
def test_strength(password, expected):
    assert strength(password, ("Nuria Costa", "nuria", "Mirador Home")) == expected
    assert expected in WORDS
