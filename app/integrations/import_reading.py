"""A file that somebody chose to import, read whole with a watch on it."""

import hashlib
from pathlib import Path

from app.domain.importing_table import CARDS, TEXT, WORKBOOK, TableAsked, TableRead
from app.domain.refusal import N_, Mistake
from app.domain.watch import Watch
from app.integrations.cards import HEADER, is_cards, read_cards
from app.integrations.import_files import CHUNK
from app.integrations.tables import open_table

STEP = N_("Reading the file")
EVERY = 500
"""Rows between two looks whether somebody wants to stop."""
MOST = 500_000
"""Rows that fit into one import; the memory of an office PC sets the limit."""


def read_table(asked: TableAsked, watch: Watch) -> TableRead:
    """Every row of a CSV file, a workbook's sheet or a file of address cards.

    Raises ``Refusal`` for what cannot be read, ``Stopped`` when the watch says so.
    """
    path = Path(asked.path)
    watch.begin(STEP)
    if is_cards(path):
        encoding, cards = read_cards(path, asked.encoding)
        watch.count(len(cards))
        return TableRead(path.name, CARDS, HEADER, cards, encoding=encoding, digest=_digest(path))
    with open_table(
        path, sheet=asked.sheet or None, encoding=asked.encoding or None, delimiter=asked.delimiter or None
    ) as table:
        rows = []
        for number, cells in table.rows:
            rows.append((number, cells))
            if len(rows) % EVERY == 0:
                watch.count(EVERY)
            if len(rows) > MOST:
                raise Mistake(
                    N_("‘{file}’ has more than {most} rows."), hint=N_("Divide it, or use the command line."),
                    file=path.name, most=MOST,
                )  # fmt: skip
        return TableRead(
            path.name, WORKBOOK if table.sheet else TEXT, tuple(table.header), rows, table.encoding, table.delimiter,
            table.sheet, table.sheets, tuple(table.notices), _digest(path),
        )  # fmt: skip


def _digest(path: Path) -> str:
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            total.update(chunk)
    return total.hexdigest()
