"""``mostrador report commission``: one row per salesperson and month, line by line, or on paper."""

import argparse
from datetime import date
from decimal import Decimal

import pytest

from app.commands import papers
from app.commands.grammar import BadArgument
from app.commands.reports import _check
from app.commands.tables import TABLES
from app.domain.commission_plan import Terms
from app.domain.refusal import NotAllowed, NotFound
from app.i18n import Say
from app.store.session import Actor
from tests.reports import paper
from tests.support.commissions import agree, rates

CONTRACT = ["month", "salesperson", "name", "opening", "earned", "clawed_back", "adjustments", "over_cap", "paid",
            "closing"]  # fmt: skip
DETAIL = ["date", "order", "customer", "product", "level", "base", "rate", "share_percent", "amount", "origin",
          "reason"]  # fmt: skip


def given(**more) -> argparse.Namespace:
    """Arguments of the command line."""
    plain: dict = {"name": "commission", "month": "2026-02", "person": "", "detail": False, "paper": "", "output": None}
    return argparse.Namespace(**plain | more)


@pytest.fixture
def people(store, make):
    """Two salespeople who share an order of February."""
    found = make.staff("S1", "Diego Ruiz", access="sales", login="diego"), make.staff("S2", "Nuria Campos")
    agree(store, Terms(rates(10)))
    lines = make.product("Chair", cost="0"), "1", "100"
    shares = [(found[0], 60), (found[1], 40)]
    make.order(make.customer("Feria"), lines, on=date(2026, 2, 3), shares=shares)
    return found


def test_everybodys_month_with_what_was_booked_until_now(store, people):
    columns, rows = TABLES["commission"](store, given())
    assert columns[: len(CONTRACT)] == CONTRACT
    first, second = [dict(zip(columns, row, strict=True)) for row in rows]
    assert (first["month"], first["salesperson"], first["state"], first["base"]) == ("2026-02", "S1", "open", 60)
    assert first["closing"] == first["to_pay"] == first["earned"] == Decimal(6)
    assert second["closing"] == 4


def test_line_by_line_for_one_person(store, people):
    columns, rows = TABLES["commission"](store, given(detail=True, person="S2"))
    assert columns[: len(DETAIL)] == DETAIL
    [row] = [dict(zip(columns, row, strict=True)) for row in rows]
    assert (row["date"], row["customer"], row["product"]) == (date(2026, 2, 3), "Feria", "Chair")
    assert (row["base"], row["rate"], row["share_percent"], row["amount"]) == (40, 10, 40, 4)
    assert (row["level"], row["origin"], row["salesperson"]) == ("A", "order", "S2")
    with pytest.raises(NotFound, match="S9"):
        TABLES["commission"](store, given(person="S9"))


def test_on_paper_everybodys_statement_behind_the_teams_page(store, people, tmp_path):
    say = Say("en", country="ES", zone="Europe/Madrid")
    file = tmp_path / "all.pdf"
    assert papers.write(store, given(output=file), say) == 3
    team, first, second = paper.texts(file)
    assert "Commission of the team" in team
    assert "Diego Ruiz (S1)" in first
    assert "Six euros" in first
    assert "Nuria Campos (S2)" in second
    assert [page.count("Page 1 of 1") for page in (team, first, second)] == [1, 1, 1]
    one = tmp_path / "one.pdf"
    assert papers.write(store, given(output=one, person="S2"), say) == 1
    assert "PROVISIONAL" in paper.whole(one)
    store.actor = Actor("diego", people[0], "sales")
    papers.write(store, given(output=one, person="S1"), say)
    for arguments in (given(output=one), given(output=one, person="S2")):
        with pytest.raises(NotAllowed):
            papers.write(store, arguments, say)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [({"month": ""}, "--month"), ({"name": "tiers", "detail": True}, "--detail"), ({"name": "tiers", "person": "S1"},
     "--person")],
)  # fmt: skip
def test_arguments_that_do_not_fit(wrong, said):
    span = {"year": None, "first": "", "last": "", "as_of": ""}
    with pytest.raises(BadArgument, match=said):
        _check(given(**span | wrong))


def test_paper_has_every_line_anyway():
    with pytest.raises(BadArgument, match="leave --detail out"):
        papers.check(given(detail=True))
