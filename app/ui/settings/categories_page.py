"""The tree of product groups: choose one, change its name and where it lies, or make a new one within it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.refusal import N_, Refusal
from app.queries import categories as asked
from app.queries.categories import Group
from app.services import categories
from app.services.categories import RIGHT, Place
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.form import Form, FormField
from app.ui.kit.labels import Text
from app.ui.settings.page import PagePanel, named

FIELDS = (
    FormField("name", N_("Name"), required=True, most=120),
    FormField("parent", N_("Lies in"), "choice", choices=((None, N_("On top")),)),
)
ID = Qt.ItemDataRole.UserRole


class CategoriesPage(PagePanel):
    """Ctrl+N begins a new group within the chosen one, Ctrl+Enter saves."""

    kinds = frozenset({"category", "product"})
    heading = N_("Product groups")
    explained = N_("Groups may lie inside groups. A product belongs to one of them; rules for a group hold within it.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.groups: dict[int, Group] = {}
        self.chosen: int | None = None
        self.tree, self.form = QTreeWidget(), Form(context, FIELDS)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.new_button, self.save_button = QPushButton(), QPushButton()
        self.save_button.setProperty("kind", "primary")
        self._about = Text("", "quiet")
        self._about.setWordWrap(True)
        self.head.addWidget(self.new_button)
        self.head.addWidget(self.save_button)
        side = QVBoxLayout()
        side.addWidget(self._about)
        side.addWidget(self.form)
        side.addStretch(1)
        across = QHBoxLayout()
        across.setSpacing(16)
        across.addWidget(self.tree, 3)
        across.addLayout(side, 2)
        self.body.addLayout(across, 1)
        self.tree.currentItemChanged.connect(self._current)
        self.new_button.clicked.connect(self.begin)
        self.save_button.clicked.connect(self.save)
        bind_keys(self, (SAVE_KEYS, self.save), ("Ctrl+N", self.begin))
        may = context.may(RIGHT)
        self.form.set_editable(may)
        for button in (self.new_button, self.save_button):
            button.setVisible(may)

    # what is shown

    def ask(self) -> None:
        """The tree anew; what is being typed stays."""
        self.read(asked.groups, self._arrived)

    def _arrived(self, found: Sequence[Group]) -> None:
        typed = self.form.texts()
        self.groups = {group.id: group for group in found}
        self._fill_tree()
        self._show()
        self.form.take_texts(typed)

    def _fill_tree(self) -> None:
        say = self.context.say
        self.tree.blockSignals(True)
        self.tree.clear()
        items: dict[int, QTreeWidgetItem] = {}
        for group in self.groups.values():
            words = say.plural("{count} product", "{count} products", group.products)
            items[group.id] = QTreeWidgetItem([f"{group.name}   ({words})" if group.products else group.name])
            items[group.id].setData(0, ID, group.id)
        for group in self.groups.values():
            above = items.get(group.parent_id or 0)
            if above is not None:
                above.addChild(items[group.id])
            else:
                self.tree.addTopLevelItem(items[group.id])
        self.tree.expandAll()
        if self.chosen in items:
            self.tree.setCurrentItem(items[self.chosen])
        self.tree.blockSignals(False)

    def _current(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None = None) -> None:
        self.chosen = int(item.data(0, ID)) if item is not None else None
        self._show()

    def _show(self) -> None:
        """The chosen group in the form; without one, what a new one begins with."""
        group = self.groups.get(self.chosen or 0)
        top = self.context.say.text(N_("On top"))
        inside = self._within(self.chosen) if group is not None else set()
        places = [(one.id, self._path(one)) for one in self.groups.values() if one.id not in inside]
        self.form.set_choices("parent", [(None, top), *sorted(places, key=lambda place: place[1].casefold())])
        if group is not None:
            self.form.fill({"name": group.name, "parent": group.parent_id})
        self._say()

    def _within(self, root: int | None) -> set[int]:
        """A group and all that lies in it: no place for itself."""
        found = {root} if root is not None else set()
        grown = True
        while grown:
            more = {one.id for one in self.groups.values() if one.parent_id in found} - found
            grown = bool(more)
            found |= more
        return found

    def _path(self, group: Group) -> str:
        parts, at = [group.name], group.parent_id
        while at is not None and at in self.groups and len(parts) <= len(self.groups):
            parts.append(self.groups[at].name)
            at = self.groups[at].parent_id
        return " > ".join(reversed(parts))

    def _say(self) -> None:
        group, say = self.groups.get(self.chosen or 0), self.context.say
        self._about.setText(self._path(group) if group is not None else say.text(N_("New group")))

    # deeds

    def begin(self) -> None:
        """A new group, within the chosen one."""
        around = self.chosen
        self.tree.setCurrentItem(None)  # type: ignore[call-overload]
        self.chosen = None
        self._show()
        self.form.fill({"name": "", "parent": around})
        self.form.focus_first()

    def save(self) -> None:
        """Write the group that is shown."""
        if not self.context.may(RIGHT) or not self.form.check():
            return
        values, group = self.form.values(), self.groups.get(self.chosen or 0)
        if group is None:
            work = partial(categories.add, name=values["name"], parent_id=values["parent"], request=new_uid())
        elif self.form.is_changed:
            to, before = Place(values["name"], values["parent"]), Place(group.name, group.parent_id)
            work = partial(categories.change, category_id=group.id, to=to, before=before)
        else:
            return
        self.context.runner.write(self, work, self._saved, self._not_saved)

    def _saved(self, changes: ChangeSet) -> None:
        ids = [one for one in changes.ids.get("category", ()) if isinstance(one, int)]
        self.chosen = ids[0] if ids else self.chosen
        self.form.fill({})
        self.told(self.context.say.text(N_("Saved.")))
        self.ask()

    def _not_saved(self, error: BaseException) -> None:
        if not (isinstance(error, Refusal) and self.form.show_refusal(error)):
            self.refused(error)
            self.ask()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.new_button, say.text(N_("New group")))
        named(self.save_button, say.text(N_("Save")))
        self.new_button.setToolTip("Ctrl+N")
        self.save_button.setToolTip("Ctrl+Enter")
        self.tree.setAccessibleName(say.text(self.heading))
        self.form.translate()
        self._say()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()
