"""A manager gives a customer another tier by hand, sees who gave it until when and why, and ends it early."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import insert, select

from app.domain.ids import new_uid
from app.models import Audit, CustomerTier, TierYear
from app.queries import customer
from app.queries.tiers_given import asked
from app.services import tiers
from app.ui.customers.form_panel import CustomerPanel
from app.ui.customers.form_tier import TIER
from tests.ui.kit.conftest import database

__all__ = ["database"]

YEAR_END = date(2026, 12, 31)


@pytest.fixture
def ruled(store, marta, clock) -> int:
    """Marta has tier B by the rule in 2026."""
    clock.day = date(2026, 3, 16)
    with store.write() as tx:
        tx.execute(insert(TierYear), {"year": 2026, "tier_a": 80, "tier_b": 95})
        tx.execute(insert(CustomerTier), {"year": 2026, "customer_id": marta, "tier": "B"})
    return marta


def give(store, customer_id, tier="A", reason="Founder’s family", until=YEAR_END):
    """Another desk."""
    return tiers.override(store, customer_id, tier, reason=reason, until=until, request=new_uid())


def fill(panel, tier="A", until="31/12/2026", reason="Founder’s family") -> None:
    """What a person types and chooses."""
    boxes = panel.head.strip.form.boxes
    boxes["tier"].take_raw(tier)
    boxes["until"].take_raw(until)
    boxes["reason"].take_raw(reason)


def press_main(qtbot, panel) -> None:
    qtbot.keyClick(panel.head.strip.form.boxes["reason"].editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def tier_of(store, customer_id) -> str:
    return customer.record(store, customer_id).tier


def test_a_tier_is_given_seen_and_taken_back(panel, context, store, ruled, qtbot):
    panel.open_record(ruled)
    assert panel.head.tier.toolTip() == "By the rule it is tier B for 2026."
    panel.head.other_tier.trigger()
    assert panel.head.strip.isVisible()
    assert "By the rule it is tier B for 2026." in panel.head.strip.words.text()
    assert panel.head.strip.end.isHidden()
    fill(panel)
    panel.head.strip.form.boxes["reason"].setFocus()
    press_main(qtbot, panel)
    assert panel.head.strip.isHidden()
    assert tier_of(store, ruled) == "A"
    assert panel.head.tier.text().startswith("A ")
    assert panel.head.tier.toolTip().splitlines() == [
        "A · given by hand until 31 Dec 2026: Founder’s family", "Given by tester on 16 Mar 2026.",
        "By the rule it is tier B for 2026.",
    ]  # fmt: skip
    assert panel.head.about.text().startswith("Tier by hand until 31 Dec 2026")
    assert context.undo.last == "Marta Soler has tier A by hand until 31 Dec 2026."
    context.undo.undo()
    assert tier_of(store, ruled) == "B"
    assert panel.head.tier.text().startswith("B ")
    context.undo.redo()
    assert tier_of(store, ruled) == "A"


def test_it_ends_early_and_the_rule_holds_again(panel, context, store, ruled):
    give(store, ruled)
    panel.open_record(ruled)
    panel.head.other_tier.trigger()
    assert panel.head.strip.form.values() == {"tier": "A", "until": YEAR_END, "reason": "Founder’s family"}
    panel.head.strip.end.click()
    assert panel.head.strip.isHidden()
    assert tier_of(store, ruled) == "B"
    context.undo.undo()
    assert tier_of(store, ruled) == "A"
    with store.read() as tx:
        told = [
            row[0] for row in tx.all(select(Audit.action).where(Audit.record_id == ruled, Audit.kind == "customer"))
        ]
    assert told[-3:] == ["tier given", "tier ended", "tier goes on"]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"tier": ""}, "tier", "required"),
        ({"reason": ""}, "reason", "required"),
        ({"until": ""}, "until", "required"),
        ({"until": "15/3/2026"}, "until", "in the past"),
        ({"tier": "B"}, "tier", "By the rule the customer has tier B anyway"),
    ],
)
def test_what_is_missing_or_makes_no_sense_is_said_at_its_field(panel, store, ruled, typed, field, words):
    panel.open_record(ruled)
    panel.head.other_tier.trigger()
    fill(panel, **typed)
    panel.head.strip.accept()
    message = panel.head.strip.form.boxes[field].message
    assert message
    assert words in message
    assert panel.head.strip.isVisible()
    assert tier_of(store, ruled) == "B"


def test_two_people_at_once_the_second_looks_again(panel, store, ruled, said):
    panel.open_record(ruled)
    panel.head.other_tier.trigger()
    fill(panel, tier="C", reason="pays late")
    give(store, ruled, reason="Somebody else’s")
    panel.head.strip.accept()
    assert "meanwhile" in said[-1][0]
    # what was typed stays, and what holds now stands above it
    assert panel.head.strip.form.boxes["reason"].raw() == "pays late"
    assert "Somebody else’s" in panel.head.strip.words.text()
    panel.head.strip.accept()
    assert tier_of(store, ruled) == "C"


def test_esc_keeps_what_was_typed_and_another_customer_closes_the_strip(panel, store, make, ruled, qtbot):
    panel.open_record(ruled)
    panel.head.other_tier.trigger()
    fill(panel, reason="half a rea")
    qtbot.keyClick(panel.head.strip.form.boxes["reason"].editor, Qt.Key.Key_Escape)
    assert panel.head.strip.isHidden()
    panel.head.other_tier.trigger()
    assert panel.head.strip.form.boxes["reason"].raw() == "half a rea"
    panel.open_record(make.customer("Other"))
    assert panel.head.strip.isHidden()


def test_the_search_opens_the_form_with_the_strip(panel, ruled):
    panel.open_record((TIER, ruled))
    assert panel.customer_id == ruled
    assert panel.head.strip.isVisible()


@pytest.mark.parametrize("access", ["front_desk", "sales"])
def test_who_is_no_manager_sees_the_tier_and_its_end_but_not_why(context, store, ruled, home, qtbot, access):
    give(store, ruled)
    context.access = access
    store.actor = type(store.actor)("other", access=access)
    panel = CustomerPanel(context)
    qtbot.addWidget(panel)
    panel.translate()
    panel.show()
    panel.open_record((TIER, ruled))
    assert not panel.head.other_tier.isVisible()
    assert panel.head.strip.isHidden()
    assert panel.head.tier.toolTip().splitlines() == [
        "A · given by hand until 31 Dec 2026", "By the rule it is tier B for 2026.",
    ]  # fmt: skip
    with pytest.raises(Exception, match="given by a manager"):
        asked(store, ruled)
