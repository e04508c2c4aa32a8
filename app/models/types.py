"""Column types: scaled integers for money, UTC moments, booked months.

Amounts are whole minor units of the company's currency; how many decimals that currency has is told to the dialect
once, when the engine is made (``currency_places``), because a type cannot know the company.
"""

from abc import abstractmethod
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Integer
from sqlalchemy.types import TypeDecorator, TypeEngine

from app.domain.money import PERCENT_PLACES, PRICE_PLACES, QUANTITY_PLACES, from_units, to_units
from app.domain.month import Month

BigId = BigInteger().with_variant(Integer, "sqlite")


def currency_places(dialect: Dialect) -> int:
    """Decimals of the company's currency, as the engine was told; 2 for a database without a company."""
    return int(getattr(dialect, "currency_places", 2))


class _Scaled(TypeDecorator[Decimal]):
    """A decimal kept as a whole number of its last place, exact in every database."""

    impl = BigInteger
    cache_ok = True

    @abstractmethod
    def places(self, dialect: Dialect) -> int:
        """How many decimals are kept."""

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        places = self.places(dialect)
        return lambda value: None if value is None else to_units(value, places)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        # as ``from_units``, without a step per value: a page of a list has hundreds of amounts. PostgreSQL sums whole
        # numbers to decimals
        step = from_units(1, self.places(dialect))
        return lambda value: None if value is None else Decimal(value) * step

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 - SQLAlchemy's signature
        return self


class Amount(_Scaled):
    """An amount in the company's currency."""

    cache_ok = True

    def places(self, dialect: Dialect) -> int:
        """As many decimals as the company's currency has."""
        return currency_places(dialect)


class UnitPrice(_Scaled):
    """A price or cost of one unit, 4 decimals."""

    cache_ok = True

    def places(self, dialect: Dialect) -> int:
        """Always four."""
        return PRICE_PLACES


class Quantity(_Scaled):
    """A quantity, 3 decimals."""

    cache_ok = True

    def places(self, dialect: Dialect) -> int:
        """Always three."""
        return QUANTITY_PLACES


class Percent(_Scaled):
    """A percentage, 2 decimals (21 % is 21.00)."""

    cache_ok = True

    def places(self, dialect: Dialect) -> int:
        """Always two."""
        return PERCENT_PLACES


class UtcTime(TypeDecorator[datetime]):
    """A moment: aware in Python, UTC in the database. SQLite keeps it as text that sorts."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse moments without a zone: they would silently mean another hour on another PC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite returns text without a zone: it is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class BookedMonth(TypeDecorator[Month]):
    """A calendar month as the number YYYYMM."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> int | None:
        """The number YYYYMM."""
        return None if value is None else value.code

    def process_result_value(self, value: int | None, dialect: Dialect) -> Month | None:
        """The month of the number."""
        return None if value is None else Month.from_code(value)

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:  # noqa: ANN401 - SQLAlchemy's signature
        """A month is compared with months."""
        return self
