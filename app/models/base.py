"""The base of all tables: names of constraints, identity, versions and stamps."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import MetaData, String, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.elements import ColumnElement

from app.models.declared import Mapped, TableClass, mapped_column
from app.models.types import BigId, UtcTime


class Now(ColumnElement[datetime]):
    """The database's own clock: the only clock that stamps records."""

    inherit_cache = True
    type = UtcTime()


@compiles(Now)
def _now(element: Now, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    # clock_timestamp(), not now(): a long transaction must not stamp its start
    return "clock_timestamp()"


@compiles(Now, "sqlite")
def _now_sqlite(element: Now, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's signature
    return "(strftime('%Y-%m-%d %H:%M:%f000', 'now'))"


class Base(metaclass=TableClass):
    """Every table of the product."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Identified:
    """A record with a number of its own."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True, sort_order=-10)


class Booked:
    """A record made by an operation whose identity the client chose, so that a repeated call books once."""

    uid: Mapped[UUID] = mapped_column(unique=True, sort_order=-9)


class Stamped:
    """Made and changed when, by the database's clock, and by whom."""

    created_at: Mapped[datetime] = mapped_column(server_default=Now(), sort_order=90)
    created_by: Mapped[str] = mapped_column(String(60), server_default=text("''"), sort_order=91)


class Versioned:
    """A record that people edit: the version read is compared with the version saved over."""

    version: Mapped[int] = mapped_column(server_default=text("1"), default=1, sort_order=95)
    updated_at: Mapped[datetime] = mapped_column(server_default=Now(), sort_order=96)
