"""Book months and tiers."""

import argparse

from app.commands.context import Context, month_argument, year_argument
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_, Mistake, NeedsConsent
from app.i18n import Say


def add_close_month(commands: Commands, say: Say) -> None:
    """``mostrador close-month``."""
    summary = N_("close a month for ever (or until it is reopened)")
    command = add_command(commands, say, "close-month", summary, _close)
    command.add_argument("month", metavar="YYYY-MM", help=say.text(N_("the month, such as 2026-10")))
    command.add_argument("--check", action="store_true", help=say.text(N_("only show the checklist")))
    command.add_argument("--accept", action="append", default=[], metavar="POINT", help=say.text(N_("pass this point")))


def _close(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.services import months

    month = month_argument(arguments.month)
    with context.company(arguments) as store:
        found = months.checklist(store, month)
        for point in found:
            context.warn(f"[{point.key}] {context.say.text(point.message, **point.values)}")
        if arguments.check:
            if not found:
                context.tell(N_("Nothing stands in the way of closing {month}."), month=month)
            return 0
        _known(arguments.accept, [point.key for point in found])
        request = new_uid()
        try:
            closed = store.repeat(lambda: months.close(store, month, request=request, accept=arguments.accept))
        except NeedsConsent as wish:
            hint = N_("Correct it, or close the month all the same with --accept {point}.")
            raise NeedsConsent(wish.message, hint=hint, point=wish.field, **wish.values) from None
    context.tell(
        N_("{month} is closed: revision {revision}, data check {code}."),
        month=closed.month, revision=closed.revision, code=closed.check_code,
    )  # fmt: skip
    return 0


def _known(accepted: list[str], found: list[str]) -> None:
    """Who accepts a point that is not on the list has another month, or another spelling, in mind."""
    for key in accepted:
        if key not in found:
            raise Mistake(
                N_("‘{point}’ is not on the checklist of this month, which has: {names}."),
                point=key, names=", ".join(found) or "–",
            )  # fmt: skip


def add_reopen_month(commands: Commands, say: Say) -> None:
    """``mostrador reopen-month``."""
    command = add_command(commands, say, "reopen-month", N_("open a closed month again, with a reason"), _reopen)
    command.add_argument("month", metavar="YYYY-MM", help=say.text(N_("the month, such as 2026-10")))
    command.add_argument(
        "--reason", required=True, metavar="TEXT", help=say.text(N_("why; it is printed in the next report"))
    )


def _reopen(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.domain.parsing import clean_text
    from app.services import months

    month = month_argument(arguments.month)
    with context.company(arguments) as store:
        months.reopen(store, month, reason=clean_text(arguments.reason), request=new_uid())
    context.tell(N_("{month} is open again. What was printed of it stays as it was."), month=month)
    return 0


def add_freeze_tiers(commands: Commands, say: Say) -> None:
    """``mostrador freeze-tiers``."""
    command = add_command(commands, say, "freeze-tiers", N_("freeze the customers' tiers of a year"), _freeze)
    command.add_argument("year", type=int, metavar="YYYY", help=say.text(N_("the year, such as 2026")))
    command.add_argument("--consent", action="store_true", help=say.text(N_("although the base year is not closed")))


def _freeze(arguments: argparse.Namespace, context: Context) -> int:
    from app.domain.ids import new_uid
    from app.services import tiers

    year = year_argument(arguments.year)
    with context.company(arguments) as store:
        try:
            tiers.freeze(store, year, request=new_uid(), consent=arguments.consent)
        except NeedsConsent as wish:
            hint = N_("Do that first, or freeze them all the same with --consent.")
            raise NeedsConsent(wish.message, hint=hint, **wish.values) from None
    context.tell(N_("The tiers of {year} are frozen."), year=arguments.year)
    return 0
