"""The tables, in SQLAlchemy's words; knows no dialect and nothing of what the rows mean.

Whoever changes this file adds a migration: the tests compare the two.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class Moment(TypeDecorator[datetime]):
    """A moment, stored as UTC and given back with its time zone, whatever the database keeps of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a time zone and turn the others into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Add the time zone that SQLite has dropped."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite counts by itself in a column of the type INTEGER only.
COUNTED = BigInteger().with_variant(Integer(), "sqlite")

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

sessions = Table(
    "sessions",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("state", JSON, nullable=False),
    Column("updated_at", Moment, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("reference", String(40), primary_key=True),
    Column("flow", String(80), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("person_name", Text, nullable=False),
    Column("language", String(20), nullable=False),
    Column("draft", Integer, nullable=False),
    Column("answers", JSON, nullable=False),
    Column("acknowledged", JSON, nullable=False),
    Column("status", String(40), nullable=False),
    Column("submitted_at", Moment, nullable=False),
    UniqueConstraint("chat", "person", "draft"),
    Index(None, "flow", "status"),
)

audit = Table(
    "audit",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("reference", ForeignKey("requests.reference"), nullable=False, index=True),
    Column("event", String(40), nullable=False),
    Column("at", Moment, nullable=False),
    Column("actor", BigInteger, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("details", JSON, nullable=False),
    sqlite_autoincrement=True,
)
"""The history of the requests. The database itself refuses to change or to delete its rows (see the migration)."""

counters = Table(
    "counters",
    metadata,
    Column("prefix", String(20), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("slot", String(120)),
    Column("post", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent_at", Moment),
    Column("message_id", BigInteger),
    Column("given_up_at", Moment),
    Column("error", Text),
    sqlite_autoincrement=True,
)

unsent = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)
"""The rows that still wait; the index holds no others, so that years of sent ones cost nothing."""

Index("ix_outbox_unsent", outbox.c.chat, outbox.c.id, sqlite_where=unsent, postgresql_where=unsent)

slots = Table(
    "slots",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", String(120), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
)
