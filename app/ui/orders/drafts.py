"""Orders that are being typed, kept in files of this user: nothing typed is lost when the program ends."""

import contextlib
import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from app import paths

FORM = 1
MOST = 200
LARGEST = 2_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as it lies in its file. ``sent``: it was on its way when it was written, under this ``request``."""

    key: str
    request: str
    customer_uid: str
    customer: str
    saved_at: str
    """A moment in ISO form, UTC."""
    lines: tuple[dict[str, Any], ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    """Texts of the other fields by name."""
    sent: str = ""
    """``order`` or ``quote`` when it was sent and no answer came."""
    by: str = ""
    """The login of whoever typed it; empty: everybody at this computer finds it."""


def folder() -> Path:
    """Where drafts lie."""
    return paths.home() / "drafts"


def save(draft: Kept, *, durable: bool = True) -> Path:
    """Write a draft: whole or not at all, also when the power fails. Raises ``OSError``."""
    path = _path(draft.key)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            json.dump({"form": FORM} | asdict(draft), file, ensure_ascii=False)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        part.replace(path)
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return path


def remove(key: str) -> None:
    """Forget a draft; one that is gone already is fine."""
    with contextlib.suppress(OSError):
        _path(key).unlink(missing_ok=True)


def kept() -> list[Kept]:
    """All drafts, newest first; files that cannot be read are left where they are."""
    found = []
    with contextlib.suppress(OSError):
        for path in sorted(folder().glob("*.json"))[:MOST]:
            draft = _read(path)
            if draft is not None:
                found.append(draft)
    return sorted(found, key=lambda draft: draft.saved_at, reverse=True)


def _read(path: Path) -> Kept | None:
    try:
        if path.stat().st_size > LARGEST:
            return None
        plain = json.loads(path.read_text(encoding="utf-8"))
        if plain.pop("form") != FORM or plain["key"] != path.stem:
            return None
        lines = tuple(dict(line) for line in plain.pop("lines"))
        UUID(plain["customer_uid"])
        UUID(plain["request"])
        datetime.fromisoformat(plain["saved_at"])
        return Kept(lines=lines, **plain)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _path(key: str) -> Path:
    """A key is a name of ours: hexadecimal, so that it never leads out of the folder."""
    if not key or any(sign not in "0123456789abcdef-" for sign in key):
        raise ValueError("not a draft's key")
    return folder() / f"{key}.json"
