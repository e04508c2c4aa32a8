"""The program with windows, as a person goes through it: sign in, work, look as somebody else, sign out, close."""

import pytest
from sqlalchemy import select

from app.bootstrap import create_company, opened
from app.domain.ids import new_uid
from app.models import Audit
from app.services import hashes, users
from app.services.users import UserDraft
from app.settings import local_settings
from app.store.engine import parse_url
from app.ui.main_window import MainWindow
from app.ui.setup.sign_in import SignInWindow
from app.ui.setup.sitting import Bar, PersonButton
from app.ui.setup.trouble import TroubleWindow
from tests.support.hands import sit

PASSWORD = "four green wooden chairs"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.delenv("MOSTRADOR_DATABASE", raising=False)
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    return tmp_path


@pytest.fixture
def url(home):
    made = parse_url(str(home / "company.db"))
    create_company(made, name="Mirador Home", country="ES", language="en")
    return made


def test_a_company_without_users_opens_at_once(qapp, url):
    seen = {}

    def work(window):
        seen["access"] = window.context.access
        window.close()

    sit(lambda s: s.open(url), (MainWindow, work))
    assert seen == {"access": "admin"}


def test_sign_in_work_look_as_another_sign_out(qapp, home, url):
    with opened(url) as store:
        lucia = users.add(store, UserDraft("Lucía Ferrer", "lucia", "admin"), request=new_uid()).id
        ana = users.add(store, UserDraft("Ana Ruiz", "ana", "front_desk", "es"), request=new_uid()).id
        users.set_password(store, lucia, PASSWORD)
        users.set_password(store, ana, PASSWORD)

    def enter(window, login):
        assert window.chosen() == login
        window.password.field.setText(PASSWORD)
        window.enter()

    def as_admin(window):
        assert (window.context.user, window.context.access) == ("Lucía Ferrer", "admin")
        window.context.leaving.emit("show_as", ana)

    def as_ana(window):
        assert (window.context.user, window.context.access) == ("Ana Ruiz", "front_desk")
        assert not window.context.may("see_profit")
        [bar] = window.findChildren(Bar)
        assert "You see the program as Ana Ruiz (Front desk)" in bar.words
        window.status.switch_theme()
        bar.button.click()

    def sign_out(window):
        assert window.context.access == "admin"
        assert window.context.tokens.name == "dark"
        [person] = window.findChildren(PersonButton)
        next(a for a in person.menu().actions() if "Sign out" in a.text()).trigger()

    def ana_works(window):
        assert (window.context.say.language, window.context.tokens.name) == ("es", "light")
        window.close()

    def choose_ana(window):
        assert window.chosen() == "lucia"
        window.people.setCurrentRow(0)
        enter(window, "ana")

    sit(
        lambda s: s.open(url),
        (SignInWindow, lambda w: enter(w, "lucia")), (MainWindow, as_admin), (MainWindow, as_ana),
        (MainWindow, sign_out), (SignInWindow, choose_ana), (MainWindow, ana_works),
        login="lucia",
    )  # fmt: skip
    assert local_settings().login == "ana"
    with opened(url) as store, store.read() as tx:
        done = tx.all(select(Audit.record_id).where(Audit.action == "signed in").order_by(Audit.id))
    assert [row[0] for row in done] == [lucia, ana]


def test_what_cannot_be_opened_is_told_in_a_window(qapp, home, url):
    broken = parse_url(str(home / "gone.db"))

    def look(window):
        assert "gone.db" in window.notice.words
        window.buttons["again"].click()

    sit(lambda s: s.open(broken), (TroubleWindow, look), (TroubleWindow, lambda w: w.close()))
