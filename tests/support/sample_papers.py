"""Invented documents whose figures add up: for tests of paper and for looking at it."""

from datetime import UTC, date, datetime
from decimal import Decimal

from app.domain.frozen import sealed
from app.domain.money import ZERO, split
from app.domain.month import Month
from app.domain.papers import Letterhead
from app.domain.papers_exceptions import CostlyComplaint, Exceptions, HighDiscount, NegativeOrder, Overdue, WinBack
from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_figures import (
    Adjustment,
    Bridge,
    Compared,
    CustomerRow,
    Effect,
    EffectKind,
    Entries,
    KeyFigures,
    Limits,
    MonthPoint,
    ShareRow,
    Step,
    StepKind,
)
from app.domain.papers_profit import PeriodState, ProfitMonth, Signature
from tests.support.sample_trade import (
    COMPANY,
    HOTEL,
    MONTH,
    PRINTED,
    D,
    delivery,
    invoice,
    item,
    order,
    receipt,
    statement,
    totals,
)

HOSTILE = (
    "<img src='C:/x.png'/> & <b>bold</b> &amp; %s {name} (a\\b)",
    "Tab\there\x00\x07 and\nnew line \u202eevil\u202c",
    "😀 party \u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627",
    "N" * 300,
    "锦绣餐饮有限公司" * 20,
    "=1+1 endstream endobj ) Tj ET",
    "e\u0301clair \ud800 lone",
)

# name, city, tier, on course, revenue, contribution, vs month before, vs year before, to date, to date before
_NAMED = """
Hotel Bahía Azul|Valencia|A||6365|1986|284|446|15420|13707
锦绣餐饮 Jinxiu Catering|Madrid|A||5207|1812|157|522|14110|10981
Grupo Levante Catering S.L.|Alicante|A||7321|1640|-250|-85|12030|13263
Hotel Puerta Real|Valencia|A||5067|1515|205|113|11874|11025
Balneario de Cofrentes|Cofrentes|B|A|4239|1420|515|540|9630|8106
Casa rural Mas del Pi|Girona|B||1948|742|52|87|6610|6020
Hostal Puerta del Mar|Cádiz|B||2382|655|43|65|5402|5229
Emily Carter|Jávea|B||1466|610|610|230|4870|3010
Restaurante La Morera|Murcia|B||2361|588|-114|-52|4612|5188
王记茶行 Wang Tea House|Valencia|B||1556|560|55|130|4208|3539
Apartaments Vora Mar|Sitges|B||1803|548|78|548|3905|0
Ayuntamiento de Dénia|Dénia|B||2626|520|520|-90|4066|4420
Hotel Monte Picayo|Puzol|B|C|2166|470|-650|-490|5210|6937
Clínica Dental Robles|Castellón|C||1201|352|42|64|2740|2509
Sofía Marín Ortega|Valencia|C||765|338|133|148|2415|1879
Escuela de Hostelería|Valencia|C||1196|305|25|45|2290|2080
李娜 Li Na|Alicante|C||756|298|108|298|1560|420
Bar La Estación|Onda|C||1261|193|30|51|1616|1657
Colegio San Telmo|Torrent|C||355|22|-26|-39|418|590
Bodegas Alto Turia|Requena|C||0|0|-240|-415|2104|2918
Camping Playa Norte|Peñíscola|C||0|0|-85|-120|1988|2209
Cocinas Miralles|Picassent|N||1913|-88|-118|-132|112|260
Feria Mediterránea S.A.|Valencia|N||5150|-412|-507|-552|-265|1020
Café Nuevo Ruzafa|Valencia|||640|201|201|201|201|0
"""


def customers(more: int = 60) -> tuple[CustomerRow, ...]:
    """The named ones and so many small ones of tier C."""
    rows = []
    for number, line in enumerate(_NAMED.strip().splitlines()):
        name, city, tier, course, *figures = line.split("|")
        revenue, contribution, month, year, to_date, before = (D(figure) for figure in figures)
        rows.append(
            CustomerRow(
                f"C-{number:04d}",
                name,
                revenue,
                contribution,
                city,
                tier,
                course,
                contribution - month,
                contribution - year,
                to_date,
                before,
                D(11240) if course else None,
                D(9600) if course else None,
                "Nuria Campos" if course else "",
            )
        )
    rows.extend(small_customer(number) for number in range(more))
    return tuple(rows)


