"""The line on top of the profit screen: which figures, which month, is it closed, print and export."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text
from app.ui.kit.month import MonthStep
from app.ui.kit.view_choice import ViewChoice

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


class ProfitHead(QWidget):
    """``step`` is the month, ``views`` the figures that are wanted, the signals what else can be done."""

    printing = Signal()
    exporting = Signal()
    closing = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._month: Month | None = None
        self._title = Text("", "title")
        self.views = ViewChoice(context, VIEWS)
        self.step = MonthStep(context)
        self.field = self.step.field
        self.state = QPushButton()
        self.state.setProperty("kind", "flat")
        self._against = Yielding("caption")
        self._export, self._print = QPushButton(), QPushButton()
        self._print.setProperty("kind", "primary")
        self._closed = False
        self._build()
        # until it is known how much room there is: a window would grow for it
        self.fit(0)
        self.state.clicked.connect(self.closing)
        self._export.clicked.connect(self.exporting)
        self._print.clicked.connect(self.printing)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self.views)
        row.addSpacing(8)
        for widget in (self.step, self.state):
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
        _show_words(self.state, f" {words}" if known else "")
        self.state.setAccessibleName(say.text(N_("{state}: show the book months"), state=words))
        self.state.setToolTip(self.state.accessibleName())
        before, year = say.month(month.plus(-1)), say.month(month.plus(-12))
        self._against.say(say.text(N_("compared with {before} and {year}"), before=before, year=year))
        self.paint_theme()

    def show_view(self, view: str) -> None:
        """The figures that are shown."""
        self.views.show_view(view)

    def fit(self, width: int) -> None:
        """A narrow window leaves the screen's name to its title bar, and words to tooltips."""
        self._title.setVisible(width >= WIDE)
        for button, least in ((self._export, SHORT), (self.state, SHORTEST), (self._print, SHORTEST)):
            button.setProperty("short", width < least)
            _show_words(button, str(button.property("words") or ""))

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Profit")))
        for part in (self.views, self.step):
            part.translate()
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
        self.step.paint_theme()
        self.state.setIcon(icon("lock" if self._closed else "note", tokens.ok if self._closed else tokens.text3, 14))
        self._export.setIcon(icon("export", tokens.text2))
        self._print.setIcon(icon("print", tokens.on_accent))
        for button in (self._export, self._print):
            button.setIconSize(QSize(ICON, ICON))


def _show_words(button: QPushButton, words: str) -> None:
    """A button's words, or its icon alone where there is no room."""
    button.setProperty("words", words)
    button.setText("" if button.property("short") else words)
