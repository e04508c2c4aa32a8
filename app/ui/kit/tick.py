"""A box to tick whose tick is drawn, and one whose words go on in the next line."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton

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


class WrappedTick(Tick):
    """A check box whose words go on in the next line where it is narrow."""

    LEAST = 120

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._words = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """These words; an ampersand is one."""
        self._words = words
        self._wrap()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As high as it is with its lines, and rather narrow."""
        return QSize(self.LEAST, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Other lines."""
        super().resizeEvent(event)
        self._wrap()

    def _wrap(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        room = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, self).width()
        text = "\n".join(_lines(self._words, self.font(), max(room, self.LEAST))).replace("&", "&&")
        if text != self.text():
            self.setText(text)


def _lines(words: str, font: QFont, wide: int) -> list[str]:
    """A text in lines of a width, broken where its language breaks."""
    layout, found = QTextLayout(words, font), []
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(wide)
        found.append(words[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return found
