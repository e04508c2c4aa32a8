"""Every deed that a service writes on the trail has words in the reader's language."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from app.domain.month import Month
from app.i18n import Say
from app.queries.audit import TrailRow
from app.ui.settings.trail_words import ACTIONS, RECORDS, month_of, told

SERVICES = Path(__file__).parents[3] / "app" / "services"


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that writes on the trail, with its file."""
    for path in SERVICES.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "audit":
                yield path.name, node


def words(argument: ast.expr) -> list[str]:
    """The words that an argument may be; none where a variable or a composition says it."""
    if isinstance(argument, ast.Constant):
        return [str(argument.value)]
    if isinstance(argument, ast.IfExp):
        return words(argument.body) + words(argument.orelse)
    return []


def test_every_deed_and_record_has_words():
    found = list(calls())
    assert len(found) > 80
    for at, known in ((0, ACTIONS), (1, RECORDS)):
        missing = {(name, word) for name, call in found for word in words(call.args[at]) if word not in known}
        assert missing == set()


def test_what_is_composed_has_words_too():
    said = {"password", "PIN"}
    assert {f"{what} {done}" for what in said for done in ("set", "taken away", "refused")} <= ACTIONS.keys()
    assert {f"{what} {done}" for what in ("price", "cost") for done in ("set", "dropped")} <= ACTIONS.keys()
    assert {"consent given", "consent withdrawn", "adjustment", "payment"} <= ACTIONS.keys()


def row(**values):
    usual = {"id": 1, "at": datetime(2026, 9, 30, 12, tzinfo=UTC), "who": "elena", "action": "closed",
             "kind": "commission", "record": 202609, "detail": "6"}  # fmt: skip
    return TrailRow(**usual | values)


def test_months_and_figures_are_said_as_a_reader_says_them():
    say = Say("es")
    assert month_of(row()) == Month(2026, 9)
    assert told(row(), say) == "6 comerciales"
    assert (
        told(row(action="paid to all", detail="5208.43 6"), say)
        == f"{say.money_with_currency(Decimal('5208.43'))} · 6 comerciales"
    )
    assert told(row(kind="import", action="imported", record=1, detail="customers"), say) == "Clientes"
    # a line of a statement is no month, and what somebody wrote stays as it was written
    disputed = row(action="disputed", record=4331, detail="Half of it is mine.")
    assert (month_of(disputed), told(disputed, say)) == (None, "Half of it is mine.")
