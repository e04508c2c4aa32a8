"""The way back in for who has forgotten the last administrator's password: a command on the company's own computer."""

import argparse
import getpass
import sys

from app.commands.context import Context
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_, Mistake, NotFound
from app.i18n import Say


def add_password(commands: Commands, say: Say) -> None:
    """``mostrador password``."""
    command = add_command(commands, say, "password", N_("give a user a new password"), _password)
    command.add_argument("login", metavar="LOGIN", help=say.text(N_("the login of the user")))


def _password(arguments: argparse.Namespace, context: Context) -> int:
    from app.bootstrap import is_server
    from app.queries import staff
    from app.services import users

    if is_server(context.url(arguments)):
        raise Mistake(N_("People sign in with their login of the database server; their passwords are set there."))
    with context.company(arguments) as store:
        with store.read() as tx:
            user = staff.by_login(tx, arguments.login)
        if user is None:
            raise NotFound(N_("No user has the login ‘{login}’."), login=arguments.login)
        users.set_password(store, user.id, _asked(context))
        context.tell(N_("{name} signs in with the new password from now on."), name=user.name)
    return 0


def _asked(context: Context) -> str:
    """The new password, typed unseen; a script writes it as one line on standard input. Never an argument."""
    if sys.stdin is not None and sys.stdin.isatty():
        return getpass.getpass(context.say.text(N_("New password:")) + " ")
    return (sys.stdin.readline() if sys.stdin is not None else "").rstrip("\r\n")
