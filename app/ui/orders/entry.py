"""An order that is being typed, without widgets: its draft, its sums, what speaks against confirming it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from app.domain.ids import new_uid
from app.domain.money import ZERO, line_amount, percent_of
from app.domain.order import DraftLine, OrderDraft, Share, figures
from app.queries.ordering import Head, StoredOrder
from app.ui.orders.drafts import Kept
from app.ui.orders.line import Line, to_plain
from app.ui.orders.totals import Sums

QUOTE_DAYS = 30
"""A quote holds so long."""


@dataclass(slots=True)
class Entry:
    """What is known of the order beside its lines. ``request`` stays until an operation under it succeeded."""

    head: Head
    key: str = field(default_factory=lambda: str(new_uid()))
    request: UUID = field(default_factory=new_uid)
    sent: str = ""

    @classmethod
    def of_kept(cls, head: Head, kept: Kept) -> "Entry":
        """A draft that is taken up again.

        Only one that was on its way keeps its request: then a repeated confirmation finds the order that may be there.
        """
        if kept.sent:
            return cls(head, kept.key, UUID(kept.request), kept.sent)
        return cls(head, kept.key)

    def kept(self, lines: Sequence[dict[str, Any]], fields: Mapping[str, str]) -> Kept:
        """As it is written to its file."""
        return Kept(
            self.key, str(self.request), str(self.head.uid), self.head.name, datetime.now(UTC).isoformat(),
            tuple(lines), dict(fields), self.sent,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields around the lines, as they were read."""

    promised_on: date | None = None
    reference: str = ""
    discount: Decimal = ZERO
    freight: Decimal = ZERO
    delivery: tuple[str, str] = ("", "")
    """Kind and slot."""
    shares: tuple[Share, ...] = ()


def draft_of(head: Head, lines: Sequence[DraftLine], typed: Typed, *, quote: bool = False) -> OrderDraft:
    """The order as it would be stored now."""
    return OrderDraft(
        head.customer_id, head.today, lines, discount=typed.discount, freight=typed.freight,
        freight_tax_rate=head.freight_tax_rate if typed.freight else ZERO, promised_on=typed.promised_on,
        valid_until=head.today + timedelta(days=QUOTE_DAYS) if quote else None, reference=typed.reference,
        delivery_kind=typed.delivery[0], delivery_slot=typed.delivery[1],
        shares=typed.shares,
    )  # fmt: skip


def sums_of(draft: OrderDraft, places: int, *, complete: bool) -> tuple[Sums, tuple[Decimal, ...]]:
    """The figures of a draft, by the arithmetic that is booked, and the net of each line.

    Raises ``Mistake`` for a discount larger than the goods and an order larger than can be booked.
    """
    money = figures(draft, places)
    goods = sum((line_amount(line.quantity, line.unit_price, ZERO, places) for line in draft.lines), ZERO)
    before = sum((line.before for line in money.lines), ZERO)
    taxes = {rate: tax for rate, (_, tax) in money.taxes.items()}
    sums = Sums(
        len(draft.lines), goods, goods - before, draft.discount, draft.freight, money.net, taxes, money.gross, complete
    )
    return sums, tuple(line.net for line in money.lines)


def sums_of_stored(order: StoredOrder, places: int) -> Sums:
    """The figures of a stored order, as they were booked."""
    goods = sum((line_amount(line.quantity, line.unit_price, ZERO, places) for line in order.lines), ZERO)
    before = sum((line.before for line in order.lines), ZERO)
    return Sums(
        len(order.lines), goods, goods - before, order.discount, order.freight, order.net, dict(order.taxes),
        order.gross,
    )  # fmt: skip


def beyond(lines: Sequence[Line], discount: Decimal, head: Head) -> list[tuple[int, Decimal]]:
    """What goes beyond the usual discount: (line number, percent); number 0 is the discount on the whole order.

    Promises that are kept never do.
    """
    found = [
        (number, line.given(head.today))
        for number, line in enumerate(lines, 1)
        if line.ready and line.given(head.today) > head.discount_limit
    ]
    before = sum((line.amount(head.places) or ZERO for line in lines), ZERO)
    share = percent_of(discount, before) or ZERO
    return [*found, (0, share)] if share > head.discount_limit else found


def broken_promises(lines: Sequence[Line], today: date) -> Iterator[tuple[int, Line]]:
    """Lines (number, line) whose price is not the one that was told and still holds."""
    for number, line in enumerate(lines, 1):
        if line.ready and line.broken_promise(today):
            yield number, line


def plain_lines(lines: Sequence[Line], unfinished: tuple[int, str, str] | None) -> list[dict[str, Any]]:
    """The lines for a draft file, with the text of the field that is open: (row, field, text)."""
    found = [to_plain(line) for line in lines]
    if unfinished is not None:
        row, name, text = unfinished
        found[row]["wrong"][name] = text
    return [plain for plain in found if plain["product"] is not None or plain["wrong"]]
