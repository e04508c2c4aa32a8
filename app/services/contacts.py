"""What was said: contacts on any channel and prices told."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import insert, select, update

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.domain.money import PRICE_PLACES, QUANTITY_PLACES, checked
from app.domain.refusal import N_, Mistake, NotFound
from app.models import Interaction, PriceTold, Product
from app.services.orderlines import going_on
from app.store.bulk import new_ids
from app.store.session import Store

KINDS = ("call", "visit", "message", "email", "letter", "note")
DIRECTIONS = ("in", "out", "")
LONGEST_NOTE = 20_000


@dataclass(frozen=True, slots=True)
class InteractionDraft:
    """One contact; kind call, visit, message, email, letter or note; direction in, out or empty."""

    customer_id: int
    kind: str
    note: str
    direction: str = ""
    at: datetime | None = None
    staff_id: int | None = None
    number: str = ""
    outcome: str = ""
    follow_up_on: date | None = None
    follow_up_staff_id: int | None = None
    seconds: int | None = None
    """How long a call lasted, where it is known."""


@dataclass(frozen=True, slots=True)
class Noted:
    """A contact or price that was noted."""

    id: int
    changes: ChangeSet


def log(store: Store, draft: InteractionDraft, *, request: UUID) -> Noted:
    """Note a contact. Raises ``NotFound`` for a customer that does not exist."""
    with store.write() as tx:
        done = tx.claim(request, "interaction")
        if done is None:
            going_on(tx, draft.customer_id)
            _check(draft)
            [done] = new_ids(tx, Interaction, 1)
            values = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
            values |= {
                "id": done, "uid": new_uid(), "at": draft.at or tx.now, "done": draft.follow_up_on is None,
                "staff_id": draft.staff_id or tx.actor.staff_id, "created_by": tx.actor.login,
            }  # fmt: skip
            tx.execute(insert(Interaction), values)
            tx.done(request, "interaction", done)
        tx.touched("interaction", done)
        tx.touched("customer", draft.customer_id)
        return Noted(done, tx.changes)


def _check(draft: InteractionDraft) -> None:
    """Raises ``Mistake`` for what the database would refuse without words."""
    if draft.kind not in KINDS or draft.direction not in DIRECTIONS:
        raise Mistake(N_("There is no such kind of contact."), field="kind")
    if len(draft.note) > LONGEST_NOTE:
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="note", limit=LONGEST_NOTE)


def finish_step(store: Store, interaction_id: int, *, done: bool = True) -> Noted:
    """What was agreed to be done next is done; ``done=False`` takes that back. Raises ``NotFound``."""
    with store.write() as tx:
        rights.require(tx.actor.access, "records")
        row = tx.first(
            select(Interaction.customer_id, Interaction.follow_up_on).where(Interaction.id == interaction_id)
        )
        if row is None or row.follow_up_on is None:
            raise NotFound(N_("There is no such next step."))
        tx.execute(
            update(Interaction).where(Interaction.id == interaction_id)
            .values(done=done, version=Interaction.version + 1)
        )  # fmt: skip
        tx.touched("interaction", interaction_id)
        tx.touched("customer", row.customer_id)
        return Noted(interaction_id, tx.changes)


def tell_price(
    store: Store,
    customer_id: int,
    product_id: int,
    price: Decimal,
    *,
    request: UUID,
    valid_until: date | None = None,
    quantity: Decimal | None = None,
    on: date | None = None,
    staff_id: int | None = None,
) -> Noted:
    """Record a price that a customer was told; it is a promise until ``valid_until``.

    Raises ``Mistake`` for prices that cannot be, ``NotFound`` for unknown customers and products.
    """
    checked(price, PRICE_PLACES, field="price")
    if quantity is not None:
        checked(quantity, QUANTITY_PLACES, field="quantity")
    with store.write() as tx:
        done = tx.claim(request, "price told")
        if done is None:
            day = on or tx.today
            if valid_until and valid_until < day:
                raise Mistake(N_("The price would already have ended on {day}."), field="valid_until", day=valid_until)
            going_on(tx, customer_id)
            if tx.scalar(select(Product.id).where(Product.id == product_id)) is None:
                raise NotFound(N_("There is no such product."))
            [done] = new_ids(tx, PriceTold, 1)
            tx.execute(
                insert(PriceTold),
                {
                    "id": done, "uid": new_uid(), "customer_id": customer_id, "product_id": product_id,
                    "price": price, "quantity": quantity, "on": day, "valid_until": valid_until,
                    "staff_id": staff_id or tx.actor.staff_id, "created_by": tx.actor.login,
                },
            )  # fmt: skip
            tx.done(request, "price told", done)
        tx.touched("customer", customer_id)
        return Noted(done, tx.changes)
