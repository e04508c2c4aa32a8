"""The top of a case: its number and clock, whose it is and how to call, and the five steps."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.domain.phone import international
from app.domain.refusal import N_
from app.queries.complaint import Case
from app.ui.caller.header import dialled
from app.ui.caller.parts import Chip, IconLabel
from app.ui.complaints.clock import Running, clock_words
from app.ui.complaints.words import STEPS
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Fading, Text

HIGH, GAP = 27, 4
GAPS, CHIP_EDGES, LEAST_DUE = 8, 24, 60
"""Pixels between the parts of the first line, around the words of a chip, and of the shortest clock."""
MENU = (("print", N_("Print the case")), ("customer", N_("Caller card of the customer")),
        ("history", N_("All entries of the timeline")), ("whole", N_("Open the whole case")))  # fmt: skip


class StepsBar(QWidget):
    """Five boxes in a row: those that are behind, the one that is reached, those to come."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._step = 0
        self._words: Sequence[str] = ()
        self.setFixedHeight(HIGH)

    def show_step(self, step: int) -> None:
        """The step that is reached, from 1; none for 0."""
        self._step = step
        self.translate()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._words = [say.text(words) for words in STEPS]
        if self._step:
            name = say.text(
                N_("{step} ({at} of {all})"), step=self._words[self._step - 1], at=self._step, all=len(STEPS)
            )
            self.setAccessibleName(name)
            self.setToolTip(name)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its words."""
        return QSize(sum(self.fontMetrics().horizontalAdvance(words) + 14 for words in self._words), HIGH)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Words are cut before anything else is squeezed."""
        return QSize(200, HIGH)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The boxes."""
        painter, tokens = QPainter(self), self.context.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 0.93)
        font.setWeight(QFont.Weight.DemiBold)
        left = 0.0
        for at, (words, wide) in enumerate(zip(self._words, self._widths(QFontMetrics(font)), strict=True)):
            reached, behind = at + 1 == self._step, at + 1 < self._step
            ground, ink = (
                ("accent", "on_accent") if reached else ("selected", "text") if behind else ("subtle", "text3")
            )
            box = QRectF(left, 0, wide, HIGH - 1)
            left += wide + GAP
            edge = tokens.color("line_strong" if tokens.outlined else "line")
            painter.setPen(edge if tokens.outlined or not (reached or behind) else Qt.PenStyle.NoPen)
            painter.setBrush(tokens.color(ground))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.setFont(font)
            painter.setPen(tokens.color(ink))
            shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, int(wide) - 6)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), shown)
        painter.end()

    def _widths(self, metrics: QFontMetrics) -> Sequence[float]:
        """Equal boxes; where a word needs more than its own, each gets what its word needs and a part of the rest."""
        room = self.width() - GAP * (len(STEPS) - 1)
        needed = [metrics.horizontalAdvance(words) + 8 for words in self._words]
        if not needed or max(needed) <= room / len(STEPS) or sum(needed) > room:
            return [room / len(STEPS)] * len(self._words)
        return [one + (room - sum(needed)) / len(STEPS) for one in needed]


class CaseHead(QWidget):
    """``chosen`` names what was picked from the menu: print, customer, history or whole; ``other`` another case."""

    chosen = Signal(str)
    other = Signal(int)

    def __init__(self, context: Context, *, whole: bool) -> None:
        super().__init__()
        self.context, self._whole = context, whole
        self.case: Case | None = None
        self._due = ""
        self.number, self.subject = Text("", "strong", "accent"), Text("", "section")
        self.subject.setWordWrap(True)
        self.due, self.tier, self.again = Chip("", "neutral"), Chip("", "A"), QPushButton()
        self.again.setProperty("kind", "chip")
        self.more, self.call = QToolButton(), QPushButton()
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.who, self.person = IconLabel("person"), Fading("", "quiet")
        self.steps = StepsBar(context)
        menu = QMenu(self)
        self._actions = {}
        for name, _ in MENU:
            if name != "whole" or not whole:
                self._actions[name] = menu.addAction("")
        menu.triggered.connect(self._picked)
        self.more.setMenu(menu)
        self.call.clicked.connect(self._dial)
        self.again.clicked.connect(self._other)
        self._lay_out()

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        for widget in (self.number, self.due, self.tier, self.again):
            first.addWidget(widget)
        first.addStretch(1)
        first.addWidget(self.more)
        second.setSpacing(6)
        second.addWidget(self.who)
        second.addWidget(self.person, 1)
        second.addWidget(self.call)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(6)
        outer.addLayout(first)
        outer.addWidget(self.subject)
        outer.addLayout(second)
        outer.addWidget(self.steps)

    def show_case(self, case: Case) -> None:
        """A case as it stands."""
        say, who = self.context.say, case.customer
        self.case = case
        self.number.setText(case.number)
        self.subject.setText(case.subject)
        self.tier.setVisible(bool(who.tier))
        self.tier.setText(who.tier)
        self.tier.set_tone(who.tier)
        self.tier.setAccessibleName(say.text(N_("Tier {tier}"), tier=who.tier))
        organisation = who.organisation if who.organisation != who.name else ""
        self.person.setText(" · ".join(part for part in (who.name, organisation or who.city) if part))
        number = international(who.phone) if who.phone.startswith("+") else who.phone
        self.call.setVisible(bool(dialled(who.phone)))
        words = say.text(N_("Call {number} with this computer's telephone"), number=number)
        self.call.setToolTip(words)
        self.call.setAccessibleName(words)
        self.again.setVisible(case.repeat_of is not None)
        if case.repeat_of is not None:
            self.again.setText(say.text(N_("again after {number}"), number=case.repeat_of.number))
            self.again.setToolTip(case.repeat_of.subject)
            self.again.setAccessibleName(self.again.text())
        self.steps.show_step(case.step)

    def tick(self, running: Running, now: datetime) -> None:
        """The clock at a moment; only its words change."""
        words = clock_words(running, self.context.say, now)
        title = {"answer": N_("Answer due in {time}"), "promise": N_("Promise due in {time}"),
                 "solution": N_("Solution due in {time}")}.get(running.next_clock)  # fmt: skip
        text = words.text
        if title and not words.late and not running.paused and running.closed_at is None and text[:1].isdigit():
            text = self.context.say.text(title, time=text)
        elif running.paused and running.pause_reason:
            text = self.context.say.text(N_("{title}: {value}"), title=text, value=running.pause_reason)
        self._due = text
        self._fit()
        self.due.set_tone(words.tone)
        self.due.setToolTip(words.tip or text)
        self.due.setAccessibleName(words.tip or text)

    def _fit(self) -> None:
        """The reason of a pause is as long as somebody wrote it: its end gives way, the case never grows for it."""
        others = (part for part in (self.number, self.tier, self.again, self.more) if not part.isHidden())
        taken = sum(part.sizeHint().width() + GAPS for part in others)
        words = self.due.fontMetrics().elidedText(
            self._due, Qt.TextElideMode.ElideRight, max(LEAST_DUE, self.width() - taken - CHIP_EDGES)
        )
        if self.due.text() != words:
            self.due.setText(words)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """More or less room for the clock."""
        super().resizeEvent(event)
        self._fit()

    def _dial(self) -> None:
        number = dialled(self.case.customer.phone) if self.case is not None else ""
        if number:
            QDesktopServices.openUrl(QUrl(f"tel:{number}"))

    def _other(self) -> None:
        if self.case is not None and self.case.repeat_of is not None:
            self.other.emit(self.case.repeat_of.id)

    def _picked(self, action: object) -> None:
        self.chosen.emit(next(name for name, one in self._actions.items() if one is action))

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.more.setAccessibleName(say.text(N_("More about this case")))
        self.more.setToolTip(self.more.accessibleName())
        for name, words in MENU:
            if name in self._actions:
                self._actions[name].setText(say.text(words))
        self.call.setText(f" {say.text(N_('Call'))}")
        self.steps.translate()
        if self.case is not None:
            self.show_case(self.case)

    def paint_theme(self) -> None:
        """Colours anew."""
        tokens = self.context.tokens
        self.call.setIcon(icon("phone", tokens.text2, 16))
        self.more.setIcon(icon("more", tokens.text2, 16))
        self.who.paint(self.context)
        self.steps.update()
