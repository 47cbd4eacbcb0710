"""The work that takes longer than a turn: exports and figures that staff have asked for."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)
COUNTED = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
UNDONE = sa.text("done_at IS NULL AND given_up_at IS NULL")


def upgrade() -> None:
    """Create the line of work, and the index by which all requests are read in the order in which they were sent."""
    op.create_table(
        "jobs",
        sa.Column("id", COUNTED, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("chat", sa.BigInteger(), nullable=False),
        sa.Column("language", sa.String(20), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("done_at", MOMENT),
        sa.Column("given_up_at", MOMENT),
        sa.Column("error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_jobs_undone", "jobs", ["due_at", "id"], sqlite_where=UNDONE, postgresql_where=UNDONE)
    op.create_index("ix_requests_submitted_at_reference", "requests", ["submitted_at", "reference"])


def downgrade() -> None:
    """Drop them: what waits is asked for again with one command."""
    op.drop_index("ix_requests_submitted_at_reference", "requests")
    op.drop_table("jobs")
