"""Reports as rows: the columns that spreadsheets and scripts rely on."""

import argparse
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

from app.commands.context import day_argument, month_argument
from app.commands.grammar import BadArgument
from app.domain.month import Month
from app.domain.refusal import N_
from app.store.session import Store

FORMATS = ("csv", "xlsx", "json")

Rows = Iterable[Sequence[Any]]


def format_of(asked: str, path: Path | None) -> str:
    """The format that was asked, or the one the file's name says; CSV otherwise."""
    if asked:
        return asked
    ending = path.suffix.lstrip(".").lower() if path else ""
    return ending if ending in (*FORMATS, "pdf") else "csv"


def month_of(text: str) -> Month | None:
    """A month of the arguments; none for nothing."""
    return month_argument(text) if text else None


def span(arguments: argparse.Namespace) -> tuple[Month | None, Month | None]:
    """The months that ``--month``, ``--year``, ``--from`` and ``--to`` name."""
    if arguments.month:
        month = month_argument(arguments.month)
        return month, month
    if arguments.year is not None:
        return Month(arguments.year, 1), Month(arguments.year, 12)
    first, last = month_of(arguments.first), month_of(arguments.last)
    if first and last and last < first:
        raise BadArgument(N_("The first month {first} is after the last month {last}."), first=first, last=last)
    return first, last


def contribution(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``contribution --by … --period …``, with comparison and shares where they are asked."""
    from app.queries import contribution as query

    first, last = span(arguments)
    columns = ["period", "code", "name", "quantity", "revenue", "cost", "contribution", "margin_percent"]
    if not (arguments.compare or arguments.share):
        sums = query.by(store, arguments.by, period=arguments.period, first=first, last=last)
        return columns, (_sum(item) for item in sums)
    if arguments.compare:
        columns += ["previous", "change", "change_percent", "last_year", "change_last_year", "change_last_year_percent"]
    if arguments.share:
        columns += ["share_percent", "cumulative_percent"]
    rows = query.compared(store, arguments.by, period=arguments.period, first=first, last=last, share=arguments.share)
    return columns, (
        [*_sum(row.sum), *(_comparison(row) if arguments.compare else ()), *(_share(row) if arguments.share else ())]
        for row in rows
    )


def _sum(item: Any) -> list[Any]:
    return [
        item.period, item.code, item.name, item.quantity, item.revenue, item.cost, item.contribution,
        item.margin_percent,
    ]  # fmt: skip


def _comparison(row: Any) -> list[Any]:
    return [
        row.previous, row.change, row.change_percent, row.last_year, row.change_last_year, row.change_last_year_percent
    ]  # fmt: skip


def _share(row: Any) -> list[Any]:
    return [row.share_percent, row.cumulative_percent]


def tiers(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``tiers --year``."""
    from app.queries import tiers as query

    rows = query.report(store, arguments.year if arguments.year is not None else store.today().year)
    columns = ["code", "name", "base_contribution", "share_before_percent", "tier", "on_course_for"]
    return columns, ([getattr(row, column) for column in columns] for row in rows)


def receivables(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``receivables --as-of``."""
    from app.queries import accounts

    ages = ["balance", "unallocated", "not_due", "d1_30", "d31_60", "d61_90", "over_90"]
    rows = accounts.receivables(store, day_of(arguments.as_of, store))
    return ["code", "name", *ages], ([row.code, row.name, *[getattr(row.ageing, a) for a in ages]] for row in rows)


def orders(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``orders``, by date and number."""
    from app.queries import orders as query

    first, last = days(arguments)
    columns = list(query.REPORT_COLUMNS)
    return columns, (list(astuple(row)) for row in query.orders_report(store, first, last))


def complaints(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``complaints`` opened in the months, by number."""
    from app.queries import exports

    first, last = days(arguments)
    return list(exports.COMPLAINT_REPORT), exports.complaints_report(store, first, last)


def commission(store: Store, arguments: argparse.Namespace) -> tuple[list[str], Rows]:
    """``commission --month``: everybody's statement, one row each, or line by line; all that was booked until now."""
    from app.queries import commissions as query
    from app.queries import papers_commission
    from app.services import commissions

    commissions.run(store)
    month = month_argument(arguments.month)
    if arguments.person:
        found = [query.statement(store, month, papers_commission.find_salesperson(store, arguments.person))]
    else:
        found = sorted(query.overview(store, month), key=lambda one: one.code)
    if arguments.detail:
        return list(COMMISSION_DETAIL), (_commission_line(one, line) for one in found for line in one.lines)
    box = ("opening", "earned", "clawed_back", "adjustments", "over_cap", "paid", "closing")
    columns = ["month", "salesperson", "name", *box, "state", "base", "bands", "waiting", "held", "to_pay"]
    return [*columns, "check_code"], (
        [
            str(one.month), one.code, one.name, *[getattr(one.box, name) for name in box], one.state, one.base,
            one.box.bands, one.waiting, one.held, one.to_pay, one.check_code,
        ]
        for one in found
    )  # fmt: skip


COMMISSION_DETAIL = (
    "date", "order", "customer", "product", "level", "base", "rate", "share_percent", "amount", "origin", "reason",
    "month", "salesperson", "name", "kind", "belongs_to", "approved_by", "disputed",
)  # fmt: skip
_ORIGINS = {"bill": "invoice", "back": "return", "paid": "payment"}


def _commission_line(one: Any, line: Any) -> list[Any]:
    """Names of people and products are those of the statement; ``origin`` is what moved the commission."""
    return [
        line.on, line.order, line.customer, line.product, line.level or "", line.base, line.rate, line.share,
        line.amount, _ORIGINS.get(line.cause, line.cause) or line.kind, line.reason, str(one.month), one.code,
        one.name, line.kind, str(line.belongs_to), line.approved_by, line.disputed,
    ]  # fmt: skip


def days(arguments: argparse.Namespace) -> tuple[date, date]:
    """The days that the arguments name; all of them without any."""
    first, last = span(arguments)
    return first.first if first else date(1900, 1, 1), last.last if last else date(2199, 12, 31)


def day_of(text: str, store: Store) -> date:
    """A day of the arguments, or today."""
    return day_argument(text) if text else store.today()


Table = Callable[[Store, argparse.Namespace], tuple[list[str], Rows]]

TABLES: dict[str, Table] = {
    "contribution": contribution,
    "tiers": tiers,
    "receivables": receivables,
    "orders": orders,
    "complaints": complaints,
    "commission": commission,
}
