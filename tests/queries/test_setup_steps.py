"""What is left to do after the first start."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from app.domain.refusal import Mistake, NotAllowed
from app.models import Company
from app.queries.setup_steps import steps
from app.services import backups, setup_steps
from app.store.session import Actor


def open_steps(store):
    return [step.key for step in steps(store) if not step.done]


def test_steps_are_seen_as_done_or_ticked_off(store, make, statements):
    assert open_steps(store) == ["import", "phone", "printer", "backup"]
    assert len(statements) <= 2
    make.customer("Ana")
    backups.record_made(store, place="a.db", size=1, at=datetime.now(UTC))
    setup_steps.tick(store, "printer")
    assert open_steps(store) == ["phone"]
    setup_steps.tick(store, "phone")
    assert steps(store) == ()


def test_a_demo_company_has_no_steps(store):
    with store.write() as tx:
        tx.execute(update(Company).values(demo=True))
    assert steps(store) == ()


def test_only_who_may_change_settings_ticks_known_steps(store):
    with pytest.raises(Mistake):
        setup_steps.tick(store, "fly")
    store.actor = Actor("ana", access="front_desk")
    with pytest.raises(NotAllowed):
        setup_steps.tick(store, "phone")
