"""Commands on a company's database as a whole: demo, init, upgrade, backup, restore, check."""

import argparse
from pathlib import Path
from typing import Any

from app.commands.context import Context
from app.domain.refusal import N_
from app.i18n import LANGUAGES, Say

Commands = Any  # argparse does not name the type of its sub-commands


def add_demo(commands: Commands, say: Say) -> None:
    """``mostrador demo``."""
    command = commands.add_parser("demo", help=say.text(N_("a fresh demo company and its printed month")))
    command.add_argument("--folder", default="", help=say.text(N_("where to put it")))
    command.add_argument("--customers", type=int, default=2500, help=say.text(N_("how many customers")))
    command.add_argument("--seed", type=int, default=2026, help=say.text(N_("another seed makes another company")))
    command.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace, context: Context) -> int:
    from datetime import UTC, datetime

    from app.bootstrap import opened
    from app.commands.papers import write_profit_month
    from app.demo import create_company
    from app.domain.month import Month
    from app.paths import home
    from app.store.engine import parse_url

    folder = Path(arguments.folder) if arguments.folder else home() / "demo"
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    database = folder / f"demo-{stamp}.db"
    folder.mkdir(parents=True, exist_ok=True)
    context.tell(N_("Making the demo company; nothing in it is real."))
    create_company(parse_url(str(database)), seed=arguments.seed, customers=arguments.customers)
    with opened(parse_url(str(database))) as store:
        from app.queries import company

        language = context.settings.language
        context.say = company.settings(store).say(language or None)
        month = Month.of(store.today()).plus(-2)
        paper = folder / f"profit-{month}-{stamp}.pdf"
        pages = write_profit_month(store, month, paper, context.say)
    context.tell(N_("Database: {path}"), path=database)
    context.tell(N_("Monthly profit report, {pages} pages: {path}"), pages=pages, path=paper)
    return 0


def add_init(commands: Commands, say: Say) -> None:
    """``mostrador init``."""
    command = commands.add_parser("init", help=say.text(N_("create a company's database")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("--company", default="", help=say.text(N_("the company's name")))
    command.add_argument("--country", default="ES", help=say.text(N_("two letters, such as ES")))
    command.add_argument("--language", default="", choices=("", *LANGUAGES))
    command.add_argument("--currency", default="", help=say.text(N_("three letters; usually that of the country")))
    command.set_defaults(run=_init)


def _init(arguments: argparse.Namespace, context: Context) -> int:
    from app.queries import company as companies
    from app.services import company
    from app.store import migrate
    from app.store.engine import make_engine, sqlite_path
    from app.store.session import Store

    url = context.url(arguments)
    path = sqlite_path(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
    engine = make_engine(url)
    try:
        migrate.upgrade(engine)
        store = Store(engine)
        own = {"currency": arguments.currency.upper()} if arguments.currency else {}
        company.create(
            store, name=arguments.company or "Mostrador", country=arguments.country, language=arguments.language, **own
        )
        name = companies.settings(store).name
    finally:
        engine.dispose()
    context.tell(N_("‘{name}’ is ready: {url}"), name=name, url=url.render_as_string(hide_password=True))
    return 0


def add_upgrade(commands: Commands, say: Say) -> None:
    """``mostrador upgrade``."""
    command = commands.add_parser("upgrade", help=say.text(N_("bring the database to this program's form")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("--check", action="store_true", help=say.text(N_("only say whether it is needed")))
    command.add_argument("--no-backup", action="store_true", help=say.text(N_("a backup was made elsewhere")))
    command.set_defaults(run=_upgrade)


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
            return 0
        if arguments.check:
            context.tell(N_("An upgrade from {old} to {new} is needed."), old=revision or "–", new=migrate.head())
            return 1
        if revision is not None and revision in migrate.known_revisions() and not arguments.no_backup:
            stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
            target = default_backup_name(url, home() / "backups", stamp, revision)
            backup(url, target)
            context.tell(N_("Backup before the upgrade: {path}"), path=target)
        migrate.upgrade(engine)
        context.tell(N_("Upgraded from {old} to {new}."), old=revision or "–", new=migrate.head())
    finally:
        engine.dispose()
    return 0


def add_backup(commands: Commands, say: Say) -> None:
    """``mostrador backup``."""
    command = commands.add_parser("backup", help=say.text(N_("write a checked copy of the database")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("file", type=Path)
    command.set_defaults(run=_backup)


def _backup(arguments: argparse.Namespace, context: Context) -> int:
    from app.bootstrap import must_exist
    from app.store.backup import backup

    url = context.url(arguments)
    must_exist(url)
    backup(url, arguments.file)
    size = arguments.file.stat().st_size
    context.tell(N_("Backup written and checked: {path} ({size} bytes)."), path=arguments.file, size=size)
    return 0


def add_restore(commands: Commands, say: Say) -> None:
    """``mostrador restore``."""
    command = commands.add_parser("restore", help=say.text(N_("put a backup in the database's place")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.add_argument("file", type=Path)
    command.set_defaults(run=_restore)


def _restore(arguments: argparse.Namespace, context: Context) -> int:
    from app.store.backup import restore

    kept = restore(arguments.file, context.url(arguments))
    if kept is not None:
        context.tell(N_("What was there before is kept as {path}."), path=kept)
    context.tell(N_("Restored. Run ‘mostrador check’ to see that all is well."))
    return 0


def add_check(commands: Commands, say: Say) -> None:
    """``mostrador check``."""
    command = commands.add_parser("check", help=say.text(N_("look whether every sum in the database agrees")))
    command.add_argument("--database", default=argparse.SUPPRESS, metavar="URL")
    command.set_defaults(run=_check)


def _check(arguments: argparse.Namespace, context: Context) -> int:
    from app.services.checking import check

    with context.company(arguments) as store:
        findings = check(store)
        for finding in findings:
            context.write(context.say.text(finding.message, **finding.values))
        if not findings:
            context.tell(N_("Everything agrees."))
    return 1 if findings else 0
