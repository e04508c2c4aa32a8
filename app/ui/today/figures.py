"""What managers look at first: five figures and what is out of the ordinary; each opens the list it is counted from."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.month import Month
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.today import Figures, Today
from app.ui.complaints.figures import Figure
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text

Place = tuple[str, object]
"""A screen, and what is opened in it."""


class Opening(QPushButton):
    """A button that knows what it opens; ``wanted`` carries the screen and the record."""

    wanted = Signal(str, object)

    def __init__(self, words: str, place: Place, name: str = "", *, kind: str = "flat") -> None:
        super().__init__(words.replace("&", "&&"))
        self._place = place
        self.setProperty("kind", kind)
        self.setAccessibleName(name or words)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(*self._place)


class WholeList(QToolButton):
    """Beside a heading: the list of which a section shows the beginning."""

    wanted = Signal(str, object)

    def __init__(self, words: str, place: Place, name: str) -> None:
        super().__init__()
        self._place = place
        self.setProperty("kind", "status")
        self.setText(words.replace("&", "&&"))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.clicked.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(*self._place)


class _Card(Figure):
    """A figure as a card that knows what it opens."""

    wanted = Signal(str, object)

    def __init__(self, context: Context, place: Place) -> None:
        super().__init__(context)
        self._place = place
        self.about.hide()
        self.opened.connect(self._tell)

    def _tell(self) -> None:
        self.wanted.emit(*self._place)


class DayFigures(QFrame):
    """Cards side by side on the screen, lines below each other at the side; ``wanted`` names what is to be opened."""

    wanted = Signal(str, object)

    def __init__(self, context: Context, day: Today, figures: Figures, *, wide: bool) -> None:
        super().__init__()
        self.context = context
        self.openings: list[QWidget] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*((0, 0, 0, 0) if wide else (8, 0, 8, 4)))
        outer.setSpacing(6 if wide else 2)
        shown = _shown(context.say, day, figures)
        outer.addLayout(self._cards(shown) if wide else self._lines(shown))
        chips: QBoxLayout = QHBoxLayout() if wide else QVBoxLayout()
        chips.setSpacing(8 if wide else 4)
        for words, place in exceptions(context.say, figures):
            # words do not touch their icon
            made = Opening(f" {words}", place, words, kind="chip")
            made.setIcon(icon("warning", context.tokens.warn, 16))
            self._take(made)
            chips.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        chips.addStretch(1)
        outer.addLayout(chips)

    def _take(self, made: Any) -> None:  # noqa: ANN401 - a card or a button
        made.wanted.connect(self.wanted)
        self.openings.append(made)

    def _cards(self, shown: list[tuple[str, str, Place]]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        for caption, value, place in shown:
            card = _Card(self.context, place)
            card.show_figure(caption, value, "", "")
            self._take(card)
            row.addWidget(card, 1)
        return row

    def _lines(self, shown: list[tuple[str, str, Place]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        for at, (caption, value, place) in enumerate(shown):
            label, made = Text(caption, "caption"), Opening(value, place, f"{caption}: {value}")
            label.setWordWrap(True)
            self._take(made)
            grid.addWidget(label, at, 0)
            grid.addWidget(made, at, 1, Qt.AlignmentFlag.AlignRight)
        return grid


def _shown(say: Say, day: Today, figures: Figures) -> list[tuple[str, str, Place]]:
    """Caption, value and what it opens."""
    month = Month.of(day.day)
    return [
        (say.text(N_("Contribution this month")), say.whole_money(figures.contribution), ("profit", month)),
        (say.text(N_("Revenue this month")), say.whole_money(figures.revenue), ("profit", month)),
        (say.text(N_("Ordered today")), say.whole_money(figures.ordered_today),
         ("orders", ("view", "all", "date:today sold:yes"))),
        (say.text(N_("Owed by customers")), say.whole_money(figures.owed), ("receivables", None)),
        (say.text(N_("Open complaints")), say.number(Decimal(figures.open_complaints), 0),
         ("complaints", ("view", "open"))),
    ]  # fmt: skip


def exceptions(say: Say, figures: Figures) -> list[tuple[str, Place]]:
    """What is out of the ordinary, in words, and where it is seen; nothing on a good day."""
    lines: list[tuple[int, Callable[[int], str], Place]] = [
        (figures.to_approve,
         lambda count: say.plural("{count} order waits for approval", "{count} orders wait for approval", count),
         ("orders", ("view", "approve"))),
        (figures.late_orders, lambda count: say.plural("{count} late order", "{count} late orders", count),
         ("orders", ("view", "late"))),
        (figures.late_complaints,
         lambda count: say.plural(
             "{count} complaint past its deadline", "{count} complaints past their deadline", count
         ), ("complaints", ("view", "open"))),
    ]  # fmt: skip
    return [(words(count), place) for count, words, place in lines if count]
