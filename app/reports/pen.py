"""The pen: drawing and text as PDF operators of one page, with as little repeated as possible."""

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from app.reports.fonts import Face
from app.reports.look import Align, Style, Tone, Weight
from app.reports.typeset import Typesetter

__all__ = ["Document", "Pen"]

# Text encoding of compressed pages is from the days of seven-bit mail: it costs a fifth of the time and of the size.
rl_config.useA85 = 0

_OUTLINE = 0.02
"""Thickness of the outline that stands in for a bold cut, in parts of the size."""
_OUTLINED_FROM = 10.0
"""Points; what is smaller, and half-bold, has none: viewers draw no line thinner than a pixel, and small Chinese
characters would fill up."""
_HATCH = 3.2
_SQUEEZE_LEAST = 60


def _rgb(tone: Tone) -> str:
    return " ".join(f"{part / 255:.3f}" for part in tone.value)


def _outlined(style: Style) -> bool:
    return style.weight is Weight.BOLD and style.size >= _OUTLINED_FROM


_FILLS = {tone: _rgb(tone) + " rg" for tone in Tone}
_EDGES = {tone: _rgb(tone) + " RG" for tone in Tone}


class Document(Canvas):  # type: ignore[misc] # the library has no types
    """A canvas without the initial Helvetica, which nobody uses and which could not be embedded."""

    def _make_preamble(self) -> None:
        self._preamble = ""

    def encode(self, face: Face, text: str) -> list[tuple[str, str]]:
        """(font name, escaped text) for the document's subsets of a font."""
        doc = self._doc
        return [
            (face.font.getSubsetInternalName(subset, doc), self._escape(part))
            for subset, part in face.font.splitString(text, doc)
        ]


class Pen:
    """Collects one page or form: first everything drawn, then all text, so that no fill ever covers a word."""

    def __init__(self, document: Document, setter: Typesetter, height: float) -> None:
        self._document = document
        self._setter = setter
        self._height = height
        self._marks: list[str] = []
        self._text: list[str] = []
        self._ascii: dict[Face, str] = {}
        self._font = ""
        self._tone: Tone | None = None
        self._outline = 0.0

    def flush(self) -> str:
        """The operators so far; the pen is empty afterwards."""
        # a form inherits how its page was drawing: the foot would be outlined after a bold last line
        self._set_outline(None)
        code = "\n".join([*self._marks, "BT", *self._text, "ET"] if self._text else self._marks)
        self._marks, self._text = [], []
        self._font, self._tone = "", None
        return code

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        tone: Tone = Tone.LINE,
        thick: float = 0.5,
        dots: bool = False,
    ) -> None:
        """See ``Surface``."""
        top = self._height
        dash, solid = ("[0.8 1.6] 0 d ", " [] 0 d") if dots else ("", "")
        self._marks.append(
            f"{_EDGES[tone]} {thick:.2f} w {dash}{x1:.2f} {top - y1:.2f} m {x2:.2f} {top - y2:.2f} l S{solid}"
        )

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: Tone | None = None,
        edge: Tone | None = None,
        thick: float = 0.6,
    ) -> None:
        """See ``Surface``."""
        rectangle = f"{x:.2f} {self._height - y - height:.2f} {width:.2f} {height:.2f} re"
        if fill is not None:
            self._marks.append(f"{_FILLS[fill]} {rectangle} f")
        if edge is not None:
            self._marks.append(f"{_EDGES[edge]} {thick:.2f} w {rectangle} S")

    def hatch(self, x: float, y: float, width: float, height: float) -> None:
        """See ``Surface``."""
        low = self._height - y - height
        lines = [f"q {x:.2f} {low:.2f} {width:.2f} {height:.2f} re W n {_EDGES[Tone.INK]} 0.6 w"]
        start = x - height
        while start < x + width:
            lines.append(f"{start:.2f} {low:.2f} m {start + height:.2f} {low + height:.2f} l S")
            start += _HATCH
        self._marks.append(" ".join(lines) + " Q")
        self.box(x, y, width, height, edge=Tone.INK)

    def shape(self, points: list[tuple[float, float]], fill: Tone) -> None:
        """See ``Surface``."""
        path = " ".join(
            f"{x:.2f} {self._height - y:.2f} {'l' if index else 'm'}" for index, (x, y) in enumerate(points)
        )
        self._marks.append(f"{_FILLS[fill]} {path} f")

    def text_width(self, text: str, style: Style) -> float:
        """See ``Surface``."""
        return self._setter.width(text, style)

    def write(self, x: float, y: float, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """See ``Surface``."""
        if not text:
            return
        if align is not Align.LEFT:
            width = self._setter.width(text, style)
            x -= width if align is Align.RIGHT else width / 2
        self._put(x, y, text, style)

    def squeeze(self, x: float, y: float, text: str, style: Style, room: float) -> None:
        """Right-aligned at ``x``, made narrower when it would not fit: a figure is never shortened."""
        width = self._setter.width(text, style)
        if width <= room:
            self._put(x - width, y, text, style)
            return
        scale = max(room / width * 100, _SQUEEZE_LEAST)
        self._text.append(f"{scale:.1f} Tz")
        self._put(x - width * scale / 100, y, text, style)
        self._text.append("100 Tz")

    def _put(self, x: float, y: float, text: str, style: Style) -> None:
        out = self._text
        if style.tone is not self._tone:
            self._tone = style.tone
            out.append(_FILLS[style.tone])
        out.append(f"1 0 0 1 {x:.2f} {self._height - y:.2f} Tm")
        for face, run in self._setter.runs(text, style.weight):
            self._set_outline(style if face.outlined and _outlined(style) else None)
            for name, part in self._encoded(face, run):
                font = f"{name} {style.size:g} Tf"
                if font != self._font:
                    self._font = font
                    out.append(font)
                out.append(f"({part}) Tj")

    def _encoded(self, face: Face, run: str) -> list[tuple[str, str]]:
        # ASCII has its own codes in a font's first subset, so most cells need no look-up by character
        if not run.isascii():
            return self._document.encode(face, run)
        name = self._ascii.get(face)
        if name is None:
            name = self._ascii[face] = self._document.encode(face, "0")[0][0]
        if "(" in run or ")" in run or "\\" in run:
            run = run.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        return [(name, run)]

    def _set_outline(self, style: Style | None) -> None:
        thick = style.size * _OUTLINE if style else 0.0
        if thick != self._outline:
            self._outline = thick
            self._text.append(f"2 Tr {_EDGES[style.tone]} {thick:.2f} w" if style else "0 Tr")
