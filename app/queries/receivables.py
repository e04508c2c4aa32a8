"""The list of who owes what, by age, as of any day: the same arithmetic as an account's own screen, in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, Subquery, case, func, literal_column, select, type_coerce

from app.domain import rights
from app.domain.account import Ageing
from app.domain.filters import Condition, Field, Kind
from app.domain.money import ZERO
from app.models import AccountEntry, Balance, ContactPoint, Customer, Staff
from app.models.declared import aliased
from app.models.types import Amount
from app.queries.accounts import choices
from app.queries.listing import Listed, Sort, Total, by_id, compared, holding, named, summed
from app.queries.profit_month_overdue import owing
from app.store.session import Read

_AGES = (0, 30, 60, 90)
_ZERO = literal_column("0", Amount())


@dataclass(frozen=True, slots=True)
class ReceivableRow:
    """One customer with a balance. ``ageing`` adds up to it; positive is owed."""

    id: int
    code: str
    name: str
    phone: str
    salesperson: str
    credit_limit: Decimal | None
    ageing: Ageing


FIELDS = (
    Field("name", Kind.TEXT, ("nombre", "名称")),
    Field("code", Kind.TEXT, ("codigo", "编号")),
    Field("balance", Kind.NUMBER, ("saldo", "余额")),
    Field("overdue", Kind.NUMBER, ("vencido", "逾期")),
    Field("late", Kind.NUMBER, ("atrasado", "逾期金额")),
    Field("salesperson", Kind.TEXT, ("vendedor", "销售员")),
    Field("blocked", Kind.YES_NO, ("bloqueado", "冻结")),
)
"""``overdue`` counts days (overdue:>30), ``late`` is the amount past its day (late:>500)."""


def listed(as_of: date) -> Listed[ReceivableRow]:
    """The list as of a day: customers with a balance then, merged records under the one that goes on."""
    ages = _ages(as_of)
    return Listed(
        identity=ages.c.id,
        fields=FIELDS,
        holds={
            "name": lambda tx, one: holding(Customer.name, one),
            "code": lambda tx, one: holding(Customer.code, one),
            "balance": lambda tx, one: compared(ages.c.balance, one),
            "overdue": partial(_overdue, as_of, ages),
            "late": lambda tx, one: compared(ages.c.late0, one),
            "salesperson": _salesperson,
            "blocked": lambda tx, one: (Customer.blocked_reason != "") == (one.value is True),
        },
        sorts={
            "name": Sort(Customer.search_name),
            "code": Sort(Customer.code),
            "balance": Sort(ages.c.balance),
            "late": Sort(ages.c.late0),
            "over_90": Sort(ages.c.late90),
        },
        default="-balance",
        base=lambda: (Customer.id == ages.c.id,),
        worded=named,
        rows=partial(_rows, as_of),
        totals=_totals(ages),
    )


def _totals(ages: CTE) -> dict[str, Total]:
    """Σ of every column; they add up to the total of the balance."""
    c = ages.c
    columns: dict[str, ColumnElement[Decimal]] = {
        "balance": c.balance, "unallocated": c.balance - c.opened, "not_due": c.opened - c.late0,
        "d1_30": c.late0 - c.late30, "d31_60": c.late30 - c.late60, "d61_90": c.late60 - c.late90,
        "over_90": c.late90,
    }  # fmt: skip
    # a difference of amounts is an amount
    return {key: summed(type_coerce(column, Amount()), c.id) for key, column in columns.items()}


def _rows(as_of: date, tx: Read, ids: Sequence[int]) -> Sequence[ReceivableRow]:
    rights.require(tx.actor.access, "records")
    point, ages = ContactPoint, _ages(as_of, ids)
    phone = (
        select(func.coalesce(point.e164, point.value))
        .where(point.customer_id == Customer.id, point.kind.in_(("phone", "mobile")))
        .order_by(point.position, point.id)
        .limit(1)
        .scalar_subquery()
    )
    query: Select[Any] = (
        select(
            Customer.id, Customer.code, Customer.name, func.coalesce(phone, "").label("phone"),
            func.coalesce(Staff.name, "").label("salesperson"), Customer.credit_limit,
            ages.c.balance, ages.c.opened, *[ages.c[f"late{days}"] for days in _AGES],
        )
        .join(ages, ages.c.id == Customer.id)
        .outerjoin(Staff, Staff.id == Customer.salesperson_id)
    )  # fmt: skip
    return [
        ReceivableRow(row.id, row.code, row.name, row.phone, row.salesperson, row.credit_limit, _ageing(*row[6:]))
        for row in by_id(tx.all(query), ids)
    ]


def _ageing(*sums: Decimal) -> Ageing:
    """From the balance, all that is open, and what is open for more than 0, 30, 60, 90 days."""
    balance, opened, late0, late30, late60, late90 = sums
    ages = (opened - late0, late0 - late30, late30 - late60, late60 - late90, late90)
    return Ageing(balance, balance - opened, *ages)


def _ages(as_of: date, ids: Sequence[int] | None = None) -> CTE:
    """Per customer with a balance: the balance, all that is open, and what is open for more than so many days.

    First-in first-out pays the oldest debits first, so of those older than a limit stays open: these debits - all
    credits + what was put against newer debits by choice.
    """
    source, entry = aliased(Customer), AccountEntry
    root = func.coalesce(source.merged_into_id, source.id)
    due, debit = func.coalesce(entry.due_on, entry.on), entry.amount > ZERO
    whose = _members(_with_balance(as_of) if ids is None else ids)
    put, given = _put(as_of, whose), func.sum(case((debit, _ZERO), else_=-entry.amount))
    total = func.sum(entry.amount)
    columns = [root.label("id"), total.label("balance"), _positive(total).label("opened")]
    for days in _AGES:
        old = func.sum(case((debit & (due < as_of - timedelta(days=days)), entry.amount), else_=_ZERO))
        newer = func.coalesce(func.max(put.c[f"newer{days}"]), _ZERO)
        columns.append(_positive(old - given + newer).label(f"late{days}"))
    query = (
        select(*columns)
        .select_from(entry)
        .join(source, source.id == entry.customer_id)
        .outerjoin(put, put.c.id == root)
        # by the entries' own customer, so that only the accounts of these are read
        .where(entry.on <= as_of, entry.customer_id.in_(whose))
    )
    return query.group_by(root).having(total != ZERO).cte("ages")


def _members(roots: Any) -> Select[Any]:  # noqa: ANN401 - ids or a question for them
    """The records of customers: their own, and those merged into them."""
    member = aliased(Customer)
    return select(member.id).where(func.coalesce(member.merged_into_id, member.id).in_(roots))


def _positive(amount: Any) -> Any:  # noqa: ANN401 - an expression
    return type_coerce(case((amount > _ZERO, amount), else_=_ZERO), Amount())


def _put(as_of: date, whose: Select[Any]) -> Subquery:
    """Per customer: what was put by choice against debits that are not older than each limit."""
    found, debit, source = choices(as_of, whose), aliased(AccountEntry), aliased(Customer)
    due = func.coalesce(debit.due_on, debit.on)
    root = func.coalesce(source.merged_into_id, source.id)
    sums = [
        func.sum(case((due >= as_of - timedelta(days=days), found.c.amount), else_=_ZERO)).label(f"newer{days}")
        for days in _AGES
    ]
    return (
        select(root.label("id"), *sums)
        .select_from(found)
        .join(debit, debit.id == found.c.debit_id)
        .join(source, source.id == debit.customer_id)
        .group_by(root)
        .subquery("put")
    )


def _with_balance(as_of: date) -> Select[Any]:
    """Who may have a balance as of a day: who has one now, or was booked something later."""
    member, now, later = aliased(Customer), Balance, AccountEntry
    moved = select(now.customer_id).where(now.amount != ZERO).union(select(later.customer_id).where(later.on > as_of))
    return select(func.coalesce(member.merged_into_id, member.id)).where(member.id.in_(moved))


def _overdue(as_of: date, ages: CTE, _tx: Read, one: Condition) -> ColumnElement[bool]:
    """How many days the oldest open debit is overdue."""
    assert isinstance(one.value, Decimal)
    days = int(one.value)

    def older(than: int) -> ColumnElement[bool]:
        found: ColumnElement[bool] = ages.c.id.in_(owing(as_of, than))
        return found

    if one.op == "=":
        return older(days - 1) & ~older(days)
    if one.op in (">", ">="):
        return older(days if one.op == ">" else days - 1)
    return ~older(days - 1 if one.op == "<" else days)


def _salesperson(_tx: Read, one: Condition) -> ColumnElement[bool]:
    code = func.lower(Staff.code) == str(one.value).lower()
    return Customer.salesperson_id.in_(select(Staff.id).where(code | holding(Staff.name, one)))
