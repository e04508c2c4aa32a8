"""``mostrador report``: figures as rows, documents as PDF."""

import argparse
import sys
from pathlib import Path
from typing import Any

from app.commands.context import Context
from app.domain.refusal import N_, Mistake
from app.i18n import LANGUAGES, Say

PAPERS = ("profit-month", "statement", "order", "delivery-note", "invoice", "credit-note", "receipt")
ROWS = ("contribution", "tiers", "receivables", "orders")


def add_report(commands: Any, say: Say) -> None:
    """``mostrador report``."""
    command = commands.add_parser("report", help=say.text(N_("figures as CSV, XLSX or JSON; documents as PDF")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("name", choices=(*PAPERS, *ROWS), metavar="NAME", help=" ".join((*PAPERS, *ROWS)))
    command.add_argument("--month", default="", metavar="YYYY-MM")
    command.add_argument("--year", type=int, default=None, metavar="YYYY")
    command.add_argument("--from", dest="first", default="", metavar="YYYY-MM")
    command.add_argument("--to", dest="last", default="", metavar="YYYY-MM")
    command.add_argument("--as-of", default="", metavar="DATE")
    command.add_argument("--by", default="customer", help="customer product salesperson level region")
    command.add_argument("--period", default="month", help="month year")
    command.add_argument("--compare", action="store_true", help=say.text(N_("with the periods before")))
    command.add_argument("--share", action="store_true", help=say.text(N_("largest first, with shares")))
    command.add_argument("--customer", default="", metavar="CODE")
    command.add_argument("--number", default="", help=say.text(N_("the document's number")))
    command.add_argument("--revision", type=int, default=None, help=say.text(N_("an earlier print of a closed month")))
    command.add_argument("--paper", default="", choices=("", "A4", "Letter"))
    command.add_argument("--format", default="", choices=("", "pdf", "csv", "xlsx", "json"))
    command.add_argument("--language", default="", choices=("", *LANGUAGES))
    command.add_argument("-o", "--output", type=Path, default=None, metavar="FILE")
    command.set_defaults(run=_report)


def _report(arguments: argparse.Namespace, context: Context) -> int:
    if arguments.name in PAPERS:
        return _paper(arguments, context)
    from app.commands.tables import TABLES, format_of
    from app.integrations.sheets import rows_as_text, write_rows

    chosen = format_of(arguments.format, arguments.output)
    if chosen == "pdf":
        raise Mistake(N_("‘{name}’ is written as csv, xlsx or json."), name=arguments.name)
    with context.company(arguments) as store:
        columns, rows = TABLES[arguments.name](store, arguments)
        if arguments.output is None:
            if chosen == "xlsx":
                raise Mistake(N_("A workbook needs a file: add -o FILE."))
            sys.stdout.write(rows_as_text(columns, rows, chosen))
            return 0
        count = write_rows(arguments.output, columns, rows, chosen, sheet=arguments.name)
    context.tell(N_("{count} rows written to {path}."), count=count, path=arguments.output)
    return 0


def _paper(arguments: argparse.Namespace, context: Context) -> int:
    from app.commands import papers

    if arguments.format not in ("", "pdf"):
        raise Mistake(N_("‘{name}’ is printed as pdf."), name=arguments.name)
    if arguments.output is None:
        raise Mistake(N_("A document needs a file: add -o FILE.pdf."))
    with context.company(arguments) as store:
        pages = papers.write(store, arguments, context.say)
    context.write(
        context.say.plural("{count} page written to {path}.", "{count} pages written to {path}.", pages,
                           path=arguments.output)
    )  # fmt: skip
    return 0
