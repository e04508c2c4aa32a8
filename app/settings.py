"""This computer's own settings: where the database is and which language its user reads."""

import getpass
import json
import os
import tomllib
from dataclasses import dataclass
from pathlib import Path

from app.domain.refusal import N_, Mistake, Unavailable
from app.i18n import LANGUAGES
from app.paths import home

FILE = "mostrador.toml"


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """``database`` is an address (empty: the file in the home folder), ``language`` is en, es, zh or empty.

    ``login`` is who signed in last on this computer, ``asked_at`` the ``database`` that asked for a password last.
    """

    database: str = ""
    language: str = ""
    login: str = ""
    asked_at: str = ""


def local_settings() -> LocalSettings:
    """Environment first, then the settings file; raises ``Mistake`` for a file that cannot be read."""
    stored = _stored()
    database = os.environ.get("MOSTRADOR_DATABASE") or str(stored.get("database", ""))
    language, login, asked_at = (str(stored.get(name, "")) for name in ("language", "login", "asked_at"))
    return LocalSettings(database, reader_language(language), login, asked_at)


def remember(**values: str) -> None:
    """Write settings of this computer (``database`` without any password); others stay.

    The file is whole at any moment. Raises ``Unavailable`` when it cannot be written.
    """
    path = home() / FILE
    kept = _stored() | values
    # a JSON text is a TOML text too
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in kept.items() if _is_plain(value)]
    part = path.with_name(f"{FILE}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8") as file:
            file.write("\n".join([*lines, ""]))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: {reason}."), file=str(path), reason=error.strerror or ""
        ) from error


def _stored() -> dict[str, object]:
    path = home() / FILE
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Mistake(
            N_("The settings file ‘{path}’ cannot be read: {reason}."), path=str(path), reason=str(error)
        ) from error


def _is_plain(value: object) -> bool:
    return isinstance(value, (str, int, float, bool))


def reader_language(stored: str = "") -> str:
    """The language that whoever reads has chosen: environment, then settings file; empty for no wish.

    The system's language is no wish: a Spanish company's server often runs in English, its papers do not.
    """
    return _known(os.environ.get("MOSTRADOR_LANGUAGE", "")) or _known(stored)


def system_language() -> str:
    """The computer's language where it is one of ours, for sentences before a company is known; English otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if found := _known(os.environ.get(name, "")):
            return found
    return "en"


def _known(wish: str) -> str:
    language = wish.replace("-", "_").partition("_")[0].partition(".")[0].lower()
    return language if language in LANGUAGES else ""


def embedded_database() -> Path:
    """The company's file when no other database was chosen."""
    return home() / "company.db"


def login_name() -> str:
    """The computer's user, as the trail names who used the command line."""
    try:
        return getpass.getuser()[:60]
    except (KeyError, OSError, ImportError):
        return ""
