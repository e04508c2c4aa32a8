"""What an import asks of file and database, away from the window: looking, trying, taking in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.domain.changes import ChangeSet
from app.domain.importing_notice import Notice, RowRefusal
from app.domain.importing_plan import FieldState, ImportPlan, corrected, field_states, read
from app.domain.importing_table import TableRead
from app.domain.watch import Watch
from app.i18n import Say
from app.services import imports
from app.services.imports import Imported
from app.ui.importing.words import FIELDS

Known = Mapping[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that is refused, or (``refusal`` is none) a warning about one; ``column`` is the file's."""

    row: int
    column: str
    text: str
    refusal: RowRefusal | None = None
    notice: Notice | None = None

    @property
    def limit(self) -> int:
        """How many characters fit, where there are too many; else 0."""
        return int(self.refusal.values.get("limit", 0)) if self.refusal and "length" in self.refusal.values else 0

    def why(self, say: Say) -> str:
        """The reason and what would be right."""
        if self.refusal is not None:
            values = dict(self.refusal.values)
            if values.get("name") in FIELDS:
                # a field of ours by the name that stands on the screen
                values["name"] = say.text(FIELDS[values["name"]])
            parts = [self.refusal.message, self.refusal.hint]
            return say.sentences(say.text(part, **values) for part in parts if part)
        return say.text(self.notice.message, **self.notice.values) if self.notice is not None else ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A trial: what would happen to the rows, and which of them are a problem."""

    rows: int
    created: int
    updated: int
    skipped: int
    problems: Sequence[Problem]

    @property
    def refused(self) -> int:
        """Rows that would not come in."""
        return sum(problem.refusal is not None for problem in self.problems)

    @property
    def warnings(self) -> int:
        """Remarks about rows that come in."""
        return len(self.problems) - self.refused

    @property
    def ready(self) -> int:
        """Rows that would come in."""
        return self.rows - self.refused


@dataclass(frozen=True, slots=True)
class Taken:
    """An import that happened; ``rejected`` are the rows that stayed out: (refusal, cells)."""

    imported: Imported
    rejected: Sequence[tuple[RowRefusal, Sequence[str]]]

    @property
    def changes(self) -> ChangeSet:
        """What it touched."""
        return self.imported.changes


def look(plan: ImportPlan, table: TableRead, watch: Watch, places: int) -> dict[str, FieldState]:
    """How the cells of every mapped column can be read."""
    return field_states(plan, table, watch, places)


def check(store: Any, *, plan: ImportPlan, table: TableRead, watch: Watch, places: int) -> Checked:  # noqa: ANN401
    """Try everything and keep nothing. Raises ``Refusal``, ``Stopped``."""
    reading = read(plan, table, watch, places)
    answer = imports.run(
        store, plan.kind, reading.rows, file_name=table.name, request=UUID(int=0), file_hash=table.digest,
        policy=plan.policy, dry_run=True, find_by=plan.find_by, watch=watch,
    )  # fmt: skip
    known = dict(table.rows)
    problems = [_refused(plan, refusal, table, known) for refusal in answer.refused]
    problems += [_worth_a_word(plan, notice, table, known) for notice in reading.notices if notice.row]
    problems.sort(key=lambda problem: (problem.row, problem.refusal is None))
    return Checked(answer.rows, answer.created, answer.updated, answer.skipped, problems)


def _refused(plan: ImportPlan, refusal: RowRefusal, table: TableRead, known: Known) -> Problem:
    """With the whole text of its cell; what a service refuses is named by our field."""
    column = plan.columns.get(refusal.column, refusal.column)
    if column not in table.header:
        return Problem(refusal.row, column if column in plan.columns else "", refusal.value, refusal)
    return Problem(refusal.row, column, _text(plan, table, known, refusal.row, column), refusal)


def _worth_a_word(plan: ImportPlan, notice: Notice, table: TableRead, known: Known) -> Problem:
    if notice.column not in table.header:
        return Problem(notice.row, "", str(notice.values.get("text", "")), notice=notice)
    return Problem(
        notice.row, notice.column, _text(plan, table, known, notice.row, notice.column), notice=notice
    )  # fmt: skip


def _text(plan: ImportPlan, table: TableRead, known: Known, row: int, column: str) -> str:
    return corrected(plan, table, row, known.get(row, ()))[table.header.index(column)]


def take(
    store: Any, *, plan: ImportPlan, table: TableRead, watch: Watch, places: int, request: UUID  # noqa: ANN401
) -> Taken:  # fmt: skip
    """Take the rows in, in one transaction. Raises ``Refusal``, ``Stopped``: then nothing was."""
    reading = read(plan, table, watch, places)
    answer = imports.run(
        store, plan.kind, reading.rows, file_name=table.name, request=request, file_hash=table.digest,
        policy=plan.policy, find_by=plan.find_by, watch=watch,
    )  # fmt: skip
    known = dict(table.rows)
    cells = [corrected(plan, table, refusal.row, known.get(refusal.row, ())) for refusal in answer.refused]
    return Taken(answer, list(zip(answer.refused, cells, strict=True)))
