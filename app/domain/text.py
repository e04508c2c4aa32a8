"""Text for searching: case, accents and widths do not matter, Chinese is found by pinyin."""

import re
import unicodedata

LONGEST_KEY = 700
"""Characters of a search key; the database's column is that wide."""

_WORD = re.compile(r"[^\W_]+")
_HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
# What a name is written with or without: O'Neill, O’Neill, ONeill. U+00B4 would fold into a space and an accent.
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼ´`＇"))
# Letters that Unicode does not take apart, and what people type for them.
_FOLDS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_ACCENTS = re.compile("[\u0300-\u036f]")
# Joiners, direction marks, soft hyphens, byte order marks: they arrive with pasted names and cannot be seen.
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]")

# Surnames that are read otherwise than the same character elsewhere; the dictionary puts the other reading first.
_SURNAMES = {
    "萬俟": "mo qi", "尉遲": "yu chi", "單于": "chan yu",
    "曾": "zeng", "单": "shan", "單": "shan", "解": "xie", "仇": "qiu", "区": "ou", "區": "ou", "查": "zha",
    "朴": "piao", "盖": "ge", "蓋": "ge", "乐": "yue", "樂": "yue", "翟": "zhai", "缪": "miao", "繆": "miao",
    "覃": "qin", "种": "chong", "员": "yun", "員": "yun", "折": "she", "秘": "bi", "句": "gou", "繁": "po",
    "召": "shao", "参": "shen", "洗": "xian", "祭": "zhai", "隗": "wei", "郇": "xun",
    "尉": "yu", "黑": "he", "宓": "fu", "么": "yao",
}  # fmt: skip


def folded(text: str) -> str:
    """``text`` as it is compared: compatibility forms, lower case, no accents or apostrophes, single spaces.

    Chinese stays as it is written. Folding what is folded changes nothing.
    """
    # most names of Europe are plain letters once their accents are off
    bare = text if text.isascii() else _ACCENTS.sub("", unicodedata.normalize("NFD", text))
    if bare.isascii():
        bare = bare.lower()
        if "'" in bare or "`" in bare:
            bare = bare.translate(_APOSTROPHES)
        return " ".join(bare.split())
    before = ""
    while text != before:  # lower case can bring forth new compatibility forms; a second turn always ends it
        before = text
        text = _folded_once(text)
    return " ".join(text.split())


def _folded_once(text: str) -> str:
    plain = unicodedata.normalize("NFKC", _UNSEEN.sub("", text.translate(_APOSTROPHES))).casefold()
    # only the accents of European scripts: vowel signs of other scripts are letters
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", plain))
    return unicodedata.normalize("NFKC", bare.translate(_FOLDS))


def has_chinese(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return not text.isascii() and _HAN.search(text) is not None


def search_key(name: str) -> str:
    """What a name is searched by: folded, and for Chinese its pinyin and the initials (陈慧敏: chenhuimin, chm).

    A name that starts with a surname of two readings has both (曾国藩: zengguofan zgf, cengguofan cgf), and ü is found
    as v and as u. At most ``LONGEST_KEY`` characters.
    """
    key = folded(name)
    if not has_chinese(key):
        return key[:LONGEST_KEY]
    found = [key]
    for run in _HAN.findall(key):
        for syllables in _readings(run):
            found += ["".join(syllables), "".join(syllable[0] for syllable in syllables)]
    return " ".join(dict.fromkeys(found))[:LONGEST_KEY]


def _readings(run: str) -> list[list[str]]:
    readings = [_pinyin(run)]
    surname = _SURNAMES.get(run[:2]) or _SURNAMES.get(run[:1])
    if surname is not None:
        first = surname.split()
        readings.insert(0, first + readings[0][len(first) :])
    return readings + [[syllable.replace("v", "u") for syllable in reading] for reading in readings]


def _pinyin(run: str) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - a third of a second that only Chinese names pay

    return lazy_pinyin(run)


def words(text: str) -> list[str]:
    """The folded words of a search, without punctuation."""
    return _WORD.findall(folded(text))
