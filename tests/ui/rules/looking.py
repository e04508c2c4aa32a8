"""What every screen owes the person before it, looked up in its widgets; each rule names what breaks it."""

import re
from collections.abc import Iterator
from functools import cache

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QTextEdit,
    QWidget,
)

from app.ui.commands import FORBIDDEN
from installer import texts

KEYS = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+[^\W_]+|\bF\d{1,2}\b")
"""Keys as they are written beside words."""
TAKEN = ("Ctrl+N", "F1")
"""Keys that the window and the screens of a month take themselves, without a shortcut."""
ARROW, PADDING = 34, 20
"""Pixels of a choice, and of a field, that are not its words."""
TARGET = 24
"""Logical pixels of the smallest thing to click on."""
INTERACTIVE = (QAbstractButton, QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractItemView, QAbstractSpinBox)
CLICKED = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)


def visible(panel: QWidget, kind: type[QWidget] | tuple[type[QWidget], ...]) -> Iterator[QWidget]:
    """Shown widgets of a kind, without the parts that Qt itself puts into its own."""
    kinds = kind if isinstance(kind, tuple) else (kind,)
    for one in kinds:
        for widget in panel.findChildren(one):
            if widget.isVisibleTo(panel) and not inner(widget):
                yield widget


def inner(widget: QWidget) -> bool:
    """A part of one of Qt's own widgets; a table speaks for its headers."""
    around = widget.parentWidget()
    own = widget.objectName().startswith("qt_") or widget.metaObject().className() == "QTableCornerButton"
    return (
        own
        or isinstance(widget, QHeaderView)
        or isinstance(around, (QComboBox, QAbstractSpinBox))
        or "Calendar" in type(around).__name__
    )


def called(widget: QWidget) -> str:
    """A widget as it is named in a finding."""
    text = widget.text() if isinstance(widget, (QAbstractButton, QLabel)) else ""
    return f"{type(widget).__name__} {widget.objectName()} ‘{text or widget.accessibleName()}’".replace("  ", " ")


def nameless(panel: QWidget) -> Iterator[str]:
    """Whoever does not see the screen hears a name for everything that can be used."""
    labelled = {label.buddy() for label in panel.findChildren(QLabel) if label.buddy() is not None}
    for widget in visible(panel, INTERACTIVE):
        said = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
        if not said.strip() and widget not in labelled:
            yield f"{called(widget)} in {type(widget.parentWidget()).__name__}"


def small(panel: QWidget) -> Iterator[str]:
    """Nothing to click on is smaller than a finger's tip on a worn-out mouse."""
    for widget in visible(panel, CLICKED):
        if widget.isEnabled() and min(widget.width(), widget.height()) < TARGET:
            yield f"{called(widget)} {widget.width()}×{widget.height()}"


def cut(panel: QWidget) -> Iterator[str]:
    """No word of a button or label is cut off; who shortens on purpose says the whole in a tooltip."""
    for widget in visible(panel, (QAbstractButton, QLabel)):
        if not widget.text() or (widget.toolTip() and isinstance(widget, QLabel)):
            continue
        if isinstance(widget, QLabel) and (widget.wordWrap() or not widget.pixmap().isNull()):
            continue
        needed = _width(widget)
        if needed > widget.width() + 1 or QFontMetrics(widget.font()).height() > widget.height() + 1:
            yield f"{called(widget)} needs {needed}, has {widget.width()}×{widget.height()}"


def touching(panel: QWidget) -> Iterator[str]:
    """Words that begin where their icon ends: Qt leaves less between them than a reader needs."""
    for widget in visible(panel, QPushButton):
        assert isinstance(widget, QPushButton)
        if widget.text() and not widget.icon().isNull() and not widget.text().startswith(" "):
            yield f"{widget.text()!r} touches its icon"


def cut_inside(panel: QWidget) -> Iterator[str]:
    """What the program itself writes into a field or a choice is read to its end; a name may be cut."""
    known = english(panel.context.say.language) or {}
    for combo in visible(panel, QComboBox):
        text = combo.currentText()
        if text in known.values() and not combo.toolTip() and _needs(combo, text) + ARROW > combo.width():
            yield f"{called(combo)} needs {_needs(combo, text) + ARROW} for ‘{text}’, has {combo.width()}"
    for field in visible(panel, QLineEdit):
        hint = "" if field.text() else field.placeholderText()
        if not field.toolTip() and _needs(field, hint) + PADDING > field.width():
            yield f"{called(field)} needs {_needs(field, hint) + PADDING} for ‘{hint}’, has {field.width()}"


def _needs(widget: QWidget, text: str) -> int:
    return QFontMetrics(widget.font()).horizontalAdvance(text)


def _width(widget: QWidget) -> int:
    if isinstance(widget, QLabel) and widget.textFormat() == Qt.TextFormat.RichText:
        return 0
    text = re.sub(r"&(?=\S)", "", widget.text())
    return max(QFontMetrics(widget.font()).horizontalAdvance(line) for line in text.split("\n"))


def silent_cells(panel: QWidget) -> Iterator[str]:
    """Every cell that is painted can be heard: a screen reader asks for the accessible text, else for the text."""
    for view in visible(panel, QAbstractItemView):
        for index in _cells(view):
            shown = [index.data(role) for role in (Qt.ItemDataRole.DecorationRole, Qt.ItemDataRole.CheckStateRole)]
            heard = index.data(Qt.ItemDataRole.AccessibleTextRole) or index.data(Qt.ItemDataRole.DisplayRole)
            if not heard and any(value is not None for value in (*shown, index.data(Qt.ItemDataRole.UserRole))):
                yield f"{type(view).__name__} column {index.column()}"


