"""The typefaces of paper: Open Sans cut from its variable font, and a Chinese one found on the machine."""

import functools
import hashlib
import io
import os
import sys
import tempfile
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from reportlab.pdfbase.ttfonts import TTFError, TTFont

from app.domain.refusal import N_, Unavailable
from app.reports.look import Weight

__all__ = ["Face", "Fonts", "default_fonts"]

_WEIGHTS = {Weight.REGULAR: 400, Weight.SEMIBOLD: 600, Weight.BOLD: 700}
_SOURCE = "OpenSans[wdth,wght].ttf"
_RECIPE = 2
"""Counts up when the cut changes, so that an old cache is left alone and a new file is made."""

# (regular, bold) by file name, best first. Only TrueType outlines: the PDF writer refuses the CFF ones of Noto CJK.
_CHINESE: Sequence[tuple[str, str]] = (
    ("msyh.ttc", "msyhbd.ttc"),
    ("msyh.ttf", "msyhbd.ttf"),
    ("Deng.ttf", "Dengb.ttf"),
    ("simhei.ttf", ""),
    ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"),
    ("DroidSansFallbackFull.ttf", ""),
    ("DroidSansFallback.ttf", ""),
    ("wqy-microhei.ttc", ""),
    ("wqy-zenhei.ttc", ""),
    ("simsun.ttc", ""),
    ("Arial Unicode.ttf", ""),
)
_loading = threading.RLock()


@dataclass(frozen=True, eq=False)
class Face:
    """One loaded font file; ``outlined`` draws its strokes thicker because it has no bold cut."""

    font: TTFont
    outlined: bool = False
    widths: dict[str, float] = field(default_factory=dict)
    """Width of each character it has, for size 1."""

    @classmethod
    def load(cls, path: Path, *, validate: bool = False) -> "Face":
        """Read a TrueType font, on demand with its checksum; raises ``TTFError`` for any other or damaged file."""
        try:
            font = TTFont(path.stem, str(path), validate=int(validate))
        except Exception as error:
            # a damaged file ends in whatever the parser stumbles over: struct.error, IndexError, AssertionError
            raise TTFError(f"{path.name} cannot be used: {error}") from error
        widths = {chr(code): width / 1000 for code, width in font.face.charWidths.items() if code <= sys.maxunicode}
        known = font.face.charToGlyph
        return cls(font, widths={char: width for char, width in widths.items() if ord(char) in known})

    def thick(self) -> "Face":
        """The same font drawn with an outline."""
        return Face(self.font, outlined=True, widths=self.widths)


class Fonts:
    """Finds, cuts and loads the fonts once per process; the folder keeps the cut ones from start to start."""

    def __init__(self, cache: Path, folders: Iterable[Path] | None = None) -> None:
        """``cache`` is made when it is missing; ``folders`` are searched for Chinese (default: the system's)."""
        self._cache = cache
        self._folders = tuple(_font_folders() if folders is None else folders)
        self._latin: dict[Weight, Face] = {}
        self._chinese: dict[bool, Face | None] = {}

    def latin(self, weight: Weight) -> Face:
        """Open Sans in this cut."""
        with _loading:
            if weight not in self._latin:
                self._latin[weight] = self._load_latin(weight)
            return self._latin[weight]

    def chinese(self, weight: Weight) -> Face | None:
        """The machine's Chinese font, or ``None`` when it has none the PDF writer can embed."""
        bold = weight is not Weight.REGULAR
        with _loading:
            if not self._chinese:
                self._chinese = self._load_chinese()
            return self._chinese[bold]

    def need_chinese(self) -> None:
        """Raises ``Unavailable`` when a Chinese document could not be printed."""
        if self.chinese(Weight.REGULAR) is None:
            raise Unavailable(
                N_("A document in Chinese needs a Chinese TrueType font, and this computer has none."),
                hint=N_(
                    "Install Microsoft YaHei on Windows, or the package fonts-droid-fallback on Debian and Ubuntu."
                ),
            )

    def _load_latin(self, weight: Weight) -> Face:
        path = self._cache / _cut_name(weight)
        try:
            return Face.load(path, validate=True)
        except TTFError:
            # not cut yet, or damaged by whoever cleaned the folder
            _write(path, _cut(weight))
            return Face.load(path)

    def _load_chinese(self) -> dict[bool, Face | None]:
        for regular, bold in _CHINESE:
            plain = self._try(regular)
            if plain is not None:
                return {False: plain, True: (self._try(bold) if bold else None) or plain.thick()}
        return {False: None, True: None}

    def _try(self, name: str) -> Face | None:
        for folder in self._folders:
            for path in sorted(folder.rglob(name)):
                try:
                    return Face.load(path)
                except TTFError:
                    continue
        return None


@functools.cache
def default_fonts() -> Fonts:
    """The fonts of this machine, cut into the user's cache folder."""
    import platformdirs  # noqa: PLC0415 - only who prints without own folder pays for it

    return Fonts(Path(platformdirs.user_cache_dir("mostrador", appauthor=False)) / "fonts")


def _font_folders() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts", local / "Microsoft" / "Windows" / "Fonts"]
    if sys.platform == "darwin":
        return [home / "Library" / "Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    share = Path(os.environ.get("XDG_DATA_HOME", home / ".local" / "share"))
    return [share / "fonts", home / ".fonts", Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]


def _source() -> bytes:
    return (resources.files("fontpkg_open_sans") / "files" / _SOURCE).read_bytes()


@functools.cache
def _cut_name(weight: Weight) -> str:
    import fontTools  # type: ignore[import-untyped]  # noqa: PLC0415

    made_by = _source() + f"{fontTools.version} {_RECIPE}".encode()
    return f"OpenSans-{weight}-{hashlib.sha256(made_by).hexdigest()[:8]}.ttf"


def _cut(weight: Weight) -> bytes:
    """One static cut without hints and layout tables, which paper does not use; the same bytes every time."""
    from fontTools import subset  # noqa: PLC0415 - only the first print pays for it
    from fontTools.ttLib import TTFont as Tables  # type: ignore[import-untyped]  # noqa: PLC0415
    from fontTools.varLib import instancer  # type: ignore[import-untyped]  # noqa: PLC0415

    # without recalcTimestamp=False the file would carry the moment it was cut
    tables = Tables(io.BytesIO(_source()), recalcTimestamp=False)
    instancer.instantiateVariableFont(tables, {"wght": _WEIGHTS[weight], "wdth": 100}, inplace=True)
    options = subset.Options(hinting=False, layout_features=[], glyph_names=False, notdef_outline=True, name_IDs=[6])
    options.drop_tables += ["DSIG", "STAT", "GDEF", "GPOS", "GSUB"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=tables.getBestCmap())
    cutter.subset(tables)
    # every cut of a variable font carries the name of the first; the PDF would call all three the same
    tables["name"].names = []
    for number, text in ((1, "Open Sans"), (2, weight), (4, f"Open Sans {weight}"), (6, f"OpenSans-{weight}")):
        tables["name"].setName(str(text), number, 3, 1, 0x409)
    buffer = io.BytesIO()
    tables.save(buffer)
    return buffer.getvalue()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when two programs cut the same font at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        try:
            Path(name).replace(path)
        except PermissionError:
            # Windows: another program has the same file open already, so it is there
            if not path.exists():
                raise
    finally:
        Path(name).unlink(missing_ok=True)
