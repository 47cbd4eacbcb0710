"""Says in the words of SQLite or PostgreSQL what they say differently; knows no table."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BigInteger, Column, ColumnElement, Table, TableValuedAlias, any_, bindparam, func
from sqlalchemy.dialects import postgresql, sqlite


@cache
def upsert(
    dialect: str, table: Table, key: tuple[str, ...], values: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    """Insert a row; where its key is there already, set the values."""
    row = _insert(dialect, table)
    return row.on_conflict_do_update(index_elements=key, set_={name: row.excluded[name] for name in values})


@cache
def insert_new(dialect: str, table: Table, key: tuple[str, ...]) -> postgresql.Insert | sqlite.Insert:
    """Insert a row; where its key is there already, do nothing."""
    return _insert(dialect, table).on_conflict_do_nothing(index_elements=key)


def count_up(dialect: str, table: Table, key: dict[str, object], column: str) -> postgresql.Insert | sqlite.Insert:
    """Begin a counter at 1, or add 1 to it."""
    row = _insert(dialect, table).values({**key, column: 1})
    return row.on_conflict_do_update(index_elements=list(key), set_={column: table.c[column] + 1})


@cache
def add_up(dialect: str, table: Table, key: tuple[str, ...], column: str) -> postgresql.Insert | sqlite.Insert:
    """Insert a row; where its key is there already, add its number to the one there."""
    row = _insert(dialect, table)
    return row.on_conflict_do_update(index_elements=key, set_={column: table.c[column] + row.excluded[column]})


def _insert(dialect: str, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def among(dialect: str, column: Column[Any], name: str) -> ColumnElement[bool]:
    """Tell whether a column is one of several numbers, which are given under a name as a list."""
    if dialect == "postgresql":
        # One statement for any count of them, which is prepared once.
        return column == any_(bindparam(name, type_=postgresql.ARRAY(BigInteger)))
    return column.in_(bindparam(name, expanding=True))


def names_in(dialect: str, column: Column[Any]) -> TableValuedAlias:
    """Give the names in a JSON object as rows, under the name `key`."""
    if dialect == "postgresql":
        return func.json_object_keys(column).table_valued("key").render_derived()
    return func.json_each(column).table_valued("key")
