"""The caller card for the command line: plain text for people, JSON for programs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from app.domain.phone import international
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.caller_card import CallerCard, LastPrice, Mention, OpenOrder
from app.queries.lookup import Match

_STATES = {
    "draft": N_("draft"),
    "quoted": N_("quoted"),
    "confirmed": N_("confirmed"),
    "in_progress": N_("in progress"),
    "delivered": N_("delivered"),
    "invoiced": N_("invoiced"),
    "closed": N_("closed"),
    "cancelled": N_("cancelled"),
}


def as_text(card: CallerCard, say: Say) -> str:
    """The card as lines of plain text, in the reader's language."""
    lines = [_title(card, say), *_who(card, say), *_account(card, say)]
    for block in (_orders, _complaints, _prices, _mentions, _talks):
        lines += block(card, say)
    return "\n".join(line for line in lines if line)


def _title(card: CallerCard, say: Say) -> str:
    name = f"{card.name} · {card.organisation}" if card.organisation and card.organisation != card.name else card.name
    tier = say.text(N_("tier {tier}"), tier=card.tier) if card.tier else ""
    return " · ".join(part for part in (name, card.code, tier, card.city) if part)


def _who(card: CallerCard, say: Say) -> Iterator[str]:
    if card.phones:
        yield say.text(N_("Phone: {numbers}"), numbers=", ".join(map(written, card.phones)))
    if card.blocked_reason:
        yield say.text(N_("Blocked: {reason}"), reason=card.blocked_reason)


def _account(card: CallerCard, say: Say) -> Iterator[str]:
    balance, overdue = say.money_with_currency(card.balance), say.money_with_currency(card.overdue)
    if card.overdue:
        yield say.text(N_("Balance: {balance}, of this overdue: {overdue}"), balance=balance, overdue=overdue)
    else:
        yield say.text(N_("Balance: {balance}"), balance=balance)


def _orders(card: CallerCard, say: Say) -> Iterator[str]:
    if card.open_orders:
        yield say.text(N_("Open orders:"))
    for order in card.open_orders:
        yield "  " + _order(order, say)
    last = card.last_order
    if not card.open_orders and last:
        yield say.text(
            N_("No open orders. Last order: {order}, {day}, {amount}"),
            order=last.order, day=say.date(last.on), amount=say.money_with_currency(last.gross),
        )  # fmt: skip


def _order(order: OpenOrder, say: Say) -> str:
    values = {
        "order": order.order, "status": say.text(_STATES.get(order.status, order.status)),
        "amount": say.money_with_currency(order.gross),
    }  # fmt: skip
    if order.promised_on is None:
        return say.text(N_("{order}, {status}, {amount}"), **values)
    promised = say.date(order.promised_on)
    if order.late:
        return say.text(N_("{order}, {status}, promised for {day}: late, {amount}"), day=promised, **values)
    return say.text(N_("{order}, {status}, promised for {day}, {amount}"), day=promised, **values)


def _complaints(card: CallerCard, say: Say) -> Iterator[str]:
    if card.open_complaints:
        yield say.text(N_("Open complaints:"))
    for case in card.open_complaints:
        values = {"number": case.number, "subject": case.subject}
        if case.due_at is None:
            yield "  " + say.text(N_("{number}: {subject}"), **values)
        else:
            yield "  " + say.text(N_("{number}: {subject}, due {moment}"), moment=say.moment(case.due_at), **values)


def _prices(card: CallerCard, say: Say) -> Iterator[str]:
    if card.last_prices:
        yield say.text(N_("Last prices told:"))
    for told in card.last_prices:
        yield "  " + _price(told, say)


def _price(told: LastPrice, say: Say) -> str:
    values = {
        "product": told.product_name, "price": say.money_with_currency(told.price), "by": told.by or "–",
        "day": say.date(told.told_on),
    }  # fmt: skip
    if told.valid_until is None:
        return say.text(N_("{product}: {price}, told on {day} by {by}"), **values)
    end = say.date(told.valid_until)
    if told.expired:
        return say.text(N_("{product}: {price}, told on {day} by {by}, expired on {end}"), end=end, **values)
    return say.text(N_("{product}: {price}, told on {day} by {by}, valid until {end}"), end=end, **values)


def _mentions(card: CallerCard, say: Say) -> Iterator[str]:
    if card.mention:
        facts = "; ".join(mentioned(item, say) for item in card.mention)
        yield say.text(N_("Good to mention: {facts}"), facts=facts)
    if card.avoid:
        yield say.text(N_("Avoid: {facts}"), facts="; ".join(card.avoid))


def mentioned(item: Mention, say: Say) -> str:
    """A fact as it is noted; a birthday with its day."""
    return item.fact or say.text(N_("birthday on {day}"), day=say.date(item.on))


def _talks(card: CallerCard, say: Say) -> Iterator[str]:
    if card.next_step:
        step = card.next_step
        yield say.text(N_("Next step: {day}, {by}: {note}"), day=say.date(step.on), by=step.by or "–", note=step.note)
    if card.last_contacts:
        yield say.text(N_("Last contacts:"))
    for talk in card.last_contacts:
        yield "  " + say.text(N_("{moment}, {by}: {note}"), moment=say.moment(talk.at), by=talk.by or "–",
                              note=talk.note)  # fmt: skip


def written(number: str) -> str:
    """A number of the card as people read it."""
    return international(number) if number.startswith("+") else number


def as_json(match: Match, cards: Sequence[CallerCard]) -> dict[str, Any]:
    """The contract of ``lookup --json``: amounts as texts with their decimals, days and moments as ISO."""
    return {"match": match.kind, "customers": [_json(one) for one in cards]}


def _json(one: CallerCard) -> dict[str, Any]:
    return {
        "code": one.code, "name": one.name, "tier": one.tier, "phones": list(one.phones),
        "balance": str(one.balance), "overdue": str(one.overdue),
        "open_orders": [_fields(order, "order", "status", "promised_on", "gross") for order in one.open_orders],
        "open_complaints": [_fields(complaint, "number", "due_at") for complaint in one.open_complaints],
        "last_prices": [
            _fields(told, "product", "price", "told_on", "valid_until", "by") for told in one.last_prices
        ],
        "mention": [item.fact or f"{item.topic} {item.on.isoformat()}" for item in one.mention],
    }  # fmt: skip


def _fields(record: object, *names: str) -> Mapping[str, str | None]:
    return {name: _plain(getattr(record, name)) for name in names}


def _plain(value: object) -> str | None:
    if value is None:
        return None
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
