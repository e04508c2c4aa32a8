"""Where files are, frozen or not: the program's own and the user's."""

import os
import sys
from pathlib import Path

import platformdirs


def program_folder() -> Path:
    """The folder that holds the program's packages (inside the bundle when frozen)."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else Path(__file__).resolve().parent.parent


def migrations_folder() -> Path:
    """The migration scripts."""
    return program_folder() / "migrations"


def home() -> Path:
    """Data, settings and logs of this user: ``MOSTRADOR_HOME`` or the system's usual place."""
    chosen = os.environ.get("MOSTRADOR_HOME")
    if chosen:
        return Path(chosen).expanduser().absolute()
    return Path(platformdirs.user_data_dir("Mostrador", appauthor=False))


def cache() -> Path:
    """What can be made again."""
    chosen = os.environ.get("MOSTRADOR_HOME")
    if chosen:
        return home() / "cache"
    return Path(platformdirs.user_cache_dir("Mostrador", appauthor=False))
