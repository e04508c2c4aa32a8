"""Backups that are proven before they count, and restores that never overwrite blindly."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite_driver
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.pool import NullPool

from app.domain.refusal import N_, Conflict, Mistake, NotFound, Unavailable
from app.domain.watch import Stopped, present
from app.store.engine import sqlite_path
from app.store.seal import check_seal, copy_unsealed, seal
from app.store.stopping import interrupted, stoppable

READING_BACK = N_("Reading the backup back")
_KNOWN = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"


def backup(url: URL, target: Path) -> None:
    """Write a consistent, checked copy of a database while others work; ``target`` appears whole or not at all.

    SQLite: ``VACUUM INTO`` (a file copy misses the log, the step-wise backup never ends while others write).
    PostgreSQL: ``pg_dump`` in its custom form. Either ends with a seal, so that a cut file or a flipped bit is noticed
    before it is restored. Raises ``Unavailable`` with the reason.
    """
    if target.exists():
        raise Conflict(
            N_("‘{path}’ exists already. Choose another name; a backup never overwrites one."), path=str(target)
        )
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        source = sqlite_path(url)
        if source is not None:
            _vacuum_into(source, part)
            present().begin(READING_BACK)
            verify_sqlite(part)
        else:
            _pg_dump(url, part)
            present().begin(READING_BACK)
            _pg_restore_reads(part, _server_major(url))
        seal(part)
        _synced_rename(part, target)
    except OSError as error:
        raise Unavailable(
            N_("The backup could not be written to ‘{path}’: {reason}."), path=str(target), reason=error.strerror or ""
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()


def restore(source: Path, url: URL) -> Path | None:
    """Put a backup where a database is expected; what was there is kept beside it and its new name returned.

    The backup is checked first. Raises ``NotFound``, ``Mistake`` for a file that is no backup, ``Unavailable``.
    """
    if not source.is_file():
        raise NotFound(N_("There is no file ‘{path}’."), path=str(source))
    target = sqlite_path(url)
    try:
        check_seal(source)
        if target is None:
            _pg_restore(url, source)
            return None
        return _restore_sqlite(source, target)
    except OSError as error:
        raise Unavailable(
            N_("The backup could not be restored to ‘{path}’: {reason}."),
            path=str(target or url.database), reason=error.strerror or "",
        ) from error  # fmt: skip


def _restore_sqlite(source: Path, target: Path) -> Path | None:
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        copy_unsealed(source, part)
        verify_sqlite(part)
        kept = _set_aside(target)
        try:
            _synced_rename(part, target)
        except OSError:
            if kept is not None:
                os.replace(kept, target)
            raise
    finally:
        part.unlink(missing_ok=True)
    return kept


def _set_aside(target: Path) -> Path | None:
    """Move the present database away, with its log folded in."""
    if not target.exists():
        return None
    try:
        connection = sqlite_driver.connect(str(target), timeout=2, isolation_level=None)
        try:
            # only the last connection may leave the log's mode: anybody else would go on writing into the file that
            # is moved away
            connection.execute("PRAGMA journal_mode = DELETE")
        finally:
            connection.close()
    except sqlite_driver.OperationalError as error:
        raise Unavailable(N_("The database is in use. Close the program on this PC and restore again.")) from error
    except sqlite_driver.DatabaseError:
        pass  # a damaged file is a good reason to restore; it is kept as it is
    number = 1
    while (kept := target.with_name(f"{target.stem}.before-restore-{number}{target.suffix}")).exists():
        number += 1
    os.replace(target, kept)
    for suffix in ("-wal", "-shm"):
        # left over by a damaged file only; a log that stays would be read into the restored one
        left = Path(str(target) + suffix)
        if left.exists():
            os.replace(left, str(kept) + suffix)
    return kept


def verify_sqlite(path: Path) -> None:
    """Raises ``Mistake`` unless the file is a whole database of ours: pages, references and form."""
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        connection = sqlite_driver.connect(address, uri=True, check_same_thread=False)
        try:
            with stoppable(connection):
                sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
                sound = sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None
                known = connection.execute(_KNOWN).fetchone()
        finally:
            connection.close()
    except sqlite_driver.Error as error:
        if interrupted(error):
            raise Stopped from error
        sound, known = False, (0,)
    # integrity_check answers to whom it was stopped for, as if it had found something
    present().look()
    if not sound:
        raise Mistake(N_("‘{path}’ is damaged or is not a database of this program."), path=str(path))
    if not known[0]:
        raise Mistake(N_("‘{path}’ is a database, but not one of this program."), path=str(path))


def _vacuum_into(source: Path, part: Path) -> None:
    if not source.exists():
        raise NotFound(N_("There is no database at ‘{path}’."), path=str(source))
    try:
        connection = sqlite_driver.connect(str(source), timeout=30, isolation_level=None, check_same_thread=False)
        try:
            with stoppable(connection):
                connection.execute("VACUUM INTO ?", (str(part),))
        finally:
            connection.close()
    except sqlite_driver.Error as error:
        if interrupted(error):
            raise Stopped from error
        raise Unavailable(N_("The backup could not be made: {reason}."), reason=str(error)) from error


def _synced_rename(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)


def _program(name: str, server: int) -> str:
    """One of PostgreSQL's own programs, of the server's version or the next newer one: an older one refuses."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if folder]
    folders += Path("/usr/lib/postgresql").glob("*/bin")
    folders += Path("C:/Program Files/PostgreSQL").glob("*/bin")
    found: dict[int, str] = {}
    for folder in folders:
        path = shutil.which(name, path=str(folder))
        major = _major_of(path) if path else 0
        if path and major >= server:
            found.setdefault(major, path)
    if not found:
        raise Unavailable(
            N_("{program} of PostgreSQL {version} or newer is needed for this and was not found."),
            hint=N_("It comes with PostgreSQL; run this on the server, or install PostgreSQL's client programs."),
            program=name, version=server,
        )  # fmt: skip
    return found[min(found)]


