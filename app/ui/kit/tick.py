"""A box to tick whose tick is drawn."""

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QStyle, QStyleOptionButton

from app.ui.context import Context
from app.ui.icons import pixmap

TICK = 13


class Tick(QCheckBox):
    """A check box whose tick is drawn: a colour alone would say nothing to many."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The box, and the tick in it."""
        super().paintEvent(event)
        if not self.isChecked():
            return
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        painter = QPainter(self)
        tick = pixmap("check", self._context.tokens.on_accent, TICK, self.devicePixelRatioF())
        painter.drawPixmap(place.center().x() - TICK // 2 + 1, place.center().y() - TICK // 2 + 1, tick)
        painter.end()
