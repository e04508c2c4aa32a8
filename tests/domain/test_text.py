"""Folding, search keys and sorting of names."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.text import LONGEST_KEY, folded, has_chinese, search_key, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marta Ibáñez Soler", "marta ibanez soler"),
        ("  two\t\n spaces  ", "two spaces"),
        ("STRASSE Straße", "strasse strasse"),
        ("Ａｃｍｅ　１２", "acme 12"),
        ("Łódź Øre Þór Æther", "lodz ore thor aether"),
        ("İstanbul ISTANBUL ılıca", "istanbul istanbul ilica"),
        ("O'Neill O’Neill O´Neill", "oneill oneill oneill"),
        ("ﬁne ½ №", "fine 1⁄2 no"),
        ("soft\u00adhy\u200bphen\ufeff", "softhyphen"),
        ("陈慧敏", "陈慧敏"),
        ("Ёлка Ёж", "елка еж"),
        ("한국", "한국"),
        ("กิน", "กิน"),
        ("", ""),
    ],
)
def test_folding(text, expected):
    assert folded(text) == expected


anything = st.text(max_size=30)


@given(anything)
@example("ϔ")
@example("ᾴ ẞ İ ǰ ﬀ")
def test_folding_twice_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(anything)
def test_composed_and_decomposed_texts_are_equal(text):
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(st.text(st.characters(max_codepoint=0x24F), max_size=30))
def test_case_does_not_matter(text):
    assert folded(text.upper()) == folded(text.upper().lower())


@given(st.text(st.characters(max_codepoint=127), max_size=30))
def test_the_short_way_of_plain_letters_is_the_long_one(text):
    # one letter that folds to itself sends the text the long way
    assert folded(text + " ж") == (folded(text) + " ж").strip()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Marta Ibáñez Soler", ["ibanez", "MARTA", "Ibáñez", "soler"]),
        ("陈慧敏", ["陈", "慧敏", "chm", "chenhuimin", "huimin", "ChenHuiMin"]),
        ("陈建国", ["cjg"]),
        ("陳慧敏", ["chenhuimin", "chm"]),
        ("曾国藩", ["zengguofan", "zgf", "cgf"]),
        ("欧阳修", ["ouyangxiu", "oyx"]),
        ("万俟卨", ["moqi", "mq"]),
        ("單于慧", ["chanyuhui", "cyh"]),
        ("吕秀才", ["lvxiucai", "luxiucai", "lüxiucai", "lxc"]),
        ("重庆银行", ["chongqingyinhang", "cqyh"]),
        ("Jinxiu 锦绣餐饮 (Madrid)", ["jxcy", "jinxiu", "madrid", "jinxiucanyin"]),
        ("O’Neill & Sons", ["oneill", "O'Neill", "sons"]),
    ],
)
def test_a_name_is_found_as_people_type_it(name, typed):
    key = search_key(name)
    assert [text for text in typed if folded(text) not in key] == []


def test_the_key_starts_with_the_folded_name():
    assert search_key("陈慧敏") == "陈慧敏 chenhuimin chm"
    assert search_key("José") == "jose"


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Zs"]), max_size=40))
def test_a_search_key_has_no_capitals_and_fits_its_column(name):
    key = search_key(name)
    assert key == key.strip()
    assert key.startswith(folded(name))
    assert len(search_key(name * 30)) <= LONGEST_KEY


def test_only_chinese_is_chinese():
    assert [has_chinese(text) for text in ("abc", "Ñandú", "한국", "かな", "陈", "a𠮷b", "〇")] == [
        False, False, False, False, True, True, True,
    ]  # fmt: skip


def test_words_of_a_search():
    assert words(" Ibáñez,  Marta (Hotel) S.L._x 陈慧敏！") == ["ibanez", "marta", "hotel", "s", "l", "x", "陈慧敏"]
    assert words(" -.,_ ") == []


def test_names_without_chinese_do_not_load_the_dictionary():
    code = (
        "import sys; from app.domain.text import search_key;search_key('Ibáñez'); sys.exit('pypinyin' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
