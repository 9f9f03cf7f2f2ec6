"""The spans of a store: projected from its ledger, kept in a table that can be dropped, and rebuilt where stale."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from parsers.records import Cover, utc
from storage.facts import batches, numbers_of, sets_of
from storage.looks import Reading, Seen
from storage.schema import captures, empties, listings, projections, readings, visits
from storage.schema import spans as table
from storage.store import Store
from storage.timeline import Empty, EndReason, ListingSpan, Projection, lost, project, walk

__all__ = [
    "Empty",
    "EndReason",
    "ListingSpan",
    "Reading",
    "Seen",
    "project",
    "rebuild",
    "refresh",
    "spans",
    "suspicious",
]


def spans(
    store: Store,
    as_known_on: datetime | None = None,
    *,
    lost_after: Mapping[str, timedelta] | None = None,
    now: datetime | None = None,
) -> list[ListingSpan]:
    """Every span, sorted by source, listing and time; with `as_known_on`, from what was learned by that moment only.

    `lost_after` ends, as `source_lost`, what stands at a source whose last page read with success is older than its
    limit at `now` (default: `as_known_on`); ValueError if neither is given.
    """
    if as_known_on is None:
        refresh(store)
        found = stored(store)
    else:
        found = list(known_on(store, utc(as_known_on)).spans)
    if not lost_after:
        return found
    moment = now or as_known_on
    if moment is None:
        raise ValueError("lost_after needs `now`: storage has no clock")
    return lost(found, last_reads(store, as_known_on), lost_after, moment)


def last_reads(store: Store, as_known_on: datetime | None = None) -> dict[str, datetime]:
    """When each source was last read with success, as far as it was known."""
    if as_known_on is not None:
        return dict(known_on(store, utc(as_known_on)).last_read)
    refresh(store)
    last = select(projections.c.source, projections.c.last_read).where(projections.c.last_read.is_not(None))
    with store.read() as connection:
        return {row.source: row.last_read for row in connection.execute(last)}


def stored(store: Store, source: str | None = None) -> list[ListingSpan]:
    """The materialised spans, of one source or of all, as they were when they were last refreshed."""
    by_time = (table.c.source, listings.c.listing_id, table.c.first_seen, table.c.last_seen, listings.c.digest)
    places = {**listings.c, **table.c}
    names = [places[name] for name in ListingSpan.__dataclass_fields__]
    query = select(*names).join(listings, table.c.listing == listings.c.id).order_by(*by_time)
    query = query if source is None else query.where(table.c.source == source)
    with store.read() as connection:
        return [ListingSpan(*row) for row in connection.execute(query)]


def known_on(store: Store, moment: datetime) -> Projection:
    """The projection of what was learned by a moment."""
    with store.read() as connection:
        sources = connection.execute(select(projections.c.source).order_by(projections.c.source)).scalars().all()
        parts = [walk(source_readings(connection, source, moment)) for source in sources]
    return Projection(
        tuple(span for part in parts for span in part.spans),
        tuple(empty for part in parts for empty in part.empties),
        {source: at for part in parts for source, at in part.last_read.items()},
    )


def rebuild(store: Store) -> None:
    """Drop all spans and project them again from the ledger."""
    with store.write() as connection:
        connection.execute(table.delete())
        connection.execute(empties.delete())
        connection.execute(projections.update().values(projected=0))
    refresh(store)


def refresh(store: Store) -> None:
    """Project the sources again of which something was learned since they were projected."""
    stale = select(projections.c.source).where(projections.c.projected < projections.c.learned)
    with store.read() as connection:
        sources = connection.execute(stale.order_by(projections.c.source)).scalars().all()
    for source in sources:
        refresh_source(store, source)


def refresh_source(store: Store, source: str) -> None:
    """Project one source; while it is projected others may learn, and then it is stale again."""
    with store.read() as connection:
        learned = connection.execute(select(projections.c.learned).where(projections.c.source == source)).scalar_one()
        found = walk(source_readings(connection, source))
    row = {"projected": learned, "last_read": found.last_read.get(source)}
    older = (projections.c.source == source, projections.c.projected < learned)
    with store.write() as connection:
        if connection.execute(projections.update().where(*older).values(row)).rowcount:
            replace_rows(connection, source, found)


def replace_rows(connection: Connection, source: str, found: Projection) -> None:
    """Put a source's spans and suspicious looks in the place of the old ones."""
    numbers = numbers_of(connection, {span.digest for span in found.spans})
    spans = [kept_of(span) | {"listing": numbers[span.digest]} for span in found.spans]
    looks = [{"source": look.source, "visit": look.visit, "fetched_at": look.fetched_at} for look in found.empties]
    for old, rows in ((table, spans), (empties, looks)):
        connection.execute(old.delete().where(old.c.source == source))
        if rows:
            connection.execute(old.insert(), rows)


