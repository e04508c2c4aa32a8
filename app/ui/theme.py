"""How the program looks: named colours per theme, a palette made of them, one style sheet."""

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.theme_sheet import CONTRAST_EDGES, SHEET

THEMES = ("light", "dark", "contrast")
_SHEET = "sheet"
"""The property of the application that windows take their style sheet from."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning; a text on any ground has a contrast of at least 4.5 to 1, a field's edge 3 to 1 (tested)."""

    name: str
    window: str
    surface: str
    subtle: str
    hover: str
    selected: str
    selected_row: str
    line: str
    line_strong: str
    text: str
    text2: str
    text3: str
    accent: str
    accent_hover: str
    accent_pressed: str
    on_accent: str
    accent_soft: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    neutral: str
    neutral_bg: str
    tier_a: str
    tier_a_bg: str
    tier_b: str
    tier_b_bg: str
    tier_c: str
    tier_c_bg: str
    tier_n: str
    tier_n_bg: str
    positive: str
    negative: str
    actual: str
    year_before: str

    def color(self, name: str) -> QColor:
        """A colour by its name here."""
        return QColor(getattr(self, name))

    @property
    def outlined(self) -> bool:
        """Whether grounds say nothing: chips are outlines and the focus is thicker."""
        return self.name == "contrast"

    @property
    def on_main(self) -> str:
        """Icons on the main button."""
        return self.on_accent


LIGHT = Tokens(
    "light", "#F2F4F6", "#FFFFFF", "#F7F9FA", "#EEF2F5", "#D9ECF1", "#E4F1F5", "#E0E5EA", "#788693",
    "#17212B", "#465462", "#5D6A77", "#0B6478", "#085364", "#064150", "#FFFFFF", "#E1F0F3",
    "#0E6744", "#E0F3E9", "#8A4A00", "#FFEFD6", "#B3261E", "#FCE6E4", "#1A56A6", "#E4EEFB", "#44515E", "#E9EDF1",
    "#5B3A00", "#F6E3B4", "#274B63", "#D5E4EF", "#4A4F55", "#E6E8EB", "#6A4A3F", "#F1E4DE",
    "#1B6CA8", "#B0440A", "#2B3A47", "#B3BEC8",
)  # fmt: skip
DARK = Tokens(
    "dark", "#12171B", "#1A2127", "#20282F", "#27313A", "#173D48", "#183842", "#2E3841", "#7B8997",
    "#EDF1F4", "#B8C3CD", "#95A3B0", "#55BDD2", "#74CDDF", "#3FA9BF", "#05232B", "#143640",
    "#72D4A4", "#143327", "#F3B860", "#3A2A10", "#FF958C", "#431B19", "#8CBBFF", "#152E4F", "#C0CAD3", "#2C363F",
    "#F3D58A", "#433412", "#A9CBE3", "#1D3647", "#C3CAD1", "#30383F", "#E0BFB1", "#40302A",
    "#6DB6F2", "#F29552", "#D5DEE6", "#5A6874",
)  # fmt: skip

CONTRAST = Tokens(
    "contrast", "#000000", "#000000", "#000000", "#1A1A1A", "#003C5C", "#003C5C", "#FFFFFF", "#FFFFFF",
    "#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFE14D", "#FFE14D", "#FFE14D", "#000000", "#000000",
    "#7CFC9B", "#000000", "#FFD15C", "#000000", "#FF9E96", "#000000", "#9CCBFF", "#000000", "#FFFFFF", "#000000",
    "#FFFFFF", "#000000", "#FFFFFF", "#000000", "#FFFFFF", "#000000", "#FFFFFF", "#000000",
    "#9CCBFF", "#FFB066", "#FFFFFF", "#BFBFBF",
)  # fmt: skip
"""For who chooses it where the system itself has no contrast theme; with one, the system's own colours are used."""

TOKENS = {theme.name: theme for theme in (LIGHT, DARK, CONTRAST)}


def named(name: str) -> Tokens:
    """A theme by its name; high contrast in the system's own colours where the system has a contrast theme."""
    if name == "contrast" and _system_contrast():
        return of_palette(QPalette())
    return TOKENS[name]


def of_system() -> Tokens:
    """What the system shows everywhere: its contrast theme, else dark or light."""
    if _system_contrast():
        return named("contrast")
    # the object must be kept while it is asked
    hints = QGuiApplication.styleHints()
    return DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT


def _system_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    asked = getattr(hints, "accessibility", None)
    if asked is None:
        return False
    accessibility = asked()
    return bool(accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast)


