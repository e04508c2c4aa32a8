"""What a map file does with whole rows before they are read: join another file, leave rows out, keep the first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.domain.importing_map import ColumnMap, Join, nearest
from app.domain.importing_notice import UnreadableRow
from app.domain.importing_rows import KINDS
from app.domain.parsing import parse_number, shown
from app.domain.refusal import N_, Mistake

Row = tuple[int, list[str]]
Matches = dict[tuple[str, ...], list[list[str]]]


def joined(
    header: list[str], rows: Iterator[Row], other_header: Sequence[str], other_rows: Iterable[Row], join: Join
) -> tuple[list[str], Iterator[Row]]:
    """Header and rows with the other file's columns added; the other file is read whole, here and now.

    Several matches make several rows. A file that has the other's columns already is left as it is: it is the file of
    refused rows, corrected and read again. Raises ``Mistake`` when a key column is missing.
    """
    ours = [_index(header, name, "") for name, _ in join.key]
    theirs = [_index(other_header, name, join.file) for _, name in join.key]
    added = [index for index in range(len(other_header)) if index not in theirs]
    names = [join.prefix + other_header[index] for index in added]
    if all(name in header for name in names):
        return header, rows
    added = [index for index, name in zip(added, names, strict=True) if name not in header]
    names = [name for name in names if name not in header]
    matches: Matches = defaultdict(list)
    for _, cells in other_rows:
        if not isinstance(cells, UnreadableRow):
            matches[tuple(cells[index].strip() for index in theirs)].append([cells[index] for index in added])
    return [*header, *names], _matched(rows, matches, ours, (len(header), len(added)), join)


def _matched(
    rows: Iterator[Row], matches: Matches, ours: Sequence[int], widths: tuple[int, int], join: Join
) -> Iterator[Row]:
    width, added = widths
    nothing = [""] * added
    for number, cells in rows:
        if isinstance(cells, UnreadableRow) or len(cells) > width:
            yield number, cells
            continue
        key = tuple(cells[index].strip() for index in ours)
        found = matches.get(key, ())
        for more in found:
            yield number, cells + more
        if not found and join.missing == "empty":
            yield number, cells + nothing
        elif not found and join.missing == "refuse":
            yield (
                number,
                UnreadableRow(
                    cells + nothing,
                    N_("‘{file}’ has no row for ‘{text}’."),
                    N_('Add it there, or write missing = "empty" in the map.'),
                    join.key[0][0],
                    file=join.file,
                    text=shown(" ".join(key)),
                ),
            )


def kept(header: Sequence[str], rows: Iterator[Row], mapping: ColumnMap) -> Iterator[Row]:
    """The rows without those that the map leaves out; raises ``Mistake`` when it names an unknown column."""
    tests = [(_index(header, name, mapping.name), texts) for name, texts in mapping.skip.items()]
    if not tests:
        return rows
    return (
        (number, cells)
        for number, cells in rows
        if isinstance(cells, UnreadableRow) or not any(cells[index].strip() in texts for index, texts in tests)
    )


def first_of_each(header: Sequence[str], rows: Iterator[Row], mapping: ColumnMap) -> Iterator[Row]:
    """Per key of the kind the row with the lowest value of the map's ``order_by``, in the order keys first appear."""
    if not mapping.first_by:
        return rows
    by = _index(header, mapping.first_by, mapping.name)
    key = [_index(header, name, mapping.name) for name in mapping.fields[KINDS[mapping.kind].key].columns]
    return _firsts(rows, by, key)


def _firsts(rows: Iterator[Row], by: int, key: Sequence[int]) -> Iterator[Row]:
    firsts: dict[tuple[str, ...], tuple[tuple[int, Decimal, str], Row]] = {}
    unreadable: list[Row] = []
    for number, cells in rows:
        if isinstance(cells, UnreadableRow):
            unreadable.append((number, cells))
            continue
        own = tuple(cells[index].strip() for index in key)
        rank = _rank(cells[by])
        if own not in firsts or rank < firsts[own][0]:
            firsts[own] = (rank, (number, cells))
    yield from unreadable
    for _, row in firsts.values():
        yield row


def _rank(text: str) -> tuple[int, Decimal, str]:
    """Numbers as numbers and first, other texts (ISO dates among them) as texts."""
    try:
        return 0, parse_number(text), ""
    except Mistake:
        return 1, Decimal(0), text.strip()


def _index(header: Sequence[str], name: str, file: str) -> int:
    if name in header:
        return header.index(name)
    near = nearest(name, header)
    raise Mistake(
        N_("{file}: there is no column ‘{name}’.") if file else N_("There is no column ‘{name}’."),
        hint=N_("Did you mean ‘{near}’?") if near else N_("Its columns: {names}."),
        file=file,
        name=name,
        near=near,
        names=shown(", ".join(header)),
    )
