"""What the first start's pages ask of this computer and of servers, and the company that comes of their answers."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Any

from app.domain import rights
from app.domain.ids import new_uid
from app.domain.refusal import N_, Conflict, Mistake, Unavailable
from app.domain.signed_in import SignedIn
from app.domain.watch import present
from app.ui.setup.start_doors import WANTS, ServerAnswers, StartAnswers, StartDoors

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

    from app.services.users import UserDraft
    from app.store.server_check import Checked
    from app.store.session import Write

FILE = "first-start.json"
COMPANY_FILE = "company.db"
CUSTOMERS, SEED = 2500, 2026


@dataclass(frozen=True, slots=True)
class Opening:
    """What the program opens next: an address (with its password, in memory only), for whom, and the first screen."""

    url: "URL"
    who: SignedIn | None = None
    first: str = ""


def start_doors(*, country: str, zone: str, language: Any) -> StartDoors:
    """The doors of the first start; ``language`` says which one is spoken now."""
    from app.integrations.scheme import call_command
    from app.paths import home

    return StartDoors(
        kept=_kept(),
        usual_folder=str(home()),
        call_command=call_command(),
        country=country,
        zone=zone,
        keep=_keep,
        folder_holds=folder_holds,
        test_server=look_at_server,
        upgrade=_upgrade,
        read_picture=_read_picture,
        finish=partial(_finish, language),
    )


# what was answered before


def _kept() -> StartAnswers:
    """The answers of a first start that was stopped; what cannot be read is forgotten."""
    try:
        plain = json.loads(_file().read_text(encoding="utf-8"))
        server = ServerAnswers(**plain.pop("server"))
        found = StartAnswers(**plain, server=server)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return StartAnswers()
    return found if found.want in WANTS else StartAnswers()


def _keep(answers: StartAnswers) -> None:
    path = _file()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_text(json.dumps(asdict(answers), ensure_ascii=False), encoding="utf-8")
        part.replace(path)


def begin_own() -> None:
    """The next first start is about a company of one's own: somebody looked at the demo company long enough."""
    _keep(replace(_kept(), want="own", page="where"))


def _file() -> Path:
    from app.paths import home

    return home() / FILE


# places


def folder_holds(folder: str) -> str:
    """The company whose file is in a folder; empty where there is room for one.

    Raises ``Mistake`` for a place where a database gets damaged, ``Unavailable`` for one that cannot be written.
    """
    from app.bootstrap import opened
    from app.queries import company
    from app.store.engine import parse_url
    from app.store.location import refuse_bad_place

    path = Path(folder).expanduser()
    if not path.is_absolute():
        raise Mistake(N_("Write the whole path of the folder, such as C:\\Mostrador."), field="folder")
    try:
        refuse_bad_place(path / COMPANY_FILE)
        path.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path, prefix="mostrador-"):
            pass
        there = (path / COMPANY_FILE).exists()
    except OSError as error:
        raise Unavailable(
            N_("‘{folder}’ cannot be written: {reason}."), hint=N_("Choose another folder or ask for the right to it."),
            field="folder", folder=folder, reason=error.strerror or "",
        ) from error  # fmt: skip
    if not there:
        return ""
    with opened(parse_url(str(path / COMPANY_FILE))) as store:
        return company.settings(store).name


def server_url(server: ServerAnswers, password: str) -> "URL":
    """The address of a server; with a certificate file the connection is protected, or none is made."""
    from sqlalchemy.engine import URL

    protected = {"sslmode": "verify-full", "sslrootcert": server.certificate} if server.certificate else {}
    return URL.create(
        "postgresql+psycopg", username=server.user, password=password or None, host=server.host, port=server.port,
        database=server.database, query=protected,
    )  # fmt: skip


def look_at_server(server: ServerAnswers, password: str, joins: bool) -> "Sequence[Checked]":
    """Look at a server step by step."""
    from app.store.server_check import look

    return look(server_url(server, password), joins=joins)


def _upgrade(server: ServerAnswers, password: str) -> str:
    from app.bootstrap import upgrade_with_backup

    return str(upgrade_with_backup(server_url(server, password)))


def _read_picture(path: Path) -> bytes:
    from app.integrations.pictures import read_picture

    return read_picture(path)


# the end


