"""The line on top of the commission screen: which month, is it closed, and what can be done here."""

import weakref
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.queries.commissions import MonthState
from app.ui.charts.yielding import Yielding
from app.ui.context import Context
from app.ui.icons import icon, pixmap
from app.ui.keys import engraved
from app.ui.kit.labels import Text
from app.ui.kit.month import MonthStep

ICON = 16
WIDE = 1300
DEEDS: Mapping[str, tuple[str, str, str]] = {
    "plans": (N_("Plans"), "commission", "Ctrl+Shift+P"),
    "export": (N_("Export"), "export", "Ctrl+Shift+E"),
    "recalculate": (N_("Recalculate"), "refresh", "Ctrl+Shift+R"),
    "adjust": (N_("Adjust"), "note", "Ctrl+Shift+A"),
    "dispute": (N_("I disagree"), "message", "Ctrl+Shift+D"),
    "answer": (N_("Answer"), "message", "Ctrl+Shift+D"),
    "why": (N_("Why"), "help", "F1"),
    "team": (N_("Team page"), "reports", "Ctrl+Shift+T"),
    "print": (N_("Print statements"), "print", "Ctrl+P"),
}
"""Deeds by name: words, icon and key. One that stands for one person is said so by the screen."""
SHORTEN = ("export", "plans", "team", "print", "recalculate", "why", "adjust", "dispute", "answer")
"""In this order buttons give up their words where there is no room; tooltip and accessible name stay."""


class CommissionHead(QWidget):
    """``step`` is the month; ``wanted`` names a deed (``main`` is the coloured button)."""

    wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.heading = Text("", "title")
        self.step = MonthStep(context)
        self.field = self.step.field
        self.lock, self.state = QLabel(), Text("", "chip")
        self.note = Yielding("caption")
        self.buttons = {name: QPushButton() for name in DEEDS}
        self.main = QPushButton()
        self.main.setProperty("kind", "primary")
        self._shown: tuple[str, ...] = ()
        self._main = ("", "")
        self._lay_out()
        # it shortens itself to the room there is: the window never grows for it
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.main.clicked.connect(_Wanted(self, "main"))
        for name, button in self.buttons.items():
            button.clicked.connect(_Wanted(self, name))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.heading)
        for widget in (self.step, self.lock, self.state):
            row.addWidget(widget)
        row.addWidget(self.note, 1)
        self.lock.hide()
        self.state.hide()
        for button in (*self.buttons.values(), self.main):
            button.setIconSize(QSize(ICON, ICON))
            button.hide()
            row.addWidget(button)

    def show_month(self, month: Month, state: MonthState | None, *, coded: bool = True) -> None:
        """The month that is shown, and whether it is closed; no state: not read yet. ``coded``: with its check code."""
        say = self.context.say
        self.field.show_month(month)
        closed = state is not None and state.state == "closed"
        self.state.setText("" if state is None else say.text(N_("closed") if closed else N_("open")))
        self.state.set_tone("ok" if closed else "info")
        self.state.setVisible(state is not None)
        self.lock.setVisible(closed)
        code = state.check_code if closed and coded and state is not None else ""
        self.note.say(say.text(N_("check code {code}"), code=code) if code else "")
        if closed and state is not None and state.closed_at is not None:
            words = N_("Closed on {moment} by {who} · check code {code}")
            whole = say.text(words, moment=say.moment(state.closed_at), who=state.closed_by, code=state.check_code)
            self.note.setToolTip(whole)
            self.note.setAccessibleName(whole)
            self.state.setToolTip(whole)
        else:
            self.state.setToolTip("")
        self.paint_theme()

    def show_deeds(self, names: Sequence[str], main: tuple[str, str] = ("", "")) -> None:
        """What can be done now; ``main`` is the words and icon of the coloured button, empty without one."""
        self._shown, self._main = tuple(names), main
        for name, button in self.buttons.items():
            button.setVisible(name in names)
        self.main.setVisible(bool(main[0]))
        self.main.setText(f" {main[0]}   {engraved('Ctrl+Enter')}")
        self.main.setAccessibleName(main[0])
        self.main.setToolTip(f"{main[0]} ({engraved('Ctrl+Enter')})")
        self.fit(self.width())
        self.paint_theme()

    def fit(self, width: int) -> None:
        """A narrow window leaves the screen's name to its title bar, and some words to tooltips."""
        self.heading.setVisible(width >= WIDE)
        for name in self._shown:
            self._write(name, short=False)
        room = width - self.step.sizeHint().width() - ICON - self.state.sizeHint().width() - 6 * (len(self._shown) + 5)
        room -= self.heading.sizeHint().width() if width >= WIDE else 0
        # a code is read whole or not at all
        room -= self.note.fontMetrics().horizontalAdvance(self.note.words) + 6 if self.note.words else 0
        for name in SHORTEN:
            if self._needed() <= room:
                break
            if name in self._shown:
                self._write(name, short=True)

    def _needed(self) -> int:
        main = self.main.sizeHint().width() if self._main[0] else 0
        return main + sum(self.buttons[name].sizeHint().width() for name in self._shown)

    def _write(self, name: str, *, short: bool) -> None:
        words = self.context.say.text(DEEDS[name][0])
        self.buttons[name].setText("" if short else f" {words}")

    def translate(self) -> None:
        """Every text that does not depend on the month."""
        say = self.context.say
        self.step.translate()
        for name, (words, _, key) in DEEDS.items():
            self._write(name, short=False)
            self.buttons[name].setAccessibleName(say.text(words))
            self.buttons[name].setToolTip(f"{say.text(words)} ({engraved(key)})")
        self.fit(self.width())

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        self.step.paint_theme()
        self.lock.setPixmap(pixmap("lock", tokens.ok, ICON, self.devicePixelRatioF()))
        for name, (_, meaning, _key) in DEEDS.items():
            self.buttons[name].setIcon(icon(meaning, tokens.text2, ICON))
        if self._main[1]:
            self.main.setIcon(icon(self._main[1], tokens.on_main, ICON))


class _Wanted:
    """Holds the head weakly, as a lambda would not."""

    def __init__(self, head: CommissionHead, name: str) -> None:
        self._head, self._name = weakref.ref(head), name

    def __call__(self) -> None:
        head = self._head()
        if head is not None:
            head.wanted.emit(self._name)
