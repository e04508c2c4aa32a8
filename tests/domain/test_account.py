"""Open items, ageing and the settling of accounts."""

import random
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.account import (
    BUCKETS,
    Ageing,
    Chosen,
    Entry,
    Match,
    ageing,
    bucket,
    natural_key,
    settle,
)
from tests.support import reference

D = Decimal
DAY = date(2026, 3, 31)


def debit(at: int, amount: str, due: date, number: str = "", on: date = date(2026, 1, 1)) -> Entry:
    return Entry(at, on, number or str(at), D(amount), due)


def credit(at: int, amount: str, on: date = date(2026, 1, 2)) -> Entry:
    return Entry(at, on, str(at), -D(amount))


@pytest.mark.parametrize(
    ("due", "days", "column"),
    [
        (date(2026, 4, 1), -1, "not_due"),
        (date(2026, 3, 31), 0, "not_due"),
        (date(2026, 3, 30), 1, "d1_30"),
        (date(2026, 3, 1), 30, "d1_30"),
        (date(2026, 2, 28), 31, "d31_60"),
        (date(2026, 1, 30), 60, "d31_60"),
        (date(2026, 1, 29), 61, "d61_90"),
        (date(2025, 12, 31), 90, "d61_90"),
        (date(2025, 12, 30), 91, "over_90"),
        (date(2006, 1, 1), 7394, "over_90"),
    ],
)
def test_days_overdue_as_of_31_march(due, days, column):
    [item] = settle([debit(1, "10.00", due)], DAY).items
    assert (item.days_overdue, item.bucket, bucket(days)) == (days, column, column)
    columns = settle([debit(1, "10.00", due)], DAY).ageing
    assert getattr(columns, column) == columns.balance == 10


def test_a_debit_without_a_due_date_is_due_on_its_day():
    [item] = settle([Entry(1, date(2026, 3, 30), "1", D(5))], DAY).items
    assert item.days_overdue == 1


def test_payments_settle_the_oldest_due_date_first_and_equal_ones_by_number():
    entries = [
        debit(1, "100.00", date(2026, 2, 10), "10"),
        debit(2, "100.00", date(2026, 2, 10), "9"),
        debit(3, "100.00", date(2026, 1, 31), "A-1"),
        credit(4, "150.00"),
    ]
    settlement = settle(entries, DAY)
    assert [(i.entry.id, i.open) for i in settlement.items] == [(2, D("50.00")), (1, D("100.00"))]
    assert settlement.matches == (Match(4, 3, D("100.00"), chosen=False), Match(4, 2, D("50.00"), chosen=False))
    assert settlement.credits == ()


def test_a_choice_comes_before_the_oldest():
    entries = [debit(1, "100.00", date(2026, 1, 31)), debit(2, "80.00", date(2026, 2, 28)), credit(3, "90.00")]
    chosen = [Chosen(3, 2, D("80.00"), date(2026, 1, 2))]
    settlement = settle(entries, DAY, chosen)
    assert [(i.entry.id, i.open) for i in settlement.items] == [(1, D("90.00"))]
    assert settlement.matches == (Match(3, 2, D("80.00"), chosen=True), Match(3, 1, D("10.00"), chosen=False))


def test_money_left_over_is_a_negative_column_of_its_own():
    settlement = settle([debit(1, "100.00", date(2026, 1, 31)), credit(2, "130.00")], DAY)
    assert settlement.items == ()
    assert settlement.credits == ((2, D("30.00")),)
    assert settlement.ageing == Ageing(D("-30.00"), D("-30.00"))
    assert (settlement.ageing.open, settlement.ageing.overdue) == (0, 0)


def test_an_invoice_below_zero_settles_as_a_credit_does():
    settlement = settle(
        [debit(1, "100.00", date(2026, 1, 31)), Entry(2, date(2026, 1, 5), "CN-1", D("-40.00"), date(2026, 2, 5))], DAY
    )
    assert [i.open for i in settlement.items] == [D("60.00")]
    assert settlement.balance == 60


