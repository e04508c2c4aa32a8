"""Documents from the database to a PDF file."""

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.domain.month import Month
from app.domain.papers import Printed
from app.domain.refusal import N_, Mistake
from app.i18n import Say
from app.store.session import Store


def write(store: Store, arguments: argparse.Namespace, say: Say) -> int:
    """Write the document that the arguments name; its number of pages."""
    from app.queries import company

    paper = arguments.paper or company.settings(store).paper
    makers: dict[str, Callable[[], tuple[Any, Any]]] = {
        "profit-month": lambda: _profit_month(store, arguments),
        "statement": lambda: _statement(store, arguments),
        "order": lambda: _document(store, arguments, "order"),
        "delivery-note": lambda: _document(store, arguments, "delivery"),
        "invoice": lambda: _document(store, arguments, "invoice"),
        "credit-note": lambda: _document(store, arguments, "invoice"),
        "receipt": lambda: _document(store, arguments, "receipt"),
    }
    value, document = makers[arguments.name]()
    return int(document.render(value, arguments.output, say, paper, printed=_printed(store)))


def write_profit_month(store: Store, month: Month, path: Path, say: Say) -> int:
    """The monthly profit report of one month; its number of pages."""
    from app.queries import company
    from app.queries.profit_month import profit_month
    from app.reports import profit_month as document

    paper = company.settings(store).paper
    return document.render(profit_month(store, month), path, say, paper, printed=_printed(store))


def _printed(store: Store) -> Printed:
    return Printed(store.now(), store.actor.login)


def _profit_month(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.queries.profit_month import profit_month
    from app.reports import profit_month as document
    from app.services import months

    if not arguments.month:
        raise Mistake(N_("Say which month: --month 2026-10."))
    month = Month.parse(arguments.month)
    if arguments.revision is not None:
        return months.paper(store, month, arguments.revision), document
    return profit_month(store, month), document


def _statement(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.commands.tables import day_of, span
    from app.queries import papers
    from app.reports import statement as document

    if not arguments.customer:
        raise Mistake(N_("Say whose account: --customer CODE."))
    customer_id = papers.find_customer(store, arguments.customer)
    first, last = span(arguments)
    until: date = last.last if last else day_of(arguments.as_of, store)
    since = first.first if first else date(until.year, 1, 1)
    return papers.statement_paper(store, customer_id, since, until), document


def _document(store: Store, arguments: argparse.Namespace, kind: str) -> tuple[Any, Any]:
    from app.queries import papers
    from app.reports import delivery, invoice, order, receipt

    if not arguments.number:
        raise Mistake(N_("Say which document: --number {example}."), example="F-2026-00001")
    number = arguments.number
    if kind == "order":
        return papers.order_paper(store, papers.find_order(store, number)), order
    if kind == "delivery":
        return papers.delivery_paper(store, papers.find_delivery(store, number)), delivery
    if kind == "invoice":
        return papers.invoice_paper(store, papers.find_invoice(store, number)), invoice
    return papers.receipt_paper(store, papers.find_payment(store, number)), receipt