def kept_of(span: ListingSpan) -> dict[str, Any]:
    """What a row of the table holds of a span itself."""
    return {name: getattr(span, name) for name in ("source", "first_seen", "last_seen", "ended_at", "end_reason")}


def suspicious(store: Store) -> list[Empty]:
    """The looks that showed nothing where there had been listings, by source and time."""
    refresh(store)
    query = select(empties.c.source, empties.c.visit, empties.c.fetched_at)
    with store.read() as connection:
        return [Empty(*row) for row in connection.execute(query.order_by(empties.c.source, empties.c.fetched_at))]


def source_readings(connection: Connection, source: str, known_by: datetime | None = None) -> Iterator[Reading]:
    """The readings of one source, learned by a moment if one is given."""
    seen = source_sets(connection, source)
    query = reading_query(source)
    if known_by is not None:
        query = query.where(readings.c.learned_at <= known_by)
    for row in connection.execute(query):
        yield reading_of(row, source, seen)


def reading_query(source: str) -> Select[Any]:
    """The readings of one source with what is known of their captures, and the URL of the start that led to each."""
    started = func.max(case((captures.c.purpose == "start", captures.c.id)))
    starts = (
        select(
            captures, visits.c.name, started.over(partition_by=captures.c.visit, order_by=captures.c.id).label("start")
        )
        .join(visits, captures.c.visit == visits.c.id)
        .where(visits.c.source == source)
        .subquery()
    )
    first = captures.alias("first")
    joined = readings.join(starts, readings.c.capture == starts.c.id).outerjoin(first, starts.c.start == first.c.id)
    own = [readings.c[name] for name in OWN]
    return select(*own, starts.c.name, starts.c.fetched_at, first.c.url.label("scope")).select_from(joined)


OWN = (
    "capture",
    "learned_at",
    "version",
    "outcome",
    "complete",
    "covered",
    "cover_low",
    "cover_high",
    "not_offers",
    "listing_set",
)


def reading_of(row: Row[Any], source: str, seen: Mapping[int, tuple[Seen, ...]]) -> Reading:
    """A row as a Reading."""
    return Reading(
        source=source,
        visit=row.name,
        capture=row.capture,
        fetched_at=row.fetched_at,
        learned_at=row.learned_at,
        version=row.version,
        seen=seen.get(row.listing_set, ()),
        outcome=row.outcome,
        complete=row.complete,
        cover=Cover(row.cover_low, row.cover_high) if row.covered else None,
        not_offers=row.not_offers,
        scope=row.scope or "",
    )


def source_sets(connection: Connection, source: str) -> dict[int, tuple[Seen, ...]]:
    """The listing sets that a source's readings showed; each stands once in memory, however often it was read."""
    sets = (
        select(readings.c.listing_set)
        .join(captures, readings.c.capture == captures.c.id)
        .join(visits, captures.c.visit == visits.c.id)
        .where(visits.c.source == source)
        .distinct()
    )
    found = dict(sets_of(connection, connection.execute(sets).scalars().all()))
    seen = seen_of(connection, {number for members in found.values() for number in members})
    return {
        number: tuple(sorted((seen[each] for each in members), key=lambda one: one.digest))
        for number, members in found.items()
    }


def seen_of(connection: Connection, numbers: Iterable[int]) -> dict[int, Seen]:
    """Listing versions by their row, as a look sees them."""
    own = (listings.c.listing_id, listings.c.digest, listings.c.seller, listings.c.position)
    found: dict[int, Seen] = {}
    for batch in batches(numbers):
        rows = connection.execute(select(listings.c.id, *own).where(listings.c.id.in_(batch)))
        found.update({number: Seen(*values) for number, *values in rows})
    return found
