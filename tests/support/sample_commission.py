"""Statements of commission as values, for tests of paper."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import cycle, islice

from app.domain.commission_plan import Band, Rates, Terms, Trigger, of_bands, percent
from app.domain.commission_statement import Entry, PlanVersion, Statement, StatementLine, summary
from app.domain.money import ZERO
from app.domain.month import Month
from app.domain.papers_commission import CommissionPaper, MonthPaper, TeamPaper, TeamRow
from tests.support.sample_papers import COMPANY

D = Decimal
MONTH = Month(2026, 10)
CLOSED_AT = datetime(2026, 11, 2, 8, tzinfo=UTC)
BANDS = (Band(D(2), D(10000)), Band(D(3), D(20000)), Band(D(5)))
TERMS = Terms(Rates(D(12), D(8), D(4), D(1)), trigger=Trigger.PAYMENT, bands=BANDS, cap=D(20000))
_RATES = {"A": D(12), "B": D(8), "C": D(4), "D": D(1)}
_CUSTOMERS = ("Feria Mediterránea, S.L.", "Hotel Bahía", "Wei & Söhne Handelsgesellschaft mbH", "北京华联商贸有限公司")
_PRODUCTS = ("Silla plegable roble", "Cable HDMI 2 m", "办公椅 黑色",
             "Toldo enrollable de jardín con motor 4,00 × 3,00 m, gris antracita")  # fmt: skip
_CAUSES = ("order", "bill", "paid")


def lines(count: int) -> list[StatementLine]:
    """Lines of orders that became payable, of all levels; every 17th belongs to the month before."""
    found = []
    names = islice(zip(cycle(_CUSTOMERS), cycle(_PRODUCTS[::-1]), cycle("ABCD"), cycle(_CAUSES), strict=False), count)
    for at, (customer, product, level, cause) in enumerate(names, 1):
        base = D(at * 7919 % 300_000).scaleb(-2)
        found.append(
            StatementLine(
                at, "released", date(2026, 10, 1 + at % 31), MONTH if at % 17 else MONTH.plus(-1),
                percent(base, _RATES[level]), base, at, f"SO-2026-{at:05d}", at, customer, product, level,
                _RATES[level], D(60 if at % 3 else 100), 1, cause, disputed=at == 5,
            )
        )  # fmt: skip
    return found


def others(moved: list[StatementLine]) -> list[StatementLine]:
    """A return, an adjustment, a payment, steps and cap."""
    back = StatementLine(901, "clawback", date(2026, 10, 20), MONTH, D("-8.11"), D("-67.56"), 1, "SO-2026-00001", 1,
                         _CUSTOMERS[0], _PRODUCTS[0], "A", D(12), D(60), 1, "back")  # fmt: skip
    base = sum((one.base for one in [*moved, back]), ZERO)
    prize = "Prize of the autumn fair, agreed on 3 October with the whole of the sales team"
    return [
        back,
        StatementLine(902, "adjustment", date(2026, 10, 28), MONTH, D(50), reason=prize, approved_by="lucia"),
        StatementLine(903, "paid", date(2026, 10, 5), MONTH.plus(-1), D(-1500), reason="2026-09", approved_by="lucia"),
        StatementLine(904, "bands", MONTH.last, MONTH, of_bands(base, BANDS, TERMS.steps), base, cause="month"),
        StatementLine(905, "cap", MONTH.last, MONTH, D(-200), line_id=3, cause="month"),
    ]  # fmt: skip


def statement(count: int = 40, *, state: str = "closed", code: str = "S1", name: str = "Diego Ruiz") -> Statement:
    """Up to one line: nothing else moved; more: something of every kind."""
    found = lines(count)
    found += others(found) if count > 1 else []
    entries = [Entry(one.kind, one.amount, one.base, one.line_id) for one in found]
    before = [Entry("released", D("15230.40")), Entry("paid", D("-14530.40"))]
    second = PlanVersion(2, "Sales team", date(2026, 10, 15))
    return Statement(
        MONTH, 1, code, name, state, summary(D(1500), entries), tuple(found), "Sales team",
        D("412.20") if count > 1 else ZERO, D("28.40") if count > 1 else ZERO,
        "7F3A-91C2" if state == "closed" else "",
        (PlanVersion(1, "Sales team", date(2026, 1, 1)), *([second] if count > 1 else [])),
        TERMS, summary(D(800), [*before, *entries]),
    )  # fmt: skip


def paper(count: int = 40, *, state: str = "closed", **who: str) -> CommissionPaper:
    """One statement as a document."""
    closed = (CLOSED_AT, "lucia") if state == "closed" else (None, "")
    return CommissionPaper(COMPANY, statement(count, state=state, **who), *closed)


def team(people: int = 3) -> TeamPaper:
    """Everybody on one page."""
    found = [statement(at * 7, code=f"S{at}", name=f"Vendedora número {at} de Valencia") for at in range(people)]
    return TeamPaper(COMPANY, MONTH, "closed", tuple(map(TeamRow.of, found)), CLOSED_AT, "lucia", "AB12-0F3C")


def month() -> MonthPaper:
    """The team's page with statements behind it."""
    return MonthPaper(team(2), (paper(30), paper(1, code="S2", name="Nuria Campos")))
