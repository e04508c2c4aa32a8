"""When a company cannot be opened: what is wrong, what is safe, and what can be done about it."""

import weakref
from collections.abc import Callable

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.domain.refusal import N_, Refusal
from app.domain.watch import Watch
from app.ui.context import Context
from app.ui.kit.labels import Text
from app.ui.setup.frame import SetupWindow

SIZE, CARD = QSize(760, 480), 520
WAYS = (("again", N_("Try again")), ("other", N_("Open another company")), ("end", N_("Close")))


class TroubleWindow(SetupWindow):
    """``chosen`` carries the way out: again or other. ``upgrade`` blocks and says where the backup before it is."""

    chosen = Signal(object)

    def __init__(self, context: Context, refusal: Refusal, upgrade: Callable[[], object] | None = None) -> None:
        super().__init__(context, SIZE, card_width=CARD)
        self._refusal = refusal
        self._upgrade = upgrade
        self._title = Text("", "title")
        self._about = Text("", "quiet")
        self._about.setWordWrap(True)
        first = (("upgrade", N_("Make a backup and upgrade")),) if upgrade is not None else ()
        self.buttons: dict[str, QPushButton] = {}
        self._words = dict((*first, *WAYS))
        # the deed that helps has a line of its own: four buttons are wider than the card in some languages
        rows = [QHBoxLayout() for _ in range(2 if first else 1)]
        for at, way in enumerate(self._words):
            button = QPushButton()
            if at == 0:
                button.setProperty("kind", "primary")
            button.clicked.connect(_Choose(self, way))
            self.buttons[way] = button
            rows[min(at, len(rows) - 1)].addWidget(button)
        for row in rows:
            row.addStretch(1)
        body = self.card.body
        body.setSpacing(12)
        body.addWidget(self._title)
        body.addWidget(self.notice)
        body.addWidget(self._about)
        for row in rows:
            body.addLayout(row)
        next(iter(self.buttons.values())).setFocus()
        self.translate()
        self.paint_theme()

    def choose(self, way: str) -> None:
        """A button was pressed."""
        if way != "upgrade" or self._upgrade is None:
            self.chosen.emit(None if way == "end" else way)
            return
        self.notice.tell(self.context.say.text(N_("Making a backup, then upgrading…")), "info")
        self._enable(False)
        watch = Watch(N_("Saving a copy and upgrading"))
        self.context.runner.aside(self, self._upgrade, self._upgraded, self._failed, watch=watch)

    def _upgraded(self, _backup: object) -> None:
        self.chosen.emit("again")

    def _failed(self, error: BaseException) -> None:
        self._enable(True)
        if isinstance(error, Refusal):
            self.notice.tell(self.context.say.refusal(error))
        else:
            self.context.reporter.show(error)

    def _enable(self, enabled: bool) -> None:
        for button in self.buttons.values():
            button.setEnabled(enabled)

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
        self._window, self._way = weakref.ref(window), way

    def __call__(self) -> None:
        window = self._window()
        if window is not None:
            window.choose(self._way)
