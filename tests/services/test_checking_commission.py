"""The check looks at commission too: frozen statements, the chain of their balances, and the ledger."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal as D  # noqa: N817 - figures in a table of figures

import pytest
from sqlalchemy import delete, insert, select, text, update

from app.domain import frozen
from app.domain.commission_plan import Band, Terms
from app.domain.commission_statement import Statement
from app.domain.ids import new_uid
from app.domain.month import Month
from app.models import Audit, CommissionEntry, CommissionMark, CommissionMonth, CommissionStatement, Staff
from app.services import commission_marks, commission_months, commissions
from app.services.checking import check
from tests.support.commissions import agree, rates

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)


@pytest.fixture
def closed(store, make):
    """Two closed months of two people, with bands, a cap and a payment; and what is booked since."""
    people = [make.staff("S1", "Zoe"), make.staff("S2", "Ada")]
    agree(store, Terms(rates(10), bands=(Band(D(1), D(100)), Band(D(2))), cap=D(50)))
    customer, product = make.customer(), make.product(cost="30")
    for day in (date(2026, 1, 8), date(2026, 2, 9), date(2026, 3, 3)):
        make.order(customer, (product, "9", "100"), on=day, shares=[(people[0], 60), (people[1], 40)])
    for month in (JANUARY, FEBRUARY):
        commission_months.close(store, month, request=new_uid())
        commission_months.pay(store, month, people[0], request=new_uid())
    with store.write() as tx:
        tx.execute(update(Staff).values(name="Ben"))
    return people


def test_closed_months_have_no_findings(store, closed):
    assert check(store) == []


def _document(tx, change) -> None:
    """Another document, with a code that fits it, for February and the first person."""
    kept = CommissionStatement
    where = (kept.month == FEBRUARY) & (kept.staff_id == tx.scalar(select(kept.staff_id).order_by(kept.staff_id)))
    had = tx.scalar(select(kept.document).where(where))
    one, document = frozen.sealed_text(change(frozen.loads(Statement, had)))
    tx.execute(
        update(kept).where(where).values(document=document, check_code=one.check_code, closing=one.box.closing)
    )  # fmt: skip


def _replaced(one, **more):
    return replace(one, box=replace(one.box, **more))


def _entry(staff_id: int) -> dict:
    day = date(2026, 1, 9)
    return {"on": day, "fact_on": day, "month": JANUARY, "belongs_to": JANUARY, "kind": "adjustment",
            "staff_id": staff_id, "amount": D(5), "reason": "late"}  # fmt: skip


DAMAGE = {
    "statement_code": lambda tx, _: tx.execute(update(CommissionStatement).values(check_code="0000-0000")),
    "statement_box": lambda tx, _: _document(tx, lambda one: _replaced(one, earned=D(1))),
    "statement_chain": lambda tx, _: _document(tx, lambda one: _replaced(one, opening=D(77))),
    "statement_entries": lambda tx, people: tx.execute(insert(CommissionEntry), _entry(people[0])),
    "statement_missing": lambda tx, people: tx.execute(
        delete(CommissionStatement).where(CommissionStatement.staff_id == people[1])
    ),
    "commission_month": lambda tx, _: tx.execute(update(CommissionMonth).values(earned=D(1))),
    "commission": lambda tx, people: tx.execute(
        insert(CommissionEntry), _of_an_order(tx, _entry(people[0]) | {"month": Month(2026, 3), "kind": "released"})
    ),
}


def _of_an_order(tx, values: dict) -> dict:
    first = tx.first(select(CommissionEntry.order_id, CommissionEntry.line_id, CommissionEntry.version_id))
    return values | dict(first._mapping) | {"cause": "order", "cause_id": first.order_id}


def _without_guards(tx) -> None:
    """As somebody would have to do it: the database itself lets nobody change what was frozen."""
    tables = ("commission_entry", "commission_statement")
    if not tx.sqlite:
        for table in tables:
            tx.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    known = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN (:one, :other)"
    for row in tx.all(text(known), {"one": tables[0], "other": tables[1]}):
        tx.execute(text(f"DROP TRIGGER {row.name}"))


@pytest.mark.parametrize("damage", sorted(DAMAGE))
def test_each_kind_of_damage_is_found(store, closed, damage):
    with store.write() as tx:
        _without_guards(tx)
        DAMAGE[damage](tx, closed)
    findings = {finding.key: str(finding) for finding in check(store)}
    assert damage in findings
    assert "{" not in findings[damage]


def test_what_the_next_run_will_book_is_no_finding(store, make, closed):
    make.order(make.customer(), (make.product(), "1"), on=date(2026, 3, 5), shares=[(closed[0], 100)])
    assert check(store) == []
    assert commissions.run(store).entries
    assert check(store) == []


def test_a_complete_look_is_taken_once_a_night(store, make, closed, clock):
    """By whatever desk or service; it finds what no trail led to."""
    assert commission_marks.complete_due(store)
    assert commissions.run(store, complete=True).entries == 0
    assert not commission_marks.complete_due(store)
    make.order(make.customer(), (make.product(), "1"), on=date(2026, 3, 5), shares=[(closed[0], 100)])
    with store.write() as tx:
        last = tx.scalar(select(Audit.id).order_by(Audit.id.desc()))
        tx.execute(update(CommissionMark).where(CommissionMark.name == "audit").values(seen=last, done=last))
        others = CommissionMark.name.in_(("contribution", "account"))
        tx.execute(update(CommissionMark).where(others).values(seen=10**6, done=10**6))
    assert commissions.run(store).entries == 0
    assert [finding.key for finding in check(store)] == ["commission"]
    early, night = datetime(2026, 3, 17, 0, 30, tzinfo=UTC), datetime(2026, 3, 17, 1, 30, tzinfo=UTC)
    store._clock = lambda: early
    assert not commission_marks.complete_due(store)
    store._clock = lambda: night
    assert commission_marks.complete_due(store)
    assert commissions.run(store, complete=True).entries
    assert (commission_marks.complete_due(store), check(store)) == (False, [])
