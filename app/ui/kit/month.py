"""A screen of one month: the field it is typed into, the arrows beside it, and the keys that step through months."""

from abc import abstractmethod

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from app.domain.month import Month
from app.domain.refusal import N_, Mistake
from app.domain.typed_months import read_month
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.panel import Panel

FIELD_WIDE = 150
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


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


class MonthStep(QWidget):
    """The month with an arrow on each side: ``stepped`` by months, ``chosen`` one, ``refused`` what was typed."""

    stepped = Signal(int)
    chosen = Signal(object)
    refused = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.field = MonthField(context)
        self.field.setFixedWidth(FIELD_WIDE)
        self._before, self._next = QToolButton(), QToolButton()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self._before, self.field, self._next):
            row.addWidget(widget)
        self.setFocusProxy(self.field)
        self._before.clicked.connect(self._back)
        self._next.clicked.connect(self._forth)
        self.field.chosen.connect(self.chosen)
        self.field.refused.connect(self.refused)

    def _back(self) -> None:
        self.stepped.emit(-1)

    def _forth(self) -> None:
        self.stepped.emit(1)

    def translate(self) -> None:
        """Every text but the month anew."""
        say = self.context.say
        for tool, words, keys in (
            (self._before, N_("Month before"), "Alt+←"),
            (self._next, N_("Next month"), "Alt+→"),
        ):
            tool.setAccessibleName(say.text(words))
            tool.setToolTip(f"{say.text(words)} ({keys})")
        self.field.setAccessibleName(say.text(N_("Month")))
        self.field.setToolTip(say.text(N_("Type a month, such as 10, 10/2026 or oct 2026.")))

    def paint_theme(self) -> None:
        """Icons anew."""
        self._before.setIcon(icon("left", self.context.tokens.text2))
        self._next.setIcon(icon("right", self.context.tokens.text2))


class MonthPanel(Panel):
    """Alt with arrows steps through months, Esc and Backspace go up; where ``explains`` is set, F1 says why."""

    explains = False

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.month: Month | None = None

    def follow(self, step: MonthStep) -> None:
        """Show the months that are chosen there."""
        step.stepped.connect(self.step)
        step.chosen.connect(self.show_month)
        step.refused.connect(self.refuse_month)

    @abstractmethod
    def show_month(self, month: Month) -> None:
        """Another month."""

    def refuse_month(self, words: str) -> None:
        """What was typed is no month."""
        self.context.reporter.said.emit(words, "refusal")

    def step(self, by: int) -> None:
        """So many months on or back."""
        if self.month is not None:
            self.show_month(self.month.plus(by))

    def why(self) -> None:
        """Explain what the cursor is on."""

    def leave(self, key: Qt.Key) -> bool:
        """``key`` is Esc or Backspace: one level up; false where there is nothing above."""
        return False

    def event(self, event: QEvent) -> bool:
        """These keys belong to this screen while it has the focus, whatever they do in the window."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride and self._ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of a month, as the class says."""
        key = Qt.Key(event.key())
        if self._ours(event):
            if key == Qt.Key.Key_F1:
                self.why()
            else:
                self.step(STEPS[key])
        elif key in (Qt.Key.Key_Escape, Qt.Key.Key_Backspace) and self.leave(key):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _ours(self, event: QKeyEvent) -> bool:
        pressed = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_F1:
            return self.explains and pressed == Qt.KeyboardModifier.NoModifier
        return event.key() in STEPS and pressed == Qt.KeyboardModifier.AltModifier
