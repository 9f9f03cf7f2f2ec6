"""What a purge would take: the captures that are wanted away, and what has to move so that all others stay whole."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from storage import ledger
from storage.evidence import PURGED
from storage.facts import batches, sets_of
from storage.schema import bodies, captures, files, listings, visits
from storage.store import Store
from storage.verify import indexed, strays


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to go: visits that ended before a moment, a source's pages, or the pages that showed some listings.

    What is named together must hold together. Without `before` it is a take-down: the listings' words go too.
    """

    before: datetime | None = None
    source: str | None = None
    listings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Purge:
    """What a purge takes: captures, bodies with their bytes, the words of listings; and how many files it rewrites."""

    captures: int
    bodies: int
    bytes: int
    listings: int
    files: int


@dataclass(frozen=True, slots=True)
class Plan:
    """These captures go, these bodies move into a capture that stays, these listings lose their words."""

    captures: frozenset[int]
    moved: Mapping[int, int]
    listings: frozenset[str]
    files: tuple[Row[Any], ...]
    found: Purge


def plan(connection: Connection, store: Store, wanted: Wanted) -> Plan:
    """What a purge of what is wanted takes and moves, by the state of the store that the connection sees."""
    going = frozenset(chosen(connection, wanted))
    gone, moved, places = bodies_of(connection, going)
    named = {row.id: row for row in connection.execute(select(files).where(files.c.retired_at.is_(None)))}
    loose = {number for number, row in named.items() if is_loose(store, row)}
    rewritten = tuple(named[number] for number in sorted(places | loose))
    silent = frozenset(words_of(connection, wanted))
    found = Purge(len(going), len(gone), sum(gone.values()), len(silent), len(rewritten))
    return Plan(going, moved, silent, rewritten, found)


def chosen(connection: Connection, wanted: Wanted) -> Iterator[int]:
    """The captures that are to go; every capture of a body that showed a listing, for the words stand in each."""
    query = select(captures.c.id).join(visits, captures.c.visit == visits.c.id).where(~PURGED)
    if wanted.source is not None:
        query = query.where(visits.c.source == wanted.source)
    if wanted.before is not None:
        query = query.where(captures.c.visit.in_(ended_before(wanted.before)))
    if wanted.listings:
        query = query.join(bodies, captures.c.body == bodies.c.id)
        for batch in batches(sorted(pages_showing(connection, wanted.listings))):
            yield from connection.execute(query.where(bodies.c.digest.in_(batch))).scalars()
    elif wanted.source is not None or wanted.before is not None:
        yield from connection.execute(query).scalars()


def pages_showing(connection: Connection, names: Collection[str]) -> set[str]:
    """The digests of the bodies in which any version of these listings was read."""
    versions, sources = set[int](), set[str]()
    for batch in batches(sorted(names)):
        for row in connection.execute(select(listings.c.id, listings.c.source).where(listings.c.listing_id.in_(batch))):
            versions.add(row.id)
            sources.add(row.source)
    looks = connection.execute(ledger.looks_at(sources)).all()
    showing = {
        number
        for number, members in sets_of(connection, {look.listing_set for look in looks})
        if not versions.isdisjoint(members)
    }
    return {look.body for look in looks if look.listing_set in showing}


def ended_before(moment: datetime) -> Select[Any]:
    """The visits whose last page is older: a visit goes whole, for its pages are read together."""
    return select(captures.c.visit).group_by(captures.c.visit).having(func.max(captures.c.fetched_at) < moment)


def bodies_of(connection: Connection, going: frozenset[int]) -> tuple[dict[int, int], dict[int, int], set[int]]:
    """The sizes of the bodies that go, those that move and whereto (the first capture that stays), and all files."""
    gone, moved, places = dict[int, int](), dict[int, int](), set[int]()
    for body, rows in captures_by_body(connection, going).items():
        staying = [row for row in rows if row.id not in going]
        places |= {row.file for row in rows if row.id in going}
        if not staying:
            gone[body] = rows[0].size
        elif any(row.id in going and row.holds for row in rows):
            moved[body] = staying[0].id
            places |= {row.file for row in staying}
    return gone, moved, places


def captures_by_body(connection: Connection, going: Collection[int]) -> dict[int, list[Row[Any]]]:
    """Every capture that is still kept of the bodies that these captures have, in the order of keeping."""
    holds = ((captures.c.file == bodies.c.file) & (captures.c.offset == bodies.c.offset)).label("holds")
    query = select(captures.c.id, captures.c.body, captures.c.file, bodies.c.size, holds)
    query = query.join(bodies, captures.c.body == bodies.c.id).where(~PURGED).order_by(captures.c.id)
    concerned = set[int]()
    for batch in batches(sorted(going)):
        concerned |= set(connection.execute(select(captures.c.body).where(captures.c.id.in_(batch))).scalars())
    found: dict[int, list[Row[Any]]] = {}
    for batch in batches(sorted(concerned)):
        for row in connection.execute(query.where(captures.c.body.in_(batch))):
            found.setdefault(row.body, []).append(row)
    return found


def is_loose(store: Store, file: Row[Any]) -> bool:
    """Whether a file has bytes that no index row names: a killed process's, of which nobody can say whose they are."""
    path = store.evidence / file.name
    return path.is_file() and any(True for _ in strays(path, indexed(store, file.id)))


def words_of(connection: Connection, wanted: Wanted) -> Iterator[str]:
    """The listings that lose their words: those that are named, or all of a source that is taken down."""
    if wanted.before is None:
        query = select(listings.c.listing_id).distinct()
        for batch in batches(wanted.listings):
            yield from connection.execute(query.where(listings.c.listing_id.in_(batch))).scalars()
        if wanted.source is not None and not wanted.listings:
            yield from connection.execute(query.where(listings.c.source == wanted.source)).scalars()
