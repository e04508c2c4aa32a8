"""Starting the command line: fresh interpreters, their CPU time, against an interpreter that does nothing."""

import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence

from sqlalchemy.engine import URL

from benchmarks.company import phone_of
from benchmarks.measure import Line

ROUNDS = 7


def lines(url: URL) -> Iterator[Line]:
    """``--version``, and a look-up of a phone number."""
    address = url.render_as_string(hide_password=False)
    cases = {
        "start: --version": ["-m", "app", "--version"],
        "start: lookup by phone": ["-m", "app", "lookup", phone_of(7), "--database", address],
    }
    bare = _seconds(["-c", "pass"])
    for name, arguments in cases.items():
        yield Line(name, url.get_backend_name(), bare, _seconds(arguments))


def _seconds(arguments: Sequence[str]) -> float:
    """Median of the CPU seconds of a fresh interpreter."""
    times = []
    for _ in range(ROUNDS):
        before = _used()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        times.append(_used() - before)
    return sorted(times)[ROUNDS // 2]


def _used() -> float:
    found = resource.getrusage(resource.RUSAGE_CHILDREN)
    return found.ru_utime + found.ru_stime
