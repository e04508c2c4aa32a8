"""A line of words that gives way to what stands beside it: where there is no room it stands in its tooltip only."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from app.ui.kit.labels import Text


class Yielding(Text):
    """Takes what room is left. Half a sentence with half a month in it says less than none."""

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

    @property
    def needed(self) -> int:
        """Pixels that all of them take."""
        return self.fontMetrics().horizontalAdvance(self._whole)

    def _fit(self) -> None:
        self.setText(self._whole if self.needed <= self.width() else "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room."""
        super().resizeEvent(event)
        self._fit()
