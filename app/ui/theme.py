"""How the program looks: named colours per theme, a palette made of them, one style sheet."""

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

THEMES = ("light", "dark", "contrast")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Colours by meaning; every pair of text and ground has a contrast of at least 4.5 to 1 (tested)."""

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
        """Icons on the main button: in high contrast it has the ground of any other button."""
        return self.text if self.outlined else self.on_accent


LIGHT = Tokens(
    "light", "#F2F4F6", "#FFFFFF", "#F7F9FA", "#EEF2F5", "#D9ECF1", "#E4F1F5", "#E0E5EA", "#8593A0",
    "#17212B", "#465462", "#616E7B", "#0B6478", "#085364", "#064150", "#FFFFFF", "#E1F0F3",
    "#0E6744", "#E0F3E9", "#8A4A00", "#FFEFD6", "#B3261E", "#FCE6E4", "#1A56A6", "#E4EEFB", "#44515E", "#E9EDF1",
    "#5B3A00", "#F6E3B4", "#274B63", "#D5E4EF", "#4A4F55", "#E6E8EB", "#6A4A3F", "#F1E4DE",
    "#1B6CA8", "#B8480A", "#2B3A47", "#B3BEC8",
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

_SHEET = """
QWidget {{ color: {text}; }}
QMainWindow, #shell {{ background: {window}; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line_strong}; padding: 4px; }}
QFrame[kind="card"] {{ background: {surface}; border: 1px solid {line}; border-radius: 8px; }}
QFrame[kind="band"] {{ background: {accent_soft}; border: none; border-radius: 8px; }}
QFrame[kind="bar"] {{ background: {surface}; border: none; border-bottom: 1px solid {line}; }}
QFrame[kind="status"] {{ background: {surface}; border: none; border-top: 1px solid {line}; }}
QFrame[kind="side"] {{ background: {surface}; border: none; border-left: 1px solid {line}; }}
QLabel[kind="title"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[kind="name"] {{ font-size: 18pt; font-weight: 600; }}
QLabel[kind="total"] {{ font-size: 16pt; font-weight: 600; }}
QLabel[kind="section"] {{ font-size: 10.5pt; font-weight: 600; }}
QLabel[kind="strong"] {{ font-weight: 600; }}
QLabel[kind="quiet"] {{ color: {text2}; }}
QLabel[kind="caption"] {{ color: {text3}; font-size: 9pt; }}
QLabel[kind="figure"] {{ font-size: 12pt; font-weight: 600; }}
QLabel[kind="key"] {{ background: {subtle}; color: {text2}; border: 1px solid {line}; border-radius: 4px;
  padding: 0 6px; font-size: 9pt; }}
QLabel[tone="quiet"] {{ color: {text2}; }}
QLabel[tone="bad"] {{ color: {bad}; }}
QLabel[tone="warn"] {{ color: {warn}; }}
QLabel[tone="ok"] {{ color: {ok}; }}
QLabel[tone="info"] {{ color: {info}; }}
QLabel[tone="accent"] {{ color: {accent}; }}
QLabel[kind="chip"] {{ background: {neutral_bg}; color: {neutral}; border-radius: 5px; padding: 2px 8px;
  font-weight: 600; }}
QLabel[kind="chip"][tone="ok"] {{ background: {ok_bg}; color: {ok}; }}
QLabel[kind="chip"][tone="warn"] {{ background: {warn_bg}; color: {warn}; }}
QLabel[kind="chip"][tone="bad"] {{ background: {bad_bg}; color: {bad}; }}
QLabel[kind="chip"][tone="info"] {{ background: {info_bg}; color: {info}; }}
QLabel[kind="chip"][tone="A"] {{ background: {tier_a_bg}; color: {tier_a}; }}
QLabel[kind="chip"][tone="B"] {{ background: {tier_b_bg}; color: {tier_b}; }}
QLabel[kind="chip"][tone="C"] {{ background: {tier_c_bg}; color: {tier_c}; }}
QLabel[kind="chip"][tone="N"] {{ background: {tier_n_bg}; color: {tier_n}; }}
QFrame[kind="fact"] {{ background: {surface}; border: 1px solid {line}; border-left: 3px solid {line};
  border-radius: 6px; }}
QFrame[kind="fact"][tone="bad"] {{ border-left-color: {bad}; }}
QFrame[kind="fact"][tone="warn"] {{ border-left-color: {warn}; }}
QFrame[kind="popup"] {{ background: {surface}; border: 1px solid {line_strong}; border-radius: 10px; }}
QFrame[kind="line"] {{ background: {line}; border: none; }}
QFrame[kind="strip"] {{ background: {info_bg}; border: none; border-radius: 8px; }}
QFrame[kind="strip"][tone="ok"] {{ background: {ok_bg}; }}
QFrame[kind="strip"][tone="warn"] {{ background: {warn_bg}; }}
QFrame[kind="strip"][tone="bad"] {{ background: {bad_bg}; }}
QPushButton {{ background: {surface}; border: 1px solid {line_strong}; border-radius: 5px; padding: 5px 12px;
  min-height: 20px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {selected}; }}
QPushButton:focus {{ border: 2px solid {accent}; padding: 4px 11px; }}
QPushButton:disabled {{ color: {text3}; border-color: {line}; }}
QPushButton[kind="primary"] {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {accent_pressed}; }}
QPushButton[kind="primary"]:disabled {{ background: {neutral_bg}; color: {text3}; border-color: {line}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {text}; }}
QPushButton[kind="flat"], QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 5px;
  padding: 5px 8px; min-height: 20px; }}
