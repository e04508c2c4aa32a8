"""The program proves on an invented company that it is whole: what ``mostrador self-test`` says."""

import argparse
import json
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from app import __version__
from app.commands.context import Context
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_
from app.i18n import Say

if TYPE_CHECKING:
    from app.self_test.bench import Bench, Outcome, Step


def add_self_test(commands: Commands, say: Say) -> None:
    """``mostrador self-test``."""
    summary = N_("see whether every part of the program works on this computer")
    command = add_command(commands, say, "self-test", summary, _self_test, database=False)
    command.add_argument("--quick", action="store_true", help=say.text(N_("one role and language stand for all")))
    command.add_argument("--json", action="store_true", help=say.text(N_("for programs")))
    command.add_argument(
        "--pictures", type=Path, default=None, metavar="FOLDER",
        help=say.text(N_("where to keep a picture of every screen")),
    )  # fmt: skip


def _self_test(arguments: argparse.Namespace, context: Context) -> int:
    from app.commands.desk import has_screen
    from app.self_test.bench import bench

    if not has_screen():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if not arguments.json:
        context.tell(N_("Testing on an invented company; your data and settings are not touched."))
    if arguments.pictures is not None:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    outcomes = []
    with bench(quick=arguments.quick, pictures=arguments.pictures) as place:
        for outcome in _outcomes(place):
            outcomes.append(outcome)
            if not arguments.json:
                mark = "ok    " if outcome.ok else "FAILED"
                context.write(f"{mark} {outcome.seconds:6.2f} s  {outcome.name:<28} {outcome.detail}")
                # whoever waits sees each step when it is done, also through a pipe
                if sys.stdout is not None:
                    sys.stdout.flush()
    return _told(arguments, context, outcomes)


def _outcomes(place: "Bench") -> Iterator["Outcome"]:
    """One after the other; without the companies nothing else can be looked at."""
    from app.self_test import company, libraries, papers, screens
    from app.self_test.bench import carried_out

    for step in company.steps(place):
        outcome = carried_out(step, place)
        yield outcome
        if not outcome.ok:
            return
    with screens.qt(place):
        parts: tuple[Iterator[Step], ...] = (libraries.steps(place), papers.steps(place), screens.steps(place))
        for part in parts:
            for step in part:
                yield carried_out(step, place)


def _told(arguments: argparse.Namespace, context: Context, outcomes: list["Outcome"]) -> int:
    failed = [outcome.name for outcome in outcomes if not outcome.ok]
    if arguments.json:
        context.write(
            json.dumps(
                {
                    "version": __version__,
                    "packaged": bool(getattr(sys, "frozen", False)),
                    "system": f"{platform.system()} {platform.release()} {platform.machine()}",
                    "python": platform.python_version(),
                    "ok": not failed,
                    "seconds": round(sum(outcome.seconds for outcome in outcomes), 2),
                    "steps": [
                        {"name": done.name, "ok": done.ok, "seconds": round(done.seconds, 3), "detail": done.detail}
                        for done in outcomes
                    ],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
    elif failed:
        context.tell(N_("Failed: {steps}. Nothing of yours was changed."), steps=", ".join(failed))
    else:
        context.tell(N_("Everything works: {count} steps in {seconds} seconds."), count=len(outcomes),
                     seconds=round(sum(outcome.seconds for outcome in outcomes)))  # fmt: skip
    return 1 if failed else 0
