"""The views of a list as tabs: those it comes with, one's own and everybody's, each with its count."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.domain.undoing import Undoable
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Text, Toggle
from app.ui.kit.tick import Tick

if TYPE_CHECKING:
    from app.queries.views import ViewRow


def _views() -> ModuleType:
    # not needed before somebody keeps a view: a list opens sooner without it
    from app.services import views  # noqa: PLC0415

    return views


def _saved(store: Any, *, list_name: str) -> "Sequence[ViewRow]":  # noqa: ANN401 - the store
    # nor is what was kept before the list itself is there
    from app.queries import views  # noqa: PLC0415

    return views.of_list(store, list_name=list_name)


@dataclass(frozen=True, slots=True)
class View:
    """A view: a title to translate (or a name somebody gave) and a filter text, perhaps with an order of its own."""

    key: str
    title: str
    text: str = ""
    sort: str = ""
    saved: "ViewRow | None" = None


class _Tab(Toggle):
    """One view; its menu also opens with the menu key."""

    asked = Signal(int, QPoint)

    def __init__(self, at: int) -> None:
        super().__init__()
        self._at = at

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """What can be done with the view."""
        self.asked.emit(self._at, event.globalPos())


class ViewTabs(QWidget):
    """``chosen`` names the place of a view, ``listed`` says that other saved views are there now."""

    chosen = Signal(int)
    listed = Signal()

    def __init__(
        self, context: Context, list_name: str, usual: Sequence[View], filled: Callable[[], tuple[str, str]]
    ) -> None:
        super().__init__()
        self.context = context
        self.list_name = list_name
        self.filled = filled
        """The filter text and order that hold now, for a view to be kept."""
        self.usual = tuple(usual)
        self.views: tuple[View, ...] = self.usual
        self.counts: dict[str, int] = {}
        self._group = QButtonGroup(self)
        self._group.idClicked.connect(self.chosen)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._add = QToolButton()
        self._add.clicked.connect(self.ask_name)
        self._row.addWidget(self._add)
        self._row.addStretch(1)
        self._name = NamePopup(self)
        self._renaming = 0
        self._deed: _Deed | None = None
        self._lay_out(0)

    def button(self, at: int) -> QPushButton:
        """The tab of a view."""
        found = self._group.button(at)
        assert isinstance(found, QPushButton)
        return found

    def _lay_out(self, current: int) -> None:
        for old in self._group.buttons():
            self._group.removeButton(old)
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        for at in range(len(self.views)):
            tab = _Tab(at)
            tab.asked.connect(self.open_menu)
            self._group.addButton(tab, at)
            self._row.insertWidget(at, tab)
        self.button(min(current, len(self.views) - 1)).setChecked(True)
        self.name_tabs()

    def select(self, at: int) -> None:
        """Tick a tab without choosing it."""
        self.button(at).setChecked(True)

    def next(self) -> None:
        """The view behind this one; behind the last comes the first."""
        at = (self._group.checkedId() + 1) % len(self.views)
        if at != self._group.checkedId():
            self.select(at)
            self.chosen.emit(at)

    # saved ones

    def ask(self) -> None:
        """Read the saved views again."""
        self.context.runner.read(self, partial(_saved, list_name=self.list_name), self._accept)

    def _accept(self, rows: "Sequence[ViewRow]") -> None:
        found = (*self.usual, *[View(f"saved.{row.id}", row.name, row.filter_text, row.sort, row) for row in rows])
        if found != self.views:
            key = self.views[self._group.checkedId()].key
            self.views = found
            self._lay_out(next((at for at, one in enumerate(found) if one.key == key), 0))
            self.listed.emit()

    def open_menu(self, at: int, where: QPoint) -> None:
        """What can be done with a view: the menu of its tab."""
        self.menu(at).popup(where)

    def menu(self, at: int) -> QMenu:
        """Keep, rename, fill anew, delete; it deletes itself when it closes."""
        say, saved = self.context.say, self.views[at].saved
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(say.text(N_("Keep this filter as a view…"))).triggered.connect(self.ask_name)
        if saved is not None and (not saved.shared or self.context.may("share_views")):
            deed = _Deed(self, saved)
            for words, run in (
                (N_("Rename this view…"), deed.rename),
                (N_("Use the present filter for this view"), deed.fill),
                (N_("Delete this view"), deed.remove),
            ):
                menu.addAction(say.text(words)).triggered.connect(run)
            # connected methods are held weakly
            self._deed = deed
        return menu

    def ask_name(self) -> None:
        """A new view of what is shown: its name is asked beside the tabs."""
        self._renaming = 0
        self._name.ask(self._add, "", sharing=self.context.may("share_views"))

    def rename(self, saved: "ViewRow") -> None:
        """Another name for a view."""
        self._renaming = saved.id
        self._name.ask(self._add, saved.name, sharing=False)

    def named(self, name: str, *, shared: bool) -> None:
        """The name was given."""
        text, sort = self.filled()
        if self._renaming:
            work: Any = partial(_views().change, view_id=self._renaming, name=name)
        else:
            draft = _views().ViewDraft(self.list_name, name, text, sort, shared=shared)
            work = partial(_views().add, draft=draft, request=new_uid())
        self.context.runner.write(self, work, self._kept, self._name.refused)

    def _kept(self, done: Undoable) -> None:
        self._name.hide()
        words = N_("The view was renamed.") if self._renaming else N_("The view was kept.")
        self.context.undo.offer(self.context.say.text(words), done.back)
        self.ask()

    def done(self, words: str, answer: Undoable) -> None:
        """A view was filled anew or deleted."""
        self.context.undo.offer(self.context.say.text(words), answer.back)
        self.ask()

    # words and looks

    def name_tabs(self) -> None:
        """Titles and counts."""
        say = self.context.say
        for at, view in enumerate(self.views):
            title = view.title if view.saved else say.text(view.title)
            count = self.counts.get(view.key)
            number = "" if count is None else say.number(Decimal(count), 0)
            button = self.button(at)
            button.setText(f"{title}  {number}".rstrip().replace("&", "&&"))
            button.setAccessibleName(f"{title} {number}".rstrip())
            if view.saved is not None:
                kind = N_("A view for everybody") if view.saved.shared else N_("A view of your own")
                button.setToolTip(say.text(kind))

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """How many rows the views have, by key."""
        self.counts.update(counts)
        self.name_tabs()

    def translate(self) -> None:
        """All words anew."""
        words = self.context.say.text(N_("Keep this filter as a view…"))
        self._add.setToolTip(words)
        self._add.setAccessibleName(words)
        self._name.translate()
        self.name_tabs()

    def paint_theme(self) -> None:
        """Icons anew."""
        self._add.setIcon(icon("add", self.context.tokens.text2, 16))


class _Deed:
    """What the menu of one saved view does."""

    def __init__(self, tabs: ViewTabs, saved: "ViewRow") -> None:
        self._tabs, self._saved = tabs, saved

    def rename(self, _ticked: bool = False) -> None:
        """Ask for another name."""
        self._tabs.rename(self._saved)

    def fill(self, _ticked: bool = False) -> None:
        """The filter that holds now becomes the view's."""
        text, sort = self._tabs.filled()
        work = partial(_views().change, view_id=self._saved.id, filter_text=text, sort=sort)
        self._tabs.context.runner.write(self._tabs, work, self._filled)

    def _filled(self, answer: Undoable) -> None:
        self._tabs.done(N_("The view was changed."), answer)

    def remove(self, _ticked: bool = False) -> None:
        """Forget it; Undo brings it back."""
        work = partial(_views().remove, view_id=self._saved.id)
        self._tabs.context.runner.write(self._tabs, work, self._removed)

    def _removed(self, answer: Undoable) -> None:
        self._tabs.done(N_("The view was deleted."), answer)


