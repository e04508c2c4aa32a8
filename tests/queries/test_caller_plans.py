"""A number leads to a name and a card along indexes only, so that a hundred thousand customers take no longer."""

import re

import pytest

from app.queries import caller

READ_WHOLE = {"company", "tier_override", "json_each"}
"""One row; what somebody gave by hand; the ids of a question."""
SPELLINGS = ("+34 963 55 0029", "0034963550029", "963550029", "C-29", "Marta Ibáñez 29", "ibanez 29")


@pytest.fixture
def wanted(store, make) -> int:
    """The last of some customers who have the same name but for a number, each with an order."""
    if store.engine.dialect.name != "sqlite":
        pytest.skip("a server plans by what it counted; it is sent the same statements")
    product = make.product()
    found = [make.customer(f"Marta Ibáñez {at}", code=f"C-{at}", phone=f"+34 963 55 {at:04d}") for at in range(30)]
    make.order(found[-1], (product, "1"))
    return found[-1]


@pytest.mark.parametrize("asked", SPELLINGS)
def test_9_a_caller_is_found_and_shown_along_indexes(store, wanted, statements, asked):
    statements.clear()
    with store.read() as tx:
        match, card = caller.called_in(tx, asked)
    assert list(match.ids) == [wanted]
    assert card is not None
    sent = list(dict.fromkeys(statements))
    assert len(sent) <= 6
    assert {table for statement in sent for table in read_whole(store, statement)} <= READ_WHOLE


def read_whole(store, statement: str) -> set[str]:
    """The tables that SQLite, which has counted nothing yet, would read from their first row to their last."""
    if not statement.lstrip("( ").upper().startswith(("SELECT", "WITH")):
        return set()
    with store.engine.connect() as connection:
        driver = connection.connection.driver_connection
        # a numbered place may stand in a statement many times
        places = {number or at for at, number in enumerate(re.findall(r"\?(\d*)", statement))}
        steps = driver.execute(f"EXPLAIN QUERY PLAN {statement}", [None] * len(places))
        scans = [step[3].split() for step in steps if step[3].startswith("SCAN ")]
    # what is numbered is a part of the statement, and words are searched in an index of their own
    return {words[1] for words in scans if not words[1].startswith("anon_") and words[1] != "customer_search"}


def test_reading_a_table_whole_would_be_seen(store, wanted):
    assert read_whole(store, "SELECT id FROM customer WHERE name LIKE '%9'") == {"customer"}
