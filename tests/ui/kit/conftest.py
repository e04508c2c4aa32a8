"""A crowd of customers, a list of them on the screen, and answers that come when a test says so."""

import shutil
from collections.abc import Callable

import pytest
from sqlalchemy.engine import URL

from app.domain.ids import new_uid
from app.domain.text import search_key
from app.models import Customer
from app.queries import customers
from app.store.bulk import insert_many, new_ids
from app.store.engine import parse_url
from app.ui.customers.columns import columns
from app.ui.kit.table import RecordTable
from app.ui.kit.table_model import RecordTableModel
from app.ui.kit.table_reading import Question
from app.ui.tasks import Done


@pytest.fixture(params=["sqlite"])
def database(tmp_path, sqlite_template) -> URL:
    """One database is enough for what is seen, since what screens ask and save is tested on both; imported by name."""
    path = tmp_path / "company.db"
    shutil.copyfile(sqlite_template, path)
    return parse_url(str(path))


@pytest.fixture
def crowd(store) -> Callable[[int], list[int]]:
    """Makes customers named Name 00000, Name 00001…; the ids in the order of their names."""

    def gather(count: int, word: str = "Name") -> list[int]:
        names = [f"{word} {at:05}" for at in range(count)]
        with store.write() as tx:
            ids = new_ids(tx, Customer, count)
            rows = [
                (one, new_uid(), 1, f"{word}{one}", name, search_key(name))
                for one, name in zip(ids, names, strict=True)
            ]
            insert_many(tx, Customer, ("id", "uid", "version", "code", "name", "search_name"), rows)
        return ids

    return gather


def usual():
    """The columns that who has not decided sees at the front desk."""
    return [column for column in columns(False) if column.usual]


def question(context, **values) -> Question:
    """A question about customers."""
    return Question(customers.LIST, usual(), context.say, **values)


@pytest.fixture
def model(context) -> RecordTableModel:
    """A model of customers; it has not asked yet."""
    made = RecordTableModel(context)
    made.set_columns(usual(), context.say)
    return made


@pytest.fixture
def table(context, model, qtbot) -> RecordTable:
    """A table of customers on the screen; it has not asked yet."""
    made = RecordTable(context, model)
    qtbot.addWidget(made)
    made.set_columns(usual())
    made.resize(900, 500)
    made.show()
    qtbot.waitExposed(made)
    return made


class HeldRunner:
    """Answers one after the other, when it is told to."""

    def __init__(self, inner) -> None:
        self.inner = inner
        self.held: list[tuple[Callable[[], None], Done | None]] = []

    def read(self, owner, work, done, failed=None, *, watch=None) -> None:
        """Keep a question."""
        self.held.append((lambda: self.inner.read(owner, work, done, failed, watch=watch), failed))

    def answer(self, at: int = 0) -> None:
        """Answer one of the questions that are kept."""
        self.held.pop(at)[0]()

    def fail(self, at: int, error: BaseException) -> None:
        """One of the questions that are kept has no answer."""
        self.held.pop(at)[1](error)


@pytest.fixture
def held(context) -> HeldRunner:
    """Answers wait until the test lets them go."""
    context.runner = HeldRunner(context.runner)
    return context.runner
