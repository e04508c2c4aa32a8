"""What a map file makes of the cells of a row before our own reading of the text begins."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from app.domain.importing_map import FieldMap
from app.domain.money import EXACT, rounded
from app.domain.parsing import parse_number


def translate(field: FieldMap, text: str) -> str:
    """The text by the map's ``values``, ``otherwise`` and ``default``; blanks around it and case do not count."""
    found = text.strip()
    if not found:
        return field.default
    if not field.values:
        return text
    if found in field.values:
        return field.values[found]
    folded = found.casefold()
    for word, meaning in field.values.items():
        if word.casefold() == folded:
            return meaning
    return text if field.otherwise is None else field.otherwise


def translated(field: FieldMap, parse: Callable[[str], object]) -> Callable[[str], object]:
    """``parse`` behind the map's translation, or itself when the map translates nothing."""
    if not (field.values or field.default):
        return parse
    return lambda text: parse(translate(field, text))


class Computed:
    """The text of a field that is not simply one column: joined, constant, taken from elsewhere or calculated."""

    def __init__(self, field: FieldMap, position: Mapping[str, int]) -> None:
        self._field = field
        self._indexes = [position[name] for name in field.columns]
        self._default = position[field.default_column] if field.default_column else None
        self._times = self._operand(field.times, position)
        self._minus = self._operand(field.minus, position)

    @staticmethod
    def _operand(operand: Decimal | str | None, position: Mapping[str, int]) -> Decimal | int | None:
        return position[operand] if isinstance(operand, str) else operand

    def __call__(self, cells: Sequence[str]) -> str:
        """The field's text for this row; raises ``Mistake`` when an operand is no number."""
        text = translate(self._field, self.first_text(cells))
        return self._calculated(text, cells) if self._field.has_arithmetic and text.strip() else text

    def first_text(self, cells: Sequence[str]) -> str:
        """The text before it is translated or calculated."""
        if len(self._indexes) == 1:
            text = cells[self._indexes[0]]
        elif self._indexes:
            parts = [cells[index].strip() for index in self._indexes]
            text = self._field.between.join(part for part in parts if part)
        else:
            text = self._field.constant
        if self._default is not None and not text.strip():
            return cells[self._default]
        return text

    def _calculated(self, text: str, cells: Sequence[str]) -> str:
        value = self._number(text)
        if self._times is not None:
            factor = self._value(self._times, cells)
            value = None if value is None or factor is None else EXACT.multiply(value, factor)
        if self._minus is not None:
            less = self._value(self._minus, cells)
            # what is not known cannot be taken off: the result is not known either
            value = None if value is None or less is None else EXACT.subtract(value, less)
        return "" if value is None else format(value, "f")

    def _value(self, operand: Decimal | int, cells: Sequence[str]) -> Decimal | None:
        return operand if isinstance(operand, Decimal) else self._number(cells[operand])

    def _number(self, text: str) -> Decimal | None:
        if not text.strip():
            return None
        value = parse_number(text, self._field.decimal)
        return value if self._field.round is None else rounded(value, self._field.round)
