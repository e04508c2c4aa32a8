"""The columns of the customers' list."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from app.domain.money import ZERO
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.customers import CustomerRow
from app.ui.kit.columns import Column, Kind, Moment

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
}
"""What the words of the filter bar are called on its chips; every one of them has a name (tested)."""

OFFERED = frozenset(field.name for field in dataclasses.fields(CustomerRow))


def who(row: CustomerRow) -> tuple[str, str]:
    """Name, and below it company and city, as far as they say more than the name."""
    parts = [part for part in (row.organisation, row.city) if part and part != row.name]
    return row.name, " · ".join(parts)


def overdue(row: Any) -> Decimal:  # noqa: ANN401 - rows of a list that may know it or not
    """What of the balance is past its day; 0.00 where the list does not know."""
    known: Decimal = getattr(row, "overdue", ZERO)
    return known


def _balance_tone(row: CustomerRow) -> str:
    return "bad" if overdue(row) > 0 else "" if row.balance else "quiet"


def _balance_tip(row: CustomerRow, say: Say, _moment: Moment) -> str:
    late = overdue(row)
    return say.text(N_("{amount} overdue"), amount=say.money_with_currency(late)) if late > 0 else ""


def _contribution(row: Any) -> Decimal | None:  # noqa: ANN401
    known: Decimal | None = getattr(row, "contribution", None)
    return known


def _contribution_tone(row: Any) -> str:  # noqa: ANN401
    return "negative" if (_contribution(row) or ZERO) < 0 else ""


_PLAIN: tuple[Column[CustomerRow], ...] = (
    Column("customer", N_("Customer"), who, Kind.TWO_LINES, sort="name", stretch=True, marks=True),
    Column("tier", N_("Tier"), lambda row: row.tier, Kind.TIER),
    Column("phone", N_("Phone"), lambda row: row.phone, Kind.PHONE),
    Column("open", N_("Open orders"), lambda row: row.open_orders, Kind.NUMBER),
    Column(
        "balance", N_("Balance {currency}"), lambda row: row.balance, Kind.MONEY, sort="balance", adds_up=True,
        tone=_balance_tone, tip=_balance_tip,
    ),
    Column("last", N_("Last contact"), lambda row: row.last_contact, Kind.DATE),
)  # fmt: skip
_PROFIT: Column[CustomerRow] = Column(
    "contribution", N_("Profit 12 m {currency}"), _contribution, Kind.MONEY, strong=True, tone=_contribution_tone
)


def columns(sees_profit: bool, offered: frozenset[str] = OFFERED) -> Sequence[Column[CustomerRow]]:
    """What this person sees; contribution only with the right to it, and where the list brings it."""
    if sees_profit and "contribution" in offered:
        return (*_PLAIN[:-1], _PROFIT, _PLAIN[-1])
    return _PLAIN
