"""What Alembic runs around the steps: it takes the connection and the transaction that the store hands in."""

from alembic import context

from bot.adapters.storage.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
