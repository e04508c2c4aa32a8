"""What is noted about a customer: ties from both sides, facts within limits, consent, restricted data, files."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select

from app.domain.customer import canonical, typed
from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed, NotFound
from app.models import Audit, CustomField, Setting
from app.queries import customer as customer_query
from app.services import customers_files, customers_know, customers_secret
from app.services.customers_files import FileContent
from app.services.customers_know import ConsentDraft, FactDraft, TieDraft
from app.store.session import Actor


def read(store, customer):
    return customer_query.record(store, customer)


def test_a_tie_is_seen_from_both_sides(store, make):
    marta, hotel = make.customer("Marta"), make.customer("Hotel", kind="organisation")
    customers_know.relate(store, marta, TieDraft("works at", hotel), request=new_uid())
    made = customers_know.relate(
        store, marta, TieDraft("daughter", other_name=" Inés ", birth_date=date(2008, 5, 1)), request=new_uid()
    )
    ties = read(store, marta).ties
    assert [(tie.kind, tie.inverse, tie.other_id, tie.name) for tie in ties] == [
        ("works at", False, hotel, "Hotel"), ("daughter", False, None, "Inés"),
    ]  # fmt: skip
    assert [(tie.kind, tie.inverse, tie.other_id, tie.name) for tie in read(store, hotel).ties] == [
        ("works at", True, marta, "Marta"),
    ]  # fmt: skip
    gone = made.back(store)
    assert len(read(store, marta).ties) == 1
    gone.back(store)
    assert read(store, marta).ties[1].birth_date == date(2008, 5, 1)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (TieDraft("cousin", other_name="X"), "kind"),
        (TieDraft("son"), "other"),
        (TieDraft("partner", 1), "other"),
        (TieDraft("son", other_name="x" * 201), "other"),
        (TieDraft("son", other_name="Pau", birth_date=date(2050, 1, 1)), "birth_date"),
    ],
)
def test_ties_that_cannot_be(store, make, draft, field):
    assert make.customer() == 1
    with pytest.raises(Mistake) as refused:
        customers_know.relate(store, 1, draft, request=new_uid())
    assert refused.value.field == field
    with pytest.raises(NotFound):
        customers_know.relate(store, 1, TieDraft("partner", 99), request=new_uid())


def test_a_topic_has_room_for_as_many_facts_as_the_company_decides(store, make):
    marta = make.customer()
    with store.write() as tx:
        tx.execute(insert(Setting), {"name": "facts_per_topic", "value": json.dumps(2)})
    for fact in ("Tea", "No sugar"):
        customers_know.note_fact(store, marta, FactDraft("drink", fact), request=new_uid())
    with pytest.raises(Mistake, match="2 facts of one topic are enough"):
        customers_know.note_fact(store, marta, FactDraft("drink", "Hot"), request=new_uid())
    customers_know.note_fact(store, marta, FactDraft("hobby", "Sails"), request=new_uid())
    hobby = read(store, marta).facts[-1]
    with pytest.raises(Mistake, match="enough"):
        customers_know.change_fact(store, hobby.id, FactDraft("drink", "Sails"), before=FactDraft("hobby", "Sails"))
    assert len(read(store, marta).facts) == 3


def test_a_fact_that_somebody_else_changed_is_not_written_over(store, make):
    marta = make.customer()
    noted = customers_know.note_fact(store, marta, FactDraft("hobby", "Sails"), request=new_uid())
    before = FactDraft("hobby", "Sails")
    changed = customers_know.change_fact(store, noted.id, FactDraft("hobby", "Sails and dives"), before=before)
    with pytest.raises(Conflict, match="Sails and dives"):
        customers_know.change_fact(store, noted.id, FactDraft("hobby", "Rows"), before=before)
    changed.back(store)
    assert read(store, marta).facts[0].fact == "Sails"
    removed = customers_know.forget_fact(store, noted.id)
    assert read(store, marta).facts == []
    removed.back(store)
    assert read(store, marta).facts[0].noted_on == store.today()


def test_the_newest_line_of_consent_counts_and_its_proof_is_kept(store, make):
    marta, today = make.customer(), make.store.today()
    given = customers_know.consent(
        store, marta,
        [ConsentDraft("offers", "email", True, today - timedelta(days=9), "form at the counter", "2026-1")],
        request=new_uid(),
    )  # fmt: skip
    customers_files.keep(store, marta, FileContent("form.pdf", b"%PDF"), request=new_uid(), consent_id=given.id)
    customers_know.consent(store, marta, [ConsentDraft("offers", "email", False, today, "")], request=new_uid())
    lines = read(store, marta).consents
    assert [(line.given, line.file_id is not None) for line in lines] == [(False, False), (True, True)]
    assert read(store, marta).files == []
    for draft, field in (
        (ConsentDraft("offers", "email", True, today), "how"),
        (ConsentDraft("offers", "fax", True, today, "form"), "purpose"),
        (ConsentDraft("offers", "email", True, today + timedelta(days=1), "form"), "on"),
    ):
        with pytest.raises(Mistake) as refused:
            customers_know.consent(store, marta, [draft], request=new_uid())
        assert refused.value.field == field


def test_restricted_data_need_a_right_and_a_reason_and_leave_a_trail(store, make):
    marta = make.customer()
    with store.write() as tx:
        tx.execute(
            insert(CustomField), {"id": 7, "key": "income", "label": "Income", "kind": "money", "restricted": True}
        )
    store.actor = Actor("boss", access="manager")
    customers_secret.note_secret(
        store, marta, topic="health", fact="Feathers make her sneeze", legal_basis="in writing", request=new_uid()
    )  # fmt: skip
    customers_secret.set_secret_values(store, marta, {7: "1200.50"})
    with pytest.raises(Mistake, match="why"):
        customers_secret.reveal(store, marta, reason=" ")
    found = customers_secret.reveal(store, marta, reason="choosing a pillow")
    assert (found.facts[0].fact, found.values) == ("Feathers make her sneeze", {7: "1200.50"})
    assert read(store, marta).restricted == 2
    with store.read() as tx:
        trail = tx.all(select(Audit.action, Audit.detail, Audit.created_by).order_by(Audit.id.desc()).limit(1))
    assert [tuple(row) for row in trail] == [("restricted read", "choosing a pillow", "boss")]
    # what an ordinary form reads and saves knows nothing of it
    assert "custom:7" not in read(store, marta).values
    store.actor = Actor("desk", access="front_desk")
    with pytest.raises(NotAllowed):
        customers_secret.reveal(store, marta, reason="curious")
    with pytest.raises(NotAllowed):
        customers_secret.forget_secret(store, found.facts[0].id)


def test_files_are_kept_and_given_back(store, make):
    marta = make.customer()
    kept = customers_files.keep(store, marta, FileContent("C:\\papers\\contract.pdf", b"abc"), request=new_uid())
    [line] = read(store, marta).files
    assert (line.name, line.size, line.media_type) == ("contract.pdf", 3, "application/pdf")
    assert customers_files.content(store, kept.id).content == b"abc"
    removed = customers_files.remove(store, marta, kept.id)
    with pytest.raises(NotFound):
        customers_files.content(store, kept.id)
    removed.back(store)
    assert [line.name for line in read(store, marta).files] == ["contract.pdf"]
    with pytest.raises(Mistake, match="has 11 MB; files of at most 10 MB are kept"):
        customers_files.check_size("big.pdf", 10_000_001)
    with pytest.raises(Mistake, match="empty"):
        customers_files.keep(store, marta, FileContent("x.txt", b""), request=new_uid())


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [("text", " a ", "a"), ("number", "12.5", "12.5"), ("yes_no", True, "yes"),
     ("date", date(2026, 3, 1), "2026-03-01"), ("choice", "red", "red"), ("money", None, "")],
)  # fmt: skip
def test_own_fields_keep_values_by_their_kind(kind, value, kept):
    assert canonical(kind, value, ("red", "blue")) == kept
    assert canonical(kind, typed(kind, kept), ("red", "blue")) == kept
    with pytest.raises(Mistake):
        canonical("choice", "green", ("red",))
    with pytest.raises(Mistake):
        canonical("number", "a lot")
