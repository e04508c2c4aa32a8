"""The note of this call: text, outcome and follow-up; never lost, whatever happens to the program."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.domain.refusal import N_
from app.ui.caller.follow_up import FollowUp
from app.ui.caller.kept import LONGEST, Drafts, NoteDraft
from app.ui.caller.parts import Block
from app.ui.caller.words import OUTCOMES
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Toggle
from app.ui.kit.showing import put_there

HIGH, COMPACT_HIGH = 56, 36
EDGES = 44
"""Margins of the heading line, and a little air."""


class NoteField(QPlainTextEdit):
    """Tab leaves the field; leaving it is told."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Somebody goes elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()


class Outcomes(QWidget):
    """What the call ended with: at most one; a second click takes it back."""

    chosen = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._group = QButtonGroup(self)
        # exclusive groups cannot have none chosen
        self._group.setExclusive(False)
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for code in OUTCOMES:
            button = Toggle("choice")
            button.setProperty("code", code)
            self._group.addButton(button)
            self.buttons[code] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._clicked)

    def _clicked(self, clicked: QPushButton) -> None:
        for button in self.buttons.values():
            if button is not clicked:
                button.setChecked(False)
        self.chosen.emit()

    @property
    def code(self) -> str:
        """The outcome; empty for none."""
        return next((code for code, button in self.buttons.items() if button.isChecked()), "")

    def choose(self, code: str) -> None:
        """Show an outcome."""
        for name, button in self.buttons.items():
            button.setChecked(name == code)

    def translate(self) -> None:
        """Words anew."""
        for code, button in self.buttons.items():
            button.setText(self.context.say.text(OUTCOMES[code]))


class NoteBlock(Block):
    """Keeps what is written under the key of whom it is about."""

    def __init__(self, context: Context, drafts: Drafts, *, logs: bool = True) -> None:
        super().__init__("note")
        self._logs = logs
        self.context = context
        self._drafts = drafts
        self._key, self._name = "", ""
        self._compact = False
        self.field, self.outcomes, self.follow_up = NoteField(), Outcomes(context), FollowUp(context)
        self.head.addWidget(self.follow_up)
        self.head.addWidget(self.outcomes)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setContentsMargins(14, 0, 14, 12)
        self._row.setSpacing(8)
        self._row.addWidget(self.field, 1)
        self.body.addLayout(self._row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.field.textChanged.connect(self._remember)
        self.field.left.connect(drafts.save)
        self.outcomes.chosen.connect(self._remember)
        self.follow_up.chosen.connect(self._remember)
        self.follow_up.worded.connect(self._fit)
        self.set_compact(compact=False)

    def draft(self) -> NoteDraft:
        """What is written now."""
        day = self.follow_up.day
        text = self.field.toPlainText()[:LONGEST]
        by = str(self.follow_up.by or "") if day else ""
        return NoteDraft(self._name, text, self.outcomes.code, day.isoformat() if day else "", by)

    def about(self, key: str, name: str) -> None:
        """Show the note about somebody; the one before stays kept."""
        if key != self._key:
            self._drafts.save()
            self._key, self._name = key, name
            self._show(self._drafts.of(key))
        elif name != self._name:
            self._name = name

    def moved_to(self, key: str, name: str) -> None:
        """What was written about a number is about a customer from now on, below what was there."""
        written, there = self.draft(), self._drafts.of(key)
        if written and key != self._key:
            text = "\n".join(part for part in (there.text, written.text) if part.strip())
            self._drafts.put(key, replace(written, name=name, text=text))
            self._drafts.put(self._key, NoteDraft())
        self.about(key, name)

    def forget(self) -> None:
        """It is logged: an empty note again."""
        self._show(NoteDraft())
        self._remember()
        self._drafts.save()

    def _show(self, draft: NoteDraft) -> None:
        for part in (self.field, self.outcomes, self.follow_up):
            part.blockSignals(True)
        self.field.setPlainText(draft.text)
        self.outcomes.choose(draft.outcome)
        by = int(draft.follow_up_by) if draft.follow_up_by.isdecimal() else None
        try:
            self.follow_up.show_day(date.fromisoformat(draft.follow_up) if draft.follow_up else None, by)
        except ValueError:
            self.follow_up.show_day(None)
        for part in (self.field, self.outcomes, self.follow_up):
            part.blockSignals(False)

    def _remember(self) -> None:
        if self._key:
            self._drafts.put(self._key, self.draft())

    def set_compact(self, *, compact: bool) -> None:
        """One row: the field and its buttons; else a heading with the buttons above the field."""
        for part in (self.icon, self.heading, self.count):
            put_there(part, there=not compact)
        target = self._row if compact else self.head
        for widget in (self.follow_up, self.outcomes):
            if target.indexOf(widget) < 0:
                (self.head if compact else self._row).removeWidget(widget)
                target.addWidget(widget)
        self.head.setContentsMargins(*((0, 0, 0, 0) if compact else (14, 8, 14, 6)))
        self._row.setContentsMargins(*((8, 6, 8, 6) if compact else (14, 0, 14, 12)))
        self.field.setFixedHeight(COMPACT_HIGH if compact else HIGH)
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.field.setVerticalScrollBarPolicy(off if compact else needed)
        self._compact = compact
        self.translate()
        self._fit()

    def _fit(self) -> None:
        """The follow-up gives its word up before the heading is cut short."""
        beside = (self.heading, self.outcomes, self.icon)
        wide = sum(widget.sizeHint().width() + self.head.spacing() for widget in beside) + EDGES
        self.follow_up.set_short(short=False)
        room = self.width() - wide
        self.follow_up.set_short(short=self._compact or room < self.follow_up.sizeHint().width())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Another width: the follow-up with or without its word."""
        super().resizeEvent(event)
        self._fit()

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Note of this call")))
        long_hint = N_("What was said, what you promised (Ctrl+Enter logs the call)")
        brief = self._compact or not self._logs
        self.field.setPlaceholderText(say.text(N_("What was said, what was promised") if brief else long_hint))
        self.field.setAccessibleName(say.text(N_("Note of this call")))
        self.field.setToolTip(f"{say.text(N_('Note of this call'))} (Ctrl+3)")
        self.outcomes.translate()
        self.follow_up.translate()

    def paint(self, context: Context) -> None:
        """In the colours of now."""
        super().paint(context)
        self.follow_up.setIcon(icon("activities", context.tokens.text2))


def leaving(event: QEvent) -> bool:
    """Whether an event takes the window from the person: what is written goes to the disk then."""
    return event.type() in (QEvent.Type.Hide, QEvent.Type.WindowDeactivate, QEvent.Type.Close)
