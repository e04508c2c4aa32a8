"""The lines of a statement: each under the one it belongs to, with where it comes from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.domain.commission import CAP, CLAWBACK, PAYABLE, RELEASED
from app.domain.commission_statement import StatementLine
from app.domain.filters import Field
from app.domain.filters import Kind as Typed
from app.domain.money import HUNDRED
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.commission_lines import WAITING, Origin, Sheet
from app.queries.commissions import Dispute
from app.ui.commission.words import KINDS, origin_words
from app.ui.kit.columns import Column, Flag, Kind, Moment
from app.ui.kit.table_given import Given
from app.ui.kit.view_tabs import View

UNDER = "↳ "


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line as the list shows it; ``under``: it stands under the line it takes from. Below zero: not booked yet."""

    id: int
    line: StatementLine
    origin: Origin | None
    disputes: tuple[Dispute, ...] = ()
    under: bool = False

    @property
    def waits(self) -> bool:
        """Whether it is on no statement yet."""
        return self.line.kind == WAITING

    @property
    def group(self) -> str:
        """What it is, for views and filters: earned, returned, adjustment, paid, month or waiting."""
        if self.line.kind == CAP and self.line.amount > 0:
            return "returned"
        return _GROUPS[self.line.kind]


_GROUPS = {
    RELEASED: "earned", CLAWBACK: "returned", "adjustment": "adjustment", "bands": "earned", "cap": "earned",
    "paid": "paid", WAITING: "waiting",
}  # fmt: skip


def line_rows(sheet: Sheet) -> list[LineRow]:
    """The lines in the order of time, what was taken back under what it was taken from; what waits comes last."""
    return [*_grouped(sheet), *(_row(sheet, one, 0) for one in sheet.waiting)]


def _grouped(sheet: Sheet) -> Iterator[LineRow]:
    groups: dict[int | str, list[StatementLine]] = {}
    for at, line in enumerate(sheet.statement.lines):
        groups.setdefault(line.line_id if line.line_id is not None else f"alone {at}", []).append(line)
    at = 0
    for lines in groups.values():
        ordered = sorted(lines, key=lambda one: one.kind != RELEASED)
        for place, line in enumerate(ordered):
            at += 1
            yield _row(sheet, line, at, under=place > 0 and line.kind != RELEASED)


def _row(sheet: Sheet, line: StatementLine, at: int, *, under: bool = False) -> LineRow:
    number = line.entry_id or -at
    return LineRow(
        number, line, sheet.origins.get(line.entry_id), tuple(sheet.disputes.get(line.entry_id, ())), under
    )  # fmt: skip


def line_columns(sheet: Sheet | None, say: Say) -> Sequence[Column[LineRow]]:
    """The lines of a statement as columns; ``sheet`` says of which month they are."""

    def what(row: LineRow) -> tuple[str, str]:
        line = row.line
        if line.order_id is None:
            return say.text(KINDS[line.kind]), line.reason if line.kind != "paid" else ""
        return f"{UNDER if row.under else ''}{line.product or line.customer}", line.customer

    def where(row: LineRow) -> str:
        return origin_words(row.line, row.origin, say)

    def belongs(row: LineRow, spoken: Say, _moment: Moment) -> str:
        if sheet is None or row.line.belongs_to == sheet.month or row.waits or row.line.kind == "paid":
            return spoken.text(N_("approved by {who}"), who=row.line.approved_by) if row.line.approved_by else ""
        return spoken.text(N_("belongs to {month}"), month=spoken.month(row.line.belongs_to))

    def flags(row: LineRow, spoken: Say, _moment: Moment) -> Sequence[Flag]:
        if not row.disputes:
            return ()
        last = row.disputes[-1]
        if last.open:
            return (Flag("warning", "warn", spoken.text(N_("Disputed: {words}"), words=last.words)),)
        return (Flag("message", "info", spoken.text(N_("Answered: {words}"), words=last.answer)),)

    return [
        Column("day", N_("Day"), lambda row: row.line.on, Kind.DATE, sort="day"),
        Column("order", N_("Order"), lambda row: row.line.order, Kind.CODE, sort="order", sample="SO-2026-00000"),
        Column("what", N_("Product and customer"), what, Kind.TWO_LINES, sort="what", stretch=True, flags=flags),
        Column("level", N_("Level"), lambda row: row.line.level, Kind.LEVEL, sort="level"),
        Column("base", N_("Base {currency}"), _base, Kind.MONEY, sort="base", tone=_base_tone),
        Column("rate", N_("Rate"), lambda row: row.line.rate, Kind.PERCENT, sort="rate"),
        Column("share", N_("Share"), _share, Kind.PERCENT, sort="share", usual=_some_shared(sheet)),
        Column("amount", N_("Commission"), lambda row: row.line.amount, Kind.MONEY, sort="amount",
               strong=True, adds_up=True, tone=_tone),
        Column("origin", N_("Origin"), where, sort="origin", second=belongs, sample="Payment RC-2026-00000"),
        Column("dispute", N_("Dispute"), lambda row: _dispute(row, say), sort="dispute", usual=False,
               sample="disputed"),
    ]  # fmt: skip


