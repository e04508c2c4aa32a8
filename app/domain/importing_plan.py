"""How a person wants a file to be imported: which column is what, which rows were put right; and its rows read so."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from app.domain.importing import RowReader, column_parser, kind_named, plan_reader
from app.domain.importing_guess import DayOrder, guess_columns, guess_days, guess_decimal
from app.domain.importing_map import DATES, NUMBERS, ColumnMap, FieldMap
from app.domain.importing_notice import Notice, Notices, RowRefusal, UnreadableRow
from app.domain.importing_rows import ImportRow
from app.domain.importing_table import TableRead
from app.domain.refusal import N_, Mistake
from app.domain.watch import Watch

UNCODED = frozenset({"customers", "products"})
"""Kinds whose records may come without a code: the program finds or gives one."""
NO_CODE = "⟨no code⟩"
FIND_BY: Mapping[str, tuple[str, ...]] = {
    "customers": ("tax_id", "email", "phone", "name"),
    "products": ("name",),
}
"""By what records without a code may be found again."""
EVERY = 500
LEAST_DIGITS = 6
"""Digits of a telephone number that somebody outside the house may have."""
SAMPLE = 2000
"""Cells from which the order of days and the decimal mark are guessed."""


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """``columns`` are our fields and the file's columns; ``edits`` texts put into (row, file's column) by hand."""

    kind: str
    columns: Mapping[str, str] = field(default_factory=dict)
    days: str = ""
    decimal: str = ""
    policy: str = "fill"
    find_by: tuple[str, ...] = ()
    edits: Mapping[tuple[int, str], str] = field(default_factory=dict)
    skipped: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class FieldState:
    """How a field's cells can be read: ``filled`` of them have something, ``readable`` of these are right."""

    filled: int
    readable: int
    example: str
    first_wrong: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """All rows of a plan: typed ones and refusals in the order of the file, and what is worth knowing."""

    rows: Sequence[ImportRow | RowRefusal]
    notices: Sequence[Notice]


def proposed(kind: str, table: TableRead, usual_mark: str = ".") -> tuple[ImportPlan, DayOrder]:
    """The plan that probably fits a file, and whether the order of its days has to be asked."""
    columns = guess_columns(kind, table.header)
    plan = ImportPlan(kind, columns, find_by=FIND_BY.get(kind, ())[:3])
    days = guess_days(islice(_texts(plan, table, DATES), SAMPLE))
    mark = guess_decimal(islice(_texts(plan, table, NUMBERS), SAMPLE), usual_mark)
    return replace(plan, days=days.order, decimal=mark), days


def _texts(plan: ImportPlan, table: TableRead, types: frozenset[str]) -> Iterator[str]:
    kind = kind_named(plan.kind)
    wanted = [table.header.index(plan.columns[c.name]) for c in kind.columns
              if c.type in types and c.name in plan.columns and plan.columns[c.name] in table.header]  # fmt: skip
    for _, cells in table.rows if wanted else ():
        for at in wanted:
            if at < len(cells) and cells[at].strip():
                yield cells[at]


def missing(plan: ImportPlan) -> list[str]:
    """Required fields that nothing gives."""
    given = set(plan.columns)
    if plan.kind in UNCODED:
        given.add("code")
    if plan.kind == "customers" and given & {"given_name", "family_name", "organisation"}:
        given.add("name")
    return [name for name in kind_named(plan.kind).required if name not in given]


def column_map(plan: ImportPlan) -> ColumnMap:
    """The plan as a map of columns. Raises ``Mistake`` naming the first required field that nothing gives."""
    lost = missing(plan)
    if lost:
        raise Mistake(N_("Say which column holds ‘{name}’; every row needs it."), field=lost[0], name=lost[0])
    fields = {
        name: FieldMap(name, (source,), date=plan.days, decimal=plan.decimal) for name, source in plan.columns.items()
    }
    if plan.kind in UNCODED:
        known = fields.get("code")
        fields["code"] = replace(known, default=NO_CODE) if known else FieldMap("code", constant=NO_CODE)
    if plan.kind == "customers":
        fields["name"] = _name(plan)
    return ColumnMap(N_("this import"), plan.kind, fields, plan.decimal)


def _name(plan: ImportPlan) -> FieldMap:
    """A customer's name: its own column, else given and family name, else the organisation."""
    parts = tuple(plan.columns[name] for name in ("given_name", "family_name") if name in plan.columns)
    company = plan.columns.get("organisation", "")
    if "name" in plan.columns:
        sources: tuple[str, ...] = (plan.columns["name"],)
    else:
        sources = parts or (company,)
    return FieldMap("name", sources, default_column=company if company not in sources else "")


