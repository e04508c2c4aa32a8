"""Numbering: a pattern per kind of document with its next three numbers, and whether any number is missing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPushButton

from app.domain.changes import ChangeSet
from app.domain.numbering import check_pattern, written
from app.domain.refusal import N_, Mistake, NeedsConsent, Refusal
from app.queries import numbering as asked
from app.queries.numbering import EXAMPLES, Series
from app.services import company
from app.services.checking_numbers import lost_numbers
from app.ui.context import Context
from app.ui.keys import SAVE_KEYS, bind_keys
from app.ui.kit.labels import Text
from app.ui.settings.page import PagePanel, named

KINDS: Mapping[str, str] = {
    "order": N_("Orders"),
    "quote": N_("Quotes"),
    "delivery": N_("Deliveries"),
    "invoice": N_("Invoices"),
    "credit_note": N_("Credit notes"),
    "return": N_("Returns"),
    "receipt": N_("Receipts"),
    "complaint": N_("Complaints"),
    "customer": N_("Customers"),
    "product": N_("Products"),
}
LONGEST = 60


class SeriesRow:
    """One kind: its name, its pattern, what comes next, what speaks against it."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.series: Series | None = None
        self.refusal: Refusal | None = None
        self.name, self.next, self.about = Text("", "strong"), Text("", "quiet"), Text("")
        self.field, self.anyway = QLineEdit(), QPushButton()
        self.field.setMaxLength(LONGEST)
        self.field.setMinimumWidth(190)
        self.about.setWordWrap(True)
        self.anyway.hide()

    @property
    def changed(self) -> bool:
        """Whether another pattern stands there."""
        return self.series is not None and self.field.text().strip() != self.series.pattern


class NumberingPage(PagePanel):
    """Ctrl+Enter saves what was changed; a change in the middle of a year asks."""

    kinds = frozenset({"company", "order"})
    heading = N_("Numbering")
    explained = N_("YYYY or YY in braces is the year; zeros in braces are the number, with its least digits.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.rows = [SeriesRow(kind) for kind in KINDS]
        self.answers: list[_Answer] = []
        """Held until they come: answers are delivered to bound methods only while somebody holds them."""
        self.gaps = Text("", "strong")
        self.gaps.setWordWrap(True)
        self.save_button = QPushButton()
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self.save)
        self.head.addWidget(self.save_button)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        for at, row in enumerate(self.rows):
            for column, widget in enumerate((row.name, row.field, row.next, row.about, row.anyway)):
                grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignVCenter)
            row.field.textEdited.connect(self._typed)
            row.anyway.clicked.connect(self._anyway)
        self.body.addLayout(grid)
        self.body.addWidget(self.gaps)
        self.body.addStretch(1)
        bind_keys(self, (SAVE_KEYS, self.save), ("Alt+Return", self._all_anyway))

    def ask(self) -> None:
        """Patterns and counters anew; what is typed stays."""
        self.read(asked.series, self._arrived)
        self.read(lost_numbers, self._gaps_found)

    def _arrived(self, series: Sequence[Series]) -> None:
        known = {one.kind: one for one in series}
        for row in self.rows:
            typed = row.changed
            row.series = known.get(row.kind)
            if row.series is not None and not typed:
                row.field.setText(row.series.pattern)
                row.refusal = None
            self._show(row)

    def _gaps_found(self, found: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
        say = self.context.say
        words = [
            say.text(message, **{**values, "kind": say.text(KINDS[values["kind"]])}) for _, message, values in found
        ]
        self.gaps.setText("\n".join(words) or say.text(N_("No number is missing in any series.")))
        self.gaps.set_tone("bad" if words else "ok")

    def _typed(self) -> None:
        for row in self.rows:
            if row.field is self.sender():
                row.refusal = None
                self._show(row)

    def _show(self, row: SeriesRow) -> None:
        say = self.context.say
        if row.series is None:
            return
        pattern = row.field.text().strip()
        try:
            check_pattern(pattern)
            given = row.series.given
            today = datetime.now(say.zone).date()
            following = range(given + 1, given + 1 + EXAMPLES)
            row.next.setText(", ".join(written(pattern, number, today) for number in following))
        except Mistake as mistake:
            row.next.setText("")
            row.refusal = row.refusal or mistake
        row.field.setProperty("wrong", row.refusal is not None)
        row.field.style().polish(row.field)
        row.about.setText(say.refusal(row.refusal) if row.refusal is not None else "")
        row.about.set_tone("warn" if isinstance(row.refusal, NeedsConsent) else "bad")
        row.anyway.setVisible(isinstance(row.refusal, NeedsConsent))
        self.save_button.setEnabled(any(one.changed for one in self.rows))

    def save(self) -> None:
        """Save every pattern that was changed and can be."""
        for row in self.rows:
            if row.changed:
                self._send(row, consent=False)

    def _all_anyway(self) -> None:
        for row in self.rows:
            if isinstance(row.refusal, NeedsConsent):
                self._send(row, consent=True)

    def _anyway(self) -> None:
        button = self.sender()
        for row in self.rows:
            if button is row.anyway:
                self._send(row, consent=True)

    def _send(self, row: SeriesRow, *, consent: bool) -> None:
        pattern = row.field.text().strip()
        work = partial(company.set_number_pattern, kind=row.kind, pattern=pattern, consent=consent)
        answer = _Answer(self, row)
        self.context.runner.write(self, work, answer.saved, answer.refused)

    def kept(self, row: SeriesRow) -> None:
        """A pattern is saved."""
        row.refusal = None
        row.field.setText(row.field.text().strip())
        self.told(self.context.say.text(N_("Saved.")))
        self.ask()

    def not_kept(self, row: SeriesRow, error: BaseException) -> None:
        """A pattern was refused: said beside it."""
        if isinstance(error, Mistake | NeedsConsent):
            row.refusal = error
            self._show(row)
            row.field.setFocus()
        else:
            self.refused(error)

    def translate(self) -> None:
        """Words anew."""
        super().translate()
        say = self.context.say
        named(self.save_button, say.text(N_("Save")))
        for row in self.rows:
            row.name.setText(say.text(KINDS[row.kind]))
            row.field.setAccessibleName(say.text(N_("Pattern of {kind}"), kind=row.name.text()))
            named(row.anyway, say.text(N_("Save it anyway")))
            self._show(row)


class _Answer:
    """Knows which row was sent; lives as long as the page waits for it."""

    def __init__(self, page: NumberingPage, row: SeriesRow) -> None:
        self._page, self._row = page, row
        page.answers.append(self)

    def saved(self, _changes: ChangeSet) -> None:
        """It is in the database."""
        self._page.answers.remove(self)
        self._page.kept(self._row)

    def refused(self, error: BaseException) -> None:
        """It is not."""
        self._page.answers.remove(self)
        self._page.not_kept(self._row, error)
