"""At a server the database's own sign-in counts: a login and a password, tried by connecting and kept nowhere."""

from threading import current_thread, main_thread

import psycopg
import pytest

from app import cli
from app.bootstrap import asks_for_password, opened
from app.commands.desk import Sitting
from app.commands.place import AtServer, server_of
from app.domain.ids import new_uid
from app.domain.refusal import Unavailable
from app.services import users
from app.services.users import UserDraft
from app.settings import local_settings, remember
from app.store import migrate
from app.store.engine import parse_url
from app.store.faults import NOT_LET_IN, translated
from app.ui.main_window import MainWindow
from app.ui.setup.sign_in import SignInWindow
from tests.support import postgres
from tests.support.hands import sit

SECRET = "only in memory"


@pytest.fixture
def url(postgres_server, postgres_template, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    postgres.drop_database(postgres_server, "sign_in")
    yield postgres.make_database(postgres_server, "sign_in", postgres_template)
    postgres.drop_database(postgres_server, "sign_in")


@pytest.mark.parametrize(
    "said",
    [
        "connection failed: connection to server at \"::1\", port 5432 failed: fe_sendauth: no password supplied",
        "connection failed: FATAL:  password authentication failed for user \"ana\"",
        "connection failed: FATAL:  role \"ana\" does not exist",
    ],
)  # fmt: skip
def test_who_is_not_let_in_is_asked(url, monkeypatch, said):
    refusal = translated(psycopg.OperationalError(said))
    assert refusal.message in NOT_LET_IN

    def refused(_engine):
        raise refusal

    monkeypatch.setattr(migrate, "current", refused)
    assert asks_for_password(url.set(password=None))
    assert not asks_for_password(url.set(password=SECRET))


def test_a_server_that_does_not_answer_is_no_question_of_passwords(url):
    with pytest.raises(Unavailable, match="cannot be reached"):
        asks_for_password(url.set(password=None, host="127.0.0.1", port=9, query={}))


def test_signing_in_switching_and_who_is_unknown(qapp, url, tmp_path, monkeypatch):
    monkeypatch.setattr("app.bootstrap.asks_for_password", lambda asked: not asked.password)
    name, seen = url.username, []
    with opened(url) as store:
        users.add(store, UserDraft("Lucía Ferrer", "lucia", "admin"), request=new_uid())

    def enter(window):
        assert window.login.text() == name
        window.password.field.setText(SECRET)
        window.enter()

    def refused(window):
        if not window.notice.words:
            return enter(window)
        assert f"‘{name}’" in window.notice.words
        with opened(url) as store:
            users.add(store, UserDraft("Nuria", name, "sales"), request=new_uid())
        return enter(window)

    def switch(window):
        seen.append((window.context.user, window.context.access))
        window.context.leaving.emit("out", None)

    def close(window):
        seen.append((window.context.user, window.context.access))
        window.close()

    class Refused(type(SignInWindow)):
        def __instancecheck__(cls, window):
            return isinstance(window, SignInWindow) and bool(window.notice.words)

    sit(
        lambda s: Sitting.open(s, url.set(password=None)),
        (SignInWindow, enter), (Refused("Refused", (), {}), refused), (MainWindow, switch), (SignInWindow, enter),
        (MainWindow, close),
    )  # fmt: skip
    assert seen == [("Nuria", "sales")] * 2
    assert local_settings().login == name
    assert SECRET not in "".join(path.read_text() for path in tmp_path.rglob("*.toml"))


@pytest.fixture
def nuria(url, monkeypatch):
    """The address without a password, as this computer knows it; Nuria may come in."""
    with opened(url) as store:
        users.add(store, UserDraft("Nuria", url.username, "admin"), request=new_uid())
    text = url._replace(password=None).render_as_string()
    monkeypatch.setenv("MOSTRADOR_DATABASE", text)
    return AtServer(text, url.username, url.database)


def test_a_server_that_asked_the_last_time_is_not_waited_for_before_the_window(qapp, nuria, monkeypatch):
    heard = []
    monkeypatch.setattr("app.bootstrap.asks_for_password", lambda asked: heard.append(current_thread()) or True)

    def enter(window):
        # nobody heard of the server yet, or the window's thread did not wait for it
        assert main_thread() not in heard
        window.password.field.setText(SECRET)
        window.enter()

    sit(lambda s: s.open(nuria), (SignInWindow, enter), (MainWindow, MainWindow.close),
        database=nuria.text, asked_at=nuria.text)  # fmt: skip
    assert local_settings().asked_at == nuria.text


def test_a_server_that_asks_no_more_lets_in(qapp, nuria, monkeypatch):
    monkeypatch.setattr("app.bootstrap.asks_for_password", lambda asked: False)
    seen = []

    def close(window):
        seen.append(window.context.user)
        window.close()

    sit(lambda s: s.open(nuria), (MainWindow, close), database=nuria.text, asked_at=nuria.text)
    assert seen == ["Nuria"]
    assert local_settings().asked_at == ""


@pytest.mark.parametrize(("asked_at", "early"), [("postgresql://ana@server/mirador", True), ("", False)])
def test_only_the_server_that_asked_the_last_time_is_opened_by_asking(tmp_path, monkeypatch, asked_at, early):
    opened_at = []
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.setenv("MOSTRADOR_DATABASE", "postgresql://ana@server/mirador")
    monkeypatch.setattr("app.commands.desk.has_screen", lambda: True)
    monkeypatch.setattr("app.commands.desk.open_desk", lambda _context, place: opened_at.append(place) or 0)
    remember(asked_at=asked_at)
    assert cli.run([]) == 0
    assert [isinstance(place, AtServer) for place in opened_at] == [early]


@pytest.mark.parametrize("text", ["postgresql://ana@server/mirador", "postgresql+psycopg://10.0.0.7:5433/mirador",
                                  "postgresql://ana.r@db.mirador.es/m-1?sslmode=verify-full"])  # fmt: skip
def test_a_usual_address_is_read_as_every_address_is(text):
    read, url = server_of(text), parse_url(text)
    # also where a desk that is open already listens
    assert (str(read), read.username or None, read.database) == (str(url), url.username, url.database)


@pytest.mark.parametrize(
    "text",
    [
        "", "company.db", "postgresql://ana:secret@server/mirador", "mysql://server/mirador", "postgresql://server",
        "postgresql://server/m?b=1&a=2", "postgresql://a%20b@s/m",
    ],
)  # fmt: skip
def test_any_other_address_is_left_to_who_reads_every_address(text):
    assert server_of(text) is None
