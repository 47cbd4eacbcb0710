"""What staff find requests by: their words, and the order of what is open, held or late."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

from bot.core.searching import list_trigrams, list_words

revision = "0005"
down_revision = "0004"

MOMENT = sa.DateTime(timezone=True)
AT_WORK = "status NOT IN ('cancelled', 'closed', 'refused', 'withdrawn')"
SESSION_NEW = ("searched",)
AT_ONCE = 1000
REQUESTS = sa.table(
    "requests",
    sa.column("reference", sa.String),
    sa.column("person_name", sa.Text),
    sa.column("answers", sa.JSON),
    sa.column("submitted_at", MOMENT),
)
SESSIONS = sa.table(
    "sessions", sa.column("chat", sa.BigInteger), sa.column("person", sa.BigInteger), sa.column("state", sa.JSON)
)


def upgrade() -> None:
    """Add the words with their index, those of the requests that there are, and the order of what is at work."""
    words = op.create_table(
        "request_words",
        sa.Column("word", sa.String(40), nullable=False),
        sa.Column("submitted_at", MOMENT, nullable=False),
        sa.Column("reference", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("word", "submitted_at", "reference", name="pk_request_words"),
        sa.ForeignKeyConstraint(["reference"], ["requests.reference"], name="fk_request_words_reference"),
        sqlite_with_rowid=False,
    )
    trigrams = op.create_table(
        "word_trigrams",
        sa.Column("trigram", sa.String(3), nullable=False),
        sa.Column("word", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("trigram", "word", name="pk_word_trigrams"),
        sqlite_with_rowid=False,
    )
    some = sa.text(AT_WORK)
    # With the status in them they are all that a count has to read.
    order = ["due_on", "submitted_at", "status"]
    for name, columns in (("at_work", order), ("held", ["holder", *order])):
        op.create_index(f"ix_requests_{name}", "requests", columns, sqlite_where=some, postgresql_where=some)
    _list_words(words, trigrams)


def _list_words(words: sa.Table, trigrams: sa.Table) -> None:
    bind, last = op.get_bind(), ""
    insert = postgresql.insert if op.get_context().dialect.name == "postgresql" else sqlite.insert
    order, known = REQUESTS.c.reference, set[str]()
    while rows := bind.execute(sa.select(REQUESTS).where(order > last).order_by(order).limit(AT_ONCE)).all():
        last = rows[-1].reference
        found: list[dict[str, Any]] = []
        for row in rows:
            listed = list_words(row.reference, row.person_name, row.answers)
            found += ({"word": w, "submitted_at": row.submitted_at, "reference": row.reference} for w in listed)
        bind.execute(sa.insert(words), found)
        new = {each["word"] for each in found} - known
        cut = [{"trigram": trigram, "word": word} for word in sorted(new) for trigram in sorted(list_trigrams(word))]
        if cut:
            bind.execute(insert(trigrams).on_conflict_do_nothing(), cut)
        known |= new


def downgrade() -> None:
    """Drop them, and leave in sessions only what the former version can read."""
    op.drop_index("ix_requests_held", "requests")
    op.drop_index("ix_requests_at_work", "requests")
    op.drop_table("word_trigrams")
    op.drop_table("request_words")
    here = (SESSIONS.c.chat == sa.bindparam("of_chat"), SESSIONS.c.person == sa.bindparam("of_person"))
    former = [
        {"of_chat": row.chat, "of_person": row.person, "state": _as_before(row.state)}
        for row in op.get_bind().execute(sa.select(SESSIONS))
    ]
    if former:
        op.get_bind().execute(sa.update(SESSIONS).where(*here).values(state=sa.bindparam("state")), former)


def _as_before(state: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in state.items() if name not in SESSION_NEW}
