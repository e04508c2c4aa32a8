"""Map files: how another program's columns become ours, written in TOML and checked before a row is read.

docs/import.md shows every key with an example. A wrong map is refused with its line, the key and what is right.
"""

import difflib
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from app.domain.importing_rows import KINDS, Column, Kind
from app.domain.parsing import ORDERS
from app.domain.refusal import N_, Mistake

NUMBERS = frozenset({"amount", "price", "quantity", "percent", "whole"})
DATES = frozenset({"date", "moment"})
MISSING = ("refuse", "empty", "skip")


@dataclass(frozen=True, slots=True)
class FieldMap:
    """Where one of our fields comes from and how its text is read.

    The text is that of ``columns`` (blanks off, joined with ``between``) or ``constant``; when it is empty, that of
    ``default_column`` or ``default``. ``values`` translates it, ``otherwise`` what is not listed there. Then numbers
    may be multiplied and reduced: a text names a column, a number is itself; ``round`` rounds each operand first.
    """

    name: str
    columns: tuple[str, ...] = ()
    between: str = " "
    constant: str = ""
    default: str = ""
    default_column: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    otherwise: str | None = None
    date: str = ""
    decimal: str = ""
    times: Decimal | str | None = None
    minus: Decimal | str | None = None
    round: int | None = None

    @property
    def has_arithmetic(self) -> bool:
        """Whether the number is computed rather than copied."""
        return self.times is not None or self.minus is not None or self.round is not None

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column of the file this field reads."""
        more = (self.default_column, self.times, self.minus)
        return (*self.columns, *(name for name in more if isinstance(name, str) and name))


@dataclass(frozen=True, slots=True)
class Join:
    """Another file whose columns are added to each row with the same key; several matches make several rows."""

    file: str
    key: tuple[tuple[str, str], ...]
    missing: str = "refuse"
    prefix: str = ""


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """A whole map file, checked; ``fields`` by the name of our field."""

    name: str
    kind: str
    fields: Mapping[str, FieldMap]
    decimal: str = ""
    joins: tuple[Join, ...] = ()
    first_by: str = ""
    skip: Mapping[str, frozenset[str]] = field(default_factory=dict)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None


def nearest(name: str, names: Sequence[str]) -> str:
    """The name somebody probably meant, or nothing."""
    folded = {known.casefold(): known for known in reversed(names)}
    found = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def read_map(text: str, name: str = "map.toml") -> ColumnMap:
    """The map in a TOML text; ``name`` is its file's name for sentences. Raises ``Mistake`` with line and key."""
    try:
        document = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        raise Mistake(
            N_("{file}, line {line}: this is not TOML."),
            hint=N_('Write key = "text" or [section]; names with blanks stand in quotation marks.'),
            file=name,
            line=place[1] if place else text.count("\n") + 1,
        ) from error
    return _MapFile(name, text, document).read()