def _major_of(program: str) -> int:
    """The version a program says it has; 0 when it does not run."""
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=20).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0


def _server_major(url: URL) -> int:
    """The main version of a server; raises ``Unavailable`` when it cannot be asked."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return int(connection.scalar(text("SHOW server_version_num")) or 0) // 10000
    except DBAPIError as error:
        raise Unavailable(N_("The server cannot be reached.")) from error


def _server_arguments(url: URL) -> tuple[list[str], dict[str, str]]:
    """Connection arguments for PostgreSQL's programs; the password goes by the environment, never on the line."""
    host = url.host or url.query.get("host") or ""
    arguments = [f"--dbname={url.database or ''}", "--no-password"]
    arguments += [f"--host={host}"] if host else []
    arguments += [f"--port={url.port}"] if url.port else []
    arguments += [f"--username={url.username}"] if url.username else []
    environment = dict(os.environ) | ({"PGPASSWORD": str(url.password)} if url.password else {})
    return arguments, environment


def _run(command: list[str], environment: dict[str, str], message: str) -> str:
    with tempfile.TemporaryFile() as errors:
        running = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
        try:
            with present().ended_by(running.terminate):
                code = running.wait()
        finally:
            running.kill()
            running.wait()
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    present().look()
    if code:
        raise Unavailable(message, reason=said.splitlines()[-1] if said else str(code))
    return said


def _pg_dump(url: URL, part: Path) -> None:
    arguments, environment = _server_arguments(url)
    command = [_program("pg_dump", _server_major(url)), *arguments, "--format=custom",
               "--no-unlogged-table-data", f"--file={part}"]  # fmt: skip
    _run(command, environment, N_("The backup could not be made: {reason}."))


def _pg_restore_reads(part: Path, server: int) -> None:
    """Read the whole dump: listing its contents alone does not notice a cut file."""
    command = [_program("pg_restore", server), f"--file={os.devnull}", str(part)]
    _run(command, dict(os.environ), N_("The backup cannot be read back: {reason}."))


def _pg_restore(url: URL, source: Path) -> None:
    server = _server_major(url)
    _pg_restore_reads(source, server)
    arguments, environment = _server_arguments(url)
    program = _program("pg_restore", server)
    command = [program, *arguments, "--exit-on-error", "--single-transaction", "--no-owner", str(source)]
    message = N_("The backup was not restored; the database is as it was: {reason}. Restore into an empty database.")
    _run(command, environment, message)


def default_backup_name(url: URL, folder: Path, moment: str, revision: str) -> Path:
    """A name for the copy that is made before an upgrade: it says which form of the database it holds."""
    stem = (sqlite_path(url) or Path(url.database or "database")).stem
    return folder / f"{stem}-{revision}-{moment}.backup"


@contextmanager
def server_database(url: URL, name: str, *, keep: bool) -> Iterator[URL]:
    """A new, empty database on the same server, for a backup to be restored in; without ``keep`` it goes at the end.

    It goes as well when the block raises. Raises ``Conflict`` for a name that is taken, ``Unavailable`` when the
    server does not allow new databases.
    """
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    quoted = engine.dialect.identifier_preparer.quote_identifier(name)
    try:
        with engine.connect() as connection:
            if connection.scalar(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name}):
                raise Conflict(N_("The server has a database ‘{name}’ already. Choose another name."), name=name)
            try:
                connection.execute(text(f"CREATE DATABASE {quoted} TEMPLATE template0"))
            except DBAPIError as error:
                raise Unavailable(
                    N_("The server did not allow a new database."),
                    hint=N_("Ask whoever runs it for the right to create databases."),
                ) from error
        done = False
        try:
            yield url.set(database=name)
            done = True
        finally:
            if not (keep and done):
                with suppress(DBAPIError), engine.connect() as connection:
                    connection.execute(text(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)"))
    except OperationalError as error:
        raise Unavailable(N_("The server cannot be reached.")) from error
    finally:
        engine.dispose()
