"""Makes the kept text of what a desk asks before its first list (``python3 dev.py kept``), from the statements in use.

A test makes it anew and compares: a statement that was changed is never sent in its former words.
"""

import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Date, bindparam, literal_column, select, text
from sqlalchemy.sql.compiler import SQLCompiler

from app.domain.filters import parse
from app.models import Company
from app.models.types import Amount, BookedMonth, UtcTime
from app.queries import customer_line, customer_rows, customers, first, kept_text, listing, personal, staff
from app.store import kept, migrate
from app.store.bulk import converter
from app.store.engine import parse_url
from app.store.kept import Kept
from app.store.session import Read, Store

WIDTH = 100
_KINDS = ((Amount, kept.AMOUNT), (Date, kept.DAY), (UtcTime, kept.MOMENT), (BookedMonth, kept.MONTH),
          (Boolean, kept.TRUTH))  # fmt: skip
_COMPANY = ("name", "country", "currency", "currency_places", "language", "time_zone", "demo")
"""As ``first.Beginning`` has them."""


def statements(tx: Read) -> dict[str, Any]:
    """What is kept, by name."""
    filters = parse(first.VIEW, customers.FIELDS, tx.today)
    pages = {
        f"customers by {sort}": listing.beginning(tx, customers.LIST, filters, sort, first.ROWS) for sort in first.SORTS
    }
    merged = text(customer_line.ANY_MERGED.replace("?", ":ids")).bindparams(bindparam("ids"))
    return {
        "form": select(literal_column("version_num")).select_from(text("alembic_version")),
        "company": select(*[getattr(Company, name) for name in _COMPANY]),
        "who can sign in": staff.CAN_SIGN_IN,
        "administrators": staff.ADMINISTRATORS,
        "arranged": personal.ARRANGED,
        **pages,
        **customer_rows.first_statements(),
        "any merged": merged,
    }  # fmt: skip


def texts(tx: Read) -> dict[str, Kept]:
    """The kept statements, made anew for a company's file."""
    return {name: _kept(tx, statement) for name, statement in statements(tx).items()}


def _kept(tx: Read, statement: Any) -> Kept:  # noqa: ANN401 - any of SQLAlchemy's statements
    dialect = tx.connection.dialect
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    binds = [compiled.binds[name] for name in compiled.positiontup or ()]
    values = [
        (bind.key, _kind(bind.type, converter(bind.type, dialect))) if bind.required else ("", bind.value)
        for bind in binds
    ]
    answers = [
        _kind(column.type, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for column in getattr(statement, "selected_columns", ())
    ]
    return Kept(str(compiled), tuple(values), tuple(answers))


def _kind(type_: Any, step: object) -> str:  # noqa: ANN401 - a column's type
    """How a value of this type is converted; raises ``TypeError`` for one that nothing here converts."""
    if step is None:
        return kept.PLAIN
    for known, kind in _KINDS:
        if isinstance(type_, known):
            return kind
    raise TypeError(f"nothing kept converts a {type_!r}")


def source(tx: Read) -> str:
    """The module ``app.queries.kept_text``, to be formatted."""
    module = [f'"""{kept_text.__doc__}"""', "from collections.abc import Mapping", "",
              "from app.store.kept import Kept", f'FORM = "{migrate.head()}"',
              "TEXTS: Mapping[str, Kept] = {"]  # fmt: skip
    for name, one in texts(tx).items():
        module += [f'"{name}": Kept(', *_text(one.text), f"{one.values!r},", f"{one.answers!r},", "),"]
    return "\n".join([*module, "}", ""])


def _text(statement: str) -> list[str]:
    words = textwrap.wrap(statement, WIDTH, break_long_words=False, break_on_hyphens=False, drop_whitespace=False,
                          replace_whitespace=False)  # fmt: skip
    assert "".join(words) == statement
    return [*map(repr, words[:-1]), f"{words[-1]!r},"]


def main() -> int:
    """Write the module; the exit code."""
    store = Store.open(parse_url("sqlite:///:memory:"))
    with store.read() as tx:
        Path(kept_text.__file__).write_text(source(tx), encoding="utf-8")
    store.close()
    return subprocess.call([sys.executable, "-m", "ruff", "format", "-q", kept_text.__file__])


if __name__ == "__main__":
    sys.exit(main())
