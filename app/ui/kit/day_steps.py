"""Keys that step through days: arrows by days, pages by weeks; d, w and m behind a day that stands there."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from app.domain.refusal import Mistake
from app.domain.typed import read_day

ARROWS = {
    Qt.Key.Key_Up: "+1d", Qt.Key.Key_Down: "-1d", Qt.Key.Key_PageUp: "+1w", Qt.Key.Key_PageDown: "-1w",
}  # fmt: skip
_LETTERS = {Qt.Key.Key_D: "1d", Qt.Key.Key_W: "1w", Qt.Key.Key_M: "1m"}
"""With Shift they go back. The same letters begin the names of days and months, where nothing stands yet."""


def stepped(event: QKeyEvent, edit: QLineEdit, day: date | None, today: date) -> date | None:
    """The day to which a key leads from the ``day`` in a field; none for any other key.

    An empty field begins today. ``day`` is what stands there, and none too while something else is being typed.
    """
    key, modifiers = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    shift = modifiers == Qt.KeyboardModifier.ShiftModifier
    if key in _LETTERS and (not modifiers or shift):
        if day is None or not edit.text() or edit.hasSelectedText():
            return None
        return _from(day, ("-" if shift else "+") + _LETTERS[key])
    if key in ARROWS and not modifiers:
        return _from(day, ARROWS[key]) if day is not None else today
    return None


def _from(day: date, step: str) -> date:
    try:
        return read_day(step, day)
    except Mistake:
        # beyond the years that are known
        return day
