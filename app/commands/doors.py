"""What the desk's screens ask of files and of this computer, joined for one company."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from app.commands.place import url_of
from app.domain.refusal import N_, Conflict, Mistake, Unavailable
from app.ui.doors import BackupMade, Doors, RestoreProven

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.domain.importing_table import TableAsked, TableRead
    from app.domain.watch import Watch
    from app.store.session import Store

ENDINGS = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}


def doors_of(store: "Store", place: "URL | Path") -> Doors:
    """The doors of a desk on this company."""
    from app.integrations import scheme
    from app.paths import home

    return Doors(
        read_table=_read_table,
        write_table=_write_table,
        write_refused=_write_refused,
        beside=lambda work: store.repeat(lambda: work(store)),
        read_picture=_read_picture,
        backup=partial(_backup, place),
        backup_folder=home() / "backups",
        try_restore=partial(_try_restore, place),
        restore_as=partial(_restore_as, place),
        call_command=scheme.call_command(),
        scheme=scheme.state,
        register_scheme=_register_scheme,
        test_call=_test_call,
    )


def _read_table(asked: "TableAsked", watch: "Watch") -> "TableRead":
    from app.integrations.import_reading import read_table

    return read_table(asked, watch)


def _read_picture(path: Path) -> bytes:
    from app.integrations.pictures import read_picture

    return read_picture(path)


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, sheet: str = "") -> int:
    from app.integrations.sheets import write_rows

    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise Mistake(
            N_("‘{file}’ does not say which kind of file it is."), hint=N_("End its name with .xlsx, .csv or .json."),
            file=path.name,
        )  # fmt: skip
    return write_rows(path, columns, rows, kind, bom=kind == "csv", sheet=sheet)


def _write_refused(
    path: Path, header: Sequence[str], refused: Sequence[tuple[Sequence[str], str]], delimiter: str
) -> int:
    from app.integrations.sheets import write_refused

    return write_refused(path, header, refused, delimiter=delimiter)


def _backup(place: "URL | Path", target: Path) -> BackupMade:
    from app.store.backup import backup

    backup(url_of(place), target)
    return BackupMade(target, target.stat().st_size, datetime.now(UTC))


def _try_restore(place: "URL | Path", source: Path) -> RestoreProven:
    """Restore a backup under a name of its own, look whether all agrees, and take it away again."""
    from app.store.engine import sqlite_path

    url = url_of(place)
    if sqlite_path(url) is None:
        name = f"mostrador_try_{datetime.now(UTC):%Y%m%d%H%M%S}"
        with _server_database(url, name, keep=False) as target:
            return _proven(source, target, "")
    with TemporaryDirectory(prefix="mostrador-") as folder:
        from app.store.engine import parse_url

        return _proven(source, parse_url(str(Path(folder) / "try.db")), "")


def _restore_as(place: "URL | Path", source: Path, name: str) -> RestoreProven:
    """Restore a backup under a new name beside the present database, which stays as it is."""
    from app.bootstrap import shown
    from app.store.engine import parse_url, sqlite_path
    from app.store.file import remove_database

    plain = name.strip()
    if not plain or any(sign in plain for sign in "/\\:*?\"<>|'") or plain.startswith("."):
        raise Mistake(N_("‘{name}’ cannot be a name; use letters and digits."), field="name", name=name)
    url = url_of(place)
    present = sqlite_path(url)
    if present is None:
        with _server_database(url, plain, keep=True) as target:
            return _proven(source, target, shown(target))
    path = present.with_name(plain if plain.endswith(".db") else f"{plain}.db")
    if path.exists():
        raise Conflict(N_("‘{path}’ is there already. Choose another name; nothing is overwritten."), path=str(path))
    done = False
    try:
        proven = _proven(source, parse_url(str(path)), str(path))
        done = True
    finally:
        if not done:
            remove_database(path)
    return proven


def _server_database(url: "URL", name: str, *, keep: bool) -> Any:
    from app.store.backup import server_database

    return server_database(url, name, keep=keep)


def _proven(source: Path, target: "URL", place: str) -> RestoreProven:
    from app.bootstrap import opened
    from app.queries import company
    from app.queries.backups import contents
    from app.services.checking import check
    from app.store.backup import restore

    restore(source, target)
    with opened(target) as store:
        found = contents(store)
        name = company.settings(store).name
        return RestoreProven(place, name, found.customers, found.orders, found.newest, check(store))


def _register_scheme() -> None:
    from app.integrations import scheme

    try:
        scheme.register()
    except OSError as error:
        raise Unavailable(
            N_("Windows did not allow it: {reason}. Ask your administrator."), reason=error.strerror or ""
        ) from error


def _test_call(number: str) -> None:
    """A call through the same door as a real one."""
    from app.domain.incoming import incoming
    from app.integrations.calls import address, hand_over
    from app.paths import home

    hand_over(incoming(number, id=f"test-{datetime.now(UTC):%H%M%S%f}"), address(home()))
