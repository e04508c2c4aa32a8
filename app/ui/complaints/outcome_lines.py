"""The lines of an order with what they still have to give, and a field for what is given of each."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.domain.complaint_outcome import IN_PIECES, Item
from app.domain.money import QUANTITY_PLACES, ZERO
from app.domain.refusal import N_, Mistake
from app.queries.complaint_outcomes import LineLeft
from app.ui.complaints.outcome_words import pieces
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.kit.form_fields import MoneyBox, NumberBox
from app.ui.kit.labels import Text

FIELD, SHOWN = 108, 6
"""Pixels of a field; so many lines before the others are folded."""


class LineRow(QWidget):
    """One line: its name, what is left of it, and the field."""

    edited = Signal()

    def __init__(self, context: Context, line: LineLeft, kind: str) -> None:
        super().__init__()
        self.context, self.line, self.kind = context, line, kind
        made = NumberBox if kind in IN_PIECES else MoneyBox
        field = FormField("line", line.left.name, "number", places=QUANTITY_PLACES, least=0, check=self._check)
        self.box = made(context, field)
        self.box.label.hide()
        self.box.setFixedWidth(FIELD)
        self.box.edited.connect(self.edited)
        self.box.settled.connect(self.edited)
        self._name, self._left = Text(line.left.name), Text("", "caption")
        self._name.setWordWrap(True)
        self._name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._left.setWordWrap(True)
        self._left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._name.setToolTip(f"{line.code} {line.left.name}".strip())
        words, row = QVBoxLayout(), QHBoxLayout(self)
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._left)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        self.translate()

    @property
    def most(self) -> Decimal:
        """What can be given of it at most: pieces, or net money."""
        left = self.line.left
        return left.pieces(self.kind) if self.kind in IN_PIECES else left.billed_net

    def item(self) -> Item | None:
        """What is given of it; none where nothing stands there."""
        value = self.box.value or ZERO
        if not value or self.box.refusal is not None:
            return None
        if self.kind in IN_PIECES:
            return Item(self.line.left.line_id, value)
        return Item(self.line.left.line_id, amount=value)

    def _check(self, value: Decimal | None) -> None:
        if value is not None and value > self.most:
            raise Mistake(N_("At most {most} are left of this line."), most=self._written(self.most))

    def _written(self, value: Decimal) -> str:
        say = self.context.say
        return pieces(value, "", say) if self.kind in IN_PIECES else say.money(value)

    def translate(self) -> None:
        """Words anew."""
        say, left = self.context.say, self.line.left
        self.box.translate()
        unit = self.line.unit if self.kind in IN_PIECES else say.currency_symbol
        if self.kind in IN_PIECES:
            sold = pieces(self.line.quantity, unit, say)
            words = say.text(N_("{left} left of {sold}"), left=pieces(self.most, "", say), sold=sold)
        else:
            words = say.text(N_("{left} billed and not given back"), left=say.money_with_currency(left.billed_net))
        self._left.setText(words)
        self.box.edit.setAccessibleName(f"{left.name}, {words}")

    def paint_theme(self) -> None:
        """Colours anew."""
        self.box.paint_theme()


class OutcomeLines(QWidget):
    """A row per line from which something can be given; more than a few are folded."""

    edited = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.rows: list[LineRow] = []
        self._folded = True
        self._nothing, self._more = Text("", "quiet"), QPushButton()
        self._nothing.setWordWrap(True)
        self._more.setProperty("kind", "flat")
        self._more.clicked.connect(self._unfold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addWidget(self._nothing)
        self._column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_lines(self, lines: Sequence[LineLeft], kind: str, first: int | None = None) -> None:
        """Lines of another order or for another kind; the one the complaint is about comes first."""
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        rows = [LineRow(self.context, line, kind) for line in lines]
        rows = [row for row in rows if row.most > 0]
        self.rows = sorted(rows, key=lambda row: row.line.left.line_id != first)
        for at, row in enumerate(self.rows):
            self._column.insertWidget(at, row)
            row.edited.connect(self.edited)
            if at:
                QWidget.setTabOrder(self.rows[at - 1].box.editor, row.box.editor)
        self._folded = len(self.rows) > SHOWN
        self._fit()
        self.translate()

    def items(self) -> tuple[Item, ...]:
        """What is given, per line."""
        return tuple(item for row in self.rows if (item := row.item()) is not None)

    def settle(self) -> bool:
        """Read every field; false where one cannot be, which has the cursor then."""
        for row in self.rows:
            row.box.settle()
        wrong = next((row for row in self.rows if row.box.refusal is not None), None)
        if wrong is not None:
            self._unfold()
            wrong.box.setFocus()
        return wrong is None

    def texts(self) -> dict[int, str]:
        """What is typed, per line."""
        return {row.line.left.line_id: row.box.raw() for row in self.rows if row.box.raw()}

    def take_texts(self, texts: Mapping[int, str]) -> None:
        """What was typed earlier, per line."""
        for row in self.rows:
            if row.line.left.line_id in texts:
                row.box.take_raw(texts[row.line.left.line_id])

    def _unfold(self) -> None:
        self._folded = False
        self._fit()

    def _fit(self) -> None:
        for at, row in enumerate(self.rows):
            row.setVisible(not self._folded or at < SHOWN)
        self._more.setVisible(self._folded)
        self._nothing.setVisible(not self.rows)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._nothing.setText(say.text(N_("Nothing of this order can be given back any more.")))
        hidden = max(0, len(self.rows) - SHOWN)
        self._more.setText(say.plural("{count} more line", "{count} more lines", hidden))
        self._more.setAccessibleName(self._more.text())
        for row in self.rows:
            row.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        for row in self.rows:
            row.paint_theme()
