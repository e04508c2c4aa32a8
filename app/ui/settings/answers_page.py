"""Answer templates: the list by language, and the one that is chosen to be changed beside it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from app.domain.answer_template import LANGUAGES, LONGEST_CAUSE, LONGEST_NAME, LONGEST_TEXT, PLACEHOLDERS, Template
from app.domain.refusal import N_
from app.queries import answer_templates as asked
from app.services import answer_templates
from app.services.answer_templates import SavedTemplate
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.form import Form
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Text
from app.ui.settings.page import PagePanel, named
from app.ui.status_bar import OWN_NAMES

FIELDS = (
    FormField("name", N_("Name"), required=True, most=LONGEST_NAME),
    FormField("language", N_("Language"), "choice", choices=tuple((code, OWN_NAMES[code]) for code in LANGUAGES)),
    FormField("cause", N_("Comes first for the cause"), most=LONGEST_CAUSE, hint=N_("empty: for every complaint")),
    FormField("words", N_("Answer"), "lines", required=True, most=LONGEST_TEXT),
)
LIST_WIDE, WORDS_HIGH = 260, 220


class AnswersSettings(PagePanel):
    """Ctrl+Enter saves the one that is shown, Ins begins a new one, Del takes the chosen one away."""

    kinds = frozenset({"complaint settings"})
    heading = N_("Answer templates")
    explained = N_("Ready answers to complaints. F9 in a case offers those in the customer's language.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.known: Sequence[Template] = ()
        self.shown: Template | None = None
        self._then = ("", "")
        self.list, self.form = QListWidget(), Form(context, FIELDS)
        self.list.setFixedWidth(LIST_WIDE)
        self.list.setSpacing(3)
        self.form.boxes["words"].editor.setFixedHeight(WORDS_HIGH)
        self.places = Text("", "caption")
        self.places.setWordWrap(True)
        self.new_button, self.remove_button, self.save_button = QPushButton(), QPushButton(), QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.save_button.setToolTip("Ctrl+Enter")
        for button in (self.new_button, self.remove_button, self.save_button):
            self.head.addWidget(button)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.places)
        column.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.list)
        row.addWidget(side, 1)
        self.body.addLayout(row, 1)
        self._join()

    def _join(self) -> None:
        self.list.currentRowChanged.connect(self._choose)
        self.new_button.clicked.connect(self.begin)
        self.remove_button.clicked.connect(self.remove)
        self.save_button.clicked.connect(self.save)
        self.form.edited.connect(self._edited)
        bind_keys(self, (SAVE_KEYS, self.save), ("Ins", self.begin))
        gone = QShortcut(QKeySequence("Del"), self.list)
        gone.setContext(Qt.ShortcutContext.WidgetShortcut)
        gone.activated.connect(self.remove)

    # showing

    def ask(self) -> None:
        """The answers anew, unless somebody is typing."""
        if not self.form.is_changed:
            self.read(asked.every, self._arrived)

    def _arrived(self, found: Sequence[Template]) -> None:
        self.known = sorted(found, key=_place)
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.known:
            item = QListWidgetItem(f"{one.name} · {OWN_NAMES.get(one.language, one.language)}")
            item.setToolTip(one.words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, item.text())
            self.list.addItem(item)
        self.list.blockSignals(False)
        keys = [(one.language, one.name) for one in self.known]
        at = keys.index(self._then) if self._then in keys else 0
        self.list.setCurrentRow(at if self.known else -1)
        if self.known:
            self._show(self.known[at])

    def _choose(self, at: int) -> None:
        if not 0 <= at < len(self.known):
            return
        if self.form.is_changed:
            # what was typed is kept first; refused, it stays on the screen
            self._then = _key(self.known[at])
            self.save()
            return
        self._show(self.known[at])

    def _show(self, template: Template) -> None:
        self.shown, self._then = template, _key(template)
        self.form.fill({name: getattr(template, name) for name in ("name", "language", "cause", "words")})
        self._edited()

    def begin(self) -> None:
        """A new answer, in the language of the one that is chosen."""
        if self.form.is_changed:
            self.save()
            return
        language = self.shown.language if self.shown is not None else self.context.say.language
        self.list.setCurrentRow(-1)
        self._show(Template(0, "", language, "", "", len(self.known)))
        self.shown = None
        self.form.focus_first()

    def _edited(self) -> None:
        self.save_button.setEnabled(self.form.is_changed)
        self.remove_button.setEnabled(self.shown is not None)

    # saving

    def save(self) -> None:
        """Keep what stands in the form; what is wrong is shown at its field."""
        if not self.form.is_changed or not self.form.check():
            return
        values, old = self.form.values(), self.shown
        template = Template(
            old.id if old else 0, values["name"], values["language"], values["cause"], values["words"],
            old.position if old else len(self.known), old.version if old else 0,
        )  # fmt: skip
        if old is None or self._then == _key(old):
            self._then = _key(template)
        work = partial(answer_templates.save, template=template, before=_key(old) if old and not old.id else None)
        self.context.runner.write(self, work, self._saved, self._not_saved)

    def remove(self) -> None:
        """Take the chosen answer away."""
        if self.shown is not None:
            work = partial(answer_templates.remove, language=self.shown.language, name=self.shown.name)
            self.form.fill({})
            self.context.runner.write(self, work, self._saved, self._not_saved)

    def _saved(self, _saved: SavedTemplate) -> None:
        self.told(self.context.say.text(N_("Saved.")))
        self.form.fill(self.form.values())
        self.context.runner.read(self, asked.every, self._arrived, self.refused)

    def _not_saved(self, error: BaseException) -> None:
        self.form.refuse(error)

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.new_button, say.text(N_("New answer")))
        named(self.remove_button, say.text(N_("Remove answer")))
        named(self.save_button, say.text(N_("Save")))
        self.list.setAccessibleName(say.text(N_("Answer templates")))
        known = "  ".join(f"{{{place}}}" for place in PLACEHOLDERS)
        self.places.setText(say.text(N_("These are filled in: {places}"), places=known))
        self.form.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()


def _key(template: Template) -> tuple[str, str]:
    return template.language, template.name


def _place(template: Template) -> tuple[str, int, str]:
    return template.language, template.position, template.name
