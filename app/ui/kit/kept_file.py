"""Named values in one file of this computer, for what must outlive the program before it is in the database."""

import json
import os
from collections.abc import Mapping
from pathlib import Path


class KeptFile:
    """Named values in one JSON file; other copies of the program may write other names into it meanwhile."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, object]:
        """What is there; nothing when the file is missing or damaged."""
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def change(self, values: Mapping[str, object | None]) -> None:
        """Set some names and take away those whose value is none. Raises ``OSError``."""
        kept = self.read() | dict(values)
        kept = {name: value for name, value in kept.items() if value is not None}
        self.path.parent.mkdir(parents=True, exist_ok=True)
        # a program that is killed while it writes leaves the old file whole
        fresh = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        fresh.write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
        fresh.replace(self.path)
