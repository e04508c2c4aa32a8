"""What to know about a month is found in its figures by rule."""

from dataclasses import replace
from decimal import Decimal

from app.domain.papers_facts import Fact, FactKind
from app.queries.profit_month_customers import Moved
from app.queries.profit_month_facts import facts
from tests.support import sample_papers as sample

NOTHING = Decimal(0)


def facts_of(report):
    """Whoever sold something had one order, now and in the month before."""
    return facts(
        report,
        [
            Moved(at, row, int(row.revenue > 0), int(row.previous > 0), is_new=False)
            for at, row in enumerate(report.customers)
        ],
    )


def kinds(report):
    return [fact.kind for fact in facts_of(report)]


def test_what_asks_for_action_comes_first():
    assert kinds(sample.profit_month()) == [
        FactKind.LOST_MONEY,
        FactKind.ON_COURSE_UP,
        FactKind.ON_COURSE_DOWN,
        FactKind.LARGEST_RISE,
        FactKind.LARGEST_FALL,
    ]


def test_the_facts_carry_the_figures():
    lost, up, down, *_ = facts_of(sample.profit_month())
    assert up == Fact(FactKind.ON_COURSE_UP, ("Balneario de Cofrentes",), (Decimal(540),), ("B", "A"))
    assert down.names == ("Hotel Monte Picayo",)
    assert lost.names == ("Feria Mediterránea S.A.", "Cocinas Miralles")
    assert lost.amounts == (Decimal(-412), Decimal(-88))


def test_missing_costs_are_said_before_all():
    report = sample.profit_month()
    report = replace(report, entries=replace(report.entries, orders_without_cost=3))
    assert facts_of(report)[0] == Fact(FactKind.NO_COST, amounts=(Decimal(3),))


def test_those_who_stopped_are_named_when_they_mattered():
    def gone(number, previous):
        row = sample.small_customer(number)
        return replace(row, revenue=NOTHING, contribution=NOTHING, previous=Decimal(previous))

    few = sample.profit_month((gone(1, 30), gone(2, 60)))
    many = sample.profit_month((gone(1, 400), gone(2, 200)))
    assert FactKind.STOPPED not in kinds(few)
    [found] = [fact for fact in facts_of(many) if fact.kind is FactKind.STOPPED]
    assert found.names == ("Cafetería 00001", "Cafetería 00002")
    assert found.amounts == (Decimal(2), Decimal(600))


def test_few_customers_make_half():
    rows = tuple(
        replace(sample.small_customer(at), contribution=Decimal(amount), previous=Decimal(amount))
        for at, amount in enumerate((50, 30, 10, 10, 0))
    )
    [fact] = [fact for fact in facts_of(sample.profit_month(rows)) if fact.kind is FactKind.CONCENTRATION]
    assert fact.amounts == (Decimal(1), Decimal(50))


def test_an_empty_month_has_nothing_to_say():
    assert facts_of(sample.empty_month()) == ()
