"""The tables of the models are the tables of the migrations."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select

from app.models import Customer, every_table
from app.models.declared import aliased


def in_models(_item: object, name: str | None, *_rest: object) -> bool:
    """Made by migrations alone: full-text search, of which each database has its own, and what only a server has."""
    return not re.search(r"(_search(_\w+)?|^server_request)$", name or "")


def test_migrations_make_exactly_the_models(store):
    with store.engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        options = {"compare_type": True, "include_object": in_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, every_table()) == []


def test_every_constraint_and_index_has_a_name():
    """A constraint without a name cannot be dropped by a later upgrade."""
    nameless = [
        (table.name, item)
        for table in every_table().tables.values()
        for item in [*table.constraints, *table.indexes]
        if not item.name
    ]
    assert nameless == []


def test_a_class_is_its_table_and_a_second_name_has_its_columns():
    other = aliased(Customer)
    query = select(Customer.id, other.name).join(other, other.id == Customer.merged_into_id)
    said = " ".join(str(query).split())
    assert said == (
        "SELECT customer.id, customer_1.name FROM customer JOIN customer AS customer_1 "
        "ON customer_1.id = customer.merged_into_id"
    )
    assert not hasattr(other, "nothing")
