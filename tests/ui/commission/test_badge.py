"""Who answers disputes sees in the navigation how many there are."""

from app.domain.changes import ChangeSet
from app.domain.ids import new_uid
from app.queries.commissions import overview
from app.services import commission_months, commissions
from app.ui import desk, screens
from app.ui.commission.badge import DisputeBadge
from tests.support.commission_desk import FEBRUARY, People


def test_open_disputes_are_counted_at_the_entry_until_they_are_answered(context, store, make, qtbot):
    People(store, make)
    commissions.run(store)
    window = desk.window(context, "Mirador Home", "company.db", screens.ENTRIES)
    qtbot.addWidget(window)
    badge = DisputeBadge(window)
    entry = window.navigation.buttons["commission"]
    badge.look()
    assert (badge.looks.runs, entry.badge) == (True, "")
    line = overview(store, FEBRUARY)[0].lines[0].entry_id
    found = commission_months.dispute(store, line, "It was mine alone.", request=new_uid())
    context.broadcast.changed.emit(ChangeSet(whole=frozenset({"commission"})))
    assert (entry.badge, entry.accessibleName()) == ("1", "Commission, 1 line is disputed")
    done = commission_months.settle(store, found, "Wei found the customer.", request=new_uid())
    context.broadcast.changed.emit(done)
    assert entry.badge == ""
    context.access = "sales"
    assert not DisputeBadge(window).looks.runs
