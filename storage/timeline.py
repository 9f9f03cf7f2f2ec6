"""Projects readings onto time: from when until when each version of a listing was seen, and how it ended."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Literal

from parsers.records import Cover
from storage.looks import Look, Reading, Seen, Sighting, looks, newest

EndReason = Literal["changed", "gone", "source_lost"]


@dataclass(frozen=True, slots=True)
class ListingSpan:
    """One version of a listing over time. `ended_at` is when it was found changed or absent; None while it stands.

    The version held at least from `first_seen` to `last_seen`, and ended somewhere in `(last_seen, ended_at]`.
    """

    listing_id: str
    digest: str
    source: str
    seller: str
    first_seen: datetime
    last_seen: datetime
    ended_at: datetime | None = None
    end_reason: EndReason | None = None


@dataclass(frozen=True, slots=True)
class Empty:
    """A look that showed nothing where there had been listings: suspicious, so it ended none of them."""

    source: str
    visit: str
    fetched_at: datetime


@dataclass(frozen=True, slots=True)
class Projection:
    """The spans, the suspicious looks, and when each source was last read with success."""

    spans: tuple[ListingSpan, ...]
    empties: tuple[Empty, ...]
    last_read: Mapping[str, datetime]


def project(readings: Iterable[Reading]) -> list[ListingSpan]:
    """The spans that readings make, sorted; the same for readings in any order, with duplicates or without."""
    return list(walk(readings).spans)


def walk(readings: Iterable[Reading]) -> Projection:
    """The whole projection. Of each capture only the newest reading counts; sources are walked each on its own."""
    by_source = defaultdict[str, list[Reading]](list)
    for reading in newest(readings):
        by_source[reading.source].append(reading)
    walks = [Walk(source).through(looks(found)) for source, found in sorted(by_source.items())]
    last = {source: at for source, found in by_source.items() if (at := last_success(found))}
    spans = sorted((span for each in walks for span in each.closed), key=order)
    return Projection(tuple(spans), tuple(empty for each in walks for empty in each.empties), last)


def order(span: ListingSpan) -> tuple[str, str, datetime, datetime, str]:
    """Where a span stands in a list: by source, listing and time."""
    return span.source, span.listing_id, span.first_seen, span.last_seen, span.digest


def last_success(readings: Iterable[Reading]) -> datetime | None:
    """When the newest page that could be read was fetched."""
    return max((reading.fetched_at for reading in readings if reading.outcome == "read"), default=None)


@dataclass
class Walk:
    """Goes through the looks at one source: `open` are the versions that stand, `closed` those that have ended.

    `places` says on which start's pages and at which position a standing listing was shown last; `positions` sorts
    those of each start, so that a stretch is found without looking at them all.
    """

    source: str
    open: dict[str, ListingSpan] = field(default_factory=dict)
    closed: list[ListingSpan] = field(default_factory=list)
    empties: list[Empty] = field(default_factory=list)
    places: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    positions: dict[str, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))

    def through(self, looks: Iterable[Look]) -> Walk:
        """Walk them all; of looks that repeat each other the first and the last are enough."""
        taken = latest = None
        for look in looks:
            if look.suspicious and self.of(look.scope):
                self.empties.append(Empty(look.source, look.visit, look.readings[0].fetched_at))
            if taken is None or look.shape != taken.shape:
                if latest:
                    self.show(latest)
                self.take(look)
                taken = look
            latest = look
        if latest:
            self.show(latest)
        self.closed += self.open.values()
        return self

    def of(self, scope: str) -> list[str]:
        """The standing listings that were shown last on the pages of one start."""
        return [listing_id for listing_id in self.open if self.places[listing_id][0] == scope]

    def show(self, look: Look) -> dict[str, Sighting]:
        """What a look shows is there; its listings."""
        shown = look.sightings()
        for sighting in shown.values():
            self.see(sighting, look.scope)
        return shown

    def take(self, look: Look) -> None:
        """What a look shows is there, and what it would have shown and does not is gone."""
        shown = self.show(look)
        for cover, at in look.covers():
            self.end([each for each in self.inside(look.scope, cover) if each not in shown], at, "gone")
        if look.complete_at and not look.hollow:
            self.end([each for each in self.of(look.scope) if each not in shown], look.complete_at, "gone")

    def see(self, sighting: Sighting, scope: str) -> None:
        """A listing is there: its version goes on, or takes the place of another, or appears."""
        seen = sighting.seen
        known = self.open.get(seen.listing_id)
        if known and known.digest == seen.digest:
            self.open[seen.listing_id] = replace(known, last_seen=max(known.last_seen, sighting.last))
        else:
            if known:
                self.end([seen.listing_id], sighting.first, "changed")
            span = ListingSpan(seen.listing_id, seen.digest, self.source, seen.seller, sighting.first, sighting.last)
            self.open[seen.listing_id] = span
        self.stand(seen, scope)

    def stand(self, seen: Seen, scope: str) -> None:
        """Remember where a listing stands."""
        if self.places.get(seen.listing_id) != (scope, seen.position):
            self.leave(seen.listing_id)
            self.places[seen.listing_id] = scope, seen.position
            if seen.position is not None:
                insort(self.positions[scope], (seen.position, seen.listing_id))

    def leave(self, listing_id: str) -> None:
        """Forget where a listing stood."""
        scope, position = self.places.pop(listing_id, ("", None))
        if position is not None:
            del self.positions[scope][bisect_left(self.positions[scope], (position, listing_id))]

    def end(self, listing_ids: list[str], at: datetime, reason: EndReason) -> None:
        """These versions stand no longer."""
        for listing_id in listing_ids:
            span = self.open.pop(listing_id)
            self.closed.append(replace(span, ended_at=max(at, span.last_seen), end_reason=reason))
            self.leave(listing_id)

    def inside(self, scope: str, cover: Cover) -> list[str]:
        """The standing listings of a start whose positions lie in a stretch."""
        places = self.positions[scope]
        low = 0 if cover.low is None else bisect_left(places, (cover.low,))
        high = None if cover.high is None else bisect_left(places, (cover.high + 1,))
        return [listing_id for _, listing_id in places[low:high]]


def lost(
    spans: Iterable[ListingSpan], last_read: Mapping[str, datetime], limits: Mapping[str, timedelta], now: datetime
) -> list[ListingSpan]:
    """End what stands at a source that was not read with success for longer than its limit (some times its `every`).

    The end is the moment the limit ran out. A source without a limit is never lost.
    """
    ends = {
        source: last_read[source] + limit
        for source, limit in limits.items()
        if source in last_read and now - last_read[source] > limit
    }
    return [
        replace(span, ended_at=ends[span.source], end_reason="source_lost")
        if span.ended_at is None and span.source in ends
        else span
        for span in spans
    ]
