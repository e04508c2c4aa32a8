"""The screen of the settings: a search, the list of pages, the page at hand."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.keys import bind_keys
from app.ui.kit.labels import Card, Text
from app.ui.kit.panel import Panel
from app.ui.settings.page import SettingsPage
from app.ui.settings.pages import PAGES

LIST_WIDE = 215


class SettingsPanel(Panel):
    """Opened with the name of a page, or with nothing. A page is made when it is first opened."""

    def __init__(
        self, context: Context, pages: tuple[SettingsPage, ...] = PAGES, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self.pages = [page for page in pages if not page.right or context.may(page.right)]
        self.made: dict[str, Panel] = {}
        self.key = ""
        self._title, self.search = Text("", "title"), QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self.links = {page.key: QPushButton() for page in self.pages}
        self.nothing = Text("", "quiet")
        self.nothing.setWordWrap(True)
        self.stack = QStackedWidget()
        self._build()
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._open_first)
        bind_keys(self, ("Ctrl+F", self._to_search))
        self.translate()
        self.paint_theme()
        if self.pages:
            self.open_page(self.pages[0].key)

    def _build(self) -> None:
        side = QVBoxLayout()
        side.setSpacing(4)
        side.addWidget(self.search)
        self.search.setFixedWidth(LIST_WIDE)
        for page in self.pages:
            link = self.links[page.key]
            link.setProperty("kind", "nav")
            link.setCheckable(True)
            link.setFixedWidth(LIST_WIDE)
            link.setProperty("page", page.key)
            link.clicked.connect(self._clicked)
            side.addWidget(link)
        self.nothing.setFixedWidth(LIST_WIDE)
        side.addWidget(self.nothing)
        side.addStretch(1)
        room = Card()
        room.body.addWidget(self.stack, 1)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addLayout(side)
        across.addWidget(room, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(16, 14, 14, 14)
        outer.setSpacing(10)
        outer.addWidget(self._title)
        outer.addLayout(across, 1)

    def title(self) -> str:
        """The screen's name, and the page's."""
        return self.context.say.text(N_("Settings"))

    def open_record(self, record: object) -> None:
        """The name of a page."""
        if isinstance(record, str):
            self.open_page(record)

    def open_page(self, key: str) -> None:
        """Show a page; one that this person may not see changes nothing."""
        page = next((one for one in self.pages if one.key == key), None)
        if page is None:
            self._check()
            return
        if key not in self.made:
            made = page.make(self.context)
            self.made[key] = made
            self.stack.addWidget(made)
            if (around := made.layout()) is not None:
                # the card has edges already, also around what is a screen of its own elsewhere
                around.setContentsMargins(0, 0, 0, 0)
            made.translate()
            made.paint_theme()
        self.key = key
        self.stack.setCurrentWidget(self.made[key])
        self._check()

    def _check(self) -> None:
        for key, link in self.links.items():
            link.setChecked(key == self.key)

    def _clicked(self) -> None:
        link = self.sender()
        if link is not None:
            self.open_page(str(link.property("page")))

    # searching

    def shown(self) -> list[SettingsPage]:
        """The pages that the search finds."""
        return [page for page in self.pages if page.found(self.search.text(), self.context.say)]

    def _filter(self) -> None:
        found = {page.key for page in self.shown()}
        for key, link in self.links.items():
            link.setVisible(key in found)
        words = N_("No setting is called ‘{text}’.")
        self.nothing.setText("" if found else self.context.say.text(words, text=self.search.text()))
        self.nothing.setVisible(not found)

    def _open_first(self) -> None:
        found = self.shown()
        if found:
            self.open_page(found[0].key)
            self.links[found[0].key].setFocus()

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Esc empties the search; the arrow down goes into the list."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if event.key() == Qt.Key.Key_Down and self.shown():
                self.links[self.shown()[0].key].setFocus()
                return True
        return super().eventFilter(watched, event)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self._title.setText(say.text(N_("Settings")))
        self.search.setPlaceholderText(say.text(N_("Search the settings")))
        self.search.setAccessibleName(self.search.placeholderText())
        for page in self.pages:
            words = say.text(page.title)
            self.links[page.key].setText(f" {words}".replace("&", "&&"))
            self.links[page.key].setAccessibleName(words)
        self._filter()

    def paint_theme(self) -> None:
        """Icons anew."""
        for page in self.pages:
            self.links[page.key].setIcon(icon(page.icon, self.context.tokens.text2))
