"""The columns of the customers' list."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from app.domain.money import ZERO
from app.domain.refusal import N_, Mistake
from app.domain.undoing import Undoable
from app.i18n import Say
from app.queries.customer_line import CustomerRow
from app.ui.kit.columns import Column, Edit, Flag, Kind, Moment, short_date

NAMES = {
    "name": N_("Name"),
    "code": N_("Code"),
    "organisation": N_("Company"),
    "city": N_("City"),
    "region": N_("Region"),
    "tier": N_("Tier"),
    "balance": N_("Balance"),
    "open": N_("Open orders"),
    "last": N_("Last contact"),
    "language": N_("Language"),
    "salesperson": N_("Salesperson"),
    "tag": N_("Tag"),
    "active": N_("Active"),
    "birthday": N_("Birthday"),
}
"""What the words of the filter bar are called on its chips; every one of them has a name (tested)."""


def who(row: CustomerRow) -> tuple[str, str]:
    """Name, and below it company and city, as far as they say more than the name."""
    parts = [part for part in (row.organisation, row.city) if part and part != row.name]
    return row.name, " · ".join(parts)


def flags(row: CustomerRow, say: Say, moment: Moment) -> Sequence[Flag]:
    """What whoever calls should know at once: open complaints, late orders, a birthday that is near."""
    found = []
    if row.complaints:
        words = say.plural("{count} open complaint", "{count} open complaints", row.complaints)
        found.append(Flag("complaints", "bad", words))
    if row.late_orders:
        words = say.plural("{count} late order", "{count} late orders", row.late_orders)
        found.append(Flag("late", "warn", words))
    if row.birthday is not None:
        day = short_date(row.birthday, say, moment.today)
        found.append(Flag("birthday", "info", say.text(N_("Birthday {day}"), day=day)))
    return found


def _balance_tone(row: CustomerRow) -> str:
    return "bad" if row.overdue > 0 else "" if row.balance else "quiet"


def _balance_tip(row: CustomerRow, say: Say, _moment: Moment) -> str:
    late = row.overdue
    return say.text(N_("{amount} overdue"), amount=say.money_with_currency(late)) if late > 0 else ""


def _contribution_tone(row: CustomerRow) -> str:
    return "negative" if (row.contribution or ZERO) < 0 else ""


def _step_tone(row: CustomerRow) -> str:
    return "warn" if row.step_late else ""


def _tags_text(row: CustomerRow, _say: Say) -> str:
    return row.tags.replace(";", "; ")


def _tags_read(text: str, _say: Say) -> str:
    # what changes customers is not needed before somebody types into a cell: the list opens sooner without it
    from app.services.customers_bulk import with_tags  # noqa: PLC0415

    return with_tags(text)


def _days_text(row: CustomerRow, _say: Say) -> str:
    return "" if row.payment_days is None else str(row.payment_days)


def _days_read(text: str, _say: Say) -> int | None:
    from app.services.customers import LONGEST_PAYMENT_DAYS  # noqa: PLC0415

    text = text.strip()
    if not text:
        return None
    if not text.isdecimal() or int(text) > LONGEST_PAYMENT_DAYS:
        raise Mistake(N_("Write the days to pay as a number from 0 to {most}."), most=LONGEST_PAYMENT_DAYS)
    return int(text)


def _save_tags(store: Any, *, row: CustomerRow, value: str, request: UUID) -> Undoable:  # noqa: ANN401 - the store
    return _save(store, row, {"tags": value}, request)


def _save_days(store: Any, *, row: CustomerRow, value: int | None, request: UUID) -> Undoable:  # noqa: ANN401
    return _save(store, row, {"payment_days": value}, request)


def _save(store: Any, row: CustomerRow, values: dict[str, Any], request: UUID) -> Undoable:  # noqa: ANN401
    from app.services import customers_bulk  # noqa: PLC0415

    return customers_bulk.change(store, {row.id: row.version}, customers_bulk.ManyChanges(values), request=request)


_TAGS: Edit[CustomerRow] = Edit(_tags_text, _tags_read, _save_tags, N_("The tags are now: {value}"))
_DAYS: Edit[CustomerRow] = Edit(_days_text, _days_read, _save_days, N_("The days to pay are now: {value}"))

_PLAIN: tuple[Column[CustomerRow], ...] = (
    Column("customer", N_("Customer"), who, Kind.TWO_LINES, sort="name", stretch=True, marks=True, flags=flags),
    Column("tier", N_("Tier"), lambda row: row.tier, Kind.TIER),
    Column("phone", N_("Phone"), lambda row: row.phone, Kind.PHONE),
    Column("open", N_("Open orders"), lambda row: row.open_orders, Kind.NUMBER),
    Column(
        "balance", N_("Balance {currency}"), lambda row: row.balance, Kind.MONEY, sort="balance", adds_up=True,
        tone=_balance_tone, tip=_balance_tip,
    ),
    Column("last", N_("Last contact"), lambda row: row.last_contact, Kind.DATE),
    Column("next", N_("Next step"), lambda row: row.next_step, Kind.DATE, tone=_step_tone),
    Column("code", N_("Code"), lambda row: row.code, Kind.CODE, sort="code", usual=False),
    Column("salesperson", N_("Salesperson"), lambda row: row.salesperson, sample="Nuria Campos", usual=False),
    Column("tags", N_("Tags"), lambda row: row.tags.replace(";", ", "), sample="showroom", usual=False, edit=_TAGS),
    Column("payment_days", N_("Days to pay"), lambda row: row.payment_days, Kind.NUMBER, usual=False, edit=_DAYS),
)  # fmt: skip
_PROFIT: Column[CustomerRow] = Column(
    "contribution", N_("Profit 12 m {currency}"), lambda row: row.contribution, Kind.MONEY, strong=True, sort="profit",
    tone=_contribution_tone,
)  # fmt: skip


def columns(sees_profit: bool) -> Sequence[Column[CustomerRow]]:
    """What this person sees; contribution only with the right to it."""
    return (*_PLAIN[:5], _PROFIT, *_PLAIN[5:]) if sees_profit else _PLAIN
