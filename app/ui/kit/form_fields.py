"""The kinds of fields of forms: text, lines, numbers, amounts, days, choices, yes or no."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QToolTip,
    QVBoxLayout,
)

from app.domain.refusal import N_, Mistake
from app.domain.typed import read_day, read_number
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.day_steps import ARROWS, stepped
from app.ui.kit.form_box import FieldBox
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Text
from app.ui.kit.showing import put_there
from app.ui.kit.tick import WrappedTick

LINES_HIGH, TICK_HIGH, ARROW, HINT_EDGES, EDITOR_EDGES = 76, 24, 14, 22, 12
_CENTURY = 100


class LineBox(FieldBox):
    """One line of text; a suggestion in grey is taken with Tab."""

    def __init__(self, context: Context, field: FormField) -> None:
        self.edit = QLineEdit()
        super().__init__(context, field, self.edit)
        self._suggestion = ""
        self.edit.textEdited.connect(self._typed)

    def raw(self) -> str:
        return self.edit.text()

    def show_raw(self, text: str) -> None:
        if self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def read(self, text: str) -> tuple[Any, str]:
        if len(text) > self.field.most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), limit=self.field.most)
        return text, ""

    def cursor_to_end(self) -> None:
        self.edit.end(False)

    def suggest(self, text: str) -> None:
        """What probably belongs here; shown in grey while the field is empty."""
        self._suggestion = text
        self._hint()

    def translate(self) -> None:
        super().translate()
        self._hint()

    def _hint(self) -> None:
        say = self.context.say
        hint = say.text(self.field.hint)
        if self._suggestion:
            hint = say.text(N_("{suggestion} · Tab to take it"), suggestion=self._suggestion)
        self.edit.setPlaceholderText(hint)
        # what is typed covers it, and it may be longer than the field
        self.edit.setToolTip(hint)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() == Qt.Key.Key_Tab and self._suggestion and not self.edit.text():
            self.edit.setText(self._suggestion)
            self._typed()
            return True
        return False


class NumberBox(LineBox):
    """A number; what could be read in two ways says how it was read."""

    @property
    def places(self) -> int:
        """Decimals that can be kept."""
        return self.field.places

    def read(self, text: str) -> tuple[Decimal | None, str]:
        if not text:
            return None, ""
        say = self.context.say
        found = read_number(text, mark=say.decimal_mark, usual=self.places, places=self.places)
        if self.field.least is not None and found.value < self.field.least:
            least = say.number(Decimal(self.field.least), 0)
            raise Mistake(N_("{value} cannot be; write {least} or more."), value=self.written(found.value), least=least)
        about = say.text(N_("Read as {value}."), value=self._in_words(found.value)) if found.doubtful else ""
        return found.value, about

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        exponent = Decimal(value).normalize().as_tuple().exponent
        return self.context.say.number(value, max(0, -int(exponent)))

    def _in_words(self, value: Decimal) -> str:
        return self.written(value)


class MoneyBox(NumberBox):
    """An amount in the company's currency; a sum behind ``=`` is worked out."""

    @property
    def places(self) -> int:
        return max(self.context.say.places, self.field.places if self.field.places > 2 else 0)

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        shown = max(self.context.say.places, -int(Decimal(value).normalize().as_tuple().exponent))
        return self.context.say.number(value, shown)

    def _in_words(self, value: Decimal) -> str:
        return self.context.say.money_with_currency(value)


