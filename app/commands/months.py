"""Book months and tiers."""

import argparse
from typing import Any

from app.commands.context import Context
from app.domain.refusal import N_
from app.i18n import Say

Commands = Any  # argparse does not name the type of its sub-commands


def add_close_month(commands: Commands, say: Say) -> None:
    """``mostrador close-month``."""
    command = commands.add_parser("close-month", help=say.text(N_("close a month for ever (or until it is reopened)")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("month", metavar="YYYY-MM")
    command.add_argument("--check", action="store_true", help=say.text(N_("only show the checklist")))
    command.add_argument("--accept", action="append", default=[], metavar="POINT", help=say.text(N_("pass this point")))
    command.set_defaults(run=_close)


def _close(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.domain.month import Month
    from app.services import months

    month = Month.parse(arguments.month)
    with context.company(arguments) as store:
        points = months.checklist(store, month)
        for point in points:
            context.warn(f"[{point.key}] {context.say.text(point.message, **point.values)}")
        if arguments.check:
            return 0
        request = new_uid()
        closed = store.repeat(lambda: months.close(store, month, request=request, accept=arguments.accept))
    context.tell(
        N_("{month} is closed: revision {revision}, data check {code}."),
        month=closed.month, revision=closed.revision, code=closed.check_code,
    )  # fmt: skip
    return 0


def add_reopen_month(commands: Commands, say: Say) -> None:
    """``mostrador reopen-month``."""
    command = commands.add_parser("reopen-month", help=say.text(N_("open a closed month again, with a reason")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("month", metavar="YYYY-MM")
    command.add_argument("--reason", required=True)
    command.set_defaults(run=_reopen)


def _reopen(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.domain.month import Month
    from app.services import months

    month = Month.parse(arguments.month)
    with context.company(arguments) as store:
        months.reopen(store, month, reason=arguments.reason, request=new_uid())
    context.tell(N_("{month} is open again. What was printed of it stays as it was."), month=month)
    return 0


def add_freeze_tiers(commands: Commands, say: Say) -> None:
    """``mostrador freeze-tiers``."""
    command = commands.add_parser("freeze-tiers", help=say.text(N_("freeze the customers' tiers of a year")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("year", type=int)
    command.add_argument("--consent", action="store_true", help=say.text(N_("although the base year is not closed")))
    command.set_defaults(run=_freeze)


def _freeze(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.services import tiers

    with context.company(arguments) as store:
        tiers.freeze(store, arguments.year, request=new_uid(), consent=arguments.consent)
    context.tell(N_("The tiers of {year} are frozen."), year=arguments.year)
    return 0
