"""Text as it can stand on paper: cleaned, split by font, measured, shortened and broken into lines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from app.reports.fonts import Face, Fonts
from app.reports.look import Style, Weight

__all__ = ["ELLIPSIS", "Typesetter", "clean"]

ELLIPSIS = "…"
MISSING = "\ufffd"
"""Stands visibly for a character no font has."""

# Most of what is printed: nothing in it needs cleaning.
_PLAIN = re.compile(r"[ -~\u00a1-\u00ac\u00ae-\u017f\u2010-\u2026\u20ac\u2212\u4e00-\u9fff\uff00-\uff60\u3000-\u3011]*")
_WIDE = "\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
_CLOSING = "，。、；：？！）】」』”’…》〉％"
_OPENING = "（【「『“‘《〈￥"
# A piece is what may not be broken: a blank run, one wide character with its punctuation, or a word.
_PIECE = re.compile(
    # an amount is never parted from its currency
    rf" +|[{_OPENING}]*[^ {_WIDE}{_OPENING}]*\d [€$£¥](?!\d)[^ {_WIDE}{_OPENING}]*[{_CLOSING}]*"
    rf"|[{_OPENING}]*[{_WIDE}][{_CLOSING}]*|[{_OPENING}]*[^ {_WIDE}{_OPENING}]+[{_CLOSING}]*|[{_OPENING}{_CLOSING}]+"
)


def clean(text: str) -> str:
    """One line of printable characters, composed (NFC).

    Line ends, tabs and control characters become blanks; marks without shape that could turn or hide text
    (bidirectional overrides, zero-width and variation marks) disappear.
    """
    if _PLAIN.fullmatch(text):
        return text
    return "".join(_printable(unicodedata.normalize("NFC", text)))


def _printable(text: str) -> Iterator[str]:
    for char in text:
        category = unicodedata.category(char)
        if category in {"Cc", "Zl", "Zp"}:
            yield " "
        elif category == "Cf" or "\ufe00" <= char <= "\ufe0f":
            continue
        elif category == "Zs" and char != "\u00a0":
            yield " "
        else:
            yield MISSING if category == "Cs" else char


class Typesetter:
    """Measures and splits text with the fonts of one machine."""

    def __init__(self, fonts: Fonts) -> None:
        self.fonts = fonts
        self._latin = {weight: fonts.latin(weight) for weight in Weight}
        self._tables = {weight: dict(face.widths) for weight, face in self._latin.items()}
        self._shorten = lru_cache(maxsize=4096)(self._shortened)

    def width(self, text: str, style: Style) -> float:
        """Points from the first to the last character's edge."""
        table = self._tables[style.weight]
        text = clean(text)
        try:
            return sum([table[char] for char in text]) * style.size
        except KeyError:
            # first sight of a character that the Latin font lacks: remember where it comes from
            for char in text:
                table[char] = self._face(char, style.weight)[1]
            return sum([table[char] for char in text]) * style.size

    def runs(self, text: str, weight: Weight) -> list[tuple[Face, str]]:
        """The text in pieces of one font each; a character no font has becomes a visible mark."""
        latin = self._latin[weight]
        text = clean(text)
        if text.isascii() or latin.widths.keys() >= set(text):
            return [(latin, text)] if text else []
        runs: list[tuple[Face, str]] = []
        for char in text:
            face, _, shown = self._face(char, weight)
            if runs and runs[-1][0] is face:
                runs[-1] = (face, runs[-1][1] + shown)
            else:
                runs.append((face, shown))
        return runs

    def _face(self, char: str, weight: Weight) -> tuple[Face, float, str]:
        latin = self._latin[weight]
        if char in latin.widths:
            return latin, latin.widths[char], char
        chinese = self.fonts.chinese(weight)
        if chinese is not None and char in chinese.widths:
            return chinese, chinese.widths[char], char
        return latin, latin.widths[MISSING], MISSING

    def elide(self, text: str, style: Style, room: float) -> str:
        """The text, or as much of its beginning as fits into ``room`` with an ellipsis behind it."""
        return text if self.width(text, style) <= room else self._shorten(text, style, room)

    def _shortened(self, text: str, style: Style, room: float) -> str:
        text = clean(text)
        low, high = 0, len(text)
        while low < high:
            middle = (low + high + 1) // 2
            fits = self.width(text[:middle].rstrip() + ELLIPSIS, style) <= room
            low, high = (middle, high) if fits else (low, middle - 1)
        return text[:low].rstrip() + ELLIPSIS

    def wrap(self, text: str, style: Style, room: float, most: int = 0) -> list[str]:
        """Lines no wider than ``room``; at most ``most`` of them (0: all), the last one elided when more would come.

        Line ends of the text are kept; Chinese breaks between any two characters, but no line begins with a closing
        mark; a word longer than a line is broken where it must.
        """
        lines: list[str] = []
        for paragraph in text.splitlines() or [""]:
            lines.extend(self._paragraph(clean(paragraph), style, room))
        if most and len(lines) > most:
            lines[most - 1 :] = [self._shortened(lines[most - 1] + " " + lines[most], style, room)]
        return lines

    def _paragraph(self, text: str, style: Style, room: float) -> list[str]:
        lines: list[str] = []
        line, used = "", 0.0
        for piece in _PIECE.findall(text):
            width = self.width(piece, style)
            if used + width > room and not piece.isspace():
                if line.strip():
                    lines.append(line.rstrip())
                    line, used = "", 0.0
                if width > room:
                    *full, piece = self._broken(piece, style, room)  # noqa: PLW2901 - what is left of the word
                    lines.extend(full)
                    width = self.width(piece, style)
            if line or not piece.isspace():
                line += piece
                used += width
        return [*lines, line.rstrip()] if line.strip() or not lines else lines

    def _broken(self, word: str, style: Style, room: float) -> list[str]:
        parts = [""]
        used = 0.0
        for char in word:
            width = self.width(char, style)
            if used + width > room and parts[-1]:
                parts.append("")
                used = 0.0
            parts[-1] += char
            used += width
        return parts
