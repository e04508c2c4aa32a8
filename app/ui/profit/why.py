"""Why this number: what it means, and how many entries of which kind it is made of."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.queries import profit_panel_drill as drill
from app.queries.profit_panel_drill import KindSum, Scope
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.profit.cells import Setting
from app.ui.profit.drill_columns import kind_columns
from app.ui.profit.places import sums_of, total_maker
from app.ui.profit.table import FigureTable


class Why(QDialog):
    """Not modal: it can stay open beside the figures; Esc closes it."""

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.context = context
        self.words = Text()
        self.words.setWordWrap(True)
        self.figure = Text("", "section")
        self.table = FigureTable(context)
        self._close = QPushButton(context.say.text(N_("Close")))
        self._close.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self._close)
        layout = QVBoxLayout(self)
        for widget in (self.figure, self.words, self.table):
            layout.addWidget(widget)
        layout.addLayout(foot)
        self.setWindowTitle(context.say.text(N_("Why this number")))
        self.resize(680, 420)

    def explain(self, figure: str, definition: str, scope: Scope | None) -> None:
        """A figure with its definition; with a scope also what it is made of."""
        self.figure.setText(figure)
        self.words.setText(definition)
        self.table.setVisible(scope is not None)
        self.table.setAccessibleName(figure)
        if scope is not None:
            self.context.runner.read(self, partial(drill.made_of, scope=scope), self._found)
        else:
            self.adjustSize()

    def _found(self, kinds: Sequence[KindSum]) -> None:
        columns = kind_columns(self.context.say)
        sums = sums_of(kinds)
        count = sum(kind.entries for kind in kinds)
        name = self.context.say.plural("{count} entry of the ledger", "{count} entries of the ledger", count)
        setting = Setting(self.context.say, sums, Decimal(1))
        self.table.show_figures(columns, kinds, setting, total_maker(columns, sums, name))

    @property
    def total(self) -> Decimal:
        """What the entries add up to."""
        return sum((kind.contribution for kind in self.table.figures.rows), ZERO)
