"""Why what is known differs from what was known: better readings of the same bytes, or bytes that were new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, case, func, select

from parsers.records import Listing, Page, utc
from storage.corrections import by_listing, corrected, corrections
from storage.evidence import Capture
from storage.facts import listings as load
from storage.facts import private
from storage.ledger import checked, reading_row
from storage.looks import Reading, Seen
from storage.market import Known, known, platforms
from storage.projection import source_readings
from storage.schema import captures, visits
from storage.store import Store
from storage.timeline import ListingSpan, walk
from storage.versions import digest


@dataclass(frozen=True, slots=True)
class Reread:
    """What a reader makes of a kept capture; `first` if nothing had ever read it, so that it shows the market anew."""

    capture: Capture
    result: Page | Exception
    first: bool


@dataclass(frozen=True, slots=True)
class Revision:
    """Three states of knowledge: as it was; with the same captures read better and corrected; as it is."""

    before: Known
    better: Known
    after: Known


@dataclass(frozen=True, slots=True)
class Difference:
    """One listing that is now known otherwise at the same moment: `before` or `after` is None where it was not seen."""

    listing_id: str
    before: Listing | None
    after: Listing | None
    gone: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """What differs of it, in words."""
        if self.gone:
            return ("gone",)
        if self.before is None:
            return ("found",)
        if self.after is None:
            return ("no longer an offer",)
        names = {"quotes": "prices", "models": "models", "plans": "plans", "access": "access"}
        found = [said for name, said in names.items() if getattr(self.before, name) != getattr(self.after, name)]
        return (*found, *(["claims"] if stated(self.before) != stated(self.after) else [])) or ("words",)


def stated(listing: Listing) -> set[tuple[str, str]]:
    return {(claim.code, claim.polarity) for claim in listing.claims}


def since(store: Store, moment: datetime) -> Revision:
    """What was learned after a moment: readings and corrections of captures known by then, and captures new since."""
    old = utc(moment)
    with store.read() as connection:
        better = [span for name in sources(connection) for span in walk(of_known(connection, name, old)).spans]
    found = load(store, {span.digest for span in better})
    return Revision(known(store, old), Known(better, found, platforms(store)), known(store))


def of_known(connection: Connection, source: str, moment: datetime) -> Iterator[Reading]:
    """Every reading, whenever learned, of the captures that had one by a moment."""
    found = list(source_readings(connection, source))
    by_then = {reading.capture for reading in found if reading.learned_at <= moment}
    return (reading for reading in found if reading.capture in by_then)


def preview(store: Store, rereads: Iterable[Reread], version: str, at: datetime) -> Revision:
    """What would be known if these readings were learned at a moment; nothing is written."""
    before = known(store)
    found = list(rereads)
    new: dict[str, Listing] = {}
    with store.read() as connection:
        places = scopes(connection)
        extra = [(each, reading_of(store, each, version, at, places, new)) for each in found]
        better = projected(connection, before, [reading for each, reading in extra if not each.first])
        after = projected(connection, before, [reading for _, reading in extra])
    facts = {**overlaid(store, new), **before.listings}
    kinds = {**before.kinds, **{each.capture.source: each.capture.platform for each in found}}
    return Revision(before, Known(better, facts, before.kinds), Known(after, facts, kinds))


def reading_of(
    store: Store, reread: Reread, version: str, at: datetime, places: Mapping[int, str], new: dict[str, Listing]
) -> Reading:
    """A result as the reading that the ledger would hold; its listing versions are added to `new`."""
    page, failure = checked(reread.result)
    row, capture = reading_row(page, failure), reread.capture
    versions = {digest(listing): listing for listing in (private(store, each) for each in page.listings)}
    new.update(versions)
    seen = tuple(Seen(each.key, name, each.seller, each.position) for name, each in sorted(versions.items()))
    return Reading(
        source=capture.source,
        visit=capture.visit,
        capture=capture.id,
        fetched_at=capture.fetched_at,
        learned_at=at,
        version=version,
        seen=seen,
        outcome=row["outcome"],
        complete=page.complete,
        cover=page.covers,
        not_offers=page.not_offers,
        scope=places.get(capture.id, ""),
    )


def projected(connection: Connection, before: Known, extra: Iterable[Reading]) -> list[ListingSpan]:
    """The spans with more readings; sources that have none keep theirs."""
    more = defaultdict[str, list[Reading]](list)
    for reading in extra:
        more[reading.source].append(reading)
    rest = [span for span in before.spans if span.source not in more]
    new = [
        span
        for source, readings in sorted(more.items())
        for span in walk([*source_readings(connection, source), *readings]).spans
    ]
    return [*rest, *new]


def overlaid(store: Store, new: Mapping[str, Listing]) -> dict[str, Listing]:
    """The new versions as persons have corrected them."""
    said = by_listing(corrections(store))
    return {name: corrected(name, listing, said.get(listing.key, ())) for name, listing in new.items()}


def sources(connection: Connection) -> list[str]:
    return list(connection.execute(select(visits.c.source).distinct().order_by(visits.c.source)).scalars())


def scopes(connection: Connection) -> dict[int, str]:
    """The URL of the start that led to each capture."""
    started = func.max(case((captures.c.purpose == "start", captures.c.id)))
    over = started.over(partition_by=captures.c.visit, order_by=captures.c.id).label("start")
    starts = select(captures.c.id, over).subquery()
    first = captures.alias("first")
    query = select(starts.c.id, first.c.url).join(first, starts.c.start == first.c.id)
    return {row.id: row.url for row in connection.execute(query)}


def differences(old: Known, new: Known) -> list[Difference]:
    """The listings whose history is known otherwise, by id, with the first version that differs."""
    before, after = histories(old), histories(new)
    found = []
    for id in sorted(before.keys() | after.keys()):
        was, now = before.get(id, []), after.get(id, [])
        if [facts(each) for each in was] != [facts(each) for each in now]:
            found.append(Difference(id, *first_that_differ(was, now)))
    gone = ended(new).keys() - ended(old).keys() - {each.listing_id for each in found}
    return found + [Difference(id, before[id][-1], after[id][-1], gone=True) for id in sorted(gone)]


def histories(market: Known) -> dict[str, list[Listing]]:
    """The versions of each listing in the order in which they were seen."""
    found = defaultdict[str, list[Listing]](list)
    for span in sorted(market.spans, key=lambda span: (span.first_seen, span.digest)):
        found[span.listing_id].append(market.listings[span.digest])
    return found


def ended(market: Known) -> dict[str, bool]:
    """The listings that are gone, and do not only stand in another version."""
    last = {span.listing_id: span for span in sorted(market.spans, key=lambda span: span.first_seen)}
    return {id: True for id, span in last.items() if span.end_reason in {"gone", "source_lost"}}


def first_that_differ(was: list[Listing], now: list[Listing]) -> tuple[Listing | None, Listing | None]:
    """The first versions that are not the same; where one history goes on, the last one of the other."""
    pairs = zip(map(facts, was), map(facts, now), strict=False)
    place = next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(was), len(now)))
    return tuple(each[min(place, len(each) - 1)] if each else None for each in (was, now))  # type: ignore[return-value]


def facts(listing: Listing) -> Listing:
    """A listing without what differs between two looks and says nothing of the offer."""
    return replace(listing, url="", position=None, repost_of=None, stock=None)
