"""Backups that are proven before they count, and restores that never overwrite blindly."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite_driver
from sqlalchemy.engine import URL

from app.domain.refusal import N_, Conflict, Mistake, NotFound, Unavailable
from app.store.engine import sqlite_path


def backup(url: URL, target: Path) -> None:
    """Write a consistent, checked copy of a database while others work; ``target`` appears whole or not at all.

    SQLite: ``VACUUM INTO`` (a file copy misses the log, the step-wise backup never ends while others write).
    PostgreSQL: ``pg_dump`` in its custom form. Raises ``Unavailable`` with the reason.
    """
    if target.exists():
        raise Conflict(
            N_("‘{path}’ exists already. Choose another name; a backup never overwrites one."), path=str(target)
        )
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        source = sqlite_path(url)
        if source is not None:
            _vacuum_into(source, part)
            verify_sqlite(part)
        else:
            _pg_dump(url, part)
            _pg_restore_reads(part)
        _synced_rename(part, target)
    except OSError as error:
        raise Unavailable(
            N_("The backup could not be written to ‘{path}’: {reason}."), path=str(target), reason=error.strerror or ""
        ) from error
    finally:
        part.unlink(missing_ok=True)


def restore(source: Path, url: URL) -> Path | None:
    """Put a backup where a database is expected; what was there is kept beside it and its new name returned.

    The backup is checked first. Raises ``NotFound``, ``Mistake`` for a file that is no backup, ``Unavailable``.
    """
    if not source.exists():
        raise NotFound(N_("There is no file ‘{path}’."), path=str(source))
    target = sqlite_path(url)
    if target is None:
        _pg_restore(url, source)
        return None
    verify_sqlite(source)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(target.name + ".part")
        shutil.copyfile(source, part)
        verify_sqlite(part)
        kept = _set_aside(target)
        _synced_rename(part, target)
    except OSError as error:
        raise Unavailable(
            N_("The backup could not be restored to ‘{path}’: {reason}."), path=str(target), reason=error.strerror or ""
        ) from error
    return kept


def _set_aside(target: Path) -> Path | None:
    """Move the present database away, with its log folded in."""
    if not target.exists():
        return None
    try:
        connection = sqlite_driver.connect(str(target), timeout=2, isolation_level=None)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            # nobody else may be connected: they would go on writing into the file that was moved away
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
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
        Path(str(target) + suffix).unlink(missing_ok=True)
    return kept


def verify_sqlite(path: Path) -> None:
    """Raises ``Mistake`` unless the file is a whole database of ours: pages, references and form."""
    try:
        connection = sqlite_driver.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            sound = connection.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
            sound = sound and connection.execute("PRAGMA foreign_key_check").fetchone() is None
            known = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
        finally:
            connection.close()
    except sqlite_driver.Error:
        sound, known = False, (0,)
    if not sound:
        raise Mistake(N_("‘{path}’ is damaged or is not a database of this program."), path=str(path))
    if not known[0]:
        raise Mistake(N_("‘{path}’ is a database, but not one of this program."), path=str(path))


def _vacuum_into(source: Path, part: Path) -> None:
    if not source.exists():
        raise NotFound(N_("There is no database at ‘{path}’."), path=str(source))
    try:
        connection = sqlite_driver.connect(str(source), timeout=30, isolation_level=None)
        try:
            connection.execute("VACUUM INTO ?", (str(part),))
        finally:
            connection.close()
    except sqlite_driver.Error as error:
        raise Unavailable(N_("The backup could not be made: {reason}."), reason=str(error)) from error


def _synced_rename(part: Path, target: Path) -> None:
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    os.replace(part, target)


def _program(name: str) -> str:
    """One of PostgreSQL's own programs, newest first."""
    found = shutil.which(name)
    if found is None:
        places = [*Path("/usr/lib/postgresql").glob(f"*/bin/{name}")]
        places += Path("C:/Program Files/PostgreSQL").glob(f"*/bin/{name}.exe")
        newest = max(places, key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0, default=None)
        found = str(newest) if newest else None
    if found is None:
        raise Unavailable(
            N_("{program} is needed for this and was not found."),
            hint=N_("It comes with PostgreSQL; run the backup on the server, or install PostgreSQL's client programs."),
            program=name,
        )
    return found


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
        done = subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, stderr=errors, check=False)
        errors.seek(0)
        said = errors.read().decode(errors="replace").strip()
    if done.returncode:
        raise Unavailable(message, reason=said.splitlines()[-1] if said else str(done.returncode))
    return said


def _pg_dump(url: URL, part: Path) -> None:
    arguments, environment = _server_arguments(url)
    command = [_program("pg_dump"), *arguments, "--format=custom", f"--file={part}"]
    _run(command, environment, N_("The backup could not be made: {reason}."))


def _pg_restore_reads(part: Path) -> None:
    """Read the whole dump: listing its contents alone does not notice a cut file."""
    command = [_program("pg_restore"), f"--file={os.devnull}", str(part)]
    _run(command, dict(os.environ), N_("The backup cannot be read back: {reason}."))


def _pg_restore(url: URL, source: Path) -> None:
    _pg_restore_reads(source)
    arguments, environment = _server_arguments(url)
    command = [_program("pg_restore"), *arguments, "--exit-on-error", "--single-transaction", "--no-owner", str(source)]
    message = N_("The backup was not restored; the database is as it was: {reason}. Restore into an empty database.")
    _run(command, environment, message)


def default_backup_name(url: URL, folder: Path, moment: str, revision: str) -> Path:
    """A name for the copy that is made before an upgrade: it says which form of the database it holds."""
    stem = (sqlite_path(url) or Path(url.database or "database")).stem
    return folder / f"{stem}-{revision}-{moment}.backup"
