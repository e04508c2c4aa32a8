"""The tiers of a year: computed by the rule until somebody freezes them."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from app.domain.ids import new_uid
from app.domain.refusal import N_, NeedsConsent
from app.queries.profit_panel_matrix import TierYearState
from app.services import tiers
from app.ui.context import Context
from app.ui.kit.form_fields import Choice
from app.ui.kit.labels import Text
from app.ui.months.confirm import Confirm
from app.ui.months.given_tiers import GivenTiers


class TierBar(QWidget):
    """A year, its state, the deed; one request a year until it succeeded."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.years: Sequence[TierYearState] = ()
        self._requests: dict[int, UUID] = {}
        self.words = Text("", "quiet")
        self.year = Choice(context)
        self.freeze, self.by_hand = QPushButton(), QPushButton()
        self.dialog: GivenTiers | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.year, self.freeze, self.by_hand):
            row.addWidget(widget)
        self.freeze.clicked.connect(self.ask_to_freeze)
        self.by_hand.clicked.connect(self.show_given)
        self.year.currentIndexChanged.connect(self.show_year)

    def show_years(self, years: Sequence[TierYearState]) -> None:
        """The years that can be or were frozen, the newest first."""
        self.years = years
        chosen = self.year.currentData()
        self.year.blockSignals(True)
        self.year.clear()
        for one in self.years:
            self.year.addItem(str(one.year), one.year)
        self.year.setCurrentIndex(max(0, self.year.findData(chosen)) if self.years else -1)
        self.year.blockSignals(False)
        self.show_year()

    def _tier_year(self) -> TierYearState | None:
        return next((one for one in self.years if one.year == self.year.currentData()), None)

    def show_year(self) -> None:
        """The state of the chosen year."""
        say, one = self.context.say, self._tier_year()
        for widget in (self.year, self.words, self.freeze):
            widget.setVisible(one is not None)
        if one is None:
            return
        words = N_("Tiers follow the rule from {base} until they are frozen:")
        text = say.text(words, base=one.year - 1)
        if one.frozen:
            text = say.plural("Tiers are frozen for {count} customer:", "Tiers are frozen for {count} customers:",
                              one.customers)  # fmt: skip
        self.words.setText(text)
        self.freeze.setEnabled(not one.frozen)
        self.freeze.setText(say.text(N_("Freeze the tiers of {year}"), year=one.year))
        self.freeze.setAccessibleName(self.freeze.text())

    def show_given(self) -> None:
        """Who has another tier by hand."""
        self.dialog = GivenTiers(self.context, self)
        self.dialog.show()

    def ask_to_freeze(self) -> None:
        """The question that names the deed."""
        one = self._tier_year()
        if one is not None:
            words = N_(
                "Each customer gets its tier of {year} from the contribution of {base}. Frozen tiers are never computed"
                " anew; single customers can be given another one by hand."
            )
            self._ask_freeze(self.context.say.text(words, year=one.year, base=one.year - 1), consent=False)

    def _ask_freeze(self, words: str, *, consent: bool) -> None:
        say, one = self.context.say, self._tier_year()
        assert one is not None
        deed = N_("Freeze them all the same") if consent else N_("Freeze the tiers of {year}")
        confirm = Confirm(
            self.context, self, words=words, deed=say.text(deed, year=one.year), leave=say.text(N_("Do not freeze")),
        )  # fmt: skip
        confirm.agreed.connect(self.freeze_with_consent if consent else self.freeze_tiers)
        confirm.open()

    def freeze_tiers(self, _reason: str = "") -> None:
        """Freeze them, if nothing speaks against it."""
        self._freeze(consent=False)

    def freeze_with_consent(self, _reason: str = "") -> None:
        """Freeze them although months of the base year are open."""
        self._freeze(consent=True)

    def _freeze(self, *, consent: bool) -> None:
        one = self._tier_year()
        if one is not None:
            request = self._requests.setdefault(one.year, new_uid())
            work = partial(tiers.freeze, year=one.year, request=request, consent=consent)
            self.context.runner.write(self, work, self._frozen, self._not_frozen)

    def _frozen(self, frozen: tiers.Frozen) -> None:
        say = self.context.say
        words = say.plural(
            "The tiers of {year} are frozen for {count} customer.",
            "The tiers of {year} are frozen for {count} customers.",
            frozen.customers,
            year=frozen.year,
        )
        self.context.reporter.said.emit(words, "done")

    def _not_frozen(self, error: BaseException) -> None:
        if isinstance(error, NeedsConsent):
            self._ask_freeze(self.context.say.text(error.message, **error.values), consent=True)
        else:
            self.context.reporter.show(error, near=self)

    def translate(self) -> None:
        """Every text anew."""
        self.by_hand.setText(self.context.say.text(N_("Given by hand…")))
        self.by_hand.setAccessibleName(self.context.say.text(N_("Tiers given by hand")))
        self.by_hand.setVisible(self.context.may("give_tiers"))
        self.year.setAccessibleName(self.context.say.text(N_("Year of the tiers")))
        self.show_year()
