"""The payout curve with its table beside it: slab or marginal is seen, not guessed."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem

from app.domain.commission_plan import Terms
from app.domain.refusal import N_
from app.ui.charts.card import Chart
from app.ui.commission.plan_curve import payout_drawing
from app.ui.context import Context
from app.ui.kit.labels import Card, Text

HIGH, ROW = 150, 26
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class CurveCard(Card):
    """Follows the plan while it is written; what cannot be read leaves the last curve."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._terms: Terms | None = None
        self._heading = Text("", "section")
        self.chart = Chart(context)
        self.chart.setFixedHeight(HIGH)
        self.table = QTableWidget()
        self.table.setProperty("kind", "inset")
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.head.addWidget(self._heading)
        self.head.addStretch(1)
        self.body.addWidget(self.chart)
        self.body.addWidget(self.table)

    def show_terms(self, terms: Terms | None) -> None:
        """Other terms."""
        if terms is None:
            return
        self._terms = terms
        drawing = payout_drawing(terms, self.context.say)
        self.chart.show_drawing(drawing)
        self.table.setColumnCount(len(drawing.header))
        self.table.setRowCount(len(drawing.rows))
        self.table.setHorizontalHeaderLabels(list(drawing.header))
        for at, row in enumerate(drawing.rows):
            for column, text in enumerate(row):
                item = QTableWidgetItem(text)
                if column:
                    item.setTextAlignment(RIGHT)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{drawing.header[column]}: {text}")
                self.table.setItem(at, column, item)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(len(drawing.header)):
            title = self.table.horizontalHeaderItem(column)
            if title is not None:
                title.setTextAlignment(RIGHT if column else LEFT)
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + len(drawing.rows) * ROW + 4)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._heading.setText(say.text(N_("What a month brings")))
        self.chart.setAccessibleName(self._heading.text())
        self.table.setAccessibleName(self._heading.text())
        self.show_terms(self._terms)

    def paint_theme(self) -> None:
        """Colours anew."""
        self.chart.update()
