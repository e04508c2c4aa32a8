"""Text before it reaches paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.reports.fonts import Fonts
from app.reports.look import Style, Weight
from app.reports.typeset import ELLIPSIS, Typesetter, clean

STYLE = Style(9)


@pytest.fixture(scope="module")
def setter(fonts):
    return Typesetter(fonts)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("plain (text) \\ & <b>", "plain (text) \\ & <b>"),
        ("a\tb\nc\x00d\x7f", "a b c d "),
        ("\u202eevil\u202c\u200b\ufeff", "evil"),
        ("e\u0301", "é"),
        ("a\ud800b", "a\ufffdb"),
        ("no\u00a0break", "no\u00a0break"),
        ("thin\u2009space", "thin space"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_cleaning(raw, shown):
    assert clean(raw) == shown


@given(st.text())
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)
    assert "\n" not in clean(text)


def test_every_text_is_drawn_with_glyphs_that_exist(setter):
    @given(st.text(st.characters()), st.sampled_from(Weight))
    def check(text, weight):
        runs = setter.runs(text, weight)
        assert all(run and set(run) <= face.widths.keys() for face, run in runs)
        assert sum(len(run) for _, run in runs) == len(clean(text))

    check()


def test_elided_text_fits(setter):
    @given(st.text(min_size=1), st.floats(12, 400))
    def check(text, room):
        shown = setter.elide(text, STYLE, room)
        assert setter.width(shown, STYLE) <= room or shown == ELLIPSIS
        if setter.width(text, STYLE) <= room:
            assert shown == text

    check()


def test_wrapped_lines_fit_and_lose_no_word(setter):
    @given(st.text(st.sampled_from("ab 锦绣，。（é")), st.floats(25, 300))
    def check(text, room):
        lines = setter.wrap(text, STYLE, room)
        assert all(setter.width(line, STYLE) <= room + 0.001 for line in lines)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")

    check()


def test_chinese_breaks_anywhere_but_not_before_closing_marks(setter):
    lines = setter.wrap("锦绣餐饮有限公司，（王记）茶行。" * 6, STYLE, 60)
    assert len(lines) > 5
    assert not any(line[0] in "，。）" for line in lines)
    assert not any(line[-1] == "（" for line in lines)


def test_line_ends_are_kept_and_the_last_line_tells_of_more(setter):
    assert setter.wrap("one\ntwo", STYLE, 200) == ["one", "two"]
    lines = setter.wrap("one two three four five six", STYLE, 30, most=2)
    assert len(lines) == 2
    assert lines[1].endswith(ELLIPSIS)


def test_mixed_scripts_are_split_by_font(chinese):
    runs = Typesetter(chinese).runs("王记 Wang", Weight.SEMIBOLD)
    assert [text for _, text in runs] == ["王记", " Wang"]
    assert runs[0][0].outlined
    assert runs[0][0] is not runs[1][0]


def test_without_a_chinese_font_there_is_still_a_mark(tmp_path, fonts):
    bare = Fonts(fonts._cache, folders=[tmp_path])
    assert Typesetter(bare).runs("王a", Weight.REGULAR)[0][1] == "\ufffda"


@pytest.mark.parametrize("mark", ["", ";", ")", "。"])
def test_an_amount_is_never_parted_from_its_currency(setter, mark):
    text = f"Restaurante Tres Fuentes −1,256 €{mark} Hotel"
    whole = setter.width(text, STYLE)
    for room in range(60, int(whole) + 1, 3):
        lines = setter.wrap(text, STYLE, room)
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        assert any(f"−1,256 €{mark}" in line for line in lines), (room, lines)
