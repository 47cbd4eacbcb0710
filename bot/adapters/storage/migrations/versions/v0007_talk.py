"""What staff and people write to each other about a request, and the topics that it stands in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

SESSIONS = sa.table(
    "sessions", sa.column("chat", sa.BigInteger), sa.column("person", sa.BigInteger), sa.column("state", sa.JSON)
)
OUTBOX = sa.table(
    "outbox",
    sa.column("id", sa.BigInteger),
    sa.column("post", sa.JSON),
    sa.column("sent_at", sa.DateTime),
    sa.column("given_up_at", sa.DateTime),
)
SESSION_NEW = ("letters", "replying")
INBOX = sa.table(
    "inbox", sa.column("id", sa.BigInteger), sa.column("number", sa.BigInteger), sa.column("body", sa.JSON)
)
OWN = -1


def upgrade() -> None:
    """Add the tables, and the way from a message to the slot that holds it."""
    op.create_table(
        "talk",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.Column("arrival", sa.String(20)),
        sa.PrimaryKeyConstraint("chat", "message_id", name="pk_talk"),
        sa.ForeignKeyConstraint(["reference"], ["requests.reference"], name="fk_talk_reference_requests"),
    )
    op.create_index("ix_talk_reference", "talk", ["reference"])
    op.create_table(
        "topics",
        sa.Column("chat", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("thread", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chat", "key", name="pk_topics"),
    )
    op.create_index("ix_topics_chat_thread", "topics", ["chat", "thread"])
    op.create_index("ix_slots_chat_message_id", "slots", ["chat", "message_id"])


def downgrade() -> None:
    """Drop them, and leave out of sessions and outbox what the former version cannot read."""
    op.drop_index("ix_slots_chat_message_id", "slots")
    op.drop_index("ix_topics_chat_thread", "topics")
    op.drop_table("topics")
    op.drop_index("ix_talk_reference", "talk")
    op.drop_table("talk")
    connection = op.get_bind()
    here = (SESSIONS.c.chat == sa.bindparam("of_chat"), SESSIONS.c.person == sa.bindparam("of_person"))
    former_ones = [
        {"of_chat": row.chat, "of_person": row.person, "state": _as_before(row.state)}
        for row in connection.execute(sa.select(SESSIONS))
    ]
    if former_ones:
        connection.execute(sa.update(SESSIONS).where(*here).values(state=sa.bindparam("state")), former_ones)
    waits = (OUTBOX.c.sent_at.is_(None), OUTBOX.c.given_up_at.is_(None))
    # Of a photo with words the former version sends the words; a reaction it would send as a message of its own.
    unreadable = [
        row.id
        for row in connection.execute(sa.select(OUTBOX.c.id, OUTBOX.c.post).where(*waits))
        if "reacts_to" in row.post or not row.post["text"]
    ]
    connection.execute(sa.delete(OUTBOX).where(OUTBOX.c.id.in_(unreadable)))
    notices = connection.execute(sa.select(INBOX.c.id, INBOX.c.body).where(INBOX.c.number == OWN))
    news = [row.id for row in notices if row.body is not None and "person" not in row.body]
    connection.execute(sa.delete(INBOX).where(INBOX.c.id.in_(news)))


def _as_before(state: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in SESSION_NEW}
