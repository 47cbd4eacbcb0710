"""Brings a database to a version of the tables, by default to the one of this code; knows how to open none."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

# Any number that is no chat's id: PostgreSQL's advisory locks share one space.
MIGRATING = 0x6775_6963_6865_7401


class NewerDatabase(Exception):  # noqa: N818 (an outcome, no error)
    """The database was brought to a version that this code does not know."""


class UnknownRevision(Exception):  # noqa: N818
    """There is no such version; the text names those that there are."""


def alembic_config(connection: Connection) -> Config:
    """Tell Alembic where the steps are and over which connection they go."""
    config = _config()
    config.attributes["connection"] = connection
    return config


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", "bot.adapters.storage:migrations")
    return config


def known_revisions() -> tuple[str, ...]:
    """Name the versions that this code knows, the oldest first."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(reversed([step.revision for step in steps]))


def find_revision(connection: Connection) -> str | None:
    """Name the version that a database is at; None when it holds nothing of ours."""
    return MigrationContext.configure(connection).get_current_revision()


def bring_to(connection: Connection, revision: str | None = None) -> None:
    """Go to a version, up or down, inside the connection's transaction; without one, to the one of this code.

    Raises NewerDatabase or UnknownRevision.
    """
    known = known_revisions()
    revision = revision or known[-1]
    if revision not in known:
        raise UnknownRevision(", ".join(known))
    if connection.dialect.name == "postgresql":
        # Several processes may start at once; the first one does the work, and the others find it done.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
    here = find_revision(connection)
    if here is not None and here not in known:
        raise NewerDatabase(here)
    if here is None or known.index(here) < known.index(revision):
        command.upgrade(alembic_config(connection), revision)
    elif here != revision:
        command.downgrade(alembic_config(connection), revision)