def coloured_alone(panel: QWidget) -> Iterator[str]:
    """A colour never says anything alone: a chip or coloured cell has a word, a sign or an icon too."""
    for label in visible(panel, QLabel):
        # a plain label without words paints nothing
        if label.property("kind") == "chip" and not label.text().strip() and label.pixmap().isNull():
            yield called(label)


def left_in_english(panel: QWidget) -> Iterator[str]:
    """After another language was chosen no word of the program stays behind; names and notes are nobody's texts."""
    language = panel.context.say.language
    for widget in visible(panel, (QAbstractButton, QLabel, QLineEdit)):
        said = {widget.toolTip(), widget.accessibleName()}
        said.add(widget.placeholderText() if isinstance(widget, QLineEdit) else widget.text())
        for text in said:
            if text and english(language).get(text.replace("&", ""), text) != text:
                yield f"‘{text}’"


@cache
def english(language: str) -> dict[str, str]:
    """Texts of the program that are another word in a language."""
    return {str(message.id): str(message.string) for message in texts.read(language)} if language != "en" else {}


def _cells(view: QAbstractItemView) -> Iterator[QModelIndex]:
    model = view.model()
    for row in range(min(model.rowCount(view.rootIndex()), 20) if model is not None else 0):
        # the number of columns of a plain list is nobody's business but its own
        for column in range(model.columnCount(view.rootIndex()) if isinstance(view, QTableView) else 1):
            if not (isinstance(view, QTableView) and view.isColumnHidden(column)):
                yield model.index(row, column, view.rootIndex())


def foreign_keys(panel: QWidget) -> Iterator[str]:
    """Keys of input methods and of the keyboard's third level are not ours."""
    for key in keys(panel):
        if key.startswith(FORBIDDEN):
            yield key


def doubled_keys(panel: QWidget) -> Iterator[str]:
    """One key means one thing on a screen; a part of the screen may have its own while it has the focus."""
    met: set[str] = set()
    for shortcut in panel.findChildren(QShortcut):
        if shortcut.context() == Qt.ShortcutContext.WidgetShortcut or not _shown(shortcut, panel):
            continue
        for key in _written(shortcut):
            if key in met and shortcut.parent() is panel:
                yield key
            if shortcut.parent() is panel:
                met.add(key)


def doubled_letters(panel: QWidget) -> Iterator[str]:
    """An Alt letter leads to one place."""
    met: dict[str, str] = {}
    for widget in visible(panel, (QAbstractButton, QLabel)):
        for letter in re.findall(r"(?<!&)&([^&\s])", widget.text()):
            if isinstance(widget, QLabel) and widget.buddy() is None:
                continue
            if letter.lower() in met:
                yield f"Alt+{letter}: {met[letter.lower()]} and {called(widget)}"
            met[letter.lower()] = called(widget)


def keys(panel: QWidget) -> Iterator[str]:
    """All keys of a screen."""
    for shortcut in panel.findChildren(QShortcut):
        yield from _written(shortcut)
    for action in panel.actions():
        yield from _engraved(action)


def _engraved(action: QAction) -> list[str]:
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in action.shortcuts()]


def mouse_only(panel: QWidget) -> Iterator[str]:
    """What can be clicked can be reached by Tab, or says the key that does the same; arrows move a group's choice."""
    for widget in visible(panel, (QAbstractButton, QComboBox)):
        if isinstance(widget, QRadioButton) or _grouped(widget):
            continue
        said = f"{widget.text() if isinstance(widget, QAbstractButton) else ''} {widget.toolTip()}"
        if widget.isEnabled() and not widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not KEYS.search(said):
            yield called(widget)


def _grouped(widget: QWidget) -> bool:
    """One of a group: after the first focus Qt lets Tab stop at one of its buttons only, and arrows go on there."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    return group is not None and any(one.focusPolicy() & Qt.FocusPolicy.TabFocus for one in group.buttons())


def dead_keys(panel: QWidget) -> Iterator[str]:
    """A key that is written on a button, or in its tooltip, does something."""
    window = panel.window()
    bound = {*TAKEN, *keys(panel), *(key for action in window.actions() for key in _engraved(action))}
    for widget in visible(panel, QAbstractButton):
        letters = {f"Alt+{letter.upper()}" for letter in re.findall(r"(?<!&)&([^&\s])", widget.text())}
        for key in KEYS.findall(f"{widget.text()} {widget.toolTip()}"):
            if re.sub("Enter|Intro|回车", "Return", key) not in bound | letters:
                yield f"{key} on {called(widget)}"


def _written(shortcut: QShortcut) -> list[str]:
    return [key.toString(QKeySequence.SequenceFormat.PortableText) for key in QShortcut.keys(shortcut)]


def _shown(shortcut: QShortcut, panel: QWidget) -> bool:
    around = shortcut.parent()
    return not isinstance(around, QWidget) or around is panel or around.isVisibleTo(panel)


RULES = (
    nameless,
    small,
    cut,
    cut_inside,
    touching,
    silent_cells,
    coloured_alone,
    left_in_english,
    foreign_keys,
    doubled_keys,
    doubled_letters,
    mouse_only,
    dead_keys,
)