def test_the_past_ignores_what_came_later():
    entries = [
        debit(1, "100.00", date(2026, 1, 31)),
        debit(2, "50.00", date(2026, 1, 31), on=date(2026, 3, 1)),
        credit(3, "100.00", date(2026, 2, 20)),
    ]
    chosen = [Chosen(3, 2, D("50.00"), date(2026, 3, 2))]
    assert settle(entries, date(2026, 2, 19), chosen).balance == 100
    # the payment is known, its allocation of March is not: first in, first out
    assert settle(entries, date(2026, 2, 28), chosen).items == ()
    march = settle(entries, DAY, chosen)
    assert [(i.entry.id, i.open) for i in march.items] == [(1, D("50.00"))]


def test_a_choice_never_takes_more_than_there_is():
    entries = [debit(1, "100.00", DAY), credit(2, "60.00"), credit(3, "60.00")]
    chosen = [Chosen(2, 1, D("90.00"), DAY), Chosen(3, 1, D("90.00"), DAY), Chosen(3, 99, D("1.00"), DAY)]
    settlement = settle(entries, DAY, chosen)
    assert settlement.items == ()
    assert settlement.credits == ((3, D("20.00")),)


def test_numbers_sort_as_people_count():
    numbers = ["A-10", "10", "9", "A-9", "007", "7", "", "b", "９"]
    assert sorted(numbers, key=natural_key) == ["007", "7", "9", "10", "", "A-10", "A-9", "b", "９"]


def test_a_number_longer_than_any_integer_sorts_too():
    assert natural_key("9" * 5000) > natural_key("8" * 5000) > natural_key("9" * 4999)


def test_ageings_add_up():
    one = ageing([debit(1, "10.00", DAY)], DAY)
    two = ageing([credit(2, "3.00")], DAY)
    assert one + two == Ageing(D("7.00"), D("-3.00"), D("10.00"))


days = st.dates(date(2025, 10, 1), date(2026, 6, 30))
amounts = st.decimals("-500", "500", places=2)


@st.composite
def histories(draw):
    entries = [
        Entry(at, draw(days), draw(st.sampled_from(["", "7", "10", "A", "B-2"])), draw(amounts), draw(st.none() | days))
        for at in range(draw(st.integers(0, 12)))
    ]
    debits = [e.id for e in entries if e.amount > 0]
    credits_ = [e.id for e in entries if e.amount < 0]
    chosen = []
    if debits and credits_:
        pairs = st.tuples(st.sampled_from(credits_), st.sampled_from(debits))
        for credit_id, debit_id in draw(st.lists(pairs, max_size=6, unique=True)):
            chosen.append(Chosen(credit_id, debit_id, draw(st.decimals("0.01", "600", places=2)), draw(days)))
    return entries, chosen


@given(histories(), days)
def test_columns_add_up_to_the_balance(history, as_of):
    entries, chosen = history
    settlement = settle(entries, as_of, chosen)
    columns = settlement.ageing
    assert sum(columns.columns) == columns.balance == settlement.balance
    assert settlement.balance == sum((e.amount for e in entries if e.on <= as_of), D(0))
    assert columns.unallocated <= 0
    assert columns.open + columns.unallocated == columns.balance
    assert all(0 < item.open <= item.entry.amount for item in settlement.items)
    by_id = {e.id: e for e in entries}
    assert all(0 < left <= -by_id[at].amount for at, left in settlement.credits)
    # never open debts and unused money at the same time: the rest is first-in first-out
    assert not (settlement.items and settlement.credits)


@given(histories(), days)
def test_matches_explain_every_settled_amount(history, as_of):
    entries, chosen = history
    settlement = settle(entries, as_of, chosen)
    paid, used = defaultdict(Decimal), defaultdict(Decimal)
    for match in settlement.matches:
        assert match.amount > 0
        paid[match.debit_id] += match.amount
        used[match.credit_id] += match.amount
    opened = {item.entry.id: item.open for item in settlement.items}
    left = dict(settlement.credits)
    for entry in entries:
        if entry.on <= as_of and entry.amount > 0:
            assert paid[entry.id] + opened.get(entry.id, 0) == entry.amount
        elif entry.on <= as_of and entry.amount < 0:
            assert used[entry.id] + left.get(entry.id, 0) == -entry.amount


