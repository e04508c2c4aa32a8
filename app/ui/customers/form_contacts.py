"""Telephones, e-mail addresses and handles of a customer as rows of the form; the first one is the main one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from app.domain import phone
from app.domain.customer import CONTACT_KINDS, NUMBERS, check_email, check_phone
from app.domain.refusal import N_
from app.queries.customer import Point
from app.services.customers import Contact
from app.services.customers_save import ContactEdit
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form_box import FieldBox
from app.ui.kit.form_field import FormField
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text

KINDS = tuple(CONTACT_KINDS)
MOST = 30
ICON = 16
KIND_WIDE, ARROW_ROOM = 108, 10
LONGEST_NUMBER = "+34 963 55 01 42"


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One row; ``id`` is none for one that is not saved yet."""

    id: int | None
    kind: str
    value: str
    label: str = ""

    @property
    def contact(self) -> Contact:
        """As it is saved."""
        return Contact(self.kind, self.value.strip(), self.label.strip())


Rows = tuple[ContactRow, ...]


def rows_of(points: Sequence[Point]) -> Rows:
    """The rows of a record."""
    return tuple(ContactRow(point.id, point.kind, point.value, point.label) for point in points)


def edits(before: Rows, after: Rows) -> list[ContactEdit]:
    """What has to be saved to come from one to the other."""
    known = {row.id: row for row in before}
    kept = {row.id for row in after if row.id is not None}
    found = [ContactEdit(None, row.id, row.contact) for row in before if row.id not in kept]
    first_before = before[0].id if before else None
    for at, row in enumerate(after):
        main = at == 0 and (row.id is None or row.id != first_before) and bool(before)
        old = known.get(row.id) if row.id is not None else None
        if old is None:
            found.append(ContactEdit(row.contact, main=main))
        elif old.contact != row.contact or main:
            found.append(ContactEdit(row.contact, row.id, old.contact, main))
    return found


