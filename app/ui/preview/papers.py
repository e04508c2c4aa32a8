"""Which paper is wanted: one maker per kind of document, for ``open_preview``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from app.domain.month import Month
from app.domain.papers import Printed
from app.domain.refusal import N_
from app.i18n import Say
from app.queries import company, papers, papers_commission, papers_complaints
from app.queries.company import Settings
from app.queries.papers_receivables import receivables_paper
from app.queries.profit_month import profit_month as month_paper
from app.reports import commission_month as month_of_commission
from app.reports import commission_statement as commission_document
from app.reports import commission_team as team_document
from app.reports import complaint_month as month_of_complaints
from app.reports import complaint_sheet as case_document
from app.reports import delivery, order
from app.reports import invoice as invoice_document
from app.reports import profit_month as month_document
from app.reports import receipt as slip
from app.reports import receivables as ages
from app.reports import statement as account

__all__ = [
    "Loaded",
    "Request",
    "commission_month",
    "commission_statement",
    "commission_team",
    "complaint_month",
    "complaint_sheet",
    "delivery_note",
    "invoice",
    "order_confirmation",
    "profit_month",
    "receipt",
    "receivables",
    "statement",
]


class Document(Protocol):
    """A module of ``app.reports`` that draws one kind of paper."""

    def render(self, value: Any, path: Path, say: Say, paper: str = ..., *, printed: Printed) -> int:  # noqa: ANN401
        """Write the file; its number of pages."""


@dataclass(frozen=True, slots=True)
class Request:
    """A paper to be shown: ``read`` gets the store and gives the paper's value, ``document`` draws it."""

    title: str
    """An English text, translated where it is shown."""
    name: Callable[[Any], str]
    """The file's name without its ending, from the value."""
    read: Callable[[Any], Any]
    document: Document


@dataclass(frozen=True, slots=True)
class Loaded:
    """A paper as the database gave it: whatever language and size it is printed in, its value stays the same."""

    value: Any
    name: str
    settings: Settings
    printed: Printed
    document: Document

    def write(self, path: Path, language: str, paper: str) -> int:
        """The PDF in a language and size; its number of pages."""
        return self.document.render(self.value, path, self.settings.say(language), paper, printed=self.printed)


def load(store: Any, request: Request) -> Loaded:  # noqa: ANN401 - the store
    """Read what a request asks for; raises what its query raises."""
    value = request.read(store)
    printed = Printed(store.now(), store.actor.login)
    return Loaded(value, _file_name(request.name(value)), company.settings(store), printed, request.document)


def order_confirmation(order_id: int) -> Request:
    """A confirmation, or a quote while the order is one."""
    read = partial(papers.order_paper, order_id=order_id)
    return Request(N_("Order confirmation"), _number, read, order)


def delivery_note(delivery_id: int) -> Request:
    """What goes with the goods."""
    return Request(N_("Delivery note"), _number, partial(papers.delivery_paper, delivery_id=delivery_id), delivery)


def invoice(invoice_id: int) -> Request:
    """An invoice or a credit note."""
    read = partial(papers.invoice_paper, invoice_id=invoice_id)
    return Request(N_("Invoice"), _number, read, invoice_document)


def receipt(payment_id: int) -> Request:
    """For money that came in."""
    return Request(N_("Receipt"), _number, partial(papers.receipt_paper, payment_id=payment_id), slip)


def statement(customer_id: int, first: date, last: date) -> Request:
    """A customer's account between two days, both inclusive."""
    read = partial(_account, customer_id=customer_id, first=first, last=last)
    return Request(N_("Statement of account"), _number, read, account)


def receivables(as_of: date, text: str = "", sort: str = "", selection: str = "") -> Request:
    """Who owes what as of a day, as the list is filtered and sorted."""
    read = partial(receivables_paper, as_of=as_of, text=text, sort=sort, selection=selection)
    return Request(N_("Receivables"), _list_number, read, ages)


def profit_month(month: Month, *, revision: int | None = None) -> Request:
    """The monthly profit report: of a closed month what was stored then, of an open one today's figures."""
    read = partial(month_paper, month=month, revision=revision)
    return Request(N_("Monthly profit report"), _report_number, read, month_document)


def commission_statement(month: Month, staff_id: int) -> Request:
    """A salesperson's commission of a month; each may ask for the own one, managers for all."""
    read = partial(papers_commission.commission_statement, month=month, staff_id=staff_id)
    return Request(N_("Commission statement"), _number, read, commission_document)


def commission_team(month: Month) -> Request:
    """Everybody's commission of a month, one row each, for who closes it."""
    read = partial(papers_commission.commission_team, month=month)
    return Request(N_("Commission of the team"), _number, read, team_document)


def commission_month(month: Month) -> Request:
    """The team's page with every statement behind it, in one file."""
    read = partial(papers_commission.commission_month, month=month)
    return Request(N_("Commission statements"), _number, read, month_of_commission)


def complaint_sheet(complaint_id: int) -> Request:
    """One complaint for the customer's hand, without what is internal."""
    read = partial(papers_complaints.complaint_sheet, complaint_id=complaint_id)
    return Request(N_("Complaint"), _number, read, case_document)


def complaint_month(month: Month) -> Request:
    """The quality of solving complaints in a month."""
    read = partial(papers_complaints.complaint_month, month=month)
    return Request(N_("Complaints of the month"), _number, read, month_of_complaints)


def _account(store: Any, *, customer_id: int, first: date, last: date) -> Any:  # noqa: ANN401 - the store
    return papers.statement_paper(store, customer_id, first, last)


def _list_number(value: Any) -> str:  # noqa: ANN401 - a list of receivables
    return f"receivables-{value.number}"


def _number(value: Any) -> str:  # noqa: ANN401 - a paper
    return str(value.number)


def _report_number(value: Any) -> str:  # noqa: ANN401 - a month's report
    return f"{value.number}-r{value.revision}"


def _file_name(text: str) -> str:
    """A name that every file system takes."""
    return "".join(sign if sign.isalnum() or sign in "-_" else "_" for sign in text).strip("_") or "document"