class _MapFile:
    """One reading of a map file; it knows the text, so that a refusal can name the line."""

    TOP = ("kind", "date", "decimal", "repeat", "order_by", "file", "columns", "fields", "join", "skip")
    FIELD = (
        "column", "columns", "between", "constant", "default", "default_column", "values", "otherwise", "date",
        "decimal", "times", "minus", "round",
    )  # fmt: skip

    def __init__(self, name: str, text: str, document: dict[str, Any]) -> None:
        self.name = name
        self.lines = text.splitlines()
        self.document = document
        self.kind: Kind = KINDS["orders"]
        self.section = ""  # where the line of a wrong key is looked for first

    def read(self) -> ColumnMap:
        """The checked map."""
        top = self.document
        self._only(top, self.TOP)
        self.kind = KINDS[self._word(top, "kind", tuple(KINDS))]
        order, decimal = self._word(top, "date", (*ORDERS, "")), self._word(top, "decimal", (".", ",", ""))
        first = self._word(top, "repeat", ("first", "")) == "first"
        if first != bool(self._text(top, "order_by")):
            raise self._wrong("repeat", N_("‘repeat’ and ‘order_by’ belong together: repeat = \"first\" keeps the row"
                                           " with the lowest value of the column order_by."))  # fmt: skip
        file = self._table(top, "file")
        self._only(file, ("encoding", "delimiter", "sheet"))
        return ColumnMap(
            name=self.name,
            kind=self.kind.name,
            fields=self._fields(order, decimal),
            decimal=decimal,
            joins=self._joins(),
            first_by=self._text(top, "order_by"),
            skip=self._skip(),
            encoding=self._text(file, "encoding") or None,
            delimiter=self._text(file, "delimiter") or None,
            sheet=self._text(file, "sheet") or None,
        )

    def _fields(self, order: str, decimal: str) -> dict[str, FieldMap]:
        fields: dict[str, FieldMap] = {}
        for source, target in self._table(self.document, "columns").items():
            for name in target if isinstance(target, list) else [target]:
                column = self._column(source, name)
                if column.name in fields:
                    raise self._wrong(
                        source, N_("‘{target}’ gets two columns; join them in [fields.{target}]."), target=name
                    )
                fields[column.name] = FieldMap(column.name, (source,), date=order, decimal=decimal)
        for name, options in self._table(self.document, "fields").items():
            self.section = "fields"
            column = self._column(name, name)
            self.section = name
            start = fields.get(name, FieldMap(name, date=order, decimal=decimal))
            fields[name] = self._field(column, start, options)
        self.section = ""
        self._complete(fields)
        return fields

    def _complete(self, fields: Mapping[str, FieldMap]) -> None:
        for name in self.kind.required:
            if name not in fields:
                raise self._wrong(
                    "columns",
                    N_("nothing gives ‘{target}’, which every row of {kind} needs."),
                    target=name,
                    kind=self.kind.name,
                )

    def _field(self, column: Column, start: FieldMap, options: object) -> FieldMap:
        if not isinstance(options, dict):
            raise self._wrong(column.name, N_("options stand in a section of their own: [fields.{key}]."))
        self._only(options, self.FIELD)
        columns = self._sources(column, start, options)
        for key, types in (("date", DATES), ("decimal", NUMBERS), ("round", NUMBERS), ("times", NUMBERS),
                           ("minus", NUMBERS)):  # fmt: skip
            if key in options and column.type not in types:
                raise self._wrong(key, N_("‘{key}’ does not fit the field ‘{target}’."), target=column.name)
        return replace(
            start,
            columns=columns,
            between=self._text(options, "between", " "),
            constant=self._text(options, "constant"),
            default=self._text(options, "default"),
            default_column=self._text(options, "default_column"),
            values=self._values(options),
            otherwise=self._text(options, "otherwise") if "otherwise" in options else None,
            date=self._word(options, "date", tuple(ORDERS)) if "date" in options else start.date,
            decimal=self._word(options, "decimal", (".", ",")) if "decimal" in options else start.decimal,
            times=self._operand(options, "times"),
            minus=self._operand(options, "minus"),
            round=self._places(options),
        )

    def _sources(self, column: Column, start: FieldMap, options: dict[str, Any]) -> tuple[str, ...]:
        given = [key for key in ("column", "columns", "constant") if key in options]
        if len(given) + bool(start.columns) != 1:
            raise self._wrong(
                given[0] if given else f"fields.{column.name}",
                N_("‘{target}’ needs exactly one source: a line in [columns], or column, columns or constant here."),
                target=column.name,
            )
        if "columns" in options:
            return tuple(self._texts(options, "columns"))
        return (self._text(options, "column"),) if "column" in options else start.columns

    def _values(self, options: dict[str, Any]) -> dict[str, str]:
        table = self._table(options, "values")
        return {key.strip(): self._text(table, key) for key in table}

    def _operand(self, options: dict[str, Any], key: str) -> Decimal | str | None:
        value = options.get(key)
        if value is None or isinstance(value, Decimal) or (isinstance(value, str) and value):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return Decimal(value)
        raise self._wrong(key, N_("‘{key}’ is a number or the name of a column."))

    def _places(self, options: dict[str, Any]) -> int | None:
        value = options.get("round")
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 4):
            return value
        raise self._wrong("round", N_("‘round’ is the number of decimals, 0 to 4."))

    def _joins(self) -> tuple[Join, ...]:
        given = self.document.get("join", [])
        return tuple(self._join(join) for join in (given if isinstance(given, list) else [given]))

    def _join(self, join: object) -> Join:
        if not isinstance(join, dict):
            raise self._wrong("join", N_("a join is a section: [join] with file and key."))
        self.section = "join"
        self._only(join, ("file", "key", "missing", "prefix"))
        keys = self._table(join, "key")
        file = self._text(join, "file")
        if not file or not keys:
            raise self._wrong("join", N_('a join needs file = "orders.csv" and key = {{ ours = "theirs" }}.'))
        if re.search(r"[/\\:]|^\.+$", file):
            raise self._wrong("file", N_("the joined file is named alone; it stands beside the file that is read."))
        missing = self._word(join, "missing", MISSING) if "missing" in join else "refuse"
        return Join(file, tuple((ours, self._text(keys, ours)) for ours in keys), missing, self._text(join, "prefix"))

    def _skip(self) -> dict[str, frozenset[str]]:
        table = self._table(self.document, "skip")
        self.section = "skip"
        return {
            column: frozenset(text.strip() for text in self._texts(table, column))
            for column in table
        }  # fmt: skip

    def _column(self, key: str, name: object) -> Column:
        column = self.kind.column(name) if isinstance(name, str) else None
        if column is None:
            names = [column.name for column in self.kind.columns]
            near = nearest(str(name), names)
            reason = (
                N_("{kind} have no field ‘{target}’; did you mean ‘{near}’? Its fields: {names}.")
                if near
                else N_("{kind} have no field ‘{target}’. Its fields: {names}.")
            )
            raise self._wrong(key, reason, kind=self.kind.name, target=name, names=", ".join(names), near=near)
        return column

    def _text(self, table: Mapping[str, Any], key: str, default: str = "") -> str:
        value = table.get(key, default)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise self._wrong(key, N_("‘{key}’ takes a text in quotation marks."))
        return str(value)

    def _texts(self, table: Mapping[str, Any], key: str) -> list[str]:
        value = table.get(key)
        texts = value if isinstance(value, list) else [value]
        if not texts or not all(isinstance(text, str) for text in texts):
            raise self._wrong(key, N_("‘{key}’ takes a text or a list of texts."))
        return [str(text) for text in texts]

    def _table(self, table: Mapping[str, Any], key: str) -> dict[str, Any]:
        value = table.get(key, {})
        if not isinstance(value, dict):
            raise self._wrong(key, N_("‘{key}’ is a section: [{key}]."))
        return value

    def _word(self, table: Mapping[str, Any], key: str, words: Sequence[str]) -> str:
        value = self._text(table, key)
        if value not in words:
            raise self._wrong(
                key,
                N_("‘{value}’ does not fit ‘{key}’. Write one of: {words}."),
                value=value,
                words=", ".join(word for word in words if word),
            )
        return value

    def _only(self, table: Mapping[str, Any], known: Sequence[str]) -> None:
        for key in table:
            if key not in known:
                raise self._wrong(key, N_("‘{key}’ is not known here. Known are: {words}."), words=", ".join(known))

    def _wrong(self, key: str, reason: str, **values: Any) -> Mistake:  # noqa: ANN401 - whatever the sentence shows
        """A refusal that names file and line; ``reason`` says what is right."""
        where = re.compile(rf"(?:^|[\[\s.\"'{{]){re.escape(key)}(?:[\]\s.\"'=]|$)")
        found = [number for number, text in enumerate(self.lines, 1) if where.search(text)]
        start = re.compile(rf"\[+\s*(?:fields\.)?\"?{re.escape(self.section)}[\]\s.\"]")
        first = next((number for number, text in enumerate(self.lines, 1) if start.match(text.strip())), 0)
        line = next((number for number in found if number >= first), found[0] if found else 1)
        return Mistake(
            N_("{file}, line {line}: ‘{key}’ cannot be used as it is."),
            hint=reason,
            file=self.name,
            line=line,
            key=key,
            **values,
        )
