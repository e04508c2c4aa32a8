"""From the cells of a row to what can be booked: one reader per file, planned once and then fast.

``plan_reader`` matches the header with the columns of a kind (or with a map file); ``RowReader.read`` turns the cells
of one row into the typed row of that kind or raises ``RowRefusal``. Nothing here opens a file.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, cast

from app.domain import parsing
from app.domain.importing_map import ColumnMap, FieldMap, nearest, read_map
from app.domain.importing_notice import Notice, Notices, RowRefusal, UnreadableRow
from app.domain.importing_rows import (
    CUSTOMER_KINDS,
    KINDS,
    ORDER_STATUSES,
    Column,
    ComplaintRow,
    CustomerRow,
    ImportRow,
    Kind,
    OrderLineRow,
    PaymentRow,
    ProductRow,
    SalespersonRow,
)
from app.domain.importing_source import Computed, translated
from app.domain.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES
from app.domain.refusal import N_, Mistake

__all__ = [
    "CUSTOMER_KINDS",
    "KINDS",
    "ORDER_STATUSES",
    "REASON",
    "Column",
    "ColumnMap",
    "ComplaintRow",
    "CustomerRow",
    "ImportRow",
    "Kind",
    "Notice",
    "Notices",
    "OrderLineRow",
    "PaymentRow",
    "ProductRow",
    "RowReader",
    "RowRefusal",
    "SalespersonRow",
    "UnreadableRow",
    "column_parser",
    "kind_named",
    "plan_reader",
    "read_map",
]

REASON = "reason"  # the column that a file of refused rows has more; never imported
MEMORY = 20_000  # distinct texts remembered per column: dates, codes and rates repeat
LONGEST_KEPT = 64

Parser = Callable[[str], object]


def kind_named(name: str) -> Kind:
    """The kind of that name; raises ``Mistake`` with the names there are."""
    kind = KINDS.get(name)
    if kind is None:
        raise Mistake(
            N_("‘{name}’ cannot be imported."),
            hint=N_("Write one of: {names}."),
            name=name,
            names=", ".join(KINDS),
        )
    return kind


def plan_reader(kind: str, header: Sequence[str], mapping: ColumnMap | None = None, *, places: int = 2) -> "RowReader":
    """A reader for the rows under ``header``; ``places`` are the decimals of the company's currency.

    Without ``mapping`` the header has our column names (case, blanks and hyphens do not count). Raises ``Mistake`` when
    a required column is missing or the map names a column that the file has not; unknown columns become notices.
    """
    found = kind_named(kind)
    if mapping is None:
        notices = Notices()
        fields = _matched(found, header, notices)
        return RowReader(found, header, fields, places, notices)
    if mapping.kind != kind:
        raise Mistake(
            N_("{file} maps {mapped}, not {kind}."),
            hint=N_('Choose the map that begins with kind = "{kind}".'),
            file=mapping.name,
            mapped=mapping.kind,
            kind=kind,
        )
    for field in mapping.fields.values():
        for source in field.sources:
            _require(source, header, mapping.name)
    return RowReader(found, header, mapping.fields, places, Notices())


def _require(source: str, header: Sequence[str], name: str) -> None:
    if source in header:
        return
    near = nearest(source, header)
    raise Mistake(
        N_("{file}: the file has no column ‘{column}’."),
        hint=N_("Did you mean ‘{near}’?") if near else N_("Its columns: {names}."),
        file=name,
        column=source,
        near=near,
        names=parsing.shown(", ".join(header)),
    )


def _matched(kind: Kind, header: Sequence[str], notices: Notices) -> dict[str, FieldMap]:
    """Our columns found in the header by name; what is left over is said once."""
    known = {column.name for column in kind.columns}
    fields: dict[str, FieldMap] = {}
    left = []
    for source in header:
        name = source if source in known else "_".join(source.casefold().replace("-", " ").split())
        if name in known and name not in fields:
            fields[name] = FieldMap(name, (source,))
        elif name != REASON:
            left.append(source)
    missing = [column.name for column in kind.columns if column.required and column.name not in fields]
    if missing:
        raise _missing(kind, missing[0], left)
    for source in left:
        near = nearest(source, sorted(known - fields.keys()))
        text = N_("Column ‘{name}’ is left out; did you mean ‘{near}’?") if near else N_("Column ‘{name}’ is left out.")
        notices.say(text, column=source, name=source, near=near)
    return fields


def _missing(kind: Kind, name: str, left: Sequence[str]) -> Mistake:
    near = nearest(name, left)
    return Mistake(
        N_("There is no column ‘{column}’, which every row of {kind} needs."),
        hint=N_("Rename ‘{near}’ to ‘{column}’, or use a map file.")
        if near
        else N_("The first row must hold the column names; needed are {names}. A map file translates other names."),
        column=name,
        kind=kind.name,
        near=near,
        names=", ".join(kind.required),
    )


class RowReader:
    """Reads the rows of one file; ``notices`` collects what is worth knowing and refuses nothing."""

    def __init__(
        self, kind: Kind, header: Sequence[str], fields: Mapping[str, FieldMap], places: int, notices: Notices
    ) -> None:
        self.kind = kind
        self.notices = notices
        self.columns: dict[str, str] = {}
        self._header = list(header)
        self._width = len(header)
        self._blank: list[Any] = [None] * (1 + len(kind.columns))
        self._direct: list[tuple[int, int, Parser]] = []
        self._computed: list[tuple[int, Computed, Parser]] = []
        self._email = 0
        position = {name: index for index, name in reversed(list(enumerate(header)))}
        for slot, column in enumerate(kind.columns, 1):
            if column.name in fields:
                self._plan(slot, column, fields[column.name], position, places)
        self._make = cast("Callable[[Iterable[Any]], ImportRow]", kind.row._make)

    def _plan(self, slot: int, column: Column, field: FieldMap, position: Mapping[str, int], places: int) -> None:
        self.columns[column.name] = field.columns[0] if field.columns else column.name
        computed = len(field.columns) != 1 or field.default_column or field.has_arithmetic
        # arithmetic ends in canonical text, whatever the file's decimal mark is
        style = "" if field.has_arithmetic else field.decimal
        parse = _required(column, _parser(column, style, field.date, places))
        if computed:
            self._computed.append((slot, Computed(field, position), _remembered(column, parse)))
        else:
            parse = translated(field, parse)
            self._direct.append((slot, position[field.columns[0]], _remembered(column, parse)))
        if column.type == "email":
            self._email = slot

    def read(self, number: int, cells: Sequence[str]) -> ImportRow:
        """The typed row of these cells; ``number`` is the row's number in the file.

        Raises ``RowRefusal`` with the column, its text and what would be right.
        """
        if len(cells) != self._width or isinstance(cells, UnreadableRow):
            cells = self._fitted(number, cells)
        values = self._blank.copy()
        values[0] = number
        try:
            for slot, index, parse in self._direct:
                values[slot] = parse(cells[index])
            for slot, compute, parse in self._computed:
                values[slot] = parse(compute(cells))
        except Mistake:
            raise self._refusal(number, cells) from None
        if self._email and values[self._email] and not parsing.looks_like_email(values[self._email]):
            self.notices.say(
                N_("Row {row}: ‘{text}’ does not look like an e-mail address; it was taken as it is."),
                row=number,
                column=self.columns["email"],
                text=parsing.shown(values[self._email]),
            )
        row = self._make(values)
        if isinstance(row, ComplaintRow):
            self._contradicted(row)
        return row

    def _contradicted(self, row: ComplaintRow) -> None:
        """Says when a complaint was solved before it was answered; both moments are kept as they stand."""
        first, closed = row.first_response_at, row.closed_at
        if first and closed and (first.tzinfo is None) == (closed.tzinfo is None) and closed < first:
            self.notices.say(
                N_("Row {row}: solved on {closed}, before the first answer on {first}. Both are kept as they stand."),
                row=row.row, column=self.columns["closed_at"], closed=f"{closed:%Y-%m-%d %H:%M}",
                first=f"{first:%Y-%m-%d %H:%M}",
            )  # fmt: skip

    def key(self, cells: Sequence[str]) -> str:
        """The text in the key column of a row that may be unreadable otherwise; empty where there is none."""
        for slot, index, _ in self._direct:
            if slot == 1 and index < len(cells):
                return cells[index].strip()
        return ""

    def _fitted(self, number: int, cells: Sequence[str]) -> Sequence[str]:
        """Missing cells are empty; more cells than columns are a shifted row, unless nothing stands in them."""
        if isinstance(cells, UnreadableRow):
            raise cells.refusal(number)
        extra = [text for text in cells[self._width :] if text.strip()]
        if extra:
            raise RowRefusal(
                number,
                "",
                extra[0],
                N_("The row has {cells} cells, the header has {columns}."),
                N_("Put a text that contains the separator in quotation marks."),
                cells=len(cells),
                columns=self._width,
            )
        return [*cells[: self._width], *[""] * (self._width - len(cells))]

    def _refusal(self, number: int, cells: Sequence[str]) -> RowRefusal:
        """The refusal of a row that failed, found by reading it once more column by column."""
        for slot, index, parse in self._direct:
            try:
                parse(cells[index])
            except Mistake as mistake:
                return self._refused(number, slot, cells[index], mistake)
        for slot, compute, parse in self._computed:
            try:
                parse(compute(cells))
            except Mistake as mistake:
                return self._refused(number, slot, compute.first_text(cells), mistake)
        raise AssertionError("a row was refused without a reason")

    def _refused(self, number: int, slot: int, text: str, mistake: Mistake) -> RowRefusal:
        column = self.columns[self.kind.columns[slot - 1].name]
        return RowRefusal(number, column, text, mistake.message, mistake.hint, **mistake.values)


class _Memory(dict[str, object]):
    """Texts already read; a missing one is read and kept while there is room."""

    def __init__(self, parse: Parser) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> object:
        value = self._parse(text)
        if len(self) < MEMORY and len(text) <= LONGEST_KEPT:
            self[text] = value
        return value


def _remembered(column: Column, parse: Parser) -> Parser:
    """``parse`` with a memory, but for free text, which seldom repeats and is read faster than looked up."""
    return parse if column.type == "text" else _Memory(parse).__getitem__


def column_parser(column: Column, mark: str, order: str, places: int) -> Parser:
    """The reading of one column's cells, with a memory: nothing for a blank, ``Mistake`` for what cannot be read."""
    return _remembered(column, _required(column, _parser(column, mark, order, places)))


