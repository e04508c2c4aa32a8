"""What stands beside the customer's data: ties, facts, consent, restricted data, files, the person's own copy."""

import gc
import shutil
import weakref

import pytest
from sqlalchemy import select

from app.i18n import Say
from app.models import Attachment, Audit
from app.store.session import Actor
from app.ui.customers import opening
from app.ui.customers.form_panel import CustomerPanel
from tests.ui.kit.conftest import database

__all__ = ["database"]


def test_a_tie_is_noted_seen_from_the_other_side_and_taken_away(panel, context, make, marta, record):
    hotel = make.customer("Hotel Bahía", kind="organisation")
    gone = []
    panel.open_record(marta)
    people = panel.side.tab(1)
    panel.side.open(1)
    people.form.boxes["kind"].take_raw("works at")
    people.form.boxes["other"].take_raw("Hotel Bahía")
    people._search()
    assert people.form.boxes["other_id"].value == hotel
    people.add.click()
    assert [people.table.rows.data(people.table.rows.index(0, at)) for at in (0, 1)] == ["Works at", "Hotel Bahía"]
    assert panel.side.buttons[1].text() == "Contacts and family 1"
    context.wanted.connect(lambda name, id_: gone.append((name, id_)))
    people.table.setCurrentIndex(people.table.rows.index(0, 1))
    people.table.opened.emit(people.table.current_record())
    assert gone == [("customer", hotel)]
    panel.open_record(hotel)
    assert people.table.rows.data(people.table.rows.index(0, 0)) == "Employs"
    people.table.setCurrentIndex(people.table.rows.index(0, 0))
    people.remove.click()
    assert record(marta).ties == []
    context.undo.undo()
    assert len(record(marta).ties) == 1
    people.form.boxes["other"].take_raw("")
    people.add.click()
    assert people.form.boxes["other"].message == "Write a name, or choose a customer."


def test_facts_are_noted_changed_and_taken_away_with_undo(panel, context, marta, record):
    panel.open_record(marta)
    facts = panel.facts
    facts.add.click()
    facts.form.boxes["fact"].take_raw("No calls before 9:30")
    facts.form.boxes["avoid"].take_raw("yes")
    facts.keep.click()
    assert [(one.fact, one.avoid) for one in record(marta).facts] == [("No calls before 9:30", True), ("Sails", False)]
    sails = next(one for one in record(marta).facts if one.fact == "Sails")
    facts.open_known(sails)
    facts.form.boxes["fact"].take_raw("Sails and dives")
    facts.keep.click()
    assert "Sails and dives" in [line.known.fact for line in facts._shown]
    facts.forget(next(one for one in record(marta).facts if one.topic == "hobby"))
    assert len(facts._shown) == 1
    context.undo.undo()
    assert len(facts._shown) == 2


def test_consent_asks_how_and_the_newest_line_counts(panel, store, marta, record, qtbot, tmp_path):
    panel.open_record(marta)
    consent = panel.consent
    switch = consent.switches["offers", "email"]
    switch.click()
    assert consent.editor.isVisible()
    consent.keep.click()
    assert consent.form.boxes["how"].message.startswith("Write how consent was given")
    consent.form.boxes["how"].take_raw("form at the counter")
    consent.keep.click()
    [line] = record(marta).consents
    assert (line.purpose, line.channel, line.given, line.how) == ("offers", "email", True, "form at the counter")
    assert consent.last.text().startswith("Given for Offers, E-mail")
    proof = tmp_path / "form.txt"
    proof.write_text("signed", encoding="utf-8")
    consent._chosen(str(proof))
    assert consent.proof.isVisible()
    switch.click()
    consent.keep.click()
    assert [one.given for one in record(marta).consents] == [False, True]
    assert not switch.isChecked()


