"""When a company cannot be opened: what is wrong, what is safe, and what can be done about it."""

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.refusal import N_, Refusal
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.frame import SetupWindow

SIZE, CARD = QSize(760, 480), 520
WAYS = (("again", N_("Try again")), ("other", N_("Open another company")), ("end", N_("Close")))


class TroubleWindow(SetupWindow):
    """``chosen`` carries the way out: again, upgrade (only where that helps) or other."""

    chosen = Signal(object)

    def __init__(self, context: Context, refusal: Refusal, *, upgrade: bool = False) -> None:
        super().__init__(context, SIZE, card_width=CARD)
        self._refusal = refusal
        self._title = Text("", "title")
        self._about = Text("", "quiet")
        self._about.setWordWrap(True)
        first = (("upgrade", N_("Make a backup and upgrade")),) if upgrade else ()
        self.buttons: dict[str, QPushButton] = {}
        self._words = dict((*first, *WAYS))
        row = QHBoxLayout()
        for at, way in enumerate(self._words):
            button = QPushButton()
            if at == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(_Choose(self, way))
            self.buttons[way] = button
            row.addWidget(button)
        row.addStretch(1)
        body = self.card.body
        body.setSpacing(12)
        body.addWidget(self._title)
        body.addWidget(self.notice)
        body.addWidget(self._about)
        body.addLayout(row)
        self.translate()
        self.paint_theme()

    def wait(self, words: str) -> None:
        """Something is being done about it."""
        self.notice.tell(words, "info")
        for button in self.buttons.values():
            button.setEnabled(False)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.setWindowTitle("Mostrador")
        self._title.setText(say.text(N_("The company cannot be opened")))
        self._about.setText(say.text(N_("Nothing was changed and nothing is lost.")))
        self.notice.tell(say.refusal(self._refusal))
        for way, button in self.buttons.items():
            button.setText(say.text(self._words[way]))
            button.setAccessibleName(button.text())


class _Choose:
    def __init__(self, window: TroubleWindow, way: str) -> None:
        self._signal, self._way = window.chosen, way

    def __call__(self) -> None:
        self._signal.emit(None if self._way == "end" else self._way)
