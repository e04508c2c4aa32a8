"""The trail’s words, which it keeps in English, for people of all languages."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from app.domain.month import Month
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.audit import TrailRow
from app.ui.importing.words import KINDS

_TIER = re.compile(r"(?P<tier>[ABCN]) until (?P<until>\d{4}-\d\d-\d\d)(?:: (?P<reason>.*))?")
"""A tier given by hand, its end and its reason."""
_FIGURES = re.compile(r"(?:(?P<amount>\d+(?:\.\d+)?) )?(?P<people>\d+)")
"""How many people’s commission it was, and how much of it was paid."""

ACTIONS: Mapping[str, str] = {
    "added": N_("added"),
    "changed": N_("changed"),
    "created": N_("created"),
    "confirmed": N_("confirmed"),
    "quoted": N_("quoted"),
    "drafted": N_("drafted"),
    "delivered": N_("delivered"),
    "returned": N_("returned"),
    "invoiced": N_("invoiced"),
    "cancelled": N_("cancelled"),
    "moved": N_("moved on"),
    "closed": N_("closed"),
    "reopened": N_("opened again"),
    "frozen": N_("fixed"),
    "imported": N_("imported"),
    "import undone": N_("import undone"),
    "merged": N_("merged"),
    "unmerged": N_("merge taken back"),
    "paid": N_("payment taken"),
    "payment cancelled": N_("payment taken back"),
    "put against invoices": N_("put against invoices"),
    "taken back from invoice": N_("taken back from invoice"),
    "availability": N_("availability changed"),
    "price approved": N_("price approved"),
    "approval asked": N_("approval asked"),
    "approval refused": N_("approval refused"),
    "fact noted": N_("fact noted"),
    "fact removed": N_("fact removed"),
    "tie added": N_("relation added"),
    "tie removed": N_("relation removed"),
    "tier given": N_("tier given"),
    "tier ended": N_("tier given by hand ended"),
    "tier taken back": N_("tier taken back"),
    "tier goes on": N_("tier goes on"),
    "restricted read": N_("restricted data read"),
    "restricted added": N_("restricted data added"),
    "restricted changed": N_("restricted data changed"),
    "restricted removed": N_("restricted data removed"),
    "data given out": N_("data given out"),
    "anonymised": N_("anonymised"),
    "file added": N_("file added"),
    "file removed": N_("file removed"),
    "field added": N_("field added"),
    "field changed": N_("field changed"),
    "field removed": N_("field removed"),
    "number added": N_("number added"),
    "noted": N_("noted"),
    "forgotten": N_("forgotten"),
    "signed in": N_("signed in"),
    "PIN used": N_("PIN used"),
    "backup made": N_("backup made"),
    "restore tried": N_("restore tried"),
    "backup planned": N_("backup planned"),
    "cost corrected": N_("cost corrected"),
    "restored": N_("restored"),
    "credited": N_("credit note made"),
    "opened": N_("opened"),
    "removed": N_("removed"),
    "renamed": N_("renamed"),
    "taken up": N_("taken up again"),
    "put away": N_("put away"),
    "version added": N_("version added"),
    "version moved": N_("version moved"),
    "plan given": N_("plan given"),
    "recalculated": N_("calculated anew"),
    "disputed": N_("disputed"),
    "dispute settled": N_("dispute settled"),
    "paid to all": N_("paid to all"),
    "adjustment": N_("adjusted"),
    "payment": N_("paid"),
    "outcome proposed": N_("solution offered"),
    "outcome approved": N_("solution approved"),
    "outcome carried out": N_("solution carried out"),
    "consent given": N_("consent given"),
    "consent withdrawn": N_("consent withdrawn"),
    "sign-in refused": N_("sign-in refused"),
    "PIN refused": N_("PIN refused"),
    "password refused": N_("password refused"),
    "password set": N_("password set"),
    "password taken away": N_("password taken away"),
    "PIN set": N_("PIN set"),
    "PIN taken away": N_("PIN taken away"),
    "price set": N_("price set"),
    "price dropped": N_("price taken back"),
    "cost set": N_("cost set"),
    "cost dropped": N_("cost taken back"),
}
"""What was done, as services write it; a word that is not here is shown as it was written."""
TIERS_BY_HAND = frozenset({"tier given", "tier ended", "tier taken back", "tier goes on"})
RECORDS: Mapping[str, str] = {
    "customer": N_("customer"),
    "customers": N_("customers"),
    "order": N_("order"),
    "product": N_("product"),
    "company": N_("company"),
    "staff": N_("user"),
    "month": N_("month"),
    "tier year": N_("tiers of the year"),
    "import": N_("import"),
    "backup": N_("backup"),
    "telephone": N_("telephone"),
    "known number": N_("known number"),
    "custom_field": N_("custom field"),
    "complaint": N_("complaint"),
    "payment": N_("payment"),
    "invoice": N_("invoice"),
    "delivery": N_("delivery"),
    "category": N_("product group"),
    "setting": N_("setting"),
    "answer": N_("ready answer"),
    "commission": N_("commission"),
    "commission plan": N_("commission plan"),
    "report words": N_("words of a report"),
}
"""Of what records the trail tells."""


def month_of(row: TrailRow) -> Month | None:
    """The month that a record’s number is: of the books, or of everybody’s commission."""
    found = row.record or 0
    of_months = row.kind == "month" or (row.kind == "commission" and row.action in ("closed", "paid to all"))
    return Month(found // 100, found % 100) if of_months and 1 <= found % 100 <= 12 and found > 190000 else None


def told(row: TrailRow, say: Say) -> str:
    """What is kept of a deed in the reader’s words and figures; what has none is shown as it was written."""
    people, amount = _FIGURES.fullmatch(row.detail), ""
    if row.kind == "commission" and row.action in ("closed", "paid to all") and people is not None:
        count = int(people["people"])
        if people["amount"]:
            amount = say.money_with_currency(Decimal(people["amount"])) + " · "
        return amount + say.plural("{count} salesperson", "{count} salespeople", count)
    given = _TIER.fullmatch(row.detail) if row.action in TIERS_BY_HAND else None
    if given is not None:
        values = {"tier": given["tier"], "day": say.date(date.fromisoformat(given["until"])), "reason": given["reason"]}
        return say.text(N_("{tier} until {day}: {reason}") if given["reason"] else N_("{tier} until {day}"), **values)
    if row.kind == "import" and row.detail in KINDS:
        return say.text(KINDS[row.detail])
    return row.detail
