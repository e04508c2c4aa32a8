"""The rates per level, with the company's bounds of the levels and an example on 100 beside each."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from app.domain.commission_plan import Base, Rates, percent
from app.domain.money import HUNDRED, ZERO
from app.domain.refusal import N_, Mistake
from app.ui.commission.plan_rows import CellKind, RowsBox
from app.ui.context import Context
from app.ui.kit.form_field import FormField
from app.ui.kit.labels import Text
from app.ui.orders.totals import LevelMark

LEVELS = ("A", "B", "C", "D")
WIDE = 84


class RatesBox(RowsBox):
    """Four rows that are always there; an empty one is 0 %."""

    columns = (CellKind(N_("Rate %"), WIDE),)
    movable = False

    def __init__(self, context: Context, field: FormField) -> None:
        self.base = Base.CONTRIBUTION
        self.bounds: Sequence[Decimal] = ()
        self._marks: list[LevelMark] = []
        self._froms: list[Text] = []
        super().__init__(context, field)
        for at, level in enumerate(LEVELS):
            self._append()
            mark, bound = LevelMark(context), Text("", "quiet")
            self._marks.append(mark)
            self._froms.append(bound)
            row = self.rows[at]
            row.example.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._grid.removeWidget(row.cells[0])
            self._grid.removeWidget(row.example)
            for column, widget in enumerate((mark, bound, *row.cells, row.example)):
                self._grid.addWidget(widget, at + 1, column)
            mark.show_level(level, level)
        self._grid.addWidget(self._titles[0], 0, 2)
        self._of = Text("", "caption")
        self._grid.addWidget(self._of, 0, 3)
        for column, stretch in ((0, 0), (1, 0), (2, 0), (3, 0), (4, 1)):
            self._grid.setColumnStretch(column, stretch)

    def raw(self) -> str:
        return json.dumps([row.texts for row in self.rows], ensure_ascii=False)

    def text_of(self, value: Any) -> str:  # noqa: ANN401 - rates, or none
        return json.dumps(self.rows_of(value) if value else [[""]] * len(LEVELS), ensure_ascii=False)

    def rows_of(self, value: Rates) -> list[list[str]]:
        """One text per level."""
        return [[self.written_number(rate)] for rate in (value.a, value.b, value.c, value.d)]

    def read_rows(self, rows: Sequence[Sequence[str]]) -> Rates:
        """Empty ones are 0 %."""
        return Rates(
            *(self.percent(row[0], (at, 0)) if row and row[0] else ZERO for at, row in enumerate(rows[: len(LEVELS)]))
        )

    def about(self, row: Sequence[str]) -> str:
        """What this rate makes of 100; what they are 100 of stands above."""
        try:
            rate = self.percent(row[0], (0, 0)) if row[0] else ZERO
        except Mistake:
            # half a number has no example yet
            return ""
        return self.context.say.money(percent(HUNDRED, rate, self.context.say.places))

    def _written(self) -> None:
        super()._written()
        words = N_("100.00 of contribution: {amount}")
        if self.base is Base.REVENUE:
            words = N_("100.00 of net revenue: {amount}")
        for row in self.rows:
            row.example.setAccessibleName(self.context.say.text(words, amount=row.example.text()))

    def show_bounds(self, bounds: Sequence[Decimal], base: Base) -> None:
        """From which margin a line has each level, and what the rates are applied to."""
        say = self.context.say
        self.bounds, self.base = bounds, base
        of = N_("Per 100.00 of net revenue") if base is Base.REVENUE else N_("Per 100.00 of contribution")
        self._of.setText(say.text(of))
        for text, bound in zip(self._froms, (*bounds, None), strict=False):
            words = N_("below that") if bound is None else N_("margin from {percent}")
            text.setText(say.text(words, percent=say.percent(bound, 0) if bound is not None else ""))
        self._written()

    def _name_row(self, at: int) -> None:
        say = self.context.say
        self.rows[at].cells[0].setAccessibleName(say.text(N_("Rate of level {level}"), level=LEVELS[at]))

    def translate(self) -> None:
        super().translate()
        if self.bounds:
            self.show_bounds(self.bounds, self.base)

    def paint_theme(self) -> None:
        super().paint_theme()
        for mark in self._marks:
            mark.update()
