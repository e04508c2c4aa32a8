"""Two people changed the same field: both values side by side, one is chosen, nobody's text is lost."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QPushButton, QRadioButton

from app.domain.customer import Differing
from app.domain.refusal import N_
from app.ui.context import Context
from app.ui.kit.labels import Card, Text


class Compare(Card):
    """``chosen`` names the fields of which the other one's value stays; then the rest is saved."""

    chosen = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self._differing: Sequence[Differing] = ()
        self._names: Mapping[str, str] = {}
        self._written: Mapping[str, tuple[str, str]] = {}
        self.heading, self.about = Text("", "section"), Text("", "quiet")
        self.about.setWordWrap(True)
        self.head.addWidget(self.heading)
        self.head.addStretch(1)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        for column in (1, 2):
            self._grid.setColumnStretch(column, 1)
        self._groups: dict[str, QButtonGroup] = {}
        self._made: list[Any] = []
        self.save = QPushButton()
        self.save.setProperty("kind", "primary")
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        self.body.addWidget(self.about)
        self.body.addLayout(self._grid)
        self.body.addLayout(row)
        self.save.clicked.connect(self._save)
        self.hide()

    def show_differing(
        self, differing: Sequence[Differing], names: Mapping[str, str], written: Mapping[str, tuple[str, str]]
    ) -> None:
        """Fields with their names, and (theirs, mine) as the form writes them."""
        self._differing, self._names, self._written = differing, names, written
        self._build()
        self.show()
        first = next(iter(self._groups.values()), None)
        if first is not None:
            first.buttons()[1].setFocus()

    def _build(self) -> None:
        for widget in self._made:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._made, self._groups = [], {}
        say = self.context.say
        for column, words in enumerate((N_("Saved meanwhile"), N_("Yours")), 1):
            self._put(Text(say.text(words), "caption"), 0, column)
        for row, one in enumerate(self._differing, 1):
            self._put(Text(self._names[one.key], "strong"), row, 0)
            group = QButtonGroup(self)
            self._groups[one.key] = group
            for column, text in enumerate(self._written[one.key], 1):
                choice = QRadioButton((text or "–").replace("&", "&&"))
                choice.setAccessibleName(f"{self._names[one.key]}: {text or '–'}")
                choice.setToolTip(text)
                group.addButton(choice, column)
                self._put(choice, row, column)
            group.buttons()[1].setChecked(True)

    def _put(self, widget: Any, row: int, column: int) -> None:  # noqa: ANN401 - a widget
        self._grid.addWidget(widget, row, column)
        self._made.append(widget)

    def _save(self) -> None:
        theirs = frozenset(key for key, group in self._groups.items() if group.checkedId() == 1)
        self.hide()
        self.chosen.emit(theirs)

    def choose_theirs(self, key: str) -> None:
        """The other one's value of a field stays."""
        self._groups[key].buttons()[0].setChecked(True)

    def translate(self) -> None:
        """Words anew."""
        say = self.context.say
        self.heading.setText(say.text(N_("Somebody else changed the same field")))
        self.about.setText(
            say.text(N_("Both values are here. Choose which one stays; what only one of you changed is kept."))
        )
        self.save.setText(say.text(N_("Save with these values")))
        if self.isVisible():
            self._build()
