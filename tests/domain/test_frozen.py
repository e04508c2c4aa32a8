"""Documents kept as text: exact, the same everywhere, readable for ever."""

import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.frozen import digest, dumps, is_intact, loads, sealed
from app.domain.month import Month
from app.domain.papers import Letterhead
from app.domain.papers_account import Statement
from app.domain.papers_figures import Compared, Entries, KeyFigures
from app.domain.papers_profit import PeriodState, ProfitMonth
from app.domain.papers_trade import DeliveryPaper, InvoicePaper, OrderPaper, ReceiptPaper


class Colour(StrEnum):
    """For the tests of single kinds."""

    RED = "red"


@dataclass(frozen=True, slots=True)
class Inner:
    """A document in a document."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sample:
    """One field of each kind."""

    text: str
    amount: Decimal
    day: date
    at: datetime
    month: Month
    colour: Colour
    yes: bool
    count: int
    raw: bytes
    inner: Inner | None
    pair: tuple[str, int]
    many: tuple[Inner, ...] = ()
    later: str = "new"


SAMPLE = Sample(
    "Peñíscola 锦绣 €",
    Decimal("-1.10"),
    date(2026, 10, 31),
    datetime(2026, 11, 4, 9, 12, 0, 5, tzinfo=timezone(timedelta(hours=1))),
    Month(2026, 10),
    Colour.RED,
    yes=True,
    count=3,
    raw=b"\x00\xff",
    inner=None,
    pair=("a", 1),
    many=(Inner(Decimal("0.00")), Inner(Decimal("1E+3"))),
)

finite = st.decimals(allow_nan=False, allow_infinity=False, places=4)
moments = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
months = st.builds(Month, st.integers(1, 9999), st.integers(1, 12))
st.register_type_strategy(Decimal, finite)
st.register_type_strategy(datetime, moments)
st.register_type_strategy(Month, months)


@pytest.mark.parametrize(
    "kind", [ProfitMonth, Statement, OrderPaper, DeliveryPaper, InvoicePaper, ReceiptPaper, Letterhead, Sample]
)
def test_every_document_comes_back_equal(kind):
    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.from_type(kind))
    def check(value):
        text = dumps(value)
        back = loads(kind, text)
        assert back == value
        assert dumps(back) == text
        assert digest(back) == digest(value)

    check()


def test_the_text_is_exact_and_plain():
    data = json.loads(dumps(SAMPLE))
    assert dumps(SAMPLE).isascii()
    assert data["amount"] == "-1.10"
    assert data["at"] == "2026-11-04T08:12:00.000005+00:00"
    assert data["month"] == "2026-10"
    assert data["many"] == [{"amount": "0.00"}, {"amount": "1E+3"}]
    assert loads(Sample, dumps(SAMPLE)) == SAMPLE


def test_trailing_zeros_survive():
    back = loads(Sample, dumps(SAMPLE))
    assert str(back.many[0].amount) == "0.00"


def test_the_same_moment_in_two_zones_is_one_text():
    assert dumps(replace(SAMPLE, at=SAMPLE.at.astimezone(UTC))) == dumps(SAMPLE)


def test_a_field_added_later_changes_neither_text_nor_code():
    assert '"later"' not in dumps(SAMPLE)
    assert '"later":"x"' in dumps(replace(SAMPLE, later="x"))


def test_unknown_fields_are_ignored():
    data = json.loads(dumps(SAMPLE)) | {"gone": 1}
    assert loads(Sample, json.dumps(data)) == SAMPLE


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("amount", 1.5),
        ("amount", "many"),
        ("text", 5),
        ("count", True),
        ("yes", 1),
        ("month", "2026-13"),
        ("colour", "blue"),
        ("many", {"amount": "1"}),
        ("pair", ["a"]),
        ("inner", "x"),
        ("raw", "%%%"),
    ],
)
def test_what_is_not_of_its_kind_is_refused(field, wrong):
    data = json.loads(dumps(SAMPLE)) | {field: wrong}
    with pytest.raises(ValueError, match=r"\S"):
        loads(Sample, json.dumps(data))


def test_a_missing_field_without_default_is_refused():
    data = json.loads(dumps(SAMPLE))
    del data["amount"]
    with pytest.raises(ValueError, match="not a stored Sample"):
        loads(Sample, json.dumps(data))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"amount": 1.5}, TypeError),
        ({"amount": Decimal("NaN")}, ValueError),
        ({"at": datetime(2026, 1, 1)}, ValueError),  # noqa: DTZ001
        ({"many": [1]}, TypeError),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(change, error):
    with pytest.raises(error):
        dumps(replace(SAMPLE, **change))


def test_only_documents_are_written():
    with pytest.raises(TypeError):
        dumps("text")


def test_a_known_document_keeps_its_text_and_code():
    letterhead = Letterhead("Mirador", ("Valencia",), logo=b"\x01")
    assert dumps(letterhead) == '{"address":["Valencia"],"legal_name":"Mirador","logo":"AQ=="}'
    assert digest(letterhead) == "0793-2F38"


def test_sealing_finds_a_changed_figure():
    figures = KeyFigures(Compared(Decimal("32256.00")), Compared(Decimal("116060.00")))
    entries = Entries(Decimal("116060.00"), Decimal("32256.00"))
    report = sealed(ProfitMonth(Month(2026, 10), PeriodState.CLOSED, Letterhead("Mirador"), figures, entries))
    assert len(report.check_code) == 9
    assert is_intact(report)
    assert is_intact(loads(ProfitMonth, dumps(report)))
    assert not is_intact(replace(report, revision=2))
    assert sealed(report) == report