@given(histories(), days, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(history, as_of, shuffler: random.Random):
    entries, chosen = history
    before = settle(entries, as_of, chosen)
    shuffler.shuffle(entries)
    shuffler.shuffle(chosen)
    assert settle(entries, as_of, chosen) == before


@given(histories(), days, days)
def test_a_day_of_the_past_stays_as_it_was(history, one, other):
    """What is entered after a day changes nothing of that day's account."""
    entries, chosen = history
    as_of, later = sorted((one, other))
    known = [e for e in entries if e.on <= as_of], [c for c in chosen if c.on <= as_of]
    assert settle(*known[:1], as_of, known[1]) == settle(entries, as_of, chosen)
    # and a debit's age only grows
    ages = {i.entry.id: i.days_overdue for i in settle(entries, as_of, chosen).items}
    for item in settle(entries, later, chosen).items:
        assert item.days_overdue >= ages.get(item.entry.id, item.days_overdue)


@given(histories(), days, st.booleans())
def test_the_short_way_gives_the_same_columns(history, as_of, with_choices):
    entries, chosen = history
    chosen = chosen if with_choices else []
    assert ageing(entries, as_of, chosen) == settle(entries, as_of, chosen).ageing


def test_thousands_of_entries_settle_in_linear_steps():
    """Every debit and credit is looked at once: at most one match more than there are entries."""
    entries = [debit(at, "1.00", DAY - timedelta(days=at % 200)) for at in range(3000)]
    entries += [credit(at, "0.70") for at in range(3000, 6000)]
    settlement = settle(entries, DAY)
    assert settlement.balance == 900
    assert len(settlement.matches) < len(entries)


DAYS = ("2003-12-31", "2004-12-31", "2005-05-31", "2005-06-30")


def accounts() -> dict[str, list[Entry]]:
    """The reference company: every included order a debit due after 30 days, every payment a credit."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for at, row in enumerate(reference.rows("expected/classicmodels/order_totals.csv")):
        if row["included"] == "1":
            on = date.fromisoformat(row["order_date"])
            due = on + timedelta(days=30)
            # first in, first out by order date and number; the due date keeps that order
            found[row["customer_id"]].append(Entry(at, on, row["order_id"], D(row["revenue"]), due))
    for at, row in enumerate(reference.rows("derived/classicmodels_csv/payments.csv"), 100_000):
        on = date.fromisoformat(row["paymentDate"])
        found[row["customerNumber"]].append(Entry(at, on, row["checkNumber"], -D(row["amount"])))
    return found


@pytest.mark.reference
@pytest.mark.parametrize("day", DAYS)
def test_receivables_equal_the_reference_to_the_cent(day):
    as_of = date.fromisoformat(day)
    entries = accounts()
    listed = 0
    for row in reference.rows(f"expected/classicmodels/receivables_{day}.csv"):
        listed += 1
        columns = ageing(entries[row["customer_id"]], as_of)
        assert columns == settle(entries[row["customer_id"]], as_of).ageing
        assert columns.balance == D(row["balance"])
        assert columns.open == D(row["open_invoices"])
        assert columns.unallocated == -D(row["unapplied_credit"])
        assert [getattr(columns, name) for name in BUCKETS] == [D(row[name]) for name in BUCKETS]
    assert listed == sum(any(e.on <= as_of for e in account) for account in entries.values())


@pytest.mark.reference
@pytest.mark.parametrize("day", DAYS)
def test_open_invoices_equal_the_reference(day):
    as_of = date.fromisoformat(day)
    ours = {
        item.entry.number: (item.entry.on, item.entry.due, item.entry.amount, item.open, item.days_overdue, item.bucket)
        for account in accounts().values()
        for item in settle(account, as_of).items
    }
    theirs = {
        row["order_id"]: (
            date.fromisoformat(row["invoice_date"]),
            date.fromisoformat(row["due_date"]),
            D(row["amount"]),
            D(row["open"]),
            # the reference counts days from the due date on; ours are negative before it
            int(row["days_overdue"]) or (as_of - date.fromisoformat(row["due_date"])).days,
            row["bucket"],
        )
        for row in reference.rows(f"expected/classicmodels/receivables_open_invoices_{day}.csv")
    }
    assert ours == theirs
