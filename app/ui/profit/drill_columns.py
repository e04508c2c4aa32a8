"""The columns of what is behind a number: orders, the entries of an order, sold lines without a cost."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from app.domain.money import percent_of
from app.domain.month import Month
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.profit_panel_drill import EntryLine, KindSum, OrderSum, Uncosted
from app.ui.profit.cells import DASH, FigureColumn, Look, Setting, Shown, amount, percent
from app.ui.profit.columns import WHY

KINDS: Mapping[str, str] = {
    "sale": N_("Sale"),
    "freight": N_("Delivery: billed less paid"),
    "return": N_("Return"),
    "credit": N_("Money back"),
    "cancellation": N_("Cancellation"),
    "adjustment": N_("Adjustment"),
    "reversal": N_("Counter-entry"),
    "complaint": N_("Complaint cost"),
}


def order_columns(say: Say) -> Sequence[FigureColumn[OrderSum]]:
    """Orders behind a number."""
    return [
        FigureColumn(
            "number", say.text(N_("Order")), Look.TWO_LINES,
            lambda row, setting: Shown(row.number or setting.say.text(N_("Without an order")), row.customer),
            lambda row: row.number, stretch=True,
        ),
        FigureColumn("day", say.text(N_("Day")), Look.FIGURE, lambda row, setting: Shown(setting.say.date(row.on)),
                     lambda row: row.on),
        FigureColumn("entries", say.text(N_("Entries")), Look.FIGURE,
                     lambda row, setting: Shown(setting.say.number(Decimal(row.entries), 0)), lambda row: row.entries),
        *_sums(say),
    ]  # fmt: skip


def _sums(say: Say) -> list[FigureColumn[Any]]:
    """Revenue, cost, contribution, margin of anything that has them."""
    sign = say.currency_symbol
    return [
        FigureColumn("revenue", say.text(N_("Revenue {currency}"), currency=sign), Look.FIGURE, _whole("revenue"),
                     lambda row: row.revenue, say.text(WHY["revenue"])),
        FigureColumn("cost", say.text(N_("Cost {currency}"), currency=sign), Look.FIGURE, _whole("cost"),
                     lambda row: row.cost, say.text(WHY["cost"])),
        FigureColumn("contribution", say.text(N_("Contribution {currency}"), currency=sign), Look.STRONG,
                     _whole("contribution"), lambda row: row.contribution, say.text(WHY["contribution"])),
        FigureColumn(
            "margin", say.text(N_("Margin")), Look.FIGURE,
            lambda row, setting: percent(percent_of(row.contribution, row.revenue), setting.say),
            lambda row: percent_of(row.contribution, row.revenue), say.text(WHY["margin"]),
        ),
    ]  # fmt: skip


def _whole(name: str) -> Callable[[Any, Setting], Shown]:
    def make(row: Any, setting: Setting) -> Shown:  # noqa: ANN401 - any row with sums
        value = getattr(row, name)
        whole = getattr(setting.total, name, None)
        made = amount(value, setting, whole)
        return Shown(made.text, tone="negative" if value < 0 else made.tone, tip=made.tip, amount=value)

    return make


def entry_columns(say: Say, month: Month) -> Sequence[FigureColumn[EntryLine]]:
    """Entries of the ledger, as they were booked."""

    def second(row: EntryLine) -> str:
        # what has no product is called by its kind already
        parts = [say.text(KINDS[row.kind]) if row.product else "", row.document, row.reason]
        if row.belongs_to != month:
            parts.append(say.text(N_("belongs to {month}"), month=say.month(row.belongs_to)))
        return " · ".join(part for part in parts if part)

    revenue, cost, contribution, margin = _sums(say)
    return [
        FigureColumn(
            "product", say.text(N_("Entry")), Look.TWO_LINES,
            lambda row, setting: Shown(row.product or setting.say.text(KINDS[row.kind]), second(row)),
            lambda row: row.product or say.text(KINDS[row.kind]), stretch=True,
        ),
        FigureColumn("day", say.text(N_("Day")), Look.FIGURE, lambda row, setting: Shown(setting.say.date(row.on)),
                     lambda row: row.on),
        FigureColumn("level", say.text(N_("Level")), Look.LEVEL, lambda row, _setting: Shown(row.level or DASH),
                     lambda row: row.level),
        FigureColumn("quantity", say.text(N_("Quantity")), Look.FIGURE, _quantity, lambda row: row.quantity),
        FigureColumn("price", say.text(N_("Price")), Look.FIGURE, _unit("unit_price"), lambda row: row.unit_price),
        FigureColumn("discount", say.text(N_("Discount")), Look.FIGURE,
                     lambda row, setting: percent(row.discount, setting.say), lambda row: row.discount),
        revenue,
        FigureColumn("unit_cost", say.text(N_("Unit cost")), Look.FIGURE, _unit_cost, lambda row: row.unit_cost,
                     say.text(WHY["cost"])),
        cost, contribution, margin,
        FigureColumn("staff", say.text(N_("Salesperson")), Look.TEXT, lambda row, _setting: Shown(row.staff or DASH),
                     lambda row: row.staff, sample="Ana Ruiz"),
        FigureColumn("delivered", say.text(N_("Delivery")), Look.TEXT,
                     lambda row, _setting: Shown(row.delivered or DASH, tip=row.delivered), lambda row: row.delivered),
    ]  # fmt: skip


def _quantity(row: EntryLine, setting: Setting) -> Shown:
    text = setting.say.number(row.quantity, 0 if row.quantity == row.quantity.to_integral_value() else 3)
    return Shown(text if row.product_id is not None else DASH)


def _unit(name: str) -> Callable[[EntryLine, Setting], Shown]:
    def make(row: EntryLine, setting: Setting) -> Shown:
        value: Decimal | None = getattr(row, name)
        if value is None:
            return Shown(DASH, tone="text3")
        places = setting.say.places
        return Shown(setting.say.number(value, places if round(value, places) == value else 4))

    return make


def _unit_cost(row: EntryLine, setting: Setting) -> Shown:
    if not row.costs_known:
        return Shown(setting.say.text(N_("unknown")), tone="warn")
    return _unit("unit_cost")(row, setting)


def uncosted_columns(say: Say) -> Sequence[FigureColumn[Uncosted]]:
    """Sold lines whose cost is not known."""
    sign = say.currency_symbol
    return [
        FigureColumn("product", say.text(N_("Product")), Look.TWO_LINES,
                     lambda row, _setting: Shown(row.product, row.customer), lambda row: row.product, stretch=True),
        FigureColumn("number", say.text(N_("Order")), Look.TEXT, lambda row, _setting: Shown(row.number),
                     lambda row: row.number, sample="SO-2026-00001"),
        FigureColumn(
            "quantity", say.text(N_("Quantity")), Look.FIGURE,
            lambda row, setting: Shown(setting.say.number(row.quantity, 0 if row.quantity % 1 == 0 else 3)),
            lambda row: row.quantity,
        ),
        FigureColumn("revenue", say.text(N_("Revenue {currency}"), currency=sign), Look.STRONG,
                     lambda row, setting: amount(row.revenue, setting), lambda row: row.revenue,
                     say.text(WHY["revenue"])),
    ]  # fmt: skip


def kind_columns(say: Say) -> Sequence[FigureColumn[KindSum]]:
    """A number by the kinds of entries it came from."""
    late = say.text(N_("facts of other months, booked in this one"))
    return [
        FigureColumn(
            "kind", say.text(N_("Made of")), Look.TWO_LINES,
            lambda row, setting: Shown(setting.say.text(KINDS[row.kind]), late if row.late else ""),
            lambda row: say.text(KINDS[row.kind]), stretch=True,
        ),
        FigureColumn("entries", say.text(N_("Entries")), Look.FIGURE,
                     lambda row, setting: Shown(setting.say.number(Decimal(row.entries), 0)), lambda row: row.entries),
        *_sums(say)[:3],
    ]  # fmt: skip
