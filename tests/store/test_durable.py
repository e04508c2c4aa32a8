"""What the program asks of SQLite for commits that last; the other tests are spared the wait for the disk."""

from app.store import file
from app.store.engine import make_engine, parse_url
from tests.support import engines


def test_a_commit_is_on_the_disk_before_it_is_answered(tmp_path, monkeypatch):
    monkeypatch.setattr(file, "_PRAGMAS", engines.PRAGMAS)
    made = make_engine(parse_url(str(tmp_path / "company.db")))
    with made.connect() as connection:
        asked = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("synchronous", "journal_mode")
        }
    made.dispose()
    assert asked == {"synchronous": 2, "journal_mode": "wal"}
