"""What stands where a list would be: nothing yet, nothing that matches, or something that went wrong."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.i18n import Say
from app.ui.context import Context
from app.ui.icons import pixmap
from app.ui.kit.focus import ring_card
from app.ui.kit.labels import Card, Text

ICON = 40
WIDEST_WORDS = 460


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: its words, already translated, and a bound method.

    ``rereads``: it only asks once more, and does so by itself when a database that was lost answers again.
    """

    title: str
    run: Callable[[], None]
    primary: bool = False
    rereads: bool = False


def try_again(say: Say, run: Callable[[], None]) -> Deed:
    """The way on from what could not be read."""
    return Deed(say.text(N_("Try again")), run, primary=True, rereads=True)


class StatePage(Card):
    """An icon, one sentence, and at most three buttons; the first helpful deed is the coloured one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent, kind="state")
        self.context = context
        self._meaning, self._tone = "info", "text3"
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Text("", "section")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words.setMaximumWidth(WIDEST_WORDS)
        self._row = QHBoxLayout()
        self._row.setSpacing(8)
        self._buttons: list[QPushButton] = []
        self._rereads: QPushButton | None = None
        context.broadcast.returned.connect(self._try_again)
        middle = QVBoxLayout()
        middle.setSpacing(14)
        middle.addWidget(self._icon)
        middle.addLayout(self._sentence())
        middle.addLayout(self._row)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.body.addStretch(2)
        self.body.addLayout(middle)
        self.body.addStretch(3)

    def _sentence(self) -> QHBoxLayout:
        """The words in the middle: an alignment would measure their lines as if they had the whole width."""
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._words, 1000)
        row.addStretch(1)
        return row

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return self._words.text()

    def show_state(self, meaning: str, words: str, deeds: Sequence[Deed] = (), tone: str = "text3") -> None:
        """Another state."""
        self._meaning, self._tone = meaning, tone
        self._words.setText(words)
        self.setAccessibleName(words)
        focused = self.hasFocus() or any(button.hasFocus() for button in self._buttons)
        while (item := self._row.takeAt(0)) is not None:
            del item
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(deed) for deed in deeds]
        self._rereads = next((made for made, deed in zip(self._buttons, deeds, strict=True) if deed.rereads), None)
        self._row.addStretch(1)
        for button in self._buttons:
            self._row.addWidget(button)
            button.show()
        self._row.addStretch(1)
        if focused:
            self.setFocus()
            self._to_deed()
        self.paint_theme()

    def _try_again(self) -> None:
        """What could not be read is read by itself when the database answers again."""
        if self._rereads is not None and self._rereads.isVisible():
            self._rereads.click()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Who waits with the keyboard stands on the deed that helps, else on the sentence."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.BacktabFocusReason:
            self._to_deed()

    def _to_deed(self) -> None:
        # no focus proxy: Qt does not outlive one that is taken away with its owner
        if self._buttons and self.hasFocus():
            self._buttons[0].setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The ring, while the keyboard waits here."""
        super().paintEvent(event)
        ring_card(self, self.context.tokens)

    def _button(self, deed: Deed) -> QPushButton:
        made = QPushButton(deed.title, self)
        made.setAccessibleName(deed.title)
        if deed.primary:
            made.setProperty("kind", "primary")
        made.clicked.connect(deed.run)
        return made

    def paint_theme(self) -> None:
        """The icon anew."""
        ratio = self.devicePixelRatioF()
        self._icon.setPixmap(pixmap(self._meaning, getattr(self.context.tokens, self._tone), ICON, ratio))


class Pages(QStackedWidget):
    """What is shown, or a state in its place: the keyboard goes with the page, never to a button that is next to it."""

    def addWidget(self, page: QWidget) -> int:  # noqa: N802 - Qt's name
        """One more page; the first is shown."""
        at = super().addWidget(page)
        if not at:
            self.setFocusProxy(page)
        return at

    def setCurrentWidget(self, page: QWidget) -> None:  # noqa: N802 - Qt's name
        """Another page."""
        focus = QApplication.focusWidget()
        focused = focus is not None and (focus is self or self.isAncestorOf(focus))
        moved = page is not self.currentWidget()
        super().setCurrentWidget(page)
        self.setFocusProxy(page)
        if focused and moved:
            page.setFocus()
