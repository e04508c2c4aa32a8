"""Signing in, PINs and users: who gets in, who waits, and that an administrator always stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed
from app.models import Audit, StaffSecret
from app.queries import staff
from app.services import access, hashes, users
from app.services.users import UserDraft
from app.store.session import Actor

PASSWORD = "four green wooden chairs"


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch):
    """Real Argon2id, with little memory."""
    monkeypatch.setattr(hashes, "MEMORY", 64)
    monkeypatch.setattr(hashes, "SECONDS", 0.0001)


def add(store, login, role="front_desk", *, password="", name=""):
    draft = UserDraft(name or login.title(), login, role)
    made = users.add(store, draft, request=new_uid()).id
    if password:
        users.set_password(store, made, password)
    return made


@pytest.fixture
def lucia(store):
    """An administrator with a password; she signed in."""
    made = add(store, "lucia", "admin", password=PASSWORD, name="Lucía Ferrer")
    store.actor = Actor("lucia", made, "admin")
    return made


def actions(store):
    with store.read() as tx:
        return [row[0] for row in tx.all(select(Audit.action).where(Audit.kind == "staff").order_by(Audit.id))]


def test_a_company_without_passwords_opens_for_its_administrator(store):
    assert access.without_password(store, "pc-user").access == "admin"
    add(store, "lucia", "admin", name="Lucía Ferrer")
    assert access.without_password(store, "pc-user").name == "Lucía Ferrer"


def test_with_a_password_one_must_sign_in_and_gets_the_own_role(store, lucia):
    ana = add(store, "ana", password="pale blue bath towels")
    assert access.without_password(store, "pc-user") is None
    assert staff.can_sign_in(store) == [("ana", "Ana"), ("lucia", "Lucía Ferrer")]
    found = access.sign_in(store, " ANA ", "pale blue bath towels")
    assert (found.staff_id, found.login, found.access) == (ana, "ana", "front_desk")
    assert staff.user(store, ana).signed_in_at == store.now()
    assert actions(store)[-1] == "signed in"


def test_a_wrong_password_and_an_unknown_name_sound_alike(store, lucia):
    with pytest.raises(NotAllowed) as wrong:
        access.sign_in(store, "lucia", "no")
    with pytest.raises(NotAllowed) as unknown:
        access.sign_in(store, "nobody", "no")
    assert str(wrong.value) == str(unknown.value)
    assert actions(store)[-1] == "sign-in refused"


def test_who_guesses_waits_longer_and_longer_and_others_do_not(store, clock, monkeypatch, lucia):
    def later(seconds):
        monkeypatch.setattr(store, "_clock", lambda: clock() + timedelta(seconds=seconds))

    ana = add(store, "ana", password="pale blue bath towels")
    for _ in range(access.FREE_FAILURES + 1):
        with pytest.raises(NotAllowed, match="do not belong"):
            access.sign_in(store, "ana", "guess")
    with pytest.raises(NotAllowed, match="Try again in 1 min"):
        access.sign_in(store, "ana", "pale blue bath towels")
    assert access.sign_in(store, "lucia", PASSWORD).access == "admin"
    later(31)
    with pytest.raises(NotAllowed, match="do not belong"):
        access.sign_in(store, "ana", "guess")
    later(62)
    with pytest.raises(NotAllowed, match="Too many"):
        access.sign_in(store, "ana", "pale blue bath towels")
    later(92)
    assert access.sign_in(store, "ana", "pale blue bath towels").staff_id == ana
    with store.read() as tx:
        assert tx.scalar(select(StaffSecret.failures).where(StaffSecret.staff_id == ana)) == 0


def test_who_left_does_not_get_in(store, lucia):
    ana = add(store, "ana", password="pale blue bath towels")
    users.change(store, ana, UserDraft("Ana", "ana", "front_desk", active=False), version=1)
    with pytest.raises(NotAllowed, match="does not use the program any more"):
        access.sign_in(store, "ana", "pale blue bath towels")


def test_the_last_administrator_stays(store, lucia):
    for draft in (UserDraft("L", "lucia", "manager"), UserDraft("L", "lucia", "admin", active=False)):
        with pytest.raises(Mistake, match="One administrator must stay"):
            users.change(store, lucia, draft, version=1)
    add(store, "ben", "admin")
    users.set_password(store, lucia, "")
    with pytest.raises(Mistake, match="an administrator a password first"):
        add(store, "ana", password="pale blue bath towels")
    assert staff.user(store, lucia).access == "admin"


def test_the_first_user_is_an_administrator_and_has_the_first_password(store):
    with pytest.raises(Mistake, match="administrator"):
        add(store, "ana")
    users.add(store, UserDraft("Only sells"), request=new_uid())
    add(store, "lucia", "admin")
    ana = add(store, "ana")
    with pytest.raises(Mistake, match="an administrator a password first"):
        users.set_password(store, ana, PASSWORD)


def test_only_administrators_change_users(store, lucia):
    ana = add(store, "ana", password="pale blue bath towels")
    for role in ("front_desk", "sales", "manager", "none"):
        store.actor = Actor("ana", ana, role)
        for deed in (
            lambda: add(store, "eve", "admin"),
            lambda: users.change(store, ana, UserDraft("Ana", "ana", "admin"), version=1),
            lambda: users.set_password(store, lucia, PASSWORD + "!"),
            lambda: users.set_pin(store, lucia, "4711"),
            lambda: staff.users(store),
            lambda: staff.user(store, lucia),
        ):
            with pytest.raises(NotAllowed, match="administrator"):
                deed()
    users.change_own_password(store, "pale blue bath towels", "dark red bath towels")
    assert access.sign_in(store, "ana", "dark red bath towels")
    with pytest.raises(NotAllowed, match="present password"):
        users.change_own_password(store, "pale blue bath towels", PASSWORD)


def test_what_cannot_be_is_told_at_its_field(store, lucia):
    ana = add(store, "ana")
    for draft, field in (
        (UserDraft(" "), "name"),
        (UserDraft("Eve", "Ana Ruiz", "sales"), "login"),
        (UserDraft("Eve", "", "sales"), "login"),
        (UserDraft("Eve", "eve", "boss"), "access"),
        (UserDraft("Eve", "eve", "sales", "fr"), "language"),
    ):
        with pytest.raises(Mistake) as refusal:
            users.add(store, draft, request=new_uid())
        assert refusal.value.field == field
    with pytest.raises(Conflict, match="ana is used"):
        users.add(store, UserDraft("Eve", "ANA", "sales"), request=new_uid())
    with pytest.raises(Conflict, match="meanwhile"):
        users.change(store, ana, UserDraft("Ana", "ana", "sales"), version=7)
    for password in ("short", "aaaaaaaaaaaa", "password1234", "Ana Ana 2026!", "qwertyuiop12"):
        with pytest.raises(Mistake) as refusal:
            users.set_password(store, ana, password)
        assert refusal.value.field == "password"


def test_a_pin_answers_for_prices_where_its_person_may(store, lucia):
    users.set_pin(store, lucia, "4711")
    ana = add(store, "ana")
    users.set_pin(store, ana, "2580")
    store.actor = Actor("ana", ana, "front_desk")
    assert access.check_pin(store, "lucia", "4711") == access.check_pin(store, lucia, "4711") == lucia
    with pytest.raises(NotAllowed, match="not the PIN"):
        access.check_pin(store, lucia, "4712")
    with pytest.raises(NotAllowed, match="sales"):
        access.check_pin(store, ana, "2580")
    assert "PIN used" in actions(store)
    for pin in ("123", "1234", "7777", "12a4", "123456789"):
        with pytest.raises(Mistake):
            users.set_pin(store, ana, pin)


def test_the_same_request_adds_one_person_and_hashes_stay_where_they_are(store, lucia):
    request, draft = new_uid(), UserDraft("Ana Ruiz", "ana", "sales")
    assert users.add(store, draft, request=request).id == users.add(store, draft, request=request).id
    assert [one.name for one in staff.names(store)] == ["Ana Ruiz", "Lucía Ferrer"]
    with store.read() as tx:
        kept = tx.scalar(select(StaffSecret.password_hash))
        assert kept.startswith("$argon2id$")
        assert not any(kept in row[0] or PASSWORD in row[0] for row in tx.all(select(Audit.detail)))


def test_on_a_server_the_databases_login_is_who_signs_in(store):
    if store.engine.dialect.name == "sqlite":
        pytest.skip("a server's own sign-in")
    name = store.engine.url.username
    assert access.signed_in_by_database(store).access == "admin"
    add(store, "lucia", "admin")
    with pytest.raises(NotAllowed, match=f"‘{name}’"):
        access.signed_in_by_database(store)
    nuria = add(store, name.lower(), "sales", name="Nuria")
    assert access.signed_in_by_database(store).staff_id == nuria
    assert staff.user(store, nuria).signed_in_at == store.now()