class DayBox(LineBox):
    """A day: `5`, `5/12`, `+3`, a weekday, `=` for today; arrow keys step, and so do d, w and m."""

    now: date | None = None
    """The company's day, where somebody knows it better than this computer."""

    def today(self) -> date:
        """The day that days are counted from."""
        return self.now or datetime.now(self.context.say.zone).date()

    def read(self, text: str) -> tuple[date | None, str]:
        if not text:
            return None, ""
        today = self.today()
        order = "mdy" if self.context.say.country == "US" else "dmy"
        found = read_day(text, today, order=order)
        if self.field.past and found > today:
            if f"{found.year}" in text:
                raise Mistake(N_("{day} lies in the future."), day=self.context.say.date(found))
            # 81 was the last century, and a day without a year the last one that was
            leap = (found.month, found.day) == (2, 29)
            back = _CENTURY if text.endswith(f"{found.year % _CENTURY:02}") else 4 if leap else 1
            found = found.replace(year=found.year - back)
        return found, ""

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        return self.context.say.date(value)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Another width shows more or fewer examples."""
        if event.type() == QEvent.Type.Resize:
            self._hint()
        return super().eventFilter(watched, event)

    def _hint(self) -> None:
        """As many examples as are read to their end."""
        super()._hint()
        hint, metrics, room = self.edit.placeholderText(), self.edit.fontMetrics(), self.edit.width() - HINT_EDGES
        mark = "、" if "、" in hint else ", "
        while mark in hint and metrics.horizontalAdvance(hint) > room:
            hint = hint.rpartition(mark)[0]
        self.edit.setPlaceholderText(hint)

    def _key(self, event: QKeyEvent) -> bool:
        if event.key() in ARROWS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.settle()
            if self.refusal is not None:
                return True
        whole = self.refusal is None and self.raw() == self.text_of(self.value)
        found = stepped(event, self.edit, self.value if whole else None, self.today())
        if found is None:
            return super()._key(event)
        self.show_value(found)
        self.edit.end(False)
        self.edited.emit()
        return True


class LinesBox(FieldBox):
    """Several lines of text; Tab leaves the field."""

    def __init__(self, context: Context, field: FormField) -> None:
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(LINES_HIGH)
        super().__init__(context, field, self.edit)
        self._silent = False
        self.edit.textChanged.connect(self._changed)

    def raw(self) -> str:
        return self.edit.toPlainText()

    def show_raw(self, text: str) -> None:
        if self.edit.toPlainText() != text:
            self._silent = True
            self.edit.setPlainText(text)
            self._silent = False

    def read(self, text: str) -> tuple[Any, str]:
        if len(text) > self.field.most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), limit=self.field.most)
        return text, ""

    def translate(self) -> None:
        super().translate()
        self.edit.setPlaceholderText(self.context.say.text(self.field.hint))

    def _changed(self) -> None:
        if not self._silent:
            self._typed()


class Choice(QComboBox):
    """A combo box whose arrow is drawn in the theme's colour: the style sheet takes the style's own away."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def event(self, event: QEvent) -> bool:
        """A choice that is cut is read in its tooltip."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._cut() != self.currentText():
            QToolTip.showText(event.globalPos(), self.currentText(), self)
            return True
        return super().event(event)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """The list has an edge of the theme's colour: no style sheet reaches the frame around it."""
        frame = self.view().parentWidget()
        assert isinstance(frame, QFrame)
        frame.setFrameStyle(QFrame.Shape.Box.value | QFrame.Shadow.Plain.value)
        ink = self.palette()
        ink.setColor(QPalette.ColorRole.WindowText, self._context.tokens.color("line_strong"))
        frame.setPalette(ink)
        super().showPopup()

    def _cut(self) -> str:
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        inside = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, inside, self).width()
        return self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room - 2)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, its text to where it fits, and the arrow at its right."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self._cut()
        painter = QStylePainter(self)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        arrow = pixmap("down", self._context.tokens.text2, ARROW, self.devicePixelRatioF())
        painter.drawPixmap(self.width() - ARROW - 8, (self.height() - ARROW) // 2, arrow)
        painter.end()


class ChoiceBox(FieldBox):
    """One of a few; typing the beginning of a word chooses."""

    def __init__(self, context: Context, field: FormField) -> None:
        self.edit = Choice(context)
        self.edit.setMinimumSize(QSize(60, 0))
        self.choices = field.choices
        super().__init__(context, field, self.edit)
        self._write()
        self.edit.activated.connect(self._chosen)

    def set_choices(self, choices: tuple[tuple[object, str], ...]) -> None:
        """Other values; the one that is chosen stays."""
        self.choices = choices
        self._write()

    def raw(self) -> str:
        at = self.edit.currentIndex()
        return "" if at < 0 or at >= len(self.choices) else str(self.choices[at][0])

    def show_raw(self, text: str) -> None:
        found = [at for at, (value, _) in enumerate(self.choices) if str(value) == text]
        self.edit.setCurrentIndex(found[0] if found else -1)

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        return str(value)

    def read(self, text: str) -> tuple[Any, str]:
        return next((value for value, _ in self.choices if str(value) == text), self.field.empty), ""

    def fill(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        if value is not None and all(value != known for known, _ in self.choices):
            # what the record has stays, whatever can be chosen now
            self.set_choices((*self.choices, (value, str(value))))
        super().fill(value)

    def text_of(self, value: Any) -> str:  # noqa: ANN401 - none is a choice too
        return str(value)

    def translate(self) -> None:
        self._write()
        super().translate()

    def _write(self) -> None:
        at = self.edit.currentIndex()
        self.edit.clear()
        self.edit.addItems([self.context.say.text(words) for _, words in self.choices])
        self.edit.setCurrentIndex(at)

    def _chosen(self, _at: int) -> None:
        self.settle()
        self._typed()


class CheckBox(FieldBox):
    """Yes or no; the words stand beside the box."""

    def __init__(self, context: Context, field: FormField) -> None:
        self.edit = WrappedTick(context)
        super().__init__(context, field, self.edit)
        self.label.hide()
        self._above = Text("", "caption")
        self._above.hide()
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        column.insertWidget(0, self._above)
        self.edit.clicked.connect(self._clicked)

    def raw(self) -> str:
        return "yes" if self.edit.isChecked() else ""

    def show_raw(self, text: str) -> None:
        self.edit.setChecked(text == "yes")

    def written(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        return "yes" if value else ""

    def read(self, text: str) -> tuple[bool, str]:
        return text == "yes", ""

    def translate(self) -> None:
        super().translate()
        self.edit.show_words(self.context.say.text(self.field.label))

    def stand_beside(self, *, field: bool) -> None:
        put_there(self._above, there=field)
        high = self.edit.fontMetrics().height()
        self._above.setContentsMargins(0, 0, 0, (high + EDITOR_EDGES - max(TICK_HIGH, high)) // 2)

    def _clicked(self) -> None:
        self.settle()
        self._typed()


BOXES: dict[str, Callable[[Context, FormField], FieldBox]] = {
    "text": LineBox, "lines": LinesBox, "number": NumberBox, "money": MoneyBox, "day": DayBox, "choice": ChoiceBox,
    "check": CheckBox,
}  # fmt: skip
"""The kinds of fields."""
