"""The line at the bottom: where the data is, who is signed in, what is saved, what the selection adds up to."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton

from app.domain.changes import ChangeSet
from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say
from app.ui import theme
from app.ui.context import Context
from app.ui.icons import icon
from app.ui.kit.labels import Fading
from app.ui.kit.timers import once
from app.ui.words_line import StatusLine

if TYPE_CHECKING:
    from app.queries.backups import Backups

ROLES = {
    "front_desk": N_("Front desk"),
    "sales": N_("Sales"),
    "manager": N_("Manager"),
    "admin": N_("Administrator"),
    "none": N_("Guest"),
}
# a language is named in itself, whatever is spoken now
OWN_NAMES = {"en": "English", "es": "Español", "zh": "中文"}
THEMES = {"light": N_("Light"), "dark": N_("Dark"), "contrast": N_("High contrast"), "system": N_("As the system")}
ICON = 15
LONGEST_PLACE = 48
BACKUP_MINUTES = 10
SLOW_MS = 300
"""A save that takes longer is announced."""


def last_backup(store: Any) -> "Backups":  # noqa: ANN401 - the store
    """When this company was backed up, in one statement."""
    # not needed before the first list is there: a desk opens sooner without it
    from app.queries import backups  # noqa: PLC0415

    return backups.state(store)


class StatusBar(QFrame):
    """Parts from left to right, each a button with a deed of its own."""

    def __init__(self, context: Context, database: str) -> None:
        super().__init__()
        self.setProperty("kind", "status")
        self.context = context
        self._database = database
        self._reached = True
        self._saving = 0
        self._saved_at: datetime | None = None
        self._backup: Backups | None = None
        self.where, self.who, self.saved, self.backup = (_part() for _ in range(4))
        self._parts = (self.where, self.who, self.saved, self.backup)
        self.line = StatusLine(context)
        self._selection = Fading("", "quiet")
        self.theme, self.language = _part(), _part()
        self.theme_menu, self.language_menu = QMenu(self), QMenu(self)
        self._build()
        self.where.clicked.connect(self._tell_place)
        self.who.clicked.connect(self._open_person)
        self.saved.clicked.connect(self._tell_saved)
        self.backup.clicked.connect(self._open_backup)
        self.line.gone.connect(self._lengthen)
        broadcast = context.broadcast
        broadcast.reached.connect(self._show_reached)
        broadcast.writing.connect(self._show_writing)
        broadcast.saved.connect(self._show_saved)
        broadcast.changed.connect(self._changed)
        context.spoke.connect(self.translate)
        context.painted.connect(self.paint_theme)
        self.translate()
        self.paint_theme()

    def _build(self) -> None:
        for language in LANGUAGES:
            self.language_menu.addAction(OWN_NAMES[language]).setData(language)
        for name in THEMES:
            self.theme_menu.addAction("").setData(name)
        self.language_menu.triggered.connect(self._choose)
        self.theme_menu.triggered.connect(self._choose_theme)
        for button, menu in ((self.language, self.language_menu), (self.theme, self.theme_menu)):
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(4)
        for widget in self._parts:
            row.addWidget(widget)
        row.addWidget(self.line)
        row.addStretch(1)
        for right in (self._selection, self.theme, self.language):
            row.addWidget(right)
        self._slow = once(self, SLOW_MS, self._say_saved)
        self._again = QTimer(self)
        self._again.setInterval(BACKUP_MINUTES * 60_000)
        self._again.timeout.connect(self.ask)

    def ask(self) -> None:
        """When the last backup was made; again every ten minutes."""
        self._again.start()
        self.context.runner.read(self, last_backup, self._show_backup, self._unknown)

    # what is shown

    def tell(self, words: str, kind: str, *, undo: bool = False) -> bool:
        """A sentence beside the parts, which give way to it; false where there is no room for it."""
        self._lengthen()
        wanted = self.line.width_of(words, undo=undo)
        if wanted > self._room():
            self._shorten()
        if wanted > self._room():
            self._lengthen()
            return False
        self.line.tell(words, kind, undo=undo)
        return True

    def _room(self) -> int:
        others = (*self._parts, self._selection, self.theme, self.language)
        taken = [part.sizeHint().width() for part in others if not part.isHidden()]
        margins = self._row.contentsMargins()
        # a space before each part and around the stretch
        spaces = self._row.spacing() * (len(taken) + 1)
        return self.width() - sum(taken) - spaces - margins.left() - margins.right()

    def _shorten(self) -> None:
        """The parts show their icon only; what they say is in their tooltip."""
        for part in self._parts:
            part.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)

    def _lengthen(self) -> None:
        for part in self._parts:
            part.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)

    def show_selection(self, words: str) -> None:
        """What the selected rows add up to."""
        self._selection.setText(words)

    def _show_reached(self, reached: bool) -> None:
        if reached != self._reached:
            self._reached = reached
            self.translate()
            self.paint_theme()

    def _show_writing(self, count: int) -> None:
        self._saving = count
        if count:
            self._slow.start()
        else:
            self._slow.stop()
            self._say_saved()

    def _show_saved(self) -> None:
        self._saved_at = datetime.now(self.context.say.zone)
        self._say_saved()

    def _say_saved(self) -> None:
        say = self.context.say
        if self._saving:
            words = say.plural("Saving {count} change…", "Saving {count} changes…", self._saving)
        elif self._saved_at is not None:
            words = say.text(N_("Saved {time}"), time=f"{self._saved_at:%H:%M}")
        else:
            words = say.text(N_("Everything is saved"))
        self._name(self.saved, words)

    def _changed(self, changes: ChangeSet) -> None:
        if changes.touches("setup") or changes.touches("backup"):
            self.ask()

    def _show_backup(self, state: "Backups") -> None:
        self._backup = state
        self.translate()
        self.paint_theme()

    def _unknown(self, _error: BaseException) -> None:
        """The dot at the left says it already."""

    # deeds

    def _tell_place(self) -> None:
        say = self.context.say
        words = (
            N_("The data is in {place}.") if self._reached else N_("{place} does not answer. Trying again by itself.")
        )
        self.context.reporter.tell(say.text(words, place=self._database), "info")

    def _open_person(self) -> None:
        if self.context.may("manage_users"):
            self.context.go("users")
        else:
            self.context.reporter.tell(self.who.accessibleName(), "info")

    def _tell_saved(self) -> None:
        self.context.reporter.tell(self.saved.accessibleName(), "info")

    def _open_backup(self) -> None:
        if self.context.may("backup"):
            self.context.go("settings", "backup")
        else:
            self.context.reporter.tell(self.backup.accessibleName(), "info")

    def switch_theme(self) -> None:
        """Light to dark and back."""
        self._dress("light" if self.context.tokens.name == "dark" else "dark")

    def _choose_theme(self, action: object) -> None:
        self._dress(str(action.data()))  # type: ignore[attr-defined]

    def _dress(self, name: str) -> None:
        self.context.follows_system = name == "system"
        if name == "system":
            self.context.personal.put("theme", None)
        self.context.paint(theme.of_system() if name == "system" else theme.named(name))

    def _choose(self, action: object) -> None:
        say = self.context.say
        language = action.data()  # type: ignore[attr-defined]
        self.context.speak(
            Say(language, country=say.country, currency=say.currency, places=say.places, zone=str(say.zone))
        )

    # words and looks

    def translate(self) -> None:
        """All words anew."""
        say = self.context.say
        self.line.translate()
        place = self._database
        if len(place) > LONGEST_PLACE:
            place = f"…{place[1 - LONGEST_PLACE :]}"
        self._name(self.where, place if self._reached else say.text(N_("{place} does not answer"), place=place))
        self.where.setToolTip(self._database)
        role = say.text(ROLES.get(self.context.access, ""))
        self._name(self.who, f"{self.context.user} · {role}" if self.context.user else role)
        self._say_saved()
        self._name(self.backup, self._backup_words())
        self.backup.setVisible(self._backup is not None)
        self._name(self.language, say.language.upper(), say.text(N_("Language")))
        self._name(self.theme, "", say.text(N_("Light, dark or high contrast")))
        # the person's own menu shows them too
        self.language_menu.setTitle(say.text(N_("Language")))
        self.theme_menu.setTitle(say.text(N_("Light, dark or high contrast")))
        for action in self.theme_menu.actions():
            action.setText(say.text(THEMES[str(action.data())]))

    def _backup_words(self) -> str:
        say = self.context.say
        if self._backup is None or self._backup.made_at is None:
            return say.text(N_("No backup yet"))
        made = self._backup.made_at.astimezone(say.zone)
        if made.date() == datetime.now(say.zone).date():
            return say.text(N_("Backup today {time}"), time=f"{made:%H:%M}")
        return say.text(N_("Backup {day}"), day=say.date(made.date()))

    def _name(self, part: QToolButton, words: str, name: str = "") -> None:
        # words do not touch their icon
        part.setText(f" {words}".replace("&", "&&") if words else "")
        part.setAccessibleName(name or words)
        part.setToolTip(name or words)

    def paint_theme(self) -> None:
        """Icons anew."""
        tokens = self.context.tokens
        self.line.paint_theme()
        backup = getattr(tokens, self._backup.tone) if self._backup is not None else tokens.text2
        for part, meaning, color in (
            (self.where, "database", tokens.ok if self._reached else tokens.warn),
            (self.who, "person", tokens.text2),
            (self.saved, "saved", tokens.ok),
            (self.backup, "backup", backup),
            (self.theme, "theme", tokens.text2),
            (self.language, "language", tokens.text2),
        ):
            part.setIcon(icon(meaning, color, ICON))


def _part() -> QToolButton:
    made = QToolButton()
    made.setProperty("kind", "status")
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setIconSize(QSize(ICON, ICON))
    return made
