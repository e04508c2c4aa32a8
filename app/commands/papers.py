"""Documents from the database to a PDF file."""

import argparse
import contextlib
import secrets
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from app.commands.context import day_argument, month_argument
from app.commands.grammar import BadArgument
from app.domain.month import Month
from app.domain.papers import Printed
from app.domain.refusal import N_, Mistake, NotFound, Unavailable
from app.i18n import Say
from app.store.session import Store


def check(arguments: argparse.Namespace) -> None:
    """Raises ``BadArgument`` when the arguments do not say which document is meant."""
    if arguments.name in ("profit-month", "complaints"):
        if not arguments.month:
            raise BadArgument(N_("Say which month: --month 2026-10."))
    elif arguments.name == "commission":
        if arguments.detail:
            raise BadArgument(N_("The printed statement shows every line; leave --detail out."))
    elif arguments.name == "statement":
        if not arguments.customer:
            raise BadArgument(N_("Say whose account: --customer CODE."))
    elif not arguments.number:
        raise BadArgument(N_("Say which document: --number {example}."), example="F-2026-00001")


def write(store: Store, arguments: argparse.Namespace, say: Say) -> int:
    """Write the document that the arguments name; its number of pages."""
    from app.queries import company

    paper = arguments.paper or company.settings(store).paper
    makers: dict[str, Callable[[], tuple[Any, Any]]] = {
        "profit-month": lambda: _profit_month(store, arguments),
        "statement": lambda: _statement(store, arguments),
        "commission": lambda: _commission(store, arguments),
        "order": lambda: _document(store, arguments, "order"),
        "delivery-note": lambda: _document(store, arguments, "delivery"),
        "invoice": lambda: _document(store, arguments, "invoice"),
        "credit-note": lambda: _document(store, arguments, "invoice"),
        "receipt": lambda: _document(store, arguments, "receipt"),
        "complaint": lambda: _complaint(store, arguments),
        "complaints": lambda: _complaints(store, arguments),
    }
    value, document = makers[arguments.name]()
    return _render(document, value, arguments.output, say, paper, _printed(store))


def write_profit_month(store: Store, month: Month, path: Path, say: Say) -> int:
    """The monthly profit report of one month; its number of pages."""
    from app.queries import company
    from app.queries.profit_month import profit_month
    from app.reports import profit_month as document

    paper = company.settings(store).paper
    return _render(document, profit_month(store, month), path, say, paper, _printed(store))


def _render(document: Any, value: Any, path: Path, say: Say, paper: str, printed: Printed) -> int:
    """Render beside the final name and rename when it is whole: nobody ever finds half a document."""
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    try:
        if path.is_dir():
            raise Mistake(N_("‘{file}’ is a folder. Name a file in it."), file=str(path))
        pages = int(document.render(value, part, say, paper, printed=printed))
        part.replace(path)
    except FileNotFoundError as error:
        raise NotFound(N_("There is no folder {folder}. Make it first, or choose another."),
                       folder=str(path.parent)) from error  # fmt: skip
    except OSError as error:
        raise Unavailable(
            N_("‘{file}’ cannot be written: {reason}. Choose another place, or close the program that shows it."),
            file=str(path), reason=error.strerror or type(error).__name__,
        ) from error  # fmt: skip
    else:
        return pages
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def _printed(store: Store) -> Printed:
    return Printed(store.now(), store.actor.login)


def _profit_month(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.queries.profit_month import profit_month
    from app.reports import profit_month as document
    from app.services import months

    month = month_argument(arguments.month)
    if arguments.revision is not None:
        return months.paper(store, month, arguments.revision), document
    return profit_month(store, month), document


def _statement(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.commands.tables import span
    from app.queries import papers
    from app.reports import statement as document

    customer_id = papers.find_customer(store, arguments.customer)
    first, last = span(arguments)
    until: date = last.last if last else day_argument(arguments.as_of) if arguments.as_of else store.today()
    since = first.first if first else date(until.year, 1, 1)
    return papers.statement_paper(store, customer_id, since, until), document


def _commission(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    """One person's statement, or the team's page with everybody's behind it; all that was booked until now."""
    from app.queries import papers_commission
    from app.reports import commission_month, commission_statement
    from app.services import commissions

    commissions.run(store)
    month = month_argument(arguments.month)
    if arguments.person:
        person = papers_commission.find_salesperson(store, arguments.person)
        return papers_commission.commission_statement(store, month, person), commission_statement
    return papers_commission.commission_month(store, month), commission_month


def _complaint(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.queries import complaint, papers_complaints
    from app.reports import complaint_sheet

    found = complaint.id_of(store, arguments.number)
    return papers_complaints.complaint_sheet(store, found), complaint_sheet


def _complaints(store: Store, arguments: argparse.Namespace) -> tuple[Any, Any]:
    from app.queries import papers_complaints
    from app.reports import complaint_month

    return papers_complaints.complaint_month(store, month_argument(arguments.month)), complaint_month


def _document(store: Store, arguments: argparse.Namespace, kind: str) -> tuple[Any, Any]:
    from app.queries import papers
    from app.reports import delivery, invoice, order, receipt

    number = arguments.number
    if kind == "order":
        return papers.order_paper(store, papers.find_order(store, number)), order
    if kind == "delivery":
        return papers.delivery_paper(store, papers.find_delivery(store, number)), delivery
    if kind == "invoice":
        return papers.invoice_paper(store, papers.find_invoice(store, number)), invoice
    return papers.receipt_paper(store, papers.find_payment(store, number)), receipt
