"""The preparer's words for a month's report: which found sentences are left out, and which are said instead."""

import json
from dataclasses import dataclass

from sqlalchemy import select

from app.domain import rights
from app.domain.month import Month
from app.models import Setting
from app.store.session import Read, Store


@dataclass(frozen=True, slots=True)
class ReportWords:
    """``left_out`` are keys of facts (``Fact.key``) that are not printed, ``words`` is said after the rest."""

    left_out: tuple[str, ...] = ()
    words: tuple[str, ...] = ()


NOTHING = ReportWords()


def setting_of(month: Month) -> str:
    """The name under which a month's words are kept."""
    return f"profit_words.{month.code}"


def of_month(tx: Read, month: Month) -> ReportWords:
    """What was written for a month; nothing where nobody did."""
    kept = tx.scalar(select(Setting.value).where(Setting.name == setting_of(month)))
    if kept is None:
        return NOTHING
    plain = json.loads(kept)
    return ReportWords(tuple(plain["left_out"]), tuple(plain["words"]))


def read(store: Store, month: Month) -> ReportWords:
    """The same for a screen; raises ``NotAllowed``."""
    with store.read() as tx:
        rights.require(tx.actor.access, "see_profit")
        return of_month(tx, month)
