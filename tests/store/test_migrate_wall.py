"""What proposals cost stood in their terms until it got a table of its own, which not everybody may read."""

from decimal import Decimal

from sqlalchemy import text

from app.domain import frozen
from app.domain.complaint_outcome import Item, Terms
from app.store import migrate

BEFORE = "0010"
COSTLY = Terms((Item(1, Decimal(2)), Item(2, amount=Decimal("3.50"))), value=Decimal("99.90"), cost=Decimal("4.50"))
FREE = Terms((Item(1, Decimal(1)),), value=Decimal(10))


def test_a_cost_leaves_the_terms_and_nothing_else_changes(engine):
    migrate.upgrade(engine, BEFORE)
    uids = iter(f"{number:032x}" for number in range(1, 9))
    with engine.begin() as connection:
        for statement in (
            (
                "INSERT INTO company (id, name, country, currency, currency_places, language, time_zone) "
                "VALUES (1, 'X', 'ES', 'EUR', 2, 'en', 'UTC')"
            ),
            f"INSERT INTO customer (id, uid, code, name, search_name) VALUES (1, '{next(uids)}', 'K', 'Ana', 'ana')",
            (
                "INSERT INTO complaint (id, uid, number, customer_id, subject, status, opened_at) "
                f"VALUES (1, '{next(uids)}', 'C-1', 1, 'Torn', 'closed', '2026-01-02 10:00:00')"
            ),
        ):
            connection.execute(text(statement))
        for at, terms in ((1, frozen.dumps(COSTLY)), (2, frozen.dumps(FREE)), (3, "")):
            connection.execute(
                text("INSERT INTO complaint_outcome (id, uid, complaint_id, kind, state, terms) "
                     "VALUES (:id, :uid, 1, 'return', 'executed', :terms)"),
                {"id": at, "uid": next(uids), "terms": terms},
            )  # fmt: skip
    migrate.upgrade(engine)
    with engine.begin() as connection:
        terms = connection.execute(text("SELECT terms FROM complaint_outcome ORDER BY id")).scalars().all()
        costs = connection.execute(text("SELECT outcome_id, cost FROM complaint_outcome_cost")).all()
    bare = Terms(COSTLY.items, value=COSTLY.value)
    assert terms == [frozen.dumps(bare), frozen.dumps(FREE), ""]
    assert [tuple(row) for row in costs] == [(1, 450)]
