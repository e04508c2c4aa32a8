"""Customers by any part of their name: candidates from an index of letter groups, checked against the name itself."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, column, func, select, table, text
from sqlalchemy.sql.selectable import Select

from app.domain.text import has_chinese
from app.models import Customer
from app.store.session import Read

GRAM = 3
MOST_GRAMS = 16
_BETWEEN = "\x1f"
_INDEX = table("customer_search", column("rowid"))


def candidates(tx: Read, folded_text: str, limit: int) -> list[int]:
    """Ids of customer records whose search name holds every word of ``folded_text``, at most ``limit``, in no order.

    Words may stand in any order and anywhere in the name. Merged records are among them. Nothing is found for no words.
    """
    words = folded_text.split()
    if not words:
        return []
    return [row[0] for row in tx.all(_query(tx, words).limit(limit))]


def contains(tx: Read, words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a customer's name holds all folded words; no index helps it, but a walk in order may."""
    place = func.instr if tx.sqlite else func.strpos
    return and_(*[place(Customer.search_name, word) > 0 for word in words])


def _query(tx: Read, words: Sequence[str]) -> Select[Any]:
    query = select(Customer.id).where(contains(tx, words))
    if tx.sqlite:
        found = [gram for word in words for gram in _sqlite_grams(word)][:MOST_GRAMS]
        if found:
            asked = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in found)
            # the join begins at the index of letter groups; a subquery would be evaluated to its end first
            joined = query.join(_INDEX, _INDEX.c.rowid == Customer.id)
            return joined.where(text("customer_search MATCH :asked").bindparams(asked=asked))
    else:
        # SQLite's start needs nothing of it
        from sqlalchemy.dialects.postgresql import ARRAY, array  # noqa: PLC0415

        found = [gram for word in words for gram in _postgres_grams(word)][:MOST_GRAMS]
        if found:
            grams = func.search_grams(Customer.search_name, type_=ARRAY(Text))
            return query.where(grams.contains(cast(array(found), ARRAY(Text))))
    # one or two letters: too many names have them for an index to help
    return query.order_by(Customer.search_name, Customer.id)


def _trigrams(word: str) -> list[str]:
    return [word[at : at + GRAM] for at in range(len(word) - GRAM + 1)]


def _sqlite_grams(word: str) -> list[str]:
    """Groups as the trigger stores them: Chinese characters also stand between separators."""
    if len(word) < GRAM and has_chinese(word) and all(has_chinese(sign) for sign in word):
        return [word[0] + _BETWEEN + word[1]] if len(word) == 2 else [_BETWEEN + word + _BETWEEN]
    return _trigrams(word)


def _postgres_grams(word: str) -> list[str]:
    """Groups as ``search_grams`` makes them: of Chinese characters one or two are enough."""
    if len(word) < GRAM:
        return [word] if has_chinese(word[0]) else []
    return _trigrams(word)
