"""The columns of the orders' list, and how a status of an order looks everywhere."""

from collections.abc import Mapping, Sequence

from app.domain.refusal import N_
from app.i18n import Say
from app.queries.orders import OrderRow
from app.ui.kit.columns import Column, Kind, Moment, Status

STATUSES: Mapping[str, Status] = {
    "draft": Status(N_("Draft"), "neutral", "note"),
    "quoted": Status(N_("Quoted"), "info", "quote"),
    "confirmed": Status(N_("Confirmed"), "accent", "check"),
    "in_progress": Status(N_("In preparation"), "info", "products"),
    "delivered": Status(N_("Delivered"), "ok", "delivery"),
    "invoiced": Status(N_("Invoiced"), "neutral", "reports"),
    "closed": Status(N_("Completed"), "ok", "saved"),
    "cancelled": Status(N_("Cancelled"), "neutral", "close", struck=True),
}

STAGES: Mapping[str, Status] = {
    "preparing": STATUSES["in_progress"], "out": Status(N_("Out"), "ok", "delivery"),
}  # fmt: skip
"""What stands instead of the status while an order is made ready, as on the board."""
APPROVALS: Mapping[str, Status] = {
    "asked": Status(N_("To approve"), "warn", "bell"),
    "refused": Status(N_("Not approved"), "bad", "avoid"),
}
"""What stands instead of the status while a manager is asked."""

NAMES = {
    "order": N_("Order"),
    "status": N_("Status"),
    "date": N_("Date"),
    "promised": N_("Promised"),
    "delivered": N_("Delivered"),
    "customer": N_("Customer"),
    "salesperson": N_("Salesperson"),
    "gross": N_("Total"),
    "net": N_("Net"),
    "reference": N_("Reference"),
    "region": N_("Region"),
    "late": N_("Late"),
    "open": N_("Open"),
    "approval": N_("Approval"),
    "ends": N_("Quote ends"),
    "mine": N_("Mine"),
    "sold": N_("Sold"),
}
"""What the words of the filter bar are called on its chips; every one of them has a name (tested)."""


def late_words(row: OrderRow, say: Say, moment: Moment) -> str:
    """How late an order is, in words; nothing for one that is in time."""
    if not row.late or row.promised_on is None:
        return ""
    days = (moment.today - row.promised_on).days
    return say.plural("{count} day late", "{count} days late", days)


def _promised_tone(row: OrderRow) -> str:
    return "bad" if row.late else ""


COLUMNS: Sequence[Column[OrderRow]] = (
    Column("order", N_("No."), lambda row: row.order, Kind.CODE, sample="SO-88888"),
    Column("date", N_("Date"), lambda row: row.on, Kind.DATE, sort="date"),
    Column(
        "customer", N_("Customer"), lambda row: (row.name, row.customer), Kind.TWO_LINES, stretch=True, marks=True
    ),
    Column(
        "status", N_("Status"), lambda row: row.approval or row.stage or row.status, Kind.STATUS,
        statuses={**STATUSES, **STAGES, **APPROVALS},
    ),
    Column(
        "promised", N_("Promised"), lambda row: row.promised_on, Kind.DATE, sort="promised", tone=_promised_tone,
        second=late_words,
    ),
    Column("salesperson", N_("Salesperson"), lambda row: row.salesperson, sample="Lucía Fernández"),
    Column("net", N_("Net {currency}"), lambda row: row.net, Kind.MONEY),
    Column("gross", N_("Total {currency}"), lambda row: row.gross, Kind.MONEY, sort="gross", adds_up=True),
)  # fmt: skip
COMMISSION: Column[OrderRow] = Column(
    "commission", N_("Commission {currency}"), lambda row: row.commission, Kind.MONEY
)  # fmt: skip
"""For who sees commission: of everybody, or the own."""