def of_palette(system: QPalette) -> Tokens:
    """High contrast in a system's colours: text and ground, and one colour for what is selected."""
    role = QPalette.ColorRole
    text, ground = system.color(role.WindowText).name(), system.color(role.Window).name()
    accent, on_accent = system.color(role.Highlight).name(), system.color(role.HighlightedText).name()
    values = {field.name: ground if field.name.endswith("_bg") else text for field in fields(Tokens)}
    grounds = ("window", "surface", "subtle", "hover", "accent_soft")
    values |= dict.fromkeys(grounds, ground) | dict.fromkeys(("selected", "selected_row"), ground)
    values |= {"name": "contrast", "accent": accent, "accent_hover": accent, "accent_pressed": accent}
    return Tokens(**(values | {"on_accent": on_accent}))


_FAMILIES = ("Segoe UI Variable Text", "Segoe UI", "Inter", "Open Sans", "Noto Sans", "DejaVu Sans")
_CHINESE = ("Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Droid Sans Fallback")


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet, filled with a theme's colours; high contrast has edges where others have grounds."""
    sheet = SHEET + CONTRAST_EDGES if tokens.outlined else SHEET
    return sheet.format(**{field.name: getattr(tokens, field.name) for field in fields(tokens)})


def palette(tokens: Tokens) -> QPalette:
    """The palette carries most of the look, and all of it where no style sheet reaches."""
    roles = {
        QPalette.ColorRole.Window: tokens.window,
        QPalette.ColorRole.WindowText: tokens.text,
        QPalette.ColorRole.Base: tokens.surface,
        QPalette.ColorRole.AlternateBase: tokens.subtle,
        QPalette.ColorRole.Text: tokens.text,
        QPalette.ColorRole.Button: tokens.surface,
        QPalette.ColorRole.ButtonText: tokens.text,
        QPalette.ColorRole.BrightText: tokens.bad,
        QPalette.ColorRole.Highlight: tokens.accent if tokens.outlined else tokens.selected,
        QPalette.ColorRole.HighlightedText: tokens.on_accent if tokens.outlined else tokens.text,
        QPalette.ColorRole.Link: tokens.accent,
        QPalette.ColorRole.LinkVisited: tokens.accent,
        QPalette.ColorRole.ToolTipBase: tokens.surface,
        QPalette.ColorRole.ToolTipText: tokens.text,
        QPalette.ColorRole.PlaceholderText: tokens.text3,
        QPalette.ColorRole.Accent: tokens.accent,
        QPalette.ColorRole.Light: tokens.surface,
        QPalette.ColorRole.Midlight: tokens.subtle,
        QPalette.ColorRole.Mid: tokens.line,
        QPalette.ColorRole.Dark: tokens.line_strong,
        QPalette.ColorRole.Shadow: tokens.line_strong,
    }
    made = QPalette()
    for role, color in roles.items():
        made.setColor(role, QColor(color))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text3))
    return made


def interface_font() -> QFont:
    """The system's text face at 9.75 points (13 px), with the Chinese one behind it; figures of equal width.

    Windows has its own face; elsewhere the one of our papers is used, so that names look the same on both.
    """
    known = set(QFontDatabase.families())
    if not known & set(_FAMILIES[:3]):
        _add_paper_font()
        known = set(QFontDatabase.families())
    font = QFont()
    font.setFamilies([*[name for name in _FAMILIES if name in known][:1], *[n for n in _CHINESE if n in known][:1]])
    font.setPointSizeF(9.75)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font


def _add_paper_font() -> None:
    import fontpkg_open_sans  # noqa: PLC0415 - not needed where the system has a face of its own

    for path in (Path(fontpkg_open_sans.__file__).parent / "files").glob("*.ttf"):
        QFontDatabase.addApplicationFont(str(path))


def apply(application: QApplication, tokens: Tokens) -> None:
    """Switch the whole program to a theme, also while it runs."""
    application.setPalette(palette(tokens))
    application.setProperty(_SHEET, style_sheet(tokens))
    for window in application.topLevelWidgets():
        if window.parent() is None:
            wear(window)


def wear(window: QWidget) -> None:
    """Dress a window that belongs to no other, and with it everything that is and will be in it.

    The application itself wears no sheet: with one Qt would dress a part of a screen, and all there is in it, each time
    it is put into the next larger part. A screen that is put together outside its window is dressed once.
    """
    sheet = QApplication.instance().property(_SHEET)  # type: ignore[union-attr]
    window.setStyleSheet(sheet or "")
