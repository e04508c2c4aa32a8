"""At a server the database's own sign-in counts: a login and a password, tried by connecting and kept nowhere."""

from threading import current_thread, main_thread

import psycopg
import pytest

from app.bootstrap import asks_for_password, opened, shown
from app.commands.desk import Sitting
from app.domain.ids import new_uid
from app.domain.refusal import Unavailable
from app.services import users
from app.services.users import UserDraft
from app.settings import local_settings
from app.store import migrate
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
    assert (local_settings().login, local_settings().asked_at) == (name, shown(url))
    assert SECRET not in "".join(path.read_text() for path in tmp_path.rglob("*.toml"))


def test_a_server_that_asked_the_last_time_is_not_waited_for_before_the_window(qapp, url, monkeypatch):
    heard = []
    monkeypatch.setattr("app.bootstrap.asks_for_password", lambda asked: heard.append(current_thread()) or True)

    def enter(window):
        # nobody heard of the server yet, or the window's thread did not wait for it
        assert main_thread() not in heard
        window.password.field.setText(SECRET)
        window.enter()

    with opened(url) as store:
        users.add(store, UserDraft("Nuria", url.username, "admin"), request=new_uid())
    asking = url.set(password=None)
    sit(lambda s: s.open(asking), (SignInWindow, enter), (MainWindow, MainWindow.close), asked_at=shown(asking))
    assert local_settings().asked_at == shown(asking)


def test_a_server_that_asks_no_more_lets_in(qapp, url, monkeypatch):
    with opened(url) as store:
        users.add(store, UserDraft("Nuria", url.username, "admin"), request=new_uid())
    monkeypatch.setattr("app.bootstrap.asks_for_password", lambda asked: False)
    asking = url.set(password=None)
    seen = []

    def close(window):
        seen.append(window.context.user)
        window.close()

    sit(lambda s: s.open(asking), (MainWindow, close), asked_at=shown(asking))
    assert seen == ["Nuria"]
    assert local_settings().asked_at == ""