def _finish(language: Any, answers: StartAnswers, server_password: str, own_password: str) -> Opening:
    """Make or join what was answered, and remember it on this computer."""
    opening = {"demo": _demo, "own": _own, "join": _join}[answers.want](
        answers, server_password, own_password, language()
    )
    _remember(opening.url, language())
    with suppress(OSError):
        _file().unlink(missing_ok=True)
    return opening


def _demo(_answers: StartAnswers, _server: str, _own: str, language: str) -> Opening:
    from app.commands.companies import make_demo
    from app.paths import home

    return Opening(make_demo(home() / "demo", customers=CUSTOMERS, seed=SEED, language=language))


def _join(answers: StartAnswers, server_password: str, _own: str, _language: str) -> Opening:
    url = server_url(answers.server, server_password)
    return Opening(url, _at_server(url))


def _own(answers: StartAnswers, server_password: str, own_password: str, language: str) -> Opening:
    from app.store.engine import parse_url
    from app.store.file import remove_database

    first = "import" if answers.data == "now" else ""
    if answers.place == "server":
        url = server_url(answers.server, server_password)
        with _database(url):
            _found(url, answers, language)
        return Opening(url, _at_server(url), first)
    path = Path(answers.folder).expanduser() / COMPANY_FILE
    if path.exists():
        raise Conflict(N_("There is a company in this folder already. Choose another one."), field="folder")
    # made under another name: what is there in the end is whole, and what went wrong leaves nothing
    part = path.with_name(f"new-{new_uid().hex[:12]}.db")
    try:
        _found(parse_url(str(part)), answers, language)
        who = _administrator(parse_url(str(part)), own_password)
        part.rename(path)
    finally:
        remove_database(part)
    return Opening(parse_url(str(path)), who, first)


@contextmanager
def _database(url: "URL") -> Iterator[None]:
    """The database on the server, made where it is not there yet; one that was made goes when the block raises."""
    from app.store.backup import server_database

    with ExitStack() as made:
        with suppress(Conflict):
            made.enter_context(server_database(url.set(database="postgres"), url.database or "", keep=True))
        present().look()
        yield


def _found(url: "URL", answers: StartAnswers, language: str) -> None:
    """The company with its hours and its administrator: all of it, or nothing."""
    from app.bootstrap import create_company
    from app.services import users

    settings = dict(answers.company)
    settings["tax_rate"] = Decimal(str(settings.get("tax_rate") or 0))
    if answers.logo:
        settings["logo"] = _read_picture(Path(answers.logo))
    draft = users.UserDraft(answers.person["name"], answers.person["login"], rights.ADMIN, language)
    create_company(url, also=partial(_begin, answers=answers, draft=draft), **settings)


def _begin(tx: "Write", *, answers: StartAnswers, draft: "UserDraft") -> None:
    """The hours that were answered, with the country's public holidays where they are known, and the first user."""
    from app.domain.opening_hours import usual_hours
    from app.domain.public_holidays import regions
    from app.domain.typed_hours import read_work_week
    from app.services import business_hours, users

    if answers.hours:
        usual = usual_hours(str(answers.company.get("country", "")))
        region = usual.region if usual.region in regions() else ""
        business_hours.keep_hours(tx, replace(usual, week=read_work_week(answers.hours), region=region))
    users.add_within(tx, draft, request=new_uid())


def _at_server(url: "URL") -> SignedIn:
    """Who signed in at a server."""
    from app.bootstrap import opened
    from app.services import access

    with opened(url) as store:
        return access.signed_in_by_database(store)


def _administrator(url: "URL", password: str) -> SignedIn:
    """The only user of a company in a file, with a password if there shall be one."""
    from app.bootstrap import opened
    from app.queries import staff
    from app.services import users

    with opened(url) as store:
        [made] = staff.users(store)
        if password:
            users.set_password(store, made.id, password)
        return SignedIn(made.id, made.login, made.name, rights.ADMIN, made.language)


def _remember(url: "URL", language: str) -> None:
    """Address and language on this computer; the password of a server is kept nowhere."""
    from app.settings import embedded_database, remember
    from app.store.engine import sqlite_path

    path = sqlite_path(url)
    if path is None:
        address = url.set(password=None).render_as_string(hide_password=False)
    else:
        address = "" if path == embedded_database() else str(path)
    remember(database=address, language=language)
