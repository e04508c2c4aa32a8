"""What a person arranged follows the person, and nobody else."""

import pytest

from app.domain.refusal import Mistake
from app.queries import personal as arranged
from app.services import personal
from app.store.session import Actor, Store


def test_arrangements_are_kept_per_person(store):
    other = Store(store.engine, actor=Actor("nuria"))
    personal.keep(store, {"list.customers": {"widths": {"name": 240}}, "theme": "dark"})
    personal.keep(store, {"theme": "light", "list.customers": {"widths": {"name": 260, "名": 1}}})
    personal.keep(other, {"theme": "contrast"})
    assert arranged.of_actor(store) == {"list.customers": {"widths": {"name": 260, "名": 1}}, "theme": "light"}
    personal.keep(store, {"theme": None})
    assert "theme" not in arranged.of_actor(store)
    assert arranged.of_actor(other) == {"theme": "contrast"}


def test_too_much_is_refused(store):
    with pytest.raises(Mistake):
        personal.keep(store, {"draft": "x" * 100_001})
