"""What is left to do after the first start: bring the data, join the telephone, print a test page, make a backup."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.models import Company, Customer, ImportRun, PhoneCall, Setting
from app.queries.backups import MADE
from app.store.session import Store

KEPT = "setup.steps"
"""The company-wide setting in which steps are ticked off by hand."""
STEPS = ("import", "phone", "printer", "backup")


@dataclass(frozen=True, slots=True)
class SetupStep:
    """One step; ``screen`` and ``record`` are where it is done."""

    key: str
    done: bool
    screen: str
    record: str | None = None


_WHERE = {
    "import": ("import", None),
    "phone": ("settings", "telephone"),
    "printer": ("settings", "company"),
    "backup": ("settings", "backup"),
}


def steps(store: Store) -> Sequence[SetupStep]:
    """The four steps in their order; none for a demo company and for a company where all of them are done."""
    with store.read() as tx:
        row = tx.first(
            select(
                Company.demo,
                select(Setting.value).where(Setting.name == KEPT).scalar_subquery().label("ticked"),
                select(Setting.name).where(Setting.name == MADE).exists().label("backup"),
                (select(ImportRun.id).where(ImportRun.undone_at.is_(None)).exists()).label("import"),
                select(Customer.id).exists().label("customers"),
                select(PhoneCall.id).exists().label("phone"),
            )
        )
    if row is None or row.demo:
        return ()
    known = row._mapping  # noqa: SLF001 - SQLAlchemy's public accessor has this name
    ticked = ticked_in(row.ticked)
    seen = {"import": known["import"] or row.customers, "phone": row.phone, "backup": row.backup, "printer": False}
    found = [SetupStep(key, bool(seen[key]) or key in ticked, *_WHERE[key]) for key in STEPS]
    return () if all(step.done for step in found) else found


def ticked_in(value: str | None) -> frozenset[str]:
    """The steps that were ticked off by hand; what cannot be read is nothing."""
    try:
        found = json.loads(value or "[]")
    except ValueError:
        return frozenset()
    return frozenset(key for key in found if key in STEPS) if isinstance(found, list) else frozenset()
