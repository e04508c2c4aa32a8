"""What an import is about so far: the file, the plan, what the trial said; questions go out here and come back."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from app.domain.ids import new_uid
from app.domain.importing import REASON
from app.domain.importing_guess import DayOrder
from app.domain.importing_plan import FieldState, ImportPlan, missing, proposed
from app.domain.importing_rows import KINDS
from app.domain.importing_table import CARDS, TableAsked, TableRead
from app.domain.refusal import N_
from app.domain.watch import Watch
from app.services import imports
from app.ui.context import Context
from app.ui.importing import work
from app.ui.importing.work import Checked, Taken
from app.ui.kit.progress import Waiting
from app.ui.kit.timers import once

UNDONE = N_("The import is undone. Removed: {removed}, restored: {restored}, kept because they were used: {kept}.")
AGAIN_MS = 700
"""After the last correction the trial runs anew."""
COMMA_COUNTRIES = frozenset({"ES", "AR", "CO", "CL", "DE", "FR", "IT", "PT"})


class Wizard(QObject):
    """``moved``: something is known that was not. ``failed`` carries an error; the file stays chosen."""

    moved = Signal()
    failed = Signal(object)
    ended = Signal()
    """The import has happened."""

    def __init__(self, context: Context, waiting: Waiting) -> None:
        super().__init__(waiting)
        self.context, self.waiting = context, waiting
        self.kind = "customers"
        self.asked: TableAsked | None = None
        self.table: TableRead | None = None
        self.plan = ImportPlan(self.kind)
        self.days = DayOrder()
        self.states: Mapping[str, FieldState] = {}
        self.checked: Checked | None = None
        self.taken: Taken | None = None
        self._request: UUID | None = None
        self._epoch = 0
        self._again = once(self, AGAIN_MS, self.check)

    # the file

    def choose_kind(self, kind: str) -> None:
        """What the file is about; its columns are guessed anew."""
        if kind != self.kind and kind in KINDS:
            self.kind = kind
            self._propose()

    def choose(self, path: str, **known: str) -> None:
        """Read a file; ``known`` is what somebody knows better: encoding, delimiter, sheet."""
        self.asked = TableAsked(path, **known)
        self.table, self.taken = None, None
        self._forget()
        watch = self._begin()
        self.context.runner.aside(
            self, partial(_numbered, self._epoch, partial(self.context.doors.read_table, self.asked, watch)),
            self._table_read, self._failed, watch=watch,
        )  # fmt: skip
        self.moved.emit()

    def read_again(self, **known: str) -> None:
        """The same file, read another way."""
        if self.asked is not None:
            asked = replace(self.asked, **known)
            self.choose(asked.path, encoding=asked.encoding, delimiter=asked.delimiter, sheet=asked.sheet)

    @property
    def file_name(self) -> str:
        """The chosen file's name; empty for none."""
        return Path(self.asked.path).name if self.asked is not None else ""

    def _table_read(self, answer: "Answer") -> None:
        if not self._mine(answer):
            return
        self.table = answer.found
        assert self.table is not None
        if self.table.form == CARDS:
            self.kind = "customers"
        self._propose()

    def _propose(self) -> None:
        self._forget()
        if self.table is not None:
            usual = "," if self.context.say.country in COMMA_COUNTRIES else "."
            self.plan, self.days = proposed(self.kind, self.table, usual)
            self._remembered()
            self.look()
        else:
            self.plan = ImportPlan(self.kind)
        self.moved.emit()

    # the plan

    @property
    def ambiguous(self) -> bool:
        """Whether somebody has to say in which order day and month stand."""
        return self.days.ambiguous and not self.plan.days

    @property
    def lost(self) -> list[str]:
        """Required fields that nothing gives."""
        return missing(self.plan)

    def replan(self, **changes: Any) -> None:  # noqa: ANN401 - fields of a plan
        """Another wish; what was tried before says nothing any more."""
        plan = replace(self.plan, **changes)
        if plan == self.plan:
            return
        columns = {"columns", "days", "decimal"} & changes.keys()
        self.plan = plan
        self._request = None
        if columns:
            self.checked = None
            self.look()
        elif self.checked is not None:
            self._again.start()
        self.moved.emit()

    def map_column(self, column: str, field: str) -> None:
        """A column of the file becomes a field of ours (empty: none); what held it before is free."""
        columns = {name: source for name, source in self.plan.columns.items() if source != column and name != field}
        if field:
            columns[field] = column
        self.replan(columns=columns)

    def field_of(self, column: str) -> str:
        """The field that a column of the file becomes; empty for none."""
        return next((name for name, source in self.plan.columns.items() if source == column), "")

    def look(self) -> None:
        """Count what can be read in each column."""
        if self.table is None:
            return
        watch = self._begin()
        question = partial(work.look, self.plan, self.table, watch, self.context.say.places)
        looking = partial(_numbered, self._epoch, question)
        self.context.runner.aside(self, looking, self._looked, self._failed, watch=watch)

    def _looked(self, answer: "Answer") -> None:
        if self._mine(answer):
            self.states = answer.found
            self.moved.emit()

    # corrections

    def edit(self, row: int, column: str, text: str) -> None:
        """Put a text into a cell."""
        self.replan(edits={**self.plan.edits, (row, column): text})

    def skip(self, row: int) -> None:
        """Leave a row out."""
        self.replan(skipped=self.plan.skipped | {row})

    # trying and doing

    def check(self) -> None:
        """Try everything and keep nothing."""
        self._again.stop()
        if self.table is None or self.lost:
            return
        watch = self._begin()
        question = partial(
            work.check, plan=self.plan, table=self.table, watch=watch, places=self.context.say.places
        )  # fmt: skip
        beside = partial(self.context.doors.beside, question)
        trying = partial(_numbered, self._epoch, beside)
        self.context.runner.aside(self, trying, self._checked, self._failed, watch=watch)

    def _checked(self, answer: "Answer") -> None:
        if self._mine(answer):
            self.checked = answer.found
            self.moved.emit()

    def take(self) -> None:
        """Import. Sent again after a lost answer it happens once."""
        if self.table is None or self.taken is not None or self.waiting.busy:
            return
        self._again.stop()
        self._request = self._request or new_uid()
        watch = self._begin()
        question = partial(
            work.take, plan=self.plan, table=self.table, watch=watch, places=self.context.say.places,
            request=self._request,
        )  # fmt: skip
        taking = partial(self.context.doors.beside, question)
        self.context.runner.aside(self, taking, self._took, self._failed, watch=watch)
        self.moved.emit()

    def _took(self, taken: Taken) -> None:
        self.waiting.end()
        self.taken = taken
        self._remember()
        self.moved.emit()
        self.ended.emit()

    def undo(self) -> None:
        """Take the import back."""
        if self.taken is not None:
            undoing = partial(imports.undo, run_id=self.taken.imported.run_id)
            watch = Watch(N_("Undoing the import"), one_write=True)
            self.context.runner.write(self, undoing, self._undone, self._failed, watch=watch)

    def _undone(self, undone: imports.Undone) -> None:
        say = self.context.say
        words = say.text(UNDONE, removed=undone.removed, restored=undone.restored, kept=undone.kept)
        self.context.reporter.said.emit(words, "done")
        self.begin_anew()

    def begin_anew(self) -> None:
        """Nothing chosen; the kind stays."""
        self.asked = self.table = None
        self.plan = ImportPlan(self.kind)
        self.taken = None
        self._forget()
        self.moved.emit()

    # what is remembered per header

    @property
    def _name(self) -> str:
        header = "\x1f".join(name for name in (self.table.header if self.table else ()) if name != REASON)
        return f"import.{self.kind}.{hashlib.sha256(header.encode()).hexdigest()[:16]}"

    def _remember(self) -> None:
        plan = self.plan
        self.context.personal.put(
            self._name,
            {
                "columns": dict(plan.columns), "days": plan.days, "decimal": plan.decimal, "policy": plan.policy,
                "find_by": list(plan.find_by),
            },
        )  # fmt: skip

    def _remembered(self) -> None:
        """How a file with these columns was read the last time."""
        kept = self.context.personal.get(self._name)
        if not isinstance(kept, dict) or self.table is None:
            return
        known = {column.name for column in KINDS[self.kind].columns}
        columns = {
            name: source
            for name, source in dict(kept.get("columns", {})).items()
            if name in known and source in self.table.header
        }
        self.plan = replace(
            self.plan, columns=columns, days=str(kept.get("days", "")), decimal=str(kept.get("decimal", "")),
            policy=str(kept.get("policy", "fill")), find_by=tuple(kept.get("find_by", ())),
        )  # fmt: skip

    # the questions under way

    def _begin(self) -> Watch:
        self._epoch += 1
        self.waiting.cancel()
        return self.waiting.begin()

    def _mine(self, answer: "Answer") -> bool:
        """Whether this answers the last question well; an older one that comes later says nothing."""
        if answer.epoch != self._epoch:
            return False
        if answer.error is not None:
            self._failed(answer.error)
            return False
        self.waiting.end()
        return True

    def _failed(self, error: BaseException) -> None:
        self.waiting.end()
        self.failed.emit(error)
        self.moved.emit()

    def _forget(self) -> None:
        self._again.stop()
        self.states, self.checked = {}, None
        self.days = DayOrder()
        self._request = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a numbered question, or its error: a late one is told from one that matters."""

    epoch: int
    found: Any
    error: Exception | None = None


def _numbered(epoch: int, question: Callable[[], Any]) -> Answer:
    try:
        return Answer(epoch, question())
    except Exception as error:  # examined when it arrives
        return Answer(epoch, None, error)
