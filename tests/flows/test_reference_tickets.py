"""A help desk's 8,469 tickets come in, their contradictions are said, and the figures are those counted elsewhere."""

import csv
from decimal import Decimal

from app.domain.complaint_quality import Filter, Group, Measure
from app.domain.ids import new_uid
from app.domain.month import Month
from app.integrations.import_files import ImportFile
from app.queries import complaints_quality
from app.services import imports
from tests.support.imported import MAPS, import_file
from tests.support.reference import reference_file

TICKETS = "raw/support_tickets/customer_support_tickets.csv"
MAY, JUNE = Month(2023, 5), Month(2023, 6)
GROUPS = {"Ticket Channel": Group.CHANNEL, "Ticket Priority": Group.SEVERITY, "Ticket Type": Group.CAUSE}
NAMES = {Group.CHANNEL: "channel", Group.SEVERITY: "severity", Group.CAUSE: "cause"}


def expected(name: str) -> list[dict[str, str]]:
    path = reference_file(f"expected/support_tickets/{name}")
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


def test_tickets_come_in_and_count_as_counted_elsewhere(store):
    path = reference_file(TICKETS)
    customers = import_file(store, "customers", path, MAPS / "tickets_customers.toml")
    assert (customers.created, list(customers.refused)) == (8469, [])
    source = ImportFile(path, "complaints", MAPS / "tickets_complaints.toml")
    answer = imports.run(store, "complaints", source.rows(), file_name=path.name, request=new_uid())
    [wanted] = expected("time_quality.csv")
    assert (answer.created, list(answer.refused)) == (int(wanted["tickets"]), [])
    assert source.noticed == int(wanted["resolution_before_first_response"])
    assert "before the first answer" in str(source.notices[0])
    rows = [row for row in expected("by_dimension.csv") if row["dimension"] in GROUPS]
    assert len(rows) == 13
    for row in rows:
        only = Filter(**{NAMES[GROUPS[row["dimension"]]]: row["value_"]})
        with store.snapshot() as tx:
            found = complaints_quality.tallies(tx, [(MAY.first, JUNE.last)], only)[0, ""]
        assert (found.opened, found.closed) == (int(row["tickets"]), int(row["closed"]))
        assert round(Decimal(found.ratings) / found.rated, 4) == Decimal(row["avg_rating"])
    whole = complaints_quality.quality(store, MAY)
    assert [cause.tally.opened for cause in whole.causes] == sorted(
        (int(row["tickets"]) for row in rows if row["dimension"] == "Ticket Type"), reverse=True
    )
    # nobody promised a time for what came from elsewhere: nothing is said about it
    assert whole.now.value(Measure.ANSWERED_IN_TIME) is None
