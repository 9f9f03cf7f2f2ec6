"""Verifies evidence: every record is read and hashed again, and bytes that no index row names are told apart."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Row, select

from storage.schema import bodies, captures, files, tombstones
from storage.store import Store
from storage.warc import TOMBSTONE, Record, date, epitaph, members, read_record, target


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found: `problems` are damage; `loose` are bytes that a killed process left, which harm nothing.

    `undone` are files that an interrupted purge has not deleted yet.
    """

    records: int
    bodies: int
    problems: tuple[str, ...]
    loose: tuple[str, ...]
    undone: tuple[str, ...] = ()


def verify(store: Store, watch: Callable[[list[str]], Iterable[str]] = iter) -> Verified:
    """Read every record of the evidence again and compare it with its digest and the index, file by file.

    `watch` may tell how far it is: it gets the files' names and hands them out one by one.
    """
    with store.read() as connection:
        rows = connection.execute(select(files)).all()
    named = {row.name: row.id for row in rows if row.retired_at is None}
    retired = {row.name for row in rows if row.retired_at}
    there = {path.name for path in store.evidence.glob("*.warc.gz")}
    results = [verify_file(store, name, named.get(name)) for name in watch(sorted({*named, *there - retired}))]
    return Verified(
        sum(result.records for result in results),
        sum(result.bodies for result in results),
        tuple(problem for result in results for problem in result.problems),
        tuple(loose for result in results for loose in result.loose),
        tuple(sorted(retired & there)),
    )


def verify_file(store: Store, name: str, file: int | None) -> Verified:
    """The records of one file, and what lies between them."""
    rows = indexed(store, file) if file else []
    if not (store.evidence / name).is_file():
        return Verified(len(rows), 0, (f"{name}: the file is missing, with {len(rows)} records",), ())
    stray = list(strays(store.evidence / name, rows))
    opening = [each for each in stray if rows and each[0] == 0]
    problems = sorted([*opening, *faults(store.evidence / name, rows)])
    loose = [each for each in stray if each not in opening]
    return Verified(len(rows), sum(map(holds_body, rows)), sentences(name, problems), sentences(name, loose))


def sentences(name: str, found: list[tuple[int, str]]) -> tuple[str, ...]:
    """What was found at which byte of a file, as sentences."""
    return tuple(f"{name} at byte {at}: {what}" for at, what in found)


def indexed(store: Store, file: int) -> list[Row[Any]]:
    """The records that the index knows in a file, in their order."""
    origin = (bodies.c.file.label("body_file"), bodies.c.offset.label("body_offset"))
    own = [captures.c[name] for name in ("file", "offset", "length", "url", "fetched_at")]
    query = select(*own, bodies.c.digest, *origin, tombstones.c.purged_at, tombstones.c.reason)
    query = query.join(bodies, captures.c.body == bodies.c.id).where(captures.c.file == file)
    query = query.outerjoin(tombstones, tombstones.c.capture == captures.c.id)
    with store.read() as connection:
        return list(connection.execute(query.order_by(captures.c.offset)))


def holds_body(row: Row[Any]) -> bool:
    """Whether the record is the one that a body was written in, and is kept."""
    return row.purged_at is None and bool((row.file, row.offset) == (row.body_file, row.body_offset))


def faults(path: Path, rows: list[Row[Any]]) -> Iterator[tuple[int, str]]:
    """The records that are not what the index says, each with what is wrong."""
    with path.open("rb") as file:
        for row in rows:
            file.seek(row.offset)
            try:
                fault = mismatch(row, read_record(file.read(row.length)))
            except ValueError as error:
                fault = f"damaged ({error})"
            if fault:
                yield row.offset, fault


def mismatch(row: Row[Any], record: Record) -> str | None:
    """What is wrong with a record that could be read."""
    if row.purged_at:
        said = (record.kind, record.payload)
        expected = (TOMBSTONE, epitaph(row.digest, row.purged_at, row.reason))
        return None if said == expected else f"is no tombstone of {row.digest}, which the index says was purged"
    if (record.url, record.date) != (target(row.url), date(row.fetched_at)):
        return f"is of {record.url} on {record.date}, the index says {row.url} on {date(row.fetched_at)}"
    if record.digest != row.digest:
        return f"names the body {record.digest or 'of no digest'}, the index {row.digest}"
    if holds_body(row) and hashlib.sha256(record.payload).hexdigest() != row.digest:
        return f"the body is not {row.digest} any more"
    return None


def strays(path: Path, rows: list[Row[Any]]) -> Iterator[tuple[int, str]]:
    """The bytes that no index row names but a file's opening record: records never indexed, and torn ones."""
    with path.open("rb") as file:
        for start, end in gaps(rows, path.stat().st_size):
            file.seek(start)
            at = start
            for member in members(file.read(end - start)):
                if member is None:
                    yield at, f"{end - at} bytes of a torn record"
                elif kind(member) != "warcinfo":
                    yield at, "a record that was never indexed"
                at += len(member or b"")


def kind(member: bytes) -> str:
    """The type of a whole member's record, or nothing when it is none."""
    try:
        return read_record(member).kind
    except ValueError:
        return ""


def gaps(rows: list[Row[Any]], size: int) -> Iterator[tuple[int, int]]:
    """The stretches of a file that lie before, between and behind its indexed records."""
    at = 0
    for row in rows:
        if row.offset > at:
            yield at, row.offset
        at = row.offset + row.length
    if size > at:
        yield at, size
