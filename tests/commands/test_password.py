"""A forgotten password is replaced on the company's own computer."""

import io

import pytest

from app.bootstrap import create_company, opened
from app.cli import run
from app.domain.ids import new_uid
from app.services import access, hashes, users
from app.services.users import UserDraft
from app.store.engine import parse_url

NEW = "seven blue bath towels"


@pytest.fixture
def url(tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    monkeypatch.delenv("MOSTRADOR_DATABASE", raising=False)
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)
    made = parse_url(str(tmp_path / "company.db"))
    create_company(made, name="Mirador", country="ES", language="en")
    with opened(made) as store:
        lucia = users.add(store, UserDraft("Lucía", "lucia", "admin"), request=new_uid()).id
        users.set_password(store, lucia, "four green wooden chairs")
    return made


@pytest.mark.parametrize(
    ("login", "typed", "code", "said"),
    [
        ("lucia", NEW, 0, "Lucía signs in with the new password"),
        ("lucia", "short", 1, "Too short"),
        ("nobody", NEW, 1, "No user has the login"),
    ],
)
def test_a_new_password(url, monkeypatch, capsys, login, typed, code, said):
    monkeypatch.setattr("sys.stdin", io.StringIO(typed + "\n"))
    assert run(["--language", "en", "password", login]) == code
    told = capsys.readouterr()
    assert said in told.out + told.err
    assert typed not in told.out + told.err or code
    if not code:
        with opened(url) as store:
            assert access.sign_in(store, "lucia", NEW).name == "Lucía"
