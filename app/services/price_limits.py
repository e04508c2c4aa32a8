"""Who may give which price: each role up to its limit, promises that are kept, and what a manager answers for."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, literal_column, or_, select, union_all

from app.domain import rights
from app.domain.contribution import line_cost
from app.domain.money import HUNDRED, rounded
from app.domain.order import DraftLine, OrderFigures
from app.domain.pricing import Asked, Beyond, beyond, price_paid
from app.domain.refusal import N_, NeedsConsent, NotAllowed
from app.models import Audit, Customer, OrderLine, PriceTold, SalesOrder, Setting, Staff
from app.models.declared import aliased
from app.models.types import Percent
from app.queries.company import SALES_LIMIT, Settings
from app.store.session import Read, Write

_REFUSED = (
    N_("Line {line}: this price needs a manager. Ask for approval or save it as a quote."),
    N_("Line {line} is {given} % below the list; you may give up to {limit} %. A manager can approve it."),
    N_("The order is {given} % below the list; you may give up to {limit} %. A manager can approve it."),
)
"""Below cost, a line, the whole order."""
_WHY = (
    N_("Line {line} is below its cost. Say why."),
    N_("Line {line} is {given} % below the list; up to {limit} % is usual. Say why."),
    N_("The order is {given} % below the list; up to {limit} % is usual. Say why."),
)


@dataclass(frozen=True, slots=True)
class Consent:
    """Somebody answers for the prices: the reason, and, where it is not who is signed in, that person."""

    reason: str
    login: str = ""
    access: str = ""


@dataclass(frozen=True, slots=True)
class Deal:
    """For whom and when; ``promised`` is the access of who made the quote that is confirmed while it holds."""

    customer_id: int
    on: date
    settings: Settings
    promised: str = ""


def asked(
    lines: Sequence[DraftLine], money: OrderFigures, lists: Mapping[int, Decimal], costs: Mapping[int, Decimal]
) -> list[Asked]:
    """Lines with list prices and costs of the order's day: those of the database, whatever a desk sent."""
    return [
        Asked(
            line.product_id, line.quantity, lists.get(line.product_id), line.unit_price, line.discount_percent,
            amount.before, amount.net, costs.get(line.product_id),
        )
        for line, amount in zip(lines, money.lines, strict=True)
    ]  # fmt: skip


def check(tx: Write, lines: Sequence[Asked], deal: Deal, consent: Consent | None) -> bool:
    """Whether somebody had to consent, and did: then ``note`` belongs on the trail.

    ``lines`` carry costs per unit. Raises ``NotAllowed`` where the role may not give such a price (a price below its
    cost needs a manager; the cost is not named) and ``NeedsConsent`` where a reason is missing.
    """
    access = (consent and consent.access) or tx.actor.access
    unlimited = rights.may(access, "see_profit")
    if unlimited and consent is None and tx.actor.staff_id is None:
        # the program itself, which nobody could ask
        return False
    found = _beyond(tx, lines, deal)
    if not found:
        return False
    own = None if unlimited else _limit(tx, access, deal.settings)
    if own is not None:
        too_much = [one for one in found if one.percent is None or one.percent > own]
        if too_much:
            raise NotAllowed(_words(too_much[0], _REFUSED), field="approval", **_values(too_much[0], own))
    if consent is None or not consent.reason:
        limit = deal.settings.discount_limit
        raise NeedsConsent(_words(found[0], _WHY), field="approval", **_values(found[0], limit))
    return True


def note(tx: Write, order_id: int, consent: Consent) -> None:
    """The reason on the trail, under the name of who answers for it."""
    if not consent.login or consent.login == tx.actor.login:
        tx.audit("price approved", "order", order_id, consent.reason)
        return
    values = {"action": "price approved", "kind": "order", "record_id": order_id, "detail": consent.reason}
    tx.execute(insert(Audit), values | {"created_by": consent.login})


def access_of(tx: Read, login: str) -> str:
    """The role of who made something; nobody's login (taken in, or the program itself) counts as a manager's."""
    found = tx.scalar(select(Staff.access).where(Staff.login == login)) if login else None
    return str(found) if found else rights.MANAGER


