"""A month of complaints and the sheet of one, for tests of paper."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from app.domain.complaint_quality import Tally, pareto
from app.domain.month import Month
from app.domain.papers import Addressee
from app.domain.papers_complaints import (
    ComplaintFigures,
    ComplaintMonth,
    ComplaintSheet,
    Given,
    LateCase,
    SheetEvent,
    Slice,
)
from app.domain.papers_figures import Compared
from tests.support import sample_papers as sample

D = Decimal
AT = datetime(2026, 10, 3, 9, 20, tzinfo=UTC)
COMPANY = sample.invoice().company


def slices(*names: tuple[str, int]) -> tuple[Slice, ...]:
    rows = [(name, name, Tally(opened=count, rated=1, ratings=4, cost=D(count))) for name, count in names]
    return tuple(Slice(one.name, one.tally, one.share, one.running) for one in pareto(rows))


def month(*, with_cost: bool = True, late: int = 1) -> ComplaintMonth:
    figures = ComplaintFigures(
        Compared(D(23), D(19), D(21), D(201), D(188)), answered_in_time=Compared(D("94.1"), D("92.0")),
        satisfaction=Compared(D("4.31"), D("4.20")), cost=Compared(D(419)) if with_cost else Compared(None),
    )  # fmt: skip
    cases = tuple(
        LateCase(f"CS-{at}", "Hotel Bahía Azul", "Late delivery", "Nuria Campos", AT, None) for at in range(late)
    )
    return ComplaintMonth(
        Month(2026, 10), COMPANY, figures, False, tuple(range(13)), tuple(range(13)), slices(("Carrier", 20), ("", 3)),
        slices(("Bath towel", 8)), slices(("Nuria Campos", 23)), cases, with_cost,
    )  # fmt: skip


def sheet(**values) -> ComplaintSheet:
    to = Addressee("Hotel Bahía Azul", ("Paseo Marítimo 14",), "C-00012")
    events = (
        SheetEvent(AT, "opened", "Towels not here", "Nuria Campos", "phone"),
        SheetEvent(AT, "promise", "A call before noon", "Nuria Campos", due_at=AT + timedelta(hours=3)),
    )
    given = (Given("credit", "executed", D("18.00"), "Delivery charge", ("R-7", "CN-7")),)
    return ComplaintSheet(
        "CS-2026-0421", COMPANY, to, "Late delivery", AT, "executed", events=events, given=given, **values
    )
