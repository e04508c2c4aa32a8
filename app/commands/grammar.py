"""The grammar of the command line in the reader's language: argparse with our sentences where its own are English."""

import argparse
import difflib
import re
import sys
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NoReturn

from app.domain.refusal import N_, Mistake
from app.i18n import LANGUAGES, Say

BAD_ARGUMENTS = 2

_SECRETS = (
    (re.compile(r"(://[^:/@\s]*):[^@\s]*@"), r"\1:***@"),
    (re.compile(r"([?&](?:password|sslpassword)=)[^&\s]*", re.IGNORECASE), r"\1***"),
)

# what argparse says (Python 3.11 to 3.14), and what we say
_SENTENCES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"argument (?P<option>.*): expected (?:one|at least one) argument"), N_("{option} needs a value.")),
    (re.compile(r"argument (?P<option>.*): invalid int value: '(?P<value>.*)'"),
     N_("{option}: ‘{value}’ is not a whole number.")),
    (re.compile(r"argument (?P<option>.*): ignored explicit argument '(?P<value>.*)'"),
     N_("{option} takes no value.")),
    (re.compile(r"the following arguments are required: (?P<names>.*)"), N_("This is missing: {names}.")),
)  # fmt: skip


class BadArgument(Mistake):
    """Arguments that cannot be meant; the exit code is 2."""


def without_secrets(text: str) -> str:
    """A text that may hold a database address, without the password in it."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is near."""
    return next(iter(difflib.get_close_matches(word.casefold(), list(known), 1, 0.6)), "")


class _Layout(argparse.HelpFormatter):
    """Help with a translated first word."""

    def __init__(self, prog: str, *, say: Say, **options: Any) -> None:
        super().__init__(prog, **options)
        self._usage = say.text(N_("usage:")) + " "

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        """Begin with our word."""
        super().add_usage(usage, actions, groups, self._usage if prefix is None else prefix)


class Grammar(argparse.ArgumentParser):
    """A parser that speaks; options are written in full, so that a new option never changes an old script."""

    def __init__(self, *, say: Say, **options: Any) -> None:
        layout = partial(_Layout, say=say)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=layout, **options)
        self.say = say
        self._positionals.title = say.text(N_("arguments"))
        self._optionals.title = say.text(N_("options"))
        self.add_argument("-h", "--help", action="help", help=say.text(N_("show this help")))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        command = isinstance(action, argparse._SubParsersAction)  # noqa: SLF001 - argparse has no public name for it
        known = [str(choice) for choice in action.choices if str(choice)]
        near = nearest(str(value), known)
        parts = [
            self.say.text(N_("There is no command ‘{value}’."), value=value)
            if command
            else self.say.text(N_("{option}: ‘{value}’ is not known."), option=_named(action), value=value),
            self.say.text(N_("Did you mean ‘{near}’?"), near=near)
            if near
            else self.say.text(N_("Write one of: {names}."), names=", ".join(known)),
        ]
        raise argparse.ArgumentError(None, " ".join(parts))

    def error(self, message: str) -> NoReturn:
        """Usage and one sentence on standard error, exit code 2; a password in an argument is never repeated."""
        self.print_usage(sys.stderr)
        self.exit(BAD_ARGUMENTS, f"{self.prog}: {without_secrets(self._sentence(message))}\n")

    def _sentence(self, message: str) -> str:
        unknown = message.removeprefix("unrecognized arguments: ")
        if unknown != message:
            return self._unknown(unknown)
        for pattern, text in _SENTENCES:
            if found := pattern.fullmatch(message):
                return self.say.text(text, **found.groupdict())
        return message

    def _unknown(self, arguments: str) -> str:
        first = arguments.split("=", maxsplit=1)[0].split(maxsplit=1)[0] if arguments.split() else arguments
        near = nearest(first, self.every_option()) if first.startswith("-") else ""
        said = self.say.text(N_("Not understood: {arguments}."), arguments=arguments)
        return f"{said} {self.say.text(N_('Did you mean ‘{near}’?'), near=near)}" if near else said

    def own_options(self) -> set[str]:
        """The options of this parser alone."""
        return {name for action in self._actions for name in action.option_strings}

    def every_option(self) -> set[str]:
        """The options of this parser and of its commands."""
        found = self.own_options()
        for action in self._actions:
            if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001
                for command in action.choices.values():
                    found |= command.every_option()
        return found


def _named(action: argparse.Action) -> str:
    return "/".join(action.option_strings) or str(action.metavar or action.dest)


Commands = Any
"""argparse does not name the type of its sub-commands."""

Runner = Callable[[argparse.Namespace, Any], int]


def add_command(
    commands: Commands, say: Say, name: str, summary: str, run: Runner, *, database: bool = True
) -> argparse.ArgumentParser:
    """A command with the options that every command has; ``summary`` is a marked text."""
    command: argparse.ArgumentParser = commands.add_parser(name, help=say.text(summary), description=say.text(summary))
    if database:
        # the default would overwrite what stands before the command
        command.add_argument(
            "--database", default=argparse.SUPPRESS, metavar="URL",
            help=say.text(N_("another database than the configured")),
        )  # fmt: skip
    command.add_argument("--language", default=argparse.SUPPRESS, choices=LANGUAGES, help=say.text(N_("en, es or zh")))
    command.set_defaults(run=run)
    return command
