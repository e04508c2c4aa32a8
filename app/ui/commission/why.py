"""Why a line is what it is: a card beside the lines that follows the cursor while it is open."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from app.domain.commission import BANDS
from app.domain.refusal import N_, Refusal
from app.queries import commission_why
from app.queries.commission_why import Why
from app.ui.commission.line_columns import LineRow
from app.ui.commission.why_words import Step, bands_words, cap_words, steps
from app.ui.commission.words import KINDS
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Card, Text

WIDE = 320


class WhyCard(Card):
    """``closed`` when it was put away, ``order_wanted`` with an order's id."""

    closed = Signal()
    order_wanted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.shown: list[Step] = []
        self._entry = 0
        self._order: int | None = None
        self.heading, self.about = Text("", "section"), Text("", "quiet")
        self.about.setWordWrap(True)
        self._shut = QToolButton()
        self._shut.clicked.connect(self.shut)
        self.order = QPushButton()
        self.order.clicked.connect(self._want_order)
        self._inside = QWidget()
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.setSpacing(2)
        self._scroll = QScrollArea()
        self._scroll.setWidget(self._inside)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.head.addWidget(self.heading, 1)
        self.head.addWidget(self._shut)
        self.body.addWidget(self.about)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self.order)
        self.setFixedWidth(WIDE)
        self.hide()

    def explain(self, row: LineRow | None) -> None:
        """Another line; what is not booked yet is explained from the line itself."""
        line = row.line if row is not None else None
        if line is None or not line.entry_id:
            self._entry = 0
            amount = line.amount if line is not None else None
            if line is None or amount is None:
                self._show("", None, [])
            else:
                say = self.context.say
                words = bands_words(amount, line.base, say) if line.kind == BANDS else cap_words(amount, say)
                self._show(line.order, line.order_id, [(say.text(KINDS[line.kind]), words)])
            return
        self._entry = line.entry_id
        work = partial(commission_why.why, entry_id=line.entry_id)
        self.context.runner.read(self, work, self._found, self._failed)

    def _found(self, why: Why) -> None:
        if why.entry_id == self._entry:
            about = " · ".join(part for part in (why.order, why.customer, why.product) if part)
            self._show(about, why.order_id, steps(why, self.context.say))

    def _failed(self, error: BaseException) -> None:
        say = self.context.say
        if isinstance(error, Refusal):
            self._show("", None, [(say.text(N_("Not known")), say.refusal(error))])
        else:
            self.context.reporter.show(error, near=self)
            self._show("", None, [(say.text(N_("Not known")), say.text(N_("This line could not be read.")))])

    def _show(self, about: str, order_id: int | None, found: list[Step]) -> None:
        self.shown, self._order = found, order_id
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.order.setVisible(order_id is not None)
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for heading, words in found:
            self._add(Text(heading, "caption"))
            self._add(Text(words))
        self._lines.addStretch(1)
        self._inside.setAccessibleName("\n".join(f"{heading}: {words}" for heading, words in found))

    def _add(self, text: Text) -> None:
        text.setWordWrap(True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lines.addWidget(text)

    def _want_order(self) -> None:
        if self._order is not None:
            self.order_wanted.emit(self._order)

    def shut(self) -> None:
        """Away."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc puts it away."""
        if event.key() == Qt.Key.Key_Escape:
            self.shut()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """Words that do not depend on a line."""
        say = self.context.say
        self.heading.setText(say.text(N_("Why this amount")))
        self._shut.setAccessibleName(say.text(N_("Close")))
        self._shut.setToolTip(f"{self._shut.accessibleName()} (Esc)")
        self.order.setText(say.text(N_("Open the order")))
        self.order.setAccessibleName(self.order.text())

    def paint_theme(self) -> None:
        """Icons anew."""
        self._shut.setIcon(icon("close", self.context.tokens.text2, 14))
