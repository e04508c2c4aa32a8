"""Keeping the preparer's words for the report of an open month; closing freezes them with the figures."""

from sqlalchemy import select

from app.domain import rights
from app.domain.changes import ChangeSet
from app.domain.month import Month
from app.domain.refusal import N_, Conflict, Mistake
from app.models import BookMonth
from app.queries.report_words import ReportWords, of_month, setting_of
from app.services.backups import keep_setting
from app.store.session import Store

MOST_WORDS = 5
"""Sentences of one's own for which the first page has room."""
LONGEST = 400


def keep(store: Store, month: Month, words: ReportWords, *, before: ReportWords) -> ChangeSet:
    """Keep the words of an open month; ``before`` is what this person saw.

    Raises ``NotAllowed``, ``Mistake`` for too many or too long sentences, ``Conflict`` for a closed month and for words
    that somebody else changed meanwhile.
    """
    rights.require(store.actor.access, "see_profit")
    if len(words.words) > MOST_WORDS:
        raise Mistake(N_("The report has room for {count} remarks; join or shorten some."), count=MOST_WORDS)
    if any(len(line) > LONGEST for line in words.words):
        raise Mistake(N_("At most {limit} characters fit; shorten it."), field="words", limit=LONGEST)
    with store.write() as tx:
        if tx.scalar(select(BookMonth.state).where(BookMonth.month == month)) == "closed":
            raise Conflict(N_("{month} is closed; its report stays as it was stored."), month=month.code)
        now = of_month(tx, month)
        if now not in (before, words):
            raise Conflict(N_("Somebody else changed these sentences meanwhile. Look at them again."))
        if now != words:
            keep_setting(tx, setting_of(month), {"left_out": list(words.left_out), "words": list(words.words)})
            tx.audit("changed", "report words", month.code, " · ".join(words.words)[:400])
        return tx.changes
