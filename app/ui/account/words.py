"""Rows of an account's tables: values in, cells out."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from app.domain.account import Ageing
from app.domain.payment import method_words
from app.domain.refusal import N_
from app.i18n import Say
from app.queries.account_screen import Movement, OpenLine, Preview, PutLine
from app.ui.account.choice import Choice
from app.ui.caller.tables import Cell, Heading, RowsView, day_cell

KINDS: Mapping[str, str] = {
    "invoice": N_("Invoice"),
    "order": N_("Order"),
    "payment": N_("Payment"),
    "refund": N_("Money paid back"),
    "credit_note": N_("Credit note"),
    "reversal": N_("Cancellation"),
}
AGES = (
    Heading(N_("Not allocated"), right=True, stretch=True),
    Heading(N_("Not due"), right=True, stretch=True),
    Heading(N_("1–30 days"), right=True, stretch=True),
    Heading(N_("31–60 days"), right=True, stretch=True),
    Heading(N_("61–90 days"), right=True, stretch=True),
    Heading(N_("Over 90 days"), right=True, stretch=True),
    Heading(N_("Balance"), right=True, stretch=True),
)
ITEMS = (
    Heading(""),
    Heading(N_("Document")),
    Heading(N_("Date")),
    Heading(N_("Due")),
    Heading(N_("Overdue")),
    Heading(N_("Amount"), right=True),
    Heading(N_("Open"), right=True),
    Heading(N_("Note"), stretch=True),
)
MOVEMENTS = (
    Heading(N_("Date")),
    Heading(N_("What")),
    Heading(N_("Document"), stretch=True),
    Heading(N_("Debit"), right=True),
    Heading(N_("Credit"), right=True),
    Heading(N_("Balance"), right=True),
)
USES = (
    Heading(N_("Document"), stretch=True),
    Heading(N_("Settled"), right=True),
    Heading(N_("Stays open"), right=True),
)
PUTS = (
    Heading(N_("Payment"), stretch=True),
    Heading(N_("Invoice")),
    Heading(N_("Amount"), right=True),
)


def ages(ageing: Ageing, say: Say) -> list[tuple[object, Sequence[Cell]]]:
    """The columns of the ageing, and their sum."""
    tones = ("", "", "warn", "warn", "bad", "bad")
    cells = [_money(amount, say, tone) for amount, tone in zip(ageing.columns, tones, strict=True)]
    return [(None, [*cells, Cell(say.money(ageing.balance), strong=True)])]


def items(lines: Sequence[OpenLine], chosen: Choice, say: Say) -> list[tuple[object, Sequence[Cell]]]:
    """Open debits; the chosen ones carry a mark."""
    return [(line, _item(line, chosen, say)) for line in lines]


def _item(line: OpenLine, chosen: Choice, say: Say) -> Sequence[Cell]:
    item = line.item
    late = item.days_overdue > 0
    words = say.plural("{count} day", "{count} days", item.days_overdue) if late else "–"
    note = say.text(N_("{day}: {note}"), day=say.date(line.noted_on), note=line.note) if line.noted_on else ""
    part = chosen.amounts.get(line.id)
    mark = "" if line.id not in chosen else "✓" if part is None else f"✓ {say.money(part)}"
    return (
        Cell(mark, "accent", strong=True, more=say.text(N_("Chosen")) if mark else ""),
        Cell(item.entry.number, strong=True),
        day_cell(item.entry.on, say),
        day_cell(item.entry.due, say),
        Cell(words, "bad" if item.days_overdue > 30 else "warn", chip=True) if late else Cell(words, "text3"),
        Cell(say.money(item.entry.amount)),
        Cell(say.money(item.open), strong=True),
        Cell(" ".join(note.split()), more=note),
    )


class MovementCells(Sequence[Cell]):
    """The cells of one movement, made when they are first looked at: an account may have thousands."""

    def __init__(self, move: Movement, say: Say) -> None:
        self._move, self._say = move, say
        self._cells: tuple[Cell, ...] | None = None

    def __len__(self) -> int:
        return len(MOVEMENTS)

    def __getitem__(self, at: int) -> Cell:  # type: ignore[override]
        if self._cells is None:
            self._cells = tuple(self._made())
        return self._cells[at]

    def _made(self) -> Iterator[Cell]:
        move, say = self._move, self._say
        kind = say.text(KINDS.get(move.kind, move.kind))
        about = ", ".join(
            part for part in (say.text(method_words(move.method)) if move.method else "", move.by) if part
        )
        yield day_cell(move.on, say)
        yield Cell(kind, more=f"{kind} ({about})" if about else "")
        yield Cell(move.number, strong=True)
        yield Cell(say.money(move.debit) if move.debit else "")
        yield Cell(say.money(move.credit) if move.credit else "")
        yield Cell(say.money(move.balance))


def movements(
    moves: Sequence[Movement], brought: Decimal, earlier: int, say: Say
) -> list[tuple[object, Sequence[Cell]]]:
    """Newest first; what came before them in one last line."""
    rows: list[tuple[object, Sequence[Cell]]] = [(move, MovementCells(move, say)) for move in reversed(moves)]
    if earlier:
        words = say.plural("{count} earlier movement", "{count} earlier movements", earlier)
        rows.append((None, (Cell(""), Cell(""), Cell(words), Cell(""), Cell(""), Cell(say.money(brought)))))
    return rows


def uses(plan: Preview, say: Say) -> list[tuple[object, Sequence[Cell]]]:
    """What a payment would settle: chosen invoices first, then the oldest."""
    tone = {True: "", False: "text2"}
    return [
        (None, (Cell(use.number, tone[use.chosen], strong=use.chosen), Cell(say.money(use.amount), tone[use.chosen]),
                Cell(say.money(use.left), tone[use.chosen])))
        for use in plan.uses
    ]  # fmt: skip


def puts(lines: Sequence[PutLine], say: Say) -> list[tuple[object, Sequence[Cell]]]:
    """What somebody put against an invoice by choice."""
    return [(line, (Cell(line.credit, strong=True), Cell(line.debit), Cell(say.money(line.amount)))) for line in lines]


def _money(amount: Decimal, say: Say, tone: str) -> Cell:
    return Cell(say.money(amount), tone if amount else "text3")


def show_rows(table: RowsView, rows: list[tuple[object, Sequence[Cell]]]) -> None:
    """Other rows; the current row and what is seen stay."""
    row, seen = table.currentIndex().row(), table.verticalScrollBar().value()
    table.rows.show_rows(rows)
    if rows:
        table.setCurrentIndex(table.rows.index(max(0, min(row, len(rows) - 1)), 0))
        table.verticalScrollBar().setValue(seen)
