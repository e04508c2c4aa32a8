"""Every deed that a service writes on the trail has words in the reader's language."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.ui.settings.trail_words import ACTIONS, RECORDS

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
