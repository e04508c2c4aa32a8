"""Calls are written down: when they rang, who answered, which nobody did; and numbers get to know whose they are."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, insert, select, text, update

from app.domain.calling import CallRules, checked
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.incoming import IncomingCall
from app.domain.refusal import N_, Conflict, Mistake
from app.domain.rights import require
from app.models import ContactPoint, Customer, KnownNumber, PhoneCall
from app.queries import company
from app.queries.calls import RULES, keys_of, rules_in, same_number
from app.queries.lookup import found_in
from app.services.backups import keep_setting
from app.services.customers import Contact, contact_row
from app.services.orderlines import going_on
from app.store.bulk import new_ids
from app.store.session import Store, Write

ONE_CALL = timedelta(hours=12)
"""Reports under one name belong to one call for so long: telephone systems use names again."""
LONGEST_LABEL = 200


@dataclass(frozen=True, slots=True)
class CallNoted:
    """A call that was written down; none for those of the house."""

    id: int | None
    changes: ChangeSet


def take(store: Store, call: IncomingCall) -> CallNoted:
    """One report of the telephone system; told twice, or by several desks, it is one call.

    ``answered`` names the signed-in person. A call of the house is not written down.
    """
    with store.write() as tx:
        require(tx.actor.access, "records")
        if call.number and rules_in(tx).is_internal(call.number):
            return CallNoted(None, tx.changes)
        if not tx.sqlite:
            # several desks hear of one call in the same moment: the second waits for the first
            tx.execute(text("SELECT pg_advisory_xact_lock(hashtext(:key))"), {"key": f"call {call.key}"})
        known = _running(tx, call)
        if known is None:
            known = _begin(tx, call)
        if call.state == "answered":
            _answered(tx, known)
        elif call.state == "ended":
            own = PhoneCall.id == known, PhoneCall.ended_at.is_(None)
            tx.execute(update(PhoneCall).where(*own).values(ended_at=tx.now))
        tx.touched("call", known)
        return CallNoted(known, tx.changes)


def _running(tx: Write, call: IncomingCall) -> int | None:
    """The call that a report is about: of the same name, or, without one, the number's own that has not ended."""
    record = PhoneCall
    if call.id:
        where = [record.call_id == call.id]
        if call.state == "ringing":
            # the same name rings again after its end: a new call
            where.append(record.ended_at.is_(None))
    else:
        where = [record.call_id == "", record.ended_at.is_(None), same_number(record, keys_of(tx, call.number))]
    query = select(record.id).where(*where, record.at >= tx.now - ONE_CALL).order_by(record.id.desc()).limit(1)
    found = tx.scalar(query)
    return int(found) if found is not None else None


def _begin(tx: Write, call: IncomingCall) -> int:
    [call_id] = new_ids(tx, PhoneCall, 1)
    keys = keys_of(tx, call.number)
    found = found_in(tx, call.number) if call.number else None
    tx.execute(
        insert(PhoneCall),
        {
            "id": call_id, "uid": new_uid(), "call_id": call.id, "number": call.number, "e164": keys.e164 or "",
            "customer_id": found.ids[0] if found is not None and len(found.ids) == 1 else None, "at": tx.now,
            "done": False, "created_by": tx.actor.login,
        },
    )  # fmt: skip
    return call_id


def _answered(tx: Write, call_id: int) -> None:
    record = PhoneCall
    where = record.id == call_id, record.answered_by_id.is_(None)
    # somebody without a record of staff answered: it is settled all the same
    values: dict[str, Any] = {"answered_by_id": tx.actor.staff_id} if tx.actor.staff_id else {"done": True}
    tx.execute(update(record).where(*where).values(**values))


def answer(store: Store, call: IncomingCall) -> CallNoted:
    """The signed-in person took the call: whoever opens the card of who rings is speaking."""
    return take(store, IncomingCall(call.number, call.id, "answered"))


def settle(store: Store, call_id: int) -> ChangeSet:
    """A missed call was returned or needs no answer; the same number's other missed calls with it."""
    return _settle(store, call_id, done=True)


def unsettle(store: Store, call_id: int) -> ChangeSet:
    """It waits again."""
    return _settle(store, call_id, done=False)


