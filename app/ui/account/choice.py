"""Which open items a payment is for, in which order, and how much of it goes to each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from app.domain.account import spread
from app.domain.money import ZERO
from app.queries.account_screen import CreditLine, OpenLine


@dataclass(frozen=True, slots=True)
class Choice:
    """Entry ids in the order of choosing; an amount where somebody said how much, else as much as is open."""

    amounts: Mapping[int, Decimal | None] = field(default_factory=dict)

    def __contains__(self, entry_id: int) -> bool:
        return entry_id in self.amounts

    def __bool__(self) -> bool:
        return bool(self.amounts)

    def toggled(self, entry_id: int) -> "Choice":
        """With this one, or without it."""
        if entry_id in self.amounts:
            return Choice({one: amount for one, amount in self.amounts.items() if one != entry_id})
        return Choice({**self.amounts, entry_id: None})

    def with_part(self, entry_id: int, amount: Decimal) -> "Choice":
        """So much for this one; nothing takes it out."""
        rest = {one: known for one, known in self.amounts.items() if one != entry_id or amount}
        return Choice(rest | ({entry_id: amount} if amount else {}))

    def among(self, ids: Iterable[int]) -> "Choice":
        """Without those that are not open any more."""
        known = set(ids)
        return Choice({one: amount for one, amount in self.amounts.items() if one in known})

    def most(self, lines: Sequence[OpenLine], credit: CreditLine | None) -> list[tuple[int, Decimal]]:
        """What can go to each at most. A credit that is there already may replace what age has paid of it."""
        known = {line.id: line.free if credit is not None else line.item.open for line in lines}
        return [
            (one, known[one] if amount is None else min(amount, known[one]))
            for one, amount in self.amounts.items()
            if one in known
        ]

    def wanted(self, lines: Sequence[OpenLine], credit: CreditLine | None) -> Decimal:
        """What they come to; of a credit no more than is free of it."""
        whole = sum((amount for _, amount in self.most(lines, credit)), ZERO)
        return whole if credit is None else min(credit.free, whole or credit.free)

    def parts(self, amount: Decimal, lines: Sequence[OpenLine], credit: CreditLine | None) -> dict[int, Decimal]:
        """What of an amount goes to which, until it is used up."""
        return spread(amount, self.most(lines, credit))

    def text(self) -> str:
        """For a draft: 12 15:300.00."""
        return " ".join(f"{one}" if amount is None else f"{one}:{amount}" for one, amount in self.amounts.items())

    @classmethod
    def of_text(cls, text: str) -> "Choice":
        """From a draft; what cannot be read is left out."""
        found: dict[int, Decimal | None] = {}
        for word in text.split():
            number, colon, amount = word.partition(":")
            try:
                found[int(number)] = Decimal(amount) if colon else None
            except (ValueError, InvalidOperation):
                continue
        return cls(found)
