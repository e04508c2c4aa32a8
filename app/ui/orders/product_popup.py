"""Products under the cell while somebody types: the arrows choose, Enter takes; it never takes the keyboard."""

from datetime import date
from functools import partial
from time import monotonic
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHBoxLayout, QHeaderView, QTableView, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.queries import products
from app.queries.products import Found, Offer
from app.ui.caller.words import brief
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.kit.timers import once
from app.ui.orders.cells import LEVEL, TONE, UNKNOWN, price_text
from app.ui.orders.painting import CellPainter

DELAY = 20
"""Milliseconds after the key before the database is asked."""
CATALOGUE = 200
_ROW, _SHOWN, _WIDTH = 34, 8, 760
_TITLES = (N_("Code"), N_("Product"), N_("Available"), N_("List"), N_("Last told"), N_("Level"), "")
_AVAILABLE, _LIST, _TOLD, _LEVEL, _MARK = range(2, 7)
_MARKS = {"promote": N_("▲ Promote"), "restrict": N_("▼ Restrict")}
_RIGHT = frozenset({_LIST, _TOLD})
Index = QModelIndex | QPersistentModelIndex


class OffersModel(QAbstractTableModel):
    """The offers of one answer."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.offers: tuple[Offer, ...] = ()

    def show(self, offers: tuple[Offer, ...]) -> None:
        """Another answer."""
        self.beginResetModel()
        self.offers = offers
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Offers."""
        return 0 if parent.isValid() else len(self.offers)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 - Qt's name and default
        """Code, product, availability, list price, told price, level, mark."""
        return 0 if parent.isValid() else len(_TITLES)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:  # noqa: N802, ANN401
        """Titles."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(_TITLES):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(section)
        return self.context.say.text(_TITLES[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = 0) -> Any:  # noqa: ANN401 - Qt's own
        """One cell."""
        if not index.isValid() or index.row() >= len(self.offers):
            return None
        offer, column = self.offers[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._texts(offer)[column]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(text for text in self._texts(offer) if text and text != UNKNOWN)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _side(column)
        if role == TONE:
            mark = "promised" if offer.mark == "promote" else "quiet"
            return ("quiet", "strong", "quiet", "plain", "plain", "plain", mark)[column]
        return offer.level if role == LEVEL and column == _LEVEL else None

    def _texts(self, offer: Offer) -> tuple[str, ...]:
        say, told = self.context.say, offer.told
        last = UNKNOWN if told is None else f"{price_text(say, told.price)} · {brief(told.on, say)}"
        price = UNKNOWN if offer.list_price is None else price_text(say, offer.list_price)
        mark = say.text(_MARKS[offer.mark]) if offer.mark in _MARKS else ""
        return offer.code, offer.name, offer.availability, price, last, offer.level or UNKNOWN, mark


def _side(column: int) -> int:
    side = Qt.AlignmentFlag.AlignRight if column in _RIGHT else Qt.AlignmentFlag.AlignLeft
    return int((side | Qt.AlignmentFlag.AlignVCenter).value)


class ProductPopup(QFrame):
    """Asks 20 ms after the last key and drops late answers. ``taken`` gives an offer, ``missed`` a text without one."""

    taken = Signal(object)
    missed = Signal(str)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.context = context
        self.customer_id: int | None = None
        self.told_hidden = False
        self._epoch = 0
        self._text = ""
        self._answered: str | None = None
        self._wanted = False
        self._asked_at = 0.0
        self._most = _SHOWN
        self._cell = QRect()
        self._timer = once(self, DELAY, self._ask)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.setProperty("kind", "popup")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = OffersModel(self.context)
        self.table = QTableView()
        self.table.setModel(self.model)
        self._painter = CellPainter(self.context)
        self.table.setItemDelegate(self._painter)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setProperty("kind", "inset")
        self.table.setShowGrid(False)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        header = self.table.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.clicked.connect(self._clicked)
        self._keys, self._count = Text("", "caption"), Text("", "caption")
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addWidget(self._keys)
        foot.addStretch(1)
        foot.addWidget(self._count)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        outer.addWidget(self.table, 1)
        outer.addLayout(foot)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._keys.setText(say.text(N_("Enter takes it · ↑ ↓ choose · Alt+Enter product card · F4 whole catalogue")))
        self.table.setAccessibleName(say.text(N_("Products found")))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(_TITLES) - 1)

    def begin(self, text: str, cell: QRect) -> None:
        """Somebody typed ``text`` into the cell at ``cell`` (in the parent's coordinates)."""
        self._text, self._cell, self._wanted, self._most = text, cell, False, _SHOWN
        self._epoch += 1
        if text.strip():
            self._timer.start()
        else:
            self.close_up()

    def catalogue(self, text: str, cell: QRect) -> None:
        """Everything that fits the text, at once."""
        self.begin(text or " ", cell)
        self._most = CATALOGUE
        self._ask()

    def close_up(self) -> None:
        """Away, and forget what was asked."""
        self._timer.stop()
        self._epoch += 1
        self._answered = None
        self._wanted = False
        self.hide()

    def move_by(self, by: int) -> None:
        """Choose another row."""
        count = self.model.rowCount()
        if count:
            row = max(0, min(count - 1, self.table.currentIndex().row() + by))
            self.table.setCurrentIndex(self.model.index(row, 0))

    @property
    def chosen(self) -> Offer | None:
        """The offer the cursor stands on."""
        row = self.table.currentIndex().row()
        return self.model.offers[row] if 0 <= row < len(self.model.offers) else None

    def row_place(self) -> QRect:
        """Where the chosen row is, in the parent's coordinates."""
        rect = self.table.visualRect(self.table.currentIndex())
        parent = self.parentWidget()
        assert parent is not None
        return QRect(self.table.viewport().mapTo(parent, rect.topLeft()), rect.size())

    def take(self, text: str) -> None:
        """Take the chosen offer for ``text``, as soon as it is known: a fast typist is faster than any database."""
        if self._answered == text and not self._timer.isActive():
            self._give()
            return
        if text != self._text:
            self._text, self._most = text, _SHOWN
            self._epoch += 1
        self._wanted = True
        self._ask()

    def _give(self) -> None:
        row = self.table.currentIndex().row()
        if 0 <= row < len(self.model.offers):
            offer = self.model.offers[row]
            self.close_up()
            self.taken.emit(offer)
        else:
            self._wanted = False
            self.missed.emit(self._text)

    def _ask(self) -> None:
        self._timer.stop()
        self._asked_at = monotonic()
        work = partial(
            _numbered, epoch=self._epoch, text=self._text.strip(), customer_id=self.customer_id, most=self._most
        )
        self.context.runner.read(self, work, self._show)

    def _show(self, answer: tuple[int, Found]) -> None:
        epoch, found = answer
        if epoch != self._epoch:
            return
        self._answered = self._text
        self.model.show(found.offers)
        self.table.setCurrentIndex(self.model.index(0, 0) if found.offers else QModelIndex())
        if self._wanted:
            self._give()
            return
        self._say_count(found)
        self._place()

    def _say_count(self, found: Found) -> None:
        say = self.context.say
        words = {"shown": len(found.offers), "total": found.total, "text": found.text}
        if not found.offers:
            self._count.setText(say.text(N_("No product ‘{text}’."), text=found.text))
            return
        milliseconds = round((monotonic() - self._asked_at) * 1000)
        words["milliseconds"] = milliseconds
        template = N_("{shown} of {total} for ‘{text}’ · {milliseconds} ms") if found.text else N_("{shown} of {total}")
        self._count.setText(say.text(template, **words))

    def _place(self) -> None:
        """Under the cell, or above it where there is more room."""
        parent = self.parentWidget()
        assert parent is not None
        rows = min(max(1, self.model.rowCount()), _SHOWN)
        self._widths()
        table = self.table.horizontalHeader().sizeHint().height() + rows * _ROW + 2
        self.table.setFixedHeight(table)
        height = table + self._keys.sizeHint().height() + 14
        width = min(_WIDTH, parent.width() - 24)
        left = max(12, min(self._cell.left(), parent.width() - width - 12))
        below = self._cell.bottom() + 4
        top = below if below + height <= parent.height() else max(4, self._cell.top() - height - 4)
        self.setGeometry(QRect(QPoint(left, top), QPoint(left + width, top + height)))
        self.show()
        self.raise_()

    def _widths(self) -> None:
        metrics = QFontMetrics(self.table.font())
        codes = max((metrics.horizontalAdvance(offer.code) for offer in self.model.offers), default=60)
        header = self.table.horizontalHeader()
        header.resizeSection(0, min(180, codes + 24))
        header.resizeSection(_AVAILABLE, 130)
        self.table.setColumnHidden(_AVAILABLE, not any(offer.availability for offer in self.model.offers))
        header.resizeSection(_LIST, metrics.horizontalAdvance("12,345.00") + 26)
        told = metrics.horizontalAdvance(f"1,345.0000 · {self.context.say.date(date(2026, 11, 28))}")
        header.resizeSection(_TOLD, told + 26)
        header.resizeSection(_LEVEL, 78)
        header.resizeSection(_MARK, 104)
        for column in (_TOLD, _LEVEL):
            self.table.setColumnHidden(column, self.told_hidden)
        marked = any(offer.mark in _MARKS for offer in self.model.offers)
        self.table.setColumnHidden(_MARK, self.told_hidden or not marked)

    def _clicked(self, index: QModelIndex) -> None:
        self.table.setCurrentIndex(index)
        self._give()


def _numbered(store: Any, *, epoch: int, text: str, customer_id: int | None, most: int) -> tuple[int, Found]:  # noqa: ANN401
    """The answer with the number of its question."""
    return epoch, products.look_up(store, text, customer_id=customer_id, most=most)
