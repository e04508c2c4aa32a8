"""The command line: arguments in, an exit code out, and one clear sentence when something cannot be done."""

import argparse
import io
import os
import sys
from collections.abc import Sequence
from typing import NoReturn, TextIO

from app import __version__, logs
from app.commands import COMMANDS
from app.commands.context import Context
from app.domain.refusal import N_, Refusal
from app.i18n import Say
from app.settings import LocalSettings, local_settings, reader_language

DONE, REFUSED, BAD_ARGUMENTS = 0, 1, 2


def run(arguments: Sequence[str]) -> int:
    """Carry out one command: 0 done, 1 refused with a sentence on standard error, 2 bad arguments."""
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    logs.start()
    try:
        return _run(list(arguments))
    finally:
        logs.stop()


def _run(arguments: list[str]) -> int:
    say = Say(reader_language() or "en")
    try:
        settings = local_settings()
        say = Say(settings.language or "en")
        parsed = parser(say).parse_args(arguments)
        return _carry_out(parsed, settings, say)
    except Refusal as refusal:
        print(say.refusal(refusal), file=sys.stderr)  # noqa: T201 - this is the command line's own voice
        return REFUSED
    except KeyboardInterrupt:
        return REFUSED
    except BrokenPipeError:
        # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:  # noqa: BLE001,RUF100 - the last wall: no traceback reaches a person
        number = logs.unexpected(error)
        text = N_("The program made a mistake of its own (error {number}); nothing half-done was saved. See the log.")
        print(say.text(text, number=number), file=sys.stderr)  # noqa: T201
        if os.environ.get("MOSTRADOR_DEBUG"):
            raise
        return REFUSED


def _carry_out(parsed: argparse.Namespace, settings: LocalSettings, say: Say) -> int:
    if not getattr(parsed, "run", None):
        parser(say).print_help()
        return DONE
    return int(parsed.run(parsed, Context(settings, say)))


def _speak_utf8(stream: TextIO) -> None:
    """Windows consoles may not be UTF-8; a name must never make a command fail."""
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding="utf-8", errors="replace")


class _Parser(argparse.ArgumentParser):
    """Errors in the reader's words where they are ours."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {message}\n")


def parser(say: Say) -> argparse.ArgumentParser:
    """The whole grammar."""
    main = _Parser(
        prog="mostrador", description=say.text(N_("The CRM for the people who answer the phone and the door."))
    )
    main.add_argument("--version", action="version", version=f"Mostrador {__version__}")
    main.add_argument(
        "--database", metavar="URL", default="", help=say.text(N_("another database than the configured"))
    )
    commands = main.add_subparsers(title=say.text(N_("commands")), metavar="COMMAND")
    for add in COMMANDS:
        add(commands, say)
    return main
