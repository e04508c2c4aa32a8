"""A company's server as people meet it: roles of PostgreSQL, desks that sign in as them, and the server's service."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
from sqlalchemy import text
from sqlalchemy.engine import URL

from app.commands.serving import Hands
from app.store import grants
from app.store.elsewhere import SERVING
from app.store.session import Actor, Store
from tests.support import postgres

ACCESSES = {"Diego": "sales", "Nuria": "sales", "Lucia": "front_desk", "Elena": "manager"}


@dataclass
class Company:
    """People by name with their ids, and the address of their company."""

    store: Store
    url: URL
    server: URL
    group: str
    people: dict[str, int] = field(default_factory=dict)
    customer: int = 0
    product: int = 0

    def login(self, name: str) -> str:
        """The role of somebody; they belong to the whole server, hence the number."""
        return f"{name.lower()}_{os.getpid()}"

    @contextmanager
    def sql(self, name: str) -> Iterator[psycopg.Connection]:
        """Signed in as somebody, with no program of ours between."""
        url = self.url.set(username=self.login(name), drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            yield connection

    @contextmanager
    def desk(self, name: str) -> Iterator[Store]:
        """Our program, signed in as somebody."""
        login = self.login(name)
        opened = Store.open(
            self.url.set(username=login), zone="Europe/Madrid", clock=self.store._clock,
            actor=Actor(login, self.people[name], ACCESSES[name]),
        )  # fmt: skip
        try:
            yield opened
        finally:
            opened.close()

    @contextmanager
    def service(self) -> Iterator[None]:
        """The server's service, in threads of this process."""
        owner = Store.open(self.url, zone="Europe/Madrid", actor=Actor("agent"), clock=self.store._clock)
        try:
            with Hands(owner, 2):
                wait_for_service(self.store)
                yield
        finally:
            owner.close()


def is_served(store: Store) -> bool:
    """Whether somebody holds the lock by which desks see a service."""
    with store.read() as tx:
        query = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = :lock AND database = "
                     "(SELECT oid FROM pg_database WHERE datname = current_database())")  # fmt: skip
        return bool(tx.scalar(query, {"lock": SERVING}))


def wait_for_service(store: Store, there: bool = True) -> None:
    """Until there is a service, or none any more."""
    end = time.monotonic() + 20
    while is_served(store) is not there:
        assert time.monotonic() < end, "the service did not come" if there else "the service did not end"
        time.sleep(0.02)


@contextmanager
def company_on(server: URL, url: URL, store: Store, make) -> Iterator[Company]:
    """Make the group and its people on a server and in the company; afterwards they are gone."""
    company = Company(store, url, server, f"{url.username}{grants.GROUP_ENDING}")
    logins = [company.login(name) for name in ACCESSES]
    with postgres.admin(server) as run:
        run(f'CREATE ROLE "{company.group}" NOLOGIN')
        for login in logins:
            run(f'CREATE ROLE "{login}" LOGIN IN ROLE "{company.group}"')
    try:
        assert grants.grant(store.engine) == company.group
        for name, access in ACCESSES.items():
            company.people[name] = make.staff(f"R-{name}", name, login=company.login(name), access=access)
        yield company
    finally:
        with store.engine.begin() as connection:
            for login in (company.group, *logins):
                connection.execute(text(f'DROP OWNED BY "{login}"'))
        with postgres.admin(server) as run:
            for login in (*logins, company.group):
                run(f'DROP ROLE "{login}"')
