"""Purging evidence: new files with tombstones are written, the index is turned to them, the old files are deleted.

All new files are on the disk before the index is turned to them in one transaction, and only then the old ones are
deleted. Killed before that, everything is as it was; killed after it, the next purge deletes what is left.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from storage.facts import batches, black
from storage.insertion import insert_new
from storage.purge_plan import Plan, Purge, Wanted, plan
from storage.rewrite import Change, Place, rewritten
from storage.schema import addresses, bodies, captures, files, listings, readings, takedowns, tombstones
from storage.store import Store, StoreError
from storage.warc import being_written, sync_folder

__all__ = ["Purge", "Wanted", "beginning", "preview", "purge", "sources_of", "taken_down"]

TURN_CAPTURE = update(captures).where(captures.c.id == bindparam("capture"))
TURN_BODY = update(bodies).where(bodies.c.id == bindparam("body_id"))


def preview(store: Store, wanted: Wanted) -> Purge:
    """What a purge would take; nothing is changed."""
    with store.read() as connection:
        return plan(connection, store, wanted).found


def purge(store: Store, wanted: Wanted, at: datetime, reason: str) -> Purge:
    """Take out what is wanted, and what an interrupted purge or a killed crawl left; StoreError while a crawl writes.

    Nobody else can write to the store meanwhile. Prices, dates and the ledger of readings stay. What is taken down
    loses title, text, channel and address too, and stays without them when it is read again.
    """
    if store.warc:
        store.warc.close()
    sweep(store)
    with store.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete = ON")
        delete_unknown(connection, store)
        planned = plan(connection, store, wanted)
        change = Change(planned.captures, planned.moved, at, reason)
        for file in planned.files:
            turn(connection, file.id, *rewritten(connection, store, file, change), at)
        bury(connection, planned, at, reason)
        take_down(connection, planned.listings, at, reason)
    sweep(store)
    return planned.found


def delete_unknown(connection: Connection, store: Store) -> None:
    """Delete the files that no row names: a killed process left them; StoreError if one is being written now."""
    named = set(connection.execute(select(files.c.name)).scalars())
    there = sorted(store.evidence.glob("*.warc.gz"))
    if busy := next(filter(being_written, there), None):
        raise StoreError(f"{busy} is being written by a crawl or an import: purge when it is done, nothing was changed")
    for path in there:
        if path.name not in named:
            path.unlink()


def turn(connection: Connection, old: int, name: str, places: list[Place], at: datetime) -> None:
    """Have the index name the new file in the place of the old one, which is to be deleted."""
    number = connection.execute(files.insert().returning(files.c.id), {"name": name}).scalar_one()
    connection.execute(update(files).where(files.c.id == old).values(retired_at=at))
    where = [{"file": number, "offset": place.offset, "length": place.length} for place in places]
    moves = [{"capture": place.capture, **at} for place, at in zip(places, where, strict=True)]
    held = [{"body_id": place.body, **at} for place, at in zip(places, where, strict=True) if place.body is not None]
    for statement, rows in ((TURN_CAPTURE, moves), (TURN_BODY, held)):
        if rows:
            connection.execute(statement, rows)


def bury(connection: Connection, planned: Plan, at: datetime, reason: str) -> None:
    """Note what is gone; the phrases that its readings did not understand, and their complaints, go with it."""
    if planned.captures:
        rows = [{"capture": number, "purged_at": at, "reason": reason} for number in sorted(planned.captures)]
        connection.execute(tombstones.insert(), rows)
    for batch in batches(sorted(planned.captures)):
        said = readings.update().where(readings.c.capture.in_(batch))
        connection.execute(said.values(unread_names=None, detail=None))


def take_down(connection: Connection, names: Collection[str], at: datetime, reason: str) -> None:
    """Black out the words of every version of these listings, and remember to do so when they are read again."""
    rows = [{"listing_id": name, "purged_at": at, "reason": reason} for name in sorted(names)]
    insert_new(connection, takedowns, rows)
    for batch in batches(sorted(names)):
        versions = select(listings.c.id, listings.c.title, listings.c.text).where(listings.c.listing_id.in_(batch))
        for row in connection.execute(versions).all():
            silent = {"title": black(row.title), "text": black(row.text), "channel": None}
            connection.execute(update(listings).where(listings.c.id == row.id).values(silent))
        connection.execute(update(addresses).where(addresses.c.listing_id.in_(batch)).values(url=""))


def sweep(store: Store) -> None:
    """Delete the files that the index has turned from, and what SQLite's log still holds of what was blacked out."""
    with store.read() as connection:
        retired = connection.execute(select(files).where(files.c.retired_at.is_not(None))).all()
    for row in retired:
        (store.evidence / row.name).unlink(missing_ok=True)
    if retired:
        sync_folder(store.evidence)
        with store.write() as connection:
            connection.execute(delete(files).where(files.c.id.in_([row.id for row in retired])))
    if store.engine.dialect.name == "sqlite":
        raw = store.engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            raw.close()


def taken_down(store: Store) -> tuple[str, ...]:
    """The ids of the listings that were taken down."""
    with store.read() as connection:
        return tuple(connection.execute(select(takedowns.c.listing_id).order_by(takedowns.c.listing_id)).scalars())


def beginning(store: Store, letters: str) -> list[str]:
    """The ids of the listings that begin with these letters."""
    wanted = select(listings.c.listing_id).where(listings.c.listing_id.startswith(letters, autoescape=True))
    with store.read() as connection:
        return list(connection.execute(wanted.distinct().order_by(listings.c.listing_id)).scalars())


def sources_of(store: Store, wanted: Wanted) -> set[str]:
    """The sources that are taken down, in whole or in a listing; none where only what is old goes."""
    found = {wanted.source} if wanted.source and wanted.before is None else set[str]()
    with store.read() as connection:
        for batch in batches(wanted.listings):
            found |= set(
                connection.execute(select(listings.c.source).where(listings.c.listing_id.in_(batch))).scalars()
            )
    return found
