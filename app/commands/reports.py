"""``mostrador report``: figures as rows, documents as PDF."""

import argparse
from pathlib import Path

from app.commands.context import Context, day_argument, year_argument
from app.commands.grammar import BadArgument, Commands, add_command
from app.domain.refusal import N_
from app.i18n import Say

PAPERS = ("profit-month", "statement", "order", "delivery-note", "invoice", "credit-note", "receipt", "complaint")
ROWS = ("contribution", "tiers", "receivables", "orders", "complaints", "commission")
GROUPS = ("customer", "product", "salesperson", "level", "region")


def add_report(commands: Commands, say: Say) -> None:
    """``mostrador report``."""
    summary = N_("figures as CSV, XLSX or JSON; documents as PDF")
    command = add_command(commands, say, "report", summary, _report)
    command.add_argument("name", choices=(*PAPERS, *ROWS), metavar="NAME", help=" ".join((*PAPERS, *ROWS)))
    _add_span(command, say)
    command.add_argument(
        "--by", default="customer", choices=GROUPS, help=say.text(N_("what contribution is summed by"))
    )
    command.add_argument("--period", default="month", choices=("month", "year"), help=say.text(N_("per month or year")))
    command.add_argument("--compare", action="store_true", help=say.text(N_("with the periods before")))
    command.add_argument("--share", action="store_true", help=say.text(N_("largest first, with shares")))
    command.add_argument("--customer", default="", metavar="CODE", help=say.text(N_("whose statement")))
    command.add_argument("--person", default="", metavar="CODE", help=say.text(N_("one salesperson’s commission")))
    command.add_argument("--detail", action="store_true", help=say.text(N_("commission line by line")))
    command.add_argument("--number", default="", metavar="NUMBER", help=say.text(N_("the document's number")))
    command.add_argument(
        "--revision", type=int, default=None, metavar="N", help=say.text(N_("an earlier print of a closed month"))
    )
    command.add_argument("--paper", default="", choices=("A4", "Letter"), help=say.text(N_("another size of paper")))
    command.add_argument(
        "--format", default="", choices=("pdf", "csv", "xlsx", "json"),
        help=say.text(N_("another format than the file's name says")),
    )  # fmt: skip
    command.add_argument(
        "-o", "--output", type=Path, default=None, metavar="FILE",
        help=say.text(N_("the file to write; figures go to the screen without it")),
    )  # fmt: skip


def _add_span(command: argparse.ArgumentParser, say: Say) -> None:
    command.add_argument("--month", default="", metavar="YYYY-MM", help=say.text(N_("one month")))
    command.add_argument("--year", type=int, default=None, metavar="YYYY", help=say.text(N_("one year")))
    command.add_argument("--from", dest="first", default="", metavar="YYYY-MM", help=say.text(N_("the first month")))
    command.add_argument("--to", dest="last", default="", metavar="YYYY-MM", help=say.text(N_("the last month")))
    command.add_argument("--as-of", default="", metavar="DATE", help=say.text(N_("as it was known on that day")))


def _report(arguments: argparse.Namespace, context: Context) -> int:
    context.spared(arguments, arguments.output)
    _check(arguments)
    if arguments.name in PAPERS:
        return _paper(arguments, context)
    from app.commands.tables import TABLES, format_of
    from app.integrations.sheets import rows_as_text

    chosen = format_of(arguments.format, arguments.output)
    if chosen == "xlsx" and arguments.output is None:
        raise BadArgument(N_("A workbook needs a file: add -o FILE."))
    if chosen == "pdf" and arguments.name in ("commission", "complaints"):
        return _paper(arguments, context)
    if chosen == "pdf":
        raise BadArgument(N_("‘{name}’ is written as csv, xlsx or json."), name=arguments.name)
    with context.company(arguments) as store:
        columns, rows = TABLES[arguments.name](store, arguments)
        if arguments.output is None:
            context.write(rows_as_text(columns, rows, chosen).rstrip("\r\n"))
            return 0
        context.write_rows(arguments.output, columns, rows, chosen, arguments.name)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """What is wrong with the arguments alone is said before any database is opened."""
    from app.commands.tables import span

    if arguments.year is not None:
        year_argument(arguments.year)
    span(arguments)
    if arguments.name == "commission" and not arguments.month:
        raise BadArgument(N_("Say which month: --month YYYY-MM."))
    if arguments.name != "commission" and (arguments.person or arguments.detail):
        raise BadArgument(N_("--person and --detail belong to the report ‘commission’."))
    if arguments.as_of:
        day_argument(arguments.as_of)


def _paper(arguments: argparse.Namespace, context: Context) -> int:
    from app.commands import papers

    if arguments.format not in ("", "pdf"):
        raise BadArgument(N_("‘{name}’ is printed as pdf."), name=arguments.name)
    if arguments.output is None:
        raise BadArgument(N_("A document needs a file: add -o FILE.pdf."))
    papers.check(arguments)
    with context.company(arguments) as store:
        pages = papers.write(store, arguments, context.say)
    context.write(
        context.say.plural("{count} page written to {path}.", "{count} pages written to {path}.", pages,
                           path=arguments.output)
    )  # fmt: skip
    return 0
