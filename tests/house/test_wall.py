"""Nobody writes a question that needs costs and forgets who may ask it: found in the code, without running it."""

import ast
import importlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from app.domain import rights
from app.models import Base, every_table

APP = Path(__file__).parents[2] / "app"
KEPT = importlib.import_module("migrations.versions.0011_wall").SECRET
MANAGERS = {name for name, right in rights.RIGHTS.items() if not right.roles & {rights.FRONT_DESK, rights.SALES}}

ONLY_WITH_THE_RIGHT = {
    # they ask the tables of costs for managers alone, and answer everybody else without
    "queries.calls.who", "queries.commission_why.why", "queries.complaint.case", "queries.complaint_outcomes.of_case",
    "queries.complaint_outcomes.waiting",
    "queries.complaints_quality.head", "queries.complaints_quality.quality", "queries.desk.hits",
    "queries.desk.of_customer", "queries.desk.people", "queries.desk.who_calls", "queries.exports.complaints_report",
    "queries.exports.rows", "queries.papers_complaints.complaint_month", "queries.today.of_day",
    # the service and managers run them; anybody else's run books nothing
    "services.commissions.run",
    # commands of whoever owns the tables, and managers
    "services.checking.check",
}  # fmt: skip

Name = tuple[str, str]


def parsed() -> Iterator[tuple[str, ast.Module]]:
    """Questions, operations and what they stand on, by module."""
    for layer in ("queries", "services", "store"):
        for path in sorted((APP / layer).glob("*.py")):
            yield f"app.{layer}.{path.stem}", ast.parse(path.read_text(encoding="utf-8"))


class Code:
    """What each function and constant names, however it was imported."""

    def __init__(self) -> None:
        self.nodes: dict[Name, ast.stmt] = {}
        self.imports: dict[str, dict[str, Name]] = {}
        for module, tree in parsed():
            found = [one for one in tree.body if isinstance(one, ast.ImportFrom) and one.module]
            self.imports[module] = {
                alias.asname or alias.name: (str(one.module), alias.name) for one in found for alias in one.names
            }
            for node in tree.body:
                self.nodes |= {(module, name): node for name in defined(node)}
        self.carried_out = {place for place, node in self.nodes.items() if is_carried_out(node)}

    def resolved(self, module: str, name: str) -> Name | None:
        """Where a name of a module was written."""
        if (module, name) in self.nodes:
            return module, name
        source = self.imports.get(module, {}).get(name)
        if source is None or source[0].startswith("app.models"):
            return source
        return self.resolved(*source)

    @cache  # noqa: B019 - one object lives as long as the tests
    def named(self, place: Name) -> frozenset[Name]:
        """What a function or constant names directly; a function that the server carries out names nothing more."""
        node, found = self.nodes[place], set()
        for one in ast.walk(node):
            if isinstance(one, ast.Name):
                found.add(self.resolved(place[0], one.id))
            elif isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name):
                base = self.imports[place[0]].get(one.value.id)
                found.add(self.resolved(".".join(base), one.attr) if base else None)
        return frozenset(one for one in found if one)

    def reached(self, place: Name) -> set[Name]:
        """Everything that a function comes to."""
        seen, left = set(), [place]
        while left:
            for one in self.named(left.pop()):
                if one not in seen:
                    seen.add(one)
                    left += [one] if one in self.nodes and one not in self.carried_out else []
        return seen


def defined(node: ast.stmt) -> list[str]:
    """The names that a statement gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return [one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)]


def is_carried_out(node: ast.stmt) -> bool:
    """Whether the server's service does it for people from whom costs are kept."""
    return any("by_the_server" in ast.unparse(one) for one in getattr(node, "decorator_list", ()))


def requires_a_manager(code: Code, place: Name) -> bool:
    """Whether it, or what it calls itself, refuses everybody but managers."""
    near = {place, *code.named(place)}
    near |= {two for one in near if one in code.nodes for two in code.named(one) if two[0] == place[0]}
    nodes = [code.nodes[one] for one in near if one in code.nodes]
    return any(f"'{right}'" in line and "require" in line
               for node in nodes if isinstance(node, ast.FunctionDef)
               for line in ast.unparse(node).splitlines() for right in MANAGERS)  # fmt: skip


def test_every_question_that_needs_costs_is_the_servers_or_a_managers():
    code = Code()
    every_table()
    secret = {model.__name__ for model in Base.__subclasses__() if getattr(model, "__tablename__", "") in KEPT}
    assert len(secret) == len(KEPT)
    open_to_all = set()
    for place, node in code.nodes.items():
        public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and node.args.args
        if not public or node.args.args[0].arg != "store" or place in code.carried_out:
            continue
        needs = {name for module, name in code.reached(place) if module.startswith("app.models")} & secret
        if needs and not requires_a_manager(code, place):
            open_to_all.add(f"{place[0].removeprefix('app.')}.{place[1]}")
    assert open_to_all - ONLY_WITH_THE_RIGHT == set(), "mark it by_the_server, or ask for costs with the right alone"
    assert ONLY_WITH_THE_RIGHT - open_to_all == set(), "no longer needed here"
