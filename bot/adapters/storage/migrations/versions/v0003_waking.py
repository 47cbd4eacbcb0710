"""When a session is to be woken though nobody writes, a person's own requests in order, and requests withdrawn."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

DRAFTS = {"sqlite": "json_array_length(state, '$.drafts')", "postgresql": "json_array_length(state->'drafts')"}
SESSION_NEW = ("spoken",)
DRAFT_NEW = ("picked", "touched", "kept_until")
SESSIONS = sa.table(
    "sessions", sa.column("chat", sa.BigInteger), sa.column("person", sa.BigInteger), sa.column("state", sa.JSON)
)


def upgrade() -> None:
    """Add the moment and its index, have the drafts that wait already looked at, and give statuses back."""
    op.add_column("sessions", sa.Column("wake_at", sa.DateTime(timezone=True)))
    some = sa.text("wake_at IS NOT NULL")
    op.create_index("ix_sessions_wake_at", "sessions", ["wake_at"], sqlite_where=some, postgresql_where=some)
    op.create_index("ix_requests_chat_person_submitted_at", "requests", ["chat", "person", "submitted_at"])
    op.execute(f"UPDATE sessions SET wake_at = updated_at WHERE {DRAFTS[op.get_context().dialect.name]} > 0")  # noqa: S608 (words of our own)
    op.execute(
        "UPDATE requests SET status = 'withdrawn' WHERE status = 'refused' "
        "AND reference IN (SELECT reference FROM audit WHERE event = 'withdraw')"
    )


def downgrade() -> None:
    """Drop both, and leave in sessions and requests only what the former version can read."""
    op.drop_index("ix_requests_chat_person_submitted_at", "requests")
    op.drop_index("ix_sessions_wake_at", "sessions")
    op.drop_column("sessions", "wake_at")
    op.execute("UPDATE requests SET status = 'refused' WHERE status = 'withdrawn'")
    here = (SESSIONS.c.chat == sa.bindparam("of_chat"), SESSIONS.c.person == sa.bindparam("of_person"))
    former = [
        {"of_chat": row.chat, "of_person": row.person, "state": _as_before(row.state)}
        for row in op.get_bind().execute(sa.select(SESSIONS))
    ]
    if former:
        op.get_bind().execute(sa.update(SESSIONS).where(*here).values(state=sa.bindparam("state")), former)


def _as_before(state: dict[str, Any]) -> dict[str, Any]:
    drafts = [{name: value for name, value in each.items() if name not in DRAFT_NEW} for each in state["drafts"]]
    return {**{name: value for name, value in state.items() if name not in SESSION_NEW}, "drafts": drafts}
