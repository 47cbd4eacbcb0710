"""Storage: sessions, requests, audit and outbox in an SQL database; knows nothing of what they mean."""

import logging

# Alembic tells of its plugins and of every step at INFO, from its import on; operators have no use for that.
logging.getLogger("alembic").setLevel(logging.WARNING)