def reader_of(plan: ImportPlan, table: TableRead, places: int = 2) -> RowReader:
    """A reader of the file's rows as the plan wants them. Raises ``Mistake``."""
    return plan_reader(plan.kind, table.header, column_map(plan), places=places)


def read(plan: ImportPlan, table: TableRead, watch: Watch, places: int = 2) -> Reading:
    """Every row that is not skipped; ``places`` are the decimals of the currency. Raises ``Mistake``, ``Stopped``."""
    reader = reader_of(plan, table, places)
    watch.begin(N_("Reading the rows"), len(table.rows))
    edited = {row for row, _ in plan.edits}
    rows: list[ImportRow | RowRefusal] = []
    for number, cells in table.rows:
        if number not in plan.skipped:
            own = corrected(plan, table, number, cells) if number in edited else cells
            rows.append(read_one(reader, number, own))
        if number % EVERY == 0:
            watch.done = len(rows)
            watch.look()
    notices = Notices()
    notices.extend(reader.notices)
    notices.total = reader.notices.total
    if plan.kind == "customers":
        _phones(rows, plan, notices)
    return Reading(rows, notices)


def read_one(reader: RowReader, number: int, cells: Sequence[str]) -> ImportRow | RowRefusal:
    """One row, or why it cannot be read."""
    try:
        row: Any = reader.read(number, cells)
    except RowRefusal as refusal:
        refusal.key = reader.key(cells)
        return refusal
    return row._replace(code="") if getattr(row, "code", "") == NO_CODE else row  # type: ignore[no-any-return]


def corrected(plan: ImportPlan, table: TableRead, number: int, cells: Sequence[str]) -> Sequence[str]:
    """A row's cells with what was put right by hand; an edited row that could not be taken apart can be now."""
    own = [*cells, *[""] * (len(table.header) - len(cells))]
    edits = {column: text for (row, column), text in plan.edits.items() if row == number}
    for at, column in enumerate(table.header):
        if column in edits:
            own[at] = edits[column]
    if not isinstance(cells, UnreadableRow):
        return own
    # every cell was written by hand: the raw line is no cell of its own
    return [edits.get(column, "") for column in table.header]


def _phones(rows: Sequence[ImportRow | RowRefusal], plan: ImportPlan, notices: Notices) -> None:
    """Numbers that stand in several rows, or are too short for one: allowed, and worth a word."""
    numbers: Counter[str] = Counter()
    first: dict[str, tuple[int, str]] = {}
    for row in rows:
        if isinstance(row, RowRefusal):
            continue
        own = {name: getattr(row, name) for name in ("phone", "phone2", "mobile") if getattr(row, name)}
        digits = {"".join(sign for sign in text if sign.isdecimal()): plan.columns[name] for name, text in own.items()}
        numbers.update(digits.keys())
        for number, column in digits.items():
            first.setdefault(number, (row.row, column))
            if len(number) < LEAST_DIGITS:
                notices.say(
                    N_("This telephone number has {count} digits; is something missing?"), row=row.row, column=column,
                    count=len(number),
                )  # fmt: skip
    for number, count in numbers.items():
        if count > 1 and len(number) >= LEAST_DIGITS:
            at, column = first[number]
            notices.say(
                N_("The number {text} stands in {count} rows; these customers will share it."), row=at, column=column,
                text=number, count=count,
            )  # fmt: skip


def field_states(plan: ImportPlan, table: TableRead, watch: Watch, places: int = 2) -> dict[str, FieldState]:
    """For every field of the plan how many of its cells are filled and readable. Raises ``Stopped``."""
    kind = kind_named(plan.kind)
    watch.begin(N_("Looking at the columns"), len(table.rows) * max(1, len(plan.columns)))
    found: dict[str, FieldState] = {}
    for column in kind.columns:
        source = plan.columns.get(column.name)
        if source is None or source not in table.header:
            continue
        parse = column_parser(column, plan.decimal, plan.days, places)
        found[column.name] = _state(parse, table, table.header.index(source), watch)
    return found


def _state(parse: Any, table: TableRead, at: int, watch: Watch) -> FieldState:  # noqa: ANN401 - a function of a text
    filled = readable = 0
    example = wrong = ""
    for number, (_, cells) in enumerate(table.rows):
        if number % EVERY == 0:
            watch.count(EVERY)
        text = cells[at] if at < len(cells) and not isinstance(cells, UnreadableRow) else ""
        if not text or text.isspace():
            continue
        filled += 1
        example = example or text.strip()
        try:
            parse(text)
            readable += 1
        except Mistake:
            wrong = wrong or text.strip()
    return FieldState(filled, readable, example, wrong)
