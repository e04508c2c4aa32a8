"""The first start, by keyboard: a company on this PC, a stop in the middle, a server, the demo."""

import json
import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPixmap
from PySide6.QtTest import QTest
from sqlalchemy import text

from app import demo
from app.bootstrap import create_company, opened
from app.commands import first_start
from app.commands.desk import Sitting
from app.commands.first_start import look_at_server, server_url
from app.domain.refusal import Mistake, Refusal
from app.queries import business_hours, company, staff
from app.services import access, hashes
from app.services import company as companies
from app.settings import local_settings
from app.store.engine import parse_url
from app.ui.main_window import MainWindow
from app.ui.setup.first_start import FirstStartWindow
from app.ui.setup.sitting import Bar
from app.ui.setup.start_doors import ServerAnswers
from tests.support import postgres
from tests.support.hands import NotYetError, sit

PASSWORD = "four green wooden chairs"


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.delenv("MOSTRADOR_DATABASE", raising=False)
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    return tmp_path


def enter(window):
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Return)


def on(page, deed=enter):
    """A deed for one page, when it is there."""

    def do(window):
        if window.page.key != page:
            raise NotYetError  # the page before is still looking at the disk or the server
        deed(window)

    return FirstStartWindow, do


def want(key):
    def choose(window):
        window.page.choices.choose(key)
        enter(window)

    return choose


def name_company(window):
    assert window.page.form.values()["currency"]
    window.page.form.boxes["country"].edit.setCurrentIndex(
        [code for code, _ in window.page.form.boxes["country"].choices].index("MX")
    )
    window.page.form.boxes["country"]._chosen(0)
    assert (window.page.form.values()["currency"], window.page.form.values()["paper"]) == ("MXN", "Letter")
    assert window.page.form.values()["workdays"] == "09:00–14:00, 16:00–19:00"
    window.page.form.boxes["saturday"].setFocus()
    QTest.keyClicks(window.page.form.boxes["saturday"].edit, "10-25")
    enter(window)
    assert window.page.key == "company"
    window.page.form.boxes["saturday"].edit.clear()
    QTest.keyClicks(window.page.form.boxes["saturday"].edit, "10-14")
    window.page.form.boxes["name"].setFocus()
    QTest.keyClicks(window.page.form.boxes["name"].edit, "Casa Marta")
    enter(window)


def choose_logo(home):
    """Something that is no picture is refused in place, and one that is gets shown."""

    def choose(window):
        logo = window.page.logo
        if logo.words.text().startswith("PNG"):
            (home / "list.csv").write_text("a;b")
            logo.look(str(home / "list.csv"))
            raise NotYetError
        if not logo.path:
            assert "neither a PNG nor a JPEG" in logo.words.text()
            picture = QPixmap(60, 20)
            picture.fill(QColor("teal"))
            picture.save(str(home / "logo.png"))
            logo.look(str(home / "logo.png"))
            raise NotYetError
        assert logo.words.text() == "logo.png"

    return choose


def name_person(window):
    QTest.keyClicks(window.page.form.boxes["name"].edit, "Marta Ruiz")
    window.page.form.boxes["name"].settle()
    window.page.form.left.emit()
    assert window.page.form.values()["login"] == "marta"
    QTest.keyClicks(window.page.password.field, "marta1234567")
    enter(window)
    assert "Too easy" in window.page.password.message
    window.page.password.field.setText(PASSWORD)
    enter(window)


def close(window):
    window.close()


def _small(store, *, language, **_size):
    companies.create(store, name="Mirador", language=language, demo=True)


def test_a_company_of_ones_own_with_enter_only_and_a_stop_in_the_middle(qapp, home):
    """Nothing is asked twice: after the stop the pages go on where they were."""
    sit(
        Sitting.first_start,
        on("language"), on("want", want("own")), on("where"), on("company", choose_logo(home)),
        on("company", name_company), on("you", close),
    )  # fmt: skip
    assert not (home / "company.db").exists()
    seen = {}

    def work(window):
        seen.update(
            user=window.context.user,
            access=window.context.access,
            company=window.company,
            screen=window.stack.currentWidget().objectName() or type(window.stack.currentWidget()).__name__,
        )
        window.close()

    sit(
        Sitting.first_start,
        on("you", name_person), on("data"), on("phone"), (MainWindow, work),
    )  # fmt: skip
    assert seen == {"user": "Marta Ruiz", "access": "admin", "company": "Casa Marta", "screen": "ImportPanel"}
    with opened(parse_url(str(home / "company.db"))) as store:
        found = company.settings(store)
        assert (found.currency, found.country, found.paper, found.time_zone) == (
            "MXN", "MX", "Letter", "America/Mexico_City"
        )  # fmt: skip
        assert found.logo == (home / "logo.png").read_bytes()
        kept = business_hours.hours(store)
        assert kept.week[0] == kept.week[4] == ((540, 840), (960, 1140))
        assert kept.week[5:] == (((600, 840),), ())
        assert kept.region == "MX"
        assert staff.can_sign_in(store) == [("marta", "Marta Ruiz")]
        assert access.sign_in(store, "marta", PASSWORD).access == "admin"
    assert not list(home.glob("new-*")) + list(home.glob("first-start.json"))
    assert local_settings().language == "en"


