"""A question before a deed is asked only where the deed cannot be taken back, and its button names the deed."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app import ui

BOXES = {"QMessageBox", "QInputDialog", "QErrorMessage", "QDialogButtonBox"}
"""They ask “OK?” in their own words."""
DIALOGS = {
    "Confirm": "asks before a deed", "Deciding": "shows what a deed would change",
    "Why": "explains a figure", "CostCorrection": "a form", "OwnSecrets": "a form", "Preview": "a paper",
    "GivenTiers": "a list",
}  # fmt: skip
DEEDS = {
    ("commission/deeds.py", "Pay {amount}"),
    ("commission/dialogs.py", "Close {month}"),
    ("commission/dialogs.py", "Recalculate {month}"),
    ("months/panel.py", "Close {month}"),
    ("months/panel.py", "Open {month} again"),
    ("months/tier_bar.py", "Freeze the tiers of {year}"),
    ("months/tier_bar.py", "Freeze them all the same"),
}
"""What is asked about: it stays in the books, on paper or in somebody's pocket."""


def modules() -> Iterator[tuple[str, ast.Module]]:
    """Every module of the screens with its path."""
    root = Path(str(ui.__file__)).parent
    for path in sorted(root.rglob("*.py")):
        yield path.relative_to(root).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def name_of(node: ast.AST) -> str:
    """The last part of a name."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def english(node: ast.AST, around: ast.AST) -> Iterator[str]:
    """The texts of an expression; a name stands for what is assigned to it in the same function."""
    for part in ast.walk(node):
        if isinstance(part, ast.Call) and name_of(part.func) == "N_" and isinstance(part.args[0], ast.Constant):
            yield str(part.args[0].value)
        elif isinstance(part, ast.Name):
            for other in ast.walk(around):
                if isinstance(other, ast.Assign) and any(name_of(one) == part.id for one in other.targets):
                    yield from english(other.value, ast.Module([], []))


def asked(tree: ast.Module) -> Iterator[str]:
    """What the coloured buttons of a module's questions say."""
    for around in ast.walk(tree):
        if not isinstance(around, ast.FunctionDef):
            continue
        for call in ast.walk(around):
            if isinstance(call, ast.Call) and name_of(call.func) == "Confirm":
                deed = next(one.value for one in call.keywords if one.arg == "deed")
                yield from english(deed, around)
            elif isinstance(call, ast.Call) and name_of(call.func) == "name_buttons":
                yield from english(call.args[0], around)


def test_17_nobody_is_asked_whether_it_is_ok():
    used = {(path, name_of(node)) for path, tree in modules() for node in ast.walk(tree) if name_of(node) in BOXES}
    assert used == set()


def test_17_a_dialog_is_a_question_before_a_deed_or_no_question_at_all():
    made = {
        node.name for _, tree in modules() for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and any(name_of(base) == "QDialog" for base in node.bases)
    }  # fmt: skip
    assert made == set(DIALOGS)


def test_17_only_what_cannot_be_taken_back_is_asked_about_and_the_button_names_it():
    assert {(path, words) for path, tree in modules() for words in asked(tree)} == DEEDS
