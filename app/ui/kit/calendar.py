"""A calendar that pops up, in the words and colours of the desk."""

from datetime import date

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QToolButton, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon

ARROWS = {"qt_calendar_prevmonth": ("left", N_("Month before")), "qt_calendar_nextmonth": ("right", N_("Next month"))}
ARROW = 16


class Calendar(QCalendarWidget):
    """Weeks begin on Monday, as in every date that is typed; Qt's own red and black are the colours of no theme."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.setWindowFlags(Qt.WindowType.Popup)
        # else a style sheet draws no edge around it
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setContentsMargins(1, 1, 1, 1)
        self.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)

    def open_at(self, day: date, name: str) -> None:
        """Show the month of a day, which is chosen; ``name`` says what is asked for."""
        say, tokens = self.context.say, self.context.tokens
        self.setLocale(QLocale(say.language))
        self.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.setAccessibleName(name)
        self.setSelectedDate(QDate(day.year, day.month, day.day))
        plain, quiet = QTextCharFormat(), QTextCharFormat()
        plain.setForeground(tokens.color("text2"))
        plain.setBackground(tokens.color("surface"))
        quiet.setForeground(tokens.color("text2"))
        self.setHeaderTextFormat(plain)
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.setWeekdayTextFormat(weekday, quiet)
        for inner, (meaning, words) in ARROWS.items():
            arrow = self.findChild(QToolButton, inner)
            if isinstance(arrow, QToolButton):
                arrow.setIcon(icon(meaning, tokens.text2, ARROW))
                arrow.setAccessibleName(say.text(words))
        self.show()
        self.setFocus()
