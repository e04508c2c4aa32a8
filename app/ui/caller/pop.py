"""What comes up at the edge of the window when the telephone rings: it says who it is and takes nothing away."""

from datetime import UTC, datetime

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.domain.incoming import IncomingCall
from app.domain.phone import international, parse
from app.domain.refusal import N_
from app.queries.caller_card import CallerCard
from app.queries.calls import Ringing
from app.queries.desk import Caller
from app.ui.caller.parts import Avatar, Chip, IconLabel
from app.ui.caller.pop_deeds import SharedRows, UnknownDeeds
from app.ui.caller.words import TIERS, named
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.announce import announce
from app.ui.kit.labels import Fading

WIDE, HIGH, EDGE = 388, 178, 16
MOST_CHIPS = 3
_ROW_KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)


def written(call: IncomingCall, country: str) -> str:
    """A caller's number as people read it; a text stays as it came."""
    if not call.dialable:
        return call.number
    e164 = parse(call.number, country).e164
    return international(e164) if e164 else call.number


class CallPop(QFrame):
    """Lies above the window's bottom right corner, or its top right one where somebody is writing below.

    ``accepted`` opens the card (F8 or the button), ``dismissed`` hides it (Esc or the buttons). It never has the focus.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self.context = context
        self._window = window
        self.setProperty("kind", "popup")
        self.setFixedSize(WIDE, HIGH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._call: IncomingCall | None = None
        self._caller: Caller | None = None
        self._label, self._announced = "", False
        self._since = datetime.now(UTC)
        self._before: tuple[int, str] | None = None
        self._waiting = 0
        self.state, self.clock = Fading("", "strong", "ok"), Fading("", "quiet")
        self.ringing, self.close_button = IconLabel("call", "ok"), QPushButton()
        self.avatar, self.name, self.tier, self.company = Avatar(context, 42), Fading("", "section"), Chip(), Fading()
        self.chips = [Chip() for _ in range(MOST_CHIPS)]
        self.words = Fading("", "quiet")
        self.open_button, self.later = QPushButton(), QPushButton()
        self.shared, self.unknown = SharedRows(), UnknownDeeds()
        self._tick = QTimer(self)
        self._tick.setInterval(1000)
        self._tick.timeout.connect(self._show_clock)
        self._lay_out()
        self.hide()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._give_way)

    def _lay_out(self) -> None:
        self.close_button.setProperty("kind", "flat")
        self.open_button.setProperty("kind", "primary")
        for button in (self.close_button, self.open_button, self.later):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.open_button.clicked.connect(self.accepted)
        self.later.clicked.connect(self.dismissed)
        self.close_button.clicked.connect(self.dismissed)
        self.close_button.setFixedSize(28, 28)
        top, who, names, marks, deeds = (QHBoxLayout() for _ in range(5))
        for widget in (self.ringing, self.state, self.clock):
            top.addWidget(widget)
        top.addStretch(1)
        top.addWidget(self.close_button)
        names.addWidget(self.name)
        names.addWidget(self.tier)
        names.addStretch(1)
        about = QVBoxLayout()
        about.setSpacing(0)
        about.addLayout(names)
        about.addWidget(self.company)
        who.setSpacing(12)
        who.addWidget(self.avatar)
        who.addLayout(about, 1)
        for chip in self.chips:
            marks.addWidget(chip)
        marks.addWidget(self.words)
        marks.addStretch(1)
        for button in (self.open_button, self.later):
            deeds.addWidget(button)
        deeds.addWidget(self.unknown)
        deeds.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 8, 10, 12)
        outer.setSpacing(6)
        for line in (names, marks, deeds):
            line.setSpacing(8)
        for layout in (top, who, marks):
            outer.addLayout(layout)
        outer.addWidget(self.shared)
        outer.addLayout(deeds)

    # what is shown

    def show_call(self, call: IncomingCall, *, before: tuple[int, str] | None = None, waiting: int = 0) -> None:
        """A call comes in; who it is follows. ``before``: it rang so many minutes ago already (minutes, and who)."""
        if self._call is None or call.key != self._call.key:
            self._since, self._caller, self._label = datetime.now(UTC), None, ""
            self._announced = False
            self.unknown.end_label()
        self._call, self._before, self._waiting = call, before, waiting
        self._fill()
        self._place()
        if self.isHidden():
            self.show()
            # only while there is something to hide: every event of the program passes here
            app = QApplication.instance()
            if app is not None:
                app.installEventFilter(self)
        self.raise_()
        self._tick.start()

    def show_caller(self, call: IncomingCall, ringing: Ringing) -> None:
        """Who it is, unless another call took the place meanwhile."""
        if self._call is not None and call.key == self._call.key:
            self._caller, self._label = ringing.caller, ringing.label
            if ringing.before is not None:
                by = ringing.before.by or (self._before[1] if self._before is not None else "")
                self._before = (ringing.before.minutes, by)
            self._fill()
            if not self._announced:
                self._announced = True
                announce(self, self.accessibleName())

    def take_away(self) -> None:
        """Nothing to show any more."""
        self._tick.stop()
        self._call = self._caller = None
        app = QApplication.instance()
        if app is not None:
            app.removeEventFilter(self)
        self.hide()

    def sentence(self) -> str:
        """Who it is, in one line."""
        return ", ".join(part for part in (self.name.text(), self.company.text()) if part)

    @property
    def call(self) -> IncomingCall | None:
        """The call that is shown."""
        return self._call

    def _fill(self) -> None:
        call, caller, say = self._call, self._caller, self.context.say
        if call is None:
            return
        states = {"ringing": N_("Incoming call"), "answered": N_("On the phone"), "ended": N_("Call ended")}
        self.state.setText(say.text(states[call.state]))
        self._show_clock()
        card = caller.card if caller is not None else None
        self._chips(self._marks(card) if card is not None else [])
        self.tier.setVisible(card is not None and bool(card.tier))
        number = written(call, say.country)
        self.words.setText("")
        if card is not None:
            self._known(card, number)
        elif caller is not None and caller.kind == "several":
            self._several(caller, number)
        else:
            self._nobody(caller, number)
        self._show_deeds(caller)
        if self._waiting and not self.words.text():
            self.words.setText(say.plural("{count} more call", "{count} more calls", self._waiting))
        if self._before is not None:
            self._rang_before(*self._before)
        self.words.setVisible(bool(self.words.text()))
        self.avatar.show_name(card.name if card is not None else "?")
        self._buttons()
        self.setAccessibleName(f"{self.state.text()}: {self.name.text()}, {self.company.text()}")

    def _known(self, card: CallerCard, number: str) -> None:
        self.name.setText(card.name)
        self.tier.setText(named(TIERS, card.tier, self.context.say))
        self.tier.set_tone(card.tier or "neutral")
        company = card.organisation if card.organisation != card.name else card.city
        self.company.setText(f"{company} · {number}" if company else number)

    def _several(self, caller: Caller, number: str) -> None:
        say, count = self.context.say, len(caller.rows) + caller.more
        self.name.setText(
            say.plural("{count} customer has this number", "{count} customers share this number", count)
        )  # fmt: skip
        self.company.setText(number)
        self.shared.show_rows(caller.rows, say)

    def _nobody(self, caller: Caller | None, number: str) -> None:
        say = self.context.say
        self.name.setText(self._label or number)
        words = "…" if caller is None else say.text(N_("Nobody has this number yet."))
        self.company.setText(number if self._label else words)

    def _show_deeds(self, caller: Caller | None) -> None:
        """The buttons that fit: one customer is opened, of several one is chosen, an unknown one is made known."""
        kind = caller.kind if caller is not None else ""
        unknown = kind == "none" and not self._label
        self.shared.setVisible(kind == "several")
        for part in (self.avatar, self.company):
            part.setVisible(kind != "several")
        self._show_clock()
        self.unknown.setVisible(unknown)
        self.open_button.setVisible(kind in ("", "one"))
        self.later.setVisible(kind in ("", "one") or (kind == "none" and not unknown))
        self.unknown.translate(self.context.say)

    def _rang_before(self, minutes: int, by: str) -> None:
        say = self.context.say
        if by:
            self.words.setText(say.text(N_("Called {minutes} min ago, {name} answered"), minutes=minutes, name=by))
        else:
            self.words.setText(say.text(N_("Called {minutes} min ago too"), minutes=minutes))

    def _marks(self, card: CallerCard) -> list[tuple[str, str]]:
        """The worst first: complaint, late orders, money overdue, then a birthday."""
        say, marks = self.context.say, []
        if card.blocked_reason:
            marks.append((say.text(N_("Blocked")), "bad"))
        cases = len(card.open_complaints)
        if cases:
            worse = any(case.breached for case in card.open_complaints)
            marks.append((say.plural("{count} complaint", "{count} complaints", cases), "bad" if worse else "warn"))
        late = sum(order.late for order in card.open_orders)
        if late:
            marks.append((say.plural("{count} order late", "{count} orders late", late), "warn"))
        if card.overdue:
            marks.append((say.text(N_("{amount} overdue"), amount=say.money_with_currency(card.overdue)), "bad"))
        born = next((fact for fact in card.mention if fact.topic == "birthday"), None)
        if born is not None:
            marks.append((say.text(N_("Birthday {day}"), day=say.date(born.on)), "info"))
        return marks[:MOST_CHIPS]

    def _chips(self, marks: list[tuple[str, str]]) -> None:
        room = WIDE - 26
        for at, chip in enumerate(self.chips):
            there = at < len(marks)
            if there:
                chip.setText(marks[at][0])
                chip.set_tone(marks[at][1])
                room -= chip.sizeHint().width() + (8 if at else 0)
            # a chip that does not fit is left out: half an amount would be a wrong one
            chip.setVisible(there and room >= 0)

    def _show_clock(self) -> None:
        seconds = max(0, int((datetime.now(UTC) - self._since).total_seconds()))
        shared = self._caller is not None and self._caller.kind == "several" and self._call is not None
        number = f"  ·  {written(self._call, self.context.say.country)}" if shared and self._call else ""
        self.clock.setText(f"{seconds // 60}:{seconds % 60:02d}{number}")

    def _buttons(self) -> None:
        say, tokens = self.context.say, self.context.tokens
        self.open_button.setText(f" {say.text(N_('Open card'))}   F8")
        self.open_button.setAccessibleName(say.text(N_("Open card")))
        self.open_button.setIcon(icon("person", tokens.on_main))
        self.later.setText(f"{say.text(N_('Not now'))}   Esc")
        self.later.setAccessibleName(say.text(N_("Not now")))
        self.close_button.setIcon(icon("close", tokens.text2))
        self.close_button.setAccessibleName(say.text(N_("Not now")))
        self.ringing.paint(self.context)

    def refresh(self) -> None:
        """Words and colours anew."""
        self._fill()

    # where it lies, and Esc

    def _place(self) -> None:
        below, above = self._corners()
        self.move(above if self._covers(below) else below)

    def _corners(self) -> tuple[QPoint, QPoint]:
        left = self._window.width() - WIDE - EDGE
        return QPoint(left, self._window.height() - HIGH - EDGE - 32), QPoint(left, EDGE + 44)

    def _covers(self, corner: QPoint) -> bool:
        """Whether it would lie over the field in which somebody writes."""
        writing = QApplication.focusWidget()
        if writing is None or not self._window.isAncestorOf(writing) or self.isAncestorOf(writing):
            return False
        field = _cursor(writing).translated(writing.mapTo(self._window, QPoint(0, 0)))
        return field.intersects(QRect(corner, self.size()))

    def _give_way(self, *_widgets: object) -> None:
        """The cursor goes elsewhere: what lies over it moves, what does not stays where the eye has found it."""
        if not self.isHidden() and self._covers(self.pos()):
            free = [corner for corner in self._corners() if not self._covers(corner)]
            if free:
                self.move(free[0])

    def follow_window(self) -> None:
        """The window has another size."""
        if self.isVisible():
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc, and Ctrl+1 to 3 where several share the number, belong to what came last."""
        kind = event.type()
        if kind not in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride) or not isinstance(event, QKeyEvent):
            return False
        if QApplication.activePopupWidget() is not None or QApplication.activeModalWidget() is not None:
            return False
        row = _row_of(event) if not self.shared.isHidden() else -1
        if event.key() != Qt.Key.Key_Escape and row < 0:
            return False
        if kind == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if row >= 0:
            return self.shared.choose(row)
        if not self.unknown.end_label():
            self.dismissed.emit()
        return True


def _cursor(widget: QWidget) -> QRect:
    """Where somebody writes or looks in what has the keyboard: a field, or one cell of a list; else nowhere."""
    if isinstance(widget, QAbstractItemView):
        # no cell is an empty rectangle
        return widget.visualRect(widget.currentIndex()).translated(widget.viewport().pos())
    return widget.rect() if widget.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled) else QRect()


def _row_of(event: QKeyEvent) -> int:
    """Which of the rows Ctrl and a figure mean; -1 for any other key."""
    if event.modifiers() != Qt.KeyboardModifier.ControlModifier:
        return -1
    return next((at for at, key in enumerate(_ROW_KEYS) if event.key() == key), -1)
