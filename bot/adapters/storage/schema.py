"""Brings a database to the version that this code works with; knows how to open none."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


class NewerDatabase(Exception):  # noqa: N818 (an outcome, no error)
    """The database was brought to a version that this code does not know."""


def alembic_config(connection: Connection) -> Config:
    """Tell Alembic where the steps are and over which connection they go."""
    config = Config()
    config.set_main_option("script_location", "bot.adapters.storage:migrations")
    config.attributes["connection"] = connection
    return config


def bring_up_to_date(connection: Connection) -> None:
    """Apply the missing steps inside the connection's transaction; raises NewerDatabase."""
    config = alembic_config(connection)
    script = ScriptDirectory.from_config(config)
    here = MigrationContext.configure(connection).get_current_revision()
    known = {step.revision for step in script.walk_revisions()}
    if here is not None and here not in known:
        raise NewerDatabase(here)
    if here != script.get_current_head():
        command.upgrade(config, "head")
