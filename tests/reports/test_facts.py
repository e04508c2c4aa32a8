"""What to know is found in the figures by rule."""

from dataclasses import replace
from decimal import Decimal

from app.domain.papers_facts import Fact, FactKind
from app.domain.papers_rules import facts_of
from tests.support import sample_papers as sample


def kinds(report, most=20):
    return [fact.kind for fact in facts_of(report, most)]


def test_what_asks_for_action_comes_first():
    assert kinds(sample.profit_month()) == [
        FactKind.ON_COURSE_UP,
        FactKind.ON_COURSE_DOWN,
        FactKind.LOST_MONEY,
        FactKind.LARGEST_FALL,
        FactKind.LARGEST_RISE,
        FactKind.LEVEL_SHARE,
        FactKind.CONCENTRATION,
    ]
    assert len(facts_of(sample.profit_month())) == 5


def test_the_facts_carry_the_figures():
    up, down, lost, *_ = facts_of(sample.profit_month())
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
        return replace(
            sample.small_customer(number), revenue=Decimal(0), contribution=Decimal(0), previous=Decimal(previous)
        )

    few = sample.profit_month((gone(1, 100), gone(2, 200)))
    many = sample.profit_month((gone(1, 400), gone(2, 200)))
    assert FactKind.STOPPED not in kinds(few)
    found = next(fact for fact in facts_of(many) if fact.kind is FactKind.STOPPED)
    assert found.names == ("Cafetería 00002", "Cafetería 00001")[::-1]
    assert found.amounts == (Decimal(2), Decimal(600))


def test_few_customers_make_half():
    rows = tuple(
        replace(sample.small_customer(n), contribution=Decimal(a)) for n, a in enumerate((50, 30, 10, 10, -40))
    )
    fact = next(f for f in facts_of(sample.profit_month(rows), 20) if f.kind is FactKind.CONCENTRATION)
    assert fact.amounts == (Decimal(1), Decimal(50))


def test_an_empty_month_has_nothing_to_say():
    assert facts_of(sample.empty_month()) == ()
