"""From a file on disk to the rows an import takes in, with what was refused kept as it stood."""

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.domain.importing import RowRefusal, plan_reader
from app.domain.importing_notice import Notice
from app.domain.importing_plan import proposed, read
from app.domain.importing_rows import ImportRow
from app.domain.importing_table import CARDS, TableRead
from app.domain.refusal import N_, Mistake
from app.domain.watch import Watch
from app.integrations.cards import HEADER, is_cards, read_cards
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
    find_by: tuple[str, ...] = ()
    """How customers without a code are found again; known when the rows are read."""
    _cells: defaultdict[int, list[Sequence[str]]] = field(default_factory=lambda: defaultdict(list))

    def rows(self) -> Iterator[ImportRow | RowRefusal]:
        """Typed rows and refusals in the order of the file. Raises ``Refusal`` for files that cannot be read."""
        if is_cards(self.path):
            yield from self._cards()
            return
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

    def _cards(self) -> Iterator[ImportRow | RowRefusal]:
        """Address cards, under the columns that the import by screen proposes for them."""
        if self.kind != "customers":
            raise Mistake(
                N_("‘{file}’ holds address cards; these are customers."),
                hint=N_("Import them with: mostrador import customers FILE."), file=self.path.name,
            )  # fmt: skip
        if self.map_path is not None:
            raise Mistake(N_("Address cards need no map file."), hint=N_("Leave --map out."))
        encoding, cards = read_cards(self.path)
        table = TableRead(self.path.name, CARDS, HEADER, cards, encoding=encoding)
        self.header = list(HEADER)
        for number, cells in cards:
            self._cells[number].append(cells)
        plan, _ = proposed(self.kind, table)
        self.find_by = plan.find_by
        reading = read(plan, table, Watch(), self.places)
        self.notices, self.noticed = list(reading.notices), len(reading.notices)
        yield from reading.rows

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
