"""The ledger: one row for each reading of a capture, append-only, and its facts, stored once by content digest."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, distinct, func, select

from parsers.reading import VERSION
from parsers.records import Cover, Page, PageError, Snapshot, utc
from storage.evidence import CAPTURES, SAME, same
from storage.facts import batches, blacked_out, check, check_number, listings, private, set_number, sets_of
from storage.insertion import insert_new
from storage.prepared import Prepared
from storage.schema import bodies, captures, claims, projections, quotes, readings, takedowns, visits
from storage.schema import listings as table
from storage.store import Store, StoreError

__all__ = ["Counts", "Sight", "counts", "history", "learn", "listings"]

LONGEST_ERROR = 500
SEEN = Prepared(
    select(captures.c.id, readings.c.id.label("reading"))
    .select_from(
        CAPTURES.join(visits, SAME).outerjoin(
            readings, and_(readings.c.capture == captures.c.id, readings.c.version == bindparam("version"))
        )
    )
    .where(visits.c.name == bindparam("visit"))
)
"""The capture of one answer, with its reading of one version if there is one."""
ANY_TAKEN_DOWN = Prepared(select(takedowns.c.listing_id).limit(1))
TAKEN_DOWN = select(takedowns.c.listing_id).where(takedowns.c.listing_id.in_(bindparam("keys", expanding=True)))
INSERT = Prepared(readings.insert())
LEARNED = Prepared(
    projections.update().where(projections.c.source == bindparam("of")).values(learned=projections.c.learned + 1)
)
"""The statements of every reading, built once."""


def learn(
    store: Store, kept: Snapshot, result: Page | Exception, visit: str, learned_at: datetime, version: str = VERSION
) -> bool:
    """Write down what one version of the readers read in a kept snapshot, or why it failed; whether this is new.

    The same capture and version a second time is nothing. One transaction: killed anywhere, all of it or nothing is
    there. Sellers, listing keys and native ids become pseudonyms before they are written. StoreError if the snapshot
    was not kept in this visit.
    """
    page, failure = checked(result)
    with store.write() as connection:
        found = SEEN.first(connection, same(kept, visit) | {"version": version})
        if found is None:
            raise StoreError(f"{kept.url} was not kept in visit {visit!r}: keep a snapshot before it is learned")
        capture, reading = found
        if reading is not None:
            return False
        seen = [private(store, listing) for listing in page.listings]
        down = taken_down(connection, {listing.key for listing in seen})
        seen = [blacked_out(listing) if listing.key in down else listing for listing in seen]
        row = reading_row(page, failure) | {"capture": capture, "version": version, "learned_at": utc(learned_at)}
        INSERT.run(connection, row | {"listing_set": set_number(connection, seen)})
        touch(connection, kept.source)
    return True


def taken_down(connection: Connection, keys: Iterable[str]) -> set[str]:
    """Which of these listings were taken down: what they say is not to be kept again."""
    if ANY_TAKEN_DOWN.first(connection, {}) is None:
        return set()
    return {name for batch in batches(keys) for name in connection.execute(TAKEN_DOWN, {"keys": batch}).scalars()}


def checked(result: Page | Exception) -> tuple[Page, Exception | None]:
    """A page that can be stored, or an empty one and why: facts no database can hold are a failure of the reader."""
    if isinstance(result, Exception):
        return Page(), result
    try:
        for listing in result.listings:
            check(listing)
        for bound in (result.covers.low, result.covers.high) if result.covers else ():
            check_number(bound)
    except ValueError as error:
        return Page(), PageError(f"a fact cannot be stored: {error}")
    return result, None


def reading_row(page: Page, failure: Exception | None) -> dict[str, Any]:
    """What a reading says besides the listings."""
    outcome = "failed" if failure else "wall" if page.wall else "read"
    covers = page.covers or Cover()
    return {
        "outcome": outcome,
        "complete": page.complete,
        "covered": page.covers is not None,
        "cover_low": covers.low,
        "cover_high": covers.high,
        "not_offers": page.not_offers,
        "unread": len(page.unread),
        "unread_names": list(page.unread) or None,
        "wall": page.wall.kind if page.wall else None,
        "detail": sentence(failure) if failure else page.wall.detail if page.wall else None,
    }


def sentence(error: Exception) -> str:
    """An exception in one line; its kind is said when it is not one of ours, which say what happened in words."""
    said = " ".join(str(error).split())
    return (said if isinstance(error, PageError) else f"{type(error).__name__}: {said}")[:LONGEST_ERROR]


def touch(connection: Connection, source: str) -> None:
    """Count that something of a source was learned, so that its projected spans are known to be stale."""
    if not LEARNED.run(connection, {"of": source}):
        insert_new(connection, projections, [{"source": source, "learned": 0, "projected": 0}])
        LEARNED.run(connection, {"of": source})


@dataclass(frozen=True, slots=True)
class Sight:
    """One reading that showed a listing: when it was fetched and learned, by what, and the capture to look up."""

    digest: str
    fetched_at: datetime
    learned_at: datetime
    version: str
    capture: int
    body: str


def history(store: Store, listing_id: str) -> list[Sight]:
    """Every reading that showed any version of a listing, in the order of fetching, then of learning."""
    own = select(table.c.id, table.c.digest, table.c.source).where(table.c.listing_id == listing_id)
    with store.read() as connection:
        versions = {row.id: row for row in connection.execute(own)}
        looks = connection.execute(looks_at({row.source for row in versions.values()})).all()
        shown = dict(sets_of(connection, {look.listing_set for look in looks}))
    sights = [
        Sight(versions[number].digest, look.fetched_at, look.learned_at, look.version, look.capture, look.body)
        for look in looks
        for number in shown[look.listing_set]
        if number in versions
    ]
    return sorted(sights, key=lambda sight: (sight.fetched_at, sight.learned_at, sight.version))


def looks_at(sources: Iterable[str]) -> Select[Any]:
    """Every reading of these sources, with what it read."""
    own = [readings.c[name] for name in ("learned_at", "version", "capture", "listing_set")]
    return (
        select(captures.c.fetched_at, *own, bodies.c.digest.label("body"))
        .join(captures, captures.c.id == readings.c.capture)
        .join(visits, captures.c.visit == visits.c.id)
        .join(bodies, bodies.c.id == captures.c.body)
        .where(visits.c.source.in_(sorted(sources)))
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the store holds: `versions` are listing versions, `failed` and `walls` are readings."""

    captures: int
    bodies: int
    readings: int
    failed: int
    walls: int
    sellers: int
    listings: int
    versions: int
    quotes: int
    claims: int


def counts(store: Store) -> Counts:
    """How much the store holds."""

    def of(outcome: str) -> Any:
        return select(func.count()).select_from(readings).where(readings.c.outcome == outcome)

    queries = (
        select(func.count()).select_from(captures),
        select(func.count()).select_from(bodies),
        select(func.count()).select_from(readings),
        of("failed"),
        of("wall"),
        select(func.count(distinct(table.c.seller))),
        select(func.count(distinct(table.c.listing_id))),
        select(func.count()).select_from(table),
        select(func.count()).select_from(quotes),
        select(func.count()).select_from(claims),
    )
    with store.read() as connection:
        return Counts(*(connection.execute(query).scalar_one() for query in queries))
