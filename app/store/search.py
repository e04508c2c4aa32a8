"""Customers by any part of their name: candidates from an index of letter groups, checked against the name itself."""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Integer,
    String,
    Text,
    and_,
    bindparam,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
)
from sqlalchemy.sql.selectable import Select
from sqlalchemy.types import TypeEngine

from app.domain.text import has_chinese
from app.models import Customer
from app.store.prepared import Question, together
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
    given = values(tx, words)
    [rows] = together(tx, (_question(len(words), "asked" in given, limit), given))
    return [row[0] for row in rows]


def of_index(tx: Read, words: Sequence[str], _customer: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column
    """The condition that a customer's name holds all folded words, found through the index, which has some of them."""
    asked = values(tx, words)["asked"]
    return and_(_grouped(tx.sqlite, literal(asked, _asked_type(tx.sqlite))), _holding(tx.sqlite, words))


def in_index(sqlite: bool, words: int) -> ColumnElement[bool]:
    """The same for so many words, which ``values`` gives."""
    return and_(_grouped(sqlite, bindparam("asked", type_=_asked_type(sqlite))), holding(sqlite, words))


def through_index(query: Select[Any], sqlite: bool, words: int) -> Select[Any]:
    """A question about customers, begun at the index; ``values`` gives the parameters."""
    if not sqlite:
        return query.where(in_index(sqlite, words))
    # a subquery would be evaluated to its end first
    joined = query.join(_INDEX, _INDEX.c.rowid == Customer.id)
    return joined.where(_matching(bindparam("asked", type_=_asked_type(sqlite))), holding(sqlite, words))


def _grouped(sqlite: bool, asked: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a parameter
    if sqlite:
        return Customer.id.in_(select(_INDEX.c.rowid).where(_matching(asked)))
    return func.search_grams(Customer.search_name, type_=ARRAY(Text)).bool_op("@>")(asked)


def _matching(asked: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a parameter
    return literal_column(_INDEX.name).bool_op("MATCH")(asked)


def _asked_type(sqlite: bool) -> TypeEngine[Any]:
    return String() if sqlite else ARRAY(Text)


def contains(tx: Read, words: Sequence[str]) -> ColumnElement[bool]:
    """The condition that a customer's name holds all folded words; no index helps it, but a walk in order may."""
    return _holding(tx.sqlite, words)


def holding(sqlite: bool, words: int) -> ColumnElement[bool]:
    """The same for so many words, which ``values`` gives."""
    return _holding(sqlite, [bindparam(f"word{at}", type_=String) for at in range(words)])


def _holding(sqlite: bool, words: Iterable[Any]) -> ColumnElement[bool]:
    place = func.instr if sqlite else func.strpos
    return and_(*[place(Customer.search_name, word) > literal_column("0", Integer) for word in words])


def values(tx: Read, words: Sequence[str]) -> dict[str, Any]:
    """The words as parameters, and ``asked``, their letter groups; without these, no index helps."""
    grams = _sqlite_grams if tx.sqlite else _postgres_grams
    found = [gram for word in words for gram in grams(word)][:MOST_GRAMS]
    given: dict[str, Any] = {f"word{at}": word for at, word in enumerate(words)}
    if found and tx.sqlite:
        given["asked"] = " AND ".join('"' + gram.replace('"', '""') + '"' for gram in found)
    elif found:
        given["asked"] = found
    return given


@functools.lru_cache(maxsize=64)
def _question(words: int, indexed: bool, limit: int) -> Question:
    return Question(lambda sqlite: statement(sqlite, words, indexed, limit))


def statement(sqlite: bool, words: int, indexed: bool, limit: int) -> Select[Any]:
    """Ids of at most ``limit`` customers who have so many words in their names; ``values`` gives the parameters."""
    query = select(Customer.id)
    if indexed:
        query = through_index(query, sqlite, words)
    else:
        # one or two letters: too many names have them
        query = query.where(holding(sqlite, words)).order_by(Customer.search_name, Customer.id)
    return query.limit(literal_column(str(limit), Integer)).offset(literal_column("0", Integer))


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
