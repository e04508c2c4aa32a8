"""Builds and joins everything: from an address to a store that knows its company."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL

from app.domain.refusal import N_, Conflict, Mistake, NotFound, Unavailable
from app.domain.watch import watching
from app.paths import home
from app.queries import company
from app.settings import LocalSettings, embedded_database, login_name
from app.store import migrate
from app.store.engine import make_engine, parse_url, sqlite_path
from app.store.faults import NOT_LET_IN
from app.store.session import Actor, Store, Write


def database_url(settings: LocalSettings, chosen: str = "") -> URL:
    """The database that was named, configured, or the embedded one; raises ``Mistake`` for no address of ours."""
    try:
        return parse_url(chosen or settings.database or str(embedded_database()))
    except ValueError:
        raise Mistake(
            N_("This is not a database address."),
            hint=N_("Use sqlite:///C:/folder/company.db or postgresql://user@server/database."),
        ) from None


def shown(url: URL) -> str:
    """An address as it may be shown and logged: without any password. A file is shown by its path."""
    path = sqlite_path(url)
    secret = [name for name in url.query if "password" in name.lower()]
    return str(path) if path is not None else url.difference_update_query(secret).render_as_string(hide_password=True)


def is_server(url: URL) -> bool:
    """Whether people sign in at the database itself."""
    return sqlite_path(url) is None and url.get_backend_name() != "sqlite"


def asks_for_password(url: URL) -> bool:
    """Whether the server lets nobody in by this address alone; raises ``Unavailable`` for other troubles."""
    if not is_server(url) or url.password:
        return False
    engine = make_engine(url)
    try:
        migrate.current(engine)
    except Unavailable as refusal:
        if refusal.message not in NOT_LET_IN:
            raise
        return True
    finally:
        engine.dispose()
    return False


def must_exist(url: URL) -> None:
    """Raises ``NotFound`` for a SQLite file that is not there: opening it would make an empty one."""
    path = sqlite_path(url)
    if path is None:
        return
    try:
        there, folder = path.exists(), path.is_dir()
        empty = there and not folder and path.stat().st_size == 0
    except OSError as error:
        raise Unavailable(
            N_("‘{path}’ cannot be opened: {reason}."), path=str(path), reason=error.strerror or ""
        ) from error
    if folder:
        raise Mistake(N_("‘{path}’ is a folder; name the database file in it."), path=str(path))
    if empty:
        # opening it would make a database of it
        raise Conflict(N_("This database is empty. Create a company with ‘mostrador init’."))
    if not there:
        raise NotFound(
            N_("There is no database at ‘{path}’."),
            hint=N_("Create one with ‘mostrador init’, or name it with --database."),
            path=str(path),
        )


@contextmanager
def opened(url: URL, *, actor: Actor | None = None) -> Iterator[Store]:
    """A store on an existing company, in its currency and time zone; closed afterwards.

    Raises ``NotFound``, ``Conflict`` for a database of another form, ``Unavailable``.
    """
    must_exist(url)
    engine = make_engine(url)
    who = actor or Actor(login_name())
    try:
        migrate.check_form(engine)
        store = Store(engine, actor=who)
        basis = company.basis(store)
        store.settle(zone=basis.time_zone, country=basis.country, currency_places=basis.currency_places)
        store.measure_clock()
        yield store
    finally:
        engine.dispose()


def create_company(
    url: URL,
    *,
    name: str,
    country: str,
    language: str = "",
    currency: str = "",
    also: Callable[[Write], None] | None = None,
    **chosen: Any,  # noqa: ANN401
) -> company.Settings:
    """A database with a company in it; what is not given is what the country uses. ``chosen`` are other settings.

    The form, the company and what ``also`` writes are one transaction: stopped or refused, nothing of it is there.
    Raises ``Conflict`` where there is a company, or another program's tables: nothing is ever mixed with them.
    """
    from app.services import company as companies  # noqa: PLC0415 - once in a company's life

    own = _currency(currency)
    with _new(url, zone="UTC") as store:
        with migrate.upgraded(store.engine) as connection, store.write_within(connection) as tx:
            companies.found(tx, name=name or "Mostrador", country=country, language=language, **own, **chosen)
            if also is not None:
                also(tx)
        if (watch := watching()) is not None:
            watch.committed()
        return company.settings(store)


@contextmanager
def prepared(url: URL, *, zone: str = "UTC") -> Iterator[Store]:
    """A store on a new database in this program's form, for a company to be made in; closed afterwards.

    Raises ``Conflict`` where another program's tables are, or an older form of ours.
    """
    with _new(url, zone=zone) as store:
        migrate.upgrade(store.engine)
        yield store


@contextmanager
def _new(url: URL, *, zone: str) -> Iterator[Store]:
    """A store on a database that has no form yet, or this program's; closed afterwards."""
    path = sqlite_path(url)
    engine = make_engine(url)
    try:
        if path is not None:
            _make_folder(path)
        if migrate.current(engine) is None:
            _refuse_other_tables(engine)
        else:
            migrate.check_form(engine)
        yield Store(engine, zone=zone, actor=Actor(login_name()))
    finally:
        engine.dispose()


def upgrade_with_backup(url: URL) -> Path:
    """Bring a company's database to this program's form; the backup that was made before.

    Raises ``Conflict`` for a database of a newer program, ``Unavailable``.
    """
    from app.store.backup import backup, default_backup_name  # noqa: PLC0415 - once for a new form

    must_exist(url)
    engine = make_engine(url)
    try:
        revision = str(migrate.current(engine))
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        target = default_backup_name(url, home() / "backups", stamp, revision)
        backup(url, target)
        migrate.upgrade(engine)
    finally:
        engine.dispose()
    return target


def _currency(code: str) -> dict[str, Any]:
    """A currency of its own with its decimals; raises ``Mistake`` for what is none."""
    if not code:
        return {}
    from babel.numbers import get_currency_precision, list_currencies  # noqa: PLC0415 - seldom asked

    if code.upper() not in list_currencies():
        raise Mistake(N_("‘{code}’ is not a currency; write three letters such as EUR."), code=code)
    return {"currency": code.upper(), "currency_places": get_currency_precision(code.upper())}


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable(
            N_("The folder {folder} cannot be made: {reason}."), folder=str(path.parent), reason=error.strerror or ""
        ) from error


def _refuse_other_tables(engine: Engine) -> None:
    if inspect(engine).get_table_names():
        raise Conflict(
            N_("This database holds the tables of another program."), hint=N_("Name an empty database for the company.")
        )


def loaded(path: Path, *, zone: str, country: str, currency_places: int, actor: Actor) -> Store:
    """The store of a company's file that was opened before, with what was asked of it then."""
    store = Store(make_engine(parse_url(str(path))), actor=actor)
    store.settle(zone=zone, country=country, currency_places=currency_places)
    return store
