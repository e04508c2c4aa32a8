"""Where the proof takes place: a temporary home, steps with names, and what the program complains about meanwhile."""

import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

MOST_COMPLAINTS = 5
_THROUGH_QT = re.compile(r"Error calling Python override of \S+: ")


class Failed(Exception):  # noqa: N818 - it is an outcome
    """A step did not find what it must; the text is for whoever looks after the program."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is proven; ``work`` says in a few words what it saw and raises when it is not so."""

    name: str
    work: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a step ended; ``detail`` is what was seen, or why it failed."""

    name: str
    ok: bool
    seconds: float
    detail: str


@dataclass(slots=True)
class Bench:
    """The folder everything happens in; with ``quick`` one combination stands for all of a kind."""

    folder: Path
    quick: bool = False
    pictures: Path | None = None
    """Where every screen that is drawn is kept as a picture; none: they are only looked at."""
    place: str = ""
    """The screen that is open, for complaints."""
    complaints: list[str] = field(default_factory=list)
    """What Qt warned of and what failed where nobody could catch it."""

    def complain(self, words: str) -> None:
        """Remember a complaint with its place."""
        self.complaints.append(f"{self.place}: {words}" if self.place else words)

    @property
    def full(self) -> Path:
        """The database of a company with customers, orders and closed months."""
        return self.folder / "full.db"

    @property
    def empty(self) -> Path:
        """The database of a company on its first day."""
        return self.folder / "empty.db"


@contextmanager
def bench(*, quick: bool = False, pictures: Path | None = None) -> Iterator[Bench]:
    """A bench in a folder that is taken away afterwards; this person's own settings, drafts and logs rest meanwhile."""
    before = os.environ.get("MOSTRADOR_HOME")
    # files that a library still holds open on Windows must not turn a good proof into an error
    with tempfile.TemporaryDirectory(prefix="mostrador-", ignore_cleanup_errors=True) as folder:
        os.environ["MOSTRADOR_HOME"] = folder
        try:
            yield Bench(Path(folder), quick, pictures)
        finally:
            if before is None:
                del os.environ["MOSTRADOR_HOME"]
            else:
                os.environ["MOSTRADOR_HOME"] = before


def carried_out(step: Step, bench: Bench) -> Outcome:
    """Do one step: it fails by what it raises, and by complaints that came up meanwhile."""
    begun, known = time.perf_counter(), len(bench.complaints)
    bench.place = ""
    with _uncaught(bench):
        try:
            detail, ok = step.work(), True
        except Exception as error:
            detail, ok = explained(error), False
    new = list(dict.fromkeys(bench.complaints[known:]))
    if new:
        ok, detail = False, " | ".join([*([] if ok else [detail]), *new[:MOST_COMPLAINTS]])
    return Outcome(step.name, ok, time.perf_counter() - begun, detail)


def explained(error: BaseException) -> str:
    """An error with its place in our code; the company is invented, only this person's folder is left out."""
    trace, place = error.__traceback__, ""
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if "app" in path.parts:
            place = f"{path.name}:{trace.tb_lineno}"
        trace = trace.tb_next
    # Qt puts a sentence of its own before an error for each call it went through
    text = _THROUGH_QT.sub("", str(error)).strip() or type(error).__name__
    if not isinstance(error, Failed):
        text = f"{type(error).__name__}: {text} ({place})"
    return " ".join(text.replace(str(Path.home()), "~").split())


@contextmanager
def _uncaught(bench: Bench) -> Iterator[None]:
    """Errors in what Qt calls reach nobody but the interpreter's hook."""
    before = sys.excepthook

    def note(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        bench.complain(explained(error))

    sys.excepthook = note
    try:
        yield
    finally:
        sys.excepthook = before
