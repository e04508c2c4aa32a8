"""The base of every screen: stale when hidden, fresh when shown, translated and painted while the program runs."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.domain.changes import ChangeSet
from app.ui.context import Context


class Panel(QWidget):
    """One screen of the window.

    A subclass names the ``kinds`` of records it shows, builds its widgets once, and fills them in ``ask``. While it is
    hidden, changes only mark it stale; ``ask`` runs when it is shown the next time.
    """

    kinds: frozenset[str] = frozenset()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.stale = True
        context.broadcast.changed.connect(self.on_changed)
        context.spoke.connect(self.on_spoke)
        context.painted.connect(self.on_painted)

    @property
    def asking(self) -> bool:
        """Whether the answer to what was asked is still to come, as far as the screen knows."""
        return False

    def title(self) -> str:
        """What the window calls this screen now, translated."""
        return ""

    def customer_at_hand(self) -> int | None:
        """The one customer this screen is about, whose card F8 opens while nobody rings; none for most screens."""
        return None

    def ask(self) -> None:
        """Ask for what is shown; answers arrive later."""

    def open_record(self, record: object) -> None:
        """Show one record of this screen (an id, or a draft)."""

    def translate(self) -> None:
        """Write every text anew in the language of ``self.context.say``."""

    def paint_theme(self) -> None:
        """Draw anew what does not follow the palette (icons, painted cells)."""

    def on_changed(self, changes: ChangeSet) -> None:
        """Records changed somewhere in the program."""
        if not any(changes.touches(kind) for kind in self.kinds):
            return
        if self.isVisible():
            self.refresh(changes)
        else:
            self.stale = True

    def refresh(self, changes: ChangeSet) -> None:
        """What a visible panel does about a change; asking again by default."""
        self.ask()

    def on_spoke(self) -> None:
        """The language changed."""
        self.translate()
        self.stale = True
        if self.isVisible():
            self.showEvent(QShowEvent())

    def on_painted(self) -> None:
        """The theme changed."""
        self.paint_theme()
        self.update()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Shown: ask if something changed meanwhile."""
        super().showEvent(event)
        if self.stale:
            self.stale = False
            self.ask()
