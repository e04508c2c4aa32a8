"""A person's own copy, a person taken out of the records, and the company's own fields."""

import json
import zipfile

import pytest
from sqlalchemy import select

from app.domain.ids import new_uid
from app.domain.refusal import Conflict, Mistake, NotAllowed, Unavailable
from app.models import Invoice, RestrictedValue
from app.queries import customer as customer_query
from app.queries import customer_export
from app.services import contacts, customers_fields, customers_files, customers_know, customers_privacy, customers_save
from app.services.contacts import InteractionDraft
from app.services.customers_fields import FieldDraft
from app.services.customers_files import FileContent
from app.services.customers_know import FactDraft, TieDraft
from app.services.customers_save import CustomerEdit
from app.store.session import Actor


@pytest.fixture
def marta(store, make) -> int:
    """Somebody of whom much is known, with nothing open."""
    marta = make.customer("Marta Ibáñez", phone="963550142", city="Valencia", note="Rings twice", tax_id="B58378431")
    customers_know.note_fact(store, marta, FactDraft("hobby", "Sails"), request=new_uid())
    customers_know.relate(store, marta, TieDraft("daughter", other_name="Inés"), request=new_uid())
    customers_files.keep(store, marta, FileContent("contract.txt", b"signed"), request=new_uid())
    contacts.log(store, InteractionDraft(marta, "call", "Marta said", "in", number="963550142"), request=new_uid())
    return marta


def everything_about(store, customer) -> str:
    return json.dumps(customer_export.everything(store, customer), ensure_ascii=False)


def test_a_person_gets_a_copy_of_everything(store, marta, tmp_path):
    path = tmp_path / "out" / "marta.zip"
    customers_privacy.copy_to(store, marta, path)
    with zipfile.ZipFile(path) as archive:
        found = json.loads(archive.read("data.json"))
        assert archive.read("files/1-contract.txt") == b"signed"
    assert found["customer"][0]["name"] == "Marta Ibáñez"
    assert found["contact_points"][0]["value"] == "963550142"
    assert found["facts"][0]["fact"] == "Sails"
    assert found["relations"][0]["other_name"] == "Inés"
    assert found["contacts"][0]["note"] == "Marta said"
    with pytest.raises(Unavailable, match="cannot be written"):
        customers_privacy.copy_to(store, marta, tmp_path)


def test_an_anonymised_person_leaves_figures_only(store, make, marta):
    stays = customer_export.what_stays(store, marta)
    assert (stays.stays["orders"], stays.goes["contact_points"], stays.goes["files"]) == (0, 1, 1)
    customers_privacy.anonymise(store, marta, request=new_uid())
    left = everything_about(store, marta)
    for word in ("Marta", "963550142", "Valencia", "Sails", "Inés", "Rings", "B58378431", "signed", "contract"):
        assert word not in left
    assert customer_query.record(store, marta).name == "K1"
    store.actor = Actor("desk", access="front_desk")
    with pytest.raises(NotAllowed):
        customers_privacy.anonymise(store, make.customer(), request=new_uid())


def test_whoever_owes_is_not_anonymised(store, make, marta):
    make.order(marta, (make.product(), "1"))
    with pytest.raises(Conflict, match="under way or money is owed"):
        customers_privacy.anonymise(store, marta, request=new_uid())
    assert "Marta" in everything_about(store, marta)
    with store.read() as tx:
        assert tx.first(select(Invoice.id)) is None


def test_a_field_of_ones_own_holds_values_at_once(store, marta):
    made = customers_fields.add(
        store, FieldDraft("Pillow", "choice", "Room", ["soft", "hard"], labels={"es": "Almohada"}), request=new_uid()
    )
    customers_save.save(store, marta, CustomerEdit({f"custom:{made.id}": "soft"}), version=1, request=new_uid())
    found = customer_query.record(store, marta)
    assert found.values[f"custom:{made.id}"] == "soft"
    [field] = found.fields
    assert (field.key, field.called("es"), field.called("zh")) == ("pillow", "Almohada", "Pillow")
    with pytest.raises(Conflict, match="still have ‘soft’"):
        customers_fields.change(store, made.id, FieldDraft("Pillow", "choice", "Room", ["hard", "none"]))
    with pytest.raises(Conflict, match="1 customers have a value"):
        customers_fields.change(store, made.id, FieldDraft("Pillow", "text", "Room"))
    with pytest.raises(Conflict, match="it stays"):
        customers_fields.remove(store, made.id)
    # what becomes restricted moves to where only some may read
    customers_fields.change(store, made.id, FieldDraft("Pillow", "choice", "Room", ["soft", "hard"], restricted=True))
    assert f"custom:{made.id}" not in customer_query.record(store, marta).values
    with store.read() as tx:
        assert tx.scalar(select(RestrictedValue.value)) == "soft"
    with pytest.raises(Mistake):
        customers_save.save(store, marta, CustomerEdit({f"custom:{made.id}": "hard"}), version=2, request=new_uid())


def test_fields_that_cannot_be_and_their_order(store):
    ids = [customers_fields.add(store, FieldDraft(label), request=new_uid()).id for label in ("One", "Two", "Three")]
    customers_fields.move(store, ids[2], steps=-2)
    assert [field.label for field in customer_query.all_own_fields(store)] == ["Three", "One", "Two"]
    for draft, field in (
        (FieldDraft(" "), "label"), (FieldDraft("one"), "label"), (FieldDraft("X", "colour"), "kind"),
        (FieldDraft("X", "choice", choices=["a", "a"]), "choices"), (FieldDraft("x" * 121), "label"),
    ):  # fmt: skip
        with pytest.raises(Mistake) as refused:
            customers_fields.add(store, draft, request=new_uid())
        assert refused.value.field == field
    customers_fields.remove(store, ids[0])
    store.actor = Actor("desk", access="front_desk")
    with pytest.raises(NotAllowed):
        customers_fields.add(store, FieldDraft("Y"), request=new_uid())
