"""The tables, in SQLAlchemy's words; knows no dialect and nothing of what the rows mean.

Whoever changes this file adds a migration: the tests compare the two.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
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
    literal_column,
)

from bot.core.requests import AT_AN_END


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
    Column("wake_at", Moment),
)
"""`wake_at` is when time alone matters to a session: where something of it has waited for long."""

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
    Column("version", Integer, nullable=False, server_default="1"),
    Column("holder", BigInteger),
    Column("holder_name", Text, nullable=False, server_default=""),
    Column("due_on", Date),
    Column("dated_at", Moment),
    UniqueConstraint("chat", "person", "draft"),
    Index(None, "flow", "status"),
    Index(None, "chat", "person", "submitted_at"),
    Index(None, "submitted_at", "reference"),
)

at_work: ColumnElement[Any] = literal_column(
    f"status NOT IN ({', '.join(repr(each.value) for each in sorted(AT_AN_END))})"
)
"""What staff still have to do with; written out, because a partial index serves no statement with parameters."""

request_words = Table(
    "request_words",
    metadata,
    Column("word", String(40), primary_key=True),
    Column("submitted_at", Moment, primary_key=True),
    Column("reference", ForeignKey("requests.reference"), primary_key=True),
    sqlite_with_rowid=False,
)
"""The words that requests are found by, folded; the order of the key gives those with a word newest first."""

word_trigrams = Table(
    "word_trigrams",
    metadata,
    Column("trigram", String(3), primary_key=True),
    Column("word", String(40), primary_key=True),
    sqlite_with_rowid=False,
)
"""The runs of three letters of every word there is, by which words are found that are spelt otherwise."""

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
    Column("before", JSON, nullable=False, server_default="{}"),
    Column("after", JSON, nullable=False, server_default="{}"),
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
    Column("about", String(40)),
    Column("scheduled_at", Moment),
    Column("told_at", Moment),
    sqlite_autoincrement=True,
)

unsent = outbox.c.sent_at.is_(None) & outbox.c.given_up_at.is_(None)
"""The rows that still wait; the index holds no others, so that years of sent ones cost nothing."""


def _index_some(name: str, condition: ColumnElement[bool], *columns: Column[Any]) -> None:
    Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


_index_some("ix_requests_at_work", at_work, requests.c.due_on, requests.c.submitted_at, requests.c.status)
_index_some(
    "ix_requests_held", at_work, requests.c.holder, requests.c.due_on, requests.c.submitted_at, requests.c.status
)
_index_some("ix_sessions_wake_at", sessions.c.wake_at.is_not(None), sessions.c.wake_at)
_index_some("ix_outbox_unsent", unsent, outbox.c.chat, outbox.c.id)
_index_some("ix_outbox_due", unsent, outbox.c.due_at, outbox.c.id)
_index_some("ix_outbox_scheduled", unsent & outbox.c.scheduled_at.is_not(None), outbox.c.chat, outbox.c.slot)
_index_some("ix_outbox_sent", outbox.c.sent_at.is_not(None), outbox.c.sent_at)
_index_some("ix_outbox_given_up", outbox.c.given_up_at.is_not(None), outbox.c.given_up_at)

slots = Table(
    "slots",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", String(120), primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Index(None, "chat", "message_id"),
)

talk = Table(
    "talk",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("reference", ForeignKey("requests.reference"), nullable=False, index=True),
    Column("arrival", String(20)),
)
"""What staff and people have written about requests, by the message; `arrival` is what came of a message of staff."""

topics = Table(
    "topics",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(120), primary_key=True),
    Column("thread", BigInteger, nullable=False),
    Index(None, "chat", "thread"),
)
"""The forum topics that were created; the thread 0 says that there can be none."""

inbox = Table(
    "inbox",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("number", BigInteger, nullable=False),
    Column("digest", String(32), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("body", JSON(none_as_null=True)),
    Column("received_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("done_at", Moment),
    Column("aside_at", Moment),
    Column("error", Text),
    UniqueConstraint("number", "digest"),
    sqlite_autoincrement=True,
)
"""The updates; one that was done with keeps its number and digest for a while, and loses its body at once."""

waiting = inbox.c.done_at.is_(None) & inbox.c.aside_at.is_(None)
"""The rows that still wait."""

_index_some("ix_inbox_waiting", waiting, inbox.c.chat, inbox.c.id)
_index_some("ix_inbox_due", waiting, inbox.c.due_at, inbox.c.id)
_index_some("ix_inbox_done", inbox.c.done_at.is_not(None), inbox.c.done_at)
_index_some("ix_inbox_aside", inbox.c.aside_at.is_not(None), inbox.c.id)

moved_chats = Table(
    "moved_chats",
    metadata,
    Column("new", BigInteger, primary_key=True, autoincrement=False),
    Column("former", BigInteger, nullable=False),
)
"""The ids that chats were given, each with the one before; everything else keeps to the first."""

asked = Table(
    "asked",
    metadata,
    Column("day", Date, primary_key=True),
    Column("topic", String(80), primary_key=True),
    Column("language", String(20), primary_key=True),
    Column("version", String(20), primary_key=True),
    Column("outcome", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)
"""How often what was asked on which day; `topic` and `version` are empty where no answer was given."""

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("language", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("settled_at", Moment),
    Column("settled_by", Text, nullable=False, server_default=""),
    Column("topic", String(80)),
    sqlite_autoincrement=True,
)
"""The questions that nobody could answer, without their person; settled without a topic, one is dismissed."""

unsettled = unanswered.c.settled_at.is_(None)

_index_some("ix_unanswered_unsettled", unsettled, unanswered.c.id)

votes = Table(
    "votes",
    metadata,
    Column("topic", String(80), primary_key=True),
    Column("language", String(20), primary_key=True),
    Column("version", String(20), primary_key=True),
    Column("person", BigInteger, primary_key=True, autoincrement=False),
    Column("helpful", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

proposals = Table(
    "proposals",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("language", String(20), nullable=False),
    Column("topic", String(80), nullable=False),
    Column("question", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("filed_by", Text, nullable=False),
    Column("filed_at", Moment, nullable=False),
    Column("written_at", Moment),
    sqlite_autoincrement=True,
)
"""The phrasings that staff propose; `written_at` is when one was written into the review file."""

unwritten = proposals.c.written_at.is_(None)

_index_some("ix_proposals_unwritten", unwritten, proposals.c.id)

jobs = Table(
    "jobs",
    metadata,
    Column("id", COUNTED, primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("language", String(20), nullable=False),
    Column("wish", JSON, nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("sent", Integer, nullable=False),
    Column("done_at", Moment),
    Column("given_up_at", Moment),
    Column("error", Text),
    sqlite_autoincrement=True,
)
"""The work that takes longer than a turn; `sent` are the files of it that its chat has already."""

undone = jobs.c.done_at.is_(None) & jobs.c.given_up_at.is_(None)
"""The rows that still wait, or are being done."""

_index_some("ix_jobs_undone", undone, jobs.c.due_at, jobs.c.id)
