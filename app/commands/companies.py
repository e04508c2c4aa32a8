"""Commands on a company's database as a whole: demo, init, upgrade, backup, restore, check."""

import argparse
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from app.commands.context import Context
from app.commands.grammar import Commands, add_command
from app.domain.refusal import N_, Refusal
from app.i18n import Say

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Engine

DEMO_ZONE = "Europe/Madrid"
"""Where the demo company is: its days begin there."""


def add_demo(commands: Commands, say: Say) -> None:
    """``mostrador demo``."""
    summary = N_("a fresh demo company and its printed month")
    command = add_command(commands, say, "demo", summary, _demo, database=False)
    command.add_argument("--folder", default="", metavar="FOLDER", help=say.text(N_("where to put it")))
    command.add_argument("--customers", type=int, default=2500, metavar="N", help=say.text(N_("how many customers")))
    command.add_argument(
        "--seed", type=int, default=2026, metavar="N", help=say.text(N_("another seed makes another company"))
    )


def make_demo(folder: Path, *, customers: int, seed: int, language: str) -> "URL":
    """A fresh demo company in a file of its own; nothing is left of one that could not be made."""
    from datetime import UTC, datetime

    from app.bootstrap import prepared
    from app.demo import create
    from app.store.engine import parse_url
    from app.store.file import remove_database

    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")[:-3]
    database, there = folder / f"demo-{stamp}.db", folder.exists()
    url, done = parse_url(str(database)), False
    try:
        with prepared(url, zone=DEMO_ZONE) as store:
            create(store, seed=seed, customers=customers, language=language)
        done = True
    finally:
        # also when the program is ended at the keyboard
        if not done:
            remove_database(database)
            if not there:
                with suppress(OSError):
                    folder.rmdir()
    return url


def _demo(arguments: argparse.Namespace, context: Context) -> int:
    from app.bootstrap import opened
    from app.commands.papers import write_profit_month
    from app.domain.month import Month
    from app.paths import home
    from app.queries import company

    folder = Path(arguments.folder) if arguments.folder else home() / "demo"
    context.tell(N_("Making the demo company; nothing in it is real."))
    url = make_demo(folder, customers=arguments.customers, seed=arguments.seed, language=context.say.language)
    database = Path(str(url.database))
    stamp = database.stem.removeprefix("demo-")
    with opened(url) as store:
        context.say = company.settings(store).say(context.settings.language or None)
        # the last two months are open; this one is closed and printed for ever
        month = Month.of(store.today()).plus(-2)
        paper = folder / f"profit-{month}-{stamp}.pdf"
        pages = write_profit_month(store, month, paper, context.say)
    context.tell(N_("Database: {path}"), path=database)
    context.tell(N_("Monthly profit report, {pages} pages: {path}"), pages=pages, path=paper)
    context.tell(N_("Look around: mostrador --database {path} lookup Ana"), path=database)
    from app.commands.desk import has_screen, open_desk

    return open_desk(context, url) if has_screen() else 0


def add_init(commands: Commands, say: Say) -> None:
    """``mostrador init``."""
    command = add_command(commands, say, "init", N_("create a company's database"), _init)
    command.add_argument("--company", default="", metavar="NAME", help=say.text(N_("the company's name")))
    command.add_argument("--country", default="ES", metavar="CC", help=say.text(N_("two letters, such as ES")))
    command.add_argument(
        "--currency", default="", metavar="CUR", help=say.text(N_("three letters; usually that of the country"))
    )


def _init(arguments: argparse.Namespace, context: Context) -> int:
    from app.bootstrap import create_company, shown
    from app.domain.parsing import clean_text

    url = context.url(arguments)
    name = clean_text(arguments.company).strip()
    settings = create_company(
        url, name=name, country=arguments.country, language=arguments.language, currency=arguments.currency
    )
    context.say = settings.say(context.settings.language or None)
    context.tell(N_("‘{name}’ is ready: {url}"), name=settings.name, url=shown(url))
    context.tell(
        N_("Currency {currency}, language {language}, time zone {zone}, paper {paper}."),
        currency=settings.currency, language=settings.language, zone=settings.time_zone, paper=settings.paper,
    )  # fmt: skip
    return 0


