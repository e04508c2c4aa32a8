"""``mostrador agent``: the server's service. It does what has no person in front of it, each minute, and stays.

On a server it also carries out at once what desks ask for that need costs and may not see them.
"""

import argparse
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.context import Context
from app.commands.grammar import BadArgument, Commands, add_command
from app.commands.serving import hands_of
from app.domain.refusal import N_, Refusal, Unavailable
from app.i18n import Say

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.store.session import Store

LOGIN = "agent"
EVERY, MOST = 60, 3600
"""Seconds between two rounds."""
AFTER_FAILURE = timedelta(hours=6)
"""A backup folder that refuses is not asked each minute."""


def add_agent(commands: Commands, say: Say) -> None:
    """``mostrador agent``."""
    summary = N_("the server's service: commission, deadlines and planned backups")
    command = add_command(commands, say, "agent", summary, _agent)
    command.add_argument("--once", action="store_true", help=say.text(N_("one round, then end")))
    command.add_argument(
        "--every", type=int, default=EVERY, metavar="SECONDS", help=say.text(N_("seconds between two rounds"))
    )


def _agent(arguments: argparse.Namespace, context: Context) -> int:
    from app.store.session import Actor

    if not 1 <= arguments.every <= MOST:
        raise BadArgument(N_("--every takes 1 to {most} seconds."), most=MOST)
    url = context.url(arguments)
    with context.company(arguments) as store:
        store.actor = replace(store.actor, login=LOGIN) if store.actor else Actor(LOGIN)
        agent = Agent(store, url, context)
        if arguments.once:
            return 0 if agent.round() else 1
        with hands_of(store, context):
            context.tell(N_("The service runs; Ctrl+C ends it."))
            _until_told(agent, arguments.every)
        context.tell(N_("The service has ended."))
    return 0


def _until_told(agent: "Agent", seconds: int) -> None:
    """Rounds until the system or a person ends the service."""
    ended = threading.Event()

    def end(_number: int, _frame: object) -> None:
        ended.set()

    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        number = getattr(signal, name, None)
        if number is not None:
            # only the main thread of a program may listen
            with suppress(ValueError):
                signal.signal(number, end)
    while not ended.is_set():
        agent.round()
        ended.wait(seconds)


@dataclass(frozen=True, slots=True)
class Job:
    """What is done in each round, and its name in the log."""

    name: str
    work: Callable[[], object]


class Agent:
    """All jobs may be repeated and interrupted at any moment, also by an agent on another computer."""

    def __init__(self, store: "Store", url: "URL", context: Context) -> None:
        self.store, self.url, self.context = store, url, context
        self.jobs = (
            Job("commission", self._commission),
            Job("complaints", self._complaints),
            Job("backup", self._backup),
            Job("requests", self._requests),
        )
        self._away = False
        self._no_backup_before: datetime | None = None

    def round(self) -> bool:
        """Every job once; whether all went well. What fails is said and tried again in the next round."""
        well = True
        for job in self.jobs:
            try:
                job.work()
            except Refusal as refusal:
                if isinstance(refusal, Unavailable) and refusal.values.get("again"):
                    self._lost(refusal)
                    return False
                self.context.warn(self.context.say.refusal(refusal))
                well = False
            except Exception as error:  # noqa: BLE001,RUF100 - the next round must come
                self._unexpected(job, error)
                well = False
        self._found()
        return well

    def _commission(self) -> None:
        from app.services import commission_marks, commissions

        self.store.repeat(lambda: commissions.run(self.store))
        if commission_marks.complete_due(self.store):
            found = self.store.repeat(lambda: commissions.run(self.store, complete=True)).entries
            if found:
                words = N_("The nightly look at all commission booked what was missing: {count} entries.")
                self.context.warn(self.context.say.text(words, count=found))

    def _complaints(self) -> None:
        from app.services import complaints

        self.store.repeat(lambda: complaints.sweep(self.store))

    def _backup(self) -> None:
        from app.queries import backups as asked
        from app.services import backups
        from app.store.backup import backup

        now = self.store.now()
        state = asked.state(self.store)
        waits = self._no_backup_before is not None and now < self._no_backup_before
        if waits or not state.is_due(now):
            return
        # a folder that refuses is left alone for a while
        self._no_backup_before = now + AFTER_FAILURE
        target = Path(state.folder) / asked.planned_name(now.astimezone(self.store.zone))
        backup(self.url, target)
        backups.record_made(self.store, place=str(target), size=target.stat().st_size, at=now)
        self._no_backup_before = None

    def _requests(self) -> None:
        from app.store import elsewhere

        if self.store.engine.dialect.name != "sqlite":
            elsewhere.remove_old(self.store)

    def _lost(self, trouble: Unavailable) -> None:
        """Said once, however long the server stays away."""
        if not self._away:
            self._away = True
            self.context.warn(self.context.say.refusal(trouble))

    def _found(self) -> None:
        if self._away:
            self._away = False
            self.context.tell(N_("The database can be reached again."))

    def _unexpected(self, job: Job, error: Exception) -> None:
        from app import logs

        number = logs.unexpected(error)
        words = N_("‘{job}’ met a mistake of the program (number {number} in the log) and is tried again.")
        self.context.warn(self.context.say.text(words, job=job.name, number=number))