def small_customer(number: int) -> CustomerRow:
    """A customer made from a number, always the same."""
    contribution = D(number * 37 % 211) + D(number % 100) / 100
    return CustomerRow(
        f"S-{number:05d}",
        f"Cafetería {number:05d}",
        contribution * 3 + 10,
        contribution,
        ("Valencia", "Elche", "Gandía", "Alzira")[number % 4],
        "C",
        previous=contribution - D(number % 23 - 11),
        year_before=contribution - D(number % 31 - 15),
        to_date=contribution * 9,
        to_date_before=contribution * 8 + 20,
    )


def profit_month(rows: tuple[CustomerRow, ...] | None = None, limits: Limits | None = None) -> ProfitMonth:
    """A whole report made from customers, every sum equal to theirs."""
    rows = customers() if rows is None else rows
    contribution = Compared(*(sum((getattr(row, name) for row in rows), ZERO) for name in _PERIODS))
    revenue = Compared(
        sum((row.revenue for row in rows), ZERO),
        *(None if value is None else value * 4 for value in _values(contribution)[1:]),
    )
    figures = KeyFigures(
        contribution,
        revenue,
        Compared(D(1107), D(1064), D(1031), D(9842), D(9518)),
        Compared(D(416), D(409), D(398), D(742), D(711)),
        Compared(D("5.1"), D("4.5"), D("4.9"), D("4.8"), D("4.7")),
        Compared(D(1870), D(1390), D(1310), D(13640), D(13904)),
        Compared(D(4720), D(4540), D(4100), D(43200), D(41500)),
    )
    now, previous = contribution.now or ZERO, contribution.previous or ZERO
    report = ProfitMonth(
        MONTH,
        PeriodState.CLOSED,
        COMPANY,
        figures,
        Entries(revenue.now or ZERO, now, 1107, 0, 4321),
        "PR-2026-10",
        3,
        closed_at=datetime(2026, 11, 4, 7, 55, tzinfo=UTC),
        reopened_because="supplier invoice 4471 came late",
        addressee="Elena Prats, managing director",
        copies=("sales", "accounts"),
        prepared=Signature("Lucía Ferrer", "front desk"),
        checked=Signature("Marc Oliver", "accounts"),
        approved=Signature("Elena Prats", "managing director"),
        months=_months(contribution),
        ladder=_ladder(figures),
        bridge=_bridge(previous, now),
        levels=_shares(("A", "B", "C", "D"), (D(44), D(37), D(16), D(3)), figures),
        salespeople=_shares(
            ("Diego Ruiz", "Nuria Campos", "Wei Li 李伟", "Lucía Ferrer", ""),
            (D(31), D(32), D(18), D(12), D(7)),
            figures,
        ),
        customers=rows,
        facts=_FACTS,
        remarks=("The fair in November will move some spa orders forward; see the visit plan.",),
        exceptions=_EXCEPTIONS,
        adjustments=(
            Adjustment(Month(2026, 8), "RET-0231", "Grupo Levante Catering S.L.", D("-120.40"), "late return"),
            Adjustment(Month(2026, 9), "INV-0911", "Feria Mediterránea S.A.", D("35.10"), "freight corrected"),
        ),
        limits=limits or Limits(small_customer=D(60)),
    )
    return sealed(report)


_PERIODS = ("contribution", "previous", "year_before", "to_date", "to_date_before")


def _values(figure: Compared) -> tuple[Decimal | None, ...]:
    return (figure.now, figure.previous, figure.year_before, figure.to_date, figure.to_date_before)


def _months(contribution: Compared) -> tuple[MonthPoint, ...]:
    base = (contribution.now or D(1)) / 100
    shape = (89, 94, 112, 69, 73, 81, 90, 92, 94, 90, 86)
    months = [MonthPoint(MONTH.plus(index - 12), base * size, base * (size - 5)) for index, size in enumerate(shape)]
    months.append(MonthPoint(MONTH.plus(-1), contribution.previous, base * 84))
    months.append(MonthPoint(MONTH, contribution.now, contribution.year_before))
    return tuple(months)


def _ladder(figures: KeyFigures) -> tuple[Step, ...]:
    fixed = {
        StepKind.FREIGHT: (D(-513), D(-461), D(-448), D(-4590), D(-4330)),
        StepKind.RETURNS: (D(-1120), D(-940), D(-810), D(-9640), D(-9904)),
        StepKind.COMPLAINTS: (D(-750), D(-450), D(-500), D(-4000), D(-4000)),
        StepKind.ADJUSTMENTS: (D("-85.30"), D(0), D(12), D(-40), D(55)),
    }
    revenue, contribution = _values(figures.revenue), _values(figures.contribution)
    cost = []
    for index in range(5):
        others = sum((values[index] for values in fixed.values()), ZERO)
        cost.append((contribution[index] or ZERO) - (revenue[index] or ZERO) - others)
    steps = [Step(StepKind.REVENUE, figures.revenue), Step(StepKind.COST_OF_GOODS, Compared(*cost))]
    return (*steps, *(Step(kind, Compared(*values)) for kind, values in fixed.items()))


