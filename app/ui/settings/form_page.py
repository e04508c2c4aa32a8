"""A page that is a form over the company's settings: what was changed is saved with Ctrl+Enter."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPushButton

from app.domain.changes import ChangeSet
from app.domain.refusal import N_, Conflict
from app.queries import company as asked
from app.queries.company import Settings
from app.services import company
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.form import Form
from app.ui.kit.form_field import FormField
from app.ui.settings.page import PagePanel, named


class CompanyForm(PagePanel):
    """A subclass names its fields by the settings they are; what others changed meanwhile is shown, never lost."""

    kinds = frozenset({"company"})

    def __init__(self, context: Context, fields: Iterable[FormField], columns: int = 2) -> None:
        super().__init__(context)
        self.settings: Settings | None = None
        self.form = Form(context, fields, columns)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self.save)
        self.save_button.setToolTip("Ctrl+Enter")
        self.head.addWidget(self.save_button)
        self.form.edited.connect(self._edited)
        self.form.passed.connect(self.save)
        bind_keys(self, (SAVE_KEYS, self.save))

    def ask(self) -> None:
        """The settings anew, unless somebody is typing: then saving says what others changed."""
        if not self.form.is_changed:
            self.read(asked.settings, self._arrived)

    def _arrived(self, settings: Settings) -> None:
        self.settings = settings
        self.form.fill(self.to_form(settings))
        self._edited()
        self.filled(settings)

    def to_form(self, settings: Settings) -> Mapping[str, object]:
        """The values of the form's fields."""
        return {key: shown(getattr(settings, key)) for key in self.form.boxes}

    def from_form(self, values: Mapping[str, Any]) -> Mapping[str, object]:
        """Values of fields as settings."""
        found: dict[str, object] = {}
        for key, value in values.items():
            whole = self.settings is not None and isinstance(getattr(self.settings, key), int)
            found[key] = int(value) if whole and isinstance(value, Decimal) else value
        return found

    def filled(self, settings: Settings) -> None:
        """The settings are there; a subclass shows what is no field."""

    def _edited(self) -> None:
        self.save_button.setEnabled(self.changed)
        self.was_edited()

    def was_edited(self) -> None:
        """Something was typed or chosen."""

    @property
    def changed(self) -> bool:
        """Whether there is something to save."""
        return self.form.is_changed

    def more(self) -> Mapping[str, object]:
        """Changed settings that are no field of the form."""
        return {}

    def save(self) -> None:
        """Save what was changed; what is wrong is shown at its field."""
        if self.settings is None or not self.form.check() or not self.changed:
            return
        values: dict[str, Any] = {**self.from_form(self.form.changed()), **self.more()}
        work = partial(company.change, version=self.settings.version, **values)
        self.context.runner.write(self, work, self._saved, self._not_saved)

    def _saved(self, _changes: ChangeSet) -> None:
        self.told(self.context.say.text(N_("Saved.")))
        self.saved()
        self.context.runner.read(self, asked.settings, self._arrived, self.refused)

    def saved(self) -> None:
        """It is in the database."""

    def _not_saved(self, error: BaseException) -> None:
        if isinstance(error, Conflict):
            self.context.runner.read(self, asked.settings, self._other, self.refused)
        self.form.refuse(error)

    def _other(self, settings: Settings) -> None:
        """Somebody else saved: theirs are the record's values now, what was typed here stays typed."""
        typed = self.form.texts()
        self._arrived(settings)
        self.form.take_texts(typed)
        self._edited()

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        named(self.save_button, self.context.say.text(N_("Save")))
        self.form.translate()

    def paint_theme(self) -> None:
        """Colours anew."""
        self.form.paint_theme()


def shown(value: object) -> object:
    """Whole numbers are typed as numbers; a percentage without the zeros behind it."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, int):
        return Decimal(value)
    return value
