"""``mostrador report commission``: one row per salesperson and month."""

import argparse
from datetime import date
from decimal import Decimal

import pytest

from app.commands.grammar import BadArgument
from app.commands.reports import _check
from app.commands.tables import TABLES
from app.domain.commission_plan import Terms
from tests.support.commissions import agree, rates


def test_everybodys_month_with_what_was_booked_until_now(store, make):
    person = make.staff("S1", "Diego Ruiz")
    agree(store, Terms(rates(10)))
    make.order(make.customer(), (make.product(cost="0"), "1", "100"), on=date(2026, 2, 3), shares=[(person, 100)])
    columns, rows = TABLES["commission"](store, argparse.Namespace(month="2026-02"))
    [row] = [dict(zip(columns, row, strict=True)) for row in rows]
    assert (row["month"], row["code"], row["state"], row["base"]) == ("2026-02", "S1", "open", Decimal(100))
    assert row["closing"] == row["to_pay"] == row["earned"] == Decimal(10)


def test_it_needs_its_month():
    span = {"month": "", "year": None, "first": "", "last": "", "as_of": ""}
    with pytest.raises(BadArgument, match="--month"):
        _check(argparse.Namespace(name="commission", **span))