def add_upgrade(commands: Commands, say: Say) -> None:
    """``mostrador upgrade``."""
    command = add_command(commands, say, "upgrade", N_("bring the database to this program's form"), _upgrade)
    command.add_argument("--check", action="store_true", help=say.text(N_("only say whether it is needed")))
    command.add_argument("--no-backup", action="store_true", help=say.text(N_("a backup was made elsewhere")))


def _upgrade(arguments: argparse.Namespace, context: Context) -> int:
    from datetime import UTC, datetime

    from app.bootstrap import must_exist
    from app.paths import home
    from app.store import migrate
    from app.store.backup import backup, default_backup_name
    from app.store.engine import make_engine

    url = context.url(arguments)
    must_exist(url)
    engine = make_engine(url)
    try:
        revision = migrate.current(engine)
        if revision == migrate.head():
            context.tell(N_("The database has the newest form ({revision})."), revision=revision)
            if not arguments.check:
                _grant(context, engine)
            return 0
        if revision is None or revision not in migrate.known_revisions():
            migrate.check_form(engine)
        if arguments.check:
            context.tell(N_("An upgrade from {old} to {new} is needed."), old=revision, new=migrate.head())
            return 1
        if not arguments.no_backup:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            target = default_backup_name(url, home() / "backups", stamp, str(revision))
            backup(url, target)
            context.tell(N_("Backup before the upgrade: {path}"), path=target)
        migrate.upgrade(engine)
        _grant(context, engine)
        context.tell(N_("Upgraded from {old} to {new}."), old=revision, new=migrate.head())
    finally:
        engine.dispose()
    return 0


def _grant(context: Context, engine: "Engine") -> None:
    """On a server the group of people who work here gets its rights; where there is none, nothing is said."""
    from app.store import grants

    group = grants.grant(engine)
    if group:
        context.tell(N_("The group {name} has its rights on the server."), name=group)


def add_backup(commands: Commands, say: Say) -> None:
    """``mostrador backup``."""
    command = add_command(commands, say, "backup", N_("write a checked copy of the database"), _backup)
    command.add_argument("file", type=Path, metavar="FILE", help=say.text(N_("the backup file")))


def _backup(arguments: argparse.Namespace, context: Context) -> int:
    from app.bootstrap import must_exist
    from app.store.backup import backup

    url = context.url(arguments)
    must_exist(url)
    backup(url, arguments.file)
    size = arguments.file.stat().st_size
    _remember_backup(url, arguments.file.resolve(), size)
    context.tell(N_("Backup written and checked: {path} ({size} bytes)."), path=arguments.file, size=size)
    return 0


def _remember_backup(url: "URL", path: Path, size: int) -> None:
    """So that the desks know of it; a database of an older form cannot keep it, and the backup is made all the same."""
    from contextlib import suppress
    from datetime import UTC, datetime

    from app.bootstrap import opened
    from app.services import backups

    with suppress(Refusal), opened(url) as store:
        backups.record_made(store, place=str(path), size=size, at=datetime.now(UTC))


def add_restore(commands: Commands, say: Say) -> None:
    """``mostrador restore``."""
    command = add_command(commands, say, "restore", N_("put a backup in the database's place"), _restore)
    command.add_argument("file", type=Path, metavar="FILE", help=say.text(N_("the backup file")))


def _restore(arguments: argparse.Namespace, context: Context) -> int:
    from app.store.backup import restore

    kept = restore(arguments.file, context.url(arguments))
    if kept is not None:
        context.tell(N_("What was there before is kept as {path}."), path=kept)
    context.tell(N_("Restored. Run ‘mostrador check’ to see that all is well."))
    return 0


def add_check(commands: Commands, say: Say) -> None:
    """``mostrador check``."""
    command = add_command(commands, say, "check", N_("look whether every sum in the database agrees"), _check)
    command.add_argument("--json", action="store_true", help=say.text(N_("for programs")))


def _check(arguments: argparse.Namespace, context: Context) -> int:
    from app.services.checking import check

    with context.company(arguments) as store:
        findings = check(store)
        said = [(finding.key, context.say.text(finding.message, **finding.values)) for finding in findings]
    if arguments.json:
        context.write(json.dumps([{"key": key, "message": text} for key, text in said], ensure_ascii=False, indent=2))
    else:
        for _, text in said:
            context.write(text)
        if not said:
            context.tell(N_("Everything agrees."))
    return 1 if said else 0
