"""How paper looks: sizes, greys, weights and margins, named once."""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum

__all__ = ["A4", "LETTER", "MM", "Align", "PaperSize", "Style", "Tone", "Weight", "paper_size"]

MM = 72 / 25.4
"""Points in a millimetre; every length on paper is in points, downwards from the top left corner."""

SMALLEST = 7.0
"""No text on paper is smaller, whatever has to fit."""


class Tone(Enum):
    """Greys that stay apart on a black-and-white printer, as red, green, blue from 0 to 255.

    A screen painter maps the same names to the colours of its theme.
    """

    INK = (0x17, 0x21, 0x2B)
    TEXT = (0x46, 0x54, 0x62)
    STRONG = (0x85, 0x93, 0xA0)
    FILL = (0x9A, 0xA5, 0xB0)
    LINE = (0xC9, 0xD0, 0xD7)
    SUBTLE = (0xEF, 0xF2, 0xF4)
    WHITE = (0xFF, 0xFF, 0xFF)
    BRAND = (0x0B, 0x64, 0x78)
    """Only behind the letter that stands for a missing logo."""


class Weight(StrEnum):
    """Cuts of the Latin typeface."""

    REGULAR = "Regular"
    SEMIBOLD = "SemiBold"
    BOLD = "Bold"


class Align(Enum):
    """Where the given x is in a text."""

    LEFT = 0
    RIGHT = 1
    CENTRE = 2


@dataclass(frozen=True, slots=True)
class Style:
    """Size in points, cut and grey of a text."""

    size: float = 8.8
    weight: Weight = Weight.REGULAR
    tone: Tone = Tone.INK

    @property
    def leading(self) -> float:
        """From one line to the next: Chinese needs the room that Latin could spare."""
        return self.size * 1.36

    def sized(self, size: float) -> "Style":
        """The same in another size."""
        return replace(self, size=max(size, SMALLEST))

    def toned(self, tone: Tone) -> "Style":
        """The same in another grey."""
        return replace(self, tone=tone)


BODY = Style(8.8)
STRONG = Style(8.8, Weight.SEMIBOLD)
QUIET = Style(8.8, Weight.REGULAR, Tone.TEXT)
SMALL = Style(7.6, Weight.REGULAR, Tone.TEXT)
FOOT = Style(7.0, Weight.REGULAR, Tone.TEXT)
HEADING = Style(11.6, Weight.BOLD)
TITLE = Style(22.0, Weight.BOLD)


@dataclass(frozen=True, slots=True)
class PaperSize:
    """A sheet and its margins, in points."""

    name: str
    width: float
    height: float
    left: float = 16 * MM
    """Room for punching."""
    right: float = 14 * MM
    top: float = 14 * MM
    bottom: float = 14 * MM

    @property
    def inner_width(self) -> float:
        """Between the margins."""
        return self.width - self.left - self.right


A4 = PaperSize("A4", 210 * MM, 297 * MM)
LETTER = PaperSize("Letter", 612.0, 792.0)


def paper_size(name: str) -> PaperSize:
    """``A4`` or ``Letter``; raises ``ValueError`` for another name."""
    for size in (A4, LETTER):
        if size.name.casefold() == name.casefold():
            return size
    raise ValueError(f"paper is A4 or Letter, not {name!r}")