class RowEditor(QWidget):
    """Kind, value, label, and what can be done with the row."""

    typed = Signal()
    left = Signal()
    wanted_first = Signal(object)
    wanted_gone = Signal(object)

    def __init__(self, context: Context, row: ContactRow) -> None:
        super().__init__()
        self.context, self.row_id = context, row.id
        self.kind, self.value, self.label = Choice(context), QLineEdit(row.value), QLineEdit(row.label)
        self.shared, self.first, self.gone = Text("", "caption", "info"), QToolButton(), QToolButton()
        self.kind.addItems([""] * len(KINDS))
        self.kind.setCurrentIndex(KINDS.index(row.kind))
        self.value.setCursorPosition(0)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        self.label.setFixedWidth(76)
        # a number is never cut off
        self.value.setMinimumWidth(self.value.fontMetrics().horizontalAdvance(LONGEST_NUMBER) + 24)
        for widget, stretch in ((self.kind, 0), (self.value, 1), (self.label, 0), (self.shared, 0), (self.first, 0),
                                (self.gone, 0)):  # fmt: skip
            line.addWidget(widget, stretch)
        for button in (self.first, self.gone):
            button.setIconSize(QSize(ICON, ICON))
        self.shared.hide()
        self.value.textEdited.connect(self._typed)
        self.label.textEdited.connect(self._typed)
        self.kind.activated.connect(self._typed)
        for field in (self.kind, self.value, self.label):
            field.installEventFilter(self)
        self.first.clicked.connect(self._first)
        self.gone.clicked.connect(self._gone)

    @property
    def row(self) -> ContactRow:
        """What stands here."""
        return ContactRow(self.row_id, KINDS[self.kind.currentIndex()], self.value.text(), self.label.text())

    def _typed(self, *_what: object) -> None:
        if self.row_id is None and "@" in self.value.text():
            self.kind.setCurrentIndex(KINDS.index("email"))
        self.typed.emit()

    def _first(self) -> None:
        self.wanted_first.emit(self)

    def _gone(self) -> None:
        self.wanted_gone.emit(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A field was left."""
        if event.type() == QEvent.Type.FocusOut:
            self.left.emit()
        return super().eventFilter(watched, event)

    def translate(self, *, main: bool) -> None:
        """Words anew; the main one cannot be made main again."""
        say = self.context.say
        for at, kind in enumerate(KINDS):
            self.kind.setItemText(at, say.text(CONTACT_KINDS[kind]))
        self.kind.setAccessibleName(say.text(N_("Kind of contact")))
        # the same in every row: room for the longest kind of this language
        self.kind.ensurePolished()
        self.kind.setFixedWidth(max(KIND_WIDE, self.kind.sizeHint().width() + ARROW_ROOM))
        self.value.setAccessibleName(say.text(N_("Number or address")))
        self.value.setPlaceholderText(say.text(N_("Number or address")))
        self.label.setPlaceholderText(say.text(N_("Label")))
        self.label.setAccessibleName(say.text(N_("Label")))
        for button, words in (
            (self.first, say.text(N_("Make it the main one"))),
            (self.gone, say.text(N_("Take away"))),
        ):
            button.setToolTip(words)
            button.setAccessibleName(words)
        written = bool(self.value.text())
        self.first.setVisible(not main and written)
        self.gone.setVisible(written)

    def paint(self) -> None:
        """Colours anew."""
        self.first.setIcon(icon("first", self.context.tokens.text2))
        self.gone.setIcon(icon("close", self.context.tokens.text2))


class ContactsBox(FieldBox):
    """All rows as one field of the form: its value is a tuple of rows; an empty row at the end waits for more."""

    def __init__(self, context: Context, field: FormField, country: str = "") -> None:
        self._rows: list[RowEditor] = []
        self._list = QVBoxLayout()
        self._shared: dict[int, int] = {}
        self.country = country
        holder = QWidget()
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        holder.setLayout(self._list)
        super().__init__(context, field, holder)
        self.show_raw("[]")

    def name_shared(self, points: Sequence[Point]) -> None:
        """Numbers that other customers have too are marked."""
        self._shared = {point.id: point.shared for point in points if point.shared}
        self._dress()

    def raw(self) -> str:
        rows = [editor.row for editor in self._rows]
        return json.dumps([[row.id, row.kind, row.value, row.label] for row in rows if row.value.strip()])

    def show_raw(self, text: str) -> None:
        rows = _parsed(text)
        if [editor.row for editor in self._rows if editor.value.text().strip()] == list(rows) and self._rows:
            self._dress()
            return
        for editor in self._rows:
            self._list.removeWidget(editor)
            editor.hide()
            editor.deleteLater()
        self._rows = []
        for row in rows:
            self._add(row)
        self._blank()
        self._dress()

    def text_of(self, value: Any) -> str:  # noqa: ANN401 - the value's type is the field's
        return json.dumps([[row.id, row.kind, row.value, row.label] for row in value or ()])

    def read(self, text: str) -> tuple[Any, str]:
        return _parsed(text), ""

    def fill(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        super().fill(tuple(value or ()))

    def _check(self, value: Any) -> None:  # noqa: ANN401 - the value's type is the field's
        if value in (self.filled, self._passed):
            return
        known = set(self.filled or ())
        for row in value:
            if row in known:
                continue
            if row.kind in NUMBERS:
                check_phone(row.value, self.country)
            elif row.kind == "email":
                check_email(row.value)

    def _add(self, row: ContactRow) -> RowEditor:
        editor = RowEditor(self.context, row)
        editor.typed.connect(self._row_typed)
        editor.left.connect(self._row_left)
        editor.wanted_first.connect(self._make_first)
        editor.wanted_gone.connect(self._take_away)
        before = self._rows[-1] if self._rows else None
        self._rows.append(editor)
        self._list.addWidget(editor)
        if before is not None:
            QWidget.setTabOrder(before.gone, editor.kind)
        for one, other in ((editor.kind, editor.value), (editor.value, editor.label), (editor.label, editor.first),
                           (editor.first, editor.gone)):  # fmt: skip
            QWidget.setTabOrder(one, other)
        self.editor.setFocusProxy(self._rows[0].value)
        return editor

    def _blank(self) -> None:
        """A row to write into, always the last one."""
        if len(self._rows) < MOST and (not self._rows or self._rows[-1].value.text()):
            self._add(ContactRow(None, "phone" if not self._rows else "mobile", ""))
            self._dress()

    def _row_typed(self) -> None:
        self._blank()
        self._dress()
        self._typed()

    def _row_left(self) -> None:
        self.settle()
        self.left.emit()

    def _make_first(self, editor: RowEditor) -> None:
        self._rows.remove(editor)
        self._rows.insert(0, editor)
        self._list.removeWidget(editor)
        self._list.insertWidget(0, editor)
        self.editor.setFocusProxy(self._rows[0].value)
        self._dress()
        self._row_left()
        self.edited.emit()

    def _take_away(self, editor: RowEditor) -> None:
        editor.value.clear()
        self._rows.remove(editor)
        self._list.removeWidget(editor)
        editor.hide()
        editor.deleteLater()
        self._blank()
        self._dress()
        self._rows[-1].value.setFocus()
        self._row_left()
        self.edited.emit()

    def numbers(self) -> list[str]:
        """The telephone numbers that stand here."""
        return [editor.value.text() for editor in self._rows if editor.row.kind in NUMBERS and editor.value.text()]

    def emails(self) -> list[str]:
        """The e-mail addresses that stand here."""
        return [editor.value.text() for editor in self._rows if editor.row.kind == "email" and editor.value.text()]

    def _dress(self) -> None:
        for at, editor in enumerate(self._rows):
            editor.translate(main=at == 0)
            others = self._shared.get(editor.row_id or 0, 0)
            words = self.context.say.plural("shared with {count} other", "shared with {count} others", others)
            editor.shared.setText(words)
            editor.shared.setVisible(bool(others))
        self.paint_theme()

    def translate(self) -> None:
        super().translate()
        self._dress()

    def paint_theme(self) -> None:
        super().paint_theme()
        for editor in self._rows:
            editor.paint()

    def set_editable(self, editable: bool) -> None:
        self.editor.setEnabled(editable)


def _parsed(text: str) -> Rows:
    """Rows of a text as ``raw`` writes it; what is damaged is left out."""
    try:
        found = json.loads(text or "[]")
        return tuple(
            ContactRow(one[0] if isinstance(one[0], int) else None, str(one[1]), str(one[2]), str(one[3]))
            for one in found
            if len(one) == 4 and one[1] in KINDS
        )
    except (ValueError, TypeError, KeyError):
        return ()


def written(point: Point) -> str:
    """A number as people read it."""
    return phone.international(point.e164) if point.e164 else point.value