def _beyond(tx: Read, lines: Sequence[Asked], deal: Deal) -> list[Beyond]:
    settings = deal.settings
    places = settings.currency_places
    limit: Decimal = settings.discount_limit
    if deal.promised:
        if rights.may(deal.promised, "see_profit"):
            return []
        limit = max(limit, _limit(tx, deal.promised, settings))
    whole = [_with_cost(line, places) for line in lines]
    found = beyond(whole, limit, places)
    return beyond(whole, limit, places, _kept(tx, lines, deal)) if found else []


def _with_cost(line: Asked, places: int) -> Asked:
    cost = None if line.cost is None else line_cost(line.quantity, line.cost, places)
    return Asked(
        line.product_id, line.quantity, line.list_price, line.unit_price, line.discount, line.before, line.net, cost
    )


def _limit(tx: Read, access: str, settings: Settings) -> Decimal:
    """What a role may give, in percent; for roles that are limited."""
    if access != rights.SALES:
        return settings.discount_limit
    text = tx.scalar(select(Setting.value).where(Setting.name == SALES_LIMIT))
    try:
        return min(HUNDRED, Decimal(str(text).strip('"'))) if text else min(HUNDRED, settings.discount_limit * 2)
    except ArithmeticError:
        return settings.discount_limit


def _kept(tx: Read, lines: Sequence[Asked], deal: Deal) -> Collection[int]:
    """Lines whose price was told or quoted, still holds, and was within what its author may give."""
    rows = tx.all(_promises(deal.customer_id, {line.product_id for line in lines}, deal.on))
    prices: dict[tuple[int, Decimal], set[str | None]] = {}
    for product, price, discount, access in rows:
        prices.setdefault((product, price_paid(price, discount)), set()).add(access)
    kept = set()
    for at, line in enumerate(lines):
        authors = prices.get((line.product_id, price_paid(line.unit_price, line.discount)), set())
        if any(access is None or _within(tx, line, access, deal.settings) for access in authors):
            kept.add(at)
    return kept


def _within(tx: Read, line: Asked, access: str, settings: Settings) -> bool:
    """Whether a role may give this line's price."""
    if rights.may(access, "see_profit"):
        return True
    whole = [_with_cost(line, settings.currency_places)]
    return not beyond(whole, _limit(tx, access, settings), settings.currency_places)


def _promises(customer_id: int, products: Collection[int], day: date) -> Any:  # noqa: ANN401 - a compound select
    """Promises that hold on a day: (product, price, discount, access of their author)."""
    member, told, order, line = aliased(Customer), PriceTold, SalesOrder, OrderLine
    own = select(member.id).where(or_(member.id == customer_id, member.merged_into_id == customer_id))
    spoken = (
        select(told.product_id, told.price, literal_column("0", Percent()), Staff.access)
        .outerjoin(Staff, (Staff.login == told.created_by) & (told.created_by != ""))
        .where(told.customer_id.in_(own), told.product_id.in_(products), told.on <= day,
               or_(told.valid_until.is_(None), told.valid_until >= day))
    )  # fmt: skip
    quoted = (
        select(line.product_id, line.unit_price, line.discount_percent, Staff.access)
        .join(order, order.id == line.order_id)
        .outerjoin(Staff, (Staff.login == order.created_by) & (order.created_by != ""))
        .where(order.customer_id.in_(own), order.status == "quoted", order.void.is_(False),
               line.product_id.in_(products), or_(order.valid_until.is_(None), order.valid_until >= day))
    )  # fmt: skip
    return union_all(spoken, quoted)


def _words(one: Beyond, words: tuple[str, str, str]) -> str:
    return words[0 if one.percent is None else 1 if one.line else 2]


def _values(one: Beyond, limit: Decimal) -> dict[str, Any]:
    given = None if one.percent is None else rounded(one.percent, 1)
    return {"line": one.line, "given": given, "limit": limit.normalize() if limit % 1 else int(limit)}
