"""Commission in words: what moved a line, how it was worked out, and in what state a person's month is."""

from collections.abc import Mapping
from decimal import Decimal

from app.domain.commission import (
    ADJUSTMENT,
    BANDS,
    CAP,
    CLAWBACK,
    EARNED,
    OFFSET,
    PAID,
    RELEASED,
)
from app.domain.commission_plan import Trigger, percent
from app.domain.commission_statement import StatementLine
from app.domain.money import HUNDRED
from app.domain.refusal import N_
from app.domain.watch import Watch
from app.i18n import Say
from app.queries.commission_lines import WAITING, Origin
from app.queries.commission_team import Member, Team
from app.ui.kit.columns import decimals

CAUSES: Mapping[str, str] = {
    "order": N_("Order {number}"),
    "bill": N_("Invoice {number}"),
    "back": N_("Return {number}"),
    "paid": N_("Payment {number}"),
}
KINDS: Mapping[str, str] = {
    EARNED: N_("Earned with the sale"),
    RELEASED: N_("Became payable"),
    OFFSET: N_("Taken back before it was payable"),
    CLAWBACK: N_("Taken back"),
    ADJUSTMENT: N_("Adjustment"),
    BANDS: N_("Steps on the month’s total"),
    CAP: N_("Over the cap"),
    PAID: N_("Payment"),
    WAITING: N_("Not payable yet"),
}
WAITS: Mapping[Trigger, str] = {
    Trigger.ORDER: N_("Payable as soon as the order is confirmed."),
    Trigger.INVOICE: N_("Payable as the line is invoiced."),
    Trigger.PAYMENT: N_("Payable as the customer pays."),
}
DASH = "–"


def rate(value: Decimal | None, say: Say) -> str:
    """A percentage with as many decimals as it has."""
    return DASH if value is None else say.percent(value, decimals(value))


def document(origin: Origin | None, say: Say) -> str:
    """The document that moved a line; empty for what no document moved."""
    if origin is None or origin.cause not in CAUSES:
        return ""
    return say.text(CAUSES[origin.cause], number=origin.number).strip()


def origin_words(line: StatementLine, origin: Origin | None, say: Say) -> str:
    """Where a line of a statement comes from, in a few words."""
    if line.kind == ADJUSTMENT:
        return line.reason
    if line.kind == PAID:
        return say.text(N_("Paid for {month}"), month=say.month(line.belongs_to))
    if line.kind == CAP:
        return say.text(N_("Given back of what was over the cap") if line.amount > 0 else KINDS[CAP])
    if line.kind in (BANDS, WAITING):
        return say.text(KINDS[line.kind])
    return document(origin, say) or say.text(KINDS.get(line.kind, line.kind))


def formula(line: StatementLine, say: Say) -> str:
    """The arithmetic of one line: base × rate = commission; empty where there is none."""
    if line.rate is None or line.kind in (CAP, BANDS, ADJUSTMENT, PAID):
        return ""
    values = {"base": say.money(line.base), "rate": rate(line.rate, say), "amount": say.money(line.amount)}
    exact = percent(line.base, line.rate, say.places) == line.amount
    if line.share is not None and line.share < HUNDRED:
        values["share"] = rate(line.share, say)
        words = (
            N_("{base} (the part of {share}) × {rate} = {amount}")
            if exact
            else N_("{base} (the part of {share}) × {rate} gives {amount}, so that the parts add up")
        )
        return say.text(words, **values)
    words = (
        N_("{base} × {rate} = {amount}") if exact else N_("{base} × {rate} gives {amount}, so that all parts add up")
    )
    return say.text(words, **values)


def state(member: Member, team: Team, say: Say) -> tuple[str, str]:
    """(words, tone): in what state somebody's month is."""
    if member.statement is None:
        return say.text(N_("could not be worked out")), "bad"
    if member.to_check:
        return say.plural("{count} to check", "{count} to check", member.to_check), "warn"
    if not team.closed:
        return (say.text(N_("ready")), "ok") if team.over else (say.text(N_("running")), "info")
    if member.due > 0:
        return say.text(N_("closed")), "accent"
    paid = member.statement.box.closing > 0
    return (say.text(N_("paid")), "ok") if paid else (say.text(N_("closed")), "neutral")


def working_out(watch: Watch, say: Say) -> str:
    """How far the statements of a month are, by name."""
    if not watch.total:
        return f"{say.text(watch.step)}…" if watch.step else say.text(N_("Reading the commission of everybody…"))
    parts = {"done": say.number(Decimal(watch.done), 0), "total": say.number(Decimal(watch.total), 0)}
    return say.text(N_("Working out {name}: {done} of {total} salespeople"), name=watch.step, **parts)
