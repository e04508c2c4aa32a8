"""Text for searching and sorting: case, accents and widths do not matter, Chinese is found by pinyin."""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_HAN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003134f]+")
_FOLDS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def folded(text: str) -> str:
    """``text`` as it is compared: compatibility forms, lower case, no accents, single spaces; Chinese stays."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign)).translate(_FOLDS)
    return _SPACE.sub(" ", unicodedata.normalize("NFC", kept)).strip()


def has_chinese(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return not text.isascii() and _HAN.search(text) is not None


def search_key(name: str) -> str:
    """What a name is searched by: folded, and for Chinese its pinyin and the initials (陈慧敏: chenhuimin, chm)."""
    key = folded(name)
    if not has_chinese(key):
        return key
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - only Chinese names pay for it

    words = [key]
    for run in _HAN.findall(key):
        full = lazy_pinyin(run, errors="ignore")
        initials = lazy_pinyin(run, style=Style.FIRST_LETTER, errors="ignore")
        words += ["".join(full), "".join(initials)]
    return " ".join(words)


def words(text: str) -> list[str]:
    """The folded words of a search."""
    return folded(text).split()


def elided(text: str, length: int) -> str:
    """``text``, at most ``length`` characters, cut with an ellipsis."""
    return text if len(text) <= length else text[: max(0, length - 1)].rstrip() + "…"
