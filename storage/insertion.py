"""Inserts rows that a table does not have yet, told by its unique columns; the others are left as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from storage.prepared import Prepared


@cache
def insertion(dialect: str, table: Table) -> Prepared:
    """The statement that inserts a row unless the table has one like it."""
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return Prepared(insert(table).on_conflict_do_nothing())


@cache
def numbered(dialect: str, table: Table) -> Prepared:
    """The same, and it gives the row's id."""
    return Prepared(insertion(dialect, table).statement.returning(table.c.id))


def insert_one(connection: Connection, table: Table, row: Mapping[str, Any]) -> int | None:
    """Insert a row unless the table has it by its unique columns; its id if it was inserted."""
    found = numbered(connection.dialect.name, table).first(connection, row)
    return int(found[0]) if found else None


def insert_new(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert the rows that the table does not have yet by its unique columns; the others are left as they are."""
    insertion(connection.dialect.name, table).run_all(connection, rows)


def insert_columns(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """The same for rows that are the values of these columns: much sooner, where they are many."""
    insertion(connection.dialect.name, table).run_columns(connection, names, rows)
