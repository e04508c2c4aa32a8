"""What the code of the windows never does: colours of its own, boxes, nested loops, slots that keep windows alive."""

import ast
import re

import pytest

from tests.house.test_files import python_files, short

WINDOWS = "app/ui/"
COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}\b")


def trees() -> list[tuple[str, ast.Module]]:
    return [
        (short(path), ast.parse(path.read_text(encoding="utf-8")))
        for path in python_files()
        if short(path).startswith(WINDOWS)
    ]


def calls(tree: ast.AST, *names: str) -> list[ast.Call]:
    """Calls of methods of these names."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in names
    ]


def test_colours_stand_in_the_theme_alone():
    found = [
        (name, node.value)
        for name, tree in trees()
        if name != "app/ui/theme.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and COLOUR.fullmatch(node.value)
    ]
    assert found == []


def test_no_box_says_that_all_went_well_and_no_dialog_runs_a_loop_of_its_own():
    boxes = [name for name, tree in trees() if "QMessageBox" in ast.dump(tree)]
    loops = [f"{name}:{call.lineno}" for name, tree in trees() for call in calls(tree, "exec", "exec_")]
    assert (boxes, loops) == ([], [])


def test_no_slot_keeps_its_window_alive():
    """A lambda or partial that names ``self`` is held by the connection, and holds the window."""
    found = [f"{name}:{call.lineno}" for name, tree in trees() for call in calls(tree, "connect") if holds_self(call)]
    assert found == []


def holds_self(call: ast.Call) -> bool:
    slot = call.args[0] if call.args else None
    wraps = isinstance(slot, ast.Lambda) or (isinstance(slot, ast.Call) and "partial" in ast.dump(slot.func))
    return wraps and any(isinstance(node, ast.Name) and node.id == "self" for node in ast.walk(slot))


@pytest.mark.parametrize(
    ("code", "held"),
    [
        ("x.connect(lambda: self.go())", True),
        ("x.connect(partial(self.go, 1))", True),
        ("x.connect(self.go)", False),
        ("x.connect(partial(go, context))", False),
    ],
)
def test_the_rule_finds_what_it_is_for(code, held):
    [call] = calls(ast.parse(code), "connect")
    assert holds_self(call) is held
