"""From a file on disk to the rows an import takes in, with what was refused kept as it stood."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.importing import RowRefusal, plan_reader
from app.domain.importing_notice import Notice
from app.domain.importing_rows import ImportRow
from app.integrations.sheets import write_refused
from app.integrations.tables import open_mapped, read_map_file

CHUNK = 1 << 20


@dataclass(slots=True)
class ImportFile:
    """A file being imported: its rows as they are read, the cells of those that may yet be refused."""

    path: Path
    kind: str
    map_path: Path | None = None
    places: int = 2
    sheet: str | None = None
    header: list[str] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    noticed: int = 0
    """How many notices there were; only the first ones are kept."""
    delimiter: str = ","
    _cells: defaultdict[int, list[Sequence[str]]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[ImportRow | RowRefusal]:
        """Typed rows and refusals in the order of the file. Raises ``Refusal`` for files that cannot be read."""
        mapping = read_map_file(self.map_path) if self.map_path else None
        with open_mapped(self.path, mapping, sheet=self.sheet) as table:
            reader = plan_reader(self.kind, table.header, mapping, places=self.places)
            self.header = list(table.header)
            self.delimiter = table.delimiter or ","
            for number, cells in table.rows:
                # kept until the import has ended: an order may be refused whole for one of its rows
                self._cells[number].append(cells)
                try:
                    yield reader.read(number, cells)
                except RowRefusal as refusal:
                    refusal.key = reader.key(cells)
                    yield refusal
            self.notices = [*table.notices, *reader.notices]
            self.noticed = len(table.notices) + reader.notices.total

    def digest(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        total = hashlib.sha256()
        with self.path.open("rb") as file:
            while chunk := file.read(CHUNK):
                total.update(chunk)
        return total.hexdigest()

    def write_refused(self, target: Path, refused: Sequence[tuple[RowRefusal, str]]) -> int:
        """The refused rows as they stood, with a column that says why (in the reader's words); how many."""
        rows = [(cells, why) for refusal, why in refused for cells in self._cells.get(refusal.row, ())]
        return write_refused(target, self.header, rows, delimiter=self.delimiter)
