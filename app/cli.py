"""The command line: arguments in, an exit code out, and one clear sentence when something cannot be done."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TextIO

from app import __version__, logs
from app.commands.context import Context
from app.commands.grammar import BAD_ARGUMENTS, BadArgument, Grammar, without_secrets
from app.commands.place import server_of
from app.domain.refusal import N_, Refusal, Unavailable
from app.i18n import LANGUAGES, Say
from app.settings import LocalSettings, embedded_database, local_settings, reader_language, system_language
from app.store.location import file_of, is_filled

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

DONE, REFUSED = 0, 1

_WELCOME = (
    ("mostrador init --country ES", N_("create your company's database")),
    ("mostrador demo", N_("look at a company where everything is made up")),
    ("mostrador lookup TEXT", N_("who is it? by phone number, name, order or code")),
)


def run(arguments: Sequence[str]) -> int:
    """Carry out one command: 0 done, 1 refused with a sentence on standard error, 2 bad arguments."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    logs.start()
    try:
        return _Call(list(arguments)).carry_out()
    finally:
        logs.stop()


class _Call:
    """One call of the program."""

    def __init__(self, arguments: list[str]) -> None:
        self.arguments = arguments
        wish = _asked_language(arguments)
        # until the company is known: the reader's own wish, else the computer's language
        self.context = Context(LocalSettings(language=wish), Say(wish or reader_language() or system_language()))

    def carry_out(self) -> int:
        """The exit code; whatever goes wrong ends in one sentence."""
        try:
            try:
                return self._run()
            finally:
                # buffered lines reach the pipe or the disk here, not after the last wall
                if sys.stdout is not None:
                    sys.stdout.flush()
        except BrokenPipeError:
            _forget_output()
            return DONE
        except SystemExit as end:
            return int(end.code or 0)
        except KeyboardInterrupt:
            return REFUSED
        except Refusal as refusal:
            self.context.warn(without_secrets(self.context.say.refusal(refusal)))
            return BAD_ARGUMENTS if isinstance(refusal, BadArgument) else REFUSED
        except Exception as error:  # noqa: BLE001,RUF100 - the last wall: no traceback reaches a person
            return self._mistake(error)

    def _run(self) -> int:
        if any("\0" in argument for argument in self.arguments):
            raise BadArgument(N_("An argument holds a character that no name can hold (NUL)."))
        parsed = self._parsed()
        settings = local_settings()
        wish = self.context.settings.language or settings.language
        self.context.settings = replace(settings, language=wish)
        if self.context.settings.language:
            self.context.say = Say(self.context.settings.language)
        if not getattr(parsed, "run", None):
            return self._without_command(parsed)
        return int(parsed.run(parsed, self.context))

    def _parsed(self) -> argparse.Namespace:
        if not self.arguments:
            # somebody clicked on the program: nothing is there to be read, and what would read it is not loaded
            return argparse.Namespace(database="", language="")
        grammar = parser(self.context.say)
        first = next(iter(self.arguments), "").partition("=")[0]
        if first.startswith("--") and first not in grammar.own_options():
            # argparse would take the option's value for the command, and complain about that
            grammar.error(f"unrecognized arguments: {self.arguments[0]}")
        return grammar.parse_args(self.arguments)

    def _without_command(self, parsed: argparse.Namespace) -> int:
        """The desk, where there is a company and a screen; else what to begin with."""
        from app.commands.desk import has_screen, open_desk

        if not has_screen():
            self._welcome()
            return DONE
        chosen = parsed.database or self.context.settings.database
        path = file_of(chosen or str(embedded_database()))
        at_server = server_of(chosen) if chosen == self.context.settings.asked_at and not parsed.database else None
        if at_server is not None:
            # it asked for a password the last time: whoever types it need not wait for what reads every address
            return open_desk(self.context, at_server)
        if path is None or (parsed.database and not is_filled(path)):
            return open_desk(self.context, self._address(parsed))
        return open_desk(self.context, path if chosen or path.exists() else None)

    def _address(self, parsed: argparse.Namespace) -> "URL":
        """A database that is no plain file; who names one on the command line is told there what is wrong with it."""
        from app.bootstrap import must_exist

        url = self.context.url(parsed)
        if parsed.database:
            must_exist(url)
        return url

    def _welcome(self) -> None:
        """What to begin with, for a call without a command."""
        say = self.context.say
        self.context.write(f"Mostrador {__version__}")
        self.context.write("")
        for command, meaning in _WELCOME:
            self.context.write(f"  {command:<30}{say.text(meaning)}")
        self.context.write("")
        self.context.tell(N_("All commands: mostrador --help"))

    def _mistake(self, error: Exception) -> int:
        if isinstance(error, OSError) and (sys.stdout is None or sys.stdout.closed or _is_full(error)):
            _forget_output()
            refusal = Unavailable(N_("The output cannot be written: {reason}."), reason=error.strerror or "")
            self.context.warn(self.context.say.refusal(refusal))
            return REFUSED
        number = logs.unexpected(error)
        text = N_("The program made a mistake of its own (error {number}); nothing half-done was saved. See the log.")
        self.context.warn(self.context.say.text(text, number=number))
        if os.environ.get("MOSTRADOR_DEBUG"):
            raise error
        return REFUSED


def _is_full(error: OSError) -> bool:
    import errno

    return error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EIO, errno.EBADF)


def _forget_output() -> None:
    """Nobody reads any more: what is still buffered must not fail again when the process ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return


def _asked_language(arguments: Sequence[str]) -> str:
    """The language of ``--language``, which is needed before anything can be said about the arguments."""
    for at, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name == "--language":
            wish = value if equals else next(iter(arguments[at + 1 :]), "")
            return wish if wish in LANGUAGES else ""
    return ""


def _speak_utf8(stream: TextIO | None) -> None:
    """Windows consoles may not be UTF-8; a name must never make a command fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")


def parser(say: Say) -> Grammar:
    """The whole grammar."""
    from app.commands.all import COMMANDS

    main = Grammar(
        say=say, prog="mostrador", description=say.text(N_("The CRM for the people who answer the phone and the door."))
    )
    main.add_argument(
        "--version", action="version", version=f"Mostrador {__version__}", help=say.text(N_("show the version"))
    )
    main.add_argument(
        "--database", metavar="URL", default="", help=say.text(N_("another database than the configured"))
    )
    main.add_argument("--language", default="", choices=LANGUAGES, help=say.text(N_("en, es or zh")))
    commands = main.add_subparsers(
        title=say.text(N_("commands")), metavar="COMMAND", parser_class=_speaking(say), prog="mostrador"
    )
    for add in COMMANDS:
        add(commands, say)
    return main


def _speaking(say: Say) -> type[Grammar]:
    """Commands of a parser are made by its class, which gives them no voice."""

    class Speaking(Grammar):
        def __init__(self, **options: object) -> None:
            super().__init__(say=say, **options)

    return Speaking