def test_back_keeps_what_was_answered_and_passwords_are_in_no_file(qapp, home):
    def back(window):
        window.page.password.field.setText(PASSWORD)
        QTest.keyClick(window, Qt.Key.Key_Escape)

    def look(window):
        assert window.page.form.values()["name"] == "Casa Marta"
        assert window.page.form.values()["currency"] == "MXN"
        window.close()

    sit(
        Sitting.first_start,
        on("language"), on("want", want("own")), on("where"), on("company", name_company), on("you", back),
        on("company", look),
    )  # fmt: skip
    assert PASSWORD not in "".join(path.read_text() for path in home.rglob("*") if path.suffix in (".json", ".toml"))
    assert json.loads((home / "first-start.json").read_text())["company"]["name"] == "Casa Marta"


def test_the_demo_has_a_bar_that_leads_to_ones_own(qapp, home, monkeypatch):
    # the company itself is looked at in the demo's own tests; here it only has to be one
    monkeypatch.setattr(demo, "create", _small)

    def look(window):
        [bar] = window.findChildren(Bar)
        assert bar.words == "Demo company. Nothing here is real."
        bar.button.click()

    sit(
        Sitting.first_start,
        on("language"), on("want"), (MainWindow, look), on("where", close),
    )  # fmt: skip
    assert "demo-" in local_settings().database


def test_a_folder_that_damages_databases_or_has_a_company_is_refused(home, monkeypatch):
    (home / "OneDrive").mkdir()
    with pytest.raises(Mistake, match="synchronised"):
        first_start.folder_holds(str(home / "OneDrive"))
    with pytest.raises(Mistake, match="whole path"):
        first_start.folder_holds("data")
    with pytest.raises(Refusal, match="cannot be written"):
        first_start.folder_holds("/proc/nothing")
    create_company(parse_url(str(home / "company.db")), name="Casa Marta", country="ES")
    assert first_start.folder_holds(str(home)) == "Casa Marta"


@pytest.fixture
def server(postgres_server):
    """The tests' server as it is answered on the pages, with a database that is not there yet."""
    name = "first_start"
    postgres.drop_database(postgres_server, name)
    url = postgres_server.set(database=name)
    host = url.host or url.query.get("host") or "localhost"
    yield ServerAnswers(str(host), url.port or 5432, name, url.username or ""), url.password or ""
    postgres.drop_database(postgres_server, name)


def at_server(server, place):
    answers, password = server

    def fill(window):
        if place == "where":
            window.page.choices.choose("server")
        window.page.server.fill(answers)
        window.page.server.password.field.setText(str(password))
        assert not window.page.server.passed
        window.page.begin()
        enter(window)

    def tested(window):
        if window.page.key == place:
            assert window.page.server.passed, (window.page.server.words, window.page.server.notice.words)
        enter(window)

    return (FirstStartWindow, fill), (Waits(place), tested)


class Waits(type(FirstStartWindow)):
    """A window whose server was tested."""

    def __new__(cls, place):
        return super().__new__(cls, "Tested", (), {})

    def __init__(cls, place):
        super().__init__("Tested", (), {})
        cls.place = place

    def __instancecheck__(cls, window):
        return isinstance(window, FirstStartWindow) and bool(window.pages[cls.place].server.words)


def test_a_company_on_a_server_is_made_and_joined(qapp, home, server):
    answers, password = server
    seen = []

    def work(window):
        seen.append((window.context.user, window.context.access, window.company))
        window.close()

    def person(window):
        assert window.page.form.values()["login"] == answers.user
        assert window.page.password.isHidden()
        QTest.keyClicks(window.page.form.boxes["name"].edit, "Marta")
        enter(window)

    sit(
        Sitting.first_start,
        on("language"), on("want", want("own")), *at_server(server, "where"), on("company", name_company),
        on("you", person), on("data", want("later")), on("phone"), (MainWindow, work),
    )  # fmt: skip
    assert local_settings().database.startswith("postgresql")
    assert "password" not in (home / "mostrador.toml").read_text()
    (home / "mostrador.toml").unlink()
    sit(
        Sitting.first_start,
        on("language"), on("want", want("join")), *at_server(server, "join"), on("phone"), (MainWindow, work),
    )  # fmt: skip
    assert seen == [("Marta", "admin", "Casa Marta")] * 2
    with opened(server_url(answers, str(password))) as store:
        assert staff.names(store)[0].login == answers.user


def test_each_step_of_a_server_that_fails_says_what_to_do(server, postgres_server):
    answers, password = server

    def last(joins=True, **other):
        given = ServerAnswers(**({"host": answers.host, "port": answers.port, "database": answers.database,
                                  "user": answers.user} | other))  # fmt: skip
        found = look_at_server(given, str(password), joins)
        return found[-1]

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        closed = last(host="127.0.0.1", port=free.getsockname()[1])
    assert (closed.key, closed.passes) == ("reached", False)
    assert "Firewall" in closed.fix
    assert "no computer" in last(host="no-such-host.invalid").words
    assert "There is no database" in last().words
    assert "will be made" in last(joins=False).words
    assert "There is no company" in last(database="postgres").words
    url = postgres.make_database(postgres_server, answers.database)
    create_company(url, name="Casa Marta", country="ES")
    assert last().good
    assert "is in this database already" in last(joins=False).words
    with opened(url) as store, store.write() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '0004'"))
    assert (last().offer, last().passes) == ("upgrade", False)
    with pytest.raises(Refusal), opened(url):
        pass
    # no restored form: the newest revision is unknown to this program
    from app.store.engine import make_engine

    engine = make_engine(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    assert "newer program" in last().words