def _settle(store: Store, call_id: int, *, done: bool) -> ChangeSet:
    record = PhoneCall
    with store.write() as tx:
        require(tx.actor.access, "records")
        row = tx.first(select(record.e164, record.number).where(record.id == call_id))
        if row is not None:
            own = (record.e164 == row.e164) if row.e164 else (record.number == row.number)
            same = own if row.e164 or row.number else record.id == call_id
            tx.execute(
                update(record).where(same, record.ended_at.is_not(None), record.answered_by_id.is_(None))
                .values(done=done)
            )  # fmt: skip
        tx.touched("call", call_id)
        return tx.changes


def settle_number(store: Store, number: str) -> ChangeSet:
    """Somebody of this number was spoken with: its missed calls wait no longer."""
    record = PhoneCall
    with store.write() as tx:
        require(tx.actor.access, "records")
        open_ones = record.ended_at.is_not(None), record.answered_by_id.is_(None), record.done.is_(False)
        own = same_number(record, keys_of(tx, number))
        if tx.execute(update(record).where(own, *open_ones).values(done=True)).rowcount:
            tx.touched("call")
        return tx.changes


def not_a_customer(store: Store, number: str, label: str, *, request: UUID) -> ChangeSet:
    """Remember that a number is a supplier's, a relative's. Raises ``Mistake`` without a word about whose."""
    words = " ".join(label.split())
    if not words:
        raise Mistake(N_("Write whose number it is, such as ‘laundry’."), field="label")
    if len(words) > LONGEST_LABEL:
        raise Mistake(N_("At most {most} characters fit."), field="label", most=LONGEST_LABEL)
    with store.write() as tx:
        require(tx.actor.access, "records")
        if tx.claim(request, "known number") is None:
            keys = keys_of(tx, number)
            tx.execute(delete(KnownNumber).where(same_number(KnownNumber, keys)))
            [known] = new_ids(tx, KnownNumber, 1)
            tx.execute(
                insert(KnownNumber),
                {
                    "id": known, "number": number[:60], "e164": keys.e164 or "", "digits": keys.digits, "label": words,
                    "created_by": tx.actor.login,
                },
            )  # fmt: skip
            tx.done(request, "known number", known)
            tx.audit("noted", "known number", known, f"{number}: {words}")
        tx.touched("call")
        return tx.changes


def forget_known(store: Store, known_id: int) -> ChangeSet:
    """The number is nobody's again."""
    with store.write() as tx:
        require(tx.actor.access, "records")
        tx.execute(delete(KnownNumber).where(KnownNumber.id == known_id))
        tx.audit("forgotten", "known number", known_id)
        tx.touched("call")
        return tx.changes


def assign(store: Store, customer_id: int, number: str, *, label: str = "") -> ChangeSet:
    """A number belongs to a customer from now on; its calls of the last days do as well.

    Raises ``NotFound``, ``Conflict`` where the customer has the number already.
    """
    with store.write() as tx:
        require(tx.actor.access, "records")
        customer_id = going_on(tx, customer_id)
        keys = keys_of(tx, number)
        point = ContactPoint
        has = (point.e164 == keys.e164) if keys.e164 else (point.value == number)
        if tx.scalar(select(point.id).where(point.customer_id == customer_id, has)) is not None:
            raise Conflict(N_("This customer has the number already."))
        last = tx.scalar(select(func.max(point.position)).where(point.customer_id == customer_id))
        position = 0 if last is None else int(last) + 1
        row = contact_row(customer_id, position, Contact("phone", number, label), company.of(tx).country)
        tx.execute(insert(point), row)
        # whoever edits the customer now hears of it when saving
        tx.execute(update(Customer).where(Customer.id == customer_id).values(version=Customer.version + 1))
        own = same_number(PhoneCall, keys), PhoneCall.customer_id.is_(None)
        tx.execute(update(PhoneCall).where(*own).values(customer_id=customer_id))
        tx.execute(delete(KnownNumber).where(same_number(KnownNumber, keys)))
        tx.audit("number added", "customer", customer_id, number)
        tx.touched("customer", customer_id)
        tx.touched("call")
        return tx.changes


def set_rules(store: Store, rules: CallRules) -> ChangeSet:
    """What the desk does about calls. Raises ``NotAllowed``, ``Mistake``."""
    checked(rules)
    with store.write() as tx:
        require(tx.actor.access, "settings")
        keep_setting(tx, RULES, rules.as_values())
        tx.audit("changed", "telephone", 0, str(rules.as_values()))
        tx.touched("telephone")
        return tx.changes
