"""A form made of fields that are declared as data: fill, read, check, refuse, compare, translate."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.refusal import N_, NeedsConsent, Refusal
from app.ui.context import Context
from app.ui.kit.form_box import FieldBox
from app.ui.kit.form_field import FormField
from app.ui.kit.form_fields import BOXES, ChoiceBox, DayBox, LineBox
from app.ui.kit.labels import Text
from app.ui.kit.showing import put_there

__all__ = ["Form", "FormField"]

BETWEEN = 12


class ToCorrect(QFrame):
    """The bar on top after a save that was refused: how many things, each a link to its field."""

    def __init__(self, form: "Form") -> None:
        super().__init__()
        self.setProperty("kind", "strip")
        self.setProperty("tone", "bad")
        self._words = Text("", "strong")
        self._links: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(12, 6, 12, 6)
        self._row.addWidget(self._words)
        self._row.addStretch(1)
        self._form = form
        self.hide()

    def show_boxes(self, boxes: Sequence[FieldBox]) -> None:
        """These are wrong; none hides the bar."""
        for link in self._links:
            self._row.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for at, box in enumerate(boxes, 1):
            words = box.label.text()
            link = QPushButton(words.replace("&", "&&"))
            link.setProperty("kind", "flat")
            link.setAccessibleName(words)
            link.clicked.connect(box.setFocus)
            self._row.insertWidget(at, link)
            self._links.append(link)
        say = self._form.context.say
        self._words.setText(say.plural("{count} thing to correct", "{count} things to correct", len(boxes)))
        self.setVisible(bool(boxes))


class Form(QWidget):
    """Fields in reading order, ``columns`` beside each other.

    A panel fills it with a record's values, and on saving asks ``check`` and then ``changed`` (or ``values`` for a new
    record). It calls ``translate`` and ``paint_theme`` with its own.
    """

    edited = Signal()
    """Somebody typed or chose something."""
    left = Signal()
    """A field was left: drafts are written now."""
    passed = Signal()
    """The last warning that stopped a save was passed: save again."""

    def __init__(self, context: Context, fields: Iterable[FormField], columns: int = 1) -> None:
        super().__init__()
        self.context, self.columns = context, columns
        self.boxes: dict[str, FieldBox] = {
            field.key: (field.make or BOXES[field.kind])(context, field) for field in fields
        }
        self.to_correct = ToCorrect(self)
        self._sections: dict[str, Text] = {}
        self._section_of: dict[str, str] = {}
        self._hides_empty = self._asked = False
        self._shown = set(self.boxes)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(BETWEEN)
        self._grid.setVerticalSpacing(10)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(BETWEEN)
        outer.addWidget(self.to_correct)
        outer.addLayout(self._grid)
        outer.addStretch(1)
        self._join()
        self.fill({})

    def _join(self) -> None:
        before: FieldBox | None = None
        section = ""
        for box in self.boxes.values():
            box.edited.connect(self.edited)
            box.left.connect(self.left)
            box.settled.connect(self._settled)
            box.passed.connect(self._passed)
            section = box.field.section or section
            if section and section not in self._sections:
                self._sections[section] = Text("", "section")
            self._section_of[box.field.key] = section
            box.setParent(self)
            if before is not None:
                QWidget.setTabOrder(before.editor, box.editor)
            before = box
        for heading in self._sections.values():
            heading.setParent(self)

    def _lay_out(self) -> None:
        """Every visible field in its place; a section begins a new row."""
        while self._grid.takeAt(0) is not None:
            pass
        row = column = 0
        section, in_row = "", dict[int, list[FieldBox]]()
        headed = {self._section_of[key] for key in self.boxes if key in self._shown}
        for name, heading in self._sections.items():
            put_there(heading, there=name in headed)
        for box in self.boxes.values():
            put_there(box, there=box.field.key in self._shown)
            if box.field.key not in self._shown:
                continue
            if self._section_of[box.field.key] != section:
                section = self._section_of[box.field.key]
                row, column = row + 1, 0
                self._grid.addWidget(self._sections[section], row, 0, 1, self.columns)
                row += 1
            span = self.columns if box.field.wide else 1
            if column + span > self.columns:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span, Qt.AlignmentFlag.AlignTop)
            in_row.setdefault(row, []).append(box)
            column += span
        for boxes in in_row.values():
            labelled = any(box.field.kind != "check" for box in boxes)
            for box in boxes:
                box.stand_beside(field=labelled)

    # values

    def values(self) -> dict[str, Any]:
        """The value of every field, as it was last read."""
        return {key: box.value for key, box in self.boxes.items()}

    def fill(self, values: Mapping[str, object]) -> None:
        """A record's values; what is not given is empty. Messages and warnings go."""
        for key, box in self.boxes.items():
            box.fill(values.get(key))
        self._asked = False
        self.to_correct.show_boxes(())
        self._show_filled()

    def changed(self) -> dict[str, Any]:
        """The values that are others than the record's."""
        return {key: box.value for key, box in self.boxes.items() if box.value != box.filled}

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost if the form was filled anew now."""
        return any(box.is_changed for box in self.boxes.values())

    def texts(self) -> dict[str, str]:
        """What was typed and is not saved, by field, for a draft."""
        return {key: box.raw() for key, box in self.boxes.items() if box.is_changed and box.field.kept}

    def take_texts(self, texts: Mapping[str, str]) -> None:
        """What was typed earlier, over the values of now."""
        for key, text in texts.items():
            if key in self.boxes:
                self._shown.add(key)
                self.boxes[key].take_raw(text)
        self._lay_out()

    def suggest(self, key: str, text: str) -> None:
        """What probably belongs into an empty text field; Tab takes it."""
        box = self.boxes[key]
        if isinstance(box, LineBox):
            box.suggest(text)

    def set_choices(self, key: str, choices: Iterable[tuple[object, str]]) -> None:
        """Other values of a choice."""
        box = self.boxes[key]
        if isinstance(box, ChoiceBox):
            box.set_choices(tuple(choices))

    def set_today(self, today: date) -> None:
        """The company's day, from which days are counted."""
        for box in self.boxes.values():
            if isinstance(box, DayBox):
                box.now = today

    # what is wrong

    def errors(self) -> list[str]:
        """The keys of fields that cannot be saved as they are, in their order."""
        return [key for key, box in self.boxes.items() if box.refusal is not None]

    def check(self) -> bool:
        """Read every field; when something is wrong the bar names it and its first field has the focus."""
        for box in self.boxes.values():
            box.settle()
        return self._told()

    def show_refusal(self, refusal: Refusal) -> bool:
        """Under the field it names; false when it names none of these: then the panel tells it."""
        box = self.boxes.get(refusal.field or "")
        if box is None:
            return False
        box.refuse(refusal)
        self._told()
        return True

    def refuse(self, error: BaseException) -> None:
        """Why something was not done: at the field it names, else where the window tells such things."""
        if not (isinstance(error, Refusal) and self.show_refusal(error)):
            self.context.reporter.show(error, near=self)

    def _told(self) -> bool:
        wrong = [box for box in self.boxes.values() if box.refusal is not None]
        self.to_correct.show_boxes(wrong)
        self._asked = bool(wrong)
        if wrong:
            self._shown |= {box.field.key for box in wrong}
            self._lay_out()
            wrong[0].setFocus()
        return not wrong

    def _settled(self) -> None:
        """The bar follows what is corrected."""
        if self._asked:
            self.to_correct.show_boxes([box for box in self.boxes.values() if box.refusal is not None])

    def _passed(self) -> None:
        """A save that only waited for this goes on."""
        if self._asked and not self.errors():
            self._asked = False
            self.passed.emit()

    # looks

    def hide_empty(self, hides: bool) -> None:
        """Only fields in which something stands, or all."""
        self._hides_empty = hides
        self._show_filled()

    def _show_filled(self) -> None:
        self._shown = {key for key, box in self.boxes.items() if not self._hides_empty or self._is_needed(box)}
        self._lay_out()

    @staticmethod
    def _is_needed(box: FieldBox) -> bool:
        """Whether a field is shown among those in which something stands."""
        if box.field.required or box.field.always or box.refusal is not None or box.editor.hasFocus():
            return True
        return box.is_changed or bool(box.value != box.field.empty)

    def hidden(self) -> int:
        """How many fields are not shown because they are empty."""
        return len(self.boxes) - len(self._shown)

    def focus_first(self, *, replace: bool = False) -> None:
        """The cursor into the first field; with ``replace`` what is typed takes the place of a proposed value."""
        first = next((box for key, box in self.boxes.items() if key in self._shown), None)
        if first is not None:
            # by Tab all of it is selected
            first.setFocus(Qt.FocusReason.TabFocusReason if replace else Qt.FocusReason.OtherFocusReason)

    def set_editable(self, editable: bool) -> None:
        """Whether something can be typed."""
        for box in self.boxes.values():
            box.set_editable(editable)

    def translate(self) -> None:
        """Words anew."""
        for box in self.boxes.values():
            box.translate()
        for words, heading in self._sections.items():
            heading.setText(self.context.say.text(words))
        if self.to_correct.isVisible():
            self._told()

    def paint_theme(self) -> None:
        """Colours anew."""
        for box in self.boxes.values():
            box.paint_theme()


def warning(message: str, **values: Any) -> NeedsConsent:  # noqa: ANN401 - whatever the text names
    """An unusual value, in words marked for translation; the field asks whether it is to be kept."""
    return NeedsConsent(message, hint=N_("Save it anyway (Alt+Enter)."), **values)