def _some_shared(sheet: Sheet | None) -> bool:
    """Whether somebody else has a part of any line: else the column says nothing."""
    return sheet is not None and any(one.share not in (None, HUNDRED) for one in sheet.statement.lines)


def _share(row: LineRow) -> Decimal | None:
    return row.line.share if row.line.share is not None and row.line.share < HUNDRED else None


def _base(row: LineRow) -> Decimal | None:
    return row.line.base if row.line.kind in (RELEASED, CLAWBACK, WAITING, "bands") else None


def _base_tone(row: LineRow) -> str:
    return "negative" if (_base(row) or 0) < 0 else ""


def _tone(row: LineRow) -> str:
    if row.waits:
        return "quiet"
    return "negative" if row.line.amount < 0 else ""


def _dispute(row: LineRow, say: Say) -> str:
    if not row.disputes:
        return ""
    return say.text(N_("disputed")) if row.disputes[-1].open else say.text(N_("answered"))


def _is_disputed(row: LineRow) -> bool:
    return any(one.open for one in row.disputes)


def _day(row: LineRow) -> date:
    return row.line.on


def _payable(row: LineRow) -> bool:
    return row.line.kind in PAYABLE


LINES: Given[LineRow] = Given(
    "commission_lines",
    (
        Field("kind", Typed.CHOICE, ("tipo", "类型"),
              ("earned", "returned", "adjustment", "paid", "waiting")),
        Field("order", Typed.TEXT, ("pedido", "订单")),
        Field("customer", Typed.TEXT, ("cliente", "客户")),
        Field("product", Typed.TEXT, ("producto", "产品")),
        Field("level", Typed.CHOICE, ("nivel", "级别"), ("A", "B", "C", "D")),
        Field("amount", Typed.NUMBER, ("importe", "金额")),
        Field("base", Typed.NUMBER, ("基数",)),
        Field("date", Typed.DAY, ("fecha", "日期")),
        Field("disputed", Typed.YES_NO, ("disputada", "争议")),
        Field("payable", Typed.YES_NO, ("pagable", "可付")),
    ),
    {
        "kind": lambda row: row.group,
        "order": lambda row: row.line.order,
        "customer": lambda row: row.line.customer,
        "product": lambda row: row.line.product,
        "level": lambda row: row.line.level,
        "amount": lambda row: row.line.amount,
        "base": _base,
        "date": _day,
        "disputed": _is_disputed,
        "payable": _payable,
    },
    lambda row: f"{row.line.order} {row.line.customer} {row.line.product} {row.line.reason}",
    (
        View("all", N_("The statement"), "payable:yes"),
        View("earned", N_("Earned"), "kind:earned"),
        View("returned", N_("Taken back"), "kind:returned"),
        View("others", N_("Adjustments"), "kind:adjustment"),
        View("disputed", N_("Disputed"), "disputed:yes"),
        View("waiting", N_("Not payable yet"), "kind:waiting"),
    ),
    {
        "kind": N_("Kind"), "order": N_("Order"), "customer": N_("Customer"), "product": N_("Product"),
        "level": N_("Level"), "amount": N_("Commission"), "base": N_("Base"), "date": N_("Day"),
        "disputed": N_("Disputed"), "payable": N_("On the statement"),
    },
    frozenset({"base", "amount"}),
)  # fmt: skip
