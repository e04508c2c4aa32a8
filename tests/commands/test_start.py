"""What the desk does before its first list is there, counted: every module and statement more is felt each morning."""

import gc
import os
import subprocess
import sys

import pytest
from sqlalchemy import Engine, event

from app import garbage
from app.bootstrap import create_company, opened
from app.domain.ids import new_uid
from app.queries.kept_text import TEXTS
from app.services import customers, hashes, users
from app.services.customers import CustomerDraft
from app.services.users import UserDraft
from app.store import kept, prepared
from app.store.engine import parse_url
from app.ui.main_window import MainWindow
from tests.support.hands import NotYetError, sit

LATER = (
    "alembic", "argon2", "asyncio", "babel", "holidays", "lucide", "multiprocessing", "openpyxl", "phonenumbers",
    "psycopg", "pypdfium2", "pypinyin", "rapidfuzz", "reportlab", "sqlalchemy", "stdnum", "vobject", "xlsxwriter",
    "PySide6.QtPrintSupport", "app.bootstrap", "app.commands.all", "app.domain.importing", "app.integrations.tables",
    "app.models", "app.queries.customers", "app.queries.listing", "app.reports", "app.services", "app.store.engine",
    "app.store.session", "app.ui.caller.panel", "app.ui.calls", "app.ui.customers.bulk_value",
    "app.ui.customers.form_panel", "app.ui.kit.form", "app.ui.setup.own_secrets",
)  # fmt: skip
OF_DESK = ("app.ui.customers.list_panel", "app.ui.screens", "app.ui.main_window")
MOST_OF_OURS = 145
"""Modules of the program itself; 141 when this was written."""
MOST_STATEMENTS = 9
_SIGN_IN = """
import sys
from app import cli
from app.ui.setup.sign_in import SignInWindow

class Watching(SignInWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        print(self.people.count(), *sys.modules)
        self.close()

from app.ui.setup import sign_in
sign_in.SignInWindow = Watching
sys.exit(cli.run([]))
"""
_WATCHED = """
import sys
from threading import current_thread
from app import cli
from app.commands.desk import Sitting

begun = Sitting.__init__

def beginning(self, context):
    begun(self, context)
    from PySide6.QtCore import QEvent, QObject, QTimer, Signal
    from PySide6.QtWidgets import QApplication

    class Watching(QObject):
        found = Signal()

        def look(self):
            for window in QApplication.topLevelWidgets():
                if hasattr(window, "stack") and window.stack.currentWidget() is not None:
                    self.timer.stop()
                    self.panel = window.stack.currentWidget()
                    self.found.connect(window.close)
                    self.panel.table.viewport().installEventFilter(self)

        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and self.panel.model.rowCount():
                watched.removeEventFilter(self)
                print(*sys.modules)
                sys.meta_path.insert(0, self)
            return False

        def find_spec(self, name, *_more):
            if name == "sqlalchemy":
                sys.meta_path.remove(self)
                print(current_thread().name)
                self.found.emit()

    self.watching = Watching()
    self.watching.timer = QTimer()
    self.watching.timer.timeout.connect(self.watching.look)
    self.watching.timer.start(0)

Sitting.__init__ = beginning
sys.exit(cli.run([]))
"""


@pytest.fixture
def company(tmp_path, monkeypatch):
    """The address of a company's file with one customer."""
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.delenv("MOSTRADOR_DATABASE", raising=False)
    made = parse_url(str(tmp_path / "company.db"))
    create_company(made, name="Mirador Home", country="ES", language="en")
    with opened(made) as store:
        customers.add(store, CustomerDraft("Marta"), request=new_uid())
    return made


def run(code, company):
    """What a program of its own says on the company's file."""
    screen = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True,
                          env=os.environ | screen | {"MOSTRADOR_DATABASE": company.database})  # fmt: skip
    return done.stdout


def test_what_the_first_list_does_not_need_is_not_loaded_before_it(company):
    first, thread = run(_WATCHED, company).splitlines()
    loaded = first.split()
    assert "app.ui.customers.list_panel" in loaded
    early = [name for name in loaded if any(name == one or name.startswith(f"{one}.") for one in LATER)]
    assert early == []
    ours = [name for name in loaded if name.startswith("app.")]
    assert len(ours) <= MOST_OF_OURS, sorted(ours)
    # what is loaded then does not keep the window's thread
    assert thread.startswith("database")


def test_who_must_sign_in_is_asked_before_the_rest_is_loaded(company, monkeypatch):
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    with opened(company) as store:
        lucia = users.add(store, UserDraft("Lucía Ferrer", "lucia", "admin"), request=new_uid()).id
        users.set_password(store, lucia, "four green wooden chairs")
    people, *loaded = run(_SIGN_IN, company).split()
    assert people == "1"
    early = [name for name in loaded if any(name == one or name.startswith(f"{one}.") for one in (*LATER, *OF_DESK))]
    assert early == []


def test_qt_does_not_read_the_source_of_every_module_that_is_loaded(qapp):
    assert __import__ is not __builtins__["__feature_import__"]


def test_the_desk_asks_little_before_its_first_list(qapp, company, monkeypatch):
    sent = []
    to_driver = prepared.send

    def send(driver, statement, values):
        sent.append(statement)
        return to_driver(driver, statement, values)

    def note(_connection, _cursor, statement, *_rest):
        sent.append(statement)

    def seen(window):
        if window.stack.currentWidget().asking:
            raise NotYetError
        sent.append("the first list")
        window.close()

    monkeypatch.setattr(prepared, "send", send)
    monkeypatch.setattr(kept, "send", send)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        sit(lambda s: s.open(company), (MainWindow, seen))
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    asked = sent[: sent.index("the first list")]
    texts = [one.text for one in TEXTS.values()]
    assert [one for one in asked if one not in texts] == []
    assert any("FROM customer" in one for one in asked)
    assert len(asked) <= MOST_STATEMENTS, asked


def test_garbage_is_not_looked_for_before_the_first_screen_and_what_was_made_for_it_never(monkeypatch):
    frozen, before = [], gc.get_threshold()
    monkeypatch.setattr(gc, "freeze", lambda: frozen.append(gc.get_threshold()[0]))
    try:
        garbage.starting()
        assert gc.get_threshold()[0] == garbage.STARTING
        garbage.working()
        assert gc.get_threshold()[0] == garbage.WORKING
        # the next person's desk begins: the one before may go
        garbage.working()
        assert frozen == [garbage.STARTING]
    finally:
        gc.set_threshold(*before)
