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


# Work aside that nobody waits for, or that is over before anybody would: small files of this computer, one page's
# picture, a registry key. Everything else names its first step in a watch: after a second the window says it, and Stop.
SOON_OVER = {
    "app/ui/clock_bar.py": 1, "app/ui/code.py": 1, "app/ui/complaints/extras.py": 2,
    "app/ui/customers/form_consent.py": 1, "app/ui/customers/form_files.py": 1, "app/ui/customers/opening.py": 1,
    "app/ui/deadlines.py": 1, "app/ui/kit/form_drafts.py": 1, "app/ui/orders/keeping.py": 2,
    "app/ui/preview/window.py": 2, "app/ui/settings/company_page.py": 2, "app/ui/settings/telephony_page.py": 4,
    "app/ui/setup/first_start.py": 1, "app/ui/setup/first_start_logo.py": 1,
    "app/ui/setup/sign_in.py": 1,
}  # fmt: skip


def test_whatever_may_last_is_told_and_can_be_stopped():
    """Questions and operations are, by the runner itself; work aside only where it says what it does."""
    found = {
        name: sum(all(given.arg != "watch" for given in call.keywords) for call in calls(tree, "aside"))
        for name, tree in trees()
    }
    assert {name: count for name, count in found.items() if count} == SOON_OVER


def test_one_place_alone_hands_work_to_threads():
    """So that no work can be begun that the window does not know of."""
    makers = [name for name, tree in trees() if re.search(r"'(ThreadPoolExecutor|Thread|QThread)'", ast.dump(tree))]
    assert makers == ["app/ui/tasks.py"]
