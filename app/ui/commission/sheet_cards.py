"""The figures above the lines of a statement: the box, the levels, and what is paid, waits or is disputed."""

from collections.abc import Sequence
from decimal import Decimal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.commission_lines import Sheet
from app.ui.context import Context
from app.ui.kit.labels import Card, Text

Row = tuple[str, str, str, str]
"""Sign, words, figure, tone; all translated."""


class FigureRows(Card):
    """Words on the left, figures on the right, the last one under a line."""

    def __init__(self, context: Context, columns: int) -> None:
        super().__init__()
        self.context = context
        self._columns = columns
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self._parts: list[QWidget] = []
        self.body.addLayout(self._grid)
        self.body.addStretch(1)

    def show_rows(self, rows: Sequence[Sequence[tuple[str, str]]], *, ruled: bool) -> None:
        """Rows of (text, tone); the first cell of each stands left. ``ruled``: the last row is a sum."""
        for part in self._parts:
            self._grid.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        for at, cells in enumerate(rows):
            last = ruled and at + 1 == len(rows)
            if last:
                line = QFrame()
                line.setProperty("kind", "line")
                line.setFixedHeight(1)
                self._add(line, at, 0, span=self._columns)
            for column, (text, tone) in enumerate(cells):
                label = Text(text, "strong" if last or tone == "strong" else "", "" if tone == "strong" else tone)
                side = Qt.AlignmentFlag.AlignRight if column and column + 1 != 0 else Qt.AlignmentFlag.AlignLeft
                label.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
                self._add(label, at + 1 if last else at, column)
        self._grid.setColumnStretch(0, 1)

    def _add(self, part: QWidget, row: int, column: int, span: int = 1) -> None:
        self._grid.addWidget(part, row, column, 1, span)
        self._parts.append(part)

    @property
    def texts(self) -> list[str]:
        """All that is shown, row by row."""
        return [part.text() for part in self._parts if isinstance(part, QLabel)]


class SheetCards(QWidget):
    """Three cards side by side."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.box, self.levels, self.facts = FigureRows(context, 2), FigureRows(context, 3), FigureRows(context, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for card in (self.box, self.levels, self.facts):
            row.addWidget(card, 1)

    def show_sheet(self, sheet: Sheet) -> None:
        """Another statement."""
        say = self.context.say
        self.box.show_rows(_box(sheet, say), ruled=True)
        self.box.setAccessibleName(say.text(N_("Statement")))
        self.levels.show_rows(_levels(sheet, say), ruled=True)
        self.levels.setAccessibleName(say.text(N_("By level")))
        self.facts.show_rows(_facts(sheet, say), ruled=False)
        self.facts.setAccessibleName(say.text(N_("What is paid and what waits")))


def _amount(value: Decimal, say: Say, *, sign: bool = False) -> tuple[str, str]:
    """A figure and its tone: zero is quiet, what is taken off is marked."""
    return say.money(value, sign=sign and bool(value)), "negative" if value < 0 else "" if value else "quiet"


def _box(sheet: Sheet, say: Say) -> list[list[tuple[str, str]]]:
    box = sheet.statement.box
    rows = [
        (N_("Opening balance"), box.opening, False),
        (N_("Earned"), box.earned, True),
        (N_("Taken back"), -box.clawed_back, True),
        (N_("Adjustments"), box.adjustments, True),
        (N_("Paid"), -box.paid, True),
        (N_("Closing balance {currency}"), box.closing, False),
    ]
    return [
        [(say.text(words, currency=say.currency_symbol), ""), _amount(value, say, sign=sign)]
        for words, value, sign in rows
    ]


def _levels(sheet: Sheet, say: Say) -> list[list[tuple[str, str]]]:
    found = {one.level: one for one in sheet.statement.levels}
    rows = [[(say.text(N_("Level")), "quiet"), (say.text(N_("Base")), "quiet"), (say.text(N_("Commission")), "quiet")]]
    for level in "ABCD":
        one = found.get(level)
        base, amount = (one.base, one.amount) if one is not None else (ZERO, ZERO)
        rows.append([(level, "strong"), _amount(base, say), _amount(amount, say)])
    total = sum((one.amount for one in found.values()), ZERO)
    rows.append([(say.text(N_("All levels")), ""), _amount(sheet.statement.base, say), _amount(total, say)])
    return rows


def _facts(sheet: Sheet, say: Say) -> list[list[tuple[str, str]]]:
    statement = sheet.statement
    pay = max(sheet.due, ZERO) if sheet.closed else statement.to_pay
    rows = [
        [(say.text(N_("Commission plan")), ""), (statement.plan or say.text(N_("No plan")), "strong")],
        [(say.text(N_("To pay now") if sheet.closed else N_("To pay")), ""), (say.money(pay), "strong")],
        [(say.text(N_("Not payable yet")), ""), _amount(statement.waiting, say)],
        [(say.text(N_("Disputed, waits")), ""), _amount(statement.held, say)],
    ]
    if statement.box.bands:
        rows.append([(say.text(N_("Earned: of which steps")), ""), _amount(statement.box.bands, say)])
    if statement.box.over_cap:
        rows.append([(say.text(N_("Over the cap, not paid")), ""), _amount(statement.box.over_cap, say)])
    if sheet.closed:
        rows.append([(say.text(N_("Check code")), ""), (statement.check_code or sheet.state.check_code, "")])
    return rows
