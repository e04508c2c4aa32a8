"""Rules of a plan: other rates for a product or a product group; the first that matches wins."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtWidgets import QLineEdit

from app.domain.commission_plan import Rates, Rule, percent
from app.domain.money import HUNDRED
from app.domain.refusal import N_, Mistake
from app.queries import commission_try
from app.queries.commission_try import Target
from app.ui.commission.plan_finder import Offered
from app.ui.commission.plan_rows import CellKind, RowMistake, RowsBox
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.kit.timers import once

DELAY = 200
WIDE = 46
FIRST = 3
"""Where the rates of B to D begin; the one before holds for all levels while they are empty."""


class RulesBox(RowsBox):
    """What each rule is about is chosen by name; the words that were chosen are remembered with their ids."""

    columns = (
        CellKind(N_("Product or group"), hint=N_("code or name")), CellKind(N_("All or A"), WIDE + 16),
        CellKind(N_("B"), WIDE), CellKind(N_("C"), WIDE), CellKind(N_("D"), WIDE),
    )  # fmt: skip
    add_words = N_("Add a rule (Ins)")

    def __init__(self, context: Context, field: FormField) -> None:
        self._known: dict[str, tuple[str, int]] = {}
        self._words: dict[tuple[str, int], str] = {}
        self._asked = ""
        super().__init__(context, field)
        self._later = once(self, DELAY, self._search)

    def know(self, names: Mapping[tuple[str, int], str]) -> None:
        """What rules are about, in words."""
        for key, words in names.items():
            self._words[key] = words
            self._known[words] = key

    def make_cell(self, kind: CellKind) -> QLineEdit:
        if kind.width:
            return super().make_cell(kind)
        made = Offered()
        made.setMinimumWidth(116)
        made.taken.connect(self._chosen)
        return made

    def rows_of(self, value: Sequence[Rule]) -> list[list[str]]:
        """Words and rates; one rate for all levels stands alone."""
        return [[self._about_what(rule), *self._rates_of(rule.rates)] for rule in value]

    def _about_what(self, rule: Rule) -> str:
        if rule.product_id is not None:
            return self._words.get(("product", rule.product_id), f"#{rule.product_id}")
        return self._words.get(("category", rule.category_id or 0), f"#{rule.category_id}")

    def _rates_of(self, rates: Rates) -> list[str]:
        if rates == Rates.flat(rates.a):
            return [self.written_number(rates.a), "", "", ""]
        return [self.written_number(rate) for rate in (rates.a, rates.b, rates.c, rates.d)]

    def read_rows(self, rows: Sequence[Sequence[str]]) -> tuple[Rule, ...]:
        """The rules, in their order; blank rows are none."""
        return tuple(self._rule(row, at) for at, row in enumerate(rows) if any(row))

    def _rule(self, row: Sequence[str], at: int) -> Rule:
        found = self._known.get(row[0])
        if found is None:
            words = N_("Choose a product or a product group from the list; ‘{text}’ is neither.")
            if not row[0]:
                words = N_("Rule {rule}: choose the product or product group.")
            raise RowMistake((at, 0), Mistake(words, text=row[0], rule=at + 1))
        kind, id_ = found
        rates = self._read_rates(row, at)
        return Rule(rates, product_id=id_) if kind == "product" else Rule(rates, category_id=id_)

    def _read_rates(self, row: Sequence[str], at: int) -> Rates:
        first = self.percent(row[1], (at, 1))
        if not any(row[2:]):
            return Rates.flat(first)
        rest = [self.percent(text, (at, column)) if text else Decimal(0) for column, text in enumerate(row[2:], 2)]
        return Rates(first, *rest)

    def about(self, row: Sequence[str]) -> str:
        """What the rule makes of 100."""
        try:
            rates = self._read_rates(row, 0) if row[1] else None
        except Mistake:
            rates = None
        if rates is None:
            return ""
        say = self.context.say
        amounts = [say.money(percent(HUNDRED, rate, say.places)) for rate in (rates.a, rates.b, rates.c, rates.d)]
        shown = amounts[:1] if rates == Rates.flat(rates.a) else amounts
        return say.text(N_("of 100: {amounts}"), amounts=" · ".join(shown))

    # finding

    def typed(self) -> None:
        """A name is looked up while it is written."""
        super().typed()
        sender = self.sender()
        if isinstance(sender, Offered):
            self._later.start()

    def take_raw(self, text: str) -> None:
        """A draft: what its rules are about is looked up again where nobody knows it yet."""
        super().take_raw(text)
        for words in {row.texts[0] for row in self.rows} - {"", *self._known}:
            work = partial(commission_try.targets, text=words.split(" · ")[0])
            self.context.runner.read(self, work, self._learned)

    def _learned(self, targets: Sequence[Target]) -> None:
        self.know({(one.kind, one.id): one.label for one in targets})
        self.settle()
        self.edited.emit()

    def _cell(self) -> Offered | None:
        cells = [row.cells[0] for row in self.rows]
        return next((cell for cell in cells if isinstance(cell, Offered) and cell.hasFocus()), None)

    def _search(self) -> None:
        cell = self._cell()
        if cell is not None and cell.text().strip() and cell.text() not in self._known:
            self._asked = cell.text()
            self.context.runner.read(self, partial(commission_try.targets, text=self._asked), self._found)

    def _found(self, targets: Sequence[Target]) -> None:
        self.know({(one.kind, one.id): one.label for one in targets})
        cell = self._cell()
        if cell is None or cell.text() != self._asked:
            return
        cell.offer([one.label for one in targets])
        self._written()

    def _chosen(self) -> None:
        self.typed()
        self._later.stop()
