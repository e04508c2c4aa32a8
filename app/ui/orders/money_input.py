"""Fields for amounts and days as people type them; what was read stands below, what cannot be stays and says why."""

from datetime import date
from decimal import Decimal

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake, Refusal
from app.domain.typed import read_day, read_number
from app.ui.context import Context
from app.ui.kit.day_steps import stepped
from app.ui.kit.labels import Text


class Field(QWidget):
    """A label above, the field, and a line below for what was read or why it cannot be. Read when it is left."""

    edited = Signal()

    def __init__(self, context: Context, title: str) -> None:
        super().__init__()
        self.context = context
        self._title = title
        self.refusal: Refusal | None = None
        self.label, self.about = Text("", "caption"), Text("", "caption")
        self.about.setWordWrap(True)
        self.about.hide()
        self.edit = QLineEdit()
        self.label.setBuddy(self.edit)
        self.setFocusProxy(self.edit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for widget in (self.label, self.edit, self.about):
            column.addWidget(widget)
        self.edit.editingFinished.connect(self.settle)
        self.edit.textEdited.connect(self._touched)
        self._settled = ""

    def translate(self) -> None:
        """Words anew; a value is written anew too, a wrong text stays."""
        words = self.context.say.text(self._title)
        self.label.setText(words)
        self.edit.setAccessibleName(words)
        if self.refusal is None:
            self._write()
        else:
            self._tell(self.context.say.refusal(self.refusal), "bad")

    def rename(self, title: str) -> None:
        """Another label: an English text that is translated."""
        if title != self._title:
            self._title = title
            self.translate()

    def text(self) -> str:
        """What stands in it."""
        return self.edit.text()

    @property
    def unread(self) -> bool:
        """Whether something stands in it that is not its value: it cannot be read, or is still being typed."""
        return self.refusal is not None or self.edit.text() != self._settled

    def settle(self) -> None:
        """Read what was typed; nothing happens when it is what was read before."""
        if self.edit.text() == self._settled:
            return
        self.refusal = None
        try:
            about = self._read(self.edit.text().strip())
        except Mistake as mistake:
            self.refusal = mistake
            self._settled = self.edit.text()
            self._tell(self.context.say.refusal(mistake), "bad")
        else:
            self._write()
            self._tell(about, "info")
        self.edited.emit()

    def refuse(self, refusal: Refusal) -> None:
        """Show why what stands here cannot be, as the operation found."""
        self.refusal = refusal
        self._settled = ""
        self._tell(self.context.say.refusal(refusal), "bad")

    def _touched(self, _text: str) -> None:
        if self.refusal is not None:
            self._tell("", "")

    def _read(self, text: str) -> str:
        """Take the value, raise ``Mistake``, or say how it was read where that is doubtful."""
        return text[:0]

    def _write(self) -> None:
        self._settled = self.edit.text()

    def _set(self, text: str) -> None:
        self.edit.setText(text)
        self._settled = text

    def _tell(self, words: str, tone: str) -> None:
        self.about.setText(words)
        self.about.set_tone(tone)
        self.about.setVisible(bool(words))
        self.edit.setAccessibleDescription(words)
        wrong = tone == "bad"
        if bool(self.edit.property("wrong")) != wrong:
            self.edit.setProperty("wrong", wrong)
            self.edit.style().unpolish(self.edit)
            self.edit.style().polish(self.edit)


class TextField(Field):
    """Free text of at most ``most`` characters."""

    def __init__(self, context: Context, title: str, most: int) -> None:
        super().__init__(context, title)
        self.most = most

    def show_text(self, text: str) -> None:
        """Another text."""
        self.refusal = None
        self._set(text)
        self._tell("", "")

    def _read(self, text: str) -> str:
        if len(text) > self.most:
            raise Mistake(N_("At most {limit} characters fit; shorten it."), limit=self.most)
        return ""


class MoneyInput(Field):
    """An amount of zero or more, in the company's currency; a sum behind ``=`` is worked out."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.value = ZERO

    def show_value(self, value: Decimal) -> None:
        """Another amount."""
        self.value, self.refusal = value, None
        self._tell("", "")
        self._write()

    def _read(self, text: str) -> str:
        say = self.context.say
        reading = read_number(text or "0", mark=say.decimal_mark, usual=say.places, places=say.places)
        if reading.value < 0:
            raise Mistake(N_("{amount} cannot be; write zero or a positive amount."), amount=say.money(reading.value))
        self.value = reading.value
        if not reading.doubtful:
            return ""
        return say.text(N_("Read as {value}."), value=say.money_with_currency(reading.value))

    def _write(self) -> None:
        self._set(self.context.say.money(self.value) if self.value else "")

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """All of it selected: typing replaces it."""
        super().focusInEvent(event)
        self.edit.selectAll()


class DayInput(Field):
    """A day, or none; the keys that step through days do so here too."""

    def __init__(self, context: Context, title: str) -> None:
        super().__init__(context, title)
        self.value: date | None = None
        self.today = date.min
        self.edit.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A day further, or back; never into the past."""
        if watched is not self.edit or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        found = stepped(event, self.edit, None if self.unread else self.value, self.today)
        if found is None:
            return False
        self.show_value(max(found, self.today))
        self.edit.end(False)
        self.edited.emit()
        return True

    def show_value(self, value: date | None) -> None:
        """Another day."""
        self.value, self.refusal = value, None
        self._tell("", "")
        self._write()

    def _read(self, text: str) -> str:
        if not text:
            self.value = None
            return ""
        order = "mdy" if self.context.say.country == "US" else "dmy"
        found = read_day(text, self.today, order=order)
        if found < self.today:
            raise Mistake(N_("{day} is past; write today or a later day."), day=self.context.say.date(found))
        self.value = found
        return ""

    def _write(self) -> None:
        self._set(self.context.say.date(self.value) if self.value else "")
