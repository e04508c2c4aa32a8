"""What one person typed is not offered to the next one who signs in at the same computer."""

from sqlalchemy import select

from app.domain.ids import new_uid
from app.models import Customer
from app.ui.caller.panel import notes_file
from app.ui.orders import drafts
from app.ui.orders.drafts import Kept
from app.ui.orders.keeping import Keeping


def offered(context, owner):
    context.drafts_owner = owner
    keeping, found = Keeping(context, context, lambda: None), []
    keeping.found.connect(found.extend)
    keeping.look()
    return [draft.key for draft, _ in found]


def test_orders_that_are_typed_stay_with_who_types_them(context, store, make, tmp_path, monkeypatch):
    monkeypatch.setenv("MOSTRADOR_HOME", str(tmp_path))
    customer = make.customer("Ana")
    with store.read() as tx:
        uid = str(tx.scalar(select(Customer.uid).where(Customer.id == customer)))
    context.drafts_owner = "ana"
    Keeping(context, context, lambda: None).put(Kept("a1", str(new_uid()), uid, "Ana", "2026-03-16T12:00:00+00:00"))
    drafts.save(Kept("b2", str(new_uid()), uid, "Ana", "2026-03-16T12:00:00+00:00"))
    assert sorted(offered(context, "ana")) == ["a1", "b2"]
    assert offered(context, "nuria") == ["b2"]


def test_notes_too():
    assert notes_file("Mirador", "a.db", "ana") != notes_file("Mirador", "a.db", "nuria")
