"""Two records as a table: field, the one that goes on, the other one, and what will stand there afterwards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from app.domain.phone import international
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.customer import CustomerRecord
from app.services.customers import MERGEABLE
from app.ui.caller.words import language_name
from app.ui.context import Context
from app.ui.customers.words import FIELDS, PLACE_PARTS

Index = QModelIndex | QPersistentModelIndex
LEFT, RIGHT, BOTH = "left", "right", "both"
ROW = 34
_TITLES = (N_("Field"), N_("Goes on"), N_("Is merged into it"), N_("Result"))
_ORDER = (
    "name", "organisation", "contact_name", "kind", "given_name", "family_name", "tax_id", "language", "birth_date",
    "occupation", "industry", "education", "tags", "note", "salesperson_id", "credit_limit", "payment_days",
)  # fmt: skip
_COUNTS = {"orders": N_("Orders"), "complaints": N_("Complaints"), "activities": N_("Next steps")}


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both records in words; where nothing can be chosen both stay. ``sum`` is the result of counts."""

    key: str
    title: str
    one: str
    other: str
    chosen: str = LEFT
    fixed: bool = False
    sum: str = ""


def compared(one: CustomerRecord, other: CustomerRecord, say: Say, staff: Mapping[int, str]) -> list[Row]:
    """The fields in which at least one has something; differing ones first come with the better guess chosen."""
    rows = [Row("code", say.text(N_("Code")), one.code, other.code, fixed=True)]
    for key in _ORDER:
        left, right = (_words(key, record.values[key], say, staff) for record in (one, other))
        if left or right:
            chosen = RIGHT if right and not left else LEFT
            rows.append(Row(key, say.text(FIELDS[key]), left, right, chosen))
    rows.append(Row("contacts", say.text(FIELDS["contacts"]), _points(one), _points(other), BOTH, fixed=True))
    left, right = _place(one), _place(other)
    if left or right:
        rows.append(Row("places", say.text(N_("Addresses")), left, right, LEFT if left else RIGHT))
    for key, title in _COUNTS.items():
        mine, theirs = one.counts.get(key, 0), other.counts.get(key, 0)
        rows.append(Row(key, say.text(title), str(mine), str(theirs), BOTH, fixed=True, sum=str(mine + theirs)))
    return rows


def _words(key: str, value: Any, say: Say, staff: Mapping[int, str]) -> str:  # noqa: ANN401 - any value of a field
    if value is None or value == "":
        return ""
    if key == "kind":
        return say.text(N_("Person")) if value == "person" else say.text(N_("Company"))
    if key == "salesperson_id":
        return staff.get(value, str(value))
    if key == "language":
        return language_name(value, say)
    if hasattr(value, "isoformat"):
        return say.date(value)
    return say.money(value) if key == "credit_limit" else str(value)


def _place(record: CustomerRecord) -> str:
    return ", ".join(part for part in (str(record.values[f"main.{name}"]) for name in PLACE_PARTS) if part)


def _points(record: CustomerRecord) -> str:
    return ", ".join(international(point.e164) if point.e164 else point.value for point in record.points)


class CompareModel(QAbstractTableModel):
    """Rows with the side that was chosen."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: list[Row] = []
        self.chosen: list[str] = []
        self.names = ("", "")

    def show(self, rows: Sequence[Row], names: tuple[str, str]) -> None:
        """Another pair."""
        self.beginResetModel()
        self.rows, self.chosen, self.names = list(rows), [row.chosen for row in rows], names
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Fields."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """Field, both sides, result."""
        return 0 if parent.isValid() else 4

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401
        """Titles; the two records are named."""
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        title = self.context.say.text(_TITLES[section])
        return f"{title}: {self.names[section - 1]}" if section in (1, 2) else title

    def result(self, at: int) -> str:
        """What will stand in a row."""
        row, side = self.rows[at], self.chosen[at]
        if row.sum:
            return row.sum
        if side == BOTH:
            return ", ".join(dict.fromkeys(part for part in f"{row.one}, {row.other}".split(", ") if part))
        return row.one if side == LEFT else row.other

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's
        """One cell; the side that was chosen is marked with a sign, not by colour alone."""
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, side, column = self.rows[index.row()], self.chosen[index.row()], index.column()
        texts = (row.title, row.one or "–", row.other or "–", self.result(index.row()) or "–")
        taken = (column == 1 and side in (LEFT, BOTH)) or (column == 2 and side in (RIGHT, BOTH))
        if role == Qt.ItemDataRole.DisplayRole:
            sign = ("●\u00a0" if taken else "○\u00a0") if column in (1, 2) else ""
            # a line ends between two numbers, never within one
            whole = row.key == "contacts" and column > 0
            return sign + (texts[column].replace(" ", "\u00a0").replace(",\u00a0", ", ") if whole else texts[column])
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return texts[column] if role == Qt.ItemDataRole.ToolTipRole else f"{row.title}: {texts[column]}"
        return self._look(role, column, quiet=column in (1, 2) and not taken)

    def _look(self, role: int, column: int, *, quiet: bool) -> QFont | QColor | None:
        """The result is strong, a value that was not chosen is quiet."""
        if role == Qt.ItemDataRole.FontRole and column == 3:
            font = QFont(QApplication.font())
            font.setWeight(QFont.Weight.DemiBold)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(self.context.tokens.text3 if quiet else self.context.tokens.text)
        return None


class CompareTable(QTableView):
    """← and → choose a side of the current row, B both where both can stay; other letters are told."""

    decided = Signal()
    pressed = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.rows = CompareModel(context)
        self.setModel(self.rows)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setProperty("kind", "inner")
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(ROW)
        # all numbers and addresses are read to their end: what is merged is decided by them
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self.clicked.connect(self._clicked)

    def show_rows(self, rows: Sequence[Row], records: tuple[CustomerRecord, CustomerRecord]) -> None:
        """Another pair; the first row that differs is current."""
        self.rows.show(rows, (records[0].name, records[1].name))
        first = next((at for at, row in enumerate(rows) if not row.fixed and row.one != row.other), 0)
        self.setCurrentIndex(self.rows.index(first, 0))

    def current_is_single(self) -> bool:
        """Whether only one of both values can stay in the current row."""
        at = self.currentIndex().row()
        return 0 <= at < len(self.rows.rows) and not self.rows.rows[at].fixed

    def decisions(self) -> dict[str, str]:
        """The side of every field that can be chosen."""
        pairs = zip(self.rows.rows, self.rows.chosen, strict=True)
        return {row.key: side for row, side in pairs if not row.fixed and row.key in MERGEABLE}

    def decide(self, key: str, side: str) -> None:
        """Choose a side of a field; nothing happens where nothing can be chosen."""
        for at, row in enumerate(self.rows.rows):
            if row.key == key and not row.fixed:
                self.rows.chosen[at] = side
                self.rows.dataChanged.emit(self.rows.index(at, 0), self.rows.index(at, 3))
                self.decided.emit()

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() in (1, 2):
            self.decide(self.rows.rows[index.row()].key, LEFT if index.column() == 1 else RIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """The keys of this screen."""
        at = self.currentIndex().row()
        sides = {Qt.Key.Key_Left: LEFT, Qt.Key.Key_Right: RIGHT}
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        elif event.key() in sides and 0 <= at < len(self.rows.rows):
            self.decide(self.rows.rows[at].key, sides[Qt.Key(event.key())])
        elif event.key() in (Qt.Key.Key_N, Qt.Key.Key_B):
            self.pressed.emit(event.key())
        else:
            super().keyPressEvent(event)