def _required(column: Column, parse: Parser) -> Parser:
    """``parse`` for cells that may be blank: nothing, or a refusal where something must stand."""

    def read(text: str) -> object:
        if text and not text.isspace() and (value := parse(text)) is not None:
            return value
        if column.required:
            raise Mistake(N_("‘{name}’ is empty."), hint=N_("Every row needs it."), name=column.name)
        return None

    return read


def _parser(column: Column, mark: str, order: str, places: int) -> Parser:
    """The reading of one column's text."""
    if (digits := _places(column.type, places)) is not None:
        return partial(
            parsing.parse_decimal, places=digits, mark=mark, low=column.low, high=column.high, rounds=column.rounds
        )
    parsers: dict[str, Parser] = {
        "text": partial(parsing.parse_text, limit=column.limit),
        "email": partial(parsing.parse_code, limit=column.limit),
        "code": partial(parsing.parse_code, limit=column.limit),
        "tags": partial(parsing.parse_tags, limit=column.limit),
        "shares": partial(parsing.parse_shares, limit=column.limit),
        "word": partial(parsing.parse_word, words=column.words),
        "whole": partial(parsing.parse_whole, mark=mark, low=column.low, high=column.high),
        "date": partial(parsing.parse_date, order=order),
        "moment": partial(parsing.parse_moment, order=order),
        "yes": parsing.parse_yes,
        "country": parsing.parse_country,
    }
    return parsers[column.type]


def _places(type_: str, places: int) -> int | None:
    return {
        "amount": places,
        "price": PRICE_PLACES,
        "quantity": QUANTITY_PLACES,
        "percent": PERCENT_PLACES,
    }.get(type_)
