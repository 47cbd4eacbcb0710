"""The whole life of a request: its version, who holds it, when a reply is due, and what each act has changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from bot.adapters.storage.migrations.versions.v0001_desk import APPEND_ONLY

revision = "0004"
down_revision = "0003"

MOMENT = sa.DateTime(timezone=True)
REQUEST_NEW = ("version", "holder", "holder_name", "due_on", "dated_at")
AUDIT_NEW = ("before", "after")
FORMER_EVENTS = ("submit", "accept", "refuse", "answer", "withdraw")
FORMER_STATUSES = {
    "in_review": "submitted",
    "information_needed": "submitted",
    "cancelled": "refused",
    "held": "accepted",
    "attendance_received": "accepted",
    "invoiced": "accepted",
    "closed": "accepted",
}
KEPT_APART = "audit_kept_apart"
SESSIONS = sa.table(
    "sessions", sa.column("chat", sa.BigInteger), sa.column("person", sa.BigInteger), sa.column("state", sa.JSON)
)
DRAFT_NEW = ("todo",)
SESSION_NEW = ("told_on", "renewed_to")


def upgrade() -> None:
    """Add the columns; what was answered is closed; and take back the history that a step down had set apart."""
    op.add_column("requests", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("requests", sa.Column("holder", sa.BigInteger()))
    op.add_column("requests", sa.Column("holder_name", sa.Text(), nullable=False, server_default=""))
    op.add_column("requests", sa.Column("due_on", sa.Date()))
    op.add_column("requests", sa.Column("dated_at", MOMENT))
    for name in AUDIT_NEW:
        op.add_column("audit", sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
    op.execute("UPDATE requests SET status = 'closed' WHERE status = 'answered'")
    if sa.inspect(op.get_bind()).has_table(KEPT_APART):
        columns = "id, reference, event, at, actor, actor_name, details, before, after"
        op.execute(f"INSERT INTO audit ({columns}) SELECT {columns} FROM {KEPT_APART}")  # noqa: S608 (words of our own)
        op.drop_table(KEPT_APART)


def downgrade() -> None:
    """Drop them, give the former statuses back, and set apart the history that the former version cannot read."""
    dialect = op.get_context().dialect.name
    answered = "SELECT reference FROM audit WHERE event = 'answer'"
    op.execute(f"UPDATE requests SET status = 'answered' WHERE status = 'closed' AND reference IN ({answered})")  # noqa: S608
    for newer, former in FORMER_STATUSES.items():
        op.execute(f"UPDATE requests SET status = '{former}' WHERE status = '{newer}'")  # noqa: S608
    known = ", ".join(f"'{event}'" for event in FORMER_EVENTS)
    if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM audit WHERE event NOT IN ({known})")):  # noqa: S608
        op.execute(f"CREATE TABLE {KEPT_APART} AS SELECT * FROM audit WHERE event NOT IN ({known})")  # noqa: S608
        _let_audit_change(dialect)
        op.execute(f"DELETE FROM audit WHERE event NOT IN ({known})")  # noqa: S608
        for statement in APPEND_ONLY[dialect]:
            if "CREATE FUNCTION" not in statement:
                op.execute(statement)
    for name in AUDIT_NEW:
        op.drop_column("audit", name)
    for name in REQUEST_NEW:
        op.drop_column("requests", name)
    here = (SESSIONS.c.chat == sa.bindparam("of_chat"), SESSIONS.c.person == sa.bindparam("of_person"))
    former_ones = [
        {"of_chat": row.chat, "of_person": row.person, "state": _as_before(row.state)}
        for row in op.get_bind().execute(sa.select(SESSIONS))
    ]
    if former_ones:
        op.get_bind().execute(sa.update(SESSIONS).where(*here).values(state=sa.bindparam("state")), former_ones)


def _let_audit_change(dialect: str) -> None:
    if dialect == "postgresql":
        op.execute("DROP TRIGGER audit_append_only ON audit")
        return
    for trigger in ("audit_no_update", "audit_no_delete"):
        op.execute(f"DROP TRIGGER {trigger}")


def _as_before(state: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what the former version cannot read, and the drafts that it would hand in a second time."""
    drafts = [
        {name: value for name, value in each.items() if name not in DRAFT_NEW}
        for each in state["drafts"]
        if not each.get("todo")
    ]
    return {**{name: value for name, value in state.items() if name not in SESSION_NEW}, "drafts": drafts}
