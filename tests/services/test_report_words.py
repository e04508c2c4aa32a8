"""The preparer's words: kept with an open month, printed instead of what the rules found, frozen when it is closed."""

from datetime import date

import pytest

from app.domain.ids import new_uid
from app.domain.month import Month
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.queries.profit_month import profit_month
from app.queries.report_words import NOTHING, ReportWords, read
from app.services import months, report_words
from app.store.session import Actor

MONTH = Month(2026, 2)


@pytest.fixture
def trade(store, make):
    """A month in which the rules find something."""
    product = make.product(cost="4")
    for name, price in (("Ana", "100"), ("Berta", "1")):
        make.order(make.customer(name), (product, "5", price), on=date(2026, 2, 10))


def test_a_sentence_is_left_out_and_another_said_until_the_month_is_closed(store, trade):
    found = profit_month(store, MONTH)
    assert found.facts
    gone = found.facts[0].key
    words = ReportWords((gone,), ("Carnival was early.",))
    report_words.keep(store, MONTH, words, before=NOTHING)
    assert read(store, MONTH) == words
    report = profit_month(store, MONTH)
    assert gone not in [fact.key for fact in report.facts]
    assert report.remarks == ("Carnival was early.",)
    points = months.checklist(store, MONTH)
    months.close(store, MONTH, request=new_uid(), accept=[point.key for point in points])
    with pytest.raises(Conflict, match="closed"):
        report_words.keep(store, MONTH, NOTHING, before=words)
    assert profit_month(store, MONTH).remarks == ("Carnival was early.",)


def test_nobody_writes_over_somebody_elses_words(store, trade):
    mine, hers = ReportWords((), ("Mine.",)), ReportWords((), ("Hers.",))
    report_words.keep(store, MONTH, hers, before=NOTHING)
    with pytest.raises(Conflict, match="Somebody else"):
        report_words.keep(store, MONTH, mine, before=NOTHING)
    assert read(store, MONTH) == hers
    with pytest.raises(Mistake, match="room for"):
        report_words.keep(store, MONTH, ReportWords((), tuple("123456")), before=hers)
    store.actor = Actor("ana", None, "front_desk")
    with pytest.raises(NotAllowed):
        report_words.keep(store, MONTH, mine, before=hers)
