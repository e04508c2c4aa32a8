"""The line above the pages: print, save, language, paper, size, which page; below it what became of it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text
from app.ui.preview.view import Zoom

ICON = 18
LANGUAGES = (("en", "English"), ("es", "Español"), ("zh", "中文"))
"""In their own words: who looks for a language knows how it calls itself."""
PAPERS = ("A4", "Letter")
ZOOMS = ((Zoom.FIT, N_("Whole page")), (Zoom.REAL, "100 %"), (Zoom.LARGE, "150 %"))


class PreviewBar(QFrame):
    """``chosen`` tells that language or paper is another, ``page`` the step that was asked for."""

    printing = Signal()
    saving = Signal()
    opening = Signal()
    chosen = Signal()
    zoom = Signal(object)
    page = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None, *, lines: int = 1) -> None:
        super().__init__(parent)
        self._lines = lines
        """In how many lines its parts stand: beside a list there is less room than in a window."""
        self.setProperty("kind", "bar")
        self.context = context
        self._at = (0, 0)
        self._print = _button(self.printing, "primary")
        self._save = _button(self.saving)
        self._open = _button(self.opening)
        self._language = Choice(context)
        for code, name in LANGUAGES:
            self._language.addItem(name, code)
        self._paper = Choice(context)
        self._paper.addItems(PAPERS)
        self._zoom = Choice(context)
        for _, name in ZOOMS:
            self._zoom.addItem(name)
        for box in (self._language, self._paper, self._zoom):
            box.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self._language.activated.connect(self._choose)
        self._paper.activated.connect(self._choose)
        self._zoom.activated.connect(self._choose_zoom)
        self._before, self._next = QToolButton(), QToolButton()
        self._before.clicked.connect(self._back)
        self._next.clicked.connect(self._forth)
        self._number = Text("", "strong")
        self._words = Text()
        self._words.setWordWrap(True)
        self._words.hide()
        self._build()
        self.set_ready(False)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self._print, self._save, self._open):
            row.addWidget(button)
        row.addStretch(1)
        below = QHBoxLayout() if self._lines > 1 else row
        below.setSpacing(8)
        self._labels = [QLabel() for _ in range(3)]
        for label, box in zip(self._labels, (self._language, self._paper, self._zoom), strict=True):
            above = QVBoxLayout()
            above.setSpacing(0)
            label.setProperty("kind", "caption")
            label.setBuddy(box)
            above.addWidget(label)
            above.addWidget(box)
            below.addLayout(above)
        if below is not row:
            below.addStretch(1)
        for part in (self._before, self._number, self._next):
            below.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 8)
        outer.addLayout(row)
        if below is not row:
            outer.addLayout(below)
        outer.addWidget(self._words)

    @property
    def language(self) -> str:
        """The language that is chosen."""
        return str(self._language.currentData())

    @property
    def paper(self) -> str:
        """The paper that is chosen."""
        return self._paper.currentText()

    def choose(self, language: str, paper: str) -> None:
        """What the company uses, until somebody chooses otherwise."""
        self._language.setCurrentIndex(max(0, self._language.findData(language)))
        self._paper.setCurrentIndex(max(0, self._paper.findText(paper)))

    def _choose(self) -> None:
        self.chosen.emit()

    def _choose_zoom(self, index: int) -> None:
        self.zoom.emit(ZOOMS[index][0])

    def _back(self) -> None:
        self.page.emit(-1)

    def _forth(self) -> None:
        self.page.emit(1)

    def show_zoom(self, zoom: Zoom) -> None:
        """The size that is shown now."""
        self._zoom.setCurrentIndex([one for one, _ in ZOOMS].index(zoom))

    def show_page(self, page: int, count: int) -> None:
        """Which page (from 0) of how many is read."""
        self._at = (page, count)
        words = self.context.say.text(N_("Page {page} of {count}"), page=page + 1, count=count) if count else ""
        self._number.setText(words)
        self._before.setEnabled(page > 0)
        self._next.setEnabled(page + 1 < count)

    def set_ready(self, ready: bool) -> None:
        """Whether there are pages to print and save."""
        for button in (self._print, self._save, self._open):
            button.setEnabled(ready)

    def tell(self, words: str, tone: str) -> None:
        """A sentence below the buttons; it stays until the next one."""
        self._words.setText(words)
        self._words.set_tone(tone)
        self._words.show()

    def say_nothing(self) -> None:
        """No sentence any more."""
        self._words.hide()

    @property
    def words(self) -> str:
        """The sentence that is shown."""
        return "" if self._words.isHidden() else self._words.text()

    def prefer_saving(self) -> None:
        """Nothing can be printed here: saving is what helps, and where the focus goes."""
        for button, kind in ((self._print, ""), (self._save, "primary")):
            button.setProperty("kind", kind)
            button.style().unpolish(button)
            button.style().polish(button)
        self.paint_theme()
        self._save.setFocus()

    def translate(self) -> None:
        """Every text anew."""
        say = self.context.say
        for button, words, keys in (
            (self._print, N_("Print"), "Ctrl+Enter"),
            (self._save, N_("Save as PDF"), "Alt+S"),
            (self._open, N_("Open with the system’s viewer"), "Ctrl+O"),
        ):
            text = say.text(words)
            button.setText(f" {text}   {keys}" if button is not self._open else f" {text}")
            button.setAccessibleName(text)
            button.setToolTip(f"{text} ({keys})")
        names = (N_("Language of the paper"), N_("Size of the paper"), N_("Zoom"))
        for label, box, name in zip(self._labels, (self._language, self._paper, self._zoom), names, strict=True):
            label.setText(say.text(name))
            box.setAccessibleName(say.text(name))
        for tool, name in ((self._before, N_("Page before")), (self._next, N_("Next page"))):
            tool.setAccessibleName(say.text(name))
            tool.setToolTip(say.text(name))
        self._zoom.setItemText(0, say.text(ZOOMS[0][1]))
        for box in (self._language, self._zoom):
            # letters narrower than the widest one leave room for the arrow
            box.setMinimumContentsLength(max(len(box.itemText(at)) for at in range(box.count())))
        self.show_page(*self._at)
        self.paint_theme()

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        for button, meaning in ((self._print, "print"), (self._save, "import"), (self._open, "quote")):
            primary = button.property("kind") == "primary"
            button.setIcon(icon(meaning, tokens.on_accent if primary else tokens.text2))
            button.setIconSize(QSize(ICON, ICON))
        self._before.setIcon(icon("left", tokens.text2))
        self._next.setIcon(icon("right", tokens.text2))


def _button(signal: object, kind: str = "") -> QPushButton:
    made = QPushButton()
    if kind:
        made.setProperty("kind", kind)
    made.clicked.connect(signal)
    return made
