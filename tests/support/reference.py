"""The reference data beside the checkout, for tests that recompute known figures."""

import csv
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def reference_folder() -> Path | None:
    """The folder of reference data, or ``None`` where there is none."""
    folder = ROOT.parent / "shared" / "data"
    return folder if folder.is_dir() else None


def reference_file(name: str) -> Path:
    """A file of the reference data; skips the test when it is absent."""
    folder = reference_folder()
    if folder is None or not (folder / name).is_file():
        pytest.skip(f"reference data {name} is not beside the checkout")
    return folder / name


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a CSV file of the reference data; skips the test when it is absent."""
    with reference_file(name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def number(text: str) -> Decimal | None:
    """A figure of the reference data; an empty field is not defined."""
    return Decimal(text) if text else None
