"""Runs migrations on the connection that the program hands over, all steps in its one transaction."""

from alembic import context

from app.models import every_table

connection = context.config.attributes["connection"]

context.configure(
    connection=connection,
    target_metadata=every_table(),
    # SQLite cannot alter most things in place
    render_as_batch=True,
    # alembic would otherwise commit step by step on SQLite and leave a torn database when it is killed
    transactional_ddl=True,
    transaction_per_migration=False,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
