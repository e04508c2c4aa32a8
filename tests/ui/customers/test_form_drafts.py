"""Ties, facts and consent that somebody began outlive another record and the end of the program."""

import pytest

from app.ui.customers.form_panel import CustomerPanel
from app.ui.kit.form_drafts import drafts_of
from tests.ui.kit.conftest import database

__all__ = ["database"]


@pytest.fixture
def restarted(panel, context, qtbot):
    """Another program, after the first one was killed: only what had reached the disk is there."""

    def start(customer_id):
        drafts = drafts_of(context)
        drafts.write_now()
        drafts.setParent(None)
        again = CustomerPanel(context)
        qtbot.addWidget(again)
        again.translate()
        again.show()
        again.open_record(customer_id)
        return again

    return start


def typed(box, text):
    """As a person types: the form hears of it."""
    box.take_raw(text)
    box.edited.emit()


def test_a_fact_that_was_begun_or_changed_comes_back(panel, marta, make, record, restarted):
    panel.open_record(marta)
    panel.facts.add.click()
    typed(panel.facts.form.boxes["fact"], "No calls before")
    panel.open_record(make.customer("Other"))
    assert panel.facts.editor.isHidden()
    again = restarted(marta)
    assert again.facts.editor.isVisible()
    assert again.facts.form.boxes["fact"].raw() == "No calls before"
    again.facts.cancel.click()
    [sails] = record(marta).facts
    again.facts.open_known(sails)
    typed(again.facts.form.boxes["fact"], "Sails and dives")
    third = restarted(marta)
    third.facts.keep.click()
    assert [one.fact for one in record(marta).facts] == ["Sails and dives"]
    assert third.facts.editor.isHidden()
    assert drafts_of(panel.context).all() == {}


def test_a_tie_comes_back_with_the_customer_who_is_meant(panel, marta, make, record, restarted):
    hotel = make.customer("Hotel Bahía", kind="organisation")
    panel.open_record(marta)
    panel.side.open(1)
    people = panel.side.tab(1)
    typed(people.form.boxes["kind"], "works at")
    typed(people.form.boxes["other"], "Hotel Bahía")
    panel.open_record(hotel)
    assert people.form.boxes["other"].raw() == ""
    again = restarted(marta)
    again.side.open(1)
    people = again.side.tab(1)
    assert people.form.boxes["other_id"].value == hotel
    people.add.click()
    [tie] = record(marta).ties
    assert (tie.kind, tie.other_id) == ("works at", hotel)
    assert drafts_of(panel.context).all() == {}


def test_consent_comes_back_with_its_switches_until_it_is_noted_or_given_up(panel, marta, make, record, restarted):
    panel.open_record(marta)
    panel.consent.switches["offers", "email"].click()
    typed(panel.consent.form.boxes["how"], "form at the coun")
    panel.open_record(make.customer("Other"))
    assert not panel.consent.switches["offers", "email"].isChecked()
    again = restarted(marta)
    assert again.consent.switches["offers", "email"].isChecked()
    assert again.consent.form.boxes["how"].raw() == "form at the coun"
    again.consent.keep.click()
    [line] = record(marta).consents
    assert (line.given, line.how) == (True, "form at the coun")
    again.consent.switches["offers", "email"].click()
    again.consent.cancel.click()
    assert restarted(marta).consent.editor.isHidden()
    assert drafts_of(panel.context).all() == {}
