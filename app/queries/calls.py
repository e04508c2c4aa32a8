"""Calls: the house's rules, who rings, who rang before, and which calls nobody answered."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from app.domain import phone
from app.domain.calling import CallRules, MissedCall, RangBefore, rules_of
from app.models import Company, Customer, KnownNumber, PhoneCall, Setting, Staff
from app.queries import desk
from app.queries.desk import Caller
from app.store.session import Read, Store

RULES = "telephone"
AGAIN = timedelta(minutes=10)
REMEMBERED = timedelta(days=7)
"""So long a missed call is listed."""
MOST = 100


@dataclass(frozen=True, slots=True)
class Ringing:
    """Who calls, whether the number called a moment ago, and what it was said to be if it is no customer's."""

    caller: Caller
    before: RangBefore | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A number that is no customer's."""

    id: int
    number: str
    label: str


def rules(store: Store) -> CallRules:
    """What this company does about calls."""
    with store.read() as tx:
        return rules_in(tx)


def rules_in(tx: Read) -> CallRules:
    """The same inside a transaction."""
    kept = tx.scalar(select(Setting.value).where(Setting.name == RULES))
    return rules_of(json.loads(kept)) if kept else CallRules()


def who(store: Store, number: str, *, call_id: str = "") -> Ringing:
    """Whom a number belongs to; ``call_id`` is this call's own name, so that it is not taken for one before."""
    caller = desk.who_calls(store, number)
    with store.read() as tx:
        keys = keys_of(tx, number)
        label = "" if caller.kind == "one" else _label(tx, keys)
        return Ringing(caller, _before(tx, keys, call_id), label)


def keys_of(tx: Read, number: str) -> phone.PhoneKeys:
    """A number as it is stored and found, dialled from where the company is."""
    return phone.parse(number, tx.store.country or tx.scalar(select(Company.country)) or "")


def same_number(record: Any, keys: phone.PhoneKeys) -> ColumnElement[bool]:  # noqa: ANN401 - calls or known numbers
    """The condition that a record is about this number."""
    found: ColumnElement[bool] = (record.e164 == keys.e164) if keys.e164 else (record.number == keys.typed)
    return found


def _label(tx: Read, keys: phone.PhoneKeys) -> str:
    known = KnownNumber
    digits = [known.digits == keys.digits] if keys.digits else []
    query = select(known.label).where(or_(same_number(known, keys), *digits)).order_by(known.id.desc())
    return str(tx.scalar(query.limit(1)) or "")


def _before(tx: Read, keys: phone.PhoneKeys, call_id: str) -> RangBefore | None:
    call = PhoneCall
    # a call that has no name of its own and goes on is this one
    own = call.call_id == call_id if call_id else call.ended_at.is_(None)
    row = tx.first(
        select(call.at, Staff.name)
        .outerjoin(Staff, Staff.id == call.answered_by_id)
        .where(same_number(call, keys), ~own, call.at >= tx.now - AGAIN)
        .order_by(call.at.desc())
        .limit(1)
    )
    if row is None:
        return None
    return RangBefore(max(1, round((tx.now - row.at).total_seconds() / 60)), row.name or "")


def missed(store: Store) -> Sequence[MissedCall]:
    """Calls of the last days that ended unanswered and are not settled, newest first, one per number."""
    call = PhoneCall
    with store.read() as tx:
        rows = tx.all(
            select(call.id, call.number, call.at, Customer.id.label("customer_id"), Customer.name, call.e164)
            .outerjoin(Customer, Customer.id == call.customer_id)
            .where(
                call.ended_at.is_not(None), call.answered_by_id.is_(None), call.done.is_(False),
                call.at >= tx.now - REMEMBERED,
            )
            .order_by(call.at.desc(), call.id.desc())
            .limit(MOST * 5)
        )  # fmt: skip
    found: dict[str, MissedCall] = {}
    for row in rows:
        key = row.e164 or row.number or f"withheld {row.id}"
        first = found.get(key)
        if first is None:
            found[key] = MissedCall(row.id, row.number, row.at, row.customer_id, row.name or "")
        else:
            found[key] = MissedCall(
                first.id, first.number, first.at, first.customer_id, first.name, first.times + 1
            )  # fmt: skip
    return list(found.values())[:MOST]


def known_numbers(store: Store) -> Sequence[Known]:
    """Numbers that are no customer's, newest first."""
    known = KnownNumber
    with store.read() as tx:
        rows = tx.all(select(known.id, known.number, known.label).order_by(known.id.desc()).limit(1000))
    return [Known(*row) for row in rows]
