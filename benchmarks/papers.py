"""Documents on paper, each in a process of its own, against the same lines on a bare canvas.

``python -m benchmarks.papers ROWS KIND`` measures one and prints JSON; KIND is paper or canvas.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from time import process_time
from typing import Any

from benchmarks.measure import Line

SIZES = (20, 500, 10_000)
_WIDTHS = (30, 70, 190, 60, 60, 40, 75)


def lines() -> Iterator[Line]:
    """Invoices of 20, 500 and 10,000 lines: the second and later prints of a process, its fonts loaded."""
    for rows in SIZES:
        canvas, paper = _measured(rows, "canvas"), _measured(rows, "paper")
        note = f"{paper['pages']} pages, +{paper['memory']:.0f} MiB, first {paper['first'] * 1000:.0f} ms"
        yield Line(f"invoice of {rows:,} lines as PDF", "none", canvas["warm"], paper["warm"], note=note)


def _measured(rows: int, kind: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.papers", str(rows), kind]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(found.stdout))


def _amounts(rows: int) -> list[tuple[int, int]]:
    dice = Random(3)
    return [(dice.randint(1, 12), dice.randint(100, 90_000)) for _ in range(rows)]


def _paper(rows: int, path: Path) -> int:
    from app.domain.papers import Addressee, ItemLine, Letterhead, Printed, TaxLine, Terms, Totals
    from app.domain.papers_trade import InvoiceKind, InvoicePaper
    from app.i18n import Say
    from app.reports import invoice

    items = tuple(
        ItemLine(f"Product {at}", Decimal(pieces), Decimal(price) / 100, Decimal(pieces * price) / 100,
                 code=f"P{at:05d}", unit="pc", tax_rate=Decimal(21))
        for at, (pieces, price) in enumerate(_amounts(rows), 1)
    )  # fmt: skip
    net = sum((item.amount for item in items), Decimal(0))
    tax = (net * 21 / 100).quantize(Decimal("0.01"))
    paper = InvoicePaper(
        InvoiceKind.INVOICE, Letterhead("Synthetic Trading SL", ("Calle Mayor 1", "28001 Madrid")),
        Addressee("Customer"), "F-2026-00001", date(2026, 4, 15), items, Totals((TaxLine(Decimal(21), net, tax),)),
        Terms(due=date(2026, 5, 15)),
    )  # fmt: skip
    say = Say("en", country="ES", currency="EUR", places=2, zone="Europe/Madrid")
    return invoice.render(paper, path, say, printed=Printed(datetime(2026, 4, 15, 9, tzinfo=UTC), "bench"))


def _canvas(rows: int, path: Path) -> int:
    """The same columns and rules with nothing measured, wrapped or carried."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(str(path), pagesize=A4)
    edges = [30.0]
    for width in _WIDTHS:
        edges.append(edges[-1] + width)
    found, per = _amounts(rows), 52
    for start in range(0, rows, per):
        if start:
            canvas.showPage()
        canvas.setFont("Helvetica", 8)
        for row, (pieces, price) in enumerate(found[start : start + per]):
            y = 780 - 14 * row
            at = start + row + 1
            canvas.drawString(edges[0], y, str(at))
            canvas.drawString(edges[1], y, f"P{at:05d}")
            canvas.drawString(edges[2], y, f"Product {at}")
            texts = (f"{pieces} pc", f"{price / 100:.2f}", "21 %", f"{pieces * price / 100:.2f}")
            for column, text in enumerate(texts, 4):
                canvas.drawRightString(edges[column], y, text)
            canvas.line(edges[0], y - 3, edges[-1], y - 3)
    canvas.save()
    return (rows + per - 1) // per


def _peak() -> float:
    """The most memory this process has used, in MiB (Linux)."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024


def _main(rows: int, kind: str) -> None:
    draw = _paper if kind == "paper" else _canvas
    with tempfile.TemporaryDirectory() as folder:
        path, times, pages = Path(folder) / "paper.pdf", [], 0
        draw(1, path)
        before = _peak()
        for _ in range(2 if rows > 1000 else 7):
            start = process_time()
            pages = draw(rows, path)
            times.append(process_time() - start)
    memory = _peak() - before
    warm = sorted(times[1:])
    print(json.dumps({"first": times[0], "warm": warm[len(warm) // 2], "memory": memory, "pages": pages}))


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])
