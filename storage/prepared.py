"""Statements of every page, put into SQL once: SQLAlchemy takes longer to execute one than SQLite to answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import repeat
from typing import Any

from sqlalchemy import Connection, Dialect, TypeDecorator
from sqlalchemy.exc import DBAPIError

Process = Callable[[Any], Any] | None


@dataclass(frozen=True, slots=True)
class Form:
    """A statement as a database gets it: what is bound in which order, and how values go in and come out."""

    sql: str
    binds: tuple[tuple[str, Process], ...]
    constants: Mapping[str, Any]
    results: tuple[Process, ...]

    def bound(self, row: Mapping[str, Any]) -> tuple[Any, ...]:
        """The values of a row, as the database takes them."""
        given = {**self.constants, **row} if self.constants else row
        return tuple([process(given[name]) if process else given[name] for name, process in self.binds])

    def columns(self, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterable[tuple[Any, ...]]:
        """Rows of these names, as the database takes them: put together column by column, which is a loop in C."""
        given: dict[str, Iterable[Any]] = dict(zip(names, zip(*rows, strict=True), strict=True))
        columns = [(given.get(name) or repeat(self.constants[name]), process) for name, process in self.binds]
        return zip(*[map(process, values) if process else values for values, process in columns], strict=False)

    def read(self, found: Sequence[Any]) -> tuple[Any, ...]:
        """What the database gave, as it was bound."""
        return tuple(process(value) if process else value for process, value in zip(self.results, found, strict=True))


@dataclass(slots=True)
class Prepared:
    """A statement without lists of values; it sees the types of the tables like any other of SQLAlchemy's."""

    statement: Any
    forms: dict[tuple[str, ...], Form] = field(default_factory=dict)

    def first(self, connection: Connection, row: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row of the answer."""
        form = self.form(connection.dialect, row)
        found = self.cursor(connection, form, lambda cursor: cursor.execute(form.sql, form.bound(row)).fetchone())
        return None if found is None else form.read(found)

    def all(self, connection: Connection, row: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """All rows of the answer."""
        form = self.form(connection.dialect, row)
        found = self.cursor(connection, form, lambda cursor: cursor.execute(form.sql, form.bound(row)).fetchall())
        return [form.read(each) for each in found]

    def run(self, connection: Connection, row: Mapping[str, Any]) -> int:
        """How many rows were touched."""
        form = self.form(connection.dialect, row)
        touched: int = self.cursor(connection, form, lambda cursor: cursor.execute(form.sql, form.bound(row)).rowcount)
        return touched

    def run_all(self, connection: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Once for each row, all of the same columns."""
        if rows := list(rows):
            form = self.form(connection.dialect, rows[0])
            self.cursor(connection, form, lambda cursor: cursor.executemany(form.sql, map(form.bound, rows)))

    def run_columns(self, connection: Connection, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Once for each row, which are the values of these names."""
        if rows:
            form = self.form(connection.dialect, dict.fromkeys(names))
            self.cursor(connection, form, lambda cursor: cursor.executemany(form.sql, form.columns(names, rows)))

    def cursor(self, connection: Connection, form: Form, work: Callable[[Any], Any]) -> Any:
        """What is done with a cursor of the database's own; its errors are raised as SQLAlchemy raises them."""
        cursor = connection.connection.cursor()
        errors = connection.dialect.loaded_dbapi.Error
        try:
            return work(cursor)
        except errors as error:
            raise DBAPIError.instance(form.sql, None, error, errors, dialect=connection.dialect) from error
        finally:
            cursor.close()

    def form(self, dialect: Dialect, row: Mapping[str, Any]) -> Form:
        """The statement for a row's columns."""
        names = (dialect.name, *row)
        if names not in self.forms:
            self.forms[names] = formed(self.statement, dialect, list(row))
        return self.forms[names]


def formed(statement: Any, dialect: Dialect, names: list[str]) -> Form:
    """A statement as a database gets it; an INSERT sets the columns of these names and those with a default."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=names if statement.is_insert else None)
    constants = compiled.params | {column.key: column.default.arg for column in compiled.insert_prefetch}
    binds = tuple((name, binding(compiled, name)) for name in compiled.positiontup)
    types = [column.type for column in statement.selected_columns] if statement.is_select else []
    types = types or [column.type for column in statement._returning]
    results = tuple(kind.dialect_impl(dialect).result_processor(dialect, None) for kind in types)
    rest = {name: constants[name] for name, _ in binds if name not in names}
    return Form(compiled.string, binds, rest, results)


def binding(compiled: Any, name: str) -> Process:
    """What is done to a value on its way in; what our own types do, without the step that SQLAlchemy puts before it."""
    kind, dialect = compiled.binds[name].type, compiled.dialect
    if isinstance(kind, TypeDecorator) and kind.impl_instance.dialect_impl(dialect).bind_processor(dialect) is None:
        return partial(kind.process_bind_param, dialect=dialect)
    known: Process = compiled._bind_processors.get(name)
    return known
