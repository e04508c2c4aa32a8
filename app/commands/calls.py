"""What a telephone system tells the desk."""

import argparse

from app.commands.context import Context
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_
from app.i18n import Say

_STATES = ("ringing", "answered", "ended")


def add_call(commands: Commands, say: Say) -> None:
    """``mostrador call``."""
    summary = N_("tell the open desk that somebody calls")
    command = add_command(commands, say, "call", summary, _call, database=False)
    command.add_argument(
        "number", metavar="NUMBER", nargs="?", default="",
        help=say.text(N_("the caller's number, or mostrador://call/NUMBER; nothing where it is withheld")),
    )  # fmt: skip
    command.add_argument("--id", default="", metavar="X", help=say.text(N_("the telephone system's name of the call")))
    command.add_argument("--state", default="ringing", choices=_STATES, help=say.text(N_("what happened to the call")))


def _call(arguments: argparse.Namespace, context: Context) -> int:
    """Nothing of the database is imported: the telephone system waits for this to end."""
    from app import logs
    from app.commands.grammar import BadArgument
    from app.domain.incoming import SCHEME, from_url, incoming
    from app.domain.refusal import Mistake
    from app.integrations.calls import address, hand_over
    from app.paths import home

    text = arguments.number
    try:
        if text.casefold().startswith(f"{SCHEME}:"):
            call = from_url(text)
        else:
            call = incoming(text, id=arguments.id, state=arguments.state)
    except Mistake as mistake:
        # nobody sees what a starter without a window says; never what it was: it may be anything
        logs.logger.warning("a report of a call was refused (%d characters)", len(text))
        raise BadArgument(mistake.message, hint=mistake.hint, **mistake.values) from None
    hand_over(call, address(home()))
    return 0
