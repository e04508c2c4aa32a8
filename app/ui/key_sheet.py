"""The keys of the screen that is open and those of the whole window (Ctrl+F1, or F1 where no number has the cursor)."""

import re
import weakref
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.i18n import Say
from app.ui import theme
from app.ui.commands import Command
from app.ui.keys import engraved
from app.ui.kit.labels import Text
from app.ui.kit.panel import Panel
from app.ui.kit.table import RecordTable
from app.ui.main_window import MainWindow

SAME: Mapping[str, str] = {
    "Ctrl+Return": N_("The one main deed of this screen"),
    "Ctrl+S": N_("Save and stay"),
    "Ctrl+N": N_("Something new of this kind"),
    "Ctrl+P": N_("Print this"),
    "Ctrl+F": N_("Filter or find"),
    "Ctrl+Shift+E": N_("Export this list"),
    "Ctrl+Tab": N_("The next view or tab"),
    "F2": N_("Change it in its place"),
    "F5": N_("Read anew"),
    "F7": N_("Copy as new"),
    "F9": N_("Fill in what is known"),
    "Ins": N_("Add one, or take it"),
    "Alt+T": N_("As a chart or as a table"),
    "Alt+N": N_("Next step"),
    "Alt+B": N_("Step before"),
    "Alt+Q": N_("Save as a quote"),
    "Alt+S": N_("Save as PDF"),
    "Ctrl+O": N_("Open with the system’s viewer"),
    "Alt+P": N_("Pause, or go on"),
    "Alt+E": N_("Escalate"),
    "Alt+G": N_("Give it out by rule"),
    "Ctrl+0": N_("New complaint"),
    "Ctrl+Shift+H": N_("Hide from the customer what is ours"),
    "Ctrl+Shift+V": N_("As percentages, or as amounts"),
    "Ctrl+Shift+K": N_("Correct a cost"),
    "Ctrl+Shift+R": N_("Work it out anew"),
    "Ctrl+Shift+A": N_("Adjust"),
    "Ctrl+Shift+D": N_("Disagree, or answer"),
    "Ctrl+Shift+T": N_("Print the page of the team"),
}
"""A key means the same on every screen that has it."""
HERE: Mapping[tuple[str, str], str] = {
    ("caller", "Ctrl+Tab"): N_("The other call"),
    ("caller", "F2"): N_("The form of this customer"),
    ("caller", "F9"): N_("Order at the price that was told"),
    ("order", "Ctrl+Shift+P"): N_("Split the order between salespeople"),
    ("commission", "Ctrl+Shift+P"): N_("Commission plans"),
    ("complaint", "F9"): N_("Answer from a template"),
    ("complaints", "F9"): N_("Answer from a template"),
}  # fmt: skip
"""What a key means on one screen, where that can be said more plainly."""
LISTED = (
    ("Return", N_("Open the row")), ("Space", N_("Quick look at the row")), ("Alt+Return", N_("Keep it at the side")),
    ("Shift+Space", N_("Mark the row")), ("Ctrl+C", N_("Copy the marked rows")),
)  # fmt: skip
_FIGURE = re.compile(r"Ctrl\+[1-9]")
_AREA = re.compile(r"Alt\+[1-9]")
_Named = tuple[str, str]


def of_screen(name: str, panel: Panel, say: Say) -> list[_Named]:
    """The keys of a screen as (key, words), in the order of the table; one without words is not there."""
    keys = dict.fromkeys(one.key().toString() for one in panel.findChildren(QShortcut))
    figures = sorted(key for key in keys if _FIGURE.fullmatch(key))
    found = [(engraved(key), say.text(HERE.get((name, key)) or SAME[key])) for key in (*SAME, "Ctrl+Shift+P")
             if key in keys and (key in SAME or (name, key) in HERE)]  # fmt: skip
    if figures:
        found.append((_span(figures), say.text(N_("Parts and deeds of this screen"))))
    if panel.findChildren(RecordTable):
        found += [(engraved(key), say.text(words)) for key, words in LISTED]
    return found


def of_window(commands: Sequence[Command], say: Say) -> list[_Named]:
    """The keys that work everywhere."""
    areas = sorted(command.key for command in commands if _AREA.fullmatch(command.key))
    found = [(engraved(one.key), say.text(one.title)) for one in commands if one.key and one.key not in areas]
    return [*([(_span(areas), say.text(N_("The main areas")))] if areas else []), *found]


def _span(keys: Sequence[str]) -> str:
    return f"{keys[0]} … {keys[-1]}" if len(keys) > 1 else keys[0]


class KeySheet(QFrame):
    """Lies over the window until Esc, F1 or a click beside it; it deletes itself."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        say, panel = window.context.say, window.stack.currentWidget()
        both = QHBoxLayout(self)
        both.setContentsMargins(20, 16, 20, 18)
        both.setSpacing(32)
        own = of_screen(window.current, panel, say) if isinstance(panel, Panel) else []
        title = panel.title() if isinstance(panel, Panel) else ""
        shared = of_window(list(window.commands), say)
        for heading, rows in ((title, own), (say.text(N_("Everywhere")), shared)):
            if rows:
                both.addLayout(_column(heading, rows))
        self.setAccessibleName(say.text(N_("Keys of this screen")))
        self.setAccessibleDescription(", ".join(f"{key}: {words}" for key, words in (*own, *shared)))
        theme.wear(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 close it."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        else:
            super().keyPressEvent(event)


def _column(heading: str, rows: Sequence[_Named]) -> QVBoxLayout:
    column, grid = QVBoxLayout(), QGridLayout()
    column.addWidget(Text(heading, "section"))
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(5)
    for at, (key, words) in enumerate(rows):
        grid.addWidget(Text(key, "key"), at, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(Text(words), at, 1)
    column.addLayout(grid)
    column.addStretch(1)
    return column


class ShowKeys:
    """Opens the sheet in the middle of the window; holds the window weakly."""

    def __init__(self, window: MainWindow) -> None:
        self._window = weakref.ref(window)

    def __call__(self) -> None:
        window = self._window()
        if window is None or window.findChild(KeySheet) is not None:
            return
        sheet = KeySheet(window)
        sheet.adjustSize()
        room: QWidget = window
        sheet.move(room.mapToGlobal(QPoint((room.width() - sheet.width()) // 2, (room.height() - sheet.height()) // 2)))
        sheet.show()
        sheet.setFocus()


def key_commands(window: MainWindow) -> list[Command]:
    """Ctrl+F1; F1 too, wherever it says nothing about a number."""
    window.help_wanted.connect(ShowKeys(window))
    return [Command("window.keys", N_("Keys of this screen"), "help", "Ctrl+F1", ShowKeys(window), words="help")]