def test_restricted_data_are_behind_a_door(panel, context, store, marta, qtbot):
    panel.open_record(marta)
    secret = panel.secret
    assert not secret.room.isVisible()
    secret.ask.click()
    secret.read.click()
    assert secret.reason.errors() == ["reason"]
    secret.reason.boxes["reason"].take_raw("choosing a pillow")
    secret.read.click()
    assert secret.room.isVisible()
    secret.fresh.boxes["topic"].take_raw("health")
    secret.fresh.boxes["legal_basis"].take_raw("consent in writing")
    secret.fresh.boxes["fact"].take_raw("Feathers make her sneeze")
    secret.note.click()
    assert secret.about.text() == "1 restricted entry"
    with store.read() as tx:
        trail = [row[0] for row in tx.all(select(Audit.detail).where(Audit.action == "restricted read"))]
    assert trail == ["choosing a pillow"] * 2
    # another customer closes the door, and nothing typed behind it lies on this computer
    panel.open_record("")
    assert secret._secrets is None
    context.access = "front_desk"
    store.actor = Actor("desk", access="front_desk")
    panel.open_record(marta)
    assert not secret.isVisible()


def test_files_are_kept_opened_and_taken_away(panel, context, store, marta, said, tmp_path, monkeypatch):
    opened = []
    monkeypatch.setattr(opening.QDesktopServices, "openUrl", opened.append)
    panel.open_record(marta)
    panel.side.open(6)
    files = panel.side.tab(6)
    paper = tmp_path / "contract.txt"
    paper.write_text("signed", encoding="utf-8")
    files.keep([str(paper)])
    assert files.table.rows.data(files.table.rows.index(0, 0)) == "contract.txt"
    files.table.opened.emit(files.table.rows.record(0))
    with open(opened[0].toLocalFile(), encoding="utf-8") as copy:
        assert copy.read() == "signed"
    empty = tmp_path / "empty.txt"
    empty.touch()
    files.keep([str(empty), str(tmp_path / "none.txt")])
    assert said[-2][0] == "‘empty.txt’ is empty; there is nothing to keep."
    assert "cannot be opened" in said[-1][0]
    files.table.setCurrentIndex(files.table.rows.index(0, 0))
    files.remove.click()
    with store.read() as tx:
        assert tx.all(select(Attachment.id)) == []
    context.undo.undo()
    assert files.table.rows.rowCount() == 1


def test_what_would_be_run_is_not_opened(tmp_path):
    from app.domain.refusal import Unavailable
    from app.services.customers_files import FileContent

    with pytest.raises(Unavailable, match="is a program"):
        opening.copied(FileContent("invoice.pdf.exe", b"MZ"))
    path = opening.copied(FileContent("../a<b>:c.txt", b"x"))
    assert path.name == "a_b__c.txt"
    shutil.rmtree(path.parent)


def test_a_copy_is_written_and_anonymising_says_what_stays(panel, make, record, said, tmp_path):
    ana = make.customer("Ana Gil", phone="600100200", note="Rings")
    panel.open_record(ana)
    panel.privacy.copy_to(str(tmp_path / "ana.zip"))
    assert (tmp_path / "ana.zip").exists()
    panel.head.anonymise.trigger()
    assert "Without a name stay: 0 orders" in panel.gone.words
    deed = panel.gone.buttons[0]
    assert deed.text() == "Anonymise Ana Gil"
    deed.click()
    assert (record(ana).name, record(ana).values["note"], record(ana).points) == ("K1", "", [])
    assert panel.form.boxes["note"].raw() == ""
    assert said[-1][0] == "The record is anonymous now."


def test_a_merged_record_leads_to_the_one_that_goes_on(panel, store, make, marta):
    from app.domain.ids import new_uid
    from app.services import customers

    double = make.customer("Marta S.")
    customers.merge(store, marta, double, request=new_uid())
    panel.open_record(double)
    panel.gone.buttons[0].click()
    assert panel.customer_id == marta
    panel.side.open(1)
    people = panel.side.tab(1)
    people.merged.setCurrentIndex(people.merged.rows.index(0, 0))
    people.unmerge.click()
    assert panel.record.merged == []


def test_a_closed_form_is_let_go(context, home, marta, qtbot):
    made = CustomerPanel(context)
    made.translate()
    made.show()
    made.open_record(marta)
    gone = weakref.ref(made)
    made.close()
    made.deleteLater()
    del made
    qtbot.wait(1)
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize(("language", "words"), [("en", "Open it"), ("es", "Abrirlo"), ("zh", "打开")])
def test_a_file_is_opened_by_a_verb(panel, context, marta, language, words):
    panel.open_record(marta)
    files = panel.side.tab(6)
    context.speak(Say(language, country="ES", currency="EUR", zone="Europe/Madrid"))
    files.translate()
    assert files.open.text() == words
