"""The list of book months and the points of the checklist as values."""

from datetime import date

from app.domain.ids import new_uid
from app.domain.month import Month
from app.queries.months import Weight, months, points
from app.services import months as closing


def test_months_newest_first_with_their_state(store, make):
    customer, product = make.customer(), make.product()
    for day in (date(2026, 1, 5), date(2026, 2, 5), date(2026, 3, 5)):
        make.order(customer, (product, "1"), on=day)
    closing.close(store, Month(2026, 1), request=new_uid())
    found = months(store)
    assert [(str(row.month), row.state, row.revision) for row in found] == [
        ("2026-03", "open", 0), ("2026-02", "open", 0), ("2026-01", "closed", 1),
    ]  # fmt: skip
    assert found[2].closed_at == store.now()


def test_points_are_sentences_and_the_hardest_come_first(store, make):
    customer, product = make.customer(), make.product(cost=None)
    make.order(customer, (product, "1"), on=date(2026, 2, 5))
    make.order(customer, (product, "1"), on=date(2026, 3, 5))
    with store.snapshot() as tx:
        found = points(tx, Month(2026, 3))
    assert [point.key for point in found] == ["not_over", "no_cost", "earlier_open"]
    assert {point.weight for point in found} == {Weight.ASKS}
    assert str(found[0]) == "2026-03 is not over yet: it ends on 2026-03-31."
    assert "the first is 2026-02" in str(found[2])


def test_the_checklist_takes_the_same_statements_however_much_was_sold(store, make, statements):
    customer, product = make.customer(), make.product()

    def count(more):
        for _ in range(more):
            make.order(customer, (product, "1"), on=date(2026, 2, 5))
        statements.clear()
        with store.snapshot() as tx:
            points(tx, Month(2026, 2))
        return len(statements)

    assert count(3) == count(40) <= 10