QPushButton[kind="flat"]:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton[kind="flat"]:focus, QToolButton:focus {{ border: 2px solid {accent}; padding: 4px 7px; }}
QToolButton[kind="status"] {{ padding: 3px 6px; min-height: 18px; color: {text2}; }}
QToolButton[kind="status"]:focus {{ padding: 2px 5px; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton::menu-indicator {{ subcontrol-position: right center; right: 8px; }}
QToolButton[kind="person"] {{ background: {accent}; color: {on_accent}; border-radius: 15px; padding: 4px 6px;
  font-weight: 600; }}
QToolButton[kind="person"]:hover {{ background: {accent_hover}; }}
QToolButton[kind="person"]:focus {{ border: 2px solid {text}; padding: 3px 5px; }}
QToolButton[kind="person"]::menu-indicator {{ image: none; width: 0; }}
QPushButton[kind="nav"] {{ background: transparent; border: none; border-left: 3px solid transparent;
  border-radius: 5px; padding: 6px 10px; text-align: left; min-height: 22px; }}
QPushButton[kind="nav"]:hover {{ background: {hover}; }}
QPushButton[kind="nav"]:checked {{ background: {selected}; border-left-color: {accent}; font-weight: 600; }}
QPushButton[kind="nav"]:focus {{ border: 2px solid {accent}; padding: 4px 8px; }}
QPushButton[kind="tab"] {{ background: transparent; border: none; border-bottom: 2px solid transparent;
  border-radius: 0; padding: 5px 10px; color: {text2}; }}
QPushButton[kind="tab"]:checked {{ color: {text}; font-weight: 600; border-bottom-color: {accent}; }}
QPushButton[kind="tab"]:focus {{ border: 2px solid {accent}; padding: 3px 8px; }}
QPushButton[kind="chip"] {{ background: {accent_soft}; border: 1px solid {accent_soft}; border-radius: 13px;
  padding: 2px 10px; color: {accent}; }}
QPushButton[kind="chip"]:hover {{ background: {selected}; }}
QPushButton[kind="chip"]:focus {{ border: 2px solid {accent}; padding: 1px 9px; }}
QPushButton[kind="choice"]:checked {{ background: {selected}; border: 2px solid {accent}; padding: 4px 11px;
  font-weight: 600; }}
QPushButton[kind="row"] {{ background: {subtle}; border: 1px solid {line}; text-align: left; padding: 0 10px;
  min-height: 0; }}
QPushButton[kind="row"]:hover {{ background: {selected}; }}
QPushButton[kind="search"] {{ text-align: left; padding: 6px 12px; color: {text2}; }}
QPushButton[kind="search"]:focus {{ padding: 5px 11px; }}
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QDateEdit, QSpinBox {{ background: {surface}; color: {text};
  border: 1px solid {line}; border-bottom-color: {line_strong}; border-radius: 5px; padding: 5px 8px;
  selection-background-color: {accent}; selection-color: {on_accent}; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QDateEdit:focus, QSpinBox:focus {{
  border: 2px solid {accent}; padding: 4px 7px; }}
QLineEdit[kind="big"] {{ font-size: 14pt; padding: 8px 12px; }}
QLineEdit[kind="big"]:focus {{ padding: 7px 11px; }}
QLineEdit[kind="bare"], QLineEdit[kind="bare"]:focus {{ font-size: 13pt; border: none; padding: 6px; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] {{
  border: 2px solid {bad}; padding: 4px 7px; }}
QComboBox::drop-down {{ border: none; width: 20px; }}
QComboBox QAbstractItemView {{ background: {surface}; border: 1px solid {line_strong};
  selection-background-color: {selected}; selection-color: {text}; }}
QTableView, QListView, QTreeView {{ background: {surface}; alternate-background-color: {surface};
  border: 1px solid {line}; border-radius: 8px; gridline-color: {line}; outline: none;
  selection-background-color: {selected_row}; selection-color: {text}; }}
QTableView[kind="inner"], QListView[kind="inner"] {{ border: none; border-radius: 0;
  border-top: 1px solid {line}; }}
QTableView[kind="inner"]::item {{ padding: 0 9px; border-bottom: 1px solid {line}; }}
QTableView[kind="inner"]::item:selected {{ background: {selected_row}; }}
QListView[kind="people"]::item {{ padding: 0 10px; }}
QTableView::item:focus {{ border: 2px solid {accent}; }}
QFrame[kind="lane"] {{ background: {subtle}; border: 1px solid {line}; border-radius: 8px; }}
QListView[kind="board"] {{ background: transparent; border: none; border-radius: 0; }}
QTableView[kind="inset"] {{ border: none; border-radius: 0; }}
QHeaderView {{ background: {subtle}; border: none; }}
QHeaderView::section {{ background: {subtle}; color: {text2}; border: none; border-right: 1px solid {line};
  border-bottom: 1px solid {line}; padding: 6px 10px; font-weight: 600; }}
QTableCornerButton::section {{ background: {subtle}; border: none; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar::handle:vertical {{ background: {line_strong}; border-radius: 4px; min-height: 28px; margin: 1px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle:horizontal {{ background: {line_strong}; border-radius: 4px; min-width: 28px; margin: 1px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: none; }}
QMenu {{ background: {surface}; border: 1px solid {line_strong}; padding: 4px; }}
QMenu::item {{ padding: 6px 24px 6px 12px; border-radius: 4px; }}
QMenu::item:selected {{ background: {selected}; }}
QCheckBox, QRadioButton {{ min-height: 24px; }}
QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {line_strong}; border-radius: 3px;
  background: {surface}; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; }}
QRadioButton::indicator {{ width: 15px; height: 15px; border: 1px solid {line_strong}; border-radius: 8px;
  background: {surface}; }}
QRadioButton::indicator:checked {{ width: 7px; height: 7px; border: 5px solid {accent}; }}
QRadioButton:focus {{ outline: 2px solid {accent}; }}
QCheckBox:focus {{ outline: 2px solid {accent}; }}
QDialog {{ background: {window}; }}
QSplitter::handle {{ background: {line}; }}
"""


def style_sheet(tokens: Tokens) -> str:
    """The one style sheet, filled with a theme's colours."""
    return _SHEET.format(**{field.name: getattr(tokens, field.name) for field in fields(tokens)})


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
        QPalette.ColorRole.Highlight: tokens.selected,
        QPalette.ColorRole.HighlightedText: tokens.text,
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
    application.setStyle("Fusion")
    application.setPalette(palette(tokens))
    # high contrast is the palette alone: whatever a sheet does, it does against the system
    application.setStyleSheet("" if tokens.outlined else style_sheet(tokens))
