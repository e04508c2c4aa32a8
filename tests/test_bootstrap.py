"""Where things are, which database is meant, and what the log may hold."""

import logging

import pytest
import sqlcipher3.dbapi2 as sqlite

from app import bootstrap, logs, paths
from app.bootstrap import create_company, database_url, must_exist, opened, prepared, shown
from app.domain.refusal import Conflict, Mistake, NotFound, Unavailable
from app.queries import company
from app.settings import LocalSettings, local_settings, reader_language, system_language
from app.store.engine import parse_url


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder, and no settings from outside."""
    for name in ("MOSTRADOR_DATABASE", "MOSTRADOR_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    return tmp_path


def test_what_was_named_counts_before_what_is_configured(home, monkeypatch):
    (home / "mostrador.toml").write_text('database = "stored.db"\nlanguage = "zh"\n', encoding="utf-8")
    assert local_settings() == LocalSettings("stored.db", "zh")
    monkeypatch.setenv("MOSTRADOR_DATABASE", "environment.db")
    monkeypatch.setenv("MOSTRADOR_LANGUAGE", "es_MX")
    assert local_settings() == LocalSettings("environment.db", "es")
    assert database_url(local_settings(), "named.db").database.endswith("named.db")
    assert database_url(local_settings()).database.endswith("environment.db")
    assert database_url(LocalSettings()).database == str(home / "company.db")


@pytest.mark.parametrize(
    ("text", "language"),
    [("es", "es"), ("ES-mx", "es"), ("zh_TW.UTF-8", "zh"), ("C.UTF-8", ""), ("fr_FR", ""), ("estonian", ""), ("", "")],
)
def test_languages_by_their_names(home, monkeypatch, text, language):
    assert reader_language(text) == language
    monkeypatch.setenv("LANG", text)
    assert system_language() == (language or "en")
    # the computer's language is nobody's wish
    assert reader_language() == ""


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgresql://ana:geheim@server/db", "postgresql+psycopg://ana:***@server/db"),
        ("postgresql://server/db?user=ana&password=geheim", "postgresql+psycopg://server/db?user=ana"),
    ],
)
def test_an_address_is_shown_without_its_password(address, said):
    assert shown(parse_url(address)) == said


@pytest.mark.parametrize(
    "address", ["mysql://ana:geheim@host/x", "postgresql://ana:geheim@host:x/y", "://", "sqlite://"]
)
def test_addresses_that_are_none(address):
    with pytest.raises(Mistake) as caught:
        database_url(LocalSettings(), address)
    assert "geheim" not in str(caught.value)


def test_what_must_exist(home):
    with pytest.raises(NotFound, match="mostrador init"):
        must_exist(parse_url(str(home / "none.db")))
    with pytest.raises(Mistake, match="folder"):
        must_exist(parse_url(str(home)))
    (home / "empty.db").touch()
    with pytest.raises(Conflict, match="empty"):
        must_exist(parse_url(str(home / "empty.db")))
    must_exist(parse_url("postgresql://nowhere/none"))


def test_a_company_is_created_once(home):
    url = parse_url(str(home / "deep" / "company.db"))
    made = create_company(url, name="Añil", country="CL")
    assert (made.currency, made.currency_places, made.language) == ("CLP", 0, "es")
    with pytest.raises(Conflict, match="already"):
        create_company(url, name="Other", country="ES")
    with opened(url) as store:
        assert company.settings(store).name == "Añil"
        assert str(store.zone) == "America/Santiago"
        assert store.engine.dialect.currency_places == 0
    with pytest.raises(Mistake, match="currency"):
        create_company(parse_url(str(home / "other.db")), name="A", country="ES", currency="QQQ")
    assert not (home / "other.db").exists()


def test_a_company_is_never_mixed_with_other_tables(home):
    path = home / "plants.db"
    connection = sqlite.connect(str(path))
    connection.execute("CREATE TABLE plants (name TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises((Conflict, Mistake)):
        create_company(parse_url(str(path)), name="A", country="ES")
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_made(home):
    (home / "file").touch()
    with pytest.raises(Unavailable, match="cannot be made"), prepared(parse_url(str(home / "file" / "x" / "c.db"))):
        pytest.fail("it was made")


def test_who_is_at_the_computer(monkeypatch):
    assert bootstrap.login_name() != "?" * 60

    def nobody():
        raise OSError

    monkeypatch.setattr("getpass.getuser", nobody)
    assert bootstrap.login_name() == ""


def test_the_log_holds_kinds_and_places_and_nothing_else(home):
    logs.start()
    try:
        try:
            raise ValueError("Lucía Ortega, 963 550 142")
        except ValueError as error:
            number = logs.unexpected(error)
    finally:
        logs.stop()
    written = (home / "logs" / "mostrador.log").read_text(encoding="utf-8")
    assert f"error {number}: ValueError at tests/test_bootstrap.py:" in written
    assert "Lucía" not in written
    assert str(paths.program_folder()) not in written


def test_without_a_folder_there_is_no_log(home, monkeypatch):
    (home / "file").touch()
    monkeypatch.setenv("MOSTRADOR_HOME", str(home / "file"))
    logs.start()
    logs.logger.info("nowhere")
    logs.stop()
    assert logging.getLogger("mostrador").handlers == []


def test_cache_and_home(home, monkeypatch):
    assert paths.home() == home
    assert paths.cache() == home / "cache"
    assert (paths.migrations_folder() / "env.py").exists()
    monkeypatch.delenv("MOSTRADOR_HOME")
    assert paths.home().name == "Mostrador"
    assert paths.cache() != paths.home()
