"""The line on top of the quality screen: by what, which month, print; and the cards of figures below it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.reports.compare import Unit
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text
from app.ui.kit.month import MonthStep
from app.ui.kit.view_choice import ViewChoice
from app.ui.profit.figures import CardRow, FigureKind
from app.ui.profit.head import ICON

WIDE = 1180
VIEWS = (("causes", N_("Causes")), ("products", N_("Products")), ("owners", N_("Owners")))
KINDS = (
    FigureKind("answered_in_time", N_("First answer in time"), Unit.PERCENT, better_up=True,
               why=N_("Of the first answers that were given or overdue in the month: how many came in time.")),
    FigureKind("solved_in_time", N_("Solved in time"), Unit.PERCENT, better_up=True,
               why=N_("Of the cases that were solved or overdue in the month: how many were solved in time.")),
    FigureKind("first_contact", N_("Solved at first contact"), Unit.PERCENT, better_up=True,
               why=N_("Of the cases closed in the month: how many needed one answer only and stayed closed.")),
    FigureKind("satisfaction", N_("Satisfaction"), Unit.AVERAGE, better_up=True,
               why=N_("The average of what customers said in the month, from 1 to 5.")),
    FigureKind("quality", N_("Quality of answers"), Unit.AVERAGE, better_up=True,
               why=N_("The average of what supervisors said about our answers, from 1 to 5.")),
    FigureKind("repeated", N_("Repeated"), Unit.PERCENT, better_up=False,
               why=N_("Of the cases received in the month: how many came back within 90 days.")),
    FigureKind("cost", N_("Cost of solving"), Unit.MONEY, better_up=False,
               why=N_("What was booked for solving complaints in the month; it lowers the contribution.")),
)  # fmt: skip


class QualityHead(QWidget):
    """``step`` is the month, ``views`` by what cases are told apart."""

    printing = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._title = Text("", "title")
        self.views = ViewChoice(context, VIEWS)
        self.step = MonthStep(context)
        self.field = self.step.field
        self._against = Yielding("caption")
        self._print = QPushButton()
        self._build()
        self._print.clicked.connect(self.printing)

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self._title)
        row.addSpacing(8)
        row.addWidget(self.views)
        self.views.offer("owners", offered=self.context.sees_profit)
        row.addSpacing(8)
        row.addWidget(self.step)
        row.addWidget(self._against, 1)
        row.addWidget(self._print)

    def show_month(self, month: Month) -> None:
        """The month that is shown."""
        say = self.context.say
        self.field.show_month(month)
        before, year = say.month(month.plus(-1)), say.month(month.plus(-12))
        self._against.say(say.text(N_("compared with {before} and {year}"), before=before, year=year))

    def show_view(self, view: str) -> None:
        """By what cases are told apart."""
        self.views.show_view(view)

    def fit(self, width: int) -> None:
        """A narrow window leaves the screen's name to its title bar."""
        self._title.setVisible(width >= WIDE)

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Quality of complaints")))
        for part in (self.views, self.step):
            part.translate()
        words = say.text(N_("Print"))
        self._print.setText(f" {words}")
        self._print.setAccessibleName(words)
        self._print.setToolTip(f"{say.text(N_('Print the complaints of the month'))} (Ctrl+P)")

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        self.step.paint_theme()
        self._print.setIcon(icon("print", tokens.text2))
        self._print.setIconSize(QSize(ICON, ICON))


class QualityFigures(CardRow):
    """The cards; each opens its cases, F1 says what it counts. The cost only for who may see it."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, [kind for kind in KINDS if kind.key != "cost" or context.sees_profit], parent)
