"""A line of words that gives way to what stands beside it: shortened where there is no room, whole in its tooltip."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from app.ui.kit.labels import Text


class Yielding(Text):
    """Takes what room is left; where that is less than half of it, the words stand in its tooltip only."""

    def __init__(self, kind: str) -> None:
        super().__init__("", kind)
        self._whole = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def say(self, words: str) -> None:
        """Other words."""
        self._whole = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._fit()

    @property
    def words(self) -> str:
        """All of them."""
        return self._whole

    def _fit(self) -> None:
        metrics, room = self.fontMetrics(), max(0, self.width())
        enough = room * 2 >= metrics.horizontalAdvance(self._whole)
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room) if enough else "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()
