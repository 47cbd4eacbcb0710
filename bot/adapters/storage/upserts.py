"""Inserts a row or changes the one that is there, in the words of either dialect; knows no table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def upsert(
    connection: AsyncConnection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    otherwise: Mapping[str, Any] | None = None,
) -> postgresql.Insert | sqlite.Insert:
    """Insert `values` under a key; where it is there already, set them, or what `otherwise` says."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    row = insert(table).values({**key, **values})
    return row.on_conflict_do_update(index_elements=list(key), set_=otherwise or values)
