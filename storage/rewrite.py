"""Writes a WARC file anew: what goes becomes a tombstone, what moves is written out, all else is copied as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from sqlalchemy import Connection, Row, Select, select

from storage.evidence import as_snapshot, capture_of, query
from storage.schema import bodies, captures, tombstones
from storage.store import Store, StoreError
from storage.warc import Origin, WarcFile, record, tombstone


@dataclass(frozen=True, slots=True)
class Change:
    """Which captures go, which bodies move into which capture that stays, when, and why."""

    captures: frozenset[int]
    moved: Mapping[int, int]
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a capture's record lies now, and the body that lies with it, if one does."""

    capture: int
    body: int | None
    offset: int
    length: int


def rewritten(connection: Connection, store: Store, file: Row[Any], change: Change) -> tuple[str, list[Place]]:
    """The name of the new file, which is on the disk, and where everything lies in it."""
    fresh = WarcFile(store.evidence, change.at)
    try:
        with (store.evidence / file.name).open("rb") as old:
            places = [
                Place(row.id, held(row, change), *fresh.append(member))
                for row, member in members(connection, store, old, file, change)
            ]
        fresh.sync()
    except OSError as error:
        raise StoreError(f"{store.evidence}: {error.strerror}; nothing was purged, run it again") from error
    finally:
        fresh.close()
    return fresh.name, places


def members(
    connection: Connection, store: Store, old: BinaryIO, file: Row[Any], change: Change
) -> Iterator[tuple[Row[Any], bytes]]:
    """Every record that the new file has, in the order of the old one, with its row."""
    here = ((captures.c.file == bodies.c.file) & (captures.c.offset == bodies.c.offset)).label("holds")
    own = [captures.c[name] for name in ("id", "body", "offset", "length")]
    rows: Select[Any] = select(*own, bodies.c.digest, here).join(bodies, captures.c.body == bodies.c.id)
    for row in connection.execute(rows.where(captures.c.file == file.id).order_by(captures.c.offset)).all():
        if row.id in change.captures:
            yield row, tombstone(row.digest, change.at, change.reason)
        elif row.body in change.moved and not is_purged(connection, row.id):
            yield row, written_out(connection, store, row, change.moved[row.body])
        else:
            old.seek(row.offset)
            member = old.read(row.length)
            if len(member) != row.length:
                raise StoreError(f"{old.name} at byte {row.offset}: the file ends too early: restore it from a copy")
            yield row, member


def held(row: Row[Any], change: Change) -> int | None:
    """The body whose place is that of this record now, if one's is."""
    holder = change.moved.get(row.body)
    return row.body if (row.holds if holder is None else row.id == holder) else None


def is_purged(connection: Connection, capture: int) -> bool:
    """Whether a capture is a tombstone already."""
    return connection.execute(select(tombstones.c.capture).where(tombstones.c.capture == capture)).first() is not None


def written_out(connection: Connection, store: Store, row: Row[Any], holder: int) -> bytes:
    """The record of a capture whose body moves: with the body in the first that stays, referring to that in others."""
    found = connection.execute(query().where(captures.c.id.in_([row.id, holder]))).all()
    by_number = {each.id: each for each in found}
    first = by_number[holder]
    origin = None if row.id == holder else Origin(first.url, first.fetched_at)
    return record(as_snapshot(store, capture_of(by_number[row.id]._mapping)), origin)
