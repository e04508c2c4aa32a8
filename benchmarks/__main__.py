"""``python -m benchmarks``: measure and print the table."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from benchmarks import cases, commission, deadline, files, papers, reads, saves, screens, start, sums, window
from benchmarks.company import SIZES
from benchmarks.measure import HEAD, Line, shown
from benchmarks.places import Places, server

KINDS = ("sqlite", "postgresql")
Operation = Callable[[Places, str], Iterator[Line]]

OPERATIONS: dict[str, Operation] = {
    "card": lambda places, kind: reads.card(places.loaded(kind), places.size),
    "list": lambda places, kind: reads.pages(places.loaded(kind), places.size),
    "contains": lambda places, kind: reads.contains(places.loaded(kind), places.size),
    "save": saves.save,
    "desks": lambda places, kind: saves.desks(places) if kind == "postgresql" else iter(()),
    "sums": lambda places, kind: sums.lines(places.loaded(kind), places.size),
    "commission": commission.lines,
    "deadline": lambda _places, kind: deadline.lines() if kind == "sqlite" else iter(()),
    "cases": cases.lines,
    "papers": lambda _places, kind: papers.lines() if kind == "sqlite" else iter(()),
    "import": files.taken_in,
    "window": lambda places, kind: window.lines(places.loaded(kind)),
    "screens": lambda places, kind: screens.lines(places, kind) if kind == "sqlite" else iter(()),
    "start": lambda places, kind: start.lines(places.loaded(kind)) if kind == "sqlite" else iter(()),
}


def main() -> int:
    """Measure what the arguments name; 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="10k", help="customers of the synthetic company")
    parser.add_argument("--database", default="both", help="sqlite, postgresql, both, or postgresql://… of a server")
    parser.add_argument("--only", default="", help="operations, separated by commas: " + ", ".join(OPERATIONS))
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "mostrador-bench",
                        help="where loaded databases are kept")  # fmt: skip
    given = parser.parse_args()
    wanted = given.only.split(",") if given.only else list(OPERATIONS)
    if unknown := set(wanted) - OPERATIONS.keys():
        parser.error(f"unknown operations: {', '.join(sorted(unknown))}")
    address = given.database if "://" in given.database else ""
    kinds = KINDS if given.database == "both" else ("postgresql",) if address else (given.database,)
    if not set(kinds) <= set(KINDS):
        parser.error(f"unknown database {given.database}")
    given.cache.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        places = Places(given.cache, given.size)
        if "postgresql" in kinds:
            places.server = stack.enter_context(server(given.cache, address))
        for kind in kinds:
            places.loaded(kind)
        begin = perf_counter()
        _print(given.size, (OPERATIONS[name](places, kind) for name in wanted for kind in kinds))
        print(f"measured in {perf_counter() - begin:.0f} s", file=sys.stderr)
    return 0


def _print(size: str, measured: Iterator[Iterator[Line]]) -> None:
    """A table that appears line by line, so that a long run shows where it is."""
    widths = (38, 5, 10, 10, 10, 7, 10, 10, 11, 0)
    for row in [HEAD, tuple("-" * len(name) for name in HEAD)]:
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
    for some in measured:
        for line in some:
            row = shown(line, size)
            print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
