"""What an outcome would do, in rows: what the customer gets, what it costs us, and who else proposes the same."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.domain.month import Month
from app.domain.refusal import N_
from app.services.complaint_outcomes_effect import Effect
from app.ui.complaints.outcome_words import NAMES
from app.ui.context import Context
from app.ui.kit.labels import Text


class EffectRows(QWidget):
    """Captions and amounts; a sentence where nothing can be said."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.effect: Effect | None = None
        self._title, self._words, self._warning = Text("", "caption"), Text("", "quiet"), Text("", "strong", "warn")
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Text, Text]] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        for words in (self._warning, self._words):
            words.setWordWrap(True)
            words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            column.addWidget(words)
        self.clear()

    def show_effect(self, effect: Effect, today: Month, *, decided: bool | None = None) -> None:
        """Another effect; ``today`` is the month it would be booked in if that is open.

        ``decided``: whether somebody said yes or has to; unknown, the effect itself tells.
        """
        self.effect, say = effect, self.context.say
        rows = self._facts(effect)
        for at, (name, value, tone) in enumerate(rows):
            self._row(at, name, value, tone)
        for label, amount in self._rows[len(rows) :]:
            label.hide()
            amount.hide()
        self._title.setText(say.text(N_("What it does")))
        self._title.setVisible(bool(rows))
        warnings = [
            say.text(
                N_("{number} proposes something for the same lines: {kind}, {value} ({who})."), number=one.number,
                kind=say.text(NAMES.get(one.kind, one.kind)), value=say.money_with_currency(one.value), who=one.by,
            )
            for one in effect.overlaps
        ]  # fmt: skip
        if effect.month != today:
            warnings.append(
                say.text(N_("This month is closed: it is booked in {month}."), month=say.month(effect.month))
            )
        self._tell(self._warning, "\n".join(warnings))
        limit, above = say.money_with_currency(effect.limit), effect.needs_approval if decided is None else not decided
        self._tell(self._words, say.text(N_("Above {limit} a manager approves it."), limit=limit) if above else "")

    def _facts(self, effect: Effect) -> list[tuple[str, str, str]]:
        say = self.context.say
        found = []
        if effect.value:
            found.append((say.text(N_("Given to the customer, without tax")), effect.value, "strong"))
        if effect.credit:
            found.append((say.text(N_("Credit note, with tax")), effect.credit, ""))
        if effect.new_order is not None:
            found.append((say.text(N_("New order, with tax")), effect.new_order, ""))
        if effect.contribution is not None:
            found.append((say.text(N_("Contribution")), effect.contribution, "signed"))
        commission = N_("Commission of {name}")
        found += [(say.text(commission, name=loss.name), loss.amount, "signed") for loss in effect.commission or ()]
        return [
            (name, say.money(amount, sign=kind == "signed") + f"\u00a0{say.currency_symbol}" if kind == "signed"
             else say.money_with_currency(amount), "bad" if kind == "signed" and amount < 0 else "")
            for name, amount, kind in found
        ]  # fmt: skip

    def tell(self, words: str, tone: str = "") -> None:
        """A sentence instead: why there is no effect, or what is missing."""
        self.clear()
        self._words.set_tone(tone)
        self._tell(self._words, words)

    def clear(self) -> None:
        """Nothing."""
        self.effect = None
        self._words.set_tone("")
        for widget in (self._title, self._words, self._warning, *[one for row in self._rows for one in row]):
            widget.hide()

    @property
    def words(self) -> str:
        """Everything that is shown, for tests and for the ear."""
        shown = [f"{label.text()}: {amount.text()}" for label, amount in self._rows if not label.isHidden()]
        shown += [words.text() for words in (self._warning, self._words) if not words.isHidden()]
        return "\n".join(shown)

    def _row(self, at: int, name: str, value: str, tone: str) -> None:
        if at == len(self._rows):
            label, amount = Text(), Text("", "strong")
            label.setWordWrap(True)
            amount.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, at, 0)
            self._grid.addWidget(amount, at, 1, Qt.AlignmentFlag.AlignTop)
            self._rows.append((label, amount))
        label, amount = self._rows[at]
        label.setText(name)
        amount.setText(value)
        amount.set_tone(tone)
        amount.setAccessibleName(f"{name}: {value}")
        label.show()
        amount.show()

    @staticmethod
    def _tell(label: Text, words: str) -> None:
        label.setText(words)
        label.setVisible(bool(words))
