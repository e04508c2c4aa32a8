"""The company's settings, as every operation and paper needs them."""

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from sqlalchemy import select

from app.domain.refusal import N_, Conflict
from app.i18n import Say
from app.models import Company, Setting
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class Settings:
    """The one company; percentages as written (30 means 30 %)."""

    name: str
    legal_name: str
    street: str
    postcode: str
    city: str
    country: str
    tax_id: str
    phone: str
    email: str
    bank_account: str
    logo: bytes | None
    currency: str
    currency_places: int
    language: str
    time_zone: str
    paper: str
    recognition: str
    payment_days: int
    tax_rate: Decimal
    level_a: Decimal
    level_b: Decimal
    level_c: Decimal
    tier_a: Decimal
    tier_b: Decimal
    discount_limit: Decimal
    report_addressee: str
    report_copies: str
    prepared_by: str
    checked_by: str
    approved_by: str
    demo: bool
    version: int

    def say(self, language: str | None = None) -> Say:
        """A speaker in the company's language, or another."""
        return Say(
            language or self.language, country=self.country, currency=self.currency, places=self.currency_places,
            zone=self.time_zone,
        )  # fmt: skip


_NO_COMPANY = N_("This database has no company yet. Create one with ‘mostrador init’.")
_QUERY = select(*[getattr(Company, name) for name in Settings.__dataclass_fields__])


def of(tx: Read) -> Settings:
    """The settings inside a transaction; raises ``Conflict`` for a database without a company."""
    row = tx.first(_QUERY)
    if row is None:
        raise Conflict(_NO_COMPANY)
    return Settings(**row._mapping)  # noqa: SLF001 - SQLAlchemy's public accessor has this name


class Basis(NamedTuple):
    """What a store must know before it reads any amount."""

    currency_places: int
    time_zone: str
    country: str


def basis(store: Store) -> Basis:
    """Asked without converting columns, which depends on it. Raises ``Conflict`` where there is no company."""
    with store.read() as tx:
        row = tx.connection.exec_driver_sql("SELECT currency_places, time_zone, country FROM company").first()
    if row is None:
        raise Conflict(_NO_COMPANY)
    return Basis(*row)


SALES_LIMIT, FACTS = "sales_discount_limit", "facts_per_topic"
KEPT = (SALES_LIMIT, FACTS)
"""Settings beside the company's row: the discount of salespeople in percent, facts kept of each topic."""


def kept_of(tx: Read) -> dict[str, Decimal | None]:
    """What was decided of these; ``None``: what is usual (twice the company's discount, the program's number)."""
    rows = tx.all(select(Setting.name, Setting.value).where(Setting.name.in_(KEPT)))
    found: dict[str, Decimal | None] = dict.fromkeys(KEPT)
    for row in rows:
        with suppress(ArithmeticError):
            found[row.name] = Decimal(str(row.value).strip('"'))
    return found


def kept(store: Store) -> dict[str, Decimal | None]:
    """The same for a screen."""
    with store.read() as tx:
        return kept_of(tx)


def settings(store: Store) -> Settings:
    """The settings."""
    with store.read() as tx:
        return of(tx)
