"""One of a few views, chosen by a button or by Ctrl and its number."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from app.ui.context import Context
from app.ui.keys import bind_keys
from app.ui.kit.labels import Toggle


class ViewChoice(QWidget):
    """``chosen`` carries a view's name; ``views`` are names and titles, the first one is chosen at the start."""

    chosen = Signal(str)

    def __init__(self, context: Context, views: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._views = tuple(views)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for at in range(len(self._views)):
            button = Toggle()
            self._group.addButton(button, at)
            row.addWidget(button)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._chosen)

    def _chosen(self, at: int) -> None:
        self.chosen.emit(self._views[at][0])

    def _at(self, view: str) -> int:
        return [name for name, _ in self._views].index(view)

    def show_view(self, view: str) -> None:
        """The view that is shown."""
        self._group.button(self._at(view)).setChecked(True)

    def offer(self, view: str, *, offered: bool) -> None:
        """Whether this person may choose a view; its number stays its own."""
        button = self._group.button(self._at(view))
        button.setVisible(offered)
        button.setEnabled(offered)

    def bind(self, screen: QWidget) -> None:
        """Ctrl and a number choose a view anywhere in ``screen``."""
        bind_keys(screen, *((f"Ctrl+{at + 1}", self._group.button(at).click) for at in range(len(self._views))))

    def translate(self) -> None:
        """Every title anew."""
        for at, (_, title) in enumerate(self._views):
            words, button = self.context.say.text(title), self._group.button(at)
            button.setText(words)
            button.setAccessibleName(words)
            button.setToolTip(f"{words} (Ctrl+{at + 1})")
