"""The line on top of the profit screen: which figures, which month, is it closed, print and export."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.domain.typed_months import read_month
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text, Toggle

ICON = 18
WIDE = 1300
SHORT, SHORTEST = 1240, 1100
"""Below these widths some buttons show their icon only; tooltip and accessible name stay."""
VIEWS = (
    ("customers", N_("Customers")),
    ("products", N_("Products")),
    ("salespeople", N_("Salespeople")),
    ("levels", N_("Levels")),
    ("orders", N_("Orders")),
    ("months", N_("Months")),
)


class MonthField(QLineEdit):
    """A month that is written or typed; ``chosen`` carries what was understood, ``refused`` the sentence."""

    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.month = Month(2000, 1)
        self.now = Month(2000, 1)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.returnPressed.connect(self.settle)
        self.editingFinished.connect(self._left)

    def show_month(self, month: Month) -> None:
        """Another month in words."""
        self.month = month
        self.setText(self.context.say.month(month))
        self._mark(wrong=False)

    def settle(self) -> None:
        """Read what was typed."""
        if self.text() == self.context.say.month(self.month):
            return
        try:
            found = read_month(self.text(), self.now)
        except Mistake as error:
            self._mark(wrong=True)
            self.refused.emit(self.context.say.refusal(error))
            return
        self.show_month(found)
        self.chosen.emit(found)

    def _left(self) -> None:
        if not self.hasFocus():
            self.settle()

    def _mark(self, *, wrong: bool) -> None:
        if bool(self.property("wrong")) != wrong:
            self.setProperty("wrong", wrong)
            self.style().unpolish(self)
            self.style().polish(self)


class ProfitHead(QWidget):
    """``stepped`` by months, ``chosen`` one; ``viewed`` names the figures that are wanted."""

    viewed = Signal(str)
    stepped = Signal(int)
    chosen = Signal(object)
    refused = Signal(str)
    printing = Signal()
    exporting = Signal()
    closing = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._month: Month | None = None
        self._title = Text("", "title")
        self._tabs = QButtonGroup(self)
        self._before, self._next = QToolButton(), QToolButton()
        self.field = MonthField(context)
        self.field.setFixedWidth(150)
        self.state = QPushButton()
        self.state.setProperty("kind", "flat")
        self._against = Yielding("caption")
        self._export, self._print = QPushButton(), QPushButton()
        self._print.setProperty("kind", "primary")
        self._closed = False
        self._build()
        # until it is known how much room there is: a window would grow for it
        self.fit(0)
        self._before.clicked.connect(self._back)
        self._next.clicked.connect(self._forth)
        self.state.clicked.connect(self.closing)
        self._export.clicked.connect(self.exporting)
        self._print.clicked.connect(self.printing)
        self._tabs.idClicked.connect(self._view)
        self.field.chosen.connect(self.chosen)
        self.field.refused.connect(self.refused)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addSpacing(8)
        for at in range(len(VIEWS)):
            button = Toggle()
            self._tabs.addButton(button, at)
            row.addWidget(button)
        self._tabs.button(0).setChecked(True)
        row.addSpacing(8)
        for widget in (self._before, self.field, self._next, self.state):
            row.addWidget(widget)
        row.addWidget(self._against, 1)
        if not self.context.may("export"):
            self._export.hide()
        row.addWidget(self._export)
        row.addWidget(self._print)

    def show_month(self, month: Month, *, closed: bool, known: bool = True) -> None:
        """The month that is shown, and whether it is closed; ``known`` false: not read yet."""
        self._month, self._closed = month, closed
        say = self.context.say
        self.field.show_month(month)
        words = say.text(N_("month closed")) if closed else say.text(N_("month open"))
        _show_words(self.state, words if known else "")
        self.state.setAccessibleName(say.text(N_("{state}: show the book months"), state=words))
        self.state.setToolTip(self.state.accessibleName())
        before, year = say.month(month.plus(-1)), say.month(month.plus(-12))
        self._against.say(say.text(N_("compared with {before} and {year}"), before=before, year=year))
        self.paint_theme()

    def show_view(self, view: str) -> None:
        """The figures that are shown."""
        self._tabs.button([name for name, _ in VIEWS].index(view)).setChecked(True)

    def fit(self, width: int) -> None:
        """A narrow window leaves the screen's name to its title bar, and words to tooltips."""
        self._title.setVisible(width >= WIDE)
        for button, least in ((self._export, SHORT), (self.state, SHORTEST), (self._print, SHORTEST)):
            button.setProperty("short", width < least)
            _show_words(button, str(button.property("words") or ""))

    def _view(self, at: int) -> None:
        self.viewed.emit(VIEWS[at][0])

    def _back(self) -> None:
        self.stepped.emit(-1)

    def _forth(self) -> None:
        self.stepped.emit(1)

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Profit")))
        for at, (_, title) in enumerate(VIEWS):
            words = say.text(title)
            self._tabs.button(at).setText(words)
            self._tabs.button(at).setAccessibleName(words)
            self._tabs.button(at).setToolTip(f"{words} (Ctrl+{at + 1})")
        for tool, words, keys in (
            (self._before, N_("Month before"), "Alt+←"),
            (self._next, N_("Next month"), "Alt+→"),
        ):
            tool.setAccessibleName(say.text(words))
            tool.setToolTip(f"{say.text(words)} ({keys})")
        self.field.setAccessibleName(say.text(N_("Month")))
        self.field.setToolTip(say.text(N_("Type a month, such as 10, 10/2026 or oct 2026.")))
        for button, words, keys in (
            (self._export, N_("Export"), "Ctrl+Shift+E"),
            (self._print, N_("Print monthly report"), "Ctrl+P"),
        ):
            _show_words(button, f" {say.text(words)}")
            button.setAccessibleName(say.text(words))
            button.setToolTip(f"{say.text(words)} ({keys})")
        if self._month is not None:
            self.show_month(self._month, closed=self._closed)

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        self._before.setIcon(icon("left", tokens.text2))
        self._next.setIcon(icon("right", tokens.text2))
        self.state.setIcon(icon("lock" if self._closed else "note", tokens.ok if self._closed else tokens.text3, 14))
        self._export.setIcon(icon("export", tokens.text2))
        self._print.setIcon(icon("print", tokens.on_accent))
        for button in (self._export, self._print):
            button.setIconSize(QSize(ICON, ICON))


def _show_words(button: QPushButton, words: str) -> None:
    """A button's words, or its icon alone where there is no room."""
    button.setProperty("words", words)
    button.setText("" if button.property("short") else words)
