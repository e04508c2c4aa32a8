"""The tables of the models are the tables of the migrations, and relationships never load by themselves."""

import re

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.models import Base


def in_models(_item: object, name: str | None, *_rest: object) -> bool:
    """Full-text search is made by migrations alone: each database has its own."""
    return not re.search(r"_search(_\w+)?$", name or "")


def test_migrations_make_exactly_the_models(store):
    with store.engine.execution_options(sqlite_begin="DEFERRED").connect() as connection:
        options = {"compare_type": True, "include_object": in_models}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_no_relationship_loads_behind_our_back():
    loaders = {
        f"{mapper.class_.__name__}.{relation.key}": relation.lazy
        for mapper in Base.registry.mappers
        for relation in mapper.relationships
    }
    assert {name: lazy for name, lazy in loaders.items() if lazy != "raise"} == {}


def test_every_constraint_and_index_has_a_name():
    """A constraint without a name cannot be dropped by a later upgrade."""
    nameless = [
        (table.name, item)
        for table in Base.metadata.tables.values()
        for item in [*table.constraints, *table.indexes]
        if not item.name
    ]
    assert nameless == []
