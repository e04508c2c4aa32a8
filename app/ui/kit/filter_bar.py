"""One line that filters a list: words and ``tier:A balance:>500``, with chips for what holds."""

import re
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from app.domain.filters import Field, Kind
from app.domain.refusal import N_, Refusal
from app.domain.text import folded
from app.ui.context import Context
from app.ui.icons import icon, pixmap
from app.ui.kit.labels import Text
from app.ui.kit.timers import once

DELAY_MS = 150
"""Typing goes on for so long before the list is asked."""
LEAST_LINE, MOST_LINE = 230, 340
ICON = 16

_PART = re.compile(r'[^\s":]+:"[^"]*"?|"[^"]*"?|\S+')
_CONDITION = re.compile(r"([^\W\d_][\w-]*):(.+)", re.DOTALL)

_VALUES = {
    "yes": N_("Yes"), "no": N_("No"), "today": N_("Today"), "week": N_("Within 7 days"), "month": N_("This month"),
}  # fmt: skip
"""Values that have a name in the menu; others are written as they are."""


class _Line(QLineEdit):
    """Esc clears, Backspace in an empty line takes the last chip back, Down goes to the list."""

    cleared = Signal()
    emptied = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        # an action of the line edit would take the style sheet of tool buttons and stand too low
        self.funnel = QLabel(self)
        self.setTextMargins(ICON + 8, 0, 0, 0)
        self.wrong: tuple[int, int] | None = None
        """The word that is not understood: where it begins, and how long it is."""
        self.wrong_pen = QPen()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The word that is not understood is underlined."""
        super().paintEvent(event)
        if self.wrong is None:
            return
        metrics, text = self.fontMetrics(), self.text()
        begin, length = self.wrong
        zero = self.cursorRect().center().x() - metrics.horizontalAdvance(text[: self.cursorPosition()])
        left = zero + metrics.horizontalAdvance(text[:begin])
        right = left + metrics.horizontalAdvance(text[begin : begin + length])
        below = (self.height() + metrics.height()) // 2
        painter = QPainter(self)
        painter.setPen(self.wrong_pen)
        painter.drawLine(left, below, right, below)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The funnel stands before the text."""
        super().resizeEvent(event)
        self.funnel.setGeometry(9, (self.height() - ICON) // 2, ICON, ICON)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Keys that mean something to the bar."""
        if event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Backspace and not self.text():
            self.emptied.emit()
        else:
            super().keyPressEvent(event)


class _Chip(QPushButton):
    """One condition that holds; a click takes it off."""

    removed = Signal(str)

    def __init__(self, condition: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.condition = condition
        self.setProperty("kind", "chip")
        self.clicked.connect(self._remove)

    def _remove(self) -> None:
        self.removed.emit(self.condition)


class FilterBar(QWidget):
    """``changed`` carries the whole filter text; ``left`` says that the list should have the keyboard.

    Who asks the database says how it went: ``accept`` or ``show_refusal``. A wrong text stays as it was typed.
    """

    changed = Signal(str)
    left = Signal()

    def __init__(
        self, context: Context, fields: Sequence[Field], names: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._listed = tuple(fields)
        self._fields = {folded(word): field.key for field in fields for word in (field.key, *field.aliases)}
        self._names = names
        self._chips: list[_Chip] = []
        self._taking = False
        self._meant = ("", "")
        self._refusal: Refusal | None = None
        self._last = ""
        self.line = _Line()
        self.line.setMinimumWidth(LEAST_LINE)
        self.line.setMaximumWidth(MOST_LINE)
        self._delay = once(self, DELAY_MS, self._tell)
        self._words = Text("", tone="bad")
        self._use = QPushButton()
        self._use.setProperty("kind", "flat")
        self._lay_out()
        self.line.textEdited.connect(self._typed)
        self.line.returnPressed.connect(self._take)
        self.line.cleared.connect(self._escape)
        self.line.emptied.connect(self._take_back)
        self.line.left.connect(self.left)
        self._use.clicked.connect(self._use_meant)

    def _lay_out(self) -> None:
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._row.addWidget(self.line, 1)
        self._more = QPushButton()
        self._more.setProperty("kind", "flat")
        self._more.setProperty("menu", "true")
        self._menu = QMenu(self._more)
        self._more.setMenu(self._menu)
        self._menu.triggered.connect(self._offered)
        self._row.addWidget(self._more)
        self._row.addStretch(0)
        self._wrong = QWidget()
        wrong = QHBoxLayout(self._wrong)
        wrong.setContentsMargins(2, 0, 0, 0)
        self._words.setWordWrap(True)
        wrong.addWidget(self._words, 1)
        wrong.addWidget(self._use)
        wrong.addStretch(0)
        self._wrong.hide()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(2)
        outer.addLayout(self._row)
        outer.addWidget(self._wrong)

    def add_right(self, widget: QWidget) -> None:
        """A widget at the far right of the bar."""
        self._row.addWidget(widget)

    # what holds

    def text(self) -> str:
        """The whole filter: chips, then what is typed."""
        return " ".join(part for part in (*(chip.condition for chip in self._chips), self.line.text().strip()) if part)

    def set_text(self, text: str) -> None:
        """Another filter, as if it had been typed."""
        self._drop_chips()
        self.line.setText(text)
        self._tell()

    def show_text(self, text: str) -> None:
        """A filter that holds already: conditions as chips, words in the line; nobody is told."""
        self._drop_chips()
        self.line.setText(text)
        self._take_chips()
        self._last = self.text()

    def clear(self) -> None:
        """No filter."""
        self.set_text("")

    def remove_last(self) -> None:
        """Take off what was added last."""
        parts = _PART.findall(self.line.text())
        if parts:
            self.line.setText(" ".join(parts[:-1]))
        elif self._chips:
            self._drop(self._chips[-1])
        self._tell()

    def start(self) -> None:
        """The keyboard goes into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def _typed(self, _text: str) -> None:
        self._delay.start()

    def _tell(self) -> None:
        self._delay.stop()
        self._last = self.text()
        self.changed.emit(self._last)

    def _take(self) -> None:
        """Enter: conditions become chips, as soon as they are understood."""
        self._taking = True
        self._tell()

    def _escape(self) -> None:
        if self.text():
            self.clear()
        else:
            self.left.emit()

    # how it went

    def accept(self) -> None:
        """The list shows what this filter means."""
        self._show_wrong(None)
        if self._taking:
            self._taking = False
            self._take_chips()

    def _take_chips(self) -> None:
        words = []
        for part in _PART.findall(self.line.text()):
            if _CONDITION.fullmatch(part):
                self._add(part)
            else:
                words.append(part)
        self.line.setText(" ".join(words))

    def show_refusal(self, refusal: Refusal) -> None:
        """The text is wrong: say so below it, with the word that was probably meant."""
        self._taking = False
        self._show_wrong(refusal)

    def _show_wrong(self, refusal: Refusal | None) -> None:
        self._refusal = refusal
        values = refusal.values if refusal else {}
        wrong = str(values.get("value", values.get("name", "")))
        self._meant = (wrong, str(values.get("nearest", "")))
        if self.line.property("wrong") != (refusal is not None):
            self.line.setProperty("wrong", refusal is not None)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
        at = self.line.text().casefold().find(wrong.casefold()) if wrong else -1
        self.line.wrong = (at, len(wrong)) if refusal is not None and at >= 0 else None
        self.line.wrong_pen = QPen(self.context.tokens.color("bad"), 2, Qt.PenStyle.DotLine)
        self.line.update()
        self._wrong.setVisible(refusal is not None)
        self._use.setVisible(bool(self._meant[1]))
        self.line.setAccessibleDescription(self.context.say.refusal(refusal) if refusal else "")
        if refusal is not None:
            say = self.context.say
            self._words.setText(say.refusal(refusal))
            self._use.setText(say.text(N_("Use ‘{word}’"), word=self._meant[1]))
            self._use.setAccessibleName(self._use.text())
            # a short sentence has the word that was meant at its end, a long one takes the lines it needs
            self._words.setMaximumWidth(self._words.fontMetrics().horizontalAdvance(self._words.text()) + 2)

    def _use_meant(self) -> None:
        wrong, meant = self._meant
        self.line.setText(re.sub(re.escape(wrong), lambda _: meant, self.line.text(), count=1, flags=re.IGNORECASE))
        self.line.setFocus()
        self._tell()

    # chips

    def _add(self, condition: str) -> None:
        chip = _Chip(condition, self)
        chip.removed.connect(self._remove)
        self._chips.append(chip)
        self._row.insertWidget(len(self._chips), chip)
        self._name(chip)

    def _name(self, chip: _Chip) -> None:
        say, match = self.context.say, _CONDITION.fullmatch(chip.condition)
        if match is None:
            return
        key = self._fields.get(folded(match[1]), match[1])
        name = say.text(self._names[key]) if key in self._names else key
        text = say.text(N_("{name}: {value}"), name=name, value=match[2].strip('"'))
        chip.setText(f"{text.replace('&', '&&')}   ×")
        chip.setAccessibleName(say.text(N_("Remove the filter {filter}"), filter=text))

    def _remove(self, condition: str) -> None:
        for chip in [chip for chip in self._chips if chip.condition == condition]:
            self._drop(chip)
        self.line.setFocus()
        self._tell()

    def _drop(self, chip: _Chip) -> None:
        self._chips.remove(chip)
        self._row.removeWidget(chip)
        chip.hide()
        chip.deleteLater()

    def _drop_chips(self) -> None:
        for chip in list(self._chips):
            self._drop(chip)

    def _take_back(self) -> None:
        if self._chips:
            chip = self._chips[-1]
            self._drop(chip)
            self.line.setText(chip.condition)

    # language and theme

    def _fill_menu(self) -> None:
        """Every word of the filter with its name; where there are few values, these too."""
        say = self.context.say
        self._menu.clear()
        for field in self._listed:
            name = say.text(self._names.get(field.key, field.key)).replace("&", "&&")
            values = ("yes", "no") if field.kind is Kind.YES_NO else field.choices
            if not values:
                self._menu.addAction(name).setData(f"{field.key}:")
                continue
            below = self._menu.addMenu(name)
            for value in values:
                words = say.text(_VALUES[value]) if value in _VALUES else value
                below.addAction(words).setData(f"{field.key}:{value}")

    def _offered(self, action: object) -> None:
        """A whole condition holds at once; one without a value waits for it in the line."""
        condition = str(action.data())  # type: ignore[attr-defined]
        self.line.setText(f"{self.line.text().strip()} {condition}".lstrip())
        self.line.setFocus()
        if not condition.endswith(":"):
            self._take()

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self._fill_menu()
        self._more.setText(f" {say.text(N_('Add filter'))}")
        self._more.setAccessibleName(say.text(N_("Add filter")))
        self.line.setPlaceholderText(say.text(N_("Filter this list…  Ctrl+F")))
        self.line.setAccessibleName(say.text(N_("Filter this list")))
        for chip in self._chips:
            self._name(chip)
        self._show_wrong(self._refusal)

    def paint_theme(self) -> None:
        """Icons anew."""
        self._more.setIcon(icon("add", self.context.tokens.text2, ICON))
        self.line.funnel.setPixmap(pixmap("filter", self.context.tokens.text2, ICON, self.devicePixelRatioF()))
