"""The inbox, the chats that were given another id, and what the outbox needs for reports, schedules and pruning."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)
HELD = "scheduled by a newer version"


def index_some(name: str, table: str, columns: list[str], condition: str, existing: bool = False) -> None:
    """Create an index of the rows that a condition holds for."""
    where = sa.text(condition)
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where, if_not_exists=existing)


def upgrade() -> None:
    """Create the tables, unless a step down has left them, and add the columns and indexes of the outbox."""
    op.create_table(
        "inbox",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.JSON()),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("aside_at", MOMENT),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("number", "digest", name="uq_inbox_number_digest"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    waiting = "done_at IS NULL AND aside_at IS NULL"
    index_some("ix_inbox_waiting", "inbox", ["chat", "id"], waiting, existing=True)
    index_some("ix_inbox_due", "inbox", ["due_at", "id"], waiting, existing=True)
    index_some("ix_inbox_done", "inbox", ["done_at"], "done_at IS NOT NULL", existing=True)
    index_some("ix_inbox_aside", "inbox", ["id"], "aside_at IS NOT NULL", existing=True)
    op.create_table(
        "moved_chats",
        sa.Column("new", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("former", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("new", name="pk_moved_chats"),
        if_not_exists=True,
    )
    op.add_column("outbox", sa.Column("about", sa.String(40)))
    op.add_column("outbox", sa.Column("scheduled_at", MOMENT))
    op.add_column("outbox", sa.Column("told_at", MOMENT))
    op.execute(
        sa.text(
            "UPDATE outbox SET scheduled_at = due_at, given_up_at = NULL, error = NULL "
            "WHERE given_up_at IS NOT NULL AND error = :held"
        ).bindparams(held=HELD)
    )
    unsent = "sent_at IS NULL AND given_up_at IS NULL"
    index_some("ix_outbox_due", "outbox", ["due_at", "id"], unsent)
    index_some("ix_outbox_scheduled", "outbox", ["chat", "slot"], f"{unsent} AND scheduled_at IS NOT NULL")
    index_some("ix_outbox_sent", "outbox", ["sent_at"], "sent_at IS NOT NULL")
    index_some("ix_outbox_given_up", "outbox", ["given_up_at"], "given_up_at IS NOT NULL")


def downgrade() -> None:
    """Take back what the former version would stumble over; tables that hold anything stay for the next step up.

    Telegram believes the updates of the inbox delivered: they are nowhere else. And the former version would have a
    message that is scheduled for later hold back its whole chat.
    """
    for name in ("ix_outbox_due", "ix_outbox_scheduled", "ix_outbox_sent", "ix_outbox_given_up"):
        op.drop_index(name, "outbox")
    op.execute(
        sa.text(
            "UPDATE outbox SET given_up_at = created_at, error = :held WHERE scheduled_at IS NOT NULL "
            "AND due_at > CURRENT_TIMESTAMP AND sent_at IS NULL AND given_up_at IS NULL AND attempts = 0"
        ).bindparams(held=HELD)
    )
    for column in ("about", "scheduled_at", "told_at"):
        op.drop_column("outbox", column)
    for table in ("inbox", "moved_chats"):
        if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0:  # noqa: S608 (names of our own)
            op.drop_table(table)
