"""Evidence: redacted bytes kept first in WARC files, found again by digest, by capture and by visit, and verified."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from parsers.clean import Clean, clean
from parsers.reading import VERSION
from parsers.records import ROBOTS, Snapshot
from parsers.redact import redact_link
from storage.insertion import insert_one
from storage.prepared import Prepared
from storage.schema import bodies, files, readings, tombstones, visits
from storage.schema import captures as table
from storage.store import EVIDENCE, Store, StoreError
from storage.warc import TOMBSTONE, Origin, WarcFile, read_record, record

BATCH = 500
JOINED = table.join(visits, table.c.visit == visits.c.id).join(bodies, table.c.body == bodies.c.id)
"""Captures with their visits and bodies."""
# The statements of every capture are built once: building one costs more than SQLite takes to answer it.
READ = select(readings.c.id).where(readings.c.capture == table.c.id, readings.c.outcome == "read").exists()
VALIDATORS = {"etag", "last-modified"}
"""Headers by which a page can be asked for on the condition that it has changed."""
LOOKS = 3
"""In so many of a source's last visits a page is looked up."""
RECENT = Prepared(
    select(visits.c.id)
    .where(visits.c.source == bindparam("source"), visits.c.finished_at.is_not(None))
    .order_by(visits.c.id.desc())
    .limit(LOOKS)
)
PURGED = select(tombstones.c.capture).where(tombstones.c.capture == table.c.id).exists()
"""Whether a capture's record was purged: the index still knows of it, the bytes are gone."""
CAPTURES = table.join(bodies, table.c.body == bodies.c.id)
SAME = and_(
    table.c.visit == visits.c.id,
    table.c.purpose == bindparam("purpose"),
    table.c.url == bindparam("url"),
    bodies.c.digest == bindparam("digest"),
)
KNOWN = Prepared(
    select(visits.c.id, visits.c.source, table.c.id.label("capture"))
    .select_from(visits.outerjoin(CAPTURES, SAME))
    .where(visits.c.name == bindparam("visit"))
)
"""A visit with the capture of one answer, if it was kept."""
ORIGIN = Prepared(
    select(bodies.c.id, table.c.url, table.c.fetched_at)
    .select_from(CAPTURES)
    .where(bodies.c.digest == bindparam("digest"), table.c.file == bodies.c.file, table.c.offset == bodies.c.offset)
    .where(~PURGED)
)
FILE = Prepared(select(files.c.id).where(files.c.name == bindparam("name")))
INSERT = Prepared(table.insert())
PLACE = Prepared(
    select(files.c.name, bodies.c.offset, bodies.c.length)
    .join(files, bodies.c.file == files.c.id)
    .where(bodies.c.digest == bindparam("digest"))
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One kept answer, as the index knows it: `visit` is the look at the source that it belongs to."""

    id: int
    visit: str
    source: str
    platform: str
    purpose: str
    url: str
    fetched_at: datetime
    status: int
    media_type: str
    digest: str
    headers: tuple[tuple[str, str], ...] = ()
    currency: str | None = None
    language: str | None = None


def keep(store: Store, snapshot: Snapshot | Clean, visit: str) -> Snapshot:
    """Redact a snapshot unless it is clean, write it to this process's WARC file, index it, and return it redacted.

    A body that is stored already is written as a revisit record; the same answer in the same visit not at all. The
    record is on the disk before the index is committed: a process killed in between leaves bytes that nothing names.
    """
    redacted = snapshot if isinstance(snapshot, Clean) else clean(snapshot)
    with store.write() as connection:
        number, capture = known(connection, redacted.snapshot, visit)
        if capture is None:
            index(connection, store, number, redacted)
    return redacted.snapshot


def known(connection: Connection, snapshot: Snapshot, visit: str) -> tuple[int, int | None]:
    """The row of a visit, and that of the capture of this answer in it, if it was kept."""
    number, source, capture = KNOWN.first(connection, same(snapshot, visit)) or (None, None, None)
    if number is None or source != snapshot.source:
        return visit_number(connection, visit, snapshot.source), None
    return number, capture


def visit_number(connection: Connection, visit: str, source: str) -> int:
    """The row of a visit, made at its first capture, so that an interrupted visit is known too."""
    if (number := insert_one(connection, visits, {"name": visit, "source": source})) is not None:
        return number
    row = connection.execute(select(visits.c.id, visits.c.source).where(visits.c.name == visit)).one()
    if row.source != source:
        raise StoreError(f"visit {visit!r} looks at source {row.source!r}: give {source!r} a visit of its own")
    return int(row.id)


def same(snapshot: Snapshot, visit: str) -> dict[str, str]:
    """What makes an answer the same within a visit."""
    return {"visit": visit, "purpose": snapshot.purpose, "url": snapshot.url, "digest": snapshot.digest}


def index(connection: Connection, store: Store, visit: int, redacted: Clean) -> None:
    """Write the record of a new capture, then its rows."""
    kept = redacted.snapshot
    first = ORIGIN.first(connection, {"digest": kept.digest})
    place = write(connection, store, kept, Origin(*first[1:]) if first else None)
    row = {
        "visit": visit,
        "body": first[0] if first else settle(connection, kept, place),
        "headers": [list(pair) for pair in kept.headers],
        "redaction": redacted.version,
        "redacted": redacted.count,
        **{name: getattr(kept, name) for name in AS_THEY_ARE},
    }
    INSERT.run(connection, row | place)


def settle(connection: Connection, kept: Snapshot, place: dict[str, int]) -> int:
    """Note where a body lies now, a new one or one that was purged and has come again; its row."""
    number = insert_one(connection, bodies, {"digest": kept.digest, "size": len(kept.body), **place})
    if number is not None:
        return number
    moved = bodies.update().where(bodies.c.digest == kept.digest).values(place).returning(bodies.c.id)
    return int(connection.execute(moved).scalar_one())


AS_THEY_ARE = ("purpose", "url", "platform", "fetched_at", "status", "media_type", "currency", "language")


def write(connection: Connection, store: Store, kept: Snapshot, origin: Origin | None) -> dict[str, int]:
    """Append a record to this process's file; where it lies."""
    try:
        if store.warc is None or not store.warc.usable():
            if store.warc:
                store.warc.finish()
            store.warc = WarcFile(store.evidence, kept.fetched_at)
        offset, length = store.warc.append(record(kept, origin))
    except OSError as error:
        raise StoreError(f"{store.evidence}: {error.strerror}; {kept.url} was not kept, run it again") from error
    name = {"name": store.warc.name}
    file = FILE.first(connection, name) or (insert_one(connection, files, name),)
    return {"file": file[0], "offset": offset, "length": length}


def load(store: Store, digest: str) -> bytes:
    """The body with this sha-256; StoreError if it is not kept or no longer what it was."""
    with store.glance() as connection:
        row = PLACE.first(connection, {"digest": digest})
    if row is None:
        raise StoreError(f"no body {digest} is kept in {store.evidence}")
    name, offset, length = row
    where = f"{store.evidence / name} at byte {offset}"
    try:
        with (store.evidence / name).open("rb") as file:
            file.seek(offset)
            found = read_record(file.read(length))
    except (OSError, ValueError) as error:
        raise StoreError(f"{where}: cannot be read ({error}): restore the file from a copy") from None
    if found.kind == TOMBSTONE:
        raise StoreError(f"the body {digest} is kept no longer: {purge_of(store, digest)}")
    if hashlib.sha256(found.payload).hexdigest() != digest:
        raise StoreError(f"{where}: the body is not {digest} any more: restore the file from a copy")
    return found.payload


def purge_of(store: Store, digest: str) -> str | None:
    """When and why the body with this sha-256 was purged, in words; None if it is kept."""
    last = (
        select(tombstones)
        .join(table, table.c.id == tombstones.c.capture)
        .join(bodies, (table.c.body == bodies.c.id) & (table.c.file == bodies.c.file))
        .where(bodies.c.digest == digest, table.c.offset == bodies.c.offset)
    )
    with store.read() as connection:
        row = connection.execute(last).first()
    return f"purged on {row.purged_at:%Y-%m-%d}, {row.reason}" if row else None


def recall(store: Store, source: str) -> Callable[[str], Snapshot | None]:
    """What looks up a page of a source: what was kept last of it and could be read, if its host said by what to ask
    whether it has changed.

    Looked up in the source's last finished visits, which are found once. An answer that could not be read is no page:
    "not modified" since then would make its fault last.
    """
    with store.glance() as connection:
        recent = [number for (number,) in RECENT.all(connection, {"source": source})]
    return partial(latest, store, recent)


def latest(store: Store, recent: list[int], url: str) -> Snapshot | None:
    """The same in these visits."""
    if not recent:
        return None
    wanted = {f"visit_{place}": recent[place % len(recent)] for place in range(LOOKS)} | {"at": redact_link(url)}
    with store.glance() as connection:
        row = LATEST.first(connection, wanted)
    found = capture_of(dict(zip(LATEST_NAMES, row, strict=True))) if row else None
    return as_snapshot(store, found) if found and VALIDATORS & dict(found.headers).keys() else None


def captures(store: Store, source: str | None = None) -> Iterator[Capture]:
    """Every captured page, of one source or of all, in the order of keeping."""
    return pages(store, page_query().where(visits.c.source == source) if source else page_query())


def robots_of(store: Store, visit: str) -> list[Capture]:
    """The robots.txt that a visit obeyed, one for each host that had one to give."""
    wanted = query().where(visits.c.name == visit, table.c.purpose == ROBOTS).order_by(table.c.id)
    with store.read() as connection:
        return [capture_of(row._mapping) for row in connection.execute(wanted)]


def pending(store: Store, version: str | None = VERSION) -> Iterator[Capture]:
    """The captures that have no reading of this version yet (None: of any), in the order of keeping.

    What a crawl killed between keep and learn has left, and after a new version everything there is to read again.
    """
    read = select(readings.c.id).where(readings.c.capture == table.c.id)
    if version is not None:
        read = read.where(readings.c.version == version)
    return pages(store, page_query().where(~read.exists()))


def query() -> Select[Any]:
    """Captures that are still kept, with what a Capture needs."""
    own = [column for column in table.c if column.name not in {"visit", "body"}]
    return (
        select(*own, visits.c.name.label("visit"), visits.c.source, bodies.c.digest).select_from(JOINED).where(~PURGED)
    )


LATEST = Prepared(
    query()
    .where(table.c.visit.in_([bindparam(f"visit_{place}") for place in range(LOOKS)]), table.c.url == bindparam("at"))
    .where(READ)
    .order_by(table.c.id.desc())
    .limit(1)
)
LATEST_NAMES = query().selected_columns.keys()


def page_query() -> Select[Any]:
    """The captures that readers read: all but robots.txt."""
    return query().where(table.c.purpose != ROBOTS)


def pages(store: Store, wanted: Select[Any]) -> Iterator[Capture]:
    """Captures batch by batch, so that reading them all holds neither memory nor a transaction."""
    last = 0
    while True:
        with store.read() as connection:
            rows = connection.execute(wanted.where(table.c.id > last).order_by(table.c.id).limit(BATCH)).all()
        yield from (capture_of(row._mapping) for row in rows)
        if len(rows) < BATCH:
            return
        last = rows[-1].id


def capture_of(row: Mapping[Any, Any]) -> Capture:
    """A row of the index as a Capture."""
    values = {name: row[name] for name in Capture.__dataclass_fields__}
    return Capture(**values | {"headers": tuple((name, value) for name, value in row["headers"])})


def snapshot(store: Store, capture: Capture) -> Snapshot:
    """What was kept, to be read again: the snapshot with the earlier ones of its visit by purpose, the latest each."""
    earlier = page_query().where(visits.c.name == capture.visit, table.c.id < capture.id).order_by(table.c.id)
    with store.read() as connection:
        rows = connection.execute(earlier).all()
    by_purpose = {row.purpose: capture_of(row._mapping) for row in rows}
    siblings = {purpose: as_snapshot(store, found) for purpose, found in by_purpose.items()}
    return replace(as_snapshot(store, capture), siblings=siblings)


def as_snapshot(store: Store, capture: Capture) -> Snapshot:
    """A capture with its body."""
    values = {name: getattr(capture, name) for name in ("source", "headers", *AS_THEY_ARE)}
    return Snapshot(body=load(store, capture.digest), **values)


def whereabouts(store: Store, digest: str) -> str:
    """The file and byte at which the body with this sha-256 is kept, for a person to look it up."""
    query = select(files.c.name, bodies.c.offset).join(files, bodies.c.file == files.c.id)
    with store.read() as connection:
        row = connection.execute(query.where(bodies.c.digest == digest)).first()
    if row is None:
        raise StoreError(f"no body {digest} is kept in {store.evidence}")
    return f"{EVIDENCE}/{row.name} at byte {row.offset}"
