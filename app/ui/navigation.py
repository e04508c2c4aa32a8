"""The navigation: entries in groups, each an icon and a word, a badge only where somebody has to act."""

import weakref

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from app.ui.context import Context
from app.ui.icons import icon

ICON = 18
WORK, MANAGEMENT, END = "work", "management", "end"
GROUPS = (WORK, MANAGEMENT, END)
_FOLDED_WIDE = 60
_WITHIN = {
    "customer": "customers", "duplicates": "customers", "order": "orders", "sale": "orders", "product": "products",
    "account": "receivables", "users": "settings", "import": "settings", "complaint": "complaints",
    "quality": "complaints", "plans": "commission",
}  # fmt: skip
"""Screens that are opened from a list, and the entry they stand under."""


class NavButton(QPushButton):
    """One screen. Its badge is painted, and said with its name."""

    def __init__(self, context: Context, title: str, meaning: str) -> None:
        super().__init__()
        self.context = context
        self.title, self.meaning = title, meaning
        self.badge, self.badge_tone, self.badge_words = "", "neutral", ""
        self.folded = False
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setIconSize(QSize(ICON, ICON))

    def show_badge(self, number: str, tone: str, words: str) -> None:
        """A number to act on; ``words`` say what it counts. An empty number takes the badge away."""
        if (number, tone, words) != (self.badge, self.badge_tone, self.badge_words):
            self.badge, self.badge_tone, self.badge_words = number, tone, words
            self.name_it()
            self.updateGeometry()
            self.update()

    def name_it(self) -> None:
        """The words of this language."""
        words = self.context.say.text(self.title)
        self.setText("" if self.folded else words.replace("&", "&&"))
        self.setToolTip(words if self.folded else "")
        self.setAccessibleName(f"{words}, {self.badge_words}" if self.badge else words)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for the badge behind the word."""
        hint = super().sizeHint()
        return QSize(hint.width() + (0 if self.folded else 34), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The button, and its badge at the end."""
        super().paintEvent(event)
        if not self.badge:
            return
        tokens, painter = self.context.tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(max(7.5, font.pointSizeF() - 1.2))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        width = max(18, QFontMetrics(font).horizontalAdvance(self.badge) + 10)
        if self.folded:
            chip = QRectF(self.width() - width - 1, 1, width, 16)
        else:
            chip = QRectF(self.width() - width - 8, self.height() / 2 - 9, width, 18)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.color(f"{self.badge_tone}_bg"))
        painter.drawRoundedRect(chip, 4, 4)
        painter.setPen(tokens.color(self.badge_tone))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, self.badge)
        painter.end()


class Navigation(QFrame):
    """``chosen`` names the screen that is wanted. Folded it shows icons only, with tooltips."""

    chosen = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.buttons: dict[str, NavButton] = {}
        self.folded = False
        self._group = QButtonGroup(self)
        self._places = {name: QVBoxLayout() for name in GROUPS}
        self._lines: dict[str, QFrame] = {}
        inside = QWidget()
        listed = QVBoxLayout(inside)
        listed.setContentsMargins(8, 10, 8, 10)
        listed.setSpacing(2)
        for name in GROUPS:
            if name == END:
                listed.addStretch(1)
            if name != WORK:
                self._lines[name] = _line()
                listed.addWidget(self._lines[name])
            self._places[name].setSpacing(2)
            listed.addLayout(self._places[name])
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._inside = inside
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def add(self, name: str, title: str, meaning: str, group: str = WORK) -> None:
        """An entry at the end of its group."""
        button = NavButton(self.context, title, meaning)
        button.clicked.connect(_Chosen(self, name))
        self._group.addButton(button)
        self._places[group].addWidget(button)
        self.buttons[name] = button
        for other in self._lines:
            self._lines[other].setVisible(self._places[other].count() > 0)

    def tick(self, name: str) -> None:
        """This screen is open; one without an entry ticks the list it belongs to, or leaves the last one ticked."""
        name = name if name in self.buttons else _WITHIN.get(name, "")
        if name in self.buttons:
            self.buttons[name].setChecked(True)

    def fold(self, folded: bool) -> None:
        """Icons only, or icons and words."""
        self.folded = folded
        for button in self.buttons.values():
            button.folded = folded
            button.name_it()
        self._measure()

    def _measure(self) -> None:
        wide = max([button.sizeHint().width() for button in self.buttons.values()], default=0)
        self.setFixedWidth(_FOLDED_WIDE if self.folded else wide + 22)

    def focus_current(self) -> None:
        """The keyboard goes to the entry that is open."""
        current = self._group.checkedButton() or next(iter(self.buttons.values()), None)
        if current is not None:
            current.setFocus(Qt.FocusReason.TabFocusReason)

    def translate(self) -> None:
        """All words anew; the width follows the language."""
        for button in self.buttons.values():
            button.name_it()
        self._measure()

    def paint_theme(self) -> None:
        """Icons anew."""
        for button in self.buttons.values():
            button.setIcon(icon(button.meaning, self.context.tokens.text2, ICON))


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    line.setFixedHeight(1)
    line.setContentsMargins(0, 6, 0, 6)
    line.hide()
    return line


class _Chosen:
    """Holds the navigation weakly, as a lambda would not."""

    def __init__(self, navigation: Navigation, name: str) -> None:
        self._navigation = weakref.ref(navigation)
        self._name = name

    def __call__(self) -> None:
        navigation = self._navigation()
        if navigation is not None:
            navigation.chosen.emit(self._name)