class NamePopup(QFrame):
    """A small frame that asks for a name; Esc closes it."""

    def __init__(self, tabs: ViewTabs) -> None:
        super().__init__(tabs, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self._tabs = tabs
        self.label, self.line, self.wrong = Text("", "caption"), QLineEdit(), Text("", tone="bad")
        self.label.setBuddy(self.line)
        self.line.setMinimumWidth(240)
        self.wrong.setWordWrap(True)
        self.shared, self.keep = Tick(tabs.context), QPushButton()
        self.keep.setProperty("kind", "primary")
        self.keep.clicked.connect(self._take)
        box = QVBoxLayout(self)
        box.setContentsMargins(14, 12, 14, 12)
        for widget in (self.label, self.line, self.wrong, self.shared, self.keep):
            box.addWidget(widget)

    def ask(self, near: QWidget, name: str, *, sharing: bool) -> None:
        """Open under a widget."""
        self.translate()
        self.wrong.hide()
        self.line.setMaxLength(_views().LONGEST_NAME)
        self.shared.setVisible(sharing)
        self.shared.setChecked(False)
        self.line.setText(name)
        self.line.selectAll()
        self.adjustSize()
        self.move(near.mapToGlobal(QPoint(0, near.height() + 4)))
        self.show()
        self.line.setFocus()

    def _take(self) -> None:
        self._tabs.named(self.line.text(), shared=self.shared.isChecked())

    def refused(self, error: BaseException) -> None:
        """The name stays, with the reason below it."""
        if isinstance(error, Refusal):
            self.wrong.setText(self._tabs.context.say.refusal(error))
            self.wrong.show()
            self.adjustSize()
        else:
            self._tabs.context.reporter.show(error, near=self)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter is the main action here too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def translate(self) -> None:
        """All words anew."""
        say = self._tabs.context.say
        self.label.setText(say.text(N_("Name of the view")))
        self.line.setAccessibleName(self.label.text())
        self.shared.setText(say.text(N_("For everybody")))
        self.shared.setAccessibleName(self.shared.text())
        self.keep.setText(say.text(N_("Keep the view")))
        self.keep.setAccessibleName(self.keep.text())
