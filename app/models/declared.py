"""Tables declared as classes with typed columns, and no mapper behind them: we only ever make statements.

A class is its table wherever a statement takes one, and its attributes are the table's columns. Mapping classes to
objects that nobody makes took a third of the program's start and a part of every statement.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from types import NoneType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast, get_args, get_origin
from uuid import UUID

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    FromClause,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Uuid,
    text,
)
from sqlalchemy.types import TypeEngine

from app.domain.month import Month
from app.models.types import Amount, BigId, BookedMonth, UtcTime

Value = TypeVar("Value")
Model = TypeVar("Model")
Kind = TypeEngine[Any] | type[TypeEngine[Any]]

_TYPES: dict[type, Kind] = {
    int: Integer, bool: Boolean, str: String, bytes: LargeBinary, date: Date, datetime: UtcTime, Decimal: Amount,
    Month: BookedMonth, UUID: Uuid,
}  # fmt: skip


class Mapped(Generic[Value]):
    """The annotation of a column: what its values are in Python; ``| None`` where it may be empty."""

    if TYPE_CHECKING:
        # while the program runs, the column itself stands here

        def __get__(self, instance: None, owner: type) -> Column[Value]: ...


class _Declaration:
    """What is said about a column; a mixin says it for many tables."""

    def __init__(self, *parts: Any, sort_order: int = 0, **options: Any) -> None:  # noqa: ANN401 - as of ``Column``
        self.order = sort_order
        self._parts = parts
        self._options = options

    def column(self, name: str, annotation: Any) -> "Column[Any]":  # noqa: ANN401 - Mapped[…]
        """A column of its own; references are to ids, whose type is known without the table they are in."""
        (value,) = get_args(annotation)
        kinds = get_args(value) or (value,)
        references = [part for part in self._parts if isinstance(part, ForeignKey)]
        said = [part for part in self._parts if part not in references]
        kind = said[0] if said else BigId if references else _TYPES[kinds[0]]
        options = {"nullable": NoneType in kinds} | self._options
        return Column(name, kind, *[ForeignKey(one.target_fullname) for one in references], **options)


def mapped_column(*parts: Any, **options: Any) -> Any:  # noqa: ANN401 - a declaration, which stands for a column
    """A column as ``sqlalchemy.Column`` takes it; name, type and whether it may be empty come from the annotation.

    ``sort_order`` is its place among the table's columns.
    """
    return _Declaration(*parts, **options)


class TableClass(type):
    """Makes a table of every class that names one."""

    metadata: MetaData
    __table__: Table

    def __init__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> None:
        super().__init__(name, bases, body)
        if "__tablename__" not in body:
            return
        declared = sorted(cls._declared(), key=lambda one: one[0])
        columns = [column for _, column in declared]
        cls.__table__ = Table(body["__tablename__"], cls.metadata, *columns, *body.get("__table_args__", ()))
        for column in columns:
            setattr(cls, column.name, column)

    def _declared(cls) -> "Iterator[tuple[int, Column[Any]]]":
        for source in cls.__mro__:
            for name, annotation in vars(source).get("__annotations__", {}).items():
                if get_origin(annotation) is Mapped:
                    said = vars(source).get(name) or _Declaration()
                    yield said.order, said.column(name, annotation)

    def __clause_element__(cls) -> FromClause:
        """SQLAlchemy asks this of what it takes for a table."""
        return cls.__table__


class PartialIndex(Index):
    """An index of the rows that pass a condition; ``where`` is SQL of both databases.

    The condition is made when somebody compares or makes the index: it would load all of both dialects at the start.
    """

    inherit_cache = True

    def __init__(self, name: str, *columns: str, where: str, unique: bool = False) -> None:
        super().__init__(name, *columns, unique=unique)
        self._where = where

    @cached_property
    def dialect_options(self) -> Any:  # noqa: ANN401 - options by dialect
        """What SQLAlchemy wants to know of the index, by dialect."""
        options = super().dialect_options
        for dialect in ("sqlite", "postgresql"):
            options[dialect]["where"] = text(self._where)
        return options


class _Aliased:
    """A table under another name, with the columns of its class."""

    def __init__(self, table: FromClause) -> None:
        self._table = table

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - a column
        try:
            return self._table.c[name]
        except KeyError:
            raise AttributeError(name) from None

    def __clause_element__(self) -> FromClause:
        return self._table


def aliased(model: type[Model]) -> type[Model]:
    """The table of a class once more, for a statement that needs it twice."""
    table: Table = getattr(model, "__table__")  # noqa: B009
    return cast("type[Model]", _Aliased(table.alias()))
