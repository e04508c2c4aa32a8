"""What the settings list: imports with their way back, series with their next numbers, the trail by day and word."""

from datetime import timedelta

import pytest

from app.domain.ids import new_uid
from app.domain.importing_rows import CustomerRow
from app.domain.refusal import Conflict, NotAllowed
from app.queries import audit, listing, numbering
from app.queries import backups as backup_state
from app.queries import imports as runs
from app.services import backups, company, imports
from app.store.session import Actor


def taken(store):
    row = CustomerRow(2, "K1", "Ana")
    return imports.run(store, "customers", [row], file_name="a.csv", request=new_uid()).run_id


def test_an_import_can_be_undone_for_90_days(store, monkeypatch):
    run = taken(store)
    trial = imports.undo(store, run, dry_run=True)
    assert (trial.removed, trial.kept) == (1, 0)
    [row] = runs.runs(store)
    assert (row.id, row.undoable, row.undone_at, row.created) == (run, True, None, 1)
    later = row.at + timedelta(days=91)
    monkeypatch.setattr(store, "now", lambda: later)
    assert not runs.runs(store)[0].undoable
    with pytest.raises(Conflict, match="older than"):
        imports.undo(store, run)


def test_series_say_what_comes_next(store, make):
    make.order(make.customer(), (make.product(), "1"))
    found = {one.kind: one for one in numbering.series(store)}
    assert list(found["order"].next) == ["SO-2026-00002", "SO-2026-00003", "SO-2026-00004"]
    company.set_number_pattern(store, "customer", "{0000}/K")
    assert {one.kind: one.next[0] for one in numbering.series(store)}["customer"] == "0001/K"


def test_the_trail_is_found_by_who_what_and_when(store):
    company.change(store, version=1, city="Valencia")
    for text, count in (
        ("who:tester kind:company", 1), ("valencia", 1), ("on:2000-01-01", 0), ("action:changed", 1), ("record:1", 2),
    ):  # fmt: skip
        page = listing.page(store, audit.LIST, filters=listing.filters_of(store, audit.LIST, text))
        assert len(page.rows) == count, text
    store.actor = Actor("nuria", access="front_desk")
    with pytest.raises(NotAllowed):
        listing.page(store, audit.LIST)


@pytest.mark.parametrize(("days", "tone"), [(1, "ok"), (3, "warn"), (8, "bad")])
def test_an_old_backup_changes_its_colour(store, days, tone):
    assert backup_state.state(store).tone == "bad"
    made = store.now() - timedelta(days=days)
    backups.record_made(store, place="/b/one.backup", size=10, at=made)
    backups.plan(store, folder="/b", every_days=2)
    found = backup_state.state(store)
    assert (found.tone, found.made_at, found.next_at) == (tone, made, made + timedelta(days=2))