def _bridge(previous: Decimal, now: Decimal) -> Bridge:
    effects = [
        Effect(EffectKind.VOLUME, D("2960.15")),
        Effect(EffectKind.MIX, D(740)),
        Effect(EffectKind.PRICE, D(-610)),
        Effect(EffectKind.FREIGHT, D(-520)),
        Effect(EffectKind.RETURNS, D(-480)),
    ]
    rest = now - previous - sum((effect.amount for effect in effects), ZERO)
    return Bridge(previous, (*effects, Effect(EffectKind.COST, rest)))


def _shares(names: tuple[str, ...], weights: tuple[Decimal, ...], figures: KeyFigures) -> tuple[ShareRow, ...]:
    columns = [
        split(value, list(weights))
        for value in (
            figures.revenue.now or ZERO,
            figures.contribution.now or ZERO,
            figures.contribution.previous or ZERO,
            figures.contribution.year_before or ZERO,
        )
    ]
    return tuple(ShareRow(name, *(column[index] for column in columns)) for index, name in enumerate(names))


_FACTS = (
    Fact(
        FactKind.ON_COURSE_UP,
        ("Balneario de Cofrentes",),
        (D(540),),
        ("B", "A"),
        "Two repeat orders of bath linen. Suggested: visit before December.",
    ),
    Fact(FactKind.ON_COURSE_DOWN, ("Hotel Monte Picayo",), (D(-490),), ("B", "C"), "No visit planned."),
    Fact(FactKind.LOST_MONEY, ("Feria Mediterránea S.A.", "Cocinas Miralles"), (D(-412), D(-88))),
    Fact(FactKind.LEVEL_SHARE, ("A",), (D(27), D(44))),
)

_EXCEPTIONS = Exceptions(
    (
        NegativeOrder("SO-1790", "Feria Mediterránea", D(-355), "Diego Ruiz", D(22), D(640), note="folding chairs"),
        NegativeOrder("SO-1822", "Feria Mediterránea", D(-57), "Diego Ruiz", note="late delivery credit (CS-0388)"),
        NegativeOrder("SO-1801", "Cocinas Miralles", D(-88), "", freight=D(-96), note="express, not charged"),
    ),
    (
        HighDiscount(
            "SO-1790", "Feria Mediterránea", D(22), D(15), D(1280), "Diego Ruiz", "Elena Prats", date(2026, 10, 2)
        ),
        HighDiscount("SO-1833", "Grupo Levante", D(17), D(15), D(412), "Diego Ruiz"),
    ),
    (
        WinBack("Bodegas Alto Turia", D(-240), "Diego Ruiz", date(2026, 9, 18), date(2026, 10, 29)),
        WinBack("Camping Playa Norte", D(-85), "Nuria Campos", date(2026, 9, 3), note="seasonal, closed until March"),
    ),
    (
        CostlyComplaint("CS-0388", "Feria Mediterránea", D(357), "Nuria Campos", "late delivery", 18, 2),
        CostlyComplaint("CS-0397", "Residencia Los Naranjos", D(164), "Lucía Ferrer", "wrong size, replaced"),
    ),
    (
        Overdue("F-2026-0911", "Feria Mediterránea", D(3300), 61, "Diego Ruiz"),
        Overdue("F-2026-0874", "Apartamentos Sol y Sal", D(760), 47, "Diego Ruiz"),
    ),
)


def empty_month() -> ProfitMonth:
    """The first month of a company: nothing happened, nothing is known."""
    nothing = Compared(ZERO)
    return ProfitMonth(
        MONTH, PeriodState.PROVISIONAL, Letterhead("新公司 New"), KeyFigures(nothing, nothing), Entries(ZERO, ZERO)
    )


__all__ = [
    "COMPANY",
    "HOSTILE",
    "HOTEL",
    "MONTH",
    "PRINTED",
    "D",
    "customers",
    "delivery",
    "empty_month",
    "invoice",
    "item",
    "order",
    "profit_month",
    "receipt",
    "small_customer",
    "statement",
    "totals",
]
