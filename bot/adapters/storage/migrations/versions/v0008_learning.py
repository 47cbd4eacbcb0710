"""What people asked, what nobody could answer, what helped, and what is proposed to be learnt."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.adapters.storage.migrations.versions.v0002_inbox import COUNTED, MOMENT, index_some

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Create the tables, unless a step down has left them."""
    op.create_table(
        "asked",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "topic", "language", "version", "outcome", name="pk_asked"),
        if_not_exists=True,
    )
    op.create_table(
        "unanswered",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("settled_at", MOMENT),
        sa.Column("settled_by", sa.Text(), nullable=False, server_default=""),
        sa.Column("topic", sa.String(80)),
        sa.PrimaryKeyConstraint("id", name="pk_unanswered"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    index_some("ix_unanswered_unsettled", "unanswered", ["id"], "settled_at IS NULL", existing=True)
    op.create_table(
        "votes",
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("person", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("topic", "language", "version", "person", name="pk_votes"),
        if_not_exists=True,
    )
    op.create_table(
        "proposals",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("topic", sa.String(80), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_at", MOMENT, nullable=False),
        sa.Column("written_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name="pk_proposals"),
        sqlite_autoincrement=True,
        if_not_exists=True,
    )
    index_some("ix_proposals_unwritten", "proposals", ["id"], "written_at IS NULL", existing=True)


def downgrade() -> None:
    """Leave the tables that hold anything for the next step up: the former version does not look at them."""
    for table in ("asked", "unanswered", "votes", "proposals"):
        if op.get_bind().scalar(sa.text(f"SELECT count(*) FROM {table}")) == 0:  # noqa: S608 (names of our own)
            op.drop_table(table)
